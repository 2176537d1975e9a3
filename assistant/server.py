"""Serve the tools over the Model Context Protocol: stdio, or streamable HTTP on this machine.

The library ``mcp`` is imported when a server is made; the module itself needs nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..api import Graph
from ..explorer.guard import Guard, hosts
from ..explorer.serving import run_app
from ..graph.errors import MissingExtraError
from .tools import OUTPUT_SCHEMA, Reply, call, failure, tools
from .words import INSTRUCTIONS, RESOURCES, prompt

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

__all__ = ["HOST", "PATH", "PORT", "PROMPT_NAME", "make_http_app", "make_server", "serve"]

HOST, PORT, PATH = "127.0.0.1", 8472, "/mcp"
"""Where it listens with ``--http``; other machines cannot connect."""

PROMPT_NAME = "answer-from-rows"

MISSING = "the server for assistants needs mcp: pip install 'radexo[mcp]'"


def make_server(graph: Graph) -> Server[Any]:
    """Return the server of a graph's tools, resources and prompt.

    Parameters
    ----------
    graph
        On either store.

    Returns
    -------
    mcp.server.lowlevel.Server

    Raises
    ------
    MissingExtraError
        When the library is not installed.
    """
    try:
        import mcp_types  # noqa: F401
        from mcp.server.lowlevel import Server
    except ImportError as error:
        raise MissingExtraError(MISSING) from error
    handlers = {**_tools(graph), **_resources(), **_prompts()}
    return Server(
        "radexo", version=__version__, title="RadExo", instructions=INSTRUCTIONS, **handlers
    )


def _tools(graph: Graph) -> dict[str, Any]:
    """Return the handlers of tools, by the server's parameter."""
    import mcp_types as types
    from anyio import to_thread

    hints = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    listed = [
        types.Tool(
            name=tool.name,
            description=tool.description,
            input_schema=dict(tool.input_schema),
            output_schema=dict(OUTPUT_SCHEMA),
            annotations=hints,
        )
        for tool in tools()
    ]
    known = [tool.name for tool in listed]

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in known:
            raise _unknown(f"no tool {params.name[:80]!r}; tools: {', '.join(known)}")
        reply = await to_thread.run_sync(_call, graph, params.name, params.arguments or {})
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=reply.text)],
            structured_content=dict(reply.content),
            is_error=reply.failed,
        )

    return {"on_list_tools": list_tools, "on_call_tool": call_tool}


def _resources() -> dict[str, Any]:
    """Return the handlers of resources, by the server's parameter."""
    import mcp_types as types

    listed = [
        types.Resource(uri=uri, name=name, description=what, mime_type="text/plain")
        for uri, (name, what, _) in RESOURCES.items()
    ]

    async def list_resources(context: Any, params: Any) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=listed)

    async def read_resource(
        context: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        if uri not in RESOURCES:
            raise _unknown(f"no resource {uri[:80]!r}; resources: {', '.join(RESOURCES)}")
        text = RESOURCES[uri][2]()
        contents = types.TextResourceContents(uri=uri, text=text, mime_type="text/plain")
        return types.ReadResourceResult(contents=[contents])

    return {"on_list_resources": list_resources, "on_read_resource": read_resource}


def _prompts() -> dict[str, Any]:
    """Return the handlers of the prompt, by the server's parameter."""
    import mcp_types as types

    listed = types.Prompt(
        name=PROMPT_NAME,
        description="Answer only from rows, with their papers, support and certainty",
        arguments=[types.PromptArgument(name="question", description="what is asked")],
    )

    async def list_prompts(context: Any, params: Any) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[listed])

    async def get_prompt(
        context: Any, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        if params.name != PROMPT_NAME:
            raise _unknown(f"no prompt {params.name[:80]!r}; there is {PROMPT_NAME}")
        text = prompt((params.arguments or {}).get("question", ""))
        content = types.TextContent(type="text", text=text)
        return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=content)])

    return {"on_list_prompts": list_prompts, "on_get_prompt": get_prompt}


def _unknown(message: str) -> Exception:
    """Return the protocol's error for what the server does not have."""
    import mcp_types as types
    from mcp.shared.exceptions import MCPError

    return MCPError(types.INVALID_PARAMS, message)


def _call(graph: Graph, name: str, arguments: dict[str, Any]) -> Reply:
    """Call a tool; the text of an error of the program goes to the log, not to the client."""
    try:
        with graph.store.reading():
            return call(graph, name, arguments)
    except Exception:
        import traceback

        traceback.print_exc()
        return failure(name)


def make_http_app(graph: Graph, port: int) -> Guard:
    """Return the ASGI application, behind the explorer's guard.

    Parameters
    ----------
    graph
        On either store.
    port
        Where it will listen; requests under another host's name get 400.
    """
    server = make_server(graph)
    app = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, host=HOST
    )
    return Guard(app, hosts(HOST, port), any_address=False, port=port)


def serve(graph: Callable[[], Graph], *, http: bool = False, port: int = PORT) -> None:
    """Serve a graph to assistants until the client leaves, or until interrupted.

    Parameters
    ----------
    graph
        A function that opens the graph.
    http
        Whether to listen on this machine, not on stdin; the address is the first line on stdout.
    port
        Where to listen; 0 takes a free one.

    Raises
    ------
    UsageError
        When the port is taken.
    MissingExtraError
        When the library is not installed.
    """
    try:
        import anyio
        import mcp.server.stdio
    except ImportError as error:
        raise MissingExtraError(MISSING) from error
    if http:
        run_app(lambda port: make_http_app(graph(), port), HOST, port, PATH, lifespan="on")
        return
    opened = graph()
    server = make_server(opened)
    sys.stderr.write(f"graph {opened.version}; serving on stdin and stdout\n")

    # the thread that waits for stdin would outlast any other end; nothing is open for writing
    signal.signal(signal.SIGINT, _exit)

    async def run() -> None:
        async with mcp.server.stdio.stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    anyio.run(run)


def _exit(number: int, frame: Any) -> None:
    sys.stderr.write("interrupted\n")
    sys.stderr.flush()
    os._exit(130)
