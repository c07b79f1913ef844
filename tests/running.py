"""The real site as a process of its own, and a real Chromium to visit it: for browser tests, pictures and benchmarks."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 90  # seconds
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Site:
    """A running site: its address, its data folder and its log."""

    url: str
    var: Path
    log: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, url: str, **more: str) -> dict[str, str]:
    """The environment of a site that keeps its data in `var`."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{var / 'site.db'}",
        "PUBLIC_URL": url,
        "PYTHONPATH": str(ROOT),
        **more,
    }


def answer(url: str) -> int:
    """The status of a GET, 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextlib.contextmanager
def running_site(var: Path, *, wait_for: str = "/readyz", expect: int = 200, **more: str) -> Iterator[Site]:
    """Start the site as `make run` does, wait until it is ready, stop it at the end."""
    port = free_port()
    url = f"http://localhost:{port}"
    var.mkdir(parents=True, exist_ok=True)
    log = var / "site.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env=environment(var, url, **more),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + START_WITHIN
        while answer(url + wait_for) != expect:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the site did not start:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.1)
        yield Site(url, var, log, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def works(program: str) -> bool:
    """Whether a program starts at all: on some systems `chromium-browser` only says how to install it."""
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False).returncode
            == 0
        )
    except OSError:
        return False


def chromium_path() -> str:
    """The Chromium or Chrome to test with: CHROMIUM, this machine's own, or the one that Playwright downloaded.

    Raises FileNotFoundError saying how to get one.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, names), MAC_CHROME]
    for candidate in candidates:
        if candidate and works(candidate):
            return candidate
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return playwright.chromium.executable_path
    raise FileNotFoundError(
        "no Chromium on this machine: install Debian's package chromium, or Google Chrome"
    )


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium with nothing of its own to say on the network."""
    return playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=list(FLAGS))


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for scripts; tests have a fixture."""
    os.environ["CHROMIUM"] = chromium_path()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
