"""Four times the input is four times the work, whatever it is made of: counted in lines run, never in
seconds.

Mail is read in processes that may be killed. What reads words outside them (routing, letters, short codes, the
doors) has nothing but this: it is tried on the same inputs.

What Python runs is counted by tracing the lines of `intake`, `models` and `dispatch`; what regular expressions do inside
cannot be traced: their grammar is looked at instead, and `python -m bench linear` compares processor time.

A new public reader is found by itself. A new hostile input belongs in tests/hostile_shapes. Every reader is
tried on every input before a release, and in every run on one in twelve of them, each input by other readers
(tests/sampling.py).
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import dispatch.people.unnamed
import dispatch.rules
import intake.mail
import intake.sms
import intake.words
from dispatch.inbound.outside.their_numbers import find_their_number
from dispatch.rules.decision import Facts
from dispatch.rules.route import compile_rules, route
from intake.doors.imap.headers import delivered_to, envelope_sender
from intake.mail.files.tnef import NoTnef
from intake.mail.parse import Unreadable, parse_mail
from intake.mail.wire.limits import DEFAULT
from intake.mail.wire.subjects import is_forward
from intake.words.sentences import LINE, PIECES, read_letter
from models.errors import GuichetError
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation_files.sample import load_sample
from models.values import EmailAddress, PhoneNumber
from tests.hostile_shapes import shapes, units
from tests.rows import in_rows
from tests.sampling import is_tried

_ROOT = Path(intake.__file__).resolve().parents[1]
_OURS = tuple(str(_ROOT / each) for each in ("intake", "models", "dispatch"))
#: Units in the smaller of the inputs compared; large enough for n² to show beside what is done once.
_FEW = 120
#: Lines that a reader may run however short its input is (tables built on first use, fixed windows).
_ONCE = 3_000
#: One in so many pairs of a reader and an input is tried in every run.
_ONE_IN = 12
#: Read much in many lines: together they cost as much as all the others, and are tried on half as many inputs.
_DEAR = {
    "words.address_of_words.address_of",
    "words.gratitude.feeling.feeling_of",
    "words.gratitude.feeling.is_thanks",
    "words.gratitude.wording.spelt",
    "words.orders.read.read_order",
    "mail.files.photos.look",
    "mail.reply.split.split_text",
    "dispatch.rules.route",
    "dispatch.letters.segments.measure",
    "dispatch.people.unnamed.tokens.tokens_of",
    "dispatch.people.unnamed.striking.without_people",
}
#: How much four times the input may cost at most: 4 and what a last partial window adds.
_RATIO = 5.0

#: What a reader takes beside the hostile input, by the name of its parameter.
_BESIDE: dict[str, Callable[[], Any]] = {
    "charset": str,
    "declared": str,
    "encoding": lambda: "quoted-printable",
    "content_type": lambda: "text/plain",
    "number": lambda: 1,
    "defects": list,
    "limits": lambda: DEFAULT,
    "delete_space": lambda: True,
    "at": lambda: 0,
    "start": lambda: 0,
    "authserv_id": lambda: "mx.example.org",
    "reply_address": lambda: "demandes@ville.test",
    "today": lambda: date(2026, 11, 3),
    "workflow": lambda: DEFAULT_WORKFLOW,
    "most_bytes": lambda: 1_000_000,
    "html": str,
    "sender": lambda: "jeanne@example.org",
    "own": set,
    "survey_asked": lambda: True,
    "max_segments": lambda: 3,
    "max_line_bytes": lambda: 998,
    "query": str,
    "locale": lambda: "fr",
    "names": lambda: ("Jeanne Petit", "Karim Benali"),
    "limit": lambda: 80,
    "mistakes": lambda: 1,
    "letters": lambda: 1,
    "index": lambda: INDEX,
    "like": lambda: LIKE,
    "themes": lambda: frozenset[str](),
    "building": lambda: None,
    "position": lambda: None,
}
#: What reads words of strangers where no process is there to be killed.
_OUTSIDE = (
    "dispatch.delivery.outside.reading",
    "dispatch.inbound.apart.parts",
    "dispatch.inbound.staff.our_notices",
    "dispatch.inbound.staff.own_words",
    "dispatch.letters.filters",
    "dispatch.letters.manners",
    "dispatch.letters.segments",
    "dispatch.letters.subjects",
    "dispatch.notices.why.became",
    "dispatch.notices.why.mail_status",
    "dispatch.notices.why.reasons",
    "dispatch.requests.incidents.alike",
    "intake.doors.smtp.path",
    "intake.doors.smtp.reader",
    "models.folding",
    "models.nearest",
)
INDEX = compile_rules(load_sample())
LIKE = Facts(received_at=datetime(2026, 11, 3, tzinfo=UTC))
#: What reads our own lists of words, when the program starts.
_OWN_LISTS = "intake.words.lexicon"
#: The types that a hostile text can be given as.
_GIVEN: dict[str, Callable[[str], Any]] = {
    "str": lambda text: text,
    "bytes": lambda text: text.encode("utf-8", "surrogatepass"),
    "list[str]": lambda text: text.split("\n"),
    "Iterable[str]": lambda text: [text],
}


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of ours `work` runs; a loop on one line counts each time round."""
    count = 0

    def local(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return local

    def enter(frame: FrameType, _event: str, _arg: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        count += 1
        return local

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def modules() -> Iterator[ModuleType]:
    yield from map(importlib.import_module, _OUTSIDE)
    for package in (intake.mail, intake.words, intake.sms, dispatch.rules, dispatch.people.unnamed):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(_OWN_LISTS):
                yield importlib.import_module(found.name)


#: Read nothing of strangers: they write our own forms, or read what an agent or an administrator wrote.
_WRITERS = {
    "intake.mail.dictated.dictated_mail",
    "intake.sms.form.written_form",
    "dispatch.letters.manners.without_name",
    "dispatch.rules.patterns.compile_pattern",
    "dispatch.rules.themes.clause_words.phrases",
    "dispatch.rules.themes.clause_words.word_set",
}
#: Each round begins with a mark that the repetition inside cannot hold: there is one way of cutting a text.
_ONE_WAY = {"doors.smtp.path._ROUTE", "doors.smtp.path._LOCAL", "sms.commands._WORD"}


def readers() -> dict[str, Callable[[str], object]]:
    """Every public function of intake.mail and intake.words whose first parameter is text or bytes, by its
    name.
    """
    found: dict[str, Callable[[str], object]] = {}
    for module in modules():
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or name[0] == "_":
                continue
            if f"{module.__name__}.{name}" in _WRITERS:
                continue
            parameters = list(inspect.signature(function).parameters.values())
            given = _GIVEN.get(parameters[0].annotation) if parameters else None
            if given is None:
                continue
            others = parameters[1:]
            asked = [one for one in others if one.default is one.empty]
            if any(
                one.name not in _BESIDE and one.annotation not in _GIVEN and one.name != "end"
                for one in asked
            ):
                continue
            found[f"{module.__name__.removeprefix('intake.')}.{name}"] = _call(function, given, asked)
    return found


def _call(
    function: Callable[..., object], given: Callable[[str], Any], asked: list[inspect.Parameter]
) -> Callable[[str], object]:
    """`function` with the hostile text first, and in every other place that nothing better is known for."""

    def call(text: str) -> object:
        value = given(text)
        beside = {
            one.name: len(value)
            if one.name == "end"
            else _BESIDE[one.name]()
            if one.name in _BESIDE
            else _GIVEN[one.annotation](text)
            for one in asked
        }
        try:
            result = function(value, **beside)
        except (Unreadable, NoTnef, GuichetError):
            return None
        return list(result) if inspect.isgenerator(result) else result

    return call


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _refusing(parse: Callable[[str], object]) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return parse(text)
        except GuichetError:
            return None

    return read


def routed(text: str) -> object:
    """All that routing looks for in a message: words, places, themes, danger."""
    return route(replace(LIKE, subject=text, text=text, reply=text), INDEX)


READERS = readers() | {
    "dispatch.rules.route": routed,
    "doors.imap.headers.delivered_to": lambda text: delivered_to(_bytes(text), "Delivered-To"),
    "doors.imap.headers.envelope_sender": lambda text: envelope_sender(_bytes(text)),
    "dispatch.inbound.outside.their_numbers": lambda text: find_their_number(text, text, "2026-00042"),
    "models.values.EmailAddress": _refusing(EmailAddress.parse),
    "models.values.PhoneNumber": _refusing(PhoneNumber.parse),
}


def tried(name: str, unit: str) -> bool:
    """Whether this run tries the reader of this name on this input."""
    return is_tried(name, unit, one_in=2 * _ONE_IN if name in _DEAR else _ONE_IN)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_runs_no_more_than_four_times_the_lines_for_four_times_the_input(name: str) -> None:
    read = READERS[name]
    read("a")
    slow = {}
    for unit in units():
        if not tried(name, unit):
            continue
        if counts := _slower(lambda n, unit=unit: read(unit * n)):
            slow[unit] = counts
    assert not slow


def _slower(read: Callable[[int], object]) -> tuple[int, ...]:
    """The lines run for n, 4n and 16n when they grow faster than the input, () when they do not.

    Both steps must: at the first one something may only have begun (a table built, a cap not reached yet).
    """
    many = lines_run(lambda: read(4 * _FEW))
    if many <= _ONCE:
        return ()
    few = lines_run(lambda: read(_FEW))
    if many <= _RATIO * few + _ONCE:
        return ()
    most = lines_run(lambda: read(16 * _FEW))
    return (few, many, most) if most > _RATIO * many else ()


SHAPES = shapes()


@pytest.mark.parametrize("name", [each for each in SHAPES if is_tried(each, one_in=3)])
def test_a_mail_runs_no_more_than_four_times_the_lines_for_four_times_the_input(name: str) -> None:
    make = SHAPES[name]
    parse_mail(make(1))
    assert not _slower(lambda n: parse_mail(make(n)))


def patterns() -> dict[str, re.Pattern[Any]]:
    return {
        f"{module.__name__.removeprefix('intake.')}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


def test_no_regular_expression_repeats_a_repetition_without_end() -> None:
    """`(a+)*` tries every way of cutting a run of a: two to the power of its length."""
    high = {name for name, pattern in patterns().items() if _height(_parsed(pattern)) > 1}
    assert high == _ONE_WAY


def _parsed(pattern: re.Pattern[Any]) -> Any:
    from re import _parser  # type: ignore[attr-defined]  # the only reader of this grammar there is

    return _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def _height(tree: Any) -> int:
    """How deep repetitions without end stand in one another."""
    deepest = 0
    for operation, argument in tree:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, inner = argument
            deepest = max(deepest, _height(inner) + (str(most) == "MAXREPEAT"))
        elif name == "SUBPATTERN":
            deepest = max(deepest, _height(argument[-1]))
        elif name == "BRANCH":
            deepest = max(deepest, *(_height(one) for one in argument[1]))
        elif name in {"ASSERT", "ASSERT_NOT"}:
            deepest = max(deepest, _height(argument[1]))
        elif name == "ATOMIC_GROUP":
            deepest = max(deepest, _height(argument))
    return deepest


def test_every_run_tries_every_reader_and_every_input() -> None:
    pairs = {(name, unit) for name in READERS for unit in units() if tried(name, unit)}
    assert {name for name, _ in pairs} == set(READERS) > _DEAR
    assert {unit for _, unit in pairs} == set(units())


def test_the_count_tells_work_that_grows_by_the_square_from_work_that_does_not() -> None:
    assert _slower(lambda n: [is_forward("x") for _ in range(n * n // 50)])
    assert not _slower(lambda n: [is_forward("x") for _ in range(n)])


@in_rows("names", ["Aa. ", "Paul. ", "Fait. Jean. ", "ok. Salutations. "])
def test_a_letter_of_names_is_cut_into_no_more_pieces_however_long_its_lines_are(names: str) -> None:
    """Sentences are taken off its end one by one: their number is bounded, and more lines cost their lines."""

    def letter(lines: int) -> str:
        return "\n".join(["Fait.", *([names * (LINE // len(names))] * (lines - 1))])

    assert read_letter(letter(400)).cut
    assert len(read_letter(letter(400)).signature) <= (PIECES + 1) * len(names) + LINE
    few, many = (lines_run(lambda lines=lines: read_letter(letter(lines))) for lines in (100, 400))
    assert many < 2 * few
