"""Why something did not arrive, as people read it in their own language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dispatch.notices.why.mail_status import SENTENCES, find_status, status_sentence
from dispatch.notices.why.reasons import REASONS, why_undelivered
from tests.rows import in_rows


@in_rows(
    ("reason", "french", "english"),
    [
        ("no_such_address", "cette adresse n’existe pas", "nobody has this address"),
        ("5.1.1", "cette adresse n’existe pas", "this address does not exist"),
        ("4.2.2", "la boîte aux lettres est pleine", "the mailbox is full"),
        (
            "The recipient's server refused it: 5.1.1 550 5.1.1 User unknown",
            "cette adresse n’existe pas",
            "this address does not exist",
        ),
        (
            "The mail relay refuses this message. (554 5.7.1 to DATA)",
            "le serveur du destinataire refuse nos messages",
            "the recipient’s server refuses our messages",
        ),
        ("5.2.99", "cette boîte aux lettres ne peut pas recevoir", "this mailbox cannot receive"),
        ("5.9.9", "la messagerie n’a pas dit pourquoi", "the mail system did not say why"),
        ("Something that nobody knows.", "raison inconnue", "reason unknown"),
        ("Refused by 192.0.2.5.1.1 today", "raison inconnue", "reason unknown"),
    ],
)
def test_a_reason_is_said_in_the_language_of_its_reader(reason: str, french: str, english: str) -> None:
    assert why_undelivered(reason, "fr") == french
    assert why_undelivered(reason, "en") == english


def test_every_sentence_stands_within_another_one_and_in_both_languages() -> None:
    for french, english in (*SENTENCES.values(), *REASONS.values()):
        for sentence in (french, english):
            assert sentence and not sentence.endswith(".") and sentence[0].islower(), sentence
        assert french != english


def test_every_subject_of_a_code_has_a_sentence_of_its_own() -> None:
    """RFC 3463 §3: addressing, mailbox, system, network, protocol, content, policy."""
    found = {status_sentence(f"5.{subject}.99", "fr") for subject in range(1, 8)}
    assert len(found) == 7 and SENTENCES["0.0"][0] not in found


@given(st.text())
def test_any_text_of_a_stranger_s_server_gives_a_sentence_of_ours(text: str) -> None:
    ours = {sentence for pair in (*SENTENCES.values(), *REASONS.values()) for sentence in pair}
    assert why_undelivered(text, "fr") in ours
    assert find_status(text) in text
