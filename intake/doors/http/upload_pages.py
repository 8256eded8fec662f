"""The pages of the upload door, in French and English (pure but for reading its own templates once)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

#: Served as they are.
ASSETS = {"depot.css": "text/css", "depot.js": "text/javascript"}
LANGUAGES = ("fr", "en")
_DIRECTORY = Path(__file__).resolve().parents[3] / "templates" / "web" / "depot"
_STATES = ("done", "used", "expired", "unknown")


class Pages:
    """Renders the pages of one town; all text comes from templates/web/depot. `audit`: what the declaration
    of accessibility says (`none`, `partial`, `full`); '' where no pages that the law asks for are served.
    """

    def __init__(
        self, town: str, max_files: int, max_file_bytes: int, audit: str = "", directory: Path = _DIRECTORY
    ) -> None:
        self.directory = directory
        self._town, self._audit = town, audit
        self._max_files = max_files
        self._max_file_bytes = max_file_bytes
        self._environment = Environment(
            loader=FileSystemLoader(directory), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        amounts = {"files": str(max_files), "megabytes": str(max_file_bytes // 1_000_000)}
        self._texts = {lang: _read(directory / f"texts.{lang}.toml", amounts) for lang in LANGUAGES}

    def language(self, wanted: str, known: str) -> str:
        """`wanted` if there are texts in it, else the person's, else French."""
        return next((lang for lang in (wanted, known) if lang in LANGUAGES), LANGUAGES[0])

    def text(self, lang: str, name: str) -> str:
        """One sentence."""
        return str(self._texts[lang][name])

    def form(
        self, token: str, lang: str, reference: str, expires_on: str, expires_shown: str, error: str = ""
    ) -> str:
        """The page with the file fields; `error` is said above them."""
        other = LANGUAGES[1 - LANGUAGES.index(lang)]
        return self._environment.get_template("form.html").render(
            self._common(lang),
            reference=reference,
            action=f"/depot/{token}?lang={lang}",
            other_address=f"/depot/{token}?lang={other}",
            other_lang=other,
            max_files=self._max_files,
            max_file_bytes=self._max_file_bytes,
            expires_on=expires_on,
            expires_shown=expires_shown,
            error=error,
        )

    def message(self, lang: str, state: str, reference: str = "") -> str:
        """The page without a form: `done`, `used`, `expired`, `unknown`, or a sentence by name."""
        texts = self._texts[lang]
        known = state in _STATES
        return self._environment.get_template("message.html").render(
            self._common(lang),
            title=texts[f"{state}_title"] if known else texts["form_title"],
            paragraphs=texts[state] if known else [texts[state]],
            reference=reference,
            other_address="",
        )

    def _common(self, lang: str) -> dict[str, Any]:
        return {"lang": lang, "town": self._town, "texts": self._texts[lang], "audit": self._audit}


def _read(path: Path, amounts: dict[str, str]) -> dict[str, Any]:
    texts = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: text.format(**amounts) if isinstance(text, str) else text for name, text in texts.items()}
