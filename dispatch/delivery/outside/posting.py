"""A letter to a partner leaves as a request of theirs, by Open311: once, even when their answer was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date

from dispatch.delivery.carriers.interface import Doubtful, Handover
from dispatch.delivery.outside.calling import Unanswered
from dispatch.delivery.outside.client import Open311Client, PostedFile, moment
from dispatch.delivery.outside.reading import Item
from dispatch.letters.contents import Prepared
from dispatch.letters.parts.mime import LetterFile
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.done import PartnerLetter
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.organisation import Partner
from models.settings.settings import Settings
from models.store.organisations import InForce
from models.vocabulary import Audience

#: The carrier of such a row in the outbox, and what stands before a token in place of their number.
CARRIER = "open311"
PENDING = "token:"
#: Characters of a description (GeoReport v2).
LONGEST = 4_000
#: Degrees that two positions of one place may differ by: some ten metres.
_NEAR = 0.0002
#: Clocks of two servers differ.
_SLACK = timedelta(minutes=15)
_WORDS = {
    "fr": ("Lieu", "Réponse souhaitée avant le {day}", "Référence de la mairie"),
    "en": ("Place", "Please answer by {day}", "Reference of the town hall"),
}


def partner_of(claimed: ClaimedNotice, in_force: InForce) -> Partner | None:
    """The partner to whose server a letter goes; None for every letter that goes by mail."""
    if claimed.audience != Audience.PARTNER or claimed.notice != "partner_request":
        return None
    address = claimed.recipient.casefold()
    return next(
        (
            each
            for each in in_force.organisation.partners
            if each.kind == "open311" and each.email.casefold() == address
        ),
        None,
    )


def post_letter(
    prepared: Prepared, partner: Partner, files: Sequence[LetterFile], settings: Settings, now: datetime
) -> Handover:
    """Post the request; `sent` with their number, or with their token. Raises TemporaryFailure, Doubtful or
    PermanentFailure, as carriers do.

    From the second try on it is looked for first, unless they know our `external_id`; when nothing proves
    that it is there or that it is not, nothing is posted and whoever holds the request is told.
    """
    letter, claimed = prepared.view.details, prepared.claimed
    assert isinstance(letter, PartnerLetter)
    reference = prepared.view.request.reference if prepared.view.request is not None else ""
    own_id = f"{reference}-{claimed.id}"
    try:
        client = Open311Client(partner, settings)
    except UserError as wrong:
        raise TemporaryFailure(f"The key of {partner.name} cannot be read.", "partner key") from wrong
    if claimed.handovers > 1 and not partner.idempotent:
        earlier = _look_up(client, letter, own_id, prepared.claimed.created_at, now)
        if earlier:
            return Handover(earlier, "sent")
    posted = [
        PostedFile(each.name, each.content_type, each.content) for each in files if travels(partner, each)
    ]
    try:
        answer = client.post_request(fields_of(letter, partner, own_id), posted)
    except Unanswered as wrong:
        if wrong.maybe_taken:
            raise Doubtful(wrong.public, wrong.private, reason="partner_doubtful") from wrong
        raise
    return _number_in(partner, answer)


def travels(partner: Partner, file: LetterFile) -> bool:
    """Whether a file travels in the call: pictures do, to a server that takes them."""
    return partner.takes_files and file.content_type.startswith("image/")


def _number_in(partner: Partner, answer: Item) -> Handover:
    number, token = answer.get("service_request_id", ""), answer.get("token", "")
    if number:
        return Handover(_kept(number), "sent")
    if token:
        return Handover(_kept(f"{PENDING}{token}"), "sent")
    raise Doubtful(
        f"{partner.name} did not say whether it took the request.",
        "no number in the answer",
        reason="partner_doubtful",
    )


def _kept(number: str) -> str:
    return number.replace("\n", " ")[:128]


def _look_up(
    client: Open311Client, letter: PartnerLetter, own_id: str, since: datetime, now: datetime
) -> str:
    """Their number of what an earlier try posted; '' when it surely is not there. Raises PermanentFailure
    when that cannot be told.
    """
    listed = client.requests(
        service_code=letter.code, start_date=moment(since - _SLACK), end_date=moment(now + _SLACK)
    )
    likely = [
        each
        for each in listed or ()
        if each.get("service_request_id") and each.get("service_code", letter.code) == letter.code
    ]
    found = next((each for each in likely if any(own_id in value for value in each.values())), None)
    if found is not None:
        return _kept(found["service_request_id"])
    if listed is None or any(_may_be(each, letter) for each in likely):
        raise PermanentFailure(
            f"{letter.partner} never said whether it took the request, and what it lists does not tell: ask "
            f"them for {own_id} before it is passed on again.",
            "doubtful and not to be looked up",
            reason="partner_doubtful",
        )
    return ""


def _may_be(item: Item, letter: PartnerLetter) -> bool:
    """Whether what they list may be ours: of servers that show no description, place alone tells."""
    if letter.position is None:
        return True
    try:
        there = float(item["lat"]), float(item["long"])
    except (KeyError, ValueError):
        return True
    return all(abs(one - other) <= _NEAR for one, other in zip(there, letter.position, strict=True))


def fields_of(letter: PartnerLetter, partner: Partner, own_id: str) -> list[tuple[str, str]]:
    """The form of the request: what the partner may see, as the letter has it, and nothing else."""
    fields = [("service_code", letter.code), ("description", description_of(letter, partner.locale, own_id))]
    if letter.position is not None:
        fields += [("lat", f"{letter.position[0]:.6f}"), ("long", f"{letter.position[1]:.6f}")]
    if letter.place or letter.position is None:
        # One of the two must be there, whatever they may see.
        fields.append(("address_string", letter.place or "-"))
    if letter.asked_by:
        first, _, last = letter.asked_by.partition(" ")
        fields += [("first_name", first), ("last_name", last or "-")]
    if letter.asked_by_contact:
        fields.append(("email" if "@" in letter.asked_by_contact else "phone", letter.asked_by_contact))
    fields += [(f"attribute[{each.code}]", each.value) for each in partner.attributes]
    if not any(each.code == "external_id" for each in partner.attributes):
        fields.append(("attribute[external_id]", own_id))
    return fields


def description_of(letter: PartnerLetter, locale: str, own_id: str) -> str:
    """The words, at most as long as Open311 allows; our reference stands at the end in any case."""
    place, until, reference = _WORDS.get(locale, _WORDS["fr"])
    day = until.format(day=_day(letter.due_on, locale))
    end = f"{day}.\n{reference}\u00a0: {own_id}" if locale != "en" else f"{day}.\n{reference}: {own_id}"
    colon = "\u00a0:" if locale != "en" else ":"
    # What it is about comes first: applications show the first words of a description as its title.
    parts = [letter.about, letter.asked, *letter.said]
    parts += [f"{place}{colon} {letter.place}" if letter.place else "", letter.map_url]
    words = "\n\n".join(part for part in dict.fromkeys(each.strip() for each in parts) if part)
    room = LONGEST - len(end) - 2
    if len(words) > room:
        words = words[: room - 2].rstrip() + " …"
    return f"{words}\n\n{end}" if words else end


def _day(day: date, locale: str) -> str:
    return format_date(day, "d MMMM y", locale="en" if locale == "en" else "fr")
