"""What a class of forty gets by all assignments: marks, messages, lines, tables and pages, kept in
rehearsal.json.gz to be compared with.

    make prove                                  # compares, and names what differs
    python tests/golden/rehearsal.py make       # keeps what comes now: with a change that is meant to change
                                                it, and says so

The class, the times and the class's seed are always the same, and so is all that comes of them.
"""

import gzip
import hashlib
import html
import json
import re
import shutil
import sys
from pathlib import Path

from course.files import coursedir
from course.grading import log
from course.rehearsal import scratch
from course.rehearsal.rehearse import Rehearsal
from course.reports.class_report import report, text
from course.reports.export import export
from course.sandbox import pool

HASH = re.compile(r"\b[0-9a-f]{12}\b")
KEPT, STUDENTS, SEED = Path(__file__).with_name("rehearsal.json.gz"), 40, 1


def what_comes() -> dict:
    """Rehearse all assignments -> {what: value}, of a path like "01-tokens/said/s003"."""
    names, found = coursedir.assignments(), {}
    place = scratch.make(names, SEED)
    try:
        with Rehearsal(names, STUDENTS, SEED, place) as rehearsal:
            for name in names:
                row = rehearsal.run(name)
                found |= {
                    f"{name}/{what}/{who}": value
                    for what, each in of_one(name, place).items()
                    for who, value in each.items()
                }
                found[f"{name}/deviations/all"] = [str(each) for each in row.deviations]
    finally:
        shutil.rmtree(place)
    return found


def of_one(name: str, place: Path) -> dict:
    """-> {what: {who: value}} of one assignment."""
    outcomes = log.read(name)
    for form in "csv", "canvas":
        export(place / f"golden.{form}", form=form, assignments=[name])
    pages = sorted(place.glob(f"feedback/*/{name}/*.html"))
    return {
        "outcome": {
            who: [done.outcome, done.points, done.out_of, done.remarks] for who, done in outcomes.items()
        },
        "said": {who: sorted(map(list, done.said or ())) for who, done in outcomes.items()},
        "marks": report(name).marks,
        # a zip's bytes, and so its name, hold when it was made
        "report": dict(enumerate(sorted(HASH.sub("…", text(report(name))).splitlines()))),
        **{
            form: dict(enumerate((place / f"golden.{form}").read_text("utf-8-sig").splitlines()))
            for form in ("csv", "canvas")
        },
        "page": {page.parent.parent.name: hashlib.sha256(words(page).encode()).hexdigest() for page in pages},
    }


def words(page: Path) -> str:
    """What a page says, however it is set."""
    bare = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def main():
    pool.pool()
    now = json.loads(json.dumps(what_comes()))
    if sys.argv[1:] == ["make"]:
        KEPT.write_bytes(gzip.compress(json.dumps(now, indent=0, sort_keys=True).encode(), mtime=0))
        print(f"{len(now):,} values are kept in {KEPT}.")
        return
    kept = json.loads(gzip.decompress(KEPT.read_bytes()))
    other = sorted(path for path in kept.keys() | now.keys() if kept.get(path) != now.get(path))
    for path in other[:40]:
        print(f"{path}: {json.dumps(kept.get(path))[:300]}\n    now {json.dumps(now.get(path))[:300]}")
    print(f"{len(other):,} of {len(kept):,} values differ.")
    sys.exit(bool(other))


if __name__ == "__main__":
    main()
