"""The organisation in force with its compiled rules, made anew only when a version is applied."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from sqlmodel import Session

from dispatch.rules.index import RuleIndex
from dispatch.rules.route import compile_rules
from models.errors import UserError
from models.store.organisations import InForce, load, newest_version


@dataclass(frozen=True, slots=True)
class Current:
    """What routing needs of the version in force."""

    in_force: InForce
    index: RuleIndex


class Organisations:
    """Keeps the newest version compiled; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Current | None = None

    def current(self, session: Session) -> Current:
        """The version in force in this transaction. Raises UserError when none was ever applied."""
        version = newest_version(session)
        if version is None:
            raise UserError("No organisation was applied yet. Run: guichet init")
        with self._lock:
            if self._current is None or self._current.in_force.version_id != version:
                in_force = load(session, version)
                self._current = Current(in_force, compile_rules(in_force.organisation))
            return self._current
