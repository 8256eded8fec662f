"""Files without a mail come through the reader as they are, whatever they are called."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from intake.ledger.loose_files import LooseFile, written_mail
from intake.mail.parse import parse_mail
from tests.rows import in_rows


@example(contents=[b"!"], name="", kind="0/\u00b9")
@given(
    contents=st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=3),
    name=st.text(max_size=300),
    kind=st.text(max_size=40),
)
def test_every_byte_of_every_file_comes_back(contents: list[bytes], name: str, kind: str) -> None:
    parsed = parse_mail(written_mail([LooseFile(each, kind, name) for each in contents], "upload-1"))
    found = [item.content for item in parsed.attachments if not item.derived_from]
    assert found[: len(contents)] == contents
    assert parsed.text.strip() == ""


@in_rows("name", ["../../etc/passwd", "a\r\nSubject: x.jpg", "photo\u202egpj.exe", "\ud800.jpg"])
def test_a_hostile_name_is_made_harmless(name: str) -> None:
    parsed = parse_mail(written_mail([LooseFile(b"\xff\xd8\xff\xe0rest", "image/jpeg", name)], "upload-1"))
    (only,) = parsed.attachments
    assert not set(only.filename) & set("/\\\r\n\u202e")
    assert parsed.subject == ""
