"""`guichet privacy`: the pages the law asks for, filled from settings and organisation, as Markdown."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of

app = typer.Typer(
    help="Personal data: the register of processing and the information page.", no_args_is_help=True
)
_Locale = Annotated[str, typer.Option(help="fr or en; the town's by default.")]


@app.callback()
def _privacy() -> None:
    """Personal data: the register of processing and the information page."""


@app.command()
def register(context: typer.Context, locale: _Locale = "") -> None:
    """Print the entry for the register of processing (GDPR art. 30), to be completed by the DPO."""
    _print(context, "register", locale)


@app.command()
def notice(context: typer.Context, locale: _Locale = "") -> None:
    """Print the information page for citizens (GDPR art. 13), for the town's website."""
    _print(context, "notice", locale)


def _print(context: typer.Context, name: str, locale: str) -> None:
    from cli.names import read_language
    from dispatch.web.legal.privacy import privacy_page
    from models.errors import UserError

    office = office_of(context)
    organisation = office.organisations.current()
    if organisation is None:
        raise UserError("No organisation was applied yet. Run: guichet init")
    language = read_language(locale or organisation.town.locale)
    typer.echo(privacy_page(name, language, organisation, office.settings), nl=False)
