"""Train the models that ship with the course, and write them to course/data/weights; then SHA256SUMS wants
their new hashes.

    python benchmarks/weights.py speeches            about ten minutes on two cores

`speeches` has read the first 900,000 of the last million characters of the State of the Union (as
02-next-token cuts them), about nine times.
"""

import argparse
import time
from datetime import date

import numpy as np
from gpt import characters, processor

from course.data import FOLDER
from course.lessons.models.gpt import GPT, log_probabilities
from course.lessons.models.training import dump, progress, train

RECIPES = {"speeches": {"tokens": 8_000_000, "T": 128, "batch": 16, "seed": 0}}


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("name", choices=RECIPES)
    name = parse.parse_args().name
    known, new, symbols = characters(name)
    model = {"vocab": len(symbols), "width": 128, "layers": 2, "heads": 4}
    gpt, began = GPT(**model), time.process_time()
    history = train(gpt, known, **RECIPES[name], watch=progress)
    spent, exact = time.process_time() - began, -log_probabilities(gpt, new).mean()
    stored = gpt.weights.astype(np.float16)
    gpt.weights[:] = stored
    rounded = -log_probabilities(gpt, new).mean()
    about = {
        "model": model,
        "symbols": "".join(symbols),
        "command": f"python benchmarks/weights.py {name}",
        "recipe": RECIPES[name],
        "held_out": round(float(rounded), 4),
        "training": round(history[-1]["loss"], 4),
        "cpu_seconds": round(spent),
        "date": str(date.today()),
        "processor": processor(),
    }
    path = FOLDER / "weights" / f"{name}.npz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(dump(stored, about))
    print(
        f"{path.name}: {path.stat().st_size:,} bytes; held out {exact:.4f} nats in float32, {rounded:.4f} as stored in float16"
    )


if __name__ == "__main__":
    main()
