"""What « annuler » undid, in words of whoever asked: the day, the task and its agent, the view asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.staff.several.standing_said import lines_of
from dispatch.letters.filters import day
from dispatch.requests.undo.standing import Standing
from dispatch.requests.undo.undoing import Undone
from models.planned_hours import within_day
from models.tables.columns import table_of
from models.tables.requests import Task

_tasks = table_of(Task)
_SAID = {
    "fr": {
        "visas": "Vos mots n’attendent plus de visa",
        "notes": "Note retirée",
        "again": "À viser de nouveau",
        "unplanned": "N’est plus prévue le {day}",
        "replanned": "De nouveau prévue le {day}, et non plus le {was}",
        "planned": "De nouveau prévue le {day}",
        "task": "Tâche « {title} » retirée",
        "task_of": "Tâche « {title} » retirée à {name}",
        "task_open": "Tâche « {title} » de nouveau à faire",
        "task_open_of": "Tâche « {title} » de nouveau à faire par {name}",
        "opinion": "L’avis demandé à {name} n’est plus attendu",
        "knows": "{said}\u00a0: {name} en reçoit l’avis",
        "never": "{said}\u00a0: {name} n’en avait pas encore reçu l’avis",
        "joined": "N’est plus réunie avec une autre demande",
        "passed_on": "N’est plus transmise à un partenaire",
        "shared": "N’est plus partagée avec {name}",
        "linked": "Le lien avec une autre demande est retiré",
    },
    "en": {
        "visas": "Your words wait for no visa any more",
        "notes": "Note taken back",
        "again": "For a visa again",
        "unplanned": "No longer planned on {day}",
        "replanned": "Planned on {day} again, no longer on {was}",
        "planned": "Planned on {day} again",
        "task": "Task “{title}” withdrawn",
        "task_of": "Task “{title}” withdrawn from {name}",
        "task_open": "Task “{title}” to be done again",
        "task_open_of": "Task “{title}” to be done by {name} again",
        "opinion": "The view of {name} is no longer asked for",
        "knows": "{said}: {name} is told",
        "never": "{said}: {name} had not been told yet",
        "joined": "No longer joined to another request",
        "passed_on": "No longer passed on to a partner",
        "shared": "No longer shared with {name}",
        "linked": "The link to another request is gone",
    },
}


def undone_lines(
    change: Change, found: Undone, before: Standing, after: Standing, locale: str
) -> tuple[str, ...]:
    """One line for each thing that is so again: `before` is how it stood until it was undone, `after` now."""
    said = _Said(change, found, "en" if locale == "en" else "fr")
    return (
        *lines_of(change.in_force, before, after, locale, but=("planned_at",)),
        *said.planned(before, after),
        *said.tasks(before, after),
        *said.opinions(),
        *said.besides(before, after),
    )


class _Said:
    def __init__(self, change: Change, found: Undone, locale: str) -> None:
        self._change, self._found, self._locale = change, found, locale
        self._words = _SAID[locale]
        in_force, organisation = change.in_force, change.organisation
        self._names = {in_force.agent_persons.get(each.key): each.name for each in organisation.agents}

    def planned(self, before: Standing, after: Standing) -> Iterator[str]:
        was, now = (self._day(each["row"]) for each in (before, after))
        if was == now:
            return
        name = "replanned" if was and now else "unplanned" if was else "planned"
        yield self._words[name].format(day=now or was, was=was)

    def tasks(self, before: Standing, after: Standing) -> Iterator[str]:
        changed = [number for number, found in after["tasks"].items() if before["tasks"].get(number) != found]
        query = sa.select(_tasks.c.id, _tasks.c.title, _tasks.c.state, _tasks.c.assignee_id)
        rows = self._change.session.connection().execute(
            query.where(_tasks.c.id.in_([int(number) for number in changed])).order_by(_tasks.c.id)
        )
        for row in rows:
            name = "task_open" if row.state == "open" else "task"
            title = " ".join(row.title.split())[:80]
            agent = self._change.organisation.agent(self._change.in_force.agent_key(row.assignee_id))
            if agent is None:
                yield self._words[name].format(title=title)
                continue
            said = self._words[f"{name}_of"].format(title=title, name=agent.name)
            person = self._change.in_force.agent_persons.get(agent.key)
            yield said if name == "task_open" else self._with_word(said, person, agent.name)

    def opinions(self) -> Iterator[str]:
        for person in self._found.opinions:
            if name := self._names.get(person):
                yield self._with_word(self._words["opinion"].format(name=name), person, name)

    def besides(self, before: Standing, after: Standing) -> Iterator[str]:
        waiting = {number for number, found in after["visas"].items() if found[0] == ""}
        found, words = self._found, self._words
        joined = before["row"].get("merged_into_id") != after["row"].get("merged_into_id") or set(
            before.get("joined", ())
        ) - set(after.get("joined", ()))
        happened = {
            "visas": bool(found.visas),
            "notes": found.notes > len(found.opinions) and not found.visas,
            "again": any(was[0] and number in waiting for number, was in before["visas"].items()),
            "joined": bool(joined),
            "passed_on": bool(set(before.get("passed_on", ())) - set(after.get("passed_on", ()))),
            "linked": bool(set(before["links"]) - set(after["links"])) and not joined,
        }
        yield from (words[name] for name, is_so in happened.items() if is_so)
        for address in sorted(set(before["addresses"]) - set(after["addresses"])):
            yield words["shared"].format(name=address[:100])

    def _with_word(self, said: str, person: int | None, name: str) -> str:
        """Whether its agent hears of it: who was not told yet never does; nobody tells oneself."""
        if person is None or person == self._change.actor.person_id:
            return said
        return self._words["knows" if person in self._found.told else "never"].format(said=said, name=name)

    def _day(self, row: Mapping[str, Any]) -> str:
        if not (at := row.get("planned_at")):
            return ""
        zone = self._change.organisation.town.time_zone
        written = day(self._locale, zone, datetime.fromisoformat(at))
        return written + within_day(self._locale, row.get("planned_hours") or "")
