"""Two towns of one machine, same names, numbers and rows in both: nothing that opens one opens the other."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
import requests
import sqlalchemy as sa

from cli.office import now
from dispatch.programs.keys import add_key
from dispatch.web.entering.sessions import open_session
from dispatch.web.own.calendars import open_feed
from models.errors import GuichetError, InvalidValue
from models.signing.notes import NoteSigner
from models.signing.sealed import Seal
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.programs.keys import ProgramKind
from models.tables.traces import AccessRecord
from tests.letters import KEEPER, answer, relayed, reply_address, write
from tests.photos import noise
from tests.servers.fake_twilio import FakeTwilio, deliver, signed_call
from tests.texting import NUMBER, TextTown
from tests.town import texts
from tests.web.browsing import Browser

_contacts, _accesses = table_of(ContactPoint), table_of(AccessRecord)
PAUL = "+33639980023"  # an agent who prefers texts
#: Whether something opens a town, or is obeyed there. It is the one it was made in, or another.
Opens = Callable[[TextTown], bool]


class Two(NamedTuple):
    here: TextTown
    there: TextTown


@pytest.fixture(scope="module")
def two(sqlite_town_template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two towns of one Twilio account, that come from one template: ids, references and people are the same."""
    with ExitStack() as closing:
        made = []
        for port in (8081, 8082):
            folder = tmp_path_factory.mktemp("town")
            shutil.copyfile(str(sqlite_town_template), folder / "guichet.db")
            doors = {
                "smtp": {"port": 0},
                "http": {"port": 0, "public_url": f"http://127.0.0.1:{port}"},
                "sms": {"enabled": True},
            }
            twilio = closing.enter_context(FakeTwilio())
            # Each of these requests is one of its own, however alike they are.
            apart = {"open311": {"enabled": True}, "incidents": {"within_hours": 0}}
            town = TextTown(folder, f"sqlite:///{folder / 'guichet.db'}", twilio, doors=doors, **apart)
            town.open()
            closing.callback(town.close)
            made.append(town)
        yield Two(*made)


def _asked(town: TextTown, who: str, words: str = "Une lampe est en panne au gymnase Guimard.") -> str:
    """A citizen's mail with a photo that no other town has; the reference of the request."""
    photo = noise(seed=int(town.public_url[-1]))
    town.send(
        write(
            f"{words} ({town.public_url})", sender=f"{who}@example.org", name="", files={"lampe.jpg": photo}
        )
    )
    return str(town.requests()[-1]["reference"])


def _person(town: TextTown, address: str = KEEPER) -> int:
    with town.office.database.reading() as session:
        wanted = sa.select(_contacts.c.person_id).where(_contacts.c.value == address)
        return int(session.connection().execute(wanted).scalar_one())


def _get(town: TextTown, path: str, **options: object) -> requests.Response:
    return requests.get(town.http + path, allow_redirects=False, timeout=60, **options)  # type: ignore[arg-type]


def _accessed(town: TextTown) -> int:
    """Lines of the access log about whoever got in."""
    with town.office.database.reading() as session:
        counted = sa.select(sa.func.count()).where(_accesses.c.action.in_(("show", "list", "file", "change")))
        return int(session.connection().execute(counted).scalar_one())


# --- By mail -------------------------------------------------------------------------------------------------


def _reply_address_of_staff(town: TextTown) -> Opens:
    reference = _asked(town, "staff")
    notice = town.world.to(KEEPER)[-1]

    def orders(at: TextTown) -> bool:
        at.send(answer(notice, "terminé"))
        return bool(at.request(reference)["state"] != "new")

    return orders


def _reply_address_of_a_requester(town: TextTown) -> Opens:
    reference = _asked(town, "requester")
    to = reply_address(town.world.to("requester@example.org")[0])

    def joins(at: TextTown) -> bool:
        before = texts(at.request(reference), "message_in")
        # Without the number that both towns have: by the address alone.
        at.send(write("Cela presse.", subject="Bonjour", sender="requester@example.org", name="", to=to))
        return texts(at.request(reference), "message_in") != before

    return joins


def _message_id(town: TextTown) -> Opens:
    """An answer to the town hall's own address, which names our letter."""
    reference = _asked(town, "thread")
    letter = town.world.to("thread@example.org")[0]

    def joins(at: TextTown) -> bool:
        before = texts(at.request(reference), "message_in")
        again = answer(letter, "Cela presse.", to="mairie@ville.test", subject="Bonjour")
        at.send(again)
        return texts(at.request(reference), "message_in") != before

    return joins


def _confirmation_of_an_agent(town: TextTown) -> Opens:
    reference = _asked(town, "confirmed")
    town.send(relayed(answer(town.world.to(KEEPER)[-1], "terminé")))
    question = town.world.to(KEEPER)[-1]
    assert "Ce message est-il de vous" in question.header("Subject")

    def confirms(at: TextTown) -> bool:
        at.send(answer(question, "OK"))
        return bool(at.request(reference)["state"] != "new")

    return confirms


def _stop_of_news(town: TextTown) -> Opens:
    """ARRÊT from nobody proves it: it is confirmed from the letter that asks."""
    _asked(town, "stopped")
    letter = town.world.to("stopped@example.org")[0]
    town.send(relayed(answer(letter, "ARRÊT", to="mairie@ville.test", keep_ids=False)))
    question = town.world.to("stopped@example.org")[-1]
    assert "CONFIRMER" in question.text

    def stops(at: TextTown) -> bool:
        before = [each for each in at.told() if each[1] == "stopped@example.org"]
        at.send(answer(question, "CONFIRMER"))
        told = [each for each in at.told() if each[1] == "stopped@example.org"][len(before) :]
        return [notice for notice, _ in told] == ["word_answered"]

    return stops


# --- By text -------------------------------------------------------------------------------------------------


def _signature_of_twilio(town: TextTown) -> Opens:
    message = town.twilio.receive("+33639980031", NUMBER, "Un banc est cassé", ())
    body, headers = signed_call(town.twilio.webhook_form(message), f"{town.public_url}/sms/twilio")

    def is_taken(at: TextTown) -> bool:
        before = len(at.ledger())
        status = deliver(f"{at.http}/sms/twilio", body, headers)[0]
        at.settle()
        assert (status == 200) == (len(at.ledger()) > before)
        return status == 200

    return is_taken


def _code_of_a_notice(town: TextTown) -> Opens:
    town.text("Fuite d’eau au gymnase Guimard, côté vestiaires", sender="+33639980032")
    reference = town.requests()[-1]["reference"]
    town.assign(reference, "paul-girard")
    order = town.texts_to(PAUL)[-1].split('"')[1]

    def orders(at: TextTown) -> bool:
        at.text(order, sender=PAUL)
        return bool(at.request(reference)["state"] == "taken")

    return orders


def _code_of_an_address(town: TextTown) -> Opens:
    _asked(town, "linked")
    town.text("EMAIL linked@example.org", sender="+33639980033")
    code = re.findall(r"\b[0-9]{6}\b", town.world.to("linked@example.org")[-1].text)[-1]

    def is_believed(at: TextTown) -> bool:
        before = len(at.texts_to("+33639980033"))
        at.text(code, sender="+33639980033")
        said = " ".join(at.texts_to("+33639980033")[before:])
        return bool(re.search(r"\b[0-9]{6}\b", said))  # the next code, which proves the number

    return is_believed


# --- In a browser --------------------------------------------------------------------------------------------


def _cookie(town: TextTown) -> dict[str, str]:
    with town.office.database.transaction() as session:
        secret = open_session(
            session, _person(town), as_staff=True, by="a test", now=now(), web=town.settings.web
        )
    return {"guichet": secret}


def _session(town: TextTown) -> Opens:
    page, cookie = f"/demandes/{_asked(town, 'session')}", _cookie(town)
    return lambda at: (found := _get(at, page, cookies=cookie)).status_code == 200 and "Guimard" in found.text


def _file_of_a_request(town: TextTown) -> Opens:
    page, cookie = f"/demandes/{_asked(town, 'file')}", _cookie(town)
    file = re.findall(rf'{page}/fichiers/[^"?]+', _get(town, page, cookies=cookie).text)[0]
    return lambda at: (found := _get(at, file, cookies=cookie)).status_code == 200 and bool(found.content)


def _digest_of_a_file(town: TextTown) -> Opens:
    reference = _asked(town, "digest")
    (file,) = town.request(reference)["attachments"]

    def is_kept(at: TextTown) -> bool:
        try:
            return hashlib.sha256(at.office.files.get(file["sha256"])).hexdigest() == file["sha256"]
        except GuichetError:
            return False

    return is_kept


def _tracking_link(town: TextTown) -> Opens:
    _asked(town, "tracked")
    (path,) = set(re.findall(r"/suivi/[\w.~-]+", town.world.to("tracked@example.org")[0].text))
    return lambda at: (found := _get(at, path)).status_code == 200 and town.public_url in found.text


def _upload_link(town: TextTown) -> Opens:
    town.text("Un portail est cassé", sender="+33639980034")
    (path,) = re.findall(rf"{town.public_url}(/depot/\w+)", town.texts_to("+33639980034")[0])

    def takes(at: TextTown) -> bool:
        before = len(at.ledger())
        sent = requests.post(at.http + path, files={"file1": ("a.jpg", noise())}, timeout=60)
        at.settle()
        assert sent.ok == (len(at.ledger()) > before)
        return sent.ok

    return takes


def _page_of_a_long_answer(town: TextTown) -> Opens:
    town.text("Une vitre est fendue au gymnase Guimard", sender="+33639980035")
    town.send(answer(town.world.to(KEEPER)[-1], "Bonjour Madame, " + "nous avons commandé la pièce. " * 40))
    (path,) = re.findall(rf"{town.public_url}(/suite/\w+)", town.texts_to("+33639980035")[-1])
    return lambda at: _get(at, path).status_code == 200


def _calendar(town: TextTown) -> Opens:
    with town.office.database.transaction() as session:
        secret = open_feed(session, _person(town), now())
    return lambda at: _get(at, f"/agenda/{secret}.ics").status_code == 200


def _entering(town: TextTown) -> tuple[Browser, str, str]:
    """A browser that asked to sign in, the code and the path of the link that were sent."""
    browser = Browser(town.http)
    browser.open("/entrer")
    browser.send("/entrer", contact=KEEPER, origin=town.public_url)
    town.settle()
    text = town.world.to(KEEPER)[-1].text
    (path,) = re.findall(r"/entrer/lien/\w+", text)
    return browser, re.findall(r"\b[0-9]{6}\b", text)[0], path


def _link_to_sign_in(town: TextTown) -> Opens:
    _, _, path = _entering(town)
    return lambda at: _get(at, path).status_code == 200


#: Browsers that wait for a code, by town: the same attempt is open in both.
_waiting: dict[str, Browser] = {}


def _code_to_sign_in(town: TextTown) -> Opens:
    _waiting[town.public_url], code, _ = _entering(town)

    def signs_in(at: TextTown) -> bool:
        browser = _waiting[at.public_url]
        browser.open("/entrer/code")
        return browser.send("/entrer/code", code=code, origin=at.public_url).status_code != 400

    return signs_in


# --- Programs and keys ---------------------------------------------------------------------------------------


def _key(town: TextTown, kind: ProgramKind) -> str:
    with town.office.database.transaction() as session:
        return add_key(session, kind, "glpi", may=["read"], by="a test", now=now())


def _token_of_the_api(town: TextTown) -> Opens:
    headers = {"Authorization": f"Bearer {_key(town, ProgramKind.API)}"}
    return lambda at: _get(at, "/api/v1/requests", headers=headers).status_code == 200


def _key_of_open311(town: TextTown) -> Opens:
    key = _key(town, ProgramKind.OPEN311)
    return lambda at: _get(at, "/open311/v2/requests.json", params={"api_key": key}).status_code == 200


def _signed_tokens(town: TextTown) -> Opens:
    person = _person(town)
    made = {each: town.office.signer.sign(each, 1, person, now()) for each in Purpose}

    def any_is_believed(at: TextTown) -> bool:
        found = {at.office.signer.find_person(each, [person], now()) for each in made.values()}
        assert len(found) == 1
        return found == {person}

    return any_is_believed


def _sealed_words(town: TextTown) -> Opens:
    words = Seal(town.office.signer, b"a test").close("le mot")

    def opens(at: TextTown) -> bool:
        try:
            return Seal(at.office.signer, b"a test").open(words) == "le mot"
        except InvalidValue:
            return False

    return opens


def _signed_checkpoint(town: TextTown) -> Opens:
    note = NoteSigner.read(town.settings.audit_key_file).sign("the state of the traces\n")

    def is_believed(at: TextTown) -> bool:
        try:
            return bool(NoteSigner.read(at.settings.audit_key_file).verifier.read(note))
        except GuichetError:
            return False

    return is_believed


OPENINGS = {
    function.__name__.lstrip("_").replace("_", " "): function
    for function in (
        _reply_address_of_staff,
        _reply_address_of_a_requester,
        _message_id,
        _confirmation_of_an_agent,
        _stop_of_news,
        _signature_of_twilio,
        _code_of_a_notice,
        _code_of_an_address,
        _session,
        _file_of_a_request,
        _digest_of_a_file,
        _tracking_link,
        _upload_link,
        _page_of_a_long_answer,
        _calendar,
        _link_to_sign_in,
        _code_to_sign_in,
        _token_of_the_api,
        _key_of_open311,
        _signed_tokens,
        _sealed_words,
        _signed_checkpoint,
    )
}


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_opens_one_town_opens_it_alone_and_leaves_no_line_in_the_others_log(
    two: Two, opening: str
) -> None:
    here, there = two
    # In both, so that each has an open request, attempt, code, … of the very number that the other one has.
    ours, theirs = (OPENINGS[opening](town) for town in two)
    assert [each["reference"] for each in here.requests()] == [each["reference"] for each in there.requests()]
    before = [_accessed(town) for town in two]
    assert (ours(there), theirs(here)) == (False, False)
    assert [_accessed(town) for town in two] == before
    assert (ours(here), theirs(there)) == (True, True)
