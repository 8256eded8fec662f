"""What one notice says and carries, from the rows it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from dispatch.letters.about import (
    came_encrypted,
    for_partner,
    opening_of,
    request_view,
    signer_of,
    text_of,
    town_view,
    unnamed,
    without_their_words,
)
from dispatch.letters.completion import complete
from dispatch.letters.enclosed.files_to_send import FileToSend, files_of, without_file_names
from dispatch.letters.manners import without_name
from dispatch.letters.orders_shown import orders_shown
from dispatch.letters.readers import reader_of
from dispatch.letters.rows import Rows
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import Notice, notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.details import Arrived, Details
from dispatch.notices.done import Copy, PartnerLetter
from models.errors import InvalidValue, PermanentFailure
from models.organisation import Partner
from models.store.organisations import InForce
from models.tables.requests import EntryKind


@dataclass(frozen=True, slots=True)
class Prepared:
    """One notice ready for rendering, with the files that travel along."""

    claimed: ClaimedNotice
    notice: Notice
    view: NoticeView
    files: tuple[FileToSend, ...] = ()
    #: How far its request had come (`Rows.stamps`).
    stamp: int = 0
    #: The partner outside to whose server it is posted; None for what goes by mail or text.
    partner: Partner | None = None


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
    words_of: Callable[[Details], Details],
) -> Prepared:
    """What `claimed` says and carries. Raises PermanentFailure when its data no longer fit its notice.

    `words_of` opens, or hides, what of its details is for its reader alone (dispatch.notices.secret.words).
    """
    notice = notice_of(claimed.notice, claimed.audience, claimed.data)
    try:
        details = words_of(notice.details.model_validate(claimed.data))
    except InvalidValue as wrong:
        raise PermanentFailure(wrong.public, wrong.private) from wrong
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
    listed, files = files_of(
        ids, notice, rows.attachments, max_attached_bytes if claimed.channel == "email" else 0
    )
    text = text_of(entry, details)
    beside = entry.data if entry is not None else {}
    if beside.get("no_words") == "encrypted":
        text = ""
    town = in_force.organisation.town
    signer = signer_of(entry, request, in_force) if notice.audience == "requester" else None
    today = town.local_day(claimed.created_at)
    orders = orders_shown(in_force, request if notice.shows_verbs else None, claimed, today)
    reader = reader_of(notice, claimed.audience)
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
                rows.linked.get(request.id, ()),
                reader=reader,
            )
            if request is not None
            else None
        ),
        text=without_name(text, signer.name, signer.title, signer.service, town.name) if signer else text,
        author=author.name if author is not None else "",
        author_is_elected=bool(beside.get("official")),
        signer=signer,
        opening=began,
        opening_unread=began_unread,
        encrypted=not text.strip() and came_encrypted(beside, (rows.attachments.get(each) for each in ids)),
        received_subject=str(beside.get("subject", "")),
        asks_elsewhere=str(beside.get("asks_elsewhere", "")),
        from_machine=str(beside.get("from_machine", "")),
        in_copy=str(beside.get("in_copy", "")),
        unproved=str(beside.get("unproved", "")),
        files=listed,
        verbs=orders.verbs,
        ready=orders.ready,
        hand_on=orders.hand_on,
        answerable=notice.reply is not None,
        answers_to=answers_to,
        marker=marker,
        short_code=short_code,
        time_zone=town.time_zone,
        details=complete(details, request, in_force, claimed.locale, today, reader=reader),
    )
    if isinstance(details, Arrived) and details.plain:
        view, files = without_their_words(view), ()
    if isinstance(details, Copy) and details.unnamed:
        view, files = without_file_names(unnamed(view), files)
    if notice.audience == "partner":
        view = for_partner(view)
        if isinstance(details, PartnerLetter) and not details.asked_by:
            view, files = without_file_names(view, files)
    return Prepared(claimed, notice, view, files, rows.stamps.get(claimed.request_id or 0, 0))


def without_files(prepared: Prepared, gone: Collection[FileToSend]) -> Prepared:
    """The notice without files that are gone: it still names them, as not sent with it."""
    places = {each.place for each in gone}
    view = prepared.view
    named = tuple(
        replace(file, attached=False) if place in places else file for place, file in enumerate(view.files)
    )
    left = tuple(each for each in prepared.files if each not in gone)
    return replace(prepared, view=replace(view, files=named), files=left)
