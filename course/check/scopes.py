"""Which global names a piece of code takes from elsewhere, and which it gives a value."""

import ast
import dis
import functools
import re
import symtable
import types
from collections.abc import Set


def names(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The global names that a syntax tree uses, and those that it binds -> two sets."""
    return _names(compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))


def _names(code):
    # read off the compiled code: Python alone knows all of its scoping rules
    uses, binds = set(), set()
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            binds.add(step.argval)
        elif step.opname in ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"):
            uses.add(step.argval)
    for inner in (const for const in code.co_consts if isinstance(const, types.CodeType)):
        inner_uses, inner_binds = _names(inner)
        if not inner.co_flags & 0x1:  # not CO_OPTIMIZED: a class body, whose names are its own
            inner_uses, inner_binds = inner_uses - inner_binds - {"__name__"}, set()
        uses, binds = uses | inner_uses, binds | inner_binds
    return uses, binds


def plain(source: str) -> str:
    """A cell without its magics: what `%%time` and `%time` are put in front of is code; a line that is for
    IPython alone is none.
    """
    source = re.sub(r"\A(\s*)%%(time|timeit|capture|prun)\b.*\n", r"\1\n", source)
    source = re.sub(r"^([^\S\n]*)%(time|timeit|prun) +", r"\1", source, flags=re.MULTILINE)
    # \s* would go on over empty lines, and again from each
    return re.sub(r"^([^\S\n]*)[!%].*", r"\1pass", source, flags=re.MULTILINE)


@functools.lru_cache(2000)
def read(source: str) -> tuple[Set[str], Set[str]]:
    """The same of a text that a stranger wrote: (names that it takes from elsewhere, names that it binds). It
    is read, and never compiled, which may take hours; none of either if it is no Python, or very long.
    """
    if len(source) >= MOST:
        return frozenset(), frozenset()
    try:
        table = symtable.symtable(plain(source), "cell", "exec")
        symbols = table.get_symbols()
        binds = frozenset(
            symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()
        )
        uses = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}.union(
            *map(_globals, table.get_children())
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(), frozenset()
    return frozenset(uses - binds), binds


def _globals(table):
    own = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()
    }
    return own.union(*map(_globals, table.get_children()))


MOST = 100_000  # characters of a cell
LONGEST = 300  # characters of a line that are looked at
DEFINES = re.compile(r"(?:async )?(?:def|class) +(\w+)")


def defined(source: str) -> set[str]:
    """The names that a cell gives a value, by the beginnings of its lines alone: to compile what a stranger
    wrote may take hours, or all memory.
    """
    found = set()
    for line in source.splitlines():
        head = line[:LONGEST]
        if made := DEFINES.match(head):
            found.add(made[1])
        elif "=" in head and not head[:1].isspace():
            for part in head.split("=")[:-1] if "==" not in head else head.split("=")[:1]:  # a = b = 1
                found |= {
                    name
                    for each in part.partition(":")[0].strip(" ()*").split(",")
                    if (name := each.strip(" *")).isidentifier()
                }
    return found
