"""The counter's work in numbers for everybody, when the town wants it: no person, no place, no word."""

from __future__ import annotations

from datetime import datetime, timedelta

from anyio import CapacityLimiter
from fastapi import APIRouter, Response

from dispatch.queries.figures.public import PublicFigures, public_figures
from dispatch.queries.figures.words import label_of
from dispatch.web.figures.counted import SECONDS
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import NotHere, Visit

#: They are counted anew after so long: whoever calls all the time slows nobody.
_FRESH = timedelta(hours=1)
#: Calls that may wait for the one before; the next is told to come later.
MOST_WAITING = 8


def public_figures_routes(board: Board) -> APIRouter:
    """`/chiffres-publics`.

    Answers: **200** the page; **404** the town does not show it; **503** there is too much to count.
    """
    router = APIRouter()
    shown = _Counted().page if board.settings.web.public_figures else _not_shown
    # Turns of their own, one at a time: whoever asks for them without end takes none from those who work.
    route = Route("anybody", limiter=CapacityLimiter(1), most_waiting=MOST_WAITING)
    serve(router, board, "/chiffres-publics", shown, "GET", route)
    return router


def _not_shown(_visit: Visit) -> Response:
    raise NotHere


class _Counted:
    """The figures as they were counted last, for everybody."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, PublicFigures] | None = None

    def page(self, visit: Visit) -> Response:
        """The page, of figures that are an hour old at most."""
        counted_at, found = self._figures(visit)
        organisation = visit.organisation
        labels = {each.key: each.label.text(visit.lang) for each in organisation.request_types}
        months = [
            (label_of("month", f"{first:%Y-%m}", "", visit.lang), each)
            for first, each in reversed(found.months)
        ]
        types = [(labels.get(each.key) or visit.text("public_others"), each) for each in found.types]
        return visit.page(
            "public_figures.html",
            section="public",
            found=found,
            counted_at=counted_at,
            tables=[("public_by_month", "public_month", months), ("public_by_type", "public_type", types)],
        )

    def _figures(self, visit: Visit) -> tuple[datetime, PublicFigures]:
        if self._kept is None or not timedelta() <= visit.now - self._kept[0] < _FRESH:
            with visit.board.reads.looking(seconds=SECONDS) as session:
                self._kept = (visit.now, public_figures(session, visit.in_force, visit.now))
        return self._kept
