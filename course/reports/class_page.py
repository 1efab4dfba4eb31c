"""The report as one page for the instructor, report/01-tokens.html: the numbers of summary.py, most urgent
first, in a file that needs nothing else and runs nothing.

    >>> write(summary.of(report, *outline))
    PosixPath('…/report/01-tokens.html')

Names, ids and messages are text that others wrote: the template escapes all of them, and the page forbids
itself scripts and the network.
"""

import datetime
from collections import Counter
from pathlib import Path

from course.files import coursedir
from course.notebook.document import write_text
from course.reports import teach_again
from course.reports.class_report import FELL, OF_MANY, few
from course.reports.templates import template
from course.submission import deadline

MOST_SHOWN = 6  # mistakes of an exercise; the rest is folded


def write(summary: dict) -> Path:
    """Write report/ASSIGNMENT.html -> its path."""
    path = coursedir.root() / "report" / f"{summary['assignment']}.html"
    write_text(path, page(summary))
    return path


def page(summary: dict) -> str:
    """The page, as HTML. summary: as summary.of gives it."""
    names = summary["names"]

    def who(student):
        return f"{student} ({names[student]})" if student in names else student

    often = Counter(remark for each in summary["odd"] for remark in each["remarks"])
    odd = [(f"{n} students", [remark]) for remark, n in often.items() if n >= OF_MANY]
    odd += [
        (who(each["student"]), few(rare))
        for each in summary["odd"]
        if (rare := [remark for remark in each["remarks"] if often[remark] < OF_MANY])
    ]
    titles = {each["exercise"]: each["title"] for each in summary["exercises"]}
    return template("report.html").render(
        **summary,
        who=who,
        percent=teach_again.percent,
        most_shown=MOST_SHOWN,
        titles=titles,
        fallen=FELL,
        remarks=odd,
        waiting=[each for each in summary["exercises"] if each["waiting"]],
        length=lambda seconds: deadline.length(datetime.timedelta(seconds=seconds)),
        day=lambda time: deadline.day(datetime.datetime.fromisoformat(time)),
    )
