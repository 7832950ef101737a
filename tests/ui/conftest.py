"""A server with runs on it, and a browser page that must stay free of errors."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.ui.serving import UiServer, served

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).with_name("screenshots")

expect.set_options(timeout=15_000)  # machines are busy

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def ui_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UiServer]:
    """A running server with a few ended runs: two good ones of `hello`, one of `nightly-load`, a failed one."""
    with served(tmp_path_factory.mktemp("ui") / "home") as server:
        for name in ("hello", "always-fails", "nightly-load", "hello"):
            server.run_flow(name)
        yield server


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[UiServer]:
    """A server on which nothing has run."""
    with served(tmp_path / "empty") as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; not for longer than a module, as its driver leaves an event loop running in the main thread."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages in a given size and theme; at the end, none of them may have reported an error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(url: str, *, width: int = 1440, height: int = 900, theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
