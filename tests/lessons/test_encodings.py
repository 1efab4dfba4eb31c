import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course import data
from course.lessons import encodings
from tests.offline import offline

ROOT = Path(__file__).resolve().parents[2]
ENCODE = "import tiktoken\nfor name in {names}: print(*tiktoken.get_encoding(name).encode('My name is'))"
IDS = {"r50k_base": "3666 1438 318", "cl100k_base": "5159 836 374", "o200k_base": "5444 1308 382"}


def encode(names=tuple(IDS), python=sys.executable, cwd="/", **environment):
    """Run a fresh Python that never imports course, without a network -> the finished process."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR")
    }
    return subprocess.run(
        offline(python, "-c", ENCODE.format(names=tuple(names))),
        env=clean | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
    )


def ids(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_network_is_really_cut_off_in_these_tests():
    server = socket.create_server(("127.0.0.1", 0))
    reach = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)"
    assert subprocess.run([sys.executable, "-c", reach]).returncode == 0
    assert subprocess.run(offline(sys.executable, "-c", reach), capture_output=True).returncode != 0


@pytest.mark.slow
def test_the_stock_get_encoding_works_offline_in_a_notebook_that_never_imports_course():
    assert ids(encode()) == list(IDS.values())


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"])
def test_a_cache_folder_of_the_users_own_gets_the_files_and_keeps_what_it_had(tmp_path, variable):
    (tmp_path / "mine").write_text("do not touch")
    assert ids(encode(**{variable: str(tmp_path)})) == list(IDS.values())
    assert {file.name for file in tmp_path.iterdir()} == {"mine", *encodings.FILES.values()}
    assert (tmp_path / "mine").read_text() == "do not touch"


@pytest.mark.slow
def test_a_cache_folder_that_has_the_files_is_not_written():
    assert ids(encode(TIKTOKEN_CACHE_DIR=str(encodings.FOLDER))) == list(IDS.values())
    assert {file.name for file in encodings.FOLDER.iterdir()} == {"LICENSE", *encodings.FILES.values()}


def test_a_damaged_file_in_the_users_cache_is_mended(tmp_path):
    (tmp_path / encodings.FILES["r50k_base"]).write_text("half a downlo")
    assert ids(encode(["r50k_base"], TIKTOKEN_CACHE_DIR=str(tmp_path))) == [IDS["r50k_base"]]


@pytest.mark.slow
def test_a_cache_folder_that_cannot_be_written_does_not_matter(tmp_path):
    (tmp_path / "file").touch()
    assert ids(encode(TIKTOKEN_CACHE_DIR=str(tmp_path / "file" / "folder"))) == list(IDS.values())


@pytest.mark.slow
def test_caching_switched_off_does_not_matter():
    assert ids(encode(TIKTOKEN_CACHE_DIR="")) == list(IDS.values())


@pytest.fixture
def copy(tmp_path):
    """A copy of the package, found before the real one."""
    for folder in ("course", "tiktoken_ext"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_an_altered_vocabulary_is_named_and_not_deleted(copy):
    vocabulary = copy / "course/data/encodings" / encodings.FILES["cl100k_base"]
    vocabulary.write_bytes(altered := vocabulary.read_bytes()[:-1] + b"8")
    done = encode(["cl100k_base"], PYTHONPATH=str(copy))
    assert done.returncode and done.stderr.splitlines()[-1] == (
        f"course.data.DataError: {vocabulary} is not the file that the course came with: its hash is wrong. {data.REMEDY}"
    )
    assert vocabulary.read_bytes() == altered


def test_a_missing_vocabulary_is_named(copy):
    vocabulary = copy / "course/data/encodings" / encodings.FILES["o200k_base"]
    vocabulary.unlink()
    done = encode(["r50k_base"], PYTHONPATH=str(copy))
    assert (
        done.returncode
        and f"{vocabulary} cannot be read (No such file or directory). To put it back" in done.stderr
    )


def test_each_file_has_the_name_under_which_tiktoken_looks_for_it():
    address = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
    assert encodings.FILES == {name: hashlib.sha1(address.format(name).encode()).hexdigest() for name in IDS}


@pytest.mark.slow
def test_they_come_with_a_wheel_too(tmp_path, copy):
    for file in ("pyproject.toml", "LICENSE", "LICENSE-text"):
        shutil.copy(ROOT / file, copy)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    site = Path(
        subprocess.run(
            [python, "-c", "import site; print(site.getsitepackages()[0])"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    # the other packages; not the editable course
    (site / "others.pth").write_text(str(Path(pytest.__file__).parents[1]))
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(site)
    where = subprocess.run(
        [python, "-c", "import course; print(course.__file__)"], cwd="/", capture_output=True, text=True
    )
    assert where.stdout.strip() == str(site / "course/__init__.py")
    assert ids(encode(python=python)) == list(IDS.values())
