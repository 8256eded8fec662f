"""Every answer that the manual of the SMTP door promises is given, over a real socket, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake.doors.smtp.smtp import SmtpDoor
from intake.ledger.inspection import Verdict
from intake.ledger.reception import Reception
from intake.ledger.room import Room
from models.settings.processing import LimitSettings
from tests.doors.house import House
from tests.doors.wire import CONTENT, Dialogue, JumpingLoop

OURS = "mairie@ville.test"


@dataclass
class Scene:
    """A door to play one line of the manual against."""

    house: House
    certificate: tuple[Path, Path]
    closed: bool = False

    def door(self, inspector: Any = None, **settings: Any) -> tuple[str, int]:
        self.loop = JumpingLoop()
        doors = self.house.open(smtp=settings, inspector=inspector, loop=self.loop)
        assert doors.smtp is not None
        address = doors.smtp.bound_address
        assert isinstance(address, tuple)
        self.doors = doors
        return address

    @contextmanager
    def client(self, inspector: Any = None, *, greeting: bool = True, **settings: Any) -> Iterator[Dialogue]:
        with Dialogue(self.door(inspector, **settings), greeting=greeting) as dialogue:
            yield dialogue
            self.closed = _is_closed(dialogue)

    def message(self, content: bytes, inspector: Any = None, **settings: Any) -> list[str]:
        with self.client(inspector, **settings) as dialogue:
            dialogue.begin("EHLO")
            return [dialogue.say(content + b".")]


def _is_closed(dialogue: Dialogue) -> bool:
    try:
        return not dialogue.say("NOOP")
    except ConnectionError:
        return True


class Says:
    """An inspector that always says the same."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def inspect(self, raw: bytes) -> Verdict:
        return self.verdict


SCENES: dict[str, Callable[[Scene], list[str]]] = {}


def line(when: str) -> Callable[[Callable[[Scene], list[str]]], Callable[[Scene], list[str]]]:
    def keep(play: Callable[[Scene], list[str]]) -> Callable[[Scene], list[str]]:
        SCENES[when] = play
        return play

    return keep


def said(*commands: str, greet: str = "EHLO", **settings: Any) -> Callable[[Scene], list[str]]:
    """Play the last command after the others; only its reply counts."""

    def play(scene: Scene) -> list[str]:
        with scene.client(**settings) as dialogue:
            if greet:
                dialogue.say(f"{greet} client.example")
            for command in commands[:-1]:
                dialogue.say(command)
            return [dialogue.say(commands[-1])]

    return play


MAIL = "MAIL FROM:<a@example.org>"

SCENES |= {
    "MAIL FROM, the null sender `<>` included": said("MAIL FROM:<>"),
    "MAIL with SIZE above max_message_bytes": said(f"{MAIL} SIZE=1001", max_message_bytes=1000),
    "RCPT TO one of our addresses, or postmaster": said(MAIL, "RCPT TO:<Postmaster>", f"RCPT TO:<{OURS}>"),
    "RCPT TO any other address": said(MAIL, "RCPT TO:<somebody@elsewhere.example>"),
    "RCPT after max_recipients": said(MAIL, f"RCPT TO:<{OURS}>", f"RCPT TO:<{OURS}>", max_recipients=1),
    "AUTH, EXPN": said("EXPN all", "AUTH PLAIN AGEAYg=="),
    "VRFY": said(f"VRFY {OURS}"),
    "STARTTLS without a certificate": said("STARTTLS"),
    "RSET, NOOP, HELP": said("NOOP", "HELP", "RSET"),
    "QUIT": said("QUIT"),
}


@line("EHLO, HELO")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        return [dialogue.say("HELO client.example"), dialogue.say("EHLO client.example")]


@line("MAIL or RCPT with a malformed address")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        dialogue.say("EHLO client.example")
        wrong = [dialogue.say("MAIL FROM:<a@b@c>"), dialogue.say("MAIL FROM:<" + "(" * 300)]
        dialogue.say(MAIL)
        return [*wrong, dialogue.say("RCPT TO:<mairie>"), dialogue.say(b"RCPT TO:<\xff\xfe@ville.test>")]


@line("MAIL or RCPT with an unknown parameter")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        dialogue.say("EHLO client.example")
        wrong = dialogue.say(f"{MAIL} COLOUR=RED")
        dialogue.say(MAIL)
        return [wrong, dialogue.say(f"RCPT TO:<{OURS}> NOTIFY=NEVER")]


@line("a command out of order")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        before_hello = dialogue.say(MAIL)
        dialogue.say("EHLO client.example")
        return [before_hello, dialogue.say(f"RCPT TO:<{OURS}>"), dialogue.say("DATA")]


@line("a command with wrong arguments")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        nothing = dialogue.say("EHLO")
        dialogue.say("EHLO client.example")
        return [
            nothing,
            dialogue.say("MAIL a@example.org"),
            dialogue.say("RSET now"),
            dialogue.say("QUIT now"),
        ]


@line("a command unknown, empty or too long")
def _(scene: Scene) -> list[str]:
    with scene.client(max_errors=100) as dialogue:
        heard = [dialogue.say(""), dialogue.say("NOOP " + "x" * 5_000), dialogue.say(b"\xe9t\xe9")]
        return [*heard, *[dialogue.say("FOO") for _ in range(5)]]


@line("connected")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        return [dialogue.greeting]


@line("too many connections, all in all or from this peer")
def _(scene: Scene) -> list[str]:
    first = scene.door(max_connections=1)
    with Dialogue(first), Dialogue(first) as second:
        heard = [second.greeting]
        assert _is_closed(second)
    other = House(scene.house.database, scene.house.files.directory)
    doors = other.open(smtp={"max_connections_per_peer": 1})
    assert doors.smtp is not None
    with Dialogue(doors.smtp.bound_address), Dialogue(doors.smtp.bound_address) as second:
        heard.append(second.greeting)
        scene.closed = _is_closed(second)
    other.close()
    return heard


@line("the service is stopping")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        scene.doors.stop(5)
        return [dialogue.read()]


@line("nothing heard for idle_seconds; not counted while we work")
def _(scene: Scene) -> list[str]:
    with scene.client(idle_seconds=300) as dialogue:
        scene.loop.jump(301)
        return [dialogue.read()]


@line("connected for session_seconds")
def _(scene: Scene) -> list[str]:
    with scene.client(idle_seconds=300, session_seconds=1000) as dialogue:
        for _ in range(4):
            scene.loop.jump(249)
            assert dialogue.say("NOOP").startswith("250")
        scene.loop.jump(10)
        return [dialogue.read()]


@line("max_errors refused commands on one connection")
def _(scene: Scene) -> list[str]:
    with scene.client(max_errors=3) as dialogue:
        dialogue.say("EHLO client.example")
        dialogue.say("DATA")
        dialogue.say("EXPN a")
        return [dialogue.say("EXPN b"), dialogue.read()]


@line("PROXY expected, and missing, malformed or from a stranger")
def _(scene: Scene) -> list[str]:
    heard = []
    address = scene.door(proxy_protocol=True)
    for opening in (
        b"EHLO client.example\r\n",
        b"PROXY TCP4 nonsense\r\n",
        b"\r\n\r\n\0\r\nQUIT\n" + b"\xff" * 40,
    ):
        with Dialogue(address, greeting=False) as dialogue:
            dialogue.send(opening)
            heard.append(dialogue.read())
    with scene.client(greeting=False, proxy_protocol=True, proxy_trusted=["192.0.2.7"]) as dialogue:
        dialogue.send(b"PROXY TCP4 198.51.100.9 192.0.2.1 4000 25\r\n")
        heard.append(dialogue.read())
    assert heard == ["", "", "", ""]
    return []


@line("STARTTLS with a certificate")
def _(scene: Scene) -> list[str]:
    certificate, key = scene.certificate
    with scene.client(tls_cert_file=str(certificate), tls_key_file=str(key)) as dialogue:
        dialogue.say("EHLO client.example")
        reply = dialogue.start_tls(str(certificate))
        assert dialogue.say(MAIL).startswith("503")
        assert "STARTTLS" not in dialogue.say("EHLO client.example")
        return [reply]


@line("DATA")
def _(scene: Scene) -> list[str]:
    with scene.client() as dialogue:
        reply = dialogue.begin("EHLO")
        assert dialogue.say(b".").startswith("250")
        return [reply]


@line("the message, once bytes and envelope are durable")
def _(scene: Scene) -> list[str]:
    replies = scene.message(CONTENT)
    (row,) = scene.house.ledger()
    assert f"Accepted as {row.id}" in replies[0]
    return replies


@line("the message is above max_message_bytes")
def _(scene: Scene) -> list[str]:
    return scene.message(b"x" * 998 + b"\r\n" + b"y\r\n", max_message_bytes=1000)


@line("all messages on their way are above memory_bytes together")
def _(scene: Scene) -> list[str]:
    heard = scene.message(b"x" * 2_000 + b"\r\n", memory_bytes=1_000)
    assert scene.doors.smtp is not None
    assert scene.doors.smtp.held_bytes == 0
    return heard


@line("a line is above max_line_bytes")
def _(scene: Scene) -> list[str]:
    return scene.message(b"x" * 1001 + b"\r\n", max_line_bytes=1000)


@line("a lone dot between bare CR or LF (smuggling)")
def _(scene: Scene) -> list[str]:
    return scene.message(b"a\n.\nMAIL FROM:<b@example.org>\r\n")


@line("any bare CR or LF, with refuse_bare_newlines")
def _(scene: Scene) -> list[str]:
    return scene.message(b"a\nb\r\n", refuse_bare_newlines=True)


@line("the antivirus found something")
def _(scene: Scene) -> list[str]:
    return scene.message(CONTENT, Says(Verdict("refuse", reason="This message holds a virus.")))


@line("the antivirus is away and may not be passed by")
def _(scene: Scene) -> list[str]:
    return scene.message(CONTENT, Says(Verdict("temporary", reason="Try again later.")))


def _refused_for_room(scene: Scene, **bounds: int) -> list[str]:
    """What MAIL hears once the room is taken, and the message that finds none left."""
    limits = LimitSettings.model_validate({"free_bytes": 1, **bounds})
    with scene.client() as dialogue:
        scene.house.reception.room = None
        dialogue.begin("EHLO")
        scene.house.reception.room = Room(limits, [scene.house.files.directory.parent])
        message = dialogue.say(CONTENT + b".")
        return [message, dialogue.say(f"{MAIL} SIZE=400")]


@line(
    "MAIL, or the message, when the disk has no room left (limits.free_bytes), or all mail kept, or all of an "
    "hour, is too much (limits.mail_bytes, mail_bytes_per_hour)"
)
def _(scene: Scene) -> list[str]:
    heard = _refused_for_room(scene, free_bytes=1 << 60)
    for bounds in ({"mail_bytes": 10}, {"mail_bytes_per_hour": 10}):
        heard += _refused_for_room(scene, **bounds)
    assert scene.house.ledger() == []
    return heard


@line(
    "MAIL, or the message, when its sender or its host sent too much within an hour "
    "(limits.sender_bytes_per_hour, host_bytes_per_hour)"
)
def _(scene: Scene) -> list[str]:
    heard = _refused_for_room(scene, sender_bytes_per_hour=10)
    # 127.0.0.1 is a server of our own here, and is not counted: the message is taken, and MAIL too.
    ours = _refused_for_room(scene, host_bytes_per_hour=10)
    assert [reply[:3] for reply in ours] == ["250", "250"]
    return heard


@line("database or disk away or not answering within 25 seconds, or anything unforeseen")
def _(scene: Scene) -> list[str]:
    class Breaks:
        def inspect(self, raw: bytes) -> Verdict:
            raise ZeroDivisionError("secret")

    unforeseen = scene.message(CONTENT, Breaks())
    assert "secret" not in unforeseen[0]
    scene.house.reception.close()
    stopped = scene.message(CONTENT)
    scene.house.reception = Reception(scene.house.database, scene.house.files)
    return [*unforeseen, *stopped]


def rows_of(manual: str) -> list[tuple[str, str]]:
    """(when, answer) of every row of the table in a docstring."""
    found = re.findall(r"^\s*\| (.+?) \| (.+?) \|$", manual, re.MULTILINE)
    return [(when, answer) for when, answer in found if when != "when"]


def codes_of(answer: str) -> list[str]:
    """`421 4.7.0` out of an answer or a reply, every one."""
    return re.findall(r"\b[2-5]\d\d(?: [245]\.\d+\.\d+)?", answer)


@pytest.mark.parametrize(("when", "answer"), rows_of(SmtpDoor.__doc__ or ""))
def test_the_smtp_door_answers_as_its_manual_says(
    when: str, answer: str, house: House, certificate: tuple[Path, Path]
) -> None:
    scene = Scene(house, certificate)
    given = [codes_of(reply.replace("-", " ", 1))[0] for reply in SCENES[when](scene)]
    promised = codes_of(answer)
    if when == "max_errors refused commands on one connection":
        assert given.pop(0) == "502 5.5.1"
    assert list(dict.fromkeys(given)) == promised
    assert scene.closed == ("closed" in answer)


def test_every_scene_is_a_line_of_the_manual() -> None:
    assert set(SCENES) == {when for when, _ in rows_of(SmtpDoor.__doc__ or "")}
