"""`guichet import`: what was open in another tool comes in as any message, as it stood, and nobody is told twice."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.office import now
from cli.records.bringing import treating
from cli.records.bringing.checked import TakenOver, check_rows
from cli.records.bringing.columns import ColumnMapping, Row
from cli.records.bringing.kept_mail import mails_of
from tests.commands.running import Done, guichet
from tests.desk import sample

SHEET = """N° dossier;Reçu le;Demandeur;Courriel;Téléphone;Objet;Description;Service;Statut;Planifié le;Historique
A-101;03/11/2026;Jeanne Petit;jeanne.petit@example.org;;Lampadaire;Le lampadaire est éteint.;Voirie Nord;En cours;;Vu le 5.
A-102;2026-11-10 09:30;Robert Lenoir;;06 39 98 01 01;;Un banc est cassé.;Espaces verts et propreté;À traiter;;
A-103;12/11/2026;;;;Acte;Copie intégrale de mon acte.;etat-civil;Programmé;04/12/2026;
"""
WORDS = 'source = "Ancien outil"\n[services]\n"Voirie Nord" = "voirie"\n'
MBOX = (
    b"From jeanne Tue Nov  3 14:05:00 2026\nFrom: Jeanne Petit <jeanne.petit@example.org>\n"
    b"To: mairie@ville.test\nSubject: Ampoule\nDate: Tue, 03 Nov 2026 14:05:00 +0100\n"
    b"Message-ID: <1@example.org>\n\nUne ampoule est grillee au gymnase Guimard.\n\n"
    b"From jeanne Wed Nov  4 08:00:00 2026\nFrom: Jeanne Petit <jeanne.petit@example.org>\n"
    b"To: mairie@ville.test\nSubject: Re: Ampoule\nDate: Wed, 04 Nov 2026 08:00:00 +0100\n"
    b"Message-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\n\nCelle du couloir.\n\n"
)


def bring(*options: str, sheet: str = SHEET, words: str = WORDS) -> Done:
    Path("ancien.csv").write_text(sheet, "utf-8")
    Path("mots.toml").write_text(words, "utf-8")
    return guichet("import", "ancien.csv", "--columns", "mots.toml", *options)


def request(number: int) -> dict:  # type: ignore[type-arg]  # JSON
    return guichet("requests", "show", str(number), "--json").json()


def test_first_it_only_says_what_would_happen(office: Path) -> None:
    done = bring()
    assert done.code == 0, done.err
    assert "A-101" in done.out and "3 to bring over. Nothing was stored" in done.out
    assert guichet("requests", "list", "--json").json() == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_sheet_saved_as_unicode_text_is_read(office: Path, encoding: str) -> None:
    bring()
    Path("ancien.csv").write_bytes(SHEET.replace(";", "\t").encode(encoding))
    done = guichet("import", "ancien.csv", "--columns", "mots.toml")
    assert done.code == 0, done.err
    assert "A-101" in done.out and "3 to bring over." in done.out


def test_requests_come_over_as_they_stood_and_nobody_is_told(office: Path) -> None:
    done = bring("--apply")
    assert done.code == 0, done.err
    assert "3 brought over." in done.out
    listed = guichet("requests", "list", "--sort", "oldest", "--json").json()
    assert [(each["service"], each["state"]) for each in listed] == [
        ("voirie", "taken"),
        ("espaces-verts", "new"),
        ("etat-civil", "planned"),
    ]
    assert [each["received_at"][:10] for each in guichet("inbox", "list", "--json").json()] == [
        "2026-11-12",
        "2026-11-10",
        "2026-11-03",
    ]
    assert guichet("outbox", "list", "--json").json() == []
    assert guichet("verify").code == 0, "that nobody was told is as it should be"
    assert all(each["assignee"] for each in listed), "the strategy of the service chooses"
    first = request(1)
    assert first["created_at"][:10] == "2026-11-03"
    (note,) = [each for each in first["entries"] if each["kind"] == "note"]
    assert "Ancien outil, n°\u00a0A-101" in note["text"] and "Vu le 5." in note["text"]
    assert not note["public"]
    known = guichet("people", "show", "jeanne.petit@example.org", "--json").json()
    assert [each["reference"] for each in known["requests"]] == [first["reference"]]


def test_what_came_over_is_known_by_its_number_and_left(office: Path) -> None:
    assert bring("--apply").code == 0
    more = SHEET + "A-104;13/11/2026;;;;;Une poubelle déborde.;;;;\n"
    assert "1 to bring over, 3 there already" in bring(sheet=more).out
    assert "1 brought over, 3 there already" in bring("--apply", sheet=more).out
    assert len(guichet("requests", "list", "--json").json()) == 4


def test_a_wrong_line_is_named_and_nothing_is_stored(office: Path) -> None:
    wrong = SHEET + (
        "A-101;;;;;;Encore.;;;;\n;;;;;;Sans numéro.;;;;\nA-105;;;;;;;;;;\nA-106;;;pas-une-adresse;;;Un mot.;;;;\n"
        "A-107;;;;;;Un mot.;Piscine;;;\nA-108;;;;;;Un mot.;;Terminée;;\nA-109;31/02/2026;;;;;Un mot.;;;;\n"
        "A-110;;;;;;Un mot.;;planifiée;;\nA-111;2999-01-01;;;;;Un mot.;;;;\nA-112;;;;;;Un mot.;;;;Vu ; rien à faire.\n"
    )
    done = bring("--apply", sheet=wrong)
    assert done.code == 1
    assert "10 lines cannot be brought over: nothing was stored." in done.err
    for line, words in enumerate(
        ("stands on line 2 too", "a request has a number", "no words", "", "no service 'Piscine'", "'Terminée' is over",
         "is not a day", "needs its day", "yet to come", "more cells than titles"), start=5
    ):  # fmt: skip
        assert any(f"line {line}: " in said and words in said for said in done.out.splitlines()), (
            line,
            words,
        )
    assert guichet("inbox", "list", "--json").json() == []


def test_two_columns_that_may_be_one_thing_are_asked_about(office: Path) -> None:
    sheet = "N°;Demande;Description\n1;Lampadaire;Le lampadaire du 12 est éteint.\n"
    unsure = bring(sheet=sheet)
    assert unsure.code == 1 and "'Demande' and 'Description' both may be the text of a request" in unsure.err
    (told,) = re.findall(r'\[columns\] text = "its title"', " ".join(unsure.err.split()))
    words = told.replace("] ", "]\n").replace("its title", "Description")
    assert bring("--apply", sheet=sheet, words=words).code == 0
    assert "éteint" in json.dumps(request(1), ensure_ascii=False)


def test_requesters_are_told_when_that_is_asked_for(office: Path) -> None:
    assert bring("--apply", "--tell").code == 0
    told = [(each["notice"], each["recipient"]) for each in guichet("outbox", "list", "--json").json()]
    assert ("acknowledgement", "jeanne.petit@example.org") in told
    assert ("acknowledgement", "+33639980101") in told
    assert not [each for each in told if each[0] in ("taken", "planned")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("strange = 1\n", "'strange' is not understood"),
        ('[columns]\ncolour = "x"\n', "'columns.colour' is not understood"),
        ("[services]\nx = 1\n", "must be text between quotes"),
        ("[services\n", "is not valid TOML, line 1"),
        ('[columns]\ntext = "Autre"\n', "no column is the text of a request"),
    ],
)
def test_a_mapping_that_is_wrong_is_said_in_one_line(office: Path, words: str, said: str) -> None:
    done = bring(words=words)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert said in done.err


def test_kept_mail_comes_in_as_ordinary_rows_without_an_acknowledgement(office: Path) -> None:
    Path("boite.mbox").write_bytes(MBOX)
    assert "2 to bring over" in guichet("import", "boite.mbox").out
    done = guichet("import", "boite.mbox", "--apply")
    assert done.code == 0, done.err
    assert "2 brought over (1 × follow up, 1 × new request)." in done.out
    assert guichet("verify").code == 0
    assert guichet("outbox", "list", "--json").json() == []
    states = [each["state"] for each in guichet("inbox", "list", "--json").json()]
    assert sorted(states) == ["follow_up", "new_request"]
    assert "0 brought over, 2 there already" in guichet("import", "boite.mbox", "--apply").out
    Path("no.mbox").write_bytes(b"Bonjour")
    assert "is no mbox" in guichet("import", "no.mbox").err
    assert "--columns is for a sheet" in guichet("import", "boite.mbox", "--columns", "x.toml").err


def mail(
    number: int, body: str, *, day: int, headers: str = "", begin: str = "jeanne Tue Nov  3 14:05:00 2026"
) -> str:
    return (
        f"From {begin}\nFrom: Jeanne Petit <jeanne.petit@example.org>\nTo: mairie@ville.test\n"
        f"Subject: Ampoule\nDate: {day:02} Nov 2026 08:00:00 +0100\nMessage-ID: <{number}@example.org>\n{headers}"
        f"\n{body}\n\n"
    )


FIRST = mail(1, "Une ampoule est grillee au gymnase Guimard.", day=3)
SECOND = mail(2, "Celle du couloir.", day=4, headers="In-Reply-To: <1@example.org>\n")


def test_kept_mail_in_whatever_order_makes_one_request_of_the_day_of_its_first(office: Path) -> None:
    """Gmail exports the newest first; the same mail may stand there under two labels."""
    Path("boite.mbox").write_text(SECOND + FIRST + FIRST, "utf-8")
    shown = guichet("import", "boite.mbox").out
    assert "2 to bring over" in shown
    assert [line.split()[0] for line in shown.splitlines() if "jeanne.petit@" in line] == [
        "2026-11-03",
        "2026-11-04",
    ]
    assert (
        "2 brought over (1 × follow up, 1 × new request)." in guichet("import", "boite.mbox", "--apply").out
    )
    (only,) = guichet("requests", "list", "--json").json()
    assert only["created_at"][:10] == "2026-11-03"
    assert "0 brought over, 2 there already" in guichet("import", "boite.mbox", "--apply").out


def test_a_header_of_kept_mail_proves_nobody(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever made the file wrote the word of our relay into it, too."""
    monkeypatch.setenv("GUICHET_MAIL__AUTHSERV_ID", "mx.ville.test")
    says = "Authentication-Results: mx.ville.test; dmarc=pass header.from=example.org\n"
    Path("boite.mbox").write_text(FIRST + mail(3, "ARRET", day=5, headers=says), "utf-8")
    assert guichet("import", "boite.mbox", "--apply").code == 0
    person = guichet("people", "show", "jeanne.petit@example.org", "--json").json()
    assert [each["opted_out_at"] for each in person["contacts"]] == [None]
    assert guichet("outbox", "list", "--json").json() == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "begin", ["- Tue Nov 03 14:05:00 2026", "17@xxx Tue Nov 03 14:05:00 +0000 2026", "nobody"]
)
def test_a_sentence_that_begins_like_a_mail_ends_none(office: Path, begin: str, end: str) -> None:
    body = "Bonjour,\nFrom the moment we came\nFrom 10:30 on, the road was broken.\n>From here too."
    kept = mail(1, body, day=3, begin=begin) + mail(2, "Une branche.", day=4, begin=begin)
    Path("boite.mbox").write_bytes(kept.replace("\n", end).encode())
    mails = mails_of(Path("boite.mbox"), now())
    assert len(mails) == 2
    assert f"{end}From here too.{end}".encode() in mails[0].raw()
    assert mails[1].raw().endswith(f"Une branche.{end}".encode())


def test_a_file_of_thunderbird_has_no_ending_and_files_travel_along(office: Path) -> None:
    parts = (
        "--B\nContent-Type: text/plain\n\nVoir le plan du trou, rue des Lilas.\n--B\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--B--"
    )
    kind = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n"
    Path("Inbox").write_text(mail(1, parts, day=3, headers=kind), "utf-8")
    assert " 1      Ampoule" in guichet("import", "Inbox").out
    assert guichet("import", "Inbox", "--apply").code == 0
    assert [each["shown_name"] for each in request(1)["attachments"]] == ["plan.pdf"]


def test_danger_of_last_year_wakes_nobody(office: Path) -> None:
    Path("boite.mbox").write_text(mail(1, "Forte odeur de gaz devant le gymnase Guimard !", day=3), "utf-8")
    assert guichet("import", "boite.mbox", "--apply").code == 0
    assert guichet("outbox", "list", "--json").json() == []


def test_what_is_no_kept_mail_says_what_it_is(office: Path) -> None:
    Path("d.mbox").mkdir()
    assert "There is no mail in the folder d.mbox" in guichet("import", "d.mbox").err
    assert "cannot be read: No such file" in guichet("import", "no.mbox").err
    Path("vide.mbox").write_bytes(b"")
    assert "is no mbox" in guichet("import", "vide.mbox").err
    Path("une.mbox").write_bytes(b"From x Tue Nov  3 14:05:00 2026\n")
    assert "The file holds no mail." in guichet("import", "une.mbox").out


def test_a_file_that_is_no_sheet_is_told_in_french_too(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_LANG", "fr")
    for name, content, said in (
        ("x.csv", b"%PDF-1.7", "c’est un PDF"),
        ("x.csv", b"PK\x03\x04", "c’est un tableur, pas un CSV"),
        ("x.xlsx", b"PK\x03\x04", "ce n’est pas un tableur (XLSX)"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0", "ancienne forme (XLS), ou avec un mot de passe"),
        ("x.csv", b"<html>", "c’est une page web"),
    ):
        Path(name).write_bytes(content)
        assert said in guichet("import", name).err


def test_mail_that_was_kept_orders_nothing_in_an_agents_name(office: Path) -> None:
    """Whoever could write into the old mailbox is not believed for it."""
    assert bring("--apply").code == 0
    forged = MBOX.replace(b"jeanne.petit@example.org", b"karim.benali@agents.ville.test").replace(
        b"Une ampoule est grillee", b"2026-00001 termine. Une ampoule"
    )
    Path("boite.mbox").write_bytes(forged)
    assert guichet("import", "boite.mbox", "--apply").code == 0
    assert request(1)["state"] == "taken"


def ledger(office: Path, question: str) -> list[tuple]:  # type: ignore[type-arg]
    connection = sqlite3.connect(office / "var" / "guichet.db")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.commit()
        connection.close()


def test_what_came_over_is_due_from_now_on_however_old_it_is(office: Path) -> None:
    """Else a running service says that it is months behind, and is taken out of service."""
    began = now()
    Path("boite.mbox").write_bytes(MBOX)
    assert bring("--apply").code == guichet("import", "boite.mbox", "--apply").code == 0
    due = [
        datetime.fromisoformat(each).replace(tzinfo=UTC)
        for (each,) in ledger(office, "SELECT next_attempt_at FROM inbound_message")
    ]
    assert len(due) == 5 and min(due) >= began - timedelta(seconds=1)


@pytest.mark.parametrize(
    "date", [b"Fri, 31 Dec 9999 23:59:00 -0500", b"Tue, 03 Nov 99999999999 14:05:00 +0100", b"\xff"]
)
def test_a_mail_with_an_impossible_date_comes_in_as_of_now(office: Path, date: bytes) -> None:
    Path("boite.mbox").write_bytes(MBOX.replace(b"Tue, 03 Nov 2026 14:05:00 +0100", date))
    done = guichet("import", "boite.mbox", "--apply")
    assert done.code == 0, done.err
    assert "2 brought over" in done.out


def checked(
    cells: dict[str, str], moment: datetime, holidays: str = "metropole"
) -> tuple[list[TakenOver], list[str]]:
    organisation = sample().model_copy(
        update={"town": sample().town.model_copy(update={"holidays": holidays})}
    )
    row = Row(2, {"number": "1", "text": "Un banc est cassé.", **cells})
    return check_rows([row], ColumnMapping(), organisation, "ancien", moment)


@pytest.mark.parametrize("written", ["2026-11-12", "12/11/2026"])
def test_what_was_received_today_is_taken_before_noon_too(written: str) -> None:
    morning = datetime(2026, 11, 12, 7, 30, tzinfo=UTC)
    (taken,), wrong = checked({"received": written}, morning)
    assert (taken.received_at, wrong) == (morning, [])
    (taken,), _ = checked({"received": written}, morning + timedelta(hours=8))
    assert taken.received_at == datetime(2026, 11, 12, 11, tzinfo=UTC)
    assert "yet to come" in checked({"received": "2026-11-13"}, morning)[1][0]


def test_numbers_are_read_as_the_town_dials_them() -> None:
    (taken,), _ = checked({"phone": "60 12 34"}, now(), "nouvelle-caledonie")
    assert taken.phone == "+687601234"


def test_what_another_process_holds_is_waited_for_from_the_end_of_our_own_work(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SlowTime:
        """Our own work takes longer than the wait; the other process gives its message back meanwhile."""

        looks = 0

        def monotonic(self) -> float:
            self.looks += 1
            return 0.0 if self.looks == 1 else 10 * treating.WAIT_SECONDS

        def sleep(self, _seconds: float) -> None:
            ledger(office, "UPDATE inbound_message SET leased_until = NULL, leased_by = ''")

    before = (
        "CREATE TRIGGER held AFTER INSERT ON inbound_message WHEN new.door_key LIKE '%A-102' BEGIN UPDATE "
    )
    held = "inbound_message SET leased_until = '2999-01-01 00:00:00', leased_by = 'x' WHERE id = new.id; END"
    ledger(office, before + held)
    monkeypatch.setattr(treating, "time", SlowTime())
    assert "3 brought over." in bring("--apply").out
