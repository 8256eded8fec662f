"""`guichet sms`: see how a text would travel and what it would cost, before anybody pays for it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.choices import one_of
from cli.office import office_of
from cli.present import console, print_facts, print_json, safe
from cli.records.texting.call_preview import read_facts, read_whole
from cli.speaking.language import language
from cli.speaking.translate import say
from dispatch.letters.segments import Measured, cost, fit, measure, to_gsm7
from dispatch.queries.figures.money import money
from models.errors import InvalidValue, UserError
from models.settings.texts import SmsTextSettings, Transliteration
from models.values import PhoneNumber


class Brought(StrEnum):
    """What a call of a provider brings."""

    MESSAGE = "message"
    RECEIPT = "receipt"


app = typer.Typer(name="sms", help="Text messages: preview and checks.", no_args_is_help=True)


@app.command()
def preview(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="The words of the text message.")],
    locale: Annotated[str, typer.Option(help="Language, which decides what may be replaced.")] = "fr",
    to: Annotated[str, typer.Option(help="A number, to see whether it can be texted.")] = "",
    as_is: Annotated[bool, typer.Option("--as-is", help="Replace nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a text as it would be sent: characters, encoding, segments, cost."""
    settings = office_of(context).settings.sms.texts
    level: Transliteration = "off" if as_is else settings.transliteration.get(locale, "off")
    whole = to_gsm7(text, level)
    sent = fit(whole, settings.max_segments)
    # What programs read is the same in every language.
    facts = _facts(text, whole, sent, settings, "fr" if json else language()) | (
        {"number": _number(to)} if to else {}
    )
    if json:
        print_json(facts)
        return
    measured = measure(sent)
    print_facts(
        (name.replace("_", " ").capitalize(), say(value) if isinstance(value, str) else value)
        for name, value in facts.items()
        if name != "parts"
    )
    for place, segment in enumerate(measured.segments, 1):
        console().print(f"\n[bold]{place}/{measured.count}[/bold]")
        console().print(safe(segment), markup=False)


@app.command("read")
def read_call(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The body of the call, or its query; - for standard input.")],
    kind: Annotated[
        Brought, typer.Option(**one_of(Brought, "call"), help="What the call brings: a text, or a receipt.")
    ] = Brought.MESSAGE,
    content_type: Annotated[
        str, typer.Option(help="The Content-Type it comes with; empty: by what it begins with.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what [doors.sms.gateway] makes of a provider's call, such as the example of its manual. Nothing is
    kept, and whether the call is proved is not looked at.
    """
    door = office_of(context).settings.doors.sms
    if door.gateway is None:
        raise UserError("The settings describe no calls: there is no [doors.sms.gateway].")
    if kind == Brought.MESSAGE and not door.gateway.message_from_path:
        raise UserError("The settings take no texts: doors.sms.gateway.message_from_path is empty.")
    if kind == Brought.RECEIPT and not door.gateway.receipt_status_path:
        raise UserError("The settings take no receipts: doors.sms.gateway.receipt_status_path is empty.")
    raw = read_whole(file, door.max_body_bytes).strip()
    try:
        found = read_facts(door.gateway, raw, kind.value, content_type.partition(";")[0].strip().lower())
    except InvalidValue as wrong:
        raise UserError(f"{wrong.public} See [doors.sms.gateway] in settings.toml.") from wrong
    if json:
        print_json(found)
        return
    for facts in found:
        print_facts((name.replace("_", " ").capitalize(), value) for name, value in facts.items())


def _facts(text: str, whole: str, sent: str, settings: SmsTextSettings, locale: str) -> dict[str, object]:
    before, after = measure(text), measure(sent)
    price = cost(after.count, settings.price_per_segment)
    return {
        "characters": after.characters,
        "encoding": after.encoding,
        "segments": after.count,
        "room_left": f"{after.units_left} before one more segment",
        "cost": money(price, settings.currency, locale, exact=True),
        "forces_ucs2": " ".join(f"{c!r}" for c in after.outside_gsm7[:20]),
        "as_written": _compared(before, measure(whole)) if text != whole else "",
        "cut": f"to {settings.max_segments} segments, the most a notice may take" if sent != whole else "",
        "parts": list(after.segments),
    }


def _compared(before: Measured, after: Measured) -> str:
    saved = before.count - after.count
    return f"{before.encoding}, {before.count} segment(s)" + (
        f": {saved} saved by replacing" if saved > 0 else ""
    )


def _number(to: str) -> str:
    try:
        number = PhoneNumber.parse(to)
    except InvalidValue as wrong:
        raise UserError(f"'{to[:40]}' is not a telephone number; one looks like 06 39 98 00 12.") from wrong
    takes = "can be texted" if number.can_receive_text else "is a landline: never texted"
    return f"{number.national} ({number}) {takes}"
