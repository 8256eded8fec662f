"""How pages look and speak: templates, texts in French and English, the town's colour and logo."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer

from dispatch.letters.filters import FILTERS
from dispatch.web.frame import shown
from models.colours import ink_on, readable_on
from models.errors import UserError
from models.settings.web import WebSettings

LANGUAGES = ("fr", "en")
DIRECTORY = Path(__file__).resolve().parents[3] / "templates" / "web" / "board"
VENDOR = DIRECTORY.parent / "vendor" / "leaflet"
#: What is served, with its type.
_SCRIPT = "text/javascript"
ASSETS = {
    "board.css": "text/css",
    "board.js": _SCRIPT,
    "live.js": _SCRIPT,
    "field.js": _SCRIPT,
    "sw.js": _SCRIPT,
    "passkey.js": _SCRIPT,
    "ground.js": _SCRIPT,
    "map.js": _SCRIPT,
    "place.js": _SCRIPT,
    "cover.js": _SCRIPT,
    "drag.js": _SCRIPT,
    "new.js": _SCRIPT,
    "view.js": _SCRIPT,
    "nothing.svg": "image/svg+xml",
    "leaflet.css": "text/css",
    "leaflet.js": _SCRIPT,
}
#: Leaflet 1.9.4, as its makers publish it (decision 110).
VENDORED = {
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
}
#: Lighter than every ground of the dark scheme (board.css): what is read on it is read on all of them.
_DARK_PAPER = "#2b2f36"
_LOGOS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
    b"GIF8": "image/gif",
}
MOST_LOGO_BYTES = 500_000


class _Said(NodeTransformer):
    """Sentences without values, put in place of the calls of `t` when a template is compiled: a list says the
    same few in each of its rows. Raises KeyError for one that is not written.
    """

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja finds it by this name
        self.generic_visit(node)
        is_t = isinstance(node.node, nodes.Name) and node.node.name == "t"
        given = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if not is_t or node.kwargs or node.dyn_args or node.dyn_kwargs or len(given) != 1:
            return node
        return nodes.Const(str(self._texts[given[0]]).format(), lineno=node.lineno)


class _Speaking(Environment):
    """The templates in one language."""

    def __init__(self, language: str, texts: Mapping[str, Any], directory: Path) -> None:
        super().__init__(
            loader=FileSystemLoader(directory),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.language = language
        self._said = _Said(texts)
        self.filters.update(FILTERS)
        self.filters.update(shown.FILTERS)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = self._said.visit(super()._parse(source, name, filename))
        return parsed


class Look:
    """Templates and texts, read once. Raises UserError when the logo cannot be used."""

    def __init__(self, web: WebSettings, directory: Path = DIRECTORY) -> None:
        self.texts = {lang: _read(directory / f"texts.{lang}.toml") for lang in LANGUAGES}
        self._speaking = {lang: _Speaking(lang, self.texts[lang], directory) for lang in LANGUAGES}
        self.assets = {
            name: (VENDOR / name).read_bytes() if name in VENDORED else _asset(directory / name)
            for name in ASSETS
        }
        self.assets["ville.css"] = _town_css(web.colour).encode()
        self.logo, self.logo_type = _read_logo(web.logo_file)
        whole = hashlib.sha256(b"".join(self.assets.values()) + self.logo)
        #: Part of the address of each asset: what changed is fetched anew.
        self.version = whole.hexdigest()[:12]

    def language(self, *wanted: str) -> str:
        """The first of `wanted` that there are texts in; French failing that."""
        return next((lang for lang in wanted if lang in LANGUAGES), LANGUAGES[0])

    def text(self, lang: str, name: str, /, **values: object) -> str:
        """One sentence. Raises KeyError for one that is not written."""
        return str(self.texts[lang][name]).format(**values)

    def render(self, template: str, lang: str, values: Mapping[str, Any]) -> str:
        """One page or piece of a page."""

        def t(name: str, /, **given: object) -> str:
            return self.text(lang, name, **given)

        return (
            self._speaking[lang]
            .get_template(template)
            .render(values, lang=lang, locale=lang, t=t, version=self.version, has_logo=bool(self.logo))
        )


def _asset(path: Path) -> bytes:
    """A file as browsers get it: a script of ours without the lines that only its readers need."""
    content = path.read_bytes()
    if path.suffix != ".js":
        return content
    return b"".join(each for each in content.splitlines(keepends=True) if not each.lstrip().startswith(b"//"))


def _town_css(colour: str) -> str:
    """The town's colour, readable on both grounds, and the ink that reads on it."""
    dark = readable_on(colour, _DARK_PAPER)
    return (
        f":root {{ --town: {colour}; --on-town: {ink_on(colour)}; "
        f"--mark: {colour}; --on-mark: {ink_on(colour)}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --mark: {dark}; --on-mark: {ink_on(dark)}; }} }}\n"
    )


@cache
def _read(path: Path) -> dict[str, Any]:
    """The words of the pages in one language; they come with the program, and are read once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read_logo(path: Path | None) -> tuple[bytes, str]:
    if path is None:
        return b"", ""
    try:
        content = path.expanduser().read_bytes()
    except OSError as wrong:
        raise UserError(f"web.logo_file: {path} cannot be read: {wrong.strerror}.") from wrong
    kind = next((kind for start, kind in _LOGOS.items() if content.startswith(start)), "")
    if not kind or len(content) > MOST_LOGO_BYTES:
        raise UserError(
            f"web.logo_file: {path} must be a PNG, JPEG, WebP or GIF of at most {MOST_LOGO_BYTES:,} bytes."
        )
    return content, kind
