"""Which global names a piece of code takes from elsewhere, and which it gives a value."""
import ast
import dis
import types


def names(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The global names that a syntax tree uses, and those that it binds -> two sets."""
    return _names(compile(tree, "cell", "exec"))


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
        if not inner.co_flags & 0x1:                     # not CO_OPTIMIZED: a class body, whose names are its own
            inner_uses, inner_binds = inner_uses - inner_binds - {"__name__"}, set()
        uses, binds = uses | inner_uses, binds | inner_binds
    return uses, binds
