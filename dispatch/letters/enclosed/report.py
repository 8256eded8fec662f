"""The charts of the monthly mail: drawn when it is written, as pictures in the letter and as a PDF beside."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import structlog

from dispatch.letters.enclosed.pdf import as_pdf
from dispatch.letters.parts.mime import LetterFile
from dispatch.letters.render import Renderer
from dispatch.letters.view import NoticeView
from dispatch.notices.lists.report import Report, ReportBar, ReportChart
from dispatch.queries.figures.drawn.png import MARGIN, as_png
from dispatch.queries.figures.drawn.shapes import Picture
from dispatch.queries.figures.drawn.svg import as_svg
from dispatch.queries.figures.pictures import Bar, delays_picture, months_picture, share_picture

log = structlog.get_logger(__name__)


def with_charts(report: Report, locale: str) -> Report:
    """The report that names its charts, for its templates; its labels are in words already."""
    charts = (
        ReportChart(
            cid=_cid(each),
            title=each.title,
            description=each.description,
            width=round(each.width + 2 * MARGIN),
            height=round(each.height + 2 * MARGIN),
        )
        for each in _pictures(report, locale)
    )
    return report.model_copy(update={"charts": tuple(charts)})


def files_of_report(view: NoticeView, renderer: Renderer) -> list[LetterFile]:
    """The charts as PNG, shown by the HTML; and all of it as a PDF, where that can be made. [] for any other
    notice. Raises TemplateFailure.
    """
    if not isinstance(view.details, Report):
        return []
    pictures = list(_pictures(view.details, view.locale))
    files = [
        LetterFile(f"{each.name}.png", "image/png", as_png(each), content_id=_cid(each)) for each in pictures
    ]
    if not view.details.lines:
        return files
    drawn = {_cid(each): as_svg(each) for each in pictures}
    pdf = as_pdf(lambda: renderer.sheet(view, drawn))
    if pdf is None:
        log.info("report.without_pdf")
        return files
    name = "figures" if view.locale == "en" else "chiffres"
    last = view.details.until
    return [
        *files,
        LetterFile(f"{name}-{view.details.since:%Y-%m-%d}-{last:%Y-%m-%d}.pdf", "application/pdf", pdf),
    ]


def shown_alone(html: str, view: NoticeView) -> str:
    """The letter's HTML with its pictures in it, for whoever looks at it outside of mail."""
    if isinstance(view.details, Report):
        for each in _pictures(view.details, view.locale):
            data = b64encode(as_png(each)).decode()
            html = html.replace(f"cid:{_cid(each)}", f"data:image/png;base64,{data}")
    return html


def _pictures(report: Report, locale: str) -> Iterator[Picture]:
    tables = {table.name: [_bar(each) for each in table.bars] for table in report.tables}
    found = (
        months_picture(tables.get("month", ()), locale),
        share_picture("service", tables.get("service", ()), locale),
        delays_picture(tables.get("service", ()), locale, report.hours_a_day),
    )
    return (each for each in found if each is not None)


def _bar(bar: ReportBar) -> Bar:
    return Bar(bar.label, bar.count, bar.closed, bar.late, bar.half, bar.most)


def _cid(picture: Picture) -> str:
    return f"{picture.name}@guichet"
