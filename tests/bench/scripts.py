"""How long each page's script runs with warm caches: median and 95th percentile of AppTest runs, in milliseconds."""

from __future__ import annotations

import os
import statistics
import tempfile
import time

RUNS = 20


def time_pages() -> None:
    """Print a line a page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.db"
        from streamlit.testing.v1 import AppTest

        import content
        from data.database import prepare
        from data.settings import settings
        from tests.running import ROOT

        settings.cache_clear()
        prepare()
        print(f"{'page script':28}{'median ms':>11}{'p95 ms':>9}")
        for page in content.load().pages:
            app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=30)
            app.run()  # the runner learns the pages' addresses from a first run
            if page.path:
                app.switch_page(page.file)
                app.run()
            headings = [title.value for title in app.title]
            if page.heading not in headings and page.key not in {
                message.slug for message in content.load().messages
            }:
                raise RuntimeError(f"timed the wrong page: {page.key} shows {headings}")
            times = []
            for _ in range(RUNS):
                started = time.perf_counter()
                app.run()
                times.append((time.perf_counter() - started) * 1000)
            print(
                f"{page.key:28}{statistics.median(times):11.1f}{statistics.quantiles(times, n=20)[-1]:9.1f}"
            )
