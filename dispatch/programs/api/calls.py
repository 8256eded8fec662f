"""One call and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dispatch.programs.api.problems import Problem
from dispatch.programs.keys import Program
from dispatch.web.frame.visit import Visit

Sent = TypeVar("Sent", bound=BaseModel)
#: Names that calls may give themselves.
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One call by a program whose token is good."""

    visit: Visit
    program: Program
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def now(self) -> datetime:
        return self.visit.now

    @property
    def parts(self) -> Mapping[str, str]:
        """What the address names."""
        return self.visit.parts

    @property
    def name(self) -> str:
        """The name that the call gave itself, '' when it has none. Raises Problem."""
        name = self.headers.get("idempotency-key", "").strip()
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise Problem(400, "key", f"Idempotency-Key has at most {_LONGEST_NAME} printable characters.")
        return name

    def sent(self, model: type[Sent]) -> Sent:
        """The body, checked. Raises Problem 415 or 422, naming each field that is wrong."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(415, "type", "The body must be application/json.")
        try:
            return model.model_validate_json(self.body)
        except ValidationError as wrong:
            errors = [
                {"field": ".".join(map(str, each["loc"])), "what": each["msg"]}
                for each in wrong.errors(include_url=False, include_input=False, include_context=False)[:20]
            ]
            named = errors[0]["field"] or "the body"
            raise Problem(422, "body", f"{named}: {errors[0]['what']}", errors=errors) from wrong

    def looked(self, action: str, subject: str, **data: object) -> None:
        """Trace what is shown, before it is. Raises TemporaryFailure."""
        self.visit.looked(action, subject, **data)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: a value to be written as JSON, or a response as it stands."""

    value: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
