"""The door of the course: `course COMMAND`. Each command is a few lines here; what it does is a function in a
module of its own.

Exit status: 0 all went well, 1 something did not and was said, 2 the command line was not understood, 141
nobody reads what is printed any more.
"""

import argparse
import inspect
import os
import re
import shutil
import sys
import textwrap
import warnings
import webbrowser
from collections import Counter
from pathlib import Path

from course.files import coursedir
from course.files.coursedir import CourseError

# modules are imported inside of the commands: `course status` must not wait for nbgrader


# --- student ---


def start(args):
    """Put an assignment into work/, or start one exercise afresh.

    course start 01-tokens                    never overwrites anything in the folder
    course start 01-tokens --again merge      one exercise afresh; the notebook as it was goes to kept/
    """
    from course.student import work

    name = coursedir.resolve(args.assignment)
    if args.again:
        kept = work.again(name, args.again)
        print(
            f"{args.again} is back as it was at the start. Your notebook with the old attempt: {here(kept)}"
        )
        print("If the notebook is open in JupyterLab: File > Reload Notebook from Disk.")
        return
    new = not work.folder(name).exists()
    put = work.start(name)
    if new:
        print(f"{here(work.folder(name))} is ready. `course lab {name}` opens it.")
    elif put:
        print(
            f"{here(work.folder(name))} was already there and is unchanged; put back what was missing: {', '.join(put)}."
        )
    elif work.opened(name):
        print(
            f"{here(work.folder(name))} is already there, and was left unchanged. `course lab {name}` opens it."
        )


def update(args):
    """Bring the release's corrections into your notebook; your answers stay unchanged.

    course update 01-tokens
    """
    from course.student.update import update

    name = coursedir.resolve(args.assignment)
    done = update(name)
    for line in done.new or [f"Nothing is new in {name}."]:
        print(line)
    for line in done.left:
        print(f"Left alone: {line}")
    if done.kept:
        print(f"Your answers are unchanged. Your notebook before this: {here(done.kept)}")
        print("If the notebook is open in JupyterLab: File > Reload Notebook from Disk.")


def lab(args):
    """Open JupyterLab on your work (instructors: on the whole course, with formgrader).

    course lab              where you left off, or the first assignment
    course lab 01-tokens
    """
    from course.student import lab, work

    if args.instructor and coursedir.is_kit():
        raise CourseError("formgrader needs the course's sources: this is a class kit.")
    name = (
        coursedir.resolve(args.assignment) if args.assignment else None if args.instructor else work.current()
    )
    if name and not args.instructor and not coursedir.notebook("work", name).exists():
        work.start(name)
    return lab.lab(name, args.instructor, not args.no_browser)


def check(args):
    """Grade your own work, hidden tests included, and open the feedback.

    course check 01-tokens
    course check 01-tokens --self-mark 3      your own mark for your written answer, by the rubric
    """
    from course.student import check_work

    name = coursedir.resolve(args.assignment)
    print(f"Running {name} from top to bottom …", file=sys.stderr)
    checked = check_work.check(name, args.self_mark)
    print(check_work.text(checked, width()))
    print(f"Feedback: {here(checked.page)}")
    if not args.no_browser:
        webbrowser.open(checked.page.as_uri())


def status(args):
    """Show how far you have got.

    course status
    """
    from course.student import status

    print(status.table())


def submit(args):
    """Pack your work into a zip that you hand in.

    course submit 01-tokens
    """
    from course.student import work

    name = coursedir.resolve(args.assignment)
    who = work.identify(args.who, ask_who if sys.stdin.isatty() else None)
    missing, may_stay = work.unwritten(name), work.further(name)
    for what, some in (
        ("Not written yet", missing.keys() - may_stay),
        ("Further, still open", missing.keys() & may_stay),
    ):
        if each := ", ".join(
            f"{exercise} ({work.counted(points)})" if points else exercise
            for exercise, points in missing.items()
            if exercise in some
        ):
            print(textwrap.fill(f"{what}: {each}.", width(), break_on_hyphens=False))
    path, remarks = work.submit(name, who)
    for remark in remarks:
        print(f"Note: {remark}.")
    print(f"{here(path)} is ready: hand in this file. Earlier ones are still in outbox/.")


def ask_who():
    return input("Your id, as your instructor gave it to you: ").strip()


# --- author ---


def new(args):
    """Begin an assignment, or add an exercise to it: cells with their labels, and files to fill in.

    course new 03-large-language-models
    course new 03-large-language-models attention --points 3
    """
    from course.authoring import scaffold

    if args.exercise:
        assignment = coursedir.resolve(args.assignment)
        added = scaffold.exercise(assignment, args.exercise, args.points)
        print(
            f"source/{assignment}/{assignment}.ipynb has the cells {', '.join(added)}: fill them in, then `course lint {assignment}`."
        )
    else:
        for file in scaffold.assignment(args.assignment):
            print(file.relative_to(coursedir.root()).as_posix())
        print(f"Next: `course new {args.assignment} NAME`, where NAME is the function that students write.")


def lint(args):
    """Find what is wrong with source notebooks.

    course lint 01-tokens
    """
    names = chosen(args)
    print(
        f"Looking through {', '.join(names)}, and running what is in it: up to half a minute each …",
        file=sys.stderr,
    )
    from course.authoring.lint import lint

    found = [finding for name in names for finding in lint(name)]
    for finding in found:
        print(finding)
    print(f"{len(found)} to mend." if found else "Nothing to mend.")
    return bool(found)


def release(args):
    """Make release/ from source/: stubs, visible tests, signs of mistakes.

    course release 01-tokens
    """
    names = chosen(args)
    print(
        f"Making the release of {', '.join(names)}, and running its tests: up to half a minute each …",
        file=sys.stderr,
    )
    from course.authoring.release import release

    for name in names:
        print(f"{here(release(name))} is fresh. Commit it.")


def kit(args):
    """Make the zip that a class gets: release/, set-up, the course package, and no answers.

    course kit fall-2026.zip
    """
    from course.authoring.kit import kit

    print("Searching everything that is packed for answers: some ten seconds …", file=sys.stderr)
    print(f"{kit(Path(args.path))} is ready for your class.")


# --- instructor ---


def rehearse(args):
    """Invent a class: it hands in, is graded and gets its pages, in a scratch folder, and every mark is
    compared with what it should be.

    course rehearse --students 60
    course rehearse --students 60 --assignment 01 --keep        keeps the scratch folder, to look around in
    """
    from course.sandbox import pool

    names = chosen(args)
    pool.pool()  # it warms up while we import nbgrader, or says why nobody can be graded here
    from course.rehearsal import lines, rehearse

    rows, place = rehearse.rehearse(names, args.students, args.seed, args.keep)
    for line in lines.lines(rows, place):
        print(line)
    return any(row.deviations for row in rows)


def roster(args):
    """Say who is in the class: from Canvas's, Moodle's or Gradescope's own file, or from a list.

    course roster participants.csv
    course roster class.csv --id "Student number"
    """
    from course.files.terminal import tame
    from course.submission import roster

    found = roster.read(args.file, args.id)
    gone = roster.gone(found)
    path = roster.keep(found)
    for remark in found.remarks:
        print(tame(remark))
    ids = ", ".join(list(found.people)[:3])
    if gone:
        print(
            f"No longer on it: {tame(', '.join(gone[:10]))}{f' and {len(gone) - 10} more' if len(gone) > 10 else ''}. What they handed in is kept. Has an id changed? "
            "Collect your platform's downloads again, and grade: what is in them counts under the new one."
        )
    print(
        f"{len(found.people)} students, with ids such as {ids}. From now on `course report` says who is missing and who is unknown: {here(path)}"
    )


def due(args):
    """Say when an assignment is due, and what being late costs; nobody is graded again for it.

    course due 01                                             shows the rules
    course due 01 "2026-12-01 18:00" --grace 15 --late 10     10 % of the points for each day, after 15
                                                              minutes
    course due 01 --counts latest                             the newest hand-in, not the best after the
                                                              penalty
    course due 01 "2026-12-03 18:00" --student ada            an extension; without a date, takes it back
    """
    from course.submission import deadline, students
    from course.submission.bundle import shown

    name = coursedir.resolve(args.assignment)
    rule, time = deadline.rule(name), deadline.parsed(args.date) if args.date else None
    if args.student is not None and not args.grace is args.late is args.counts is None:
        raise CourseError(
            "--grace, --late and --counts apply to everybody: give them without --student. Nothing was changed."
        )
    if args.student is not None:
        new = deadline.extended(name, rule, student := students.student(args.student), time)
        if time and student not in students.everybody():
            raise CourseError(
                f"nobody is called {shown(student)!r}: an extension is for an id of the roster, or of somebody who has handed in. Nothing was changed."
            )
        deadline.keep(name, rule := new)
    elif time or not args.grace is args.late is args.counts is None:
        deadline.keep(name, rule := deadline.changed(name, rule, time, args.grace, args.late, args.counts))
    if rule is None:
        print(f"{name} has no due date.")
        return
    print(f"{name}: " + "\n  ".join(deadline.told(rule)))


def collect(args):
    """Take in the zips that students handed in: a platform's whole zip as it came, or a folder.

    course collect ~/Downloads/submissions.zip
    course collect homework.ipynb --as ada       one file, and whose it is, whatever it says
    """
    from course.files.terminal import tame
    from course.submission.collecting import clock
    from course.submission.collecting.collect import collect
    from course.submission.roster import kept

    counts, new, stopped, expected, unknown, of_the_future, everybody = {}, set(), None, kept(), set(), {}, {}
    try:
        for file, submission, outcome in collect(args.folder, args.who):
            what = re.split("[:,;]", outcome)[0]
            counts[what] = counts.get(what, 0) + 1
            if submission and expected and submission.student not in expected.people:
                unknown.add(submission.student)
            if what == "collected":
                new.add(submission.assignment)
            line = tame(f"{file.relative_to(args.folder) if args.folder.is_dir() else file}: {outcome}")
            is_early, who = (
                clock.is_of_one(outcome),
                submission.student if submission else clock.whom(outcome) or str(file),
            )
            everybody[who] = everybody.get(who, False) or is_early
            if is_early:
                of_the_future[line] = outcome
            elif outcome not in ("collected", "collected before"):
                print(line)
    except CourseError as error:
        stopped = error  # what was collected until then is said first
    one = clock.of_all(
        list(of_the_future.values()), sum(counts.values()), sum(everybody.values()), len(everybody)
    )
    for line in [one] if one else of_the_future:
        print(line)
    if counts or not stopped:
        print(
            ", ".join(f"{n} {what}" for what, n in sorted(counts.items()))
            or f"There are no files in {args.folder}."
        )
    for student in sorted(unknown):
        print(
            f"{tame(student)} is not on the roster. What was handed in under this name is kept, and graded."
        )
    for name in sorted(new):
        print(f"Next: `course grade {name}`.")
    if stopped:
        raise stopped
    return not {"refused", "not taken in"}.isdisjoint(counts) or not counts


def grade(args):
    """Grade all submissions that are new.

    course grade 01-tokens
    course grade 01-tokens --student ada --force
    course grade 01-tokens --student ada --hand-in 20261125T124500Z        this one counts; `best`: whichever
                                                                           is
    course grade 01-tokens --try ~/Downloads/late.ipynb        one notebook or zip, for a look: into a page,
                                                               not into a gradebook
    course grade 01-tokens --scheduler tcp://10.0.0.5:8786
    """
    if args.try_file:
        return look_at(coursedir.resolve(args.assignment), args.try_file)
    from course.sandbox import pool
    from course.sandbox.job import FAILED

    if not args.scheduler:
        pool.pool()  # it warms up while we import nbgrader
    from course.files import locking
    from course.files.terminal import bar, say, tame
    from course.gradebook import database
    from course.grading import active_submission, batch, inputs, log
    from course.reports.class_report import LOOK_AGAIN, OF_MANY, few, of_another_release
    from course.sandbox import executors

    name, students = coursedir.resolve(args.assignment), asked_for(args)
    options = database.options(name, db=args.db)
    if not (students or inputs.submitted(options)):
        raise CourseError(
            f"nothing has been collected for {name} yet: `course collect FILE` takes in your platform's zip of all hand-ins, or a folder of them."
        )
    counts, again, often, every = {}, [], Counter(), {}

    def run(given, todo, team):
        if outdated := len(inputs.outdated(given, todo)):
            print(
                f"The tests of {name}, or the mistakes that they know, have changed: "
                f"{outdated} submission{'s are' if outdated > 1 else ' is'} graded again."
            )
        if (
            rest := 0
            if args.force
            else sum(student in given.log and given.log[student].due for student in todo)
        ):
            print(
                f"A batch with --force was stopped before it reached {rest} submission{'s' if rest > 1 else ''}."
            )
        if killed := [student for student in todo if student in given.under_way.left]:
            print(
                f"A run was killed while it graded {', '.join(map(tame, few(killed)))}: last, after all others, {'they are' if len(killed) > 1 else 'this is'} tried again."
            )
        for done in bar(
            batch.outcomes(given, todo, team=team, draw=args.figures == "all", force=args.force, tell=say),
            len(todo),
            "graded",
        ):
            counts[done.outcome], every[done.student] = counts.get(done.outcome, 0) + 1, done
            if done.again and done.outcome != FAILED:
                again.append(
                    tame(
                        f"  {done.student}: {', '.join(cell.removeprefix(f'{name}/') for cell in done.again)}"
                    )
                )
            if done.outcome == FAILED:
                say(f"{done.student}: {FAILED}: {'; '.join(few(done.remarks))}")
                continue
            often.update(set(done.remarks))  # what is said of many is counted
            if remarks := [remark for remark in done.remarks if often[remark] <= OF_MANY]:
                say(f"{done.student}: {done.outcome}: {'; '.join(few(remarks))}")

    lock = log.file(name).with_name(".lock")  # of a batch that is at work nobody can say what it leaves
    with executors.cluster(args.scheduler) if args.scheduler else executors.here(args.workers) as team:
        with locking.alone(lock):
            given = inputs.read(options)
            if args.hand_in:
                active_submission.choose(name, of_one(students), args.hand_in)
            several = active_submission.contested(given, students)
            todo = [
                student for student in inputs.waiting(given, students, args.force) if student not in several
            ]
        if todo:
            run(given, todo, team)
        if several:  # after all others, whom they hold up no longer
            with locking.alone(lock):
                for line in active_submission.settle(given, several, team):
                    print(line)
                given = inputs.read(options)
                later = inputs.waiting(given, several, args.force)
            if later:
                run(given, later, team)
        if not every:
            print(f"Nothing new in submitted/*/{name}. `--force` grades everything again.")
            return
    for remark, n in often.items():
        if n > OF_MANY:
            print(f"For {n} students: {remark}.")
    if others := of_another_release(every):
        print(others)
    for remark in () if args.scheduler else pool.pool().remarks or ():
        print(remark)
    print(
        ", ".join(f"{n} {outcome}" for outcome, n in sorted(counts.items()))
        + f". Log: {here(log.file(name))}"
    )
    if FAILED in counts:
        print(
            f"What could not be graded: ask for it again, or mend it in submitted/WHO/{name}; then `course grade {name}`."
        )
    for line in [LOOK_AGAIN, *sorted(again)] if again else ():
        print(line)
    print(
        f"Next: `course answers {name}` or `course lab --instructor` for the written answers, `course feedback {name}`, `course report {name}`."
    )
    return FAILED in counts


def of_one(students):
    """Whose hand-in --hand-in chooses."""
    if not students or len(students) > 1:
        raise CourseError(
            "--hand-in chooses among one student's: give `--student ID` with it. Nothing was changed."
        )
    return students[0]


def asked_for(args):
    """The ids of those whom --student names; None without it."""
    from course.submission import students

    return args.student and [students.student(said) for said in args.student]


def look_at(name, file):
    """Grade one file into a page, and say what came of it -> whether it could not be graded."""
    from course.files.terminal import tame
    from course.reports.class_report import few
    from course.reports.preview import try_one

    tried = try_one(name, file)
    for exercise, (points, most) in tried.points.items():
        print(f"{exercise:24} {'waits' if points is None else f'{points:g}'} of {most:g}")
    for remark in few(tried.remarks):
        print(tame(f"Note: {remark}"))
    if tried.page is None:
        print("It could not be graded.")
        return True
    print(f"{tame(tried.outcome)}. It is not in the gradebook. Page: {here(tried.page)}")


def answers(args):
    """Write the class's written answers onto one page, by pseudonym, and into a table to be marked in.

    course answers 01
    """
    from course.files.terminal import tame
    from course.gradebook import database
    from course.reports import marking, written_answers
    from course.reports.class_report import DISPUTED

    options = database.options(coursedir.resolve(args.assignment), db=args.db)
    with database.lent(options.coursedir) as gradebook:
        found = written_answers.read(options, gradebook)
        page, (path, kept) = written_answers.write(found), marking.write(found)
    waiting = sum(answer.waits for answer in found.each)
    print(
        f"{here(page)} has {len(found.each)} answer{'s' * (len(found.each) != 1)}; {waiting} wait{'s' * (waiting == 1)} for a mark."
    )
    if kept:
        print(
            f"{here(path)} was filled in and not taken in: it is now {here(kept)}, and `course mark` takes that as well."
        )
    print(
        f"Next: fill in points and comment in {here(path)}, then `course mark {here(path).as_posix()} --by NAME`."
    )
    if again := [f"  {answer.name}" for answer in found.each if answer.again]:
        print("\n".join(["Look again at these: they have changed since they were marked.", *again]))
    say_disputed(DISPUTED, [answer for answer in found.each if answer.disputed])
    for student in found.gone:
        print(
            f"autograded/{tame(student)} is gone: `course grade {found.assignment} --student {tame(student)} --force` makes it."
        )
    return bool(found.gone)


def say_disputed(heading, answers):
    from course.reports.marker_log import told

    for line in (
        [heading, *(f"  {answer.name}: {told(answer.said)}" for answer in answers)] if answers else ()
    ):
        print(line)


def mark(args):
    """Take in points and comments from the table that `course answers` wrote.

    course mark answers/01-tokens.csv --by eva
    course mark answers/01-tokens.csv --by anna --final        where eva and tom disagree, this counts
    """
    from course.reports import marking
    from course.reports.class_report import DISPUTED

    done = marking.mark(args.file, args.by, args.final, args.db)
    print(
        f"{done.entered} mark{'s' * (done.entered != 1)} by {args.by}"
        + (f"; {done.before} more were given before." if done.before else ".")
    )
    for name, old, new in done.changed:
        print(f"Changed in the gradebook: {name}: {old:g} → {new:g}, by {args.by}.")
    for name, why in done.left_out:
        print(f"Left out: {name}: {why}.")
    say_disputed(DISPUTED, done.disputed)
    return bool(done.left_out or done.disputed)


def feedback(args):
    """Write a feedback page for each student.

    course feedback 01-tokens
    course feedback 01-tokens --zip feedback.zip       and all in one zip, as Canvas or Moodle takes it back
    """
    from course.files.terminal import bar, printable, say, tame
    from course.reports.feedback import each, with_rubric
    from course.sandbox import executors
    from course.submission import deadline

    name = coursedir.resolve(args.assignment)
    students = asked_for(args) or sorted(
        {file.parent.parent.name for file in coursedir.root().glob(f"autograded/*/{name}/*.ipynb")}
    )
    if not students:
        raise CourseError(f"nothing has been graded for {name}: `course grade {name}` does that.")
    if (open_ := deadline.running(deadline.rule(name))) and (n := with_rubric(name, students, args.db)):
        who = ", ".join(
            f"{student or 'everybody'} until {deadline.day(time)}"
            for student, time in list(open_.items())[:10]
        ) + ", …" * (len(open_) > 10)
        print(
            tame(
                f"{n} of these pages {'prints' if n == 1 else 'print'} the rubric, and somebody may still hand in ({who}): better send them after that."
            )
        )
    failed, written = 0, []
    for student, why in bar(each(name, students, args.db, executors.cores()), len(students), "written"):
        if why is None:
            written.append(student)
        else:
            failed += 1
            say(f"{student}: no page: {why}")
    print(f"The pages are in {here(coursedir.root() / 'feedback')}, one folder for each student.")
    if args.zip:
        from course.reports.feedback_zip import told, zipped

        for line in told(args.zip, name, zipped(name, written, args.zip)):
            print(printable(line))
    return failed > 0


def report(args):
    """Show the class's marks, its misconceptions, and what was odd.

    course report 01-tokens
    course report 01-tokens --html                   as a page, with what to teach again:
                                                     report/01-tokens.html
    course report 01-tokens --csv marks.csv          the table of marks
    course report 01-tokens --json marks.json        all of the page's numbers
    """
    from course.files import csv_files
    from course.reports import class_report

    name = coursedir.resolve(args.assignment)
    for path in filter(None, (args.csv, args.json)):
        csv_files.place(path)  # before anything is shown
    found = class_report.report(name, args.db)
    if not (found.marks or found.remarks or found.missing or found.refused):
        raise CourseError(f"nothing has been graded for {name}: `course grade {name}` does that.")
    print(class_report.text(found, width()))
    if args.csv:
        class_report.write_csv(found, args.csv)
        print(f"\nThe table is in {args.csv}.")
    if args.html or args.json:
        from course.reports import class_page, summary

        numbers = summary.of(found, *summary.outline(name))
        if args.html:
            print(
                f"\nThe page is {here(class_page.write(numbers))}. It has names and marks: it is for you, not for the class."
            )
        if args.json:
            summary.write_json(numbers, args.json)
            print(f"\nThe numbers are in {args.json}.")


def alike(args):
    """Name students whose answers are the same beyond what the exercise forces: for you to judge, and never a
    mark.

    course alike 01
    """
    from course.files.terminal import bar, tame
    from course.reports import similarity, similarity_page

    name = coursedir.resolve(args.assignment)
    those = similarity.read(name, lambda files: bar(files, len(files), "read"))
    found = similarity.find(those)
    for finding in found[:MOST_NAMED]:
        who = f"{', '.join(finding.students[:-1])} and {finding.students[-1]}"
        what = (
            "all code the same to the byte"
            if finding.same_bytes
            else f"{', '.join([*finding.functions, *finding.words])} (weight {finding.weight:.0f})"
        )
        print(tame(f"  {who}: {what}"))
    if len(found) > MOST_NAMED:
        print(f"  and {len(found) - MOST_NAMED} more, on the page")
    for student in those.unread:
        print(tame(f"Not compared, because it is damaged or has too much code: {student}."))
    if not found:
        print(f"No two of {len(those.each)} hand-ins share what an exercise doesn't force and only few have.")
        return
    print(
        f"They may have worked together, used the same source, or thought alike: no mark depends on it. Side by side: {here(similarity_page.write(those, found, name))}"
    )


def export(args):
    """Write marks as CSV: for a spreadsheet, or for Canvas or Moodle to read.

    course export marks.csv
    course export marks-01.csv --format canvas --assignment 01
    """
    from course.files.terminal import tame
    from course.reports.class_report import DISPUTED
    from course.reports.export import export

    done = export(
        args.path, args.db, args.format, [coursedir.resolve(name) for name in args.assignment or ()]
    )
    print(f"{done.lines} lines in {args.path}.")
    for name, statuses in done.statuses.items():
        print(f"  {name}: " + ", ".join(f"{n} {status}" for status, n in sorted(statuses.items())) + ".")
    if args.format != "csv":
        print(
            f"The points are out of {', '.join(f'{points:g} ({name})' for name, points in done.out_of.items())}. "
            f"{args.format.title()} keeps what it has as the most for an assignment: set the same there."
        )
    for name, students in done.newer.items():
        n, who = len(students), ", ".join(students[:10]) + ", …" * (len(students) > 10)
        print(
            tame(
                f"{n} {'has' if n == 1 else 'have'} handed in something newer of {name} that is not graded yet ({who}): `course grade {name}`."
            )
        )
    if done.left_out:
        print(f"Not on the roster, and not in the file: {tame(', '.join(done.left_out))}.")
    for line in [DISPUTED, *(tame(f"  {line}") for line in done.disputed)] if done.disputed else ():
        print(line)


# --- the command line ---

MOST_NAMED = 20  # by `course alike`; its page has more
STUDENTS, AUTHORS = (start, update, lab, check, status, submit), (new, lint, release, kit)
INSTRUCTORS = (rehearse, roster, due, collect, grade, answers, mark, feedback, report, alike, export)
IN_A_KIT = {
    lab: """Open JupyterLab on your work.

    course lab              where you left off, or the first assignment
    course lab 01-tokens
    """,
    check: """Run the visible checks on your own work, and open a page with what they say.

    course check 01-tokens
    """,
}


def parser(in_a_kit=False):
    """What the command line may be; in a class's kit only what a student needs."""
    look = {"formatter_class": argparse.RawDescriptionHelpFormatter}
    who = {"students": STUDENTS, "authors": AUTHORS, "instructors": INSTRUCTORS}
    lists = [f"{name}: {', '.join(command.__name__ for command in some)}" for name, some in who.items()]
    epilog = "\n".join(([] if in_a_kit else [*lists, ""]) + ["`course COMMAND --help` has an example."])
    top = argparse.ArgumentParser(
        prog="course", description="A hands-on course on foundation models.", epilog=epilog, **look
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(run, assignment=None):
        first, _, examples = (IN_A_KIT.get(run, run.__doc__) if in_a_kit else run.__doc__).partition("\n\n")
        # from 3.13 on Python takes the indentation away itself
        epilog = "example:\n" + textwrap.indent(inspect.cleandoc(examples), "    ")
        command = commands.add_parser(run.__name__, help=first, description=first, epilog=epilog, **look)
        command.set_defaults(run=run)
        if assignment:
            command.add_argument(
                "assignment",
                metavar="NN",
                help="the assignment: 01-tokens, or 01, or 1",
                **({} if assignment == "one" else {"nargs": assignment}),
            )
        return command.add_argument

    def add_browser(option):
        option("--no-browser", action="store_true", help="open no browser")

    def add_student(option):
        option(
            "--student",
            action="append",
            metavar="ID",
            help="only this one, by id or full name; may be repeated",
        )

    def add_db(option):
        option(
            "--db",
            metavar="URL",
            help="a gradebook other than gradebook.db, such as postgresql+psycopg://host/course",
        )

    add(start, "one")(
        "--again", metavar="EXERCISE", help="put this exercise back as it was, and keep the old attempt"
    )
    add(update, "one")
    option = add(lab, "?")
    option(
        "--instructor",
        action="store_true",
        help=argparse.SUPPRESS if in_a_kit else "on the whole course, with formgrader",
    )
    add_browser(option)
    option = add(check, "one")
    option(
        "--self-mark",
        type=float,
        metavar="POINTS",
        help=argparse.SUPPRESS if in_a_kit else "your own mark for your written answer, by the rubric",
    )
    add_browser(option)
    add(status)
    add(submit, "one")("--who", metavar="ID", help="your id; asked once, then remembered")
    if in_a_kit:
        return top
    option = add(new)
    option("assignment", metavar="NN-NAME", help="a new one, or an existing one")
    option("exercise", nargs="?", metavar="NAME", help="the function that students write")
    option("--points", type=int, default=2, metavar="N", help="what the exercise is worth (default: 2)")
    add(lint, "*")
    add(release, "*")
    add(kit)("path", metavar="ZIP")
    option = add(rehearse)
    option("--students", type=int, default=60, metavar="N", help="how many pretend students (default: 60)")
    option("--assignment", action="append", default=[], metavar="NN", help="only this one; may be repeated")
    option(
        "--seed", type=int, default=1, metavar="N", help="another number deals out other answers (default: 1)"
    )
    option("--keep", action="store_true", help="keep the scratch folder, even if all is as expected")
    option = add(roster)
    option("file", type=Path, metavar="FILE")
    option("--id", metavar="COLUMN", help="the column of the ids that students give, if not the usual one")
    option = add(due, "one")
    option(
        "date",
        nargs="?",
        metavar="DATE",
        help='such as "2026-12-01 18:00", or "2026-12-01 18:00 Europe/Berlin"',
    )
    option("--grace", type=int, metavar="MINUTES", help="how much later still counts as in time")
    option(
        "--late",
        type=float,
        metavar="PER_CENT",
        help="what each day takes off the points: 0 nothing, 100 all",
    )
    option(
        "--counts",
        choices=["best", "latest"],
        help="which of a student's hand-ins (default: the best, after the penalty)",
    )
    option("--student", metavar="ID", help="only for this student, by id or full name: an extension")
    option = add(collect)
    option("folder", type=Path, metavar="FOLDER_OR_FILE")
    option("--as", dest="who", metavar="ID", help="whose the one file is, whatever it says")
    option = add(grade, "one")
    add_student(option)
    option("--force", action="store_true", help="also what has been graded already")
    option(
        "--hand-in",
        metavar="TIME",
        help="which hand-in of --student counts, by its name in collected/; `best`: as for everybody",
    )
    option(
        "--try",
        dest="try_file",
        type=Path,
        metavar="FILE",
        help="only this notebook or zip, into a page, not the gradebook",
    )
    option("--workers", type=int, metavar="N", help="submissions at a time (default: one a core)")
    option("--scheduler", metavar="ADDRESS", help="run on the workers of this Dask scheduler")
    option(
        "--figures",
        choices=["graded", "all"],
        default="graded",
        help="which to draw; those that nobody grades are most of the work",
    )
    add_db(option)
    add_db(add(answers, "one"))
    option = add(mark)
    option(
        "file",
        type=Path,
        metavar="CSV",
        help="what `course answers` wrote, filled in; its name begins with the assignment's",
    )
    option("--by", required=True, metavar="NAME", help="who marked")
    option("--final", action="store_true", help="these settle what markers disagree on")
    add_db(option)
    option = add(feedback, "one")
    add_student(option)
    option(
        "--zip",
        type=Path,
        metavar="FILE",
        help="also put the pages into a zip, as Canvas or Moodle takes it back",
    )
    add_db(option)
    option = add(report, "one")
    option("--html", action="store_true", help="also write it as a page, report/NN.html")
    option("--csv", type=Path, metavar="FILE", help="also write the table there")
    option("--json", type=Path, metavar="FILE", help="also write all numbers there, for machines")
    add_db(option)
    add(alike, "one")
    option = add(export)
    option("path", type=Path, metavar="FILE")
    option(
        "--format",
        choices=["csv", "canvas", "moodle"],
        default="csv",
        help="for whom (default: csv, for a spreadsheet)",
    )
    option("--assignment", action="append", metavar="NN", help="only this one; may be repeated")
    add_db(option)
    return top


def chosen(args):
    """The assignments that were named, or all that have a source."""
    with_source = [name for name in coursedir.assignments() if coursedir.notebook("source", name).exists()]
    return [coursedir.resolve(name) for name in args.assignment] or with_source


def here(path):
    """A path as one would type it in the course's folder."""
    path = Path(path)
    return path.relative_to(coursedir.root()) if path.is_relative_to(coursedir.root()) else path


def width():
    return min(100, shutil.get_terminal_size().columns)


def nobody_reads():
    """Whether what we print goes nowhere any more, as in `course report 01 | head`; then let Python have
    nothing to say of it at the end.
    """
    try:
        print(flush=True)  # a pipe of another kind may have broken: that is an error, and said
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def main(argv=None):
    for stream in sys.stdout, sys.stderr:
        stream.reconfigure(errors="replace")  # a pipe on Windows cannot write every letter
    # about what a student wrote, which many commands read: it has control codes
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    words, in_a_kit = sys.argv[1:] if argv is None else argv, coursedir.is_kit()
    if in_a_kit and words and words[0] in [command.__name__ for command in AUTHORS + INSTRUCTORS]:
        print(f"course: {words[0]} needs the course's sources: this is a class kit.", file=sys.stderr)
        return 1
    args = parser(in_a_kit).parse_args(words)
    try:
        status = int(args.run(args) or 0)
        sys.stdout.flush()
        return status
    except (CourseError, OSError) as error:
        if isinstance(error, BrokenPipeError) and nobody_reads():
            return 141  # as of a program that SIGPIPE ends
        print(f"course: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ncourse: stopped.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
