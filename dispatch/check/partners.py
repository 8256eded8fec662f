"""Partners outside: names that mean somebody else too, addresses that are no partner's, missing states."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, warning
from models.folding import SMALL_WORDS, fold, words
from models.organisation import Organisation, Partner
from models.organisation.partners import ANYBODYS
from models.organisation_files.lines import Path


def check_partners(organisation: Organisation) -> Iterator[Problem]:
    """Names that two partners or a colleague answer to, addresses of staff, domains of everybody."""
    meant = _names_of_staff(organisation)
    theirs: dict[str, str] = {}
    for at, partner in enumerate(organisation.partners):
        here: Path = ("partners", at)
        if not partner.closed:
            yield from _names(partner, here, meant, theirs)
        if (whose := _of_staff(organisation, partner.email)) is not None:
            yield error(
                f"'{partner.email}' is the address of {whose}: a partner is somebody outside.", *here, "email"
            )
        for domain in partner.domains:
            if domain in ANYBODYS:
                yield error(
                    f"Anybody can have an address at {domain}: only what comes from '{partner.email}' itself "
                    "is the partner's.",
                    *here, "domains",
                )  # fmt: skip
        yield from _server(organisation, partner, here)
        if not partner.sees:
            yield warning(
                f"'{partner.key}' sees nothing of a request but what the agent writes.", *here, "sees"
            )
    yield from _states(organisation)


def _server(organisation: Organisation, partner: Partner, here: Path) -> Iterator[Problem]:
    """What is said of a server of theirs must be used, and types of ours must be there."""
    if partner.kind != "open311":
        if partner.endpoint:
            yield warning(
                f"'{partner.key}' is written to by mail: its endpoint is not used.", *here, "endpoint"
            )
        return
    for number, code in enumerate(partner.codes):
        if organisation.request_type(code.type) is None:
            yield error(f"There is no request type '{code.type}'.", *here, "codes", number)
    twice = {each.type for each in partner.codes if sum(e.type == each.type for e in partner.codes) > 1}
    if twice:
        yield error(f"'{min(twice)}' has two codes.", *here, "codes")


def _of_staff(organisation: Organisation, address: str) -> str | None:
    """Whose address of the town hall it is; None when it is nobody's."""
    agent = organisation.agent_with(address)
    if agent is not None:
        return agent.name
    boxes = ((each.email or "", each.key) for each in organisation.services)
    return next((f"the service '{key}'" for box, key in boxes if box.casefold() == address.casefold()), None)


def _names(partner: Partner, here: Path, meant: dict[str, str], theirs: dict[str, str]) -> Iterator[Problem]:
    for name in dict.fromkeys(map(_said, (partner.key, partner.name, *partner.aliases))):
        if not name:
            yield error("A name of this partner has no word that counts.", *here)
        elif name in meant:
            yield error(
                f"« transmettre à {name} » means {meant[name]} already: give this partner another name.",
                *here,
            )
        elif theirs.setdefault(name, partner.key) != partner.key:
            yield error(f"'{name}' names the partner '{theirs[name]}' already.", *here)


def _names_of_staff(organisation: Organisation) -> dict[str, str]:
    """How agents and services are named, as words, and whom each means."""
    found: dict[str, str] = {}
    for service in organisation.services:
        if not service.closed:
            for name in (service.key, service.name, *service.aliases):
                found.setdefault(_said(name), f"the service '{service.key}'")
    for agent in organisation.agents:
        if not agent.closed:
            for name in (agent.key, agent.name):
                found.setdefault(_said(name), agent.name)
    return found


def _said(name: str) -> str:
    return " ".join(word for word in words(fold(name)) if word not in SMALL_WORDS)


def _states(organisation: Organisation) -> Iterator[Problem]:
    """In a workflow without a way to partners a request stays in its state; said once of each."""
    if all(each.closed for each in organisation.partners):
        return
    for at, workflow in enumerate(organisation.workflows):
        if not any(each.needs_partner for each in workflow.transitions):
            yield warning(
                f"'{workflow.key}' has no state for what a partner has in hand: it stays in its state. Write "
                'a transition with verb = "forward" and needs_partner = true.',
                "workflows", at,
            )  # fmt: skip
