"""The servers of the tests: they answer, on loopback only, and keep what was committed."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

import radexo
from radexo.queries.catalogue import catalogue
from support.served import on
from support.server import LINES, Given, Java, MissingError, Server, fetch

newest = pytest.param("calendar_server", marks=pytest.mark.neo4j("calendar"))

LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
"""127.0.0.1, the same within IPv6, and ::1, as Linux writes them."""


def ask(server: Server | Given, cypher: str, address: str = "", **parameters: Any) -> list[Any]:
    with GraphDatabase.driver(
        address or server.address, auth=(server.user, server.password)
    ) as driver:
        return [record.value() for record in driver.execute_query(cypher, parameters).records]


@pytest.fixture
def own(server: Server | Given) -> Server:
    """The server, unless NEO4J_URI names it: the tests then know only its address."""
    if isinstance(server, Given):
        pytest.skip("NEO4J_URI names the server")
    return server


@pytest.mark.parametrize("which", ["server", newest])
@pytest.mark.neo4j
def test_answers(which: str, request: pytest.FixtureRequest) -> None:
    assert ask(request.getfixturevalue(which), "RETURN 1") == [1]


@pytest.mark.parametrize("which", ["own", newest])
@pytest.mark.neo4j
def test_answers_with_routing(which: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(which)
    assert ask(server, "RETURN 1", server.routing) == [1]
    assert ask(
        server,
        (
            "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN "
            "versions[0]"
        ),
    ) == [server.line.version]


@pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(),
    reason="the sockets of a process are read as Linux lists them",
)
@pytest.mark.parametrize("which", ["own", newest])
@pytest.mark.neo4j
def test_listens_on_loopback_only(which: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(which)
    assert server.process
    held = set()
    for file in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # the server closes files meanwhile
            held.add(os.readlink(file))
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        file = Path("/proc/net", table)
        for row in file.read_text().splitlines()[1:] if file.exists() else []:
            _, local, _, state, *_, inode = row.split()[:10]
            if f"socket:[{inode}]" in held and state in (
                "0A",
                "07",
            ):  # listening, or open to datagrams
                found.append(local.split(":"))
    assert {address for address, _ in found} <= LOOPBACK
    assert [int(port, 16) for _, port in found] == [int(server.address.rpartition(":")[2])]


@pytest.mark.neo4j("calendar")
def test_the_calendar_server_gives_the_same_rows(g: radexo.Graph, calendar_server: Server) -> None:
    with on(calendar_server, g.records) as there:
        assert there.store.push(g.records) == there.store.push(g.records)
        assert there.store.whole() == g.records
        for question in catalogue():
            here, on_server = (
                [row.to_dict() for row in graph.query(question.name, **question.example)]
                for graph in (g, there)
            )
            assert on_server == here, question.name


@pytest.mark.neo4j
def test_admin_wants_the_server_stopped(own: Server) -> None:
    with pytest.raises(RuntimeError, match="stopped"):
        own.admin("--version")


def test_starting_never_fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADEXO_CACHE", str(tmp_path))
    for line in LINES:
        with pytest.raises(
            MissingError, match=f"python tests/support/server.py fetch --line {line}"
        ):
            Server(line)
    assert not list(tmp_path.iterdir())


def test_a_broken_fetch_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = tmp_path / "bin" / "mvn"
    maven.parent.mkdir()
    maven.write_text(
        '#!/bin/sh\nfor last; do :; done\nmkdir -p "${last#*=}"; echo half > "${last#*=}/'
        'half.jar"; exit 1\n'
    )
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{maven.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("RADEXO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Java, "all", lambda: iter([Java(Path("java"), 99)]))
    with pytest.raises(subprocess.CalledProcessError, match="mvn"):
        fetch(LINES["lts"])
    assert not list((tmp_path / "cache" / "radexo").iterdir())


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADEXO_CACHE", str(tmp_path))
    monkeypatch.setattr(Java, "all", lambda: iter([Java(Path("/old/java"), 11)]))
    with pytest.raises(MissingError, match=r"no Java 21 or newer .*/old/java is 11"):
        fetch(LINES["calendar"])
    monkeypatch.setattr(Java, "all", lambda: iter([Java(Path("java"), 99)]))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="no mvn"):
        fetch(LINES["calendar"])
