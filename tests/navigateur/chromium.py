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
]


class ChromiumAbsent(RuntimeError):
    """No browser; the message says what to do."""


@contextmanager
def lancer() -> Iterator[Browser]:
    """The browser that CHROMIUM names, else the one of the PATH. Raises ChromiumAbsent."""
    chemin = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chemin:
        raise ChromiumAbsent(
            "Chromium is missing: `make navigateur` installs it, or set CHROMIUM=/path/to/it."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chemin, args=OPTIONS)
        yield chromium
        chromium.close()
