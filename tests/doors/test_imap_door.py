"""A mailbox that is kept elsewhere is fetched whole and once, whatever the server and other clients do; real
Dovecot.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from intake.doors.imap.cursor import CursorStore
from intake.doors.smtp.listening import utc_now
from intake.ledger.inspection import Verdict
from models.settings.doors import ImapDoorSettings
from models.store.database import Database
from tests.doors.house import House
from tests.doors.mailboxes import (
    Mailbox,
    cursor_of,
    letter,
    oauth_settings,
    wait_for_mail,
    wait_for_rows,
)
from tests.servers.oauth import OAuthServer
from tests.servers.processes import until


class Watching:
    """An inspector that does something when it sees a certain message, once."""

    def __init__(self, sight: bytes, action: Callable[[], object]) -> None:
        self._sight, self._action = sight, action
        self._done = False

    def inspect(self, raw: bytes) -> Verdict:
        if self._sight in raw and not self._done:
            self._done = True
            self._action()
        return Verdict()


def subjects(house: House) -> list[int]:
    return sorted(int(raw.split(b"Subject: ")[1].split(b"\r\n")[0]) for raw in house.contents())


def test_mail_that_is_there_is_stored_with_its_envelope_and_only_then_moved(
    house: House, mailbox: Mailbox
) -> None:
    mailbox.put(letter(1), letter(2))
    house.open(imap=[mailbox.settings()])
    wait_for_mail(mailbox, 2, "Processed")
    assert mailbox.count() == 0
    assert house.contents() == [letter(1), letter(2)]
    row = house.ledger()[0]
    assert (row.door, row.door_name, row.envelope_from, row.recipients) == (
        "imap", "shared", "a@example.org", ["mairie@ville.test"],
    )  # fmt: skip
    assert (
        row.door_key is not None and row.door_key.startswith("imap:shared:") and row.door_key.endswith(":1")
    )
    assert row.door_facts["delivered_to"] == ["mairie@ville.test"]


def test_where_folders_stand_below_inbox_ours_is_made_there_and_mail_moved(
    house: House, mailbox_below_inbox: Mailbox
) -> None:
    mailbox_below_inbox.put(letter(1))
    house.open(imap=[mailbox_below_inbox.settings()])
    wait_for_mail(mailbox_below_inbox, 1, "INBOX.Processed")
    assert mailbox_below_inbox.count() == 0
    assert house.contents() == [letter(1)]


def test_new_mail_is_fetched_as_soon_as_the_server_says_so(house: House, mailbox: Mailbox) -> None:
    house.open(imap=[mailbox.settings()])
    for number in range(1, 6):
        mailbox.put(letter(number))
        wait_for_rows(house, number)
    assert subjects(house) == [1, 2, 3, 4, 5]
    assert mailbox.server.logins(mailbox.user) == 2  # the one that puts mail there, and one of the door


def test_a_server_without_idle_and_move_is_looked_at_again_and_again(
    house: House, old_mailbox: Mailbox
) -> None:
    house.open(imap=[old_mailbox.settings(poll_seconds=0.05)])
    old_mailbox.put(letter(1))
    wait_for_rows(house, 1)
    old_mailbox.put(letter(2))
    wait_for_mail(old_mailbox, 2, "Processed")
    assert subjects(house) == [1, 2]


def test_without_a_folder_to_move_to_mail_stays_and_is_marked_seen(house: House, mailbox: Mailbox) -> None:
    mailbox.put(letter(1))
    house.open(imap=[mailbox.settings(processed_folder="")])
    mailbox.client.select_folder("INBOX")
    until(lambda: mailbox.client.search("SEEN") == [1], "the message is seen")
    assert subjects(house) == [1]


def test_what_another_client_reads_first_is_taken_all_the_same(house: House, mailbox: Mailbox) -> None:
    mailbox.put(letter(1), letter(2))
    mailbox.client.select_folder("INBOX")
    mailbox.client.add_flags([1], [b"\\Seen", b"\\Answered"])
    house.open(imap=[mailbox.settings()])
    wait_for_mail(mailbox, 2, "Processed")
    assert subjects(house) == [1, 2]


def test_what_another_client_removes_in_the_middle_stops_nothing(house: House, mailbox: Mailbox) -> None:
    mailbox.put(*map(letter, range(1, 46)))

    def remove() -> None:
        client = mailbox.server.connect(mailbox.user)
        client.select_folder("INBOX")
        client.delete_messages([30, 31])
        client.expunge()
        client.logout()

    house.open(imap=[mailbox.settings()], inspector=Watching(b"Subject: 3\r\n", remove))
    wait_for_mail(mailbox, 43, "Processed")
    assert subjects(house) == [n for n in range(1, 46) if n not in {30, 31}]


def test_a_server_restarted_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    house: House, mailbox: Mailbox
) -> None:
    mailbox.put(*map(letter, range(1, 61)))

    def restart() -> None:
        mailbox.server.stop()
        mailbox.server.start()

    house.open(imap=[mailbox.settings()], inspector=Watching(b"Subject: 25\r\n", restart))
    wait_for_mail(mailbox, 60, "Processed")
    assert subjects(house) == list(range(1, 61))
    assert mailbox.count() == 0


def test_a_service_stopped_between_storing_and_moving_moves_later_and_stores_once(
    house: House, mailbox: Mailbox
) -> None:
    mailbox.put(letter(1), letter(2))
    # No folder of this name can be made: what is stored stays where it is.
    doors = house.open(imap=[mailbox.settings(processed_folder="../no", failed_folder="")])
    wait_for_rows(house, 2)
    doors.stop(5)
    assert mailbox.count() == 2
    house.open(imap=[mailbox.settings()])
    wait_for_mail(mailbox, 2, "Processed")
    assert subjects(house) == [1, 2]


def test_new_uids_make_no_mail_new_and_hide_no_new_mail(house: House, mailbox: Mailbox) -> None:
    mailbox.put(*map(letter, range(1, 4)))
    doors = house.open(imap=[mailbox.settings(processed_folder="")])
    wait_for_rows(house, 3)
    doors.stop(5)
    before = cursor_of(house, mailbox).uidvalidity
    mailbox.server.renumber(mailbox.user)
    mailbox.reconnect()
    mailbox.put(letter(4))
    house.open(imap=[mailbox.settings(processed_folder="")])
    wait_for_rows(house, 4)
    mailbox.put(letter(5))
    wait_for_rows(house, 5)
    mailbox.server.stop()
    mailbox.server.start()  # the door connects again and looks at everything again
    mailbox.reconnect()
    mailbox.put(letter(6))
    wait_for_rows(house, 6)
    assert subjects(house) == [1, 2, 3, 4, 5, 6]
    assert cursor_of(house, mailbox).uidvalidity == before + 7


def test_what_the_cursor_passed_over_is_found_when_all_mail_is_compared(
    house: House, mailbox: Mailbox
) -> None:
    mailbox.put(letter(1), letter(2), letter(3))
    doors = house.open(imap=[mailbox.settings(processed_folder="")])
    wait_for_rows(house, 3)
    doors.stop(5)
    with house.database.transaction() as session:
        session.connection().execute(sa.text(r"DELETE FROM inbound_message WHERE door_key LIKE '%\:2'"))
    doors = house.open(imap=[mailbox.settings(processed_folder="")])
    wait_for_rows(house, 3)
    doors.stop(5)
    cursor = cursor_of(house, mailbox)
    assert subjects(house) == [1, 2, 3]
    assert (cursor.on_server, cursor.stored, cursor.failure) == (3, 3, "")


def test_mail_older_than_the_first_days_is_left_alone_for_good(house: House, mailbox: Mailbox) -> None:
    mailbox.put(letter(1), arrived=datetime.now(UTC) - timedelta(days=30))
    mailbox.put(letter(2))
    doors = house.open(imap=[mailbox.settings()])
    wait_for_rows(house, 1)
    doors.stop(5)
    house.open(imap=[mailbox.settings()])
    mailbox.put(letter(3), arrived=datetime.now(UTC) - timedelta(days=30))  # an old letter put here today
    wait_for_mail(mailbox, 2, "Processed")
    assert subjects(house) == [2, 3]
    assert mailbox.count() == 1


def test_a_folder_renamed_while_the_door_is_open_is_made_again(house: House, mailbox: Mailbox) -> None:
    house.open(imap=[mailbox.settings()])
    mailbox.put(letter(1))
    wait_for_mail(mailbox, 1, "Processed")
    mailbox.client.rename_folder("Processed", "Archive")
    mailbox.put(letter(2))
    wait_for_mail(mailbox, 1, "Processed")
    assert (mailbox.count("Archive"), subjects(house)) == (1, [1, 2])


def test_a_folder_to_read_that_is_missing_is_said_and_read_once_it_is_there(
    house: House, mailbox: Mailbox
) -> None:
    house.open(imap=[mailbox.settings(folder="Demandes")])
    until(lambda: "Demandes" in cursor_of(house, mailbox).failure, "the failure names the folder")
    mailbox.make("Demandes")
    mailbox.put(letter(1), folder="Demandes")
    wait_for_rows(house, 1)
    assert house.ledger()[0].door_key is not None
    until(lambda: cursor_of(house, mailbox).failure == "", "the failure is over")


def test_of_a_message_too_large_the_header_is_taken(house: House, mailbox: Mailbox) -> None:
    mailbox.put(letter(1) + b"x" * 5_000 + b"\r\n", letter(2))
    house.open(imap=[mailbox.settings(max_message_bytes=1_000)])
    wait_for_mail(mailbox, 1, "Failed")
    wait_for_mail(mailbox, 1, "Processed")
    large = next(row for row in house.ledger() if "size_bytes" in row.door_facts)
    assert large.door_facts["size_bytes"] == len(letter(1)) + 5_002
    assert large.raw is not None and large.raw.endswith(b"Subject: 1\r\n\r\n")


def test_a_message_the_server_cannot_give_stops_no_other(house: House, mailbox: Mailbox) -> None:
    mailbox.put(*map(letter, range(1, 6)))
    mailbox.client.select_folder("INBOX")
    mailbox.client.unselect_folder()
    maildir = mailbox.server.directory / "mail" / mailbox.user / "Maildir"
    broken = sorted([*(maildir / "new").iterdir(), *(maildir / "cur").iterdir()])[2]
    content = broken.read_bytes()
    broken.unlink()
    broken.mkdir()  # reading it fails
    house.open(imap=[mailbox.settings(processed_folder="")])
    wait_for_rows(house, 4)
    mailbox.put(letter(6))
    wait_for_rows(house, 5)
    assert subjects(house) == [n for n in range(1, 7) if letter(n) != content.replace(b"\n", b"\r\n")]


def test_while_the_database_is_away_mail_stays_on_the_server(
    house: House, mailbox: Mailbox, sqlite_database: Database
) -> None:
    house.open(imap=[mailbox.settings()])
    mailbox.put(letter(1))
    wait_for_mail(mailbox, 1, "Processed")
    with sqlite_database.transaction() as session:
        session.connection().execute(sa.text("ALTER TABLE inbound_message RENAME TO away"))
    mailbox.put(letter(2))
    until(lambda: cursor_of(house, mailbox).failure != "", "the failure is noted")
    assert mailbox.count() == 1
    with sqlite_database.transaction() as session:
        session.connection().execute(sa.text("ALTER TABLE away RENAME TO inbound_message"))
    wait_for_mail(mailbox, 2, "Processed")
    assert subjects(house) == [1, 2]


def test_a_virus_is_kept_named_and_set_apart(house: House, mailbox: Mailbox) -> None:
    class Finds:
        def inspect(self, raw: bytes) -> Verdict:
            return Verdict("refuse", {"virus": "Local.Eicar"}) if b"Subject: 1\r\n" in raw else Verdict()

    mailbox.put(letter(1), letter(2))
    house.open(imap=[mailbox.settings()], inspector=Finds())
    wait_for_mail(mailbox, 1, "Failed")
    wait_for_mail(mailbox, 1, "Processed")
    assert [row.door_facts.get("virus") for row in house.ledger()] == ["Local.Eicar", None]


def test_a_mailbox_that_cannot_be_opened_holds_up_no_other(
    house: House, mailbox: Mailbox, tmp_path: Path
) -> None:
    (tmp_path / "wrong").write_text("wrong")
    wrong = mailbox.settings(name="wrong", password_file=str(tmp_path / "wrong"))
    mailbox.put(letter(1))
    house.open(imap=[wrong, mailbox.settings()])
    wait_for_mail(mailbox, 1, "Processed")
    settings = ImapDoorSettings.model_validate(wrong)
    cursors = CursorStore(house.database, settings)
    until(
        lambda: "refuses the login or the password" in cursors.load(utc_now()).failure, "the failure is told"
    )
    assert cursors.load(utc_now()).failing_since is not None


def test_a_refresh_token_opens_the_mailbox_and_the_new_one_is_kept(
    house: House, mailbox: Mailbox, oauth: OAuthServer, tmp_path: Path
) -> None:
    oauth.refresh_tokens[f"first-{mailbox.user}"] = mailbox.user
    refresh = tmp_path / "refresh"
    refresh.write_text(f"first-{mailbox.user}\n")
    mailbox.put(letter(1))
    doors = house.open(imap=[oauth_settings(mailbox, oauth, tmp_path, refresh_token_file=str(refresh))])
    wait_for_rows(house, 1)
    assert oauth.refresh_tokens[refresh.read_text().strip()] == mailbox.user
    # The provider no longer honours the access token, and closes the connection: another is asked for.
    for token in [t for t, user in oauth.access_tokens.items() if user == mailbox.user]:
        del oauth.access_tokens[token]
    mailbox.server.stop()
    mailbox.server.start()
    mailbox.reconnect()
    mailbox.put(letter(2))
    wait_for_rows(house, 2)
    doors.stop(5)
    assert oauth.refresh_tokens[refresh.read_text().strip()] == mailbox.user


def test_client_credentials_open_the_mailbox(
    house: House, mailbox: Mailbox, oauth: OAuthServer, tmp_path: Path
) -> None:
    oauth.application_user = mailbox.user
    mailbox.put(letter(1))
    house.open(imap=[oauth_settings(mailbox, oauth, tmp_path)])
    wait_for_rows(house, 1)
    assert oauth.grants[-1] == "client_credentials"


def test_a_revoked_refresh_token_is_told_in_words(
    house: House, mailbox: Mailbox, oauth: OAuthServer, tmp_path: Path
) -> None:
    (tmp_path / "refresh").write_text("revoked")
    house.open(imap=[oauth_settings(mailbox, oauth, tmp_path, refresh_token_file=str(tmp_path / "refresh"))])
    until(
        lambda: (
            cursor_of(house, mailbox).failure == "The sign-in service refuses: The refresh token was revoked."
        ),
        "the failure is told",
    )


def test_a_server_whose_certificate_is_known_is_spoken_to_under_tls(house: House, mailbox: Mailbox) -> None:
    server = mailbox.server
    mailbox.put(letter(1))
    mailbox.make("Other")
    house.open(
        imap=[
            mailbox.settings(name="tls", tls="tls", port=server.imaps_port, ca_file=str(server.certificate)),
            mailbox.settings(
                name="starttls", tls="starttls", ca_file=str(server.certificate), folder="Other"
            ),
        ]
    )
    wait_for_rows(house, 1)
    mailbox.put(letter(2))
    wait_for_rows(house, 2)
    mailbox.put(letter(3), folder="Other")
    wait_for_rows(house, 3)
    assert {row.door_name for row in house.ledger()} == {"tls", "starttls"}
