"""Order lines of a message are done, all or none, and confirmed in one letter that says how to undo them."""

from __future__ import annotations

from functools import partial

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import publish, publish_line
from dispatch.inbound.staff.notes import keep_files, keep_note, tell_help
from dispatch.inbound.staff.several.looked_up import Wrong, nobody_known, unknown_staff
from dispatch.inbound.staff.several.standing_said import lines_of, lines_unchanged
from dispatch.inbound.staff.several.steps import Step, Steps
from dispatch.inbound.staff.several.undo import tell_done, undo_until
from dispatch.letters.manners import without_name
from dispatch.notices.done import OrderDone
from dispatch.requests.undo.standing import Standing, standing_of
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address, address_of
from intake.words.orders.meanings import misspelt_in
from intake.words.staff.lines import Lines
from models.tables.ledger import InboundState

#: What a line of each kind corrects of a request: nothing, when it stood so already.
_CORRECTS = {
    "building": "building_id", "type": "request_type_id", "priority": "priority", "due": "due_at",
    "tag": "tags", "untag": "tags",
}  # fmt: skip


def take_lines(case: Case, change: Change, lines: Lines, before: Standing) -> Outcome:
    """Do what each line orders, in their order; nothing at all when one of them cannot be done."""
    rest = without_name(lines.rest, case.sender.agent.name) if case.sender.agent is not None else lines.rest
    if lines.wrong:
        nobody = unknown_staff(case, lines.wrong)
        if nobody:
            wrong = nobody_known(case, nobody, lines.wrong)
        else:
            wrong = Wrong("line_wrong", lines.wrong, misspelt_in(change.workflow, lines.wrong))
        return _nothing_done(case, change, wrong, rest)
    maker, steps = Steps(case, change), list[Step]()
    for line in lines.orders:
        step = maker.make(line)
        if isinstance(step, Wrong):
            return _nothing_done(case, change, step, rest)
        steps.append(step)
    cause, said, withheld, waiting = change.cause, list[str](), 0, 0
    for at, step in enumerate(steps):
        # Two notes, or two answers, are two notices.
        change.cause = f"{cause}:{at}" if at else cause
        done = step.do() is not False
        if step.said and done:
            said.append(step.said)
            waiting += _waits(case, step)
        elif step.said:
            withheld += 1
    change.cause = f"{cause}:rest"
    if rest.strip():
        _take_rest(case, change, rest)
    change.cause = cause
    keep_files(case, change)
    after = standing_of(case.session, change.request.id)
    asked = (_CORRECTS[line.kind] for line in lines.orders if line.kind in _CORRECTS)
    same = lines_unchanged(case.in_force, before, after, case.locale, asked)
    shown = (*lines_of(case.in_force, before, after, case.locale), *same, *said)
    # Whoever wrote words that did not leave has been told why; whose words wait a moment has their letter.
    if len(shown) > waiting or withheld + waiting < len(steps):
        until = undo_until(case) if len(shown) > len(same) or after != before else None
        tell_done(case, change, OrderDone(lines=shown, undo_until=until))
    kinds = ", ".join(
        line.order.verb or line.order.kind if line.order else line.kind for line in lines.orders
    )
    return Outcome(InboundState.COMMAND, f"{len(steps)} orders: {kinds}", change.request.id, done=shown)


def _waits(case: Case, step: Step) -> bool:
    """Whether the step sends words that can be withdrawn for a moment, of which a letter of its own tells."""
    sends = isinstance(step.do, partial) and step.do.func is publish_line
    return sends and case.settings.agents.publish_delay_seconds > 0


def _take_rest(case: Case, change: Change, rest: str) -> None:
    """The words below the orders: the requester's when they speak to them, else a note, of which its writer
    is asked.
    """
    told = address_of(rest, case.organisation)
    if told is Address.REQUESTER and case.settings.agents.plain_answer == "publish":
        publish(case, change, rest)
        return
    asked = told is not Address.COLLEAGUES
    keep_note(case, change, rest, asked=asked)
    if asked:
        tell_help(case, change, "comment_kept", kept=rest, asks=True)


def _nothing_done(case: Case, change: Change, wrong: Wrong, rest: str) -> Outcome:
    kept = rest.strip()
    if kept or case.parsed.attachments:
        keep_note(case, change, kept, asked=bool(kept))
    tell_help(case, change, wrong.reason, wrong.nearest, written=wrong.written, kept=kept, asks=bool(kept))
    why = wrong.reason.replace("_", " ")
    return Outcome(InboundState.COMMAND, f"nothing was done of several orders: {why}", change.request.id)
