"""What a batch of notices says, read from the database in a handful of statements."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session

from dispatch.letters.view import FileView, NoticeView, RequestView, ServiceView, TownView, VerbView
from dispatch.notices.catalogue import Notice, notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.details import Acknowledgement, CommandHelp, Details, StateChange, Undeliverable, Words
from dispatch.notices.reasons import why_undelivered
from dispatch.requests.workflow import verbs_from
from models.errors import PermanentFailure
from models.organisation.town import Town
from models.organisation.workflow import Workflow
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, EntryKind, Request

_entries, _attachments = table_of(Entry), table_of(Attachment)


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file of a notice as the store knows it."""

    name: str
    content_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """One notice ready for rendering, with the files that travel along."""

    claimed: ClaimedNotice
    notice: Notice
    view: NoticeView
    files: tuple[FileToSend, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row that a batch of notices needs, by id."""

    requests: Mapping[int, Any]
    entries: Mapping[int, Any]
    people: Mapping[int, Any]
    contacts: Mapping[int, Any]
    attachments: Mapping[int, Any]
    #: The requester's first message and its files, by request.
    openings: Mapping[int, Any]
    opening_files: Mapping[int, Sequence[int]]


def read_rows(session: Session, batch: Sequence[ClaimedNotice]) -> Rows:
    """The rows that `batch` is about: seven statements at most, whatever its length."""
    requests = _by_id(session, Request, (each.request_id for each in batch))
    entries = _by_id(session, Entry, (each.entry_id for each in batch))
    openings = _openings(session, batch, entries)
    people = _by_id(
        session,
        Person,
        [
            *(row.requester_id for row in requests.values()),
            *(row.person_id for row in (*entries.values(), *openings.values())),
        ],
    )
    contacts = _by_id(session, ContactPoint, (row.reply_contact_id for row in requests.values()))
    opening_files = _files_of(session, openings)
    attachments = _by_id(
        session,
        Attachment,
        [
            *(each for row in batch for each in row.attachment_ids),
            *(each for ids in opening_files.values() for each in ids),
        ],
    )
    return Rows(requests, entries, people, contacts, attachments, openings, opening_files)


def prepare(
    claimed: ClaimedNotice,
    rows: Rows,
    in_force: InForce,
    *,
    sender_name: str,
    reply_address: str,
    answers_to: str = "",
    marker: str,
    short_code: str = "",
    max_attached_bytes: int,
) -> Prepared:
    """What `claimed` says and carries. Raises PermanentFailure when its data no longer fit its notice."""
    notice = notice_of(claimed.notice, claimed.audience, claimed.data)
    try:
        details = notice.details.model_validate(claimed.data)
    except ValidationError as wrong:
        raise PermanentFailure(
            "The notice does not hold what it must say.", f"{wrong.error_count()} wrong values in data"
        ) from wrong
    request = rows.requests.get(claimed.request_id or 0)
    if notice.needs_request and request is None:
        raise PermanentFailure("The request of this notice is gone.", f"no request {claimed.request_id}")
    entry = rows.entries.get(claimed.entry_id or 0)
    ids: Sequence[int] = claimed.attachment_ids
    if notice.shows_opening and (entry is None or entry.kind != EntryKind.MESSAGE_IN):
        entry = rows.openings.get(claimed.request_id or 0)
        ids = [*rows.opening_files.get(claimed.request_id or 0, ()), *ids]
    author = rows.people.get(entry.person_id or 0) if entry is not None else None
    listed, files = _files(ids, notice, rows, max_attached_bytes if claimed.channel == "email" else 0)
    view = NoticeView(
        notice=claimed.notice,
        audience=claimed.audience,
        general=notice.name,
        locale=claimed.locale,
        town=_town(in_force.organisation.town, claimed.locale, sender_name, reply_address),
        recipient=claimed.recipient_name,
        request=_request(request, rows, in_force, claimed.locale) if request is not None else None,
        text=_text(entry, details),
        author=author.name if author is not None else "",
        files=listed,
        verbs=_verbs(request, in_force, claimed.locale) if notice.shows_verbs and request is not None else (),
        answerable=notice.reply is not None,
        answers_to=answers_to,
        marker=marker,
        short_code=short_code,
        time_zone=in_force.organisation.town.time_zone,
        details=_complete(details, request, in_force, claimed.locale),
    )
    return Prepared(claimed, notice, view, files)


def _text(entry: Any, details: Details) -> str:
    if isinstance(details, Words) and details.text:
        return details.text
    return entry.text if entry is not None else ""


def _complete(details: Details, request: Any, in_force: InForce, locale: str) -> Details:
    """`details` with what the organisation says today: labels, questions, the paragraph of the request type."""
    if request is None:
        return details
    organisation = in_force.organisation
    if isinstance(details, CommandHelp):
        workflow = organisation.workflow(request.workflow_key)
        near = tuple(_verb_word(workflow, verb, locale) for verb in details.nearest)
        return details.model_copy(update={"nearest": near})
    if isinstance(details, Undeliverable):
        return details.model_copy(update={"reason": why_undelivered(details.reason, locale)})
    if isinstance(details, StateChange):
        state = organisation.workflow(request.workflow_key).state(details.to_state or request.state)
        return details.model_copy(update={"state": state.label.text(locale) if state else request.state})
    kind = organisation.request_type(in_force.request_type_key(request.request_type_id))
    if isinstance(details, Acknowledgement) and kind is not None:
        received_on = details.received_at.astimezone(ZoneInfo(organisation.town.time_zone)).date()
        return details.model_copy(
            update={
                "paragraph": kind.acknowledgement.text(locale),
                "questions": tuple(
                    field.question.text(locale) or ask(field.label.text(locale), locale)
                    for field in kind.fields
                    if field.key in details.missing_fields
                ),
                "silence": kind.silence.effect,
                "silence_on": months_after(received_on, kind.silence.months),
                "remedies": kind.silence.remedies.text(locale),
            }
        )
    return details


def ask(label: str, locale: str) -> str:
    """A label as a question."""
    return f"{label}?" if locale == "en" else f"{label}\u00a0?"


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month: the end of a delay counted in months."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def hall_name(town: str, locale: str = "fr") -> str:
    """`Mairie de Tours`, `Mairie d'Angers`, `Mairie du Havre`, `Mairie des Ulis`; `Tours town hall`."""
    if locale == "en":
        return f"{town} town hall"
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if town.startswith(article):
            return f"Mairie {joined}{town.removeprefix(article)}"
    if town[:1].lower() in "aàâeéèêiîïoôuûyœ" and town:
        return f"Mairie d’{town}"
    return f"Mairie de {town}"


def _town(town: Town, locale: str, sender_name: str, reply_address: str) -> TownView:
    return TownView(
        hall=sender_name or hall_name(town.name, locale),
        name=town.name,
        phone=town.phone or "",
        email=town.email or "",
        postal_address=town.postal_address,
        website=town.website,
        signature=town.signature.text(locale),
        reply_address=reply_address,
    )


def _request(row: Any, rows: Rows, in_force: InForce, locale: str) -> RequestView:
    organisation = in_force.organisation
    town = organisation.town
    service = organisation.service(in_force.service_key(row.service_id))
    building = organisation.building(in_force.building_key(row.building_id))
    agent = organisation.agent(in_force.agent_key(row.assignee_id))
    kind = organisation.request_type(in_force.request_type_key(row.request_type_id))
    state = organisation.workflow(row.workflow_key).state(row.state)
    requester = rows.people.get(row.requester_id)
    contact = rows.contacts.get(row.reply_contact_id or 0)
    return RequestView(
        reference=f"{row.year}-{row.number:05d}",
        subject=row.subject,
        state=state.label.text(locale) if state is not None else row.state,
        state_kind=row.state_kind,
        service=ServiceView(
            name=service.name if service is not None else "",
            phone=(service.phone if service is not None else None) or town.phone or "",
            # The service's own address is its agents' mailbox: citizens write to the town.
            email=(service.mailboxes[0] if service is not None and service.mailboxes else town.email) or "",
            postal_address=(service.postal_address if service is not None else "") or town.postal_address,
        ),
        requester=requester.name if requester is not None else "",
        requester_contact=contact.written if contact is not None else "",
        created_at=row.created_at,
        building=building.name if building is not None else "",
        building_address=building.address if building is not None else "",
        assignee=agent.name if agent is not None else "",
        request_type=kind.label.text(locale) if kind is not None else "",
        priority=row.priority,
        due_at=row.due_at,
        planned_at=row.planned_at,
        map_url=_map_url(row.latitude, row.longitude),
    )


def _map_url(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    return f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=18/{latitude:.5f}/{longitude:.5f}"


def _verbs(row: Any, in_force: InForce, locale: str) -> tuple[VerbView, ...]:
    workflow = in_force.organisation.workflow(row.workflow_key)
    return tuple(
        _verb(workflow, row.state, verb, locale) for verb in verbs_from(workflow, row.state, "agent")
    )


_AFTER_WORD = {
    ("fr", True, False): "{word} jeudi 12 mars",
    ("fr", False, True): "{word} : votre explication",
    ("fr", True, True): "{word} jeudi 12 mars : votre explication",
    ("en", True, False): "{word} Thursday 12 March",
    ("en", False, True): "{word}: your explanation",
    ("en", True, True): "{word} Thursday 12 March: your explanation",
}


#: A duplicate names the request that is treated instead.
_OF_OTHER = {"fr": "{word} de 2026-00041", "en": "{word} of 2026-00041"}


def _verb_word(workflow: Workflow, verb: str, locale: str) -> str:
    """The usual way of writing a verb in the reader's language; the key itself when it has none."""
    for each in workflow.transitions:
        if each.verb == verb:
            aliases = each.aliases.en if locale == "en" else each.aliases.fr
            return next(iter((*aliases, *each.aliases.fr, verb)))
    return verb


def _verb(workflow: Workflow, state: str, verb: str, locale: str) -> VerbView:
    transition = workflow.transition(state, verb)
    assert transition is not None  # verbs_from gave it
    word = _verb_word(workflow, verb, locale)
    target = workflow.state(transition.to)
    shape = _AFTER_WORD.get(
        ("en" if locale == "en" else "fr", transition.needs_date, transition.comment_required), "{word}"
    )
    return VerbView(
        word=word,
        leads_to=target.label.text(locale) if target is not None else transition.to,
        example=shape.format(word=word)
        if verb != "duplicate"
        else _OF_OTHER["en" if locale == "en" else "fr"].format(word=word),
        comment_required=transition.comment_required,
        needs_date=transition.needs_date,
    )


def _files(
    ids: Iterable[int], notice: Notice, rows: Rows, max_bytes: int
) -> tuple[tuple[FileView, ...], tuple[FileToSend, ...]]:
    """Every document is named; those that fit together under `max_bytes` travel along."""
    listed, sent, total = [], [], 0
    for attachment_id in dict.fromkeys(ids):
        row = rows.attachments.get(attachment_id)
        if row is None or row.decorative:
            continue
        fits = notice.carries_files and row.removed_at is None and total + row.size_bytes <= max_bytes
        if fits:
            total += row.size_bytes
            sent.append(FileToSend(row.filename, row.content_type, row.sha256, row.size_bytes))
        listed.append(FileView(row.shown_name or row.filename, row.size_bytes, attached=fits))
    return tuple(listed), tuple(sent)


def _openings(session: Session, batch: Sequence[ClaimedNotice], entries: Mapping[int, Any]) -> dict[int, Any]:
    wanted = {
        each.request_id
        for each in batch
        if notice_of(each.notice, each.audience, each.data).shows_opening
        and getattr(entries.get(each.entry_id or 0), "kind", None) != EntryKind.MESSAGE_IN
    }
    if not wanted - {None}:
        return {}
    first = (
        sa.select(sa.func.min(_entries.c.id))
        .where(_entries.c.request_id.in_(wanted - {None}), _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
    )
    rows = session.connection().execute(sa.select(_entries).where(_entries.c.id.in_(first)))
    return {row.request_id: row for row in rows}


def _files_of(session: Session, openings: Mapping[int, Any]) -> dict[int, list[int]]:
    if not openings:
        return {}
    rows = session.connection().execute(
        sa.select(_attachments.c.id, _attachments.c.request_id)
        .where(_attachments.c.entry_id.in_({row.id for row in openings.values()}))
        .order_by(_attachments.c.id)
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(row.id)
    return found


def _by_id(session: Session, row_class: type[Any], ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    table = table_of(row_class)
    rows = session.connection().execute(sa.select(table).where(table.c.id.in_(wanted)))
    return {row.id: row for row in rows}
