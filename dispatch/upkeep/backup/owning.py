"""Whose sets these are: a town is told by the domains of its mail, which a set and a place of sets name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.errors import UserError
from models.store.durable import write_durably

_WORDS = b"Sets of Guichet. Leave this file here.\n"
#: Begins the line with the domains; a place that was made before there was one has none.
_LINE = b"Mail of: "
#: Octets of such a file that are read.
_MOST = 65_536


def of_another(theirs: Iterable[str], ours: Iterable[str]) -> bool:
    """Whether both name a domain, and none is in both. A town that changes its domains has the old one for a
    time, and then is the same town.
    """
    one, other = ({each.casefold() for each in some} for some in (theirs, ours))
    return bool(one and other) and not one & other


def shown(domains: Iterable[str]) -> str:
    """The domains as a sentence has them."""
    return ", ".join(sorted(each[:100] for each in domains)[:3])


def mark(file: Path, domains: Iterable[str]) -> None:
    """Say in `file` that a place holds sets, and whose."""
    line = _LINE + " ".join(domains).encode() + b"\n"
    write_durably(file, lambda stream: stream.write(_WORDS + line))


def require_ours(file: Path, domains: tuple[str, ...]) -> None:
    """Have a place be this town's from now on when it names no town, or the same one by other domains.

    Raises UserError when its sets are another town's: thinning would take them away.
    """
    with file.open("rb") as stream:
        lines = stream.read(_MOST).splitlines()
    named = next((line for line in lines if line.startswith(_LINE)), _LINE)
    theirs = tuple(named.removeprefix(_LINE).decode("utf-8", "replace").split())
    if of_another(theirs, domains):
        raise UserError(
            f"{file.parent} holds the sets of another town ({shown(theirs)}): name another place in "
            f"backup.destinations. If it is this one under a new domain, add that to {file}."
        )
    if domains and theirs != domains:
        mark(file, domains)
