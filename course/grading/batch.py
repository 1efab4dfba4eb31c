"""Grade every submission of an assignment: prepare, run, save, whatever is in them.

    for done in grade("01-tokens"):
        print(done.student, done.points, done.outcome)

Preparing and saving need the gradebook and happen here, one submission at a time; running is a function from
Job to Result, and is done by whoever there is (see executors). What has been graded is in
autograded/_log/01-tokens.jsonl, one line a submission, and is not graded again unless the submission or the tests
have changed; then cells that no change concerns keep what they put out (grounds). A batch that was killed
goes on where it was, also one with --force.
"""

import contextlib
import gc
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

from nbgrader import preprocessors as stock
from nbgrader.api import MissingEntry

from course.check.context import SIGNS
from course.files import coursedir, locking
from course.files.atomic import is_full
from course.files.terminal import tame
from course.gradebook import database, steps
from course.grading import (
    case_seed,
    failures,
    graded_folder,
    inputs,
    log,
    lowered_marks,
    manual_marks,
    proof,
    reuse,
)
from course.grading.inputs import Inputs, files_hash, folder
from course.grading.log import Outcome
from course.grading.prepared import Prepared, run_each, unrun
from course.notebook import document, given_cells
from course.notebook.reading import Unreadable, read_to_run
from course.notebook.repair import mend, of_another_release, size
from course.sandbox import executors, pool, suspicion
from course.sandbox.canary import NotIsolated
from course.sandbox.check_suite import is_plain
from course.sandbox.job import FAILED, GRADED, SECONDS, WARNED, Job, Result
from course.submission.store import TIMES

MOST_REMARKS = 100  # on one submission


def grade(
    assignment: str,
    students: Iterable[str] | None = None,
    force: bool = False,
    place: Path | None = None,
    seed: str | None = None,
    **how,
) -> Iterator[Outcome]:
    """Grade what is in submitted/ under `place` (default: the course's folder) -> an Outcome for each, as
    they are done.

    students: only these. force: also what has been graded already. Raises CourseError if nothing can be
    graded at all.
    """
    given = inputs.read(database.options(assignment, place))
    return outcomes(given, inputs.waiting(given, students, force), seed, force=force, **how)


def outcomes(
    given: Inputs,
    students: list[str],
    seed: str | None = None,
    run: Callable[[Job], Result] = pool.run,
    team: executors.Team | None = None,
    draw: bool = False,
    force: bool = False,
    tell: Callable[[str], object] = str,
) -> Iterator[Outcome]:
    """The same by what was read, for students who have submitted. team: who runs the jobs (default: our
    cores).

    draw: also figures that no person gives points for; drawing them is the larger part of the work. force:
    keep nothing that is there. tell: is called with what is to be said before anybody is graded.
    """
    if students:
        seed = seed or inputs.class_seed(given.options)
        with (
            Batch(given, seed, draw, tell) as batch,
            contextlib.nullcontext(team) if team else executors.here() as team,
        ):
            yield from batch.outcomes(students, run, team, force)


def proved(assignment: str) -> proof.Proof:
    """The proof of an assignment's tests as they are now; nothing of it is noted. Raises CourseError."""
    with tempfile.TemporaryDirectory() as place:
        given = inputs.read(database.options(assignment, Path(place)))
        with Batch(given, "proof") as batch, executors.here() as team:
            return batch.prove(pool.run, team)


class Batch:
    """An open gradebook and nbgrader's steps, for as long as a batch lasts."""

    def __init__(self, given: Inputs, seed: str, draw: bool = False, tell: Callable[[str], object] = str):
        self.given, self.seed, self.draw, self.tell = given, seed, draw, tell
        self.options, self.folders, self.assignment, self.exams = (
            given.options,
            given.options.coursedir,
            given.assignment,
            given.exams,
        )
        self.beside = given.beside
        # for a student's own kernel; who grades has the mistakes themselves, and a new message changes it
        self.beside.pop(SIGNS, None)
        for name in self.options.exclude_overwriting.get(self.assignment, []):
            self.beside.pop(Path(name).as_posix(), None)
        self.before, self.after = steps.steps(self.options)
        self.execute = stock.Execute(parent=self.options)
        # nobody looks at a student's own outputs
        self.clears = any(isinstance(step, stock.ClearOutput) and step.enabled for step in self.before)

    def __enter__(self):
        with contextlib.ExitStack() as opening:
            opening.enter_context(
                locking.alone(log.file(self.assignment, self.folders.root).with_name(".lock"))
            )
            self.under_way = opening.enter_context(self.given.under_way)
            self.book = opening.enter_context(database.lent(self.folders))
            for name, exam in self.exams.items():
                if not exam.generated:
                    database.register(self.book, self.assignment, exam.whole, self.resources("", name))
            self.out_of = self.book.find_assignment(self.assignment).max_score
            gc.freeze()  # nbgrader and SQLAlchemy: 65 ms to look through, every hundred submissions
            opening.callback(gc.unfreeze)
            self.opened = opening.pop_all()
        return self

    def __exit__(self, *error):
        shutil.rmtree(graded_folder.being_made(self.options), ignore_errors=True)
        return self.opened.__exit__(*error)

    def outcomes(self, students, run, team, force=False):
        """Grade these students' submissions -> Outcomes, as they are done. Nothing that a submission holds or
        does stops the batch.
        """
        if self.execute.enabled:
            if not (proved := proof.read(self.given)):
                proof.note(self.given, proved := self.prove(run, team))
            for line in proved.lines(self.assignment):
                self.tell(line)
        run, entries = run if self.execute.enabled else unrun, self.given.log
        if force:
            log.force(self.assignment, self.folders.root, students)
            entries |= {
                student: replace(entries[student], due=True) for student in students if student in entries
            }

        def ready():
            for student in students:
                self.under_way.add(student)
                try:
                    prepared = self.prepare(student, run)
                except Exception as error:
                    # the submission's fault or ours: it is reported, and the next one is graded
                    if database.is_locked_by_another(error):
                        raise
                    traceback.clear_frames(error.__traceback__)  # of what was read
                    yield (student, error), None
                else:
                    yield prepared, (run, list(prepared.jobs.values()))
                prepared = None  # a large one does not stay while the next is read

        for prepared, future in executors.spread(team, run_each, ready(), lambda prepared: prepared.size):
            if future is None:
                yield self.failed(*prepared)
                continue
            try:
                yield self.save(prepared, future.result())
            except NotIsolated as error:
                raise coursedir.CourseError(str(error)) from error
            except CancelledError as error:
                raise coursedir.CourseError(
                    "the Dask scheduler is gone. Start it, and give the command again: it goes on where it was."
                ) from error
            except Exception as error:
                if database.is_locked_by_another(error):
                    raise
                if is_full(error):
                    raise coursedir.CourseError(locking.FULL) from error
                yield self.failed(prepared.student, error)
            finally:
                prepared = future = None  # nor here

    def prove(self, run, team):
        """See that the source's own answers pass -> Proof. Raises CourseError."""
        try:
            own = {name: nb for name, exam in self.exams.items() if (nb := proof.own(exam))}
            failed = proof.prove(
                self.assignment,
                {name: self.job("", name, nb, {}) for name, nb in own.items()},
                run,
                team.executor,
            )
            return proof.Proof(
                sum(
                    is_plain(test)
                    for exam in self.exams.values()
                    for test in inputs.tests(exam.whole).values()
                ),
                failed,
            )
        except NotIsolated as error:
            raise coursedir.CourseError(str(error)) from error

    def job(self, student, name, nb, files):
        """What is to run of a sanitized notebook -> Job."""
        exam = self.exams[name]
        nb = steps.take(self.before, nb, self.resources(student, name))
        # of generated tests the gradebook has the only whole copy
        whole = nb if exam.generated else exam.whole
        # no answer is to do something else by when it was handed in
        files = {name: data for name, data in files.items() if name not in TIMES}
        seed = case_seed.seed(self.seed, case_seed.content(nb, files))
        return Job(
            self.assignment,
            student,
            nb,
            inputs.tests(whole),
            self.with_given(files),
            seed,
            self.given.ways,
            self.execute.timeout or SECONDS,
            self.draw,
            given_cells.changed(nb, exam.given),
            name=name,
            beside=self.beside,
        )

    def prepare(self, student, run):
        """Read a submission -> Prepared. Raises Unreadable, and OSError for what cannot be read."""
        # control codes, and bytes that are no UTF-8: the gradebook cannot hold all of them
        if not student.isprintable():
            raise Unreadable("the folder's name has letters that no student's id has: rename it")
        home = folder(self.options, "submitted", student)
        sent = files_hash(home)  # first: what comes while we read is graded next time
        wanted = self.given.chosen
        missing = [name for name in self.exams if not (home / f"{name}.ipynb").exists()]
        elsewhere = sorted(file.name for file in home.glob("*.ipynb") if file.stem not in self.exams)
        if not wanted - set(missing):
            raise Unreadable(
                f"{missing[0]}.ipynb is missing"
                + (f"; there is {', '.join(elsewhere)}: rename it if it is the one" if elsewhere else "")
            )
        if not self.options.create_student:
            try:
                self.book.find_student(student)
            except MissingEntry as error:
                raise Unreadable(
                    f"{student} is not in the gradebook: add the student, or allow it by Autograde.create_student"
                ) from error
        files, remarks = inputs.read_files(home, self.folders.ignore)
        remarks += suspicion.in_files(files)
        remarks += [f"{name}.ipynb is missing: no points for it" for name in missing]
        remarks += [f"{name} is no notebook of this assignment: left out" for name in elsewhere]
        jobs, rest_on, others, weight = {}, {}, [], sum(map(len, files.values()))
        for name in sorted(wanted - set(missing)):
            exam = self.exams[name]
            nb, read = read_to_run(home / f"{name}.ipynb", exam.given, outputs=not self.clears)
            others += of_another_release(nb, exam.given).values()
            nb, undone = mend(nb, exam.given)
            jobs[name] = self.job(student, name, nb, files)
            rest_on[name] = reuse.grounds(jobs[name], run)
            jobs[name] = replace(jobs[name], kept=self.kept(student, name, jobs[name], rest_on[name], sent))
            remarks += undone
            weight += read + size(nb)  # after it was put right
        return Prepared(
            student, jobs, rest_on, remarks, others, missing, inputs.timestamp(home), sent, weight
        )

    def kept(self, student, name, job, rests_on, sent):
        """What this submission's cells need not run for: only if nobody asked for all of it, and nothing new
        was handed in.
        """
        last = self.given.log.get(student)
        if not last or last.due or last.submission != sent or name not in last.grounds:
            return {}
        return reuse.kept(
            job,
            rests_on,
            last.grounds[name],
            document.read_if_there(folder(self.options, "autograded", student) / f"{name}.ipynb"),
        )

    def with_given(self, files):
        """A student's files, and the release's own, of which none can be replaced, nor kept out by a folder
        of its name.
        """
        mine = {
            name: content
            for name, content in files.items()
            if Path(name).parts[0] != SIGNS
            and not any(parent.as_posix() in self.beside for parent in Path(name).parents)
        }
        return mine | self.beside

    def save(self, prepared, results):
        """Marks into the gradebook, notebooks into autograded/ -> Outcome."""
        student, new = prepared.student, graded_folder.being_made(self.options, prepared.student)
        if any(result.outcome == FAILED for result in results):
            raise Unreadable("; ".join(remark for result in results for remark in result.remarks))
        remarks = prepared.remarks + [remark for result in results for remark in result.remarks]
        rest_on = {
            name: prepared.grounds[name] | {"outputs": reuse.outputs_hash(result.notebook)}
            # what was odd may have reached from cell to cell
            for name, result in zip(prepared.jobs, results)
            if not result.remarks
        }
        last, kept = self.given.log.get(student), []
        with self.book.submission(self.assignment, student, prepared.timestamp) as marks:
            by_hand, before = manual_marks.by_hand(marks), lowered_marks.points(marks)
            for name in prepared.missing:
                for grade in marks.notebook(name).grades.values():
                    grade.auto_score, grade.needs_manual_grade = 0, False
            graded = {
                name: steps.take(self.after, result.notebook, self.resources(student, name))
                for name, result in zip(prepared.jobs, results)
            }
            unwritten = {
                cell
                for name, nb in graded.items()
                if not self.given.is_plain  # in an assignment of nbgrader's they wait for a mark
                for cell in manual_marks.nothing_written(
                    marks.notebook(name).grades, self.exams[name].given, nb
                )
            }
            look, of_answers = manual_marks.flag(
                marks,
                by_hand,
                dict.fromkeys(prepared.missing) | graded,
                folder(self.options, "autograded", student),
                {name: exam.given for name, exam in self.exams.items()},
                last.to_look_at if last else {},
                last.by_hand if last else {},
            )
            points = marks.score
            lower = lowered_marks.fell(
                before,
                lowered_marks.points(marks),
                last.fell if last else {},
                bool(last) and last.submission == prepared.sent,
            )
            # before the marks are kept: it may not be to be written
            graded_folder.make(
                self.options, self.exams, student, new, next(iter(prepared.jobs.values())).files, graded
            )
        graded_folder.put(self.options, self.assignment, student, new)
        if last and (last.submission, last.tests) == (prepared.sent, self.given.tests):
            kept = [name for name in last.notebooks if name not in graded]
        return self.write(
            Outcome(
                student,
                WARNED if remarks else GRADED,
                remarks,
                points,
                self.out_of,
                kept + list(graded),
                prepared.sent,
                self.given.tests,
                list(look),
                {name: last.grounds[name] for name in kept if name in last.grounds} | rest_on,
                None
                if kept
                else sorted(
                    {(cell, failures.NOT_WRITTEN) for cell in unwritten}.union(
                        *map(failures.by, graded.values())
                    )
                ),
                marked=look,
                by_hand=of_answers,
                others=prepared.others,
                fell=lower,
                seeds={name: job.seed for name, job in prepared.jobs.items()},
            )
        )

    def failed(self, student, error):
        """The Outcome of a submission that could not be graded. What was graded of it before stays."""
        last = self.given.log.get(student)
        look = last.to_look_at if last else {}
        return self.write(
            Outcome(
                student,
                FAILED,
                [self.why(student, error)],
                tests=self.given.tests,
                again=list(look),
                marked=look,
                by_hand=last.by_hand if last else {},
                fell=last.fell if last else {},
            )
        )

    def why(self, student, error):
        """What is wrong with a submission, by the error that it led to."""
        home, name = folder(self.options, "submitted", student), getattr(error, "filename", None)
        if isinstance(error, Unreadable):
            return str(error)
        if isinstance(error, OSError) and isinstance(name, (str, Path)) and Path(name).is_relative_to(home):
            return f"{Path(name).relative_to(home)} cannot be read ({error.strerror}): make it readable, or ask for it again"
        return f"{type(error).__name__}: {error}"

    def write(self, outcome):
        # they name files and cells of a student's
        remarks = [tame(remark) for remark in log.tricks_first(outcome.remarks)[:MOST_REMARKS]]
        if len(outcome.remarks) > MOST_REMARKS:
            remarks.append(f"and {len(outcome.remarks) - MOST_REMARKS} more")
        outcome = replace(outcome, remarks=remarks)
        self.given.log[outcome.student] = outcome
        log.append(self.assignment, self.folders.root, outcome)
        self.under_way.remove(outcome.student)
        return outcome

    def resources(self, student, name):
        """What nbgrader's preprocessors want to know."""
        return {
            "unique_key": name,
            "output_files_dir": f"{name}_files",
            "metadata": {"path": self.folders.root},
            "nbgrader": {
                "student": student,
                "assignment": self.assignment,
                "notebook": name,
                "db_url": self.folders.db_url,
            },
        }
