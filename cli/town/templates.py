"""`guichet templates`: see what each notice says, and check a town hall's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.office import office_of
from cli.present import console, print_json, print_rows, safe

app = typer.Typer(help="What people read: list, show, check.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


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
    from models.errors import UserError

    found = CATALOGUE.get(notice)
    if found is None:
        raise UserError(f"There is no notice '{notice}'; `guichet templates list` shows them.")
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
    directory: Annotated[
        Path | None, typer.Argument(help="Directory of templates; the one of the settings by default.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compile and render every template of the town hall's own; exit 1 when something is wrong."""
    from dispatch.letters.check import check_templates
    from models.errors import UserError

    chosen = directory or office_of(context).settings.templates_dir
    if chosen is None:
        raise UserError("No templates_dir is set: the built-in templates are used.")
    if not chosen.is_dir():
        raise UserError(f"There is no directory {chosen}.")
    problems = check_templates(chosen)
    if as_json:
        print_json([{"file": each.file, "explanation": each.explanation} for each in problems])
    for each in () if as_json else problems:
        console().print(f"{safe(each.file)}: {safe(each.explanation)}", markup=False)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        console().print("Every template is sound.")
