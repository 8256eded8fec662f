"""What people read is true, asks only what is wanted, and calls things by their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from dispatch.letters.completion import complete
from dispatch.letters.examples.samples import samples
from dispatch.letters.filters import contact, said_shortly, word_to_copy
from dispatch.letters.manners import asks, closes, greets
from dispatch.letters.orders_shown import coming_day, date_example, verbs_shown, word_to
from dispatch.letters.render import LOCALES
from dispatch.letters.subjects import own_words_off, says_something, shown_subject
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.details import CommandHelp, Details, Refusal, StateChange, TaskDetails
from dispatch.notices.lists.listed import ListingDetails
from dispatch.notices.why.reasons import why_undelivered
from intake.words.orders import Order, read_order
from intake.words.when.dates import find_date
from models.organisation import DEFAULT_WORKFLOW
from models.organisation.working_time import is_working_day
from models.organisation_files.sample import load_sample
from models.signing.tokens import Purpose
from models.store.organisations import InForce
from models.tables.requests import RequestRow
from tests.example_letters import RENDERER, examples, written
from tests.rows import in_rows
from tests.sampling import is_tried

TEMPLATES = Path(__file__).parents[2] / "templates"
SAMPLE = load_sample()
DAYS = [date(2026, 1, 1) + timedelta(days=23 * n) for n in range(33)]


def sample(name: str, locale: str = "fr", **details: object) -> NoticeView:
    view = next(iter(samples(CATALOGUE[name], locale)))
    return replace(view, details=view.details.model_copy(update=details))


def letter(name: str, locale: str = "fr", **details: object) -> str:
    return RENDERER.email(sample(name, locale, **details)).text


@in_rows(
    "first",
    ["Bonjour,", "Bonsoir Madame", "Madame, Monsieur,", "Chère Madame Petit,", "Hello Jane,", "Dear Mr X"],
)
def test_a_greeting_is_seen_and_not_written_twice(first: str) -> None:
    assert greets(f"{first}\n\nc’est réparé.")
    assert not greets(f"C’est réparé.\n{first}")


@in_rows("first", ["C’est réparé", "Réponse : oui", "", "Madeleine est passée", "Salubrité vérifiée"])
def test_what_is_no_greeting_gets_one(first: str) -> None:
    assert not greets(first)


@in_rows(
    "last", ["Cordialement", "Bien cordialement,", "Bonne journée !", "Yours sincerely,", "Kind regards"]
)
def test_a_closing_is_seen_even_above_a_name(last: str) -> None:
    assert closes(f"C’est réparé.\n\n{last}\nLéa")
    assert not closes(f"{last}\n" + "C’est réparé.\n" * 6)


@in_rows(
    ("comment", "asked"),
    [
        ("pouvez-vous envoyer une photo", True),
        ("votre numéro de compteur", True),
        ("Quelle est l’adresse ?", True),
        ("merci de préciser l’étage", True),
        ("pièce commandée chez le fournisseur", False),
        ("dégel", False),
        ("passage du géomètre mardi", False),
        ("please send a photo", True),
        ("une photo du compteur", True),
        ("la plaque du véhicule", True),
        ("l’adresse exacte", True),
        ("copie du livret de famille", True),
        ("proof of your address", True),
        ("la facture du fournisseur", False),
        ("les copies commandées à l’imprimeur", False),
        ("la pièce", False),
        ("spare part ordered", False),
    ],
)
def test_a_requester_is_asked_only_what_the_agent_asks(comment: str, asked: bool) -> None:
    assert asks(comment) is asked
    for locale, words in (("fr", "nous avons besoin d’une réponse"), ("en", "we need an answer from you")):
        email = RENDERER.email(sample("waiting", locale, comment=comment))
        assert (words in email.text) is asked
        assert (words.lower() in email.subject.lower()) is asked


@in_rows(
    ("subject", "shown"),
    [
        ("[2026-00029] Nous avons bien reçu votre demande : [2026-00027] Nous avons bien reçu votre "
            "demande : Verglas", "Verglas"),
        ("RE: [2026-00029] Nous avons bien reçu votre demande\u00a0: Verglas", "Verglas"),
        ("TR : [2026-00004] À traiter : Fuite d’eau", "Fuite d’eau"),
        ("Re: [2026-00004] We have received your request: Water", "Water"),
        ("Verglas rue [1] des Écoles", "Verglas rue [1] des Écoles"),
        ("[2026-00029]", "(sans objet)"),
        ("", "(sans objet)"),
        ("  ", "(sans objet)"),
    ],
)  # fmt: skip
def test_a_subject_is_the_requesters_own_and_never_empty(subject: str, shown: str) -> None:
    assert shown_subject(subject, "fr") == shown
    assert own_words_off(shown) == shown


@in_rows("locale", LOCALES)
def test_where_nobody_wrote_a_subject_no_sentence_names_one(locale: str) -> None:
    """« Votre demande « (sans objet) » est terminée » is no sentence: the reference stands there instead."""
    placeholder = shown_subject("", locale)
    opened, named = ("“", "your request 2026-00042") if locale == "en" else ("«", "otre demande 2026-00042")
    seen = ""
    for name in sorted(CATALOGUE):
        for at, view in enumerate(examples(name, locale)):
            if view.request is None or view.request.has_subject:
                continue
            if CATALOGUE[name].by_email:
                email = written(name, locale, at)
                said = " ".join((email.text + email.html).split()).lower()
                assert f"{opened} {placeholder}" not in said, name
                assert f"{opened}{placeholder}" not in said, name
                seen += said
    assert named in seen


@in_rows("subject", ["(Aucun objet)", "(sans objet)", "no subject", "Sans sujet", "(pas d’objet)"])
def test_what_a_mail_program_writes_for_no_subject_is_none(subject: str) -> None:
    assert shown_subject(subject, "fr") == "(sans objet)"
    assert shown_subject(f"{subject} de plainte", "fr") != "(sans objet)"


@in_rows("locale", LOCALES)
@in_rows("first", [True, False])
def test_an_agent_is_told_in_words_once_that_they_may_be_asked_first(locale: str, first: bool) -> None:
    """No setting's name: agents know none."""
    said = letter("answer_waits", locale, first=first)
    assert "plain_answer" not in said
    assert (("whoever looks after Guichet" if locale == "en" else "s’y occupe de Guichet") in said) is first


def test_a_subject_of_nothing_but_prefixes_ends_quickly() -> None:
    assert own_words_off("Re: " * 5000 + "x" * 5000)


@in_rows("locale", LOCALES)
def test_examples_name_a_coming_working_day_and_do_what_they_show(locale: str) -> None:
    """Copied as it stands, each example is the order it says, on a day still to come."""
    town = SAMPLE.town
    for today in DAYS:
        coming = coming_day(town, today)
        assert coming > today and is_working_day(town, coming)
        written = date_example(DEFAULT_WORKFLOW, "taken", locale, coming)
        found = find_date(written, today)
        assert found is not None and found.day == coming
        for verb in verbs_shown(DEFAULT_WORKFLOW, "taken", locale, coming):
            read = read_order(verb.example, DEFAULT_WORKFLOW, organisation=SAMPLE, today=today)
            assert isinstance(read, Order), verb.example


@in_rows("locale", LOCALES)
def test_a_task_is_ended_with_the_words_of_its_workflow(locale: str) -> None:
    for workflow in SAMPLE.workflows or (DEFAULT_WORKFLOW,):
        done = word_to(workflow, "done", locale)
        assert done in {alias for names in workflow.aliases.values() for alias in names}
        assert f"«\u00a0{done}\u00a0»" in letter("task_assigned", done_word=done)


def _in_force() -> InForce:
    return InForce(1, SAMPLE, {}, {}, {}, {}, {}, {})


def _request() -> RequestRow:
    return RequestRow(
        id=1, year=2026, number=42, state="new", state_kind="new", workflow_key="default", requester_id=1, channel="email"
    )  # fmt: skip


def _complete(details: Details, locale: str) -> Details:
    return complete(details, _request(), _in_force(), locale, date(2026, 11, 27))


def test_verbs_meant_are_named_in_the_readers_language() -> None:
    help_ = _complete(CommandHelp(reason="unknown_verb", nearest=("take", "Marc Durand")), "fr")
    assert help_.model_dump()["nearest"] == ("pris en charge", "Marc Durand")
    english = _complete(CommandHelp(reason="date_missing", nearest=("take",)), "en")
    assert english.model_dump()["nearest"] == ("taken",)
    assert english.model_dump()["date_example"].startswith("planned ")


def test_tasks_and_changes_are_completed_from_the_requests_workflow() -> None:
    task = _complete(TaskDetails(title="x"), "fr")
    assert isinstance(task, TaskDetails) and (task.done_word, task.refused_word) == ("terminé", "refusé")
    change = _complete(StateChange(to_state="taken"), "fr")
    assert isinstance(change, StateChange) and change.state == "prise en charge"


def test_refusals_of_legal_requests_say_the_remedies_and_others_do_not() -> None:
    """CRPA L412-3, code de justice administrative R421-5."""
    assert "tribunal administratif" in letter(
        "refused", comment="Hors budget.", silence="rejection", remedies=""
    )
    assert "administrative court" in letter("refused", "en", silence="acceptance")
    assert "tribunal" not in letter("refused", silence="none")
    own = letter("refused", silence="rejection", remedies="Adressez-vous au médiateur.")
    assert "médiateur" in own and "telerecours" not in own
    assert "Léa Fontaine\nResponsable de la voirie" in own


def test_the_towns_full_store_is_not_blamed_on_the_requester() -> None:
    text = letter("refused_message", **Refusal(reason="quota").model_dump())
    assert "la mairie n’a plus de place" in text and "vous avez envoyé" not in text


def test_a_rules_answer_is_no_refusal() -> None:
    view = sample("refused_message", answer="Écrivez à l’agence de l’eau.", subject="eau")
    assert RENDERER.email(view).subject == "Réponse à votre message\u00a0: eau"


def test_danger_is_told_which_number_to_call() -> None:
    view = sample("acknowledgement")
    assert view.request is not None and view.request.priority == "urgent"
    calm = replace(view, request=replace(view.request, priority="normal"))
    for write in (lambda v: RENDERER.email(v).text, RENDERER.text):
        assert "112" in write(view) and "112" not in write(calm)


@in_rows(
    ("files", "encrypted", "expected"),
    [
        (True, False, "seulement des pièces jointes"),
        (False, False, "n’a pas de texte.)"),
        (True, True, "illisible ici"),
    ],
)
def test_a_message_without_words_says_so(files: bool, encrypted: bool, expected: str) -> None:
    view = sample("assigned")
    view = replace(view, text=" \n", encrypted=encrypted, files=view.files if files else ())
    email = RENDERER.email(view)
    assert expected in email.text and expected in email.html


def test_agents_see_priority_tags_officials_and_numbers_as_people_write_them() -> None:
    view = sample("assigned")
    assert view.request is not None
    view = replace(view, request=replace(view.request, requester_contact="+33639981001"))
    text = RENDERER.email(view).text
    for said in (
        "Priorité\u00a0: urgente",
        "Mots-clés\u00a0: sécurité, école",
        "Jeanne Petit, élu(e) (06\u00a039\u00a098\u00a010\u00a001)",
    ):
        assert said in text
    assert contact("jeanne@example.org") == "jeanne@example.org"


@in_rows("name", ["requester_reply", "reopened_assignee", "note_added"])
def test_a_follow_up_shows_how_the_request_began(name: str) -> None:
    assert "Message de départ\u00a0:\n\n  Bonjour," in letter(name)


@in_rows("name", ["overdue", "task_assigned", "undeliverable"])
def test_a_reminder_shows_the_requests_own_words(name: str) -> None:
    assert "  Le lampadaire devant l’école est cassé depuis lundi." in letter(name)


def test_nobody_is_called_by_the_name_of_a_service() -> None:
    for notice in CATALOGUE.values():
        if notice.by_email and notice.name != "answer":
            for at, view in enumerate(examples(notice.name, "fr")):
                if at and not is_tried(notice.name, at, one_in=4):
                    continue
                assert RENDERER.email(replace(view, recipient="Accueil")).text.startswith("Bonjour,\n")


def test_reopening_is_promised_only_where_the_workflow_has_it() -> None:
    view = sample("done")
    assert view.request is not None and "sera rouverte" in RENDERER.email(view).text
    shut = replace(view, request=replace(view.request, can_reopen=False))
    assert "sera rouverte" not in RENDERER.email(shut).text


def test_an_order_by_text_is_one_of_the_workflow() -> None:
    view = sample("assigned")
    assert view.verbs and f'42 {view.verbs[0].word}"' in RENDERER.text(replace(view, short_code="42"))
    assert "Répondez" not in RENDERER.text(replace(view, verbs=()))


def test_a_text_with_a_link_takes_one_segment() -> None:
    view = sample("acknowledgement", upload_url="https://demandes.ville-exemple.fr/depot/" + "a" * 28)
    assert view.request is not None
    calm = replace(view, request=replace(view.request, priority="normal"))
    assert len(RENDERER.text(calm)) <= 160


@in_rows("locale", ["fr", "en"])
def test_a_text_about_danger_takes_one_segment_and_names_every_number(locale: str) -> None:
    view = replace(sample("acknowledgement"), locale=locale)
    assert view.request is not None
    assert view.request.priority == "urgent"
    text = RENDERER.text(view)
    assert len(text) <= 160
    assert "112" in text
    assert "01 99 00 10 20" in text or "+33 1 99 00 10 20" in text


def test_a_status_gives_date_and_service_and_says_what_nobody_has_taken_yet() -> None:
    view = sample("status")
    assert isinstance(view.details, ListingDetails)
    assert RENDERER.text(view).startswith(
        "2026-00042 du 03/11/2026, Voirie : enregistrée, pas encore prise en charge."
    )


def test_a_bounce_is_explained_in_the_readers_language() -> None:
    for status in ("5.1.1", "5.2.2", "5.7.1"):
        french, english = why_undelivered(status, "fr"), why_undelivered(status, "en")
        assert french != english
        assert f"Raison\u00a0: {french}." in letter("undeliverable", reason=french)
        assert f"Reason: {english}." in letter("undeliverable", "en", reason=english)


def test_a_technical_reason_is_not_read_out_to_anybody() -> None:
    for locale in LOCALES:
        assert "relay" not in why_undelivered("The mail relay refuses this message.", locale)


@in_rows("locale", LOCALES)
@in_rows("name", [name for name, each in CATALOGUE.items() if each.reply is Purpose.LIST])
def test_a_list_that_takes_an_answer_says_how_it_is_written(name: str, locale: str) -> None:
    said = letter(name, locale)
    # What nobody has is given to somebody, what was ended is reopened; everything else may be done.
    words = {"unassigned": ("42 affecter à", "42 assign to"), "ended_together": ("17 rouvrir", "17 reopen")}
    word = words.get(name, ("42 terminé", "42 done"))[locale == "en"]
    assert f"2026-000{word}" in said
    assert "no answer" not in said and "pas de réponse" not in said


@in_rows(
    ("state", "kind", "locale", "word"),
    [
        ("new", "new", "fr", "pris en charge"),
        ("taken", "open", "fr", "terminé"),
        ("planned", "open", "en", "done"),
        ("done", "done", "fr", "rouvert"),
    ],
)
def test_the_example_of_a_text_is_the_word_that_is_mostly_meant(
    state: str, kind: str, locale: str, word: str
) -> None:
    assert word_to_copy(verbs_shown(DEFAULT_WORKFLOW, state, locale, date(2026, 12, 3)), kind) == word


@in_rows(
    ("subject", "text", "said"),
    [
        ("Abribus", "L'abribus de la place est tagué !", "Abribus. L'abribus de la place est tagué !"),
        ("Trou rue du Four", "Trou rue du Four\ndevant le 3", "Trou rue du Four devant le 3."),
        ("LAMPADAIRE ETEINT DEVANT…", "LAMPADAIRE ETEINT DEVANT LE 8", "LAMPADAIRE ETEINT DEVANT LE 8."),
        ("Lampadaire 3 rue des Lilas", "", "Lampadaire 3 rue des Lilas."),
    ],
)
def test_a_text_says_subject_and_words_once(subject: str, text: str, said: str) -> None:
    assert said_shortly(text, subject) == said


@in_rows(
    ("subject", "says"),
    [
        ("Lampadaire en panne 3 rue des Lilas", True),
        ("Nid de poule", True),
        ("Re: [2026-00042] Nous avons bien reçu votre demande : Banc cassé au parc", True),
        ("", False),
        ("Bonjour", False),
        ("(aucun objet)", False),
        ("Sans objet", False),
        ("Envoi d’un message : IMG_0042.jpg", False),
        ("photo du 12 mars.jpg", False),
        ("Re: [2026-00042] Nous avons bien reçu votre demande", False),
    ],
)
def test_a_subject_that_asks_something_is_told_from_one_that_does_not(subject: str, says: bool) -> None:
    assert says_something(subject) is says


@in_rows("locale", LOCALES)
@in_rows(
    "name",
    [each.name for each in CATALOGUE.values() if each.audience == "requester" and each.needs_request and each.by_email],
)  # fmt: skip
def test_an_answer_to_a_letter_of_ours_takes_no_subject_from_it_but_the_requester_s_own(
    name: str, locale: str
) -> None:
    for at, view in enumerate(examples(name, locale)):
        assert view.request is not None
        subject = written(name, locale, at).subject
        assert own_words_off(f"Re: {subject}") in ("", view.request.subject), subject


def test_a_subject_of_the_requester_s_own_stays_though_it_sounds_like_ours() -> None:
    assert own_words_off("Votre demande est en attente") == "Votre demande est en attente"


@in_rows("reason", ["doubtful", "partner_doubtful"])
def test_why_a_letter_is_in_doubt_is_said_with_the_space_that_does_not_break(reason: str) -> None:
    said = why_undelivered(reason, "fr")
    assert "\u00a0:" in said and " :" not in said


@in_rows("notice", ["contact_change", "confirm_message"])
def test_hours_of_letters_stand_on_the_line_of_their_number(notice: str) -> None:
    for path in (
        TEMPLATES / locale / "email" / notice / f"body.{form}"
        for locale in LOCALES
        for form in ("txt", "html")
    ):
        text = path.read_text("utf-8")
        assert "}}\u00a0h" in text and "}} h" not in text, path


def test_a_status_says_that_the_town_has_answered_what_nobody_has_taken() -> None:
    view = sample("status")
    assert isinstance(view.details, ListingDetails)
    first, *_ = view.details.items
    answered = (first.model_copy(update={"state": "enregistrée", "answered_at": first.created_at}),)
    assert "enregistrée, réponse envoyée le 03/11/2026" in letter("status", items=answered)


def test_a_list_of_what_is_over_says_nothing_of_taking_one_back() -> None:
    items = sample("status").details.items
    over = tuple(each.model_copy(update={"state_kind": "done", "state": "terminée"}) for each in items)
    assert "Pour en annuler une" in letter("status", which=False)
    assert "Pour en annuler une" not in letter("status", which=False, items=over)
