"""What a student's function prints while a notebook calls it a thousand times: the first lines, and how many
more there were.
"""

import contextlib
import io
import sys
from collections.abc import Iterator

MOST = 40


class _FirstLines(io.TextIOBase):
    def __init__(self, to, most):
        self.to, self.left, self.more = to, most, 0

    def write(self, text):
        for line in text.splitlines(keepends=True):
            if self.left > 0:
                self.to.write(line)
            else:
                self.more += line.endswith("\n")
            self.left -= line.endswith("\n")
        return len(text)

    def flush(self):
        self.to.flush()


@contextlib.contextmanager
def few_lines(most: int = MOST) -> Iterator[None]:
    """Of what the block prints let the first lines through, and say at the end how many were left out."""
    first = _FirstLines(sys.stdout, most)
    try:
        with contextlib.redirect_stdout(first):
            yield
    finally:
        if first.more:
            print(
                f"(… and {first.more:,} more lines. Is there a `print` in your function that you no longer need?)"
            )
