"""Somebody named at the terminal by one of their addresses or telephone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import InvalidValue, UserError

if TYPE_CHECKING:
    from sqlmodel import Session

    from dispatch.people.contacts import Contact


#: Digits from which on what is typed is meant as a number.
_FEWEST_DIGITS = 5


def person_named(session: Session, who: str, region: str) -> Contact:
    """The contact of whoever has this address or number. Raises UserError when nobody is known by it."""
    from dispatch.people.contacts import find_contact, read_contact

    if "@" not in who and sum(character.isdigit() for character in who) < _FEWEST_DIGITS:
        raise UserError(
            f"'{who[:60]}' is neither an address nor a telephone number; guichet people find shows "
            "those there are."
        )
    try:
        kind, value, _ = read_contact("email" if "@" in who else "sms", who, region)
    except InvalidValue as wrong:
        raise UserError(wrong.public) from wrong
    contact = find_contact(session, kind, value)
    if contact is None:
        raise UserError(f"Nobody is known by {who}.")
    return contact
