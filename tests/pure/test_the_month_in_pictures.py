"""The mail of the month carries its charts: as pictures in the letter, and as a PDF where that can be made."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from cli.service.examining import figures as examining
from dispatch.letters.enclosed import pdf
from dispatch.letters.enclosed.report import files_of_report, shown_alone, with_charts
from dispatch.letters.examples.samples import samples
from dispatch.letters.mail import Address, Letterbox, LetterHead
from dispatch.letters.render import Renderer
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.lists.report import Report, ReportBar, ReportTable
from tests.desk import NOW, SIGNER

REPORT = CATALOGUE["report"]


def view(locale: str = "fr") -> NoticeView:
    return next(iter(samples(REPORT, locale)))


def letter(shown: NoticeView) -> EmailMessage:
    renderer = Renderer()
    head = LetterHead(1, Address("maire@ville.test"), REPORT, shown.locale, NOW)
    box = Letterbox(SIGNER, reply_address="demandes@ville.test", reply_days=400)
    files = files_of_report(shown, renderer)
    built = box.build(renderer.email(shown), head, "Mairie", files)
    found = message_from_bytes(built.raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def without_weasyprint(monkeypatch: pytest.MonkeyPatch, why: str = "WeasyPrint is not installed.") -> None:
    monkeypatch.setattr(pdf, "_weasyprint", lambda: (None, why))


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_letter_shows_its_charts_and_says_them_in_words(
    locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_weasyprint(monkeypatch)
    found = letter(view(locale))
    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", *["image/png"] * 3,
    ]  # fmt: skip
    html = next(part for part in found.walk() if part.get_content_type() == "text/html").get_content()
    shown = dict(re.findall(r'<img src="cid:([^"]+)"[^>]* alt="([^"]+)"', html))
    pictures = {str(part["Content-ID"]).strip("<>"): part for part in found.walk() if part["Content-ID"]}
    assert set(shown) == set(pictures) == {f"chart-{name}@guichet" for name in ("month", "service", "delays")}
    assert shown["chart-month@guichet"].startswith("sept. 2026")
    for part in pictures.values():
        assert part.get_content_disposition() == "inline"
        assert Image.open(io.BytesIO(part.get_content())).format == "PNG"


def test_the_pdf_is_a_page_that_fetches_nothing_and_can_be_heard(tmp_path: Path) -> None:
    whole = letter(view())
    (attached,) = whole.iter_attachments()
    assert attached.get_filename() == "chiffres-2026-10-01-2026-10-31.pdf"
    content = attached.get_content()
    written = opened(content)
    assert content.startswith(b"%PDF-") and b"/MarkInfo" in written and b"pdfuaid" in written
    assert b"DejaVu" in written, "in the fonts that come with us"
    picture = tmp_path / "x.png"
    Image.new("RGB", (9, 9)).save(picture)
    hostile = f'<p>é</p><img alt="x" src="{picture.as_uri()}"><img alt="y" src="http://127.0.0.1:9/x.png">'
    made = pdf.as_pdf(lambda: hostile)
    assert made is not None and b"/Image" not in opened(made)


@pytest.mark.parametrize(("months", "sheets"), [(1, 3), (12, 4)])
def test_the_pdf_of_a_whole_town_has_no_sheet_for_a_table_or_two(months: int, sheets: int) -> None:
    shown = view()
    assert isinstance(shown.details, Report)

    def table(name: str, rows: int) -> ReportTable:
        bars = (
            ReportBar(
                key=f"{name}-{at}", label=f"Écoles et bâtiments {at}", count=9, closed=4, half=8, most=20
            )
            for at in range(rows)
        )
        return ReportTable(name=name, bars=tuple(bars), title=f"Par {name}", of=name)

    sizes = {"service": 6, "type": 3, "building": 9, "origin": 5, "month": months}
    lines = tuple(shown.details.lines[0] for _ in range(16))
    whole = shown.details.model_copy(
        update={
            "today": lines[:4],
            "lines": lines,
            "tables": tuple(table(name, rows) for name, rows in sizes.items()),
        }
    )
    (attached,) = letter(replace(shown, details=with_charts(whole, "fr"))).iter_attachments()
    assert len(re.findall(rb"/Type /Page\b", opened(attached.get_content()))) == sheets


def opened(content: bytes) -> bytes:
    """A PDF with what is packed in it unpacked."""
    streams = re.findall(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    return b"".join([content, *map(zlib.decompress, streams)])


def test_a_pdf_that_cannot_be_made_holds_no_letter_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fonts() -> Any:
        raise RuntimeError("no fonts")

    broken = SimpleNamespace(text=SimpleNamespace(fonts=SimpleNamespace(FontConfiguration=no_fonts)))
    monkeypatch.setattr(pdf, "_weasyprint", lambda: (broken, ""))
    assert [file.content_type for file in files_of_report(view(), Renderer())] == ["image/png"] * 3


def test_a_letter_that_is_looked_at_outside_of_mail_has_its_pictures_in_it() -> None:
    shown = view()
    html = shown_alone(Renderer().email(shown).html, shown)
    assert "cid:" not in html and html.count("data:image/png;base64,") == 3
    other = replace(shown, details=CATALOGUE["checkpoint"].details.model_construct())
    assert shown_alone("<p>cid:chart-month@guichet</p>", other) == "<p>cid:chart-month@guichet</p>"


class _Office:
    def __init__(self, *recipients: str) -> None:
        from models.settings.settings import Settings

        self.settings = Settings.model_validate({"report": {"recipients": recipients}})


def test_the_doctor_says_what_is_missing_for_the_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    office: Any = _Office("maire@ville.test", "le maire")
    assert [each.level for each in examining.monthly_mail(office)] == ["error", "ok"]
    without_weasyprint(monkeypatch, "WeasyPrint is installed, but a library of the system is missing: pango.")
    told = list(examining.monthly_mail(office))[-1]
    assert told.level == "warning" and "is missing: pango" in told.sentence and "apt install" in told.advice
    nobody: Any = _Office()
    assert list(examining.monthly_mail(nobody)) == []
