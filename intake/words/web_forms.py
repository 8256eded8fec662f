"""Who wrote by a web form: the site's program sends the mail, the person stands in fields of the text (pure).

    field = label separator value / label [":"] line-break value
    label = ["your" / "votre" …] name ["(" remark ")"] ["*"]

Labels in French and English as the forms of town sites and of WordPress name them. One pass over at most 400 lines
of 300 characters. Nothing is believed that is no address, no number or no name in itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import InvalidValue
from models.folding import fold
from models.values import EmailAddress, PhoneNumber

_MOST_LINES = 400
_LONGEST_LINE = 300
_LONGEST_LABEL = 60
_LONGEST_NAME = 100

_LABELS = {
    kind: frozenset(names)
    for kind, names in {
        "last": (
            "nom", "nom de famille", "nom d'usage", "nom usuel", "last name", "lastname", "surname", "family name",
            "nom du demandeur", "nom du contact",
        ),
        "first": (
            "prenom", "prenoms", "first name", "firstname", "given name", "forename", "prenom du demandeur",
            "prenom usuel",
        ),
        "name": (
            "nom et prenom", "nom & prenom", "nom prenom", "nom, prenom", "nom / prenom", "nom/prenom", "prenom nom",
            "prenom et nom", "prenom / nom", "nom complet", "name", "full name", "fullname", "identite", "demandeur",
            "expediteur", "sender", "sender name", "contact name", "de la part de", "name and surname", "nom(s)",
            "noms et prenoms", "envoye par", "sent by", "submitted by", "message de",
        ),
        "email": (
            "email", "e-mail", "mail", "courriel", "mel", "adresse email", "adresse e-mail", "adresse mail",
            "adresse courriel", "adresse de courriel", "adresse electronique", "adresse de messagerie",
            "courrier electronique", "email address", "e-mail address", "mail address", "email du demandeur",
            "contact email", "sender email", "adresse mel", "email de contact",
        ),
        "phone": (
            "telephone", "tel", "numero de telephone", "n° de telephone", "no de telephone", "numero", "portable",
            "mobile", "gsm", "tel portable", "tel mobile", "tel fixe", "telephone portable", "telephone mobile",
            "telephone fixe", "phone", "phone number", "telephone number", "mobile number", "mobile phone", "cell",
            "cell phone", "contact number", "numero de portable", "numero de mobile", "fixe", "tel.",
        ),
        "message": (
            "message", "corps du message", "message body", "contenu du message", "texte du message", "description",
            "demande", "commentaire", "commentaires", "comment", "comments", "question", "observations", "enquiry",
            "votre demande concerne", "description de la demande", "detail de la demande",
        ),
        "other": (
            "objet", "sujet", "subject", "adresse", "address", "adresse postale", "code postal", "postcode", "ville",
            "commune", "town", "city", "civilite", "title", "service", "motif", "rue", "quartier", "organisme",
            "societe", "entreprise", "company", "date", "lieu", "location", "consentement", "rgpd",
        ),
    }.items()
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _LABELS.items() for name in names}
_SEPARATOR = re.compile(r"[:：=|\t]|\s{2,}")
_REMARK = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
_POSSESSIVE = re.compile(r"(?:votre|vos|your|le|la|the|mon|ma)\s{1,3}")
_TRIM = " \t\xa0*_>•·-–#|:"
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:|]{1,64}@[^\s<>()\[\]\",;:|]{1,253}")
_NUMBER = re.compile(r"\+?[(\d][\d ().\-/\xa0\u202f]{5,30}\d")
# « De : Jeanne Dupont <jeanne@example.org> » at the top of Contact Form 7's mails.
_FROM = re.compile(r"(?:de|from)\s{0,3}:\s{0,3}([^<>]{0,100})<([^<>]{3,320})>", re.IGNORECASE)
_SENT_BY_A_FORM = re.compile(
    r"(?:formulaire (?:de contact|en ligne|du site)|contact form|web ?form|via le (?:site|formulaire))",
    re.IGNORECASE,
)
# The fields of a forwarded mail's header: that is another person's letter, no form.
_HEADER = re.compile(r"(?:à|a|to|envoyé|sent|cc)\s{0,3}:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormPerson:
    """Who filled the form in; `phone` in E.164. Any of the three may be '', never both ways to answer."""

    name: str = ""
    email: str = ""
    phone: str = ""


def find_form_person(text: str, region: str = "FR") -> FormPerson | None:
    """The person named by the fields of a form, None when `text` is no such form.

    `region` is where a number without + is dialled. A form has an address or a number under a label, and another
    field beside it. Only the fields above the message count, never those a person may have typed into it; when the
    message stands first, the last ones are the form's own. Linear in `text`.
    """
    lines = [line[:_LONGEST_LINE].strip() for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    fields = list(_fields(lines))
    at_message = next((at for at, (kind, _) in enumerate(fields) if kind == "message"), len(fields))
    above, below = fields[:at_message], fields[at_message + 1 :]
    kinds = {kind for kind, _ in fields}
    # What is typed below « Message » is the person's own text, whatever it looks like.
    block = above if any(kind in _READERS for kind, _ in above) else below[::-1]
    found = _person(block, region)
    if found is not None and (len(kinds) > 2 or kinds & {"last", "first", "name", "message"}):
        return found
    if any(kind in _READERS for kind, _ in above):
        return None
    return _from_line(lines) if at_message < len(fields) or _SENT_BY_A_FORM.search(text[-2_000:]) else None


def _person(fields: list[tuple[str, str]], region: str) -> FormPerson | None:
    first_of: dict[str, str] = {}
    for kind, value in fields:
        read = _READERS[kind](value, region) if kind in _READERS else ""
        if read:
            first_of.setdefault(kind, read)
    email, phone = first_of.get("email", ""), first_of.get("phone", "")
    if not email and not phone:
        return None
    parts = (first_of.get("first", ""), first_of.get("last", ""))
    return FormPerson(first_of.get("name") or " ".join(filter(None, parts)), email, phone)


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each label's kind and its value: on the same line, else the next line that says something and is no label.

    A paragraph without a label, below fields that name somebody, is the message too.
    """
    waiting = ""
    names_somebody = after_blank = False
    for line in lines:
        kind, value = _labelled(line)
        if kind:
            names_somebody = names_somebody or kind in _READERS
            if waiting:
                yield waiting, ""
            waiting = "" if value else kind
            if value:
                yield kind, value
        elif waiting and line:
            yield waiting, line.strip(_TRIM)
            waiting = ""
        elif line and after_blank and names_somebody:
            yield "message", line
        after_blank = not line
    if waiting:
        yield waiting, ""


def _labelled(line: str) -> tuple[str, str]:
    """The kind of the label that a line begins with and its value; '' and '' when it begins with none."""
    bare = line.strip(_TRIM)
    separator = _SEPARATOR.search(bare, 0, _LONGEST_LABEL + 1)
    if separator is not None and (kind := _kind(bare[: separator.start()])):
        return kind, bare[separator.end() :].strip(_TRIM)
    return _kind(bare), ""


def _kind(label: str) -> str:
    if len(label) > _LONGEST_LABEL:
        return ""
    name = fold(_REMARK.sub(" ", label)).replace("’", "'").strip(_TRIM + ".?")
    if found := _KIND_OF.get(" ".join(name.split())):
        return found
    without = _POSSESSIVE.sub("", name, count=1) if _POSSESSIVE.match(name) else name
    return _KIND_OF.get(" ".join(without.split()), "")


def _from_line(lines: list[str]) -> FormPerson | None:
    if any(_HEADER.match(line) for line in lines[:12]):
        return None
    # « De : » stands above the message, never in it.
    head = next((at for at, line in enumerate(lines[:12]) if _labelled(line)[0] == "message"), 12)
    for line in lines[:head]:
        if found := _FROM.fullmatch(line):
            email = _email(found[2], "")
            return FormPerson(_name(found[1], ""), email) if email else None
    return None


def _email(value: str, _region: str) -> str:
    found = _ADDRESS.search(value)
    if found is None:
        return ""
    try:
        return str(EmailAddress.parse(found[0].removeprefix("mailto").strip(".'")))
    except InvalidValue:
        return ""


def _phone(value: str, region: str) -> str:
    found = _NUMBER.search(value)
    if found is None:
        return ""
    try:
        return PhoneNumber.parse(found[0].replace("\xa0", " ").replace("\u202f", " "), region).e164
    except InvalidValue:
        return ""


def _name(value: str, _region: str) -> str:
    """A name as written, '' when it is none: too long, an address, or hardly any letter."""
    name = " ".join(value.strip(_TRIM + ",.").split())
    letters = sum(letter.isalpha() for letter in name)
    return (
        name if letters >= 2 and len(name) <= _LONGEST_NAME and "@" not in name and "//" not in name else ""
    )


_READERS = {"name": _name, "first": _name, "last": _name, "email": _email, "phone": _phone}
