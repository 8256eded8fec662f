"""What a telephone may keep of the pages for a while, of whom, and under which key its queue is sealed."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

import sqlalchemy as sa
from fastapi import Response
from sqlmodel import Session

from dispatch.web.frame.visit import WHO, Visit
from models.tables.columns import table_of
from models.tables.requests import RequestRow, Task, TaskState

_requests, _tasks = table_of(RequestRow), table_of(Task)
#: Told with what may be kept; `frame.visit.WHO` says of which session it is.
KEEP = "X-Guichet-Keep"
#: Pages that a telephone keeps, as its worker counts them (sw.js).
MOST_KEPT = 40
#: What a browser is told when somebody signs out: all that was kept goes.
WIPE = {"Clear-Site-Data": '"cache", "storage"'}


def holds(session: Session, visit: Visit, request_id: int) -> bool:
    """Whether the request is the viewer's own work: given to them or to whom they stand in for, or with a
    task of theirs.
    """
    ids = visit.in_force.agent_ids
    mine = [ids[key] for key in visit.viewer.holders if key in ids]
    task = sa.select(_tasks.c.id).where(
        _tasks.c.request_id == request_id, _tasks.c.assignee_id.in_(mine), _tasks.c.state == TaskState.OPEN
    )
    query = sa.select(_requests.c.id).where(
        _requests.c.id == request_id, sa.or_(_requests.c.assignee_id.in_(mine), task.exists())
    )
    return bool(mine) and session.connection().execute(query).first() is not None


def kept(visit: Visit, answer: Response) -> Response:
    """`answer`, which this viewer's telephone may keep; as it was for those who may keep nothing."""
    if visit.keeps and answer.status_code == 200:
        answer.headers[KEEP] = "1"
        answer.headers[WHO] = visit.mark
        answer.headers["Content-Language"] = visit.lang
    return answer


def sealing(visit: Visit) -> tuple[str, str]:
    """The person as a telephone tells them from others, and the key that seals what waits there (AES-256,
    base64): the same in every session of theirs, and nobody else's.
    """
    root = visit.board.signer.derived_keys(b"what waits on a telephone")[0]
    whose = str(visit.viewer.person_id or 0).encode()
    name, key = (hmac.digest(root, use + whose, hashlib.sha256) for use in (b"name\0", b"key\0"))
    return name.hex()[:24], b64encode(key).decode("ascii")
