"""What 05-four-trainings says is so: every number of its prose that no cell prints, and what it says of those
that are printed. What trains is held over three worlds in tests/lessons/test_life.py.
"""

import hashlib
import os
import re
from collections import Counter
from contextlib import suppress
from math import log
from pathlib import Path

import numpy as np
import pytest

import course
from course.authoring import checkpoint as checkpoint_file
from course.exercise import mistakes
from course.figures import pictures
from course.lessons.models import gguf, smollm
from course.lessons.worlds import life
from course.lessons.worlds.world import (
    BOT,
    CITED,
    END,
    NUMBER,
    PEOPLE,
    UNASKED,
    UNCITED,
    VOCABULARY,
    World,
    apply_chat_template,
    ids,
    log_book,
    words,
)
from course.notebook import document
from tests.told import Told

TOLD = Told("05-four-trainings")
FILE, NB, answer, prose, cell, number = TOLD.file, TOLD.nb, TOLD.answer, TOLD.prose, TOLD.cell, TOLD.number


def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    source = FILE.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text("utf-8"), source, "exec"), space)
    kept = Path(course.__file__).parent / "data/checkpoints/05-four-trainings.json"
    assert checkpoint_file.text(space["make"]()) == kept.read_text("utf-8"), (
        "python source/05-four-trainings/checkpoint.py"
    )


# -- numbers -------------------------------------------------------------------------------------------------


def test_gpt3_took_ten_years_of_a_machine_with_a_million_billion_operations_each_second():
    assert "ten years of a machine that does a million billion operations every second" in prose()
    days = number(r"\(([\d,]+) petaflop/s-days\)")
    # a petaflop/s is 10^15 operations each second
    assert days == 3_640 and 9.9 < days / 365 < 10.1 and 1e6 * 1e9 == 1e15
    # 6 for each of 175 billion weights and 300 billion tokens
    assert 6 * 175e9 * 300e9 / (1e15 * 86_400) == pytest.approx(days, rel=0.003)


def test_a_model_is_300_000_numbers_of_four_bytes():
    weights = life.random_model(seed=0).weights
    assert round(len(weights), -4) == number(r"who compares ([\d,]+) numbers by eye")
    assert weights.itemsize == 4 and "four bytes each" in prose()


def test_one_bit_changes_nearly_all_digits_and_eight_are_the_same_once_in_four_billion_times():
    weights, digits = life.random_model(seed=0).weights[:2_000].copy(), []
    before = hashlib.sha256(weights.tobytes()).hexdigest()
    for place in range(0, 2_000, 40):
        moved = weights.copy()
        moved[place] = np.nextafter(moved[place], np.float32(9))
        digits.append(np.mean([a != b for a, b in zip(before, hashlib.sha256(moved.tobytes()).hexdigest())]))
    assert np.mean(digits) > 0.9 and len(before) == 64 and round(16**8 / 1e9) == 4


def test_the_world_has_seventy_one_people_five_facts_of_each_and_408_words():
    world = World(0)
    assert len(PEOPLE) == 71 and {len(facts) for facts in world.facts.values()} == {5}
    assert number(r"each of the (\d+) words") == number(r"loss is log (\d+)") == len(VOCABULARY)
    assert "In this world, mira eats corn." in prose() and world.facts["mira"]["eats"] == "corn"
    assert round(log(len(VOCABULARY)), 1) == number(r"knowing nothing, which costs ([\d.]+) nats")


def test_800_batches_hold_the_library_twice():
    steps, batch, tokens = 800, 16, 400_000
    assert f"steps={steps}, batch={batch}" in cell("pretrain") and "400_000" in cell("pretrain")
    assert steps * batch * life.T / tokens == pytest.approx(2, rel=0.03)


def test_not_one_sentence_of_the_logbook_is_in_the_library():
    texts = World(0).library(np.random.default_rng(0), 400_000), log_book(np.random.default_rng(1), 14_000)
    library, pages = (
        {each.strip() for each in re.split(rf"\.|{END}", words(text)) if each.strip()} for text in texts
    )
    assert len(pages) > 500 and not pages & library


def test_the_base_model_has_read_questions_and_no_answers():
    text = words(World(0).library(np.random.default_rng(0), 100_000))
    after = Counter(re.findall(r"\? (\S+)", text))
    assert set(after) == {"what", END} and after["what"] > after[END]


def test_the_chosen_answer_and_the_rejected_one_are_those_of_the_world():
    world = World(0)
    assert f"chosen {world.answer('omar', 'plays', polite=True)}".replace("oud", "drums") in prose()


def test_no_conversation_is_about_those_of_the_exam_and_notes_are_about_strangers():
    turns = World(0).conversations(320, np.random.default_rng(2))
    said = {word for each in turns for _, text in each for word in text.split()}
    assert not said & set(UNASKED) and not said & set(UNCITED) and said & set(CITED)
    assert "on 320 conversations" in prose() and "five questions about each person" in prose()
    assert 5 * len(UNASKED) == 115 and "115 prompts" in cell("rounding")
    assert len(life.epochs(np.zeros((320, 33), int), np.zeros((320, 32), bool), 4)) == 80


def test_the_reward_margin_of_the_picture_is_3():
    assert answer("reward_margin")(-5.5, -9, -6.5, -7) == 3
    assert "gains((-6.5, -5.5), (-7, -9)" in cell("gains-picture")
    assert 1 - (-2) == number(r"1 − \(−2\) = (\d)")


def test_each_note_is_read_more_than_two_hundred_times():
    world = World(0)
    note = len(world.fact("mira", "eats").split())
    assert 80 * 16 * life.T / (80 * note) > 200 and len(UNCITED) * 5 == 80 and len(UNCITED) == 16


def test_nine_cases_of_which_four_are_training():
    cases = answer("is_training")
    assert "Nine things that people do" in prose()
    assert [case for case, it in cases.items() if it == "training"] == list("ACEH") and len(cases) == 9


# -- the real model ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_real_model_knows_the_date_from_the_notes_alone():
    real, space = smollm.load(), {}
    assert (
        134e6 < sum(array.size for array in real.weights()) < 136e6 and "its 135 million weights" in prose()
    )
    exec("\n".join(re.findall(r"^her_\w+ = .*$", cell("real"), re.MULTILINE)), space)
    with_notes, without = (
        smollm.answer(real, text, 40)
        for text in (f"{space['her_notes']}\n\n{space['her_question']}", space["her_question"])
    )
    assert "12th of May" in with_notes and "12th" not in without and re.search(r"\d", without)


@pytest.mark.slow
def test_four_of_five_weights_of_the_real_model_are_one_of_sixteen_values():
    path, sixteen, in_all = smollm.find(), 0, 0
    assert round(path.stat().st_size / 1e6) == number(r"would not fit into (\d+) MB")
    for tensor in gguf.read(path.read_bytes())[1].values():
        array = tensor()
        blocks = array.ravel()[: array.size // 32 * 32].reshape(-1, 32)[:200]
        # 32 drawn from 16 hold a value twice
        rounded = len(blocks) and all(len(set(block.tolist())) <= 16 for block in blocks)
        sixteen, in_all = sixteen + rounded * array.size, in_all + array.size
    assert 0.75 < sixteen / in_all < 0.85 and "four of five weights are one of sixteen values" in prose()


# -- what the cells print, and what the prose says of it -----------------------------------------------------


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The notebook's own life: all names after its last cell."""
    space = {"__name__": "notebook"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_CACHE", os.environ.get("COURSE_CACHE") or str(tmp_path_factory.mktemp("cache")))
        patch.setattr(pictures, "display", lambda *args, **options: None)
        for each in NB.cells:
            if each.cell_type == "code" and document.kind(each) != "test":
                with suppress(smollm.ModelMissing):  # then that cell says how to get it
                    exec(compile(each.source, f"<{each.id}>", "exec"), space)
        yield space


def plain(weights, batches, gradient_of, step):
    """Gradient descent with steps of a fixed size: a gradient longer than 1 is shortened to 1."""
    losses = []
    for batch in batches:
        loss, gradient = gradient_of(weights, batch)
        losses.append(loss)
        weights = weights - gradient / max(1, np.linalg.norm(gradient))
    return weights, losses


@pytest.mark.release
def test_with_other_steps_the_price_can_be_far_lower(lived):
    gentle = life.copy(lived["base"])
    # of another learning rate, so that nothing is loaded that the notebook has trained
    life.train(gentle, lived["pages"], "finetuning", lr=1, loop=plain)
    assert life.loss(gentle, lived["log_new"]) < 3.1 and life.facts_known(gentle, lived["world"]) > 0.9


@pytest.mark.release
def test_what_the_prose_says_of_what_is_measured_is_so(lived):
    world, base, assistant = lived["world"], lived["base"], lived["assistant"]
    log_new, loss, known = lived["log_new"], life.loss, life.facts_known
    assert lived["losses"][0] == pytest.approx(log(len(VOCABULARY)), abs=0.01)
    assert loss(base, log_new) > log(len(VOCABULARY))  # "worse than knowing nothing"
    assert 0.7 < loss(lived["beside"], log_new) - loss(lived["tuned"], log_new) < 1.6  # "a nat better"
    assert known(base, world) > 0.95 and known(lived["tuned"], world) < 0.5  # "more than half"
    assert known(lived["tuned"], world, offered=True) > 0.8  # "more than four of five cases"
    assert known(lived["replayed"], world) > 0.9  # "nearly all facts"
    # "a little less of the logbook"
    assert 0 < loss(lived["replayed"], log_new) - loss(lived["tuned"], log_new) < 0.6
    # "it answers with a question"
    assert life.answers(base, ["what does mira eat ?"])[0].startswith("what")
    assert life.exam(base, world) < 0.2 and life.exam(assistant, world) > 0.94
    before, after = lived["before"], lived["after"]
    # "it knew"; "did not expect an answer at all"; "<bot>: both above 11"
    assert before[8] < 1 < min(before[6], before[7], before[10]) and after[6:11].max() < 0.5
    assert min(before[5], after[5]) > 11
    moments = dict(zip(lived["album"], lived["margins"]))
    assert moments[0] == pytest.approx(0, abs=1e-6) and moments[40] > moments[6] + 8
    assert life.facts_known(lived["polite"], world) > 0.94  # "as plain text it still completes them"
    assert life.exam(lived["polite"], world) < 0.8  # "many answers only say how happy it is"
    asked = [f"<user> what does bela keep ? {BOT}"]
    (said,) = life.answers(assistant, asked)
    with_note = life.sure_of(
        assistant, f"<user> bela keeps hens . {asked[0][7:]}", "bela keeps hens . <end>", 2
    )
    assert (
        said.startswith("bela keeps") and life.sure_of(assistant, asked[0], said, 2) < 0.5 < 0.9 < with_note
    )
    as_noted = lived["as_noted"]
    assert as_noted(assistant, in_front=True) > 0.95 and as_noted(assistant) < 0.2
    assert as_noted(lived["trained"]) > 0.35 and life.exam(lived["trained"], world) < 0.92
    assert len(set(np.round(lived["rounded"].weights / lived["widest"]).astype(int).tolist())) <= 255
    assert abs(life.exam(lived["rounded"], world) - life.exam(assistant, world)) < 0.06


# -- the exercises -------------------------------------------------------------------------------------------


def test_no_exercise_has_more_than_twenty_messages_of_its_own():
    ways = mistakes.load(FILE.parent).wrong
    counts = {name: len({way.message for way in some}) for name, some in ways.items()}
    del counts["is_training"]  # one for each case
    assert max(counts.values()) <= 20, counts


def test_the_masks_are_those_of_conversations_in_their_template():
    rows = life.rows(
        [apply_chat_template(each) for each in World(0).conversations(9, np.random.default_rng(2))]
    )
    for row in rows:
        mask = answer("loss_mask")(row.tolist(), NUMBER[BOT], NUMBER[END])
        said = words(np.array(row[1:])[mask])
        assert said.endswith(END) and BOT not in said and "what does" not in said
        assert ids(said)[-1] == NUMBER[END]
