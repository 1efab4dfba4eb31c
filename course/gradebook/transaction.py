"""nbgrader's gradebook for a batch: what a batch does not change is looked up once, what it changes is held
until it is saved.

Left alone, nbgrader asks for every cell of every submission by a join of seven tables, saves after each and
forgets all it knew. The rows that it leaves are the same. Of the coordinator's processor time for a
submission of benchmarks/grade.py, 8 ms on a busy machine, there would be 23 more without the plain rows of a
Submission, 13 without `known`, 9 if objects expired at each commit, and 2 without SQLite's log.
"""

import contextlib
import datetime
from collections.abc import Iterator
from types import SimpleNamespace

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import bindparam, inspect, select, text
from sqlalchemy.exc import OperationalError


class BatchGradebook(Gradebook):
    """For one batch, in which nobody else changes an assignment's cells."""

    def __init__(self, db_url: str, course_id: str = "default_course"):
        make_tables(db_url)
        super().__init__(db_url, course_id)
        self.db.remove()
        # or the disk is waited for after each submission
        self.journal("journal_mode = wal", "synchronous = normal")
        self.db.configure(expire_on_commit=False)
        self.known = {}  # of the assignment
        self.lent: Submission | None = None  # that is being saved

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
        return self.lent or super().find_submission(assignment, student)

    def find_submission_notebook(self, notebook, assignment, student):
        return (
            self.lent.notebook(notebook)
            if self.lent
            else super().find_submission_notebook(notebook, assignment, student)
        )

    def find_grade(self, cell, notebook, assignment, student):
        if self.lent:
            return self.lent.row("grades", cell, notebook)
        return super().find_grade(cell, notebook, assignment, student)

    def find_comment(self, cell, notebook, assignment, student):
        if self.lent:
            return self.lent.row("comments", cell, notebook)
        return super().find_comment(cell, notebook, assignment, student)

    def remove_notebook(self, name, assignment):  # a notebook that nobody has handed in yet is entered again
        super().remove_notebook(name, assignment)
        self.forget()

    def forget(self):
        """The assignment's cells may have changed."""
        self.known.clear()

    def journal(self, *pragmas):
        """How SQLite keeps a transaction safe: in a log beside the file while we write; its usual way
        afterwards.
        """
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()
            with self.engine.connect() as connection:
                for pragma in pragmas:
                    connection.exec_driver_sql(f"pragma {pragma}")

    def close_for_good(self):
        self.db.remove()
        # somebody else has it open: it stays as it is, and is as safe
        with contextlib.suppress(OperationalError):
            self.journal("busy_timeout = 0", "journal_mode = delete", "synchronous = full")
        super().close()

    def close(self):
        """Not by those who have borrowed it."""

    @contextlib.contextmanager
    def submission(
        self, assignment: str, student: str, timestamp: datetime.datetime | None = None
    ) -> Iterator["Submission"]:
        """A Submission, entered if it is new. What the block writes to it is saved at its end; if that fails,
        nothing is.
        """
        try:
            self.lent = Submission(self.db.connection(), self.find_assignment(assignment), student, timestamp)
            self.db.commit = lambda: None  # nbgrader's steps commit after each cell
            yield self.lent
            self.lent.save()
            del self.db.commit
            self.db.commit()
        except BaseException:
            self.db.rollback()
            raise
        finally:
            self.lent = None
            self.db.__dict__.pop("commit", None)


def newest_schema() -> str | None:
    """The version of a new gradebook's tables. nbgrader starts `alembic` from PATH to get it: seconds, or a
    failure.
    """
    from alembic.script import ScriptDirectory

    return ScriptDirectory(ALEMBIC_DIR).get_current_head()


def make_tables(db_url: str) -> None:
    """Make the tables of a gradebook that has none, as Gradebook does."""
    engine = api.create_engine(db_url, future=True)
    with contextlib.closing(engine.connect()) as connection, connection.begin():
        if not inspect(connection).get_table_names():
            api.Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            connection.execute(
                text("INSERT INTO alembic_version (version_num) VALUES (:version)"),
                {"version": newest_schema()},
            )
    engine.dispose()


class Submission:
    """The rows of one submission, lent as plain objects: one query reads a table's, one statement saves those
    new or changed.

    nbgrader's steps write to them what they would write to its own objects, whose session costs three times
    as much. Lateness and scores are calculated by nbgrader's own expressions.
    """

    duedate, total_seconds_late = SubmittedAssignment.duedate, SubmittedAssignment.total_seconds_late

    def __init__(self, connection, assignment, student, timestamp):
        self.connection, self.assignment, self.student = connection, assignment, student
        self.rows = {table: [] for table in GRADED}  # each with its values as saved, None for a new one
        for own in self.find(SUBMITTED, assignment.id, student=student):
            for notebook in self.find(NOTEBOOKS, own.id):
                self.find(GRADES, notebook.id)
                self.find(COMMENTS, notebook.id)
        if not self.rows[SUBMITTED]:
            self.enter()
        ((own, _),) = self.rows[SUBMITTED]
        own.timestamp = timestamp  # None: nobody knows, also where it was known of an earlier one
        self.id, self.timestamp, self.extension, self.notebooks = own.id, own.timestamp, own.extension, {}
        names = {
            each.id: each.name
            for notebook in assignment.notebooks
            for each in (notebook, *notebook._base_cells)
        }
        for row, _ in self.rows[NOTEBOOKS]:
            self.notebooks[names[row.notebook_id]] = row
            row.submission = self
            row.grades, row.comments = (
                {names[each.cell_id]: each for each, _ in self.rows[table] if each.notebook_id == row.id}
                for table in (GRADES, COMMENTS)
            )

    def __repr__(self):
        return f"{self.assignment.name} by {self.student}"

    def notebook(self, name):
        try:
            return self.notebooks[name]
        except KeyError:
            raise MissingEntry(f"No such submitted notebook: {name} in {self}") from None

    def row(self, kind, cell, notebook):
        try:
            return getattr(self.notebook(notebook), kind)[cell]
        except KeyError:
            raise MissingEntry(f"No such cell: {notebook}/{cell} in {self}") from None

    def find(self, table, key, **more):
        found = [Row(**row) for row in self.connection.execute(FIND[table], {"key": key} | more).mappings()]
        self.rows[table] += [(row, row.graded(table)) for row in found]
        return found

    def enter(self):
        """The rows of a new submission, as Gradebook.add_submission makes them."""
        if not self.connection.execute(FIND[STUDENTS], {"key": self.student}).first():
            self.connection.execute(STUDENTS.insert(), {"id": self.student})
        own = self.add(SUBMITTED, assignment_id=self.assignment.id, student_id=self.student)
        for notebook in self.assignment.notebooks:
            mine = self.add(NOTEBOOKS, assignment_id=own.id, notebook_id=notebook.id)
            for table, cells in (GRADES, notebook.grade_cells), (COMMENTS, notebook.solution_cells):
                for cell in (*cells, *notebook.task_cells):
                    self.add(table, notebook_id=mine.id, cell_id=cell.id)

    def add(self, table, **values):
        row = Row(**NEW[table] | {"id": api.new_uuid()} | values)
        self.rows[table].append((row, None))
        return row

    def mark(self, grade: "Row", points: float) -> None:
        """Give a cell a mark by hand; no other column is written, which somebody may change meanwhile."""
        grade.manual_score = points
        self.connection.execute(GRADES.update().where(GRADES.c.id == grade.id).values(manual_score=points))

    def save(self):
        """Write what is new or has changed."""
        for table, rows in self.rows.items():
            new = [{name: getattr(row, name) for name in NEW[table]} for row, was in rows if was is None]
            changed = [
                row.graded(table) | {"key": row.id}
                for row, was in rows
                if was not in (None, row.graded(table))
            ]
            for statement, values in (table.insert(), new), (SAVE[table], changed):
                if values:
                    self.connection.execute(statement, values)
            self.rows[table] = [(row, row.graded(table)) for row, _ in rows]

    @property
    def score(self):
        self.save()
        return self.connection.scalar(SCORE[SUBMITTED], {"key": self.id})


class Row(SimpleNamespace):
    """A row, its columns as attributes."""

    def graded(self, table):
        return {name: getattr(self, name) for name in GRADED[table]}

    @property
    def score(self):
        """Of a notebook."""
        self.submission.save()
        return self.submission.connection.scalar(SCORE[NOTEBOOKS], {"key": self.id})


STUDENTS, SUBMITTED, NOTEBOOKS, GRADES, COMMENTS = (
    kind.__table__ for kind in (api.Student, SubmittedAssignment, SubmittedNotebook, api.Grade, api.Comment)
)
GRADED = {
    SUBMITTED: ["timestamp"],
    NOTEBOOKS: ["late_submission_penalty"],
    GRADES: ["auto_score", "needs_manual_grade"],
    COMMENTS: ["auto_comment"],
}  # what grading may change; the tables, each after those that it names
NEW = {
    table: {
        column.name: column.default.arg if column.default is not None and column.default.is_scalar else None
        for column in table.c
    }
    for table in GRADED
}
KEY = bindparam("key")
FIND = {
    STUDENTS: select(STUDENTS).where(STUDENTS.c.id == KEY),
    SUBMITTED: select(SUBMITTED).where(
        SUBMITTED.c.assignment_id == KEY, SUBMITTED.c.student_id == bindparam("student")
    ),
    NOTEBOOKS: select(NOTEBOOKS).where(NOTEBOOKS.c.assignment_id == KEY),
    GRADES: select(GRADES).where(GRADES.c.notebook_id == KEY),
    COMMENTS: select(COMMENTS).where(COMMENTS.c.notebook_id == KEY),
}
SAVE = {
    table: table.update().where(table.c.id == KEY).values({name: bindparam(name) for name in names})
    for table, names in GRADED.items()
}
SCORE = {
    kind.__table__: select(kind.score).where(kind.id == KEY)
    for kind in (SubmittedAssignment, SubmittedNotebook)
}
