"""`guichet webhooks`: which programs are told what happens to requests."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, print_json, safe
from cli.speaking.words import value

app = typer.Typer(
    no_args_is_help=True, help="Webhooks: other programs are told, signed, what happens to requests."
)
Name = Annotated[str, typer.Argument(help="The program, as `list` shows it.")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call the program: glpi, cartographie…")],
    url: Annotated[str, typer.Argument(help="Where it is told: https://host/path.")],
    event: Annotated[
        str,
        typer.Option(
            "--events",
            help="Of what, with commas: request.created, request.message (the requester wrote more), "
            "request.answered, request.state, request.assigned, request.noted.",
        ),
    ] = "request.created,request.state",
    service: Annotated[
        list[str] | None,
        typer.Option(help="Only requests of this service, by key or name; may be given several times."),
    ] = None,
) -> None:
    """Have a program told from now on, and print the secret that signs, once."""
    from cli.service.programs.keys import services_of
    from dispatch.programs.hooks.hooks import add_hook
    from dispatch.programs.hooks.sealing import seal_of
    from models.store.audit import record_access

    office, moment = office_of(context), now()
    events = [each.strip() for each in event.split(",") if each.strip()]
    services = services_of(office, service or ())
    with office.database.transaction() as session:
        secret = add_hook(
            session,
            name,
            url,
            events=events,
            services=services,
            by=office.actor,
            now=moment,
            seal=seal_of(office.signer),
        )
        record_access(session, moment, office.actor, "add", f"webhook:{name}", events=events)
    console().print(secret, markup=False)
    console().print(
        safe(
            f"This is told once: {name} verifies with it what it is told. "
            f"Try it: guichet webhooks test {name}"
        ),
        markup=False,
    )


@app.command("list")
def list_(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Show which programs are told of what, and whether they hear it."""
    from dispatch.programs.hooks.hooks import list_hooks

    office = office_of(context)
    with office.database.reading() as session:
        found = list_hooks(session)
    office.looked("list", "webhooks", shown=len(found))
    if as_json:
        print_json(found)
        return
    if not found:
        console().print("No program is told anything. guichet webhooks add NAME https://host/path")
    for each in found:
        counted = ", ".join(
            f"{each[state]} {value('state', state)}" for state in ("delivered", "waiting", "failed")
        )
        of = f" of {', '.join(each['services'])}" if each["services"] else ""
        console().print(
            safe(f"{each['name']:<16} {each['url']}  {', '.join(each['events'])}{of}: {counted}"),
            markup=False,
        )
        if each["last_error"]:
            console().print(safe(f"{'':<16} last error: {each['last_error']}"), markup=False)


@app.command()
def test(context: typer.Context, name: Name) -> None:
    """Send a ping to a program now, and say what it answers."""
    import json

    from dispatch.programs.hooks.hooks import find_hook
    from dispatch.programs.hooks.posting import post, signed_headers
    from dispatch.programs.hooks.sealing import seal_of, secrets_of
    from models.errors import UserError

    office, moment = office_of(context), now()
    with office.database.reading() as session:
        hook = find_hook(session, name)
    body = json.dumps({"type": "ping", "timestamp": moment.isoformat(), "data": {}}).encode()
    signing = secrets_of(hook, moment, seal_of(office.signer))
    headers = signed_headers(f"guichet_ping_{int(moment.timestamp())}", moment, body, signing)
    office.looked("test", f"webhook:{name}")
    status = post(hook.url, body, headers, office.settings.webhooks)
    if not 200 <= status < 300:
        raise UserError(f"{name} answered {status}: it would not count as told.")
    console().print(safe(f"{name} answered {status}: it hears."), markup=False)


@app.command()
def rotate(context: typer.Context, name: Name) -> None:
    """Take a new secret and print it, once; for a day the one before signs too."""
    from dispatch.programs.hooks.hooks import rotate_secret
    from dispatch.programs.hooks.sealing import seal_of
    from models.store.audit import record_access

    office, moment = office_of(context), now()
    with office.database.transaction() as session:
        secret = rotate_secret(session, name, moment, seal_of(office.signer))
        record_access(session, moment, office.actor, "rotate", f"webhook:{name}")
    console().print(secret, markup=False)
    console().print(safe(f"For 24 hours what {name} is told is signed by both."), markup=False)


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Tell a program nothing any more."""
    from dispatch.programs.hooks.hooks import remove_hook
    from models.store.audit import record_access

    office, moment = office_of(context), now()
    with office.database.transaction() as session:
        left = remove_hook(session, name, moment)
        record_access(session, moment, office.actor, "remove", f"webhook:{name}")
    console().print(safe(f"{name} is told nothing any more; {left} not told."), markup=False)
