"""`guichet requests assign|state|forward|requester|note`: changed by hand, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import Office, office_of
from cli.present import tell
from cli.speaking.language import language

if TYPE_CHECKING:
    from dispatch.history.change import Change

Ref = Annotated[str, typer.Argument(metavar="REFERENCE", help="2026-00042, 2026-42, or 42 for this year's.")]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="AGENT",
        help="The agent who does it, by key or name; by default GUICHET_AGENT, else the agent whose key is "
        "your login.",
    ),
]


def assign(
    context: typer.Context,
    reference: Ref,
    agent: Annotated[str | None, typer.Argument(help="Key or name of the agent.")] = None,
    service: Annotated[
        str | None, typer.Option(help="Move it to this service, which chooses by its own way.")
    ] = None,
    by: By = None,
) -> None:
    """Give a request to an agent, or to a service."""
    from cli.names import find_key
    from cli.records.changing import changing, told_since
    from dispatch.requests.assignment import assign_agent, assign_service, has_it_already
    from models.errors import UserError

    if (agent is None) == (service is None):
        raise UserError("Name an agent, or a service with --service.")
    with changing(office_of(context), reference, "assign", by) as change:
        organisation = change.in_force.organisation
        kind, all_of, written = (
            ("agent", organisation.agents, agent)
            if agent is not None
            else ("service", organisation.services, service or "")
        )
        names = {each.key: each.name for each in all_of}
        whom = find_key(kind, written, names, f"guichet {kind}s list")
        if has_it_already(change, **{kind: whom}):
            raise UserError(f"{change.request.reference} is already with {whom}.")
        if kind == "agent":
            assign_agent(change, whom)
        else:
            chosen = assign_service(change, whom)
            whom += f" ({chosen})" if chosen else ""
        told = told_since(change.session, change.now, change.request.id)
    tell(f"{change.request.reference} is now with {whom}.")
    tell(told)


def state(
    context: typer.Context,
    reference: Ref,
    verb: Annotated[
        str,
        typer.Argument(help="What happened, as an agent would write it: take, done, « terminé », « fini »…"),
    ],
    comment: Annotated[str, typer.Option(help="Told to the requester.")] = "",
    on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The day, for a planned intervention: 30/11/2026, demain, lundi."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="HOURS", help="When on that day: 14h, 9h-11h, « vers 10h », matin."),
    ] = None,
    by: By = None,
) -> None:
    """Change the state of a request; whoever the workflow says is told."""
    from cli.names import read_day, read_hours, read_verb
    from cli.records.changing import changing, told_since
    from cli.records.verbs import possible_verbs, refusal, ways_of_saying
    from dispatch.requests.state import change_state, hours_meant, open_tasks, says_again
    from dispatch.requests.workflow import Refused, advance
    from models.errors import UserError
    from models.organisation.working_time import closed_because

    office = office_of(context)
    with changing(office, reference, "state", by) as change:
        day = read_day(on, change.now.astimezone(office.town.zone).date()) if on is not None else None
        workflow, locale = change.workflow, _locale(office)
        possible = possible_verbs(workflow, change.request.state, locale)
        key = read_verb(verb, ways_of_saying(workflow), possible)
        hours = read_hours(at) if at is not None else hours_meant(change, key, day, "")
        step = advance(
            workflow,
            change.request.state,
            key,
            actor="manager",
            comment=comment,
            date=day,
            hours=hours,
            open_tasks=open_tasks(change.session, change.request.id),
            again=says_again(change, key, day, hours, comment),
        )
        if isinstance(step, Refused):
            raise UserError(refusal(workflow, step, verb, locale))
        change_state(change, step)
        told = told_since(change.session, change.now, change.request.id)
    state = step.to_state
    called = state.label.text("fr") if language() == "fr" else f"{state.key} ({state.label.text(locale)})"
    tell(f"{change.request.reference} is now {called}.")
    if step.date is not None and (closed := closed_because(change.organisation.town, step.date)):
        tell(_CLOSED[closed])
    tell(told)


#: What is said of a day that was planned, by why the town hall is closed on it.
_CLOSED = {
    "holiday": "That day is a public holiday: check that it is the one you mean.",
    "closure": "The town hall is closed on that day: check that it is the one you mean.",
}
#: Why a request was not passed on, and what to do.
_NOT_PASSED_ON = {
    "closed_already": "The request is closed: reopen it first.",
    "partner_unreachable": "A letter to {email} came back. Put the address of {name} right (guichet partners "
    "edit), or, if it works again: guichet people reachable {email}",
    "partner_is_staff": "{email} is an address of the town hall: {name} must have one outside.",
}


def forward(
    context: typer.Context,
    reference: Ref,
    partner: Annotated[str, typer.Argument(help="Key or name of the partner: guichet partners list.")],
    text: Annotated[str, typer.Option(help="Your words to the partner; the requester never sees them.")] = "",
    by: By = None,
) -> None:
    """Pass a request on to a partner outside, who is written to at once; its requester is told."""
    from cli.names import find_key
    from cli.records.changing import changing, told_since
    from dispatch.requests.outside.forwarding import forward as pass_on
    from dispatch.requests.outside.forwarding import why_not
    from models.errors import UserError

    with changing(office_of(context), reference, "forward", by) as change:
        town = change.organisation.town
        names = {each.key: each.name for each in change.organisation.partners if not each.closed}
        key = find_key("partner", partner, names, "guichet partners list")
        found = next(each for each in change.organisation.partners if each.key == key)
        if (why := why_not(change, found)) is not None:
            raise UserError(_NOT_PASSED_ON[why].format(name=found.name, email=found.email))
        until = town.local_day(pass_on(change, found, text.strip()))
        told = told_since(change.session, change.now, change.request.id)
    tell(f"{change.request.reference} is with {found.name}, who has until {until:%d/%m/%Y}. {told}")


def requester(
    context: typer.Context,
    reference: Ref,
    who: Annotated[
        str, typer.Argument(metavar="ADDRESS|NUMBER", help="Of the person whose request it is from now on.")
    ],
    name: Annotated[str, typer.Option(help="Their name, when they are new here.")] = "",
    by: By = None,
) -> None:
    """Say whose request it is: the person is told its reference, and answers go to them from now on."""
    from cli.records.changing import changing, told_since
    from dispatch.people.senders import know_contact
    from dispatch.requests.requester import change_requester
    from models.errors import InvalidValue, UserError

    with changing(office_of(context), reference, "requester", by) as change:
        try:
            contact = know_contact(change.session, who, name, change.now)
        except InvalidValue as wrong:
            raise UserError(wrong.public) from wrong
        if contact.person_id == change.request.requester_id:
            raise UserError(f"{change.request.reference} is theirs already.")
        change_requester(change, contact, before=_requester_of(change))
        told = told_since(change.session, change.now, change.request.id)
    tell(f"{change.request.reference} is now a request of {contact.name or contact.written}.")
    tell(told)


def note(
    context: typer.Context,
    reference: Ref,
    text: Annotated[str, typer.Argument(help="What to remember; the requester never sees it.")],
    by: By = None,
) -> None:
    """Add an internal note to a request."""
    from cli.records.changing import changing, told_since
    from dispatch.notices.tell import News, tell_staff
    from models.tables.requests import EntryKind

    with changing(office_of(context), reference, "note", by) as change:
        change.write(EntryKind.NOTE, text=text)
        change.update()
        tell_staff(change, News("note_added", data={"text": text}), besides=change.actor.person_id)
        told = told_since(change.session, change.now, change.request.id)
    tell(f"Noted on {change.request.reference}. {told}")


def _requester_of(change: Change) -> str:
    from dispatch.queries.people import describe_person

    found = describe_person(change.session, change.request.requester_id)
    contacts = [each["contact"] for each in found["contacts"]]
    return str(found["name"] or next(iter(contacts), "?"))


def _locale(office: Office) -> str:
    from cli.names import locale_of_the_person

    return locale_of_the_person(office.town.locale)
