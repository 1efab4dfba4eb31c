"""Do the hidden tests hold whatever they draw? Each class has a secret seed of its own: here every registered
answer is graded with many.

    python benchmarks/seeds.py                                    # thirty seeds, every exercise: about half
                                                                  an hour
    python benchmarks/seeds.py 01-tokens/train 05 --seeds 100      # one exercise, and those of a notebook

It prints what depends on the seed: a mistake that gets full marks or is not called by its name, and a right
answer that does not get them. Exit status 1 then.
"""

import argparse
import sys
import time
from pathlib import Path

from course.exercise import mistakes
from course.exercise.run_checks import answer_of, graded
from course.exercise.way import reference_of
from course.notebook import document

ROOT = Path(__file__).parents[1]


def found(nb, ways, exercise, seeds):
    """What depends on the seed -> {what is said of it: the seeds}."""
    right = {answer: reference_of(nb, answer) for answer in exercise.answers}
    cases = [("a right answer", "reference", "", right)]
    for kind, registered in ("a right answer", ways.right), ("a mistake", ways.wrong):
        cases += [
            (kind, way.name, way.message, right | {answer: answer_of(way, right[answer])})
            for answer in exercise.answers
            for way in registered.get(answer, [])
        ]
    odd = {}
    for kind, name, message, answers in cases:
        for seed in range(seeds):
            points, read = graded(exercise, answers, ways, f"seed {seed}")
            if kind == "a right answer":
                said = f"gets {points} of {exercise.points} points" if points != exercise.points else ""
            else:
                said = (
                    "gets full marks"
                    if points == exercise.points
                    else "is not called by its name"
                    if not any(message in lines for lines in read)
                    else ""
                )
            if said:
                odd.setdefault(f"{kind}, {name}, {said}", []).append(seed)
    return odd


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument(
        "only", nargs="*", metavar="NOTEBOOK[/EXERCISE]", help="how their names begin (default: all)"
    )
    parse.add_argument("--seeds", type=int, default=30)
    options, bad = parse.parse_args(), 0
    for file in sorted((ROOT / "source").glob("*/*.ipynb")):
        nb, ways = document.read(file), mistakes.load(file.parent)
        for exercise in document.exercises(nb):
            name, start = f"{file.stem}/{exercise.name}", time.monotonic()
            if options.only and not name.startswith(tuple(options.only)):
                continue
            odd = found(nb, ways, exercise, options.seeds)
            print(
                f"{name:42} {time.monotonic() - start:5.0f} s   {'' if odd else f'the same with {options.seeds} seeds'}",
                flush=True,
            )
            for said, seeds in odd.items():
                print(
                    f"    {said} with {len(seeds)} of {options.seeds} seeds: {', '.join(map(str, seeds[:9]))}"
                )
            bad += len(odd)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
