"""What a requester has of staff's files on their page: what staff's own words let go, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dispatch.queries.seen.conversation import File, Line
from dispatch.web.pages.files_sent import as_sent, find_sent
from models.vocabulary import ActorRole

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
DOCUMENT = File(7, "budget.docx", "application/vnd.openxmlformats", 40, is_gone=False)


def line(number: int, role: ActorRole, text: str, *files: File, minutes: int = 0) -> Line:
    return Line(
        id=number, at=NOW + timedelta(minutes=minutes), kind="message_in", role=role, who="", person_id=1,
        channel="email", public=True, withdrawn=False, text=text, quoted="", data={}, files=files,
    )  # fmt: skip


def test_words_of_the_same_act_send_a_document() -> None:
    lines = as_sent(
        [line(1, ActorRole.AGENT, "", DOCUMENT), line(2, ActorRole.AGENT, "Voici le document ci-joint.")]
    )
    assert [each.id for each in lines[0].files] == [7]
    file, going = find_sent(lines, "7", "fr")
    assert file == DOCUMENT and going is not None and "ci-joint" in going.words


def test_words_of_the_requester_or_of_another_day_send_none() -> None:
    asked = "Merci de m’envoyer le document ci-joint."
    for later in (line(2, ActorRole.REQUESTER, asked), line(2, ActorRole.AGENT, asked, minutes=5)):
        lines = as_sent([line(1, ActorRole.AGENT, "", DOCUMENT), later])
        assert lines[0].files == []
        assert find_sent(lines, "7", "fr") == (None, None)


def test_ones_own_files_are_had_as_they_came() -> None:
    lines = as_sent([line(1, ActorRole.REQUESTER, "Bonjour", DOCUMENT)])
    assert find_sent(lines, "7", "fr") == (DOCUMENT, None)
