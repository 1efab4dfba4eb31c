"""Who is in the class: the platforms' own files are read as they are, and what cannot be a roster is refused
in one sentence.
"""

import pytest

from course import cli
from course.files.coursedir import CourseError
from course.submission import roster
from tests import sent, tiny

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,01-tiny (4711),Current Score
    Points Possible,,,,,6,(read only)
"Lovelace, Ada",101,s-1,ada,Monday,,
"Kahlo, Frida",102,s-2,frida,Monday,5,
"Student, Test",999,,f00,Monday,,
"""
MOODLE = "First name,Last name,ID number,Email address,Groups\nAda,Lovelace,ada,ada@example.org,A\nFrida,Kahlo,frida,frida@example.org,A\n"


def test_canvas_gradebook_is_read_without_its_rows_that_are_nobodys(made):
    found = roster.read(made(CANVAS))
    assert found.kind == "Canvas" and list(found.people) == ["ada", "frida"]
    assert found.people["ada"].name == "Lovelace, Ada" and found.people["ada"].row["ID"] == "101"


def test_moodles_participants_are_read_with_the_id_number_for_an_id(made):
    found = roster.read(made(MOODLE))
    assert found.kind == "Moodle" and found.people["frida"][:3] == (
        "frida",
        "Frida Kahlo",
        "frida@example.org",
    )


def test_where_moodle_has_no_id_numbers_the_mail_is_the_id(made):
    assert list(
        roster.read(made("First name,Surname,Email address\nAda,Lovelace,ada@example.org\n")).people
    ) == ["ada@example.org"]


HEADINGS = {  # of Moodle's language packs: first name, last name, mail, id number, login
    "German": ("Vorname", "Nachname", "E-Mail-Adresse", "ID-Nummer", "Anmeldename"),
    "French": ("Prénom", "Nom", "Adresse de courriel", "Numéro d'identification", "Nom d'utilisateur"),
    "Spanish": ("Nombre", "Apellido(s)", "Dirección de correo", "Número de ID", "Nombre de usuario"),
    "Italian": ("Nome", "Cognome", "Indirizzo email", "Codice identificativo", "Username"),
    "Portuguese": ("Nome", "Apelido", "Endereço de e-mail", "Número de identificação", "Nome de utilizador"),
    "Catalan": ("Nom", "Cognoms", "Adreça electrònica", "Número ID", "Nom d'usuari"),
    "Czech": ("Křestní jméno", "Příjmení", "Emailová adresa", "ID", "Uživatelské jméno"),
    "Japanese": ("名", "姓", "メールアドレス", "IDナンバー", "ユーザ名"),
    "Ukrainian": ("Ім'я", "Прізвище", "Електронна пошта", "Індивідуальний номер", "Ім’я входу"),
    "Hebrew": ("שם פרטי", "שם משפחה", 'דוא"ל', "מספר זיהוי", "שם משתמש"),
}


@pytest.mark.parametrize("of_whom", ["mail", "mail and number", "number, login and mail", "login"])
@pytest.mark.parametrize("language", HEADINGS)
def test_moodles_participants_are_read_in_the_languages_that_it_speaks(
    course, inbox, made, language, of_whom
):
    """Its order is the same in each. Then names, ids and marks go to and fro as in English."""
    first, last, mail, number, login = HEADINGS[language]
    extra = {
        "mail": [mail],
        "mail and number": [mail, number],
        "number, login and mail": [number, login, mail],
        "login": [login],
    }[of_whom]
    values = {mail: ("ada@x.org", "frida@x.org"), number: ("s-1", "s-2"), login: ("ada", "frida")}
    headings = [
        column.replace('"', '""').join('""') if '"' in column else column for column in (first, last, *extra)
    ]
    rows = [
        [*name, *(values[column][n] for column in extra)]
        for n, name in enumerate([("Ada", "Lovelace"), ("Frida", "Kahlo")])
    ]
    ids = {"mail": "ada@x.org", "mail and number": "s-1"}.get(of_whom, "ada")
    roster.keep(found := roster.read(made("\n".join(map("\t".join, [headings, *rows])))))
    assert (found.kind, *[*found.people.values()][0][:3]) == (
        "Moodle",
        ids,
        "Ada Lovelace",
        "ada@x.org" if mail in extra else "",
    )
    assert (
        roster.kept().people == found.people
        and roster.kept().kind == "Moodle"
        and roster.by_moodle(roster.kept())[:2] == [first, last]
    )
    for n, name in enumerate(["Ada Lovelace", "Kahlo Frida"]):  # either may stand first
        sent.put(inbox, f"{name}_{n}_assignsubmission_file_/01-tiny.ipynb", sent.bare(course))
    sent.lines(inbox)
    assert sent.students(course) == set(found.people)


@pytest.mark.parametrize(
    "text",
    [
        "Kennung,Name,Adresse\ns1,Ada Lovelace,ada@x.org\n",
        "Vorname,Nachname,Ort\nAda,Lovelace,Rom\n",
        "Nachname,Vorname,E-Mail-Adresse\nLovelace,Ada,ada@x.org\n",
        "Name,Vorname,E-Mail\nLovelace,Ada,ada@x.org\n",
        "Anrede,Vorname,Nachname,E-Mail-Adresse\nFrau,Ada,Lovelace,a@x.org\n",
        "Ada,Lovelace,ada@x.org\nFrida,Kahlo,f@x.org\n",
    ],
)
def test_what_is_not_headed_as_moodle_does_is_no_list_of_moodles(made, text):
    with pytest.raises(CourseError, match="has no column of ids"):
        roster.read(made(text))


def test_moodles_list_with_somebody_added_by_hand_is_still_moodles(course, made):
    path = roster.keep(roster.read(made("Vorname,Nachname,E-Mail-Adresse\nAda,Lovelace,ada@x.org\n")))
    with path.open("a") as stream:
        stream.write("bob,Bob,bob@x.org\nr2,R2 D2,,R2,D2,\n")
    assert roster.kept().kind == "Moodle" and [*roster.kept().people] == ["ada@x.org", "bob", "r2"]


@pytest.mark.parametrize("heading", ["id,Vorname,Nachname,E-Mail-Adresse", "ID;Nachname;Vorname;E-Mail"])
def test_a_list_with_a_column_called_id_is_read_by_it_in_whatever_language(made, heading):
    between = ";" if ";" in heading else ","
    assert [
        *roster.read(made(heading + "\n" + between.join(["ada", "Ada", "Lovelace", "ada@x.org"]))).people
    ] == ["ada"]


def test_of_moodles_list_a_user_without_a_mail_or_with_a_digit_is_somebody(made):
    found = roster.read(
        made("Vorname,Nachname,Anmeldename,E-Mail-Adresse\nAda,Lovelace,ada,ada@x.org\nTest,User 1,test1,\n")
    )
    assert [person[:3] for person in found.people.values()] == [
        ("ada", "Ada Lovelace", "ada@x.org"),
        ("test1", "Test User 1", ""),
    ]


GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Sections\r\nAm\u00e9lie,Dupont,am1000,s1000@uni.example,Student,A\r\nAnna,Schmidt,an1026,s1026@uni.example,Student,\r\n"
    "Ida,Berg,,ida@uni.example,Instructor,\r\nTom,Hale,,tom@uni.example,TA,\r\nEva,Lang,s9,eva@uni.example,TA,\r\n"
)


def test_gradescopes_roster_is_read_with_the_sid_for_an_id_and_without_its_staff(made):
    found = roster.read(made(GRADESCOPE, "utf-8-sig"))
    assert found.kind == "Gradescope" and list(found.people) == ["am1000", "an1026"]
    assert found.people["am1000"][:3] == ("am1000", "Am\u00e9lie Dupont", "s1000@uni.example")
    assert found.remarks == ["3 rows are not students, and left out: 1 Instructor, 2 TA."]
    roster.keep(found)
    assert roster.kept().people == found.people and roster.kept().kind == "Gradescope"


@pytest.mark.parametrize(
    "heading",
    [
        "First Name,Last Name,SID,Email,Role,Section",
        "first name,last name,sid,email,role,sections",
        "FIRST NAME,LAST NAME,SID,EMAIL,ROLE,SECTIONS",
    ],
)
def test_gradescopes_columns_may_be_written_in_any_capitals_and_its_sections_be_one(made, heading):
    text = "\r\n".join([heading, *GRADESCOPE.split("\r\n")[1:]])
    assert [person[:2] for person in roster.read(made(text)).people.values()] == [
        ("am1000", "Am\u00e9lie Dupont"),
        ("an1026", "Anna Schmidt"),
    ]


def test_where_no_student_of_gradescopes_has_a_sid_the_mail_is_the_id(made):
    text = GRADESCOPE.replace("am1000", "").replace("an1026", "")
    assert list(roster.read(made(text)).people) == ["s1000@uni.example", "s1026@uni.example"]


def test_where_one_student_of_gradescopes_has_no_sid_it_is_said(made):
    with pytest.raises(
        CourseError, match="line 3: 'SID' is empty. Fill it in, or name another column of ids with --id."
    ):
        roster.read(made(GRADESCOPE.replace("an1026", "")))


@pytest.mark.parametrize("column", ["Email", "email"])
def test_by_another_column_of_ids_gradescopes_staff_is_left_out_too(made, column):
    found = roster.read(made(GRADESCOPE), column)
    assert (
        list(found.people) == ["s1000@uni.example", "s1026@uni.example"]
        and "1 Instructor, 2 TA" in found.remarks[0]
    )


@pytest.mark.parametrize(
    "text, name",
    [
        ("id,First Name,Last Name\nada,Ada,King\n", "Ada King"),
        ("id,last name,first name,name\nada,King,Ada,x\n", "Ada King"),
        ("id,First name,name\nada,Ada,Ada King\n", "Ada King"),
        ("id,Full name\nada,Ada King\n", "Ada King"),
        ("id,nick\nada,A\n", ""),
    ],
)
def test_of_any_list_a_first_and_a_last_name_are_a_name(made, text, name):
    assert roster.read(made(text)).people["ada"].name == name


@pytest.mark.parametrize(
    "text",
    [
        "id,name,mail\nada,Ada,a@b.c\n",
        "ID;Name;Mail\nada;Ada;a@b.c\n",
        "id\tname\tmail\r\nada\tAda\ta@b.c\r\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_as_any_spreadsheet_writes_it(made, text, encoding):
    assert roster.read(made(text, encoding)).people["ada"][:3] == ("ada", "Ada", "a@b.c")


def test_another_column_of_ids_can_be_named(made):
    assert list(roster.read(made(CANVAS), "ID").people) == ["101", "102"]


@pytest.mark.parametrize("column, ids", [("SIS User ID", ["s-1", "s-2"]), ("ID", ["101", "102"])])
def test_of_canvas_gradebook_without_logins_another_column_has_the_ids_and_its_numbers_still_say_who_is_who(
    course, inbox, made, column, ids
):
    without = 'Student,ID,SIS User ID,Section\n    Points Possible,,,\n"Lovelace, Ada",101,s-1,Monday\n"Kahlo, Frida",102,s-2,Monday\n"Student, Test",999,,Monday\n'
    roster.keep(found := roster.read(made(without), column))
    assert (found.kind, [*found.people]) == ("Canvas", ids) and roster.kept().people == found.people
    sent.put(inbox, "lovelaceada_101_99_work.zip", sent.zipped_by_submit(course, ids[1]))
    (said,) = sent.lines(inbox).values()
    assert said.startswith(
        f"not taken in, and nothing was replaced: it says that it is {ids[1]}'s, and came as {ids[0]}'s, in lovelaceada_101_99_work.zip. "
    )


@pytest.mark.parametrize(
    "text, column, remarks",
    [
        ("Kennung,Gruppe\nada,A\n", "Kennung", [roster.NAMELESS]),
        ("id\nada\n", None, []),
        ("First name,Last name,Email address\nAda,Lovelace,ada@x.org\n", None, []),
    ],
)
def test_a_roster_in_which_no_name_is_known_says_so(made, text, column, remarks):
    assert roster.read(made(text), column).remarks == remarks


def test_whoever_is_no_more_on_a_new_roster_is_named_and_with_another_id_hands_in_again_by_the_same_download(
    course, inbox, in_class, made, capsys
):
    in_class(sent.CANVAS)
    file = sent.put(
        inbox, "s.zip", sent.packed({"kahlofrida_4712_99_work.zip": sent.zipped_by_submit(course, "frida")})
    )
    assert sent.students(course) == set() and sent.lines(file) and sent.students(course) == {"frida"}
    assert (
        cli.main(
            [
                "roster",
                str(
                    made(
                        sent.CANVAS.replace("frida", "frida.k").replace('"Lovelace, Ada",4711,s1,ada,A\n', "")
                    )
                ),
            ]
        )
        == 0
    )
    assert capsys.readouterr().out.startswith(
        "No longer on it: ada, frida. What they handed in is kept. Has an id changed? Collect your platform's downloads again, and grade: "
        "what is in them counts under the new one.\n2 students"
    )
    assert list(sent.lines(file).values()) == [
        "collected; as frida.k's, by kahlofrida_4712_99_work.zip: the id in it, frida, is not on the roster"
    ]


def test_a_roster_that_cannot_be_read_is_replaced(course, in_class, made, capsys):
    in_class(sent.CANVAS).write_bytes(b"\xff")
    assert cli.main(["roster", str(made(sent.CANVAS))]) == 0 and capsys.readouterr().out.startswith(
        "3 students, with ids such as ada, frida, emmy."
    )


def test_what_was_kept_is_what_was_read(made):
    found = roster.read(made(CANVAS))
    roster.keep(found)
    again = roster.kept()
    assert again.people == found.people and (again.kind, again.columns) == (found.kind, found.columns)


def test_two_of_one_name_are_told_apart_by_their_ids_and_it_is_said(made):
    found = roster.read(made("id,name\nada,Ada Li\nada2,Ada Li\n"))
    assert len(found.people) == 2 and found.remarks == [
        "two students are called Ada Li: ada, ada2. Their ids tell them apart."
    ]


@pytest.mark.parametrize(
    "text, encoding, said",
    [
        (
            "id,name\nada,Ada\nada,Ada B\n",
            "utf-8",
            "class.csv: the id 'ada' is in line 2 and in line 3. Each student needs their own.",
        ),
        (
            "id,name\nada,Jos\u00e9\n",
            "latin-1",
            'class.csv is not in UTF-8: letters would come out wrong. Save it as "CSV UTF-8", and try again.',
        ),
        (
            "nick,name\nada,Ada\n",
            "utf-8",
            "class.csv has no column of ids. Canvas's gradebook has Student, ID and SIS Login ID; Moodle's participants have first name, last name and Email address, or what these are in its other languages; "
            "Gradescope's roster has SID, Email and Role; any other needs a column called id, or `--id COLUMN` says which column has the ids. It has: nick, name.",
        ),
        (
            "id,name\n,Ada\n",
            "utf-8",
            "class.csv, line 2: 'id' is empty. Fill it in, or name another column of ids with --id.",
        ),
        (
            "id,name\n../x,Ada\n",
            "utf-8",
            "class.csv, line 2: '../x' cannot be an id: use at most 64 letters and digits, with . _ @ - between them. Name another column of ids with --id.",
        ),
        (
            "Student,ID,Section\n    Points Possible,,\nAda,1,A\n",
            "utf-8",
            "class.csv looks like Canvas's gradebook, and has no column 'SIS Login ID'. Export it with that column, or name another one of ids "
            "with --id. It has: Student, ID, Section.",
        ),
        ("id,name,name\na,b,c\n", "utf-8", "class.csv has two columns called 'name'."),
        ("id,name\n", "utf-8", "class.csv has no students in it."),
    ],
)
def test_what_cannot_be_a_roster_is_refused_in_one_sentence_and_nothing_is_kept(made, text, encoding, said):
    with pytest.raises(CourseError) as error:
        roster.read(made(text, encoding))
    assert str(error.value) == said and roster.kept() is None


def test_a_column_that_is_not_there_is_named_with_those_that_are(made):
    with pytest.raises(CourseError, match="has no column 'login'. It has: id, name."):
        roster.read(made("id,name\nada,Ada\n"), "login")


def test_a_report_says_who_is_missing_before_anything_is_graded(course, made, capsys):
    roster.keep(roster.read(made("id,name\nada,Ada\nbob,Bob\n")))
    tiny.submit(course, "ada")
    assert cli.main(["report", "01"]) == 0
    assert "Not handed in (1):\n  bob" in capsys.readouterr().out


def test_a_roster_with_an_empty_line_at_its_end_works_or_is_a_sentence(course, inbox, in_class):
    in_class(sent.CANVAS)
    with (course / "roster.csv").open("a") as stream:  # somebody added a student by hand
        stream.write("\n")
    sent.put(inbox, "a.zip", sent.zipped_by_submit(course))
    try:
        assert sent.lines(inbox) == {"a.zip": "collected"}
    except CourseError:
        pass


@pytest.mark.parametrize(
    "line, said",
    [
        (b",Zoe\n", "roster.csv, line 5: the first entry is not an id."),
        (b"\xff\n", "roster.csv cannot be read"),
    ],
)
def test_a_line_added_by_hand_that_is_none_is_a_sentence(course, in_class, line, said):
    in_class(sent.CANVAS)
    with (course / "roster.csv").open("ab") as stream:
        stream.write(line)
    with pytest.raises(CourseError, match=said):
        roster.kept()


def test_a_line_added_by_hand_may_have_an_id_and_nothing_else(course, in_class):
    in_class(sent.CANVAS)
    with (course / "roster.csv").open("a") as stream:
        stream.write("\nzoe\n")
    assert roster.kept().people["zoe"].row["ID"] == ""
