"""A hands-on course on foundation models."""

import sys

# jsonschema, which nbformat imports, would build 39 grammars with this: a second of every command, for
# addresses that no notebook has
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: no such module

# rooms: of the course a student's process sees these alone
FOR_NOTEBOOKS = "check", "data", "figures", "lessons"
