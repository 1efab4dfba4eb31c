"""What 06-ai-engineering says is so: the notebook run on what the model said to it when it was written, and
every number of its prose.
"""

import random
import runpy
from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from course.exercise import mistakes
from course.lessons.checkpoints import checkpoint
from course.lessons.models import smollm
from course.lessons.worlds import helpdesk
from course.lessons.worlds.helpdesk import LABELS, shares_of
from tests.told import Told

NAME = "06-ai-engineering"
TOLD = Told(NAME)
FILE, answer, prose, number = TOLD.file, TOLD.answer, TOLD.prose, TOLD.number
MAKER = runpy.run_path(str(FILE.parent / "checkpoint.py"))
NORWAY = "Do you ship to Norway?"


@pytest.fixture(scope="module")
def run():
    """The notebook's names after it has run on the record, and all that it asked -> (dict, dict)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smollm, "load", absent)
        patch.setenv("MPLBACKEND", "agg")
        return MAKER["run"](checkpoint(NAME))


def absent(*_):
    raise smollm.ModelMissing("not here")


@pytest.fixture
def space(run):
    return run[0]


def right(space, version):
    return sum(space["right"](space["guessed"][version]))


def compared(space, one, other):
    return space["head_to_head"](*(space["right"](space["guessed"][name]) for name in (one, other)))


# -- where its numbers come from -----------------------------------------------------------------------------


@pytest.mark.slow
def test_the_checkpoint_is_what_the_notebooks_own_answers_make(space):
    assert MAKER["make"](space) == checkpoint(NAME), f"python source/{NAME}/checkpoint.py"


@pytest.mark.slow
def test_the_record_holds_what_the_notebook_asks_and_nothing_else(run):
    assert set(helpdesk._record()) == {helpdesk.key(prompt) for prompt in run[1]}, (
        f"python source/{NAME}/checkpoint.py"
    )


@pytest.mark.slow
def test_the_model_still_says_what_is_on_record(run):
    clerk, asked = helpdesk.Clerk(), run[1]
    for prompt in list(asked)[::23]:
        said = asked[prompt]
        assert clerk.ask(prompt, list(said)) == {
            label: pytest.approx(said[label], abs=5e-3) for label in said
        }
    tokens = {label: len(clerk.model.encode(" " + label)) for label in (*LABELS, "lamp does not work")}
    assert tokens == dict.fromkeys(LABELS, 1) | {"lamp does not work": 4}


# -- prompts -------------------------------------------------------------------------------------------------


def test_the_cousins_three_messages_are_right_and_fifteen_of_the_sixty(space):
    v1, clerk, choose = space["v1"], space["clerk"], space["choose"]
    three = {"I can't sign in.": "account", "The switch is broken.": "fault", "I love this lamp!": "praise"}
    assert {text: choose(clerk.ask(v1.replace("{message}", text))) for text in three} == three
    assert right(space, "v1") == 15 and Counter(space["guessed"]["v1"])["account"] == 55
    assert "Fifteen, and 55 of the sixty are called *account*." in prose()


def test_account_has_two_chances_in_a_hundred_thousand_and_wins(space):
    log_probs = space["clerk"].ask(space["v1"].replace("{message}", NORWAY))
    assert f"{np.exp(log_probs['account'][0]):.4%}" == "0.0016%"
    assert "` account` has 0.0016 %" in prose() and space["choose"](log_probs) == "account"


def test_definitions_help_examples_harm_and_the_names_did_it(space):
    assert [right(space, name) for name in ("v2", "v3", "names")] == [33, 14, 32]
    assert "Version 2 gets 33 of 60 right." in prose() and "the five bare names, and it gets 32." in prose()
    assert compared(space, "v2", "v1") == (18, 0, False) and "Version 2 wins 18 to 0: not luck." in prose()
    assert not compared(space, "v2", "v3")[2] and compared(space, "v2", "names")[2]
    assert Counter(space["guessed"]["v3"])["fault"] == number(r"it calls (\d+) of the sixty \*fault\*")


def test_a_coin_ends_up_no_more_than_two_roots_apart_in_about_95_of_100():
    rng = np.random.default_rng(0)
    for n in range(5, 61, 5):
        heads = rng.binomial(n, 0.5, 20_000)
        assert np.mean(abs(2 * heads - n) <= 2 * n**0.5) == pytest.approx(0.95, abs=0.035)
    assert f"2√5 is {2 * 5**0.5:.1f}" in prose()


def test_a_share_of_sixty_is_known_to_thirteen_points():
    assert number(r"± (\d+) for our sixty") == round(100 / 60**0.5)
    widest = max(200 * (p * (1 - p) / 60) ** 0.5 for p in np.linspace(0, 1, 101))
    assert widest == pytest.approx(100 / 60**0.5)  # two standard errors, at a half


# -- the matrix ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_confusion_is_that_of_scikit_learn_on_a_thousand_random_cases():
    rng, confusion = np.random.default_rng(0), answer("confusion")
    for _ in range(1000):
        labels = rng.permutation(LABELS)[: rng.integers(2, 6)].tolist()
        truth, guesses = rng.choice(labels, (2, rng.integers(1, 40))).tolist()
        theirs = confusion_matrix(truth, guesses, labels=labels).tolist()
        assert confusion(truth, guesses, labels) == theirs


def test_no_fault_is_found_and_nine_are_praised_the_smell_of_burning_among_them(space):
    matrix, at = np.array(space["matrices"][1]), LABELS.index
    assert matrix[at("fault"), at("fault")] == 0 and matrix[at("fault"), at("praise")] == 9
    burning = next(i for i, message in enumerate(space["held_out"]) if "smell of burning" in message.text)
    assert space["guessed"]["v2"][burning] == "praise"
    assert not matrix[:, [at("billing"), at("fault")]].any()  # "never says"
    assert (matrix.diagonal() > 0).sum() == 3 and "all 33 right answers come from three labels" in prose()


def test_recall_and_precision_of_praise_and_delivery(space):
    matrix, found = np.array(space["matrices"][1]), {}
    for label in "praise", "delivery":
        i = LABELS.index(label)
        found[label] = [round(100 * matrix[i, i] / each.sum()) for each in (matrix[i], matrix[:, i])]
    assert found == {"praise": [100, 57], "delivery": [75, 69]}
    assert "*Praise* has a recall of 100 % and a precision of 57 %." in prose()


# -- the bias ------------------------------------------------------------------------------------------------


def test_divided_out_norway_is_a_delivery_nine_times_as_likely_as_before(space):
    before, after = space["prior"], space["shares_after"](space["v1"], NORWAY)
    assert max(after, key=after.get) == "account" == max(before, key=before.get)
    assert round(after["delivery"] / before["delivery"]) == 9
    assert 0.8 < after["account"] / before["account"] < 1
    assert "The message has made *delivery* nine times as likely as it was, and *account* a little" in prose()
    shares = space["calibrate"](after, before)
    assert max(shares, key=shares.get) == "delivery"


def test_calibrated_the_two_lines_get_forty_and_eight_faults(space):
    found = space["guessed"]["v1, calibrated"]
    assert right(space, "v1, calibrated") == 40 and "Forty, 25 more than before" in prose()
    assert [a == b == "fault" for a, b in zip(space["truth"], found)].count(True) == 8
    assert not compared(space, "v1, calibrated", "v1")[2]
    assert compared(space, "v1, calibrated", "v2")[2] and right(space, "v1, calibrated") >= right(space, "v2")


def test_no_other_place_of_the_slider_gets_more_right(space):
    def score(strength):
        chosen = [
            max(LABELS, key=lambda label: shares[label] / space["prior"][label] ** strength)
            for shares in space["shares_v1"]
        ]
        return sum(space["right"](chosen))

    scores = {strength / 10: score(strength / 10) for strength in range(16)}
    assert scores[0] == 15 and scores[1] == 40
    assert all(score < 40 for strength, score in scores.items() if strength != 1)
    assert "more of the sixty are right than at any other place of the slider" in prose()


@pytest.mark.slow
def test_the_order_of_examples_matters_less_when_calibrated(space):
    clerk = helpdesk.Clerk()

    def both(template):
        space["clerk"].ask_each = clerk.ask_each  # what is not on record
        said = clerk.ask_each(template.replace("{message}", message.text) for message in space["held_out"])
        empty = clerk.ask_each(template.replace("{message}", each) for each in space["EMPTY"])
        prior = helpdesk.mean_of([shares_of(space["totals"](each)) for each in empty])
        shares = [shares_of(space["totals"](each)) for each in said]
        raw = [max(each, key=each.get) for each in shares]
        return [sum(space["right"](chosen)) for chosen in (raw, space["calibrated"](shares, prior))]

    five = space["examples"]
    orders = [five, *(random.Random(seed).sample(five, 5) for seed in range(6))]
    shots = [
        "".join(f"Message: {message.text}\nCategory: {message.label}\n\n" for message in order)
        for order in orders
    ]
    raw, calibrated = zip(*(both(each + space["v1"]) for each in shots))
    assert (min(raw), max(raw), min(calibrated), max(calibrated)) == (15, 35, 38, 42)
    assert "get 15 to 35 of 60 right. Calibrated, they get 38 to 42." in prose()


# -- baseline and bill ---------------------------------------------------------------------------------------


def test_the_nearest_example_by_words_gets_31_and_nothing_is_shown_to_beat_it(space):
    assert right(space, "no model") == 31
    assert "Version 2 beats it by two messages, and the calibrated lines by nine." in prose()
    assert all(compared(space, version, "no model")[2] for version in ("v2", "v1, calibrated"))


def test_a_letter_of_150_tokens_costs_sixteen_times_as_much_nearly_all_for_writing(space):
    (fresh, cached), prices = checkpoint(NAME)["request"], space["prices"]
    short, long = (space["bill"](1_000_000, fresh, cached, out, prices) for out in (2, 150))
    assert round(long / short) == 16 and "costs sixteen times as much" in prose()
    written = [space["bill"](1_000_000, 0, 0, out, prices) for out in (2, 150)]
    assert written[0] / short < 0.5 and written[1] / long > 0.9
    assert 150 / checkpoint(NAME)["speeds"][1] > 2  # "take seconds on this core"
    assert f"bill(30000, {fresh}, {cached}, 2," in prose()


def test_no_exercise_has_more_than_twenty_messages_of_its_own():
    ways = mistakes.load(FILE.parent).wrong
    counts = {name: len({way.message for way in some}) for name, some in ways.items() if name != "ways"}
    assert max(counts.values()) <= 20, counts
