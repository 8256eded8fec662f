"""A rule passes a new request on to a partner outside, under the guard that an agent's order has."""

from __future__ import annotations

from dataclasses import replace

from dispatch.history.actor import RULE
from dispatch.history.change import Change
from dispatch.history.entries import write_entry
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import leaves_at
from dispatch.letters.orders_shown import forward_words
from dispatch.requests.outside.forwarding import forward, why_not
from dispatch.rules.decision import Decision
from models.tables.requests import EntryKind

_WHY = {
    "fr": {
        "unproved": "rien ne prouve qui a écrit ce message",
        "danger": "quelqu’un est peut-être en danger",
        "partner_unreachable": "nos courriers à cette adresse nous reviennent",
        "partner_is_staff": "son adresse est une adresse de la mairie",
        "closed_already": "la demande est close",
    },
    "en": {
        "unproved": "nothing proves who wrote this message",
        "danger": "somebody may be in danger",
        "partner_unreachable": "our letters to that address come back",
        "partner_is_staff": "its address is one of the town hall",
        "closed_already": "the request is closed",
    },
}
_SAID = {
    "fr": "Une règle veut transmettre cette demande au partenaire {name}\u00a0; ce n’est pas fait, car {why}."
    " Pour la transmettre, répondez «\u00a0{order}\u00a0».",
    "en": "A rule wants this request passed on to {name}; it was not, because {why}. To pass it on, answer "
    "“{order}”.",
}
_DONE = {
    "fr": "Une règle a transmis cette demande au partenaire {name}, qui a jusqu’au {day}.",
    "en": "A rule has passed this request on to {name}, who has until {day}.",
}


def pass_on_by_rule(case: Case, change: Change, decision: Decision) -> str:
    """Pass the request on when its rule says so; what whoever has it is told of that, '' when no rule does.

    A rule reads no message as a person would: what nothing proves, or what may be a danger, waits for one.
    The letter leaves after the moment that an agent's words wait, too.
    """
    partner = case.organisation.partner(decision.partner) if decision.partner else None
    if partner is None or partner.closed or change.quiet:
        return ""
    locale = "en" if case.organisation.town.locale == "en" else "fr"
    by_rule = change_by_rule(change)
    why: str | None = why_not(by_rule, partner)
    if decision.danger:
        why = "danger"
    elif case.parsed.channel == "email" and not case.mail_proof.proved:
        why = "unproved"
    if why is not None:
        order = forward_words(locale, partner.key)
        said = _SAID[locale].format(name=partner.name, why=_WHY[locale][why], order=order)
        write_entry(case.session, change.request.id, EntryKind.NOTE, RULE, case.now, text=said)
        return said
    until = case.organisation.town.local_day(forward(by_rule, partner, not_before=leaves_at(case)))
    change.request = by_rule.request
    return _DONE[locale].format(name=partner.name, day=until.strftime("%d/%m/%Y"))


def change_by_rule(change: Change) -> Change:
    """The same change, done by a rule: nobody's own words."""
    return replace(change, actor=RULE, cause=f"{change.cause}:rule")
