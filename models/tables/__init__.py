"""Every table, imported in one place so that `metadata` knows them all."""

from sqlmodel import SQLModel

from models.tables import (
    acts,
    addresses,
    erasures,
    jobs,
    ledger,
    mailboxes,
    organisation,
    outbox,
    people,
    proofs,
    requests,
    rights,
    sessions,
    texts,
    traces,
)
from models.tables.programs import hooks, keys

metadata = SQLModel.metadata

__all__ = [
    "acts",
    "addresses",
    "erasures",
    "hooks",
    "jobs",
    "keys",
    "ledger",
    "mailboxes",
    "metadata",
    "organisation",
    "outbox",
    "people",
    "proofs",
    "requests",
    "rights",
    "sessions",
    "texts",
    "traces",
]
