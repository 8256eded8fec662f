"""Mails of many people, none like another: each has a writer, a street and a matter of its own.

What people of a town write in a week, as far as it costs time: thirty to a hundred and twenty words about one
matter, one street in several thousand, so that few seem to report one incident and nearly each is told to
staff by itself. Nobody is in danger.
"""

from __future__ import annotations

import io
import random
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from PIL import Image

PHOTO_BYTES = 200_000
_WAYS = ("rue", "avenue", "chemin", "impasse", "allée", "boulevard", "venelle")
_GIVEN = (
    "Adèle", "Basile", "Céleste", "Désiré", "Élise", "Firmin", "Gisèle", "Honoré", "Irène", "Joseph", "Lucie",
    "Marius", "Noémie", "Octave", "Pauline", "Raoul", "Simone", "Théodore", "Ursule", "Victor", "Yvonne",
    "Zoé", "Anatole", "Blanche", "Clément", "Denise", "Edmond", "Félicie", "Gaston", "Henriette",
)  # fmt: skip
_FAMILY = (
    "Aubert", "Barbier", "Carpentier", "Delorme", "Évrard", "Fabre", "Garnier", "Hébert", "Imbert", "Jacquet",
    "Lacroix", "Marchand", "Navarre", "Olivier", "Perrin", "Quentin", "Renaud", "Sauvage", "Tessier",
    "Vasseur", "Weber", "Chauvin", "Besson", "Collet", "Drouet", "Faivre", "Gillet", "Huguet", "Joubert",
)  # fmt: skip
#: A subject, and what is said of it; `{place}` is a number and a street.
_MATTERS = (
    ("Lampadaire éteint", "Le lampadaire devant le {place} ne s’allume plus, le soir on n’y voit rien."),
    ("Nid-de-poule", "Il y a un trou profond dans la chaussée à hauteur du {place}."),
    ("Dépôt sauvage", "Des gravats et un vieux canapé ont été déposés face au {place}."),
    ("Poubelles non ramassées", "Les bacs n’ont pas été vidés au {place} lors de la dernière tournée."),
    ("Haie à tailler", "Une haie de la commune dépasse sur le trottoir et gêne les poussettes au {place}."),
    ("Demande d’acte de naissance", "J’ai besoin d’un acte de naissance. J’habite au {place}."),
    ("Inscription à la cantine", "Je voudrais inscrire ma fille à la cantine. Nous habitons au {place}."),
    ("Voiture ventouse", "Une voiture sans plaque occupe une place depuis un mois au {place}."),
    ("Rendez-vous carte d’identité", "Je souhaite refaire ma carte d’identité. Mon adresse : {place}."),
    ("Bruit la nuit", "Des scooters tournent chaque nuit sous nos fenêtres au {place}."),
    ("Panneau tombé", "Le panneau de limitation de vitesse est couché au {place}."),
    ("Herbes hautes", "Les herbes n’ont pas été coupées et débordent sur le passage au {place}."),
    ("Question sur les horaires", "À quelles heures le guichet est-il ouvert ? Je viens du {place}."),
    ("Déménagement", "Je déménage le mois prochain et je réserve la place devant le {place}."),
)
_MORE = (
    "Cela dure depuis plusieurs jours et les voisins s’en plaignent aussi.",
    "J’ai déjà appelé la semaine dernière sans obtenir de réponse.",
    "Pourriez-vous me dire quand quelqu’un pourra passer ?",
    "Je suis chez moi tous les matins jusqu’à onze heures.",
    "Ma mère, qui a quatre-vingts ans, a du mal à se déplacer à cet endroit.",
    "Je vous remercie d’avance du temps que vous y consacrerez.",
    "Si ce n’est pas le bon service, merci de transmettre à la bonne personne.",
    "Je reste à votre disposition pour tout renseignement complémentaire.",
    "Nous avions connu la même chose il y a deux ans, et tout s’était réglé en une semaine.",
)


def letter(number: int, photo: bytes | None = None) -> bytes:
    """The mail of citizen `number` as octets, always the same, with a JPEG when one is given."""
    chosen = random.Random(number)  # always the same letters
    name = f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number // len(_GIVEN) % len(_FAMILY)]}"
    subject, told = chosen.choice(_MATTERS)
    place = f"{chosen.randint(1, 180)} {street(number)}"
    more = " ".join(chosen.sample(_MORE, chosen.randint(1, 6)))
    made = EmailMessage()
    made["From"] = f"{name} <{sender(number)}>"
    made["To"] = "Mairie <mairie@ville.test>"
    made["Subject"] = f"{subject}, {street(number)}"
    made["Message-ID"] = f"<{sender(number)}>"
    made["Date"] = "Tue, 03 Nov 2026 14:05:00 +0100"
    made.set_content(
        f"Bonjour,\n\n{told.format(place=place)}\n{more}\n\nCordialement,\n\n-- \n{name}\n{place}\n"
    )
    if photo is not None:
        made.add_attachment(photo, "image", "jpeg", filename=f"photo-{number}.jpg")
    return made.as_bytes(policy=SMTP_POLICY)


def sender(number: int) -> str:
    """Whose mail it is."""
    return f"citoyen-{number}@example.org"


def street(number: int) -> str:
    """One of some six thousand, each named after somebody; neighbours in number live far apart."""
    families, given = len(_FAMILY), len(_GIVEN)
    way = _WAYS[number % len(_WAYS)]
    return f"{way} {_GIVEN[number * 7 % given]} {_FAMILY[(number // given + number * 11) % families]}"


def photo(number: int) -> bytes:
    """A JPEG of about PHOTO_BYTES: noise, which does not compress."""
    noise = random.Random(number).randbytes(700 * 500)  # a picture, not a secret
    written = io.BytesIO()
    Image.frombytes("L", (700, 500), noise).save(written, "JPEG", quality=60)
    content = written.getvalue()
    return content + bytes(max(0, PHOTO_BYTES - len(content)))
