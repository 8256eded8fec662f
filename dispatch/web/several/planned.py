"""What one act would do to each of several requests, and the act itself: each request by the same functions
as its own page, in a transaction of its own, on top of what was shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlmodel import Session

from dispatch.notices.joined import follow_merges
from dispatch.queries.seen.cards import Card
from dispatch.queries.seen.one_request import find_id
from dispatch.requests.state import open_tasks
from dispatch.requests.workflow import Refused, advance
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting import acts
from dispatch.web.acting.acts import NotDone
from dispatch.web.acting.changing import Newer, last_line
from dispatch.web.acting.settling import join_to
from dispatch.web.acting.tagging import tag, typed_tags
from dispatch.web.frame.visit import NotHere
from dispatch.web.several.texted import requester_of, tells_by_text
from models.errors import InvalidValue, TemporaryFailure, UserError
from models.values import Reference
from models.vocabulary import OPEN_KINDS

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

log = structlog.get_logger(__name__)
#: Requests of one go.
MOST = 100


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done: `verbe:KEY`, `donner:agent:KEY`, `donner:service:KEY`, `note`,
    `etiqueter`, `desetiqueter`, or `reunir:REFERENCE`, with its words.
    """

    name: str
    words: str = ""
    day: str = ""

    @property
    def verb(self) -> str:
        """The verb of the workflow; '' for any other act."""
        return self.name.removeprefix("verbe:") if self.name.startswith("verbe:") else ""

    @property
    def whom(self) -> str:
        """`agent:KEY` or `service:KEY`; '' for any other act."""
        return self.name.removeprefix("donner:") if self.name.startswith("donner:") else ""

    @property
    def is_tagging(self) -> bool:
        """Whether its words are tags that are given, or taken away."""
        return self.name in ("etiqueter", "desetiqueter")

    @property
    def into(self) -> str:
        """The reference of the request that the others are joined to; '' for any other act."""
        return self.name.removeprefix("reunir:") if self.name.startswith("reunir:") else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One request and what would come of the act: where it leads, or why it is not possible."""

    card: Card
    #: The last line of its history, which whoever confirms has seen.
    last: int
    leads_to: str = ""
    tells: bool = False
    #: The requester is told by text message.
    by_text: bool = False
    needs_words: bool = False
    needs_day: bool = False
    #: Name of a sentence; '' when it is possible.
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request: done, or the name of the sentence why not."""

    reference: str
    why_not: str = ""


def plan(visit: Visit, session: Session, cards: Iterable[Card], act: Act) -> list[Planned]:
    """What `act` would do to each request now. Nothing is changed."""
    return [_plan(visit, session, card, act) for card in cards]


def _plan(visit: Visit, session: Session, card: Card, act: Act) -> Planned:
    last = last_line(session, card.id)
    organisation = visit.organisation
    if act.verb:
        workflow = organisation.workflow(card.workflow)
        tomorrow = organisation.town.local_day(visit.now) + timedelta(days=1)
        # Words and a day are asked for on the page that shows the plan.
        step = advance(
            workflow,
            card.state,
            act.verb,
            actor="manager" if visit.viewer.leads else "agent",
            comment="…",
            date=tomorrow,
            open_tasks=open_tasks(session, card.id),
        )
        if isinstance(step, Refused):
            return Planned(card, last, why_not=f"not_done_{step.reason}")
        transition = workflow.transition(card.state, act.verb)
        assert transition is not None  # advance found it
        told = next((notice.template for notice in step.notices if notice.to == "requester"), "")
        return Planned(
            card,
            last,
            leads_to=step.to_state.label.text(visit.lang),
            tells=bool(told),
            by_text=bool(told) and tells_by_text(visit, session, card.id, told, step.to_state),
            needs_words=transition.comment_required,
            needs_day=transition.needs_date,
        )
    if act.whom:
        kind, _, key = act.whom.partition(":")
        found = organisation.agent(key) if kind == "agent" else organisation.service(key)
        if found is None or found.closed:
            return Planned(card, last, why_not="not_done_no_such_holder")
        if kind == "agent" and card.assignee == key:
            return Planned(card, last, why_not="several_has_it")
        return Planned(card, last, leads_to=found.name)
    if act.into:
        return _plan_join(visit, session, card, last, act.into)
    if act.name == "note" or act.is_tagging:
        return Planned(card, last)
    return Planned(card, last, why_not="not_done_unknown_verb")


def first_reported(cards: Iterable[Card]) -> str:
    """The reference of the oldest request that is open still, which the others are joined to; '' for none."""
    still = [each for each in cards if each.kind in OPEN_KINDS]
    return min(still, key=lambda each: each.id).reference if still else ""


def _plan_join(visit: Visit, session: Session, card: Card, last: int, into: str) -> Planned:
    if not visit.viewer.leads:
        return Planned(card, last, why_not="not_done_not_allowed")
    if card.reference == into:
        return Planned(card, last, why_not="several_stays")
    try:
        other = find_id(session, Reference.parse(into))
    except InvalidValue:
        other = None
    if other is None or sight_of(session, visit.viewer, visit.in_force, other) is not Sight.FULL:
        return Planned(card, last, why_not="not_here")
    if follow_merges(session, card.id) == follow_merges(session, other):
        return Planned(card, last, why_not="several_is_one")
    tells = requester_of(session, card.id) != requester_of(session, other)
    return Planned(
        card,
        last,
        leads_to=into,
        tells=tells,
        by_text=tells and tells_by_text(visit, session, card.id, "merged"),
    )


def carry_out(visit: Visit, seen: Mapping[str, int], act: Act) -> list[Outcome]:
    """Do it to each request, by its reference with the last line that was seen; what came of each.

    One that does not allow it, or that changed since it was shown, stays as it is and holds back no other.
    When the database goes away in the middle, the rest is told as not done.
    """
    outcomes = []
    visit = replace(visit, together=f"several:{visit.viewer.person_id}:{visit.now.isoformat()}")
    for reference, last in list(seen.items())[:MOST]:
        outcomes.append(Outcome(reference, _do(visit, reference, last, act)))
    done = sum(not each.why_not for each in outcomes)
    log.info("web.several", act=act.name.partition(":")[0], requests=len(outcomes), done=done)
    return outcomes


def _do(visit: Visit, reference: str, last: int, act: Act) -> str:
    """Why it was not done; '' when it was."""
    try:
        request_id = _id_of(visit, reference)
        if act.verb:
            acts.move(visit, request_id, act.verb, act.words, act.day, last)
        elif act.whom:
            acts.give(visit, request_id, act.whom, act.words, last)
        elif act.into:
            join_to(visit, request_id, _id_of(visit, act.into), last)
        elif act.name == "note":
            acts.note(visit, request_id, act.words, last)
        elif act.is_tagging:
            tags, none = typed_tags(act.words), ()
            add, remove = (tags, none) if act.name == "etiqueter" else (none, tags)
            tag(visit, request_id, add, remove, last)
        else:
            return "not_done_unknown_verb"
    except Newer:
        return "several_newer"
    except NotDone as refused:
        return f"not_done_{refused.why}"
    except NotHere:
        return "not_here"
    except TemporaryFailure as wrong:
        log.warning("web.several_away", why=wrong.private)
        return "away"
    except UserError:
        return "several_refused"
    return ""


def _id_of(visit: Visit, reference: str) -> int:
    try:
        found = Reference.parse(reference)
    except InvalidValue as wrong:
        raise NotHere from wrong
    with visit.board.reads.looking() as session:
        request_id = find_id(session, found)
    if request_id is None:
        raise NotHere
    return request_id
