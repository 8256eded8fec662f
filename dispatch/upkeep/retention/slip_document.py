"""The bordereau d'élimination as a text document (ODT), with room for who signs it (pure).

The form is OpenDocument 1.3 (ISO/IEC 26300): a zip whose first member, stored, is its kind.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

#: A cell that is a day, as spreadsheets take it.
_DAY = re.compile(r"\A(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_KIND = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
    for name, place in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
#: A page on its side: nine columns.
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {_SPACES} office:version="1.3">'
    '<office:automatic-styles><style:page-layout style:name="aside"><style:page-layout-properties '
    'fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.5cm" style:print-orientation="landscape"/>'
    "</style:page-layout></office:automatic-styles><office:master-styles>"
    '<style:master-page style:name="Standard" style:page-layout-name="aside"/></office:master-styles>'
    "</office:document-styles>"
)
_OWN_STYLES = (
    '<style:style style:name="T" style:family="paragraph"><style:text-properties fo:font-size="16pt" '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="H" style:family="paragraph"><style:text-properties fo:font-size="9pt" '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P" style:family="paragraph"><style:text-properties fo:font-size="9pt"/>'
    "</style:style>"
    '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>'
)
_SAYS = {
    "fr": (
        "Bordereau d’élimination",
        "{town}, le {day}",
        "L’autorité qui demande l’élimination (nom, qualité, date, signature)\u00a0:",
        "Visa du directeur des archives départementales (nom, date, signature)\u00a0:",
    ),
    "en": (
        "List of records to destroy",
        "{town}, {day}",
        "Who asks for the destruction (name, office, date, signature):",
        "Approval of the archives (name, date, signature):",
    ),
}


def as_odt(rows: Sequence[Sequence[str]], *, locale: str, town: str, day: date) -> bytes:
    """The rows of `slip.rows_of`, heads first, as a document that a word processor opens."""
    title, place, asks, visa = _SAYS.get(locale, _SAYS["en"])
    heads = rows[0]
    lines = [[_DAY.sub(r"\3/\2/\1", cell) if locale == "fr" else cell for cell in line] for line in rows[1:]]
    body = (
        f"{_line(title, 'T')}{_line(place.format(town=town, day=f'{day:%d/%m/%Y}'), 'P')}"
        f"<table:table table:name={quoteattr(title)}>"
        f'<table:table-column table:number-columns-repeated="{len(heads)}"/>'
        f"<table:table-header-rows>{_row(heads, 'H')}</table:table-header-rows>"
        f"{''.join(_row(line, 'P') for line in lines)}</table:table>"
        f"{_line('', 'P')}{_line(asks, 'P')}{_line('', 'P') * 3}{_line(visa, 'P')}"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{_OWN_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("mimetype", _KIND, zipfile.ZIP_STORED)
        for name, xml in (
            ("META-INF/manifest.xml", _MANIFEST),
            ("styles.xml", _STYLES),
            ("content.xml", content),
        ):
            document.writestr(name, xml)
    return out.getvalue()


def _line(words: str, style: str) -> str:
    said = "".join(character for character in words if character.isprintable())
    return f'<text:p text:style-name="{style}">{escape(said)}</text:p>'


def _row(cells: Sequence[str], style: str) -> str:
    opens = '<table:table-cell table:style-name="C" office:value-type="string">'
    said = "".join(f"{opens}{_line(cell, style)}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{said}</table:table-row>"
