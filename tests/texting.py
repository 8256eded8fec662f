"""A town that texts: the real service, a stateful Twilio on loopback, calls signed as Twilio signs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cli.office import now
from dispatch.history.actor import SYSTEM, Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.notices import queue
from dispatch.notices.tell import News, tell_requester
from dispatch.people.contacts import find_contact
from dispatch.people.merging import link_contacts
from dispatch.queries.requests import request_id_of
from dispatch.requests.assignment import assign_agent
from models.tables.columns import table_of
from models.tables.texts import UploadLink
from models.tables.traces import AccessRecord
from models.values import ContactKind
from models.vocabulary import ActorRole
from tests.letters import ROADS, ROADS_AGENT, answer
from tests.servers.fake_twilio import ACCOUNT_SID, AUTH_TOKEN, FakeMessage, FakeTwilio, deliver, signed_call
from tests.town import Town, wait_until

_links, _records = table_of(UploadLink), table_of(AccessRecord)
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


class AnyTextTown(Town):
    """A town whose people text, through whichever provider."""

    def accesses(self, action: str) -> list[dict[str, Any]]:
        """The data of the access log's lines of one kind."""
        with self.office.database.reading() as session:
            query = sa.select(_records.c.data).where(_records.c.action == action).order_by(_records.c.id)
            return list(session.connection().execute(query).scalars())

    def link(self, number: str, address: str) -> None:
        """Make an address known as that of whoever has this number, as `guichet people link` does."""
        with self.office.database.transaction() as session:
            contact = find_contact(session, ContactKind.PHONE, number)
            assert contact is not None
            link_contacts(session, contact, ContactKind.EMAIL, address, address, now())


class TextTown(AnyTextTown):
    """A town with a telephone number."""

    def __init__(self, directory: Path, database_url: str, twilio: FakeTwilio, **changes: Any) -> None:
        sms = changes.pop("sms", {})
        super().__init__(directory, database_url, **{**texting_settings(twilio.url, **sms), **changes})
        self.twilio = twilio

    @property
    def public_url(self) -> str:
        """How the world reaches it: what Twilio signs."""
        return self.settings.doors.http.public_url

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
        body, headers = signed_call(self.twilio.webhook_form(message), self.public_url + path)
        return deliver(self.http + path, body, headers)[0]

    def report(self, message: FakeMessage, status: str, error_code: int | None = None) -> int:
        """The status callback about a text the town sent; waits until all is done and told."""
        answer = self.report_and_go_on(message, status, error_code)
        self.settle()
        return answer

    def report_and_go_on(self, message: FakeMessage, status: str, error_code: int | None = None) -> int:
        """The same, without waiting for what is to be sent later."""
        form = self.twilio.status_form(message, status, error_code)
        body, headers = signed_call(form, message.status_callback)
        return deliver(self.http + message.status_callback.removeprefix(self.public_url), body, headers)[0]

    def call_unsigned(self, message: FakeMessage) -> int:
        """A call that somebody else made up."""
        body, headers = signed_call(
            self.twilio.webhook_form(message), self.public_url + "/sms/twilio", "not-the-token"
        )
        return deliver(f"{self.http}/sms/twilio", body, headers)[0]

    def call_then_forget_media(self, message: FakeMessage) -> int:
        """The call about a message whose files Twilio deletes at once."""
        body, headers = signed_call(self.twilio.webhook_form(message), self.public_url + "/sms/twilio")
        message.media.clear()
        return deliver(f"{self.http}/sms/twilio", body, headers)[0]

    # --- What people read ------------------------------------------------------------------------------

    def texts_to(self, number: str = CITIZEN) -> list[str]:
        """Every text Twilio took for this number, oldest first."""
        return [message.body for message in self.twilio.outbound if message.to == number]

    def last_text(self, number: str = CITIZEN) -> FakeMessage:
        return [message for message in self.twilio.outbound if message.to == number][-1]

    # --- What happens meanwhile ------------------------------------------------------------------------

    def wait_for_notice(self, notice: str, count: int, *, why: str) -> None:
        """Wait until so many notices of a kind exist and the last is held back for a reason that says
        `why`.
        """

        def held() -> bool:
            rows = [row for row in self.notices() if row["notice"] == notice]
            return len(rows) == count and rows[-1]["state"] == "queued" and why in rows[-1]["last_error"]

        wait_until(held, f"no {notice} is held back because of {why}")

    def ask_survey(self, reference: str) -> None:
        """Ask the requester's opinion, as a town that does so would."""
        with self.office.database.transaction() as session:
            assert tell_requester(self._change(session, reference, "a survey", SYSTEM), News("survey"))
        self.settle()

    def wait_for_state(self, notice: str, state: str) -> dict[str, Any]:
        """The newest notice of a kind, once it is in `state`."""

        def newest() -> dict[str, Any]:
            return next((row for row in reversed(self.notices()) if row["notice"] == notice), {})

        wait_until(lambda: newest().get("state") == state, f"{notice} is never {state}")
        return newest()

    def send_now(self, notice: str) -> None:
        """Let the time pass until the newest notice of a kind is due, and until it is sent."""
        row = [row for row in self.notices() if row["notice"] == notice][-1]
        with self.office.database.transaction() as session:
            queue.retry(session, row["id"], now())
        self.settle()

    def wait_for_files(self, count: int) -> None:
        wait_until(lambda: len(self.request()["attachments"]) == count, f"{count} files never come")
        self.settle()

    def wait_for_entry(self, words: str) -> None:
        wait_until(
            lambda: any(words in entry["text"] for entry in self.request()["entries"]),
            f"no entry says {words}",
        )

    def let_links_expire(self) -> None:
        with self.office.database.transaction() as session:
            session.connection().execute(sa.update(_links).values(expires_at=now()))

    def assign(self, reference: str, agent: str) -> None:
        """Give a request to an agent, as `guichet requests assign` does."""
        with self.office.database.transaction() as session:
            assign_agent(self._change(session, reference, "a test", Actor(ActorRole.AGENT)), agent)
        self.settle()

    def _change(self, session: Session, reference: str, cause: str, actor: Actor) -> Change:
        in_force = self.service._organisations.current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, reference))
        return Change(session, in_force, request, actor, cause, now(), channels=("email", "sms"))

    def answer_as_agent(self, words: str) -> None:
        """Answer the last letter that the roads department had."""
        self.send(
            answer(
                self.world.to(ROADS)[-1] if self.world.to(ROADS) else self.world.to(ROADS_AGENT)[-1], words
            )
        )
