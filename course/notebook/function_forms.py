"""The functions of a notebook in a form in which names, layout and comments do not count: what two copies share."""

import ast
import hashlib
import re
import warnings
from collections import defaultdict
from functools import lru_cache

RUN = 8  # words that follow one another
LONGEST = 60_000  # characters of an answer that are looked at


@lru_cache(10_000)
def functions(source: str, longest: int | None = LONGEST) -> dict[str, int]:
    """The functions that a source defines -> {hash of the form: parts}. Of a source that is no Python the
    form is that of all its tokens.
    """
    if longest and (source := code_of(source, longest)) is None:  # type: ignore[assignment]  # left at once
        return {}
    try:
        with warnings.catch_warnings(action="ignore"):  # about an odd backslash: a student wrote it
            tree = ast.parse(source)
        everywhere = {
            name
            for line in tree.body
            for each in (line, *getattr(line, "targets", ()))
            if (name := _bound(each))
        }
        return dict(_form(node, everywhere) for node in _defined(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tokens = _tokens(source)
        return (
            {hash_of(" ".join(tokens)): len(tokens) // 2} if tokens else {}
        )  # a part takes about two of them


def code_of(source: str, longest: int = LONGEST) -> str | None:
    """A source that is not too long, without its comments if it is too long with them: these hide nothing.
    None of a longer one.
    """
    if len(source) > longest:
        source = re.sub(r"(?m)#.*$|^[ \t]*\n", "", source)
    return source if len(source) <= longest else None


def _defined(tree):
    """Each function, however it is written: def, a lambda with a name, a lambda that is declared as a wrong
    answer.
    """
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Lambda)
            and isinstance(node.targets[0], ast.Name)
        ):
            yield _from_lambda(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from (_from_lambda(each) for each in node.value.args if isinstance(each, ast.Lambda))


def _from_lambda(node):
    return ast.FunctionDef("it", node.args, [ast.Return(node.body)], [], lineno=1)


def _body(node):
    return node.body[ast.get_docstring(node, clean=False) is not None :]


def _form(node, everywhere):
    """A function -> hash of its syntax tree with a number in the place of each name that it binds, in order
    of appearance, and its parts. The tree is changed.

    everywhere: names that its source binds outside of functions.
    """
    parts = sum(isinstance(each, (ast.stmt, ast.expr)) for line in _body(node) for each in ast.walk(line))
    bound = everywhere | {name for each in ast.walk(node) if (name := _bound(each))}
    return hash_of(ast.dump(_Plain(bound).visit(node))), parts


def _bound(node):
    """The name that a node of a syntax tree binds; None if it binds none."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    return (
        node.arg
        if isinstance(node, ast.arg)
        else getattr(node, "name", None)
        if not isinstance(node, ast.alias)
        else None
    )


class _Plain(ast.NodeTransformer):
    """Takes out of a syntax tree what a person may change without changing what it does."""

    def __init__(self, bound):
        self.bound, self.numbers = bound, {}

    def generic_visit(self, node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            node.body, node.decorator_list, node.returns = _body(node) or [ast.Pass()], [], None
        for field, of in (
            ("id", ast.Name),
            ("arg", ast.arg),
            (
                "name",
                (
                    ast.FunctionDef,
                    ast.AsyncFunctionDef,
                    ast.ClassDef,
                    ast.ExceptHandler,
                    ast.MatchAs,
                    ast.MatchStar,
                ),
            ),
        ):
            if isinstance(node, of) and getattr(node, field) in self.bound:
                setattr(node, field, f"v{self.numbers.setdefault(getattr(node, field), len(self.numbers))}")
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.Constant):
            node.kind = None  # u"" is ""
        if isinstance(node, ast.AnnAssign) and node.value:
            return self.generic_visit(ast.Assign([node.target], node.value))
        return super().generic_visit(node)


TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")


def _tokens(source):
    """A source's tokens without comments, its names by number."""
    numbers = {}
    return [
        f"v{numbers.setdefault(token, len(numbers))}" if token.isidentifier() else token
        for token in TOKEN.findall(re.sub(r"#.*", "", source))
    ]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"\w+", text.casefold())


def runs_of(words: list[str]) -> dict[int, list[int]]:
    """{hash of a run: places}, of each RUN words that follow one another."""
    found = defaultdict(list)
    for i in range(len(words) - RUN + 1):
        found[hash(tuple(words[i : i + RUN]))].append(i)
    return found


def hash_of(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
