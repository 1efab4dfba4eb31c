"""The last cell of 00-start-here: one clear line for what is missing."""

from importlib.metadata import version

from course.lessons.self_check import self_check


def test_on_a_complete_installation_all_of_it_is_here(capsys):
    self_check()
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Everything is here. You can start." and not any("MISSING" in line for line in lines)
    assert {"package nbgrader", "encoding o200k_base", "speeches"} <= {
        line[11:].split(":")[0] for line in lines
    }


def test_what_is_missing_has_its_own_line_and_remedy(capsys):
    def torn():
        raise ValueError("course/data/x is altered: fetch it again.")

    self_check(
        lambda: [
            ("package x", lambda: version("no-such-package")),
            ("words", torn),
            ("names", lambda: "3 names"),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "  MISSING  package x: set the course up again: `make setup`, or the install command that you used",
        "  MISSING  words: course/data/x is altered: fetch it again.",
        "  here     names: 3 names",
        "2 missing: fix that, then run this cell again.",
    ]
