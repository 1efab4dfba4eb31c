"""What an instructor may want to look at in a student's cell, though it earned nothing: it goes into the remarks, what was odd."""
import ast

# what changes how later cells are read, run or shown, by the attribute's name
OF_IPYTHON = {"input_transformers_post", "input_transformers_cleanup", "input_transformer_manager", "ast_transformers", "set_custom_exc", "showtraceback",
              "run_cell", "run_code", "user_ns", "displayhook", "display_formatter", "excepthook", "settrace", "setprofile", "register_magic_function"}


def in_source(source: str) -> str | None:
    """What a cell's code reaches for that no exercise asks for; None of most, and of what is no Python."""
    try:
        reached = sorted({node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)} & OF_IPYTHON)
    except (SyntaxError, ValueError, RecursionError, MemoryError):       # a student wrote it
        return None
    return f"reaches into IPython or Python itself ({', '.join(reached)})" if reached else None


def in_error(kind: str, said: str) -> str | None:
    """What an error that a cell stopped with tells: that grading has not that package, or did not allow what was tried."""
    said = said.partition("\n")[0][:200]
    if kind == "ModuleNotFoundError":
        return f"needs a package that grading does not have ({said})"
    if kind == "PermissionError":
        return f"tried something that grading does not allow ({said})"
    return None
