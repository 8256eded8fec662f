"""`guichet sessions`: who is signed in at the pages, and the end of it."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson, Ended
from cli.present import console, on_the_clock, print_json, safe

app = typer.Typer(no_args_is_help=True, help="Who is signed in at the pages: list, end, let in.")


@app.command("list")
def list_(
    context: typer.Context,
    everything: Ended = False,
    as_json: AsJson = False,
) -> None:
    """Show who is signed in, the one used last first."""
    from dispatch.web.entering.sessions import list_sessions

    office = office_of(context)
    with office.database.reading() as session:
        found = list_sessions(session, now(), everything=everything)
    office.looked("list", "sessions", shown=len(found))
    if as_json:
        print_json(found)
        return
    if not found:
        console().print("Nobody is signed in.")
    zone = office.town.zone
    for each in found:
        over = "  (over)" if each["ended_at"] is not None or each["expires_at"] <= now() else ""
        console().print(
            safe(
                f"{each['id']:>5}  {each['name'] or 'person ' + str(each['person'])}, as {each['as']} by "
                f"{each['by']}, since {on_the_clock(each['created_at'], zone)}, last seen "
                f"{on_the_clock(each['seen_at'], zone)}, from {each['peer'] or 'this machine'}{over}"
            ),
            markup=False,
        )


@app.command()
def end(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(help="Number of the session, as `list` shows it.")] = None,
    agent: Annotated[
        str | None, typer.Option(help="End every session of this agent, by key or name.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="End every session there is.")] = False,
) -> None:
    """End a session: whoever uses it has to sign in again."""
    from cli.names import find_key
    from dispatch.rules.in_force import Organisations
    from dispatch.web.entering.sessions import end_session, end_sessions, end_sessions_of
    from models.errors import UserError
    from models.store.audit import record_access

    if [number is not None, agent is not None, everybody].count(True) != 1:
        raise UserError("Name one session by its number, an agent with --agent, or --everybody.")
    office, moment = office_of(context), now()
    with office.database.transaction() as session:
        if number is not None:
            end_session(session, number, moment)
            ended = [number]
        elif agent is not None:
            in_force = Organisations().current(session).in_force
            names = {each.key: each.name for each in in_force.organisation.agents}
            key = find_key("agent", agent, names, "guichet agents list")
            ended = end_sessions_of(session, in_force.agent_persons[key], moment)
        else:
            ended = end_sessions(session, moment)
        record_access(session, moment, office.actor, "end", "sessions", ended=ended[:50])
    count = len(ended)
    console().print(f"{count} session{'s' if count != 1 else ''} ended.")


@app.command()
def link(
    context: typer.Context,
    agent: Annotated[
        str | None, typer.Argument(help="Key or name of the agent; by default the first administrator.")
    ] = None,
) -> None:
    """Print an address that signs an agent in once, in a browser on this machine, within the hour."""
    from cli.names import find_key
    from cli.service.web.pages import sign_ins, why_closed
    from dispatch.rules.in_force import Organisations
    from models.errors import UserError

    office, organisations = office_of(context), Organisations()
    if not office.settings.pages_open:
        why = why_closed(office) or "web.board is false"
        raise UserError(f"The pages are closed: {why}.")
    key = None
    if agent is not None:
        with office.database.reading() as session:
            organisation = organisations.current(session).in_force.organisation
        names = {each.key: each.name for each in organisation.agents}
        key = find_key("agent", agent, names, "guichet agents list")
    path = sign_ins(office, organisations).terminal_link(key)
    http = office.settings.doors.http
    # Nobody opens a unix socket in a browser: the proxy in front does.
    base = f"http://127.0.0.1:{http.port}" if http.socket is None else http.origin
    console().print(f"{base}{path}", markup=False, soft_wrap=True)
