"""Settings of the pages: the counter in a browser, for those who work and for those who ask; and of the
town's own directory, or ProConnect, which says who somebody is (OpenID Connect).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from models.settings.section import Network, OneLine, Seconds, Section, WebAddress


def _readable(colour: str) -> str:
    from models.colours import ENOUGH, WHITE, contrast

    found = contrast(colour, WHITE)
    if found < ENOUGH:
        raise ValueError(
            f"cannot be read on white: its contrast is {found:.1f}, at least {ENOUGH} is needed; "
            "take a darker one"
        )
    return colour.lower()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _ground(text: str) -> str:
    if "://" in text:
        missing = [each for each in ("{z}", "{x}", "{y}") if each not in text]
        plain = text.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0")
        if missing or not _is_address(plain):
            raise ValueError(
                "must look like https://host/path/{z}/{x}/{y}.png, or be a folder of tiles or a .pmtiles file"
            )
    return text


def _area(numbers: tuple[float, ...]) -> tuple[float, ...]:
    if numbers:
        south, west, north, east = numbers if len(numbers) == 4 else (1, 0, 0, 0)
        if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
            raise ValueError("must be four numbers, south, west, north and east: [47.3, 0.5, 47.5, 0.8]")
    return numbers


class MapSettings(Section):
    """What the map of requests is drawn on."""

    tiles: Annotated[str, AfterValidator(_ground)] = Field(
        "",
        description="Where the pictures of the map come from: a folder of tiles (z/x/y.png), a .pmtiles "
        "file, or the address of a map server with {z}, {x} and {y} in it, such as that of the Plan IGN "
        "(docs/map-of-requests.md). A server is asked by Guichet, never by a browser. Nothing: places stand "
        "on a plain ground.",
    )
    attribution: str = Field(
        "", description="Whose map it is, as its licence asks to be shown: © IGN, © OpenStreetMap."
    )
    area: Annotated[tuple[float, ...], AfterValidator(_area)] = Field(
        (),
        description="The part of the world of which a map server is asked, in degrees: south, west, north, "
        "east. Nothing: ten kilometres around all addresses of the register and all buildings with a place.",
    )
    most_mb: Annotated[int, Field(ge=10, le=100_000)] = Field(
        500,
        description="Megabytes of a server's tiles that are kept in data_dir/tiles; after a month one is "
        "asked for anew, and the oldest make room.",
    )
    allowed_networks: tuple[Network, ...] = Field(
        (), description="Networks of one's own that a map server may be in: addresses or networks."
    )


def _day(text: str) -> str:
    from datetime import date

    if text:
        try:
            date.fromisoformat(text)
        except ValueError as wrong:
            raise ValueError("must be a day like 2026-11-30") from wrong
    return text


class LegalSettings(Section):
    """What the town alone knows of the pages that the law asks for."""

    data_officer: OneLine = Field(
        "",
        description="How the data protection officer (DPO) is reached, as /donnees-personnelles says it: an "
        "address, or a name and an address.",
    )
    audit: Literal["none", "partial", "full"] = Field(
        "none",
        description="What an audit of the pages by the RGAA found: full, partial, or none when there was no "
        "audit: /accessibilite then says that they do not conform, as the law has it.",
    )
    audited_on: Annotated[str, AfterValidator(_day)] = Field("", description="The day of that audit.")
    audited_by: OneLine = Field("", description="Who made it.")
    audit_percent: Annotated[int, Field(ge=0, le=100)] = Field(
        0, description="Percentage of the criteria that it found to be met."
    )

    @model_validator(mode="after")
    def _was_made(self) -> LegalSettings:
        if self.audit != "none" and not (self.audited_on and self.audited_by):
            raise ValueError("an audit needs audited_on, its day, and audited_by, who made it.")
        return self


class WebSettings(Section):
    board: bool = Field(
        True,
        description="Open the pages: the desk and the requests for those who work, the tracking page for "
        "those who ask. They are served at doors.http, whose public_url must be https unless it is this "
        "machine.",
    )
    colour: Annotated[str, AfterValidator(_readable)] = Field(
        "#0b4a8f", description="The town's colour, #rrggbb; dark enough to be read on white."
    )
    logo_file: Path | None = Field(
        None, description="The town's logo: a PNG, JPEG, WebP or GIF file of at most 500 kB."
    )
    agent_hours: Annotated[int, Field(ge=1, le=168)] = Field(
        12, description="Hours without a page after which an agent has to sign in again."
    )
    citizen_minutes: Annotated[int, Field(ge=5, le=1440)] = Field(
        30, description="The same in minutes for everybody else."
    )
    code_minutes: Annotated[int, Field(ge=5, le=60)] = Field(
        15, description="Minutes during which the link and the code of a sign-in work."
    )
    proof_minutes: Annotated[int, Field(ge=0, le=1440)] = Field(
        60,
        description="Minutes since somebody last proved who they are, by a code or in signing in, after "
        "which taking a list away as a file, and acts on more than fifty requests, ask for a code again; "
        "0: never.",
    )
    undo_seconds: Annotated[int, Field(ge=0, le=300)] = Field(
        20,
        description="Seconds that what a change of state tells the requester waits, and what a colleague "
        "hears of a request given to them, so that it can be undone; words wait "
        "agents.publish_delay_seconds when that is longer.",
    )
    public_figures: bool = Field(
        False,
        description="Open /chiffres-publics to everybody: how many requests came in each month and of which "
        "type, and how many are closed. Nothing of persons, places or words; types of fewer than five "
        "requests are counted together.",
    )
    map: MapSettings = MapSettings.model_construct()
    legal: LegalSettings = LegalSettings.model_construct()


def _issuer(text: str) -> str:
    """As its own documents write it, a slash at the end included; '' for none."""
    from pydantic import TypeAdapter

    if text:
        TypeAdapter(WebAddress).validate_python(text)
        if "?" in text or "#" in text:
            raise ValueError("must look like https://host/path, without question mark")
    return text


def _asks_for_openid(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in scopes:
        raise ValueError("must hold openid")
    return scopes


class DirectorySettings(Section):
    issuer: Annotated[str, AfterValidator(_issuer)] = Field(
        "",
        description="Where the town's directory is (OpenID Connect), as it writes its own name: "
        "https://connect.ville.example.fr/realms/agents. Empty means none. See docs/signing-in.md.",
    )
    name: OneLine = Field("ProConnect", description="What the button of the sign-in page calls it.")
    client_id: OneLine = Field("", description="The name that the directory gave to this counter.")
    client_secret_file: Path | None = Field(
        None, description="File holding the secret that goes with it; or GUICHET_DIRECTORY__CLIENT_SECRET."
    )
    client_secret: SecretStr | None = Field(None, description="Only from the environment.", exclude=True)
    client_auth: Literal["basic", "post"] = Field(
        "basic", description="How the secret is shown: basic (a header), or post, which ProConnect wants."
    )
    scopes: Annotated[tuple[OneLine, ...], AfterValidator(_asks_for_openid)] = Field(
        ("openid", "email"), description="What is asked for; openid is needed."
    )
    email_claim: OneLine = Field(
        "email", description="Where the address of whoever signs in stands in what the directory says."
    )
    email_is_proved: bool = Field(
        False,
        description="The directory answers for every address, and says no email_verified, as ProConnect "
        "does. Otherwise an address that it does not call verified signs nobody in.",
    )
    acr_values: tuple[OneLine, ...] = Field(
        (), description="How well somebody must have proved who they are: eidas1 with ProConnect."
    )
    siret: OneLine = Field(
        "", description="The establishment that people must belong to, as ProConnect says it; empty for any."
    )
    allowed_networks: tuple[Network, ...] = Field(
        (),
        description="Private networks where the directory may be (http is taken there): 192.0.2.0/24.",
    )
    timeout_seconds: Seconds = Field(
        10.0, description="Longest silence of the directory; three times as much for a whole sign-in."
    )

    @model_validator(mode="after")
    def _is_named_there(self) -> DirectorySettings:
        if self.issuer and not self.client_id:
            raise ValueError("client_id is missing: the name that the directory gave to us.")
        return self
