"""The units of systemd that one town has: its service, and what starts it when somebody comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which
from subprocess import run

from cli.service.towns.found import TownHere
from models.errors import UserError


@contextmanager
def at_rest(town: TownHere) -> Iterator[None]:
    """Nothing of a town runs, and nothing starts it, until the block is done; what ran or listened before
    does again. After a failure all of it stays stopped. Raises UserError when systemd does not obey.
    """
    # Read before it is stopped. What listens stops first: mail would start the service again.
    unit, waking = town.unit, _waking(town)
    for each in (*waking, *([unit] if unit else [])):
        _systemctl("stop", each)
    yield
    # In that order too: systemd starts no socket of a service that runs already.
    for each in (*reversed(waking), *([unit] if unit else [])):
        _systemctl("start", each)


def units_of(town: TownHere) -> list[str]:
    """The service that runs, and what listens for it; as long as it was not told to stop."""
    return [*([town.unit] if town.unit else []), *_waking(town)]


def _waking(town: TownHere) -> list[str]:
    name = "guichet" if town.name == "." else f"guichet@{town.name}"
    program = which("systemctl")
    if program is None:
        return []
    names = [f"{name}.{kind}" for kind in ("timer", "socket")]
    return [each for each in names if not _run(program, "is-active", "--quiet", each)]


def _systemctl(verb: str, unit: str) -> None:
    program = which("systemctl")
    if program is None or _run(program, verb, unit):
        raise UserError(f"This failed: systemctl {verb} {unit}. Run it as root.")


def _run(*command: str) -> int:
    # One that is not there says so on its standard error.
    return run(command, check=False, capture_output=command[1] == "is-active").returncode  # noqa: S603  # systemd's
