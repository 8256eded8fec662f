"""Where a request would go, and why, while it is being written; and what is open around its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from dispatch.people.contacts import find_contact
from dispatch.queries.seen.cards import Card, read_cards
from dispatch.requests.incidents.around import Around, open_around
from dispatch.rules.addresses.located import locate
from dispatch.rules.decision import Decision, Facts, Located
from dispatch.rules.route import route
from dispatch.sight.conditions import asked_for, delegated_to, works_on
from dispatch.sight.viewer import Viewer
from dispatch.web.acting.placing import NOWHERE, TypedPlace
from dispatch.web.entering.accounts import read_written
from dispatch.web.frame.form import Form
from dispatch.web.frame.visit import Visit
from dispatch.web.pages.why import Why, why_here
from intake.words.language import find_language
from models.store.organisations import InForce
from models.tables.ledger import Door
from models.values import ContactKind

#: Characters of a text from which it is looked at: fewer say nothing.
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Near:
    """An open request around, with how far away it is."""

    card: Card
    metres: int | None
    is_alike: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known of a request that is not sent yet. Names are as people read them, '' for none; `why` only
    for whoever works here.
    """

    service: str
    building: str
    type: str
    is_danger: bool
    why: list[Why]
    near: list[Near]


def composed(visit: Visit, form: Form, there: TypedPlace) -> str:
    """The text of the form with the building and the address that stand beside it, as it is sent."""
    text = form.text("texte").strip()[:20_000]
    building = visit.organisation.building(form.line("lieu"))
    if building is not None and building.name not in text:
        text = f"{text}\n\n{visit.text('place')} : {building.name}"
    if there.address and there.address not in text:
        text = f"{text}\n\n{visit.text('address')} : {there.address}"
    return text


def look_at(visit: Visit, form: Form, there: TypedPlace) -> Glance | None:
    """What would become of the request in the form, by the rules that read it once it is sent; None as long
    as it says too little. Nothing is written. Raises TooMuchToLookAt.
    """
    if len(form.text("texte").strip()) < FEWEST:
        return None
    board, organisation = visit.board, visit.organisation
    with board.reads.looking() as session:
        current = board.organisations.current(session)
        facts = _facts(visit, session, form, composed(visit, form, there))
        named = Located(there.address, there.position, there.address, "") if there != NOWHERE else None
        located = named or locate(session, current.index.streets, facts)
        decision = route(replace(facts, located=located), current.index)
        chosen = form.line("lieu")
        around = open_around(
            session,
            visit.in_force,
            current.index,
            _visible(visit.viewer, visit.in_force),
            subject=facts.subject,
            text=form.text("texte"),
            building=chosen if organisation.building(chosen) is not None else decision.building or "",
            position=located.position if located is not None else None,
        )
        ids = [each.request_id for each in around]
        cards = {each.id: each for each in read_cards(session, visit.in_force, visit.lang, visit.now, ids)}
    return _glance(visit, decision, around, cards)


def _glance(visit: Visit, decision: Decision, around: list[Around], cards: dict[int, Card]) -> Glance:
    organisation = visit.organisation
    service = organisation.service(decision.service)
    building = organisation.building(decision.building)
    kind = organisation.request_type(decision.request_type)
    why = []
    if visit.viewer.is_staff:
        why = why_here(decision.steps_as_json(), organisation, visit.lang, visit.text)
    return Glance(
        service.name if service is not None else "",
        building.name if building is not None else "",
        kind.label.text(visit.lang) if kind is not None else "",
        decision.danger,
        why,
        [
            Near(cards[each.request_id], each.metres, each.is_alike)
            for each in around
            if each.request_id in cards
        ],
    )


def _facts(visit: Visit, session: Any, form: Form, text: str) -> Facts:
    """What the rules are told once it is sent: written by whoever is signed in, or by whom they write for."""
    mail, subject = visit.board.settings.mail, form.line("objet")[:200]
    on_behalf = bool(form.line("origine")) and visit.viewer.speaks_for_others
    address = phone = ""
    is_known = not on_behalf
    if on_behalf and (read := read_written(form.line("contact"), visit.organisation.town.region)) is not None:
        kind, value, _ = read
        address, phone = ("", value) if kind is ContactKind.PHONE else (value, "")
        is_known = find_contact(session, kind, value) is not None
    return Facts(
        received_at=visit.now,
        door=Door.DESK if on_behalf else Door.WEB,
        recipients=(next(iter(mail.addresses), mail.reply_address),),
        sender_address=address,
        sender_phone=phone,
        known_person=is_known,
        role=visit.viewer.role or "citizen" if not on_behalf else "citizen",
        subject=subject,
        text=text,
        reply=text,
        language=find_language(f"{subject}\n{text}"),
    )


def _visible(viewer: Viewer, in_force: InForce) -> sa.ColumnElement[bool]:
    """The requests of which this reader may learn that they are there, one by one as `may_see` says."""
    return sa.or_(works_on(viewer, in_force), delegated_to(viewer, in_force), asked_for(viewer))
