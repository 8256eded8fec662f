"""Messages decided together become the same rows as one by one, by a few statements for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.settings.settings import Settings
from models.store.batching.batch import BatchBroken
from models.store.batching.rows import add_row, batch, batch_of, step
from models.store.database import Database
from models.tables import metadata
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from tests.desk import NOW, Desk
from tests.letters import CITIZEN, STRANGER, write

_people, _contacts = table_of(Person), table_of(ContactPoint)
_NAMES = sa.select(_people.c.name).order_by(_people.c.id)


def _person(name: str | None) -> dict[str, Any]:
    return {"kind": "citizen", "name": name, "locale": "fr", "created_at": NOW}


def _address(person_id: int, value: str) -> dict[str, Any]:
    return {
        "person_id": person_id, "kind": "email", "value": value, "written": value, "created_at": NOW,
        "unreachable_reason": "",
    }  # fmt: skip


@contextmanager
def heard(database: Database) -> Iterator[list[str]]:
    """Every statement that is run meanwhile."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", hear)


def _names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.connection().execute(_NAMES).scalars())


def test_rows_that_were_only_made_are_found_by_whoever_asks(database: Database) -> None:
    with database.transaction() as session, batch(session), heard(database) as said:
        with step(session):
            first = add_row(session, _people, _person("first"))
            add_row(session, _contacts, _address(first, "first@example.org"))
            second = add_row(session, _people, _person("second"))
        assert [each for each in said if each.startswith("INSERT")] == []
        found = session.connection().execute(sa.select(_people.c.id, _people.c.name).order_by(_people.c.id))
        assert [tuple(row) for row in found] == [(first, "first"), (second, "second")]
        assert len([each for each in said if each.startswith("INSERT INTO person")]) == 1
        # Somebody who knows of no batch writes beside it.
        session.connection().execute(sa.insert(_people), _person("third"))
        add_row(session, _people, _person("fourth"))
    assert sorted(_names(database)) == ["first", "fourth", "second", "third"]


@pytest.mark.parametrize("asks", [False, True])
def test_a_step_that_fails_is_undone_alone_whether_or_not_it_was_written(
    database: Database, *, asks: bool
) -> None:
    with database.transaction() as session, batch(session):
        with step(session):
            add_row(session, _people, _person("before"))
        with pytest.raises(ZeroDivisionError), step(session):
            add_row(session, _people, _person("undone"))
            if asks:
                assert session.connection().execute(_NAMES).scalars().all() == ["before", "undone"]
            raise ZeroDivisionError
        with step(session):
            add_row(session, _people, _person("after"))
    assert _names(database) == ["before", "after"]


def test_a_row_that_cannot_be_written_breaks_the_batch_and_no_later_step_pays_for_it(
    database: Database,
) -> None:
    with pytest.raises(BatchBroken), database.transaction() as session, batch(session):
        with step(session):
            add_row(session, _people, _person(None))
        with step(session):
            session.connection().execute(_NAMES).all()
    assert _names(database) == []


def test_a_fact_is_asked_once_until_somebody_writes_or_a_step_is_undone(database: Database) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    with database.transaction() as session, batch(session):
        made = batch_of(session)
        assert made is not None
        assert [made.fact("how many", ask, (_people,)) for _ in range(3)] == [1, 1, 1]
        session.connection().execute(_NAMES).all()
        session.connection().execute(sa.update(_contacts).values(unreachable_reason=""))
        assert made.fact("how many", ask, (_people,)) == 1
        session.connection().execute(sa.insert(_people), _person("somebody"))
        assert made.fact("how many", ask, (_people,)) == 2
        with pytest.raises(ZeroDivisionError), step(session):
            raise ZeroDivisionError
        assert made.fact("how many", ask, (_people,)) == 3
    assert batch_of(session) is None


def test_a_batch_of_strangers_needs_a_few_statements_for_all_of_them(
    town_database: Database, tmp_path: Path
) -> None:
    desk = Desk(town_database, tmp_path)
    mails = 24
    processor = desk.processor()
    desk.take(write("Une ampoule au gymnase Guimard."))  # the rules are compiled with the first
    processor.process_next()
    for number in range(mails):
        sender = f"passant-{number}@example.org"
        desk.take(
            write(f"Quand la mairie est-elle ouverte le {number} ?", sender=sender), envelope_from=sender
        )
    with heard(town_database) as said:
        assert processor.process_next() == mails
    desk.close()
    assert desk.states() == ["new_request"] * (mails + 1)
    assert len(said) < 2 * mails, "one statement a table, not one a mail"


def _day() -> list[Any]:
    """Mail of a day: strangers, copies, answers, several of one writer, files, a bounce of nothing."""
    first = write("Une ampoule au gymnase Guimard.", files={"plan.bin": b"x" * 500})
    answered = {"In-Reply-To": first["Message-ID"], "References": first["Message-ID"]}
    new = write("Une vitre à la médiathèque.", files={"photo.bin": b"y" * 300})
    return [
        first,
        write("Toujours rien au gymnase.", subject="Re: Ampoule cassée", headers=answered),
        new,
        write("C’est au sujet de 2026-00001.", subject="Re: [2026-00001] Ampoule", sender=STRANGER),
        new,
        write("Une fuite rue des Tilleuls.", sender="luc@example.org"),
        write("Un arbre est tombé place de la mairie.", sender="luc@example.org"),
        write("Odeur de gaz à l’école, venez vite !", sender="eve@example.org"),
        write(
            "Absent jusqu’à lundi.", sender="absent@example.org", headers={"Auto-Submitted": "auto-replied"}
        ),
        *[write(f"Poubelle {n} renversée.", sender=f"voisin-{n}@example.org") for n in range(9)],
        write("Encore une poubelle.", sender="voisin-1@example.org"),
    ]


def _rows(directory: Path, letters: list[Any], size: int, template: Path) -> dict[str, list[Any]]:
    """Everything kept of these letters, decided `size` at a time."""
    directory.mkdir()
    path = directory / "guichet.db"
    path.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{path}")
    limits = {"storm_of_strangers_per_hour": 11, "acknowledgements_per_day": 1, "answers_per_hour": 9}
    settings = Settings.model_validate({"limits": limits, "work": {"batch": size}})
    desk = Desk(database, directory, settings=settings)
    for letter in letters:
        sender = letter["From"].rpartition("<")[2].rstrip(">")
        desk.take(letter, envelope_from=sender, peer="127.0.0.1" if sender == CITIZEN else "203.0.113.9")
    processor = desk.processor()
    while processor.process_next():
        pass
    with database.reading() as session:
        found = {
            table.name: [
                tuple(row)
                for row in session.connection().execute(sa.select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }
    desk.close()
    database.close()
    return found


def test_together_and_one_by_one_make_the_same_rows(sqlite_database: Database, tmp_path: Path) -> None:
    template = Path(sqlite_database.url.removeprefix("sqlite:///"))
    sqlite_database.close()
    letters = _day()
    one_by_one = _rows(tmp_path / "alone", letters, 1, template)
    together = _rows(tmp_path / "together", letters, 32, template)
    assert len({row[12] for row in one_by_one["inbound_message"]}) >= 4, "the day is too quiet"
    assert len(one_by_one["outbound_message"]) > 15
    for name, rows in one_by_one.items():
        assert together[name] == rows, name
