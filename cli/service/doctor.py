"""`guichet doctor`: try each connection to the world and say what is wrong with it, in plain words."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from cli.office import office_of
from cli.present import console, print_facts, print_json, safe

_SIGNS = {"ok": "✓", "warning": "!", "error": "✗"}
_STYLES = {"ok": "green", "warning": "yellow", "error": "bold red"}

app = typer.Typer(name="doctor", help="Try the connections to the world.", no_args_is_help=True)


@app.command("sms")
def sms(context: typer.Context) -> None:
    """Ask the SMS provider whether it would take a text, and show what the month has cost. Sends nothing."""
    from cli.service.sms_doctor import examine

    findings = examine(office_of(context))
    print_facts((each.name, each.finding) for each in findings)
    wrong = [each for each in findings if each.advice]
    for each in wrong:
        console().print(Text(f"{each.name}: {safe(each.advice)}", style="bold red"))
    if wrong:
        raise typer.Exit(1)
    console().print("[bold green]Nothing wrong was found.[/bold green]")


@app.command("mail")
def mail(context: typer.Context) -> None:
    """Compare the settings with the organisation in force: would mail to each of its mailboxes be taken?"""
    from dispatch.check.mail import check_mail
    from models.errors import UserError

    office = office_of(context)
    organisation = office.organisations.current()
    if organisation is None:
        raise UserError("No organisation was applied yet. Run: guichet init")
    refused = check_mail(organisation, office.settings)
    for each in refused:
        console().print(Text(f"✗ {safe(each.message)}", style=_STYLES["error"]))
    if refused:
        raise typer.Exit(1)
    count = sum(len(service.mailboxes) for service in organisation.services if not service.closed)
    console().print(Text(f"✓ Mail to all {count} mailboxes of the services is taken.", style=_STYLES["ok"]))


@app.command("imap")
def imap(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Name of the mailbox in the settings; all of them by default.")
    ] = None,
) -> None:
    """Walk the way to a fetched mailbox step by step and say what is wrong. Changes nothing there."""
    from intake.doors.imap.doctor import examine
    from models.errors import UserError

    mailboxes = office_of(context).settings.doors.imap
    chosen = [mailbox for mailbox in mailboxes if name in (None, mailbox.name)]
    if not chosen:
        names = ", ".join(mailbox.name for mailbox in mailboxes) or "none: add one under [[doors.imap]]"
        raise UserError(
            f"There is no mailbox '{name}' in the settings; there are: {names}."
            if name
            else f"Mailboxes in the settings: {names}."
        )
    failed = False
    for mailbox in chosen:
        console().print(f"[bold]{mailbox.name}[/bold] ({mailbox.host}:{mailbox.port})")
        for finding in examine(mailbox):
            failed = failed or finding.level == "error"
            console().print(
                Text(f"  {_SIGNS[finding.level]} {safe(finding.sentence)}", style=_STYLES[finding.level])
            )
            if finding.advice:
                console().print(Text(f"      {safe(finding.advice)}"))
    if failed:
        raise typer.Exit(1)


@app.command("mail-auth")
def mail_auth(
    context: typer.Context,
    last: Annotated[int, typer.Option(min=1, max=10_000, help="How many mails to look at.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say what the last mails carried that proves who wrote them, and what agents.proof does with them."""
    from cli.service.mail_auth import advice, facts_of
    from dispatch.queries.mail_proofs import last_mails
    from models.store.organisations import load, newest_version

    office = office_of(context)
    with office.database.reading() as session:
        version = newest_version(session)
        in_force = load(session, version) if version is not None else None
        everybody, staff = last_mails(session, in_force, last)
    if as_json:
        print_json(
            {"proof": office.settings.agents.proof, "all": facts_of(everybody), "staff": facts_of(staff)}
        )
        return
    for title, carried in (("All mail", everybody), ("Mail in the names of staff", staff)):
        console().print(f"[bold]{title}[/bold]: {carried.mails}")
        for name, count in facts_of(carried)["shown"]:
            console().print(Text(f"  {count:>5}  {safe(name)}"))
    for level, sentence in advice(office.settings, everybody, staff):
        console().print(Text(f"{_SIGNS[level]} {safe(sentence)}", style=_STYLES[level]))


@app.callback()
def _doctor() -> None:
    """Try the connections to the world."""
