"""nbgrader's own tests of `nbgrader autograde`, taken from the nbgrader that is installed (see conftest)."""

from nbgrader.tests.apps.test_nbgrader_autograde import TestNbGraderAutograde  # noqa: F401
