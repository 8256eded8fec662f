"""The course of a request as data: states, and the verbs which lead from one to another."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from models.organisation.values import Key, Label, Name, Part
from models.vocabulary import StateKind

Who = Literal["agent", "manager", "requester", "system"]
#: Words of the updates extension of Open311 (mySociety).
Open311Status = Literal[
    "",
    "open",
    "investigating",
    "in_progress",
    "planned",
    "action_scheduled",
    "internal_referral",
    "fixed",
    "closed",
    "no_further_action",
    "not_councils_responsibility",
    "duplicate",
    "cancelled",
]
ToWhom = Literal["requester", "assignee", "service", "managers"]


class PlannedTask(Part):
    """A piece of work created when a state is entered."""

    title: Label
    #: One agent, or the service whose strategy chooses one; neither: the request's assignee.
    agent: Key | None = None
    service: Key | None = None
    due_working_hours: int = Field(default=0, ge=0, le=10000)


class State(Part):
    """Where a request can be. `kind` is what the rest of the program goes by; the label is what people
    read.
    """

    key: Key
    kind: StateKind
    label: Label
    tasks: tuple[PlannedTask, ...] = ()
    #: What Open311 calls it, where its kind does not say enough: a refusal that is another town's business.
    open311_status: Open311Status = ""
    #: Requests from which the board says that there are many in this state; 0: never. Nothing is refused.
    limit: int = Field(default=0, ge=0, le=100_000)

    @model_validator(mode="after")
    def _is_limited(self) -> State:
        if self.limit and self.kind.is_closed:
            raise ValueError("limit is for states that are not closed")
        return self

    def told(self, locale: str, *, theirs: bool = True, answered: bool = False) -> str:
        """What whoever does not work here reads of it: « nouvelle » says nothing to them, and « en attente du
        demandeur » speaks of whoever asked as of somebody else. `theirs`: the reader asked for it;
        `answered`: staff have written to them.
        """
        said = self.label.text(locale)
        if self.kind is StateKind.NEW:
            return (_ANSWERED if answered else _NEW).text(locale)
        return _TO_REQUESTERS.get(said, said) if theirs else said


_NEW = Label(fr="enregistrée, pas encore prise en charge", en="registered, not taken up yet")
_ANSWERED = Label(fr="enregistrée", en="registered")
#: Labels of the ordinary course that are written for staff.
_TO_REQUESTERS = {
    "en attente du demandeur": "en attente de votre réponse",
    "waiting for the requester": "waiting for your answer",
}


class PlannedNotice(Part):
    """Whom a transition tells, and with which template."""

    to: ToWhom
    template: Name


class Aliases(Part):
    """The ways of writing a verb, most usual first; case, accents and punctuation never matter."""

    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Transition(Part):
    """A verb and where it leads. The same verb may lead elsewhere from another state."""

    sources: tuple[Key, ...] = Field(alias="from", min_length=1)
    to: Key
    verb: Key
    aliases: Aliases = Aliases()
    who: tuple[Who, ...] = ("agent", "manager")
    comment_required: bool = False
    needs_date: bool = False
    requires_tasks_done: bool = False
    #: The request goes to a partner outside: taken by naming one (« transmettre à cucm »), never by a word.
    needs_partner: bool = False
    notices: tuple[PlannedNotice, ...] = ()


class Workflow(Part):
    """A course of treatment. The first state of kind `new` is where requests begin."""

    key: Key
    label: Label
    states: tuple[State, ...] = Field(min_length=1)
    transitions: tuple[Transition, ...] = ()

    def __hash__(self) -> int:
        """Over its names alone: hashing every part costs more than what readers look up by a workflow."""
        return hash((self.key, self.verbs))

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.key: state for state in reversed(self.states)}

    @cached_property
    def _transitions(self) -> dict[tuple[str, str], Transition]:
        return {(source, each.verb): each for each in reversed(self.transitions) for source in each.sources}

    def state(self, key: str) -> State | None:
        """The state of that key, or None."""
        return self._states.get(key)

    def asks_requester(self, key: str) -> bool:
        """Whether a request in that state waits for its requester: their answer leads out of it."""
        state = self.state(key)
        return (
            state is not None
            and state.kind is StateKind.WAITING
            and any(key in each.sources and "requester" in each.who for each in self.transitions)
        )

    def passes_on_from(self, key: str) -> Transition | None:
        """The transition by which a request in that state goes to a partner outside; None without one."""
        return next((each for each in self.transitions if each.needs_partner and key in each.sources), None)

    def is_with_partner(self, key: str) -> bool:
        """Whether a request in that state is in the hands of a partner outside."""
        return any(each.needs_partner and each.to == key for each in self.transitions)

    def transition(self, state: str, verb: str) -> Transition | None:
        """Where `verb` leads from `state`; None when it leads nowhere. The first written wins."""
        return self._transitions.get((state, verb))

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """Every verb once, in the order of the file."""
        return tuple(dict.fromkeys(each.verb for each in self.transitions))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Every way of writing each verb, in both languages, the key itself last."""
        found: dict[str, list[str]] = {}
        for each in self.transitions:
            found.setdefault(each.verb, []).extend((*each.aliases.fr, *each.aliases.en))
        return {verb: tuple(dict.fromkeys((*names, verb))) for verb, names in found.items()}
