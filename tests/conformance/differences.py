"""Where our grading differs from nbgrader's on purpose: each of nbgrader's own tests that does not pass, and
why it should not.
"""

_FILES = (
    "Files beside a notebook are taken from release/, which the students have, not from source/, where the answers are. "
    "The test takes a file out of source/ only, and expects it to be gone."
)
_STRANGE_CELL = (
    "A cell that is labeled as a test, but is none of this assignment, is told and taken as an ordinary cell. nbgrader gives up "
    "the submission, so that a label which an editor left behind costs all marks."
)
DIFFERENCES = {
    "test_force": _FILES,
    "test_force_f": _FILES,
    "test_side_effects": "What a student's code writes is thrown away with its folder: it cannot fill the disk, and grading twice gives the same files.",
    "test_handle_failure": _STRANGE_CELL,
    "test_handle_failure_single_notebook": _STRANGE_CELL,
    "test_missing_source_kernelspec": "A student's notebook that names an unknown kernel is run in Python all the same; nbgrader fails to start that kernel.",
    "test_autograde_timeout": "A limit counts seconds of processor time, three times that of waiting, so that a busy machine does not cost marks: sleeping 5 s "
    "is allowed within 2.",
}
