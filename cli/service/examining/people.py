"""What `guichet doctor people` says: can staff be told, and does somebody hear of it when mail fails?"""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office, now
from cli.service.doctor_rooms import Seen


def people(office: Office) -> Iterator[Seen]:
    """Can every agent be told? A number alone is no way while texts leave nowhere."""
    from dispatch.people.contacts import contact_of
    from dispatch.rules.in_force import Organisations

    settings = office.settings
    texts_leave = settings.sms.carrier not in ("none", "files")
    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        agents = [agent for agent in in_force.organisation.agents if not agent.closed]
        on_call = in_force.organisation.town.on_call
        lost, only_texts, asleep = [], [], []
        for agent in agents:
            person = in_force.agent_persons.get(agent.key)
            if person is None or contact_of(session, person) is None:
                lost.append(agent)
            elif not texts_leave and contact_of(session, person, channels=("email",)) is None:
                only_texts.append(agent)
            elif agent.key in on_call and contact_of(session, person, channels=("sms",)) is None:
                asleep.append(agent)
    for agent in lost:
        yield Seen(
            "error",
            f"{agent.name} cannot be told anything: no address or number of theirs works.",
            f"guichet agents show {agent.key} names them; once one works: guichet people reachable ADDRESS. "
            f"A new one: guichet agents edit {agent.key} emails='[\"ADDRESS\"]'",
        )
    for agent in only_texts:
        yield Seen(
            # While mail is but files too, nobody is told anything yet: they are no worse off than the others.
            "warning" if settings.outgoing.carrier == "files" else "error",
            f"{agent.name} has no address that works, only a number, and no text leaves (no SMS provider): "
            "nothing reaches them.",
            f"Set sms.carrier in settings.toml, or an address: guichet agents show {agent.key}",
        )
    # Where no text leaves, `alerts` says so once.
    for agent in asleep if texts_leave else ():
        yield Seen(
            "warning",
            f"{agent.name} is on call without a mobile number: at night a danger reaches their mailbox "
            "alone.",
            f"guichet agents edit {agent.key} phones='[\"+33 6 …\"]'",
        )
    told = len(agents) - len(lost) - len(only_texts)
    if told == len(agents):
        yield Seen("ok", "The one agent can be told." if told == 1 else f"All {told} agents can be told.")
    elif told:
        yield Seen("ok", f"{told} of {len(agents)} agents can be told.")


def alerts(office: Office) -> Iterator[Seen]:
    """Is somebody told when something is wrong, and by text when mail is what is wrong?"""
    from dispatch.notices.staff import administrators_now
    from dispatch.people.contacts import contact_of
    from dispatch.rules.in_force import Organisations

    settings = office.settings
    numbers = [each for each in settings.alerts.recipients if each.startswith("+")]
    named = len(settings.alerts.recipients) - len(numbers)
    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        persons = administrators_now(in_force, in_force.organisation.town.local_day(now()))
        reached = [each for each in persons if contact_of(session, each) is not None]
        by_text = [each for each in persons if contact_of(session, each, channels=("sms",)) is not None]
    if not named and not reached:
        yield Seen(
            "error",
            "Nobody is told when something is wrong: no administrator can be reached.",
            "Make somebody one: guichet agents edit KEY role=administrator. Or name addresses: recipients "
            "under [alerts] in settings.toml.",
        )
        return
    if settings.sms.carrier in ("none", "files"):
        if settings.faces_the_world:
            yield Seen(
                "warning",
                "No text leaves: when mail fails, no alert says so.",
                "Watch /health/ready from another machine (docs/monitoring.md), or set sms.carrier.",
            )
    elif not numbers and not by_text:
        yield Seen(
            "warning",
            "When mail fails nobody hears of it: no administrator has a mobile number.",
            'Add one to recipients under [alerts] in settings.toml, as "+33 6 …", or to an administrator: '
            "guichet agents edit KEY phones='[\"+33 6 …\"]'",
        )
    else:
        told = len(numbers or by_text)
        yield Seen("ok", f"When mail fails, a text says so. Numbers it goes to: {told}.")
