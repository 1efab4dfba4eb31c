"""Where the course lies, files that are whole or not there, tables, and text that is safe on a terminal."""

LARGEST_SUBMISSION = 100_000_000  # bytes, unpacked
