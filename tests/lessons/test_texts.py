import subprocess
import sys
import unicodedata

import pytest

from course import data
from course.lessons import texts
from tests.offline import offline


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A folder of data that may be spoilt, in place of the real one."""
    (tmp_path / "words").mkdir()
    for path in ("SHA256SUMS", "words/ing.txt"):
        (tmp_path / path).write_bytes((data.FOLDER / path).read_bytes())
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    texts.forget()
    yield tmp_path
    texts.forget()


def test_every_file_of_the_course_has_its_hash_its_source_and_its_licence():
    shipped = {
        path.relative_to(data.FOLDER).as_posix()
        for path in data.FOLDER.rglob("*")
        if path.is_file()
        and not path.name.startswith("LICENSE")
        and path.suffix not in (".md", ".py", ".pyc")
    } - {"SHA256SUMS"}
    assert set(data.hashes()) == shipped
    for path in shipped:
        data.read(path)
    table = [
        row.split("|")
        for row in (data.FOLDER / "README.md").read_text().splitlines()
        if row.startswith("| `")
    ]
    assert all(len(row) == 6 and all(cell.strip() for cell in row[1:5]) for row in table)


def test_an_altered_file_is_named_with_the_way_to_get_it_back(copied):
    with (copied / "words/ing.txt").open("a") as file:
        file.write("texting\n")
    with pytest.raises(
        data.DataError, match=r"words/ing\.txt is not the file that the course came with.*git checkout"
    ):
        texts.ing_words()


def test_a_missing_file_is_named_with_the_way_to_get_it_back(copied):
    (copied / "words/ing.txt").unlink()
    with pytest.raises(data.DataError, match=r"words/ing\.txt cannot be read \(No such file.*git checkout"):
        texts.ing_words()


@pytest.mark.parametrize(
    "call",
    [
        texts.speeches,
        texts.genres,
        texts.paragraphs,
        texts.first_names,
        texts.ing_words,
        lambda: texts.names("us-men-1990"),
    ],
)
def test_what_a_call_gives_is_the_callers_to_change(call):
    first, again = call(), call()
    for value in first.values() if isinstance(first, dict) else []:
        if isinstance(value, list):
            value.clear()
    first.clear()
    assert again and call() == again and (not isinstance(again, dict) or all(again.values()))


def test_a_file_is_read_once_and_again_after_forget(monkeypatch):
    texts.forget()
    read, paths = texts.read, []
    monkeypatch.setattr(texts, "read", lambda path: paths.append(path) or read(path))
    texts.paragraphs()
    texts.paragraphs()
    assert paths == ["paragraphs.toml"]
    texts.forget()
    texts.paragraphs()
    assert paths == ["paragraphs.toml"] * 2


def test_importing_reads_no_data_and_using_it_needs_no_network():
    program = """if True:
        import sys
        opened = []
        sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
        from course.lessons import encodings, texts
        before = [path for path in opened if "course/data" in path and ".py" not in path]
        print(before, len(texts.genres()), any(path.endswith("genres/prose.txt") for path in opened))"""
    done = subprocess.run(offline(sys.executable, "-c", program), capture_output=True, text=True)
    assert done.stdout == "[] 10 True\n", done.stderr


def test_the_speeches_are_249_oldest_first_and_know_their_president():
    speeches = texts.speeches()
    assert len(speeches) == 249 and sum(map(len, speeches)) == 12_181_093
    assert [speech.year for speech in speeches] == sorted(speech.year for speech in speeches)
    assert (speeches[0].year, speeches[0].president, speeches[0][:15]) == (
        1790,
        "George Washington",
        "Fellow-Citizens",
    )
    assert [speech.president for speech in speeches if speech.year == 1953] == [
        "Harry S. Truman",
        "Dwight D. Eisenhower",
    ]


def test_two_corpora_of_names_disagree_about_the_most_common_one():
    assert [next(iter(texts.names(corpus))) for corpus in texts.NAMES] == ["James", "Muhammad", "Oliver"]


def test_names_add_up_to_everybody_and_are_sorted_by_frequency():
    for corpus in texts.NAMES:
        *named, (rest, _) = texts.names(corpus).items()
        counts = [count for _, count in named]
        assert rest == "(any other name)" and counts == sorted(counts, reverse=True)
    assert sum(texts.names("us-men-1990").values()) == 100_000


def test_an_unknown_corpus_of_names_is_told_the_ones_there_are():
    with pytest.raises(ValueError, match="us-men-1990, west-midlands-boys-2016, yorkshire-boys-2016"):
        texts.names("mars")


def test_first_names_are_lower_case_and_each_is_there_once():
    names = texts.first_names()
    assert len(names) == len(set(names)) == 5163 and names == sorted(names)
    assert all(name.isascii() and name.islower() and name.isalpha() for name in names)


def test_the_paragraph_stands_in_twelve_languages_and_ten_scripts():
    paragraphs = texts.paragraphs()
    script = {
        language: unicodedata.name(next(c for c in text if c.isalpha())).split()[0]
        for language, text in paragraphs.items()
    }
    assert len(paragraphs) == 12 and next(iter(paragraphs)) == "English"
    assert set(script.values()) == {
        "LATIN",
        "CYRILLIC",
        "GREEK",
        "ARABIC",
        "DEVANAGARI",
        "BENGALI",
        "THAI",
        "CJK",
        "HANGUL",
    }
    assert "HIRAGANA" in {unicodedata.name(c).split()[0] for c in paragraphs["Japanese"]}


def test_each_translation_has_the_four_sentences_of_the_original():
    ends = {".": 4, "।": 4, "。": 4}
    for language, text in texts.paragraphs().items():
        if language == "Thai":  # Thai ends a sentence with a space, and uses spaces inside it too
            continue
        assert sum(text.count(end) for end in ends) == 4, language


def test_every_paragraph_is_in_unicodes_composed_form():
    assert all(unicodedata.normalize("NFC", text) == text for text in texts.paragraphs().values())


def test_an_ing_word_is_its_stem_and_ing_and_king_is_none():
    pairs = texts.ing_words()
    assert len(pairs) == 3623 and ("cooking", "cook") in pairs and ("stewing", "stew") in pairs
    assert all(word == stem + "ing" for word, stem in pairs)
    assert {stem for _, stem in pairs if len(stem) < 3} == {"be", "do", "go"}


def test_every_genre_has_passages_of_a_readable_length():
    genres = texts.genres()
    assert list(genres) == [
        "speeches",
        "prose",
        "Bible",
        "Shakespeare",
        "README",
        "Python",
        "names",
        "Spanish",
        "German",
        "Russian",
    ]
    assert all(30 <= len(passage.split()) <= 210 for passages in genres.values() for passage in passages)
    assert sum(map(len, genres.values())) == 45
