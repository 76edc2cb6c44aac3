"""The house holds: the tools, permission on every page, and what no tool looks for."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

ROOT: Path = settings.BASE_DIR
APPS = ("socialnamnd", "organisation", "budget", "goals", "internal_control", "reports")
TOOLS = ("ruff", "format", "mypy", "imports", "djade", "djlint", "migrations", "deploy")
pytestmark = pytest.mark.once


def test_run_knows_the_same_tools() -> None:
    assert f'TOOLS="{" ".join(TOOLS)}"' in (ROOT / "run").read_text()


@pytest.mark.parametrize("tool", TOOLS)
def test_tool(tool: str) -> None:
    # As in a terminal: without what the tests' own settings put in the environment.
    env = {
        name: value
        for name, value in os.environ.items()
        if name != "VAR_DIR" and not name.startswith("DJANGO")
    }
    done = subprocess.run(
        ["./run", "lint", tool], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def pages(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Address and view of every page, the admin's own aside: Django asks for its permissions."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield before + str(entry.pattern), entry.callback
        elif getattr(entry, "app_name", None) != "admin":
            yield from pages(entry, before + str(entry.pattern))


# Open to everybody on purpose.
OPEN = {
    "halsa/",
    "tillganglighet/",
    "logga-in/",
    "admin/login/",
    "losenord/glomt/",
    "losenord/glomt/skickat/",
    "losenord/nytt/<uidb64>/<token>/",
    "losenord/nytt/klart/",
}
# One's own account: logging in is all that is asked.
OWN = {"logga-ut/", "admin/logout/", "losenord/", "losenord/bytt/"}


def test_every_page_asks_for_a_permission() -> None:
    silent = {address for address, view in pages(get_resolver()) if not hasattr(view, "asks_for")}
    assert silent - OPEN - OWN == set()


def test_only_what_is_meant_to_be_is_open_without_logging_in() -> None:
    opened = {address for address, view in pages(get_resolver()) if not getattr(view, "login_required", True)}
    assert opened == OPEN


def test_a_page_of_a_committee_asks_for_a_permission_in_it() -> None:
    assert [
        address
        for address, view in pages(get_resolver())
        if address.startswith("<slug:committee>/") and getattr(view, "asks_for", None) is None
    ] == []


def test_no_module_is_a_junk_drawer() -> None:
    junk = {"utils", "util", "helpers", "common", "core", "services", "selectors", "misc"}
    assert [path for app in APPS for path in (ROOT / app).rglob("*") if path.stem in junk] == []


def test_files_are_small() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


INLINE = re.compile(
    r"""<style\b | <[^>]*\sstyle\s*= | <[^>]*\son[a-z]+\s*=\s*["'] | <script\b(?![^>]*\bsrc=)(?![^>]*application/json)""",
    re.IGNORECASE | re.VERBOSE,
)
# The file that export_report writes stands alone, without a server and its headers.
ALONE = "reports/document/standalone.html"


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line) and not path.match(ALONE)
    ]
    assert found == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    elsewhere = re.compile(
        r"""<link[^>]*href=["'](?:https?:)?// | \ssrc=["'](?:https?:)?// | url\(["']?(?:https?:)?//""",
        re.VERBOSE,
    )
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css")]
    assert [path for path in files if elsewhere.search(path.read_text())] == []


def test_every_template_compiles() -> None:
    engine = engines["django"]
    for path in (ROOT / "templates").rglob("*.html"):
        engine.get_template(str(path.relative_to(ROOT / "templates")))


def test_no_lock_names_an_address() -> None:
    for name in ("requirements.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert "resolved" not in text
        assert not re.search(r"index-url|find-links", text)


def test_the_shell_script_is_plain(tmp_path: Path) -> None:
    done = subprocess.run(["sh", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (ROOT / "run").read_text().startswith("#!/bin/sh\n")
