"""What an administrator reads who knows no English: the access log, a mail read by hand, a setting that is wrong, advice
about names that the settings know.
"""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest

from cli.service.examining.domains.names import names
from cli.speaking.traced import DETAILS, SUBJECTS, subject_said, subject_typed
from cli.speaking.translate import in_french
from dispatch.notices.why.became import why_it_became
from dispatch.notices.why.set_aside import why_set_aside
from models.settings.settings import Settings
from tests import sentences
from tests.commands.running import guichet
from tests.french_output import faults

ROOT = Path(__file__).parents[2]
#: Where the subject of a line stands among the arguments of what writes it.
_SUBJECT_AT = {"record_access": 4, "looked": 1, "changing": 3}


@pytest.fixture(autouse=True)
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


def calls(*floors: str) -> list[ast.Call]:
    paths = [path for floor in floors for path in sorted((ROOT / floor).rglob("*.py"))]
    return [
        node
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_all_that_the_access_log_names_has_its_french() -> None:
    subjects, details = set(), set()
    for call in calls("cli", "dispatch", "intake", "models"):
        at = _SUBJECT_AT.get(called(call))
        if at is None:
            continue
        details |= {each.arg for each in call.keywords if each.arg is not None}
        given = call.args[at] if len(call.args) > at else None
        if isinstance(given, ast.JoinedStr) and isinstance(given.values[0], ast.Constant):
            given = given.values[0]
        if isinstance(given, ast.Constant):
            subjects.add(str(given.value).partition(":")[0])
    assert len(subjects) > 30 and len(details) > 40
    assert subjects - set(SUBJECTS) == set()
    # How an act may be taken back is the page's own affair: it stands in no line.
    assert details - {"undoable"} - set(DETAILS) == set()
    assert len(set(SUBJECTS.values())) == len(SUBJECTS), "two of them are called the same"
    assert all(subject_typed(subject_said(each)) == each for each in SUBJECTS)


def test_the_access_log_is_french_and_what_it_shows_can_be_typed(busy_office: Path) -> None:
    assert busy_office.exists()
    for command in ("requests list", "people show jeanne.petit@example.org", "stats --agents", "inbox list"):
        assert guichet(*command.split()).code == 0
    assert guichet("services", "edit", "voirie", "assignment=round_robin").code == 0
    shown = guichet("audit", "show").out
    assert "demandes" in shown and "nombre 1" in shown and "par agent oui" in shown
    assert faults(shown) == []
    person = next(word for word in shown.split() if word.startswith("personne:"))
    one = guichet("audit", "show", person).out.splitlines()
    assert len(one) == 2 and person in one[1]
    assert "registre" in guichet("audit", "show", "registre").out
    # Programs read the names that they always read; and whoever did it is found by their login.
    rows = guichet("audit", "show", "organisation", "--json").json()
    assert rows[0]["subject"] == "organisation" and " " not in rows[0]["actor"]


MAIL = """From: Paul <paul@example.org>
To: mairie@ville.test
Subject: Absence
Date: Fri, 27 Nov 2026 09:00:00 +0100
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=x-inconnu

Je suis absent.

> Bonjour,
> une ligne

"""


def test_a_mail_read_by_hand_is_told_in_french(office: Path) -> None:
    (office / "absence.eml").write_text(MAIL, "utf-8")
    shown = guichet("read", "absence.eml").out
    assert (
        "Objet" in shown
        and "27/11/2026 08:00 UTC" in shown
        and "absence : en-tête" in shown.replace("\u00a0", " ")
    )
    assert "jeu de caractères" in shown
    assert faults(shown.replace("x-inconnu", "").replace("Subject", "")) == []
    missing = guichet("read", "nulle-part.eml")
    assert missing.code == 1 and "aucun fichier ni dossier de ce nom" in missing.out


def test_whatever_the_reader_notes_of_a_mail_has_its_french() -> None:
    noted: set[str] = set()
    for call in calls("intake/mail", "intake/sms"):
        given = call.args[1:2] if called(call) == "Automatic" else []
        given += call.args if called(call) == "_note" else []
        owner = getattr(getattr(call.func, "value", None), "id", "") or getattr(
            getattr(call.func, "value", None), "attr", ""
        )
        given += call.args if called(call) == "append" and owner == "defects" else []
        noted |= {text for each in given for text in sentences._texts(each) if " " in text}
    assert len(noted) > 30
    filled = [each.replace("{}", "12") for each in noted]
    assert [each for each in filled if why_it_became(each, "fr") == each] == []
    held = [
        f"looks automatic: {each}" for each in filled if not why_it_became(each, "fr").startswith("un avis")
    ]
    assert [each for each in held if ": It" in why_set_aside(each, "fr")] == []


WRONG = {
    '[doors.smtp]\nport = "abc"\n': "doit être un nombre entier sans guillemets",
    "[doors.smtp]\nport = 99999999\n": "doit être au plus 65535.",
    '[web]\nboard = "x"\n': "doit être true ou false, sans guillemets.",
    "[outgoing.relay]\nhost = 3\n": "doit être un seul texte entre guillemets droits",
    '[outgoing]\ncarrier = "fax"\n': "doit être 'files' ou 'smtp'.",
    '[outgoing]\ncarrier = "smtp"\n': "outgoing.relay.host doit nommer le relais",
    "outgoing = 3\n": "doit être une table, son titre entre crochets simples",
    "[mail]\ndomains = []\n": "doit être l’un de mail.domains",
}


def test_a_setting_that_is_wrong_is_told_in_whole_french_sentences(office: Path) -> None:
    wrong = []
    for text, expected in WRONG.items():
        (office / "settings.toml").write_text(text, "utf-8")
        said = guichet("limits").err
        if expected not in said or " must " in said or " or " in said or "at most" in said:
            wrong.append(said)
    assert wrong == []


def test_every_mistake_in_a_value_has_its_french() -> None:
    found = {each.replace("{}", "3") for each in sentences.refused_values()}
    assert len(found) > 30
    assert [
        each for each in found if in_french(f"settings.toml: web: {each}") == f"settings.toml: web: {each}"
    ] == []


def test_a_slip_in_the_organisation_is_told_in_whole_french_sentences(office: Path) -> None:
    whole = (office / "organisation.toml").read_text("utf-8")
    slip = '\n[[agents]]\nkey = "Le Chef"\nname = 3\nemails = ["a@@"]\nrole = "chef"\nabsences = ["demain"]\n'
    (office / "organisation.toml").write_text(whole + slip, "utf-8")
    said = guichet("org", "check").err + guichet("org", "check").out
    assert "doit être un seul texte" in said and "Ce n’est pas une adresse électronique." in said
    assert "«\u00a0le-chef\u00a0»" in said
    assert not [word for word in (" must ", "This is", " or ", "between") if word in said], said


def test_who_looks_at_names_is_told_those_of_the_settings() -> None:
    settings = Settings(
        mail={"domains": ["demandes.ville.fr"], "reply_address": "demandes@demandes.ville.fr"},
        doors={"smtp": {"host": "0.0.0.0", "hostname": "guichet.ville.fr"}},
        outgoing={"carrier": "smtp", "relay": {"host": "relais.ville.fr"}},
    )
    advice = [seen.advice for seen in names(settings, lambda _name, _kind: ())]
    assert "demandes.ville.fr. MX 10 guichet.ville.fr." in advice
    assert 'demandes.ville.fr. TXT "v=spf1 a:relais.ville.fr -all"' in advice
    here = settings.model_copy(
        update={
            "outgoing": settings.outgoing.model_copy(
                update={"relay": settings.outgoing.relay.model_copy(update={"host": "127.0.0.1"})}
            )
        }
    )
    assert 'demandes.ville.fr. TXT "v=spf1 a:guichet.ville.fr -all"' in [
        seen.advice for seen in names(here, lambda _name, _kind: ())
    ]


def test_jobs_that_never_ran_did_not_go_well(office: Path) -> None:
    assert office.exists()
    assert guichet("schedule", "run", "rappels").code == 0
    with sqlite3.connect("var/guichet.db") as database:
        for name in ("watch", "held"):
            database.execute(
                "INSERT INTO job_run (name, plan, failure, done_by, failures) VALUES (?, 'every hour', '', '', 0)",
                (name,),
            )
    said = guichet("doctor", "schedule").out
    assert "1 des 3 travaux à heure dite s’est bien passé" in said
    with sqlite3.connect("var/guichet.db") as database:
        database.execute("DELETE FROM job_run WHERE name = 'reminders'")
    assert "Aucun des 2 travaux n’est encore passé" in guichet("doctor", "schedule").out
