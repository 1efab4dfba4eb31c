"""Moodle's list of participants, whatever language it speaks: first name, last name, then what else tells its users apart, a mail among it.

The order is the same in every language, and the headings are that language's. So names and mails are known by where they stand and what stands there; only
the headings of logins and of numbers have to be known, for they may be the ids.

Source: Moodle, user/action_redir.php (the order); its language packs, 'username' and 'idnumber' in moodle.php (the headings).
"""
import re
from collections.abc import Sequence
from typing import NamedTuple

ENGLISH = "Email address"
MAIL, NAME = re.compile(r"[^@\s]+@[^@\s]+"), re.compile(r"[^@\d]*")
LOGINS = {"anmeldename", "nom d'utilisateur", "nombre de usuario", "username", "identificação de usuário", "nome de utilizador", "gebruikersnaam", "nazwa użytkownika", "nom d'usuari",
          "användarnamn", "brukernavn", "käyttäjätunnus", "uživatelské jméno", "kullanıcı adı", "логин", "ім'я входу", "όνομα χρήστη", "felhasználónév", "nume de utilizator", "ユーザ名",
          "用户名", "帳號", "사용자 아이디", "اسم المستخدم", "שם משתמש", "erabiltzaile-izena"}
NUMBERS = {"id-nummer", "numéro d'identification", "número de id", "codice identificativo", "número de identificação", "nummer (id)", "numer id", "número id", "id nummer",
           "tunnistenumero", "id", "id numarası", "индивидуальный номер", "індивідуальний номер", "αναγνωριστικός αριθμός", "azonosítószám", "număr id", "idナンバー", "学号", "編號", "id 번호",
           "رقم المُعرَّف", "מספר זיהוי", "id zenbakia"}


class Participants(NamedTuple):
    """In which column is what."""
    first: str
    last: str
    login: str | None
    number: str | None
    mail: str

    @property
    def ids(self):
        """The column of what is unique, and likeliest to be what students know as their id."""
        return self.login or self.number or self.mail

    def name(self, row: dict) -> str:
        return " ".join(filter(None, (row[self.first].strip(), row[self.last].strip())))


def participants(columns: Sequence[str], rows: Sequence[dict]) -> Participants | None:
    """Where what stands in such a list of another language than English; None if it is none, or in English."""
    rows = [row for row in rows if any(map(str.strip, row.values()))]            # not whom somebody has added to roster.csv by hand
    if len(columns) < 3 or not rows or ENGLISH in columns:
        return None
    are_names = all(any(row[column].strip() for column in columns[:2]) and all(NAME.fullmatch(row[column]) for column in columns[:2]) for row in rows)
    mail = next((column for column in columns[2:] if all(MAIL.fullmatch(row[column].strip()) for row in rows)), None)
    if not (are_names and mail):
        return None
    return Participants(*columns[:2], _headed(columns[2:], LOGINS), _headed(columns[2:], NUMBERS), mail)


def _headed(columns, headings):
    return next((column for column in columns if column.replace("\u2019", "'").casefold() in headings), None)
