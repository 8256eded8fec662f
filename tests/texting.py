"""A town that texts: the real service, a stateful Twilio on loopback, calls signed as Twilio signs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cli.office import now
from dispatch.listing import get_request
from dispatch.tell import Fact, tell_requester
from tests.servers.fake_twilio import ACCOUNT_SID, AUTH_TOKEN, FakeMessage, FakeTwilio, deliver, signed_call
from tests.town import Town, wait_until

NUMBER = "+33199000001"
CITIZEN = "+33639980012"
OTHER = "+33639980013"
PUBLIC_URL = "https://guichet.mairie.example"


def texting_settings(twilio_url: str, **sms: Any) -> dict[str, Any]:
    """Settings of a town whose texts go through `twilio_url`; it never sleeps."""
    always = dict.fromkeys(("weekdays", "saturday", "sunday", "holidays"), "00:00-24:00")
    account = {
        "account_sid": ACCOUNT_SID,
        "auth_token": AUTH_TOKEN,
        "from_number": NUMBER,
        "api_base_url": twilio_url,
        **sms.pop("twilio", {}),
    }
    return {
        "doors": {
            "smtp": {"port": 0},
            "http": {"port": 0, "public_url": PUBLIC_URL},
            "sms": {"enabled": True},
        },
        "sms": {"carrier": "twilio", "quiet_hours": always, **sms, "twilio": account},
    }


class TextTown(Town):
    """A town with a telephone number."""

    def __init__(self, directory: Path, database_url: str, twilio: FakeTwilio, **changes: Any) -> None:
        sms = changes.pop("sms", {})
        super().__init__(directory, database_url, **{**texting_settings(twilio.url, **sms), **changes})
        self.twilio = twilio

    @property
    def http(self) -> str:
        host, port = self.service.http_address or ("", 0)
        return f"http://{host}:{port}"

    # --- What people and Twilio do ---------------------------------------------------------------------

    def text(
        self, body: str, *, sender: str = CITIZEN, media: tuple[tuple[str, bytes], ...] = ()
    ) -> FakeMessage:
        """Text the town; waits until all is done and told."""
        message = self.twilio.receive(sender, NUMBER, body, media)
        assert self.call(message) == 200
        self.settle()
        return message

    def call(self, message: FakeMessage, path: str = "/sms/twilio") -> int:
        """The webhook call about a message, really signed; the HTTP status."""
        body, headers = signed_call(self.twilio.webhook_form(message), PUBLIC_URL + path)
        return deliver(self.http + path, body, headers)[0]

    def report(self, message: FakeMessage, status: str, error_code: int | None = None) -> int:
        """The status callback about a text the town sent."""
        form = self.twilio.status_form(message, status, error_code)
        body, headers = signed_call(form, message.status_callback)
        answer = deliver(self.http + message.status_callback.removeprefix(PUBLIC_URL), body, headers)[0]
        self.settle()
        return answer

    # --- What people read ------------------------------------------------------------------------------

    def texts_to(self, number: str = CITIZEN) -> list[str]:
        """Every text Twilio took for this number, oldest first."""
        return [message.body for message in self.twilio.outbound if message.to == number]

    def last_text(self, number: str = CITIZEN) -> FakeMessage:
        return [message for message in self.twilio.outbound if message.to == number][-1]

    # --- What happens meanwhile ------------------------------------------------------------------------

    def wait_for_notice(self, notice: str, count: int, *, why: str) -> None:
        """Wait until so many notices of a kind exist and the last is held back for a reason that says `why`."""

        def held() -> bool:
            rows = [row for row in self.notices() if row["notice"] == notice]
            return len(rows) == count and rows[-1]["state"] == "queued" and why in rows[-1]["last_error"]

        wait_until(held, f"no {notice} is held back because of {why}")

    def ask_survey(self, reference: str) -> None:
        """Ask the requester's opinion, as a town that does so would."""
        with self.office.database.transaction() as session:
            fact = Fact(get_request(session, reference), "a survey", now())
            assert tell_requester(session, fact, "survey")
        self.settle()
