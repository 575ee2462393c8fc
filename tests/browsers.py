"""How do tests look through a real browser?

Debian's Chromium is used as it is installed (`make test` installs it); nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def chromium() -> str:
    """Where the browser is; a sentence when there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None:
        pytest.fail(
            "These tests need Chromium: sudo apt-get install chromium, or CHROMIUM=/path/to/it make test", pytrace=False
        )
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """The browser; it keeps pages for the way back, as it does for people."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=arguments, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@contextmanager
def quiet(context: BrowserContext) -> Iterator[Page]:
    """A page; anything it complains of fails the test."""
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()

    assert [] == complaints


@contextmanager
def served(view: Any) -> Iterator[str]:
    """The view at an address of this machine."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = uvicorn.Server(uvicorn.Config(view.app(), log_level="error", ws="none"))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        serving.should_exit = True
        thread.join()


def taken(page: Page, name: str) -> bytes:
    """The file to which the link of this name leads."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_bytes()


def obstacles(page: Page) -> list[tuple[str, str, str]]:
    """What stands in the way of who listens to the page or enlarges it: how grave, what, where."""
    found = Axe().run(page).response["violations"]
    sticks_out = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [(one["impact"], one["id"], one["nodes"][0]["html"]) for one in found] + [
        ("", "sticks out", "")
    ] * sticks_out
