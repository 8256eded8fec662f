"""A letter of a training says so: in its subject, and above its words."""

from __future__ import annotations

import re

#: What stands in each letter and on each page of a training, by language.
SAID = {
    "fr": ("FORMATION", "commune inventée\u00a0: rien ne sort de cette machine, personne ici n’existe."),
    "en": ("TRAINING", "an invented town: nothing leaves this machine, nobody in it exists."),
}
# body = "<body", attributes, ">"
_BODY = re.compile(r"<body\b[^<>]{0,500}>", re.IGNORECASE)


def as_exercise(locale: str, subject: str, text: str, html: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter, each of which says that it belongs to a training."""
    name, words = SAID.get(locale, SAID["fr"])
    return f"[{name}] {subject.strip()}", f"{name} – {words}\n\n{text}", with_banner(html, locale)


def with_banner(html: str, locale: str) -> str:
    """A page or letter with the banner above all else; what has no body stays as it is."""
    name, words = SAID.get(locale, SAID["fr"])
    banner = (
        f'<p class="training" role="note" lang="{locale}"><mark><strong>{name}</strong> – {words}</mark></p>'
    )
    return _BODY.sub(lambda found: f"{found[0]}\n{banner}", html, count=1)
