"""A real JupyterLab, started as a student or an instructor starts it, and Debian's Chromium to look at it.

With COURSE_PICTURES set, what the documents show is written anew to docs/pictures/.
"""

import io
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()


ALWAYS = (
    "test_student",
    "test_own_box",
    "test_widgets",
)  # what a student works with, and what no page may show


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("slow" if item.path.stem in ALWAYS else "release")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """open_page(address, dark=True, width=360) -> a page that has never been anywhere."""
    contexts = []

    def opened(address, dark=False, width=1280, height=860):
        context = chromium.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": height}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def heard(chromium):
    """heard(address) -> what a page asked for and said on the console until nothing more came, and how many
    scripts are in it.
    """

    def opened(address):
        context = chromium.new_context()
        page, asked, said = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        scripts = page.locator("script").count()
        context.close()
        return asked, said, scripts

    return opened


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A course of its own: the real sources and releases, and nobody's work yet."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for step in "source", "release":
        shutil.copytree(ROOT / step / "01-tokens", root / step / "01-tokens")
    return root


@pytest.fixture(scope="module")
def environment(classroom):
    """As on a machine where Jupyter was never used: no settings, no history, no browser to open."""
    settings, token = classroom / "home" / "settings", secrets.token_hex(16)
    settings.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = {
        "ServerApp": {"allow_root": True, "port": port, "port_retries": 0},
        "IdentityProvider": {"token": token},
    }
    (settings / "jupyter_server_config.json").write_text(json.dumps(server))
    home = {
        name: str(classroom / "home" / name.lower())
        for name in (
            "HOME",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "IPYTHONDIR",
            "MPLCONFIGDIR",
        )
    }
    return (
        os.environ
        | home
        | {
            "COURSE_ROOT": str(classroom),
            "JUPYTER_CONFIG_PATH": str(settings),
            "PORT": str(port),
            "TOKEN": token,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
    )


@pytest.fixture(scope="module")
def course(classroom, environment):
    """course("start", "01") runs a command of the course -> what it printed."""

    def run(*command):
        done = subprocess.run(
            [sys.executable, "-m", "course.cli", *command],
            cwd=classroom,
            env=environment,
            text=True,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def lab(classroom, environment):
    """`with lab("01") as address:` JupyterLab by `course lab`; address("lab/tree/…") is where to look."""
    base = f"http://127.0.0.1:{environment['PORT']}"

    @contextmanager
    def running(*options):
        log = (classroom / "home" / "lab.log").open("ab")
        server = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "lab", "--no-browser", *options],
            cwd=classroom,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(600):
                assert server.poll() is None, Path(log.name).read_text()
                try:
                    urllib.request.urlopen(f"{base}/api", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("JupyterLab did not answer in a minute")
            yield lambda path: f"{base}/{path}{'&' if '?' in path else '?'}token={environment['TOKEN']}"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
            for _ in range(100):  # Lab ends its kernels before itself
                try:
                    os.killpg(server.pid, 0)
                    time.sleep(0.1)
                except ProcessLookupError:
                    break
            else:
                os.killpg(server.pid, signal.SIGKILL)
            log.close()

    return running


@pytest.fixture(scope="session")
def picture():
    """picture(page, "feedback.png") writes what the documents show, if COURSE_PICTURES is set; 128 colors
    keep it small.
    """

    def take(page, name, **options):
        if os.environ.get("COURSE_PICTURES"):
            image = Image.open(io.BytesIO(page.screenshot(**options))).convert("RGB").quantize(128)
            (ROOT / "docs" / "pictures").mkdir(parents=True, exist_ok=True)
            image.save(ROOT / "docs" / "pictures" / name, optimize=True)

    return take
