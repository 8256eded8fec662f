"""Where a signature begins: the standard delimiter, phones' own lines, closing formulas, disclaimers."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"\s*(?:--\s?|—|––|-- ?\xa0|\*--\*|_{2,3}|-{2,3})\s*")
_RULE = re.compile(r"\s*[_=*-]{4,200}\s*")
_SENT_FROM = re.compile(
    r"[\s>*_(<]{0,4}(?:"
    r"envoy[ée]e? (?:de|depuis|[àa] partir d[e'’u]|avec|via|par|from)\b|sent (?:from|via|with|using|by)\b|t[ée]l[ée]charge[rz] outlook|"
    r"obten(?:ir|ez) outlook|get outlook for|outlook (?:pour|for) (?:ios|android)|"
    r"enviado (?:desde|do|a partir do|de) |von mein\w+ .{2,30} gesendet|gesendet (?:von|mit)\b|verzonden (?:vanaf|met|vanuit)|"
    r"inviato d(?:a|al|allo)\b|wysłane? z\b|skickat från|sendt fra|lähetetty |отправлено (?:с|из)\b|iphone'umdan gönderildi|"
    r"从我的|發自我的|发自我的|iphoneから送信|odesláno z|trimis de pe|enviat des|"
    r"provenance : courrier|courrier pour windows|r[ée]dig[ée] sur mon"
    r")",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:tr[èe]s |bien |tr[èe]s bien )?(?:cordialement|respectueusement|sinc[èe]rement|amicalement)|cdlt|cdt|bien [àa] vous|"
    r"(?:mes |nos |avec mes |avec nos )?(?:meilleures|sinc[èe]res|respectueuses|cordiales|distingu[ée]es)? ?salutations(?: distingu[ée]es| respectueuses| cordiales)?|"
    r"(?:mes |nos )?respects|bien cordialement [àa] vous|(?:bonne|belle|excellente) (?:journ[ée]e|soir[ée]e|r[ée]ception)(?: [àa] vous)?|"
    r"(?:with )?(?:best|kind|warm|many|kindest|warmest)(?: (?:regards|wishes|thanks))|regards|best|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|"
    r"cheers|mit freundlichen gr[üu](?:ß|ss)en|viele gr[üu](?:ß|ss)e|mfg|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|"
    r"atenciosamente|met vriendelijke groet(?:en)?|pozdrawiam|med vänlig hälsning|(?:venlig |med venlig )?hilsen|[mvk]v?h|z powa[żz]aniem|pozdrawiam serdecznie|с уважением)"
    r"(?: et (?:bonne|belle) (?:journ[ée]e|soir[ée]e))?\s*[,.!;]{0,3}\s*",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\s*[*_>(]{0,4}\s*(?:(?:ce|le pr[ée]sent) (?:message|courriel|mail|e-?mail|courrier)(?: [ée]lectronique)?(?: \([^)]{1,60}\))?(?:,? (?:et|ainsi que) |"
    r" est (?:confidentiel|[ée]tabli|exclusivement)| (?:est )?(?:susceptible|strictement)| peut contenir| contient des informations (?:confid|priv))|"
    r"(?:p )?(?:avant d['’]imprimer|pensez [àa] l['’]environnement|n['’]imprimez (?:ce|pas)|adoptez l['’][ée]co|merci de n['’]imprimer)|"
    r"les informations contenues dans (?:ce|cet|cette)|"
    r"this (?:e-?mail|message|communication)(?: message)?(?:,? (?:and|including|with)| is (?:confidential|intended)| may contain| contains confid)|"
    r"(?:confidentiality|privacy) notice|avis de confidentialit[ée]|clause de confidentialit[ée]|please consider the environment|"
    r"the information (?:contained )?in this|si vous n['’][êe]tes pas (?:le|la|les) destinataire|"
    r"(?:sans virus|virus-free|garanti sans virus)|l['’]absence de virus dans ce courrier|diese e-?mail (?:enth|kann))",
    re.IGNORECASE,
)
_DASH_NAME = re.compile(r"\s*[-–—~]\s?[^\W\d_][\w.'’-]{1,30}(?: [^\W\d_][\w.'’-]{0,30}){0,3}\s*")
_NOTE = re.compile(r"\s*(?:p\.?\s?s\.?|nb|n\.b\.)\s*[:：.)-]", re.IGNORECASE)

_SHORT = 100
_MOST_LINES = 20


def is_sent_from(line: str) -> bool:
    """« Envoyé de mon iPhone », « Get Outlook for Android »…, not a sentence that begins so."""
    if len(line) > 140 or not _SENT_FROM.match(line):
        return False
    bare = re.sub(r"<[^>]{0,120}>|\[[^\]]{0,120}\]|\(?https?://\S{1,120}", "", line).strip(" *_<>")
    return (
        "," not in bare and len(bare.split()) <= 12 and not re.search(r"[.?!]\s+\w", bare) and "?" not in bare
    )


def is_disclaimer(line: str) -> bool:
    """Whether a confidentiality notice or a plea for trees begins here."""
    # Cut, and without its first blanks: two places of the pattern could share a run of them in every way.
    return bool(_DISCLAIMER.match(line.lstrip()[:400]))


def is_closing(line: str) -> bool:
    """« Cordialement, » alone on its line, or its like."""
    return len(line) <= 80 and bool(_CLOSING.fullmatch(line))


def is_delimiter(line: str) -> bool:
    """« -- » and what people make of it."""
    return len(line) <= 10 and bool(_DELIMITER.fullmatch(line))


def is_rule(line: str) -> bool:
    """A drawn line: underscores, dashes, stars."""
    return len(line) <= 200 and bool(_RULE.fullmatch(line))


def signature_start(lines: list[str]) -> int:
    """Where the signature at the end of `lines` begins; len(lines) when there is none.

    `lines` is new text only. A delimiter counts when something short follows; a closing formula when
    only short lines follow; a phone's line and a disclaimer always.
    """
    count = len(lines)
    # Numbers of non-empty lines, and of long ones, after each position: one pass, from the end.
    filled = [0] * (count + 1)
    long = [0] * (count + 1)
    for index in range(count - 1, -1, -1):
        stripped = lines[index].strip()
        filled[index] = filled[index + 1] + bool(stripped)
        long[index] = long[index + 1] + (len(stripped) > _SHORT)
    tail = count
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if is_sent_from(line) or is_disclaimer(line):
            tail = index
            break
        if is_delimiter(line) and 0 < filled[index + 1] <= _MOST_LINES:
            tail = index
            break
    start = tail
    for index in range(max(0, tail - 40), tail):
        line = lines[index]
        after = filled[index + 1] - filled[tail]
        crowded = long[index + 1] - long[tail]
        if is_closing(line) and after <= 14 and not crowded and not _speaks(lines[index + 1 : tail]):
            return index
        is_named = bool(_DASH_NAME.fullmatch(line)) and (index == 0 or not lines[index - 1].strip())
        if is_named and after <= 6 and not crowded and _is_footer(lines[index + 1 : tail]):
            return index
        if is_rule(line) and after <= 8 and not crowded and index and not lines[index - 1].strip():
            return index
    return start


def _speaks(lines: list[str]) -> bool:
    """Whether the lines after a closing formula go on talking: a postscript, a question, sentences."""
    sentences = sum(1 for line in lines if len(line.split()) > 9)
    return sentences > 1 or any(_NOTE.match(line) or line.rstrip().endswith("?") for line in lines)


def _is_footer(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return not filled or is_rule(filled[0]) or is_delimiter(filled[0])
