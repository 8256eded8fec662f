"""How far the chains had come on a day, signed: whoever keeps the note can prove what was there by then."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import UserError
from models.signing.notes import NoteSigner, Verifier
from models.store.chain.at_once import ReadAtOnce
from models.store.chain.rows import CHAINS
from models.store.chain.seal import head_of, start_of
from models.store.chain.verify import Verified, verify_chain
from models.tables.columns import table_of
from models.tables.traces import TraceCheckpoint

_checkpoints = table_of(TraceCheckpoint)
_DAMAGED = "This checkpoint is damaged."
_BEGINS = "begins "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Count and last link of each chain at a moment.

    With `begins`, the name of a chain: that chain begins there from then on, its earlier rows were kept long
    enough. Such a note says of no moment how far that chain had come.
    """

    origin: str
    at: datetime
    heads: dict[str, tuple[int, bytes]]
    begins: str = ""

    def text(self) -> str:
        """Origin, size, root, then one line a chain: the lines of a C2SP checkpoint, with a chain's head in
        the place of a tree's root.
        """
        root = hashlib.sha256(b"".join(head for _, head in self.heads.values())).digest()
        lines = [self.origin, str(sum(count for count, _ in self.heads.values())), _encode(root)]
        lines += [f"{chain} {count} {_encode(head)}" for chain, (count, head) in self.heads.items()]
        lines += [f"{_BEGINS}{self.begins}"] if self.begins else []
        return "\n".join([*lines, f"time {self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", ""])

    @classmethod
    def read(cls, note: str, verifier: Verifier) -> Checkpoint:
        """A checkpoint out of a file, a mail or a manifest. Raises UserError for any that is not ours."""
        text = verifier.read(found_in(note, verifier.name))
        lines = text.splitlines()
        try:
            heads, begins = {}, ""
            for line in lines[3:-1]:
                if line.startswith(_BEGINS):
                    begins = line.removeprefix(_BEGINS)
                    continue
                chain, count, head = line.split(" ")
                heads[chain] = (int(count), base64.b64decode(head, validate=True))
            moment = datetime.fromisoformat(lines[-1].removeprefix("time "))
            found = cls(lines[0], moment, heads, begins)
        except (ValueError, IndexError, binascii.Error) as wrong:
            raise UserError(_DAMAGED) from wrong
        if set(heads) != set(CHAINS) or begins not in ("", *CHAINS) or found.text() != text:
            raise UserError(_DAMAGED)
        return found


def origin_of(domain: str) -> str:
    """The name that the checkpoints of a town bear."""
    return f"{domain}/guichet"


def found_in(text: str, origin: str) -> str:
    """The note in a mail or a file that holds other lines besides; the text itself when none begins in it."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    if origin not in lines:
        return text
    first = lines.index(origin)
    after = next((n for n in range(first, len(lines)) if not lines[n]), len(lines))
    signatures = [line for line in lines[after + 1 : after + 4] if line.startswith("\u2014 ")]
    return "\n".join([*lines[first:after], "", *signatures, ""])


def make_checkpoint(session: Session, signer: NoteSigner, now: datetime) -> str:
    """The signed note of what is sealed now, kept in the database too."""
    return _keep(session, signer, now, {chain: head_of(session, chain) for chain in CHAINS})


def note_beginning(
    session: Session, signer: NoteSigner, now: datetime, chain: str, position: int, link: bytes
) -> None:
    """Keep the signed note that `chain` begins after `position` from now on."""
    heads = {each: head_of(session, each) for each in CHAINS} | {chain: (position, link)}
    _keep(session, signer, now, heads, chain)


def beginning_is_noted(session: Session, verifier: Verifier, chain: str) -> bool:
    """Whether a signed note says that `chain` begins where it does; a chain that begins at nothing needs
    none.
    """
    position, link, _ = start_of(session, chain)
    said = _checkpoints.c.note.contains(f"\n{chain} {position} {_encode(link)}\n", autoescape=True)
    notes = session.connection().execute(sa.select(_checkpoints.c.note).where(said)).scalars()
    return not position or any(_begins(note, verifier) == chain for note in notes)


def newest_checkpoint(session: Session) -> tuple[datetime, str] | None:
    """When the last one was made that says how far the chains had come, and its note."""
    row = (
        session.connection()
        .execute(
            sa.select(_checkpoints.c.at, _checkpoints.c.note)
            .where(_checkpoints.c.note.not_like(f"%\n{_BEGINS}%"))
            .order_by(_checkpoints.c.id.desc())
            .limit(1)
        )
        .first()
    )
    return (row.at, row.note) if row is not None else None


def verify_all(
    session: Session, verifier: Verifier, outside: list[str], at_once: ReadAtOnce | None = None
) -> list[Verified]:
    """Both chains read again and held against every checkpoint in the database and those from `outside`,
    which nobody here could change. What is wrong stands in `problems` of each. `at_once` reads long chains in
    several processes.
    """
    notes = [
        (f"checkpoint {row.id}", row.note) for row in session.connection().execute(sa.select(_checkpoints))
    ]
    notes += [("the checkpoint you gave", note) for note in outside]
    points: list[tuple[str, Checkpoint]] = []
    unread: list[str] = []
    for name, note in notes:
        try:
            points.append((name, Checkpoint.read(note, verifier)))
        except UserError as wrong:
            unread.append(f"{name}: {wrong.public}")
    done = []
    for chain in CHAINS:
        asked = frozenset(point.heads[chain][0] for _, point in points)
        found = verify_chain(session, chain, asked, at_once=at_once)
        start, _, erased_before = start_of(session, chain)
        for name, point in points:
            count, head = point.heads[chain]
            if count < start:
                # What came after it is as young as it is: those rows were not old enough to go.
                if not point.begins and point.at >= erased_before:
                    found.problems.append(
                        f"{chain}: it begins at row {start + 1}, but {name} of {point.at:%Y-%m-%d %H:%M} UTC "
                        f"had only {count}: rows are gone that were not old enough"
                    )
                continue
            if count > found.count:
                found.problems.append(
                    f"{chain}: {name} of {point.at:%Y-%m-%d %H:%M} UTC had {count} rows, there are "
                    f"{found.count}: the end is missing"
                )
            elif found.at.get(count) != head:
                found.problems.append(
                    f"{chain}: not what {name} of {point.at:%Y-%m-%d %H:%M} UTC says of its first "
                    f"{count} rows"
                )
        if start and not any(
            point.begins == chain and point.heads[chain] == (start, found.at[start]) for _, point in points
        ):
            found.problems.append(f"{chain}: it begins at row {start + 1}, and no checkpoint says why")
        done.append(found)
    done[0].problems[:0] = unread
    return done


def _keep(
    session: Session,
    signer: NoteSigner,
    now: datetime,
    heads: dict[str, tuple[int, bytes]],
    begins: str = "",
) -> str:
    note = signer.sign(Checkpoint(signer.verifier.name, now, heads, begins).text())
    session.connection().execute(sa.insert(_checkpoints).values(at=now, note=note))
    return note


def _begins(note: str, verifier: Verifier) -> str:
    try:
        return Checkpoint.read(note, verifier).begins
    except UserError:
        return ""


def _encode(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
