"""What a first visit weighs and how long a phone waits, beside a bare Streamlit page that shows the same kind of thing.

Wire bytes are what Chromium's network log counts (headers and bodies as sent). The phone is emulated: 1.6 Mbit/s, 150 ms
round trip, a processor four times slower. Times vary from run to run; read the ratios.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.running import answer, chromium, free_port, running_site

STOCK = {
    "home": 'import streamlit as st\nst.title("Hello")\nst.text_input("Your postcode")\n',
    "map": (
        "import folium, streamlit as st\nfrom streamlit_folium import st_folium\n"
        'st.title("Map")\nst_folium(folium.Map([51.45, -0.02], zoom_start=13, tiles=None), returned_objects=[])\n'
    ),
}
PHONE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}


@dataclass(frozen=True)
class Visit:
    """One first visit: bytes on the wire, requests, seconds until the heading could be read and until Streamlit ran."""

    wire: int
    requests: int
    heading: float
    ready: float


def visit(browser: Browser, url: str, *, phone: bool) -> Visit:
    """Open an address with an empty cache and count."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    if phone:
        client.send("Network.emulateNetworkConditions", PHONE)
        client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    total = {"bytes": 0, "requests": 0}

    def finished(event: dict[str, float]) -> None:
        total["bytes"] += int(event["encodedDataLength"])
        total["requests"] += 1

    client.on("Network.loadingFinished", finished)
    started = time.monotonic()
    page.goto(url, wait_until="commit", timeout=120_000)
    page.wait_for_selector("h1", timeout=120_000)
    heading = time.monotonic() - started
    page.wait_for_selector("#root h1", timeout=120_000)
    ready = time.monotonic() - started
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.wait_for_timeout(1500)
    context.close()
    return Visit(total["bytes"], total["requests"], heading, ready)


@contextmanager
def stock(script: str) -> Iterator[str]:
    """A bare `streamlit run` of a small script."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stock.py"
        path.write_text(script)
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(path), "--server.port", str(port)]
        command += [
            "--server.headless",
            "true",
            "--server.address",
            "localhost",
            "--browser.gatherUsageStats",
            "false",
        ]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"http://localhost:{port}"
            for _ in range(300):
                if answer(f"{url}/_stcore/health") == 200:
                    break
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=15)


def compare() -> None:
    """Print both pages beside their bare equals."""
    print(f"{'':28}{'wire MB':>9}{'requests':>10}{'h1 s':>8}{'phone h1 s':>12}{'phone ready s':>15}")
    with tempfile.TemporaryDirectory() as var, running_site(Path(var)) as site, chromium() as browser:
        for name, path in (("home", "/"), ("map", "/find?near=SE6%204RU")):
            rows = {}
            with stock(STOCK[name]) as bare:
                for label, url in (("ours", site.url + path), ("bare", bare)):
                    visit(
                        browser, url, phone=False
                    )  # warm: the server has the page, the browser's cache stays empty
                    quick, slow = visit(browser, url, phone=False), visit(browser, url, phone=True)
                    rows[label] = (quick.wire / 1e6, quick.requests, quick.heading, slow.heading, slow.ready)
                    figures = rows[label]
                    print(
                        f"{name + ', ' + label:28}{figures[0]:9.2f}{figures[1]:10d}{figures[2]:8.2f}"
                        f"{figures[3]:12.2f}{figures[4]:15.2f}"
                    )
            ratios = [
                ours / bare_figure for ours, bare_figure in zip(rows["ours"], rows["bare"], strict=True)
            ]
            print(
                f"{name + ', ratio':28}{ratios[0]:9.2f}{ratios[1]:10.2f}{ratios[2]:8.2f}{ratios[3]:12.2f}{ratios[4]:15.2f}"
            )
        for path in ("/plain", "/plain/help", "/plain/hubs?near=SE6%204RU", "/plain/messages/knife-crime"):
            context = browser.new_context(java_script_enabled=False)
            page = context.new_page()
            count: list[str] = []
            page.on("request", lambda request, count=count: count.append(request.url))
            response = page.goto(site.url + path)
            size = len(response.body()) if response else 0
            print(f"{path:40} {size / 1000:6.1f} KB unpacked, {len(count)} request(s)")
            context.close()
