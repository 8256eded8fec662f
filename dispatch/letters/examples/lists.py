"""Examples of what notices list, in French as an agent reads them."""

from __future__ import annotations

from datetime import date

from dispatch.letters.enclosed.report import with_charts
from dispatch.letters.examples.requests import DUE, RECEIVED
from dispatch.notices.lists import listed, report

LISTED = (
    listed.ListedRequest(
        reference="2026-00042",
        subject="Lampadaire cassé rue des Écoles",
        state="enregistrée, pas encore prise en charge",
        state_kind="new",
        service="Voirie",
        created_at=RECEIVED,
        due_at=DUE,
    ),
    listed.ListedRequest(
        reference="2026-00017", subject="Nid-de-poule", state="planifiée", due_at=RECEIVED, overdue=True
    ),
)
WORK = (
    listed.WorkItem(
        request_id=17,
        reference="2026-00017",
        subject="Nid-de-poule rue des Écoles",
        workflow="default",
        state="taken",
        state_label="prise en charge",
        created_at=RECEIVED,
        due_at=DUE,
        overdue=True,
        words="Bonjour, il y a un trou devant le 12.",
        answers=("planifié", "terminé"),
        answers_to="demandes+abcdefghijkmnpqrstuvwxyz2345@ville.test",
    ),
    listed.WorkItem(
        request_id=42,
        reference="2026-00042",
        subject="Lampadaire cassé",
        workflow="default",
        state="new",
        state_label="nouvelle",
        created_at=RECEIVED,
        holder="Marc Durand",
    ),
)
_LATE, _LOOSE = WORK[0], WORK[1].model_copy(update={"holder": "", "also": ("fresh",)})
_OTHER = WORK[1].model_copy(update={"request_id": 51, "reference": "2026-00051", "subject": "Banc cassé"})
TERMS = (
    WORK[1].model_copy(update={"answer_due_at": DUE}),
    WORK[1].model_copy(
        update={"acknowledge_by": DUE.date(), "silence": "rejection", "silence_on": DUE.date()}
    ),
    WORK[1].model_copy(update={"silence": "acceptance", "silence_on": DUE.date()}),
)
WEEKS = (
    listed.WeekList(
        visas=(_LATE.model_copy(update={"visa": 3, "answers": ("viser 3", "ne pas viser 3")}),),
        visas_total=1,
        items=(_LATE,),
        total=1,
        soon=(_LOOSE.model_copy(update={"also": ("loose", "fresh")}),),
        soon_total=1,
        loose_total=1,
        loose_above=1,
        fresh=(_OTHER,),
        fresh_total=4,
        fresh_above=1,
    ),
    listed.WeekList(items=(_LATE,), total=3, loose=(_LOOSE,), loose_total=1, fresh_total=1, fresh_above=1),
)
TASKS = (WORK[0].model_copy(update={"task": "Changer l’ampoule", "answers": ("terminé", "refusé")}),)
HELD = (
    listed.HeldMessage(
        inbound=12,
        reason="la règle «\u00a0fournisseurs\u00a0» le retient",
        sender="ventes@example.org",
        subject="Nos offres de novembre",
        received_at=RECEIVED,
    ),
    listed.HeldMessage(inbound=13, reason="paraît automatique"),
)
MANY = tuple(
    listed.AnswersWait(limit=60, proved=proved, since=RECEIVED, ask=ask)
    for proved, ask in ((True, ("Sophie Martin",)), (False, ("Sophie Martin", "Paul Roy")), (False, ()))
)
ENDED = (
    listed.TaskEnded(title="Changer l’ampoule", comment="Ampoule neuve, l’ancienne est à recycler."),
    listed.TaskEnded(
        title="Changer l’ampoule",
        done=False,
        comment="Pas de nacelle cette semaine.",
        remaining=(
            listed.OpenTask(title="Louer une nacelle", holder="Nadia Roux"),
            listed.OpenTask(title="Prévenir l’école"),
        ),
    ),
)
_FIGURES = report.Report(
    since=date(2026, 10, 1),
    until=date(2026, 10, 31),
    hours_a_day=7.5,
    period="oct. 2026",
    today=(
        report.ReportLine(
            name="open",
            unit="count",
            value=41,
            command="guichet requests list --open",
            label="Demandes ouvertes",
            shown="41",
        ),
        report.ReportLine(name="oldest", unit="day", label="La plus ancienne", shown="–"),
    ),
    lines=(
        report.ReportLine(
            name="received",
            unit="count",
            value=128,
            command="guichet requests list --since 2026-10-01 --until 2026-10-31 --limit 128",
            label="Reçues",
            shown="128",
        ),
    ),
    tables=(
        report.ReportTable(
            name="service",
            title="Par service",
            bars=(
                report.ReportBar(
                    key="voirie",
                    label="Voirie et éclairage public",
                    count=90,
                    closed=70,
                    late=3,
                    percent=100,
                    half=6.0,
                    most=40.0,
                ),
                report.ReportBar(key="", label="(aucun)", count=1, closed=1, percent=1, half=1.0, most=1.0),
            ),
        ),
        report.ReportTable(
            name="month",
            title="Par mois",
            bars=(
                report.ReportBar(key="2026-09", label="sept. 2026", count=112, closed=109, percent=88),
                report.ReportBar(key="2026-10", label="oct. 2026", count=128, closed=90, percent=100),
            ),
        ),
    ),
)
REPORT = with_charts(_FIGURES, "fr")
