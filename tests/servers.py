"""Real servers for tests, started as processes on loopback: PostgreSQL, Redis, Celery workers, gunicorn.

Also a command that runs another with a PostgreSQL of its own:
    python -m tests.servers postgresql -- pytest
"""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


class ServerError(RuntimeError):
    """A server that did not start, with what it said."""


# Below those that Linux gives to whoever asks for any port: nothing else takes one in the meantime.
PORTS = range(20_000, 32_000)
_reserved: list[socket.socket] = []


def free_port() -> int:
    """A port that nothing listens on, and that no other test is given for as long as this process lives."""
    while True:
        port = random.choice(PORTS)
        # A name that one process at a time can have, and that is gone with it.
        reservation = socket.socket(socket.AF_UNIX)
        try:
            reservation.bind(f"\0socialnamnd-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            reservation.close()
            continue
        _reserved.append(reservation)
        return port


# How long something may take on a machine with much else to do. Nothing waits longer than it must.
PATIENCE = 120


def wait_for(
    condition: Callable[[], bool], *, seconds: float = PATIENCE, what: str = "the condition"
) -> None:
    """Wait until the condition holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come true within {seconds} s")
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """A started program with its log. kill() ends it and its children at once, as a power cut would."""

    def __init__(
        self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, user: str | None = None
    ):
        self.folder = Path(tempfile.mkdtemp(prefix="socialnamnd-log-"))
        self.log = self.folder / "log"
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT if user is None else "/",
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=user,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until(self, condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
        def met() -> bool:
            if self.popen.poll() is not None:
                raise ServerError(f"{self.popen.args} ended with {self.popen.returncode}:\n{self.said}")
            return condition()

        try:
            wait_for(met, seconds=seconds)
        except TimeoutError as error:
            raise ServerError(f"{self.popen.args} is not ready:\n{self.said}") from error

    def wait_until_said(self, text: str, *, seconds: float = PATIENCE) -> None:
        self.wait_until(lambda: text in self.said, seconds=seconds)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.popen.poll() is None:
            self.popen.terminate()
            try:
                self.popen.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        if self.popen.poll() is None:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


@contextmanager
def running(command: Sequence[str | Path], **options: object) -> Iterator[Process]:
    process = Process(command, **options)  # type: ignore[arg-type]
    try:
        yield process
    finally:
        process.stop()


def _postgresql_bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise ServerError("PostgreSQL is not installed: apt-get install postgresql")
    return Path(on_path).parent


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL cluster of its own, empty, for as long as the block runs; yields its DATABASE_URL."""
    programs = _postgresql_bin()
    # PostgreSQL refuses to run as root; Debian's package makes the user postgres.
    user = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="socialnamnd-postgresql-"))
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    port = free_port()
    data = folder / "data"
    initdb = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "socialnamnd",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    # Tests lose nothing in a power cut: no waiting for the disk.
    quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]
    place = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
    options = [word for setting in (*quick, *place) for word in ("-c", setting)]
    try:
        made = subprocess.run(
            [*initdb, "--no-sync"], user=user, cwd="/", capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise ServerError(made.stderr)
        with running([programs / "postgres", "-D", data, *options], user=user) as server:
            server.wait_until(lambda: "ready to accept connections" in server.said and answers(port))
            yield f"postgres://socialnamnd@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server that keeps nothing on disk; yields its REDIS_URL."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with running(command) as server:
        server.wait_until(lambda: answers(port))
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def celery_worker(env: Mapping[str, str], *extra: str) -> Iterator[Process]:
    """A real worker process, ready for work."""
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [
        BIN / "celery",
        "-A",
        "socialnamnd",
        "worker",
        "--concurrency=1",
        "--loglevel=INFO",
        *alone,
        *extra,
    ]
    with running(command, env={"DJANGO_SETTINGS_MODULE": "socialnamnd.settings", **env}) as worker:
        worker.wait_until_said(" ready.")
        yield worker
        # Its polite way takes six seconds; the test is over and waits for nothing.
        worker.kill()


@contextmanager
def gunicorn(env: Mapping[str, str]) -> Iterator[str]:
    """The production web server; yields its address."""
    port = free_port()
    command = [BIN / "gunicorn", "socialnamnd.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with running(command, env={"DJANGO_SETTINGS_MODULE": "socialnamnd.settings", **env}) as server:
        server.wait_until(lambda: answers(port))
        yield f"http://127.0.0.1:{port}"


def get(address: str, *, cookie: str = "") -> tuple[int, str]:
    """Status and text of a page, redirects followed."""
    request = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def main(arguments: list[str]) -> int:
    if arguments[:2] != ["postgresql", "--"] or len(arguments) < 3:
        print(__doc__)
        return 2
    with postgresql() as url:
        return subprocess.run(arguments[2:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
