"""One word per idea: what code, commands and templates call things can be looked up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.notices.catalogue import CATALOGUE
from tests.rows import in_rows

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
#: Where enums are kept whose values are stored or shown.
KEPT = ("models/vocabulary.py", "models/tables", "models/values.py", "models/signing/tokens.py")
#: The page that explains the values of an enum too special for the glossary.
PAGES = ("commands.md", "doors.md", "organisation.md", "outgoing.md", "rules.md", "sms.md", "templates.md")


def enum_values() -> Iterator[tuple[str, str]]:
    """`file: Class` and each value of the string enums among what is stored."""
    for place in KEPT:
        path = ROOT / place
        for each in [path] if path.is_file() else sorted(path.glob("*.py")):
            for node in ast.parse(each.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and any(
                    getattr(b, "id", "") == "StrEnum" for b in node.bases
                ):
                    for line in node.body:
                        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                            yield f"{each.name}: {node.name}", str(line.value.value)


def words_in(page: str) -> set[str]:
    return set(re.findall(r"[a-z]+(?:[0-9]+)?", page.lower())) | set(re.findall(r"[a-z]+", page.lower()))


@pytest.fixture(scope="module")
def explained() -> set[str]:
    found = words_in(GLOSSARY.read_text("utf-8"))
    for page in PAGES:
        found |= words_in((ROOT / "docs" / page).read_text("utf-8"))
    return found


def test_every_value_that_is_stored_is_a_word_people_can_look_up(explained: set[str]) -> None:
    unknown = {f"{where}.{value}" for where, value in enum_values() if not set(value.split("_")) <= explained}
    assert unknown == set()


def test_every_group_of_commands_is_a_word_of_the_glossary() -> None:
    known = words_in(GLOSSARY.read_text("utf-8"))
    groups = re.findall(
        r"^## guichet (\w+)$", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE
    )
    # Verbs of running the service are explained by their help alone.
    running = {
        "demo",
        "doctor",
        "import",
        "init",
        "man",
        "read",
        "serve",
        "submit",
        "top",
        "try",
        "upgrade",
        "work",
        "db",
        "version",
    }
    named = {group.removesuffix("s") if group.removesuffix("s") in known else group for group in groups}
    assert named - running - known == set()


@in_rows("name", CATALOGUE)
def test_every_notice_is_on_the_page_of_templates(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs" / "templates.md").read_text("utf-8")


def test_no_word_stands_twice_in_the_glossary() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    words = [word.strip() for row in rows for word in row.split(",") if word.strip() not in ("word", "---")]
    assert sorted({word for word in words if words.count(word) > 1}) == []
