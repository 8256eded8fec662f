"""An invented French town to begin with: six services, eight buildings, eight agents."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from models.organisation.organisation import Organisation


def sample_text() -> str:
    """The text of the sample's organisation.toml, with its comments."""
    return files(__package__).joinpath("organisation.toml").read_text(encoding="utf-8")


def load_sample() -> Organisation:
    """The sample town as a value."""
    return Organisation.model_validate(tomllib.loads(sample_text()))
