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
from typing import Any, get_args

import pytest

import dispatch.people.unnamed
import dispatch.rules
import intake.mail
import intake.sms
import intake.words
from dispatch.inbound.outside.their_numbers import find_their_number
from dispatch.rules.decision import Facts
from dispatch.rules.route import compile_rules, route
from dispatch.rules.themes.clause_words import phrases
from intake.doors.imap.headers import delivered_to, envelope_sender
from intake.mail.files.tnef import NoTnef
from intake.mail.parse import Unreadable, parse_mail
from intake.mail.wire.limits import DEFAULT
from intake.mail.wire.subjects import is_forward
from intake.words.sentences import LINE, PIECES, read_letter
from models.errors import GuichetError
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation.request_types import FieldKind, RequestType
from models.organisation_files.sample import load_sample
from models.settings.sms_calls import GatewayDoorSettings
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
    "plus": lambda: 1,
    "length": lambda: 8,
    "most": lambda: 80,
    "hops": lambda: 1,
    "received_above": lambda: [0],
    "transliteration": lambda: "letters",
    "act": lambda: "done",
    "settings": lambda: CALLS,
    "networks": lambda: ("192.0.2.0/24",),
}
#: What a reader takes beside it, by its type, when the name says nothing.
_OF_TYPE: dict[str, Callable[[], Any]] = {
    "Organisation": load_sample,
    "RequestType": lambda: PERMIT,
    "RequestField": lambda: PERMIT.fields[0],
    "frozenset[tuple[str, ...]]": lambda: frozenset({("merci",), ("c", "est", "bon")}),
    "Phrases": lambda: phrases("merci, c'est bon"),
    "Workflow": lambda: DEFAULT_WORKFLOW,
    "Mapping[str, str]": dict,
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
#: A type that asks for one field of each kind, and calls of a provider that wants a word in a header.
PERMIT: RequestType = RequestType.model_validate(
    {
        "key": "permis",
        "label": "Permis",
        "fields": [
            {"key": kind, "label": kind.title(), "kind": kind, "aliases": [f"le {kind}"], "required": True}
            for kind in get_args(FieldKind)
            if kind != "choice"
        ],
    }
)
CALLS: GatewayDoorSettings = GatewayDoorSettings(
    token_in="header:X-Token", message_from_path="from", message_text_path="text", list_path="results"
)
#: What reads our own lists of words, when the program starts.
_OWN_LISTS = "intake.words.lexicon"
#: The types that a hostile text can be given as.
_GIVEN: dict[str, Callable[[str], Any]] = {
    "str": lambda text: text,
    "bytes": lambda text: text.encode("utf-8", "surrogatepass"),
    "list[str]": lambda text: text.split("\n"),
    "Sequence[str]": lambda text: text.split("\n"),
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


#: Functions that take words of strangers besides what was read of them before: what tries them is the reader by
#: which those come in.
_THROUGH = {
    "dispatch.inbound.staff.own_words.holds_unseen": "mail.parse.parse_mail",
    "dispatch.inbound.staff.own_words.tapped": "mail.parse.parse_mail",
    "intake.mail.body.forwarded.message_name": "mail.parse.parse_mail",
    "intake.mail.body.html_marks.mark_of": "mail.parse.parse_bare_html",
    "intake.mail.machines.automatic.find_automatic": "mail.parse.parse_mail",
    "intake.mail.machines.bounce.find_bounce": "mail.parse.parse_mail",
    "intake.mail.machines.bounce_wording.is_report": "mail.parse.parse_mail",
    "intake.mail.machines.bounce_wording.is_machine": "mail.parse.parse_mail",
    "intake.mail.proof.signatures.read_signatures": "mail.proof.signatures.tags_of",
    "intake.mail.proof.verdict.judge": "mail.wire.authentication.word_of_relay",
    "intake.words.orders.comments.comment_of": "words.orders.read.read_order",
    "intake.words.orders.days.mark_dates": "words.orders.read.read_order",
    "intake.words.orders.limits.limit_of": "words.orders.read.read_order",
    "intake.words.orders.marked.read_marked": "words.orders.read.read_order",
    "intake.words.orders.readings.is_reported": "words.orders.read.read_order",
    "intake.words.orders.whole.told_elsewhere": "words.orders.read.read_order",
    "intake.words.orders.whole.is_whole": "words.orders.read.read_order",
    "intake.words.orders.whose_turn.waits_for": "words.orders.read.read_order",
    "intake.sms.gateway_call.text_in": "sms.gateway_call.read_items",
    "intake.sms.gateway_call.receipt_in": "sms.gateway_call.read_items",
    "dispatch.rules.themes.names_a_place": "dispatch.rules.route",
    "dispatch.rules.facts.as_told": "dispatch.rules.route",
    "dispatch.rules.facts.facts_of": "dispatch.rules.route",
    "dispatch.rules.facts.place_told": "dispatch.rules.route",
    "dispatch.rules.facts.position_of": "dispatch.rules.route",
    "dispatch.people.unnamed.civilities.places_of_named": "dispatch.people.unnamed.striking.without_people",
    "dispatch.people.unnamed.streets.names_of_streets": "dispatch.people.unnamed.striking.without_people",
}
#: Take our own keys, times and places beside, and nothing that a stranger wrote.
_OURS_ALONE = {
    *(f"dispatch.letters.filters.{name}" for name in (
        "word_to_copy", "size", "day", "in_day", "moment", "clock", "soon", "short_day", "short_moment",
    )),
    "dispatch.rules.addresses.typed.read_address",
    "dispatch.rules.agent_choice.standing_for",
    "dispatch.rules.route.meant",
    "dispatch.rules.addresses.typed.propose",
    "dispatch.rules.agent_choice.on_call",
    "dispatch.rules.agent_choice.alerted",
    "dispatch.rules.placement.type_about",
    "dispatch.rules.placement.bears_its_name",
}  # fmt: skip


def public_functions() -> dict[str, Callable[..., object]]:
    """Every public function of the modules that read words of strangers, by its whole name."""
    return {
        f"{module.__name__}.{name}": function
        for module in modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and name[0] != "_"
    }


def takes_text(function: Callable[..., object]) -> bool:
    """Whether it has to be given a text."""
    parameters = inspect.signature(function).parameters.values()
    return any(one.default is one.empty and one.annotation in _GIVEN for one in parameters)


def readers() -> dict[str, Callable[[str], object]]:
    """Every public function that has to be given text or bytes, by its name, with all else that it takes."""
    found: dict[str, Callable[[str], object]] = {}
    for name, function in public_functions().items():
        asked = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
        texts = [one for one in asked if one.annotation in _GIVEN and one.name not in _BESIDE]
        first = texts[0] if texts else next((one for one in asked[:1] if one.annotation in _GIVEN), None)
        others = [one for one in asked if one is not first]
        if name in _WRITERS or first is None or not all(map(_is_known, others)):
            continue
        found[name.removeprefix("intake.")] = _call(function, first, others)
    return found


def _is_known(one: inspect.Parameter) -> bool:
    return one.name in _BESIDE or one.annotation in _GIVEN or one.annotation in _OF_TYPE or one.name == "end"


def _call(
    function: Callable[..., object], first: inspect.Parameter, others: list[inspect.Parameter]
) -> Callable[[str], object]:
    """`function` with the hostile text first, and in every other place that nothing better is known for."""

    leads = next(iter(inspect.signature(function).parameters)) == first.name

    def beside(one: inspect.Parameter, text: str, length: int) -> Any:
        if one.name == "end":
            return length
        if one.annotation in _OF_TYPE:
            return _OF_TYPE[one.annotation]()
        return _BESIDE[one.name]() if one.name in _BESIDE else _GIVEN[one.annotation](text)

    def call(text: str) -> object:
        value = _GIVEN[first.annotation](text)
        given = {one.name: beside(one, text, len(value)) for one in others}
        try:
            result = function(value, **given) if leads else function(**{first.name: value}, **given)
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


#: How a docstring says what a reader costs: with what it grows, or where it stops.
_BOUND = re.compile(
    r"\b(?:[Ll]inear in|[Oo]ne pass|[Aa]t most|[Nn]o more than|[Nn]o longer than|looks? at (?:its|the) (?:first|last|"
    r"beginning))\b"
)


def bounded(function: Callable[..., object]) -> bool:
    """Whether its docstring states what it costs."""
    return _BOUND.search(" ".join((function.__doc__ or "").split())) is not None


def test_every_reader_says_its_bound_and_is_tried_as_its_input_grows() -> None:
    """A new one says « Linear in `text`. », or where it stops, and everything else that it takes is known here."""
    texts = {name: each for name, each in public_functions().items() if takes_text(each)}
    known = _WRITERS | _OURS_ALONE | set(_THROUGH)
    assert [name for name in texts if name.removeprefix("intake.") not in READERS and name not in known] == []
    assert [name for name, each in texts.items() if name not in known and not bounded(each)] == []
    assert [through for through in _THROUGH.values() if through not in READERS] == []
    assert len(READERS) > 230


def test_a_reader_without_a_bound_is_found() -> None:
    def reader(text: str) -> str:
        """The text, read."""
        return text

    assert takes_text(reader) and not bounded(reader)
    reader.__doc__ = "The text, read. Linear in `text`."
    assert bounded(reader)


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
