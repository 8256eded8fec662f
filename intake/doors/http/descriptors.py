"""File descriptors: the HTTP door takes none that mail and the database need."""

from __future__ import annotations

import resource

import structlog

from models.settings.settings import Settings

log = structlog.get_logger(__name__)
#: For logs, sockets of the loops, readers' pipes, letters and files being written.
OTHERS = 200
#: The HTTP door stays open with so few, for whoever watches the service.
FEWEST = 8
#: Pages that listen at once, at most: they hold no place of the door (`guarding.STAND_ASIDE`).
LISTENERS = 500
#: Connections and files that one HTTP connection may need: itself, and the files of an upload.
_EACH = 2


def share_for_http(settings: Settings) -> int:
    """How many HTTP connections there may be, after raising the limit of this process as far as it may be."""
    doors, wanted = settings.doors, settings.doors.http.max_connections * _EACH
    mail = doors.smtp.max_connections + doors.lmtp.max_connections + len(doors.imap)
    needed = mail + 2 * settings.database.pool_size + OTHERS + (LISTENERS if settings.pages_open else 0)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed + wanted:
        soft = needed + wanted if hard == resource.RLIM_INFINITY else min(hard, needed + wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= needed + wanted:
        return doors.http.max_connections
    left = max((soft - needed) // _EACH, FEWEST)
    log.warning("http.fewer_connections", connections=left, descriptors=soft)
    return min(left, doors.http.max_connections)
