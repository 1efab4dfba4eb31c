"""Commands for the instructor that make, look at and give back marks."""

from collections import Counter

from course.cli.printing import here
from course.files import coursedir
from course.files.coursedir import CourseError


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
    from course.files.terminal import tame
    from course.gradebook import database
    from course.grading import active_submission, inputs
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
    given = inputs.read(database.options(done.assignment, db=args.db)) if done.students else None
    if given and (several := active_submission.contested(given, done.students)):
        print(
            f"Of several hand-ins another one may be the best now: {', '.join(map(tame, sorted(several)))}. `course grade {done.assignment}` compares them again."
        )
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
