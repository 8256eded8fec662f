"""Which requests are meant: keys, names and labels that people type, found among those there are or were."""

from __future__ import annotations

import re
from typing import Any

from cli.office import Office
from cli.speaking.language import language

#: The state that a reason of the ledger ends with: `take: now taken`, `moved to taken`.
_STATE = re.compile(r"((?:^|: )now |^moved to )([\w-]{1,60})$")


def key_meant(office: Office, table: str, given: str | None, see: str) -> str | None:
    """The key meant by a key or name; None and '' stay what they are."""
    from cli.names import find_key
    from dispatch.queries.request_list import known_keys

    what = table.replace("_", " ")
    return given and find_key(what, given, known_keys(office.glance, table), see)


def quarter_meant(office: Office, given: str | None) -> str | None:
    """The quarter meant, in any case and without accents; None and '' stay what they are."""
    from cli.names import find_key
    from dispatch.queries.request_list import known_quarters
    from models.errors import UserError
    from models.nearest import nearest

    known = dict.fromkeys(known_quarters(office.glance), "")
    try:
        return given and find_key("quarter", given, known)
    except UserError as wrong:
        near = nearest(given or "", known)
        raise UserError(
            f"There is no quarter '{(given or '')[:60]}'.{near} See: guichet buildings list"
        ) from wrong


def states_meant(office: Office, given: str) -> tuple[str, ...]:
    """Keys of every state that `given` means in any workflow: its key, or its label in either language."""
    from dispatch.queries.request_list import used_states
    from models.errors import UserError
    from models.folding import fold
    from models.nearest import nearest

    known = dict.fromkeys(used_states(office.glance), "")
    by_label: dict[str, set[str]] = {}
    for each in _states(office):
        known[each["key"]] = known.get(each["key"]) or each["label"]["fr"]
        for label in (each["label"]["fr"], each["label"].get("en", "")):
            by_label.setdefault(fold(label), set()).add(each["key"])
    # « terminé » for « terminée »: a state is called as the request is, which people do not mind.
    meant = by_label.get(fold(given)) or by_label.get(f"{fold(given)}e") or set()
    meant = meant | ({given} if given in known else set())
    if not meant:
        called = [(name if language() == "fr" else "") or key for key, name in known.items()]
        there_are, close = ", ".join(called), nearest(given, called, dict(zip(called, known, strict=True)))
        raise UserError(f"There is no state '{given[:60]}'; there are: {there_are}.{close}")
    return tuple(sorted(meant))


def state_said(office: Office, key: str) -> str:
    """A state as the town's workflows call it, in French where the terminal is: « with-partner » is
    « transmise ». Its key in English, and where two workflows call it differently.
    """
    labels = {each["label"]["fr"] for each in _states(office) if each["key"] == key}
    return labels.pop() if language() == "fr" and len(labels) == 1 else key


def reason_said(office: Office, reason: str) -> str:
    """Why a message ended as it did, in the language of whoever typed the command."""
    from dispatch.notices.why.became import why_it_became

    if language() == "en":
        return reason
    return why_it_became(_STATE.sub(lambda found: found[1] + state_said(office, found[2]), reason), "fr")


def _states(office: Office) -> list[Any]:
    """States of every workflow, the ordinary one too, as the document has them."""
    from models.organisation.default_workflow import DEFAULT_WORKFLOW

    workflows = [*office.town.document.get("workflows", ()), DEFAULT_WORKFLOW.model_dump(mode="json")]
    return [each for workflow in workflows for each in workflow["states"]]
