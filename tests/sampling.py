"""What is tried in every run of what is tried before a release: a part, the same for everybody, by a seed.

`pytest --hypothesis-profile thorough` (`make thorough`) tries all. GUICHET_TEST_SEED=7 tries another part.
"""

from __future__ import annotations

import os
import zlib

import hypothesis

SEED_VARIABLE = "GUICHET_TEST_SEED"
THOROUGH = "thorough"


def is_thorough() -> bool:
    """Whether this run tries everything."""
    return hypothesis.settings.get_current_profile_name() == THOROUGH


def seed() -> str:
    """The seed of this run: '0' unless the environment says otherwise."""
    return os.environ.get(SEED_VARIABLE, "0")


def is_tried(*what: object, one_in: int) -> bool:
    """Whether this run tries `what`, its words being its name: one in `one_in` is, all in a thorough run.

    Which ones depends on the words and on the seed alone, neither on the order nor on what else there is.
    """
    name = "\0".join([seed(), *map(repr, what)])
    return is_thorough() or zlib.crc32(name.encode("utf-8", "surrogatepass")) % one_in == 0


def a_part_of_the_inputs(*, one_in: int) -> hypothesis.settings:
    """For a law whose inputs are dear to make, or that has many kinds of them: one in `one_in` of the inputs that
    other laws are tried on, as many as the others in a thorough run.
    """
    every = hypothesis.settings.get_profile(hypothesis.settings.get_current_profile_name()).max_examples
    return hypothesis.settings(max_examples=every if is_thorough() else every // one_in)
