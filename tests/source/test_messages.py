"""What a student reads of mistakes that were once misnamed: code -> what the last line says, or None where
the fact stands alone.
"""

import ast
import json
import linecache

import pytest

from course.check import NotYet
from course.check.context import Context, within
from course.check.detectors import syntax_tree
from course.exercise import run_checks
from course.exercise.way import reference_of
from course.notebook import document, slicing
from course.reports.templates import drawn
from tests.source.test_exercises import LESSONS, ROOT

WHOLE = "digits = hashlib.sha256(weights.tobytes()).hexdigest"
READ = [  # exercise, the body of its function, what the message says
    (
        "01-tokens/words_per_token",
        "ids = tiktoken.get_encoding('r50k_base').encode(text)\nreturn len(text.split()) / len(ids)",
        "Its name arrives in the argument `encoding`",
    ),
    (
        "01-tokens/words_per_token",
        "return len(text.split()) / len(tiktoken.get_encoding('cl100k_base').encode(text))",
        "Its name arrives in the argument `encoding`",
    ),
    (
        "01-tokens/words_per_token",
        "return len(text.split()) / len(tiktoken.get_encoding('encoding').encode(text))",
        "The right one arrives in `encoding`: no quotes around it",
    ),
    (
        "05-four-trainings/checksum",
        f"{WHOLE}()\nreturn int(digits[:8])",
        "`int` makes a number of a text only if",
    ),
    (
        "05-four-trainings/checksum",
        f"{WHOLE}()\nreturn digits[0, 8]",
        "From one place up to another is a colon",
    ),
    ("05-four-trainings/checksum", f"{WHOLE}\nreturn digits[:8]", "without brackets is the function itself"),
    (
        "05-four-trainings/checksum",
        "return hashlib.sha256(weights.tobytes()).hexdigest[:8]",
        "without brackets is the function itself",
    ),
    (
        "06-ai-engineering/choose",
        "return max(log_probs, key=log_probs.get)",
        "Only a label's first token decided",
    ),
    (
        "06-ai-engineering/choose",
        "from math import exp\nbest, most = None, 0\nfor label in log_probs:\n    if exp(sum(log_probs[label])) > most:\n        best, most = label, exp(sum(log_probs[label]))\nreturn best",
        "no line that would change it has run",
    ),
    (
        "06-ai-engineering/choose",
        "from math import exp\nreturn max(log_probs, key=lambda label: exp(sum(log_probs[label])))",
        "e to a power below −745 is 0 to a computer",
    ),
    (
        "03-large-language-models/attention_weights",
        "hidden = scores.copy()\nfor i in scores:\n    hidden[i, i + 1:] = -np.inf\nreturn softmax(hidden)",
        "`for i in scores` gives you the items of `scores`",
    ),
    (
        "03-large-language-models/batch",
        "x, y = [], []\nfor start in range(starts):\n    x.append(ids[start:start + T])\n    y.append(ids[start + 1:start + 1 + T])\nreturn np.array(x), np.array(y)",
        "`for start in starts`",
    ),
    (
        "03-large-language-models/attention",
        "shares = attention_weights(q * k / q.shape[1] ** .5)\nreturn shares * v",
        "`q * k` multiplies number by number",
    ),
    (
        "03-large-language-models/attention",
        "shares = attention_weights(q * k.T / q.shape[1] ** .5)\nreturn shares * v",
        "`q * k.T` multiplies number by number",
    ),
    (
        "03-large-language-models/attention",
        "return attention_weights(q.dot(k) / q.shape[1] ** .5) @ v",
        "the first array needs as many columns as the second has rows",
    ),
    (
        "03-large-language-models/attention",
        "def softmax(x):\n    return np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)\nreturn softmax(attention_weights(q @ k.T / q.shape[1] ** .5)) @ v",
        None,
    ),
    (
        "04-foundation-models/nearest",
        "found = []\nfor piece in pieces:\n    best, least = 0, 1000\n    for i, code in enumerate(codebook):\n        far = (piece - code) ** 2\n"
        "        if far < least:\n            best, least = i, far\n    found.append(best)\nreturn found",
        "need one answer, and a whole array gives many",
    ),
    (
        "04-foundation-models/one_sequence",
        "moved = [token + V + 1 for token in tokens]\nreturn caption + [V] + moved if direction == 'draw' else moved + [V + 1] + caption",
        "The image tokens start at another id.",
    ),
    (
        "01-tokens/train",
        "learned = []\nfor new_id in range(256, 256 + n):\n    counts = count(pieces)\n    if not counts:\n        break\n    best = max(counts)\n    learned.append(best)\n"
        "    pieces = [merge(ids, best, new_id) for ids in pieces]\nreturn learned",
        "`max` of a dictionary looks at its keys",
    ),
    (
        "00-start-here/count_words",
        "n = 0\nfor letter in text:\n    if letter == ' ':\n        n += 1\nreturn n + 1",
        "Each single space ends a word for you",
    ),
    (
        "02-next-token/interpolate",
        "p = 1 / size\nfor table in tables:\n    if before in table:\n        p = (table[before].get(token, 0) / sum(table[before].values()) + p) / 2\nreturn p",
        "None of the tables has your context, so p never changed.",
    ),
    (
        "02-next-token/generate",
        "text = start\nfor _ in range(length):\n    P = model(start)\n    text = text + choose(P)\nreturn text",
        "You made each guess from the start alone.",
    ),
    (
        "01-tokens/apply_merges",
        "for pair in merges:\n    if pair in ids:\n        ids = merge(ids, pair, 256)\nreturn ids",
        "None of the merges shows in what you returned.",
    ),
    (
        "01-tokens/merge",
        "made, i = [], 0\nwhile i < len(ids):\n    if i < len(ids) - 2 and (ids[i], ids[i + 1]) == pair:\n        made.append(new_id)\n        i += 2\n    else:\n        made.append(ids[i])\n"
        "        i += 1\nreturn made",
        "A later pair isn't merged.",
    ),
]


def imports(lesson):
    """The imports of a notebook, as a cell."""
    trees = [
        node
        for cell in lesson.cells("code")
        if "skip-execution" not in document.tags(cell)
        for node in ast.parse(cell.source).body
    ]
    return "\n".join(ast.unparse(node) for node in trees if isinstance(node, (ast.Import, ast.ImportFrom)))


def read(where, code, graded):
    """The lines that a student reads of an exercise whose function has this body: in the notebook, by signs,
    or where it is graded.
    """
    lesson, name = LESSONS[where.partition("/")[0]], where.partition("/")[2]
    exercise = next(each for each in lesson.exercises if each.name == name)
    head = next(
        node for node in ast.parse(exercise.solution.source).body if isinstance(node, ast.FunctionDef)
    )
    source = f"def {name}({ast.unparse(head.args)}):\n" + "".join(
        f"    {line}\n" for line in code.split("\n")
    )
    space = {"__name__": "__main__"}
    exec(imports(lesson), space)
    exec(slicing.slice_for(lesson.nb, name), space)  # what the exercise needs of the cells above
    linecache.cache["<mine>"] = len(source), None, source.splitlines(True), "<mine>"
    exec(compile(source, "<mine>", "exec"), space)
    known = (
        {"wrong": lesson.ways.wrong, "alike": lesson.ways.alike}
        if graded
        else {"signs": json.loads((ROOT / "release" / lesson.name / "signs.json").read_text("utf-8"))}
    )
    syntax_tree.function_of.cache_clear()
    with within(Context(**known, ran={"imports": imports(lesson)})), pytest.raises(NotYet) as failure:
        for test in exercise.tests:
            run_checks.run(test.source if graded else document.visible(test), space)
    return failure.value.lines


@pytest.mark.parametrize("graded", [False, True], ids=["in the notebook", "graded"])
@pytest.mark.parametrize(
    "where, code, says", READ, ids=[f"{where.partition('/')[2]} {n}" for n, (where, *_) in enumerate(READ)]
)
def test_a_mistake_is_read_as_what_it_is(where, code, says, graded):
    lines = read(where, code, graded)
    assert (lines[2:] == [] or lines[2].startswith("gave")) if says is None else says in lines[-1], lines
    assert says or lines[-1].startswith(("it should give", where.partition("/")[2]))


def test_of_a_sorting_the_words_that_it_may_hold_are_named_and_a_function_is_called_one():
    def checked(name, answer, **how):
        test = next(
            cell
            for cell in LESSONS[name.partition("/")[0]].cells("test")
            if cell.id == f"{name.partition('/')[2]}-test"
        )
        with within(Context(**how)), pytest.raises(NotYet) as failure:
            run_checks.run(document.visible(test), answer)
        return failure.value.lines[1:]

    words, letters = (
        '"foundation, text only", "foundation, multimodal", "language model, no foundation" or "neither"',
        "ABCDEFGHIJKL",
    )
    assert checked("04-foundation-models/systems", {"systems": dict.fromkeys(letters[:9], "LLM")}) == [
        "For 'A' there is 'LLM'.",
        f"Use {words}, in quotes.",
    ]
    stopped = checked(
        "04-foundation-models/systems", {}, stopped={"systems": "NameError: name 'LLM' is not defined"}
    )
    assert stopped[1] == f"Use {words}, in quotes."
    found = checked(
        "06-ai-engineering/ways", {"ways": dict.fromkeys(letters, "prompt") | {"B": reference_of}}
    )
    assert found == [
        "For 'B' there is `reference_of`, which is a function.",
        'Use "prompt", "retrieve", "finetune" or "train", in quotes.',
    ]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_an_exercise_has_one_verdict_unless_its_cells_are_about_other_items(lesson):
    for exercise in lesson.exercises:
        assert len(exercise.tests) == 1 or all("items=" in test.source for test in exercise.tests), (
            exercise.name
        )


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_a_guess_is_asked_for_by_its_name_so_that_its_cell_may_be_skipped(lesson):
    guesses = {
        cell.id: {
            node.id
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id.startswith("my_")
        }
        for cell in lesson.cells("code")
        if cell.id.endswith("-guess")
    }
    for cell in lesson.cells("code"):
        needed = {
            node.id
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        assert not needed & set().union(*guesses.values()) - guesses.get(cell.id, set()), cell.id


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_emphasis_of_every_message_is_drawn(lesson):
    for message in {way.message for ways in lesson.ways.wrong.values() for way in ways}:
        page = drawn(message)
        assert page.count("<em>") == page.count("</em>") and not any(
            "*" in part for part in page.split("`")[::2] if "<code>" not in part
        ), message
