"""Requests passed on to partners outside: what leaves, what is shown, what comes back, what is undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.undelivered import record_undelivered
from dispatch.notices.claimed import ClaimedNotice
from dispatch.upkeep.morning import remind_work
from dispatch.upkeep.partners import remind_partners
from dispatch.upkeep.retention.erase import erase_request
from dispatch.upkeep.retention.forget import forget_if_alone
from dispatch.upkeep.rights.dossier_lines import read_request
from models.organisation import DEFAULT_WORKFLOW, Partner
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import InForce, apply, load, newest_version
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.tables.traces import AccessRecord
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, PHOTO, write

CUCM = "voirie@cucm.example.org"
COLLEAGUE = "equipe.nord@cucm.example.org"
_forwardings, _accesses, _requests = table_of(Forwarding), table_of(AccessRecord), table_of(RequestRow)


def with_partners(desk: Desk, *partners: dict[str, Any]) -> None:
    """Put the town in force with these partners."""
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        new = organisation.model_copy(
            update={"partners": tuple(Partner.model_validate(each) for each in partners)}
        )
        apply(session, new, by="a test", note="", now=desk.clock())


PARTNER: dict[str, Any] = {
    "key": "cucm",
    "name": "Communauté urbaine",
    "aliases": ("CUCM",),
    "email": CUCM,
    "delay_working_days": 5,
}


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter with one request of the citizen, whose agent was told, and a partner outside."""
    desk = Desk(town_database, tmp_path)
    with_partners(desk, PARTNER)
    made = Counter(desk)
    made.citizen(
        "Une conduite fuit au gymnase Guimard. Appelez-moi au 06 39 98 00 12.\n\nJeanne Petit",
        files={"fuite.jpg": PHOTO, "plan.pdf": b"%PDF-1.4 plan"},
        name="Jeanne Petit",
    )
    made.deliver()
    yield made
    desk.close()


def partner_writes(
    counter: Counter, text: str, *, sender: str = CUCM, to: str = "", about: int = 1, **more: Any
) -> str:
    """A letter of a partner to the signed address of ours; what became of it."""
    headers = more.pop("headers", {})
    letter = write(text, sender=sender, name=more.pop("name", "Service voirie"), **more)
    for name, value in headers.items():
        letter[name] = value
    taken = counter._take(letter, sender, to or counter.address(about, CUCM, Purpose.PARTNER), "192.0.2.7")
    return counter.outcome(taken)


def test_a_request_passed_on_is_told_to_both_and_due_when_the_partner_is(counter: Counter) -> None:
    taken = counter.agent("transmettre à la CUCM : votre conduite, je crois\n\nCordialement\nKarim")

    assert counter.outcome(taken) == "command: 1 orders: forward"
    assert counter.state() == "with-partner"
    assert counter.column("due_at").date().isoformat() == "2026-11-10"
    (letter,) = counter.outbox("partner_request", CUCM)
    assert letter["audience"] == "partner"
    assert letter["data"]["asked"] == "votre conduite, je crois"
    (told,) = counter.outbox("passed_on", CITIZEN)
    assert told["data"]["partner"] == "Communauté urbaine"
    assert "votre conduite" not in str(told["data"])
    assert counter.outbox("order_done", KEEPER)[0]["data"]["lines"][-1] == "Transmise à Communauté urbaine"


def test_what_a_partner_may_not_see_is_not_in_its_letter(counter: Counter) -> None:
    counter.citizen(
        "Jeanne Petit : c'est aussi chez ma voisine, le petit mur.",
        to=counter.address(1, CITIZEN, Purpose.REQUESTER),
    )
    counter.agent("transmettre à cucm")
    (letter,) = counter.outbox("partner_request", CUCM)
    said = "\n".join(letter["data"]["said"])
    assert "Une conduite fuit" in said
    assert "le petit mur" in said
    for hidden in ("06 39 98", "Jeanne", "Petit"):
        assert hidden not in said
    assert letter["data"]["asked_by"] == letter["data"]["asked_by_contact"] == ""
    assert letter["data"]["place"].startswith("Gymnase Guimard")
    # The picture, and not the plan.
    names = {each["id"]: each["shown_name"] for each in counter.request()["attachments"]}
    assert [names[each] for each in letter["attachment_ids"]] == ["fuite.jpg"]


def test_a_partner_sees_what_the_organisation_says_and_no_more(counter: Counter) -> None:
    with_partners(
        counter.desk,
        {**PARTNER, "sees": ("requester", "files")},
        {"key": "syndic", "name": "Syndic des Lilas", "email": "syndic@example.net", "sees": ()},
    )
    counter.agent("transmettre à cucm\ntransmettre à syndic : rappelez-moi")
    (whole,) = counter.outbox("partner_request", CUCM)
    assert (whole["data"]["asked_by"], whole["data"]["asked_by_contact"]) == ("Jeanne Petit", CITIZEN)
    assert (whole["data"]["said"], whole["data"]["place"], whole["data"]["about"]) == ([], "", "")
    names = {each["id"]: each["shown_name"] for each in counter.request()["attachments"]}
    assert [names[each] for each in whole["attachment_ids"]] == ["plan.pdf"]
    (bare,) = counter.outbox("partner_request", "syndic@example.net")
    assert bare["attachment_ids"] == []
    assert [bare["data"][each] for each in ("asked", "said", "place", "asked_by", "about")] == [
        "rappelez-moi", [], "", "", "",
    ]  # fmt: skip
    # The requester hears of each, and the files that the agent sends with the order go along.
    assert counter.told(CITIZEN).count("passed_on") == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("transmis à la CUCM", "doubt_partner"),
        ("J'ai transmis à la CUCM ce matin", "doubt_partner"),
        ("à transmettre à la CUCM", "doubt_partner"),
        ("c'est pour la CUCM", "doubt_partner"),
        ("transmettre à la CUCM ?", "doubt_partner"),
        ("ne pas transmettre à la CUCM", "doubt_partner"),
        ("transmettre à la CUCM si besoin", "doubt_partner"),
        ("transmettre à la cucn : la conduite", "unknown_partner"),
        ("transmettre à la CUCM\nsauf le regard", "line_wrong"),
        ("forward", "partner_missing"),
    ],
)
def test_what_is_not_surely_an_order_passes_nothing_on(counter: Counter, text: str, reason: str) -> None:
    counter.agent(text)
    assert counter.state() == "new"
    assert counter.outbox("partner_request") == []
    assert counter.told(CITIZEN) == ["acknowledgement"]
    asked = counter.outbox("command_help", KEEPER)[-1]["data"]
    assert asked["reason"] == reason
    if reason in ("doubt_partner", "unknown_partner"):
        assert asked["nearest"] == ["transmettre à cucm"]


@pytest.mark.parametrize("text", ["transmettre à zorglub", "priorité haute\ntransmettre à zorglub"])
def test_who_names_a_partner_that_there_is_not_is_told_which_there_are(counter: Counter, text: str) -> None:
    counter.agent(text)
    asked = counter.outbox("command_help", KEEPER)[-1]["data"]
    assert (asked["reason"], asked["nearest"]) == ("unknown_partner", ["transmettre à cucm"])
    assert counter.state() == "new"


def test_a_service_of_the_town_is_still_given_requests_by_the_same_words(counter: Counter) -> None:
    counter.agent("transmettre à la voirie")
    assert counter.request()["service"] == "voirie"
    assert counter.outbox("partner_request") == []


def test_the_partners_answer_is_a_note_that_one_word_sends(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.deliver()
    became = partner_writes(counter, "La conduite est réparée depuis ce matin.", files={"apres.jpg": PHOTO})

    assert became == "follow_up: a partner's answer: cucm"
    assert counter.state() == "with-partner"
    assert counter.notes()[-1] == "La conduite est réparée depuis ce matin."
    (told,) = counter.outbox("partner_replied", KEEPER)
    assert told["data"]["can_send"]
    assert len(told["attachment_ids"]) == 1
    assert "answer" not in counter.told(CITIZEN)
    assert counter.told(CUCM) == ["partner_request"]

    counter.agent("envoyer")
    (sent,) = counter.outbox("answer", CITIZEN)
    assert sent["data"]["text"].startswith("Voici la réponse de Communauté urbaine\u00a0:")
    assert sent["attachment_ids"] == told["attachment_ids"]
    counter.agent("envoyer")
    assert counter.help() == "nothing_kept"
    assert len(counter.outbox("answer", CITIZEN)) == 1


def test_an_answer_that_stays_a_note_is_not_sent_by_a_later_word(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    partner_writes(counter, "Nous passons jeudi.")
    counter.agent("note")
    counter.agent("envoyer")
    assert counter.help() == "nothing_kept"
    assert "answer" not in counter.told(CITIZEN)


def test_own_words_that_stay_a_note_by_their_number_are_not_sent_by_a_later_word(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.agent("La vanne est au sous-sol.")
    partner_writes(counter, "Nous passons jeudi.")
    counter.agent("envoyer")
    own, _ = (each.split()[-1] for each in counter.outbox("command_help")[-1]["data"]["nearest"])
    counter.agent(f"note {own}")
    counter.agent(f"envoyer {own}")
    assert counter.help() == "nothing_kept"
    counter.agent("envoyer")
    (sent,) = counter.outbox("answer", CITIZEN)
    assert "Nous passons jeudi." in sent["data"]["text"]
    assert counter.outbox("order_done")[-1]["data"]["lines"] == ["Gardée en note"]


def test_of_two_texts_that_wait_neither_is_sent_by_a_word_that_names_none(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.agent("La vanne est au sous-sol.")
    partner_writes(counter, "Nous passons jeudi.")
    counter.agent("envoyer")
    assert counter.help() == "two_kept"
    assert "answer" not in counter.told(CITIZEN)
    (told,) = counter.outbox("partner_replied", KEEPER)
    counter.agent("envoyer", headers={"In-Reply-To": own_id(told)})
    assert "Nous passons jeudi." in counter.outbox("answer", CITIZEN)[0]["data"]["text"]


def test_the_buttons_of_a_partners_answer_name_it_though_words_of_ones_own_wait(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.agent("La vanne est au sous-sol.")
    partner_writes(counter, "Nous passons jeudi.")
    counter.agent("envoyer")
    own, theirs = counter.outbox("command_help", KEEPER)[-1]["data"]["nearest"]
    number = counter.outbox("partner_replied", KEEPER)[0]["data"]["note"]
    assert theirs == f"envoyer {number}"
    # As a link writes it: a mail of its own, which answers no letter.
    counter.agent(theirs, subject=theirs)
    assert "Nous passons jeudi." in counter.outbox("answer", CITIZEN)[0]["data"]["text"]
    counter.agent(theirs, subject=theirs)
    assert counter.help() == "nothing_kept"
    counter.agent(own, subject=own)
    assert counter.outbox("answer", CITIZEN)[1]["data"]["text"] == "La vanne est au sous-sol."


def own_id(row: dict[str, Any]) -> str:
    """The Message-ID of a notice of ours."""
    return f"<guichet.{row['id']}.{SIGNER.message_id_proof(row['id'])}@ville.test>"


@pytest.mark.parametrize("word", ["envoyer", "note"])
def test_a_word_to_the_question_about_ones_own_words_leaves_the_partners_answer(
    counter: Counter, word: str
) -> None:
    counter.agent("transmettre à cucm")
    counter.agent("La vanne est au sous-sol.")
    partner_writes(counter, "Nous passons jeudi.")
    asked = counter.outbox("command_help", KEEPER)[-1]
    counter.agent(word, headers={"In-Reply-To": own_id(asked)})
    sent = [row["data"]["text"] for row in counter.outbox("answer", CITIZEN)]
    assert sent == (["La vanne est au sous-sol."] if word == "envoyer" else [])
    (told,) = counter.outbox("partner_replied", KEEPER)
    counter.agent("envoyer", headers={"In-Reply-To": own_id(told)})
    assert "Nous passons jeudi." in counter.outbox("answer", CITIZEN)[-1]["data"]["text"]


def test_a_partner_orders_nothing_and_asks_nothing(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    for said in ("terminé", "annuler", "MES DONNÉES", "réponse : c'est fait", "STOP"):
        partner_writes(counter, said)
    assert counter.state() == "with-partner"
    assert len(counter.outbox("partner_replied", KEEPER)) == 5
    assert counter.value(sa.text("SELECT count(*) FROM request")) == 1
    assert set(counter.told(CITIZEN)) == {"acknowledgement", "passed_on"}


def test_an_acknowledgement_of_a_machine_is_noted_with_its_number_and_alarms_nobody(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    told = counter.told(KEEPER)
    became = partner_writes(
        counter,
        "Votre demande a bien été enregistrée sous le n° INC-48213. Ne pas répondre.",
        sender="ne-pas-repondre@tickets.example.com",
        headers={"Auto-Submitted": "auto-replied"},
    )
    assert became == "automatic: a partner's acknowledgement"
    assert counter.outbox("partner_replied") == []
    assert counter.told(KEEPER) == told
    assert counter.value(sa.select(_forwardings.c.their_number)) == "INC-48213"
    assert counter.value(sa.select(_forwardings.c.answered_at)) is None
    # What names that number comes to the request, without any address of ours.
    later = partner_writes(counter, "C'est réparé.", to="mairie@ville.test", subject="INC-48213 : clos")
    assert later == "follow_up: a partner's answer: cucm"
    assert counter.outbox("partner_replied", KEEPER)[0]["data"]["unproved"] is True


def test_a_machine_that_says_what_was_done_is_told(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    partner_writes(
        counter, "Votre ticket n° 48213 est résolu : conduite remplacée.",
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    assert counter.outbox("partner_replied", KEEPER)[0]["data"]["machine"] is True


def test_a_colleague_of_the_partner_answers_by_the_letters_address_alone(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    by_token = partner_writes(counter, "Nous y sommes passés.", sender=COLLEAGUE)
    assert by_token == "follow_up: a partner's answer: cucm"
    assert counter.outbox("partner_replied", KEEPER)[0]["data"]["writer"] == COLLEAGUE
    without = partner_writes(
        counter, "Et encore.", sender=COLLEAGUE, to="mairie@ville.test", subject="Re: [2026-00001] Fuite"
    )
    assert without.startswith("new_request")


@pytest.mark.parametrize(
    ("sender", "email"),
    [("mechant@example.net", CUCM), ("autre@gmail.com", "artisan@gmail.com"), (CITIZEN, CUCM)],
)
def test_somebody_else_with_the_partners_address_is_held(counter: Counter, sender: str, email: str) -> None:
    with_partners(counter.desk, {**PARTNER, "email": email})
    counter.agent("transmettre à cucm")
    to = counter.address(1, email, Purpose.PARTNER)
    became = partner_writes(counter, "Envoyez-moi tout.", sender=sender, to=to)
    assert became.startswith("held: the address of a letter to a partner, used by somebody else")
    assert counter.outbox("partner_replied") == []


def test_a_domain_that_the_organisation_names_answers_for_the_partner(counter: Counter) -> None:
    with_partners(counter.desk, {**PARTNER, "domains": ("tickets.example.com",)})
    counter.agent("transmettre à cucm")
    became = partner_writes(counter, "Fait ce matin.", sender="paul@tickets.example.com")
    assert became == "follow_up: a partner's answer: cucm"


def test_a_letter_that_has_not_left_is_withdrawn_by_one_word(counter: Counter) -> None:
    due = counter.column("due_at")
    counter.agent("transmettre à cucm : votre conduite")
    counter.agent("annuler")
    assert (counter.state(), counter.column("due_at")) == ("new", due)
    assert [each["state"] for each in counter.outbox("partner_request")] == ["canceled"]
    assert [each["state"] for each in counter.outbox("passed_on")] == ["canceled"]
    # Its address is no longer the partner's.
    assert not partner_writes(counter, "Nous passons.").startswith("follow_up: a partner")


def test_a_letter_that_has_left_is_not_undone(counter: Counter) -> None:
    counter.agent("transmettre à cucm : votre conduite")
    counter.desk.clock.pass_seconds(600)
    counter.deliver()
    counter.agent("annuler")
    assert counter.state() == "with-partner"
    assert counter.help() == "undo_passed_on"


def test_what_was_left_of_the_towns_own_term_comes_back_with_the_request(counter: Counter) -> None:
    before, two_days = counter.column("due_at"), timedelta(days=2)
    assert before == datetime(2026, 11, 18, 11, tzinfo=UTC)
    counter.agent("transmettre à cucm")
    assert counter.column("due_at") < before, "the partner's own term"
    counter.desk.clock.pass_seconds(two_days.total_seconds())
    counter.agent("pris en charge")
    assert counter.state() == "taken"
    # From Tuesday to Thursday the partner had it: two working days later, at the same hour.
    assert counter.column("due_at") == before + two_days
    assert counter.column("due_left_hours") is None


def test_a_closed_request_is_not_passed_on_and_a_late_answer_is_still_a_note(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.agent("terminé")
    assert counter.state() == "done"
    assert partner_writes(counter, "Réparé.").startswith("follow_up: a partner's answer")
    assert counter.state() == "done"
    counter.agent("transmettre à cucm")
    assert counter.help() == "closed_already"
    assert len(counter.outbox("partner_request")) == 1


def test_a_partner_whose_address_came_back_is_not_written_to(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    with counter.desk.database.transaction() as session:
        session.connection().execute(
            sa.text("UPDATE contact_point SET unreachable_reason = 'bounce', unreachable_since = :now "
                    "WHERE value = :value"),
            {"now": counter.desk.clock().replace(tzinfo=None), "value": CUCM},
        )  # fmt: skip
    counter.agent("transmettre à cucm : encore")
    assert counter.help() == "partner_unreachable"


def test_a_partner_that_answers_a_merged_request_is_read_at_the_one_that_goes_on(counter: Counter) -> None:
    counter.citizen("Une fuite au gymnase Guimard, encore.", sender="voisin@example.org")
    counter.agent("transmettre à cucm")
    counter.agent("fusionner 2026-00002")
    assert partner_writes(counter, "Réparé.").startswith("follow_up: a partner's answer")
    assert counter.notes(2)[-1] == "Réparé."


def test_a_partner_who_is_silent_is_reminded_once_and_the_holder_sees_whose_it_is(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.deliver()
    in_force = in_force_of(counter)
    monday = datetime(2026, 11, 9, 6, 0, tzinfo=UTC)
    wednesday = datetime(2026, 11, 11 + 1, 6, 0, tzinfo=UTC)
    with counter.desk.database.transaction() as session:
        assert remind_partners(session, in_force, monday) == 0
        assert remind_partners(session, in_force, wednesday) == 1
        assert remind_partners(session, in_force, wednesday + timedelta(days=1)) == 0
        remind_work(session, in_force, wednesday, 0)
    (reminder,) = counter.outbox("partner_reminder", CUCM)
    assert reminder["data"]["asked_on"] == "2026-11-03"
    assert "06 39 98" not in str(reminder["data"])
    (late,) = counter.outbox("late", KEEPER)
    (line,) = late["data"]["items"]
    assert (line["partner"], line["overdue"]) == ("Communauté urbaine", True)


@pytest.mark.parametrize("what", ["answers", "is taken back", "is closed"])
def test_a_partner_is_not_reminded_of_what_is_no_longer_theirs(counter: Counter, what: str) -> None:
    counter.agent("transmettre à cucm")
    if what == "answers":
        partner_writes(counter, "Nous passons jeudi.")
    else:
        counter.agent("pris en charge" if what == "is taken back" else "terminé")
    with counter.desk.database.transaction() as session:
        late = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
        assert remind_partners(session, in_force_of(counter), late) == 0


def test_a_partners_letter_that_fails_is_told_to_the_holder_and_to_nobody_else(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    counter.deliver()
    (letter,) = counter.outbox("partner_request", CUCM)
    with counter.desk.database.transaction() as session:
        claimed = ClaimedNotice(**{each.name: letter[each.name] for each in fields(ClaimedNotice)})
        record_undelivered(session, in_force_of(counter), claimed, "5.1.1", counter.desk.clock())
    assert [row["notice"] for row in counter.outbox("undeliverable", KEEPER)] == ["undeliverable"]
    assert [row["recipient"] for row in counter.outbox("partner_request")] == [CUCM]


def test_an_erased_request_keeps_nothing_of_whom_it_was_passed_on_to(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    partner_writes(counter, "Votre dossier n° 48213 : réparé.")
    counter.agent("terminé")
    person = counter.person(CUCM)
    with counter.desk.database.transaction() as session:
        assert forget_if_alone(session, person, counter.desk.clock())[0] is False
        erase_request(session, counter.column("id"), counter.desk.clock())
    assert counter.value(sa.select(sa.func.count()).select_from(_forwardings)) == 0
    assert "48213" not in str(counter.request()["entries"])


def test_the_requester_is_shown_to_whom_their_request_went(counter: Counter) -> None:
    counter.agent("transmettre à cucm : un mot pour eux seuls")
    with counter.desk.database.transaction() as session:
        row = session.connection().execute(sa.select(_requests)).one()
        mine = read_request(session, in_force_of(counter), row, [row.requester_id], with_notes=False)
    assert [name for name, _ in mine.passed_on] == ["Communauté urbaine"]
    assert "un mot pour eux seuls" not in str(mine)


def test_it_is_traced_who_passed_what_on_to_whom(counter: Counter) -> None:
    counter.agent("transmettre à cucm")
    with counter.desk.database.reading() as session:
        rows = session.connection().execute(sa.select(_accesses).where(_accesses.c.action == "forward")).all()
    (traced,) = rows
    assert (traced.actor, traced.subject) == ("agent:karim-benali", "request:1")
    assert traced.data == {"partner": "cucm", "sees": ["text", "place", "photos"]}


def test_a_workflow_without_a_state_for_partners_keeps_its_state(counter: Counter) -> None:
    without = DEFAULT_WORKFLOW.model_copy(
        update={"transitions": tuple(each for each in DEFAULT_WORKFLOW.transitions if not each.needs_partner)}
    )
    with counter.desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        new = organisation.model_copy(update={"workflows": (without,)})
        apply(session, new, by="a test", note="", now=counter.desk.clock())
    counter.agent("transmettre à cucm")
    assert counter.state() == "new"
    assert counter.told(CITIZEN) == ["acknowledgement", "passed_on"]
    assert counter.column("due_at").date().isoformat() == "2026-11-10"
    assert partner_writes(counter, "Réparé.") == "follow_up: a partner's answer: cucm"


def in_force_of(counter: Counter) -> InForce:
    with counter.desk.database.reading() as session:
        return load(session, newest_version(session) or 0)
