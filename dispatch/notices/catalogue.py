"""Every notice there is: whom it tells, whether it may wait, and what answering it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from dispatch.notices import details, done
from dispatch.notices.lists import listed, report
from models.signing.tokens import Purpose

Audience = Literal["requester", "agent", "service", "administrator", "partner"]
Automatic = Literal["auto-replied", "auto-generated"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of notice. Its name is the name of its template directory."""

    name: str
    #: Whom it is meant for; `agent` stands for the assignee or the service's mailbox.
    audience: Literal["requester", "agent", "administrator", "partner"]
    details: type[details.Details]
    #: What an answer to it may do; None: it carries no signed address.
    reply: Purpose | None
    #: Auto-Submitted (RFC 3834 §5); None when a person wrote what it carries.
    automatic: Automatic | None
    #: Whether it may wait for the end of quiet hours.
    can_wait: bool = False
    needs_request: bool = True
    by_email: bool = True
    by_text: bool = False
    #: Whether it says what the recipient can answer (the verbs of the present state).
    shows_verbs: bool = False
    #: Whether a requester's letter has links that answer by one tap, as all letters to staff have.
    one_tap: bool = False
    #: Whether the files of its entry travel along.
    carries_files: bool = False
    #: Whether it shows how the request began when its own entry is not the requester's message.
    shows_opening: bool = False
    quotes_opening: bool = False  # Whether how the request began stands below its own message.
    #: Whether its reader only follows the request of somebody else: the page of the request is not theirs.
    to_follower: bool = False
    #: Whether a requester who said ARRÊT gets it all the same: an answer, a question, what the law has us
    #: send, what they asked for themselves.
    must: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels it has words for."""
        return ("email",) * self.by_email + ("sms",) * self.by_text


def _requester(
    name: str,
    kind: type[details.Details] = details.Details,
    automatic: Automatic | None = "auto-generated",
    *,
    reply: Purpose | None = Purpose.REQUESTER,
    by_text: bool = True,
    must: bool = True,
    **more: bool,
) -> Notice:
    return Notice(name, "requester", kind, reply, automatic, by_text=by_text, must=must, **more)


def _agent(
    name: str,
    kind: type[details.Details] = details.Details,
    automatic: Automatic | None = "auto-generated",
    *,
    reply: Purpose | None = Purpose.ASSIGNEE,
    needs_request: bool = True,
    can_wait: bool = True,
    by_text: bool = True,
    shows_verbs: bool = False,
    carries_files: bool = False,
    shows_opening: bool = False,
    quotes_opening: bool = False,
) -> Notice:
    return Notice(
        name,
        "agent",
        kind,
        reply,
        automatic,
        can_wait=can_wait,
        needs_request=needs_request,
        by_text=by_text,
        shows_verbs=shows_verbs,
        carries_files=carries_files,
        shows_opening=shows_opening,
        quotes_opening=quotes_opening,
    )


_wish = partial(_requester, automatic="auto-replied", reply=Purpose.WISH, by_text=False, one_tap=True)
_list = partial(_agent, needs_request=False, reply=Purpose.LIST)


def _administrator(name: str, kind: type[details.Details]) -> Notice:
    automatic: Automatic = "auto-generated"
    return Notice(name, "administrator", kind, None, automatic, True, needs_request=False, by_text=True)


def _partner(name: str, automatic: Automatic | None, *, files: bool = False) -> Notice:
    """To somebody outside, who sees what the organisation lets them see; their answer is a note."""
    return Notice(name, "partner", done.PartnerLetter, Purpose.PARTNER, automatic, carries_files=files)


_STATE = details.StateChange
_news = partial(_agent, quotes_opening=True, shows_verbs=True, carries_files=True)
_ALL = (
    _requester("acknowledgement", details.Acknowledgement, "auto-replied"),
    # To whoever handed a citizen's mail on: « oui » makes the citizen the requester.
    _requester("forwarded", details.Forwarded, "auto-replied", by_text=False, one_tap=True),
    # A person wrote it: an Auto-Submitted header would have it filed as machine noise.
    _requester("answer", details.OwnWords, None, carries_files=True),
    _requester("taken", _STATE, can_wait=True, must=False),
    _requester("waiting", _STATE),
    _requester("on_hold", _STATE, can_wait=True, must=False),
    _requester("passed_on", done.PassedOn, can_wait=True, must=False),
    _requester("grouped", _STATE, can_wait=True, must=False),
    _requester("planned", _STATE, can_wait=True, must=False),
    _requester("done", _STATE, can_wait=True, carries_files=True, one_tap=True),
    _requester("refused", _STATE, can_wait=True, carries_files=True),
    _requester("reopened", _STATE, can_wait=True, must=False),
    _requester("state_changed", _STATE, can_wait=True, must=False),
    _requester("refused_message", details.Refusal, "auto-replied", reply=None, needs_request=False),
    # It is the same matter as another request: told once, and of that one's course from then on.
    _requester("merged", can_wait=True, must=False),
    # What was told by mistake, and undone.
    _requester("undone", done.Undone),
    _requester("survey", details.Survey, can_wait=True, must=False),
    _requester("contact_code", details.ContactCodeDetails, "auto-replied", reply=None, needs_request=False),
    _requester("sign_in", details.SignInDetails, "auto-replied", reply=None, needs_request=False),
    _requester("status", listed.ListingDetails, "auto-replied", reply=None, needs_request=False),
    # Nothing proves that a wish is its citizen's: asked at the address on file, answered once.
    _wish("confirm_wish", done.WishToConfirm, needs_request=False),
    # Somebody in copy is asked once whether they want news, and told some when they said so.
    _wish("follow_invitation", done.FollowInvitation, to_follower=True, must=False),
    _requester("follower_news", done.FollowerNews, by_text=False, to_follower=True, must=False),
    # What became of a word: ARRÊT, LANGUE, an ANNULER that comes too late.
    _requester("word_answered", done.WordAnswered, "auto-replied", reply=None, needs_request=False),
    _requester("text_help", automatic="auto-replied", reply=None, needs_request=False, by_email=False),
    _requester("text_joined", automatic="auto-replied", by_email=False),
    _requester("cancel_passed_on", automatic="auto-replied"),
    _requester(
        "code_sent", details.CodeSent, "auto-replied", reply=None, needs_request=False, by_email=False
    ),
    _wish("contact_change", done.ContactChange, by_text=True, needs_request=False),
    _requester("contact_changed", details.ContactChanged, reply=None, needs_request=False),
    _requester("contacts_linked", details.ContactsLinked, reply=None, needs_request=False),
    # The law has it answered within a month; to an address on file, never to where a From points.
    _requester("data_request", details.DataRequested, "auto-replied", reply=None, needs_request=False),
    _requester("opted_out", automatic="auto-replied", reply=None, needs_request=False, by_email=False),
    _requester("opted_in", automatic="auto-replied", reply=None, needs_request=False, by_email=False),
    _agent("assigned", done.Given, shows_opening=True, shows_verbs=True, carries_files=True),
    # Of an incident that many report: their number at certain counts, in place of a notice for each.
    _agent("also_reported", done.IncidentGrew, quotes_opening=True, shows_verbs=True),
    # Somebody may be in danger: at once, whatever the hour, the month's budget and what was sent before.
    _agent("danger", can_wait=False, shows_opening=True, shows_verbs=True, carries_files=True),
    _news("requester_reply", listed.RequesterWrote),
    _news("reopened_assignee", _STATE, shows_opening=True),
    _agent("state_changed_assignee", _STATE, shows_opening=True, shows_verbs=True),
    _agent("command_help", details.CommandHelp, "auto-replied", can_wait=False, shows_verbs=True),
    # Words that a manager releases before they leave, and what became of them.
    _agent("visa_asked", done.VisaAsked, quotes_opening=True, carries_files=True),
    _agent("visa_told", done.VisaTold, shows_verbs=True),
    # The agent's own words are about to leave: told at once, or the moment to withdraw them is over.
    _agent("answer_waits", details.AnswerWaits, "auto-replied", can_wait=False, shows_verbs=True),
    # Its address is that of the confirmation, and works once.
    _agent(
        "confirm_message",
        details.MessageToConfirm,
        "auto-generated",
        reply=Purpose.CONFIRM,
        can_wait=False,
        by_text=False,
    ),
    # To the telephone that has just ordered: whoever holds it learns of a forged order at any hour.
    # By mail what an order line changed, which no other notice shows; it says how to undo it.
    _agent("order_done", done.OrderDone, "auto-replied", can_wait=False, shows_verbs=True),
    Notice(
        "text_orders",
        "agent",
        listed.PossibleOrders,
        None,
        "auto-replied",
        needs_request=False,
        by_email=False,
        by_text=True,
    ),
    _agent("note_added", details.OwnWords, reply=Purpose.NOTE, quotes_opening=True, carries_files=True),
    # A colleague asks for a view: the answer is a note, which the asker is told of.
    _agent("opinion_asked", details.OwnWords, reply=Purpose.NOTE, quotes_opening=True),
    _agent("partner_replied", done.PartnerAnswer, shows_verbs=True, quotes_opening=True, carries_files=True),
    _partner("partner_request", None, files=True),
    _partner("partner_reminder", "auto-generated"),
    _agent("task_assigned", details.TaskDetails, shows_opening=True, reply=Purpose.TASK),
    _agent("task_ended", listed.TaskEnded, quotes_opening=True, shows_verbs=True, carries_files=True),
    _agent("undeliverable", details.Undeliverable, shows_opening=True, reply=Purpose.NOTE),
    _agent("letter_waits", details.LetterWaits, shows_opening=True, reply=Purpose.NOTE),
    # A rule sends it to an address outside the organisation: to read only.
    _agent("copy", done.Copy, reply=None, by_text=False, carries_files=True),
    # Of a danger that nobody took in its hour: at any hour, as the danger itself.
    _agent("overdue", can_wait=False, shows_opening=True, shows_verbs=True),
    # One mail a day holds everything that is late or falls due: an answer has one request a line.
    _list("late", listed.WorkList),
    _list("week", listed.WeekList, by_text=False),
    _list("ended_together", listed.EndedTogether),
    _list("my_requests", listed.WorkList, "auto-replied", can_wait=False),
    _list("list_done", done.ListDone, "auto-replied", reply=None, can_wait=False, by_text=False),
    # At most one an hour: what they wrote, or somebody in their name, waits for an administrator.
    _list("answers_wait", listed.AnswersWait, "auto-replied", reply=None, can_wait=False),
    _list("unassigned", listed.NobodyHas),
    _administrator("set_aside", details.SetAsideDetails),
    # At most every half hour: what waits for a person's decision.
    _administrator("held_mail", listed.HeldMail),
    _administrator("alert", details.Alert),
    # The month in figures, to whom the settings name: services and buildings, nobody's own.
    Notice("report", "administrator", report.Report, None, "auto-generated", needs_request=False),
    # To be kept by people who have no hand on the machine: nothing else stands in it.
    Notice(
        "checkpoint", "administrator", details.CheckpointDetails, None, "auto-generated", needs_request=False
    ),
)

CATALOGUE: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _ALL})


def notice_of(name: str, audience: str, data: Mapping[str, Any]) -> Notice:
    """The notice of that name; for a name that a workflow or a rule invented, the one it stands in for.

    Its templates are looked for under the invented name first, then under the general one. An answer is a
    note about a request that its reader does not see; to what was about a task it ends that.
    """
    found = CATALOGUE.get(name) or CATALOGUE[general_name(audience, data)]
    reply = Purpose.NOTE if data.get("inside") else Purpose.TASK if data.get("of_task") else None
    return replace(found, reply=reply, shows_verbs=False) if reply is not None else found


def general_name(audience: str, data: Mapping[str, Any]) -> str:
    """What an invented name stands in for: an acknowledgement with a time of receipt, else a new state."""
    if audience != "requester":
        return "state_changed_assignee"
    return "acknowledgement" if "received_at" in data else "state_changed"
