"""What programs used in France quote, and where: one case a pair of files in tests/corpus_fr."""

from __future__ import annotations

import json
from pathlib import Path

from intake.mail.parse import parse_bare_text, parse_mail
from tests.rows import in_rows

FOLDER = Path(__file__).resolve().parent.parent / "corpus_fr"
CASES = sorted(path.stem for path in FOLDER.glob("*.json"))


def squeezed(text: str) -> str:
    return " ".join(text.replace("> ", "").split())


def test_the_folder_holds_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60


@in_rows("name", CASES)
def test_the_new_text_is_told_from_the_quoted(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    if expected["kind"] == "mime":
        message = parse_mail((FOLDER / f"{name}.eml").read_bytes())
    else:
        message = parse_bare_text((FOLDER / f"{name}.txt").read_bytes())
    assert message.reply == (message.text if expected["reply"] is None else expected["reply"])
    for piece in expected["quoted_contains"]:
        assert piece in squeezed(message.quoted)
    if "signature" in expected:
        assert message.signature == expected["signature"]
