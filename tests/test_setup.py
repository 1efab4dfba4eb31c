import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from traitlets.config import PyFileConfigLoader

from tests import run
from tests.offline import offline

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
LOCKS = ["requirements.lock", "requirements-test.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(lock):
    """The packages of a lock -> {name: version}."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def name(requirement):
    return re.match(r"[A-Za-z0-9-]+", requirement)[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_version_or_a_hash_and_none_is_an_address(lock):
    lines = [line for line in (ROOT / lock).read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "--only-binary :all:"
    for line in lines[1:]:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.!+]+( ; [^:/@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_a_hash(lock):
    packages = re.split(r"^(?=[a-z0-9-]+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(packages) > 100 and all("--hash=sha256:" in package for package in packages)


def test_what_the_tests_install_agrees_with_what_a_student_installs():
    assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()


def test_the_locks_hold_every_package_that_the_project_names():
    assert {name(package) for package in PROJECT["project"]["dependencies"]} | {"hatchling", "editables"} <= set(locked(LOCKS[0]))
    extras = {name(package) for extra in PROJECT["project"]["optional-dependencies"].values() for package in extra}
    assert extras <= set(locked(LOCKS[1]))


def test_every_dependency_has_its_reason_in_the_documents():
    reasons = (ROOT / "docs/dependencies.md").read_text()
    groups = [PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values()]
    assert [package for group in groups for package in group if f"| {name(package)} | " not in reasons] == []


def test_environment_yml_lets_conda_supply_python_and_pip_and_the_lock_everything_else():
    python = "python " + PROJECT["project"]["requires-python"]
    assert yaml.safe_load((ROOT / "environment.yml").read_text()) == {
        "name": "course", "channels": ["conda-forge"], "dependencies": [python, "pip", {"pip": ["-r requirements.lock"]}]}


@pytest.mark.slow
def test_the_list_of_environment_yml_installs_into_a_fresh_environment(tmp_path):
    *_, packages = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    (tmp_path / "list.txt").write_text("\n".join(packages["pip"]) + "\n")        # as conda hands it to pip
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "fresh"], check=True)
    python = tmp_path / "fresh/bin/python"
    subprocess.run([UV, "pip", "install", "--quiet", "--python", python, "-r", "list.txt"], cwd=tmp_path, check=True)
    subprocess.run([UV, "pip", "check", "--quiet", "--python", python], check=True)
    subprocess.run(offline(python, "-c", "import jupyterlab, nbgrader, matplotlib, numpy, tiktoken"), check=True)


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
def test_the_lock_has_a_wheel_of_every_package_for_each_python_and_system(lock, python, system, tmp_path):
    subprocess.run([UV, "pip", "install", "--dry-run", "--quiet", "--require-hashes", "--python-version", python,
                    "--python-platform", system, "--target", tmp_path, "-r", lock], cwd=ROOT, check=True)


@pytest.fixture
def clone(tmp_path):
    """What a fresh clone holds that setting up needs."""
    for path in ("Makefile", "pyproject.toml", "LICENSE", "LICENSE-text", "requirements.lock", "course", "tiktoken_ext"):
        copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copy
        copy(ROOT / path, tmp_path / path)
    return tmp_path


def without(tmp_path, **scripts):
    """An environment in which some programs behave as the given shell scripts."""
    (tmp_path / "bin").mkdir()
    for program, script in scripts.items():
        (tmp_path / "bin" / program).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / program).chmod(0o755)
    calm = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}       # these tests may run below `make test`
    return calm | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}


NO_UV = "exit 127"


def test_without_uv_and_venv_the_one_line_names_the_package_to_install(clone):
    python3 = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    done = subprocess.run(["make", "setup"], cwd=clone, env=without(clone, uv=NO_UV, python3=python3), capture_output=True, text=True)
    assert done.returncode and done.stderr.splitlines()[0] == (
        "make setup: python3 lacks its venv module: `sudo apt install python3-venv`, then again")


def test_a_python_that_is_too_old_is_told_which_ones_will_do(clone):
    python3 = 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac'
    done = subprocess.run(["make", "setup"], cwd=clone, env=without(clone, uv=NO_UV, python3=python3), capture_output=True, text=True)
    assert done.returncode and done.stderr.splitlines()[0] == (
        "make setup: needs Python 3.11, 3.12 or 3.13 as python3, or uv; here python3 is Python 3.9.2")


@pytest.mark.slow
@pytest.mark.parametrize("programs", [{}, {"uv": NO_UV, "python3": f'exec {sys.executable} "$@"'}], ids=["uv", "pip"])
def test_make_setup_installs_the_course_and_the_second_time_takes_two_seconds_at_most(clone, programs):
    environment = without(clone, **programs)
    first = subprocess.run(["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True)
    assert first.stdout.splitlines()[-1] == "Done. Next: source .venv/bin/activate; course lab"
    start = time.monotonic()
    again = subprocess.run(["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True)
    assert time.monotonic() - start < 2 and again.stdout == ""
    python = clone / ".venv/bin/python"
    done = subprocess.run(offline(python, "-c", "import course, tiktoken; tiktoken.get_encoding('o200k_base'); print(course.__file__)"),
                          cwd="/", capture_output=True, text=True)
    assert done.stdout.strip() == str(clone / "course/__init__.py"), done.stderr
    assert subprocess.run([clone / ".venv/bin/course", "--help"], cwd=clone, capture_output=True).returncode == 0
    assert list((clone / ".venv").rglob("nbgrader/apps/__pycache__/*.pyc"))                 # or the first command takes 30 s


@pytest.mark.slow
def test_a_changed_lock_is_installed_and_the_old_one_again(clone):
    environment = without(clone)
    setup = lambda: subprocess.run(["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True).stdout
    lock = clone / "requirements.lock"
    first = lock.read_text()
    assert setup().startswith("Setting up")
    for content in (first + "# changed\n", first):
        lock.write_text(content)
        assert setup().startswith("Setting up") and setup() == ""


def test_nbgrader_finds_the_course_where_its_configuration_is_and_gives_a_cell_a_minute():
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert Path(config.CourseDirectory.root) == ROOT and config.Execute.timeout == 60


def test_programs_that_are_missing_are_listed_and_fail_where_they_cannot_be_installed(tmp_path):
    environment = without(tmp_path, id="echo 1000")
    for program in ("sh", "ls", "ip", "make"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program))
    environment["PATH"] = str(tmp_path / "bin")
    done = subprocess.run(["sh", ROOT / "tests/debian.sh"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("Missing, so some tests will fail: chromium ")
    assert "iproute2" not in done.stderr


@pytest.mark.parametrize("right", [True, False])
def test_one_part_that_fails_fails_the_whole_run_and_the_others_are_run(tmp_path, monkeypatch, capsys, right):
    (tmp_path / "test_good.py").write_text("def test_it(): pass\n")
    (tmp_path / "test_other.py").write_text(f"def test_it(): assert {right}\n")
    monkeypatch.setattr(run, "PARTS", {"other": [str(tmp_path / "test_other.py")], "good": [str(tmp_path / "test_good.py")]})
    assert run.main() is not right
    printed = capsys.readouterr().out
    assert "=== good: passed in " in printed and f"=== other: {'passed' if right else 'failed'} in " in printed


def test_ci_runs_what_everybody_runs():
    assert (ROOT / ".ci/run").read_text().splitlines()[-1].endswith("exec make test") and os.access(ROOT / ".ci/run", os.X_OK)


def test_uvs_own_lock_which_holds_addresses_is_not_committed():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "uv.lock" not in tracked
