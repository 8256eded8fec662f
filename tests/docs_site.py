"""The pages of docs/ laid out for a site, with the reference that is written from the code.

    python -m tests.docs_site FOLDER        # then: zensical build --strict -f FOLDER/zensical.toml

The pages stay as they are read in the repository: here links that lead out of docs/ are led to where the site has the
page, or become words where it has none (a module, a folder).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

from cli.speaking.explaining import settings_text
from dispatch.programs.api.openapi import document

ROOT = Path(__file__).parents[1]
#: Pages that stand elsewhere in the repository, by where the site has them.
_ELSEWHERE = {
    "README.md": "index.md",
    "README.fr.md": "fr/index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "docs/decisions": "decisions/index.md",
}
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(([^()\s]+)\)")
_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)


def lay_out(folder: Path) -> None:
    """The pages and the settings of the site into `folder`, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("*.md", "zensical.toml"))
    shutil.copy(ROOT / "docs" / "zensical.toml", folder)
    for source, page in published().items():
        if (ROOT / source).is_file():
            put(pages / page, _led(source, (ROOT / source).read_text("utf-8")))
    put(pages / "decisions" / "index.md", "# Decisions\n\n" + "".join(_decisions()))
    put(pages / "settings.md", "".join(_settings()))
    put(pages / "api-reference.md", "".join(_api()))


def published() -> dict[str, str]:
    """Each page by its place in the repository, with its place on the site."""
    inside = {
        path.relative_to(ROOT).as_posix(): path.relative_to(ROOT / "docs").as_posix()
        for path in sorted((ROOT / "docs").rglob("*.md"))
    }
    return inside | _ELSEWHERE


def put(page: Path, text: str) -> None:
    """Write a page, its folder made first."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def _led(source: str, text: str) -> str:
    """The text with its links as the site needs them; what stands in a fence stays."""
    places, fenced, lines = published(), False, []
    for line in text.splitlines(keepends=True):
        fenced ^= bool(_FENCE.match(line))
        lines.append(line if fenced else _LINK.sub(lambda link: _link(source, link, places), line))
    return "".join(lines)


def _link(source: str, link: re.Match[str], places: dict[str, str]) -> str:
    mark, words, target = link.groups()
    # A picture that is itself a link: its words are a link.
    words = _LINK.sub(lambda inner: _link(source, inner, places), words)
    path, _, anchor = target.partition("#")
    if not path or "://" in target or target.startswith("mailto:"):
        return f"{mark}[{words}]({target})"
    wanted = normpath(join(dirname(source), path))
    place = places.get(wanted)
    if place is None and wanted.startswith("docs/") and (ROOT / wanted).is_file():
        place = wanted.removeprefix("docs/")
    if place is None:
        return words
    here = dirname(places[source])
    return f"{mark}[{words}]({relpath(place, here or '.')}{f'#{anchor}' if anchor else ''})"


def _decisions() -> Iterator[str]:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = path.read_text("utf-8").partition("\n")[0].removeprefix("# ")
        yield f"- [{title}]({path.name})\n"


def _settings() -> Iterator[str]:
    """settings.toml as `guichet init` writes it, a heading for each table."""
    yield "# Settings\n\nEach setting with its default, as `guichet init` writes them into `settings.toml`. "
    yield "An environment variable goes before the file: `GUICHET_MAIL__DOMAIN` is `domain` of `[mail]`.\n"
    for part in re.split(r"^(?=\[)", settings_text(), flags=re.MULTILINE):
        title = part.partition("\n")[0]
        yield f"\n## {title.strip('[]') if title.startswith('[') else 'At the top'}\n\n```toml\n{part.strip()}\n```\n"


def _api() -> Iterator[str]:
    """The JSON API from its own description."""
    described = document("https://guichet.example.org")
    yield "# Reference of the JSON API\n\nWritten from the description that a running town serves at "
    yield "`/api/v1/openapi.json`. How it is used: [the JSON API](api.md).\n"
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            yield f"\n## {method.upper()} {path}\n\n{said['summary']}.\n"
            yield from _parameters(said.get("parameters", ()))
            yield from _body(said)
            yield "\n| status | answer |\n|---|---|\n"
            for status, answer in said["responses"].items():
                yield f"| {status} | {answer.get('description') or answer['$ref'].rpartition('/')[2]} |\n"
    yield "\n## Shapes\n"
    for name, schema in sorted(described["components"]["schemas"].items()):
        yield f"\n### {name}\n\n```json\n{json.dumps(schema, ensure_ascii=False, indent=1)}\n```\n"


def _parameters(parameters: Any) -> Iterator[str]:
    if parameters:
        yield "\n| parameter | in | form | |\n|---|---|---|---|\n"
    for each in parameters:
        schema = dict(each["schema"])
        said = schema.pop("description", "")
        form = ", ".join(f"{key} {_plain(value)}" for key, value in schema.items() if key != "type")
        form = f"{schema.get('type', '')}{f'; {form}' if form else ''}".replace("|", "\\|")
        yield f"| `{each['name']}` | {each['in']} | {form} | {said} |\n"


def _plain(value: Any) -> str:
    return ", ".join(f"`{each}`" for each in (value if isinstance(value, list) else [value]))


def _body(said: dict[str, Any]) -> Iterator[str]:
    for kind, content in said.get("requestBody", {}).get("content", {}).items():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        yield f"\nBody: `{kind}`, [{name}](#{name.lower()})\n" if name else f"\nBody: `{kind}`\n"


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
