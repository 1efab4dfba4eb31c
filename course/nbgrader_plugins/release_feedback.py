"""`nbgrader release_feedback` for a class of which some handed in another way: their pages are named, and the
others are given back.

Left alone, it stops at the first page without a secret. nbgrader_config.py names this class as the
exchange's.
"""

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import temp_attrs

from course.files.terminal import tame
from course.reports.feedback import SECRET


class ReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's, which leaves out what it could give to nobody."""

    def copy_files(self):
        pages = [Path(page) for page in glob.glob(f"{self.src_path}/*.html")]
        others = sorted({page.parents[1].name for page in pages if not (page.parent / SECRET).is_file()})
        for student in others:
            self.log.warning(
                "%s did not hand in by the exchange: give the page back as you got the work", tame(student)
            )
        with temp_attrs(
            self.coursedir,
            student_id_exclude=",".join(filter(None, [self.coursedir.student_id_exclude, *others])),
        ):
            super().copy_files()
