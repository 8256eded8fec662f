"""An organisation written over an existing file whose remarks and order stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tomlkit
from pydantic import BaseModel, ValidationError
from tomlkit.exceptions import TOMLKitError

from models.organisation.organisation import Organisation
from models.organisation_files.changes import LISTS
from models.organisation_files.merging import merge
from models.organisation_files.reading import put_keys_for_names
from models.organisation_files.writing import write_organisation, write_part

_TITLE = re.compile(r"\[\[?\s*([A-Za-z0-9_-]+)[^\]]*\]\]?")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one part, the remarks above its title and the tables inside it included."""

    kind: str
    text: str


def write_over(text: str, organisation: Organisation) -> str:
    """`text` changed to say `organisation`: parts that stay the same keep their lines and every remark.

    A part that changed keeps the remarks above it and beside the values that stay. When that cannot be done
    the whole is written anew; reading the outcome always gives `organisation`.
    """
    try:
        kept = "".join(_merged(text, organisation))
        if _read(kept) == organisation:
            return kept
    except (ValidationError, tomllib.TOMLDecodeError, TOMLKitError, LookupError, TypeError, AttributeError):
        # Written in a way that cannot be taken apart, as `services = [{ … }]`.
        pass
    return write_organisation(organisation)


def _read(text: str) -> Organisation:
    document = tomllib.loads(text)
    # As `org apply` reads it: whoever wrote « Luc Fabre » for `luc-fabre` keeps their remarks, too.
    put_keys_for_names(document)
    return Organisation.model_validate(document)


def _merged(text: str, organisation: Organisation) -> Iterator[str]:
    before = _read(text)
    parts = {kind: {part.key: part for part in getattr(organisation, kind)} for kind in LISTS}
    known = {kind: {part.key: part for part in getattr(before, kind)} for kind in LISTS}
    blocks = list(_blocks(text))
    keys = {at: _key_of(block) for at, block in enumerate(blocks) if block.kind in LISTS}
    last = {block.kind: at for at, block in enumerate(blocks)}
    # The order of the file is that of the organisation: blocks of a kind are dealt out in the new order.
    texts: dict[str, dict[str, str]] = {kind: {} for kind in LISTS}
    for at, key in keys.items():
        texts[blocks[at].kind][key] = blocks[at].text
    queues = {
        kind: [
            texts[kind][key]
            if key in texts[kind] and known[kind].get(key) == part
            else _changed(texts[kind].get(key), kind, part)
            for key, part in parts[kind].items()
        ]
        for kind in LISTS
    }
    for at, block in enumerate(blocks):
        if block.kind in LISTS:
            if queues[block.kind]:
                yield queues[block.kind].pop(0)
            if last[block.kind] == at:
                yield from _drained(queues[block.kind])
        elif block.kind == "town" and before.town != organisation.town:
            yield _changed(block.text, "town", organisation.town)
        else:
            yield block.text
    for kind in LISTS:
        if kind not in last and getattr(organisation, kind) != Organisation.model_fields[kind].default:
            yield from _drained(queues[kind])


def _drained(queue: list[str]) -> Iterator[str]:
    while queue:
        block = queue.pop(0)
        yield block if block.startswith("\n") else f"\n{block}"


def _blocks(text: str) -> Iterator[_Block]:
    """The file cut before each title of a part; remarks right above a title go with it."""
    lines = text.splitlines(keepends=True)
    begins: list[tuple[int, str]] = [(0, "")]
    quotes = ""
    for at, line in enumerate(lines):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        quotes = next((each for each in ('"""', "'''") if line.count(each) % 2), "")
        found = _TITLE.match(line.strip())
        if found is None or not line.lstrip().startswith("["):
            continue
        kind = found[1]
        if "." in found[0] and kind == begins[-1][1]:
            continue
        start = at
        while start > begins[-1][0] and lines[start - 1].lstrip().startswith("#"):
            start -= 1
        begins.append((start, kind))
    for (start, kind), (end, _) in zip(begins, [*begins[1:], (len(lines), "")], strict=True):
        part = _end_of_part(lines, start, end)
        for of, block in ((kind, lines[start:part]), ("", lines[part:end])):
            if block:
                yield _Block(of, "".join(block))


def _end_of_part(lines: list[str], start: int, end: int) -> int:
    """Where a part ends: remarks behind a blank line are the file's, and stay when the part goes."""
    last = end
    while last > start and not _is_said(lines[last - 1]):
        last -= 1
    blank = next((at for at in range(last, end) if not lines[at].strip()), end)
    return blank if any(line.strip() for line in lines[blank:end]) else end


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _key_of(block: _Block) -> str:
    return str(tomllib.loads(block.text)[block.kind][0]["key"])


def _changed(text: str | None, kind: str, part: BaseModel) -> str:
    """The block of a part that is new or has changed."""
    fresh = (
        write_part(kind, part) if kind != "town" else write_part(kind, part).replace("[[town]]", "[town]", 1)
    )
    fresh = fresh.rstrip("\n") + "\n"
    if text is None:
        return fresh
    wanted: dict[str, Any] = tomlkit.parse(fresh)
    document = tomlkit.parse(text)
    old, new = document[kind], wanted[kind]
    merge(old[0] if isinstance(old, list) else old, new[0] if isinstance(new, list) else new)
    return tomlkit.dumps(document)
