"""What every section of the settings is made of."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Port = Annotated[int, Field(ge=0, le=65535)]
#: Hosts that are the machine itself.
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


Seconds = Annotated[float, Field(gt=0)]


Count = Annotated[int, Field(ge=1)]


#: Validators are built for all sections at once, when settings are read: each built by itself as well would
#: cost every command its start.
FROZEN = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Section(BaseModel):
    """A table of settings.toml: frozen, and a name it does not know is an error.

    A section that is a default is `model_construct()`, which needs no validator.
    """

    model_config = FROZEN


def section_in(annotation: Any) -> type[BaseModel] | None:
    """The table that a setting of this type is or may be (`TwilioSettings | None`); None for plain values."""
    kinds = (annotation, *getattr(annotation, "__args__", ()))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _one_line(text: str) -> str:
    if any(ord(c) < 0x20 or ord(c) == 0x7F for c in text):
        raise ValueError("must be one line without control characters")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(_one_line(text))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError("must look like https://host/path, without user or password")
    return text.rstrip("/")


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as wrong:
        raise ValueError("must be an address or a network such as 192.0.2.0/24") from wrong
    return text


#: An IP address or network as written, known to be one.
Network = Annotated[str, AfterValidator(_network)]


OneLine = Annotated[str, AfterValidator(_one_line)]


WebAddress = Annotated[str, AfterValidator(_web_address)]
