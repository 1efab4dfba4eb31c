"""Grade every submission of an assignment: prepare, run, save, whatever is in them.

    for done in grade("01-tokens"):
        print(done.student, done.points, done.outcome)

Preparing and saving need the gradebook and happen here, one submission at a time; running is a function from Job to Result,
and is done by whoever there is (see executors). What has been graded is in autograded/01-tokens.jsonl, one line a submission,
and is not graded again unless the submission or the tests have changed. A batch that was killed goes on where it was.
"""
import contextlib
import datetime
import fnmatch
import glob
import hashlib
import json
import os
import re
import secrets
import shutil
from concurrent.futures import CancelledError
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from nbgrader import preprocessors as stock
from nbgrader import utils
from nbgrader.api import MissingEntry

from course.classroom import notebooks, places
from course.classroom.grade import FAILED, GRADED, Job, Result, SECONDS, WARNED, executors, unpack
from course.classroom.grade.locked import pool
from course.classroom.stock import book
from course.classroom.grade.locked.canary import NotIsolated
from course.classroom.grade.mend import Unreadable, labelled, mend, read
from course.classroom.progress import tame

LARGEST = 100_000_000                                    # bytes of files beside the notebook


@dataclass(frozen=True)
class Outcome:
    """What the log holds of one submission."""
    student: str
    outcome: str
    remarks: list = field(default_factory=list)
    points: float | None = None
    out_of: float | None = None
    notebooks: list = field(default_factory=list)        # names of those that were graded
    submission: str = ""                                 # hash of all its files
    tests: str = ""                                      # hash of what it was graded by


def grade(assignment, students=None, force=False, place=None, seed=None, **how):
    """Grade what is in submitted/ under `place` (default: the course's folder) -> an Outcome for each, as they are done.

    students: only these. force: also what has been graded already. Raises CourseError if nothing can be graded at all.
    """
    options = book.options(assignment, place)
    return grade_these(options, waiting(options, students, force), seed, **how)


def grade_these(options, students, seed=None, run=pool.run, team=None, draw=False):
    """The same by nbgrader's options, for students who have submitted. run: Job -> Result; team: who does it (default: our cores).

    draw: also figures that no person gives points for; drawing them is the larger part of the work.
    """
    if students:
        with Batch(options, seed or class_seed(options), draw) as batch, contextlib.nullcontext(team) if team else executors.here() as team:
            yield from batch.grade(students, run, team)


def submitted(options):
    """Students who have handed it in, in order: those that nbgrader's options select."""
    folders = options.coursedir
    shape = re.compile(options._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True))
    every = [shape.match(path)["student_id"] for path in glob.glob(options._format_source(folders.assignment_id, folders.student_id))
             if os.path.isdir(path)]
    return sorted(set(every) - set(folders.student_id_exclude.split(",")))


def waiting(options, students=None, force=False):
    """Students whose submission is still to be graded. Raises CourseError for one who handed in nothing."""
    assignment, there = options.coursedir.assignment_id, submitted(options)
    for student in students or []:
        if student not in there:
            raise places.CourseError(f"{student} has not submitted {assignment}: "
                                     f"there is no folder {options._format_source(assignment, student)}.")
    students = list(dict.fromkeys(students or there))
    if force:
        return students
    before, exams = read_log(assignment, options.coursedir.root), book.exams(options.coursedir, assignment)
    tests, held = tests_hash(options, exams), book.holds(options.coursedir, assignment)

    def done(student):
        last, home = before.get(student), folder(options, "autograded", student)
        return (last and student in held and last.outcome != FAILED and last.tests == tests and home.is_dir()
                and last.submission == files_hash(folder(options, "submitted", student))
                and chosen(options, exams) <= set(last.notebooks)
                and (options.coursedir.notebook_id == "*" or all((home / f"{name}.ipynb").exists() for name in last.notebooks)))
    return [student for student in students if not done(student)]


def outdated(options, students):
    """Those of the students whose marks are by tests, or by known mistakes, that have changed since."""
    folders = options.coursedir
    before, tests = read_log(folders.assignment_id, folders.root), tests_hash(options, book.exams(folders, folders.assignment_id))
    graded = (before[student] for student in students if student in before)
    return [last.student for last in graded if last.outcome != FAILED and last.tests != tests]


@dataclass(frozen=True)
class Prepared:
    """A submission that is ready to run."""
    student: str
    jobs: dict                                           # notebook's name -> Job
    remarks: list
    missing: list                                        # notebooks that were not handed in
    timestamp: datetime.datetime | None
    sent: str                                            # hash of its files


class Batch:
    """An open gradebook, the tests, and nbgrader's steps, for as long as a batch lasts. `options`: nbgrader's converter."""

    def __init__(self, options, seed, draw=False):
        self.options, self.folders, self.seed, self.draw = options, options.coursedir, seed, draw
        self.assignment = self.folders.assignment_id
        self.exams = book.exams(self.folders, self.assignment)
        self.tests = tests_hash(options, self.exams)
        self.ways = ways(options)
        self.given, _ = read_files(folder(options, "release"), self.folders.ignore)
        for name in options.exclude_overwriting.get(self.assignment, []):
            self.given.pop(Path(name).as_posix(), None)
        steps = options.sanitize_preprocessors + options.autograde_preprocessors
        at = next(n for n, step in enumerate(steps) if issubclass(step, stock.Execute))
        self.before, self.after = ([step(parent=options) for step in some] for some in (steps[:at], steps[at + 1:]))
        self.execute = stock.Execute(parent=options)
        self.log = read_log(self.assignment, self.folders.root)

    def __enter__(self):
        with contextlib.ExitStack() as opening:
            opening.enter_context(book.alone(log_file(self.assignment, self.folders.root).with_name(".lock")))
            self.book = opening.enter_context(book.lent(self.folders))
            for name, exam in self.exams.items():
                if not exam.generated:
                    book.register(self.book, self.assignment, exam.whole, self.resources("", name))
            self.out_of = self.book.find_assignment(self.assignment).max_score
            self.opened = opening.pop_all()
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.new(""), ignore_errors=True)
        return self.opened.__exit__(*error)

    def grade(self, students, run, team):
        """Grade these -> Outcomes, as they are done. Nothing that a submission holds or does stops the batch."""
        def ready():
            for student in students:
                try:
                    prepared = self.prepare(student)
                except Exception as error:               # the submission's fault or ours: it is told, and the next one is graded
                    if book.is_locked_by_another(error):
                        raise
                    yield (student, error), None
                else:
                    yield prepared, (run if self.execute.enabled else unrun, list(prepared.jobs.values()))

        for prepared, future in executors.spread(team, run_each, ready()):
            if future is None:
                yield self.failed(*prepared)
                continue
            try:
                yield self.save(prepared, future.result())
            except NotIsolated as error:
                raise places.CourseError(str(error)) from error
            except CancelledError as error:
                raise places.CourseError("the Dask scheduler is gone. Start it, and give the command again: it goes on where it was.") from error
            except Exception as error:
                if book.is_locked_by_another(error):
                    raise
                yield self.failed(prepared.student, error)

    def prepare(self, student):
        """Read a submission -> Prepared. Raises Unreadable."""
        home = folder(self.options, "submitted", student)
        wanted = chosen(self.options, self.exams)
        missing = [name for name in self.exams if not (home / f"{name}.ipynb").exists()]
        others = sorted(file.name for file in home.glob("*.ipynb") if file.stem not in self.exams)
        if not wanted - set(missing):
            raise Unreadable(f"{missing[0]}.ipynb is missing" + (f"; there is {', '.join(others)}: rename it if it is the one" if others else ""))
        if not self.options.create_student:
            try:
                self.book.find_student(student)
            except MissingEntry as error:
                raise Unreadable(f"{student} is not in the gradebook: add the student, or allow it by Autograde.create_student") from error
        files, remarks = read_files(home, self.folders.ignore)
        remarks += [f"{name}.ipynb is missing: no points for it" for name in missing]
        remarks += [f"{name} is no notebook of this assignment: left out" for name in others]
        jobs = {}
        for name in sorted(wanted - set(missing)):
            exam = self.exams[name]
            nb, odd = mend(read(home / f"{name}.ipynb"), exam.given)
            for step in self.before:
                nb, _ = step(nb, self.resources(student, name))
            whole = nb if exam.generated else exam.whole         # of generated tests the gradebook has the only whole copy
            jobs[name] = Job(self.assignment, student, nb, tests(whole), self.with_given(files), self.seed, self.ways,
                             self.execute.timeout or SECONDS, self.draw)
            remarks += odd
        return Prepared(student, jobs, remarks, missing, timestamp(home), files_hash(home))

    def with_given(self, files):
        """A student's files and the release's own, of which none can be replaced, nor kept out by a folder of its name."""
        mine = {name: content for name, content in files.items() if not any(parent.as_posix() in self.given for parent in Path(name).parents)}
        return mine | self.given

    def save(self, prepared, results):
        """Marks into the gradebook, notebooks into autograded/ -> Outcome."""
        student, new = prepared.student, self.new(prepared.student)
        if any(result.outcome == FAILED for result in results):
            raise Unreadable("; ".join(remark for result in results for remark in result.remarks))
        remarks = prepared.remarks + [remark for result in results for remark in result.remarks]
        with self.book.submission(self.assignment, student, prepared.timestamp) as marks:
            for name in prepared.missing:
                for grade in marks.notebook(name).grades.values():
                    grade.auto_score, grade.needs_manual_grade = 0, False
            graded = {name: self.finish(result.notebook, student, name) for name, result in zip(prepared.jobs, results)}
            points = marks.score
        self.put(student, new, next(iter(prepared.jobs.values())).files, graded)
        last, kept = self.log.get(student), []
        if last and (last.submission, last.tests) == (prepared.sent, self.tests):
            kept = [name for name in last.notebooks if name not in graded]
        return self.write(Outcome(student, WARNED if remarks else GRADED, remarks, points, self.out_of, kept + list(graded),
                                  prepared.sent, self.tests))

    def finish(self, nb, student, name):
        """nbgrader's steps after the cells have run: outputs limited, marks and penalties saved."""
        for step in self.after:
            nb, _ = step(nb, self.resources(student, name))
        return nb

    def put(self, student, new, files, graded):
        """Let autograded/ hold what was graded, all of it or nothing; notebooks that were graded another time stay."""
        home = folder(self.options, "autograded", student)
        shutil.rmtree(new, ignore_errors=True)
        for name in self.exams:
            if name not in graded and self.folders.notebook_id != "*" and (home / f"{name}.ipynb").exists():
                files = files | {f"{name}.ipynb": (home / f"{name}.ipynb").read_bytes()}
        unpack(files, new)
        for name, nb in graded.items():
            notebooks.write(nb, new / f"{name}.ipynb")
        if home.exists():
            utils.rmtree(str(home))
        home.parent.mkdir(parents=True, exist_ok=True)
        os.replace(new, home)
        self.options.set_permissions(self.assignment, student)

    def failed(self, student, error):
        """The Outcome of a submission that could not be graded. What was graded of it before stays."""
        why = str(error) if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
        return self.write(Outcome(student, FAILED, [why], submission=files_hash(folder(self.options, "submitted", student)), tests=self.tests))

    def write(self, outcome):
        outcome = replace(outcome, remarks=[tame(remark) for remark in outcome.remarks])    # they name files and cells of a student's
        self.log[outcome.student] = outcome
        write_log(self.assignment, self.folders.root, outcome)
        return outcome

    def new(self, student):
        """Where a folder of autograded/ is made, before it takes its place."""
        return Path(self.folders.format_path(self.folders.autograded_directory, ".being-graded", student))

    def resources(self, student, name):
        """What nbgrader's preprocessors want to know."""
        return {"unique_key": name, "output_files_dir": f"{name}_files", "metadata": {"path": self.folders.root}, "nbgrader": {
            "student": student, "assignment": self.assignment, "notebook": name, "db_url": self.folders.db_url}}


def run_each(run, jobs):
    """The notebooks of one submission, one after the other."""
    return [run(job) for job in jobs]


def unrun(job):
    """`--no-execute`: marks by the outputs that the student's notebook came with."""
    return Result(job.notebook, GRADED)


def tests(nb):
    """The cells that test answers, not those which a person marks -> {id: source}."""
    return {name: cell.source for name, cell in labelled(nb).items()
            if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)}


def chosen(options, exams):
    """Names of the notebooks that nbgrader's options select (all by default)."""
    return {name for name in exams if fnmatch.fnmatchcase(name, options.coursedir.notebook_id)}


# --- files ---

def folder(options, step, student="."):
    """The folder of a student's assignment at a step of its path."""
    name = getattr(options.coursedir, f"{step}_directory")
    return Path(os.path.normpath(options.coursedir.format_path(name, student, options.coursedir.assignment_id)))


def read_files(home, ignore):
    """What lies beside a notebook: plain files only, no notebooks, nothing that nbgrader ignores -> ({name: content}, remarks)."""
    files, remarks, size = {}, [], 0
    for file in sorted(home.rglob("*")):
        name = file.relative_to(home)
        if any(fnmatch.fnmatchcase(part, pattern) for part in name.parts for pattern in ignore) or file.suffix == ".ipynb":
            continue
        if any(home.joinpath(*name.parts[:n]).is_symlink() for n in range(1, len(name.parts) + 1)):
            remarks.append(f"{name} is a link, or lies behind one: left out")
        elif file.is_file():
            size += file.stat().st_size
            if size > LARGEST:
                return files, [*remarks, f"more than {LARGEST / 1e6:.0f} MB of files: {name} and what follows were left out"]
            files[name.as_posix()] = file.read_bytes()
    return files, remarks


def files_hash(home):
    """One hash of the names and bytes of all files in a folder."""
    sha = hashlib.sha256()
    for file in sorted(home.rglob("*")):
        if file.is_file() and not file.is_symlink():
            sha.update(f"{file.relative_to(home).as_posix()}\0{file.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            with file.open("rb") as stream:
                sha.update(hashlib.file_digest(stream, "sha256").digest())
    return sha.hexdigest()


def ways(options):
    """The files that name mistakes: {name: content}. Of a kit, the signs; of a course that is not ours, none."""
    source = folder(options, "source")
    code = sorted(source.glob("*.py"))
    files = [*code, *source.glob("*.ipynb")] if code else folder(options, "release").glob("signs.json")
    return {file.name: file.read_bytes() for file in files}


def tests_hash(options, exams):
    """One hash of all that marks depend on besides the submission: tests, misconceptions, other answers."""
    sha = hashlib.sha256()
    for name, exam in exams.items():
        sha.update(f"{name}\0{notebooks.dumps(exam.whole)}\0".encode())
    for name, content in ways(options).items():
        sha.update(content if name.endswith(".py") else b"")
    return sha.hexdigest()


def timestamp(home):
    """When it was handed in, by timestamp.txt, in UTC; None without one. Raises Unreadable."""
    file = home / "timestamp.txt"
    if file.is_symlink() or file.exists() and not file.is_file():
        raise Unreadable("timestamp.txt is no plain file: write the time into one, or delete it")
    try:
        text = file.read_text(encoding="utf-8").strip()
        return utils.parse_utc(text) if text else None
    except FileNotFoundError:
        return None
    except (ValueError, OverflowError) as error:
        raise Unreadable("timestamp.txt holds no time: write one into it, or delete it") from error


def class_seed(options):
    """The secret from which hidden tests draw their cases, made once for a class."""
    file = Path(options.coursedir.root, ".course-seed")
    if not file.exists():
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(16))
    return file.read_text().strip()


# --- the log ---

def log_file(assignment, place=None):
    return Path(place or places.root()) / "autograded" / f"{assignment}.jsonl"


def write_log(assignment, place, done):
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    line = json.dumps({"time": now, "assignment": assignment} | asdict(done))
    file = log_file(assignment, place)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as stream:
        if stream.tell() and (stream.seek(-1, os.SEEK_END), stream.read())[1] != b"\n":
            line = "\n" + line                           # a batch was killed in the middle of a line
        stream.write(f"{line}\n".encode())


def read_log(assignment, place=None):
    """The last Outcome of each student."""
    last, file = {}, log_file(assignment, place)
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            continue                                     # the last line of a batch that was killed
        last[entry["student"]] = Outcome(**{key: entry[key] for key in Outcome.__dataclass_fields__ if key in entry})
    return last
