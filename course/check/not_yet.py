"""The failure of a check."""


class NotYet(AssertionError):
    """A check that failed, said in two or three lines (of a sorting two for each wrong choice) and without a
    traceback; `sign`: what its name was looked up by, if it was.

    What an answer gave never begins a line of its own: the third is the name of a mistake. A line that would
    be too long comes as a tuple, and is shown on several. untouched: whether it is further work that nobody
    has begun.
    """

    def __init__(self, *lines, sign=None, untouched=False):
        parts = [(line,) if isinstance(line, str) else line for line in lines]
        self.lines, self.sign, self.untouched = (
            ["\n".join(part.replace("\n", " ") for part in line) for line in parts],
            sign,
            untouched,
        )
        super().__init__("\n".join(self.lines))

    def _render_traceback_(self):  # what IPython prints instead of a traceback
        return self.lines
