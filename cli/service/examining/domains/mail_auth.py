"""`guichet doctor mail-auth`: what mails carried, in words, and which setting fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rich.text import Text

from cli.present import console, print_json, safe
from cli.service.examining.said import say_found
from cli.speaking.translate import say
from cli.speaking.words import colon
from dispatch.queries.mail_proofs import Carried
from models.settings.settings import Settings

if TYPE_CHECKING:
    from cli.office import Office

Level = Literal["ok", "warning", "error"]
#: Mails of staff below which nothing is concluded of them.
_ENOUGH = 4
_PROVED = {
    "network": "proved: handed in from a trusted network",
    "login": "proved: login at our relay",
    "dmarc": "proved: DMARC, by our relay",
    "dkim": "proved: DKIM, by our relay",
    "spf": "proved: SPF, by our relay",
    "signature": "proved: DKIM, verified here",
    "operator": "proved: handed in by command",
    "page": "proved: written on a page of ours, by its signed link or signed in",
    "released": "released by an administrator",
    "confirmed": "confirmed by its agent",
    "": "not proved",
}


def facts_of(carried: Carried) -> dict[str, Any]:
    """The counts as JSON."""
    return {
        "mails": carried.mails,
        "proved_by": dict(carried.proved_by),
        "failed": dict(carried.failed),
        "carried": dict(carried.bore),
    }


def lines_of(carried: Carried) -> list[tuple[str, int]]:
    """The counts in words, the most frequent first."""
    proved = [(_PROVED.get(by, by), count) for by, count in carried.proved_by.most_common()]
    failed = [(f"failed: {what}", count) for what, count in carried.failed.most_common()]
    bore = [(f"bore {what}", count) for what, count in carried.bore.most_common(12)]
    return [*proved, *failed, *bore]


def advice(settings: Settings, everybody: Carried, staff: Carried) -> list[tuple[Level, str]]:
    """What the setting does with such mail, and what would be better."""
    proof, said = settings.agents.proof, list[tuple[Level, str]]()
    open_ = staff.proved_by.get("", 0)
    match proof:
        case "token" if settings.faces_the_world:
            said.append(
                (
                    "warning",
                    'agents.proof is "token": whoever has an agent\'s notice acts as that agent. '
                    'Set it to "confirm".',
                )
            )
        case "token":
            said.append(("ok", 'agents.proof is "token": the signed address of a notice is enough.'))
        case "confirm":
            said.append(
                (
                    "ok",
                    f'agents.proof is "confirm": {open_} of these {staff.mails} mails of staff needed a '
                    "confirmation.",
                )
            )
            if staff.mails >= _ENOUGH and 2 * open_ > staff.mails:
                said.append(
                    (
                        "warning",
                        "Agents confirm most of their mail by hand. Let your relay verify who writes, and "
                        "name it in mail.authserv_id (docs/postfix.md), or have their mail signed by DKIM.",
                    )
                )
        case _:
            said.append(
                (
                    "warning" if open_ else "ok",
                    f'agents.proof is "mail": {open_} of these {staff.mails} mails of staff were held.',
                )
            )
    names = {word.partition(":")[2] for word in everybody.bore if word.startswith("authserv-id:")} - {
        settings.mail.authserv_id
    }
    if not settings.mail.authserv_id and names:
        said.append(
            (
                "warning",
                "Mails bear Authentication-Results, and none is believed. If one of these names is your own "
                f"relay's, set mail.authserv_id: {', '.join(sorted(names)[:5])}.",
            )
        )
    if settings.mail.authserv_id and everybody.mails:
        heard = any(word.startswith("relay:") for word in everybody.bore)
        said.append(
            ("ok", f"{settings.mail.authserv_id} was heard.")
            if heard
            else (
                "error",
                f"None of these mails bears a result of {settings.mail.authserv_id}: a stranger could write "
                "one. See docs/trust.md.",
            )
        )
    if everybody.bore.get("signature:unknown"):
        said.append(
            (
                "warning",
                "Some signatures could not be verified: is DNS reached from here? mail.verify_signatures",
            )
        )
    return said


def show_carried(office: Office, last: int, *, as_json: bool) -> None:
    """Print what the last mails carried, all and those in the names of staff, and which setting fits."""
    from dispatch.queries.mail_proofs import last_mails
    from models.store.organisations import load, newest_version

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
        console().print(f"[bold]{say(title)}[/bold]{colon()}{carried.mails}")
        for name, count in lines_of(carried):
            console().print(Text(f"  {count:>5}  {safe(say(name))}"))
    for level, sentence in advice(office.settings, everybody, staff):
        say_found(level, sentence)
