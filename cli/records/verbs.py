"""The verbs of a request as the person at the terminal says them: in their language, with what each asks
for.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch.requests.workflow import Refused, verbs_from
from models.organisation.workflow import Workflow

#: Said at a terminal in short and in the infinitive. Mail is read more strictly: there a word acts by itself.
_SHORT: Mapping[str, tuple[str, ...]] = {
    "take": ("prendre", "prends", "prise", "pris"),
    "wait": ("attendre", "attente"),
    "plan": ("planifie", "programmer", "prévoir"),
    "done": ("fini", "finie", "finir", "faite", "clore", "clôturer", "fermer", "fermé", "fermée"),
    "refuse": ("rejeter", "refuse"),
    "reopen": ("rouvre", "réouverture"),
}
_ASKS = {
    "fr": {"comment": "--comment", "date": "--on JOUR", "none": "aucun", "possible": "Possible"},
    "en": {"comment": "--comment", "date": "--on DAY", "none": "nothing", "possible": "Possible"},
}
_REASONS = {
    "fr": {
        "unknown_state": "cet état n’existe plus dans le circuit",
        "unknown_verb": "ce verbe n’existe pas",
        "already_there": "elle l’est déjà",
        "not_from_here": "on n’y passe pas depuis cet état",
        "not_allowed": "cela revient au demandeur ou au système",
        "comment_missing": "il faut un commentaire : --comment",
        "date_missing": "il faut un jour : --on 30/11/2026",
        "partner_missing": "il faut nommer un partenaire : guichet requests forward",
        "tasks_open": "des tâches restent à faire",
    },
    "en": {
        "unknown_state": "the workflow has this state no more",
        "unknown_verb": "there is no such verb",
        "already_there": "it is already",
        "not_from_here": "it does not lead there from this state",
        "not_allowed": "only the requester or the system may",
        "comment_missing": "it needs a comment: --comment",
        "date_missing": "it needs a day: --on 30/11/2026",
        "partner_missing": "it needs a partner: guichet requests forward",
        "tasks_open": "tasks are still to be done",
    },
}


def ways_of_saying(workflow: Workflow) -> dict[str, tuple[str, ...]]:
    """Every verb of `workflow` with all the words for it, those of a terminal included."""
    taken = {name for names in workflow.aliases.values() for name in names}
    return {
        verb: (*names, *(word for word in _SHORT.get(verb, ()) if word not in taken))
        for verb, names in workflow.aliases.items()
    }


def possible_verbs(workflow: Workflow, state: str, locale: str) -> str:
    """`Possible : « terminé » (done), « planifié » (plan, --on JOUR).`, in the person's language."""
    words = _ASKS[locale]
    said = []
    for verb in verbs_from(workflow, state, "manager"):
        transition = workflow.transition(state, verb)
        assert transition is not None
        names = transition.aliases.fr if locale == "fr" else transition.aliases.en
        needs = [verb] if names else []
        needs += [words["comment"]] if transition.comment_required else []
        needs += [words["date"]] if transition.needs_date else []
        shown = names[0] if names else verb
        quoted = f"« {shown} »" if locale == "fr" else f"'{shown}'"
        said.append(quoted + (f" ({', '.join(needs)})" if needs else ""))
    colon = " :" if locale == "fr" else ":"
    return f"{words['possible']}{colon} {', '.join(said) or words['none']}."


def refusal(workflow: Workflow, refused: Refused, written: str, locale: str) -> str:
    """Why a verb cannot be done now, and what can."""
    found = workflow.state(refused.state)
    label = found.label.text(locale) if found is not None else refused.state
    why = _REASONS[locale][refused.reason]
    possible = possible_verbs(workflow, refused.state, locale)
    if locale == "fr":
        return f"« {written} » est impossible, la demande est « {label} » : {why}. {possible}"
    return f"'{written}' cannot be done, the request is '{label}': {why}. {possible}"
