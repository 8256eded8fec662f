"""Everything the pages are made of, in one hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anyio import CapacityLimiter

from dispatch.rules.in_force import Organisations
from dispatch.web.directory.provider import Provider
from dispatch.web.entering.sign_in import SignIns
from dispatch.web.frame.look import Look
from dispatch.web.frame.small import SmallCopies
from dispatch.web.frame.turned_away import TurnedAway
from dispatch.web.live.changes import Changes
from dispatch.web.live.watchers import Watchers
from intake.ledger.reception import Reception
from intake.mail.files.leaving import leaving_copy, same_pixels
from intake.mail.files.photos import Zone, jpeg_copy, small_copy
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.accesses import Accesses
from models.store.database import Database
from models.store.files import FileStore
from models.store.looking.reads import Reads

#: Pages made at once; more wait for their turn, and mail for none of them.
AT_ONCE = 8
#: Forms and calls with files that are treated at once, and that wait for it: their bytes are in memory.
FILES_AT_ONCE, FILES_WAITING = 4, 8


@dataclass(frozen=True)
class Board:
    """The parts behind the pages. `reads` has connections of its own: no page takes one from mail."""

    settings: Settings
    database: Database
    reads: Reads
    files: FileStore
    organisations: Organisations
    signer: Signer
    accesses: Accesses
    reception: Reception
    sign_ins: SignIns
    look: Look
    clock: Callable[[], datetime]
    #: Called when something was put into the outbox.
    on_told: Callable[[], None]
    #: Pages that are open, and hear of changes.
    live: Changes
    #: The town's directory, which says who somebody is; None without one.
    directory: Provider | None = None
    #: Makes a file as it may leave the town hall, in a process that can be ended; None when it cannot.
    bare_copy: Callable[[bytes], bytes | None] = leaving_copy
    #: Makes a picture that draws the same and tells nothing besides, likewise.
    shown_copy: Callable[[bytes], bytes | None] = same_pixels
    #: Makes a picture with zones of it blackened, likewise.
    covered_copy: Callable[[bytes, Sequence[Zone]], bytes | None] = lambda content, zones: jpeg_copy(
        content, covered=zones
    )
    #: Makes a small copy of a picture, likewise; and those that were made.
    small_copy: Callable[[bytes], bytes | None] = small_copy
    small: SmallCopies = field(default_factory=SmallCopies)
    #: Who has the page of a request open.
    watchers: Watchers = field(default_factory=Watchers)
    #: Seconds that never go back, by which those who call too often are told to wait.
    seconds: Callable[[], float] = time.monotonic
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE))
    #: The turns of forms and calls with files, which wait for the antivirus: never those of the pages.
    with_files: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(FILES_AT_ONCE))
    turned_away: TurnedAway = field(default_factory=TurnedAway)

    def has_room_for_files(self) -> bool:
        """Whether there is a turn for one more form with files, or one may be waited for."""
        now = self.with_files.statistics()
        return now.borrowed_tokens < now.total_tokens or now.tasks_waiting < FILES_WAITING

    @property
    def is_secure(self) -> bool:
        """Whether the pages are reached by https, so that cookies can be kept to it."""
        return self.settings.doors.http.public_url.startswith("https://")

    def close(self) -> None:
        self.live.close()
        self.reads.close()
