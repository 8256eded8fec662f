"""`guichet doctor`: try each connection to the world and say what is wrong with it, in plain words."""

from __future__ import annotations

import typer

from cli.office import office_of
from cli.present import console, print_facts

app = typer.Typer(name="doctor", help="Try the connections to the world.", no_args_is_help=True)


@app.command("sms")
def sms(context: typer.Context) -> None:
    """Ask the SMS provider whether it would take a text, and show what the month has cost. Sends nothing."""
    from cli.sms_doctor import examine

    findings = examine(office_of(context))
    print_facts((each.name, each.finding) for each in findings)
    wrong = [each for each in findings if each.advice]
    for each in wrong:
        console().print(f"[bold red]{each.name}[/bold red]: {each.advice}")
    if wrong:
        raise typer.Exit(1)
    console().print("[bold green]Nothing wrong was found.[/bold green]")


@app.callback()
def _doctor() -> None:
    """Try the connections to the world."""
