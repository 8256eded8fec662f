"""A setting, a notice, a purpose or a key of the organisation exists only when something uses it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from dispatch.notices.catalogue import CATALOGUE
from models.organisation import Organisation
from models.settings.settings import Settings
from models.signing.tokens import Purpose
from tests.notices_page import PAGE, page_with_table
from tests.rows import in_rows

ROOT = Path(__file__).parents[2]
#: What asks nothing of the world: where a key of the organisation is checked or written.
DECLARED = ("models/organisation_files/", "dispatch/check/")


@dataclass(frozen=True, slots=True)
class Written:
    """What a piece of our code reads, as (of what, attribute), and the texts that stand in it."""

    read: frozenset[tuple[str, str]]
    texts: frozenset[str]


def _written(tree: ast.AST) -> Written:
    read, texts = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            read.add((node.value.id if isinstance(node.value, ast.Name) else "", node.attr))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return Written(frozenset(read), frozenset(texts))


@cache
def modules() -> dict[str, str]:
    """The text of each module of ours, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for floor in ("cli", "dispatch", "intake", "models")
        for path in sorted((ROOT / floor).rglob("*.py"))
        if path.parent.name != "versions"
    }


@cache
def reading() -> dict[str, list[str]]:
    """The modules in which `.name` stands, by name: what to parse to know whether it is an attribute."""
    found: dict[str, list[str]] = {}
    for module, text in modules().items():
        for name in set(re.findall(r"\.(\w+)", text)):
            found.setdefault(name, []).append(module)
    return found


#: What stands in the modules that were parsed. To parse all of them takes seconds.
_PARSED: dict[str, Written] = {}


def written_in(names: Iterable[str], *, without: tuple[str, ...]) -> Iterator[Written]:
    """What stands in each module of these names, those parsed already first."""
    for name in sorted(names, key=lambda each: each not in _PARSED):
        if not name.startswith(without):
            if name not in _PARSED:
                _PARSED[name] = _written(ast.parse(modules()[name]))
            yield _PARSED[name]


def is_read(name: str, *, of: str = "", without: tuple[str, ...] = ()) -> bool:
    """Whether something is read as an attribute of this name: of whatever it may be, or of the name `of`."""
    return any(
        name == attribute and of in ("", owner)
        for each in written_in(reading().get(name, ()), without=without)
        for owner, attribute in each.read
    )


def fields_of(
    model: type[BaseModel], at: str = "", above: frozenset[type] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Each field of a model and of those inside it: its name, and where it stands. A model inside itself ends
    there.
    """
    for name, field in model.model_fields.items():
        yield name, f"{at}{name}"
        for inner in _models_in(field.annotation):
            if inner not in above:
                yield from fields_of(inner, f"{at}{name}.", above | {model, inner})


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for each in getattr(annotation, "__args__", ()) for found in _models_in(each)]


def test_every_setting_is_read() -> None:
    assert [where for name, where in fields_of(Settings) if not is_read(name)] == []


def sections_of(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Each section of the settings: where it stands, and its model."""
    for name, field in model.model_fields.items():
        for inner in _models_in(field.annotation):
            yield f"{at}{name}", inner
            yield from sections_of(inner, f"{at}{name}.")


def is_read_of(section: str, model: type[BaseModel], name: str) -> bool:
    """Whether a module of ours reads `.name` and speaks of that section, by its name or that of its model."""
    outright, speaks = rf"\b{section}\.{name}\b", rf"\.{section}\b|\b{model.__name__}\b"
    return any(
        re.search(outright if module.startswith("models/settings/") else speaks, modules()[module])
        for module in reading().get(name, ())
    )


def test_a_setting_whose_name_others_have_too_is_read_where_its_section_is() -> None:
    found = list(sections_of(Settings))
    often = Counter(name for _, model in found for name in model.model_fields)
    unread = [
        f"{where}.{name}"
        for where, model in found
        for name in model.model_fields
        if often[name] > 1 and not is_read_of(where.rpartition(".")[2], model, name)
    ]
    assert unread == []


def test_every_key_of_the_organisation_does_something() -> None:
    """Being checked and written back is not enough."""
    unread = {where for name, where in fields_of(Organisation) if not is_read(name, without=DECLARED)}
    assert unread == set()


def test_every_notice_is_sent_from_somewhere() -> None:
    catalogue = "dispatch/notices/catalogue.py"
    elsewhere = ("dispatch/letters/", catalogue, "dispatch/notices/details.py")
    tree = ast.parse((ROOT / catalogue).read_text("utf-8"))
    (general,) = (each for each in tree.body if getattr(each, "name", "") == "general_name")
    unsent = []
    for name in set(CATALOGUE) - _written(general).texts:
        holding = [module for module, text in modules().items() if name in text]
        if not any(name in found.texts for found in written_in(holding, without=elsewhere)):
            unsent.append(name)
    assert unsent == []


@in_rows("purpose", list(Purpose), ids=lambda each: each.name)
def test_every_purpose_of_a_token_is_signed_or_read(purpose: Purpose) -> None:
    assert is_read(purpose.name, of="Purpose", without=("models/signing/",))


def test_the_table_of_notices_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page_with_table(), "run: python -m tests.notices_page"


def test_every_detail_of_a_notice_is_named_in_the_page_of_templates() -> None:
    page = PAGE.read_text("utf-8")
    details = {field for notice in CATALOGUE.values() for field in notice.details.model_fields}
    hidden = {"verb", "from_state", "to_state", "notice", "inbound"}
    assert sorted(name for name in details - hidden if f"`{name}`" not in page) == []
