"""A decision in the making: what rules set, then what type, theme, mailbox, building and default fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dispatch.rules.agent_choice import choose, on_call, present
from dispatch.rules.decision import Decision, Disposition, Facts, Reason, Step, TaskDraft
from dispatch.rules.due import due_at
from dispatch.rules.placement import Placement, type_about
from intake.words.fields import missing_fields, read_fields
from models.organisation import Organisation, RequestType, Rule, RuleTask
from models.organisation.working_time import due_after_hours
from models.vocabulary import IncidentWay

_NOTHING_SAID = Placement()


def mailbox_service(organisation: Organisation, facts: Facts) -> tuple[str, str] | None:
    """The service whose own mailbox was written to, and that mailbox; the default one's is everybody's."""
    for recipient in facts.recipients:
        service = organisation.service_with(recipient)
        if service is not None and service.key != organisation.town.default_service:
            return service.key, recipient
    return None


@dataclass(slots=True)
class Draft:
    """Settings by name, first come first served; every change leaves its step."""

    organisation: Organisation
    facts: Facts
    settled: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    forward_to: list[str] = field(default_factory=list)
    tasks: list[RuleTask] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def take(self, rule: Rule, why: tuple[Reason, ...]) -> None:
        """Do what a matching rule says."""
        then = rule.then
        done: list[str] = []
        for name, value in (
            ("service", then.service),
            ("building", then.building),
            ("type", then.type),
            ("priority", then.priority),
            ("assignee", then.assignee),
            ("due_working_days", then.due_working_days),
            ("due_working_hours", then.due_working_hours),
            ("acknowledge", None if then.acknowledge is None else "yes" if then.acknowledge else "no"),
            ("acknowledge_template", then.acknowledge_template or None),
            ("hold", then.hold or None),
            ("incident", then.incident),
            ("partner", then.partner),
            ("refuse", then.refuse.text(self.facts.language) or None),
            ("spam", "yes" if then.spam else None),
        ):
            if value is not None:
                done.append(self._set(name, str(value)))
        for name, values, kept in (
            ("tag", then.tags, self.tags),
            ("forward", then.forward_to, self.forward_to),
        ):
            for each in values:
                if each not in kept:
                    kept.append(each)
                done.append(f"{name}={each}")
        for task in then.tasks:
            self.tasks.append(task)
            done.append(f"task={task.title.fr}")
        self.steps.append(Step(rule.key, True, why, tuple(done), rule.stop))

    def _set(self, name: str, value: str) -> str:
        if name in ("hold", "refuse", "spam") and any(
            other in self.settled for other in ("hold", "refuse", "spam")
        ):
            return f"{name}={value} (kept)"
        if name == "service" and ((service := self.organisation.service(value)) is None or service.closed):
            return f"{name}={value} (closed)"
        if name in self.settled:
            return f"{name}={value} (kept)"
        self.settled[name] = value
        return f"{name}={value}"

    def _fill(self, step: str, name: str, value: str | None, *why: Reason) -> None:
        if value is None or name in self.settled:
            return
        done = self._set(name, value)
        self.steps.append(Step(step, True, why, (done,)))

    def settle(
        self,
        building: tuple[str, Reason] | None,
        about: Placement = _NOTHING_SAID,
        danger: tuple[Reason, ...] = (),
        *,
        unheard: Reason | None = None,
    ) -> None:
        """Fill what no rule set: the building and the theme's type, then the service from the type, the
        theme, the mailbox, the building, the default.

        `unheard` says why the service of the building chooses nothing: as of a landmark; None when it may.
        """
        organisation = self.organisation
        if (located := self.facts.located) is not None and located.address:
            why = Reason("address", located.where, (located.written,))
            self.steps.append(Step(":address", True, (why,), (f"address={located.address}",)))
        if danger:
            done = self._set("priority", "urgent"), self._set("danger", "yes")
            self.steps.append(Step(":danger", True, danger, done))
        if building is not None:
            self._fill(":building", "building", building[0], building[1])
        if about.theme and "type" not in self.settled:
            wanted = type_about(organisation, about.theme, self.settled.get("service", about.service))
            self._fill(":theme", "type", wanted.key if wanted else None, *about.why)
        found_type = organisation.request_type(self.settled.get("type"))
        if found_type is not None:
            self._fill(":type", "service", found_type.service)
            if found_type.priority != "normal":
                self._fill(":type", "priority", found_type.priority)
            if found_type.due_working_days and "due_working_hours" not in self.settled:
                self._fill(":type", "due_working_days", str(found_type.due_working_days))
        self._fill(":theme", "service", about.service, *about.why)
        mailbox = mailbox_service(organisation, self.facts)
        if mailbox is not None:
            self._fill(":mailbox", "service", mailbox[0], Reason("recipient", found=(mailbox[1],)))
        found_building = organisation.building(self.settled.get("building"))
        if found_building is not None and unheard is None:
            self._fill(":building", "service", found_building.service)
        if "service" not in self.settled:
            self.settled["service"] = organisation.town.default_service
            asked = found_building is not None and found_building.service is not None
            why_not = (unheard,) if unheard is not None and asked else ()
            default = f"service={organisation.town.default_service}"
            self.steps.append(Step(":default", True, why_not, (default,)))

    def decide(self, loads: Mapping[str, int] | None, turns: Mapping[str, int] | None) -> Decision:
        """The finished decision."""
        settled = self.settled
        today = self.organisation.town.local_day(self.facts.received_at)
        disposition: Disposition = "request"
        for name in ("hold", "refuse", "spam"):
            if name in settled:
                disposition = name
        request_type = self.organisation.request_type(settled.get("type"))
        assignee = self._assignee(today, loads, turns)
        if assignee is None and "danger" in settled:
            assignee = on_call(self.organisation, settled["service"], today)
            self._assigned("on_call", settled["service"], assignee)
        answered = disposition not in ("spam", "refuse") and settled.get("acknowledge") != "no"
        fields: dict[str, str] = {}
        if request_type is not None and request_type.fields:
            fields = read_fields(
                self.facts.written, request_type, today, buildings=self.organisation.buildings
            )
        return Decision(
            disposition=disposition,
            service=settled["service"],
            building=settled.get("building"),
            request_type=settled.get("type"),
            workflow=self.organisation.workflow_of(settled.get("type")).key,
            priority=settled.get("priority", request_type.priority if request_type else "normal"),
            assignee=assignee,
            tags=tuple(self.tags),
            tasks=tuple(self._task(task, today, assignee, loads, turns) for task in self.tasks),
            due_at=due_at(self.organisation, self.facts.received_at, settled),
            located=self.facts.located,
            acknowledge=answered,
            acknowledge_template=settled.get("acknowledge_template", ""),
            forward_to=tuple(self.forward_to),
            hold_reason=settled.get("hold", ""),
            answer=settled.get("refuse", ""),
            fields=fields,
            missing_fields=missing_fields(request_type, fields) if request_type is not None else (),
            language=self.facts.language,
            danger="danger" in settled,
            incident=self._incident(request_type),
            partner=settled.get("partner"),
            steps=tuple(self.steps),
        )

    def _incident(self, request_type: RequestType | None) -> IncidentWay:
        if request_type is not None and request_type.is_never_an_incident:
            return IncidentWay.NO
        ordinary = request_type.incident if request_type is not None else IncidentWay.PROPOSE
        return IncidentWay(self.settled.get("incident", ordinary))

    def _assignee(
        self, today: date, loads: Mapping[str, int] | None, turns: Mapping[str, int] | None
    ) -> str | None:
        wanted = self.settled.get("assignee")
        if wanted is not None:
            found = present(self.organisation, wanted, today)
            self._assigned("assignee", wanted, found)
            if found is not None:
                return found
        service = self.organisation.service(self.settled["service"])
        if service is None:
            return None
        found = choose(
            self.organisation,
            service,
            self.settled.get("building"),
            today,
            loads=loads,
            turns=turns,
        )
        self._assigned(service.assignment, service.key, found)
        return found

    def _assigned(self, how: str, of: str, found: str | None) -> None:
        self.steps.append(
            Step(":assignment", found is not None, (Reason(how, asked=of),), (f"assignee={found or ''}",))
        )

    def _task(
        self,
        task: RuleTask,
        today: date,
        assignee: str | None,
        loads: Mapping[str, int] | None,
        turns: Mapping[str, int] | None,
    ) -> TaskDraft:
        organisation = self.organisation
        agent = present(organisation, task.agent, today)
        service = organisation.service(task.service)
        if agent is None and service is not None:
            agent = choose(
                organisation,
                service,
                self.settled.get("building"),
                today,
                loads=loads,
                turns=turns,
            )
        if task.agent is None and service is None:
            agent = assignee
        hours = task.due_working_hours
        due = due_after_hours(organisation.town, self.facts.received_at, hours) if hours else None
        return TaskDraft(task.title.text(organisation.town.locale), agent, task.service, due)
