"""What stands above an earlier message when it is not cited line by line: a separator or its header block.

separator      « -----Message d'origine----- »               dashes, a word for message, dashes
header block   « De : … / Envoyé : … / À : … / Objet : … »  three names of header fields in a row
"""

from __future__ import annotations

import re

_TIME = re.compile(r"\d{1,2}\s?[:.hH]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_MESSAGE_WORD = re.compile(
    r"message|mail|courriel|nachricht|mensaje|mensagem|messaggio|bericht|wiadomo|сообщени|письм|повідомлення|zpráva|správa|"
    r"meddelande|meddelelse|melding|viesti|üzenet|mesaj|poruk|邮件|郵件|メッセージ|메시지|tin nhắn|wiadomość|"
    r"ileti|transf[ée]r[ée]|r[ée]achemin[ée]|forwarded by|inoltrat|reenviad|original|origine"
    r"|weitergeleitet|forwarded|转发|引用",
    re.IGNORECASE,
)
# separator = ["*"] 2*60 drawn, ["*"] 3 to 81 characters ["*"] 2*60 drawn ["*"] ["#"]; blanks are single here
_SEPARATED = re.compile(r"\*? ?[-_=–—]{2,60} ?\*? ?([^-_=–— ].{2,80}?) ?\*? ?[-_=–—]{2,60} ?\*? ?(?:# ?)?")
_FORWARD_STARTS = re.compile(
    r"\s*(?:d[ée]but du (?:message|courriel) (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|begin forwarded message|"
    r"anfang der weitergeleiteten (?:nachricht|e-?mail)|inizio messaggio inoltrato|inicio del mensaje "
    r"reenviado|"
    r"message transf[ée]r[ée]|forwarded message|in[íi]cio da mensagem (?:re)?encaminhada|doorgestuurd "
    r"bericht|"
    r"vidarebefordrat brev|początek przekazywanej wiadomości|videresendt (?:besked|melding))\s*[:：]?\s*",
    re.IGNORECASE,
)
# « >>> "X" <a@b> 03/11/2026 10:12 >>> » (GroupWise), « Message du 03/11/26 10:12 » (Orange, La Poste).
_GROUPWISE = re.compile(r">>> [^\n]{3,200}\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[^\n]{0,20}>>>\s*")
_ORANGE = re.compile(r"\s*message du \d{1,2}/\d{1,2}/\d{2,4}[ àh:\d]{0,12}", re.IGNORECASE)
# One word of each of these sentences, looked for first.
_ABOVE = re.compile(r"above|dessus|oberhalb|encima", re.IGNORECASE)
_REPLY_ABOVE = re.compile(
    r"(?:please )?(?:type|write|enter) your repl(?:y|ies) above this line|reply above this line|"
    r"(?:r[ée]pond(?:re|ez)|[ée]cri(?:re|vez)) (?:votre r[ée]ponse )?au[- ]dessus de cette ligne|"
    r"antworten sie (?:bitte )?oberhalb dieser (?:zeile|linie)|responda por encima de esta línea",
    re.IGNORECASE,
)

_FIELD_NAMES = {
    "from": "from de von van da od от від från fra kimden de:desde expéditeur avsändare lähettäjä "
    "mittente feladó"
    " 发件人 寄件者 差出人 보낸사람 보낸 gửi từ expediteur odesílatel nadawca remitente remetente",
    "sent": "sent date envoyé envoye gesendet datum verzonden enviado enviada data inviato wysłano sendt "
    "skickat lähetetty"
    " message_du päivämäärä fecha отправлено дата надіслано küldve dátum tarih gönderildi odesláno dato "
    "发送时间 日期 送信日時 날짜"
    " ngày envoyé_le reçu",
    "to": "to à a an aan para per do кому till til vastaanottaja kime komu címzett 收件人 宛先 받는사람 đến dest"  # noqa: E501
    " destinataire à: destinatario pour",
    "cc": "cc copie kopie kopia kopi копия 抄送 cci bcc copie_à copie_a",
    "subject": "subject objet betreff onderwerp asunto assunto oggetto temat тема ämne emne aihe konu "
    "předmět predmet tárgy"
    " 主题 件名 主旨 제목 chủ_đề sujet",
    "reply": "reply-to répondre_à antwort_an",
}
_CLASS_OF = {word.replace("_", " "): kind for kind, words in _FIELD_NAMES.items() for word in words.split()}
# A whole header block on one line, as flattened markup gives it.
_FIELD_INSIDE = re.compile(
    r"\s\*?(?:date|sent|to|subject|envoy[ée]|[àa]|objet|gesendet|an|betreff)\*?\s?:", re.IGNORECASE
)
# field-line = *20 marks, name of at most 25 characters, marks, ":", marks, value
_COLON = re.compile(r"[:：]")
_MARKS = " \t\xa0\u202f>*|_-"
_FIRST_FIELDS = {"from", "sent", "to", "subject"}


def is_separator(line: str) -> bool:
    """Whether the line is « -----Message d'origine----- », « Début du message transféré : » or the like.

    Runs of blanks are made one first: no two places of a pattern can then share them. Linear in `line`.
    """
    if len(line) > 200:
        return False
    line = " ".join(line.split())
    if found := _SEPARATED.fullmatch(line):
        return bool(_MESSAGE_WORD.search(found[1])) and len(found[1].split()) <= (
            14 if _TIME.search(found[1]) else 7
        )
    if _GROUPWISE.fullmatch(line) or _ORANGE.fullmatch(line):
        return True
    if _ABOVE.search(line) and _REPLY_ABOVE.search(line):
        return True
    return bool(_FORWARD_STARTS.fullmatch(line.strip("*_- ")))


def field_class(line: str) -> tuple[str, str]:
    """(`from`, value) for « De : X »; ('', '') when the line is no header field as quoted.

    Linear in `line`.
    """
    colon = _COLON.search(line, 0, 60) if len(line) <= 1_000 else None
    if colon is None:
        return "", ""
    name = line[: colon.start()].lstrip(_MARKS).rstrip(" \t\xa0\u202f*").replace("\xa0", " ").casefold()
    kind = _CLASS_OF.get(name) or _CLASS_OF.get(name.removesuffix(" le").removesuffix(" the").strip(), "")
    return kind, line[colon.end() :].strip().lstrip("*").strip() if kind else ""


def header_block_length(lines: list[str], at: int) -> int:
    """How many lines from `at` are the quoted header of an earlier message, 0 when they are none.

    Looks at 14 lines at most, of 1,000 characters.
    """
    kind, value = field_class(lines[at])
    if kind not in _FIRST_FIELDS:
        return 0
    if kind == "from" and "@" in value and _FIELD_INSIDE.search(value):
        return 1
    fields, end = _fields_from(lines, at)
    return end - at if _are_a_header(fields) else 0


def _fields_from(lines: list[str], at: int) -> tuple[list[tuple[str, str]], int]:
    """The fields that stand together from `at` on, and where they end.

    Between two of them may stand up to five empty lines, one before the second field, or two lines that the
    first one was folded into; not both.
    """
    fields = [field_class(lines[at])]
    end = at + 1
    blanks = folded = 0
    for index in range(at + 1, min(at + 14, len(lines))):
        if not lines[index].strip():
            blanks += 1
            if blanks > (5 if len({kind for kind, _ in fields}) > 1 else 1):
                break
        elif (field := field_class(lines[index]))[0]:
            fields.append(field)
            end = index + 1
            folded = 0
        else:
            folded += 1
            if folded > 2 or blanks:
                break
    return fields, end


def _are_a_header(fields: list[tuple[str, str]]) -> bool:
    """Who and two more; who or when, and another, with an address; when, to whom and what about."""
    kinds = {kind for kind, _ in fields}
    with_address = any("@" in value for _, value in fields)
    if "from" in kinds and (len(kinds) >= 3 or (len(kinds) == 2 and with_address)):
        return True
    first, value = fields[0]
    if first == "sent" and _TIME.search(value) and with_address and len(kinds) >= 2:
        return True
    return {"sent", "to", "subject"} <= kinds
