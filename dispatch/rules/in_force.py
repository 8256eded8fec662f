"""The organisation in force with its compiled rules, made anew only when a version is
applied or a register of addresses brought in."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.rules.addresses.streets import Streets
from dispatch.rules.index import RuleIndex
from dispatch.rules.route import compile_rules
from models.errors import UserError
from models.store.addresses import streets_in_force
from models.store.organisations import InForce, load
from models.tables.addresses import AddressRegister
from models.tables.columns import table_of
from models.tables.organisation import OrganisationVersion

_NEWEST = sa.select(
    sa.select(sa.func.max(table_of(OrganisationVersion).c.id)).scalar_subquery(),
    sa.select(sa.func.max(table_of(AddressRegister).c.id)).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Current:
    """What routing needs of the version in force."""

    in_force: InForce
    index: RuleIndex
    #: The register of addresses whose streets the index knows; None before the first.
    register_id: int | None = None


class Organisations:
    """Keeps the newest version compiled; thread-safe. `alert_addresses` are told in place of the
    administrators.
    """

    def __init__(self, alert_addresses: tuple[str, ...] = ()) -> None:
        self._alert_addresses = alert_addresses
        self._lock = threading.Lock()
        self._current: Current | None = None

    def current(self, session: Session) -> Current:
        """The version in force in this transaction. Raises UserError when none was ever applied."""
        version, register = session.connection().execute(_NEWEST).one()
        if version is None:
            raise UserError("No organisation was applied yet. Run: guichet init")
        with self._lock:
            current = self._current
            if current is None or (current.in_force.version_id, current.register_id) != (version, register):
                in_force = replace(load(session, version), alert_addresses=self._alert_addresses)
                if current is not None and current.register_id == register:
                    streets = current.index.streets
                else:
                    streets = Streets(streets_in_force(session))
                current = Current(in_force, compile_rules(in_force.organisation, streets), register)
                self._current = current
            return current
