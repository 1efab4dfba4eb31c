import subprocess
import sys


def test_a_course_below_tmp_is_seen_in_a_jail_that_has_a_tmp_of_its_own(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "secret").mkdir()
    code = (
        f"import os; from course.sandbox.isolation import jail; jail.enter([{str(tmp_path / 'course')!r}], [{str(tmp_path.parents[-2])!r}]); "
        f"print(os.listdir({str(tmp_path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, timeout=60)
    assert done.stdout == "['course']\n", done.stderr
