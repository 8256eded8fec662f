"""The commands of the organisation and its parts, put together when one of them is called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.office import office_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import typer

    from cli.lazy import Made
    from cli.office import Opening


def organisation(context: typer.Context) -> Made:
    """`guichet org`."""
    from cli.town.leaving import held, leaving
    from cli.town.organisation import build_org_app

    return build_org_app(
        lambda: office_of(context).organisations,
        _template_names(context),
        lambda: context.obj.settings_file or context.obj.file_to_make,
        lambda changes, to, new: leaving(office_of(context), changes, to, new),
        lambda organisation: held(lambda: office_of(context), organisation),
        lambda: file_of_this_town(context.obj),
    )


def file_of_this_town(opening: Opening) -> Path:
    """The settings that a town described here has: those of a folder above are another town's."""
    found = opening.settings_file
    is_above = found is not None and found.parent in Path.cwd().parents
    return found if found is not None and (opening.given or not is_above) else opening.file_to_make


def parts(command: str) -> Callable[[typer.Context], Made]:
    """`guichet services`, `agents`…: the commands of one part of the organisation."""

    def load(context: typer.Context) -> Made:
        from cli.town.leaving import leaving
        from cli.town.parts import build_parts_app
        from dispatch.check.mail import check_mail

        made = build_parts_app(
            command,
            lambda: office_of(context).organisations,
            _template_names(context),
            lambda changes, to, new: leaving(office_of(context), changes, to, new),
            lambda organisation: check_mail(organisation, office_of(context).settings),
        )
        if command == "rules":
            from cli.town.rules import add_trials

            add_trials(made)
        return made

    return load


def _template_names(context: typer.Context) -> Callable[[], Collection[str]]:
    """Names that notices of a workflow or a rule may have: ours, and those of the town hall's own
    templates.
    """

    def names() -> set[str]:
        from dispatch.notices.catalogue import CATALOGUE

        own = office_of(context).settings.templates_dir
        folders = own.glob("*/*/*") if own is not None and own.is_dir() else ()
        return {*CATALOGUE, *(path.stem for path in folders)}

    return names
