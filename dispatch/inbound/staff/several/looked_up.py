"""What order lines name, looked up in the organisation; what is not found is told with what comes near."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz import process

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.who.sight import sees_whole
from dispatch.letters.orders_shown import forward_words
from dispatch.notices.joined import follow_merges
from dispatch.people.named import named_at
from intake.words.staff.lines import addresses_of
from intake.words.staff.names import find_agent, find_official, handed_to_nobody
from intake.words.staff.near_names import agents_near, handed_in_passing, services_near
from intake.words.staff.partners import named_as_theirs, passes_on
from models.errors import InvalidValue
from models.folding import fold, words
from models.organisation import Organisation
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.values import EmailAddress, Reference

_requests = table_of(RequestRow)
#: Names shown that come near what was written.
_NEAREST = 3
#: Partners named to who passes a request on to one that nobody knows.
_MOST_PARTNERS = 6


#: « pour Lucien : … », « c'est pour Mme Durand », « voir avec Marc stp », in a line folded and cut.
_FOR = re.compile(
    r"(?:c ?'?est |a voir |voir |vois |demander |demande )?(?:pour|pr|a|avec|for|to|with) "
    r"(?:m |mr |mme |mlle |monsieur |madame )?"
    r"(?P<name>[\w'-]{2,24}(?: (?!stp|svp)[\w'-]{2,24})?)(?=\s{0,3}(?:[:,;.!?(]|-|svp|stp|$))"
)
_FOR_WHOM = 120


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why nothing of a message was done: a reason of CommandHelp, what was written, what comes near it."""

    reason: str
    written: str = ""
    nearest: tuple[str, ...] = ()


#: What a line does, and what the confirmation says of it unless that gives False.
Made = tuple[Callable[[], object], str]


def nearest(written: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that come nearest, the best first; () when none does."""
    known = {fold(name): name for name in names}
    found = process.extract(fold(written)[:120], list(known), limit=_NEAREST, score_cutoff=55)
    return tuple(known[each[0]] for each in found)


def agent_named(organisation: Organisation, written: str, *, english: bool = False) -> str | Wrong:
    """The key of the one agent of that name. Of an elected official: that they are one."""
    key = find_agent(organisation, written)
    if key is not None:
        return key
    official = find_official(organisation, written)
    if official is not None:
        # Known, and not somebody to whom work is given: who treats it may keep them informed.
        share = "share with" if english else "partager avec"
        return Wrong(
            "names_official", official.name, tuple(f"{share} {each}" for each in official.emails[:1])
        )
    return Wrong("unknown_person", written, agents_near(organisation, written))


def colleague_named(case: Case, written: str) -> tuple[str, str] | Wrong:
    """Key and name of the one agent of that name, whom a notice can reach."""
    key = agent_named(case.organisation, written, english=case.locale == "en")
    if isinstance(key, Wrong):
        return key
    agent = case.organisation.agent(key)
    if agent is None or key not in case.in_force.agent_persons:
        return Wrong("unknown_person", written)
    return key, agent.name


def nobody_known(case: Case, written: str, line: str) -> Wrong:
    """That nobody bears the name of a line which hands a request on: what comes near of staff; the partners
    there are, when nothing does and the line passes it on to somebody outside.
    """
    organisation = case.organisation
    agent = agent_named(organisation, written, english=case.locale == "en")
    if isinstance(agent, Wrong) and agent.reason == "names_official":
        return agent
    near = (*agents_near(organisation, written), *services_near(organisation, written))[:_NEAREST]
    if near or not passes_on(line):
        return Wrong("unknown_person", written, near)
    there = [forward_words(case.locale, each.key) for each in organisation.partners if not each.closed]
    return Wrong("unknown_partner" if there else "unknown_person", written, tuple(there)[:_MOST_PARTNERS])


def unknown_staff(case: Case, text: str) -> str:
    """Whom the first line of `text` hands a request to though nobody bears that name; '' for any other line,
    and for a partner outside.
    """
    first = text.strip().splitlines()[:1]
    if not first or named_as_theirs(first[0], case.organisation) is not None:
        return ""
    return handed_to_nobody(first[0])


def staff_meant(case: Case, change: Change, text: str) -> tuple[str, ...]:
    """The orders that hand a request to whom the first line of `text` may be for (« pour Lucien : il a
    l’échelle », « voir avec Marc », « URGENT à transmettre à la voirie »), the likeliest first; () when
    nobody's name comes near. Constant: a few words are looked at.
    """
    first = text.strip().splitlines()[:1]
    give = "assign to " if case.locale == "en" else "affecter à "
    found = _FOR.match(fold(first[0])[:_FOR_WHOM]) if first else None
    if found is None:
        name = handed_in_passing(case.organisation, change.workflow, first[0]) if first else ""
        return (f"{give}{name}",) if name else ()
    said, organisation = found["name"].strip(), case.organisation
    key = find_agent(organisation, said)
    agent = organisation.agent(key) if key is not None else None
    names = (agent.name,) if agent is not None else agents_near(organisation, said)
    return tuple(f"{give}{name}" for name in names)


def other_request(case: Case, request_id: int, written: str) -> int | Wrong:
    """The id of another request than that one, as `request_named` finds it."""
    found = request_named(case, written)
    return Wrong("unknown_request", written) if found == request_id else found


def building_named(organisation: Organisation, written: str) -> str | Wrong:
    """The key of the one building of that name or other name; some of its words are enough when no other has
    them.
    """
    open_ones = [each for each in organisation.buildings if not each.closed]
    names = {each.key: (each.name, *each.aliases, each.key) for each in open_ones}
    key = _named(written, names)
    if key is not None:
        return key
    return Wrong("unknown_building", written, nearest(written, [each.name for each in open_ones]))


def type_named(organisation: Organisation, written: str) -> str | Wrong:
    """The key of the one request type of that label or other name."""
    open_ones = [each for each in organisation.request_types if not each.closed]
    names = {each.key: (each.label.fr, each.label.text("en"), *each.aliases, each.key) for each in open_ones}
    key = _named(written, names)
    if key is not None:
        return key
    return Wrong("unknown_type", written, nearest(written, [each.label.fr for each in open_ones]))


def request_named(case: Case, written: str) -> int | Wrong:
    """The id of the request `2026-00041`; `41` is this year's. One that the sender does not see answers
    as one that is not there: a reference is easily guessed.
    """
    try:
        reference = Reference.find(written) if "-" in written else None
    except InvalidValue:
        return Wrong("unknown_request", written)
    year = case.organisation.town.local_day(case.now).year
    number = reference.number if reference is not None else int(written) if written.isdigit() else 0
    query = sa.select(_requests.c.id).where(
        _requests.c.year == (reference.year if reference is not None else year),
        _requests.c.number == number,
    )
    found: int | None = case.session.connection().execute(query).scalar()
    if found is None or not sees_whole(case, follow_merges(case.session, found)):
        return Wrong("unknown_request", written)
    return found


def addresses_named(case: Case, written: str) -> list[EmailAddress] | Wrong:
    """The addresses of a line; one of the town's own that is nobody's is a slip."""
    ours = {domain.lower() for domain in case.settings.mail.domains}
    found: list[EmailAddress] = []
    for each in addresses_of(written):
        try:
            address = EmailAddress.parse(each)
        except InvalidValue:
            return Wrong("unknown_address", each)
        if address.domain in ours and named_at(case.in_force, address) is None:
            return Wrong("unknown_address", each)
        found.append(address)
    return found or Wrong("unknown_address", written)


def _named(written: str, names: dict[str, tuple[str, ...]]) -> str | None:
    wanted = " ".join(words(fold(written)))
    if not wanted:
        return None
    said = {
        key: [" ".join(words(fold(each))) for each in all_names if each] for key, all_names in names.items()
    }
    exact = [key for key, each in said.items() if wanted in each]
    if len(exact) == 1:
        return exact[0]
    some = [
        key for key, each in said.items() if any(set(wanted.split()) <= set(name.split()) for name in each)
    ]
    return some[0] if len(some) == 1 and not exact else None
