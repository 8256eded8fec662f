"""Examples of what notices say of orders that were done or undone, in French as an agent reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
    done.VisaAsked: (
        done.VisaAsked(visa=12, text="Bonjour Madame,\nC’est réparé.", by="Karim Benali", state="terminée"),
        done.VisaAsked(visa=12, text="La pièce est commandée.", by="Karim Benali", reminder=True),
        done.VisaAsked(visa=12, text="La pièce est commandée."),
    ),
    done.VisaTold: (
        done.VisaTold(visa=12, outcome="asked", text="C’est réparé.", by=("Inès Leroy", "Léa Fontaine")),
        done.VisaTold(visa=12, outcome="asked", text="C’est réparé."),
        done.VisaTold(visa=12, outcome="given", text="C’est réparé.", by=("Inès Leroy",)),
        done.VisaTold(visa=12, outcome="corrected", text="C’est bien réparé.", by=("Inès Leroy",)),
        done.VisaTold(
            visa=12, outcome="returned", text="C’est réparé.", by=("Inès Leroy",), why="Dites quel jour."
        ),
    ),
    done.PassedOn: (
        done.PassedOn(state="transmise", partner="Communauté urbaine"),
        done.PassedOn(state="transmise"),
    ),
    done.PartnerLetter: (
        done.PartnerLetter(
            partner="Communauté urbaine",
            asked="Pouvez-vous vérifier la conduite ?",
            said=("Une fuite devant le 12, appelez-moi au […].", "Elle a grossi ce matin."),
            about="Fuite rue des Lilas",
            kind="Voirie",
            place="Gymnase Guimard, 3 rue des Lilas",
            map_url="https://www.openstreetmap.org/?mlat=46.80000&mlon=4.43000#map=18/46.80000/4.43000",
            due_on=date(2026, 11, 17),
            asked_on=date(2026, 11, 3),
            their_number="INC-48213",
        ),
        done.PartnerLetter(
            partner="Communauté urbaine",
            asked_by="Jeanne Petit",
            asked_by_contact="jeanne.petit@example.org",
            due_on=date(2026, 11, 17),
        ),
        done.PartnerLetter(partner="Communauté urbaine", due_on=date(2026, 11, 17)),
    ),
    done.PartnerAnswer: (
        done.PartnerAnswer(partner="Communauté urbaine", their_number="INC-48213", note=57),
        done.PartnerAnswer(
            partner="Communauté urbaine",
            writer="equipe@cucm.example.org",
            unproved=True,
            machine=True,
            can_send=False,
        ),
    ),
    done.Undone: (
        done.Undone(state="enregistrée, pas encore prise en charge", mistaken="terminée"),
        done.Undone(state="enregistrée, pas encore prise en charge", mistaken="terminée", joined=True),
    ),
}
