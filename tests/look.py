"""`make look`: pictures of every page at 390 and 1280 px, light and dark, into var/look."""

from __future__ import annotations

import tempfile
from pathlib import Path

import content
from tests.running import ROOT, chromium, running_site

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
EXTRA = {
    "find-near": "/find?near=SE6%204RU",
    "find-nonsense": "/find?near=banana",
    "trends-deptford": "/trends?ward=E05013719",
    "bullying-parents": "/bullying?for=parents-and-carers",
    "schools-near": "/schools?near=SE6%204RU",
    "plain": "/plain",
    "plain-help": "/plain/help",
    "plain-hubs": "/plain/hubs?near=SE6%204RU",
    "plain-message": "/plain/messages/knife-crime",
    "sign-in": "/officers/sign-in",
    "missing": "/no-such-page",
}


def main() -> None:
    """Take the pictures and say where they are."""
    folder = ROOT / "var" / "look"
    folder.mkdir(parents=True, exist_ok=True)
    paths = {page.key: f"/{page.path}" for page in content.load().pages} | EXTRA
    with tempfile.TemporaryDirectory() as var, running_site(Path(var)) as site, chromium() as browser:
        for scheme in SCHEMES:
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 844 if width < 600 else 800}, color_scheme=scheme
                )
                page = context.new_page()
                for name, path in paths.items():
                    page.goto(site.url + path)
                    page.wait_for_selector("h1")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(700)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()
    print(f"{len(paths) * len(WIDTHS) * len(SCHEMES)} pictures in {folder}")


if __name__ == "__main__":
    main()
