"""The shell script, started as a person starts it."""

import os
import signal
from pathlib import Path

import pytest

from tests.servers import PATIENCE, ROOT, answers, free_port, get, running, wait_for

pytestmark = pytest.mark.once


def of_group(group: int) -> list[str]:
    """The commands that are alive in a process group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue
        state, _, of = rest.split()[:3]
        if int(of) == group and state != "Z":
            found.append(name)
    return found


def test_serve_starts_web_and_worker_and_ctrl_c_stops_both(tmp_path: Path) -> None:
    port = free_port()
    env = {"PORT": str(port), "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "socialnamnd.settings"}
    with running(["./run", "serve"], env=env) as served:
        served.wait_until_said("Ctrl-C stops it.", seconds=300)
        assert get(f"http://127.0.0.1:{port}/halsa/")[0] == 200
        group = os.getpgid(served.popen.pid)
        assert any("celery" in name for name in of_group(group))
        # A terminal sends it to the whole group. Who runs tests in the background ignores it, and ends with TERM.
        is_ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        os.killpg(group, signal.SIGTERM if is_ignored else signal.SIGINT)
        assert served.popen.wait(timeout=PATIENCE) in (130, 143)
        wait_for(lambda: of_group(group) == [], what="the end of all processes")
        assert not answers(port)


def test_another_program_on_the_port_is_told_of(tmp_path: Path) -> None:
    with running(["python3", "-m", "http.server", "--bind", "127.0.0.1", str(port := free_port())]) as other:
        other.wait_until(lambda: answers(port))
        env = {"PORT": str(port), "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "socialnamnd.settings"}
        with running(["./run", "serve"], env=env) as served:
            assert served.popen.wait(timeout=300) == 1
            assert f"Something else answers on 127.0.0.1:{port}." in served.said


def test_without_a_command_it_says_what_there_is() -> None:
    with running(["./run"]) as shown:
        assert shown.popen.wait(timeout=PATIENCE) == 0
        for command in ("demo", "test", "serve", "manage", "lint", "setup"):
            assert f"./run {command}" in shown.said
    with running(["./run", "nonsense"]) as shown:
        assert shown.popen.wait(timeout=PATIENCE) == 2
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec ./run test")
