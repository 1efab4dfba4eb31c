"""What authors and instructors run: release, lint, grade, feedback, report. Notebooks never import it."""
import sys

# jsonschema, which nbformat imports, would build 39 grammars with this: a second of every command, for addresses that no notebook has
sys.modules.setdefault("rfc3987_syntax", None)
