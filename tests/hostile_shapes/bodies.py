"""HTML, flowed text, quotes, announcements and signatures that were made to be read again and again."""

from __future__ import annotations

from tests.hostile_shapes import Make

#: Texts to repeat: what each reader of lines and of markup is fed.
UNITS = (
    "<div/>",
    "<div></b>",
    "<li/>x",
    "<ul><li>x",
    "<blockquote>x</i>",
    "<blockquote/>",
    "<pre/>\n",
    "<div class=gmail_quote/>x",
    "<div class=gmail_quote>x</p>",
    "<font color=1><p>x",
    "<div><table></div>",
    "<table><td>x",
    '<div title=">">x',
    '<a "',
    "<a \"><a '>",
    "<!--",
    "<script>",
    '<div style="border-top:solid #E1E1E1 1.0pt">De : x</div>',
    "Le 3 nov. 2026 à 10:12, X <a@example.org>\n",
    "Le 3 nov. 2026 à 10:12, X <a@example.org> a écrit :\n\n",
    "---- Jeanne Petit a écrit ----\n",
    "2019-11-05 16:40 Jeanne Petit :\n",
    "JP> x\n",
    "> x\ny\n",
    "> x\n\nCordialement, Jeanne Petit\n",
    "De : x\nObjet : y\n\n",
    "****\nUne phrase de cinq mots.\n****\n",
    "Cordialement\n",
    "ce message et ",
    "👍 a réagi ",
    "A aimé « ",
    f"{'Aa. ' * 400}\n",
)


def _html(unit: str) -> Make:
    return lambda n: b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + unit.encode() * n


def _attributes(n: int) -> bytes:
    crowd = " ".join(f"a{number}" for number in range(n))
    return f"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<div {crowd}>x".encode()


def _flowed(line: bytes) -> Make:
    head = b"From: a@example.org\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
    return lambda n: head + line * n


SHAPES: dict[str, Make] = {
    "divs that end themselves": _html("<div/>x"),
    "divs that others end": _html("<div></b>x"),
    "quotes of Gmail that others end": _html("<div class=gmail_quote>x</p>"),
    "tables that divs end": _html("<div><table></div>"),
    "attributes without a value": _attributes,
    "soft line breaks": _flowed(b"a \r\n"),
    "soft line breaks in a quote": _flowed(b"> a \r\n"),
}
