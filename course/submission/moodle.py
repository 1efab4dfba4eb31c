"""Moodle's list of participants: first name, last name, then what else tells its users apart. The order is
the same in every language, the headings are not.

Source: Moodle, user/action_redir.php (the order); its language packs of 27 languages, moodle.php (the
headings). English ones are known by their mail alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

ENGLISH = "Email address"
FIRST = """Vorname, Prénom, Nombre, Nome, Voornaam, Imię, Nom, Förnamn, Fornavn(e), Fornavn, Etunimi, Křestní jméno, Adı, Имя, Ім'я, Όνομα, Utónév, Prenume, 名, 名字, 성, الاسم الأول, שם פרטי, Izena"""
LAST = """Nachname, Nom, Nom de famille, Apellido(s), Cognome, Sobrenome, Apelido, Achternaam, Nazwisko, Cognoms, Efternamn, Efternavn, Etternavn, Sukunimi, Příjmení, Soyadı, Фамилия, Прізвище,
 Επώνυμο, Vezetéknév, Nume de familie, 姓, 姓氏, 이름, الاسم الأخير, שם משפחה, Deitura"""
MAIL = """E-Mail-Adresse, Adresse de courriel, Dirección de correo, Indirizzo email, Endereço de email, Endereço de e-mail, E-mailadres, adres e-mail, Adreça electrònica, E-postadress,
 Email addresse, E-postadresse, Sähköpostiosoite, Emailová adresa, E-posta adresi, Адрес электронной почты, Електронна пошта, Διεύθυνση ηλεκτρονικού ταχυδρομείου, E-mail cím, Adresa de e-mail,
 メールアドレス, Email地址, 電子郵件信箱, 이메일 주소, عنوان البريد الإلكتروني, דוא"ל, E-posta helbidea"""
NUMBER = """ID-Nummer, Numéro d'identification, Número de ID, Codice identificativo, Número de identificação, Nummer (ID), Numer ID, Número ID, ID nummer, Tunnistenumero, ID, ID numarası,
 Индивидуальный номер, Індивідуальний номер, Αναγνωριστικός αριθμός, Azonosítószám, Număr ID, IDナンバー, 学号, 編號, id 번호, رقم المُعرَّف, מספר זיהוי, ID zenbakia"""
LOGIN = """Anmeldename, Nom d'utilisateur, Nombre de usuario, Username, Identificação de usuário, Nome de utilizador, Gebruikersnaam, Nazwa użytkownika, Nom d'usuari, Användarnamn, Brukernavn,
 Käyttäjätunnus, Uživatelské jméno, Kullanıcı adı, Логин, Ім'я входу, Όνομα χρήστη, Felhasználónév, Nume de utilizator, ユーザ名, 用户名, 帳號, 사용자 아이디, اسم المستخدم, שם משתמש, Erabiltzaile-izena"""


class Participants(NamedTuple):
    """Which column has what; None where none has it."""

    first: str
    last: str
    login: str | None
    number: str | None
    mail: str | None

    @property
    def ids(self):
        """The column of what students likeliest know as their id."""
        return self.login or self.number or self.mail

    def person(self, row: dict) -> tuple[str, str]:
        """The name and the mail of somebody; "" for what is not there."""
        return " ".join(filter(None, (row[self.first].strip(), row[self.last].strip()))), row[
            self.mail
        ].strip() if self.mail else ""


def participants(columns: Sequence[str]) -> Participants | None:
    """Where what stands in such a list of another language than English; None if it is none, or in English."""
    if ENGLISH in columns or not (_headed(columns[:1], FIRST) and _headed(columns[1:2], LAST)):
        return None
    found = Participants(*columns[:2], *(_headed(columns[2:], words) for words in (LOGIN, NUMBER, MAIL)))
    return found if found.ids else None


def _headed(columns, words):
    known = {_letters(word) for word in words.split(",")}
    return next((column for column in columns if _letters(column) in known), None)


def _letters(text):
    """Packs differ in hyphens and apostrophes."""
    return "".join(filter(str.isalnum, text.casefold()))
