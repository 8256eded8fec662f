"""What is wrong with a town hall's own templates, found before anybody reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import TemplateError

from dispatch.letters.examples.samples import samples
from dispatch.letters.render import LOCALES, PACKAGE_DIRECTORY, Renderer, TemplateFailure, where_wrong
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE, Notice

_PARTS = ("subject.txt", "body.txt", "body.html")
#: Notices whose place an invented name can take (`notices.general_name`).
_GENERAL = ("acknowledgement", "state_changed", "state_changed_assignee")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """`file` is relative to the directory checked, or a built-in template that uses one of its files."""

    file: str
    explanation: str


def check_templates(directory: Path) -> list[TemplateProblem]:
    """Everything wrong in `directory`; [] when all its templates compile and render.

    Each is rendered with every example of its notice. A file which no notice reads is a problem, too: a
    misspelt name would silently change nothing.
    """
    problems = list(_compile(directory))
    if not problems:
        problems = list(_render(directory))
    return list(dict.fromkeys(problems))


def _compile(directory: Path) -> Iterator[TemplateProblem]:
    renderer = Renderer(directory)
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_dir() or any(part.startswith((".", "_")) for part in path.relative_to(directory).parts):
            continue
        if not _is_read(name):
            yield TemplateProblem(
                name, "No notice reads this file: is its name right? See docs/templates.md."
            )
            continue
        try:
            renderer.environment.get_template(name)
        except UnicodeDecodeError:
            yield TemplateProblem(name, "This file is not UTF-8.")
        except TemplateError as wrong:
            yield TemplateProblem(name, where_wrong(wrong))


def _is_read(name: str) -> bool:
    if (PACKAGE_DIRECTORY / name).is_file():
        return True
    # A name that a workflow or a rule invented: fr/email/NAME/body.txt, fr/sms/NAME.txt.
    match name.split("/"):
        case [locale, "email", _, part]:
            return locale in LOCALES and part in _PARTS
        case [locale, "sms", text]:
            return locale in LOCALES and text.endswith(".txt")
    return False


def _render(directory: Path) -> Iterator[TemplateProblem]:
    renderer = Renderer(directory)
    for locale in LOCALES:
        for notice in CATALOGUE.values():
            for view in samples(notice, locale):
                yield from _try(renderer, notice, view)
        for name in sorted(_invented(directory, locale)):
            yield from _invented_problems(renderer, name, locale)


def _invented(directory: Path, locale: str) -> set[str]:
    emails = {path.name for path in (directory / locale / "email").glob("*") if path.is_dir()}
    texts = {path.stem for path in (directory / locale / "sms").glob("*.txt")}
    return {name for name in emails | texts if name not in CATALOGUE}


def _invented_problems(renderer: Renderer, name: str, locale: str) -> Iterator[TemplateProblem]:
    """An invented name is sound when it renders in at least one of the places it could take."""
    found: list[TemplateProblem] = []
    for general in _GENERAL:
        notice = CATALOGUE[general]
        problems = [
            problem
            for view in samples(notice, locale)
            for problem in _try(renderer, notice, replace(view, notice=name))
        ]
        if not problems:
            return
        found = found or problems
    yield from found


def _try(renderer: Renderer, notice: Notice, view: NoticeView) -> Iterator[TemplateProblem]:
    try:
        if notice.by_email:
            renderer.email(view)
        if notice.by_text:
            renderer.text(view)
    except TemplateFailure as wrong:
        file, _, explanation = wrong.private.partition(": ")
        yield TemplateProblem(file, explanation or wrong.private)
