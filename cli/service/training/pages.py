"""Pages of a training: each trainee's mailbox and exercises, and the course as the trainer sees it. Each is
opened by a secret address of its own.
"""

from __future__ import annotations

import hmac
from pathlib import Path

from fastapi import APIRouter, Response

from cli.office import Office
from cli.service.training.exercises import results_of
from cli.service.training.kept import Course, changing, read_course
from cli.service.training.letterbox import Received, answer_to, clickable, letter_of, letters_of
from cli.service.training.town import Trainee
from dispatch.web.entering.sessions import open_session
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Handler, Route, serve
from dispatch.web.frame.visit import NotHere, Visit, go_to
from dispatch.web.pages.entering import entered, with_browser_cookie
from models.store.audit import record_access

_TRAINER = "trainer"
_OPEN = Route("anybody")


def training_routes(board: Board, office: Office) -> APIRouter:
    """`/formation/SECRET`, `…/lettre/NUMBER`, `…/entrer`, `…/suite`.

    Answers: **200** the page; **303** where to go next; **403** a form that no page of ours sent; **404** no
    such secret or letter.
    """
    assert office.settings_file is not None
    pages, router = _Training(office, office.settings_file.parent), APIRouter()
    serve(router, board, "/formation/{secret}", pages.page, "GET", _OPEN)
    serve(router, board, "/formation/{secret}/lettre/{number}", pages.letter, "GET", _OPEN)
    serve(router, board, "/formation/{secret}/lettre/{number}", pages.answer, "POST", _OPEN)
    serve(router, board, "/formation/{secret}/entrer", pages.enter, "POST", _OPEN)
    serve(router, board, "/formation/{secret}/entrer", pages.back, "GET", _OPEN)
    serve(router, board, "/formation/{secret}/suite", pages.hurry, "POST", _OPEN)
    serve(router, board, "/formation/{secret}/suite", pages.back, "GET", _OPEN)
    return router


class _Training:
    def __init__(self, office: Office, folder: Path) -> None:
        self._office, self._folder = office, folder

    def page(self, visit: Visit) -> Response:
        course = read_course(self._folder)
        who = _who(course, visit)
        return with_browser_cookie(
            visit, self._trainer(course) if who is None else self._mailbox(course, who)
        )

    def letter(self, visit: Visit) -> Response:
        who = self._trainee(visit)
        letter = letter_of(self._outgoing, who.email, _number(visit))
        if letter is None:
            raise NotHere

        return with_browser_cookie(visit, lambda known: _letter_page(known, letter))

    def answer(self, visit: Visit) -> Response:
        who, words = self._trainee(visit), visit.form.text("texte").strip()
        letter = letter_of(self._outgoing, who.email, _number(visit))
        if letter is None or not letter.can_be_answered:
            raise NotHere
        if not words:
            return _letter_page(visit, letter, 400)
        at = visit.now.astimezone(visit.organisation.town.zone)
        visit.board.reception.accept(
            answer_to(self._outgoing, letter.head.number, who.email, who.name, words, at)
        )
        return go_to(f"/formation/{visit.parts['secret']}?dit=envoye")

    def enter(self, visit: Visit) -> Response:
        """Sign the trainee in at the counter: the secret of their mailbox says well enough whom they play."""
        who, board = self._trainee(visit), visit.board
        person = visit.in_force.agent_persons[who.key]
        with board.database.transaction() as session:
            record_access(session, visit.now, "cli:training", "enter", f"person:{person}", by="terminal")
            cookie = open_session(
                session,
                person,
                as_staff=True,
                by="terminal",
                now=visit.now,
                web=board.settings.web,
                peer=visit.visitor.peer,
                user_agent=visit.visitor.user_agent,
            )
        return entered(visit, cookie, "/bureau")

    def hurry(self, visit: Visit) -> Response:
        if _who(read_course(self._folder), visit) is not None:
            raise NotHere
        with changing(self._folder) as course:
            course.hurry()
        return go_to(f"/formation/{visit.parts['secret']}?dit=suite")

    def back(self, visit: Visit) -> Response:
        return go_to(f"/formation/{visit.parts['secret']}")

    @property
    def _outgoing(self) -> Path:
        return self._office.settings.outgoing_dir

    def _trainee(self, visit: Visit) -> Trainee:
        who = _who(read_course(self._folder), visit)
        if who is None:
            raise NotHere
        return who

    def _mailbox(self, course: Course, who: Trainee) -> Handler:
        results = results_of(self._office, course, who)
        letters = letters_of(self._outgoing, who.email)

        def made(visit: Visit) -> Response:
            secret = visit.parts["secret"]
            return visit.page(
                "training_mailbox.html", who=who, results=results, letters=letters, secret=secret
            )

        return made

    def _trainer(self, course: Course) -> Handler:
        rows = [
            (each, course.secrets[str(each.number)], results_of(self._office, course, each))
            for each in course.everybody()
        ]
        minutes = int(course.seconds // 60)
        answering = sum(bool(each.notice) for each in course.coming)
        to_come = len(course.coming) - answering

        def made(visit: Visit) -> Response:
            return visit.page(
                "training_course.html",
                rows=rows,
                minutes=minutes,
                answering=answering,
                to_come=to_come,
                secret=visit.parts["secret"],
            )

        return made


def _who(course: Course, visit: Visit) -> Trainee | None:
    """Whose page it is; None for the trainer's. Raises NotHere for a secret of nobody."""
    given = visit.parts["secret"].encode("utf-8", "replace")
    name = next(
        (name for name, secret in course.secrets.items() if hmac.compare_digest(secret.encode(), given)), None
    )
    if name is None:
        raise NotHere
    return None if name == _TRAINER else next(each for each in course.trainees if str(each.number) == name)


def _letter_page(visit: Visit, letter: Received, status: int = 200) -> Response:
    words = clickable(letter.text, visit.board.settings.doors.http.public_url)
    secret, no_words = visit.parts["secret"], status != 200
    return visit.page(
        "training_letter.html", status, letter=letter, words=words, secret=secret, no_words=no_words
    )


def _number(visit: Visit) -> int:
    text = visit.parts["number"]
    if not (text.isascii() and text.isdigit() and len(text) <= 8):
        raise NotHere
    return int(text)
