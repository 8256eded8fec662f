"""A notice becomes what people read: subject, plain text, HTML, or one text message (pure but for
reading templates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from dispatch.letters import filters
from dispatch.letters.parts.exercise import as_exercise
from dispatch.letters.parts.kept_modules import LOCALES as LOCALES
from dispatch.letters.parts.kept_modules import KeepingTemplate
from dispatch.letters.sandbox import Sandbox
from dispatch.letters.view import NoticeView
from models.errors import PermanentFailure

PACKAGE_DIRECTORY = Path(__file__).parents[2] / "templates"
DEFAULT = "fr"
#: Most characters one part may have: a template in a loop must not fill the memory.
MAX_CHARACTERS = 400_000
MAX_SUBJECT_CHARACTERS = 180
#: Pieces of a letter that are counted at a time.
_PIECES = 64
#: Choices of a template that are remembered: three for each notice, twice.
_MOST_CHOICES = 1_024

#: What every template sees; the names of the notice's own details come besides, and never hide these.
_VIEW_NAMES = tuple(each.name for each in fields(NoticeView) if each.name != "details")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One email, as read: `subject` is one line, `text` and `html` say the same."""

    subject: str
    text: str
    html: str


class TemplateFailure(PermanentFailure):
    """A template which cannot be rendered; `private` names the file and the line."""


class Renderer:
    """Renders notices with the town hall's templates where it has its own, ours elsewhere. Thread-safe.

    `overrides` is laid out as the package's templates are: `fr/email/assigned/body.txt`. `for_training`: each
    email says that it is an exercise.
    """

    def __init__(self, overrides: Path | None = None, *, for_training: bool = False) -> None:
        self._for_training = for_training
        directories = [path for path in (overrides, PACKAGE_DIRECTORY) if path is not None]
        self.environment = _environment(directories)
        # Templates are read once; which of them a notice has is not looked for on the disk at every letter.
        self._template = lru_cache(_MOST_CHOICES)(self._choose)

    def email(self, view: NoticeView) -> Rendered:
        """`view` as an email. Raises TemplateFailure."""
        context = _context(view)
        subject = self._part(view, context, "email", "subject.txt")
        text = self._part(view, context, "email", "body.txt")
        html = self._part(view, context, "email", "body.html")
        if self._for_training:
            subject, text, html = as_exercise(view.locale, subject, text, html)
        return Rendered(filters.one_line(subject, MAX_SUBJECT_CHARACTERS), _tidy(text), html)

    def sheet(self, view: NoticeView, drawn: Mapping[str, str]) -> str:
        """`view` as a page to be printed, with pictures as SVG of ours by name. Raises TemplateFailure."""
        # Written by us, every word in it escaped.
        pictures = {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704
        return self._part(view, _context(view) | {"drawn": pictures}, "email", "print.html")

    def text(self, view: NoticeView) -> str:
        """`view` as one text message, without its line ends. Raises TemplateFailure."""
        # A no-break space would turn the whole text into UCS-2, at 70 characters a segment.
        words = self._part(view, _context(view), "sms", "").replace("\u00a0", " ").replace("\u202f", " ")
        return words.strip()

    def _part(self, view: NoticeView, context: dict[str, Any], channel: str, name: str) -> str:
        try:
            template = self._template(view.locale, view.notice, view.general, channel, name)
            return _capped(template.generate(context))
        except TemplateError as wrong:
            raise TemplateFailure("The notice could not be written.", where_wrong(wrong)) from wrong
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as wrong:
            # An administrator's template may do anything Python refuses: it must fail like any template.
            raise TemplateFailure("The notice could not be written.", where_wrong(wrong)) from wrong

    def _choose(self, locale: str, notice: str, general: str, channel: str, name: str) -> Template:
        names = [
            f"{language}/sms/{kind}.txt" if channel == "sms" else f"{language}/email/{kind}/{name}"
            for language in dict.fromkeys((locale if locale in LOCALES else DEFAULT, DEFAULT))
            for kind in dict.fromkeys((notice, general))
        ]
        return self.environment.select_template(names)


def _environment(directories: Iterable[Path]) -> Sandbox:
    environment = Sandbox(
        loader=ChoiceLoader([FileSystemLoader(directory) for directory in directories]),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        # Whatever a template shows, filtered or not, has no controls and turns no direction of writing.
        finalize=lambda value: filters.plain(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.template_class = KeepingTemplate
    environment.globals.clear()
    environment.filters.update(filters.FILTERS)
    return environment


def _context(view: NoticeView) -> dict[str, Any]:
    details = {name: getattr(view.details, name) for name in type(view.details).model_fields}
    shown = {name: getattr(view, name) for name in _VIEW_NAMES}
    return {**details, **shown, "locale": view.locale if view.locale in LOCALES else DEFAULT}


def _capped(pieces: Iterable[str]) -> str:
    coming, kept, length = iter(pieces), [], 0
    while some := list(islice(coming, _PIECES)):
        length += sum(map(len, some))
        if length > MAX_CHARACTERS:
            raise TemplateFailure(
                "The notice could not be written.", f"longer than {MAX_CHARACTERS} characters"
            )
        kept += some
    return "".join(kept)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip(" \t") for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip("\n") + "\n"


def where_wrong(wrong: Exception) -> str:
    """`file:line: what` of a template error."""
    trace, place = wrong.__traceback__, ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".txt", ".html")):
            place = f"{name}:{trace.tb_lineno}: "
        trace = trace.tb_next
    if isinstance(wrong, TemplateSyntaxError) and (wrong.filename or wrong.name):
        place = f"{wrong.filename or wrong.name}:{wrong.lineno}: "
    return f"{place}{type(wrong).__name__}: {wrong}"
