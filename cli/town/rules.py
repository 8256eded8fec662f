"""`guichet rules test|backtest|stats|suggest`: try rules on anything before they count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.office import now, office_of
from cli.present import console, print_facts, print_json, print_rows, safe
from cli.town.organisation import read_folder, refuse_errors
from dispatch.rules.decision import Decision, Facts
from models.errors import InvalidValue, UserError
from models.organisation import Organisation
from models.vocabulary import Channel

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Since = Annotated[str, typer.Option(help="How far back: 90d, 12w, 36h.")]
Edited = Annotated[
    Path | None,
    typer.Option(
        "--organisation", "-o", help="Try this organisation.toml (or its folder) instead of the one in force."
    ),
]


def add_trials(app: typer.Typer) -> None:
    """Add the trying commands to the `rules` commands."""
    app.command()(test)
    app.command()(backtest)
    app.command()(stats)
    app.command()(suggest)


def test(
    context: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE.eml", help="A message; - reads standard input.")
    ] = None,
    sms: Annotated[str | None, typer.Option("--sms", help="The text of an SMS.")] = None,
    request: Annotated[
        str | None, typer.Option("--request", metavar="REFERENCE", help="The first message of a request.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="The address it is sent to.")] = None,
    organisation: Edited = None,
    as_json: Json = False,
) -> None:
    """Say where a message would go, rule by rule; nothing is stored, nobody is told."""
    from dispatch.rules.explain import explain
    from dispatch.rules.route import compile_rules, route

    if sum(given is not None for given in (file, sms, request)) != 1:
        raise UserError("Give one of: a file, --sms TEXT, --request REFERENCE.")
    facts = _facts(context, file, sms, request, to)
    if request is not None:
        from dispatch.queries.audit import request_subject

        office = office_of(context)
        office.looked("test", request_subject(office.glance, request, office.this_year))
    tried = _edited(organisation) or _in_force(context)
    decision = route(facts, compile_rules(tried))
    if as_json:
        print_json({**_outcome(decision), "steps": decision.steps_as_json()})
        return
    print_facts(_outcome(decision).items())
    for line in explain(decision.steps, tried, everything=True):
        console().print(escape(safe(line)))


def backtest(
    context: typer.Context,
    organisation: Edited = None,
    since: Since = "90d",
    as_json: Json = False,
) -> None:
    """Run edited rules over past messages and show which would go elsewhere, before `org apply`."""
    from dispatch.rules.in_force import Organisations
    from dispatch.rules.route import compile_rules
    from dispatch.trials.backtest import backtest as run
    from dispatch.trials.past_messages import past_messages

    office = office_of(context)
    edited = _edited(organisation or office.settings.organisation_file)
    assert edited is not None
    with office.database.reading() as session:
        current = Organisations().current(session)
        moves = run(
            current.index,
            compile_rules(edited),
            past_messages(session, office.files, current.in_force, now() - _span(since)),
        )
    rows = [
        {
            "reference": move.name,
            "from": move.before.service,
            "to": move.after.service,
            "differences": [f"{name}: {old or '-'} → {new or '-'}" for name, old, new in move.differences],
        }
        for move in moves.moves
    ]
    if as_json:
        print_json({"tried": moves.tried, "moves": rows})
        return
    print_rows(
        rows,
        {"reference": "Request", "from": "From", "to": "To", "differences": "What differs"},
        as_json=False,
        empty="Nothing would change.",
    )
    for old, new, count in moves.by_service():
        console().print(f"{count:5d}  {old} → {new}")
    console().print(moves.summary())


def stats(context: typer.Context, since: Since = "90d", as_json: Json = False) -> None:
    """How often each rule matched, decided the service, and was corrected by an agent afterwards."""
    from dispatch.trials.past_messages import placed_messages
    from dispatch.trials.suggestions import use_of_rules

    with office_of(context).database.reading() as session:
        used = use_of_rules(
            [rule.key for rule in _in_force(context).rules], placed_messages(session, now() - _span(since))
        )
    rows = [
        {"rule": use.rule, "matched": use.matched, "decided": use.decided, "moved": use.moved} for use in used
    ]
    print_rows(
        rows,
        {"rule": "Rule", "matched": "Matched", "decided": "Decided the service", "moved": "Moved afterwards"},
        as_json=as_json,
        empty="There is no rule.",
    )


def suggest(context: typer.Context, since: Since = "365d", as_json: Json = False) -> None:
    """Propose keywords from the requests that agents moved, with the evidence; nothing is changed."""
    from dispatch.trials.past_messages import placed_messages
    from dispatch.trials.suggestions import suggest as propose

    with office_of(context).database.reading() as session:
        proposals = propose(placed_messages(session, now() - _span(since)))
    rows = [
        {
            "service": p.service,
            "keyword": p.keyword,
            "moved": list(p.moved),
            "already": p.already,
            "against": list(p.against),
        }
        for p in proposals
    ]
    print_rows(
        rows,
        {
            "keyword": "Keyword",
            "service": "Service",
            "moved": "Moved there",
            "already": "Already there",
            "against": "Elsewhere",
        },
        as_json=as_json,
        empty="No keyword stands out in the corrections.",
    )


def _in_force(context: typer.Context) -> Organisation:
    found = office_of(context).organisations.current()
    if found is None:
        raise UserError("No organisation was applied yet. Run: guichet init")
    return found


def _edited(given: Path | None) -> Organisation | None:
    from dispatch.check import check_files

    if given is None:
        return None
    reading = check_files(read_folder(given))
    refuse_errors(reading.findings)
    return reading.organisation


def _facts(
    context: typer.Context, file: str | None, sms: str | None, request: str | None, to: str | None
) -> Facts:
    from cli.records.submit import read_input
    from dispatch.rules.in_force import Organisations
    from dispatch.trials.past_messages import facts_of_message, past_messages
    from intake.mail.parse import Unreadable, parse_mail
    from intake.message import Mailbox, ParsedMessage
    from models.values import Reference

    office = office_of(context)
    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        if request is not None:
            try:
                wanted = str(Reference.parse(request))
            except InvalidValue as wrong:
                raise UserError(wrong.public) from wrong
            found = _first(
                facts
                for name, facts in past_messages(
                    session, office.files, in_force, now() - timedelta(days=7300)
                )
                if name == wanted
            )
            if found is None:
                raise UserError(f"There is no message kept that made a request {wanted}.")
            return found
        if sms is not None:
            parsed = ParsedMessage(channel=Channel.SMS, sender=Mailbox("+33639980000"), text=sms, reply=sms)
            return facts_of_message(session, parsed, (to or "",), "sms", now(), in_force)
        try:
            parsed = parse_mail(read_input(file or "-"))
        except Unreadable as wrong:
            raise UserError(f"{file} cannot be read: {wrong}") from wrong
        recipients = (to,) if to else tuple(box.address for box in parsed.to)
        return facts_of_message(session, parsed, recipients, "smtp", now(), in_force)


def _first(found: Iterable[Facts]) -> Facts | None:
    return next(iter(found), None)


def _outcome(decision: Decision) -> dict[str, object]:
    names = (
        "disposition",
        "service",
        "building",
        "request_type",
        "priority",
        "assignee",
        "tags",
        "due_at",
        "hold_reason",
        "answer",
        "fields",
        "missing_fields",
        "language",
    )
    return {name: getattr(decision, name) for name in names}


def _span(written: str) -> timedelta:
    units = {"d": 24, "w": 168, "h": 1}
    number, unit = written[:-1], written[-1:]
    if unit not in units or not number.isascii() or not number.isdigit() or len(number) > 5:
        raise UserError(f"'{written}' is no span of time; one looks like 90d, 12w or 36h.")
    return timedelta(hours=int(number) * units[unit])
