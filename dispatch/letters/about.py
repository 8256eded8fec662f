"""The town, the request and the signer of a notice, as its templates see them; and why it has no words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dispatch.letters.readers import Reader, state_for
from dispatch.letters.subjects import shown_subject
from dispatch.letters.view import NoticeView, RequestView, ServiceView, SignerView, TownView
from dispatch.notices.details import Details, OwnWords
from dispatch.people.named import named_here
from dispatch.people.unnamed.striking import without_people
from models.folding import fold
from models.organisation import Organisation
from models.organisation.town import Town
from models.organisation.workflow import Workflow
from models.organisation.working_time import end_of_day
from models.store.organisations import InForce
from models.values import Reference
from models.vocabulary import Priority


def town_view(town: Town, locale: str, sender_name: str, reply_address: str) -> TownView:
    office, of_office, to_office = town.called
    return TownView(
        hall=sender_name or town.hall(locale),
        name=town.name,
        phone=town.phone or "",
        emergency_phone=town.emergency_phone or "",
        email=town.email or "",
        postal_address=town.postal_address,
        website=town.website,
        signature=town.signature.text(locale),
        reply_address=reply_address,
        office=office,
        of_office=of_office,
        to_office=to_office,
    )


def request_view(
    row: Any,
    requester: Any,
    contact: Any,
    in_force: InForce,
    locale: str,
    linked: Sequence[str] = (),
    *,
    reader: Reader = "staff",
) -> RequestView:
    """The request as a letter shows it to its reader."""
    organisation = in_force.organisation
    town = organisation.town
    service = organisation.service(in_force.service_key(row.service_id))
    building = organisation.building(in_force.building_key(row.building_id))
    agent = organisation.agent(in_force.agent_key(row.assignee_id))
    kind = organisation.request_type(in_force.request_type_key(row.request_type_id))
    state = organisation.workflow(row.workflow_key).state(row.state)
    return RequestView(
        reference=str(Reference(row.year, row.number)),
        subject=shown_subject(row.subject, locale),
        state=state_for(state, row.state, locale, reader),
        state_kind=row.state_kind,
        service=ServiceView(
            name=service.name if service is not None else "",
            phone=(service.phone if service is not None else None) or town.phone or "",
            # The service's own address is its agents' mailbox: citizens write to the town.
            email=(service.mailboxes[0] if service is not None and service.mailboxes else town.email) or "",
            postal_address=(service.postal_address if service is not None else "") or town.postal_address,
        ),
        requester=requester.name if requester is not None else "",
        requester_contact=contact.written if contact is not None else "",
        created_at=row.created_at,
        building=building.name if building is not None else "",
        building_address=building.address if building is not None else "",
        assignee=agent.name if agent is not None else "",
        request_type=kind.label.text(locale) if kind is not None else "",
        priority=row.priority,
        due_at=row.due_at,
        due_has_hour=_due_at_an_hour(organisation, row),
        planned_at=row.planned_at,
        planned_hours=row.planned_hours,
        address=row.address,
        map_url=_map_url(row.latitude, row.longitude),
        tags=tuple(row.tags or ()),
        told_phone=requester.told_phone if requester is not None else "",
        linked=tuple(linked),
        requester_is_elected=_is_elected(in_force, row.requester_id),
        can_reopen=_can_reopen(organisation.workflow(row.workflow_key), row.state),
    )


def _due_at_an_hour(organisation: Organisation, row: Any) -> bool:
    """Whether it is urgent and due within a day of the town hall, not at its end."""
    if row.due_at is None or row.priority != Priority.URGENT:
        return False
    town = organisation.town
    return bool(row.due_at != end_of_day(town, town.local_day(row.due_at)))


def _is_elected(in_force: InForce, person_id: int) -> bool:
    """Whether the organisation names that person as an elected official whose term is not over."""
    return (named_here(in_force, person_id) or "").startswith("official:")


def for_partner(view: NoticeView) -> NoticeView:
    """A letter to somebody outside: its details say what they may see, and the request nothing beside."""
    request = view.request
    if request is not None:
        request = RequestView(
            reference=request.reference,
            subject=shown_subject("", view.locale),
            state="",
            state_kind=request.state_kind,
            service=request.service,
            requester="",
            requester_contact="",
            created_at=request.created_at,
        )
    return replace(
        view, request=request, text="", author="", author_is_elected=False, opening="", opening_unread="",
        verbs=(), hand_on="", received_subject="", asks_elsewhere="", from_machine="", in_copy="",
        unproved="",
    )  # fmt: skip


def unnamed(view: NoticeView) -> NoticeView:
    """A copy for somebody outside: nobody is named, in the words of the request neither."""
    request, names = view.request, [view.author]
    if request is not None:
        names.append(request.requester)
        subject = without_people(request.subject, names)
        request = replace(request, subject=subject, requester="", requester_contact="", told_phone="")
    return replace(
        view, request=request, text=without_people(view.text, names), author="", received_subject="",
        asks_elsewhere="", from_machine="", in_copy="", unproved="", unnamed=True,
    )  # fmt: skip


def without_their_words(view: NoticeView) -> NoticeView:
    """What is told to somebody whom nothing proves: none of their words, names or file names."""
    request = view.request
    if request is not None:
        request = replace(request, subject=shown_subject("", view.locale), requester="")
    return replace(
        view, recipient="", request=request, text="", author="", author_is_elected=False, opening="", files=()
    )


def _can_reopen(workflow: Workflow, state: str) -> bool:
    """Whether a requester's answer leads from `state` back to work."""
    return any(
        state in transition.sources
        and "requester" in transition.who
        and (target := workflow.state(transition.to)) is not None
        and not target.kind.is_closed
        for transition in workflow.transitions
    )


def _map_url(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    place = f"{latitude:.5f}/{longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=18/{place}"


def signer_of(entry: Any, request: Any, in_force: InForce) -> SignerView | None:
    """The agent who wrote `entry` or did what it says; None when nobody of the staff did."""
    if entry is None or entry.person_id is None or request is None:
        return None
    organisation = in_force.organisation
    agent = organisation.agent(in_force.agent_of(entry.person_id))
    # An agent who asks as anybody may is a requester here.
    if agent is None or entry.actor_role == "requester":
        return None
    service = organisation.service(in_force.service_key(request.service_id))
    if agent.services and (service is None or service.key not in agent.services):
        # Who is on call, or stands in, signs for where they work.
        service = organisation.service(agent.services[0])
    name = service.name if service is not None else ""
    return SignerView(
        name=agent.name,
        title=agent.title if fold(agent.title) != fold(name) else "",
        service=name,
        phone=(service.phone if service is not None else None) or organisation.town.phone or "",
    )


#: What only its addressee can open (RFC 8551 §3.2, RFC 3156 §4). Signed mail has the same type
#: and is opened before.
_ENCRYPTED_TYPES = frozenset(
    ["application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"]
)


def came_encrypted(beside: Mapping[str, Any], files: Iterable[Any]) -> bool:
    """Whether a message is encrypted: by what its entry keeps beside its words, else by the types of its
    files.
    """
    if "no_words" in beside:
        return bool(beside["no_words"] == "encrypted")
    return any(row is not None and row.content_type.lower() in _ENCRYPTED_TYPES for row in files)


def opening_of(first: Any, files: Sequence[Any]) -> tuple[str, str]:
    """The text of a request's first message; without one, the name of what is said instead (words.txt)."""
    if first.text.strip() and first.data.get("no_words") != "encrypted":
        return first.text, ""
    return "", "encrypted" if came_encrypted(first.data, files) else "only_files" if files else "no_text"


def text_of(entry: Any, details: Details) -> str:
    """What a notice shows as said: the words it was given, else those of its entry."""
    if isinstance(details, OwnWords) and details.text:
        return details.text
    return entry.text if entry is not None else ""
