"""An address that somebody else chose is shown so that it carries no message under the town hall's name."""

from __future__ import annotations

from dispatch.people.unnamed.masked import masked
from tests.rows import in_rows

PROVIDERS = ("gmail.com", "orange.fr")


@in_rows(
    ("written", "shown"),
    [
        ("jeanne.petit@gmail.com", "j***@gmail.com"),
        ("Jeanne@Example.org", "j***@e***.org"),
        ("votre-compte-est-bloque-appelez-le-0899000000@orange.fr", "v***@orange.fr"),
        ("a@appelez-le-0899000000.ou-votre-dossier-est-clos.example", "a***@a***"),
        ("a@b.payez", "a***@b***.payez"),
        ("a@payez.maintenant", "a***@p***"),
        ("\u202egro.elpmaxe@x.fr", "g***@x***.fr"),
        ("élodie@école.fr", "e***@e***.fr"),
        ("+33639980012", "+33639980012"),
    ],
)
def test_what_is_shown_of_it_is_its_first_letter(written: str, shown: str) -> None:
    assert masked(written, PROVIDERS) == shown
