"""Rules that every source notebook keeps, each one small function: what an author forgets, said with the cell
and what to do.

    >>> for finding in lint("01-tokens"): print(finding)
    source/01-tokens/01-tokens.ipynb, cell merge-test: there is no hidden test. Add asserts between ### BEGIN
    HIDDEN TESTS …

A rule takes a Lesson and yields (cell id, what is wrong, what to do). To add one, write it in the module of
what it looks at, and put it into RULES there.
"""

from course.authoring.lint import cells, checks, exercises, guesses, pictures
from course.authoring.lint.lesson import Finding, Lesson
from course.authoring.lint.plain_nbgrader import nbgrader_releases_it, proof_of_a_plain_one
from course.authoring.stale import stale
from course.exercise import mistakes
from course.files.coursedir import is_plain, root
from course.notebook import document


def lint(assignment: str, runs: bool = True) -> list[Finding]:
    """Check source/NN against every rule -> list of Finding. Runs the notebook once, to look at its pictures;
    not if somebody else looks while it runs.

    The rules are this course's. Of an assignment made with nbgrader alone it is said what nbgrader would
    refuse, and where grading has something to say.
    """
    if is_plain(assignment):
        return [*nbgrader_releases_it(assignment), *(proof_of_a_plain_one(assignment) if runs else ())]
    folder = root() / "source" / assignment
    file = folder / f"{assignment}.ipynb"
    try:
        lesson = Lesson(assignment, document.read(file), mistakes.load(folder))
    except ValueError as error:
        return [Finding(f"source/{assignment}/misconceptions.py", "(all)", str(error), "Correct it")]
    # a notebook that these refuse, the next rules cannot read, and nobody should release
    for rules in FIRST, [*RULES, *RUNNING * runs], LAST:
        found = [
            Finding(f"source/{assignment}/{file.name}", *finding)
            for rule in rules
            for finding in rule(lesson)
        ]
        if found:
            break
    return found


def release_is_what_this_gives(lesson):
    for file, what in stale(lesson.name).items():
        yield "(all)", f"{file} {what}", f"Make it again: `course release {lesson.name}`"


FIRST = [cells.form_is_one_that_opens_everywhere, cells.parses]

RULES = [*cells.RULES, *guesses.RULES, *exercises.RULES, *checks.RULES]

RUNNING = [pictures.source_runs_and_pictures_speak]

LAST = [release_is_what_this_gives]
