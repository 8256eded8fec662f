"""Through a real Postfix, opendkim and real boxes: who is believed, and each way of speaking for somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import pytest

from tests.behind_postfix import OURS, RealTown, answer_of_a_program, real_town
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, STRANGER, TOWN_HALL, reply_address
from tests.servers.mailbox import Delivered
from tests.town import texts

AGENTS = "agents.ville.test"
PASSED = f"dkim=pass header.d={AGENTS} header.i=@{AGENTS}; dmarc=pass header.from={AGENTS}"


@pytest.fixture(scope="module")
def town(
    run_dir: Path, sqlite_town_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealTown]:
    """Started once: each test has requests of its own in it."""
    # Other modules have a Postfix and an opendkim of this process's name.
    name, directory = f"r-{tmp_path_factory.getbasetemp().name}", tmp_path_factory.mktemp("real-town")
    with real_town(run_dir, name, sqlite_town_template, directory) as running:
        yield running


class Look:
    """How a request stands and what lies in whose box, to be compared with the same later."""

    def __init__(self, town: RealTown, request: dict[str, Any]) -> None:
        self._town, self._reference = town, request["reference"]
        self.request = town.request(self._reference)
        self.letters = {who: len(town.box(who)) for who in (KEEPER, ROADS_AGENT, CITIZEN, STRANGER)}

    def since(self) -> tuple[bool, dict[str, int]]:
        """Whether state, hands and history are as they were; and how many letters came to whom."""
        later = Look(self._town, self.request)
        same = all(
            later.request[key] == self.request[key] for key in ("state", "assignee", "entries", "links")
        )
        came = {who: later.letters[who] - count for who, count in self.letters.items()}
        return same, {who: count for who, count in came.items() if count}


def _about(town: RealTown, what: str) -> tuple[dict[str, Any], Delivered]:
    """A citizen's request about the gymnasium, and the notice of it in the box of its keeper."""
    request = town.asked(f"{what} au gymnase Guimard.", what)
    return request, town.letter_about(request, KEEPER)


def _last_of(request: dict[str, Any], kind: str) -> dict[str, Any]:
    entry: dict[str, Any] = [each for each in request["entries"] if each["kind"] == kind][-1]
    return entry


def test_an_order_signed_by_its_agent_s_server_is_done_and_says_how_they_were_known(town: RealTown) -> None:
    request, notice = _about(town, "Une ampoule est cassée")
    before = Look(town, request)
    row = town.send(answer_of_a_program(notice, "Terminé"), signed_by=AGENTS)
    assert (row["state"], row["request"]) == ("command", request["reference"])
    done = town.request(request["reference"])
    act = _last_of(done, "state")
    assert (done["state"], act["person"], act["data"]["proof"]) == ("done", "Karim Benali", "token+dkim")
    assert before.since() == (False, {CITIZEN: 1})
    assert len(texts(done, "message_in")) == 1


def _unsigned(letter: EmailMessage, _town: RealTown) -> bytes:
    return letter.as_bytes(policy=SMTP_POLICY)


def _forged_results(name: str) -> Callable[[EmailMessage, RealTown], bytes]:
    def forge(letter: EmailMessage, town: RealTown) -> bytes:
        return f"Authentication-Results: {name}; {PASSED}\r\n".encode() + _unsigned(letter, town)

    return forge


def _signed_by_the_attacker(letter: EmailMessage, town: RealTown) -> bytes:
    return town.sign(letter, "evil.example")


def _changed_on_the_way(letter: EmailMessage, town: RealTown) -> bytes:
    return town.sign(letter, AGENTS).replace(b"zorglub", b"zorglob")


def _by_reference_alone(letter: EmailMessage, _town: RealTown) -> bytes:
    letter.replace_header("To", TOWN_HALL)
    return letter.as_bytes(policy=SMTP_POLICY)


FORGERIES: dict[str, Callable[[EmailMessage, RealTown], bytes]] = {
    "unsigned": _unsigned,
    "signed by the attacker": _signed_by_the_attacker,
    "changed on the way": _changed_on_the_way,
    "results under our name": _forged_results(OURS),
    "in other letters": _forged_results(OURS.upper()),
    "behind a comment": _forged_results(f"(nous) {OURS} (1)"),
    "by reference alone": _by_reference_alone,
}


def test_a_forged_from_is_held_and_its_agent_asked_at_the_address_on_file(town: RealTown) -> None:
    request, notice = _about(town, "Un robinet fuit")
    found = {}
    for name, forge in FORGERIES.items():
        before = Look(town, request)
        raw = forge(answer_of_a_program(notice, "Terminé, voyez zorglub"), town)
        to = TOWN_HALL if name == "by reference alone" else reply_address(notice)
        row = town.send(raw, sender="attacker@evil.example", to=to)
        asked = town.letter_about(request, KEEPER)
        found[name] = (
            row["state"],
            *before.since(),
            "Ce message est-il de vous" in asked.header("Subject"),
            b"zorgl" in asked.raw,
        )
    assert found == dict.fromkeys(FORGERIES, ("held", True, {KEEPER: 1}, True, False))
    assert town.request(request["reference"])["state"] == "new"


def test_ok_from_the_agent_s_box_has_it_done_once(town: RealTown) -> None:
    request, notice = _about(town, "Un radiateur est froid")
    before = Look(town, request)
    assert town.send(answer_of_a_program(notice, "Terminé"))["state"] == "held"
    assert before.since() == (True, {KEEPER: 1})
    question = town.letter_about(request, KEEPER)
    town.send(answer_of_a_program(question, "OK"))
    done = town.request(request["reference"])
    act = _last_of(done, "state")
    assert (done["state"], act["person"], act["data"]["proof"]) == ("done", "Karim Benali", "token+confirmed")
    assert before.since() == (False, {KEEPER: 1, CITIZEN: 1})

    before = Look(town, request)
    again = town.send(answer_of_a_program(question, "OK"))
    assert "was confirmed already" in again["reason"]
    assert before.since() == (True, {})


def test_a_forwarded_notice_answered_by_somebody_else_is_a_stranger_s_message(town: RealTown) -> None:
    request, notice = _about(town, "Une vitre est brisée")
    before = Look(town, request)
    row = town.send(
        answer_of_a_program(notice, "Terminé, voyez zorglub", sender=STRANGER), signed_by="example.net"
    )
    assert row["state"] == "new_request"
    apart, first = town.request(row["request"]), town.request(request["reference"])
    assert apart["requester"]["contact"] == STRANGER
    assert [each["reference"] for each in first["links"]] == [apart["reference"]]
    assert [each["reference"] for each in apart["links"]] == [first["reference"]]
    assert (first["state"], texts(first, "note"), texts(first, "state")) == ("new", [], [])
    assert CITIZEN not in before.since()[1]
    told = town.letter_about(request, KEEPER)
    assert "Quelqu’un d’autre a écrit à l’adresse de réponse" in told.text
    assert apart["reference"] in told.text and b"zorglub" not in told.raw


def test_a_colleague_who_has_the_token_of_another_agent_orders_nothing_and_both_are_told(
    town: RealTown,
) -> None:
    request, notice = _about(town, "Une porte ferme mal")
    before = Look(town, request)
    stolen = answer_of_a_program(notice, "Terminé, vu sur place", sender=ROADS_AGENT)
    assert town.send(stolen)["state"] == "held"
    assert before.since() == (True, {ROADS_AGENT: 1})

    before = Look(town, request)
    stolen = answer_of_a_program(notice, "Terminé, vu hier", sender=ROADS_AGENT)
    assert town.send(stolen, signed_by=AGENTS)["reason"] == "internal note"
    kept = town.request(request["reference"])
    assert (kept["state"], kept["assignee"], len(kept["entries"])) == (
        "new", "karim-benali", len(before.request["entries"]) + 1,
    )  # fmt: skip
    note = kept["entries"][-1]
    assert (note["kind"], note["person"], note["public"]) == ("note", "Marc Durand", False)
    assert note["data"]["proof"] == "message_id+dkim"
    assert before.since() == (False, {KEEPER: 2, ROADS_AGENT: 1})
    assert "Marc Durand a écrit à l’adresse de réponse" in town.letter_about(request, KEEPER).text
    assert "répondez au message qui vous l’a confiée" in town.letter_about(request, ROADS_AGENT).text


@pytest.mark.parametrize("who", [KEEPER, CITIZEN])
def test_a_program_that_answers_for_somebody_away_does_nothing_and_is_told_nothing(
    town: RealTown, who: str
) -> None:
    request, _ = _about(town, "Une serrure est grippée" if who == KEEPER else "Un carreau est fêlé")
    letter = town.letter_about(request, who)
    before = Look(town, request)
    # RFC 3834: to the return address; as Outlook writes it: to the reply address, with a mark of its own.
    vacation = answer_of_a_program(
        letter, "Terminé\n\nJe suis absent.", to=letter.header("Return-Path").strip("<>"),
        headers={"Auto-Submitted": "auto-replied (vacation)"},
    )  # fmt: skip
    outlook = answer_of_a_program(
        letter, "Terminé\n\nJe suis absent.", headers={"X-Auto-Response-Suppress": "All"}
    )
    outlook.replace_header("Subject", f"Réponse automatique : {letter.header('Subject')}")
    rows = [town.send(each, sender="", signed_by=who.partition("@")[2]) for each in (vacation, outlook)]
    assert [(row["state"], row["request"]) for row in rows] == [("automatic", request["reference"])] * 2
    later = town.request(request["reference"])
    assert (later["state"], later["assignee"]) == (request["state"], request["assignee"])
    new = later["entries"][len(before.request["entries"]) :]
    assert [(entry["kind"], entry["public"]) for entry in new] == [("note", False)] * len(new)
    assert before.since()[1] == {}


@pytest.mark.parametrize(
    ("covers", "renamed_is"),
    [(("from", "message-id", "subject", "to"), "held"), (("from", "subject", "to"), "command")],
    ids=["its id signed", "its id unsigned"],
)
def test_a_captured_order_sent_again_does_nothing(
    town: RealTown, covers: tuple[str, ...], renamed_is: str
) -> None:
    """The same bytes, and under another Message-ID, whether their server's signature covers it or not."""
    request, notice = _about(town, f"La toiture fuit ({len(covers)})")
    order = answer_of_a_program(notice, "Terminé")
    captured = town.sign(order, AGENTS, covers=covers)
    assert town.send(captured, sender=KEEPER, to=reply_address(notice))["reason"] == "done: now done"
    town.send(
        answer_of_a_program(town.letter_about(request, CITIZEN), "Ce n’est pas réglé, il pleut encore."),
        signed_by="example.org",
    )
    assert town.request(request["reference"])["state"] not in ("done", "refused")
    renamed = captured.replace(order["Message-ID"].encode(), f"<{len(covers)}@agents.ville.test>".encode())
    before = Look(town, request)
    rows = [town.send(raw, sender=KEEPER, to=reply_address(notice)) for raw in (captured, renamed)]
    assert [row["state"] for row in rows] == ["duplicate", renamed_is], rows[1]["reason"]
    assert before.since() == (True, {KEEPER: 1})


def test_a_citizen_s_token_gives_a_citizen_s_acts_only(town: RealTown) -> None:
    request, _ = _about(town, "Un volet est bloqué")
    own = town.letter_about(request, CITIZEN)
    rows = [
        town.send(answer_of_a_program(own, "Pour Marc Durand"), signed_by="example.org"),
        town.send(answer_of_a_program(own, "Terminé", sender=KEEPER), signed_by=AGENTS),
    ]
    later = town.request(request["reference"])
    assert [(row["state"], row["request"]) for row in rows] == [("follow_up", request["reference"])] * 2
    assert (later["state"], later["assignee"]) == ("new", "karim-benali")
    assert texts(later, "message_in")[1:] == ["Pour Marc Durand"]
    assert texts(later, "note") == ["Terminé"]
