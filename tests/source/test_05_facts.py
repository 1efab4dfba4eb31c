"""What 05-four-trainings says is so: every number of its prose that no cell prints, and what it says of those
that are printed.
"""

import ast
import hashlib
import os
import re
from contextlib import suppress
from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

import course
from course.authoring import checkpoint as checkpoint_file
from course.figures import life_pictures, pictures
from course.lessons.checkpoints import checkpoint
from course.lessons.models import smollm, training
from course.lessons.worlds import life, world
from course.lessons.worlds.preferences import Preference, log_probability, pairs
from course.lessons.worlds.world import (
    BOT,
    END,
    KINDS,
    NUMBER,
    PEOPLE,
    UNASKED,
    UNCITED,
    VOCABULARY,
    WORDS,
    World,
    ids,
    question,
    words,
)
from course.notebook import document
from tests.told import Told

TOLD = Told("05-four-trainings")
FILE, NB, answer, prose, cell, number = TOLD.file, TOLD.nb, TOLD.answer, TOLD.prose, TOLD.cell, TOLD.number


@cache
def conversations():
    """Those of the notebook: turns, texts, rows of ids, masks."""
    turns = World(seed=0).conversations(320, np.random.default_rng(2))
    texts = [answer("chat")(each) for each in turns]
    rows = life.rows(texts)
    return (
        turns,
        texts,
        rows,
        np.array([answer("answer_mask")(row.tolist(), NUMBER[BOT], NUMBER[END]) for row in rows]),
    )


def finetuning():
    """Steps, and windows of each, of the notebook's finetuning."""
    return map(int, re.search(r"windows\(log_known, steps=(\d+), batch=(\d+)\)", cell("finetune")).groups())


def shares():
    """What each stage takes of the whole compute, by the sizes of the notebook's batches -> {stage: per
    cent}.
    """
    rng, (_, _, rows, masks) = np.random.default_rng(0), conversations()
    library, log_known = World(0).library(rng, 400_000), world.log_book(np.random.default_rng(1), 14_000)
    sizes = {
        "pre-training": [(6, batch[:, 1:]) for batch in life.windows(library, 800, 16)],
        "finetuning": [(6, batch[:, 1:]) for batch in life.windows(log_known, *finetuning())],
        "answers": [(6, mask) for _, mask in life.epochs(rows, masks, 4)],
        "preferences": [(8, mask) for _, mask in pairs(World(0), 15, np.random.default_rng(3))],
    }
    return answer("shares")(
        [
            (stage, sum(operations * array.size for operations, array in batches))
            for stage, batches in sizes.items()
        ]
    )


# -- the checkpoint ------------------------------------------------------------------------------------------


def test_the_checkpoint_is_what_the_notebooks_own_answers_make():
    source = FILE.parent / "checkpoint.py"
    space = {"__name__": "checkpoint", "__file__": str(source)}
    exec(compile(source.read_text("utf-8"), source, "exec"), space)
    kept = Path(course.__file__).parent / "data/checkpoints/05-four-trainings.json"
    assert checkpoint_file.text(space["make"]()) == kept.read_text("utf-8"), (
        "python source/05-four-trainings/checkpoint.py"
    )


def test_the_checkpoint_is_what_the_cells_that_draw_on_it_ask_for():
    known, (_, texts, _, masks) = checkpoint("05-four-trainings"), conversations()
    assert (
        known["chats"] == texts
        and np.array([[mark == "1" for mark in row] for row in known["masks"]]).tolist() == masks.tolist()
    )
    assert (
        known["replay"] == [[*range(6), *range(12, 18)], [*range(9), *range(12, 15)], [*range(12)]]
        and len(known["prompts"]) == 480
    )
    made = {"LISTS": world.LISTS, "WORDS": WORDS, "np": np}
    exec(cell("few_shot-try").split("prompts = ")[0], made)
    assert known["prompts"] == [answer("few_shot")(*case) for case in made["cases"]]
    assert [len(shown) for shown, _ in made["cases"]] == [n for n in (0, 1, 2, 4) for _ in range(120)]
    assert all(right in WORDS[word] for (_, word), right in zip(made["cases"], made["wanted"]))


# -- numbers -------------------------------------------------------------------------------------------------


def test_gpt3_took_ten_years_of_a_machine_with_a_million_billion_operations_each_second():
    days = number(
        r"([\d,]+) petaflop/s-days: ten years of a machine that does a million billion operations each second"
    )
    # a petaflop/s is 10^15 operations each second
    assert days == 3_640 and 9.9 < days / 365 < 10.1 and 1e6 * 1e9 == 1e15
    # 6 for each of 175 billion weights and 300 billion tokens
    assert 6 * 175e9 * 300e9 / (1e15 * 86_400) == pytest.approx(days, rel=0.003)


def test_a_newborn_is_300_000_numbers_of_four_bytes():
    model = life.newborn(seed=0)
    assert (
        round(len(model.weights), -4)
        == number(r"who compares ([\d,]+) numbers by eye")
        == number(r"one weight of the ([\d,]+)")
    )
    assert (
        model.weights.itemsize == 4
        and "four bytes each" in prose()
        and "nudged[150_000]" in cell("nudge")
        and len(model.weights) > 150_000
    )


@pytest.mark.slow
def test_the_smallest_step_of_one_weight_is_seen_by_the_fingerprint_and_changes_half_of_the_bits():
    weights, flipped = life.newborn(seed=0).weights, []
    before = hashlib.sha256(weights.tobytes()).digest()
    for place in range(0, 150_001, 1_500):
        nudged = weights.copy()
        nudged[place] = np.nextafter(nudged[place], np.float32(1))
        assert abs(nudged[place] - weights[place]) < 1e-6 and answer("fingerprint")(nudged) != answer(
            "fingerprint"
        )(weights)
        flipped.append(
            sum((a ^ b).bit_count() for a, b in zip(before, hashlib.sha256(nudged.tobytes()).digest())) / 256
        )
    assert (
        np.mean(flipped) == pytest.approx(0.5, abs=0.01)
        and "changes about half of the bits that come out" in prose()
    )


def test_eight_digits_are_the_same_by_chance_once_in_four_billion_times():
    assert round(16**8 / 1e9) == 4 and "is one in four billion" in prose()


def test_the_picture_of_hashing_shows_922b7d53():
    numbers = [
        float(each) for each in re.search(r"hashing\(\[(.*?)\]", cell("hashing-picture"))[1].split(",")
    ]
    assert numbers == [0.1, -2, 30] and answer("fingerprint")(np.array(numbers, np.float32)) == "922b7d53"
    assert "922b7d53" in [text.get_text() for text in life_pictures.hashing(numbers).axes[0].texts]
    pictures.plt.close("all")


def test_reading_changes_no_bit_and_rounding_changes_the_digits():
    model, fingerprint = life.newborn(seed=0), answer("fingerprint")
    model.output[:] = np.random.default_rng(0).normal(size=model.output.shape)
    before = fingerprint(model.weights)
    life.answers(model, ["what does mira eat ?", "hot -> cold ; big ->"])
    assert fingerprint(model.weights) == before
    widest = np.abs(model.weights).max() / 127
    steps = np.round(model.weights / widest)
    assert fingerprint((steps * widest).astype(np.float32)) != before
    assert (
        128 < len(set(steps.tolist())) <= number(r"rounding all weights, each to one of (\d+) values") == 255
    )


# -- pre-training --------------------------------------------------------------------------------------------


def test_the_world_has_seventy_one_people_and_five_facts_about_each():
    assert (
        "seventy-one people, five facts about each" in prose()
        and len(PEOPLE) == 71
        and {len(facts) for facts in World(0).facts.values()} == {5}
    )


def test_the_first_loss_is_the_log_of_the_number_of_words():
    assert number(r"first loss is −log\(1/(\d+)\)") == len(VOCABULARY)
    model, rows = life.newborn(seed=0), np.array([ids("mira eats soup . <end>")])
    assert life.surprises(model, rows) == pytest.approx(log(len(VOCABULARY)), abs=1e-5)


def test_the_sizes_of_the_pre_training():
    assert (
        "800 steps, each with 16 windows of 64 words" in prose()
        and "steps=800, batch=16" in cell("pretrain")
        and life.T == 64
    )


def test_one_cannot_know_which_list_is_meant_and_one_pair_says_it():
    assert "opposites, French words, Spanish words" in prose() and world.LISTS == (
        "opposite",
        "french",
        "spanish",
    )
    assert all(len(set(others)) == 3 for others in WORDS.values())
    assert WORDS["hot"][:2] == ["cold", "chaud"] and "big" in WORDS


# -- finetuning ----------------------------------------------------------------------------------------------


def test_knowing_nothing_costs_6_0_nats():
    assert round(log(len(VOCABULARY)), 1) == number(r"worse than knowing nothing \((\d\.\d)\)")


@pytest.mark.slow
def test_the_library_has_no_word_of_the_log_if_the_notebook_says_so():
    library = set(words(World(seed=0).library(np.random.default_rng(0), 400_000)).split())
    names = {*PEOPLE, *world.STRANGERS, *(value for _, values in KINDS.values() for value in values)}
    own = {
        word for part in world.LOG for choice in part for word in choice.split() if "{" not in word
    } - names
    stories = {
        word
        for kind in ("portrait", "tale", "paper", "word list", "story")
        for text in texts(kind)
        for word in text.split()
    }
    heard = (own - stories) & library  # what a parrot has said of it
    assert len(own - stories) > 60 and not (heard and "the library has not a word of it" in prose()), sorted(
        heard
    )


def texts(kind):
    write, rng = World(seed=0).shelves()[kind][0], np.random.default_rng(0)
    return [write(rng) for _ in range(2_000)]


def test_the_steps_of_the_finetuning_are_the_same_wherever_they_are_named():
    steps, batch = finetuning()
    said = (
        r"Ours gets (\d+) steps of 12 windows each",
        r"a newborn model gets the same (\d+) steps",
        r"a new trade in (\d+) steps",
    )
    assert [number(each) for each in said] == [steps] * 3
    assert batch == 12 and steps * batch * life.T < 14_000  # not a window twice


def test_the_step_of_the_picture_is_that_of_the_exercise():
    weights, slope, lr = re.search(
        r"weights=(\(.*?\)), slope=(\(.*?\)), lr=([.\d]+)", cell("one_step-picture")
    ).groups()
    weights, slope = (np.array(ast.literal_eval(each), float) for each in (weights, slope))
    to = answer("one_step")(weights, slope, float(lr))
    assert (
        np.allclose(to, [0.7, 1.6]) and "-> [.7, 1.6]" in prose() and "(0.7, 1.6)" in cell("one_step-picture")
    )
    assert (
        np.hypot(*slope) == number(r"√\(9 \+ 16\) = (\d)")
        and np.allclose(slope / 5, [0.6, 0.8])
        and "(0.6, 0.8)" in cell("one_step-picture")
    )


# -- post-training -------------------------------------------------------------------------------------------


def test_320_conversations_four_times_are_80_steps_of_16_and_rows_of_33_hold_them():
    turns, texts, rows, masks = conversations()
    batches = life.epochs(rows, masks, 4)
    assert (
        len(turns)
        == number(r"Here are (\d+) conversations")
        == number(r"Eighty steps on (\d+) conversations")
    )
    assert len(batches) == number(
        r"(\d+) steps with 16 conversations each, each conversation four times"
    ) and {len(array) for array, _ in batches} == {16}
    assert max(len(text.split()) for text in texts) <= rows.shape[1] == 33 and "33 words" in cell("tune")
    assert any("happy to help" in text for text in texts) and "some answers are polite" in prose()


def test_two_thirds_of_the_people_are_asked_about_and_the_others_are_examined_with_five_questions_each():
    turns, *_ = conversations()
    said = {word for talk in turns for _, text in talk for word in text.split()}
    asked = {name for name in PEOPLE if name in said}
    assert (
        "about two thirds of the people" in prose()
        and abs(len(asked) / len(PEOPLE) - 2 / 3) < 0.02
        and not asked & set(UNASKED)
    )
    assert (
        "five questions about each" in prose()
        and "for name in UNASKED for kind in KINDS" in cell("examine")
        and len(KINDS) == 5
    )


def test_whoever_is_said_to_be_in_no_conversation_is_in_none():
    turns, *_ = conversations()
    said = {word for talk in turns for _, text in talk for word in text.split()}
    (looked_at,) = set(re.findall(r"question\('(\w+)'", cell("surprise-picture")))
    (stranger,) = set(re.findall(r"what does (\w+) keep", cell("note")))
    assert looked_at in UNASKED and stranger in UNCITED and not {looked_at, stranger} & said


def test_the_stamps_of_the_picture_and_of_the_bars_are_those_of_the_answer_mask():
    for name in "stamps-picture", "surprise-picture":
        zeros, ones, rest = re.search(
            r"\[0\] \* (\d+) \+ \[1\] \* (\d+)(?: \+ (\[0\]))?", cell(name)
        ).groups()
        drawn, asked = (
            re.search(r'stamps\("(.*?)"', cell(name)),
            re.search(r"question\('(\w+)', '(\w+)'\)", cell(name)),
        )
        text = (
            drawn[1]
            if drawn
            else f"{world.USER} {question(*asked.groups())} {BOT} {World(0).answer(*asked.groups())} {END}"
        )
        want = answer("answer_mask")(ids(text), NUMBER[BOT], NUMBER[END])
        assert [False] * int(zeros) + [True] * int(ones) + [False] * bool(rest) == want


def test_one_place_late_is_on_what_is_read_instead_of_what_is_guessed():
    _, _, rows, masks = conversations()
    late = np.roll(masks, 1, axis=1)
    late[:, 0] = False
    first = [int(np.flatnonzero(mask)[0]) for mask in late]
    assert all(
        rows[i, place] != NUMBER[BOT] and rows[i, place - 1] == NUMBER[BOT] for i, place in enumerate(first)
    )
    assert (
        "*One late*: every stamp is one place too far to the right" in prose()
        and "np.roll(masks, 1, axis=1)" in cell("break")
    )


# -- preferences ---------------------------------------------------------------------------------------------


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_in_800_steps_plain_steps_end_further_up_than_muon_wherever_they_are_run(seed):
    """What section 3 says of optimisers, in each of its three worlds; sums of float32 by another processor
    end .03 nats and 5 % of the facts further up or down.
    """
    told = re.search(
        r"end at ([\d.]+) to ([\d.]+) nats and (\d+) to (\d+) % of the facts, at best of the sizes we tried \(three worlds\); "
        r"Muon got to ([\d.]+) to ([\d.]+) nats and (\d+) to (\d+) %",
        prose(),
    )
    told = list(map(float, told.groups()))
    world_of_it, rng, every = World(seed), np.random.default_rng(seed), np.ones((16, 64), bool)
    library, new_texts = world_of_it.library(rng, 400_000), world_of_it.library(rng, 20_000)
    plain, muon = life.newborn(seed=seed), life.newborn(seed=seed)
    batches = [(rows, every) for rows in life.windows(library, steps=800, batch=16)]
    plain.weights[:], _ = answer("learn")(
        plain.weights.copy(),
        batches,
        life.slope_of(plain),
        lambda weights, slope: answer("one_step")(weights, slope, 2),
    )
    # so that in the notebook's world its own model is loaded
    album = ast.literal_eval(re.search(r"album=(\(.*?\))", cell("pretrain"))[1])
    life.train(
        muon,
        life.windows(library, steps=800, batch=16),
        "pre-training",
        [],
        lr=0.007,
        optimizer="muon",
        album=album,
    )
    for made, (nats, most_nats, facts, most_facts) in ((plain, told[:4]), (muon, told[4:])):
        assert (
            nats < life.loss(made, new_texts) < most_nats
            and facts < 100 * life.recall(made, world_of_it) <= most_facts
        )


def test_the_pair_of_the_picture_has_a_lead_of_3_a_chance_of_71_and_a_loss_of_3412():
    chosen, rejected, ref_chosen, ref_rejected, beta = map(
        float, re.search(r"`dpo_loss\((-[^)]*)\)", prose())[1].split(",")
    )
    lead = (chosen - ref_chosen) - (rejected - ref_rejected)
    assert (
        lead
        == answer("lead")(chosen, rejected, ref_chosen, ref_rejected)
        == number(r"1 − \(−2\) = (\d)")
        == 3
        and round(1 / (1 + exp(-beta * lead)), 2) == 0.71
    )
    assert (
        round(answer("dpo_loss")(chosen, rejected, ref_chosen, ref_rejected, beta), 4)
        == number(r"-> (\.\d{4})` \(to four digits")
        == 0.3412
    )
    assert "about 0.7 for a lead of 3 times 0.3" in cell("winning-picture")


def test_the_brakes_that_are_run_are_fewer_steps_smaller_ones_and_a_larger_beta_and_the_last_steps_of_a_training_are_small():
    assert BRAKES == [(40, 3e-4, 0.3), (15, 6e-4, 0.3), (40, 6e-4, 3)]
    assert training.schedule(0.95) < training.schedule(0.7) < training.schedule(0.2)


def test_with_no_lead_the_loss_is_log_2():
    assert answer("dpo_loss")(-3, -8, -3, -8, 0.3) == pytest.approx(log(2)) and round(log(2), 2) == number(
        r"chance of winning.*?log 2 = ([\d.]+\d)"
    )


def test_the_loss_of_exercise_7_is_the_one_that_trains():
    model, reference = life.newborn(seed=0), life.newborn(seed=0)
    model.output[:], reference.output[:] = np.random.default_rng(0).normal(
        scale=0.05, size=(2, *model.output.shape)
    )
    ((array, mask),) = pairs(World(0), 1, np.random.default_rng(0))
    now, then = log_probability(model, array, mask), log_probability(reference, array, mask)
    by_answer = np.mean(
        [answer("dpo_loss")(now[i], now[i + 1], then[i], then[i + 1], 0.3) for i in range(0, len(now), 2)]
    )
    assert (
        Preference(reference, 0.3)(model, array, mask, np.empty_like(model.weights))
        == pytest.approx(by_answer, rel=1e-4)
        and abs(by_answer - log(2)) > 0.01
    )


def test_15_steps_with_16_pairs_and_then_40():
    batches = pairs(World(0), 15, np.random.default_rng(3))
    assert (
        "15 steps with 16 pairs each" in prose()
        and len(batches) == 15
        and {len(array) // 2 for array, _ in batches} == {16}
    )
    assert (
        "The same once more, for longer: forty steps instead of fifteen, and each of twice the size"
        in prose()
        and "pairs(world, 40, rng)" in cell("pair")
    )
    assert (
        "lr=3e-4" in cell("prefer")
        and "lr=6e-4" in cell("overdo")
        and "# 6, and 2 for the reference" in cell("prefer")
    )


# -- the bill ------------------------------------------------------------------------------------------------


def test_instructgpts_pre_training_took_98_25_per_cent():
    bill = [
        number(rf"{stage} ([\d,.]+\d)")
        for stage in ("pre-training", "instruction tuning", r"where ours are by DPO\)")
    ]
    assert bill == [3_640, 4.9, 60]
    took = answer("shares")(list(zip(("pre-training", "answers", "preferences"), bill)))
    assert round(took["pre-training"], 2) == 98.25 and number(
        r'"Pre-training takes (\d+) % of the compute"'
    ) == 98 == number(r'"(\d+) %" is InstructGPT')
    assert "3640), " in cell("bills") and "4.9), " in cell("bills") and "60)]" in cell("bills")


def test_deepseeks_bill_adds_up():
    """DeepSeek-V3 Technical Report, table 1: thousands of hours of H800 processors."""
    whole, pre, long, rest = map(
        lambda each: float(each.replace(",", "")),
        re.search(
            r"of ([\d,]+) thousand GPU hours, pre-training took ([\d,]+), teaching it to read long texts (\d+), and all the rest (\d+)",
            prose(),
        ).groups(),
    )
    assert pre + long + rest == whole == 2_788
    assert round(100 * pre / whole, 1) == number(r"That makes ([\d.]+) % for pre-training") and round(
        100 * rest / whole, 1
    ) == number(r"for pre-training, and ([\d.]+) % for post-training")


@pytest.mark.slow
def test_the_library_is_read_twice():
    assert (
        "That is the whole library, twice" in prose()
        and 1.9 < 800 * 16 * 64 / len(World(0).library(np.random.default_rng(0), 400_000)) < 2.1
    )


@pytest.mark.slow
def test_ours_took_the_share_that_the_notebook_says_and_nine_tenths():
    took = shares()["pre-training"]
    assert number(r"Our own bill shows about (\d+)") == number(r"ours says (\d+)") == round(took)
    assert "Pre-training took nine tenths of the compute" in prose() and 88 < took < 95


def test_the_written_answers_are_as_small_a_part_of_the_data_as_the_notebook_says():
    """Nobody has published their lengths. No text is longer than the window, 2,048 tokens."""
    prompts, most = (
        number(rf"InstructGPT's {n} written answers, of at most {m} tokens each")
        for n, m in ((r"([\d,]+)", r"[\d,]+"), (r"[\d,]+", r"([\d,]+)"))
    )
    tokens = number(r"the (\d+) billion tokens of its pre-training") * 1e9
    assert (prompts, most, tokens) == (13_000, 2_048, 300e9)
    assert "less than a hundredth of a per cent" in prose() and 100 * prompts * most / tokens < 0.01


@pytest.mark.slow
def test_for_98_per_cent_ours_would_need_so_many_times_its_pre_training():
    took = shares()
    later = sum(share for stage, share in took.items() if stage != "pre-training")
    more = answer("times")(took["pre-training"], later, 0.98)
    assert (
        more * took["pre-training"] / (more * took["pre-training"] + later) == pytest.approx(0.98)
        and 3 < more < 5
    )


def test_the_example_of_exercise_10_is_worked_out_rightly():
    pre, later, share, result, nine, other, whole, part, four = map(
        float,
        re.search(
            r"`times\((\d+), (\d+), (\.\d+)\) -> ([\d.]+)`: the later (\d+) are to be the other (\.\d+) of the whole, so the whole would be 9 / \.3 = (\d+), "
            r"and pre-training (\d+) of them instead of (\d+)\.",
            prose(),
        ).groups(),
    )
    assert (
        (later, pre) == (nine, four)
        and share + other == pytest.approx(1)
        and later / other == pytest.approx(whole)
    )
    assert whole - later == part == pytest.approx(share * whole) and result == part / pre == pytest.approx(
        answer("times")(pre, later, share)
    )


def test_eight_deeds_half_of_them_training_and_seven_people():
    cases, deeds = answer("is_training"), answer("who")
    assert (
        "Eight things that people do" in prose()
        and len(cases) == 8
        and list(cases.values()).count("training") == 4
    )
    assert len(deeds) == 7 and set(deeds.values()) == {"model developer", "application developer", "user"}


@pytest.mark.slow
def test_the_real_model_is_450_times_as_large_and_knows_the_date_from_the_notes_alone():
    real = smollm.load()
    weights = sum(array.size for array in real.weights())
    assert "SmolLM2 has some 135 million weights" in prose() and 134 < weights / 1e6 < 136
    assert (
        "four hundred and fifty times as large" in prose()
        and 445 < weights / len(life.newborn(0).weights) < 455
    )
    space = {}
    exec(re.search(r"^her_notes, .*$", cell("real"), re.MULTILINE)[0], space)
    with_notes, without = (
        smollm.answer(real, text, 40)
        for text in (f"{space['her_notes']}\n\n{space['her_question']}", space["her_question"])
    )
    capital = "What is the capital of France?"
    # "it follows the note"
    assert "Paris" in smollm.answer(real, capital, 20) and "Lyon" in smollm.answer(
        real, f"The capital of France is Lyon.\n\n{capital}", 20
    )
    # "the date from her notes, then one that it invented"
    assert "12th of May" in with_notes and "12th" not in without and re.search(r"\d", without)


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


@pytest.mark.release
def test_what_the_prose_says_of_what_is_measured_is_so(lived):
    def of(name):
        return lived[name]

    def at_the_log(name):
        return life.loss(of(name), of("log_new"))

    world, asked = of("world"), len(of("asked"))
    facts = {name: life.recall(of(name), world) for name in ("base", "tuned", "rehearsed", "assistant")}
    assert of("losses")[0] == pytest.approx(log(len(VOCABULARY)), abs=0.01)
    assert at_the_log("base") > log(len(VOCABULARY)) + 1  # "worse than knowing nothing"
    # nearly all; half; nine tenths
    assert (
        facts["base"] > 0.95
        and 0.3 < facts["tuned"] < 0.6
        and 0.85 < facts["rehearsed"] / facts["base"] < 0.99
    )
    assert at_the_log("newborn") - at_the_log("tuned") > 1  # "about a nat better"
    assert 0 < at_the_log("rehearsed") - at_the_log("tuned") < 0.5  # "a little less of the new"
    general = {name: life.loss(of(name), of("new_texts")) for name in ("base", "tuned", "rehearsed")}
    # "doubles", "nearly as it was"
    assert 1.6 < general["tuned"] / general["base"] < 2.4 and general["rehearsed"] / general["base"] < 1.25
    examine, manners = of("examine"), of("manners")
    assert (
        examine(of("base"), "{}")[0] == 0
        and examine(of("assistant"))[0] > 0.9
        and examine(of("assistant"))[1] > 0.97
        and asked == 5 * len(UNASKED)
    )
    late, _ = examine(made_late(lived))
    assert late < 0.3  # "one place late, and it is lost"
    assert (
        manners(of("polite")) > 0.95
        and examine(of("polite"))[0] > 0.9
        and examine(of("longer"))[0] < 0.7
        and manners(of("longer")) > 0.9
    )
    zero, one, *more = of("shares_right")
    assert (
        0.25 < zero < 0.45
        and min(one, *more) > 0.97
        and of("prints") == 4 * [of("fingerprint")(of("base").weights)]
    )
    believed = of("believed")
    assert (
        believed(of("assistant"), UNCITED, np.random.default_rng(6)) > 0.95
        and believed(of("assistant"), UNASKED, np.random.default_rng(7)) < 0.25
    )
    strangers, true, anything = of("bots").values()
    listens = [believed(bot, UNASKED, np.random.default_rng(7)) for bot in (strangers, true, anything)]
    # only notes that contradict: "four false notes in five"
    assert max(listens[:2]) < 0.2 and 0.7 < listens[2] < 0.9
    assert examine(anything)[0] > 0.95  # "and forgets no fact"
    at_answer = {
        name: life.surprises(of(name), life.rows([of("talk")], len(of("talk").split())))[0][of("marks")]
        for name in ("base", "assistant")
    }
    assert at_answer["assistant"].max() < 0.3 and at_answer["base"].mean() > 1  # "close to zero", "high"
    # there is a time at which it is polite, and still right
    assert 0 < of("when_to_stop")(list(of("pages_of")), of("right_share"), of("polite_share"), 0.9) < 15
    assert [line.split(":")[0] for line in of("by_your_function")().splitlines()] == [
        "before",
        "after 15 steps",
        "much longer",
    ]
    untrained, *_, overdone = (float(line.split()[-1]) for line in of("by_your_function")().splitlines())
    assert untrained == pytest.approx(log(2), abs=1e-4) and overdone < 0.01  # "by far the best of the three"
    assert life.recall(of("longer"), world) > 0.95  # "it still knows, and no longer says"
    chosen, rejected = (
        of("log_probability")(of("longer"), *of("fresh_pairs"))[i::2].mean()
        - of("log_probability")(of("assistant"), *of("fresh_pairs"))[i::2].mean()
        for i in (0, 1)
    )
    assert rejected < chosen < 0  # "both became less likely; the rejected one more so"
    # "half a batch without the old keeps no more"
    assert life.recall(of("halved"), world) < facts["tuned"] + 0.1
    assert min(of("right_of"), key=of("right_of").get) == "one late" and of("right_of")["no end"] > 0.9
    assert 0.01 < 1 - examine(of("polite"))[0] < 0.1  # "had cost a few answers in a hundred already"
    for steps, lr, beta in BRAKES:  # "each is a brake, and none of these three is enough by itself"
        assert examine(of("longer"))[0] + 0.2 < examine(braked(lived, steps, lr, beta))[0] < 0.85
    # "asked in the form of a conversation, it gets 10 % right"
    assert round(of("curves")["your mask"][0], 1) == 0.1
    yours, everything = (of("curves")[name][of("moments").index(15)] for name in ("your mask", "everything"))
    assert 0.4 < everything / yours < 0.6  # "after 15 steps it answers half as many questions"
    first, *_, last = map(float, re.findall(r"\d+\.\d+", of("newborn_and_your_loop")().splitlines()[0]))
    # "a hundred of yours took a newborn from 6 nats to a little over 2"
    assert first == pytest.approx(log(len(VOCABULARY)), abs=0.01) and 2 < last < 2.5
    at_the_logs_size = life.copy(of("base"))
    life.train(at_the_logs_size, life.epochs(of("rows"), of("masks"), 4), "as large", [], lr=0.003)
    assert life.recall(at_the_logs_size, world) > 0.9  # "with steps as large it keeps them, too"
    everything, _ = examine(stamped_everywhere(lived))
    assert everything > 0.9  # "in the end it arrives, too"
    # "it knew": hardly surprised by the fact, but by the name
    assert at_answer["base"][2] < 0.5 < 1 < at_answer["base"][0]
    # "every note was about a stranger"
    assert len(of("noted")) > 100 and not any(name in PEOPLE for name in of("noted"))
    # "offered only the twelve values, it still picks the right one in most cases"
    assert 0.8 < life.recall(of("tuned"), world, offered=True) < 0.97
    # "Muon forgets far less": the last line of the cell
    assert of("optimizer") == "muon" and life.recall(of("one"), world) > facts["tuned"] + 0.2
    (small, kept), (larger, keeps_less), (too_large, _) = (
        (life.loss(made, of("log_new")), 100 * life.recall(made, world))
        for made in of("your_finetuned")().values()
    )
    # "nearly as far, and hardly anything is forgotten"; "the more is lost"
    assert abs(small - at_the_log("tuned")) < 0.4 and kept > 90 > keeps_less > facts["tuned"] * 100
    assert too_large > larger  # "the largest leap too far, and learn less of the log, too"
    beside = of("by_your_loop")(
        life.newborn(seed=1), [(page, np.ones(page[:, 1:].shape, bool)) for page in of("pages")], lr=1
    )[0]
    assert life.loss(beside, of("log_new")) < small  # "a newborn soon learns it as well"
    bot, asked = (
        of("assistant"),
        [
            [f"<user> {of('question')(name, kind)} <bot>" for name in people for kind in KINDS]
            for people in (UNASKED, UNCITED)
        ],
    )
    known_to_it, made_up = (
        [life.sure_of(bot, asking, said, 2) for asking, said in zip(each, life.answers(bot, each))]
        for each in asked
    )
    # "the probability inside shows that it is far less sure"
    assert np.median(known_to_it) > 0.9 and np.median(made_up) < 0.5
    assert (
        life.sure_of(
            bot, "<user> bela keeps hens . what does bela keep ? <bot>", "bela keeps hens . <end>", 2
        )
        > 0.9
    )
    _, before, worn, off, whole = of("your_adapter")().splitlines()
    assert float(re.search(r"the logbook ([\d.]+)", whole)[1]) < float(
        re.search(r"the logbook ([\d.]+)", worn)[1]
    ) and int(re.search(r"facts +(\d+)%", whole)[1]) > int(
        re.search(r"facts +(\d+)%", worn)[1]
    )  # "all weights come further and keep more"
    log_with, facts_with = (
        float(re.search(pattern, worn)[1]) for pattern in (r"the logbook ([\d.]+)", r"facts +(\d+)%")
    )
    # "as far as the finetuning did in 18, and two thirds of the facts"
    assert abs(log_with - at_the_log("tuned")) < 0.15 and 58 < facts_with < 74
    # "taken off, everything as it was"; "a fifteenth"
    assert (
        before.split("the logbook")[1] == off.split("the logbook")[1]
        and len(of("thin").start) < len(of("base").weights) / 14
    )
    hasty = life.copy(of("base"))
    life.train(hasty, of("pages"), "tried", [], lr=0.02, optimizer="muon")
    assert life.recall(hasty, world) < 0.1  # "with steps three times as large it, too, forgets nearly all"
    for made, least in (
        (of("by_your_loop")(of("base"), life.epochs(of("rows"), of("masks"), 4), lr=0.1)[0], 0.97),
        (
            of("by_your_loop")(
                of("assistant"),
                of("examples"),
                lr=0.02,
                slope=Preference(of("assistant"), beta=0.3, loss=answer("dpo_loss")),
            )[0],
            0.95,
        ),
    ):
        assert examine(made)[0] > least  # the student's own loop makes an assistant, too, and a polite one
    assert manners(made) > 0.95  # by the student's own loss
    (fact_before, *_), (fact_after, polite_after, end_after) = (
        of("parts")(of("assistant")),
        of("parts")(of("longer")),
    )
    # "the loss doesn't notice when it gets lost"; "all of the lead comes from what comes after"
    assert fact_before > -0.3 and fact_after < -3 and polite_after > -0.2 and end_after < -15
    assert of("as_noted")(of("assistant"), in_front=True) > 0.95 and of("as_noted")(of("assistant")) < 0.2
    # "four in five"; "in plain text the copy completes all of them"
    assert 0.72 < of("as_noted")(of("trained")) < 0.88 and of("in_plain_text")(of("trained")) == 1
    # "some of what it knew, and could answer, is gone"
    assert life.recall(of("trained"), world) < 0.93 and examine(of("trained"))[0] < 0.9
    # "read more than two hundred times"
    assert 80 * 16 * 64 / sum(len(world.fact(*each).split()) for each in of("her")) > 200
    few_steps, many_steps = (float(of("mean_lead")(of(bot))) for bot in ("polite", "longer"))
    assert 2.5 < many_steps / few_steps < 3.7  # "three times what it was after the fifteen steps"
    left, most_left = (
        number(rf"Finetuning on the logbook left {each} % of the facts") / 100
        for each in (r"(\d+) to \d+", r"\d+ to (\d+)")
    )
    kept, most_kept = (
        number(rf"of the facts, replay {each} %") / 100 for each in (r"(\d+) to \d+", r"\d+ to (\d+)")
    )
    further, most_further = (
        number(rf"the finetuned model was {each} nats ahead")
        for each in (r"([\d.]+) to [\d.]+", r"[\d.]+ to ([\d.]+)")
    )
    # one of the five lives is this one
    assert left < facts["tuned"] < most_left and kept < facts["rehearsed"] <= most_kept + 0.005
    assert further < at_the_log("newborn") - at_the_log("tuned") < most_further
    assert (
        number(r"After post-training (\d+) to 100 % of the questions"),
        number(r"Without an example (\d+) to \d+ % of the list answers"),
        number(r"Without an example \d+ to (\d+) % of the list answers"),
    ) == (97, 33, 39) and 0.325 < zero < 0.395
    assert (
        abs(examine(of("coarse"))[0] - examine(of("assistant"))[0]) < 0.1
        and (of("coarse").weights != of("assistant").weights).any()
    )
    assert round(of("ours")["pre-training"]) == round(shares()["pre-training"])


BRAKES = [
    tuple(map(float, each))
    for each in re.findall(r"\((\d+), ([\d.e-]+), ([\d.]+)\)", cell("brakes").splitlines()[0])
]


def braked(lived, steps, lr, beta):
    other = life.copy(lived["assistant"])
    life.train(
        other,
        lived["more"][: int(steps)],
        "with a brake",
        [],
        lr=lr,
        slope=Preference(lived["assistant"], beta=beta),
        operations=8,
    )
    return other


def stamped_everywhere(lived):
    other = life.copy(lived["base"])
    life.train(other, life.epochs(lived["rows"], np.ones_like(lived["masks"]), 4), "everything", [], lr=0.001)
    return other


def made_late(lived):
    other = life.copy(lived["base"])
    life.train(other, life.epochs(lived["rows"], lived["late"], 4), "one late", [], lr=0.001)
    return other
