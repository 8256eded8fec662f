"""Spellings under which people stand in words, struck out; and what only looks like them, which stays."""

from __future__ import annotations

import unicodedata

from dispatch.people.unnamed.striking import MOST, STRUCK, without_people
from tests.rows import in_rows

WHO = ("Jeanne Lambert",)
#: Text, and what is left of it, of a request by Jeanne Lambert.
SPELLINGS = [
    # Characters that are not seen, and accents that stand by themselves.
    ("C’est Lam\u00adbert qui écrit", "C’est […] qui écrit"),
    ("Vu avec Jean\u200bne Lam\u2060bert.", "Vu avec […]."),
    ("Mme Dur\u200dand, Mme\ufeff Roux", "[…], […]"),
    ("06\u200b 39 98\u200e 00 12", "[…]"),
    ("jeanne\u200b@\u2060example.org", "[…]"),
    (unicodedata.normalize("NFD", "Mme Béatrice Hélèneau passe"), "[…] passe"),
    ("signé 𝐋𝐚𝐦𝐛𝐞𝐫𝐭", "signé […]"),
    # Civilities.
    ("J’ai vu Mme\nDurand hier", "J’ai vu […] hier"),
    ("J’ai vu M.\r\n> Le Goff hier", "J’ai vu […] hier"),
    ("Le chien de M Durand aboie", "Le chien de […] aboie"),
    ("Le chien de M. d’Artagnan aboie", "Le chien de […] aboie"),
    ("mme durand est sourde", "[…] est sourde"),
    ("monsieur durand du 3e", "[…] du 3e"),
    ("Mme DE LA TOUR habite là", "[…] habite là"),
    ("MM. Durand et Roux ont signé", "[…] ont signé"),
    ("M. et Mme Durand", "M. et […]"),
    ("Mme J.-P. Durand", "[…]"),
    ("Mme veuve Durand, née Roux", "[…], […]"),
    ("le docteur Roux et Maître Durand", "le […] et […]"),
    ("la famille Durand", "la […]"),
    # The requester's own name.
    ("mme lambert", "[…]"),
    ("je suis lambert du 3e", "je suis […] du 3e"),
    ("chez les Lamberts", "chez les […]"),
    ("c’est l’auto d’lambert", "c’est l’auto […]"),
    ("Lambert-Durand est mon nom", "[…] est mon nom"),
    ("jeannelambert, jlambert sur le réseau", "[…], […] sur le réseau"),
    ("à la place de Lambert", "à la place de […]"),
    ("LAMBERT JEANNE", "[…]"),
    # Numbers.
    ("06.39.98.00.12", "[…]"),
    ("06-39-98-00-12", "[…]"),
    ("06/39/98/00/12", "[…]"),
    ("06 - 39 - 98 - 00 - 12", "[…]"),
    ("06\u202f39\u00a098\u200900\u201112", "[…]"),
    ("06_39_98_00_12", "[…]"),
    ("06, 39, 98, 00, 12", "[…]"),
    ("0 6 3 9 9 8 0 0 1 2", "[…]"),
    ("tél-0639980012", "tél-[…]"),
    ("+33 (0)6 39 98 00 12", "[…]"),
    ("0033 6 39 98 00 12", "[…]"),
    ("33639980012", "[…]"),
    ("le 06 39 98\n00 12, le soir", "le […], le soir"),
    ("06 39 98 00 12 / 01 99 00 10 20", "[…] / […]"),
    ("le 05/11/2026 06 39 98 00 12", "le 05/11/2026 […]"),
    # Addresses.
    ("jeanne @ example.org", "[…]"),
    ("jeanne (at) example.org", "[…]"),
    ("jeanne[at]example[dot]org", "[…]"),
    ("jeanne arobase example point org", "[…]"),
    ("jeanne point lambert arobase example . org", "[…]"),
    ("jeanne＠example．org", "[…]"),
    ("jeanne@\nexample.org", "[…]"),
    ("jeanne at example dot org", "[…]"),
]
#: What stays as it is, of a request by Jeanne Lambert unless names are given.
TRAPS: list[tuple[str, tuple[str, ...]]] = [
    # A street that is called as somebody is stays: it is shown as the place, and a gap would say the name.
    ("place Lambert-Daverdoing", WHO),
    ("12 rue Lambert, au fond", WHO),
    ("à l’angle de la rue du Docteur Lambert", WHO),
    ("12 avenue Jeanne Lambert", WHO),
    ("l’école Jeanne-Lambert", WHO),
    ("au gymnase lambert", WHO),
    ("rue de l’Abbé Lambert", WHO),
    ("rue Saint-Lambert", WHO),
    # Words that are names of others.
    ("le petit mur, une petite grille", ("Rose Petit",)),
    ("une rose fanée, un pont", ("Rose Dupont",)),
    ("il a plu en mai sur la fontaine", ("May Fontaine",)),
    ("Jean est venu", WHO),
    # No civility, or nobody after it.
    ("Monsieur le Maire, Madame la Maire", WHO),
    ("Bonjour Madame\nJe vous écris", WHO),
    ("Bonjour Madame\n\nUne ampoule est cassée", WHO),
    ("Madame, Monsieur,\nVeuillez agréer", WHO),
    ("bonjour madame pouvez-vous passer", WHO),
    ("Madame est sourde, monsieur habite au 3e", WHO),
    ("Madame l’Adjointe au maire", WHO),
    ("une bâche taille M Bleue", WHO),
    ("un trou de 3 M Environ", WHO),
    ("le bâtiment M Nord", WHO),
    ("une famille nombreuse", WHO),
    ("Dr", WHO),
    # No numbers of people.
    ("le 05/11/2026 08:30", WHO),
    ("les 05/11 06/11 07/11 08/11", WHO),
    ("le 05-11-2026 à 10 h 30", WHO),
    ("le 2026-11-05 08 30 10 20", WHO),
    ("demandes 2026-00041 2026-00042 2026-00043", WHO),
    ("de 08:30 à 12:00 et de 13:30 à 17:00", WHO),
    ("0,5 1,25 2,75 3,00 4,10", WHO),
    ("71200 Le Creusot, 12 000 000 €", WHO),
    ("01\n02\n03\n04\n05", WHO),
    # No addresses.
    ("RDV @ mairie. Merci", WHO),
    ("la touche arobase est cassée", WHO),
    ("meet at noon. Thanks", WHO),
    ("@mairie", WHO),
    # Pictures made of several characters.
    ("merci 👨\u200d👩\u200d👧 ❤\ufe0f", WHO),
]


@in_rows(("text", "left"), SPELLINGS, ids=range(len(SPELLINGS)))
def test_whoever_is_named_is_struck_out(text: str, left: str) -> None:
    assert without_people(text, WHO) == left


@in_rows(("text", "names"), TRAPS, ids=range(len(TRAPS)))
def test_what_only_looks_like_somebody_stays(text: str, names: tuple[str, ...]) -> None:
    assert without_people(text, names) == text


def test_words_of_an_address_are_struck_only_where_they_are_written_as_names() -> None:
    names, beside = ("Jeanne Lambert",), ("contact gymnase",)
    assert without_people("le contact du gymnase", names, beside) == "le contact du gymnase"
    assert without_people("Zoe, jeanne", ("",), ("zoe jeanne",)) == f"{STRUCK}, {STRUCK}"


def test_without_a_name_to_look_for_the_rest_is_struck_all_the_same() -> None:
    assert without_people("Mme Durand, lambert", ()) == f"{STRUCK}, lambert"


@in_rows(
    "hostile",
    ["e\u0301" * 99, "e" + "\u0301" * 300, "\u200b" * 300, "Mme " * 99, "Mme\n" * 99, "M. d’" * 99, "06 " * 99, "0" * 300,
     "a@" * 99, "a point " * 99, "a arobase ", "Lambert-" * 99, "rue " * 99, "rue Jeanne ", "+(" * 99],
    ids=range(15),
)  # fmt: skip
def test_whatever_is_sent_is_read_in_one_pass_and_cut(hostile: str) -> None:
    text = hostile * (MOST // len(hostile) + 5)
    assert len(without_people(text, WHO)) <= 4 * MOST
