"""Words that readers of orders, feelings, themes, places, forms and text messages look for, again and again."""

from __future__ import annotations

from tests.hostile_shapes import Make
from tests.letters_in import letter

UNITS = (
    # Orders: verbs, their objects, days, reasons, other doers, what may follow without end.
    "terminé ",
    "terminé, ",
    "Fait. ",
    "pris en charge par ",
    "c'est réparé et ",
    "en attente : ",
    "planifié le 12/12 ",
    "le 12 mars 2027 ",
    "lundi ",
    "demain matin ",
    "si ",
    "que ",
    "par Enedis ",
    "doublon de 2026-00042 ",
    "2026-00042 ",
    "réponse 3 ",
    "@marie ",
    "merci de ",
    "je clôture ",
    "lampe changée ",
    "Réponse : ",
    "note interne : ",
    "----\n",
    "Terminé.\n",
    "bonjour ",
    "Bonjour Madame,\n",
    "M. Petit ",
    "a. B. ",
    "Jean-Paul ",
    "annuler ",
    # Feelings.
    "merci ",
    "Merci beaucoup ! ",
    "n'avions plus ",
    "n'ai plus de ",
    "pas encore ",
    "est revenu ",
    "réparé ? ",
    "rien ",
    "😡",
    "👍",
    "re-bonjour ",
    # Themes, dangers, places, streets.
    "lampadaire ",
    "lampadairre ",
    "gaz ",
    "odeur de gaz, ",
    "gymnase Guimard ",
    "rue de la ",
    "12 rue des Lilas ",
    "12 bis, ",
    "devant l'école ",
    "l'",
    "d'",
    "aujourd'hui ",
    "20 avenue ",
    "jules ferry ",
    "julesferry ",
    "z" * 61 + " ",
    # Forms, contacts, fields.
    "Nom : Petit\n",
    "Nom :\n",
    "E-mail : a@example.org\n",
    "Message\n",
    "Message :\n\n",
    "Téléphone : 01 99 00 00 01\n",
    "De : Léa <a@example.org>\n",
    "01 99 00 00 01 ",
    "+33 1 99 00 ",
    "06.39.",
    "né le 4 mars 1991 ",
    "pour le compte de ",
    "a@example.org ",
    "www.example.org/",
    # Text messages.
    "STOP ",
    "SUIVI ",
    "#A1B2C3 ",
    "€",
    "ç",
    "😀",
    "\u200d",
    "1) ",
    "1. terminé\n",
    "Oui ",
    # Orders on lines of one's own.
    "attribuer à ",
    "transmettre à agglo : ",
    "priorité haute\n",
    "échéance 15/12\n",
    # Names that are left out of what is published.
    "Mme ",
    "Madame Petit ",
    "docteur ",
    "x@y.z, ",
    "0639980012",
)


def _text(unit: str) -> Make:
    return lambda n: letter(
        "From: a@example.org", "Content-Type: text/plain; charset=utf-8", body=(unit * n).encode()
    )


SHAPES: dict[str, Make] = {
    "a form of many fields": _text("Nom : Petit\nE-mail : a@example.org\n"),
    "a form that is named and empty": _text("Nom :\nMessage :\n"),
    "forwarded heads without end": _text("De : Léa <a@example.org>\nObjet : x\n\n"),
    "tapbacks": _text("A aimé « Votre demande »\n"),
    "words in many languages": _text("Der Hund the dog le chien el perro "),
    "addresses in a text": _text("a@example.org, mailto:b@example.org <c@example.org> "),
}
