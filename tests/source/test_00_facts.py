"""What 00-start-here says is so."""

import tiktoken

from course.figures.overview import APPLICATIONS, INFRASTRUCTURE, MODELS, NOTEBOOKS


def test_my_name_is_has_three_tokens_and_the_space_belongs_to_the_one_after_it():
    encoding = tiktoken.get_encoding("o200k_base")
    assert [encoding.decode([i]) for i in encoding.encode("My name is")] == ["My", " name", " is"]


def test_the_map_has_seven_notebooks_and_its_alt_text_agrees():
    assert [(name, layers) for name, _, layers in NOTEBOOKS] == [
        ("00", []),
        ("01", [MODELS, APPLICATIONS]),
        ("02", [MODELS]),
        ("03", [INFRASTRUCTURE, MODELS]),
        ("04", [MODELS, APPLICATIONS]),
        ("05", [MODELS, APPLICATIONS]),
        ("06", [INFRASTRUCTURE, APPLICATIONS]),
    ]
