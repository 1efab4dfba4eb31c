"""What somebody writes who knows another programming language, JavaScript above all, and what it is in
Python.
"""

import keyword
import re

METHODS = {  # of a list or a text there; `x` stands for it
    "push": "`x.append(y)` adds one thing at the end",
    "concat": "`a + b` joins two lists, or two texts",
    "map": "`[f(y) for y in x]` does something with each item",
    "filter": "`[y for y in x if …]` keeps some of the items",
    "forEach": "`for y in x:` goes through the items",
    "reduce": "a loop with a total, or `sum(x)`, adds up the items",
    "includes": "`y in x` says whether it is there",
    "contains": "`y in x` says whether it is there",
    "indexOf": "`x.index(y)` is its place",
    "length": "`len(x)` is how long it is",
    "trim": "`x.strip()` takes away the spaces at both ends",
    "toLowerCase": "`x.lower()` makes all letters small",
    "toUpperCase": "`x.upper()` makes all letters capitals",
    "slice": "`x[1:3]` is a part of it",
    "substring": "`x[1:3]` is a part of it",
    "substr": "`x[1:3]` is a part of it",
    "charAt": "`x[i]` is what stands at a place",
    "toString": "`str(x)` makes a text of it",
    "startsWith": "it is written `x.startswith(y)`",
    "endsWith": "it is written `x.endswith(y)`",
    "replaceAll": "`x.replace(a, b)` replaces all of them",
    "hasOwnProperty": "`key in x` says whether it is there",
    "has": "`y in x` says whether it is there",
    "unshift": "`[y] + x` puts it in front",
    "fill": "`[0] * n` is a list of n zeros",
}
NAMES = {
    "true": "`True`",
    "false": "`False`",
    "null": "`None`",
    "undefined": "`None`",
    "nil": "`None`",
    "NULL": "`None`",
    "TRUE": "`True`",
    "FALSE": "`False`",
    "NaN": '`float("nan")`',
    "Infinity": '`float("inf")`',
    "Math": "`math`, in small letters (`import math` first)",
    "console": "`print(…)`",
    "parseInt": "`int(…)`",
    "parseFloat": "`float(…)`",
    "String": "`str(…)`",
    "Number": "`float(…)`",
}
SIGNS = {
    r"[!=]==": "In Python `==` asks whether two things are equal, and `!=` whether they differ",
    r"&&": "In Python it is written `and`",
    r"\|\|": "In Python it is written `or`",
    r"\+\+": "Python has no `++`: write `x += 1`",
    r"^\s*(let|const|var)\s+\w": "A name needs no `let`, `const` or `var` in Python",
    r"\.\.\.\w": "In Python a list is put into another with a star: `[*a, *b]`",
    r"=>": "A small function is written `lambda x: …` in Python",
    r"^\s*function\b": "In Python a function begins with `def`",
    r"\belse if\b": "In Python it is written `elif`",
    r"[)\w]\s*\?[^:]*:": "In Python it is written `a if … else b`",
    r"(^|[^!<>=])!\s*[\w(]": "In Python it is written `not`",
}


def in_an_error(error: BaseException) -> str | None:
    """What an unknown method or name of another language is in Python."""
    said = str(error)
    if (
        (found := re.search(r"'(\w+)' object has no attribute '(\w+)'", said))
        and found[2] in METHODS
        and found[1] in ("list", "str", "dict", "tuple", "ndarray", "set")
    ):
        says = METHODS[found[2]]
        return f"`{found[2]}` is of another language. In Python {says}."
    if (found := re.match(r"name '(\w+)' is not defined", said)) and found[1] in NAMES:
        return f"`{found[1]}` is of another language. In Python it is {NAMES[found[1]]}."
    return None


def code_of(line: str) -> str:
    """A line without its comment, and with nothing in its quotes."""
    return re.sub(r"(['\"]).*?\1", "''", line.partition("#")[0])


def in_a_line(line: str) -> str:
    """A clause on the signs of another language in a line that is no Python; "" of any other."""
    code = code_of(line)
    return next((f". {says}" for sign, says in SIGNS.items() if re.search(sign, code)), "")


def no_python(line: str) -> str:
    """A clause on things that beginners write and Python does not know; "" of any other line."""
    if re.search(r"=\s*\w+\s*[-+*/]=", line):
        return ". A line with `+=` has nothing in front: `x += 1`"
    code = code_of(line)
    if "->" in code and not code.lstrip().startswith("def "):
        return '. A text needs quotes, an arrow too: `" -> "`'
    if re.search(r"\\[nt](?!\w)", code):
        return '. A new line is a text, so it needs quotes: `"\\n"`'
    if re.search(r"\(\s*[.,;:!?]\s*\)", code):
        return '. A text needs quotes, a single sign too: `"."`'
    beside = [before or after for before, after in re.findall(r"\b([A-Za-z_]\w*) ''|'' ([A-Za-z_]\w*)", code)]
    if any(not keyword.iskeyword(word) and word != "print" for word in beside):
        return ". Texts are joined with a `+` between them, or stand in an f-string"
    if called := re.search(r"\bnp\.(\w+) (\w+)", code):
        return f". What a function is given stands in round brackets: `np.{called[1]}({called[2]})`"
    if re.search(r"\b(and|or|if|while)\b[^()]*\w\],\s*\w+\[", line):
        return ". A pair needs round brackets: `(a, b)`"
    if "√" in line:
        return ". Python has no √: write `x ** .5`"
    if large := re.search(r"\b\d{1,3}(\.\d{3}){2,}\b", line):
        return f". In Python a point is where the decimals begin. Write large numbers without it, or with `_`: `{large[0].replace('.', '_')}`"
    if called := re.search(r"(?<![\w.])\d+\.[a-z]\w*\(", line):
        return f". `{called[0]}…)` asks the number for it. If it belongs to all that comes before, put that in brackets: `((a - b) ** 2).sum()`"
    if re.search(r"^\s*return\b[^=!<>(]*[^=!<>(]=[^=]", re.sub(r"\([^()]*\)", "", line)):
        return ". A single `=` gives a name its value; `==` asks whether two things are equal"
    return in_a_line(line)
