"""The town of a training: the sample town, in which each trainee looks after a part of the citizens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cli.service.training.told import mailbox, official_address, story_of
from models.errors import UserError
from models.folding import slug
from models.organisation import Agent, Organisation, Service
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation.rules import Rule
from models.organisation.workflow import PlannedNotice, Transition, Workflow
from models.organisation_files.sample import load_sample

#: More in one room are two courses.
MOST = 12
#: Who is the administrator of the sample town.
ADMINISTRATOR_KEY = "sophie-martin"
_NUMBER = re.compile(r"[0-9]{1,4}")
_NAME = re.compile(r"[^\W\d_][\w .'’-]{1,59}")


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody who learns; the administrator of the town is number 0."""

    number: int
    key: str
    name: str
    email: str


def trainees_of(wanted: str) -> tuple[Trainee, ...]:
    """The trainees of `--agents`: a number, or names separated by commas. Raises UserError."""
    wanted = wanted.strip()
    if _NUMBER.fullmatch(wanted):
        names = [f"Stagiaire {number}" for number in range(1, min(int(wanted), MOST + 1) + 1)]
    else:
        names = [" ".join(each.split()) for each in wanted.split(",") if each.strip()]
    if not 1 <= len(names) <= MOST:
        raise UserError(f"A training is for 1 to {MOST} agents: --agents 4, or their names between commas.")
    taken = {agent.key: agent.name for agent in load_sample().agents}
    found = []
    for number, name in enumerate(names, 1):
        key = slug(name)
        if not key or not (_NAME.fullmatch(name) or name == f"Stagiaire {number}"):
            raise UserError(f"'{name[:60]}' is not a name; one looks like: Marie Petit")
        if key in taken:
            raise UserError(f"There is a {taken[key]} already: give '{name}' another name.")
        taken[key] = name
        found.append(Trainee(number, key, name, f"{key}@agents.ville.test"))
    return tuple(found)


def administrator() -> Trainee:
    """The administrator of the town, whom the trainer or a trainee plays."""
    agent = next(each for each in load_sample().agents if each.key == ADMINISTRATOR_KEY)
    return Trainee(0, agent.key, agent.name, agent.emails[0])


def training_town(trainees: tuple[Trainee, ...]) -> Organisation:
    """The sample town with a service for each trainee, who alone gets what its citizens write."""
    sample = load_sample()
    services = tuple(
        Service(
            key=_service(each),
            name=f"Quartier {each.number}",
            email=f"quartier{each.number}-equipe@agents.ville.test",
            mailboxes=(mailbox(each.number),),
            assignment="person",
            person=each.key,
        )
        for each in trainees
    )
    agents = tuple(
        Agent(key=each.key, name=each.name, emails=(each.email,), services=(_service(each),))
        for each in trainees
    )
    addresses = tuple(official_address(each.number) for each in trainees)
    officials = tuple(
        each.model_copy(
            update={
                "emails": (*each.emails, *addresses),
                "services": (*each.services, *map(_service, trainees)),
            }
        )
        for each in sample.officials
    )
    danger = tuple(each for each in sample.rules if each.key == "danger")
    others = tuple(each for each in sample.rules if each.key != "danger")
    return sample.model_copy(
        update={
            "services": (*sample.services, *services),
            "agents": (*sample.agents, *agents),
            "officials": officials,
            "rules": (*danger, *map(_rule, trainees), *others),
            "workflows": (_with_survey(DEFAULT_WORKFLOW),),
        }
    )


def _service(trainee: Trainee) -> str:
    return f"quartier-{trainee.number}"


def _rule(trainee: Trainee) -> Rule:
    """What citizens of a trainee write is theirs, whatever it is about."""
    number = story_of("texto").contact(trainee.number)
    return Rule.model_validate(
        {
            "key": _service(trainee),
            "name": f"Quartier {trainee.number}",
            "when": {"any": [{"recipient": [mailbox(trainee.number)]}, {"sender": [number]}]},
            # Several trainees are told the same at one time: that is no incident.
            "then": {"service": _service(trainee), "incident": "no"},
            "stop": True,
        }
    )


def _with_survey(workflow: Workflow) -> Workflow:
    """Whoever is told that it is done is asked what they think of it."""
    asked = PlannedNotice(to="requester", template="survey")
    return workflow.model_copy(
        update={"transitions": tuple(_asking(each, asked) for each in workflow.transitions)}
    )


def _asking(transition: Transition, asked: PlannedNotice) -> Transition:
    if transition.verb != "done":
        return transition
    return transition.model_copy(update={"notices": (*transition.notices, asked)})
