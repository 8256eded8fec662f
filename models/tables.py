"""Every table, imported in one place so that `metadata` knows them all."""

from sqlmodel import SQLModel

from models import access, cursors, directory, ledger, outbox, people, requests, texting

metadata = SQLModel.metadata

__all__ = ["access", "cursors", "directory", "ledger", "metadata", "outbox", "people", "requests", "texting"]
