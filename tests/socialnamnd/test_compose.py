"""docker-compose.yml without Docker: its commands are started here as processes, on real PostgreSQL and Redis.

What is not tried is what only Docker can: that the image builds, and that the containers reach each other.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from socialnamnd.settings import BASE_DIR
from tests import servers

COMPOSE: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
pytestmark = pytest.mark.once


def command(service: str, port: int = 0) -> list[str]:
    """A service's command as it stands, with the programs of this environment and a free port."""
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in SERVICES[service]["command"]]
    return [str(servers.BIN / words[0]), *words[1:]]


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """A service's environment, with ${NAME:-default} and ${NAME:?message} filled in as Compose does."""

    def fill(match: re.Match[str]) -> str:
        name, default = match["name"], match["default"]
        return values.get(name, default) if default is not None else values[name]

    pattern = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}")
    return {name: pattern.sub(fill, str(value)) for name, value in SERVICES[service]["environment"].items()}


@pytest.fixture
def env(postgres_url: str, redis_url: str, collected: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of web, worker and beat, with the addresses of the servers that were started here."""
    filled = environment(
        "web", {"POSTGRES_PASSWORD": "x", "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "exempel.se", "HTTPS": "0"}
    )
    return {
        **os.environ,
        **filled,
        "DJANGO_SETTINGS_MODULE": "socialnamnd.settings",
        "DATABASE_URL": postgres_url,
        "REDIS_URL": redis_url,
        "VAR_DIR": str(tmp_path),
        **collected,
    }


def test_the_commands_of_compose_serve_together(env: dict[str, str], tmp_path: Path) -> None:
    subprocess.run(command("migrate"), cwd=BASE_DIR, env=env, check=True)
    port = servers.free_port()
    with (
        servers.running(command("web", port), env=env) as web,
        servers.running(command("worker"), env=env) as worker,
        servers.running(command("beat"), env=env) as beat,
    ):
        web.wait_until(lambda: servers.answers(port))
        worker.wait_until_said(" ready.")
        beat.wait_until(lambda: any(tmp_path.glob("schedule*")))
        # What beat will ask for every minute goes over Redis to the worker.
        call = [servers.BIN / "celery", "-A", "socialnamnd", "call", "budget.recalculate_changed"]
        subprocess.run(call, cwd=BASE_DIR, env=env, check=True, capture_output=True)
        worker.wait_until_said("Task budget.recalculate_changed")
        address = f"http://127.0.0.1:{port}"
        assert servers.get(f"{address}/halsa/") == (200, "Allt fungerar.\n")
        status, page = servers.get(f"{address}/logga-in/")
        assert status == 200
        stylesheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert stylesheets
        assert all(servers.get(address + path)[0] == 200 for path in stylesheets)


def test_every_long_running_service_has_a_health_check_and_starts_again() -> None:
    for name, service in SERVICES.items():
        if name != "migrate":
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_what_must_last_is_in_volumes() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"]) == {"database", "data", "queue"}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["volumes"] == ["data:/data"]


def test_no_secret_stands_in_the_file() -> None:
    named = (BASE_DIR / ".env.example").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert f"\n{name}=\n" in named
    assert SERVICES["web"]["environment"]["SECRET_KEY"] == "${SECRET_KEY:?set it in .env}"
