"""Partners outside: their names, what is struck out of words for them, their numbers, what a file may say of them."""

from __future__ import annotations

import tomllib
from typing import Any

from dispatch.check import check, check_files
from dispatch.inbound.outside.their_numbers import find_their_number, names_number
from dispatch.letters.orders_shown import partner_shown, verbs_shown
from dispatch.people.unnamed.striking import MOST, STRUCK, without_people
from intake.words.staff.lines import read_lines
from intake.words.staff.partners import find_partner, named_as_theirs, names_like
from models.organisation import DEFAULT_WORKFLOW, Organisation
from models.organisation_files.sample import sample_text
from models.organisation_files.writing import write_organisation
from tests.rows import in_rows

PARTNER: dict[str, Any] = {
    "key": "cucm",
    "name": "Communauté urbaine",
    "aliases": ["la CUCM"],
    "email": "eau@cucm.example.org",
}


def town(*partners: dict[str, Any]) -> Organisation:
    document = tomllib.loads(sample_text())
    return Organisation.model_validate({**document, "partners": [*partners] or [PARTNER]})


TOWN = town()


@in_rows(
    ("line", "name", "text"),
    [
        ("transmettre à cucm : voir la conduite", "cucm", "voir la conduite"),
        ("Transmettre à la CUCM", "CUCM", ""),
        ("Merci de transmettre à la Communauté urbaine : pouvez-vous passer ?", "Communauté urbaine",
         "pouvez-vous passer ?"),
        ("transmettre cette demande à la CUCM, merci", "CUCM", ""),
        ("Prévenir partenaire CUCM : voir la conduite", "CUCM", "voir la conduite"),
        ("prévenir la CUCM", "CUCM", ""),
        ("forward to cucm: please have a look", "cucm", "please have a look"),
    ],
)  # fmt: skip
def test_an_order_line_names_a_partner_and_keeps_the_words_for_them(line: str, name: str, text: str) -> None:
    lines = read_lines(line, DEFAULT_WORKFLOW, organisation=TOWN)
    assert lines is not None
    (order,) = lines.orders
    assert (order.kind, order.name, order.text, lines.wrong) == ("forward", name, text, "")


@in_rows(
    "line",
    [
        "transmis à la CUCM", "j'ai transmis à la CUCM", "je transmets à la CUCM", "à transmettre à la CUCM",
        "ne pas transmettre à la CUCM", "transmettre à la CUCM ?", "transmettre à la CUCM si besoin",
        "transmettre la photo à la CUCM", "faut-il transmettre à la CUCM : oui ou non", "transmettre à la préfecture",
        "transmettre à la voirie", "transmettre à Marc Durand", "prévenir Marc Durand", "prévenir la gardienne", "CUCM à prévenir",
    ],
)  # fmt: skip
def test_what_only_speaks_of_a_partner_is_no_order_line(line: str) -> None:
    lines = read_lines(line, DEFAULT_WORKFLOW, organisation=TOWN)
    assert lines is None or all(each.kind != "forward" for each in lines.orders)


def test_a_mistyped_partner_is_asked_about_and_a_closed_one_is_nobody() -> None:
    assert find_partner(TOWN, "cucn") is None
    assert names_like(TOWN, "cucn") == ("cucm",)
    assert names_like(TOWN, "la préfecture") == ()
    closed = town({**PARTNER, "closed": True})
    assert find_partner(closed, "cucm") is None
    assert named_as_theirs("transmis à la CUCM", closed) is None
    assert named_as_theirs("transmis à la CUCM", TOWN) is not None
    assert named_as_theirs("Le camion de la CUCM est passé", TOWN) is None


@in_rows(
    ("text", "left"),
    [
        ("Appelez le 06 39 98 00 12 ou le +33 1 99 00 10 20.", f"Appelez le {STRUCK} ou le {STRUCK}."),
        ("jeanne.petit@example.org", STRUCK),
        ("Le petit mur de Mme Durand", f"Le petit mur de {STRUCK}"),
        ("Jeanne Petit", STRUCK),
        ("JEANNE PETIT, jeanne petit", f"{STRUCK}, {STRUCK}"),
        ("Monsieur le Maire, au 12 rue des Lilas, 71200, demande 2026-00041, le 12/11/2026 à 10h30",) * 2,
    ],
)
def test_who_asks_is_struck_out_and_the_rest_stays(text: str, left: str) -> None:
    assert without_people(text, ("Jeanne Petit",)) == left


def test_a_text_is_cut_before_it_is_let_through_unread() -> None:
    long = "a" * MOST + " jeanne@example.org"
    assert without_people(long, ()) == "a" * MOST
    assert len(without_people("+3" * 10_000 + "@" * 10_000 + "Mme A" * 5_000, ("A B",))) <= 4 * MOST


@in_rows(
    ("subject", "text", "number"),
    [
        ("[#48213] Accusé de réception", "", "48213"),
        ("Re: [2026-00042] Fuite", "Votre demande est enregistrée sous le n° 48213.", "48213"),
        ("Votre ticket INC0012345 est ouvert", "", "INC0012345"),
        ("", "Votre référence à rappeler : DT/2026/883", "DT/2026/883"),
        ("Re: [2026-00042] Fuite", "Votre demande 2026-00042 nous est parvenue.", ""),
        ("", "Intervention 14h30 le 12/11/2026, devant le 12345 de la rue", ""),
        ("", "Nous passons jeudi.", ""),
    ],
)
def test_the_partners_own_number_is_read_and_ours_is_not_taken_for_it(
    subject: str, text: str, number: str
) -> None:
    assert find_their_number(subject, text, "2026-00042") == number


def test_a_number_counts_by_itself_alone() -> None:
    assert names_number("RE : Incident INC-48213, clos", "inc-48213")
    assert not names_number("Incident INC-482135", "INC-48213")
    assert not names_number("Incident", "")


@in_rows(
    ("changed", "said"),
    [
        ({"email": "mairie@ville.test"}, "is a mailbox of the town hall: letters to Communauté urbaine"),
        ({"email": "karim.benali@agents.ville.test"}, "a partner is somebody outside"),
        ({"email": "voirie@cucm"}, "no whole address"),
        ({"key": "voirie"}, "means the service 'voirie' already"),
        ({"aliases": ["Marc Durand"]}, "means Marc Durand already"),
        ({"domains": ["gmail.com"]}, "Anybody can have an address at gmail.com"),
        ({"sees": []}, "sees nothing of a request"),
        ({"sees": ["everything"]}, "sees"),
        ({"delay_working_days": 0}, "delay_working_days"),
        ({"domains": ["@@"]}, "domains"),
        ({"mail": "x@example.org"}, "mail"),
    ],
)
def test_what_is_wrong_with_a_partner_is_said_where_it_stands(changed: dict[str, Any], said: str) -> None:
    from models.organisation_files.writing import _inline

    written = "\n".join(
        f"{name} = {_inline(tuple(value) if isinstance(value, list) else value)}"
        for name, value in {**PARTNER, **changed}.items()
    )
    text = sample_text().partition("[[partners]]")[0] + "[[partners]]\n" + written
    found = check_files({"organisation.toml": text.encode()}).findings
    assert [each for each in found if said in each.message], found
    begins = text[: text.index("[[partners]]")].count("\n") + 1
    assert all(each.line >= begins for each in found if said in each.message)


def test_two_partners_of_one_name_and_a_workflow_without_a_state_for_them_are_told() -> None:
    two = town(PARTNER, {**PARTNER, "key": "other", "email": "x@example.net"})
    assert any("names the partner 'cucm' already" in each.message for each in check(two))
    without = DEFAULT_WORKFLOW.model_copy(
        update={"transitions": tuple(each for each in DEFAULT_WORKFLOW.transitions if not each.needs_partner)}
    )
    warned = check(TOWN.model_copy(update={"workflows": (without,)}))
    assert any("no state for what a partner has in hand" in each.message for each in warned)
    named = [
        each.model_copy(update={"comment_required": True, "to": "done"}) if each.needs_partner else each
        for each in DEFAULT_WORKFLOW.transitions
    ]
    wrong = check(
        TOWN.model_copy(
            update={"workflows": (DEFAULT_WORKFLOW.model_copy(update={"transitions": tuple(named)}),)}
        )
    )
    said = " ".join(each.message for each in wrong)
    assert "asks for nothing beside" in said
    assert "leads to a state that is open" in said
    assert [each for each in check(TOWN) if "partner" in each.message.lower()] == []


def test_a_partner_is_written_back_as_it_was_read() -> None:
    again = Organisation.model_validate(tomllib.loads(write_organisation(TOWN)))
    assert again == TOWN
    assert 'sees = ["text"' not in write_organisation(TOWN)


def test_staff_are_shown_how_to_pass_on_only_where_there_is_a_partner() -> None:
    from datetime import date

    (shown,) = partner_shown(TOWN, DEFAULT_WORKFLOW, "taken", "fr")
    assert shown.example == "transmettre à cucm\u00a0: vos mots pour ce partenaire"
    assert partner_shown(TOWN, DEFAULT_WORKFLOW, "taken", "en")[0].example.startswith("forward to cucm: ")
    assert partner_shown(TOWN, DEFAULT_WORKFLOW, "done", "fr") == ()
    assert partner_shown(town({**PARTNER, "closed": True}), DEFAULT_WORKFLOW, "taken", "fr") == ()
    words = [each.word for each in verbs_shown(DEFAULT_WORKFLOW, "taken", "fr", date(2026, 11, 12))]
    assert "forward" not in words
