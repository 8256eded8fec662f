"""`guichet work`: treat what waits, once, without opening a door."""

from __future__ import annotations

import typer

from cli.office import office_of
from cli.present import console


def work(context: typer.Context) -> None:
    """Read what waits in the ledger and deliver what is due, then end: for cron, or after `submit`."""
    from cli.logs import configure_logs
    from cli.service.service import Service
    from models.store.places import is_held

    office = office_of(context)
    configure_logs(office.settings.logs)
    office.require_file()  # before the readers have a folder
    service = Service(office)
    try:
        service.recovery.begin()
        taken = 0
        while found := service.processor.process_next():
            taken += found
        batches = 0
        while not is_held(office.settings.data_dir) and service.deliverers[0].deliver_next():
            batches += 1
        service.write_access_log()
    finally:
        service.leave()
    if taken == 0:
        console().print(f"No message waited, {'notices delivered' if batches else 'no notice was due'}.")
    elif taken == 1:
        console().print(f"One message treated, {'notices delivered' if batches else 'no notice was due'}.")
    else:
        console().print(
            f"{taken} messages treated, {'notices delivered' if batches else 'no notice was due'}."
        )
