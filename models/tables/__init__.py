"""Every table, imported in one place so that `metadata` knows them all."""

from sqlmodel import SQLModel

from models.tables import (
    accesses,
    erasures,
    ledger,
    mailboxes,
    organisation,
    outbox,
    people,
    proofs,
    requests,
    sessions,
    texts,
    traces,
)

metadata = SQLModel.metadata

__all__ = [
    "accesses",
    "erasures",
    "ledger",
    "mailboxes",
    "metadata",
    "organisation",
    "outbox",
    "people",
    "proofs",
    "requests",
    "sessions",
    "texts",
    "traces",
]
