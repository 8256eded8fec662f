"""What a batch of notices says, read from the database in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from dispatch.letters.about import came_encrypted, opening_of, request_view, signer_of, text_of, town_view
from dispatch.letters.completion import complete
from dispatch.letters.manners import without_name
from dispatch.letters.orders_shown import coming_day, hand_on_example, verbs_shown
from dispatch.letters.rows import Rows
from dispatch.letters.subjects import shown_subject
from dispatch.letters.view import FileView, NoticeView
from dispatch.notices.catalogue import Notice, notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.details import Acknowledgement
from models.errors import PermanentFailure
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind

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
    #: How far its request had come (`Rows.stamps`).
    stamp: int = 0


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
    first = rows.openings.get(claimed.request_id or 0)
    if notice.shows_opening and (entry is None or entry.kind != EntryKind.MESSAGE_IN):
        entry = first
        ids = [*rows.opening_files.get(claimed.request_id or 0, ()), *ids]
    began, began_unread = "", ""
    if notice.quotes_opening and first is not None and (entry is None or first.id != entry.id):
        its_files = rows.opening_files.get(first.request_id, ())
        began, began_unread = opening_of(first, [rows.attachments.get(each) for each in its_files])
    author = rows.people.get(entry.person_id or 0) if entry is not None else None
    listed, files = _files(ids, notice, rows, max_attached_bytes if claimed.channel == "email" else 0)
    text = text_of(entry, details)
    beside = entry.data if entry is not None else {}
    if beside.get("no_words") == "encrypted":
        text = ""
    town = in_force.organisation.town
    signer = signer_of(entry, request, in_force) if notice.audience == "requester" else None
    today = town.local_day(claimed.created_at)
    view = NoticeView(
        notice=claimed.notice,
        audience=claimed.audience,
        general=notice.name,
        locale=claimed.locale,
        town=town_view(town, claimed.locale, sender_name, reply_address),
        recipient=claimed.recipient_name,
        request=(
            request_view(
                request,
                rows.people.get(request.requester_id),
                rows.contacts.get(request.reply_contact_id or 0),
                in_force,
                claimed.locale,
            )
            if request is not None
            else None
        ),
        text=without_name(text, signer.name) if signer is not None else text,
        author=author.name if author is not None else "",
        signer=signer,
        opening=began,
        opening_unread=began_unread,
        encrypted=not text.strip() and came_encrypted(beside, (rows.attachments.get(each) for each in ids)),
        received_subject=str(beside.get("subject", "")),
        asks_elsewhere=str(beside.get("asks_elsewhere", "")),
        from_machine=str(beside.get("from_machine", "")),
        files=listed,
        verbs=(
            verbs_shown(
                in_force.organisation.workflow(request.workflow_key),
                request.state,
                claimed.locale,
                coming_day(town, today),
            )
            if notice.shows_verbs and request is not None
            else ()
        ),
        hand_on=hand_on_example(in_force, request if notice.shows_verbs else None, claimed),
        answerable=notice.reply is not None,
        answers_to=answers_to,
        marker=marker,
        short_code=short_code,
        time_zone=town.time_zone,
        details=complete(details, request, in_force, claimed.locale, today),
    )
    if isinstance(details, Acknowledgement) and details.plain:
        view, files = _without_their_words(view), ()
    return Prepared(claimed, notice, view, files, rows.stamps.get(claimed.request_id or 0, 0))


def _without_their_words(view: NoticeView) -> NoticeView:
    """What is told to somebody whom nothing proves: none of their words, names or file names."""
    request = view.request
    if request is not None:
        request = replace(request, subject=shown_subject("", view.locale), requester="")
    return replace(view, recipient="", request=request, text="", author="", opening="", files=())


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
