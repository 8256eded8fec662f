"""The sandbox that templates run in: what it may touch is judged once for each kind of thing and name."""

from __future__ import annotations

from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

#: A template names a few hundred; more than these are judged each time.
_MOST_KNOWN = 4_096
#: A method of text may be `format`, which is judged apart.
_METHODS = (MethodType, BuiltinMethodType)


class Sandbox(ImmutableSandboxedEnvironment):
    """As strict as Jinja's own, which looks at type and name alone and does so hundreds of times a letter."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._judged: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether `attr` of things like `obj` may be read."""
        asked = (type(obj), attr)
        judged = self._judged.get(asked)
        if judged is None:
            judged = super().is_safe_attribute(obj, attr, value)
            if len(self._judged) < _MOST_KNOWN:
                self._judged[asked] = judged
        return judged

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template gets for `obj.attribute`."""
        if self._judged.get((type(obj), attribute)):
            try:
                value = getattr(obj, attribute)
            except AttributeError:
                return super().getattr(obj, attribute)
            if type(value) not in _METHODS:
                return value
        return super().getattr(obj, attribute)

    def call(self, context: Context, called: Any, *given: Any, **named: Any) -> Any:
        """What comes of `called(…)` in a template. A macro is a template's own: nothing in it is unsafe."""
        if type(called) is not Macro:
            return super().call(context, called, *given, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(context.eval_ctx, *given, **named)
