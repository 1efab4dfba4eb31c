"""nbgrader's gradebook with a memory: what a batch does not change is looked up once, what it changes is held until it is saved.

Left alone, nbgrader asks for every cell of every submission by a join of seven tables, saves after each, forgets all it knew,
and checks the labels of each cell against a schema that it checks first. The rows that it leaves are the same.
"""
import contextlib
import json
from types import SimpleNamespace
from unittest import mock

import jsonschema
from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.nbgraderformat import common


class RememberingGradebook(Gradebook):
    """For one batch, in which nobody else changes an assignment's cells."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.db.remove()
        self.journal("wal", "normal")                # or the disk is waited for after each submission
        self.db.configure(expire_on_commit=False)
        self.known, self.current = {}, {}            # of the assignment; of the submission that is being saved

    def remember(self, *question):
        if question not in self.known:
            self.known[question] = getattr(super(), question[0])(*question[1:])
        return self.known[question]

    def find_assignment(self, name):
        return self.remember("find_assignment", name)

    def find_notebook(self, name, assignment):
        return self.remember("find_notebook", name, assignment)

    def find_source_cell(self, name, notebook, assignment):
        return self.remember("find_source_cell", name, notebook, assignment)

    def find_graded_cell(self, name, notebook, assignment):
        return self.remember("find_graded_cell", name, notebook, assignment)

    def find_submission(self, assignment, student):
        self.db.flush()                              # scores are summed up by the database
        return self.hold(super().find_submission, assignment, student)

    def update_or_create_submission(self, assignment, student, **values):
        self.current[assignment, student] = made = super().update_or_create_submission(assignment, student, **values)
        return made

    def find_student(self, student):
        return self.hold(super().find_student, student)

    def add_student(self, student, **values):
        self.current[student,] = made = super().add_student(student, **values)
        return made

    def hold(self, find, *key):
        """What is looked up again and again while one submission is saved."""
        if key not in self.current:
            self.current[key] = find(*key)
        return self.current[key]

    def find_submission_notebook(self, notebook, assignment, student):
        self.db.flush()
        return self.rows(notebook, assignment, student)[0]

    def find_grade(self, cell, notebook, assignment, student):
        return self.row(1, cell, notebook, assignment, student)

    def find_comment(self, cell, notebook, assignment, student):
        return self.row(2, cell, notebook, assignment, student)

    def rows(self, notebook, assignment, student):
        """A submitted notebook, its grades by cell, and its comments."""
        key = notebook, assignment, student
        if key not in self.current:
            submission = self.hold(super().find_submission, assignment, student)
            found = next((each for each in submission.notebooks if each.name == notebook), None)
            if found is None:
                raise MissingEntry(f"No such submitted notebook: {assignment}/{notebook} for {student}")
            names = {cell.id: cell.name for cell in self.find_notebook(notebook, assignment)._base_cells}
            self.current[key] = found, *({names[row.cell_id]: row for row in rows} for rows in (found.grades, found.comments))
        return self.current[key]

    def row(self, which, cell, notebook, assignment, student):
        try:
            return self.rows(notebook, assignment, student)[which][cell]
        except KeyError:
            raise MissingEntry(f"No such cell: {assignment}/{notebook}/{cell} for {student}") from None

    def remove_notebook(self, name, assignment):         # a notebook that nobody has handed in yet is entered anew
        super().remove_notebook(name, assignment)
        self.forget()

    def forget(self):
        """The assignment's cells may have changed."""
        self.known.clear()
        self.current.clear()

    def journal(self, mode, synchronous):
        """How SQLite keeps a transaction safe: in a log beside the file while we write; its usual way afterwards."""
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()
            with self.engine.connect() as connection:
                connection.exec_driver_sql(f"pragma journal_mode = {mode}")
                connection.exec_driver_sql(f"pragma synchronous = {synchronous}")

    def close_for_good(self):
        self.db.remove()
        self.journal("delete", "full")
        super().close()

    def close(self):
        """Not by those who have borrowed it."""

    @contextlib.contextmanager
    def transaction(self):
        """All that is saved in the block is saved at its end, or, if it fails, not at all."""
        try:
            with mock.patch.object(self.db, "commit", lambda: None):
                yield
            self.db.commit()
        except BaseException:
            self.db.rollback()
            raise
        finally:
            self.current = {}
            for thing in list(self.db):
                if isinstance(thing, PASSING):
                    self.db.expunge(thing)
            for question, thing in self.known.items():
                if question[0] in ("find_assignment", "find_notebook"):
                    self.db.expire(thing, ["submissions"])       # lists that would grow with every student


PASSING = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment, api.Student


@contextlib.contextmanager
def valid_labels_are_known():
    """Within the block nbgrader checks a label only if it has not seen the same one: every student's are."""
    seen = set()

    def validate(label, schema):                     # the label itself says which version's schema it is
        text = json.dumps(label)
        if text not in seen:
            jsonschema.validate(label, schema)
            seen.add(text)
    with mock.patch.object(common, "jsonschema", SimpleNamespace(validate=validate)):
        yield
