"""What `guichet doctor` says of the map of requests: whether what it is drawn on is there."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen
from models.errors import TemporaryFailure, UserError

#: Where most towns of France have their own level of detail.
_ZOOM = 14


def map_ground(office: Office) -> Iterator[Seen]:
    """Is the ground of the map there, and does its server answer with a tile of this town?"""
    from dispatch.queries.seen.clusters import tile_at
    from dispatch.web.map.ground import ServedGround, ground_of

    settings = office.settings.web.map
    if not settings.tiles:
        yield Seen("ok", "The map of requests stands on a plain ground: no tiles are named under [web.map].")
        return
    organisation = office.organisations.current()
    sites = [
        (each.latitude, each.longitude)
        for each in (organisation.buildings if organisation is not None else ())
        if each.latitude is not None and each.longitude is not None
    ]
    if "://" in settings.tiles and not settings.area and not _is_known(office, bool(sites)):
        yield Seen(
            "warning",
            "Nobody knows where the town is: its map server is asked for nothing.",
            "Run guichet addresses import, or set area under [web.map] in settings.toml.",
        )
    try:
        ground = ground_of(settings, office.settings.data_dir)
        assert ground is not None
        # What was kept says nothing of a server today.
        ask = ground.fetch if isinstance(ground, ServedGround) else ground.tile
        tile = ask(_ZOOM, *tile_at(*sites[0], _ZOOM)) if sites else b"none asked for"
    except (UserError, TemporaryFailure) as wrong:
        yield Seen("error", wrong.public, "Correct tiles under [web.map] in settings.toml.")
        return
    if tile is None:
        yield Seen(
            "warning",
            "The map has no picture of this town.",
            "See that tiles under [web.map] holds the town and that its {z}, {x} and {y} are in place.",
        )
    else:
        yield Seen("ok", "The map of requests is drawn on the ground of web.map.tiles.")
    if not settings.attribution:
        yield Seen(
            "warning",
            "The map does not say whose it is.",
            "Set attribution under [web.map], as its licence asks: © IGN, © OpenStreetMap.",
        )


def _is_known(office: Office, has_sites: bool) -> bool:
    from models.store.addresses import register_in_force

    with office.database.reading() as session:
        register = register_in_force(session)
    return has_sites or (register is not None and register.streets > 0)
