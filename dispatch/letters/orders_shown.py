"""What a notice tells staff to answer: words of the request's own workflow, with examples that are true
today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dispatch.letters.filters import day
from dispatch.letters.view import ReadyView, VerbView
from dispatch.notices.claimed import ClaimedNotice
from dispatch.requests.workflow import verbs_from
from models.organisation import Organisation
from models.organisation.town import Town
from models.organisation.workflow import Transition, Workflow
from models.organisation.working_time import add_working_days
from models.store.organisations import InForce
from models.vocabulary import CLOSED_KINDS, StateKind

#: A duplicate names the request that is treated instead.
_DUPLICATE_OF = {"fr": "{word} de 2026-00041", "en": "{word} of 2026-00041"}
#: What the button of such a verb writes; the reader adds which.
_DUPLICATE_OPEN = {"fr": "{word} de ", "en": "{word} of "}
_FOR_THEM = "\u00a0: vos mots pour ce partenaire"
#: Ready answers that a notice offers.
_READY = 5
#: Working days from a notice to the day its examples name.
_AHEAD = 4


def word_of(workflow: Workflow, verb: str, locale: str) -> str:
    """How people of that language write `verb` first."""
    for transition in workflow.transitions:
        if transition.verb == verb:
            return _word(transition, locale)
    return verb


def _word(transition: Transition, locale: str) -> str:
    aliases = transition.aliases.en if locale == "en" else transition.aliases.fr
    return next(iter((*aliases, *transition.aliases.fr, transition.verb)))


def word_to(workflow: Workflow, kind: str, locale: str) -> str:
    """A word of staff that leads to an end of that kind; '' when the workflow has none."""
    for transition in workflow.transitions:
        target = workflow.state(transition.to)
        if target is not None and target.kind == kind and set(transition.who) & {"agent", "manager"}:
            return _word(transition, locale)
    return ""


def date_example(workflow: Workflow, state: str, locale: str, coming: date) -> str:
    """An order with a date as one may write it from that state; '' when none takes a date."""
    for verb in verbs_from(workflow, state, "manager"):
        found = workflow.transition(state, verb)
        if found is not None and found.needs_date:
            return f"{_word(found, locale)} {_written_day(coming, locale)}"
    return ""


def coming_day(town: Town, today: date) -> date:
    """A working day about a week ahead, for examples: never past, never a holiday."""
    return add_working_days(town, today, _AHEAD)


def _written_day(when: date, locale: str) -> str:
    """`jeudi 3 décembre`: a weekday, a day and a month, which mean the next such day."""
    return day(locale, "UTC", when).rsplit(" ", 1)[0]


def words_shown(workflow: Workflow, state: str, locale: str) -> tuple[str, ...]:
    """The first word that an agent can use from `state`, and the one that ends it, when they need no more."""
    plain = [
        transition
        for verb in verbs_from(workflow, state, "agent")
        if (transition := workflow.transition(state, verb)) is not None
        and not (transition.needs_date or transition.comment_required)
    ]
    ends = [
        each for each in plain if (target := workflow.state(each.to)) is not None and target.kind == "done"
    ]
    return tuple(dict.fromkeys(_word(each, locale) for each in (*plain[:1], *ends[:1])))


@dataclass(frozen=True, slots=True)
class OrdersShown:
    """What the reader of a notice can order: verbs from its state, ready answers, a line that hands on."""

    verbs: tuple[VerbView, ...] = ()
    ready: tuple[ReadyView, ...] = ()
    hand_on: str = ""


def orders_shown(in_force: InForce, request: Any, claimed: ClaimedNotice, today: date) -> OrdersShown:
    """The orders that a notice of `request` (its row) names; none for a notice that names none (None).

    By text, where each letter counts, passing it on to partners is not among them.
    """
    if request is None:
        return OrdersShown()
    organisation, state, locale = in_force.organisation, request.state, claimed.locale
    workflow = organisation.workflow(request.workflow_key)
    verbs = verbs_shown(workflow, state, locale, coming_day(organisation.town, today))
    if claimed.channel == "email":
        verbs += partner_shown(organisation, workflow, state, locale)
    return OrdersShown(
        verbs,
        _ready(in_force, request, claimed.locale),
        hand_on_example(in_force, request, claimed),
    )


def hand_on_example(in_force: InForce, request: Any, claimed: ClaimedNotice) -> str:
    """« affecter à Marc Durand »: somebody else of the service, else another service; '' without any, and for
    a request that is closed or None.
    """
    if request is None or request.state_kind in CLOSED_KINDS:
        return ""
    organisation, service = in_force.organisation, in_force.service_key(request.service_id)
    colleagues = [each.name for each in organisation.agents_of(service or "")]
    others = [each.name for each in organisation.services if not each.closed and each.key != service]
    name = next((each for each in (*colleagues, *others) if each != claimed.recipient_name), "")
    said = "assign to" if claimed.locale == "en" else "affecter à"
    return f"{said} {name}" if name else ""


def verbs_shown(workflow: Workflow, state: str, locale: str, coming: date) -> tuple[VerbView, ...]:
    """Each verb that an agent can use from `state`, as the reader may write it."""
    return tuple(
        _verb(workflow, state, verb, locale, coming) for verb in verbs_from(workflow, state, "agent")
    )


def forward_words(locale: str, key: str) -> str:
    """« transmettre à cucm », as an agent writes it to that partner."""
    return f"{'forward to' if locale == 'en' else 'transmettre à'} {key}"


def partner_shown(
    organisation: Organisation, workflow: Workflow, state: str, locale: str
) -> tuple[VerbView, ...]:
    """How a request in that state is passed on to a partner outside, where the town has one; else nothing."""
    partner = next((each for each in organisation.partners if not each.closed), None)
    here = workflow.state(state)
    if partner is None or here is None or here.kind in CLOSED_KINDS:
        return ()
    english = locale == "en"
    word = forward_words(locale, partner.key)
    leads_to = f"passed on to {partner.name}" if english else f"transmise à {partner.name}"
    example = f"{word}{': your words to them' if english else _FOR_THEM}"
    return (VerbView(word, leads_to, example, tap=f"{word}{_colon(locale)}"),)


def _verb(workflow: Workflow, state: str, verb: str, locale: str, coming: date) -> VerbView:
    transition = workflow.transition(state, verb)
    assert transition is not None  # verbs_from gave it
    word = _word(transition, locale)
    target = workflow.state(transition.to)
    locale_of_words = "en" if locale == "en" else "fr"
    when = f" {_written_day(coming, locale)}" if transition.needs_date else ""
    why = ": your explanation" if locale == "en" else "\u00a0: votre explication"
    return VerbView(
        word=word,
        leads_to=target.label.text(locale) if target is not None else transition.to,
        example=(
            _DUPLICATE_OF[locale_of_words].format(word=word)
            if verb == "duplicate"
            else f"{word}{when}{why if transition.comment_required else ''}"
        ),
        comment_required=transition.comment_required,
        needs_date=transition.needs_date,
        tap=(
            _DUPLICATE_OPEN[locale_of_words].format(word=word)
            if verb == "duplicate"
            else f"{word}{' ' if transition.needs_date else ''}"
            f"{_colon(locale) if transition.comment_required else ''}"
        ),
        ends=target is not None and target.kind == StateKind.DONE and verb != "duplicate",
    )


def _colon(locale: str) -> str:
    """Before an explanation: a plain blank, which every mail program keeps."""
    return ": " if locale == "en" else " : "


def _ready(in_force: InForce, request: Any, locale: str) -> tuple[ReadyView, ...]:
    """The ready answers for requests of its type; those made for the type first, then by number."""
    kind = in_force.request_type_key(request.request_type_id)
    offered = sorted(in_force.organisation.answers_for(kind), key=lambda each: not each.types)
    said = "answer" if locale == "en" else "réponse"
    return tuple(ReadyView(f"{said} {each.number}", each.label.text(locale)) for each in offered[:_READY])
