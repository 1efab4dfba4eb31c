"""What 00-start-here says is so."""

import tiktoken


def test_my_name_is_has_three_tokens_and_the_space_belongs_to_the_one_after_it():
    encoding = tiktoken.get_encoding("o200k_base")
    assert [encoding.decode([i]) for i in encoding.encode("My name is")] == ["My", " name", " is"]
