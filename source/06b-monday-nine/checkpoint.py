"""Make the checkpoint of 06b-monday-nine on a computer that has the model: `python source/06b-monday-nine/checkpoint.py`."""
import time

from course.authoring import checkpoint
from course.lessons.worlds import helpdesk

SIZES = 1, 4, 16, 64, 256


def make():
    """The data that later cells draw on -> dict; see `course.lessons.checkpoints`. As in the cell measure: [tokens in one go, ms for each]."""
    clerk, per_token = helpdesk.Clerk(), []
    if clerk.recorded:
        raise SystemExit("There is no model here to measure. Install it with `make setup`.")
    ids = clerk.model.encode(" ".join(message.text for message in helpdesk.messages("held-out")))
    for size in SIZES:
        times = []
        for _ in range(9):
            clerk.forget()
            start = time.perf_counter()
            clerk.read(ids[:size])
            times.append(1000 * (time.perf_counter() - start))
        per_token.append([size, round(min(times) / size, 1)])
    return {"per_token": per_token}


if __name__ == "__main__":
    checkpoint.write("06b-monday-nine", make(), indent=1)
