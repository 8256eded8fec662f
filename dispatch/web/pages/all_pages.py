"""Every page of the counter."""

from __future__ import annotations

from fastapi import APIRouter

from dispatch.web.administering.inbox_pages import inbox_routes
from dispatch.web.administering.organisation_pages import organisation_routes
from dispatch.web.administering.outbox_pages import outbox_routes
from dispatch.web.covering.page import covering_routes
from dispatch.web.delegation.lists import delegation_list_routes
from dispatch.web.delegation.one import delegated_request_routes
from dispatch.web.directory.pages import directory_routes
from dispatch.web.entering.by_reference import by_reference_routes
from dispatch.web.entering.confirming import confirming_routes
from dispatch.web.field.pages import field_routes
from dispatch.web.figures.files import figure_files_routes
from dispatch.web.figures.page import figures_routes
from dispatch.web.figures.public import public_figures_routes
from dispatch.web.formulating.pages import glance_routes
from dispatch.web.frame.board import Board
from dispatch.web.legal.pages import legal_routes
from dispatch.web.live.stream import live_routes
from dispatch.web.map.landmarks import landmark_routes
from dispatch.web.map.page import map_routes
from dispatch.web.map.picking import place_routes
from dispatch.web.own.agenda_pages import agenda_routes
from dispatch.web.own.drafts_pages import drafts_routes
from dispatch.web.own.passkeys_pages import passkeys_routes
from dispatch.web.own.views_pages import views_routes
from dispatch.web.pages.acting import acting_routes
from dispatch.web.pages.assets import asset_routes
from dispatch.web.pages.columns import board_routes
from dispatch.web.pages.entering import entering_routes
from dispatch.web.pages.lists import list_routes
from dispatch.web.pages.new import new_routes
from dispatch.web.pages.one_request import request_routes
from dispatch.web.pages.tracking import tracking_routes
from dispatch.web.people.pages import people_routes
from dispatch.web.several.pages import several_routes
from dispatch.web.taken.exports import export_routes
from dispatch.web.taken.sheets import sheet_routes


def page_routers(board: Board) -> list[APIRouter]:
    """The routers of all pages, for the HTTP door."""
    makers = (
        asset_routes,
        field_routes,
        entering_routes,
        confirming_routes,
        list_routes,
        people_routes,
        map_routes,
        landmark_routes,
        place_routes,
        export_routes,
        sheet_routes,
        several_routes,
        figures_routes,
        figure_files_routes,
        public_figures_routes,
        legal_routes,
        new_routes,
        glance_routes,
        board_routes,
        inbox_routes,
        outbox_routes,
        organisation_routes,
        agenda_routes,
        views_routes,
        drafts_routes,
        passkeys_routes,
        directory_routes,
        delegation_list_routes,
        delegated_request_routes,
        request_routes,
        covering_routes,
        acting_routes,
        by_reference_routes,
        tracking_routes,
        live_routes,
    )
    return [make(board) for make in makers]
