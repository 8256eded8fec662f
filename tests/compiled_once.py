"""What a process of tests compiles once: SQL statements, templates, and the parameters of commands.

Each test opens a database, pages and letters of its own. Their engines and environments would compile the same
statements and templates again, which took a third of what such a test costs; each command would read the
signatures of its neighbours again, a quarter of what a command costs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from types import CodeType
from typing import Any

import jinja2
import sqlalchemy as sa
import typer.main
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


def share_what_is_compiled() -> None:
    """Every engine and every environment of templates made in this process from now on shares it."""
    _share_statements()
    _share_templates()
    typer.main.get_params_from_function = cache(typer.main.get_params_from_function)  # type: ignore[attr-defined]


def _share_statements() -> None:
    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        # A dialect is part of the key, and each engine makes one: those of a kind are one key.
        dialect.__eq__ = _same_kind  # type: ignore[method-assign, assignment]
        dialect.__hash__ = _kind  # type: ignore[method-assign, assignment]
    compiled: dict[Any, Any] = {}
    made = sa.create_engine

    @wraps(made)
    def create_engine(*arguments: Any, **options: Any) -> sa.Engine:
        engine: sa.Engine = made(*arguments, **options)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    sa.create_engine = create_engine


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _kind(dialect: object) -> int:
    return hash(type(dialect))


class _Templates(BytecodeCache):
    """Code of templates, by all that it depends on: name, text, and how the environment compiles."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        autoescape: bool | Callable[[str | None], bool] = environment.autoescape
        how = (
            name, filename, type(environment).__qualname__,
            autoescape(name) if callable(autoescape) else autoescape,
            environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline,
            environment.finalize is None, environment.undefined.__name__, sorted(environment.filters),
        )  # fmt: skip
        bucket = Bucket(environment, repr(how), self.get_source_checksum(source))
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Done by `get_bucket`."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


def _share_templates() -> None:
    templates = _Templates()
    made = jinja2.Environment.__init__

    @wraps(made)
    def begin(environment: jinja2.Environment, *arguments: Any, **options: Any) -> None:
        made(environment, *arguments, **options)
        if environment.bytecode_cache is None:
            environment.bytecode_cache = templates

    jinja2.Environment.__init__ = begin  # type: ignore[method-assign]
