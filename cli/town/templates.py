"""`guichet templates`: see what each notice says, and check and compare a town hall's own words."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import office_of
from cli.options import AsJson
from cli.present import console, print_json, print_rows, safe

if TYPE_CHECKING:
    from cli.office import Office
    from dispatch.letters.view import TownView

app = typer.Typer(help="What people read: list, show, preview, check, diff.", no_args_is_help=True)
Json = AsJson
OwnDirectory = Annotated[
    Path | None, typer.Argument(help="Directory of templates; the one of the settings by default.")
]


@app.command("list")
def list_notices(as_json: Json = False) -> None:
    """List the notices: whom each tells and how it may travel."""
    from dispatch.notices.catalogue import CATALOGUE

    rows = [
        {
            "notice": notice.name,
            "audience": notice.audience,
            "email": notice.by_email,
            "sms": notice.by_text,
            "can_wait": notice.can_wait,
            "answers": notice.reply.name.lower() if notice.reply is not None else "",
        }
        for notice in CATALOGUE.values()
    ]
    columns = {
        "notice": "Notice",
        "audience": "For",
        "email": "Email",
        "sms": "SMS",
        "can_wait": "May wait",
        "answers": "Answered by",
    }
    print_rows(rows, columns, as_json=as_json, empty="There is no notice.")


@app.command()
def show(
    context: typer.Context,
    notice: Annotated[str, typer.Argument(help="Name of the notice, as `templates list` shows it.")],
    locale: Annotated[str, typer.Option(help="Language: fr or en.")] = "fr",
    html: Annotated[bool, typer.Option("--html", help="Print the HTML part instead.")] = False,
    as_json: Json = False,
) -> None:
    """Show a notice with the values of an example."""
    from dispatch.letters.examples.samples import samples
    from dispatch.letters.render import Renderer
    from dispatch.notices.catalogue import CATALOGUE

    found = CATALOGUE.get(notice)
    if found is None:
        raise _no_notice(notice)
    renderer = Renderer(office_of(context).settings.templates_dir)
    view = next(iter(samples(found, locale)))
    parts = {"notice": notice, "locale": locale}
    if found.by_email:
        email = renderer.email(view)
        parts |= {"subject": email.subject, "text": email.text, "html": email.html}
    if found.by_text:
        parts["sms"] = renderer.text(view)
    if as_json:
        print_json(parts)
    elif html:
        typer.echo(parts.get("html", ""))
    else:
        shown = [parts.get("subject", ""), parts.get("text", ""), parts.get("sms", "")]
        typer.echo("\n\n".join(each.rstrip() for each in shown if each))


@app.command()
def check(
    context: typer.Context,
    directory: OwnDirectory = None,
    as_json: Json = False,
) -> None:
    """Compile and render every template of the town hall's own; exit 1 when something is wrong."""
    from dispatch.letters.looking.check import check_templates

    problems = check_templates(_own_directory(context, directory))
    if as_json:
        print_json([{"file": each.file, "explanation": each.explanation} for each in problems])
    for each in () if as_json else problems:
        console().print(f"{safe(each.file)}: {safe(each.explanation)}", markup=False)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        console().print("Every template is sound.")


@app.command()
def preview(
    context: typer.Context,
    notices: Annotated[list[str] | None, typer.Argument(help="Names of notices; all by default.")] = None,
    to: Annotated[Path, typer.Option(help="Directory to write the pages into.")] = Path("previews"),
    locale: Annotated[list[str] | None, typer.Option(help="Language: fr or en; both by default.")] = None,
    request: Annotated[
        str | None, typer.Option(help="With the words, people and place of this request, by its reference.")
    ] = None,
    png: Annotated[bool, typer.Option("--png", help="Take pictures, 390 and 1280 points wide.")] = False,
    as_json: Json = False,
) -> None:
    """Write every example of every notice as its readers have it: pages, texts with their price, pictures.

    The people are invented, unless --request names a request; the town is yours as soon as an organisation
    is in force.
    """
    from cli.town.looking.pictures import find_browser, take_pictures
    from cli.town.looking.previewing import print_previews, with_a_request
    from dispatch.letters.looking.previews import INDEX, chosen_notices, previews, write_previews
    from dispatch.letters.render import LOCALES, Renderer, TemplateFailure
    from models.errors import UserError
    from models.store.privacy.private import for_us_alone

    office = office_of(context)
    locales = list(dict.fromkeys(locale or LOCALES))
    for each in locales:
        if each not in LOCALES:
            raise UserError(f"There is no language '{each}' for letters; there are: {', '.join(LOCALES)}.")
    try:
        chosen = chosen_notices(notices or [])
    except KeyError as unknown:
        raise _no_notice(str(unknown.args[0])) from unknown
    if png:
        find_browser()
    texts, renderer = office.settings.sms.texts, Renderer(office.settings.templates_dir)
    try:
        if request is not None:
            found = with_a_request(office, renderer, chosen, locales, request)
        else:
            found = list(previews(renderer, chosen, locales, texts, _own_town(office, locales)))
    except TemplateFailure as wrong:
        raise UserError(f"{wrong.private} (`guichet templates check` shows every mistake.)") from wrong
    # What a person wrote is for nobody else on this machine.
    with for_us_alone() if request is not None else nullcontext():
        pages = write_previews(to, found, texts, locales[0])
        pictures = take_pictures(pages) if png else []
    if as_json:
        print_previews(found, to)
        return
    said = f", {len(pictures)} pictures" if png else ""
    count = len({each.notice for each in found})
    console().print(
        f"{len(found)} examples of one notice{said}: open {to / INDEX}"
        if count == 1
        else f"{len(found)} examples of {count} notices{said}: open {to / INDEX}",
        markup=False,
    )


@app.command()
def diff(
    context: typer.Context,
    directory: OwnDirectory = None,
    as_json: Json = False,
) -> None:
    """Show how each of the town hall's own templates differs from the built-in one it takes the place of."""
    from dispatch.letters.looking.own_templates import own_templates
    from models.errors import UserError

    chosen = _own_directory(context, directory)
    try:
        found = list(own_templates(chosen))
    except UnicodeDecodeError as wrong:
        raise UserError("A file there is not UTF-8: `guichet templates check` names it.") from wrong
    if as_json:
        print_json(
            [
                {"file": each.name, "replaces": each.replaces, "same": each.is_same, "diff": list(each.lines)}
                for each in found
            ]
        )
        return
    for each in found:
        if not each.replaces:
            console().print(f"{safe(each.name)}: new, there is no built-in file of this name.", markup=False)
        elif each.is_same:
            console().print(
                f"{safe(each.name)}: the same as the built-in file; delete it to follow upgrades.",
                markup=False,
            )
        for line in each.lines:
            typer.echo(safe(line))
    if not found:
        console().print("There is no template in this directory: the built-in ones are used.")


def _own_directory(context: typer.Context, directory: Path | None) -> Path:
    from models.errors import UserError

    chosen = directory or office_of(context).settings.templates_dir
    if chosen is None:
        raise UserError("No templates_dir is set: the built-in templates are used.")
    if not chosen.is_dir():
        raise UserError(f"There is no directory {chosen}.")
    return chosen


def _own_town(office: Office, locales: list[str]) -> dict[str, TownView]:
    """The town in force by locale; {} as long as there is none."""
    from dispatch.letters.about import town_view
    from models.errors import GuichetError

    mail = office.settings.mail
    try:
        current = office.organisations.current()
    except GuichetError:
        # Words can be looked at before there is a database.
        return {}
    if current is None:
        return {}
    return {each: town_view(current.town, each, mail.sender_name, mail.reply_address) for each in locales}


def _no_notice(name: str) -> Exception:
    import difflib

    from dispatch.notices.catalogue import CATALOGUE
    from models.errors import UserError

    near = difflib.get_close_matches(name, CATALOGUE, 1)
    hint = f"; did you mean '{near[0]}'?" if near else "; `guichet templates list` shows them."
    return UserError(f"There is no notice '{name}'{hint}")
