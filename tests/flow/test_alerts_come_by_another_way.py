"""What carries alerts may be what fails: mail that does not leave is told by text, texts that do not by mail."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from dispatch.delivery import pauses
from models.retry import RetryPolicy
from tests.flow.conftest import TextFounder
from tests.letters import ADMINISTRATOR, write
from tests.texting import TextTown
from tests.town import wait_until

ON_CALL = "+33639980077"
#: One is away for the shortest time: from the second try on, it is told.
SOON = {"sent_within_seconds": 0.1}
#: Reached only when something is broken, on a machine that may have much else to do.
PATIENCE = 90.0


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is away is tried again after tenths of a second, not after five, fifteen and thirty seconds."""
    monkeypatch.setattr(pauses, "AWAY", RetryPolicy(1_000_000, (0.3, 0.6, 0.9), 0.9))


def _alerts(town: TextTown, channel: str = "sms") -> list[str]:
    rows = [row for row in town.notices() if (row["notice"], row["channel"]) == ("alert", channel)]
    return [row["data"]["key"] for row in rows]


def test_a_relay_that_is_down_is_told_by_text_and_the_mail_that_says_more_follows(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(alerts={**SOON, "recipients": [ADMINISTRATOR, "+33 6 39 98 00 77"]})
    town.world.stop()
    town.post(write("Une ampoule est cassée au gymnase Guimard."))
    wait_until(lambda: bool(town.texts_to(ON_CALL)), "nobody hears that mail does not leave", PATIENCE)
    (text,) = town.texts_to(ON_CALL)
    assert "le courrier ne part pas" in text and "guichet doctor mail" in text
    assert town.world.to(ADMINISTRATOR) == []

    town.world.start()
    town.settle()
    (mail,) = [each for each in town.world.to(ADMINISTRATOR) if "ne part pas" in each.text]
    assert "Détail technique" in mail.text and "tout part dès qu’il répond de nouveau" in mail.text
    assert len(town.texts_to(ON_CALL)) == 1


def test_a_provider_of_texts_that_is_down_is_told_by_mail_alone(found_text_town: TextFounder) -> None:
    town = found_text_town(alerts={**SOON, "recipients": [ADMINISTRATOR, ON_CALL]})
    town.twilio.is_down = True
    message = town.twilio.receive("+33639980012", "+33199000001", "Lampadaire éteint rue des Écoles", ())
    assert town.call(message) == 200

    def told() -> bool:
        return any("les SMS ne partent pas" in each.text for each in town.world.to(ADMINISTRATOR))

    wait_until(told, "nobody hears that texts do not leave", PATIENCE)
    assert (_alerts(town), _alerts(town, "email")) == ([], ["texts_away"])
    town.twilio.is_down = False
    town.settle()
    assert town.texts_to(ON_CALL) == []


def test_while_both_are_down_whoever_watches_from_outside_sees_it(found_text_town: TextFounder) -> None:
    town = found_text_town(alerts={**SOON, "recipients": [ON_CALL]})
    town.world.stop()
    town.twilio.is_down = True
    town.post(write("Une ampoule est cassée au gymnase Guimard."))
    wait_until(lambda: _alerts(town) == ["mail_away"], "no text waits for its provider", PATIENCE)

    def seen() -> str:
        try:
            with urlopen(f"{town.http}/health/ready") as answer:
                return str(json.loads(answer.read()))
        except HTTPError as refused:
            return f"{refused.code} {refused.read().decode()}"

    wait_until(
        lambda: seen().startswith("503") and "to leave" in seen(), "it says that it is ready", PATIENCE
    )
    town.twilio.is_down = False
    wait_until(lambda: bool(town.texts_to(ON_CALL)), "the text does not leave as soon as it can", PATIENCE)
    town.world.start()
    town.settle()
