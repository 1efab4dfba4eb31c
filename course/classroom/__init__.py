"""What authors and instructors run: release, lint, grade, feedback, report. Notebooks never import it."""
