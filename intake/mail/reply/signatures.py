"""Where a signature begins: the standard delimiter, phones' own lines, closing formulas, disclaimers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# delimiter  = "--" [blank] / a dash / 2*3 drawn characters, alone on the line (RFC 3676 §4.3,
# and its misspellings)
_DELIMITER = re.compile(r"\s*(?:--\s?|—|––|-- ?\xa0|\*--\*|_{2,3}|-{2,3})\s*")
# rule       = 4*200 drawn characters, alone on the line
_RULE = re.compile(r"\s*[_=*-]{4,200}\s*")
# sent-from  = *4 marks, "Envoyé de" / "Sent from" / … and the device:
# looked for at the start of 140 characters
_SENT_FROM = re.compile(
    r"[\s>*_(<]{0,4}(?:"
    r"envoy[ée]e? (?:de|depuis|[àa] partir d[e'’u]|avec|via|par|from)\b|sent "
    r"(?:from|via|with|using|by)\b|t[ée]l[ée]charge[rz] outlook|"
    r"obten(?:ir|ez) outlook|get outlook for|outlook (?:pour|for) (?:ios|android)|"
    r"enviado (?:desde|do|a partir do|de) |von mein\w+ .{2,30} gesendet|gesendet "
    r"(?:von|mit)\b|verzonden (?:vanaf|met|vanuit)|"
    r"inviato d(?:a|al|allo)\b|wysłane? z\b|skickat från|sendt fra|lähetetty |отправлено "
    r"(?:с|из)\b|iphone'umdan gönderildi|"
    r"从我的|發自我的|发自我的|iphoneから送信|odesláno z|trimis de pe|enviat des|"
    r"provenance : courrier|courrier pour windows|r[ée]dig[ée] sur mon"
    r")",
    re.IGNORECASE,
)
# closing    = [adverb] formula ["et bonne journée"] *3 punctuation, alone on a line of 80 characters
_FORMULA = (
    r"(?:(?:tr[èe]s |bien |tr[èe]s bien )?(?:cordialement|respectueusement"
    r"|sinc[èe]rement|amicalement)|cdlt|cdt|bien [àa] vous|"
    r"(?:mes |nos |avec mes |avec nos )?(?:meilleures|sinc[èe]res|respectueuses"
    r"|cordiales|distingu[ée]es)? ?salutations(?: distingu[ée]es| respectueuses| cordiales)?|"
    r"(?:mes |nos )?respects|bien cordialement [àa] vous|(?:bonne|belle|excellente) "
    r"(?:journ[ée]e|soir[ée]e|r[ée]ception)(?: [àa] vous)?|"
    r"(?:with )?(?:best|kind|warm|many|kindest|warmest)(?: (?:regards|wishes|thanks))|regards"
    r"|best|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|"
    r"cheers|mit freundlichen gr[üu](?:ß|ss)en|viele gr[üu](?:ß|ss)e|mfg|(?:un )?(?:cordial "
    r")?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|"
    r"atenciosamente|met vriendelijke groet(?:en)?|pozdrawiam|med vänlig hälsning|(?:venlig |med venlig "
    r")?hilsen|[mvk]v?h|z powa[żz]aniem|pozdrawiam serdecznie|с уважением)"
    r"(?: et (?:bonne|belle) (?:journ[ée]e|soir[ée]e))?"
)
_CLOSING = re.compile(rf"\s*{_FORMULA}\s*[,.!;]{{0,3}}\s*", re.IGNORECASE)
# signed     = closing, *2 punctuation, 1 to 4 words that begin by a capital: a name on the same line
_SIGNED = re.compile(
    rf"\s*(?i:{_FORMULA})\s?[,.!;–-]{{0,2}}\s{{1,3}}[^\W\d_a-zß-öø-ÿ][\w.'’-]{{0,30}}(?: "
    rf"[^\W\d_a-zß-öø-ÿ][\w.'’-]{{0,30}}){{0,3}}\s*"
)
# disclaimer = *4 marks, the first words of a confidentiality notice or of a plea for trees, in 400 characters
_DISCLAIMER = re.compile(
    r"\s*[*_>(]{0,4}\s*(?:(?:ce|le pr[ée]sent) (?:message|courriel|mail|e-?mail|courrier)(?: "
    r"[ée]lectronique)?(?: \([^)]{1,60}\))?(?:,? (?:et|ainsi que) |"
    r" est (?:confidentiel|[ée]tabli|exclusivement)| (?:est )?(?:susceptible|strictement)| peut "
    r"contenir| contient des informations (?:confid|priv))|"
    r"(?:p )?(?:avant d['’]imprimer|pensez [àa] l['’]environnement|n['’]imprimez (?:ce|pas)|adoptez "
    r"l['’][ée]co|merci de n['’]imprimer)|"
    r"les informations contenues dans (?:ce|cet|cette)|"
    r"this (?:e-?mail|message|communication)(?: message)?(?:,? (?:and|including|with)| is "
    r"(?:confidential|intended)| may contain| contains confid)|"
    r"(?:confidentiality|privacy) notice|avis de confidentialit[ée]|clause de confidentialit[ée]|please "
    r"consider the environment|"
    r"the information (?:contained )?in this|si vous n['’][êe]tes pas (?:le|la|les) destinataire|"
    r"(?:sans virus|virus-free|garanti sans virus)|l['’]absence de virus dans ce courrier|diese e-?mail "
    r"(?:enth|kann))",
    re.IGNORECASE,
)
# dash-name  = a dash or a tilde, 1 to 4 words; slash-name = "/",
# 1 to 3 words that begin by a capital (Nordic)
_DASH_NAME = re.compile(r"\s*[-–—~]\s?[^\W\d_][\w.'’-]{1,30}(?: [^\W\d_][\w.'’-]{0,30}){0,3}\s*")
_SLASH_NAME = re.compile(r"\s*/ ?[^\W\d_a-zß-öø-ÿ][\w.'’-]{1,30}(?: [^\W\d_a-zß-öø-ÿ][\w.'’-]{0,30}){0,2}\s*")
# note       = "PS" / "NB", a colon, a full stop or a dash
_NOTE = re.compile(r"\s*(?:p\.?\s?s\.?|nb|n\.b\.)\s*[:：.)-]", re.IGNORECASE)
# name       = 2 to 4 words, each beginning by a capital; reach = a telephone number, an address or a site
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.'’-]{0,30}(?: [^\W\d_a-zß-öø-ÿ][\w.'’-]{0,30}){1,3}")
_REACH = re.compile(r"(?:\d[ .-]?){8,14}|[^\s@]{1,64}@[^\s@]{3,128}|www\.|https?://")

_SHORT = 100
_MOST_LINES = 20
_LOOKED_AT = 40
_FENCED_LINES = 20


def is_sent_from(line: str) -> bool:
    """« Envoyé de mon iPhone », « Get Outlook for Android »…, not a sentence that begins so.

    Linear in `line`.
    """
    if len(line) > 140 or not _SENT_FROM.match(line):
        return False
    bare = re.sub(r"<[^>]{0,120}>|\[[^\]]{0,120}\]|\(?https?://\S{1,120}", "", line).strip(" *_<>")
    return (
        "," not in bare and len(bare.split()) <= 12 and not re.search(r"[.?!]\s+\w", bare) and "?" not in bare
    )


def is_disclaimer(line: str) -> bool:
    """Whether a confidentiality notice or a plea for trees begins here. Linear in `line`."""
    # Cut, and without its first blanks: two places of the pattern could share a run of them in every way.
    return bool(_DISCLAIMER.match(line.lstrip()[:400]))


def is_closing(line: str) -> bool:
    """« Cordialement, » alone on its line, or its like; « Bien cordialement, Jeanne Dupont » too.

    Linear in `line`.
    """
    return len(line) <= 80 and bool(_CLOSING.fullmatch(line) or _SIGNED.fullmatch(line))


def is_delimiter(line: str) -> bool:
    """« -- » and what people make of it. Linear in `line`."""
    return len(line) <= 10 and bool(_DELIMITER.fullmatch(line))


def is_rule(line: str) -> bool:
    """A drawn line: underscores, dashes, stars. Linear in `line`."""
    return len(line) <= 200 and bool(_RULE.fullmatch(line))


def is_contact_block(lines: list[str]) -> bool:
    """Whether the lines are but a name, a function and how to reach it: a signature without any delimiter.

    Linear in `lines`.
    """
    filled = [bare for line in lines if (bare := line.strip())]
    if not 2 <= len(filled) <= 6 or any(len(line) > 60 or line[-1] in ".?!:" for line in filled):
        return False
    return bool(_NAME.fullmatch(filled[0])) and any(_REACH.search(line) for line in filled[1:])


def signature_start(lines: list[str]) -> int:
    """Where the signature at the end of `lines` begins; len(lines) when there is none.

    `lines` is new text only. A delimiter counts when something short follows; a closing formula when only
    short lines follow; a phone's line and a disclaimer always, unless fenced off from sentences below. Each
    line is looked at once; only the last 40 before the first sure end are asked the questions of
    `_BEGINNINGS`, each of which looks at 40 lines at most.
    """
    text = _Text.of([line.strip() for line in lines])
    tail = next((at for at in range(len(lines)) if _surely_ends(text, at)), len(lines))
    for at in range(max(0, tail - _LOOKED_AT), tail):
        if any(begins(text, at, tail) for begins in _BEGINNINGS):
            return at
    return tail


@dataclass(frozen=True, slots=True)
class _Text:
    """New text, its lines stripped, with what stands below each line counted in one pass from the end."""

    lines: list[str]
    #: Numbers of lines that are not empty, and of long ones, from each position to the end.
    filled: list[int]
    long: list[int]
    #: Positions within a block between two drawn lines below which somebody goes on talking.
    fenced: set[int]

    @classmethod
    def of(cls, lines: list[str]) -> _Text:
        filled = [0] * (len(lines) + 1)
        long = [0] * (len(lines) + 1)
        for at in range(len(lines) - 1, -1, -1):
            filled[at] = filled[at + 1] + bool(lines[at])
            long[at] = long[at + 1] + (len(lines[at]) > _SHORT)
        return cls(lines, filled, long, _fenced(lines))

    def below(self, at: int, tail: int) -> int:
        """How many lines that are not empty stand between line `at` and `tail`; many when one of them is
        long.
        """
        if self.long[at + 1] > self.long[tail]:
            return len(self.lines)
        return self.filled[at + 1] - self.filled[tail]

    def is_first_of_paragraph(self, at: int) -> bool:
        """Whether it is the first line of all or stands below an empty one."""
        return at == 0 or not self.lines[at - 1]


def _fenced(lines: list[str]) -> set[int]:
    """Where text stands between two rules of one kind, when sentences follow below: an advertisement, a
    notice.
    """
    last_sentence = max((at for at, line in enumerate(lines) if _is_sentence(line)), default=-1)
    fenced: set[int] = set()
    opened: int | None = None
    for at, line in enumerate(lines):
        if not is_rule(line):
            continue
        if opened is not None and lines[opened][0] == line[0] and 1 < at - opened <= _FENCED_LINES:
            if at < last_sentence:
                fenced.update(range(opened, at + 1))
            opened = None
        else:
            opened = at
    return fenced


def _is_sentence(line: str) -> bool:
    """Whether somebody speaks in it, who is neither closing nor a notice."""
    return (
        line[-1:] in {".", "!", "?", "…"}
        and len(line[:400].split()) >= 4
        and not (is_disclaimer(line) or is_sent_from(line) or is_closing(line))
    )


def _surely_ends(text: _Text, at: int) -> bool:
    """What ends the text wherever it stands: a phone's line, a notice, a delimiter with a few lines below
    it.
    """
    line = text.lines[at]
    if not line or at in text.fenced:
        return False
    if is_sent_from(line) or is_disclaimer(line):
        return True
    return is_delimiter(line) and 0 < text.filled[at + 1] <= _MOST_LINES


def _closes(text: _Text, at: int, tail: int) -> bool:
    """« Cordialement, » and at most 14 short lines that do not go on talking."""
    return (
        is_closing(text.lines[at]) and text.below(at, tail) <= 14 and not _speaks(text.lines[at + 1 : tail])
    )


def _signs(text: _Text, at: int, tail: int) -> bool:
    """« - Jeanne » or « /Jeanne » below an empty line, and at most a footer below it."""
    line = text.lines[at]
    is_name = _SLASH_NAME.fullmatch(line) or (_DASH_NAME.fullmatch(line) and text.is_first_of_paragraph(at))
    return bool(is_name) and text.below(at, tail) <= 6 and _is_footer(text.lines[at + 1 : tail])


def _is_ruled_off(text: _Text, at: int, tail: int) -> bool:
    """A drawn line below an empty one, and at most 8 short lines."""
    return (
        at > 0
        and at not in text.fenced
        and is_rule(text.lines[at])
        and text.below(at, tail) <= 8
        and text.is_first_of_paragraph(at)
    )


#: How a signature may begin, asked of each of the last lines: (text, position, where the text ends for sure).
_BEGINNINGS: tuple[Callable[[_Text, int, int], bool], ...] = (_closes, _signs, _is_ruled_off)


def _speaks(lines: list[str]) -> bool:
    """Whether the lines after a closing formula go on talking: a postscript, a question, sentences."""
    sentences = sum(1 for line in lines if len(line.split()) > 9)
    return sentences > 1 or any(_NOTE.match(line) or line.endswith("?") for line in lines)


def _is_footer(lines: list[str]) -> bool:
    filled = [line for line in lines if line]
    return not filled or is_rule(filled[0]) or is_delimiter(filled[0])
