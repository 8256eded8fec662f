"""`guichet rules test|backtest|stats|suggest`: try rules on anything before they count."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.names import read_since
from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import console, print_facts, print_json, print_rows, safe
from cli.records.requests_meant import reason_said
from cli.speaking.words import colon, heading
from cli.speaking.words import value as value_said
from cli.town.keeping_aside import read_folder
from cli.town.organisation import refuse_errors
from models.errors import UserError
from models.organisation import Organisation

Json = AsJson
Since = Annotated[
    str, typer.Option(metavar="DAY|SPAN", help="How far back: 90d, 12w, 36h, 01/09/2026, lundi.")
]
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
    app.command()(themes)


def test(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|TEXT", help="A message in a file, or its bare text; - reads standard input."
        ),
    ] = None,
    sms: Annotated[str | None, typer.Option("--sms", help="The text of an SMS.")] = None,
    request: Annotated[
        str | None, typer.Option("--request", metavar="REFERENCE", help="The first message of a request.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="The address it is sent to.")] = None,
    sender: Annotated[
        str | None,
        typer.Option("--from", help="Who writes; that of the message, or a stranger, when left out."),
    ] = None,
    organisation: Edited = None,
    as_json: Json = False,
) -> None:
    """Say what would become of a message, decided as the service would; nothing is stored, nobody is told."""
    from cli.speaking.language import language
    from cli.town.trying import message_to_try, rules_on
    from dispatch.inbound.dry_run import dry_run
    from dispatch.rules.decision import Step
    from dispatch.rules.explain import explain

    if sum(given is not None for given in (file, sms, request)) != 1:
        raise UserError("Give one of: a file or a text, --sms TEXT, --request REFERENCE.")
    office = office_of(context)
    if request is not None:
        from dispatch.queries.auditing.access_log import request_subject

        office.looked("test", request_subject(office.glance, request, office.this_year))
    edited = _edited(organisation)
    tried = message_to_try(office, file, sms, request, to, sender)
    done = dry_run(
        office.database,
        office.settings,
        office.signer,
        tried.arrival,
        tried.parsed,
        organisation=edited,
        instead_of=tried.instead_of,
    )
    steps = [Step.from_json(step) for step in done.decision.get("steps", [])]
    rules = edited or _in_force(context)
    asked = bool(steps)
    if not asked:
        # The rules are not asked of a copy, an answer or an order: what they would say is shown all the same.
        steps = list(rules_on(office, tried, rules).steps)
    shown = {
        "outcome": str(done.outcome.state),
        "why": done.outcome.reason,
        "disposition": done.decision.get("disposition", "request" if done.request else None),
        **{name: done.request.get(name) for name in ("reference", "service", "building", "request_type", "priority", "assignee", "due_at")},  # noqa: E501
        "notices": list(done.notices),
    }  # fmt: skip
    if shown["outcome"] == "new_request":
        # Its number is not taken: the next request gets it.
        shown["reference"] = None
    if as_json:
        print_json({**shown, "rules_were_asked": asked, "steps": [step.as_json() for step in steps]})
        return
    shown["why"] = reason_said(office, str(shown["why"]))
    shown["notices"] = [value_said("notice", each) for each in done.notices]
    print_facts(shown.items(), office.town.zone)
    if not asked:
        console().print("The rules are not asked of it. Of a new message with these words they would say:")
    for line in explain(steps, rules, everything=True, locale=language()):
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
            past_messages(session, office.files, current, _since(office, since)),
        )
    rows = [
        {
            "reference": move.name,
            "from": move.before.service,
            "to": move.after.service,
            "differences": [
                f"{heading(name)}{colon()}{old or '-'} → {new or '-'}" for name, old, new in move.differences
            ],
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

    office = office_of(context)
    with office.database.reading() as session:
        used = use_of_rules(
            [rule.key for rule in _in_force(context).rules], placed_messages(session, _since(office, since))
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
    """Propose themes and keywords from the requests that agents moved, with the evidence; nothing is
    changed.
    """
    from dispatch.rules.placement import owners
    from dispatch.trials.past_messages import placed_messages
    from dispatch.trials.suggestions import suggest as propose
    from dispatch.trials.suggestions import suggest_themes

    office, organisation = office_of(context), _in_force(context)
    with office.database.reading() as session:
        placed = placed_messages(session, _since(office, since))
    rows: list[dict[str, object]] = [
        {
            "service": each.service,
            "keyword": "",
            "theme": each.theme,
            "moved": list(each.moved),
            "already": each.already,
            "against": list(each.against),
        }
        for each in suggest_themes(placed, owners(organisation))
    ]
    rows += [
        {
            "service": p.service,
            "keyword": p.keyword,
            "theme": "",
            "moved": list(p.moved),
            "already": p.already,
            "against": list(p.against),
        }
        for p in propose(placed)
    ]
    print_rows(
        rows,
        {
            "theme": "Theme",
            "keyword": "Keyword",
            "service": "Service",
            "moved": "Moved there",
            "already": "Already there",
            "against": "Elsewhere",
        },
        as_json=as_json,
        empty="No theme and no keyword stands out in the corrections.",
    )


def themes(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(help="A theme, to see its words.")] = None,
    as_json: Json = False,
) -> None:
    """List what services can look after, and who does; with a key, the words by which it is recognised."""
    from dispatch.rules.placement import owners
    from models.nearest import nearest
    from models.organisation.themes import DANGER, THEMES

    known = {**THEMES, DANGER.key: DANGER}
    if key is None:
        current = office_of(context).organisations.current()
        owner = owners(current) if current is not None else {}
        rows = [
            {"theme": one.key, "label": one.label.fr, "service": owner.get(one.key, "")}
            for one in known.values()
        ]
        print_rows(
            rows,
            {"theme": "Theme", "label": "What", "service": "Service"},
            as_json=as_json,
            empty="No theme.",
        )
        return
    one = known.get(key)
    if one is None:
        raise UserError(f"There is no theme '{key}'.{nearest(key, known)} `guichet rules themes` lists them.")
    words = {
        "sure": list(one.sure),
        "together": [f"{' / '.join(left)} + {' / '.join(right)}" for left, right in one.pairs],
        "signs": list(one.signs),
        "context": list(one.context),
        "against": list(one.against),
    }
    if as_json:
        print_json({"theme": one.key, "label": one.label.fr, **words})
        return
    print_facts(
        [
            ("theme", f"{one.key}{colon()}{one.label.fr}"),
            *(
                (name, ("; " if name == "together" else ", ").join(each))
                for name, each in words.items()
                if each
            ),
        ]
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


def _since(office: Office, written: str) -> datetime:
    return read_since(written, now(), office.town.zone)
