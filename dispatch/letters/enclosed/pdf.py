"""A page as PDF, by WeasyPrint where it is installed (`guichet[pdf]`); without it letters leave without."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import structlog

from dispatch.queries.figures.drawn.png import FONTS
from models.errors import GuichetError

log = structlog.get_logger(__name__)
#: Our own fonts: a server has none, as often as not.
_FACES = "".join(
    f"@font-face {{ font-family: Figures; font-weight: {weight}; src: url({(FONTS / name).as_uri()}); }}\n"
    for weight, name in ((400, "figures.ttf"), (700, "figures-bold.ttf"))
)


def as_pdf(written: Callable[[], str]) -> bytes | None:
    """The HTML that `written` gives as an accessible PDF (PDF/UA); None where that cannot be made. Nothing is
    fetched but our own fonts. Raises what `written` raises of ours.
    """
    found, _ = _weasyprint()
    if found is None:
        return None
    html = written()
    try:
        fonts = found.text.fonts.FontConfiguration()
        # The fonts are named by us alone; what the page names is not fetched, wherever it is.
        ours, nothing = (found.urls.URLFetcher(allowed_protocols=each) for each in (("file",), ()))
        faces = found.CSS(string=_FACES, font_config=fonts, url_fetcher=ours)
        page = found.HTML(string=html, url_fetcher=nothing)
        content: bytes = page.write_pdf(
            stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", uncompressed_pdf=False
        )
    except GuichetError:
        raise
    except Exception as wrong:  # a foreign program: the letter leaves without what it could not make
        log.warning("report.pdf_failed", error=type(wrong).__name__, exc_info=True)
        return None
    return content


def why_no_pdf() -> str:
    """What is missing for a PDF, in a sentence; '' when nothing is."""
    return _weasyprint()[1]


@cache
def _weasyprint() -> tuple[Any, str]:
    """The library, or None and why it cannot be used."""
    try:
        import weasyprint
        import weasyprint.text.fonts
        import weasyprint.urls
    except ModuleNotFoundError:
        return None, "WeasyPrint is not installed."
    except OSError as wrong:
        # It is there, but Pango is not: the loader names what it did not find.
        library = str(wrong).partition("'")[2].partition("'")[0]
        return None, f"WeasyPrint is installed, but a library of the system is missing: {library or 'Pango'}."
    return weasyprint, ""
