"""What is wrong with a value of a file of ours, said as a person would say it, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ValueMistake:
    """One error of pydantic as the sentences need it."""

    #: What pydantic calls the kind of error.
    kind: str
    #: What the value is called in its file: `when.words`.
    name: str
    given: object
    context: Mapping[str, Any]
    #: Its own words, and its place with the places in lists.
    said: str
    whole: Sequence[str | int]
    #: Whether the name stands before the sentence already.
    is_named: bool = False

    @classmethod
    def of(cls, error: Any, name: str, *, is_named: bool = False) -> ValueMistake:
        """The mistake that an entry of `ValidationError.errors()` is, about the value called `name`."""
        kind, given, context = error["type"], error.get("input"), error.get("ctx", {})
        return cls(kind, name, given, context, error["msg"], error["loc"], is_named)

    @property
    def last(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def called(self) -> str:
        """The name, or a word for it where it was said."""
        return "it" if self.is_named else f"'{self.name}'"

    @property
    def shown(self) -> str:
        """What a sentence begins with: the name with what was given, when that is short."""
        short = isinstance(self.given, str | int | float) and len(str(self.given)) <= 60
        if self.is_named:
            return f"'{self.given}'" if short else "it"
        return self.called + (f" ('{self.given}')" if short else "")


def value_sentence(it: ValueMistake) -> str:
    """What is said of a value that is wrong, in whatever file."""
    kind = "date" if it.kind.startswith("date") else it.kind
    return _SENTENCES.get(kind, in_its_own_words)(it)


def in_its_own_words(it: ValueMistake) -> str:
    """What pydantic says of it."""
    return f"{it.shown}: {it.said[:1].lower()}{it.said[1:]}."


def _list(it: ValueMistake) -> str:
    if isinstance(it.given, dict):
        return f"{it.called} must be written with two brackets, once for each: [[{it.name}]]."
    text = f'"{it.given}"' if isinstance(it.given, str) else "…"
    return f"{it.shown} must be a list: {it.last} = [{text}]."


def _bound(words: str, key: str) -> Callable[[ValueMistake], str]:
    def said(it: ValueMistake) -> str:
        bound = f"{words} {it.context[key]:g}"
        return f"{it.shown} must be {bound}."

    return said


#: What is said of each kind of error; of any other, what pydantic says.
_SENTENCES: dict[str, Callable[[ValueMistake], str]] = {
    **dict.fromkeys(("literal_error", "enum"), lambda it: f"{it.shown} must be {it.context['expected']}."),
    **dict.fromkeys(("time_parsing", "time_type"), lambda it: f'{it.shown} must be written like "08:30".'),
    "value_error": lambda it: f"{it.shown}: {str(it.context['error']).rstrip('.')}.",
    "string_type": lambda it: f'{it.shown} must be one text between quotes: {it.last} = "…".',
    **dict.fromkeys(("tuple_type", "list_type"), _list),
    **dict.fromkeys(
        ("bool_parsing", "bool_type"), lambda it: f"{it.shown} must be true or false, without quotes."
    ),
    **dict.fromkeys(
        ("int_parsing", "int_type", "int_from_float"),
        lambda it: f"{it.shown} must be a whole number without quotes: {it.last} = 10.",
    ),
    **dict.fromkeys(
        ("float_parsing", "float_type"), lambda it: f"{it.shown} must be a number: {it.last} = 47.25."
    ),
    **dict.fromkeys(
        ("decimal_parsing", "decimal_type"), lambda it: f"{it.shown} must be a number: {it.last} = 0.07."
    ),
    "path_type": lambda it: f'{it.shown} must be a path between quotes: {it.last} = "…".',
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
    "greater_than": _bound("more than", "gt"),
    "less_than": _bound("less than", "lt"),
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type"),
        lambda it: f"{it.shown} must be a table: {it.last} = {{ … }}.",
    ),
    "string_too_short": lambda it: f"{it.called} is empty: write something between the quotes.",
    "too_short": lambda it: f"{it.called} needs at least one value.",
    "string_too_long": lambda it: f"{it.called} is too long: at most {it.context['max_length']} characters.",
    "date": lambda it: f"{it.shown} must be a day written like 2026-12-31, without quotes.",
}
