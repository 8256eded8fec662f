"""Examples of what notices say of orders that were done or undone, in French as an agent reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.notices import done
from dispatch.notices.details import Details

_UNTIL = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
ORDERS: dict[type[Details], tuple[Details, ...]] = {
    done.OrderDone: (
        done.OrderDone(
            lines=("État\u00a0: prise en charge", "Priorité\u00a0: haute"), undo_until=_UNTIL, stopped=0
        ),
        done.OrderDone(undo_until=_UNTIL),
        done.OrderDone(lines=("État\u00a0: nouvelle",), undone=True, told_again=True),
        done.OrderDone(undone=True, stopped=1),
    ),
    done.ListDone: (
        done.ListDone(
            lines=(
                done.ListedDone(
                    reference="2026-00042", written="terminé", said="État\u00a0: terminée", done=True
                ),
                done.ListedDone(reference="2026-00043", written="bidule", said="pas compris"),
                done.ListedDone(reference="", written="Voilà pour aujourd’hui", said="pas compris"),
            )
        ),
    ),
    done.Undone: (
        done.Undone(state="nouvelle", mistaken="terminée"),
        done.Undone(state="nouvelle", mistaken="terminée", joined=True),
    ),
}
