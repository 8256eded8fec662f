"""A town hall's own templates: what is wrong with them, how they differ, how they will be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.letters.examples.samples import samples
from dispatch.letters.looking.check import check_templates
from dispatch.letters.looking.own_templates import own_templates
from dispatch.letters.looking.previews import INDEX, Preview, chosen_notices, previews, write_previews
from dispatch.letters.render import PACKAGE_DIRECTORY, Renderer
from dispatch.notices.catalogue import CATALOGUE
from models.settings.texts import SmsTextSettings

_TEXTS = SmsTextSettings()


@contextmanager
def own() -> Iterator[Path]:
    """A directory of the town's own, empty."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def put(directory: Path, name: str, words: str) -> None:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def problems(directory: Path) -> list[tuple[str, str]]:
    return [(each.file, each.explanation) for each in check_templates(directory)]


def test_a_slip_is_told_with_its_file_and_line() -> None:
    with own() as directory:
        put(directory, "fr/email/taken/body.txt", "Bonjour\n\n{% if comment %}\n")
        put(directory, "fr/sms/taken.txt", "{{ request.reference }")
        found = dict(problems(directory))
        assert "body.txt:3: TemplateSyntaxError" in found["fr/email/taken/body.txt"]
        assert "taken.txt:1: TemplateSyntaxError" in found["fr/sms/taken.txt"]


def test_a_misspelt_value_is_told_with_its_file_and_line() -> None:
    with own() as directory:
        put(directory, "fr/email/taken/body.txt", "Bonjour\n{{ request.referense }}\n")
        ((file, explanation),) = problems(directory)
        assert file.endswith("fr/email/taken/body.txt:2") and "referense" in explanation


def test_a_file_that_nothing_reads_is_told() -> None:
    with own() as directory:
        put(directory, "fr/email/takken/corps.txt", "Bonjour")
        put(directory, "de/email/taken/body.txt", "Guten Tag")
        assert [file for file, _ in problems(directory)] == [
            "de/email/taken/body.txt",
            "fr/email/takken/corps.txt",
        ]


def test_a_file_in_another_charset_is_told() -> None:
    with own() as directory:
        (directory / "fr" / "sms").mkdir(parents=True)
        (directory / "fr" / "sms" / "taken.txt").write_bytes("prise en charge été".encode("latin-1"))
        assert problems(directory) == [("fr/sms/taken.txt", "This file is not UTF-8.")]


def test_each_file_stands_beside_the_one_it_takes_the_place_of() -> None:
    with own() as directory:
        built_in = (PACKAGE_DIRECTORY / "fr/email/taken/body.txt").read_text("utf-8")
        put(directory, "fr/email/taken/body.txt", built_in)
        put(directory, "fr/email/taken/subject.txt", "C’est parti\n")
        put(directory, "fr/email/devis/subject.txt", "Devis")
        put(directory, ".git/config", "[core]")
        put(directory, "_brouillons/fr.txt", "x")
        found = {each.name: each for each in own_templates(directory)}
    assert list(found) == [
        "fr/email/devis/subject.txt",
        "fr/email/taken/body.txt",
        "fr/email/taken/subject.txt",
    ]
    assert [each.replaces for each in found.values()] == [False, True, True]
    assert [each.is_same for each in found.values()] == [False, True, False]
    lines = found["fr/email/taken/subject.txt"].lines
    assert lines[:2] == ("--- built-in/fr/email/taken/subject.txt", "+++ own/fr/email/taken/subject.txt")
    assert lines[-1] == "+C’est parti"


def some(*names: str, **changed: object) -> list[Preview]:
    """Previews of these notices in both languages."""
    settings = _TEXTS.model_copy(update=changed)
    return list(previews(Renderer(), chosen_notices(names), ("fr", "en"), settings))


def test_previews_are_of_every_example_and_name_the_town_that_is_given() -> None:
    found = some("taken", "assigned")
    assert {(each.notice, each.locale) for each in found} == {
        (notice, locale) for notice in ("taken", "assigned") for locale in ("fr", "en")
    }
    assert len({each.stem for each in found}) == len(found) and "fr-taken-1" in {each.stem for each in found}
    sample = next(iter(samples(CATALOGUE["taken"], "fr")))
    towns = {"fr": replace(sample.town, signature="Port-Essai")}
    named = list(previews(Renderer(), chosen_notices(["taken"]), ("fr", "en"), _TEXTS, towns))
    assert {each.locale for each in named if "Port-Essai" in each.text} == {"fr"}


def test_a_preview_of_a_text_is_as_short_and_as_plain_as_it_leaves() -> None:
    (plain, *_) = [each for each in some("taken") if each.sms]
    assert plain.measured is not None and plain.measured.encoding == "GSM-7"
    for each in some("acknowledgement", "taken", "answer", max_segments=1):
        assert each.measured is None or each.measured.count == 1, each.stem


def test_what_is_written_is_listed_with_what_a_text_costs_and_no_word_of_it_is_markup() -> None:
    hostile = Preview("taken", "fr", 1, "<b>Sujet</b>", "texte", "<p>texte</p>", "")
    with own() as directory:
        pages = write_previews(directory / "vu", [*some("taken"), replace(hostile, number=99)], _TEXTS)
        written = {path.name for path in (directory / "vu").iterdir()}
        listed = (directory / "vu" / INDEX).read_text("utf-8")
    assert {"fr-taken-1.html", "fr-taken-1.txt", "fr-taken-1.sms.txt", INDEX} <= written
    assert {page.name for page in pages} == {name for name in written if name.endswith(".html")} - {INDEX}
    assert "&lt;b&gt;Sujet&lt;/b&gt;" in listed and "<b>Sujet" not in listed
    assert all(f'href="{page.name}"' in listed for page in pages)
    assert "× GSM-7, 0,0798" in listed or "× GSM-7, 0,1596" in listed


def test_a_notice_that_is_none_is_no_choice() -> None:
    assert chosen_notices([]) == list(CATALOGUE.values())
    with pytest.raises(KeyError):
        chosen_notices(["takken"])
