"""Requests passed on to a partner's Open311 server: posted once, followed, and never trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.deliver import Deliverer
from dispatch.letters.render import Renderer
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.outside.asking import PartnerAnswers
from dispatch.upkeep.retention.erase import erase_request
from models.errors import TemporaryFailure
from models.settings.settings import Settings
from models.store.database import Database
from models.tables.acts import PartnerUpdate
from models.tables.columns import table_of
from tests.counter import Counter
from tests.database.test_requests_are_passed_on import with_partners
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, PHOTO
from tests.outgoing import Memory
from tests.servers.other_open311 import BOMB, KEY, OUTSIDE, OtherOpen311

CUCM = "voirie@cucm.example.org"
_updates = table_of(PartnerUpdate)


class Town(Counter):
    """A counter whose partner has a server, with what carries its letters away and asks for answers."""

    def __init__(self, desk: Desk, other: OtherOpen311, **changed: Any) -> None:
        super().__init__(desk)
        self.other, self.mail = other, Memory()
        partner = {
            "key": "cucm", "name": "Communauté urbaine", "aliases": ("CUCM",), "email": CUCM,
            "delay_working_days": 5, "kind": "open311", "endpoint": other.endpoint, "jurisdiction": "cucm",
            "service_code": "AUTRE", "codes": ({"type": "reclamation", "code": "RECL"},),
            "attributes": ({"code": "origine", "value": "mairie"},), **changed,
        }  # fmt: skip
        with_partners(desk, partner)
        organisations = Organisations()
        self._deliverer = Deliverer(
            desk.database, desk.files, {"email": self.mail}, Renderer(None), SIGNER, desk.settings, desk.clock,
            organisations=organisations, jitter=lambda: 0.0, monotonic=lambda: desk.clock.now.timestamp(),
        )  # fmt: skip
        self.asking = PartnerAnswers(desk.database, organisations, desk.settings, desk.clock)
        self.citizen(
            "Une conduite fuit au gymnase Guimard. Appelez-moi au 06 39 98 00 12.\n\nJeanne Petit",
            files={"fuite.jpg": PHOTO},
            name="Jeanne Petit",
        )
        self.leave()

    def leave(self, seconds: float = 200) -> None:
        """Time passes, and what is due leaves, really."""
        self.desk.clock.pass_seconds(seconds)
        while self._deliverer.deliver_next():
            pass

    def pass_on(self, words: str = "votre conduite, je crois") -> dict[str, Any]:
        """An agent passes the request on; the row of the letter."""
        self.agent(f"transmettre à la CUCM : {words}")
        self.leave()
        return self.outbox("partner_request", CUCM)[-1]

    def answers(self) -> int:
        kept = self.asking.run()
        self.leave(0)
        return kept


@pytest.fixture
def other() -> Iterator[OtherOpen311]:
    with OtherOpen311() as running:
        yield running


@pytest.fixture
def desk(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "secrets" / "partners").mkdir(parents=True)
    key = tmp_path / "secrets" / "partners" / "cucm"
    key.write_text(KEY, "utf-8")
    key.chmod(0o600)
    settings = {"data_dir": tmp_path, "partners": {"allowed_networks": ["127.0.0.0/8"], "timeout_seconds": 5}}
    made = Desk(sqlite_town_database, tmp_path, settings=Settings.model_validate(settings))
    yield made
    made.close()


@pytest.fixture
def town(desk: Desk, other: OtherOpen311) -> Town:
    return Town(desk, other)


def test_a_request_is_posted_with_what_the_partner_may_see_and_no_letter_leaves(town: Town) -> None:
    town.agent("transmettre à la CUCM : votre conduite, je crois")
    assert town.other.posted == [], "it leaves after the moment in which it can be withdrawn"
    town.leave()
    [posted] = town.other.posted
    assert posted["service_code"] == "AUTRE" and posted["jurisdiction_id"] == "cucm"
    assert posted["attribute[origine]"] == "mairie" and posted["address_string"].startswith("Gymnase Guimard")
    said = posted["description"]
    assert said.startswith("Ampoule cassée\n\nvotre conduite, je crois") and "Une conduite fuit" in said
    for hidden in ("06 39 98", "Jeanne", "Petit", CITIZEN):
        assert hidden not in str(posted)
    assert not {"email", "phone", "first_name"} & posted.keys()
    row = town.outbox("partner_request", CUCM)[0]
    assert (row["state"], row["carrier"], row["carrier_id"]) == ("sent", "open311", "T-101")
    assert said.endswith(f"Référence de la mairie\u00a0: 2026-00001-{row['id']}")
    assert posted["attribute[external_id]"] == f"2026-00001-{row['id']}"
    assert CUCM not in [letter.envelope_to for letter in town.mail.letters]
    assert town.state() == "with-partner"
    [passed] = town.request()["passed_on"]
    assert passed["their_number"] == "T-101" and passed["answered_at"] is None
    assert town.notes()[-2] == "Communauté urbaine a reçu la demande sous le numéro T-101."
    assert town.outbox("passed_on", CITIZEN)[0]["data"]["partner"] == "Communauté urbaine"


def test_a_file_that_their_server_does_not_take_is_said_to_whoever_holds_the_request(town: Town) -> None:
    town.pass_on()
    stayed = (
        "Resté à la mairie, car le serveur de Communauté urbaine ne le prend pas\u00a0: fichier 1.jpg. "
        f"Si Communauté urbaine en a besoin, envoyez-le par courriel à {CUCM}."
    )
    assert town.notes()[-1] == stayed
    assert town.outbox("note_added", KEEPER)[-1]["data"]["text"] == stayed


def test_annuler_before_it_leaves_posts_nothing(town: Town) -> None:
    town.agent("transmettre à la CUCM")
    town.agent("annuler")
    town.leave()
    assert town.other.posted == [] and town.state() == "new"


def test_an_answer_that_was_lost_is_looked_up_and_nothing_is_posted_twice(town: Town) -> None:
    town.other.answers = ["lost"]
    row = town.pass_on()
    assert (row["state"], row["doubts"]) == ("queued", 1)
    town.leave(4_000)
    assert len(town.other.posted) == 1
    assert town.outbox("partner_request")[0]["carrier_id"] == "T-101"
    assert town.other.calls.count(("POST", "requests")) == 1


def test_where_nothing_tells_whether_it_arrived_nothing_is_posted_and_the_holder_is_told(town: Town) -> None:
    town.other.shows = ()
    town.other.answers = ["lost"]
    town.pass_on()
    town.leave(4_000)
    assert town.other.calls.count(("POST", "requests")) == 1
    assert town.outbox("partner_request")[0]["state"] == "failed"
    [told] = town.outbox("undeliverable", KEEPER)
    assert told["data"]["reason"] == "partner_doubtful"
    assert town.other.posted[0]["attribute[external_id]"] in town.outbox("partner_request")[0]["last_error"]


def test_what_surely_never_arrived_is_posted_again(town: Town) -> None:
    town.other.answers = [(500, "oops"), (429, ""), (503, "")]
    town.pass_on()
    for _ in range(4):
        town.leave(20_000)
    assert [row["state"] for row in town.outbox("partner_request")] == ["sent"]
    assert len(town.other.posted) == 1
    assert not town.outbox("undeliverable")


def test_a_server_that_knows_our_reference_is_posted_to_again_without_a_look(
    desk: Desk, other: OtherOpen311
) -> None:
    town = Town(desk, other, idempotent=True)
    other.answers = ["lost"]
    town.pass_on()
    town.leave(4_000)
    assert other.calls == [("POST", "requests")] * 2
    assert len({each["attribute[external_id]"] for each in other.posted}) == 1


@pytest.mark.parametrize("answer", [(400, "<errors><error><description>service_code</description></error></errors>"),
                                    (403, "no"), (302, ""), (404, "{}")])  # fmt: skip
def test_a_refusal_ends_it_at_once_and_the_holder_is_told(town: Town, answer: tuple[int, str]) -> None:
    town.other.answers = [answer]
    row = town.pass_on()
    assert row["state"] == "failed" and f"HTTP {answer[0]}" in row["last_error"]
    assert town.outbox("undeliverable", KEEPER)[0]["data"]["reason"] == "partner_refused"
    assert town.other.calls == [("POST", "requests")]
    # The address of their people is as good as before.
    town.agent("transmettre à la CUCM : encore")
    town.leave()
    assert len(town.other.posted) == 1


@pytest.mark.parametrize("body", [BOMB, OUTSIDE, "<a>" * 50_000, "{" * 50_000, "", "<x/>", "\x00", "[[1]]",
                                  "x" * 5_000_000])  # fmt: skip
def test_an_answer_that_cannot_be_read_is_doubted_and_does_no_harm(town: Town, body: str) -> None:
    town.other.answers = [(200, body)]
    row = town.pass_on()
    assert (row["state"], row["doubts"], row["carrier_id"]) == ("queued", 1, None)
    assert "root:" not in row["last_error"]
    town.other.answers = [(200, body)]
    town.leave(4_000)
    assert town.other.posted == []
    assert town.other.calls.count(("POST", "requests")) == 1


def test_a_server_in_our_own_network_is_never_called_unless_the_settings_name_it(
    desk: Desk, other: OtherOpen311
) -> None:
    alone = desk.settings.model_copy(
        update={"partners": desk.settings.partners.model_copy(update={"allowed_networks": ()})}
    )
    desk.settings = alone
    town = Town(desk, other)
    row = town.pass_on()
    assert other.calls == [] and row["state"] == "failed"
    assert "partners.allowed_networks" in row["last_error"]
    assert town.outbox("undeliverable", KEEPER)


def test_what_they_say_becomes_their_answer_once_and_one_word_sends_it(town: Town) -> None:
    town.pass_on()
    town.other.say("T-101", "open")
    town.other.say("T-999", "fixed", "Une demande qui n’est pas la nôtre")
    town.other.say("T-101", "fixed", "Conduite changée ce matin.\r\nBonne journée")
    assert (town.answers(), town.answers()) == (1, 0)
    assert town.notes()[-1] == "Le problème est résolu.\n\nConduite changée ce matin.\nBonne journée"
    [told] = town.outbox("partner_replied", KEEPER)
    assert told["data"]["machine"] and told["data"]["their_number"] == "T-101" and told["data"]["can_send"]
    assert town.state() == "with-partner" and "answer" not in town.told(CITIZEN)
    assert town.request()["passed_on"][0]["answered_at"] is not None

    town.agent("envoyer")
    [sent] = town.outbox("answer", CITIZEN)
    assert sent["data"]["text"].startswith("Voici la réponse de Communauté urbaine\u00a0:")
    assert "Conduite changée ce matin." in sent["data"]["text"]


def test_our_own_letter_given_back_is_not_sent_by_a_word(town: Town) -> None:
    town.pass_on("entre nous, le riverain exagère beaucoup")
    town.other.say("T-101", "in_progress", town.other.posted[0]["description"])
    assert town.answers() == 1
    assert town.outbox("partner_replied", KEEPER)[0]["data"]["can_send"] is False
    town.agent("envoyer")
    assert town.help() == "nothing_kept"


def test_without_the_extension_each_request_is_asked_for_and_only_a_change_is_news(town: Town) -> None:
    town.pass_on()
    town.other.updates = None
    assert town.answers() == 0
    town.other.statuses["T-101"] = "closed"
    assert (town.answers(), town.answers()) == (1, 0)
    assert town.notes()[-1] == "La demande est close."


def test_a_token_becomes_a_number_when_they_have_one(town: Town) -> None:
    town.other.gives_tokens = True
    assert town.pass_on()["carrier_id"] == "token:T-101"
    assert town.request()["passed_on"][0]["their_number"] == ""
    town.answers()
    assert town.request()["passed_on"][0]["their_number"] == "T-101"
    town.other.say("T-101", "in_progress")
    assert town.answers() == 1


def test_a_server_that_says_without_end_is_heard_a_hundred_times(town: Town) -> None:
    town.pass_on()
    for number in range(150):
        town.other.say("T-101", "in_progress", f"Nouvelle {number}")
    town.answers()
    assert town.value(sa.select(sa.func.count()).select_from(_updates)) == 100


def test_a_partner_that_does_not_answer_is_named_and_asked_again(town: Town) -> None:
    town.pass_on()
    town.other.say("T-101", "fixed")
    for broken in ((500, ""), (200, BOMB), "lost"):
        town.other.answers = [broken]
        with pytest.raises(TemporaryFailure, match="cucm"):
            town.asking.run()
    assert town.answers() == 1


def test_what_they_said_goes_with_the_request(town: Town) -> None:
    town.pass_on()
    town.other.say("T-101", "fixed")
    town.answers()
    with town.desk.database.transaction() as session:
        erase_request(session, town.column("id"), town.desk.clock())
    assert town.value(sa.select(sa.func.count()).select_from(_updates)) == 0
