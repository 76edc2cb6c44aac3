"""A real Chromium for tests of pages, and what tests ask of a page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Nothing is looked up: every page and file comes from this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"
# How long what is expected may take on a machine with much else to do. Nothing waits longer than it must.
MILLISECONDS = 30_000
expect.set_options(timeout=MILLISECONDS)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Troubles:
    """What a page complained of while it was open: script errors, the console, what could not be fetched."""

    def __init__(self, page: Page) -> None:
        self.found: list[str] = []
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", self._said)
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure))

    def _said(self, line: ConsoleMessage) -> None:
        # Chromium asks for /favicon.ico of its own accord where a page names none.
        if line.type == "error" and not line.location.get("url", "").endswith("/favicon.ico"):
            self.found.append(f"console: {line.text} {line.location.get('url', '')}")

    def _failed(self, url: str, failure: str | None) -> None:
        # A page that was left, or a file that became a download, is no trouble.
        if failure != "net::ERR_ABORTED":
            self.found.append(f"request: {url} {failure}")


def axe(page: Page, *, within: str | None = None) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page when it has loaded: one line per fault, [] if none."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within || document, {runOnly: tags, resultTypes: ['violations']})",
        [within, STANDARDS],
    )
    return [
        f"{violation['id']}: {violation['help']} – {node['html']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def log_in(page: Page, user: Any, address: str) -> None:
    """Log in without the form: the session's cookie is put in the browser."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def sideways(page: Page, *, width: int = 320) -> list[str]:
    """What sticks out to the right at this width, so that a reader must scroll sideways; [] if all fits.

    What scrolls within a box of its own, such as a wide table, fits.
    """
    page.wait_for_load_state()
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    out: list[str] = page.evaluate(
        """() => {
            if (document.documentElement.scrollWidth <= window.innerWidth) return []
            const boxed = (e) => {
                for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                    if (getComputedStyle(p).overflowX !== 'visible') return true
                return false
            }
            return [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !boxed(e))
                .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)
        }"""
    )
    if before:
        page.set_viewport_size(before)
    return out


def new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    context.set_default_timeout(MILLISECONDS)
    return context
