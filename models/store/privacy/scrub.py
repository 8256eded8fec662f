"""What was erased is gone from the database's own files too: index, pages, write-ahead log, dead rows."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.looking.words import drop_leftovers
from models.store.postgresql.bounds import unhurried


def scrub(database: Database) -> bool:
    """Write the database anew without what was deleted; whether nothing of it is left in its files.

    SQLite keeps deleted text in free pages and in the log: VACUUM and a log cut to nothing take it away; a
    reader who stays keeps the log, then the answer is False and it is to be done again. PostgreSQL frees
    dead rows for being overwritten, while others work; its index of words is made anew, and so
    are the samples its planner keeps of each column, names and addresses of people among them.
    Raises TemporaryFailure when the database is busy.
    """
    connection = database.engine.raw_connection()
    try:
        driver = connection.driver_connection
        assert driver is not None
        if not database.is_sqlite:
            driver.autocommit = True
            with unhurried(driver):
                driver.execute("VACUUM (ANALYZE)")
                drop_leftovers(driver, is_sqlite=False)
            driver.autocommit = False
            return True
        drop_leftovers(driver, is_sqlite=True)
        driver.execute("VACUUM")
        busy: int = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return busy == 0
    except Exception as wrong:
        if isinstance(wrong, DBAPIError) or type(wrong).__module__.partition(".")[0] in (
            "sqlite3",
            "psycopg",
        ):
            raise TemporaryFailure("The database is busy: what was erased is written over later.") from wrong
        raise
    finally:
        connection.close()
