"""The board: requests by state. A move is a verb of the workflow, with what it asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from fastapi import APIRouter, Response
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, read_cards
from dispatch.queries.seen.columns import MOST_CARDS, read_columns
from dispatch.queries.seen.lanes import By, Lane, read_lanes
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.acting import acts
from dispatch.web.acting.acts import NotDone
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, go_to, local_address, with_query
from dispatch.web.frame.which_request import seen_at, seen_request
from dispatch.web.own.drafts_pages import writing_of
from dispatch.web.pages.lists import choices
from dispatch.web.pages.offers import Verb, verbs_for
from dispatch.web.pages.references import read_reference
from models.organisation.workflow import Workflow

#: Where a browser keeps which columns are folded.
_COOKIE = "guichet-colonnes"
#: Names of cards and of heads of columns on the page.
_PLACE = re.compile(r"k[0-9]{1,18}|c-[a-z0-9_-]{1,64}")


def board_routes(board: Board) -> APIRouter:
    """`/tableau` (`?circuit=…`, `?couloirs=service|agent|lieu`), and POST `/tableau/replier` and
    `/demandes/REFERENCE/deplacer`.

    Answers: **200** the board, or the form that a move needs (its words, its day); **303** back to the board
    when it was done, at the card that was
    below it, or a column folded or opened; **400** with the form when it was not; **404** as the
    request's page.
    """
    router = APIRouter()
    serve(router, board, "/tableau", _board, "GET")
    serve(router, board, "/tableau/replier", _fold, "POST")
    serve(router, board, "/tableau/replier", _unfolded, "GET")
    serve(router, board, "/demandes/{reference}/deplacer", _move, "POST")
    serve(router, board, "/demandes/{reference}/deplacer", _back, "GET")
    return router


def _board(visit: Visit) -> Response:
    organisation = visit.organisation
    wanted = Wanted.of({**visit.query, "etat": "toutes", "tri": "echeance", "page": "1"})
    courses = organisation.workflows
    course = next(
        (each for each in courses if each.key == visit.query.get("circuit")), None
    ) or organisation.workflow(None)
    by = next((each for each in get_args(By) if each == visit.query.get("couloirs")), None)
    folded = _folded(visit)
    # In lanes the heads of the columns alone are read, as of folded ones.
    unread = folded if by is None else [state.key for state in course.states]
    common = (visit.board.reads, visit.viewer, visit.in_force, course, wanted, visit.now)
    lanes: list[Lane] = []
    more_lanes = 0
    with visit.board.reads.looking() as session:
        columns = read_columns(session, *common, unread)
        if by is not None:
            lanes, more_lanes = read_lanes(session, *common, by, folded)
            columns = [replace(each, is_folded=each.state in folded) for each in columns]
        moved = _moved(visit, session)
    cards = [card for column in columns for card in column.cards]
    cards += [card for lane in lanes for cell in lane.cells.values() for card in cell.cards]
    visit.looked("list", "board", shown=len(cards))
    verbs: dict[str, tuple[Verb, ...]] = {
        column.state: verbs_for(course, column.state, visit.lang, leads=visit.viewer.leads)
        for column in columns
    }
    return visit.page(
        "board.html",
        section="board",
        columns=columns,
        verbs=verbs,
        course=course,
        courses=courses,
        wanted=wanted,
        lanes=lanes,
        by=by or "",
        more_lanes=more_lanes,
        here=_address(visit, wanted, course, by),
        most_cards=MOST_CARDS,
        writing=writing_of(visit, [card.id for card in cards]),
        moved=moved,
        undo=visit.query.get("ligne", ""),
        closed=visit.query.get("jour", ""),
        **choices(visit),
    )


def _address(visit: Visit, wanted: Wanted, course: Workflow, by: By | None) -> str:
    """The filter as it stands in the address: what the board asks for by itself is left out."""
    circuit = course.key if course != visit.organisation.workflow(None) else ""
    address = "/tableau" + replace(wanted, state="ouvertes").address
    return with_query(address, circuit=circuit, couloirs=by or "")


def _moved(visit: Visit, session: Session) -> Card | None:
    """The request that was just moved, as it stands now."""
    reference = read_reference(visit.query.get("ref", ""), visit.year)
    request_id = seen_at(visit, session, reference) if reference is not None else None
    if request_id is None:
        return None
    return next(iter(read_cards(session, visit.in_force, visit.lang, visit.now, [request_id])), None)


def _folded(visit: Visit) -> list[str]:
    """The keys of the states whose columns this browser keeps folded."""
    known = {state.key for course in visit.organisation.workflows for state in course.states}
    return [each for each in visit.cookies.get(_COOKIE, "")[:2000].split(".") if each in known]


def _fold(visit: Visit) -> Response:
    """Fold a column, or open it again: remembered in the browser, by state and nothing else."""
    key, folded = visit.form.line("colonne"), _folded(visit)
    known = {state.key for course in visit.organisation.workflows for state in course.states}
    kept = [each for each in folded if each != key]
    if key in known and key not in folded:
        kept.append(key)
    answer = go_to(local_address(visit.form.line("retour"), "/tableau"))
    answer.set_cookie(
        _COOKIE,
        ".".join(kept),
        max_age=int(timedelta(days=365).total_seconds()),
        path="/tableau",
        secure=visit.board.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _unfolded(_visit: Visit) -> Response:
    return go_to("/tableau")


def _move(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        (card,) = read_cards(session, visit.in_force, visit.lang, visit.now, [request_id])
    form = visit.form
    course = visit.organisation.workflow(card.workflow)
    shown = form.line("etat")
    verb = _verb(visit, course, shown)
    back = local_address(form.line("retour"), "/tableau")
    # A card that somebody moved since it was shown is not moved again; words typed for it are shown again.
    if verb is None or (shown != card.state and not form.line("sur")):
        return go_to(with_query(back, dit="refus", ref=card.reference) + f"#k{card.id}")
    asks = verb.comment_required or verb.needs_date or verb.tells
    values: dict[str, Any] = {
        "card": card,
        # Once it was refused it may be sent again as it stands now, if the verb leads on from there.
        "state": card.state if _verb(visit, course, card.state) is not None else shown,
        "verb": verb,
        "back": back,
        "next": _next(form.line("ensuite")),
        "today": visit.organisation.town.local_day(visit.now).isoformat(),
    }
    words, day = form.text("commentaire"), form.line("jour")
    begin, end = form.line("heure"), form.line("heure_fin")
    values |= {"words": words, "day": day, "begin": begin, "end": end}
    if asks and not form.line("sur"):
        return visit.page("move.html", section="board", **values)
    try:
        hours = acts.hours_between(begin, end)
        done = acts.move(visit, request_id, verb.key, words, day, None, hours=hours, state=shown)
    except NotDone as refused:
        error = visit.text(f"not_done_{refused.why}")
        return visit.page("move.html", 400, section="board", error=error, **values)
    return go_to(
        with_query(back, dit="deplacee", ref=card.reference, ligne=str(done.entry_id), jour=done.said)
        + values["next"]
    )


def _next(written: str) -> str:
    """Where the focus goes on: the card that was below the one that left, or the head of its column."""
    return f"#{written}" if _PLACE.fullmatch(written) else ""


def _verb(visit: Visit, course: Workflow, state: str) -> Verb | None:
    """The verb that the form names, as it leads on from `state`."""
    verbs = verbs_for(course, state, visit.lang, leads=visit.viewer.leads)
    return next((each for each in verbs if each.key == visit.form.line("verbe")), None)


def _back(visit: Visit) -> Response:
    return go_to(f"/demandes/{visit.parts['reference']}")
