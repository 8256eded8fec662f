"""Attempts to speak as an agent: each is made against a request of the sample town, and does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.settings.settings import Settings
from models.signing.tokens import Purpose
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint
from models.tables.requests import Entry, Participant, RequestRow
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, STRANGER, write
from tests.signed_mail import RELAYED, Domains, SigningKey, VerifyingReader, signed

_outbox, _requests, _entries = table_of(OutboundMessage), table_of(RequestRow), table_of(Entry)
_contacts, _inbound, _participants = table_of(ContactPoint), table_of(InboundMessage), table_of(Participant)
#: A peer in no network of ours.
WORLD = "203.0.113.9"
OURS = "mx.ville.test"
#: Words that must reach nobody when they are a forger's.
BAIT = "https://evil.example.net/zorglub"


@dataclass
class Attempt:
    """One mail: its header fields, how it came, and what the town's settings say."""

    name: str
    sender: str | None = f"From: Karim <{KEEPER}>"
    head: tuple[str, ...] = (RELAYED,)
    body: str = f"Terminé\n\n{BAIT}"
    #: Where the envelope says that it goes: `{token}` is the agent's own reply address.
    to: tuple[str, ...] = ("{token}",)
    peer: str = WORLD
    door: str = "smtp"
    facts: dict[str, Any] = field(default_factory=dict)
    envelope_from: str = KEEPER
    proof: str = "confirm"
    mail: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[bytes, SigningKey], bytes] | None = None
    dns_away: bool = False


def _results(text: str, name: str = OURS) -> str:
    return f"Authentication-Results: {name}; {text}"


def _relay(
    text: str, *more: str, name: str = OURS, peer: str = "127.0.0.1", **changes: Any
) -> dict[str, Any]:
    return {
        "head": (RELAYED, _results(text, name), *more),
        "peer": peer,
        "mail": {"authserv_id": OURS},
        **changes,
    }


_AGENTS = KEEPER.rpartition("@")[2]
_TOKEN_HEADERS = tuple(
    Attempt(
        f"the token in {name} alone, not in the envelope",
        head=(f"{name}: {{token}}",),
        to=("mairie@ville.test",),
        peer="127.0.0.1",
    )
    for name in (
        "To",
        "Cc",
        "Bcc",
        "X-Original-To",
        "Delivered-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Delivered-To",
        "X-Forwarded-To",
        "Resent-To",
        "Reply-To",
        "Apparently-To",
    )
)
ATTEMPTS = (
    *_TOKEN_HEADERS,
    Attempt("the agent's address and token, sent by the world"),
    Attempt("the same, at a door that believes its relay, which said nothing", **_relay("none")),
    Attempt("no Received, but a peer that is not trusted", head=()),
    Attempt("a trusted peer that relays it", peer="127.0.0.1"),
    Attempt("a Received written with a blank before its colon", head=("Received : x",), peer=WORLD),
    Attempt("mail that LMTP brings without a hop", head=(), door="lmtp", peer=""),
    Attempt("a mapped IPv6 peer", head=(), peer="::ffff:203.0.113.9"),
    Attempt("forged results under our name from a peer that is no relay", **_relay("dmarc=pass header.from=" + _AGENTS, peer=WORLD)),
    Attempt("forged results under another name", **_relay("dmarc=pass header.from=" + _AGENTS, name="mx.evil.example.net")),
    Attempt("forged results below too many hops",
            **_relay("none", head=(RELAYED, RELAYED, _results("dmarc=pass header.from=" + _AGENTS)))),
    Attempt("forged results below those of our relay", **_relay("none", _results("dmarc=pass header.from=" + _AGENTS))),
    Attempt("results though we have no name", head=(RELAYED, _results("dmarc=pass header.from=" + _AGENTS)), peer="127.0.0.1"),
    Attempt("results in a comment", **_relay(f"none (dmarc=pass header.from={_AGENTS})")),
    Attempt("results in a quoted name", **_relay(f'none; reason="; dmarc=pass header.from={_AGENTS}"')),
    Attempt("our name as the beginning of another", **_relay("dmarc=pass header.from=" + _AGENTS, name=OURS + ".example.net")),
    Attempt("dmarc=pass of another domain", **_relay("dmarc=pass header.from=evil.example.net")),
    Attempt("dmarc=pass of a lookalike domain", **_relay("dmarc=pass header.from=agents.ville.test.evil.example.net")),
    Attempt("dkim=pass of another domain", **_relay("dkim=pass header.d=evil.example.net")),
    Attempt("dkim=pass of a public suffix", **_relay("dkim=pass header.d=test")),
    Attempt("dkim=pass without its domain", **_relay("dkim=pass")),
    Attempt("dkim=neutral of the right domain", **_relay(f"dkim=neutral header.d={_AGENTS}")),
    Attempt("spf=pass of another domain", **_relay("spf=pass smtp.mailfrom=evil.example.net")),
    Attempt("spf=pass of the greeting", **_relay(f"spf=pass smtp.helo={_AGENTS}")),
    Attempt("spf=softfail of the right domain", **_relay(f"spf=softfail smtp.mailfrom={KEEPER}")),
    Attempt("auth=pass of somebody else", **_relay(f"auth=pass smtp.auth={ROADS_AGENT}")),
    Attempt("auth=pass without a name", **_relay("auth=pass")),
    Attempt("dmarc=fail beside dkim=pass", **_relay(f"dkim=pass header.d={_AGENTS}; dmarc=fail header.from={_AGENTS}")),
    Attempt("dkim=fail beside spf=pass", **_relay(f"spf=pass smtp.mailfrom={KEEPER}; dkim=fail header.d={_AGENTS}")),
    Attempt("dmarc=fail where tokens are enough", **_relay(f"dmarc=fail header.from={_AGENTS}"), proof="token"),
    Attempt("dkim=fail where tokens are enough", **_relay(f"dkim=fail header.d={_AGENTS}"), proof="token"),
    Attempt("nothing proved where mail is asked for", proof="mail"),
    Attempt("only the reference, where tokens are enough", to=("mairie@ville.test",), proof="token"),
    Attempt("only the reference", to=("mairie@ville.test",)),
    Attempt("only the reference, sent to the bare reply address", to=("demandes@ville.test",)),
    Attempt("an empty angle", sender=f'From: "{KEEPER}" <>', proof="token"),
    Attempt("an encoded whole address", sender="From: =?utf-8?q?karim=2Ebenali=40agents=2Eville=2Etest?=", proof="token"),
    Attempt("an encoded address in angles", sender="From: K <=?utf-8?q?karim=2Ebenali=40agents=2Eville=2Etest?=>", proof="token"),
    Attempt("two addresses in From", sender=f"From: {KEEPER}, {STRANGER}", proof="token"),
    Attempt("two addresses, the other first", sender=f"From: {STRANGER}, {KEEPER}", proof="token"),
    Attempt("two From fields", sender=f"From: {KEEPER}\nFrom: {STRANGER}", proof="token"),
    Attempt("the same From twice", sender=f"From: {KEEPER}\nFrom: {KEEPER}", proof="token"),
    Attempt("a From with a blank before its colon, and another", sender=f"From : {STRANGER}\nFrom: {KEEPER}", proof="token"),
    Attempt("Sender alone", sender=f"Sender: {KEEPER}", proof="token"),
    Attempt("the envelope alone", sender=None, proof="token"),
    Attempt("a source route", sender=f"From: <@evil.example.net:{KEEPER}>", proof="token"),
    Attempt("a group", sender=f"From: agents: {KEEPER};", proof="token"),
    Attempt("two angles", sender=f"From: A <{KEEPER}> <{STRANGER}>", proof="token"),
    Attempt("an address beside the angle", sender=f"From: {STRANGER} <{KEEPER}>", proof="token"),
    Attempt("an angle that never closes", sender=f"From: Karim <{KEEPER}", proof="token"),
    Attempt("the name of an agent and a stranger's address", sender=f'From: "{KEEPER}" <{STRANGER}>', proof="token"),
    Attempt("Reply-To of the agent", sender=f"From: {STRANGER}\nReply-To: {KEEPER}", proof="token"),
    Attempt("Resent-From of the agent", sender=f"From: {STRANGER}\nResent-From: {KEEPER}", proof="token"),
    Attempt("a lookalike domain", sender="From: karim.benali@agents.ville.test.example.net", proof="token"),
    Attempt("another agent with this agent's token", sender=f"From: {ROADS_AGENT}", proof="token"),
    Attempt("the requester with the agent's token", sender=f"From: {CITIZEN}", proof="token"),
    Attempt("the agent with the requester's token", to=("{citizen}",), proof="token"),
    Attempt("a list of the town that names the agent", sender="From: tous@ville.test\nList-Id: <tous.ville.test>\n"
            f"X-Original-From: {KEEPER}"),
    Attempt("the same from a computer of the town", sender="From: tous@ville.test\nList-Id: <tous.ville.test>\n"
            f"X-Original-From: {KEEPER}", head=(), peer="127.0.0.1"),
    Attempt("the token at another domain of ours", to=("{token_elsewhere}",), mail={"domains": ("ville.test", "autre.test")},
            proof="token"),
    Attempt("the token at another address of ours", to=("{token_mairie}",), proof="token"),
    Attempt("a token that expired", to=("{expired}",), proof="token"),
    Attempt("a token for another request", to=("{other_request}",), proof="token"),
    Attempt("a token of a bounce", to=("{bounce}",), proof="token"),
    Attempt("a token of a page of files", to=("{upload}",), proof="token"),
    Attempt("an automatic answer through the token", head=("Auto-Submitted: auto-replied",), peer="127.0.0.1"),
    Attempt("an absence that quotes an order", head=("X-Autoreply: yes",), body="Terminé", peer="127.0.0.1"),
    Attempt("a signature of another domain", sign=lambda raw, key: signed(raw, key, "evil.example.net")),
    Attempt("a signature of a public suffix", sign=lambda raw, key: signed(raw, key, "test")),
    Attempt("a signature of a body that was changed", sign=lambda raw, key: signed(raw, key, _AGENTS) + b"\r\nTermin\xc3\xa9"),
    Attempt("a signature of part of the body",
            sign=lambda raw, key: signed(raw, key, _AGENTS, length=True) + b"\r\nTermin\xc3\xa9"),
    Attempt("a signature that leaves Message-ID out",
            sign=lambda raw, key: signed(raw, key, _AGENTS, covers=("from", "subject"))),
    Attempt("a signature whose key is not published", sign=lambda raw, key: signed(raw, key, _AGENTS, selector="none")),
    Attempt("a signature by another key", sign=lambda raw, key: signed(raw, SigningKey.make(), _AGENTS)),
    Attempt("a signature while DNS is silent", sign=lambda raw, key: signed(raw, key, _AGENTS), dns_away=True),
    Attempt("a signature of a key in testing", sign=lambda raw, key: signed(raw, key, _AGENTS, selector="t")),
    Attempt("IMAP: Delivered-To below a Received", door="imap", peer="", facts={"delivered_to": []},
            head=("Delivered-To: {token}", RELAYED), to=("mairie@ville.test",), proof="token"),
    Attempt("a broken signature where tokens are enough", proof="token",
            sign=lambda raw, key: signed(raw, key, _AGENTS).replace(b"zorglub", b"zorglup")),
)  # fmt: skip

PROVED = (
    Attempt("handed in on a trusted network", head=(), peer="127.0.0.1"),
    Attempt("dmarc by our relay", **_relay(f"dmarc=pass (p=none) header.from={_AGENTS}")),
    Attempt("aligned dkim by our relay", **_relay("dkim=pass header.d=ville.test")),
    Attempt("aligned dkim, another broken", **_relay(f"dkim=fail header.d={_AGENTS}; dkim=pass header.d=ville.test")),
    Attempt("aligned spf by our relay", **_relay(f"spf=pass smtp.mailfrom={KEEPER}")),
    Attempt("login at our relay", **_relay(f"auth=pass smtp.auth={KEEPER}")),
    Attempt("our relay by LMTP", **_relay(f"dmarc=pass header.from={_AGENTS}", door="lmtp", peer="")),
    Attempt("a signature of the domain", sign=lambda raw, key: signed(raw, key, _AGENTS)),
    Attempt("a signature of the organisation", sign=lambda raw, key: signed(raw, key, "ville.test")),
    Attempt("the token where tokens are enough", proof="token"),
    Attempt("by command", door="cli", peer=""),
    Attempt("what an administrator released", facts={"released_by": "sophie"}),
    Attempt("IMAP whose server wrote the address", door="imap", peer="", facts={"delivered_to": ["{token}"]},
            to=("mairie@ville.test",), **{k: v for k, v in _relay(f"dmarc=pass header.from={_AGENTS}").items() if k != "peer"}),
)  # fmt: skip


class Scene:
    """A request of the citizen, and what its agent's notice carried."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.take(write("Une ampoule au gymnase Guimard."), peer="127.0.0.1")
        self.work(Domains())
        later = desk.clock() + timedelta(days=400)
        agent, citizen = self._person(KEEPER), self._person(CITIZEN)

        def address(purpose: Purpose, subject: int, person: int, until: Any = later) -> str:
            return f"demandes+{SIGNER.sign(purpose, subject, person, until)}@ville.test"

        token = address(Purpose.ASSIGNEE, 1, agent)
        self.words = {
            "token": token,
            "citizen": address(Purpose.REQUESTER, 1, citizen),
            "token_elsewhere": token.replace("@ville.test", "@autre.test"),
            "token_mairie": token.replace("demandes+", "mairie+"),
            "expired": address(Purpose.ASSIGNEE, 1, agent, desk.clock() - timedelta(days=2)),
            "other_request": address(Purpose.ASSIGNEE, 2, agent),
            "bounce": address(Purpose.BOUNCE, 1, agent),
            "upload": address(Purpose.UPLOAD, 1, agent),
        }

    def work(self, domains: Domains) -> None:
        processor = self.desk.processor(VerifyingReader(domains))
        while processor.process_next():
            pass

    def make(self, attempt: Attempt, key: SigningKey) -> int:
        lines = [*attempt.head, *([attempt.sender] if attempt.sender else []),
                 "Subject: Re: [2026-00001] Ampoule", f"Message-ID: <{abs(hash(attempt.name))}@agents.ville.test>",
                 "Content-Type: text/plain; charset=utf-8"]  # fmt: skip
        if not any(line.startswith("To:") for line in lines):
            lines.append("To: {token}")
        text = "\n".join((*lines, "", attempt.body, "")).format(**self.words)
        raw = text.replace("\n", "\r\n").encode()
        if attempt.sign is not None:
            raw = attempt.sign(raw, key)
        facts = {
            name: [each.format(**self.words) for each in value] if isinstance(value, list) else value
            for name, value in attempt.facts.items()
        }
        ledger_id = self.desk.take(
            raw, door=attempt.door, peer=attempt.peer, door_facts=facts, envelope_from=attempt.envelope_from,
            recipients=tuple(each.format(**self.words) for each in attempt.to),
        )  # fmt: skip
        records = {
            f"s1._domainkey.{name}": key.record
            for name in (_AGENTS, "ville.test", "evil.example.net", "test")
        }
        records[f"t._domainkey.{_AGENTS}"] = key.record.replace(b"k=rsa;", b"k=rsa; t=y;")
        self.work(Domains(records, away=attempt.dns_away))
        return ledger_id

    def state(self) -> str:
        return str(self._value(sa.select(_requests.c.state).where(_requests.c.id == 1)))

    def told(self, address: str) -> list[str]:
        query = sa.select(_outbox.c.notice).where(_outbox.c.recipient == address).order_by(_outbox.c.id)
        with self.desk.database.reading() as session:
            return list(session.connection().execute(query).scalars())

    def texts(self) -> list[str]:
        query = sa.select(_entries.c.text).where(_entries.c.request_id == 1)
        with self.desk.database.reading() as session:
            return list(session.connection().execute(query).scalars())

    def _person(self, address: str) -> int:
        return int(self._value(sa.select(_contacts.c.person_id).where(_contacts.c.value == address)))

    def _value(self, query: Any) -> Any:
        with self.desk.database.reading() as session:
            return session.connection().execute(query).scalar()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.make()


@pytest.fixture
def scene(sqlite_town_url: str, tmp_path: Path) -> Iterator[Callable[[Attempt], Scene]]:
    made: list[Desk] = []

    def found(attempt: Attempt) -> Scene:
        settings = Settings.model_validate({"agents": {"proof": attempt.proof}, "mail": attempt.mail})
        made.append(Desk(Database(sqlite_town_url), tmp_path, settings=settings))
        return Scene(made[-1])

    yield found
    for desk in made:
        desk.close()
        desk.database.close()


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_it_orders_nothing_and_its_words_reach_nobody_in_the_town_s_name(
    attempt: Attempt, scene: Callable[[Attempt], Scene], key: SigningKey
) -> None:
    town = scene(attempt)
    before = town.told(CITIZEN)
    ledger_id = town.make(attempt, key)

    assert town.desk.row(ledger_id).state != "waiting"
    assert town.state() == "new"
    assert [
        notice for notice in town.told(CITIZEN)[len(before) :] if notice not in ("acknowledgement",)
    ] == []
    assert "note_added" not in town.told(KEEPER) + town.told("batiments@ville.test")
    if attempt.peer == WORLD and attempt.proof != "token" and attempt.sender == Attempt("").sender:
        # In the name of the agent: held whole, not even a note.
        assert not any("zorglub" in text for text in town.texts())


@pytest.mark.parametrize("attempt", PROVED, ids=lambda attempt: attempt.name)
def test_proved_mail_of_the_agent_is_done(
    attempt: Attempt, scene: Callable[[Attempt], Scene], key: SigningKey
) -> None:
    town = scene(attempt)
    ledger_id = town.make(attempt, key)
    assert town.state() == "done", town.desk.row(ledger_id).reason


def test_there_are_enough_attempts() -> None:
    assert len(ATTEMPTS) >= 60
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS)
