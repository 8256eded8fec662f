"""What travels along with a letter: pictures through the workers, a note in place of one that could not be
made.
"""

from __future__ import annotations

import pytest

from dispatch.letters.enclosed.attached import attached

JPEG = b"\xff\xd8\xff\xe0rest"


def refuse(content: bytes) -> bytes | None:
    raise AssertionError("no picture")


def test_a_picture_goes_out_as_its_bare_copy() -> None:
    file = attached("trou.jpg", "image/jpeg", JPEG, lambda content: content[:3], "fr")
    assert (file.name, file.content_type, file.content) == ("trou.jpg", "image/jpeg", JPEG[:3])


def test_another_file_goes_out_as_it_is_and_needs_no_worker() -> None:
    assert attached("plan.pdf", "application/pdf", b"%PDF-1.4", refuse, "fr").content == b"%PDF-1.4"


@pytest.mark.parametrize(
    ("locale", "name", "word"),
    [("fr", "trou.jpg - non joint.txt", "conservé"), ("en", "trou.jpg - not attached.txt", "kept")],
)
def test_a_picture_without_copy_leaves_a_note_in_its_place(locale: str, name: str, word: str) -> None:
    file = attached("trou.jpg", "image/jpeg", JPEG, lambda _content: None, locale)
    assert (file.name, file.content_type) == (name, "text/plain")
    assert word in file.content.decode()
