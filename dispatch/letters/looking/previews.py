"""Every notice as its readers will have it, written to a directory for somebody to look at.

The people are invented, or those of one request; the town's name, telephone and signature may be its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from dispatch.letters.enclosed.report import shown_alone
from dispatch.letters.examples.samples import samples
from dispatch.letters.render import Renderer
from dispatch.letters.segments import Measured, cost, fit, measure, to_gsm7
from dispatch.letters.view import NoticeView, TownView
from dispatch.notices.catalogue import CATALOGUE, Notice
from dispatch.queries.figures.money import money
from models.settings.texts import SmsTextSettings

#: What the page of contents is called.
INDEX = "index.html"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
  color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ccc; padding: .4rem; text-align: left; vertical-align: top; }
pre { white-space: pre-wrap; margin: 0; font: inherit; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } a { color: #9ecbff; } }
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """One example of one notice in one language, as it would leave."""

    notice: str
    locale: str
    #: 1 for the first example; the last ones are the barest.
    number: int
    subject: str = ""
    text: str = ""
    html: str = ""
    sms: str = ""
    #: How the text is billed; None when the notice goes by email alone.
    measured: Measured | None = None

    @property
    def stem(self) -> str:
        """Its file's name, without what kind it is: `fr-done-1`."""
        return f"{self.locale}-{self.notice}-{self.number}"


def previews(
    renderer: Renderer,
    notices: Sequence[Notice],
    locales: Sequence[str],
    settings: SmsTextSettings,
    towns: dict[str, TownView] | None = None,
    real: Callable[[Notice, str], Iterable[NoticeView]] | None = None,
) -> Iterator[Preview]:
    """The examples of `notices`, with the town of `towns` (by locale) in place of the invented one; or
    what `real` gives for each notice and locale.

    Raises TemplateFailure naming the file and line of a template that cannot be rendered.
    """
    for locale in locales:
        town = (towns or {}).get(locale)
        for notice in notices:
            views = real(notice, locale) if real is not None else samples(notice, locale)
            for number, sample in enumerate(views, 1):
                yield _preview(renderer, notice, replace(sample, town=town or sample.town), number, settings)


def _preview(
    renderer: Renderer, notice: Notice, view: NoticeView, number: int, settings: SmsTextSettings
) -> Preview:
    found = Preview(notice.name, view.locale, number)
    if notice.by_email:
        letter = renderer.email(view)
        found = replace(found, subject=letter.subject, text=letter.text, html=shown_alone(letter.html, view))
    if notice.by_text:
        level = settings.transliteration.get(view.locale, "off")
        sms = fit(to_gsm7(renderer.text(view), level), settings.max_segments)
        found = replace(found, sms=sms, measured=measure(sms))
    return found


def write_previews(
    directory: Path, found: Sequence[Preview], settings: SmsTextSettings, locale: str = "fr"
) -> list[Path]:
    """Write each preview of `found` and a page that lists them into `directory`; the letters' pages.

    An example of a letter makes `fr-done-1.html` and `.txt`, a text message `fr-done-1.sms.txt`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    pages = []
    for each in found:
        if each.html:
            pages.append(_write(directory / f"{each.stem}.html", each.html))
            _write(directory / f"{each.stem}.txt", f"{each.subject}\n\n{each.text}")
        if each.sms:
            _write(directory / f"{each.stem}.sms.txt", each.sms + "\n")
    _write(directory / INDEX, _index(found, settings, locale))
    return pages


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _index(found: Sequence[Preview], settings: SmsTextSettings, locale: str) -> str:
    rows = "\n".join(_row(each, settings) for each in found)
    title = f"Notices · {len({each.notice for each in found})}"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(locale)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>\n"
        '<table><thead><tr><th scope="col">Notice</th><th scope="col">Letter</th>'
        f'<th scope="col">SMS</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table></main></body></html>\n'
    )


def _row(each: Preview, settings: SmsTextSettings) -> str:
    letter = ""
    if each.html:
        letter = (
            f'<a href="{each.stem}.html">{escape(each.subject)}</a> '
            f'(<a href="{each.stem}.txt">.txt<span hidden> {each.stem}</span></a>)'
        )
    text = ""
    if each.measured is not None:
        amount = cost(each.measured.count, settings.price_per_segment)
        price = money(amount, settings.currency, each.locale, exact=True)
        text = (
            f"<pre>{escape(each.sms)}</pre>"
            f"<small>{each.measured.count} × {each.measured.encoding}, {price}</small>"
        )
    return (
        f'<tr lang="{each.locale}"><th scope="row">{each.notice}<br><small>{each.locale} {each.number}'
        f"</small></th><td>{letter}</td><td>{text}</td></tr>"
    )


def chosen_notices(names: Sequence[str]) -> list[Notice]:
    """The notices called `names`, all of them when none is named. Raises KeyError with an unknown name."""
    return [CATALOGUE[name] for name in names] if names else list(CATALOGUE.values())
