"""settings.toml, read with errors that name the setting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from models.errors import UserError
from models.settings.environment import overlay, variable_of
from models.settings.mistakes import explain, refuse_unknown_variables
from models.settings.settings import Settings
from models.toml_mistakes import TomlMistake, read_toml


def load_settings(path: Path | None) -> Settings:
    """Settings from `path` (None: defaults and environment alone).

    Those of a folder for training are made for it, whatever file and environment say. Raises UserError naming
    each unknown or wrong setting and where it stands.
    """
    if path is not None and (sandbox := _sandbox_at(path.parent)) is not None:
        return sandbox
    values: dict[str, Any] = {}
    source = "the environment"
    if path is not None:
        source, values = path.name, _read(path)
        _refuse_secrets(values, source)
    refuse_unknown_variables(os.environ)
    variables = overlay(values, Settings, os.environ)
    drop_retired(values)
    try:
        return Settings(**values)
    except ValidationError as wrong:
        raise UserError("\n".join(explain(error, source, variables) for error in wrong.errors())) from wrong


def _sandbox_at(folder: Path) -> Settings | None:
    # Settings are made in every command: what only training needs is read where there is some.
    if not (folder / "training.json").is_file():
        return None
    from models.sandbox import sandbox_at

    return sandbox_at(folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path.read_bytes())
    except FileNotFoundError as wrong:
        if path.is_symlink():
            raise UserError(
                f"The settings file {path} is a link to {path.readlink()}, which is not there."
            ) from wrong
        raise UserError(f"There is no settings file {path}.") from wrong
    except OSError as wrong:
        raise UserError(f"The settings file {path} cannot be read: {wrong.strerror}.") from wrong
    except TomlMistake as wrong:
        raise UserError(f"{path.name} is not valid TOML, line {wrong.line}: {wrong.sentence}") from wrong


def anchored(settings: Settings, folder: Path) -> Settings:
    """The settings with every relative path taken from `folder`, the one that the settings file is in."""
    placed = _placed(settings, folder)
    assert isinstance(placed, Settings)
    tiles = placed.web.map.tiles
    if tiles and "://" not in tiles:
        on_disk = placed.web.map.model_copy(update={"tiles": str(folder / Path(tiles).expanduser())})
        placed = placed.model_copy(update={"web": placed.web.model_copy(update={"map": on_disk})})
    file = sqlite_path(placed.database.url)
    if file is None or file.is_absolute():
        return placed
    url = f"sqlite:///{folder / file}"
    return placed.model_copy(update={"database": placed.database.model_copy(update={"url": url})})


def sqlite_path(url: str) -> Path | None:
    """The file that the URL of a SQLite database names; None for any other."""
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
    return Path(path) if path and path != ":memory:" else None


def _placed(model: BaseModel, folder: Path) -> BaseModel:
    values: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Path) and not value.is_absolute():
            values[name] = folder / value
        elif isinstance(value, BaseModel):
            values[name] = _placed(value, folder)
        elif isinstance(value, tuple) and value and all(isinstance(each, BaseModel) for each in value):
            values[name] = tuple(_placed(each, folder) for each in value)
    return model.model_copy(update=values)


#: Settings of earlier versions that a file made then still holds, and where what they said stands now.
RETIRED = {
    ("sms", "quiet_hours", "timezone"): "[town] time_zone in organisation.toml",
    ("sms", "quiet_hours", "country"): "[town] holidays in organisation.toml",
    ("sms", "quiet_hours", "subdivision"): "[town] holidays in organisation.toml",
}


def retired_in(path: Path | None) -> list[str]:
    """A sentence for each setting of a file, which was read before, that means nothing any more."""
    return drop_retired(_read(path)) if path is not None else []


def drop_retired(values: dict[str, Any]) -> list[str]:
    """Take settings that mean nothing any more out of `values`: an upgrade must not stop a town. A sentence
    for each.
    """
    said = []
    for path, instead in RETIRED.items():
        table: Any = values
        for name in path[:-1]:
            table = table.get(name) if isinstance(table, dict) else None
        if isinstance(table, dict) and path[-1] in table:
            del table[path[-1]]
            said.append(f"{'.'.join(path)} means nothing any more{f': use {instead}' if instead else ''}.")
    return said


#: Settings which hold a secret, and what to use in a file instead.
_SECRETS = {
    ("files", "s3", "secret_access_key"): "secret_access_key_file",
    ("sms", "twilio", "auth_token"): "auth_token_file",
    ("directory", "client_secret"): "client_secret_file",
    ("sms", "gateway", "secret"): "secret_file",
    ("doors", "sms", "next_auth_token"): "next_auth_token_file",
    ("doors", "sms", "shared_keys"): "",
    ("doors", "sms", "gateway", "token"): "token_file",
    ("doors", "sms", "gateway", "signature_key"): "signature_key_file",
}


def _refuse_secrets(values: dict[str, Any], source: str) -> None:
    for path, instead in _SECRETS.items():
        table: Any = values
        for name in path[:-1]:
            table = table.get(name) if isinstance(table, dict) else None
        if isinstance(table, dict) and path[-1] in table:
            variable = variable_of(path)
            raise UserError(
                f"{source}: {'.'.join(path)}: a secret does not belong in a settings file; use "
                + (f"{instead} or {variable}." if instead else f"{variable}.")
            )
    relay = values.get("outgoing", {}).get("relay", {}) if isinstance(values.get("outgoing"), dict) else {}
    if isinstance(relay, dict) and "password" in relay:
        raise UserError(
            f"{source}: outgoing.relay.password: a password does not belong in a settings file; "
            "use password_file or GUICHET_OUTGOING__RELAY__PASSWORD."
        )
