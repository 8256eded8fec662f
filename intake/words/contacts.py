"""What somebody writes to link an address and a number, or the code that proves it (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.errors import InvalidValue
from models.values import ContactKind, EmailAddress, PhoneNumber

_EMAIL = re.compile(
    r"(?:e-?mail|mail|courriel|mel)\s{0,5}:?\s{0,5}([^\s@]{1,64}@[^\s@]{1,253})", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?:tel|tél|telephone|téléphone|mobile|portable|sms)\s{0,5}:?\s{0,5}(\+?[0-9][0-9 .-]{5,24})",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:code\s{0,5}:?\s{0,5})?([0-9]{3})[ -]?([0-9]{3})\.?", re.IGNORECASE)
#: More than this is a message, whatever it begins with.
_LONGEST = 330


@dataclass(frozen=True, slots=True)
class ContactWords:
    """Either a contact (`kind`, `value`, `written` as in contact_point) to be linked, or a `code` of six digits."""

    kind: ContactKind | None = None
    value: str = ""
    written: str = ""
    code: str = ""


def read_contact_words(text: str, region: str = "FR") -> ContactWords | None:
    """`EMAIL jeanne@example.org`, `TEL 06 39 98 00 12` or `482 913`, alone on the first line; None otherwise."""
    line = next((line.strip() for line in text[:2000].splitlines() if line.strip()), "")
    if len(line) > _LONGEST:
        return None
    if code := _CODE.fullmatch(line):
        return ContactWords(code=code[1] + code[2])
    try:
        if email := _EMAIL.fullmatch(line.rstrip(" .")):
            address = EmailAddress.parse(email[1])
            return ContactWords(ContactKind.EMAIL, address.key, address.envelope)
        if phone := _PHONE.fullmatch(line.rstrip(" .")):
            number = PhoneNumber.parse(phone[1], region)
            return ContactWords(ContactKind.PHONE, number.e164, number.e164)
    except InvalidValue:
        return None
    return None
