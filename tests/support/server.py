"""A real Neo4j Community server for the tests, without Docker.

``python tests/support/server.py fetch [--line lts|calendar]`` fetches its jars.

Neo4j publishes its jars as Maven artifacts. ``fetch`` has Maven copy them into the cache, once:
``neo4j-VERSION`` in the folder ``radexo`` of ``$RADEXO_CACHE`` (else ``$XDG_CACHE_HOME``, else
``~/.cache``). ``Server`` runs them and fetches nothing. The command needs the standard library,
Maven and Java; ``Server`` also needs the driver.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 180.0
"""How many seconds a server may take to answer, or to end."""


class MissingError(Exception):
    """What a server needs is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class Line:
    """A line of Neo4j releases.

    The version tried, the oldest Java that runs it, its main class, and its own settings.
    """

    name: str
    version: str
    java: int
    main: str
    settings: str

    @property
    def folder(self) -> Path:
        """Where its jars are kept."""
        base = (
            os.environ.get("RADEXO_CACHE")
            or os.environ.get("XDG_CACHE_HOME")
            or Path.home() / ".cache"
        )
        return Path(base).expanduser().absolute() / "radexo" / f"neo4j-{self.version}"

    def jars(self) -> Path:
        """Give the folder of its fetched jars."""
        if not self.folder.is_dir():
            raise MissingError(
                f"Neo4j {self.version} is not in {self.folder}: python tests/support/server.py "
                f"fetch --line {self.name}"
            )
        return self.folder


# Bolt would be quiet for 10 s before it ends; the newest line would call for others of its kind on
# every network
LTS = Line(
    "lts",
    "5.26.30",
    17,
    "org.neo4j.server.CommunityEntryPoint",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period=0\n",
)
CALENDAR = Line(
    "calendar",
    "2026.08.1",
    21,
    "org.neo4j.server.Neo4jCommunity",
    (
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s\n"
        "server.fleet_discovery.enabled=false\n"
    ),
)
LINES = {line.name: line for line in (LTS, CALENDAR)}


@dataclass(frozen=True)
class Java:
    """A Java program and the major version it says it has."""

    program: Path
    version: int

    @property
    def home(self) -> Path:
        """Its ``JAVA_HOME``."""
        return self.program.resolve().parent.parent

    @classmethod
    def all(cls) -> Iterator[Java]:
        """Find every Java that runs.

        In ``JAVA_HOME``, on the ``PATH``, and where Linux distributions put them.
        """
        home = os.environ.get("JAVA_HOME")
        folders = [Path(home, "bin")] if home else []
        folders += [Path(folder) for folder in os.get_exec_path()] + sorted(
            Path("/usr/lib/jvm").glob("*/bin")
        )
        for program in (folder.absolute() / "java" for folder in folders):
            try:
                said = subprocess.run(
                    [program, "-version"],
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE,
                    check=True,
                ).stderr
            except (OSError, subprocess.SubprocessError):
                continue
            if version := re.search(r'version "(\d+)', said):
                yield cls(program, int(version[1]))

    @classmethod
    def find(cls, oldest: int) -> Java:
        """Give the first Java that is new enough."""
        seen = []
        for java in cls.all():
            if java.version >= oldest:
                return java
            seen.append(f"{java.program} is {java.version}")
        raise MissingError(
            f"no Java {oldest} or newer in JAVA_HOME, PATH or /usr/lib/jvm "
            f"({', '.join(seen) or 'none at all'})"
        )


POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>radexo</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def fetch(line: Line) -> Path:
    """Have Maven copy a line's jars into the cache, unless they are there.

    A fetch that breaks leaves nothing.
    """
    java, maven = Java.find(line.java), shutil.which("mvn")
    if line.folder.is_dir():
        return line.folder
    if not maven:
        raise MissingError("no mvn on the PATH: install Maven, e.g. apt-get install maven")
    # Maven runs on the Java it would take by itself, which may know certificates that the fitting
    # one does not
    environment = (
        os.environ if shutil.which("java") else {"JAVA_HOME": str(java.home), **os.environ}
    )
    line.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=line.folder.parent) as aside:
        jars = Path(aside, "jars")
        Path(aside, "pom.xml").write_text(POM.format(version=line.version), encoding="utf-8")
        subprocess.run(
            [maven, "-q", "-B", COPY, "-DincludeScope=runtime", f"-DoutputDirectory={jars}"],
            cwd=aside,
            env=environment,
            stdout=sys.stderr,
            check=True,
        )
        jars.rename(line.folder)
    return line.folder


# tests push one graph after another, and a server would plan its queries again after each
SETTINGS = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
dbms.cypher.min_replan_interval=1d
"""
QUICK = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
    "-XX:ReservedCodeCacheSize=240m",
)
"""A server that lives for minutes spends more on optimizing its code than that saves.

Half the start's CPU time. The jars are Neo4j's own: verifying their code takes a sixth of the rest.
Without C2 there is room for 48 MB of compiled code, which all tests may fill; compiling ends then.
"""
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
"""The packages of java.base that Neo4j reaches into."""


def free_port() -> int:
    """Give a loopback port that nothing listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass(frozen=True)
class Given:
    """A server that somebody else runs."""

    address: str
    user: str
    password: str


class Server:
    """A server of its own: own temporary folder, own loopback port, own password.

    Gone with all its data after ``with``.

    ``start`` follows ``stop`` or ``kill`` on the same folder and address. Outside ``with``,
    ``close`` ends it.
    """

    user = "neo4j"

    def __init__(self, line: str = "lts") -> None:
        self.line = LINES[line]
        self._jars, self._java = self.line.jars(), Java.find(self.line.java)
        self._temporary = tempfile.TemporaryDirectory(prefix="radexo-neo4j-")
        self.folder = Path(self._temporary.name)
        self.password = secrets.token_hex(12)
        port = free_port()
        self.address, self.routing = f"bolt://127.0.0.1:{port}", f"neo4j://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("conf", "logs", "import", "plugins"):
            (self.folder / name).mkdir()
        settings = SETTINGS.format(port=port) + self.line.settings
        (self.folder / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
        try:
            self.admin("dbms", "set-initial-password", self.password)
        except BaseException:
            self.close()
            raise

    def _command(self, main: str, *arguments: str) -> list[str]:
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        return [
            str(self._java.program),
            "-Xmx512m",
            *QUICK,
            *opened,
            "-cp",
            f"{self._jars}/*",
            main,
            *arguments,
        ]

    def admin(self, *arguments: str) -> str:
        """Run neo4j-admin in the stopped server's folder and give what it printed."""
        if self.process:
            raise RuntimeError("neo4j-admin needs the server stopped")
        done = subprocess.run(
            self._command("org.neo4j.cli.AdminTool", *arguments),
            cwd=self.folder,
            env=os.environ
            | {"NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(self.folder / "conf")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin {' '.join(arguments[:2])} failed:\n{done.stdout}")
        return done.stdout

    def start(self) -> Self:
        """Start, and wait until the server answers."""
        if self.process:
            raise RuntimeError("the server is already running")
        home = (f"--home-dir={self.folder}", f"--config-dir={self.folder / 'conf'}")
        with open(self._console, "wb") as console:
            self.process = subprocess.Popen(
                self._command(self.line.main, *home),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    @property
    def _console(self) -> Path:
        return self.folder / "logs" / "console.log"

    def _wait(self) -> None:
        from neo4j import GraphDatabase
        from neo4j.exceptions import DriverError, Neo4jError

        assert self.process
        end = time.monotonic() + PATIENCE
        with GraphDatabase.driver(self.address, auth=(self.user, self.password)) as driver:
            while True:
                try:
                    return driver.verify_connectivity()
                except (DriverError, Neo4jError) as error:
                    if self.process.poll() is not None or time.monotonic() > end:
                        said = self._console.read_text(encoding="utf-8", errors="replace")[-4000:]
                        raise RuntimeError(
                            f"Neo4j {self.line.version} does not answer: {error}\n{said}"
                        ) from error
                    time.sleep(0.2)

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            finally:
                self.kill()

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def close(self) -> None:
        """End the server and remove its folder; no data are kept, so nothing is waited for."""
        self.kill()
        self._temporary.cleanup()

    def __enter__(self) -> Self:
        return self if self.process else self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python tests/support/server.py", description="The Neo4j server of the tests."
    )
    parser.add_argument(
        "verb",
        choices=["fetch"],
        help="fetch: copy the server's jars into the cache, print the folder",
    )
    parser.add_argument(
        "--line",
        choices=list(LINES),
        default="lts",
        help="the long-term line (default) or the newest",
    )
    line = LINES[parser.parse_args().line]
    try:
        sys.stdout.write(f"{fetch(line)}\n")
    except MissingError as error:
        parser.exit(1, f"{error}\n")
    except subprocess.CalledProcessError:
        parser.exit(1, f"Maven could not fetch Neo4j {line.version}; what it said is above\n")


if __name__ == "__main__":
    main()
