"""The town hall itself: how it is reached, when it is open, how its letters end."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from models.folding import fold
from models.organisation.values import Email, Key, Label, Locale, Name, Part, Phone, Weekday

HolidayZone = Literal["metropole", "alsace-moselle", "guadeloupe", "guyane", "martinique", "mayotte", "reunion",  # noqa: E501
                      "saint-barthelemy", "saint-martin", "saint-pierre-et-miquelon", "nouvelle-caledonie",
                      "polynesie", "wallis-et-futuna"]  # fmt: skip
#: The region of each zone of public holidays that is not the mainland's.
REGIONS = {"guadeloupe": "GP", "guyane": "GF", "martinique": "MQ", "mayotte": "YT", "reunion": "RE",
           "saint-barthelemy": "BL", "saint-martin": "MF", "saint-pierre-et-miquelon": "PM",
           "nouvelle-caledonie": "NC", "polynesie": "PF", "wallis-et-futuna": "WF"}  # fmt: skip
#: The clock of each of them, unless the organisation says another one: Tahiti's of Polynesia, not that of
#: the Marquesas.
CLOCKS = {"guadeloupe": "America/Guadeloupe", "guyane": "America/Cayenne",
          "martinique": "America/Martinique", "mayotte": "Indian/Mayotte", "reunion": "Indian/Reunion",
          "saint-barthelemy": "America/St_Barthelemy", "saint-martin": "America/Marigot",
          "saint-pierre-et-miquelon": "America/Miquelon", "nouvelle-caledonie": "Pacific/Noumea",
          "polynesie": "Pacific/Tahiti", "wallis-et-futuna": "Pacific/Wallis"}  # fmt: skip
#: What a name begins with that says itself what the office is: « Communauté de communes du Val d’Ambre ».
_OFFICES = ("communauté", "communaute", "agglomération", "métropole", "metropole", "syndicat", "sivom",
            "sivu", "pôle", "département", "departement", "région", "mairie", "ville de ", "ville d’",
            "ville d'", "commune de ", "commune d’", "commune d'", "town hall", "city of ")  # fmt: skip
#: How what a name begins with is called in a sentence: alone, after « de », after « à ».
_CALLED = (
    (("communauté", "communaute"), ("la communauté", "de la communauté", "à la communauté")),
    (("agglomération",), ("l’agglomération", "de l’agglomération", "à l’agglomération")),
    (("métropole", "metropole"), ("la métropole", "de la métropole", "à la métropole")),
    (("syndicat", "sivom", "sivu"), ("le syndicat", "du syndicat", "au syndicat")),
    (("pôle",), ("le pôle", "du pôle", "au pôle")),
    (("département", "departement"), ("le département", "du département", "au département")),
    (("région",), ("la région", "de la région", "à la région")),
)
#: What says it elsewhere in a name: « Lande Bleue Agglomération », « Pays d’Orme, communauté de communes ».
_BEHIND = re.compile(
    r"(?<=[ ,–-])(?:(communauté|communaute) (?:de communes|d.agglomération|d.agglomeration|urbaine)\b|"
    r"(syndicat) (?:mixte|intercommunal|des?|d)\b|(communauté|communaute|agglomération|métropole|metropole)$|"
    r"(agglo)$)"
)
#: Names of offices that are remembered: each letter asks several times what the town's says.
_MOST_NAMES = 64
_MAIRIE = ("la mairie", "de la mairie", "à la mairie")
_WORKWEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")


class OpeningHours(Part):
    """A stretch of opening time, the same on each of `days`, on the clock of the town."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: time
    closes: time


_OFFICE_HOURS = (
    OpeningHours(days=_WORKWEEK, opens=time(8, 30), closes=time(12)),
    OpeningHours(days=_WORKWEEK, opens=time(13, 30), closes=time(17, 30)),
)


class Town(Part):
    """Facts about the town hall which citizens read and clocks need."""

    name: Name
    postal_address: str = ""
    phone: Phone | None = None
    #: The address shown to citizens in letters, not where mail is sent from.
    email: Email | None = None
    website: str = ""
    #: Of which the hours are; unsaid, that of the place whose public holidays are kept.
    time_zone: str = "Europe/Paris"
    locale: Locale = "fr"
    holidays: HolidayZone = "metropole"
    #: Days on which the town hall is closed though no law says so: bridges, the day after a feast.
    closed_on: tuple[date, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = _OFFICE_HOURS
    #: The last lines of every letter.
    signature: Label = Label(fr="")
    #: Who sorts what no rule, building or mailbox placed.
    default_service: Key
    #: The workflow of requests which have no type.
    default_workflow: Key = "default"
    #: How long a request without a type may take; 0 sets no due date.
    due_working_days: int = Field(default=0, ge=0, le=1000)

    #: Agents told at once, at any hour, that somebody may be in danger; without any, those of the service.
    on_call: tuple[Key, ...] = ()
    #: The number the town answers at any hour: named in what people in danger are told.
    emergency_phone: Phone | None = None
    #: Hours, by day and night, in which a message about a danger must be dealt with.
    danger_due_hours: int = Field(default=4, ge=1, le=240)

    #: Working days after which somebody who did not answer a survey is asked once more; 0 never asks again.
    survey_reminder_days: int = Field(default=5, ge=0, le=30)
    #: What people in copy of a request are told once they answered that they follow it: nothing (they are not
    #: asked), its course, or the words that its requester is written besides.
    followers: Literal["off", "course", "words"] = "course"

    @model_validator(mode="before")
    @classmethod
    def _clock_of_its_place(cls, given: object) -> object:
        if isinstance(given, dict) and "time_zone" not in given:
            return {**given, **_clock(given.get("holidays"))}
        return given

    def unsaid(self, name: str) -> object:
        return CLOCKS.get(self.holidays, "Europe/Paris") if name == "time_zone" else super().unsaid(name)

    @property
    def region(self) -> str:
        """Where numbers without a + are dialled (ISO 3166-1): where the public holidays are."""
        return REGIONS.get(self.holidays, "FR")

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the town. ZoneInfo keeps each zone it has read."""
        return ZoneInfo(self.time_zone)

    def local_day(self, moment: datetime) -> date:
        """The day on which an aware moment falls, by the clock of the town."""
        return moment.astimezone(self.zone).date()

    @property
    def called(self) -> tuple[str, str, str]:
        """How French sentences call the office: « la mairie », « de la mairie », « à la mairie »; of a
        community « la communauté ».
        """
        name = self.name.casefold()
        if _begins_as_office(name):
            name = name.removeprefix("la ").removeprefix("le ")
        elif (behind := _BEHIND.search(name)) is not None:
            word = next(filter(None, behind.groups()))
            name = {"agglo": "agglomération"}.get(word, word)
        else:
            return _MAIRIE
        return next((said for begins, said in _CALLED if name.startswith(begins)), _MAIRIE)

    def hall(self, locale: str = "fr") -> str:
        """`Mairie de Tours`, `Mairie d’Angers`, `Mairie du Havre`, `Mairie des Ulis`; `Tours town hall`. A
        name that says what the office is stands alone.
        """
        if is_office(self.name):
            return self.name
        if locale == "en":
            return f"{self.name} town hall"
        return f"Mairie {self.of_name}"

    @property
    def of_name(self) -> str:
        """The name after « mairie » or « commune »: « de Torcy », « d’Annecy »; '' when it says both."""
        return "" if is_office(self.name) else of_place(self.name)


def _clock(holidays: object) -> dict[str, str]:
    return {"time_zone": CLOCKS[holidays]} if isinstance(holidays, str) and holidays in CLOCKS else {}


def of_place(name: str) -> str:
    """« de Torcy », « d’Annecy », « d’Yssingeaux », « du Mans », « des Sables »."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"d’{name}" if fold(name)[:1] in tuple("aeiouy") else f"de {name}"


def is_office(name: str) -> bool:
    """Whether a name says what the office is (« Communauté de communes … », « Rennes Métropole », « Ville de
    … »), so that it is no « mairie de … ». Linear in `name`.
    """
    return _begins_as_office(name) or _BEHIND.search(name.casefold()) is not None


@lru_cache(_MOST_NAMES)
def _begins_as_office(name: str) -> bool:
    said = name.casefold().removeprefix("la ").removeprefix("le ")
    # Mairieux is a commune, and so is Le Syndicat: an office has something behind that word.
    return any(said.startswith(each if each.endswith((" ", "’", "'")) else f"{each} ") for each in _OFFICES)
