"""The course of treatment of a town hall which has not written its own."""

from __future__ import annotations

from models.organisation.values import Label
from models.organisation.workflow import Aliases, PlannedNotice, State, Transition, Workflow

_STAFF = ("agent", "manager")

_REOPENED = Aliases(
    fr=("rouvert", "rouverte", "rouvrir", "réouvrir", "réouvert", "réouverte", "à reprendre"),
    en=("reopened", "reopen"),
)


def _told(template: str) -> tuple[PlannedNotice, ...]:
    return (PlannedNotice(to="requester", template=template),)


DEFAULT_WORKFLOW = Workflow(
    key="default",
    label=Label(fr="Circuit ordinaire", en="Ordinary course"),
    states=(
        State(key="new", kind="new", label=Label(fr="nouvelle", en="new")),
        State(key="taken", kind="open", label=Label(fr="prise en charge", en="in progress")),
        State(
            key="waiting",
            kind="waiting",
            label=Label(fr="en attente du demandeur", en="waiting for the requester"),
        ),
        # A part, a quote, a vote: nothing is asked of the requester, whose answer does not end it.
        State(key="waiting-internal", kind="waiting", label=Label(fr="en attente", en="on hold")),
        # A partner outside has it in hand (docs/partners.md): nothing is asked of the requester.
        State(key="with-partner", kind="waiting", label=Label(fr="transmise", en="passed on")),
        State(key="planned", kind="open", label=Label(fr="planifiée", en="planned")),
        State(key="done", kind="done", label=Label(fr="terminée", en="done")),
        State(key="refused", kind="refused", label=Label(fr="refusée", en="refused")),
        # What nobody asked: its sender is written nothing, and their answer opens nothing.
        State(key="spam", kind="refused", label=Label(fr="indésirable", en="spam")),
        State(key="reopened", kind="open", label=Label(fr="rouverte", en="reopened")),
    ),
    transitions=(
        Transition(
            sources=("new", "planned", "waiting", "waiting-internal", "with-partner", "reopened"),
            to="taken",
            verb="take",
            aliases=Aliases(
                fr=(
                    "pris en charge",
                    "prise en charge",
                    "je prends en charge",
                    "nous prenons en charge",
                    "je m'en occupe",
                    "je m'en charge",
                    "on s'en occupe",
                    "en cours",
                    "en cours de traitement",
                    "pec",
                ),
                en=("taken", "in progress", "i take it", "on it", "i'm on it"),
            ),
            who=_STAFF,
            notices=_told("taken"),
        ),
        Transition(
            sources=("new", "taken", "planned", "waiting-internal", "with-partner", "reopened"),
            to="waiting",
            verb="wait",
            aliases=Aliases(
                fr=(
                    "attente demandeur",
                    "en attente du demandeur",
                ),
                en=("waiting for the requester", "waiting for requester"),
            ),
            who=_STAFF,
            comment_required=True,
            notices=_told("waiting"),
        ),
        Transition(
            sources=("new", "taken", "planned", "waiting", "with-partner", "reopened"),
            to="waiting-internal",
            verb="wait-internal",
            aliases=Aliases(
                fr=("attente interne", "en attente interne", "mise en attente interne"),
                en=("waiting internally", "on hold internally"),
            ),
            who=_STAFF,
            notices=_told("on_hold"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "planned", "reopened"),
            to="with-partner",
            verb="forward",
            who=_STAFF,
            needs_partner=True,
            notices=_told("passed_on"),
        ),
        Transition(
            sources=("waiting",),
            to="taken",
            verb="answer",
            who=("requester", "system"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "with-partner", "planned", "reopened"),
            to="planned",
            verb="plan",
            aliases=Aliases(
                fr=(
                    "planifié",
                    "planifiée",
                    "planifier",
                    "programmé",
                    "programmée",
                    "prévu",
                    "prévue",
                    "prévu pour",
                ),
                en=("planned", "scheduled", "planned for", "scheduled for"),
            ),
            who=_STAFF,
            needs_date=True,
            notices=_told("planned"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "with-partner", "planned", "reopened"),
            to="done",
            verb="done",
            aliases=Aliases(
                fr=(
                    "terminé",
                    "terminée",
                    "terminer",
                    "traité",
                    "traitée",
                    "résolu",
                    "résolue",
                    "réglé",
                    "réglée",
                    "réparé",
                    "réparée",
                    "clôturé",
                    "clôturée",
                    "clos",
                    "close",
                    "c'est fait",
                    "c'est réglé",
                    "fait",
                ),
                en=("done", "closed", "solved", "resolved", "fixed", "completed"),
            ),
            who=_STAFF,
            requires_tasks_done=True,
            notices=_told("done"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "with-partner", "planned", "reopened"),
            to="done",
            verb="duplicate",
            aliases=Aliases(fr=("doublon",), en=("duplicate",)),
            who=_STAFF,
            comment_required=True,
            notices=_told("grouped"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "with-partner", "planned", "reopened"),
            to="refused",
            verb="refuse",
            aliases=Aliases(
                fr=(
                    "refusé",
                    "refusée",
                    "refuser",
                    "refus",
                    "rejeté",
                    "rejetée",
                    "sans suite",
                    "classé sans suite",
                ),
                en=("refused", "rejected", "declined"),
            ),
            who=_STAFF,
            comment_required=True,
            notices=_told("refused"),
        ),
        Transition(
            sources=("new", "taken", "waiting", "waiting-internal", "with-partner", "planned", "reopened"),
            to="spam",
            verb="spam",
            aliases=Aliases(
                fr=(
                    "indésirable",
                    "courrier indésirable",
                    "message indésirable",
                    "mail indésirable",
                    "spam",
                    "c'est un spam",
                    "c'est du spam",
                    "ceci est un spam",
                    "encore un spam",
                    "pourriel",
                    "pub",
                    "publicité",
                    "hameçonnage",
                ),
                en=("junk", "it's spam", "this is spam", "phishing"),
            ),
            who=_STAFF,
        ),
        Transition(
            sources=("spam",),
            to="reopened",
            verb="reopen",
            aliases=_REOPENED,
            who=_STAFF,
            notices=(PlannedNotice(to="assignee", template="reopened_assignee"),),
        ),
        Transition(
            sources=("done", "refused"),
            to="reopened",
            verb="reopen",
            aliases=_REOPENED,
            who=("agent", "manager", "requester", "system"),
            notices=(
                PlannedNotice(to="requester", template="reopened"),
                PlannedNotice(to="assignee", template="reopened_assignee"),
            ),
        ),
    ),
)
