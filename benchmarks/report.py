"""A report as a page: how long it takes to make of a class that has been graded, and how long until Chromium
shows it.

    python benchmarks/report.py                    # classes of 100, 500 and 2,000 on eleven exercises
    python benchmarks/report.py --students 500

Made: the numbers and the page, without start-up and without reading the gradebook, which benchmarks/monday.py
times. Loaded, painted: from the moment at which the browser is sent there, the slowest of three browsers that
were never there.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path[:0] = [str(Path(__file__).parents[1])]
from course.reports import class_page, summary  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.test_report import NAMES, a_class, opened  # noqa: E402


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--students", type=int, nargs="*", default=[100, 500, 2000])
    class_page.page(summary.of(a_class(1), NAMES, {}, {"written"}))  # the template is read once
    print(f"{'students':>8}{'KB':>8}{'made, ms':>10}{'loaded, ms':>12}{'painted, ms':>13}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        for n in options.parse_args().students:
            found, path = a_class(n), Path(place) / "report.html"
            start = time.perf_counter()
            path.write_text(class_page.page(summary.of(found, NAMES, {}, {"written"})), "utf-8")
            made, times = time.perf_counter() - start, []
            for _ in range(3):
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                page = browser.new_page()
                page.goto(path.as_uri())
                times.append(opened(page))
                browser.close()
            loaded, painted = map(max, zip(*times))
            print(f"{n:8,}{path.stat().st_size / 1000:8.0f}{1000 * made:10.0f}{loaded:12.0f}{painted:13.0f}")


if __name__ == "__main__":
    main()
