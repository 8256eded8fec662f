"""Many rows that are one test: what pytest does around a test costs more than most rows do.

`in_rows` takes what `pytest.mark.parametrize` takes. All rows are tried, and those that are wrong are told by their
names, each with what it says. GUICHET_TEST_ROWS=apart makes a test of each row again, to choose one by `-k` or to
step through it.
"""

from __future__ import annotations

import functools
import inspect
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

ROWS_VARIABLE = "GUICHET_TEST_ROWS"
#: Rows told with all they say; of more than these the names are enough.
_TOLD = 12
#: Characters of a row that name it.
_NAMED = 70
#: What pytest makes anew for each test: rows would share it.
_OF_ONE_TEST = {"tmp_path", "monkeypatch", "capsys", "capfd", "caplog", "recwarn", "request"}

Test = Callable[..., None]
Ids = Iterable[Any] | Callable[[Any], object] | None


def in_rows(names: str | Sequence[str], values: Iterable[Any], *, ids: Ids = None) -> Callable[[Test], Test]:
    """One test of all rows, as `pytest.mark.parametrize` makes one of each. No row has marks of its own."""
    if os.environ.get(ROWS_VARIABLE) == "apart":
        return pytest.mark.parametrize(names, values, ids=ids)
    listed = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
    given = [_row(listed, value) for value in values]
    called = _names(given, ids)

    def of(test: Test) -> Test:
        signature = inspect.signature(test)
        others = [each for name, each in signature.parameters.items() if name not in listed]
        if shared := _OF_ONE_TEST & {each.name for each in others}:
            raise TypeError(f"{test.__name__}: its rows would share {', '.join(sorted(shared))}")

        @functools.wraps(test)
        def of_all(**beside: Any) -> None:
            assert given, "there is no row"
            wrong = []
            for name, row in zip(called, given, strict=True):
                try:
                    test(**beside, **row)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # whatever it is, it is told
                    wrong.append((name, error))
            if wrong:
                pytest.fail(_told(wrong, len(given)), pytrace=False)

        of_all.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return of_all

    return of


def _row(names: list[str], value: Any) -> dict[str, Any]:
    return dict(zip(names, value, strict=True)) if len(names) > 1 else {names[0]: value}


def _names(given: list[dict[str, Any]], ids: Ids) -> list[str]:
    if ids is not None and not callable(ids):
        return [str(each) for each in ids]
    name = ids or (lambda value: value if isinstance(value, str) else repr(value))
    return [", ".join(str(name(each))[:_NAMED] for each in row.values()) for row in given]


def _told(wrong: list[tuple[str, BaseException]], count: int) -> str:
    """The sentence of a failure; a surrogate or a line in a name is shown as it would be written."""
    lines = [f"{len(wrong)} of {count} rows are wrong."]
    for at, (name, error) in enumerate(wrong):
        shown = name.encode("unicode_escape").decode() if not name.isprintable() else name
        lines.append(f"\n[{shown}]\n{_said(error)}" if at < _TOLD else f"[{shown}]")
    return "\n".join(lines)


def _said(error: BaseException) -> str:
    """What pytest would have shown: where, and the comparison of what is asserted; all of any other error."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    if isinstance(error, AssertionError | pytest.fail.Exception):
        where = [
            f"{each.filename}:{each.lineno}: {each.line}"
            for each in frames
            if "/tests/" in each.filename and each.filename != __file__
        ]
        return "\n".join([*where, str(error)])
    beyond_us = error.__traceback__ and error.__traceback__.tb_next
    return "".join(traceback.format_exception(type(error), error, beyond_us)).rstrip()
