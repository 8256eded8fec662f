"""Mail is taken for our addresses, in whatever way they are written, and for nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.doors.address_book import AddressBook
from models.errors import InvalidValue
from models.settings.mail import MailSettings
from tests.rows import in_rows


def book(**changes: object) -> AddressBook:
    settings = {"domains": ("ville.test", "mairie.example"), "addresses": ("mairie@ville.test",), **changes}
    return AddressBook.from_settings(MailSettings.model_validate(settings), ["voirie@mairie.example"])


@in_rows(
    "address",
    [
        "mairie@ville.test", "MAIRIE@Ville.TEST", "mairie@ville.test.", "voirie@mairie.example", "postmaster",
        "Postmaster@mairie.example", "demandes@ville.test", "demandes+abc@ville.test", "Demandes+ABC@VILLE.test",
    ],
)  # fmt: skip
def test_our_addresses_are_taken(address: str) -> None:
    assert book().accepts(address)


@in_rows(
    "address",
    [
        "", "mairie", "mairie@", "mairie@ville.test.elsewhere.example", "mairie@elsewhere.example",
        "voirie@ville.test", "mairie+x@ville.test", "demandes@mairie.example", "a@ville.test", "postmaster@b.example",
        "mairie@ville.test\r\nRCPT TO:<a@b.example>", "mairie@ville.test\0", "mairie@[127.0.0.1]",
    ],
)  # fmt: skip
def test_no_other_address_is_taken(address: str) -> None:
    assert not book().accepts(address)


def test_catch_all_takes_everything_at_our_domains_and_nothing_elsewhere() -> None:
    caught = book(catch_all=True)
    assert caught.accepts("anything@mairie.example")
    assert not caught.accepts("anything@elsewhere.example")


def test_an_address_outside_our_domains_is_never_ours_even_when_it_is_listed() -> None:
    assert not book(addresses=("a@elsewhere.example",)).accepts("a@elsewhere.example")


def test_an_internationalised_domain_is_ours_in_both_its_forms() -> None:
    town = book(domains=("ville.test", "hôtel-de-ville.test"), addresses=("mairie@hôtel-de-ville.test",))
    assert town.accepts("mairie@hôtel-de-ville.test")
    assert town.accepts("mairie@xn--htel-de-ville-plb.test")


def test_replacing_the_addresses_takes_effect_at_once() -> None:
    town = book()
    town.replace(["sport@ville.test"])
    assert (town.accepts("sport@ville.test"), town.accepts("mairie@ville.test")) == (True, False)


def test_an_address_that_is_none_is_refused_when_the_book_is_made() -> None:
    with pytest.raises(InvalidValue):
        book(addresses=("not an address",))


@given(st.text(max_size=80))
def test_no_text_makes_the_book_raise(text: str) -> None:
    assert book().accepts(text) in {True, False}
