"""A student's own folder: start, lab, check, status, submit. What students run; it never holds an answer."""
