"""What a process of tests compiles once: SQL statements, templates, and the parameters of commands; templates even
once a run.

Each test opens a database, pages and letters of its own. Their engines and environments would compile the same
statements and templates again, which took a third of what such a test costs; each command would read the
signatures of its neighbours again, a quarter of what a command costs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType
from typing import Any

import jinja2
import sqlalchemy as sa
import typer.main
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


def share_what_is_compiled(run: str) -> None:
    """Every engine and every environment of templates made in this process from now on shares it; `run` is the
    environment variable that names the directory of the run.
    """
    _share_statements()
    _share_templates(run)
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
    """Code of templates, by all that it depends on: name, text, and how the environment compiles.

    What one process of a run has compiled stands in the directory of the run, for the others.
    """

    def __init__(self, run: str) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}
        #: The environment variable that names the directory of the run, once there is one.
        self._run = run

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        autoescape: bool | Callable[[str | None], bool] = environment.autoescape
        how = (
            name, filename, type(environment).__qualname__,
            autoescape(name) if callable(autoescape) else autoescape,
            environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline,
            environment.finalize is None, environment.undefined.__name__, sorted(environment.filters),
            getattr(environment, "language", ""),  # whose sentences stand in the code (`dispatch.web.frame.look`)
        )  # fmt: skip
        bucket = Bucket(environment, repr(how), self.get_source_checksum(source))
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        if path is not None and path.exists():
            with path.open("rb") as written:
                bucket.load_bytecode(written)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._keep(bucket)
        if (path := self._path(bucket)) is not None:
            path.parent.mkdir(exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as making:
                bucket.write_bytecode(making)
            Path(making.name).rename(path)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code

    def _path(self, bucket: Bucket) -> Path | None:
        run = os.environ.get(self._run)
        if run is None:
            return None
        name = hashlib.sha256(f"{bucket.key}\0{bucket.checksum}".encode()).hexdigest()
        return Path(run) / "templates" / name


def _share_templates(run: str) -> None:
    templates = _Templates(run)
    made = jinja2.Environment.__init__

    @wraps(made)
    def begin(environment: jinja2.Environment, *arguments: Any, **options: Any) -> None:
        made(environment, *arguments, **options)
        if environment.bytecode_cache is None:
            environment.bytecode_cache = templates

    jinja2.Environment.__init__ = begin  # type: ignore[method-assign]
