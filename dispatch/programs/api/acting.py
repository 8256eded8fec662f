"""A program acts on a request: the same changes as the pages and the verbs of mail, by the same functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from dispatch.programs.api.bodies import Answer, Corrections, Hands, Move, Note, Tags, TaskEnd
from dispatch.programs.api.calling import Api
from dispatch.programs.api.calls import Call, Given
from dispatch.programs.api.problems import Problem
from dispatch.programs.api.reading import BASE
from dispatch.programs.keys import UsedBefore, begin_call, was_called
from dispatch.queries.requests import rows_of
from dispatch.web.acting import acts
from dispatch.web.acting.acts import Done, NotDone
from dispatch.web.acting.changing import Newer
from dispatch.web.acting.correcting import correct
from dispatch.web.acting.tagging import tag
from dispatch.web.frame.visit import NotHere, Visit
from dispatch.web.frame.which_request import seen_request

Act = Callable[[Call, Visit, int], Done]
#: What was sent is wrong, whatever state the request is in.
_SENT_WRONG = frozenset(
    (
        "no_words",
        "day_past",
        "day_far",
        "unknown_verb",
        "no_such_holder",
        "no_such_task",
        "words_of_other",
        "tags_too_many",
        "no_such_type",
        "no_such_building",
    )
)


class _DoneBefore(Exception):
    """The same call came before, and did what it asks."""


def acting_routes(api: Api) -> APIRouter:
    """`POST /api/v1/requests/REFERENCE/answers|notes|state|assignment|corrections|tags|tasks/ID`.

    Answers: **200** the request as it is now; **404** as for a look; **409** the request does not allow it,
    or something came meanwhile; **422** what was sent makes no sense.
    """
    router = APIRouter()
    for name, act in _ACTS.items():
        path = f"{BASE}/requests/{{reference}}/{name}"
        api.serve(router, path, partial(_do, act), "POST", "act")
    return router


def _answer(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Answer)
    return acts.answer(visit, request_id, sent.text, sent.seen)


def _note(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Note)
    return acts.note(visit, request_id, sent.text, sent.seen)


def _move(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Move)
    day = sent.on.isoformat() if sent.on is not None else ""
    return acts.move(visit, request_id, sent.verb, sent.comment, day, sent.seen, hours=sent.hours)


def _give(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Hands)
    return acts.give(visit, request_id, f"{sent.to}:{sent.key}", sent.comment, sent.seen)


def _correct(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Corrections)
    return correct(visit, request_id, sent.named(), sent.seen)


def _tag(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(Tags)
    return tag(visit, request_id, sent.add, sent.remove, sent.seen)


def _task(call: Call, visit: Visit, request_id: int) -> Done:
    sent = call.sent(TaskEnd)
    return acts.close_task(visit, request_id, call.parts["task"], sent.state, sent.comment)


_ACTS: dict[str, Act] = {
    "answers": _answer,
    "notes": _note,
    "state": _move,
    "assignment": _give,
    "corrections": _correct,
    "tags": _tag,
    "tasks/{task}": _task,
}


def _do(act: Act, call: Call) -> Given:
    visit = replace(call.visit, begin=partial(_begin, call)) if call.name else call.visit
    try:
        with visit.board.reads.looking() as session:
            # Before the look: what was done may have taken the request out of sight.
            if call.name and was_called(session, call.program, call.name, _asked(call)):
                raise _DoneBefore
            request_id = seen_request(visit, session)
        done = act(call, visit, request_id)
    except _DoneBefore:
        # Whether they were reached then, nobody noted.
        return Given({**_as_it_is(call), "requester_reached": None, "waits_for_visa": None, "repeated": True})
    except UsedBefore as wrong:
        raise Problem(422, "reused", "This Idempotency-Key was given to another call before.") from wrong
    except Newer as newer:
        detail = "Something was written since; read the entries after this one."
        raise Problem(409, "newer", detail, seen=newer.since) from newer
    except NotDone as refused:
        status = 422 if str(refused.why) in _SENT_WRONG else 409
        raise Problem(status, f"not_done_{refused.why}", visit.text(f"not_done_{refused.why}")) from refused
    waits = done.said == "visa"
    said = {"requester_reached": done.reached and not waits, "waits_for_visa": waits, "repeated": False}
    return Given({**_as_it_is(call), **said})


def _as_it_is(call: Call) -> dict[str, Any]:
    """The request now. It may be out of sight, with another service: then nothing more is told of it."""
    with call.visit.board.reads.looking() as session:
        try:
            return rows_of(session, [seen_request(call.visit, session)])[0]
        except NotHere:
            return {"reference": call.parts["reference"]}


def _begin(call: Call, session: Session) -> None:
    if not begin_call(session, call.program, call.name, _asked(call), call.now):
        raise _DoneBefore


def _asked(call: Call) -> bytes:
    """What a call asks: where, and with which body."""
    return call.visit.address.encode() + b"\n" + call.body
