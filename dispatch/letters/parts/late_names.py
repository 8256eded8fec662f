"""Which names of a letter a template looks at when it is imported, and which only as its macros are called.

Jinja resolves a name that a macro looks at in the context of its template, each time that the macro is
called: so the module of an imported template stays good for the next letter, whose values that context is
then given.
"""

from __future__ import annotations

from typing import NamedTuple

from jinja2 import Environment, nodes
from jinja2.compiler import Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator


class Looked(NamedTuple):
    """The names of a context that a template looks at: as it is imported, and as its macros are called."""

    at_import: frozenset[str]
    at_call: frozenset[str]


class _Tracking(TrackingCodeGenerator):
    """As Jinja's own (`find_undeclared_variables`), but macros apart."""

    _macros = 0

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.at_import: set[str] = set()
        self.at_call: set[str] = set()

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        self._macros += 1
        try:
            return super().macro_body(node, frame)
        finally:
            self._macros -= 1

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        asked = {name for how, name in frame.symbols.loads.values() if how == VAR_LOAD_RESOLVE and name}
        (self.at_call if self._macros else self.at_import).update(asked)


def looked_at(environment: Environment, tree: nodes.Template) -> Looked:
    """What a template looks at. Raises TemplateError for one that cannot be compiled."""
    tracking = _Tracking(environment)
    tracking.visit(tree)
    return Looked(frozenset(tracking.at_import), frozenset(tracking.at_call))
