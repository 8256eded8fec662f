"""What somebody writes to link an address and a number, or the code that proves it (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from models.errors import InvalidValue
from models.folding import fold
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
    """`EMAIL jeanne@example.org`, `TEL 06 39 98 00 12` or `482 913`, alone on the first line; None otherwise.

    Linear in `text`.
    """
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


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change of address or number: the contact named, and whether it is the new one, the old one, or either
    ('').
    """

    kind: ContactKind
    value: str
    written: str
    which: Literal["new", "old", ""] = ""


_WHAT = r"(?:adresse|address|mail|e-?mail|courriel|mel|numero|number|telephone|tel|portable|mobile|phone)"
_NAMED = r"(?P<named>[^\s@<>]{1,64}@[^\s@<>]{1,253}|\+?[0-9][0-9 .-]{5,24})"
_MORE = rf"(?: (?:de |d')?{_WHAT}){{0,2}}"
_THANKS = r"(?:,? (?:merci|merci d'avance|merci beaucoup|thanks|thank you))?"
_CHANGE = re.compile(
    rf"(?:(?P<either>chang(?:er|ement|e)(?: (?:de |d'|mon |my |of )?){_WHAT})"
    rf"|(?P<new>(?:je change (?:de |d'){_WHAT}|j'ai change (?:de |d'){_WHAT}|i (?:am changing|have changed) my {_WHAT}"
    rf"|(?:voici )?(?:ma nouvelle|mon nouveau|mon nouvel|my new) {_WHAT}))"
    rf"|(?P<old>(?:mon ancienne|mon ancien|my (?:old|former)) {_WHAT})){_MORE}"
    rf"(?: (?:est|etait|devient|pour|is|was|to|en)(?: le)?)?(?: ?:)? ?<?{_NAMED}>?{_THANKS}"
)
_HELLO = re.compile(r"(?:bonjour|bonsoir|hello|madame|monsieur|dear)[^@0-9]{0,40}")
#: What may stand below: manners and a name, so many lines of so many characters.
_BELOW, _BELOW_CHARACTERS = 4, 60


def read_change_words(text: str, region: str = "FR") -> ChangeWords | None:
    """`CHANGER ADRESSE nouvelle@example.org`, « ma nouvelle adresse mail est … », « mon ancien numéro était … »,
    with nothing else but manners; None otherwise. Linear in `text`.
    """
    lines = [line.strip() for line in text[:2000].splitlines() if line.strip()]
    if lines and _HELLO.fullmatch(fold(lines[0][:60])):
        lines = lines[1:]
    if not lines or len(lines[0]) > _LONGEST or len(lines) > 1 + _BELOW:
        return None
    if any(len(line) > _BELOW_CHARACTERS or set("?@") & set(line) for line in lines[1:]):
        return None
    said = " ".join(fold(lines[0].rstrip(" .!")).replace("’", "'").replace("d' ", "d'").split())
    found = _CHANGE.fullmatch(said.removeprefix("bonjour, ").removeprefix("bonjour "))
    if found is None:
        return None
    named = found["named"]
    # Folded, an address has lost its capitals: as it was written it stands in the line, the only word with @.
    written = next((word.strip("<>:.,!") for word in lines[0].split() if "@" in word), named)
    try:
        if "@" in named:
            address = EmailAddress.parse(written)
            kind, value, sendable = ContactKind.EMAIL, address.key, address.envelope
        else:
            number = PhoneNumber.parse(named, region)
            kind, value, sendable = ContactKind.PHONE, number.e164, number.e164
    except InvalidValue:
        return None
    return ChangeWords(kind, value, sendable, "new" if found["new"] else "old" if found["old"] else "")
