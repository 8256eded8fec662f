"""The doctor names what is wrong with a mailbox, against real servers that are wrong in just that way."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.doors.imap.doctor import Finding, examine
from models.settings.doors import ImapDoorSettings
from tests.doors.mailboxes import Mailbox, oauth_settings
from tests.servers.oauth import OAuthServer
from tests.servers.processes import free_port


def last(mailbox: Mailbox, **changes: object) -> Finding:
    return examine(ImapDoorSettings.model_validate(mailbox.settings(**changes)))[-1]


def test_a_sound_mailbox_has_nothing_wrong(mailbox: Mailbox) -> None:
    findings = examine(
        ImapDoorSettings.model_validate(mailbox.settings(processed_folder="", failed_folder=""))
    )
    assert {finding.level for finding in findings} == {"ok"}
    assert "The folder 'INBOX' holds 0 messages." in [finding.sentence for finding in findings]


def test_a_name_that_is_nowhere_is_named(mailbox: Mailbox) -> None:
    found = last(mailbox, host="imap.nowhere.invalid", tls="tls")
    assert (found.level, found.sentence) == ("error", "The name imap.nowhere.invalid cannot be found (DNS).")


def test_a_closed_port_is_named(mailbox: Mailbox) -> None:
    port = free_port()
    assert last(mailbox, port=port).sentence.startswith(f"127.0.0.1:{port} refuses connections")


def test_a_port_that_speaks_no_tls_is_told_with_the_usual_one(mailbox: Mailbox) -> None:
    found = last(mailbox, tls="tls")
    assert "does not speak TLS here" in found.sentence
    assert "usually goes with port 993" in found.advice


def test_a_certificate_nobody_vouches_for_is_told(mailbox: Mailbox) -> None:
    found = last(mailbox, tls="tls", port=mailbox.server.imaps_port)
    assert "cannot be trusted: self-signed certificate" in found.sentence.replace(
        "self signed", "self-signed"
    )


def test_a_certificate_of_another_name_is_told(mailbox: Mailbox) -> None:
    server = mailbox.server
    found = last(
        mailbox, tls="tls", port=server.imaps_port, ca_file=str(server.certificate), host="127.0.0.2"
    )
    # Dovecot listens on 127.0.0.1 alone: the other loopback address refuses before any certificate.
    assert "127.0.0.2" in found.sentence and found.level == "error"


def test_a_wrong_password_is_told(mailbox: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("wrong")
    assert (
        "refuses the login or the password" in last(mailbox, password_file=str(tmp_path / "wrong")).sentence
    )


def test_a_missing_password_file_is_told(mailbox: Mailbox, tmp_path: Path) -> None:
    found = last(mailbox, password_file=str(tmp_path / "none"))
    assert (
        found.sentence
        == f"The file of the password, {tmp_path / 'none'}, cannot be read: No such file or directory."
    )


def test_a_misspelt_folder_is_told_with_those_that_are_like_it(mailbox: Mailbox) -> None:
    mailbox.make("Demandes")
    found = last(mailbox, folder="Demande")
    assert (found.sentence, found.advice) == ("There is no folder 'Demande'.", "There are: Demandes.")


def test_a_folder_is_called_as_the_server_calls_it(mailbox_below_inbox: Mailbox) -> None:
    mailbox_below_inbox.make("INBOX.Failed")
    settings = ImapDoorSettings.model_validate(mailbox_below_inbox.settings())
    said = [found.sentence for found in examine(settings)]
    assert "There is no folder 'INBOX.Processed' yet." in said
    assert not [each for each in said if "Failed" in each]


def test_a_refusing_sign_in_service_is_told_in_its_own_words(
    mailbox: Mailbox, oauth: OAuthServer, tmp_path: Path
) -> None:
    settings = oauth_settings(mailbox, oauth, tmp_path)
    (tmp_path / "secret").write_text("old secret")
    found = examine(ImapDoorSettings.model_validate(settings))[-1]
    assert found.sentence == "The sign-in service refuses: The client secret has expired."


def test_a_token_for_somebody_else_is_told(mailbox: Mailbox, oauth: OAuthServer, tmp_path: Path) -> None:
    oauth.application_user = "somebody-else"
    found = examine(ImapDoorSettings.model_validate(oauth_settings(mailbox, oauth, tmp_path)))[-1]
    assert "refuses the access token" in found.sentence


def test_a_server_without_idle_is_told(old_mailbox: Mailbox) -> None:
    findings = examine(ImapDoorSettings.model_validate(old_mailbox.settings()))
    warnings = [finding.sentence for finding in findings if finding.level == "warning"]
    assert warnings == [
        "There is no folder 'Processed' yet.",
        "There is no folder 'Failed' yet.",
        "The server has no IDLE.",
        "The server has neither MOVE nor UIDPLUS.",
    ]


def test_a_password_is_never_sent_in_the_clear_to_another_machine(mailbox: Mailbox) -> None:
    with pytest.raises(ValidationError, match="would send the password in the clear"):
        ImapDoorSettings.model_validate(mailbox.settings(host="imap.example.org"))
