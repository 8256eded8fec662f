"""Lines by which mail programs announce what they quote, in the languages people write to a town hall in.

« Le mar. 3 nov. 2026 à 10:12, X <a@b> a écrit : » : a date or an address, a verb of writing, a colon, on one
to five lines. Each test looks at a few lines of at most 400 characters, so that the whole is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 400
_MOST_LINES = 5

# verb      = "wrote" / "a écrit" / … as a word of its own; words without blanks between them anywhere
_VERBS = re.compile(
    r"(?<![\w'’])(?:wrote|writes|schrieb|geschrieben|geschreven|schreef|a [ée]crit|avez "
    r"[ée]crit|escribi[oó]|escribi[óo]|ha escrit|"
    r"escreveu|ha scritto|skrev|kirjoitti|napisa[łl](?:\([ao]\)"
    r"|a)?|pisze|napsal(?:a|\(a\))?|nap[íi]sal(?:a|\(a\))?|"
    r"написа[лв](?:а|\(а\))?|пише[тш]?|[íi]rta|yazdı|a scris|έγραψε|đã viết|kirjutas|parašė|rakst[īi]ja"
    r"|je napisa[lo](?:/la)?|"
    r"je napisao|napisao|crivit|sent|va escriure|idatzi du|menulis|huet geschriwwen|kirjoittaa|skrifaði"
    r"|scribis)(?![\w])"
    r"|写道|寫道|のメッセージ|さんは書きました|書きました|작성|作成|כתב|كتب|เขียน",
    re.IGNORECASE,
)
# « la mairie m'a écrit : » and « vous nous avez écrit » are people's own words, not a program's.
_OWN_WORDS = re.compile(
    r"\b(?:m|l|t|s)['’]a [ée]crit|\b(?:nous|lui|leur) a(?:vez|vait)? [ée]crit|(?<!, )\bvous "
    r"a(?:vez|vait)? [ée]crit",
    re.IGNORECASE,
)
# starter   = [quotation mark] letter / digit: what any attribution begins with, its fence and bars aside
_STARTER = re.compile(r"[\"“'<«]?\w")
# start     = *6("-" / ">" / " ") ( preposition [weekday] digit / ISO date / numeric date )
_REAL_START = re.compile(
    r"[-> ]{0,6}(?:(?:on|le|am|op|el|em|il giorno|w dniu|dnia|den|p[åa]|dne) (?:[^\W\d_]{2,12}[.,]{0,2} "
    r")?\d|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})",
    re.IGNORECASE,
)
# inside    = blank preposition [weekday] day: where an announcement may begin behind new words
_INSIDE = re.compile(
    r"\s(?:On|Le|Am|El|Il giorno|Op|Em) (?:[^\W\d_]{2,10}[.,]{0,2} ?)?\d{1,2}|\s(?:On|Le) [A-Za-z]{3}, "
    r"[A-Z][a-z]{2} \d"
)
# time      = 1*2DIGIT (":" / "." / "h") 2DIGIT / 1*2DIGIT ("am" / "pm") / 1*2DIGIT ("时" / "点" / "時")
_TIME = re.compile(r"\d{1,2}\s?[:.hH]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b|\d{1,2}[时点時]", re.IGNORECASE)
# date      = 3 numbers between "/", ".", "-", "年月" / a year / day and month name
_DATE = re.compile(r"\d{1,4}[/.年-]\s?\d{1,2}[/.月-]\s?\d{1,4}|\b(?:19|20)\d{2}\b|\d{1,2}[. ]+\w{3,10}\.?")
_DIGIT = re.compile(r"\d")
# date-first = [quotation mark] ISO or numeric date
_DATE_FIRST = re.compile(r"[\"'(]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b")
# address   = 1*64 ( any but blank, "@", "<", ">" ) "@" 1*128 ( the same ) / "<mailto:"
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,128}|<mailto:")
# address-last = ">" [":"] at the end
_ADDRESS_LAST = re.compile(r">\s*[:：]?$")
# ends      = ":" [opening quotation mark] at the end
_ENDS = re.compile(r"[:：]\s*(?:[\"“«]\s*)?$")
# What an attribution can end with: looked at first, because nearly no other line does.
_LAST = (":", "：", ">", "-", "_", "*", '"', "“", "«", "(a)", "=", "wrote", "écrit", "geschreven", "작성")
# fence     = 2*40 drawn characters at either end
_DASHES = re.compile(r"^\s*[-=_*~]{2,40}\s*|\s*[-=_*~]{2,40}\s*$")
# fenced    = 3*40 drawn characters, words of 3 to 120 characters, 3*40 drawn characters
_FENCED = re.compile(r"\s{0,8}[-=_*~]{3,40}\s{0,4}([^-=_*~\s].{1,118}[^-=_*~\s])\s{0,4}[-=_*~]{3,40}\s{0,8}")
# A name of one to four words before the last colon.
_NAMED_LAST = re.compile(r"(?:\s[^\W\d_][\w.'’-]{1,40}){1,4}\s?[:：]$")
# caps      = blanks, ">", "*", "_", "-" at the start
_CAPS = re.compile(r"^\s*[>*_\s-]*")


def attribution_length(lines: list[str], at: int) -> int:
    """How many lines from `at` are one attribution (1 to 5), 0 when they are none.

    Looks at five lines and 400 characters at most. What follows is looked at only by the caller: an
    attribution without time or address counts here when a date stands in it.
    """
    first = lines[at]
    if not first.strip() or len(first) > _LONGEST or not _STARTER.match(_CAPS.sub("", first)):
        return 0
    joined = ""
    for count, line in enumerate(_closely_set(lines, at)):
        if not line:
            continue
        if line[0] == ">" and count and joined.count("<") <= joined.count(">"):
            return count + 1 if _is_quoted_end(joined, line) else 0
        joined = f"{joined} {line}".strip()
        if len(joined) > _LONGEST:
            return 0
        if count == 0 and _REAL_START.match(line) and _runs_on(line):
            return 1
        if line.endswith(_LAST) and is_attribution(joined):
            return 0 if _begins_later(lines, at, count) else count + 1
        if _cannot_go_on(line, joined, is_first=count == 0):
            return 0
    return 0


def _closely_set(lines: list[str], at: int) -> Iterator[str]:
    """The lines from `at` that can be one attribution, stripped: five, one of them empty at most."""
    blanks = 0
    for line in lines[at : at + _MOST_LINES]:
        bare = line.strip()
        blanks += not bare
        if blanks > 1:
            return
        yield bare


def _is_quoted_end(joined: str, line: str) -> bool:
    """« … a » and then « > écrit : »: the end of the attribution was quoted with the rest."""
    end = line.strip("> ")
    return len(end) < 30 and end.endswith(":") and is_attribution(f"{joined} {end}")


def _cannot_go_on(line: str, joined: str, *, is_first: bool) -> bool:
    return line[-1] in ":：" or (is_first and not _may_go_on(joined))


def _runs_on(line: str) -> bool:
    """« Le mar. 3 nov. 2026 à 10:12, X<a@b> a écrit :   Bonjour » : the quote begins on the same line."""
    verb = _VERBS.search(line)
    if verb is None or not (colon := re.match(r"\s?:\s{2,}\S", line[verb.end() :])):
        return False
    return bool(_ADDRESS.search(line[: verb.start()])) and is_attribution(
        line[: verb.end() + colon.end() - 1].rstrip()
    )


def _begins_later(lines: list[str], at: int, count: int) -> bool:
    """Whether the attribution found in lines `at` to `at + count` begins only at a later one of them."""
    for skipped in range(1, count + 1):
        rest = " ".join(lines[at + skipped : at + count + 1]).strip()
        if _REAL_START.match(rest) and is_attribution(rest):
            return True
    return False


def _may_go_on(text: str) -> bool:
    """Whether an attribution may have begun: a date, a time or an address stands in its first line."""
    if "@" in text or "<" in text:
        return True
    return bool(_DIGIT.search(text)) and bool(_DATE.search(text) or _TIME.search(text))


def is_attribution(text: str) -> bool:
    """Whether one joined line announces a quote.

    attribution = ( when / who ) verb-of-writing ":"      "Le 3 nov. 2026 à 10:12, X <a@b> a écrit :"
                / date … "<" address ">" [":"]            "3/11/2026 10:12, X <a@b>:" Linear in `text`.
    """
    if len(text) > _LONGEST + 40:
        return False
    text = text.replace("\xa0", " ").replace("\u202f", " ").strip()
    bare = _DASHES.sub("", text).strip(" *_")
    is_fenced = bare != text and len(text) - len(bare) >= 4
    if verb := _VERBS.search(bare):
        return _is_written(bare, verb, is_fenced=is_fenced)
    return _is_dated_address(bare)


def _is_written(bare: str, verb: re.Match[str], *, is_fenced: bool) -> bool:
    """With a verb of writing: closed by a colon or a fence, not a person's own words, and who or when in
    it.
    """
    has_address = "@" in bare and bool(_ADDRESS.search(bare))
    has_time = bool(_TIME.search(bare))
    is_closed = bool(_ENDS.search(bare)) or is_fenced or bare.endswith((">", "napisał(a)"))
    if not is_closed and not (has_address and has_time and verb.end() == len(bare)):
        return False
    if _OWN_WORDS.search(bare):
        return False
    return has_address or has_time or bool(_DATE.search(bare))


def _is_dated_address(bare: str) -> bool:
    """« 2026-11-03 8:48 GMT+01:00 X <a@b>: », « ср, 30 апр. 2026 г. в 15:19, X <a@b>: »: no verb, an address
    last.
    """
    if "@" not in bare or not _ADDRESS.search(bare) or not _ADDRESS_LAST.search(bare):
        return False
    if _DATE_FIRST.match(bare):
        return True
    return bare[-1] in ":：" and bool(_TIME.search(bare)) and bool(_DATE.search(bare))


def is_bare_attribution(line: str) -> bool:
    """« Jeanne Dupont a écrit : » without date or address: counts only when quoted lines follow.

    Linear in `line`.
    """
    text = line.replace("\xa0", " ").replace("\u202f", " ").strip()
    if len(text) > 120 or not _ENDS.search(text) or _OWN_WORDS.search(text):
        return False
    found = list(_VERBS.finditer(text))
    return bool(found) and len(text[found[-1].end() :].strip(" :：")) < 60


def is_dated_name(line: str) -> bool:
    """« 2019-11-05 16:40 GMT+01:00 Jeanne Dupont : »: date, time and name; counts only when quoted lines
    follow. Linear in `line`.
    """
    text = line.replace("\xa0", " ").replace("\u202f", " ").strip()
    if len(text) > 120 or not _ENDS.search(text) or not _REAL_START.match(text) or not _TIME.search(text):
        return False
    return bool(_NAMED_LAST.search(text))


def fenced_words(line: str) -> str:
    """The words of a line drawn as « ------ words ------ », '' when it is none. Linear in `line`."""
    found = _FENCED.fullmatch(line) if len(line) <= 200 else None
    return found[1] if found else ""


def is_fenced_attribution(line: str) -> bool:
    """« ---- Gaëlle Prigent a écrit ---- »: a verb of writing ends the words between two fences.

    Linear in `line`.
    """
    words = fenced_words(line)
    verb = _VERBS.search(words) if words else None
    return verb is not None and not words[verb.end() :].strip(" :：") and not _OWN_WORDS.search(words)


def shared_line(line: str) -> int:
    """Where an attribution begins that stands on one line with new text before it, 0 when none does.

    Linear in `line`.
    """
    if len(line) > _LONGEST or not line.rstrip().endswith(_LAST):
        return 0
    found = _INSIDE.search(line, 1)
    return found.start() + 1 if found and is_attribution(line[found.start() + 1 :]) else 0


def is_sure(text: str) -> bool:
    """Whether the attribution holds by itself, without quoted lines after it: who or when to the minute.

    Linear in `text`.
    """
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    return bool(
        _ADDRESS.search(text)
        or _TIME.search(text)
        or re.match(r"\s*(?:on|le) .{0,60}\d", text, re.IGNORECASE)
    )
