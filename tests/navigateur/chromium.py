"""Debian's Chromium, headless, silent on the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera, for whoever is given the right to use one.
    "--use-fake-device-for-media-stream",
]


ABSENT = "Chromium is missing: `make navigateur` installs it, or set CHROMIUM=/path/to/it."


def trouver() -> str:
    """The path of the browser that CHROMIUM names, else of the one on the PATH; empty without."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or ""


@contextmanager
def lancer() -> Iterator[Browser]:
    """The browser that `trouver` finds, closed at the end."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=trouver(), args=OPTIONS)
        yield chromium
        chromium.close()
