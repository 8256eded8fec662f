"""`guichet sessions`: who is signed in at the pages is seen, let in, and shown out, by command."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from dispatch.web.entering.sessions import open_session
from models.settings.web import WebSettings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.sessions import Passkey
from tests.commands.running import guichet


def _sign_in(office: Path, person: int) -> None:
    database = Database(f"sqlite:///{office}/var/guichet.db")
    with database.transaction() as session:
        open_session(
            session,
            person,
            as_staff=True,
            by="mail",
            now=datetime.now(UTC),
            web=WebSettings(),
            peer="192.0.2.7",
        )
    database.close()


def test_whose_address_is_taken_away_is_signed_in_nowhere_and_nobody_else_is_shown_out(office: Path) -> None:
    with_person = Database(f"sqlite:///{office}/var/guichet.db")
    with with_person.reading() as session:
        look = "SELECT key, person_id FROM agent WHERE key IN ('marc-durand', 'karim-benali')"
        persons = dict(session.connection().exec_driver_sql(look).all())  # type: ignore[arg-type]  # pairs
    with_person.close()
    _sign_in(office, persons["marc-durand"])
    _sign_in(office, persons["karim-benali"])
    # Another telephone besides is nothing taken away.
    (karim,) = [each for each in guichet("agents", "list", "--json").json() if each["key"] == "karim-benali"]
    more = json.dumps([*karim["phones"], "+33639980077"])
    assert guichet("agents", "edit", "karim-benali", f"phones={more}").code == 0
    assert len(guichet("sessions", "list", "--json").json()) == 2
    assert guichet("agents", "edit", "karim-benali", 'emails=["karim@example.org"]').code == 0
    assert [each["person"] for each in guichet("sessions", "list", "--json").json()] == [
        persons["marc-durand"]
    ]


def test_sessions_are_listed_and_ended_one_by_one_and_all_together(office: Path) -> None:
    assert "Nobody is signed in." in guichet("sessions", "list").out
    people = {row["name"]: row["id"] for row in guichet("people", "find", "a", "--json").json()}
    for name in ("Karim Benali", "Marc Durand", "Marc Durand"):
        _sign_in(office, people[name])
    shown = guichet("sessions", "list").out
    assert "Karim Benali, as staff by mail" in shown and "192.0.2.7" in shown
    first = next(
        row["id"] for row in guichet("sessions", "list", "--json").json() if row["name"] == "Karim Benali"
    )
    assert guichet("sessions", "end", str(first)).out == "1 session ended.\n"
    assert guichet("sessions", "end", str(first)).code == 1
    assert guichet("sessions", "end", "--agent", "marc-durand").out == "2 sessions ended.\n"
    assert guichet("sessions", "list", "--json").json() == []
    assert len(guichet("sessions", "list", "--all", "--json").json()) == 3
    assert guichet("sessions", "end", "--everybody").out == "0 sessions ended.\n"
    actions = [
        row["action"] for row in guichet("audit", "show", "--json").json() if row["subject"] == "sessions"
    ]
    assert {"list", "end"} <= set(actions)


def test_a_link_lets_an_agent_in_where_the_pages_are_open_alone(office: Path) -> None:
    made = guichet("sessions", "link", "Marc Durand").out
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/entrer/lien/[a-z2-9]{28}\n", made)
    settings = office / "settings.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("http://127.0.0.1:8080", "http://demandes.ville.test"), "utf-8")
    done = guichet("sessions", "link")
    assert (done.code, "must be https" in done.err) == (1, True)
    settings.write_text(text.replace("\nboard = true", "\nboard = false"), "utf-8")
    done = guichet("sessions", "link")
    assert (done.code, "web.board is false" in done.err) == (1, True)


def test_passkeys_are_listed_named_and_taken_away(office: Path) -> None:
    assert "Nobody has a passkey." in guichet("passkeys", "list").out
    database = Database(f"sqlite:///{office}/var/guichet.db")
    with database.transaction() as session:
        person = session.connection().exec_driver_sql(
            "SELECT person_id FROM agent WHERE key = 'karim-benali'"
        )
        values = {
            "person_id": person.scalar(),
            "credential_id": "AAAA",
            "public_key": "AAAA",
            "name": "Telephone",
        }
        values |= {"sign_count": 0, "created_at": datetime.now(UTC)}
        session.connection().execute(sa.insert(table_of(Passkey)).values(values))
        open_session(
            session, int(str(values["person_id"])), as_staff=True, by="passkey", now=datetime.now(UTC), web=WebSettings()
        )  # fmt: skip
    database.close()
    assert "Karim Benali, Telephone, since" in guichet("passkeys", "list").out
    assert guichet("passkeys", "rename", "1", "Desk").code == 0
    assert guichet("passkeys", "list", "--json").json()[0]["key"] == "Desk"
    assert guichet("passkeys", "remove", "1").out == "Passkey 1 signs nobody in any more.\n"
    assert guichet("passkeys", "list", "--json").json() == []
    assert guichet("sessions", "list", "--json").json() == [], "what the lost device opened is ended"
    assert "(over)" in guichet("passkeys", "list", "--all").out
    assert guichet("passkeys", "remove", "1").code != 0
    assert "passkey:1" in guichet("audit", "show", "--json").out
