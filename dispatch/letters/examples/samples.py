"""One example of every notice, for checking templates and for showing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dispatch.letters.examples.acknowledgements import ACKNOWLEDGEMENTS
from dispatch.letters.examples.helps import HELPS
from dispatch.letters.examples.incidents import ALSO, GREW, WAITS
from dispatch.letters.examples.lists import ENDED, HELD, LISTED, MANY, REPORT, TASKS, TERMS, WEEKS, WORK
from dispatch.letters.examples.orders import ORDERS
from dispatch.letters.examples.requests import DUE, RECEIVED, bare_request, full_request
from dispatch.letters.examples.words import WORDS
from dispatch.letters.view import FileView, NoticeView, ReadyView, SignerView, TownView, VerbView
from dispatch.notices import details, done
from dispatch.notices.catalogue import CATALOGUE, Notice
from dispatch.notices.lists import listed, report

_DETAILS: dict[type[details.Details], tuple[details.Details, ...]] = {
    details.Acknowledgement: ACKNOWLEDGEMENTS,
    details.Forwarded: (
        *(details.Forwarded(received_at=RECEIVED, address="jeanne.petit@example.org", name=name)
          for name in ("Jeanne Petit", "")),
        details.Forwarded(received_at=RECEIVED, address="jeanne.petit@example.org", plain=True),
    ),
    details.OwnWords: (details.OwnWords(),),
    done.Given: (done.Given(), done.Given(comment="Tu connais bien le quartier.", tasks=("Baliser",)), *ALSO),
    done.IncidentGrew: GREW,
    details.StateChange: (
        details.StateChange(state="prise en charge"),
        details.StateChange(
            state="planifiée", comment="L’ampoule est commandée.\nMerci.", date=date(2026, 12, 1)
        ),
        details.StateChange(
            state="en attente", comment="Pouvez-vous nous envoyer une photo ?", silence="rejection"
        ),
        details.StateChange(
            state="refusée",
            comment="Cette rue relève du département.",
            silence="acceptance",
            remedies="Vous avez deux mois pour saisir le tribunal administratif.",
        ),
    ),
    details.CommandHelp: HELPS,
    details.AnswerWaits: WAITS,
    listed.AnswersWait: MANY,
    listed.TaskEnded: ENDED,
    details.MessageToConfirm: (
        details.MessageToConfirm(
            confirmation=7, received_at=RECEIVED, order="terminé", word_count=14, file_count=1
        ),
        details.MessageToConfirm(confirmation=7, received_at=RECEIVED, word_count=1, hours=24, broken=True),
        details.MessageToConfirm(
            confirmation=7, received_at=RECEIVED, word_count=1, again=True, since=("message_in", "state")
        ),
    ),
    details.TaskDetails: (
        details.TaskDetails(title="Changer l’ampoule", done_word="terminé"),
        details.TaskDetails(
            title="Changer l’ampoule", number=3, due_at=DUE, done_word="terminé", refused_word="refusé"
        ),
    ),
    details.Refusal: (
        details.Refusal(answer="Cette adresse ne reçoit que les factures."),
        details.Refusal(
            reason="too_large", received_at=RECEIVED, limit_bytes=26_214_400, subject="Photos"
        ),
        details.Refusal(reason="quota"),
        details.Refusal(reason="files_not_kept", received_at=RECEIVED),
        details.Refusal(reason="infected"),
        details.Refusal(reason="unreadable"),
        details.Refusal(reason="not_allowed"),
    ),
    details.LetterWaits: (details.LetterWaits(address="jeanne.petit@example.org"),),
    details.Undeliverable: (
        details.Undeliverable(reason="cette adresse n’existe pas", notice="done"),
        details.Undeliverable(reason="…", notice="done", other_way="email", sent_other_way=True),
        details.Undeliverable(reason="…", notice="done", other_way="sms"),
    ),
    details.ContactCodeDetails: (
        details.ContactCodeDetails(code="482913"),
        details.ContactCodeDetails(code="482913", other="06 39 98 00 12"),
    ),
    details.SignInDetails: (
        details.SignInDetails(code="482913", url="https://ville.test/entrer/lien/abcdefghijkmnpqrstuvwxyz2345"),
    ),
    listed.ListingDetails: (
        listed.ListingDetails(items=LISTED, total=2),
        listed.ListingDetails(items=LISTED, total=3),
        listed.ListingDetails(items=LISTED, total=2, which=True, plain=True),
        listed.ListingDetails(items=(), total=0),
    ),
    details.Survey: (details.Survey(), details.Survey(again=True), details.Survey(written="8/10")),
    details.DataRequested: (details.DataRequested(received_at=RECEIVED, due_at=DUE),),
    details.CodeSent: (details.CodeSent(to="jeanne@example.org"),),
    details.ContactsLinked: (details.ContactsLinked(other="06 39 98 00 12"),),
    listed.PossibleOrders: (
        listed.PossibleOrders(words=("pris en charge", "terminé"), example="terminé"),
        listed.PossibleOrders(words=("pris en charge", "terminé"), example="terminé", needs_code=False),
    ),
    details.SetAsideDetails: (
        details.SetAsideDetails(inbound=12, reason="sa lecture a pris plus de 5 s"),
        details.SetAsideDetails(inbound=12, reason="une pièce jointe contient un virus", answered=True),
    ),
    listed.WorkList: (
        listed.WorkList(items=WORK[:1], total=1),
        listed.WorkList(items=WORK, total=3, team=WORK[1:], team_total=2),
        listed.WorkList(team=WORK[:1], team_total=1),
        listed.WorkList(unread=True),
        listed.WorkList(items=WORK[:1], total=1, asked_from="karim.maison@example.org"),
        listed.WorkList(soon=WORK[1:], soon_total=2, tasks=TASKS, tasks_total=1),
        listed.WorkList(soon=TERMS, soon_total=3),
    ),
    listed.EndedTogether: (
        listed.EndedTogether(items=WORK, total=2, by="Sophie Martin", comment="Réparé ce matin."),
        listed.EndedTogether(items=WORK, total=2, by="Sophie Martin", taken_over=True),
    ),
    listed.WeekList: WEEKS,
    listed.NobodyHas: (
        listed.NobodyHas(items=WORK[:1], total=1),
        listed.NobodyHas(items=WORK, total=3),
        # Of a row that was written when its lines could not be answered.
        listed.NobodyHas.model_validate({"items": [{"reference": "2026-00042"}], "total": 1}),
    ),
    listed.HeldMail: (
        listed.HeldMail(items=HELD[:1], total=1),
        listed.HeldMail(items=HELD, total=3, ask=("Sophie Martin", "Léa Fontaine")),
    ),
    report.Report: (REPORT, REPORT.model_copy(update={"tables": (), "charts": ()})),
    details.Alert: (
        details.Alert(summary="The mail relay refuses our login."),
        details.Alert(
            summary="No mail for 48 hours.", explanation="Door: imap.", command="guichet doctor imap mairie"
        ),
        details.Alert(summary="The mailbox mairie cannot be read.", detail="password refused"),
    ),
    details.CheckpointDetails: (
        details.CheckpointDetails(
            note="ville.test/guichet\n12\nq8w=\nhistory 5 q80=\naccesses 7 7+8=\ntime 2026-11-03T06:00:00Z\n"
            "\n\u2014 ville.test/guichet 8J+YgA==\n"
        ),
    ),
    details.Details: (details.Details(),),
    **ORDERS,
    **WORDS,
}  # fmt: skip


def _page_of(notice: Notice) -> str:
    if notice.name in ("held_mail", "set_aside"):
        return "https://ville.test/a-trier"
    if not notice.needs_request or notice.reply is None:
        return ""
    path = "suivi/abcdefghijkmnpqrstuvwxyz2345" if notice.audience == "requester" else "demandes/2026-00042"
    return f"https://ville.test/{path}"


def samples(notice: Notice, locale: str) -> Iterator[NoticeView]:
    """Every example of one notice: each shape its details take, with a full request and a bare one."""
    full = NoticeView(
        notice=notice.name,
        audience=notice.audience,
        general=notice.name,
        locale=locale,
        town=TownView(
            hall="Mairie de Saint-Exemple",
            name="Saint-Exemple",
            phone="+33199001000",
            emergency_phone="+33199001099",
            email="mairie@ville.test",
            postal_address="1 place de la Mairie, 00000 Saint-Exemple",
            website="https://ville.test",
            signature="La mairie de Saint-Exemple",
            reply_address="demandes@ville.test",
        ),
        recipient="Léa Fontaine",
        request=full_request() if notice.needs_request else None,
        text="Bonjour,\n\nLe lampadaire devant l’école est cassé depuis lundi.\n\nJeanne Petit",
        author="Jeanne Petit",
        signer=SignerView(
            "Léa Fontaine", "Responsable de la voirie", "Voirie et éclairage public", "+33199001020"
        )
        if notice.details in (details.OwnWords, details.StateChange) and notice.audience == "requester"
        else None,
        opening="Bonjour,\n\nLe lampadaire est cassé." if notice.quotes_opening else "",
        files=(
            FileView("lampadaire.jpg", 2_412_000),
            FileView("plan du quartier.pdf", 18_300_000, attached=False),
        ),
        verbs=(
            VerbView("pris en charge", "prise en charge", "pris en charge", tap="pris en charge"),
            VerbView("planifié", "planifiée", "planifié jeudi 12 novembre", needs_date=True, tap="planifié "),
            VerbView(
                "refusé", "refusée", "refusé\u00a0: votre explication", comment_required=True, tap="refusé : "
            ),
        )
        if notice.shows_verbs
        else (),
        ready=(ReadyView("réponse 3", "Délai des encombrants"),) if notice.shows_verbs else (),
        hand_on="affecter à Marc Durand" if notice.shows_verbs else "",
        answerable=notice.reply is not None,
        answers_to="demandes+abcdefghijkmnpqrstuvwxyz2345@ville.test" if notice.reply is not None else "",
        page_url=_page_of(notice),
        marker="guichet.42.abcdefgh",
        received_subject="Inscription à la cantine",
        asks_elsewhere="secretariat@example.net",
        author_is_elected=True,
        from_machine="formulaire@ville.test",
        in_copy="luc@example.org",
        unproved="luc@example.org",
    )
    bare = replace(
        full,
        town=TownView(hall="Mairie de Saint-Exemple", name="Saint-Exemple"),
        recipient="",
        request=bare_request(locale) if notice.needs_request else None,
        text="",
        author="",
        author_is_elected=False,
        signer=None,
        opening="",
        opening_unread="encrypted" if notice.quotes_opening else "",
        received_subject="",
        asks_elsewhere="",
        from_machine="",
        in_copy="",
        unproved="",
        encrypted=True,
        files=(),
        verbs=(),
        ready=(),
        hand_on="",
        answers_to="",
        page_url="",
        marker="",
    )
    for each in _DETAILS[notice.details]:
        yield replace(full, details=each)
        yield replace(bare, details=each)


def all_samples(locale: str) -> Iterator[tuple[Notice, NoticeView]]:
    """Every example of every notice."""
    return ((notice, view) for notice in CATALOGUE.values() for view in samples(notice, locale))
