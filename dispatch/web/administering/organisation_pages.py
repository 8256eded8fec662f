"""The organisation in force, to be read; what a file would change before it is applied; who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from dispatch.check.organisation import check_files
from dispatch.queries.seen.one_request import find_id
from dispatch.sight.conditions import placed_of, sight_of
from dispatch.sight.may_see import Placed, Sight, is_delegated
from dispatch.sight.viewer import Viewer, delegation_of, viewer_of
from dispatch.web.administering.only import serve_administrators
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route
from dispatch.web.frame.visit import Visit
from dispatch.web.pages.references import read_reference
from models.organisation import Official
from models.organisation_files.changes import diff, plan_lines
from models.vocabulary import StaffRole

#: An organisation.toml, and the sheets beside it.
MOST_FILES, MOST_BYTES = 3, 2_000_000
#: Names of files that an organisation is read from.
_NAMES = ("organisation.toml", "buildings.csv", "buildings.xlsx", "agents.csv", "agents.xlsx")


@dataclass(frozen=True, slots=True)
class SeesWhat:
    """What one member of staff sees, by the names of its parts; `all_` when that is everything."""

    name: str
    role: str
    all_: bool
    services: list[str]
    buildings: list[str]
    stands_in_for: list[str]
    sorts: bool
    #: Of the request that was asked about; None when none was.
    sees_it: bool | None = None


@dataclass(frozen=True, slots=True)
class OfficialSees:
    """What is delegated to one elected official, by the names of its parts, and what is hidden from them."""

    name: str
    title: str
    services: list[str]
    buildings: list[str]
    names: bool
    notes: bool
    comments: bool
    sees_it: bool | None = None


def organisation_routes(board: Board) -> APIRouter:
    """`/organisation`, POST `/organisation`, `/qui-voit-quoi`, for administrators.

    Answers: **200** the page, after a POST with what the file sent would change or what is wrong with it:
    nothing is ever applied here; **400** no file was sent; **404** no administrator.
    """
    router = APIRouter()
    serve_administrators(router, board, "/organisation", _page, "GET")
    serve_administrators(
        router,
        board,
        "/organisation",
        _preview,
        "POST",
        Route(most_files=MOST_FILES, most_file_bytes=MOST_BYTES),
    )
    serve_administrators(router, board, "/qui-voit-quoi", _who, "GET")
    return router


def _page(
    visit: Visit,
    status: int = 200,
    *,
    plan: Sequence[str] | None = None,
    findings: Sequence[str] = (),
    error: str = "",
) -> Response:
    organisation = visit.organisation
    names = {each.key: each.name for each in organisation.services}
    people = {each.key: each.name for each in organisation.agents}
    return visit.page(
        "organisation.html",
        status,
        section="admin",
        organisation=organisation,
        service_names=names,
        people=people,
        org_version=visit.in_force.version_id,
        plan=plan,
        findings=findings,
        error=error,
    )


def _preview(visit: Visit) -> Response:
    files = {
        name: each.content
        for each in visit.form.files
        if (name := each.name.rpartition("/")[2].rpartition("\\")[2]) in _NAMES
    }
    if "organisation.toml" not in files:
        return _page(visit, 400, error=visit.text("org_no_file"))
    reading = check_files(files)
    findings = [str(each) for each in reading.findings]
    visit.looked("preview", "organisation")
    if reading.organisation is None:
        return _page(visit, findings=findings)
    return _page(
        visit, plan=list(plan_lines(diff(visit.organisation, reading.organisation))), findings=findings
    )


def _who(visit: Visit) -> Response:
    written = visit.query.get("ref", "").strip()
    board, in_force = visit.board, visit.in_force
    organisation, today = visit.organisation, visit.organisation.town.local_day(visit.now)
    reference = read_reference(written, visit.year)
    viewers = [
        viewer_of(organisation, today, person_id=in_force.agent_persons.get(each.key, 0), agent=each.key)
        for each in organisation.agents
        if not each.closed
    ]
    with board.reads.looking() as session:
        found = find_id(session, reference) if reference is not None else None
        sees = (
            {each.agent: sight_of(session, each, in_force, found) is Sight.FULL for each in viewers}
            if found is not None
            else {}
        )
        placed = placed_of(session, in_force, found) if found is not None else None
    visit.looked("list", "rights")
    return visit.page(
        "who_sees.html",
        section="admin",
        rows=[_sees_what(visit, each, sees.get(each.agent)) for each in viewers],
        officials=[_delegated(visit, each, placed) for each in organisation.officials if not each.closed],
        asked=written,
        reference=str(reference) if found is not None else "",
    )


def _delegated(visit: Visit, official: Official, placed: Placed | None) -> OfficialSees:
    organisation, theirs = visit.organisation, delegation_of(visit.organisation, official)
    return OfficialSees(
        official.name,
        official.title,
        [each.name for each in organisation.services if each.key in theirs.services],
        [each.name for each in organisation.buildings if each.key in theirs.buildings],
        theirs.names,
        theirs.notes,
        theirs.comments,
        is_delegated(Viewer(official=theirs), placed) if placed is not None else None,
    )


def _sees_what(visit: Visit, viewer: Viewer, sees_it: bool | None) -> SeesWhat:
    organisation = visit.organisation
    return SeesWhat(
        viewer.name,
        str(viewer.role),
        viewer.role is StaffRole.ADMINISTRATOR,
        [each.name for each in organisation.services if each.key in viewer.services],
        [each.name for each in organisation.buildings if each.key in viewer.keeps],
        [each.name for each in organisation.agents if each.key in viewer.stands_in_for],
        viewer.sorts,
        sees_it,
    )
