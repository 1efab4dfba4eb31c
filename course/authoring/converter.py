"""`nbgrader generate_assignment` and formgrader's Generate make what `course release` makes, signs.json with
it, and fill the gradebook as ever.

Left alone, they take away release/NN/ first, and then write the notebook alone. nbgrader_config.py calls
install().
"""

import os
import tempfile
from pathlib import Path

from nbgrader.converters import GenerateAssignment as Stock

from course.gradebook.restore import restored_on_error


class GenerateAssignment(Stock):
    """nbgrader's converter, at work in a folder of its own. From there all of a release takes its place, or,
    if something fails, nothing does.
    """

    bench = None  # that folder, while one is made

    @property
    def _output_directory(self):
        return self.bench or self.coursedir.release_directory

    def convert_notebooks(self):
        releases = Path(self.coursedir.root, self.coursedir.release_directory)
        releases.mkdir(parents=True, exist_ok=True)
        try:
            with (
                restored_on_error(self.coursedir.db_url),
                tempfile.TemporaryDirectory(prefix=".new-", dir=releases) as self.bench,
            ):
                super().convert_notebooks()
        except BaseException:
            self.log.error("Nothing was released: %s and the gradebook are as they were.", releases.name)
            raise
        finally:
            self.bench = None

    def init_destination(self, assignment_id, student_id):
        """Whether there is something to do. The signs are made now, so that what stops their making has
        changed nothing yet.
        """
        release = self._release(assignment_id, student_id)
        if not self.force and all((release / Path(notebook).name).exists() for notebook in self.notebooks):
            self.log.info("Skipping existing assignment: %s", release)
            return False
        self.signs = self._signs(assignment_id, student_id)
        return super().init_destination(assignment_id, student_id)

    def _signs(self, assignment_id, student_id):
        """The text of signs.json; None of an assignment of nbgrader's own."""

    def set_permissions(self, assignment_id, student_id):
        """nbgrader's last step: what was made takes its place, and gets its permissions there."""
        made, bench = Path(self._format_dest(assignment_id, student_id)), self.bench
        if self.signs is not None:
            (made / "signs.json").write_bytes(self.signs.encode())
        self._put(made, self._release(assignment_id, student_id))
        try:
            self.bench = None
            super().set_permissions(assignment_id, student_id)
        finally:
            self.bench = bench

    def _put(self, made, release):
        """Move each file into the release; then what the source gives no more is deleted there, as nbgrader
        has it.
        """
        names = {file.relative_to(made) for file in made.rglob("*") if file.is_file()}
        for name in sorted(names):
            (release / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(made / name, release / name)
        if self.coursedir.notebook_id == "*":
            for file in [
                file
                for file in release.rglob("*")
                if file.is_file() and file.relative_to(release) not in names
            ]:
                file.unlink()

    def _release(self, assignment_id, student_id):
        return Path(self.coursedir.format_path(self.coursedir.release_directory, student_id, assignment_id))
