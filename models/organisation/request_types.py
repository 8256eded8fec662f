"""Kinds of request, with what must be known before one can be treated."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from models.folding import fold
from models.organisation.values import Key, Label, Part
from models.vocabulary import IncidentWay, Priority

FieldKind = Literal["text", "choice", "date", "place", "number"]


class Choice(Part):
    """One answer a `choice` field accepts."""

    key: Key
    label: Label
    aliases: tuple[str, ...] = ()


class RequestField(Part):
    """Something to know about the request; asked for by reply, once, when required and not given."""

    key: Key
    label: Label
    kind: FieldKind = "text"
    required: bool = False
    #: Other words which people write before the colon.
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    #: The question as asked; the label with a question mark when empty.
    question: Label = Label(fr="")


_EFFECTS = {"acceptation": "acceptance", "accord": "acceptance", "rejet": "rejection", "refus": "rejection",
            "aucun": "none", "aucune": "none"}  # fmt: skip


#: What becomes of requests that were kept long enough, in the words of French archivists too.
_FATES = {"elimination": "destroy", "destruction": "destroy", "tri": "select", "versement": "transfer",
          "conservation": "transfer"}  # fmt: skip


class Silence(Part):
    """What the law makes of the administration's silence on this kind of request (CRPA L231-1 and
    following).
    """

    #: `none`: nothing is said of it (a street signal is no *demande*).
    effect: Literal["none", "acceptance", "rejection"] = "none"
    months: int = Field(default=2, ge=1, le=24)
    #: Delays and remedies, said when silence means rejection.
    remedies: Label = Label(fr="")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: object) -> object:
        """`silence = "acceptance"` is `{ effect = "acceptance" }`; the French words are understood too."""
        if isinstance(given, str):
            given = {"effect": given}
        if isinstance(given, dict) and isinstance(given.get("effect"), str):
            word = given["effect"].strip().casefold()
            return {**given, "effect": _EFFECTS.get(word, word)}
        return given


class RequestType(Part):
    """A kind of request."""

    key: Key
    label: Label
    aliases: tuple[str, ...] = ()
    #: A message about one of these gets this type: keys of `models.organisation.themes`.
    themes: tuple[Key, ...] = ()
    workflow: Key = "default"
    #: The default service; a rule may say another.
    service: Key | None = None
    priority: Priority = Priority.NORMAL
    #: Working days from receipt to the due date; 0 sets none.
    due_working_days: int = Field(default=0, ge=0, le=1000)
    #: Opening hours from receipt within which a person of staff must have answered; 0 sets none.
    answer_working_hours: int = Field(default=0, ge=0, le=10000)
    #: Days that the acknowledgement gives for what is missing, where silence has an effect (CRPA L114-5).
    missing_days: int = Field(default=15, ge=1, le=365)
    #: Working days before the due date at which the assignee is reminded; 0 never.
    remind_working_days: int = Field(default=0, ge=0, le=1000)
    #: Years after closing that a request, and its files, are kept; 0: as the settings say.
    keep_years: int = Field(default=0, ge=0, le=200)
    keep_files_years: int = Field(default=0, ge=0, le=200)
    #: What becomes of one that was kept long enough (*sort final*): destroyed with the visa of the archives,
    #: some chosen by them (*tri*), or all handed over (*versement*); nothing of the last two goes before.
    fate: Literal["destroy", "select", "transfer"] = "destroy"
    fields: tuple[RequestField, ...] = ()
    #: A paragraph added to the acknowledgement.
    acknowledgement: Label = Label(fr="")
    silence: Silence = Silence()
    #: Reporting applications may post requests of it by Open311 (take), and read where they stand (show).
    open311: Literal["", "take", "show"] = ""
    #: What becomes of one that seems to report what another one reported: joined to that by itself, proposed
    #: to be, or nothing.
    incident: IncidentWay = IncidentWay.PROPOSE
    #: Whether what agents write to its requester waits for a manager's visa.
    visa: bool = False
    closed: bool = False

    @field_validator("fate", mode="before")
    @classmethod
    def _fate_from_word(cls, given: object) -> object:
        """The French words are understood too: élimination, tri, versement, conservation."""
        return _FATES.get(fold(given.strip()), given) if isinstance(given, str) else given

    @property
    def is_never_an_incident(self) -> bool:
        """Whether each concerns its requester alone: set so, or the law gives each its own answer."""
        return self.incident is IncidentWay.NO or self.silence.effect != "none"
