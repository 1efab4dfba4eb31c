"""What a report says of a class, in numbers and sentences: what the page shows, and what `course report
--json` writes.

    >>> of(report("01-tokens"), *outline("01-tokens"))["exercises"][4]["success"]
    0.6204

The keys are docs/instructors.md's, and stay. Points are numbers; null is what there is not, such as a mark
that waits.
"""

import json
import math
import statistics
from pathlib import Path

from course.files import coursedir, csv_files
from course.files.atomic import whole
from course.files.terminal import printable
from course.grading.failures import NO_KNOWN, NOT_RUN, NOT_THERE, NOT_WRITTEN
from course.names import title_of
from course.notebook import document
from course.reports import teach_again
from course.reports.class_report import Report
from course.reports.feedback.render import heading, title
from course.sandbox.job import FAILED
from course.submission import rejected

LEAST = 10  # students, for a correlation: of fewer it is chance
MOST_BINS, WIDTHS = 13, (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def outline(assignment: str) -> tuple[dict[str, str], set[str]]:
    """What the released notebook says of its exercises -> ({exercise: title}, {written questions}).

    The notebook's own title is that of "".
    """
    cells = [
        cell for file in coursedir.notebooks("release", assignment) for cell in document.read(file).cells
    ]
    titles, written = {"": title(cells)}, set()
    for i, cell in enumerate(cells):
        kind, name = document.kind(cell), cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if kind in ("solution", "task"):
            titles[name] = heading(cells, i - (kind == "solution"), name)
            written |= {name} if kind == "task" else set()
    return titles, written


def of(report: Report, titles: dict[str, str], written: set[str]) -> dict:
    """All of it, as plain data, with no letter in it that cannot be shown."""
    exercises = [
        _exercise(report, name, titles.get(name, title_of(name)), name in written) for name in report.out_of
    ]
    failed = {
        student: [remark.removeprefix(f"{FAILED}: ") for remark in remarks]
        for student, remarks in report.remarks.items()
        if remarks and remarks[0].startswith(FAILED)
    }
    return _shown(
        {
            "assignment": report.assignment,
            "title": titles.get("", report.assignment),
            "out_of": sum(report.out_of.values()),
            "graded": len(report.marks),
            "teach_again": teach_again.again(exercises),
            "totals": _totals(report),
            "exercises": exercises,
            "fell": [
                {
                    "student": student,
                    "exercise": name,
                    "old": each.old,
                    "new": each.new,
                    "same_hand_in": each.same,
                }
                for student, lower in report.fell.items()
                for name, each in lower.items()
            ],
            "could_not_be_graded": _of_each(failed),
            "refused": [
                {
                    "file": each.name,
                    "student": each.student,
                    "why": each.why,
                    "line": rejected.told(each),
                    "kept": each.kept or None,
                }
                for each in report.refused
            ],
            "look_again": [
                {"student": student, "marks": flagged} for student, flagged in report.again.items()
            ],
            "markers_disagree": report.disputed,
            "missing": [
                {
                    "student": student,
                    "until": report.until[student].isoformat() if student in report.until else None,
                }
                for student in report.missing
            ],
            "late": [
                {"student": student, "seconds": each.by.total_seconds(), "points_off": each.off}
                for student, each in report.late.items()
            ],
            "not_on_the_roster": report.unknown,
            "odd": _of_each(
                {student: remarks for student, remarks in report.remarks.items() if student not in failed}
            ),
            "students": [
                {
                    "student": student,
                    "points": {name: marks.get(name) for name in report.out_of},
                    "late": report.penalties[student],
                    "total": total,
                }
                for (student, marks), total in zip(report.marks.items(), totals(report))
            ],
            "names": report.names,
        }
    )


def _of_each(remarks):
    return [{"student": student, "remarks": each} for student, each in remarks.items()]


def totals(report: Report) -> list[float]:
    """What each student has, less what lateness costs, in the order of the marks; what waits for a mark is
    not in it.
    """
    return [
        max(0, sum(points or 0 for points in marks.values()) - report.penalties[student])
        for student, marks in report.marks.items()
    ]


def _exercise(report, name, title, written):
    most, points = (
        report.out_of[name],
        [marks[name] for marks in report.marks.values() if marks.get(name) is not None],
    )
    mistakes = [
        {
            "message": message,
            "known": message not in (NOT_WRITTEN, NOT_RUN, NOT_THERE, NO_KNOWN),
            "students": students,
        }
        for (exercise, message), students in report.mistakes.items()
        if exercise == name
    ]
    mistakes.sort(key=lambda each: (-len(each["students"]), each["message"]))
    return {
        "exercise": name,
        "title": title,
        "out_of": most,
        "written": written,
        "marked": len(points),
        "waiting": len(report.marks) - len(points),
        "mean": round(statistics.fmean(points), 4) if points else None,
        "success": round(statistics.fmean(points) / most, 4) if points and most else None,
        "discrimination": discrimination(report, name),
        "students_who_lost": sum(each < most for each in points),
        "points_lost": sum(max(0, most - each) for each in points),
        "not_written": sum(len(each["students"]) for each in mistakes if each["message"] == NOT_WRITTEN),
        "mistakes": mistakes,
    }


def discrimination(report: Report, name: str) -> float | None:
    """Whether those who did well in the rest did well here: the correlation (Pearson's) of an exercise's
    points with the sum of the others', from -1 to 1.

    Of students with a mark here; the others are those exercises in which all of these have one. None where it
    is not defined: where all have the same, here or in the rest, and of fewer students than LEAST.
    """
    those = [marks for marks in report.marks.values() if marks.get(name) is not None]
    others = [
        other
        for other in report.out_of
        if other != name and all(marks.get(other) is not None for marks in those)
    ]
    here, rest = [marks[name] for marks in those], [sum(marks[other] for other in others) for marks in those]
    if len(those) < LEAST or len(set(here)) < 2 or len(set(rest)) < 2:
        return None
    return round(statistics.correlation(here, rest), 4)


def _totals(report):
    """How the totals lie; None while nobody has one."""
    each, most = totals(report), sum(report.out_of.values())
    if not each or not most:
        return None
    lower, median, upper = statistics.quantiles(each, n=4, method="inclusive") if len(each) > 1 else each * 3
    width = next(width for width in (*WIDTHS, most) if most / width <= MOST_BINS)
    bins = [
        {"from": n * width, "to": min(most, (n + 1) * width), "students": 0}
        for n in range(math.ceil(most / width))
    ]
    for total in each:
        bins[min(len(bins) - 1, int(total / width))]["students"] += 1
    return {
        "mean": round(statistics.fmean(each), 4),
        "lowest": min(each),
        "lower_quartile": lower,
        "median": median,
        "upper_quartile": upper,
        "highest": max(each),
        "so_far": sum(any(points is None for points in marks.values()) for marks in report.marks.values()),
        "bins": bins,
    }


def _shown(value):
    """Plain data with each text in it, keys too, as it can be shown and written."""
    if isinstance(value, dict):
        return {printable(str(key)): _shown(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def write_json(summary: dict, path: Path | str) -> None:
    """Write it as JSON in UTF-8, all of it or nothing."""
    with whole(csv_files.place(path)) as new:
        new.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
