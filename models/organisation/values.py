"""The small values an organisation is written with: keys, labels in two languages, addresses, numbers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.values import EmailAddress, PhoneNumber

Locale = Literal["fr", "en"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Part(BaseModel):
    """A piece of the organisation: frozen, nothing unknown accepted, written with the words of the file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        str_strip_whitespace=True,
    )

    def unsaid(self, name: str) -> object:
        """The value of the field `name` where the file says nothing of it."""
        return type(self).model_fields[name].get_default(call_default_factory=True)


def _check_email(text: str) -> str:
    return str(EmailAddress.parse(text))


def _check_phone(text: str) -> str:
    return PhoneNumber.parse(text).e164


#: How other parts of the file name this one; never shown to citizens, never reused.
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
#: One address, as `models.values.EmailAddress` writes it.
Email = Annotated[str, AfterValidator(_check_email)]
#: One telephone number in E.164, however it was written.
Phone = Annotated[str, AfterValidator(_check_phone)]


class Label(Part):
    """One text in both languages; a plain string in the file is French, and stands for both."""

    fr: str
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, given: object) -> object:
        return {"fr": given} if isinstance(given, str) else given

    def text(self, locale: str = "fr") -> str:
        """The text in `locale`, in French when it has none."""
        return self.en if locale == "en" and self.en else self.fr

    def __bool__(self) -> bool:
        return bool(self.fr)

    @classmethod
    def none(cls) -> Self:
        """No text at all."""
        return cls(fr="")
