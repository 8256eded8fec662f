"""Why a database cannot work, in a sentence for whoever runs it: what a driver says may name people."""

from __future__ import annotations

from typing import Any

#: What an administrator can mend, by the name SQLite gives it.
_SQLITE = {
    "SQLITE_BUSY": "The database is busy: another program has been writing to it for too long.",
    "SQLITE_LOCKED": "The database is busy: another program has been writing to it for too long.",
    "SQLITE_READONLY": "The database cannot be written: its file or its disk is read-only for this user.",
    "SQLITE_FULL": "The database cannot be written: the disk is full.",
    "SQLITE_CANTOPEN": "The database file cannot be opened: may this user read and write its folder?",
    "SQLITE_NOTADB": "The database file is no database: see database.url, or restore a backup.",
    "SQLITE_CORRUPT": "The database file is damaged: restore a backup.",
    "SQLITE_IOERR": "The database file cannot be read or written: the disk fails.",
}
#: Words of libpq and of servers, in English and French, when a connection is not made; it has no code then.
_POSTGRESQL = (
    (("password", "mot de passe", "pg_hba", "authenti"), "refuses our user or its password"),
    (('database "', "base de données «"), "has no database of that name"),
    (('role "', "rôle «"), "has no user of that name"),
    (("translate host name", "resolve", "name or service"), "is not found: its name leads nowhere"),
)


def database_sentence(wrong: Any) -> str:
    """The sentence for a driver's error: what an administrator can mend about it."""
    name = str(getattr(wrong, "sqlite_errorname", ""))
    if name:
        found = next((said for key, said in _SQLITE.items() if name.startswith(key)), "")
        return found or "The database does not answer."
    if not type(wrong).__module__.startswith("psycopg"):
        return "The database does not answer."
    state, words = getattr(wrong, "sqlstate", None), str(wrong).casefold()
    if state is not None:
        return "The database does not answer."
    if "says nothing" in words:
        return (
            "The database says nothing any more: its server hangs, or each commit waits for a standby that "
            "is away (guichet doctor replication)."
        )
    why = next((said for signs, said in _POSTGRESQL if any(sign in words for sign in signs)), "")
    if why:
        return f"The database server {why}: see database.url, or GUICHET_DATABASE__URL."
    return "The database does not answer: does its server run where database.url says?"
