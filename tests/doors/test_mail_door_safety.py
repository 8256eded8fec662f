"""What must hold at every door where strangers speak the mail dialogue: SMTP and LMTP inherit the same
cases.
"""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.store.schema import upgrade
from tests.doors.house import House
from tests.doors.wire import CONTENT, Dialogue, JumpingLoop
from tests.servers.certificates import make_certificate
from tests.servers.postgres import PostgresCluster, start_cluster

OURS = "mairie@ville.test"
ENDS_THAT_ARE_NONE = [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n",
]  # fmt: skip


class MailDoorCases:
    """The cases; a subclass says which door."""

    kind: ClassVar[str]
    greet: ClassVar[str]

    def open(self, house: House, **settings: Any) -> tuple[str, int] | str:
        loop = settings.pop("loop", None)
        doors = (
            house.open(loop=loop, smtp=settings)
            if self.kind == "smtp"
            else house.open(loop=loop, lmtp=settings)
        )
        door = getattr(doors, self.kind)
        address: tuple[str, int] | str = door.bound_address
        return address

    @pytest.mark.parametrize("end", ENDS_THAT_ARE_NONE)
    def test_nothing_but_crlf_dot_crlf_ends_a_message(self, house: House, end: bytes) -> None:
        smuggled = b"MAIL FROM:<b@example.org>\r\nRCPT TO:<mairie@ville.test>\r\nDATA\r\nsmuggled\r\n.\r\n"
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet)
            dialogue.send(b"first" + end + smuggled)
            assert dialogue.read() == "550 5.5.2 The message has an ambiguous end"
            assert dialogue.say("NOOP").startswith("250")
        assert house.ledger() == []

    def test_every_refused_recipient_is_told_to_whoever_keeps_the_access_log(self, house: House) -> None:
        noted: list[tuple[str, str, str, str]] = []
        with Dialogue(self.open(house, **self.patient(), max_recipients=1)) as dialogue:
            for door in (house.opened.smtp, house.opened.lmtp):
                if door is not None:
                    door.on_refused = lambda *said: noted.append(said)
                    name = door.name
            dialogue.say(f"{self.greet} client.example")
            dialogue.say("MAIL FROM:<a@example.org>")
            assert dialogue.say("RCPT TO:<mairrie@ville.test>").startswith("550")
            assert dialogue.say("RCPT TO:<mairie@ville.test>").startswith("250")
            assert dialogue.say("RCPT TO:<mairie@ville.test>").startswith("452")
        assert [(said[0], said[2], said[3]) for said in noted] == [
            (name, "mairrie@ville.test", "unknown"), (name, "mairie@ville.test", "too_many"),
        ]  # fmt: skip

    def test_mail_is_never_relayed(self, house: House) -> None:
        elsewhere = [
            "a@elsewhere.example", "a%elsewhere.example@ville.test", "@ville.test:a@elsewhere.example",
            '"a@elsewhere.example"@ville.test', "a@[127.0.0.1]", "mairie@ville.test.elsewhere.example",
            "elsewhere.example!a@ville.test", "mairie@xn--vlle-nqa.test",
        ]  # fmt: skip
        with Dialogue(self.open(house, **self.patient())) as dialogue:
            dialogue.say(f"{self.greet} client.example")
            dialogue.say("MAIL FROM:<a@example.org>")
            answers = {address: dialogue.say(f"RCPT TO:<{address}>") for address in elsewhere}
        assert set(answers.values()) == {"550 5.1.1 No such address here"}, answers

    def patient(self) -> dict[str, Any]:
        return {}

    def test_a_null_sender_is_taken_and_kept_as_empty(self, house: House) -> None:
        with Dialogue(self.open(house)) as dialogue:
            dialogue.say(f"{self.greet} client.example")
            assert dialogue.say("MAIL FROM:<> BODY=8BITMIME").startswith("250")
            assert dialogue.say(f"RCPT TO:<{OURS}>").startswith("250")
            dialogue.say("DATA")
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert [(row.envelope_from, row.recipients, row.door) for row in house.ledger()] == [
            ("", [OURS], self.kind)
        ]

    def test_a_signed_reply_address_is_ours_whatever_its_detail(self, house: House) -> None:
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet, ["Demandes+abc234@VILLE.test"])
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert house.ledger()[0].recipients == ["Demandes+abc234@VILLE.test"]

    def test_every_octet_arrives_as_it_was_sent(self, house: House) -> None:
        octets = bytes(set(range(256)) - {10, 13})
        content = b"\r\n".join([octets, b".", b"..two", b".one", b"\xc3\xa9t\xc3\xa9", b"x" * 5_000, b""])
        wire = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in content.split(b"\r\n"))
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(wire + b".").startswith("250")
        assert house.contents() == [content]

    def test_bare_newlines_that_end_nothing_are_kept_as_they_came(self, house: House) -> None:
        content = b"Subject: scan\n\nfrom an old copier\r\r\n"
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(content + b".").startswith("250")
        assert house.contents() == [content]

    def test_a_big_message_is_whole(self, house: House) -> None:
        content = b"Subject: plan\r\n\r\n" + random.Random(5).randbytes(6_000_000).hex().encode() + b"\r\n"
        with Dialogue(
            self.open(house, max_line_bytes=20_000_000) if self.kind == "smtp" else self.open(house)
        ) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(content + b".").startswith("250")
        assert house.contents() == [content]
        assert house.ledger()[0].raw is None

    def test_two_messages_sent_in_one_breath_are_both_taken(self, house: House) -> None:
        envelope = b"MAIL FROM:<a@example.org>\r\nRCPT TO:<mairie@ville.test>\r\nDATA\r\n"
        session = self.greet.encode() + b" c.example\r\n" + (envelope + CONTENT + b".\r\n") * 2 + b"QUIT\r\n"
        with Dialogue(self.open(house)) as dialogue:
            dialogue.send(session)
            answers = [dialogue.read()[:3] for _ in range(10)]
        assert answers == ["250", *["250", "250", "354", "250"] * 2, "221"]
        assert house.contents() == [CONTENT, CONTENT]

    def test_whoever_is_connected_as_it_stops_is_told_and_nothing_half_is_taken(self, house: House) -> None:
        """What senders hear of an upgrade (docs/upgrading.md): 421 whatever they are at, then nobody listens."""
        address = self.open(house)
        with Dialogue(address) as idle, Dialogue(address) as half:
            half.begin(self.greet)
            half.send(CONTENT[:40])
            house.opened.stop(5)
            for each in (idle, half):
                assert each.read() == "421 4.3.2 The service is stopping, try again later"
                assert each.read() == ""
        with pytest.raises(OSError):
            Dialogue(address)
        assert house.ledger() == []

    def test_a_client_that_stops_sending_first_still_gets_its_answers(self, house: House) -> None:
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet)
            dialogue.send(CONTENT + b".\r\n")
            dialogue.socket.shutdown(socket.SHUT_WR)
            assert dialogue.read().startswith("250 2.0.0 Accepted")
            assert dialogue.read() == ""

    def test_a_client_that_leaves_in_the_middle_of_a_message_leaves_nothing(self, house: House) -> None:
        address = self.open(house)
        with Dialogue(address) as dialogue:
            dialogue.begin(self.greet)
            dialogue.send(CONTENT)
        with Dialogue(address) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(b"second\r\n.").startswith("250")
        assert house.contents() == [b"second\r\n"]

    def test_a_client_that_leaves_while_its_mail_is_stored_harms_nobody(
        self, house: House, sqlite_database: Database
    ) -> None:
        address = self.open(house)
        with Dialogue(address) as leaving, Dialogue(address) as staying:
            for dialogue in (leaving, staying):
                dialogue.begin(self.greet)
            with sqlite_database.transaction():  # the writer has to wait
                for dialogue in (leaving, staying):
                    dialogue.send(CONTENT + b".\r\n")
                linger = struct.pack("ii", 1, 0)  # leaving sends RST
                leaving.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                leaving.close()
            assert staying.read().startswith("250")
            staying.envelope()
            assert staying.say(CONTENT + b".").startswith("250")

    def test_silence_is_counted_from_the_last_octet(self, house: House) -> None:
        loop = JumpingLoop()
        with Dialogue(self.open(house, loop=loop, idle_seconds=300)) as dialogue:
            dialogue.begin(self.greet)
            for _ in range(8):
                dialogue.send(b"x")
                loop.jump(250)
            assert dialogue.hears_nothing()
            loop.jump(51)
            assert dialogue.read() == "421 4.4.2 Idle for too long"

    def test_a_name_with_control_characters_spoils_no_row(
        self, database: Database, build_house: Callable[[Database], House]
    ) -> None:
        house = build_house(database)
        with Dialogue(self.open(house)) as dialogue:
            dialogue.say(self.greet.encode() + b" a\x00b\xff\x1b[2J")
            dialogue.envelope()
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert house.ledger()[0].door_facts == {"helo": "a?b??[2J"}

    def test_noise_never_takes_the_door_down(self, house: House) -> None:
        address = self.open(house)
        for seed in range(20):
            with Dialogue(address) as dialogue:
                dialogue.send(random.Random(seed).randbytes(3_000) + b"\r\n")
        with Dialogue(address) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(CONTENT + b".").startswith("250")

    def test_a_broken_database_asks_the_sender_to_come_again(
        self, sqlite_database: Database, house: House
    ) -> None:
        with Dialogue(self.open(house)) as dialogue:
            with sqlite_database.transaction() as session:
                session.connection().execute(sa.text("ALTER TABLE inbound_message RENAME TO away"))
            dialogue.begin(self.greet)
            assert dialogue.say(CONTENT + b".") == "451 4.3.0 Try again later"
            with sqlite_database.transaction() as session:
                session.connection().execute(sa.text("ALTER TABLE away RENAME TO inbound_message"))
            dialogue.envelope()
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert house.contents() == [CONTENT]

    def test_a_stopped_postgresql_asks_the_sender_to_come_again(
        self,
        mortal_cluster: PostgresCluster,
        open_database: Callable[[str], Database],
        build_house: Callable[[Database], House],
    ) -> None:
        house = build_house(open_database(mortal_cluster.url("town")))
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin(self.greet)
            assert dialogue.say(CONTENT + b".").startswith("250")
            mortal_cluster.stop("fast")
            dialogue.envelope()
            assert dialogue.say(CONTENT + b".") == "451 4.3.0 Try again later"
            mortal_cluster.start()
            dialogue.envelope()
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert len(house.ledger()) == 2


class TestSmtpDoor(MailDoorCases):
    kind = "smtp"
    greet = "EHLO"

    def test_what_was_said_before_tls_is_forgotten(
        self, house: House, certificate: tuple[Path, Path]
    ) -> None:
        cert, key = certificate
        address = self.open(house, tls_cert_file=str(cert), tls_key_file=str(key))
        with Dialogue(address) as dialogue:
            dialogue.say("EHLO client.example")
            dialogue.start_tls_after(b"STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n", str(cert))
            assert dialogue.say("EHLO client.example").startswith("250")
            assert dialogue.say("RCPT TO:<mairie@ville.test>").startswith("503")
            dialogue.envelope()
            assert dialogue.say(CONTENT + b".").startswith("250")
        assert house.ledger()[0].door_facts["tls"] == "TLSv1.3"

    def patient(self) -> dict[str, Any]:
        return {"max_errors": 100}

    def test_a_trusted_load_balancer_tells_whom_it_speaks_for(self, house: House) -> None:
        v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes([198, 51, 100, 9, 192, 0, 2, 1, 16, 0, 0, 25])
        local = b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"
        address = self.open(house, proxy_protocol=True)
        for opening in (b"PROXY TCP4 198.51.100.8 192.0.2.1 4000 25\r\n", v2, local, b"PROXY UNKNOWN\r\n"):
            with Dialogue(address, greeting=False) as dialogue:
                dialogue.send(opening)
                assert dialogue.read().startswith("220")
                dialogue.begin("EHLO")
                assert dialogue.say(CONTENT + b".").startswith("250")
        assert [row.peer for row in house.ledger()] == [
            "198.51.100.8",
            "198.51.100.9",
            "127.0.0.1",
            "127.0.0.1",
        ]

    def test_a_renewed_certificate_is_used_without_a_restart(self, house: House, tmp_path: Path) -> None:
        cert, key = make_certificate(tmp_path)
        address = self.open(house, tls_cert_file=str(cert), tls_key_file=str(key))
        make_certificate(tmp_path)
        with Dialogue(address) as dialogue:
            dialogue.say("EHLO client.example")
            dialogue.start_tls(str(cert))  # trusts the new one alone
            assert dialogue.say("EHLO client.example").startswith("250")


class TestLmtpDoor(MailDoorCases):
    kind = "lmtp"
    greet = "LHLO"

    def test_every_recipient_has_its_own_answer(self, house: House) -> None:
        with Dialogue(self.open(house)) as dialogue:
            dialogue.begin("LHLO", [OURS, "demandes@ville.test", "postmaster@ville.test"])
            answers = [dialogue.say(CONTENT + b"."), dialogue.read(), dialogue.read()]
            assert dialogue.hears_nothing()
            assert answers == ["250 2.0.0 Accepted as 1"] * 3
        assert house.ledger()[0].recipients == [OURS, "demandes@ville.test", "postmaster@ville.test"]

    def test_a_message_too_large_is_refused_once_for_each_recipient(self, house: House) -> None:
        with Dialogue(self.open(house, max_message_bytes=10)) as dialogue:
            dialogue.begin("LHLO", [OURS, "demandes@ville.test"])
            assert dialogue.say(CONTENT + b".") == "552 5.3.4 The message is too large"
            assert dialogue.read() == "552 5.3.4 The message is too large"
            assert dialogue.say("NOOP").startswith("250")

    def test_the_greeting_of_smtp_is_refused(self, house: House) -> None:
        with Dialogue(self.open(house)) as dialogue:
            assert dialogue.say("EHLO client.example") == "500 5.5.1 This is LMTP: say LHLO"
            assert dialogue.say("HELO client.example") == "500 5.5.1 This is LMTP: say LHLO"
            assert dialogue.say("MAIL FROM:<a@example.org>") == "503 5.5.1 send LHLO first"

    def test_a_socket_is_for_whom_the_settings_say(self, house: House, run_dir: Path) -> None:
        for mode, seen in ((None, 0o660), ("0606", 0o606)):
            path = run_dir / f"lmtp-mode-{id(house)}"
            doors = house.open(lmtp={"socket": str(path), **({"socket_mode": mode} if mode else {})})
            assert path.stat().st_mode & 0o777 == seen
            doors.stop(1)

    def test_a_unix_socket_left_by_a_killed_process_is_taken_over(self, house: House, run_dir: Path) -> None:
        path = run_dir / f"lmtp-{id(house)}"
        dead = socket.socket(socket.AF_UNIX)
        dead.bind(str(path))
        dead.close()
        doors = house.open(lmtp={"socket": str(path)})
        with Dialogue(str(path)) as dialogue:
            dialogue.begin("LHLO")
            assert dialogue.say(CONTENT + b".").startswith("250")
        doors.stop(1)
        assert not path.exists()
        assert house.ledger()[0].peer == ""


@pytest.fixture
def mortal_cluster(run_dir: Path, postgres_cluster: PostgresCluster, tmp_path: Path) -> Any:
    """A PostgreSQL of this test's own, that it may stop; its database is `town`."""
    cluster = start_cluster(run_dir / f"pg-{abs(hash(tmp_path)) % 10**8}")
    cluster.execute("CREATE DATABASE town")
    database = Database(cluster.url("town"))
    upgrade(database)
    database.close()
    yield cluster
    cluster.stop()
