"""Commands for students: each gets what the command line said."""

import sys
import textwrap
import webbrowser

from course.cli.printing import here, width
from course.files import coursedir
from course.files.coursedir import CourseError

# modules are imported inside of the commands: `course status` must not wait for nbgrader


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
    course check 04 --only systems            one exercise, such as a sorting
    """
    from course.student import check_work

    name = coursedir.resolve(args.assignment)
    print(f"Running {name} from top to bottom …", file=sys.stderr)
    checked = check_work.check(name, args.self_mark)
    print(check_work.text(checked, width(), args.only))
    if args.only:
        return
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
    missing = work.unwritten(name)
    if each := ", ".join(
        f"{exercise} ({work.counted(points)})" if points else exercise for exercise, points in missing.items()
    ):
        print(textwrap.fill(f"Not written yet: {each}.", width(), break_on_hyphens=False))
    path, remarks = work.submit(name, who)
    for remark in remarks:
        print(f"Note: {remark}.")
    print(f"{here(path)} is ready: hand in this file. Earlier ones are still in outbox/.")


def ask_who():
    return input("Your id, as your instructor gave it to you: ").strip()
