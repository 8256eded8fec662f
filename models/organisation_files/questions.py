"""A few questions whose answers make an organisation to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from models.organisation.town import HolidayZone
from models.organisation.values import Locale


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask in both languages; an empty answer takes `default`.

    `note` is said before it; `wrong` when the answer cannot be used, `{given}` being the answer.
    """

    key: str
    fr: str
    en: str
    default: str = ""
    default_en: str = ""
    note_fr: str = ""
    note_en: str = ""
    wrong_fr: str = "« {given} » ne convient pas."
    wrong_en: str = "'{given}' cannot be used."
    required: bool = False

    def text(self, locale: Locale) -> str:
        return self.fr if locale == "fr" else self.en

    def usual(self, locale: Locale) -> str:
        """What an empty answer stands for."""
        return self.default_en if locale == "en" and self.default_en else self.default

    def note(self, locale: Locale) -> str:
        return self.note_fr if locale == "fr" else self.note_en

    def wrong(self, given: str, locale: Locale) -> str:
        shown = given if len(given) <= 60 else f"{given[:60]}…"
        return (self.wrong_fr if locale == "fr" else self.wrong_en).format(given=shown)


QUESTIONS = (
    Question(
        "name",
        "Nom de la commune",
        "Name of the town",
        required=True,
        note_fr="D’une communauté, d’une agglomération, d’une métropole ou d’un syndicat\u00a0: le nom en "
        "entier, comme «\u00a0Communauté de communes du Val d’Ambre\u00a0». Les lettres disent alors "
        "«\u00a0la communauté\u00a0», et non «\u00a0la mairie\u00a0».",
        note_en="Of a community, an agglomeration, a metropolis or a syndicate: its full name, as Communauté "
        "de communes du Val d’Ambre. Letters then call it so, and no town hall.",
        wrong_fr="La commune a un nom, de 200 caractères au plus.",
        wrong_en="The town has a name, of 200 characters at most.",
    ),
    Question(
        "holidays",
        "Jours fériés de : metropole, alsace-moselle, guadeloupe, martinique, reunion…",
        "Public holidays of: metropole, alsace-moselle, guadeloupe, martinique, reunion…",
        "metropole",
        wrong_fr=f"« {{given}} » n’est aucune de ces régions : {', '.join(get_args(HolidayZone))}.",
        wrong_en=f"'{{given}}' is none of these regions: {', '.join(get_args(HolidayZone))}.",
    ),
    Question(
        "address",
        "Adresse postale de la mairie",
        "Postal address of the town hall",
        wrong_fr="Cette adresse est trop longue.",
        wrong_en="This address is too long.",
    ),
    Question(
        "phone",
        "Téléphone de la mairie",
        "Telephone of the town hall",
        wrong_fr="« {given} » n’est pas un numéro de téléphone ; il s’écrit 01 99 00 10 00.",
        wrong_en="'{given}' is not a telephone number; one looks like 01 99 00 10 00.",
    ),
    Question(
        "domain",
        "Domaine du courrier que Guichet reçoit",
        "Domain of the mail that Guichet takes",
        "ville.test",
        note_fr="Ce qui suit le @ dans l’adresse à laquelle les habitants écrivent. Si vos agents ont déjà "
        "leurs boîtes à ville.fr et que tout le courrier d’un domaine doit venir ici, donnez-lui le sien : "
        "demandes.ville.fr.",
        note_en="What stands after the @ in the address that people write to. When your agents have their "
        "mailboxes at ville.fr and all mail of a domain shall come here, give it one of its own: "
        "demandes.ville.fr.",
        wrong_fr="« {given} » n’est pas un domaine ; c’est ce qui suit le @, comme ville.fr.",
        wrong_en="'{given}' is no domain; it is what stands after the @, as ville.fr.",
    ),
    Question(
        "email",
        "Adresse montrée aux habitants (mairie@ et ce domaine si vous n’en donnez pas)",
        "Address shown to citizens (mairie@ the domain when empty)",
        wrong_fr="« {given} » n’est pas une adresse électronique.",
        wrong_en="'{given}' is not an email address.",
    ),
    Question(
        "hours",
        "Heures d’ouverture, du lundi au vendredi",
        "Opening hours, Monday to Friday",
        "08:30-12:00, 13:30-17:30",
        note_fr="Avec les jours, quand ils n’ont pas tous les mêmes heures : mardi 9h-12h, jeudi 14h-17h.",
        note_en="With the days, when they have different hours: Tuesday 9:00-12:00, Thursday 14:00-17:00.",
        wrong_fr="« {given} » : les heures d’ouverture s’écrivent 08:30-12:00, 13:30-17:30, ou par jour : "
        "mardi 9h-12h, jeudi 14h-17h.",
        wrong_en="'{given}' is not opening hours; they are written 08:30-12:00, 13:30-17:30, or by day: "
        "Tuesday 9:00-12:00, Thursday 14:00-17:00.",
    ),
    Question(
        "services",
        "Services, séparés par des virgules",
        "Services, separated by commas",
        "Accueil, Voirie, Espaces verts, Bâtiments, État civil, Écoles",
        default_en="Reception, Roads, Parks, Buildings, Civil registry, Schools",
        wrong_fr="« {given} » : un service a un nom avec des lettres, et chacun le sien.",
        wrong_en="'{given}': a service needs a name with letters in it, and each its own.",
    ),
    Question(
        "default_service",
        "Service qui trie ce qui ne va nulle part, et reçoit mairie@",
        "Service that sorts what finds no other place, and gets mairie@",
        wrong_fr="« {given} » n’est aucun de ces services.",
        wrong_en="'{given}' is none of these services.",
    ),
    Question(
        "buildings",
        "Bâtiments, séparés par des virgules",
        "Buildings, separated by commas",
        note_fr="Avec les noms que les gens leur donnent : Salle des fêtes, Gymnase Guimard. Un nom qui est "
        "aussi celui d’une rue ou d’une place (« Mairie ») se retrouverait partout. Vous pourrez en "
        "ajouter plus tard.",
        note_en="By the names people give them: Village Hall, Guimard Gym. A name that is also that of a "
        "street or a square would be found everywhere. You can add some later.",
        wrong_fr="« {given} » : un bâtiment a un nom avec des lettres, et chacun le sien.",
        wrong_en="'{given}': a building needs a name with letters in it, and each its own.",
    ),
    Question(
        "administrator",
        "Administrateur, sous la forme Marie Petit <marie.petit@agents.ville.fr>",
        "Administrator, as Marie Petit <marie.petit@agents.ville.fr>",
        required=True,
        note_fr="Une personne qui reçoit les alertes, et les demandes d’un service où personne n’est encore.",
        note_en="A person who gets the alerts, and the requests of a service in which nobody is yet.",
        wrong_fr="« {given} » : il faut un nom et une adresse, Marie Petit <marie.petit@agents.ville.fr>.",
        wrong_en="'{given}': a name and an address are needed, Marie Petit <marie.petit@agents.ville.fr>.",
    ),
)
