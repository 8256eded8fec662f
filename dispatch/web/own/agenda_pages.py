"""The agenda: planned work by day, and the address at which somebody's calendar reads theirs."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from itertools import groupby
from urllib.parse import urlsplit

from fastapi import APIRouter, Response

from dispatch.queries.seen.planned import Planned, planned_between
from dispatch.web.entering.accounts import viewer_for
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to
from dispatch.web.own.calendars import Event, calendar, close_feed, has_feed, open_feed, owner_of
from dispatch.web.pages.lists import choices
from models.planned_hours import ends_of, hours_said
from models.store.audit import record_access

#: Days of the page, and of a calendar that reads along: some are past, so that yesterday does not vanish.
DAYS, PAST_DAYS, CALENDAR_DAYS = 35, 30, 180
#: Longest secret of an address.
_LONGEST = 100


def agenda_routes(board: Board) -> APIRouter:
    """`/agenda`, POST `/agenda/calendrier`, `/agenda/SECRET.ics`.

    Answers: **200** the agenda, once with the new address; a calendar for whoever has the address; **303**
    back; **404** no such address any more, or its owner works here no more.
    """
    router = APIRouter()
    serve(router, board, "/agenda", _page, "GET")
    serve(router, board, "/agenda/calendrier", _change, "POST")
    serve(router, board, "/agenda/calendrier", lambda _visit: go_to("/agenda"), "GET")
    serve(router, board, "/agenda/{secret}.ics", _calendar, "GET", Route("anybody"))
    return router


def _page(visit: Visit, secret: str = "") -> Response:
    town, board = visit.organisation.town, visit.board
    today = town.local_day(visit.now)
    begin = datetime.combine(today, time(), town.zone)
    wanted = visit.query.get("a", "moi")[:64]
    agents = visit.viewer.holders if wanted == "moi" else frozenset({wanted} if wanted != "tous" else ())
    with board.reads.looking() as session:
        found = planned_between(
            session, visit.viewer, visit.in_force, visit.lang, visit.now, begin, DAYS, agents=agents
        )
        is_open = bool(secret) or has_feed(session, visit.viewer.person_id or 0)
    visit.looked("list", "agenda", shown=len(found))
    return visit.page(
        "agenda.html",
        section="agenda",
        days=[(day, list(some)) for day, some in groupby(found, key=lambda each: each.day)],
        wanted=wanted,
        weeks=DAYS // 7,
        is_open=is_open,
        feed=f"{visit.origin}/agenda/{secret}.ics" if secret else "",
        **choices(visit),
    )


def _change(visit: Visit) -> Response:
    person, secret = visit.viewer.person_id or 0, ""
    what = visit.form.line("quoi")
    if what not in ("ouvrir", "fermer"):
        return go_to("/agenda")
    with visit.board.database.transaction() as session:
        if what == "ouvrir":
            secret = open_feed(session, person, visit.now)
        else:
            close_feed(session, person)
        record_access(session, visit.now, visit.viewer.trace, "change", "calendar", what=what, by="web")
    return _page(visit, secret) if secret else go_to("/agenda?dit=fermer")


def _calendar(visit: Visit) -> Response:
    """What is planned, without a word of anybody: calendars lie with companies outside the town."""
    town, board = visit.organisation.town, visit.board
    today = town.local_day(visit.now)
    with board.reads.looking() as session:
        person = owner_of(session, visit.parts["secret"][:_LONGEST])
        if person is None:
            raise NotHere
        viewer = viewer_for(session, visit.in_force, person, as_staff=True, today=today)
        if viewer is None or not viewer.is_staff:
            raise NotHere
        begin = datetime.combine(today - timedelta(days=PAST_DAYS), time(), town.zone)
        span = PAST_DAYS + CALENDAR_DAYS
        found = planned_between(
            session, viewer, visit.in_force, viewer.locale, visit.now, begin, span, agents=viewer.holders
        )
    board.accesses.record(visit.now, viewer.trace, "list", "calendar", {"shown": len(found)})
    host = urlsplit(visit.origin).hostname or "guichet"
    events = [
        Event(
            f"{each.card.reference}-{f'task-{each.task_id}-' if each.task_id else ''}{each.day:%Y%m%d}",
            each.day,
            _said(visit.with_(lang=viewer.locale), each),
            f"{visit.origin}/demandes/{each.card.reference}",
            _span(each, town.zone),
        )
        for each in found
    ]
    content = calendar(f"{viewer.name} – {town.hall(viewer.locale)}", host, events, visit.now)
    return Response(content.encode(), media_type="text/calendar; charset=utf-8", headers=PROTECTION)


def _span(each: Planned, zone: tzinfo) -> tuple[datetime, datetime] | None:
    ends = None if each.task else ends_of(each.card.planned_hours)
    if ends is None:
        return None
    begin, end = (datetime.combine(each.day, at, zone) for at in ends)
    return begin, end


def _said(visit: Visit, each: Planned) -> str:
    where = each.card.building or each.card.service
    name = visit.text("agenda_task", reference=each.card.reference) if each.task else each.card.reference
    # Hours from when to when stand in the event itself.
    told = not each.task and ends_of(each.card.planned_hours) is None
    hours = hours_said(visit.lang, each.card.planned_hours) if told else ""
    return " – ".join(part for part in (name, where, hours) if part)
