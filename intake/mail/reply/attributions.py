"""Lines by which mail programs announce what they quote, in the languages people write to a town hall in.

« Le mar. 3 nov. 2026 à 10:12, X <a@b> a écrit : » : a date or an address, a verb of writing, a colon, on one
to five lines. Each test looks at a few lines of at most 400 characters, so that the whole is linear.
"""

from __future__ import annotations

import re

_LONGEST = 400
_MOST_LINES = 5

_VERBS = re.compile(
    r"(?<![\w'’])(?:wrote|writes|schrieb|geschrieben|schreef|a [ée]crit|avez [ée]crit|escribi[oó]|escribi[óo]|ha escrit|"
    r"escreveu|ha scritto|skrev|kirjoitti|napisa[łl](?:\([ao]\)|a)?|pisze|napsal(?:a|\(a\))?|nap[íi]sal(?:a|\(a\))?|"
    r"написа[лв](?:а|\(а\))?|пише[тш]?|[íi]rta|yazdı|a scris|έγραψε|đã viết|kirjutas|parašė|rakst[īi]ja|je napisa[lo](?:/la)?|"
    r"je napisao|napisao|crivit|sent|kirjoittaa|skrifaði|scribis)(?![\w])"
    r"|写道|寫道|のメッセージ|さんは書きました|님이 작성|作成|כתב|كتب|เขียน",
    re.IGNORECASE,
)
# « la mairie m'a écrit : » and « vous nous avez écrit » are people's own words, not a program's.
_OWN_WORDS = re.compile(
    r"\b(?:m|l|t|s)['’]a [ée]crit|\b(?:nous|lui|leur) a(?:vez|vait)? [ée]crit|(?<!, )\bvous a(?:vez|vait)? [ée]crit",
    re.IGNORECASE,
)
_STARTER = re.compile(
    r"(?:on|le|am|um|op|el|em|il|w dniu|dnia|den|den|p[åa]|dne|ve|於|在|în data|în|в|у|à|al|a la|in data|il giorno|"
    r"tarih|vào|on the|en date du|en date de|lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|quoting|"
    r"в сообщении|ons|tis|tors|fre|man|tir|lør|søn|mån|lör|sön|ma|ti|ke|to|pe|la|su|pon|wt|śr|czw|pt|sob|nd|[\"“'<«]?\w)",
    re.IGNORECASE,
)
_REAL_START = re.compile(
    r"[-> ]{0,6}(?:(?:on|le|am|op|el|em|il giorno|w dniu|dnia|den|p[åa]|dne) (?:[^\W\d_]{2,12}[.,]{0,2} )?\d|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\s(?:On|Le|Am|El|Il giorno|Op|Em) (?:[^\W\d_]{2,10}[.,]{0,2} ?)?\d{1,2}|\s(?:On|Le) [A-Za-z]{3}, [A-Z][a-z]{2} \d"
)
_TIME = re.compile(r"\d{1,2}\s?[:.hH]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b|\d{1,2}[时点時]", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[/.年-]\s?\d{1,2}[/.月-]\s?\d{1,4}|\b(?:19|20)\d{2}\b|\d{1,2}[. ]+\w{3,10}\.?")
_DIGIT = re.compile(r"\d")
_DATE_FIRST = re.compile(r"[\"'(]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b")
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,128}|<mailto:")
_ENDS = re.compile(r"[:：]\s*(?:[\"“«]\s*)?$")
# What an attribution can end with: looked at first, because nearly no other line does.
_LAST = (":", "：", ">", "-", "_", "*", '"', "“", "«", "(a)", "=", "wrote", "écrit")
_DASHES = re.compile(r"^\s*[-=_*~]{2,40}\s*|\s*[-=_*~]{2,40}\s*$")
_CAPS = re.compile(r"^\s*[>*_\s-]*")


def attribution_length(lines: list[str], at: int) -> int:
    """How many lines from `at` are one attribution (1 to 5), 0 when they are none.

    What follows is looked at only by the caller: an attribution without time or address counts here when a
    date stands in it.
    """
    first = lines[at]
    if not first or len(first) > _LONGEST or not _STARTER.match(_CAPS.sub("", first)):
        return 0
    joined = ""
    blanks = 0
    for count in range(_MOST_LINES):
        if at + count >= len(lines):
            break
        line = lines[at + count].strip()
        if not line:
            blanks += 1
            if blanks > 1 or count == 0:
                break
            continue
        if line[0] == ">" and count and joined.count("<") <= joined.count(">"):
            # « … a » and then « > écrit : »: the end was quoted with the rest.
            end = line.strip("> ")
            return (
                count + 1 if len(end) < 30 and end.endswith(":") and is_attribution(f"{joined} {end}") else 0
            )
        joined = f"{joined} {line}".strip() if joined else line
        if len(joined) > _LONGEST:
            break
        if count == 0 and _REAL_START.match(line) and _runs_on(line):
            return 1
        if line.endswith(_LAST) and is_attribution(joined):
            return 0 if _begins_later(lines, at, count) else count + 1
        if line[-1] in ":：" or (count == 0 and not _may_go_on(joined)):
            break
    return 0


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
    """Whether one joined line announces a quote."""
    text = text.replace("\xa0", " ").replace("\u202f", " ").strip()
    bare = _DASHES.sub("", text).strip(" *_")
    dashed = bare != text and len(text) - len(bare) >= 4
    verb = _VERBS.search(bare)
    has_address = "@" in bare and bool(_ADDRESS.search(bare))
    has_time = bool(_TIME.search(bare))
    if verb:
        is_closed = bool(_ENDS.search(bare)) or dashed or bare.endswith((">", "napisał(a)"))
        if not is_closed and not (has_address and has_time and verb.end() == len(bare)):
            return False
        if _OWN_WORDS.search(bare):
            return False
        return has_address or has_time or bool(_DATE.search(bare))
    # « 2026-11-03 8:48 GMT+01:00 X <a@b>: », « 3/11/2026 10:12, X <a@b> »: a date first, then an address last.
    # « ср, 30 апр. 2026 г. в 15:19, X <a@b>: » : when and who to the minute, and a colon.
    if not has_address or not re.search(r">\s*[:：]?$", bare):
        return False
    return bool(_DATE_FIRST.match(bare)) or (has_time and bool(_DATE.search(bare)) and bare[-1] in ":：")


def is_bare_attribution(line: str) -> bool:
    """« Jeanne Dupont a écrit : » without date or address: counts only when quoted lines follow."""
    text = line.replace("\xa0", " ").replace("\u202f", " ").strip()
    if len(text) > 120 or not _ENDS.search(text) or _OWN_WORDS.search(text):
        return False
    found = list(_VERBS.finditer(text))
    return bool(found) and len(text[found[-1].end() :].strip(" :：")) < 60


def shared_line(line: str) -> int:
    """Where an attribution begins that stands on one line with new text before it, 0 when none does."""
    if len(line) > _LONGEST or not line.rstrip().endswith(_LAST):
        return 0
    found = _INSIDE.search(line, 1)
    return found.start() + 1 if found and is_attribution(line[found.start() + 1 :]) else 0


def is_sure(text: str) -> bool:
    """Whether the attribution holds by itself, without quoted lines after it: who or when to the minute."""
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    return bool(
        _ADDRESS.search(text)
        or _TIME.search(text)
        or re.match(r"\s*(?:on|le) .{0,60}\d", text, re.IGNORECASE)
    )
