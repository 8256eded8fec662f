"""A letter's headers and parts, read back by the standard library."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.letters.mail import MAX_REFERENCES, Address, Letterbox, LetterHead
from dispatch.letters.parts.mime import LetterFile
from dispatch.letters.render import Rendered
from dispatch.letters.written import Letter
from dispatch.notices.catalogue import CATALOGUE
from models.errors import PermanentFailure
from models.signing.tokens import Purpose, Signer
from models.values import EmailAddress
from tests.outgoing import SIGNER, read_letter
from tests.rows import in_rows

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
BOX = Letterbox(SIGNER, reply_address="demandes@ville.test", reply_days=400)
WORDS = Rendered("Sujet", "Bonjour.\n", "<p>Bonjour.</p>\n")


def head(notice: str = "acknowledgement", **changes: Any) -> LetterHead:
    values: dict[str, Any] = {
        "outbox_id": 7,
        "to": Address("jeanne.petit@example.org", "Jeanne Petit"),
        "notice": CATALOGUE[notice],
        "locale": "fr",
        "written_at": NOW,
        "reply_subject_id": 42,
        "person_id": 5,
    }
    return LetterHead(**{**values, **changes})


def build(rendered: Rendered = WORDS, sender: str = "Mairie de Saint-Exemple", **changes: Any) -> Letter:
    files = changes.pop("files", ())
    return BOX.build(rendered, head(**changes), sender, files)


def local_detail(address: str) -> str:
    return EmailAddress.parse(address).detail


def test_both_parts_come_back_word_for_word() -> None:
    rendered = Rendered("É", "Où\u00a0? « ici » – 12 €\n.\n..\n" + "x" * 3000 + "\n", "<p>Où\u00a0?</p>\n")
    message = read_letter(build(rendered).raw)
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == rendered.text
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n") == rendered.html
    assert message.get_body(("plain",)).get_content_charset() == "utf-8"


def test_lines_end_with_crlf_and_none_is_longer_than_998() -> None:
    raw = build(
        Rendered("S" * 180, "x" * 5000 + "\n" + "é" * 5000, "<p>" + "y" * 5000 + "</p>"),
        thread_ids=[f"{n}{'i' * 240}@x.example" for n in range(30)],
    ).raw
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()


@given(
    st.text(min_size=1, max_size=180).filter(str.strip),
    st.text(max_size=200),
    st.text(max_size=200),
)
def test_no_text_can_add_a_header(subject: str, name: str, sender: str) -> None:
    """Either the letter is refused, or it has exactly the headers it should have."""
    expected = set(message_from_bytes(build().raw).keys())
    try:
        letter = build(Rendered(subject, "", ""), sender, to=Address("jeanne.petit@example.org", name))
    except PermanentFailure:
        assert re.search(r"[\x00-\x1f\x7f\u2028\u2029]", subject)
        return
    message = message_from_bytes(letter.raw)
    assert set(message.keys()) == expected
    assert len(message.keys()) == len(expected)


@in_rows("bad", ["a\rBcc: x@example.org", "a\nBcc: x@example.org", "a\r\n\r\nb", "a\0b", "a\n b"])
def test_a_line_end_or_nul_in_a_subject_is_refused(bad: str) -> None:
    with pytest.raises(PermanentFailure):
        build(Rendered(bad, "", ""))


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=150)
)
def test_any_subject_is_read_back_as_it_was(subject: str) -> None:
    kept = " ".join(subject.split(" "))
    decoded = str(read_letter(build(Rendered(kept, "", "")).raw)["Subject"])
    assert "".join(decoded.split()) == "".join(kept.split())


def test_names_are_quoted_encoded_and_never_pass_for_addresses() -> None:
    message = read_letter(build(to=Address("jeanne@example.org", 'Jeanne "J." Petit, Dr')).raw)
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ('Jeanne "J." Petit, Dr', "jeanne@example.org")
    message = read_letter(build(sender="Mairie d’Évreux").raw)
    assert message["From"].addresses[0].display_name == "Mairie d’Évreux"
    spoof = build(to=Address("jeanne@example.org", "maire@ville.test")).raw
    assert b"maire@ville.test" not in spoof


def test_message_ids_are_ours_provable_and_the_same_at_every_try() -> None:
    one, other = (read_letter(build().raw)["Message-ID"] for _ in range(2))
    assert one == other
    assert SIGNER.owns_message_id(one) == 7
    assert SIGNER.owns_message_id(one.strip("<>").upper().replace("VILLE.TEST", "relay.example")) == 7


def test_references_keep_the_first_and_the_newest_and_drop_what_is_broken() -> None:
    ids = [f"id{n}@example.org" for n in range(50)]
    message = read_letter(build(thread_ids=["bad id", "a>\r\nX: y", "x" * 400, *ids]).raw)
    references = message["References"].split()
    assert message["In-Reply-To"] == "<id49@example.org>"
    assert len(references) == MAX_REFERENCES
    assert references[0] == "<id0@example.org>" and references[-1] == "<id49@example.org>"
    assert read_letter(build(thread_ids=["no good"]).raw)["In-Reply-To"] is None


@in_rows(
    ("notice", "purpose", "subject_id"),
    [
        ("acknowledgement", Purpose.REQUESTER, 42),
        ("assigned", Purpose.ASSIGNEE, 42),
        ("note_added", Purpose.NOTE, 42),
        ("task_assigned", Purpose.TASK, 42),
    ],
)
def test_answers_go_to_a_signed_address_of_the_notices_purpose(
    notice: str, purpose: Purpose, subject_id: int
) -> None:
    (address,) = read_letter(build(notice=notice).raw)["Reply-To"].addresses
    token = local_detail(address.addr_spec)
    assert SIGNER.find_person(token, [4, 5], NOW) == 5
    claim = SIGNER.read(token)
    assert (claim.purpose, claim.subject_id) == (purpose, subject_id)
    assert len(address.username) <= 64


@in_rows("notice", ["alert", "refused_message", "list_done"])
def test_notices_nobody_can_answer_carry_no_signed_address(notice: str) -> None:
    assert read_letter(build(notice=notice, reply_subject_id=None).raw)["Reply-To"] is None


def test_bounces_come_back_to_an_address_only_they_know() -> None:
    letter = build()
    token = local_detail(letter.envelope_from)
    assert SIGNER.find_person(token, [0], NOW) == 0
    assert SIGNER.read(token).purpose is Purpose.BOUNCE and SIGNER.read(token).subject_id == 7
    assert token.encode() not in letter.raw


@in_rows(
    ("notice", "expected"),
    [
        ("acknowledgement", "auto-replied"),
        ("assigned", "auto-generated"),
        ("command_help", "auto-replied"),
        ("answer", None),
    ],
)
def test_machines_are_told_what_a_machine_wrote(notice: str, expected: str | None) -> None:
    message = read_letter(build(notice=notice).raw)
    assert message["Auto-Submitted"] == expected
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Guichet-Loop"] == "ville.test"
    assert message["Content-Language"] == "fr"


def test_files_travel_with_their_names_whatever_is_in_them() -> None:
    files = [
        LetterFile("lampadaire cassé – n° 3.jpg", "image/jpeg", bytes(range(256)) * 10),
        LetterFile('a"b\r\nX-Evil: 1.pdf', "application/pdf", b"%PDF"),
        LetterFile("../../etc/passwd", "text/html; charset=x\r\nX: y", b"<b>"),
        LetterFile("\x00", "message/rfc822", b"From: x"),
    ]
    message = read_letter(build(files=files).raw)
    assert message.get_content_type() == "multipart/mixed"
    found = list(message.iter_attachments())
    assert found[0].get_filename() == "lampadaire cassé – n° 3.jpg"
    assert [part.get_payload(decode=True) for part in found] == [file.content for file in files]
    assert [part.get_content_type() for part in found[1:]] == [
        "application/pdf",
        "application/octet-stream",
        "application/octet-stream",
    ]
    expected = {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"}
    assert all(set(part.keys()) == expected for part in found)
    assert "/" not in (found[2].get_filename() or "")


@in_rows("name", ["é" * 150 + ".pdf", "写" * 140 + ".pdf", "🌳" * 150, "🌳" * 148 + "." + "x" * 40])
def test_a_files_name_makes_no_line_too_long_and_keeps_its_ending(name: str) -> None:
    raw = build(files=[LetterFile(name, "application/pdf", b"%PDF")]).raw
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    (found,) = read_letter(raw).iter_attachments()
    shown = found.get_filename() or ""
    assert shown.startswith(name[:30])
    assert shown.endswith(name[-4:]) or not name[:150].endswith(".pdf")


@given(st.text(alphabet=st.characters(exclude_characters="\r"), max_size=400))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    """Whatever stands in it: dots and spaces at a line's ends, `=`, `From `, lines of any length."""
    letter = message_from_bytes(build(Rendered("S", text, text)).raw)
    expected = text.encode("utf-8", "replace")
    for part in letter.get_payload():
        assert part.get_payload(decode=True).replace(b"\r\n", b"\n") == expected
        lines = part.get_payload().split("\r\n")
        assert max(map(len, lines)) <= 76 and not any(
            line == "." or line.endswith((" ", "\t")) for line in lines
        )


def test_international_addresses_travel_in_ascii_domains_or_ask_for_smtputf8() -> None:
    plain = build(to=Address("jean@mairie-évry.example"))
    assert plain.envelope_to == "jean@xn--mairie-vry-h7a.example" and not plain.smtputf8
    accented = build(to=Address("éric@example.org"))
    assert accented.smtputf8 and accented.envelope_to == "éric@example.org"
    with pytest.raises(PermanentFailure):
        build(to=Address("no address"))


def test_ids_of_an_older_key_are_still_ours_and_of_another_town_never() -> None:
    rotated = Signer(
        [(2, b"a new key of sixteen octets"), (1, b"a key of tests, sixteen octets and more")], "ville.test"
    )
    written = BOX.message_id(7)
    assert rotated.owns_message_id(f"<{written}>") == 7
    assert Signer([(1, b"the key of another town")], "ville.test").owns_message_id(written) is None
    assert SIGNER.owns_message_id(written.replace("guichet.7.", "guichet.8.")) is None


@given(st.text(max_size=300))
def test_any_text_can_be_asked_whether_it_is_an_id_of_ours(text: str) -> None:
    assert SIGNER.owns_message_id(text) is None
    assert SIGNER.find_marker(text) is None


def test_the_marker_in_a_quoted_body_names_the_notice() -> None:
    quoted = f"Oui.\n\n> Demande 2026-00042 · {BOX.marker(7)}\n> guichet.9.aaaaaaaa"
    assert SIGNER.find_marker(quoted) == 7
    assert SIGNER.find_marker("guichet.9.aaaaaaaa " * 50_000) is None


@in_rows("subject", ["=?utf-8?q?Facture?=", "a =?utf-8?b?w6k=?= b", "été =?utf-8?q?x?="])
def test_a_subject_that_looks_encoded_is_shown_as_it_was_written(subject: str) -> None:
    assert str(read_letter(build(Rendered(subject, "", "")).raw)["Subject"]) == subject
