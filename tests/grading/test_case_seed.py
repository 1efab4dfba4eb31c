"""What random cases are drawn from: the class's secret seed and what was handed in, by keyed digests."""

import random

import pytest
from nbformat.v4 import new_code_cell

from course.check import draws
from course.grading import batch, case_seed
from tests import tiny


def graded(course, seed="secret", assignment="01-tiny", **answers):
    """What the cases of a hand-in of these answers were drawn from."""
    tiny.submit(course, "ada", **tiny.RIGHT | answers)
    (done,) = batch.grade(assignment, seed=seed, force=True)
    return done.seeds["01-tiny"]


@pytest.mark.slow
def test_the_same_work_gets_the_same_cases_and_other_work_and_another_class_others(course, with_gradebook):
    first, again, other, elsewhere = (
        graded(course),
        graded(course),
        graded(course, answer="answer = 42  # I think"),
        graded(course, seed="another class's"),
    )
    assert first == again and len({first, other, elsewhere}) == 3


@pytest.mark.slow
def test_no_answer_gets_the_time_of_its_hand_in_nor_a_file_of_that_name(course, with_gradebook):
    tiny.submit(course, "ada", double="import os\ndef double(x):\n    return sorted(os.listdir('.'))")
    (course / "submitted/ada/01-tiny/time-of-the-file.txt").write_text("{7: 14}")
    (course / "submitted/ada/01-tiny/mine.txt").write_text("mine")
    (done,) = batch.grade("01-tiny")
    page = (course / "autograded/ada/01-tiny/01-tiny.ipynb").read_text()
    assert "mine.txt" in page and "timestamp" not in page and "time-of" not in page
    assert (course / "autograded/ada/01-tiny/timestamp.txt").exists()


def test_whatever_lets_code_do_something_else_is_other_work():
    def own(source, *tags):
        return new_code_cell(source, id="own", metadata={"tags": [*tags]})

    def with_own(cell, place):
        nb = tiny.notebook()
        nb.cells.insert(place, cell)
        return case_seed.content(nb, {})

    test = next(place for place, cell in enumerate(tiny.notebook().cells) if cell.id == "double-test")
    assert (
        len(
            {
                with_own(own("x = 1"), test),
                with_own(own("x = 2"), test),
                with_own(own("x = 1", "skip-execution"), test),
                with_own(own("x = 1"), test + 1),
            }
        )
        == 4
    )


def test_the_time_of_a_hand_in_an_authors_correction_and_outputs_are_no_other_work():
    nb, files = tiny.notebook(), {"table.csv": b"1,2"}
    same = tiny.notebook()
    test = next(cell for cell in same.cells if cell.id == "double-test")
    test.source += "\nassert double(7) == 14"
    test.outputs = [{"output_type": "stream", "name": "stdout", "text": "14"}]
    assert case_seed.content(same, files) == case_seed.content(nb, files)
    assert case_seed.content(nb, {"table.csv": b"1,3"}) != case_seed.content(nb, files)


# --- attack: a random generator that a test passes to an answer tells what it was seeded with ---

MASK, N = 0xFFFFFFFF, 624


def key_of(generator, length):
    """The `length` numbers of 32 bits that a fresh Mersenne twister was seeded with: each step of its
    init_by_array undone.
    """

    def mixed(n, by):
        return (n ^ (n >> 30)) * by & MASK

    state, start = list(generator.getstate()[1][:N]), [19650218]
    for i in range(1, N):
        start.append((mixed(start[-1], 1812433253) + i) & MASK)
    state[0] = state[N - 1]
    state[1] = ((state[1] + 1) ^ mixed(state[0], 1566083941)) & MASK
    for i in range(N - 1, 1, -1):
        state[i] = ((state[i] + i) ^ mixed(state[i - 1], 1566083941)) & MASK
    key = {}
    for i in range(3, N):
        place = (i - 1) % length
        key[place] = (state[i] - (start[i] ^ mixed(state[i - 1], 1664525)) - place) & MASK
    return [key[place] for place in range(length)]


def seeded_with(generator, length):
    return b"".join(number.to_bytes(4, "little") for number in key_of(generator, length))[::-1]


def test_the_attack_reads_a_text_that_python_was_seeded_with():
    secret = "8f1c5b0e9d/02-next-token/cross_entropy"
    assert secret.encode() in seeded_with(random.Random(secret), (len(secret) + 64 + 3) // 4)


def test_it_reads_of_a_check_what_is_of_use_for_no_other_hand_in(monkeypatch):
    keys = []
    monkeypatch.setattr(draws.random, "Random", lambda key, made=random.Random: keys.append(key) or made(key))
    for hand_in in "ada's", "bob's":
        draws.Draws(f"{case_seed.seed('8f1c5b0e9d', hand_in)}/02-next-token/cross_entropy")
    monkeypatch.undo()
    read = seeded_with(random.Random(keys[0]), (len(keys[0]) + 64 + 3) // 4)
    assert keys[0].encode() in read and b"8f1c5b0e9d" not in read
    assert sum(one != other for one, other in zip(*keys)) > 40
