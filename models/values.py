"""Values that parse or raise: an EmailAddress, a PhoneNumber, a Reference in hand is a good one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

import idna
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from models.errors import InvalidValue

#: RFC 5321 §4.5.3.1.1, counted in UTF-8 (RFC 6531 §3.3).
_LOCAL_OCTETS = 64
#: Of an address as people and programs write it; a path of SMTP holds 254.
_LONGEST_ADDRESS = 320
#: What no XML 1.0 document may hold (§2.2): one with any of these opens nowhere.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, order=True)
class EmailAddress:
    """An address that can stand in an envelope (RFC 5321 §4.5.3.1, RFC 6531).

    `local` is kept as written; `domain` is lower-case Unicode. Two addresses are equal when `key` is
    equal: case never tells two people apart in practice, so `key` is case-folded whole.
    """

    key: str
    local: str = ""
    domain: str = ""

    @classmethod
    def parse(cls, text: str) -> EmailAddress:
        """Read one bare address (no display name). Raises InvalidValue."""
        return _parse_address(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EmailAddress) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @cached_property
    def ascii_domain(self) -> str:
        """The domain as DNS wants it (IDNA 2008, A-labels)."""
        try:
            return idna.encode(self.domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return self.domain

    @property
    def needs_smtputf8(self) -> bool:
        """Whether the local part cannot travel without SMTPUTF8 (RFC 6531)."""
        return not self.local.isascii()

    @property
    def envelope(self) -> str:
        """As written in MAIL FROM and RCPT TO: the domain in ASCII, the local part as it is."""
        return f"{self.local}@{self.ascii_domain}"

    @property
    def base(self) -> EmailAddress:
        """The address without its +detail (RFC 5233): `demandes+abc@x` → `demandes@x`."""
        local = self.local.split("+", 1)[0] or self.local
        return EmailAddress(key=f"{local}@{self.domain}".casefold(), local=local, domain=self.domain)

    @property
    def detail(self) -> str:
        """What follows the first + of the local part, or ''."""
        return self.local.partition("+")[2]


@lru_cache(maxsize=512)
def _parse_address(text: str) -> EmailAddress:
    # Remembered: each mail names the same few addresses several times,
    # and reading one costs as much as a query.
    bare = text.strip().removesuffix(".")
    if len(bare) > _LONGEST_ADDRESS:
        raise InvalidValue("This is not an email address.", f"over {_LONGEST_ADDRESS} characters")
    if not bare or _FORBIDDEN.search(bare):
        raise InvalidValue("This is not an email address.", "empty, blank or control character in address")
    try:
        found = validate_email(
            bare,
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=True,
            test_environment=True,
            globally_deliverable=False,
        )
    except EmailNotValidError as wrong:
        raise InvalidValue("This is not an email address.", str(wrong)) from wrong
    if len(found.local_part.encode()) > _LOCAL_OCTETS:
        raise InvalidValue("This is not an email address.", f"local part over {_LOCAL_OCTETS} octets")
    domain = found.domain.lower()
    return EmailAddress(key=f"{found.local_part}@{domain}".casefold(), local=found.local_part, domain=domain)


#: Regions that dial the ten digits of the French plan (mainland and overseas departments, Saint-Martin…).
_FRENCH_PLAN = frozenset(["FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF"])
#: The countries of E.164 with the French plan.
_FRENCH_CODES = frozenset([33, 262, 508, 590, 594, 596])
#: Numbers of the French plan that belong to overseas countries of E.164 (Arcep, plan of numbering §2.2.1);
#: 06 39 98 stays, it is the mainland's range for fiction.
_OVERSEAS = re.compile(
    r"\+33(?:(?P<c262>262|263|269|692|693|639(?!98))|(?P<c590>590|690|691)|(?P<c594>594|694)|(?P<c596>596|696|697))\d{6}"
)


def _overseas(e164: str) -> str:
    """The number under its own country code when it is one of the overseas departments'."""
    found = _OVERSEAS.fullmatch(e164)
    return f"+{(found.lastgroup or '')[1:]}{e164[3:]}" if found else e164


@dataclass(frozen=True, order=True)
class PhoneNumber:
    """A telephone number in E.164 (`+33639980012`)."""

    e164: str

    @classmethod
    def parse(cls, text: str, region: str = "FR") -> PhoneNumber:
        """Read a number as people write it; without a + it is read as dialled in `region` (ISO 3166-1).

        The ten digits of the French plan mean one line wherever they are dialled: `0692…` is +262 692 in
        Paris and in Saint-Denis. Other plans (`NC`, `PF`, `PM`, `WF`) are read first, then the French one.
        Numbers of the ranges reserved for fiction are accepted like real ones.
        Raises InvalidValue for anything that
        is no possible number, short codes included.
        """
        if len(text) > 40:
            raise InvalidValue("This is not a telephone number.", "longer than 40 characters")
        try:
            number = phonenumbers.parse(text, "FR" if region in _FRENCH_PLAN else region)
            if region not in _FRENCH_PLAN and not phonenumbers.is_possible_number(number):
                number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException as wrong:
            raise InvalidValue(
                "This is not a telephone number.", f"phonenumbers error {wrong.error_type}"
            ) from wrong
        if not phonenumbers.is_possible_number(number):
            raise InvalidValue("This is not a telephone number.", "impossible length for its country")
        if number.italian_leading_zero and number.country_code in _FRENCH_CODES:
            # « 06 39 98 00 1 »: a digit is missing, and the 0 that is dialled first passed for one.
            raise InvalidValue("This is not a telephone number.", "nine digits with their leading 0")
        return cls(_overseas(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)))

    def __str__(self) -> str:
        return self.e164

    @property
    def national(self) -> str:
        """As its country writes it (`06 39 98 00 12`); foreign numbers in international form."""
        number = phonenumbers.parse(self.e164)
        style = (
            phonenumbers.PhoneNumberFormat.NATIONAL
            if number.country_code in (33, 262, 590, 594, 596)
            else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
        return phonenumbers.format_number(number, style)

    @property
    def can_receive_text(self) -> bool:
        """Whether a text message can arrive at a fair price: mobiles and unknown ranges yes, known landlines
        no; nor numbers of no country (+881 and other satellites): one text there costs what fifty do.
        """
        number = phonenumbers.parse(self.e164)
        if phonenumbers.region_code_for_number(number) == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY:
            return False
        kind = phonenumbers.number_type(number)
        landlines = {
            phonenumbers.PhoneNumberType.FIXED_LINE,
            phonenumbers.PhoneNumberType.TOLL_FREE,
            phonenumbers.PhoneNumberType.PREMIUM_RATE,
            phonenumbers.PhoneNumberType.SHARED_COST,
            phonenumbers.PhoneNumberType.UAN,
            phonenumbers.PhoneNumberType.VOICEMAIL,
        }
        return kind not in landlines


@dataclass(frozen=True, order=True)
class Reference:
    """The name of a request as people quote it: `2026-00042`."""

    year: int
    number: int

    _WRITTEN = re.compile(r"(?<![0-9-])(20[0-9]{2})-([0-9]{5,7})(?![0-9-])", re.ASCII)

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read `2026-00042` (also `2026-42`). Raises InvalidValue."""
        found = re.fullmatch(r"\s*(20[0-9]{2})-([0-9]{1,7})\s*", text, re.ASCII)
        if not found or int(found[2]) == 0:
            raise InvalidValue(f"'{text[:20]}' is not a reference; one looks like 2026-00042.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def find(cls, text: str) -> Reference | None:
        """The first reference written in full in `text`, or None."""
        found = cls._WRITTEN.search(text)
        return cls(int(found[1]), int(found[2])) if found and int(found[2]) else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number:05d}"


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
