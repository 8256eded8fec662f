"""What a letter imports is run once, and never shows one reader what another was told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template

from dispatch.letters.examples.samples import all_samples
from dispatch.letters.render import LOCALES, Renderer
from tests.sampling import is_tried


def test_letters_read_the_same_as_with_templates_that_are_run_anew_for_each() -> None:
    anew, kept = Renderer(), Renderer()
    anew.environment.template_class = Template
    views = [
        view
        for locale in LOCALES
        for at, (notice, view) in enumerate(all_samples(locale))
        if "email" in notice.channels and is_tried(notice.name, locale, at, one_in=24)
    ]
    assert len(views) > 8
    random.Random(12).shuffle(views)  # an order, not a secret
    for view in views:
        assert kept.email(view) == anew.email(view)


def modules(folder: Path, source: str, **others: str) -> Any:
    """The template `source` in a town's own folder, beside ours and `others`."""
    for name, written in {"imported": source, **others}.items():
        (folder / f"{name}.txt").write_text(written)
    template = Renderer(folder).environment.get_template("imported.txt")
    return lambda **shown: template.make_module({"locale": "fr", "time_zone": "Europe/Paris", **shown}, True)


def test_a_module_is_taken_again_as_long_as_all_it_sees_is_the_same(tmp_path: Path) -> None:
    made = modules(tmp_path, "{% macro hello() %}{{ town.name }}{% endmacro %}")
    town = {"name": "Saint-Exemple"}
    first = made(town=town, text="one")
    assert made(town=town, text="two") is first
    assert made(town=town, locale="en") is not first
    assert made(town=town, time_zone="Indian/Reunion") is not first


def test_what_macros_look_at_they_see_of_the_letter_that_they_are_called_for(tmp_path: Path) -> None:
    made = modules(
        tmp_path,
        "{% import 'words.txt' as words with context %}"
        "{% macro hello() %}{{ words.to() }}{{ ' of ' + town if town else '' }}{% endmacro %}",
        words="{% macro to() %}To {{ name }}{% endmacro %}",
    )
    first = made(name="Inès", town="")
    assert first.hello() == "To Inès"
    again = made(name="Paul", town="Saint-Autre")
    assert again is first and again.hello() == "To Paul of Saint-Autre"


def test_what_a_template_looks_at_as_it_is_imported_has_it_run_again(tmp_path: Path) -> None:
    made = modules(
        tmp_path, "{% set greeting = 'To ' + name %}{% macro hello() %}{{ greeting }}{% endmacro %}"
    )
    assert [made(name=name).hello() for name in ("Inès", "Paul", "Inès")] == ["To Inès", "To Paul", "To Inès"]


def test_what_the_importing_template_set_itself_is_seen(tmp_path: Path) -> None:
    (tmp_path / "imported.txt").write_text("{% macro hello() %}{{ name }}{% endmacro %}")
    page = Renderer(tmp_path).environment.from_string(
        "{% set name = 'B' %}{% import 'imported.txt' as m with context %}{{ m.hello() }}"
        "{% set name = 'C' %}{% import 'imported.txt' as n with context %}{{ n.hello() }}"
    )
    shown = {"locale": "fr", "time_zone": "Europe/Paris", "name": "A"}
    assert [page.render(shown), page.render(shown)] == ["BC", "BC"]


@pytest.mark.parametrize(
    "source",
    [
        "{% import 'other.txt' as other with context %}{% macro hello() %}{{ other.hello() }}{% endmacro %}",
        "{% import chosen as other with context %}{% macro hello() %}{{ other.hello() }}{% endmacro %}",
        "{% macro hello() %}{% include 'shown.txt' %}{% endmacro %}",
        "{% macro hello() %}{% include chosen_too %}{% endmacro %}",
    ],
)
def test_what_an_import_of_an_import_sees_counts_too(source: str, tmp_path: Path) -> None:
    made = modules(tmp_path, source, other="{% macro hello() %}{{ name }}{% endmacro %}", shown="{{ name }}")
    files = {"chosen": "other.txt", "chosen_too": "shown.txt"}
    assert [made(name=name, **files).hello() for name in ("A", "B", "A")] == ["A", "B", "A"]
