"""The answer to « my data »: one zip that a citizen can read, and a program too (GDPR art. 15 and 20)."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from dispatch.letters.enclosed.ours import is_letter_of_ours
from dispatch.notices.lists.called import notice_called
from dispatch.upkeep.rights.dossier import Dossier
from models.errors import PermanentFailure
from models.organisation import Town
from models.store.files import FileStore

#: What stands in place of a letter of the counter.
_NOT_THEIRS = {
    "fr": "Un courrier du guichet, qui ne vaut que pour la personne à qui il était adressé.\n",
    "en": "A letter of the counter, which is good only for the person it was written to.\n",
}
_DIRECTORY = Path(__file__).resolve().parents[3] / "templates" / "web" / "dossier"


def write_archive(target: BinaryIO, dossier: Dossier, town: Town, files: FileStore, now: datetime) -> int:
    """Write `index.html`, `data.json` and the files into a zip; how many files are in it. A sentence stands
    in place of a letter of ours that staff attached: it is good for whoever it was written to alone.
    """
    count = 0
    instead = _NOT_THEIRS.get(dossier.locale, _NOT_THEIRS["fr"])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page(dossier, town, now))
        archive.writestr("data.json", data(dossier, town, now))
        written = [*(each.lines for each in dossier.requests), *(each.lines for each in dossier.elsewhere)]
        for line in chain.from_iterable(written):
            for each in line.files:
                if not each.sha256:
                    continue
                try:
                    content = files.get(each.sha256)
                except PermanentFailure:
                    continue
                is_ours = line.who != "self" and is_letter_of_ours(content)
                archive.writestr(each.name, instead if is_ours else content)
                count += 1
    return count


def data(dossier: Dossier, town: Town, now: datetime) -> str:
    """Everything as JSON, for another program."""
    values = {"town": town.name, "made_at": now, **asdict(dossier)}
    return json.dumps(values, ensure_ascii=False, indent=1, default=datetime.isoformat) + "\n"


def page(dossier: Dossier, town: Town, now: datetime) -> str:
    """Everything as one page without script, in the person's language."""
    zone = ZoneInfo(town.time_zone)
    locale = dossier.locale if dossier.locale in ("fr", "en") else "fr"

    def moment(value: datetime | None) -> str:
        form = "%d/%m/%Y à %H:%M" if locale == "fr" else "%d/%m/%Y %H:%M"
        return value.astimezone(zone).strftime(form) if value else ""

    def called(notice: str) -> str:
        return notice_called(notice, locale)

    return _template(locale).render(
        dossier=dossier, town=town, now=now, moment=moment, called=called, lang=locale
    )


@cache
def _template(locale: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(_DIRECTORY),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"index.{locale}.html")
