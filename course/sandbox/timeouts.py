"""What had to be stopped once: functions, and all that uses them, by the words of the cells, since to compile
a student's may take for ever.
"""

import re
from collections.abc import Iterable

from course.check.scopes import defined

LONGEST = 20_000  # characters of a cell that are looked at
WORD = re.compile(r"[^\W\d]\w*")
NOT_CODE = re.compile(r"#.*|\"\"\"(?s:.*?)\"\"\"|\"[^\"\n]*\"|'[^'\n]*'")


class Slow:
    """Names of functions that had to be stopped, and of what uses them."""

    def __init__(self):
        self.names = set()

    def add(self, names: Iterable[str], cells: Iterable[str]) -> None:
        """They had to be stopped. cells: what has run so far, in order."""
        self.names |= set(names)
        for source in [*cells] * 2:  # a function may be called in a cell above it
            self.learn(source)

    def learn(self, source: str) -> None:
        """What a cell that uses one of them binds is slow as well."""
        if self.is_used_by(source):
            self.names |= defined(source[:LONGEST])

    def is_used_by(self, source: str) -> bool:
        """Whether a cell speaks of one of them, outside of comments and texts."""
        return bool(self.names) and not self.names.isdisjoint(
            WORD.findall(NOT_CODE.sub("", source[:LONGEST]))
        )
