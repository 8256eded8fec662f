"""What a partner's server answers is read whatever it is; what is sent to it says what its form wants."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dispatch.delivery.outside.client import PostedFile, _multipart
from dispatch.delivery.outside.posting import LONGEST, description_of, fields_of
from dispatch.delivery.outside.reading import read_items
from dispatch.notices.done import PartnerLetter
from dispatch.upkeep.outside.updates import sentence, update_in, update_of_request
from models.errors import InvalidValue
from models.organisation import Partner
from models.organisation_files.reading import read_organisation
from models.organisation_files.sample import load_sample
from models.organisation_files.writing import write_organisation
from tests.rows import in_rows
from tests.servers.other_open311 import BOMB, OUTSIDE

DAY = date(2026, 11, 10)
GIVEN: dict[str, Any] = {
    "key": "cucm", "name": "Communauté urbaine", "email": "voirie@cucm.example.org", "kind": "open311",
    "endpoint": "https://cucm.example.org/open311/v2", "service_code": "AUTRE",
    "codes": ({"type": "fuite", "code": "FUITE"},), "attributes": ({"code": "origine", "value": "mairie"},),
}  # fmt: skip
PARTNER = Partner.model_validate(GIVEN)


def test_both_formats_give_the_same_items() -> None:
    xml = (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><service_requests><request>'
        b"<service_request_id>12</service_request_id><lat>46.8</lat><address/>"
        b"<status_notes>l\xc3\xa0 &amp; l\xc3\xa0</status_notes><extras><x>1</x></extras></request></service_requests>"
    )
    whole = [{"service_request_id": 12, "lat": 46.8, "address": "", "status_notes": "là & là", "extras": ""}]
    assert read_items(xml) == read_items(json.dumps(whole).encode())
    assert read_items(json.dumps({"service_requests": whole}).encode()) == read_items(xml)
    assert read_items(json.dumps(whole[0]).encode()) == read_items(xml)


@in_rows("empty", [b"<service_requests/>", b"[]", b"<services></services>",
    b"<service_definition><service_code>x</service_code><attributes></attributes></service_definition>",
])  # fmt: skip
def test_an_empty_list_is_one(empty: bytes) -> None:
    assert read_items(empty) == []


@in_rows(
    "body",
    [BOMB.encode(), OUTSIDE.encode(), b"<a>" * 100_000, b"[" * 100_000, b"", b"<x/>", b"<html><body>ok</body></html>",
     b"{}", b"[1]", b"null", b"<service_requests>", b"\x00\x01", b'<?xml version="1.0" encoding="latin-9"?><services/>',
     b'[{"a": ' + b"9" * 5000 + b"}]"],
)  # fmt: skip
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidValue):
        read_items(body)


def test_much_is_cut_and_nothing_hidden_comes_through() -> None:
    [item] = read_items(json.dumps([{"description": "a\u202eb\x00\r\nc\u00a0d" + "x" * 30_000}]).encode())
    assert item["description"].startswith("ab\nc\u00a0d") and len(item["description"]) <= 20_000
    many = b"<service_requests>" + b"<request><a>1</a></request>" * 3_000 + b"</service_requests>"
    assert len(read_items(many)) == 1_000


@given(
    st.binary(max_size=200) | st.text(max_size=80).map(lambda text: f"<services>{text}</services>".encode())
)
def test_any_octets_are_items_or_a_refusal(body: bytes) -> None:
    try:
        assert all(isinstance(value, str) for item in read_items(body) for value in item.values())
    except InvalidValue as wrong:
        assert wrong.public


def test_an_update_says_their_state_in_our_words_and_their_words() -> None:
    update = update_in(
        {
            "service_request_id": "12",
            "update_id": "u" * 300,
            "status": "ACTION SCHEDULED",
            "description": "Mardi.",
            "media_url": "https://cucm.example.org/a.jpg",
        }
    )
    assert update is not None and len(update.said) == 64 and update.is_news
    assert (
        sentence(update, "fr") == "Une intervention est prévue.\n\nMardi.\n\nhttps://cucm.example.org/a.jpg"
    )
    assert sentence(update, "en").startswith("Work is planned.")
    silent = update_in({"service_request_id": "12", "update_id": "1", "status": "open"})
    assert silent is not None and not silent.is_news
    for nameless in ({"update_id": "1"}, {"service_request_id": "1"}, {}):
        assert update_in(nameless) is None
    for hidden in ("javascript:alert(1)", "http://a.example/", "https://a\nb"):
        shown = update_in({"service_request_id": "1", "update_id": "1", "status": "x", "media_url": hidden})
        assert shown is not None and shown.words == ""


@in_rows(
    ("status", "words", "said"),
    [
        ("fixed", "terminée", "Le problème est résolu (terminée)."),
        ("in_progress", "prise en charge", "La demande est prise en charge."),
        ("fixed", "Trou rebouché mardi.", "Le problème est résolu.\n\nTrou rebouché mardi."),
        ("open", "en attente de l’agglo", "en attente de l’agglo"),
    ],
)
def test_what_they_call_a_state_stands_beside_ours_only_where_it_says_more(
    status: str, words: str, said: str
) -> None:
    update = update_in({"service_request_id": "1", "update_id": "1", "status": status, "description": words})
    assert update is not None and sentence(update, "fr") == said


def test_a_request_listed_again_as_it_was_is_no_news_and_a_change_is() -> None:
    def said(**changed: str) -> str:
        read = update_of_request({"service_request_id": "1", "status": "open", **changed})
        assert read is not None
        return read.said

    assert said() == said()
    assert len({said(), said(status="closed"), said(status_notes="Fait"), said(updated_datetime="x")}) == 4
    assert update_of_request({"status": "open"}) is None


def _letter(**changed: Any) -> PartnerLetter:
    given: dict[str, Any] = {"partner": "Communauté urbaine", "due_on": DAY, "code": "FUITE", **changed}
    return PartnerLetter.model_validate(given)


def test_the_form_has_place_and_people_only_as_the_letter_has_them() -> None:
    bare = dict(fields_of(_letter(), PARTNER, "2026-00001-4"))
    assert bare.keys() == {
        "service_code", "description", "address_string", "attribute[origine]", "attribute[external_id]",
    }  # fmt: skip
    whole = dict(
        fields_of(
            _letter(
                position=(46.80123456, 4.42), place="Gymnase", asked_by="Jeanne Petit Martin",
                asked_by_contact="+33639980012",
            ),
            PARTNER,
            "x",
        )
    )  # fmt: skip
    assert (whole["lat"], whole["long"], whole["address_string"]) == ("46.801235", "4.420000", "Gymnase")
    assert (whole["first_name"], whole["last_name"], whole["phone"]) == (
        "Jeanne",
        "Petit Martin",
        "+33639980012",
    )
    assert "email" not in whole
    own = PARTNER.model_copy(update={"attributes": (*PARTNER.attributes, _attribute("external_id", "fixe"))})
    assert [value for name, value in fields_of(_letter(), own, "x") if name == "attribute[external_id]"] == [
        "fixe"
    ]


def _attribute(code: str, value: str) -> Any:
    given = {**GIVEN, "attributes": ({"code": code, "value": value},)}
    return Partner.model_validate(given).attributes[0]


@in_rows(("locale", "end"), [("fr", "Référence de la mairie\u00a0: 2026-00001-4"),
                                             ("en", "Reference of the town hall: 2026-00001-4")])  # fmt: skip
def test_a_description_is_as_long_as_open311_allows_and_ends_with_our_reference(
    locale: str, end: str
) -> None:
    long = description_of(_letter(asked="é" * 9_000), locale, "2026-00001-4")
    assert len(long) <= LONGEST and long.endswith(end) and " …\n\n" in long
    short = description_of(_letter(asked="Bonjour", about="Bonjour", said=("Fuite",)), locale, "2026-00001-4")
    assert short.count("Bonjour") == 1 and "2026" in short.splitlines()[-2]
    titled = description_of(_letter(asked="C’est à vous ?", about="Nid-de-poule"), locale, "2026-00001-4")
    assert titled.startswith("Nid-de-poule\n\nC’est à vous ?")


def test_no_value_of_a_form_with_files_ends_its_part() -> None:
    hostile = 'a"\r\nContent-Type: x\r\n\r\n--b'
    body = _multipart([(hostile, hostile)], [PostedFile(hostile, "image/jpeg", b"\xff\xd8")], "b-0123456789")
    assert body.count(b"--b-0123456789") == 3
    head = body.split(b"\r\n\r\n")[0]
    assert head.count(b"\r\n") == 1 and b"%0D%0A" in head and b"%22" in head


@in_rows(
    ("changed", "said"),
    [
        ({"endpoint": ""}, "needs endpoint and service_code"),
        ({"service_code": ""}, "needs endpoint and service_code"),
        ({"endpoint": "ftp://a.example/"}, "must look like https"),
        ({"endpoint": "https://user:word@a.example/"}, "must look like https"),
        ({"endpoint": "https://a.example/?x=1"}, "must look like https"),
        ({"endpoint": "https://a.example:0/"}, "must look like https"),
        ({"endpoint": "https://a.example:x/"}, "must look like https"),
        ({"endpoint": "https://é.example/"}, "must look like https"),
        ({"format": "csv"}, "xml"),
        ({"codes": ({"type": "fuite", "code": ""},)}, "code"),
        ({"kind": "fax"}, "open311"),
    ],
)
def test_a_partner_that_cannot_be_reached_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Partner.model_validate({**GIVEN, **changed})
    assert said in str(wrong.value)


def test_a_partner_is_written_to_the_file_and_read_again() -> None:
    assert PARTNER.endpoint == "https://cucm.example.org/open311/v2/"
    assert (PARTNER.code_for("fuite"), PARTNER.code_for("autre"), PARTNER.code_for(None)) == (
        "FUITE",
        "AUTRE",
        "AUTRE",
    )
    codes = (PARTNER.codes[0].model_copy(update={"type": "reclamation"}),)
    partner = PARTNER.model_copy(update={"codes": codes})
    written = write_organisation(load_sample().model_copy(update={"partners": (partner,)}))
    read = read_organisation({"organisation.toml": written.encode()})
    assert read.organisation is not None and read.organisation.partners == (partner,)
