"""One notice written and handed to its carrier, with no transaction open; what comes out is a Result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from dispatch.delivery.carriers.interface import EmailCarrier, Handover, TextCarrier
from dispatch.delivery.eligibility import Hooks
from dispatch.delivery.outcome import Result
from dispatch.delivery.outside.posting import CARRIER, partner_of, post_letter, travels
from dispatch.delivery.pages import page_of
from dispatch.letters.contents import Prepared, prepare, without_files
from dispatch.letters.enclosed.asked_for import words_of_staff
from dispatch.letters.enclosed.attached import Going, attached
from dispatch.letters.enclosed.files_to_send import FileToSend
from dispatch.letters.enclosed.report import files_of_report
from dispatch.letters.mail import Address, Letterbox, LetterHead
from dispatch.letters.parts.mime import LetterFile
from dispatch.letters.render import Renderer
from dispatch.letters.segments import measure
from dispatch.letters.written import Letter, Text
from dispatch.notices.catalogue import Notice, notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.lists.listed import WorkItem, WorkList, with_each
from dispatch.notices.secret.words import SECRET_NOTICES, blotted, opened
from dispatch.requests.stamps import STAMPED
from intake.sms.short_codes import short_codes
from models.errors import GuichetError, PermanentFailure, TemporaryFailure
from models.settings.settings import Settings
from models.signing.tokens import Purpose, Signer
from models.store.files import FileStore
from models.store.organisations import InForce
from models.vocabulary import Audience

log = structlog.get_logger(__name__)


#: Readers who do not work here.
_OUTSIDE = (Audience.REQUESTER, Audience.PARTNER)


class Handovers:
    """Writes notices and gives them to whoever takes them away."""

    def __init__(
        self,
        files: FileStore,
        carriers: Mapping[str, EmailCarrier | TextCarrier],
        renderer: Renderer,
        signer: Signer,
        settings: Settings,
        clock: Callable[[], datetime],
        hooks: Hooks,
    ) -> None:
        self._files = files
        self._signer = signer
        self._carriers = dict(carriers)
        self._renderer = renderer
        self._settings = settings
        self._clock = clock
        self._hooks = hooks
        self._letterbox = Letterbox(
            signer, reply_address=settings.mail.reply_address, reply_days=settings.mail.reply_days
        )
        self._short_codes = short_codes(signer)[0]

    @property
    def channels(self) -> list[str]:
        """Those that something leaves on."""
        return list(self._carriers)

    def close(self) -> None:
        """Close the carriers."""
        for carrier in self._carriers.values():
            carrier.close()

    def prepare(self, claimed: ClaimedNotice, rows: Any, in_force: InForce) -> Prepared | GuichetError:
        """What the notice says, from the rows it needs; a failure when that cannot be said. Never raises."""
        try:
            return self._prepared(claimed, rows, in_force)
        except GuichetError as wrong:
            return wrong
        except Exception as wrong:  # noqa: BLE001  # the edge of one notice: the others leave
            return _crashed(claimed, wrong)

    def _prepared(self, claimed: ClaimedNotice, rows: Any, in_force: InForce) -> Prepared:
        mail = self._settings.mail
        prepared = prepare(
            claimed,
            rows,
            in_force,
            sender_name=mail.sender_name,
            reply_address=mail.reply_address,
            answers_to=self._answers_to(claimed, rows.stamps.get(claimed.request_id or 0, 0)),
            marker=self._letterbox.marker(claimed.id),
            short_code=self._short_code(claimed),
            max_attached_bytes=self._settings.outgoing.max_attached_bytes,
            words_of=lambda details: opened(details, self._signer),
        )
        page = page_of(prepared, self._signer, self._settings, self._clock())
        view = replace(prepared.view, page_url=page)
        prepared = replace(prepared, view=view, partner=partner_of(claimed, in_force))
        return self._with_addresses(prepared, rows.stamps)

    def _with_addresses(self, prepared: Prepared, stamps: Mapping[int, int]) -> Prepared:
        """A list with a signed address on each of its lines."""
        details, claimed = prepared.view.details, prepared.claimed
        if not isinstance(details, WorkList) or claimed.person_id is None or claimed.channel != "email":
            return prepared
        person_id, written_at = claimed.person_id, self._clock()

        def addressed(item: WorkItem) -> WorkItem:
            purpose, stamp = Purpose.TASK if item.task else Purpose.ASSIGNEE, stamps.get(item.request_id, 0)
            address = self._letterbox.answers_about(purpose, item.request_id, person_id, written_at, stamp)
            return item.model_copy(update={"answers_to": address})

        whole = with_each(details, addressed)
        return replace(prepared, view=replace(prepared.view, details=whole))

    def hand_over(self, claimed: ClaimedNotice, prepared: Prepared | GuichetError) -> Result:
        """Write one notice and hand it over. Never raises."""
        try:
            if isinstance(prepared, GuichetError):
                raise prepared
            taken, carrier, segments, left_out = self._send(prepared)
        except (TemporaryFailure, PermanentFailure) as wrong:
            return Result(claimed, {}, wrong)
        except Exception as wrong:  # noqa: BLE001  # the loop's edge: the row must move whatever happens
            return Result(claimed, {}, _crashed(claimed, wrong))
        values: dict[str, Any] = {
            "state": taken.state,
            "carrier": carrier,
            "carrier_id": taken.carrier_id or None,
            "segments": segments,
            "cost_micros": self._hooks.cost_of(segments),
            "last_error": "",
            "sent_at": self._clock(),
        }
        if claimed.notice in SECRET_NOTICES and taken.state != "handed":
            # One that a carrier may still give back goes another way: it is blotted out when it is over.
            values["data"] = blotted(claimed.notice, claimed.data)
        if claimed.channel == "email":
            values["message_id"] = self._letterbox.message_id(claimed.id)
        return Result(claimed, values, left_out=left_out)

    def _head(self, claimed: ClaimedNotice, notice: Notice, stamp: int) -> LetterHead:
        return LetterHead(
            outbox_id=claimed.id,
            to=Address(claimed.recipient, claimed.recipient_name),
            notice=notice,
            locale=claimed.locale,
            written_at=self._clock(),
            reply_subject_id=_subject_of_reply(claimed, notice),
            stamp=stamp if notice.reply in STAMPED else 0,
            person_id=claimed.person_id,
            thread_ids=claimed.thread_ids,
        )

    def _answers_to(self, claimed: ClaimedNotice, stamp: int) -> str:
        """The signed address for answers by one tap; of letters to requesters only a few have such links."""
        kind = notice_of(claimed.notice, claimed.audience, claimed.data)
        if claimed.channel != "email" or (claimed.audience == "requester" and not kind.one_tap):
            return ""
        return self._letterbox.reply_to(self._head(claimed, kind, stamp))

    def _short_code(self, claimed: ClaimedNotice) -> str:
        """What names the request in a text to this person, and to nobody else."""
        if claimed.channel != "sms" or claimed.request_id is None or claimed.person_id is None:
            return ""
        return self._short_codes.make(claimed.request_id, claimed.person_id)

    def _send(self, prepared: Prepared) -> tuple[Handover, str, int, tuple[str, ...]]:
        """What the carrier says, its name, the segments of a text, and the files that were left out."""
        if prepared.partner is not None:
            _, files, left_out = self._enclosed(prepared)
            posted = post_letter(prepared, prepared.partner, files, self._settings, self._clock())
            return posted, CARRIER, 0, left_out
        carrier: Any = self._carriers[prepared.claimed.channel]
        if prepared.claimed.channel != "sms":
            letter, left_out = self._letter(prepared)
            return carrier.send(letter), carrier.name, 0, left_out
        text = self._text(prepared)
        taken: Handover = carrier.send(text)
        # Twilio says 0 when it queues for a messaging service: then ours is the best figure there is.
        return taken, carrier.name, max(taken.segments, measure(text.body).count), ()

    def _text(self, prepared: Prepared) -> Text:
        claimed = prepared.claimed
        words = self._hooks.shape_text(self._renderer.text(prepared.view), claimed)
        return Text(claimed.id, claimed.recipient, words, claimed.created_at, claimed.handovers)

    def _letter(self, prepared: Prepared) -> tuple[Letter, tuple[str, ...]]:
        head = self._head(prepared.claimed, prepared.notice, prepared.stamp)
        prepared, files, left_out = self._enclosed(prepared)
        files += files_of_report(prepared.view, self._renderer)
        letter = self._letterbox.build(
            self._renderer.email(prepared.view), head, prepared.view.town.hall, files
        )
        return letter, left_out

    def _enclosed(self, prepared: Prepared) -> tuple[Prepared, list[LetterFile], tuple[str, ...]]:
        """The files that travel along, what then says that the others do not, and which were left out of what
        goes outside.
        """
        claimed = prepared.claimed
        kept: dict[FileToSend, bytes] = {}
        for each in prepared.files:
            try:
                kept[each] = self._files.get(each.sha256)
            except PermanentFailure:
                # What it says still counts; the reader sees which file does not come.
                log.error("deliver.file_gone", outbox=claimed.id, sha256=each.sha256)
        if len(kept) < len(prepared.files):
            prepared = without_files(prepared, [each for each in prepared.files if each not in kept])
        outside = claimed.audience in _OUTSIDE or bool(claimed.data.get("unnamed"))
        going = Going(outside, words_of_staff(claimed.data), claimed.locale)
        made = [
            (each, *attached(each.name, each.content_type, content, self._hooks.bare_copy, going))
            for each, content in kept.items()
        ]
        partner = prepared.partner
        left_out = tuple(
            each.name
            for each, file, is_left_out in made
            if is_left_out or (partner is not None and not travels(partner, file))
        )
        return prepared, [file for _, file, _ in made], left_out if going.outside else ()


def _crashed(claimed: ClaimedNotice, wrong: Exception) -> TemporaryFailure:
    """What a mistake of ours means for the notice it happened to: it is tried again, and given up in the
    end.
    """
    log.error("deliver.crashed", outbox=claimed.id, error=type(wrong).__name__, exc_info=wrong)
    return TemporaryFailure("The notice could not be written or sent.", type(wrong).__name__)


def _subject_of_reply(claimed: ClaimedNotice, notice: Notice) -> int | None:
    """What the reply address of a notice is about: its request, or what it asks to be confirmed."""
    if notice.reply in (Purpose.LIST, Purpose.WISH):
        return claimed.id
    if notice.reply is not Purpose.CONFIRM:
        return claimed.request_id
    number = claimed.data.get("confirmation")
    return number if isinstance(number, int) else None
