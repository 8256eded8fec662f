"""Does everything kept agree: ledger with files, requests with ledger, outbox with both, counts with rows?

What can be put right without deciding anything is; the rest is named, with the command that helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.last_words import wrongly_marked
from dispatch.queries.storage import kept_bytes, mail_bytes, summed_bytes, summed_mail_bytes
from models.store.copies import kept_digests
from models.store.files import FileStore
from models.store.looking import words
from models.tables.acts import IncidentProposal
from models.tables.columns import table_of
from models.tables.ledger import IMPORTED, InboundMessage, InboundState, MailStorage, Storage
from models.tables.organisation import AgentRow
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Attachment, Entry, EntryKind, ReferenceCounter, RequestRow
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_ledger, _outbox, _requests = table_of(InboundMessage), table_of(OutboundMessage), table_of(RequestRow)
_entries, _attachments, _counter = table_of(Entry), table_of(Attachment), table_of(ReferenceCounter)
_proposals = table_of(IncidentProposal)
_agents, _storage, _mail_storage = table_of(AgentRow), table_of(Storage), table_of(MailStorage)
#: Ends of a message that made or joined a request.
_IN_A_REQUEST = (InboundState.NEW_REQUEST, InboundState.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that does not agree with something else; `mended` when it was put right."""

    about: str
    sentence: str
    #: What puts it right, in this transaction; None when a person must.
    mend: sa.Executable | None = None
    mended: bool = False


def verify(session: Session, files: FileStore, *, repair: bool = False) -> list[Disagreement]:
    """Everything that disagrees, in the caller's transaction; with `repair` what can be is put right.

    Reads every row and every file once. Raises TemporaryFailure when the file store is away.
    """
    files.require()
    found: list[Disagreement] = []
    checks = (
        _ledger_and_requests, _requests_and_ledger, _outbox_rows, _leases, _references, _counts,
        _last_words, _search,
    )  # fmt: skip
    for check in checks:
        for each in check(session):
            if repair and each.mend is not None:
                session.connection().execute(each.mend)
                each = replace(each, mended=True)
            found.append(each)
    return [*found, *_files(session, files)]


def _ledger_and_requests(session: Session) -> Iterator[Disagreement]:
    """A message that made or joined a request has one, and stands in its history."""
    told = sa.exists().where(_entries.c.inbound_id == _ledger.c.id)
    query = sa.select(_ledger.c.id, _ledger.c.state, _ledger.c.request_id).where(
        _ledger.c.state.in_(_IN_A_REQUEST),
        sa.or_(_ledger.c.request_id.is_(None), sa.and_(~told, _ledger.c.erased_at.is_(None))),
    )
    for row in session.connection().execute(query.order_by(_ledger.c.id)):
        yield Disagreement(
            f"inbound {row.id}",
            f"It made or joined a request, and none has it. guichet inbox replay {row.id}"
            if row.request_id is None
            else "It made or joined a request, and the history of that does not have it.",
        )


def _requests_and_ledger(session: Session) -> Iterator[Disagreement]:
    """A request has a history; none has the message that opened a request twice."""
    run = session.connection().execute
    begun = sa.exists().where(_entries.c.request_id == _requests.c.id)
    for year, number in run(sa.select(_requests.c.year, _requests.c.number).where(~begun)):
        yield Disagreement(f"request {Reference(year, number)}", "Its history is empty.")
    twice = (
        sa.select(_ledger.c.id)
        .join(_entries, _entries.c.inbound_id == _ledger.c.id)
        .where(_ledger.c.state == InboundState.NEW_REQUEST, _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_ledger.c.id)
        .having(sa.func.count(_entries.c.id) > sa.func.count(_entries.c.request_id.distinct()))
    )
    for inbound_id in run(twice).scalars():
        yield Disagreement(f"inbound {inbound_id}", "A history has it twice.")


def _outbox_rows(session: Session) -> Iterator[Disagreement]:
    """What was sent has the time of it; a request that came by mail was told to somebody, unless it
    was brought over from elsewhere.
    """
    run = session.connection().execute
    sent = (OutboundState.SENT, OutboundState.HANDED, OutboundState.DELIVERED)
    timeless = sa.select(_outbox.c.id).where(_outbox.c.state.in_(sent), _outbox.c.sent_at.is_(None))
    for outbound_id in run(timeless).scalars():
        yield Disagreement(f"outbound {outbound_id}", "It is said to be sent, and nobody knows when.")
    # What many report is told as a number, of the request that was there first.
    counted = sa.exists().where(
        _proposals.c.request_id == _requests.c.id, _outbox.c.request_id == _proposals.c.first_id
    )
    untold = (
        sa.select(_requests.c.year, _requests.c.number)
        .join(_ledger, _ledger.c.request_id == _requests.c.id)
        .where(
            _ledger.c.state == InboundState.NEW_REQUEST,
            sa.or_(_ledger.c.door_key.is_(None), _ledger.c.door_key.not_like(f"{IMPORTED}%")),
            _requests.c.state_kind.in_(OPEN_KINDS),
            ~sa.exists().where(_outbox.c.request_id == _requests.c.id),
            ~counted.correlate(_requests),
        )
        .distinct()
    )
    for row in run(untold):
        reference = Reference(row.year, row.number)
        yield Disagreement(
            f"request {reference}", f"It is open and nobody was told of it. guichet requests show {reference}"
        )


def _leases(session: Session) -> Iterator[Disagreement]:
    """Only what waits is in somebody's hands."""
    for table, waiting, name in (
        (_ledger, InboundState.WAITING, "inbound"),
        (_outbox, OutboundState.QUEUED, "outbound"),
    ):
        held = sa.select(table.c.id).where(table.c.leased_until.is_not(None), table.c.state != waiting)
        for row_id in session.connection().execute(held).scalars():
            mend = sa.update(table).where(table.c.id == row_id).values(leased_until=None, leased_by="")
            yield Disagreement(f"{name} {row_id}", "It has its end, and is held by somebody.", mend)


def _references(session: Session) -> Iterator[Disagreement]:
    """The counter is at the last number of its year, and no number is missing below it."""
    run = session.connection().execute
    counted = dict(run(sa.select(_counter.c.year, _counter.c.last_number)).all())
    query = sa.select(
        _requests.c.year, sa.func.max(_requests.c.number), sa.func.count(_requests.c.id)
    ).group_by(_requests.c.year)
    for year, last, requests in run(query):
        at = counted.pop(year, 0)
        if at < last:
            values = {"year": year, "last_number": last}
            mend: sa.Executable = (
                sa.update(_counter).where(_counter.c.year == year).values(last_number=last)
                if at
                else sa.insert(_counter).values(values)
            )
            yield Disagreement(f"references of {year}", f"The counter is at {at}, the last is {last}.", mend)
        elif at > requests:
            yield Disagreement(f"references of {year}", f"{at} were given, {requests} are there.")
    for year, at in counted.items():
        yield Disagreement(f"references of {year}", f"{at} were given, none is there.")


def _counts(session: Session) -> Iterator[Disagreement]:
    """What the database counts by itself is what counting gives."""
    run = session.connection().execute
    kept, summed = kept_bytes(session), summed_bytes(session)
    if kept != summed:
        mend = sa.update(_storage).values(attachment_bytes=summed)
        yield Disagreement("attachments", f"{kept} bytes are counted, {summed} are there.", mend)
    counted, there = mail_bytes(session), summed_mail_bytes(session)
    if counted != there:
        mend = sa.update(_mail_storage).values(raw_bytes=there)
        yield Disagreement("mail as it came", f"{counted} bytes are counted, {there} are there.", mend)
    requests = (
        sa.select(sa.func.count())
        .where(_requests.c.assignee_id == _agents.c.id, _requests.c.state_kind.in_(OPEN_KINDS))
        .scalar_subquery()
    )
    for row in run(sa.select(_agents.c.id, _agents.c.key, _agents.c.open_requests, requests.label("open"))):
        if row.open_requests != row.open:
            mend = sa.update(_agents).where(_agents.c.id == row.id).values(open_requests=row.open)
            yield Disagreement(
                f"agent {row.key}",
                f"{row.open_requests} open requests are counted, {row.open} are there.",
                mend,
            )


def _last_words(session: Session) -> Iterator[Disagreement]:
    """A request is marked whose requester wrote last, after the message that opened it; no other is."""
    for row in wrongly_marked(session):
        marked = not row.is_unanswered
        mend = sa.update(_requests).where(_requests.c.id == row.id).values(is_unanswered=marked)
        wrote, did_not = (
            "Its requester wrote last, and it is not marked so.",
            "It is marked as if its requester had written last.",
        )
        about = f"request {Reference(row.year, row.number)}"
        yield Disagreement(about, wrote if marked else did_not, mend)


def _search(session: Session) -> Iterator[Disagreement]:
    """Each request is found by its own words."""
    if not words.is_whole(session):
        mend = words.anew(is_sqlite=session.connection().dialect.name == "sqlite")
        yield Disagreement("search", "Requests are not found by all their words, or by others' words.", mend)


def _files(session: Session, files: FileStore) -> Iterator[Disagreement]:
    """Every file that a row points to is there and whole."""
    kept = kept_digests(session.connection())
    damaged = set(files.damaged())
    there = files.sizes_of(kept)
    for digest in sorted(kept):
        if digest not in there:
            yield Disagreement(f"file {digest}", f"It is missing{_whose(session, digest)}.")
        elif digest in damaged:
            yield Disagreement(f"file {digest}", f"It is damaged{_whose(session, digest)}.")


def _whose(session: Session, digest: str) -> str:
    """Where a file belongs, for whoever looks for another copy of it: ` (2026-00042, inbox 7)`."""
    run = session.connection().execute
    requests = (
        sa.select(_requests.c.year, _requests.c.number)
        .join(_attachments, _attachments.c.request_id == _requests.c.id)
        .where(_attachments.c.sha256 == digest)
    )
    named = [str(Reference(row.year, row.number)) for row in run(requests)]
    raws = sa.select(_ledger.c.id).where(_ledger.c.raw_sha256 == digest, _ledger.c.raw.is_(None))
    named += [f"inbox {row_id}" for row_id in run(raws).scalars()]
    return f" ({', '.join(dict.fromkeys(named))})" if named else ""
