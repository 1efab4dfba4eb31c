"""The log of an assignment's batches, autograded/_log/01-tokens.jsonl: one line a submission, appended when it is
done; and one when --force begins.
"""

import contextlib
import datetime
import json
import os
import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from course.files import coursedir
from course.files.atomic import whole


@dataclass(frozen=True)
class Outcome:
    """What the log holds of one submission."""

    student: str
    outcome: str
    remarks: list = field(default_factory=list)
    points: float | None = None
    out_of: float | None = None
    notebooks: list = field(default_factory=list)  # names of those that were graded
    submission: str = ""  # hash of all its files
    tests: str = ""  # hash of what it was graded by
    # marks given by hand to an answer that has changed since: "01-tokens/written"
    again: list = field(default_factory=list)
    # notebook -> what its outputs rest on, where a later batch may keep some (cell_dependencies.py)
    grounds: dict = field(default_factory=dict)
    said: list | None = None  # [exercise, message] of each failed check; None in logs of before
    seeds: dict = field(
        default_factory=dict
    )  # notebook -> what its random cases were drawn from (case_seed.py)
    due: bool = False  # whether it is to be graded anew: a batch with --force has not come to it yet
    # of each of `again`, which answer got the mark; "" or nothing if nobody knows (manual_marks.py)
    marked: dict = field(default_factory=dict)
    # "01-tokens/written" -> {which answer: the points a person gave it} (manual_marks.py)
    by_hand: dict = field(default_factory=dict)
    # what in it is as another release has it (repair.py): no remark on the student
    others: list = field(default_factory=list)
    # exercise -> [what it had before a grading took points away, whether of the same hand-in] (lowered_marks.py)
    fell: dict = field(default_factory=dict)

    @property
    def to_look_at(self) -> dict[str, str]:
        return {name: self.marked.get(name, "") for name in self.again}


MAY_BE_A_TRICK = re.compile(
    r"does not allow|was edited|reaches into|broke the kernel|ended the Python process|relabelled|calls tiktoken's own|too large to be looked at"
)


def tricks_first(remarks: list[str]) -> list[str]:
    """Remarks with those before all that may be of a trick: harmless ones, of which one can have many, are to
    hide none.
    """
    return sorted(remarks, key=lambda remark: not MAY_BE_A_TRICK.search(remark))


def file(assignment: str, place: Path | None = None) -> Path:
    return Path(place or coursedir.root()) / "autograded" / "_log" / f"{assignment}.jsonl"


class UnderWay:
    """Who is being graded, in a file that is left behind by a run that was killed alone; left: those whom it
    names, the last of them at the end.
    """

    def __init__(self, assignment: str, place: Path | None = None):
        self.file, self.now = file(assignment, place).with_suffix(".under-way"), set()
        try:
            self.left = dict.fromkeys(json.loads(self.file.read_text()))
        except (OSError, ValueError):  # nobody was killed; or while this was written
            self.left = {}

    def add(self, student: str) -> None:
        self.now.add(student)
        self._note()

    def remove(self, student: str) -> None:
        self.now.discard(student)
        self.left.pop(student, None)
        self._note()

    def _note(self):
        with whole(self.file) as new:  # a kill leaves no half of it
            new.write_text(json.dumps([*(each for each in self.left if each not in self.now), *self.now]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.now.clear()
        self._note() if self.left else self.file.unlink(missing_ok=True)


def append(assignment: str, place: Path | None, done: Outcome) -> None:
    _append(assignment, place, asdict(done))


def force(assignment: str, place: Path | None, students: list[str]) -> None:
    """Note that these are to be graded anew, each until its next line: whatever becomes of this batch, a
    later one goes on.
    """
    _append(assignment, place, {"force": students})


def _append(assignment, place, entry):
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    line = json.dumps({"time": now, "assignment": assignment} | entry)
    path = file(assignment, place)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        if stream.tell() and (stream.seek(-1, os.SEEK_END), stream.read())[1] != b"\n":
            line = "\n" + line  # a batch was killed in the middle of a line
        stream.write(f"{line}\n".encode())


def read(assignment: str, place: Path | None = None) -> dict[str, Outcome]:
    """The last Outcome of each student."""
    last, path = {}, file(assignment, place)
    with path.open(encoding="utf-8", newline="\n") if path.exists() else contextlib.nullcontext(()) as lines:
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # the last line of a batch that was killed
            if not isinstance(entry, dict) or not {"force", "student"} & entry.keys():
                continue  # a line that nobody of ours wrote
            if "force" in entry:
                last |= {
                    student: replace(last[student], due=True) for student in entry["force"] if student in last
                }
                continue
            last[entry["student"]] = Outcome(
                **{key: entry[key] for key in Outcome.__dataclass_fields__ if key in entry}
            )
    return last
