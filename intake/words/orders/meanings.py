"""Which verb of a town's workflow a meaning leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from intake.words.phrases import plain_words
from intake.words.sentences import Letter, read_letter
from models.organisation import Workflow
from models.organisation.workflow import Transition

#: Words that a workflow's own aliases are recognised by, for meanings that the kind of a state does not tell.
_TYPICAL: dict[str, tuple[str, ...]] = {
    "take": ("pris en charge", "prise en charge", "je m'en occupe", "en cours", "taken", "in progress"),
    "wait": ("en attente du demandeur", "attente demandeur", "waiting for the requester"),
    "wait_internal": ("attente interne", "en attente interne", "waiting internally"),
}
_KINDS = {"done": "done", "refuse": "refused"}


def verb_for(workflow: Workflow, act: str, spoken: list[str]) -> str | None:
    """The verb that `act` means here: the one whose own words were used, else the only one of that kind; None when unclear.

    Linear in `spoken`.
    """
    candidates = list(_candidates(workflow, act))
    if len(candidates) > 1:
        used = [verb for verb in candidates if _uses(workflow.aliases.get(verb, ()), spoken)]
        candidates = used or ([act] if act in candidates else candidates)
    return candidates[0] if len(candidates) == 1 else None


def likely_verbs(workflow: Workflow, acts: Iterable[str]) -> tuple[str, ...]:
    """Verbs that these acts may mean, for a question back. Linear in `acts`."""
    found: list[str] = []
    for act in acts:
        for each in (act, "wait_internal") if act == "wait" else (act,):
            verbs = _candidates(workflow, each)
            # A refusal is meant before any other end of its kind.
            found.extend((each,) if each in verbs else verbs)
    return tuple(dict.fromkeys(found))[:3]


@lru_cache(maxsize=64)
def _candidates(workflow: Workflow, act: str) -> tuple[str, ...]:
    reachable: dict[str, list[Transition]] = {}
    for each in workflow.transitions:
        if ("agent" in each.who or "manager" in each.who) and not each.needs_partner:
            reachable.setdefault(each.verb, []).append(each)
    if act in _KINDS:
        kind = _KINDS[act]
        found = [
            verb
            for verb, listed in reachable.items()
            if any((state := workflow.state(t.to)) is not None and state.kind == kind for t in listed)
            and verb != "duplicate"
        ]
    elif act == "plan":
        found = [verb for verb, listed in reachable.items() if any(t.needs_date for t in listed)]
    elif act == "reopen":
        closed = {state.key for state in workflow.states if state.kind in ("done", "refused")}
        found = [verb for verb, listed in reachable.items() if any(closed & set(t.sources) for t in listed)]
    else:
        found = [
            verb
            for verb in reachable
            if verb == act.replace("_", "-")
            or set(map(plain_words, _TYPICAL.get(act, ()))) & set(map(plain_words, workflow.aliases[verb]))
        ]
        if act == "wait" and not found:
            waiting = [
                verb
                for verb, listed in reachable.items()
                if any(
                    (state := workflow.state(t.to)) is not None and state.kind == "waiting" for t in listed
                )
            ]
            found = [verb for verb in waiting if verb not in _candidates(workflow, "wait_internal")]
    return tuple(dict.fromkeys(found))


def _uses(aliases: tuple[str, ...], spoken: list[str]) -> bool:
    for alias in aliases:
        said = list(plain_words(alias))
        if said and any(spoken[at : at + len(said)] == said for at in range(len(spoken) - len(said) + 1)):
            return True
    return False


def misspelt_verbs(workflow: Workflow, letter: Letter) -> tuple[str, ...]:
    """Verbs one letter or two away from the first words written, up to a mark or a number; none in a question."""
    first = letter.sentences[0]
    if first.asks:
        return ()
    head = re.split(r"[,:!(\d-]", first.folded[:200], maxsplit=1)[0]
    given = " ".join(plain_words(head))[:60]
    scored: list[tuple[int, str]] = []
    for verb, names in workflow.aliases.items():
        for name in names:
            wanted = " ".join(plain_words(name))
            allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
            distance = OSA.distance(given, wanted, score_cutoff=allowed)
            if 0 < distance <= allowed and given[:1] == wanted[:1]:
                scored.append((distance, verb))
    return tuple(dict.fromkeys(verb for _, verb in sorted(scored)))[:3]


def misspelt_in(workflow: Workflow, line: str) -> tuple[str, ...]:
    """The same for one line by itself. Linear in `line`."""
    letter = read_letter(line)
    return misspelt_verbs(workflow, letter) if letter.sentences else ()
