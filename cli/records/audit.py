"""`guichet audit`: the access log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import print_csv, print_rows, tell
from cli.speaking.words import key_of
from cli.speaking.words import value as value_said

if TYPE_CHECKING:
    from models.signing.notes import NoteSigner

app = typer.Typer(
    help="Traces: who looked at or changed what, and the proof that none is missing.", no_args_is_help=True
)


@app.callback()
def _audit() -> None:
    """Traces: who looked at or changed what, and the proof that none is missing."""


@app.command()
def show(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="REFERENCE|SUBJECT",
            help="Only this request, or this subject as the log names it: inbound:12, person:7, recipient.",
        ),
    ] = "",
    actor: Annotated[
        str,
        typer.Option(help="Only this actor: cli:LOGIN, agent:KEY (by mail or text), service:KEY, door:smtp."),
    ] = "",
    action: Annotated[
        str, typer.Option(help="Only this: read, list, search, state, order, write, refuse…")
    ] = "",
    since: Annotated[
        str | None, typer.Option(metavar="DAY|SPAN", help="Only since: 7d, 36h, 30/11/2026, hier.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show who looked at or changed what, and whom the doors turned away, newest first."""
    from cli.names import read_since
    from cli.records.requests_meant import reason_said
    from cli.speaking.traced import details_said, subject_said, subject_typed
    from dispatch.queries.auditing.access_log import find_accesses, request_subject

    office = office_of(context)
    zone = office.town.zone
    rows = find_accesses(
        office.glance,
        subject=request_subject(office.glance, subject_typed(subject), office.this_year) if subject else "",
        actor=actor,
        action=key_of("action", action) if action else action,
        since=read_since(since, now(), zone) if since is not None else None,
        limit=limit,
    )
    office.looked("list", "accesses", count=len(rows))
    if as_csv:
        print_csv(rows, zone)
        return
    columns = {"at": "When", "actor": "Who", "action": "Did", "subject": "What", "details": "Details"}
    print_rows(
        [
            {
                **row,
                "subject": subject_said(row["subject"]),
                "details": details_said(row["data"], lambda reason: reason_said(office, reason)),
            }
            for row in rows
        ]
        if not as_json
        else rows,
        columns,
        as_json=as_json,
        empty="No line of the access log fits.",
        zone=zone,
    )


@app.command()
def verify(
    context: typer.Context,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that was mailed, or the manifest.json(.age) of a backup."),
    ] = None,
    key: Annotated[
        str,
        typer.Option(help="The key as `init` showed it; that of this machine by default."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read history and access log again from their first line: what was changed, removed, moved or cut off is
    named; exit 1.
    """
    from cli.present import console, print_json
    from dispatch.queries.auditing.traces import read_note
    from models.errors import UserError
    from models.signing.notes import Verifier
    from models.store.chain.at_once import ReadAtOnce
    from models.store.chain.checkpoint import verify_all

    office = office_of(context)
    verifier = Verifier.parse(key) if key else _own_key(office).verifier
    outside = [read_note(path, _opener(office)) for path in checkpoint or []]
    with office.database.reading() as session:
        done = verify_all(session, verifier, outside, ReadAtOnce(office.database.url))
    office.looked("verify", "accesses", wrong=sum(len(each.problems) for each in done))
    if as_json:
        print_json(
            [
                {
                    "chain": each.chain,
                    "sealed": each.count,
                    "no_longer_kept": each.no_longer_kept,
                    "erased": each.erased,
                    "not_sealed": each.not_sealed,
                    "problems": each.problems,
                }
                for each in done
            ]
        )
    else:
        for each in done:
            console().print(
                f"{value_said('chain', each.chain)}: {each.count} sealed, "
                f"{each.no_longer_kept} no longer kept, {each.erased} erased since, "
                f"{each.not_sealed} not sealed yet (they are not proved).",
                soft_wrap=True,
            )
    problems = [problem for each in done for problem in each.problems]
    if problems and not as_json:
        raise UserError("\n".join(problems))
    if problems:
        raise typer.Exit(1)
    if not as_json:
        console().print("Nothing is missing and nothing was changed.")


@app.command()
def export(
    context: typer.Context,
    chain: Annotated[str, typer.Argument(help="accesses or history.")] = "accesses",
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV; JSON lines by default.")] = False,
) -> None:
    """Write every line with its place in the chain, for an auditor: JSON lines, or CSV."""
    from dispatch.queries.auditing.traces import COLUMNS, export_rows
    from models.errors import UserError

    office = office_of(context)
    chain = key_of("chain", chain)
    if chain not in COLUMNS:
        raise UserError("What is exported is accesses or history.")
    office.looked("export", chain)
    with office.database.reading() as session:
        export_rows(session, chain, typer.echo, as_csv=as_csv)


@app.command()
def checkpoint(context: typer.Context) -> None:
    """Seal everything now, sign how far it goes, mail it to audit.checkpoint_recipients, and print it."""
    from dispatch.rules.in_force import Organisations
    from dispatch.upkeep.traces import Traces

    office = office_of(context)
    office.looked("checkpoint", "accesses")
    typer.echo(Traces(office.database, Organisations(), office.settings, now).checkpoint(), nl=False)
    told = office.settings.audit.checkpoint_recipients
    tell(
        f"It is mailed to {', '.join(told)}."
        if told
        else "It is mailed to nobody: name people outside as audit.checkpoint_recipients in settings.toml.",
        err=True,
    )


def _opener(office: Office) -> Callable[[bytes], bytes] | None:
    """What decrypts a member of a backup with this machine's recovery key; None when it has none."""
    from io import BytesIO

    from dispatch.upkeep.backup.recovery_key import RecoveryKey

    file = office.settings.recovery_key_file
    if not file.exists():
        return None

    def opened(content: bytes) -> bytes:
        plain = BytesIO()
        RecoveryKey.read(file).decrypt(BytesIO(content), plain)
        return plain.getvalue()

    return opened


@app.command("key")
def show_key(context: typer.Context) -> None:
    """Print the public key of the checkpoints, to be written down where nobody changes it."""
    typer.echo(_own_key(office_of(context)).verifier)


def _own_key(office: Office) -> NoteSigner:
    """What signs the checkpoints of this town. Raises UserError: no town is here, or its key is gone."""
    from models.signing.notes import NoteSigner

    if not office.settings.audit_key_file.exists():
        office.require_file()
    return NoteSigner.read(office.settings.audit_key_file)
