"""Pretend students: a class out of the right answers, the misconceptions and the stubs of an assignment, each
met as evenly as so many students allow.
"""

import copy
import itertools
import random
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.check import scopes
from course.exercise import mistakes
from course.exercise.run_checks import answer_of
from course.exercise.way import Way, reference_of
from course.files import coursedir
from course.notebook import document, slicing
from course.rehearsal.source_text import source_of

REFERENCE, RIGHT, WRONG, UNTOUCHED = "the reference", "right", "wrong", "untouched"
ONE_OF = 12  # of so many students one leaves an exercise as it was
# nobody hands in just what somebody else does
WRITTEN = "A short answer of {}: I tried it, and looked at what came out."


@dataclass(frozen=True)
class Answer:
    """How an exercise is answered. answer, number and way: which of the exercise's names, by which of its
    ways, and what that is called; of the reference and the stub nothing.
    """

    exercise: str
    kind: str
    answer: str = ""
    number: int = 0
    way: str = ""
    message: str = ""  # that of the misconception

    def __str__(self):
        return f"`{self.way}`" if self.way else self.kind


@dataclass
class Student:
    """Somebody of the class, and what they hand in of one assignment."""

    n: int
    answers: dict[str, Answer] = field(default_factory=dict)  # by exercise
    odd: str = ""  # what is odd, or hostile, about it: a key of irregular.py's tables

    @property
    def id(self) -> str:
        return f"s{self.n:03}"

    @property
    def number(self) -> int:
        """Canvas's of this student."""
        return 1000 + self.n

    @property
    def family(self) -> str:
        return f"Family{self.n}"

    @property
    def given(self) -> str:
        return f"Given{self.n}"


class Lesson:
    """One assignment: its notebooks, and all ways to answer it that are known."""

    def __init__(self, assignment: str):
        folder = coursedir.root() / "source" / assignment
        self.name, self.source, self.ways = (
            assignment,
            document.read(folder / f"{assignment}.ipynb"),
            mistakes.load(folder, alike=False),
        )
        self.release = document.read(coursedir.notebook("release", assignment))
        self.exercises = document.exercises(self.source)
        self.references = {
            name: reference_of(self.source, name) for exercise in self.exercises for name in exercise.answers
        }
        self.known = {exercise.name: list(self._known(exercise)) for exercise in self.exercises}
        self.bound, self.texts = slicing.bindings(self.source), {}  # Answer -> the text of its cell

    def _known(self, exercise):
        yield Answer(exercise.name, REFERENCE)
        for answer in exercise.answers:
            for kind, ways in (RIGHT, self.ways.right), (WRONG, self.ways.wrong):
                for number, way in enumerate(ways.get(answer, [])):
                    yield Answer(
                        exercise.name, kind, answer, number, way.name.partition(" at 0x")[0][:60], way.message
                    )

    def exercise(self, name: str) -> document.Exercise:
        return next(each for each in self.exercises if each.name == name)

    def deal(self, students: list[Student], seed: object, spoilt: dict[str, str]) -> None:
        """Give the students their answers: the first one touches nothing, the second one has all by the
        reference, the others what is dealt to them.

        spoilt: id -> the exercise that somebody hostile spoils, for which nothing is dealt.
        """
        first, _, *others = students
        for exercise in self.exercises:
            first.answers[exercise.name] = Answer(exercise.name, UNTOUCHED)
            takers = [student for student in others if spoilt.get(student.id) != exercise.name]
            for student in students[1:]:
                student.answers[exercise.name] = Answer(exercise.name, REFERENCE)
            for student, card in zip(
                takers,
                self._dealt(exercise.name, len(takers), random.Random(f"{seed}/{self.name}/{exercise.name}")),
            ):
                student.answers[exercise.name] = card

    def _dealt(self, exercise, n, chance):
        """A card for each of n students: first each message and each right answer once, then each by another
        form of it, and so on; then all again.
        """
        alike = {}
        for card in self.known[exercise]:
            alike.setdefault(card.message or card, []).append(card)
        for forms in alike.values():
            chance.shuffle(forms)
        deck = []
        for some in itertools.zip_longest(*alike.values()):
            some = [card for card in some if card]
            chance.shuffle(some)
            deck += some
        open_ = n // ONE_OF
        cards = [Answer(exercise, UNTOUCHED)] * open_ + list(
            itertools.islice(itertools.cycle(deck), n - open_)
        )
        chance.shuffle(cards)
        return cards

    def text(self, answer: Answer) -> str:
        """The cell in which an exercise is answered so."""
        if answer not in self.texts:
            self.texts[answer] = self._text(answer)
        return self.texts[answer]

    def _text(self, answer):
        exercise = self.exercise(answer.exercise)
        if answer.kind == UNTOUCHED:
            return next(cell.source for cell in self.release.cells if cell.id == exercise.name)
        if answer.kind == REFERENCE:
            return document.solution(exercise.solution)
        if self.way(answer).text:
            return self.way(answer).text
        # the cell makes more than this one answer
        if scopes.names(document.parse(exercise.solution))[1] - {answer.answer}:
            return f"{document.solution(exercise.solution)}\n\n{self.alone(answer)}"
        return self.alone(answer)

    def alone(self, answer: Answer) -> str:
        """The text of a right or wrong way by itself, which needs nothing else of the notebook."""
        way = self.way(answer)
        return source_of(
            way,
            self.source,
            self.bound,
            None if way.kind == "function" else answer_of(way, self.references[answer.answer]),
        )

    def way(self, answer: Answer) -> Way:
        return (self.ways.wrong if answer.kind == WRONG else self.ways.right)[answer.answer][answer.number]

    def notebook(self, student: Student) -> NotebookNode:
        """What a student hands in; who has touched something has a few words for each written question, too."""
        nb = copy.deepcopy(self.release)
        for cell in nb.cells:
            if cell.id in student.answers:
                cell.source = self.text(student.answers[cell.id])
        if any(answer.kind != UNTOUCHED for answer in student.answers.values()):
            write(nb, WRITTEN.format(student.id))
        return nb


def write(nb: NotebookNode, text: str) -> None:
    """Put a short text below each written question: into the cell that is there for it, or a new one."""
    for i in reversed([i for i, cell in enumerate(nb.cells) if document.kind(cell) == "task"]):
        below = nb.cells[i + 1] if i + 1 < len(nb.cells) else None
        if (
            below
            and below.cell_type == "markdown"
            and "nbgrader" not in below.metadata
            and not below.source.startswith("#")
        ):
            below.source = text
        else:
            nb.cells.insert(i + 1, new_markdown_cell(text, id=f"{nb.cells[i].id[:50]}-written"))
