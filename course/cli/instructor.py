"""Commands for the instructor: who is in the class, what they handed in, and what came of it."""

import re

from course.cli.author import chosen
from course.cli.printing import here, width
from course.files import coursedir
from course.files.coursedir import CourseError


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


MOST_NAMED = 20  # by `course alike`; its page has more
