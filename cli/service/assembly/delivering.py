"""The deliverers of one process, each with carriers of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cli.office import Office, now
from cli.service.assembly.mailing import make_email_carrier
from cli.service.assembly.texting import Texting
from dispatch.delivery.carriers.interface import EmailCarrier
from dispatch.delivery.deliver import Deliverer
from dispatch.letters.render import Renderer
from dispatch.rules.in_force import Organisations
from intake.reading import Reader
from models.settings.settings import Settings


def make_deliverers(
    office: Office,
    organisations: Organisations,
    texting: Texting,
    reader: Reader,
    email_carrier: Callable[[Settings], EmailCarrier] | None = None,
    *,
    owner: str,
) -> list[Deliverer]:
    """As many deliverers as `work.deliverers` says; `owner` is the name their leases are held under.

    `email_carrier` makes what takes letters away, the relay of the settings by default. `reader` strips
    pictures in its processes. Raises UserError when a secret of a carrier is missing.
    """
    settings = office.settings
    make_carrier = email_carrier or make_email_carrier
    renderer = Renderer(settings.templates_dir)
    return [
        Deliverer(
            office.database,
            office.files,
            {"email": make_carrier(settings), **texting.carriers()},
            renderer,
            office.signer,
            settings,
            now,
            organisations=organisations,
            hooks=replace(texting.hooks, bare_copy=reader.bare_copy),
            owner=owner,
        )
        for _ in range(settings.work.deliverers)
    ]
