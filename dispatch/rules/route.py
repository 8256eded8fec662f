"""Where a message belongs: one pass over the rules, then what types, mailboxes and buildings say.

Total: whatever the message and the organisation, a Decision comes out. Order of what settles the
service: the program that sent it, a rule, the request type, what the message is about (the themes of the
services), the mailbox written to, the building named unless it is a landmark (where services have themes:
only when its service bears its name, as a swimming pool's does), the town's default.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from dispatch.rules.addresses.streets import Streets
from dispatch.rules.conditions import Evidence, Seen, holds
from dispatch.rules.decision import Decision, Facts, Reason
from dispatch.rules.distance import nearest, reason_of
from dispatch.rules.draft import Draft, mailbox_service
from dispatch.rules.index import RuleIndex
from dispatch.rules.place_names import Mention
from dispatch.rules.placement import Placement, bears_its_name, has_themes, place, place_danger
from dispatch.rules.themes import is_town_hall, tells_of_a_building
from models.organisation import Action, Near, Organisation, Rule
from models.organisation.themes import DANGER


@lru_cache(maxsize=2)
def compile_rules(organisation: Organisation, streets: Streets | None = None) -> RuleIndex:
    """The index of one version of the organisation; made once, used for every message."""
    return RuleIndex(organisation, streets)


def route(
    facts: Facts,
    index: RuleIndex,
    loads: Mapping[str, int] | None = None,
    turns: Mapping[str, int] | None = None,
) -> Decision:
    """Where the message belongs, and every step that led there.

    `loads` counts each agent's open requests; `turns` how many requests each service has had (round robin).
    """
    seen = index.look(facts)
    possible = index.candidates(seen)
    draft = Draft(index.organisation, facts)
    believe(draft)
    for at, rule in enumerate(index.rules):
        why = holds(index.tests[at], seen) if at in possible else None
        if why is None:
            draft.steps.append(index.misses[at])
            continue
        draft.take(rule, why)
        if rule.stop:
            break
    settle(draft, seen)
    return draft.decide(loads, turns)


def believe(draft: Draft) -> None:
    """Take what the program that sent it said of where it belongs, before any rule; keys that are gone since
    say nothing.
    """
    facts, organisation = draft.facts, draft.organisation
    known = {
        "type": organisation.request_type,
        "service": organisation.service,
        "building": organisation.building,
    }
    told = {name: key for name, key in facts.told.items() if known[name](key) is not None}
    if told:
        said = Rule.model_construct(key=":told", then=Action(**told))
        draft.take(said, (Reason("told", asked=facts.told_by),))


def settle(draft: Draft, seen: Evidence) -> None:
    """Fill what no rule set from what else the message says: building, themes, danger."""
    mentioned = first_mention(meant(seen, seen.organisation.town.name), seen.matter)
    mailbox = mailbox_service(seen.organisation, seen.facts)
    danger = seen.themes.get(DANGER.key)
    about = place(seen.organisation, seen.themes, seen.matter, mailbox[0] if mailbox else None)
    if danger is None or not danger.holds:
        alarm: tuple[Reason, ...] = ()
    else:
        alarm = danger.why
        about = place_danger(seen.organisation, about, danger, mentioned)
    building = mentioned or photographed(seen)
    named = mentioned[0] if mentioned is not None else None
    ruled = draft.settled.get("building")
    unheard = _unheard(seen, named, ruled or (building[0] if building is not None else ""), about)
    draft.settle(building, about, alarm, unheard=unheard)


def _unheard(seen: Evidence, named: str | None, building: str, about: Placement) -> Reason | None:
    """Why the service of `building` does not choose by itself; None when it may."""
    organisation = seen.organisation
    found = organisation.building(building)
    of = (found.service or "") if found is not None else ""
    if named is not None and named not in seen.matter:
        return Reason("landmark", found=(building,), asked=of)
    if not has_themes(organisation):
        return None
    if named is None or about.theme:
        return Reason("not named" if named is None else "other matter", found=(building,), asked=of)
    return None if bears_its_name(organisation, named) else Reason("keeps", found=(building,), asked=of)


def meant(seen: Seen, town: str) -> tuple[Mention, ...]:
    """The buildings named, without a hall of this `town` that is only whoever reads the message: it is the
    place where something stands before it, or where something goes wrong in it. Linear in the names seen.
    """
    if tells_of_a_building(seen.themes):
        return seen.buildings
    return tuple(
        each for each in seen.buildings if not (each.key in seen.matter and is_town_hall(each.name, town))
    )


def first_mention(
    buildings: tuple[Mention, ...], matter: frozenset[str] = frozenset()
) -> tuple[str, Reason] | None:
    """The building a message is about when no rule says: the first named, the subject before the text, and
    one that is more than a landmark before any landmark.
    """
    first = next((each for each in buildings if each.key in matter), next(iter(buildings), None))
    return (first.key, Reason("building", first.where, (first.written,), first.key)) if first else None


def photographed(seen: Evidence) -> tuple[str, Reason] | None:
    """The building nearest to a photo, proposed when none is named, with its distance."""
    # What is wrong at an address is seldom a matter of the building next to it.
    found = nearest(Near(), seen.facts, seen.organisation, addresses=False)
    return (found[0].key, reason_of(found)) if found is not None else None
