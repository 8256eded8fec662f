"""Previews about a request there is, and previews told to programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cli.present import print_json

if TYPE_CHECKING:
    from cli.office import Office
    from dispatch.letters.looking.previews import Preview
    from dispatch.letters.render import Renderer
    from dispatch.notices.catalogue import Notice


def with_a_request(
    office: Office, renderer: Renderer, chosen: list[Notice], locales: list[str], written: str
) -> list[Preview]:
    """The examples about one request; that somebody looks at it is traced before anything is written.

    Raises UserError for a reference of nothing, and when none of the notices is about a request.
    """
    from cli.office import now
    from dispatch.letters.looking.previews import previews
    from dispatch.letters.looking.real import real_views
    from dispatch.letters.render import TemplateFailure
    from dispatch.queries.requests import request_id_of
    from dispatch.rules.in_force import Organisations
    from models.errors import GuichetError, UserError

    about_none = [each.name for each in chosen if not each.needs_request]
    if len(about_none) == len(chosen):
        raise UserError(f"These notices are about no request: {', '.join(about_none)}.")
    with office.database.reading() as session:
        request_id = request_id_of(session, written, office.this_year)
        office.looked("read", f"request:{request_id}")
        real = partial(
            real_views,
            session,
            request_id=request_id,
            in_force=Organisations().current(session).in_force,
            settings=office.settings,
            now=now(),
        )
        try:
            return list(previews(renderer, chosen, locales, office.settings.sms.texts, real=real))
        except TemplateFailure:
            raise
        except GuichetError as wrong:
            raise UserError(wrong.public) from wrong


def print_previews(found: list[Preview], to: Path) -> None:
    """Print where each example was written and what its text costs, for programs."""
    print_json(
        [
            {
                "notice": each.notice,
                "locale": each.locale,
                "example": each.number,
                "page": str(to / f"{each.stem}.html") if each.html else None,
                "sms": each.sms or None,
                "segments": each.measured.count if each.measured is not None else None,
                "encoding": each.measured.encoding if each.measured is not None else None,
            }
            for each in found
        ]
    )
