"""One step for each order line: what it names is looked up first, so that all can be done or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.about_to_leave import tell_it_waits
from dispatch.inbound.staff.acts import hand_on, opt_out, take_over
from dispatch.inbound.staff.answers import adopt, leaves_at, publish_line
from dispatch.inbound.staff.notes import keep_note, power_of, tell_closed_day
from dispatch.inbound.staff.others_words import repeats_another
from dispatch.inbound.staff.several.incidents import apart, detached, group_with, joined, merged, to_all
from dispatch.inbound.staff.several.looked_up import (
    Made,
    Wrong,
    addresses_named,
    building_named,
    other_request,
    type_named,
)
from dispatch.inbound.staff.several.opinions import opinion_line
from dispatch.inbound.staff.several.passing_on import pass_on
from dispatch.inbound.staff.several.ready import ready_answer
from dispatch.inbound.staff.several.standing_said import lines_unchanged
from dispatch.inbound.staff.several.theirs import of_number
from dispatch.inbound.staff.several.visas import visa_line
from dispatch.inbound.staff.tags import tagged
from dispatch.inbound.staff.tasks import end_or_hand_on, meant_task, task_line
from dispatch.requests import editing
from dispatch.requests.participants import not_shared_yet, share_with
from dispatch.requests.state import change_state, hours_meant, open_tasks, says_again
from dispatch.requests.undo.standing import standing_of
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.needed import needs_visa
from dispatch.requests.workflow import Advance, Refused, advance
from intake.words.address_of_words import Address
from intake.words.orders import Order
from intake.words.staff.lines import LineOrder, addresses_of, priority_of
from intake.words.staff.words import StaffWords, read_staff_words
from models.organisation.working_time import closed_because, end_of_day

_Maker = Callable[[Case, Change, LineOrder], Made | Wrong]
#: Lines that depend on no line before them: each is looked up by a function of its own module.
_ON_THEIR_OWN: dict[str, _Maker] = {
    "canned": ready_answer, "merge": merged, "join": joined, "apart": apart, "part": detached, "all": to_all,
    "opinion": opinion_line,
    "task": task_line,
    **dict.fromkeys(("send", "keep"), of_number),
    **dict.fromkeys(("visa", "correct", "unvisa"), visa_line),
    **dict.fromkeys(("tag", "untag"), tagged),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What a line does, and what is said of it unless that gives False; '' when the request shows it."""

    do: Callable[[], object]
    said: str = ""


class Steps:
    """Makes the steps of one message; remembers the state that the verbs before lead to."""

    def __init__(self, case: Case, change: Change) -> None:
        self.case, self.change, self.locale = case, change, case.locale
        self.state = change.request.state
        #: Tasks that a line before has ended or handed on: each is once.
        self.tasks: set[int] = set()
        self._makers: dict[str, Callable[[LineOrder], Step | Wrong]] = {
            "order": self._order,
            "building": self._building,
            "type": self._type,
            "priority": self._priority,
            "due": self._due,
            "share": self._share,
            "note": self._note,
            "answer": self._answer,
            "forward": self._forward,
            **{kind: partial(self._alone, maker) for kind, maker in _ON_THEIR_OWN.items()},
        }

    def make(self, line: LineOrder) -> Step | Wrong:
        """The step of one line, with nothing done yet."""
        return self._makers[line.kind](line)

    def _say(self, fr: str, en: str) -> str:
        return en if self.locale == "en" else fr

    def _order(self, line: LineOrder) -> Step | Wrong:
        order, case, change = line.order, self.case, self.change
        if order is None:
            raise ValueError("a line of the grammar has its order")
        if case.sender.agent is None and (order.kind == "take" or (order.mine and change.request.assignee)):
            # A shared mailbox takes nothing for itself.
            return Wrong("unknown_person")
        words = StaffWords(order, Address.COLLEAGUES, kept=order.comment)
        if line.text:
            organisation = case.organisation
            today = organisation.town.local_day(case.now)
            words = read_staff_words(line.text, change.workflow, organisation=organisation, today=today)
        if order.kind == "verb":
            if order.explains and not words.published:
                return self._verb(order, order.comment, "")
            return self._verb(order, words.published, words.kept)
        if order.kind == "duplicate":
            other = other_request(case, change.request.id, order.other)
            if isinstance(other, Wrong):
                return other
            return Step(partial(group_with, case, change, words, order))
        if order.kind == "task":
            task = meant_task(case, change, order)
            if task is None or task.id in self.tasks:
                return Wrong("which_task")
            self.tasks.add(task.id)
            return Step(partial(end_or_hand_on, case, change, replace(order, task=task.id)))
        if order.kind == "opt_out":
            return Step(partial(opt_out, case, change))
        return Step(partial(hand_on, case, change, words, order))

    def _verb(self, order: Order, told: str, kept: str) -> Step | Wrong:
        case, change = self.case, self.change
        if told and repeats_another(change, told, case.settings.mail.reply_days):
            return Wrong("words_of_other", order.verb)
        hours = hours_meant(change, order.verb, order.date, order.hours)
        if self.state == change.request.state and says_again(change, order.verb, order.date, hours, told):
            return self._again(kept)
        step = advance(
            change.workflow,
            self.state,
            order.verb,
            actor=power_of(case),
            comment=told or kept,
            date=order.date,
            hours=hours,
            open_tasks=open_tasks(case.session, change.request.id),
        )
        if isinstance(step, Refused):
            return Wrong(step.reason, order.verb, step.possible)
        if told and not step.tells_requester:
            told, kept = "", "\n\n".join(part for part in (kept, told) if part)
        if not (told and needs_visa(change)):
            self.state = step.to_state.key
        return Step(partial(self._take, replace(step, comment=told), mine=order.mine, kept=kept))

    def _again(self, kept: str) -> Step:
        """What is planned so already: nobody is told of it again, its remark is kept."""
        case, change = self.case, self.change
        stands = standing_of(case.session, change.request.id)
        (said,) = lines_unchanged(case.in_force, stands, stands, case.locale, ["planned_at"])
        return Step(
            partial(keep_note, case, change, kept, with_files=False) if kept else (lambda: None), said
        )

    def _take(self, step: Advance, *, mine: bool, kept: str) -> None:
        case, change = self.case, self.change
        if mine:
            take_over(case, change)
        adopt(case, change)
        told = step.comment
        if told and needs_visa(change):
            files = case.parsed.attachments
            ask_visa(change, told, step=step, channel=case.parsed.channel, attachments=files)
        else:
            closed = closed_because(case.organisation.town, step.date) if step.date else ""
            leaves = leaves_at(case) if told or closed else None
            change_state(change, step, channel=case.parsed.channel, not_before=leaves)
            if closed and step.date is not None:
                tell_closed_day(case, change, step.date, closed)
            if told:
                tell_it_waits(case, change, told, files=())
        if kept:
            keep_note(case, change, kept, with_files=False)

    def _building(self, line: LineOrder) -> Step | Wrong:
        key = building_named(self.case.organisation, line.name)
        return key if isinstance(key, Wrong) else Step(partial(editing.set_building, self.change, key))

    def _type(self, line: LineOrder) -> Step | Wrong:
        key = type_named(self.case.organisation, line.name)
        return key if isinstance(key, Wrong) else Step(partial(editing.set_type, self.change, key))

    def _priority(self, line: LineOrder) -> Step | Wrong:
        priority = priority_of(line.name)
        if not priority:
            known = self._say("basse normale haute urgente", "low normal high urgent").split()
            return Wrong("unknown_priority", line.name, tuple(known))
        return Step(partial(editing.set_priority, self.change, priority))

    def _due(self, line: LineOrder) -> Step | Wrong:
        town = self.case.organisation.town
        if not line.name:
            return Step(partial(editing.set_due, self.change, None))
        if line.day is None:
            return Wrong("doubt_date_wrong", line.written)
        if line.day < town.local_day(self.case.now):
            return Wrong("date_past", line.written)
        return Step(partial(editing.set_due, self.change, end_of_day(town, line.day)))

    def _share(self, line: LineOrder) -> Step | Wrong:
        found = addresses_named(self.case, line.name)
        if isinstance(found, Wrong):
            return found
        shown = ", ".join(addresses_of(line.name))
        said = self._say(f"Partagée avec {shown}", f"Shared with {shown}")
        if not (new := not_shared_yet(self.change, found)):
            return Step(lambda: None, said + self._say(", c’était déjà le cas", ", it was so already"))
        return Step(partial(share_with, self.change, new), said)

    def _forward(self, line: LineOrder) -> Step | Wrong:
        found = pass_on(self.case, self.change, line, self.state)
        if not isinstance(found, Wrong):
            self.state = found[2]
        return found if isinstance(found, Wrong) else Step(found[0], found[1])

    def _alone(self, maker: _Maker, line: LineOrder) -> Step | Wrong:
        found = maker(self.case, self.change, line)
        return found if isinstance(found, Wrong) else Step(found[0], found[1])

    def _note(self, line: LineOrder) -> Step | Wrong:
        said = self._say("Note gardée", "Note kept")
        return Step(partial(keep_note, self.case, self.change, line.text), said)

    def _answer(self, line: LineOrder) -> Step | Wrong:
        said = self._say("Réponse envoyée", "Answer sent")
        return Step(partial(publish_line, self.case, self.change, line.text), said)
