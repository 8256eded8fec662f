"""Templates that others import (`{% import … as words with context %}`) are run once for what they see.

Jinja runs an imported template anew at every import: the words of a language, some three hundred lines, six
times a letter. Here the module that came out is kept, by thread, and taken again as long as every name that
the template looked at meanwhile has the value it had; its macros see the letter that they are called for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template, TemplateError, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing

from dispatch.letters.parts.late_names import Looked, looked_at

#: The languages that letters are written in.
LOCALES = ("fr", "en")
#: What filters read of a context without a template naming it (dispatch/letters/filters.py), and the only
#: name by which a template chooses what it imports.
_LOOKED_AT = frozenset({"locale", "time_zone"})
#: Texts of templates whose names are remembered: ours take in a few dozen.
_MOST_KNOWN = 512
#: What stands in a template, by its text: every environment of letters reads it alike, and to read it takes
#: longer than to write a letter.
_known: dict[str, tuple[Looked, tuple[str, ...]]] = {}


class KeepingTemplate(Template):
    """A template whose module is kept for the next import that shows it the same."""

    environment: Environment

    @cached_property
    def _kept(self) -> threading.local:
        return threading.local()

    @cached_property
    def _seen(self) -> Looked | None:
        """Every name that this template, or one that it imports, can look at; None when that is not known."""
        try:
            seen = _names_seen(self.environment, self.name or "", frozenset())
        except (TemplateError, LookupError):
            return None
        return Looked(seen.at_import | _LOOKED_AT, seen.at_call - seen.at_import - _LOOKED_AT)

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002  # Jinja's own name for it
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> TemplateModule:
        """As Jinja's; the module of the last import when nothing that it saw then has changed. What its
        macros look at they find in what is shown now.
        """
        # What the importing template sets itself hides what it was given.
        if self._seen is None or vars is None or not self._seen.at_call.isdisjoint(locals or ()):
            return super().make_module(vars, shared, locals)
        own = {name: value for name, value in (locals or {}).items() if value is not missing}
        shown = [own.get(name, vars.get(name, missing)) for name in self._seen.at_import]
        kept = getattr(self._kept, "last", None)
        if kept is not None and all(map(_same, kept[0], shown)):
            module: _Kept = kept[1]
            module.show_all({**vars, **own} if own else vars)
            return module
        context = self.new_context(vars, shared, locals)
        module = _Kept(self, context)
        if all(type(each) is not TemplateModule for each in context.vars.values()):
            self._kept.last = (shown, module)
        return module


class _Kept(TemplateModule):
    """A module whose macros can be shown another letter, and with it the modules that it imports."""

    def __init__(self, template: Template, context: Context) -> None:
        super().__init__(template, context)
        self._context = context
        self._inner = [each for each in context.vars.values() if isinstance(each, _Kept)]

    def show_all(self, given: dict[str, Any]) -> None:
        """Have its macros see these names and values, those of modules that it imports as well."""
        self._context.parent = given
        for each in self._inner:
            each.show_all(given)


def _same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is str and type(other) is str and one == other)


def _names_seen(environment: Environment, name: str, above: frozenset[str]) -> Looked:
    """Raises LookupError for an import whose template only its rendering knows, or that imports itself."""
    if name in above or environment.loader is None:
        raise LookupError(name)
    source, _path, _uptodate = environment.loader.get_source(environment, name)
    own, taken_in = _written_in(environment, name, source)
    found = [own, *(_names_seen(environment, each, above | {name}) for each in taken_in)]
    return Looked(
        frozenset().union(*(each.at_import for each in found)),
        frozenset().union(*(each.at_call for each in found)),
    )


def _written_in(environment: Environment, name: str, source: str) -> tuple[Looked, tuple[str, ...]]:
    """The names that a template of this text looks at, and the templates that it takes in."""
    known = _known.get(source)
    if known is None:
        tree = environment.parse(source, name)
        takers = [
            node
            for kind in (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)
            for node in tree.find_all(kind)
        ]
        taken_in = tuple(each for node in takers for each in _named(node.template))  # type: ignore[attr-defined]
        known = looked_at(environment, tree), taken_in
        if len(_known) < _MOST_KNOWN:
            _known[source] = known
    return known


def _named(written: nodes.Expr) -> Iterator[str]:
    """The templates that an expression can mean: a name as it stands, or `locale + "/words.txt"`."""
    if isinstance(written, nodes.Const) and isinstance(written.value, str):
        yield written.value
        return
    match written:
        case nodes.Add(left=nodes.Name(name="locale"), right=nodes.Const(value=str() as rest)):
            yield from (f"{locale}{rest}" for locale in LOCALES)
        case _:
            raise LookupError(written)
