"""Texts through Twilio's Messages API, with its own client."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from dispatch.delivery.carriers.interface import CarrierAway, Handover
from dispatch.delivery.carriers.reached import away, was_never_reached
from dispatch.delivery.carriers.twilio_errors import judge
from dispatch.delivery.carriers.verdicts import Verdict, failure
from dispatch.letters.written import Text
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure
from models.settings.sms_carriers import TWILIO_STATUS_PATH, TwilioSettings

#: Where Twilio reports on texts sent; the public address stands before it.
#: Clocks differ: an earlier try is looked for from this long before it was queued.
_CLOCK_SKEW = timedelta(minutes=2)
#: Twilio refuses longer bodies with 21617.
MAX_CHARACTERS = 1600
_PAGE = 100

# The client logs each request's parameters, numbers and text included: ours never may.
_silent = logging.getLogger("guichet.twilio.silent")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False
_silent.setLevel(logging.CRITICAL + 1)

T = TypeVar("T")


class TwilioCarrier:
    """Hands texts to Twilio from a number, a messaging service or a name; a receipt tells the rest.

    Fulfils TextCarrier. Failures carry a `reason` (REASONS in reasons.py); `opted_out` is to be
    recorded on the person.
    """

    name = "twilio"

    def __init__(self, settings: TwilioSettings, auth_token: str) -> None:
        self._settings = settings
        transport = TwilioHttpClient(timeout=settings.timeout_seconds, logger=_silent)
        # The constructor takes one figure; requests, to which it goes as it is, also takes the pair.
        transport.timeout = (settings.connect_timeout_seconds, settings.timeout_seconds)
        session = transport.session
        # Never again by itself: a request that may have arrived is looked for first.
        session.mount("https://", HTTPAdapter(max_retries=0))
        session.mount("http://", HTTPAdapter(max_retries=0))
        self._session = session
        # An empty environment: TWILIO_REGION and TWILIO_EDGE would move the address behind our back.
        self._client = Client(settings.account_sid, auth_token, http_client=transport, environment={})
        self._client.api.base_url = settings.api_base_url

    def send(self, text: Text) -> Handover:
        """Twilio's id of the text. After a first attempt the text is looked for before it is sent again.

        Raises CarrierAway when Twilio takes no text at all now: it cannot be reached, answers nothing else
        either, or asks everybody to wait. A text whose answer was lost alone is a TemporaryFailure.
        """
        if text.attempt > 1:
            earlier = self._asking(lambda: self.find_earlier(text))
            if earlier:
                return earlier
        try:
            created: MessageInstance = self._call(lambda: self._client.messages.create(**self._message(text)))
        except (CarrierAway, ConfigurationFailure):
            raise
        except TemporaryFailure as lost:
            if lost.reason == "no_answer" and not self._answers():
                # It may have been taken before Twilio went away: the next try looks for it.
                raise CarrierAway(lost.public, lost.private, reason=lost.reason, maybe_taken=True) from lost
            raise
        return _handover(created)

    def _answers(self) -> bool:
        """Whether Twilio answers something that has nothing to do with any text."""
        try:
            self.check()
        except TemporaryFailure as wrong:
            return isinstance(wrong, ConfigurationFailure)
        except PermanentFailure:
            return True
        return True

    def _asking(self, ask: Callable[[], T]) -> T:
        """What only asks sends nothing: when it gets no answer, that says nothing of the text."""
        try:
            return ask()
        except (CarrierAway, ConfigurationFailure):
            raise
        except TemporaryFailure as lost:
            raise CarrierAway(lost.public, lost.private, reason=lost.reason) from lost

    def find_earlier(self, text: Text) -> Handover | None:
        """The text if Twilio has it from an earlier try, else None.

        Recognised by number, wording and a creation no earlier than `queued_at`: two equal texts queued
        for one number within minutes of one another can be taken for one.
        """
        since = text.queued_at - _CLOCK_SKEW
        listed = self._call(
            lambda: list(
                self._client.messages.stream(to=text.to, date_sent_after=since, page_size=_PAGE, limit=_PAGE)
            )
        )
        for message in listed:
            created_at = message.date_created or message.date_sent
            if (
                str(message.direction).startswith("outbound")
                # A try known to have failed is no reason not to try again.
                and str(message.status) not in ("failed", "undelivered", "canceled")
                and message.body == text.body
                and (created_at is None or _aware(created_at) >= since)
            ):
                return _handover(message)
        return None

    def inbound_since(self, since: datetime, to: str = "") -> Iterator[bytes]:
        """The texts people sent since then, each as the form its webhook would have carried, oldest first.

        Accepting them again is harmless: MessageSid is the key of the ledger row. `to` limits them to one
        number of ours.
        """
        filters: dict[str, Any] = {"date_sent_after": since, "page_size": _PAGE, "limit": 10_000}
        if to or self._settings.from_number:
            filters["to"] = to or self._settings.from_number
        listed = self._call(lambda: list(self._client.messages.stream(**filters)))
        inbound = [m for m in listed if m.direction == "inbound" and m.sid]
        for message in sorted(
            inbound, key=lambda m: (_aware(m.date_sent or m.date_created or since), m.sid or "")
        ):
            yield self._form(message)

    def status_of(self, carrier_id: str) -> tuple[str, int]:
        """Twilio's present status and error number of a text, for receipts that never came."""
        found: MessageInstance = self._call(lambda: self._client.messages(carrier_id).fetch())
        return str(found.status), int(found.error_code or 0)

    def check(self) -> None:
        """Ask for one listed message: raises as `send` would when account, token or network are wrong."""
        self._call(lambda: list(self._client.messages.stream(limit=1, page_size=1)))

    def close(self) -> None:
        self._session.close()

    def _message(self, text: Text) -> dict[str, Any]:
        settings = self._settings
        if len(text.body) > MAX_CHARACTERS:
            raise failure(Verdict("permanent", "too_long"), f"{len(text.body)} characters")
        sender: dict[str, str] = {"from_": settings.from_number or settings.alphanumeric_sender}
        if settings.messaging_service_sid:
            sender = {"messaging_service_sid": settings.messaging_service_sid}
        return {
            "to": text.to,
            "body": text.body,
            **sender,
            "status_callback": f"{settings.public_url}{TWILIO_STATUS_PATH}?outbox={text.outbox_id}",
            "validity_period": settings.validity_seconds,
            # What we counted and priced must be what is sent.
            "smart_encoded": False,
        }

    def _form(self, message: MessageInstance) -> bytes:
        fields = {
            "MessageSid": message.sid or "",
            "AccountSid": message.account_sid or "",
            "From": message.from_ or "",
            "To": message.to or "",
            "Body": message.body or "",
            "NumMedia": message.num_media or "0",
        }
        if fields["NumMedia"] not in ("", "0"):
            media = self._call(lambda: list(self._client.messages(message.sid or "").media.stream(limit=10)))
            for place, one in enumerate(media):
                path = (one.uri or "").removesuffix(".json")
                fields[f"MediaUrl{place}"] = f"{self._settings.api_base_url}{path}"
                fields[f"MediaContentType{place}"] = one.content_type or ""
        return urlencode(fields).encode("ascii")

    def _call(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except TwilioRestException as wrong:
            _refused(wrong.status, wrong.code or 0, wrong)
        except TwilioServiceException as wrong:
            _refused(wrong.status, wrong.code or 0, wrong)
        except TwilioException as wrong:
            # A list that is refused: the client keeps neither status nor number, only the answer.
            _refused(*_status_and_code(wrong), wrong)
        except requests.RequestException as wrong:
            if was_never_reached(wrong):
                raise away("no_answer", type(wrong).__name__) from wrong
            raise failure(Verdict("temporary", "no_answer"), type(wrong).__name__) from wrong
        except (ValueError, KeyError, TypeError, RecursionError) as wrong:
            # ValueError and its like: an answer that is no JSON of Twilio's, from something in between.
            raise failure(Verdict("temporary", "no_answer"), type(wrong).__name__) from wrong


def _status_and_code(wrong: TwilioException) -> tuple[int, int]:
    answer = wrong.args[1] if len(wrong.args) > 1 else None
    try:
        code = json.loads(getattr(answer, "text", "")).get("code")
    except (ValueError, AttributeError, RecursionError):
        code = None
    return int(getattr(answer, "status_code", 0)), code if isinstance(code, int) else 0


def _refused(status: int, code: int, wrong: Exception) -> NoReturn:
    # The exception's own text quotes the number that was refused, so only the figures go on.
    verdict = judge(code, status)
    if verdict == Verdict("temporary", "busy"):
        # Too many requests, or a full queue of our sender: nothing was taken,
        # and it is no fault of this text.
        raise away("busy", f"HTTP {status}, Twilio error {code}") from wrong
    raise failure(judge(code, status), f"HTTP {status}, Twilio error {code}") from wrong


def _handover(message: MessageInstance) -> Handover:
    segments = str(message.num_segments or "0")
    if not message.sid:
        raise failure(Verdict("temporary", "no_answer"), "an answer without sid")
    return Handover(message.sid, "handed", int(segments) if segments.isdecimal() else 0)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
