"""The pages behind the list's boxes: what would be done to each request, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Response
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, read_cards
from dispatch.queries.seen.listing import ids_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.acting.acts import NotDone
from dispatch.web.acting.tagging import known_tags, typed_tags
from dispatch.web.entering.confirming import is_proved
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, go_to, local_address
from dispatch.web.frame.which_request import seen_at
from dispatch.web.pages.offers import verbs_for
from dispatch.web.pages.references import read_reference
from dispatch.web.several.planned import MOST, Act, carry_out, first_reported, plan
from dispatch.web.several.texted import cost_of

#: Requests that are changed at once without asking again who does it.
MOST_UNPROVED = 50


def several_routes(board: Board) -> APIRouter:
    """POST `/demandes/ensemble`.

    Answers: **200** the plan, or with `sur` the report of what was done; **400** the plan again when words or
    a day are missing; **303** back to the list when nothing was chosen.
    """
    router = APIRouter()
    serve(router, board, "/demandes/ensemble", _several, "POST")
    serve(router, board, "/demandes/ensemble", lambda _visit: go_to("/demandes"), "GET")
    return router


def choices_of_acts(visit: Visit) -> dict[str, Any]:
    """What may be done to several: verbs of any workflow, and people and services to hand over to."""
    verbs: dict[str, str] = {}
    for course in visit.organisation.workflows:
        for state in course.states:
            for verb in verbs_for(course, state.key, visit.lang, leads=visit.viewer.leads):
                verbs.setdefault(f"verbe:{verb.key}", f"{verb.word} → {verb.leads_to}")
    organisation = visit.organisation
    return {
        "act_verbs": list(verbs.items()),
        "act_agents": [(f"donner:agent:{a.key}", a.name) for a in organisation.agents if not a.closed],
        "act_services": [(f"donner:service:{s.key}", s.name) for s in organisation.services if not s.closed],
    }


def _word_of(visit: Visit, act: Act) -> str:
    """What the act is called."""
    if act.into:
        return visit.text("several_join", into=act.into)
    if act.is_tagging:
        return visit.text("several_tag" if act.name == "etiqueter" else "several_untag")
    named: dict[str, str] = dict(pair for some in choices_of_acts(visit).values() for pair in some)
    return named.get(act.name, visit.text("several_note"))


def _several(visit: Visit) -> Response:
    form = visit.form
    act = Act(form.line("quoi"), form.text("mot"), form.line("jour"))
    back = local_address(form.line("retour"), "/demandes")
    if form.line("sur"):
        return _confirmed(visit, act, back)
    cards, more = _chosen(visit, back)
    if act.name == "reunir":
        act = replace(act, name=f"reunir:{first}" if (first := first_reported(cards)) else "")
    if not cards or not act.name:
        return go_to(back)
    return _plan_page(visit, cards, act, back, more=more)


def _chosen(visit: Visit, back: str) -> tuple[list[Card], bool]:
    """The ticked requests, or with `tout` those of the whole list, in its order; whether there are more."""
    with visit.board.reads.looking() as session:
        if visit.form.line("tout"):
            wanted = Wanted.of(dict(parse_qsl(back.partition("?")[2])))
            ids = ids_seen(
                session, visit.board.reads, visit.viewer, visit.in_force, wanted, visit.now, MOST + 1
            )
        else:
            ids = _ids_of(visit, session, dict.fromkeys(visit.form.fields.get("ref", ())[: MOST + 1]))
        cards = read_cards(session, visit.in_force, visit.lang, visit.now, ids[:MOST])
    return cards, len(ids) > MOST


def _plan_page(
    visit: Visit, cards: list[Card], act: Act, back: str, *, more: bool = False, error: str = ""
) -> Response:
    with visit.board.reads.looking() as session:
        planned = plan(visit, session, cards, act)
    possible = [each for each in planned if not each.why_not]
    visit.looked("list", "requests", shown=len(cards))
    return visit.page(
        "several.html",
        400 if error else 200,
        section="requests",
        act=act,
        act_word=_word_of(visit, act),
        known_tags=known_tags(visit.organisation) if act.is_tagging else [],
        back=back,
        planned=planned,
        possible=len(possible),
        told=sum(each.tells for each in possible),
        texts=cost_of(visit, sum(each.by_text for each in possible)),
        needs_words=act.name == "note" or act.is_tagging or any(each.needs_words for each in possible),
        needs_day=any(each.needs_day for each in possible),
        more=more,
        most=MOST,
        today=visit.organisation.town.local_day(visit.now).isoformat(),
        error=error,
        is_to_confirm=len(possible) > MOST_UNPROVED and not is_proved(visit),
    )


def _confirmed(visit: Visit, act: Act, back: str) -> Response:
    """Do it to those that were shown, unless words or a day that they need are missing."""
    seen: dict[str, int] = {}
    for written in visit.form.fields.get("vu", ())[:MOST]:
        reference, _, last = written.partition(":")
        if last.isascii() and last.isdecimal() and len(last) < 12:
            seen[reference[:20]] = int(last)
    if not seen:
        return go_to(back)
    if len(seen) > MOST_UNPROVED and not is_proved(visit):
        return _plan_page(visit, _cards_of(visit, seen), act, back, error=visit.text("confirm_first"))
    if missing := _missing(visit, act):
        return _plan_page(visit, _cards_of(visit, seen), act, back, error=visit.text(missing))
    outcomes = carry_out(visit, seen, act)
    done = [each for each in outcomes if not each.why_not]
    return visit.page(
        "several_done.html",
        section="requests",
        back=back,
        done=done,
        not_done=[each for each in outcomes if each.why_not],
    )


def _missing(visit: Visit, act: Act) -> str:
    """The name of what every request would be refused for; '' when nothing is missing."""
    if act.is_tagging:
        try:
            return "" if typed_tags(act.words) else "not_done_no_tags"
        except NotDone as wrong:
            return f"not_done_{wrong.why}"
    if visit.form.line("mots_requis") and not act.words.strip():
        return "not_done_no_words" if act.name == "note" else "not_done_comment_missing"
    if visit.form.line("jour_requis") and not act.day:
        return "not_done_date_missing"
    return ""


def _cards_of(visit: Visit, seen: dict[str, int]) -> list[Card]:
    with visit.board.reads.looking() as session:
        ids = _ids_of(visit, session, seen)
        return read_cards(session, visit.in_force, visit.lang, visit.now, ids)


def _ids_of(visit: Visit, session: Session, references: Iterable[str]) -> list[int]:
    """Those of the references that the viewer sees whole, in their order."""
    ids = []
    for written in references:
        reference = read_reference(written, visit.year)
        found = seen_at(visit, session, reference) if reference is not None else None
        if found is not None:
            ids.append(found)
    return ids
