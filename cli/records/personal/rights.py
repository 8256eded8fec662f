"""`guichet people export|rectify|merge|erase|object`: what a person may ask of their data, traced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.names import read_language
from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, print_json
from cli.speaking.words import heading
from models.errors import UserError

Who = Annotated[str, typer.Argument(metavar="ADDRESS|NUMBER", help="An email address or telephone number.")]


def export(
    context: typer.Context,
    who: Who,
    target: Annotated[
        Path | None, typer.Option("--to", help="The zip to write; personne-N.zip by default.")
    ] = None,
    with_notes: Annotated[
        bool, typer.Option("--with-notes", help="Notes among staff too: read them first, for others' rights.")
    ] = False,
    locale: Annotated[
        str, typer.Option(help="The language of the page, fr or en; theirs when left out.")
    ] = "",
) -> None:
    """Write everything kept about a person into a zip that they can read: a page, JSON, their files."""
    from cli.records.personal.person_named import person_named
    from dispatch.rules.in_force import Organisations
    from dispatch.upkeep.rights.dossier import gather
    from dispatch.upkeep.rights.export import write_archive
    from models.store.durable import write_durably

    office = office_of(context)
    region = office.region
    language = read_language(locale) if locale else ""
    if target is not None and not target.absolute().parent.is_dir():
        raise UserError(f"There is no directory {target.absolute().parent} to write {target.name} into.")
    with office.database.reading() as session:
        person_id = person_named(session, who, region).person_id
        in_force = Organisations().current(session).in_force
        dossier = gather(session, in_force, person_id, with_notes=with_notes)
    if language:
        dossier = replace(dossier, locale=language)
    office.looked("export", f"person:{person_id}", requests=len(dossier.requests), notes=with_notes)
    path = target or Path(f"personne-{person_id}.zip")
    if path.exists():
        raise UserError(f"{path} is there already: name another with --to.")
    moment = now()
    write_durably(
        path.absolute(),
        lambda stream: write_archive(stream, dossier, in_force.organisation.town, office.files, moment),
    )
    left_out = sum(each.notes_left_out for each in dossier.requests)
    console().print(
        f"Wrote {path}. Requests in it: {len(dossier.requests)}; notes among staff left out: {left_out}. "
        f"Hand it over only to an address on file, or to somebody whose identity you saw.",
        soft_wrap=True,
    )


def rectify(
    context: typer.Context,
    who: Who,
    name: Annotated[str | None, typer.Option(help="Their name, as it should be.")] = None,
    contact: Annotated[
        str, typer.Option(metavar="ADDRESS|NUMBER", help="What this address or number should be.")
    ] = "",
    locale: Annotated[str, typer.Option(help="The language they are written to in: fr or en.")] = "",
) -> None:
    """Put right a name, an address, a number or a language; letters that wait follow. The old value is shown
    of them nowhere any more; messages and notices of before keep the address that they came from or went to.
    """
    from cli.records.personal.person_named import person_named
    from dispatch.upkeep.rights.corrections import rectify as put_right
    from models.store.audit import record_access

    if name is None and not contact and not locale:
        raise UserError("Say what is put right: --name, --contact or --locale.")
    office = office_of(context)
    region = office.region
    with office.database.transaction() as session:
        found = person_named(session, who, region)
        what = put_right(session, found, name=name, locale=locale, contact=contact, region=region)
        record_access(session, now(), office.actor, "rectify", f"person:{found.person_id}", what=what)
    console().print(f"Person {found.person_id}: {', '.join(map(heading, what))} put right.")


def merge(context: typer.Context, who: Who, other: Who) -> None:
    """Make two known people one: requests, contacts, letters and links of both are one person's. A hold or an
    objection of either is both's. It cannot be undone.
    """
    from cli.records.personal.person_named import person_named
    from dispatch.people.merging import link_contacts
    from models.store.audit import record_access

    office = office_of(context)
    region = office.region
    with office.database.transaction() as session:
        one, two = person_named(session, who, region), person_named(session, other, region)
        if one.person_id == two.person_id:
            raise UserError("Both are one person already.")
        person_id = link_contacts(session, one, two.kind, two.value, two.written, now())
        gone = two.person_id if person_id == one.person_id else one.person_id
        record_access(session, now(), office.actor, "merge", f"person:{person_id}", gone=gone)
    console().print(f"Both are person {person_id} from now on.")


def erase(
    context: typer.Context,
    who: Who,
    approved_by: Annotated[
        str,
        typer.Option(
            "--approved-by", help="Who approved erasing closed requests too: the visa of the archives."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Erase what may be erased of a person, and say in words of law what is kept and why."""
    import uuid

    from cli.records.personal.person_named import person_named
    from cli.records.personal.retention import say_copies
    from dispatch.rules.in_force import Organisations
    from dispatch.upkeep.retention.batches import copies_until
    from dispatch.upkeep.retention.take_away import mark, take_away
    from dispatch.upkeep.rights.erase import REASONS, erase_person
    from models.store.audit import record_access

    office = office_of(context)
    region, moment = office.region, now()
    with office.database.transaction() as session:
        found = person_named(session, who, region)
        in_force = Organisations().current(session).in_force
        handed_over = {
            in_force.request_type_ids[each.key]
            for each in in_force.organisation.request_types
            if each.fate != "destroy" and each.key in in_force.request_type_ids
        }
        done = erase_person(
            session,
            found.person_id,
            str(uuid.uuid4()),
            office.actor,
            approved_by.strip(),
            moment,
            handed_over,
        )
        mark(office.settings.data_dir)
        record_access(
            session,
            moment,
            office.actor,
            "erase",
            f"person:{found.person_id}",
            batch=done.batch,
            rule="right",
        )
    # A snapshot that is open would keep what was erased in the database's log.
    office.glance.close()
    left = take_away(office.database, office.files, office.settings, done.erased)
    until = copies_until(office.settings, moment)
    language = "fr" if found.locale == "fr" else "en"
    if as_json:
        print_json(
            {
                "batch": done.batch, "requests": done.requests, "messages": done.messages,
                "files": done.erased.files, "copies": done.copies, "forgotten": done.forgotten,
                "copies_until": until, "left": left,
                "kept": [{"why": REASONS[name][language], "count": n} for name, n in done.kept.items()],
            }
        )  # fmt: skip
        return
    nothing = not (done.requests or done.messages or done.erased.files or done.forgotten or done.copies)
    console().print(
        "Nothing was erased."
        if nothing
        else f"Receipt {done.batch}: {done.requests} requests, {done.messages} messages and "
        f"{done.erased.files} files erased.",
        soft_wrap=True,
    )
    if done.copies:
        console().print(f"Gone are {done.copies} messages as they came and notices, too.")
    if done.forgotten:
        console().print("The person is forgotten.")
    if done.kept:
        console().print("Kept, in words for the answer:")
    for name, count in done.kept.items():
        console().print(f"- {REASONS[name][language]} ({count})", soft_wrap=True)
    say_copies(until, left)


def object_to(
    context: typer.Context,
    who: Who,
    undo: Annotated[bool, typer.Option("--undo", help="They want to be written to again.")] = False,
) -> None:
    """Send this person no notices any more, by whatever way (GDPR art. 21): no acknowledgement, no answer.
    The agent is told each time. What answers a demand for their data is sent all the same.
    """
    from cli.records.personal.person_named import person_named
    from dispatch.upkeep.rights.corrections import object_to_notices, withdraw_objection
    from models.store.audit import record_access

    office = office_of(context)
    region, moment = office.region, now()
    with office.database.transaction() as session:
        person_id = person_named(session, who, region).person_id
        if undo:
            withdraw_objection(session, person_id)
        else:
            object_to_notices(session, person_id, moment)
        action = "objection_withdrawn" if undo else "object"
        record_access(session, moment, office.actor, action, f"person:{person_id}")
    console().print("They are written to again." if undo else "They are not written to any more.")
