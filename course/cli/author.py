"""Commands for authors of assignments."""

import sys
from pathlib import Path

from course.cli.printing import here
from course.files import coursedir


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
    from course.authoring.lint import lesson, lint
    from course.notebook import document

    found = [finding for name in names for finding in lint(name)]
    for finding in found:
        print(finding)
    for name in names:
        for file in coursedir.notebooks("source", name):
            print(f"{file.stem}: {lesson.size(document.read(file))}")
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


def chosen(args):
    """The assignments that were named, or all that have a source."""
    with_source = [name for name in coursedir.assignments() if coursedir.notebook("source", name).exists()]
    return [coursedir.resolve(name) for name in args.assignment] or with_source
