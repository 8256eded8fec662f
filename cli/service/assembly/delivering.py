"""The deliverers of one process, each with carriers of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cli.office import Office, now
from cli.service.assembly.mailing import make_email_carrier
from cli.service.assembly.texting import Texting
from cli.service.seeing.health import unless_held
from dispatch.delivery.carriers.interface import EmailCarrier
from dispatch.delivery.deliver import Deliverer
from dispatch.letters.render import Renderer
from dispatch.programs.hooks.sealing import seal_of, seal_secrets
from dispatch.programs.hooks.telling import Telling
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.loop import Loop
from intake.reading.reader import Reader
from models.sandbox import is_sandbox
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
    renderer = Renderer(settings.templates_dir, for_training=is_sandbox(settings))
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


def delivering_loops(office: Office, deliverers: Sequence[Deliverer], owner: str) -> list[Loop]:
    """What takes notices away, and tells other programs; nothing leaves while that is held."""
    settings = office.settings
    seal = seal_of(office.signer)
    with office.database.transaction() as session:
        # From versions that did not seal them, or under a key from before.
        seal_secrets(session, seal)
    telling = Telling(office.database, settings.webhooks, now, seal, owner)
    steps = [(f"deliverer-{n}", each.deliver_next) for n, each in enumerate(deliverers, 1)]
    # One looks each second for what other processes wrote; the others are woken, or come when it has much.
    delivering = [
        Loop(name, unless_held(settings.data_dir, step), idle_seconds=5.0 if n else 1.0)
        for n, (name, step) in enumerate(steps)
    ]
    if is_sandbox(settings):
        # Whoever is in training may try everything: no other program hears of it.
        return delivering
    told = unless_held(settings.data_dir, telling.tell_next)
    return [*delivering, Loop("webhooks", told, idle_seconds=2.0)]
