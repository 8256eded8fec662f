"""One matter that people write to a town hall about, and the words they use for it."""

from __future__ import annotations

from dataclasses import dataclass

from models.organisation.values import Label


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a comma-separated text."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Theme:
    """A matter with its words; all of them are found whatever their ending, case, accents or one slip of the
    hand.
    """

    key: str
    label: Label
    #: Words in the name of a service that looks after it, the likeliest first.
    services: tuple[str, ...]
    #: Phrases that mean this and nothing else: one is enough.
    sure: tuple[str, ...]
    #: Words that speak for it: two different ones are needed.
    signs: tuple[str, ...]
    #: Where it happens, or whom it concerns: one more reason beside a sign, never one by itself.
    context: tuple[str, ...] = ()
    #: Words that speak against it: in a classroom « il fait noir » is no matter of street lamps.
    against: tuple[str, ...] = ()
    #: Two lists each: a word of one with a word of the other, in one sentence, mean this.
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    #: Whether nothing counts without a word of the context.
    needs_context: bool = False
    #: Whether a building that the message is about is context enough.
    in_buildings: bool = False


def theme(
    key: str,
    fr: str,
    en: str,
    *,
    services: str,
    sure: str,
    signs: str,
    context: str = "",
    against: str = "",
    pairs: tuple[str, ...] = (),
    needs_context: bool = False,
    in_buildings: bool = False,
) -> Theme:
    """A theme with its phrases written one after the other, separated by commas; a pair is two such lists
    with a + between them.
    """
    halves = [each.partition("+") for each in pairs]
    return Theme(
        key,
        Label(fr=fr, en=en),
        listed(services),
        listed(sure),
        listed(signs),
        listed(context),
        listed(against),
        tuple((listed(left), listed(right)) for left, _, right in halves),
        needs_context,
        in_buildings,
    )
