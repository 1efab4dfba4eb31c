"""Grade every submission of an assignment: prepare, run, save, one after the other, whatever is in them.

    for done in grade("01-tokens"):
        print(done.student, done.points, done.outcome)

Preparing and saving need the gradebook and happen here; running is a function from Job to Result (see the package).
What has been graded is in autograded/01-tokens.jsonl, one line a submission, and is not graded again unless the submission or
the tests have changed. A batch that was killed goes on where it was.
"""
import datetime
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nbgrader import preprocessors as stock
from nbgrader import utils

from course.classroom import notebooks, places
from course.classroom.collect import timestamp
from course.classroom.grade import FAILED, GRADED, WARNED, Job, book, kernel
from course.classroom.grade.mend import Unreadable, labelled, mend, read
from course.classroom.notebooks import kind

LARGEST = 100_000_000                                    # bytes of files beside the notebook


@dataclass(frozen=True)
class Outcome:
    """What the log holds of one submission."""
    student: str
    outcome: str
    remarks: list = field(default_factory=list)
    points: float | None = None
    out_of: float | None = None
    submission: str = ""                                 # hash of all its files
    tests: str = ""                                      # hash of what it was graded by


def grade(assignment, students=None, force=False, run=kernel.run, place=None, seed=None):
    """Grade what is in submitted/ under `place` (default: the course's folder) -> an Outcome for each, as they are done.

    students: only these. force: also what has been graded already. run: Job -> Result.
    Raises CourseError if nothing can be graded at all.
    """
    place = Path(place or places.root())
    todo = waiting(assignment, place, students, force)
    if todo:
        with Batch(assignment, place, seed or class_seed()) as batch:
            for student in todo:
                yield batch.grade(student, run)


def submitted(assignment, place):
    """Students who have handed it in, in order."""
    return sorted(folder.parent.name for folder in place.glob(f"submitted/*/{assignment}") if folder.is_dir())


def waiting(assignment, place, students=None, force=False):
    """Students whose submission is still to be graded. Raises CourseError for one who handed in nothing."""
    there = submitted(assignment, place)
    for student in set(students or []) - set(there):
        raise places.CourseError(f"{student} has not submitted {assignment}: there is no submitted/{student}/{assignment}.")
    before, tests = read_log(assignment, place), tests_hash(assignment)

    def done(student):
        last = before.get(student)
        return (last and last.outcome != FAILED and last.tests == tests and (place / "autograded" / student / assignment).is_dir()
                and last.submission == files_hash(place / "submitted" / student / assignment))
    return [student for student in students or there if force or not done(student)]


class Batch:
    """An open gradebook, the tests, and nbgrader's steps, for as long as a batch lasts."""

    def __init__(self, assignment, place, seed):
        self.assignment, self.place, self.seed = assignment, place, seed
        self.release = notebooks.read(places.notebook("release", assignment))
        self.exam, self.tests = book.exam(assignment), tests_hash(assignment)
        self.config = book.config()
        self.folders = book.course_directory(place, self.config)

    def __enter__(self):
        self.lending = book.lent(self.folders)
        self.book = self.lending.__enter__()
        book.register(self.book, self.assignment, self.exam, self.resources(""))
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.place / "autograded" / ".being-graded", ignore_errors=True)
        return self.lending.__exit__(*error)

    def grade(self, student, run):
        """One submission, all the way. Nothing that it holds or does stops the batch."""
        sent = files_hash(self.folder("submitted", student))
        try:
            job, remarks = self.prepare(student)
            result = run(job)
            remarks = remarks + result.remarks
            outcome = WARNED if remarks and result.outcome == GRADED else result.outcome
            points = self.save(job, result) if outcome != FAILED else (None, None)
        except Exception as error:                       # the submission's fault or ours: it is told, and the next one is graded
            outcome, points = FAILED, (None, None)
            remarks = [str(error) if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"]
        finally:
            shutil.rmtree(self.folder(".being-graded", student), ignore_errors=True)
        done = Outcome(student, outcome, remarks, *points, sent, self.tests)
        write_log(self.assignment, self.place, done)
        return done

    def prepare(self, student):
        """-> (Job, remarks). Raises Unreadable."""
        folder, files = self.folder("submitted", student), self.folder(".being-graded", student)
        path = folder / f"{self.assignment}.ipynb"
        if not path.exists():
            others = ", ".join(sorted(file.name for file in folder.glob("*.ipynb")))
            raise Unreadable(f"{path.name} is missing" + (f"; there is {others}: rename it if it is the one" if others else ""))
        nb, remarks = mend(read(path), self.release)
        for step in stock.ClearOutput, stock.DeduplicateIds, stock.OverwriteKernelspec, stock.OverwriteCells, stock.CheckCellMetadata:
            nb, _ = step(config=self.config)(nb, self.resources(student))
        shutil.rmtree(files, ignore_errors=True)
        remarks += copy_files(folder, files)
        copy_files(places.notebook("release", self.assignment).parent, files)
        source = places.root() / "source" / self.assignment
        tests = [name for name, cell in labelled(nb).items() if kind(cell) == "test"]
        return Job(self.assignment, student, nb, tests, files, self.seed, source if source.is_dir() else None), remarks

    def save(self, job, result):
        """Marks into the gradebook, the notebook into autograded/ -> (points, out of)."""
        nb, student, files = result.notebook, job.student, job.files
        with book.transaction(self.book):
            self.book.update_or_create_student(student)
            sent = timestamp(self.folder("submitted", student))
            self.book.update_or_create_submission(self.assignment, student, **({"timestamp": sent} if sent else {}))
            for step in stock.IgnorePattern, stock.LimitOutput, stock.SaveAutoGrades, stock.AssignLatePenalties, stock.CheckCellMetadata:
                nb, _ = step(config=self.config)(nb, self.resources(student))
        notebooks.write(nb, files / f"{self.assignment}.ipynb")
        for file in files.rglob("*"):
            file.chmod(0o755 if file.is_dir() else 0o444)                        # as nbgrader leaves them
        home = self.folder("autograded", student)
        if home.exists():
            utils.rmtree(str(home))
        home.parent.mkdir(parents=True, exist_ok=True)
        os.replace(files, home)
        graded = self.book.find_submission(self.assignment, student)
        return graded.score, graded.max_score

    def folder(self, step, student):
        if step.startswith("."):
            return self.place / "autograded" / step / student
        return self.place / step / student / self.assignment

    def resources(self, student):
        """What nbgrader's preprocessors want to know."""
        return {"unique_key": self.assignment, "metadata": {"path": str(self.place)}, "nbgrader": {
            "student": student, "assignment": self.assignment, "notebook": self.assignment, "db_url": self.folders.db_url}}


# --- files ---

def copy_files(source, target):
    """Copy what lies beside a notebook: plain files only, no notebooks -> remarks."""
    target.mkdir(parents=True, exist_ok=True)
    remarks, size = [], 0
    for file in sorted(source.rglob("*")):
        name = file.relative_to(source)
        if any(source.joinpath(*name.parts[:n]).is_symlink() for n in range(1, len(name.parts) + 1)):
            remarks.append(f"{name} is a link, or lies behind one: left out")
        elif file.is_file() and file.suffix != ".ipynb":
            size += file.stat().st_size
            if size > LARGEST:
                return [*remarks, f"more than {LARGEST / 1e6:.0f} MB of files: {name} and what follows were left out"]
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / name)
    return remarks


def files_hash(folder):
    """One hash of the names and bytes of all files in a folder."""
    sha = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            sha.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            with file.open("rb") as stream:
                sha.update(hashlib.file_digest(stream, "sha256").digest())
    return sha.hexdigest()


def tests_hash(assignment):
    """One hash of all that marks depend on besides the submission: tests, misconceptions, other answers."""
    sha = hashlib.sha256(notebooks.dumps(book.exam(assignment)).encode())
    for file in sorted((places.root() / "source" / assignment).glob("*.py")):
        sha.update(file.read_bytes())
    return sha.hexdigest()


def class_seed():
    """The secret from which hidden tests draw their cases, made once for a class."""
    file = places.root() / ".course-seed"
    if not file.exists():
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(16))
    return file.read_text().strip()


# --- the log ---

def log_file(assignment, place=None):
    return Path(place or places.root()) / "autograded" / f"{assignment}.jsonl"


def write_log(assignment, place, done):
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    file = log_file(assignment, place)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"time": now, "assignment": assignment} | asdict(done), ensure_ascii=False) + "\n")


def read_log(assignment, place=None):
    """The last Outcome of each student."""
    last, file = {}, log_file(assignment, place)
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            continue                                     # the last line of a batch that was killed
        last[entry["student"]] = Outcome(**{key: entry[key] for key in Outcome.__dataclass_fields__})
    return last
