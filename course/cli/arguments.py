"""What the command line may be."""

import argparse
import inspect
import textwrap
from pathlib import Path

from course.cli.author import kit, lint, new, release
from course.cli.grading import answers, feedback, grade, mark
from course.cli.instructor import alike, collect, due, export, rehearse, report, roster
from course.cli.student import check, lab, start, status, submit, update

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


def _at_least_one(text):
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


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
    option("--only", metavar="EXERCISE", help="show only this exercise")
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
    option("--workers", type=_at_least_one, metavar="N", help="submissions at a time (default: one a core)")
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
