"""No mail exports, erases or merges people, releases held mail, or changes the organisation: not even an administrator's."""

from __future__ import annotations

import sqlalchemy as sa

from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from tests.letters import ADMINISTRATOR, CITIZEN, answer, write
from tests.town import Town

_people, _contacts = table_of(Person), table_of(ContactPoint)

ASKED = (
    "exporter les données de jeanne.petit@example.org",
    "people export jeanne.petit@example.org",
    "effacer jeanne.petit@example.org",
    "guichet people erase jeanne.petit@example.org --approved-by Sophie",
    "réunir jeanne.petit@example.org et luc@example.org",
    "inbox release 1",
    "ajouter un agent : luc@example.org",
    "guichet agents add luc --email luc@example.org",
    "guichet org apply",
    "retention run",
)


def test_an_administrators_proved_mail_exports_erases_and_organises_nothing(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to("karim.benali@agents.ville.test")[-1]
    before, organisation = _everybody(town), town.organisation()
    for number, words in enumerate(ASKED):
        town.send(write(words, subject=words, sender=ADMINISTRATOR, name="Sophie Martin"))
        town.send(answer(notice, f"{words} {number}", sender=ADMINISTRATOR))
    assert before - _everybody(town) == set()
    assert town.organisation() == organisation
    assert [each for each in town.world.to(ADMINISTRATOR) if each.files] == []
    assert not any(
        "luc@example.org" in recipient for each in town.world.delivered for recipient in each.recipients
    )
    assert len([each for each in town.world.to(CITIZEN) if each.files]) == 0
    assert town.request(town.requests()[0]["reference"])["state"] == "new"


def _everybody(town: Town) -> set[tuple[object, ...]]:
    """People and how they are reached, as the database has them."""
    columns = (_people.c.id, _people.c.merged_into_id, _people.c.erased_at, _contacts.c.written)
    query = sa.select(*columns).join(_contacts, _contacts.c.person_id == _people.c.id)
    with town.office.database.reading() as session:
        return {tuple(row) for row in session.connection().execute(query)}
