"""Our own Open311 server as the other town: a request goes over, is treated there, and its news come back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dispatch.delivery.outside import calling, client
from models.settings.settings import Settings
from models.signing.tokens import Purpose
from models.store.database import Database
from tests.database.test_partners_take_requests_by_open311 import Town
from tests.desk import SIGNER, Desk
from tests.letters import KEEPER, write
from tests.servers.other_open311 import OtherOpen311
from tests.web.browsing import Counter
from tests.web.test_applications_call_open311 import key_of, open_counter


@pytest.fixture
def there(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The other town, whose server answers."""
    with open_counter(sqlite_town_database, tmp_path / "there") as counter:
        yield counter


@pytest.fixture
def here(there: Counter, sqlite_town_template: Path, tmp_path: Path) -> Iterator[Town]:
    """Our town, with a database and keys of its own, whose partner is the other one."""
    own = tmp_path / "here"
    keys = own / "secrets" / "partners"
    keys.mkdir(parents=True)
    (keys / "cucm").write_text(key_of(there, "mairie"), "utf-8")
    (keys / "cucm").chmod(0o600)
    shutil.copyfile(sqlite_town_template, own / "guichet.db")
    database = Database(f"sqlite:///{own / 'guichet.db'}")
    settings = {"data_dir": own, "partners": {"allowed_networks": ["127.0.0.0/8"]}}
    desk = Desk(database, own, settings=Settings.model_validate(settings))
    other = OtherOpen311()
    other.stay_closed()
    other.endpoint = f"{there.address}/open311/v2/"
    assert urlsplit(other.endpoint).hostname == "127.0.0.1"
    yield Town(
        desk, other, service_code="signalement", jurisdiction="", idempotent=True, takes_files=True, codes=()
    )
    desk.close()
    database.close()


def test_a_request_goes_over_with_its_picture_and_comes_back_as_an_answer(here: Town, there: Counter) -> None:
    row = here.pass_on("conduite devant le gymnase")
    assert (row["state"], row["carrier"]) == ("sent", "open311")
    assert row["carrier_id"].startswith("token:"), "it is decided there when somebody reads"
    there.settle()
    assert here.answers() == 0
    [passed] = here.request()["passed_on"]
    reference = passed["their_number"]
    theirs = there.request(reference)
    assert theirs.state == "new"
    [first] = [each for each in there.entries() if each.kind == "message_in"]
    assert "conduite devant le gymnase" in first.text and "06 39 98" not in first.text

    there.desk.clock.pass_seconds(600)
    agent = there.notices("assigned")[-1].recipient
    _treat(there, reference, agent)
    here.desk.clock.pass_seconds(900)
    assert here.answers() >= 1
    told = here.outbox("partner_replied", KEEPER)[-1]["data"]
    assert told["their_number"] == reference and told["machine"]
    assert "Le problème est résolu (terminée)." in here.notes()[-1]


def test_what_was_heard_though_its_answer_was_lost_is_one_request_there(here: Town, there: Counter) -> None:
    real, lost = calling.exchange, []

    def once(method: str, url: str, **more: object) -> calling.Answer:
        answer = real(method, url, **more)  # type: ignore[arg-type]  # handed on as it came
        if method == "POST" and not lost:
            lost.append(url)
            raise calling.Unanswered("It does not answer.", maybe_taken=True)
        return answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "exchange", once)
        assert here.pass_on()["state"] == "queued"
        here.leave(4_000)
    assert here.outbox("partner_request")[-1]["state"] == "sent" and lost
    there.settle()
    assert there.desk.states() == ["new_request"]


def _treat(there: Counter, reference: str, agent: str) -> None:
    """Whoever has it there says that it is done."""
    person = there.notices("assigned")[-1].person_id
    until = there.desk.clock() + timedelta(days=30)
    to = f"demandes+{SIGNER.sign(Purpose.ASSIGNEE, there.request(reference).id, person, until)}@ville.test"
    letter = write("terminé", sender=agent, name="", subject="Re: demande")
    there.desk.take(letter, envelope_from=agent, recipients=(to,))
    there.settle()
