"""Words that an HTML body hides are known as such, and what is written in a dark window is not."""

from __future__ import annotations

import pytest

from intake.mail.body.html_hidden import hidden_words
from intake.mail.parse import parse_mail
from intake.message import HIDDEN


@pytest.mark.parametrize(
    ("html", "unseen"),
    [
        ("<p>Bonjour</p><p style='display: none'>Terminé</p>", ("Terminé",)),
        ("<p>Bonjour</p><p hidden>Terminé</p>", ("Terminé",)),
        (
            "<p>Bonjour</p><div style='visibility:hidden'><p>Pris <b>en charge</b></p></div>",
            ("Pris en charge",),
        ),
        ("<p>Bonjour</p><span style='font-size:0px;line-height:0'>Terminé</span>", ("Terminé",)),
        ("<p>Bonjour</p><span style='opacity: 0'>Terminé</span>", ("Terminé",)),
        ("<p>Bonjour</p><div style='max-height:0;overflow:hidden'>Terminé</div>", ("Terminé",)),
        ("<p>Bonjour</p><span style='color:#FFFFFF'>Terminé</span>", ("Terminé",)),
        ("<p>Bonjour <font color=white>Terminé</font></p>", ("Terminé",)),
        ("<p>Bonjour</p><p style='color: rgb(255, 255, 255)'>Terminé</p>", ("Terminé",)),
        ("<p>Bonjour</p><p style='color:white;background:#fff'>Terminé</p>", ("Terminé",)),
        # White on something is read.
        ("<p>Bonjour</p><p style='color:white;background-color:#1a3c6e'>Terminé</p>", ()),
        ("<table bgcolor='#003366'><tr><td style='color:#fff'>Mairie</td></tr></table><p>Bonjour</p>", ()),
        # A program of dark windows writes all in white, above a quote that is not.
        (
            "<div style='color:#fff'>Terminé</div><blockquote type=cite>Une ampoule est cassée.</blockquote>",
            (),
        ),
        # Other colours and sizes hide nothing.
        ("<p style='color:#f00'>Bonjour</p><p style='font-size:10px;opacity:1.0'>Terminé</p>", ()),
        ("<p style='display:block'>Bonjour</p>", ()),
        ("", ()),
    ],
)
def test_what_is_hidden_is_named(html: str, unseen: tuple[str, ...]) -> None:
    assert hidden_words(html) == unseen


def test_a_mail_carries_them() -> None:
    raw = (
        b"From: a@example.org\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>Bonjour</p><p style='color:white'>done</p>"
    )
    assert parse_mail(raw).extra[HIDDEN] == "done"
