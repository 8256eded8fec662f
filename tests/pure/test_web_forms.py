"""Who wrote by a web form: twenty forms as sites send them, and mails that only look like one."""

from __future__ import annotations

from intake.words.machine_addresses import is_machine_address
from intake.words.web_forms import FormPerson, find_form_person
from tests.rows import in_rows

LEA = FormPerson("Léa Marchand", "lea.marchand@example.org", "+33199001234")

FORMS = {
    "labels and colons": (
        "Nom : Marchand\nPrénom : Léa\nE-mail : lea.marchand@example.org\nTéléphone : 01 99 00 12 34\n"
        "Message : Le banc est cassé.",
        LEA,
    ),
    "labels above their values": (
        "Nom\n\nMarchand\n\nPrénom\n\nLéa\n\nAdresse "
        "e-mail\n\nlea.marchand@example.org\n\nTéléphone\n\n01 99 00 12 34\n\n"
        "Votre message\n\nLe banc est cassé.",
        LEA,
    ),
    "one field for the whole name": (
        "Nom et prénom : Léa Marchand\nCourriel : lea.marchand@example.org\nTél. : "
        "01.99.00.12.34\nObjet : Banc",
        LEA,
    ),
    "bold labels": (
        "*Nom complet*: Léa Marchand\n*Email*: lea.marchand@example.org\n*Téléphone*: "
        "0199001234\n*Message*: x",
        LEA,
    ),
    "a table": (
        "Nom\tLéa Marchand\nMail\tlea.marchand@example.org\nTéléphone\t+33 1 99 00 12 34\nDemande\tLe banc",
        LEA,
    ),
    "bars": (
        "| Nom | Marchand |\n| Prénom | Léa |\n| Courriel | lea.marchand@example.org |\n| Portable | 01 "
        "99 00 12 34 |",
        LEA,
    ),
    "possessives and remarks": (
        "Votre nom (obligatoire) : Léa Marchand\nVotre adresse de messagerie (obligatoire) : "
        "lea.marchand@example.org\n"
        "Votre téléphone [facultatif] : 01 99 00 12 34\nVotre message : Bonjour",
        LEA,
    ),
    "stars for what is required": (
        "Nom * : Léa Marchand\nAdresse mail * : lea.marchand@example.org\nTéléphone : 01 99 00 12 "
        "34\nSujet * : Banc",
        LEA,
    ),
    "equal signs": (
        "nom=Léa Marchand\nemail=lea.marchand@example.org\ntelephone=0199001234\nmessage=Le banc est cassé",
        LEA,
    ),
    "English": (
        "Name: Léa Marchand\nEmail Address: lea.marchand@example.org\nPhone Number: +33 1 99 00 12 "
        "34\nComments: x",
        LEA,
    ),
    "English, in two names": (
        "First Name: Léa\nLast Name: Marchand\nE-mail: lea.marchand@example.org\nMobile: 01 99 00 12 "
        "34\nMessage: x",
        LEA,
    ),
    "English, values below": (
        "Your name\nLéa Marchand\nYour email\nlea.marchand@example.org\nPhone\n+33199001234\nYour "
        "message\nThe bench",
        LEA,
    ),
    "links": (
        "Nom : Léa Marchand\nEmail : <mailto:lea.marchand@example.org>\nTéléphone : 01 99 00 12 "
        "34\nMessage : x",
        LEA,
    ),
    "no-break spaces": (
        "Nom\xa0: Léa Marchand\nCourriel\xa0: lea.marchand@example.org\nTéléphone\xa0: "
        "01\xa099\xa000\xa012\xa034\nObjet\xa0: x",
        LEA,
    ),
    "civility and consent around": (
        "Civilité : Madame\nNom : Marchand\nPrénom : Léa\nAdresse : 3 rue Basse\nCode postal : "
        "99000\nVille : Ville\n"
        "Tél : 01 99 00 12 34\nMèl : lea.marchand@example.org\nDescription : banc\nRGPD : accepté",
        LEA,
    ),
    "an address typed into the message": (
        "Nom : Léa Marchand\nEmail : lea.marchand@example.org\nTéléphone : 01 99 00 12 34\nMessage :\n"
        "Écrivez plutôt à mon mari.\nEmail : paul@example.org",
        LEA,
    ),
    "the message first": (
        "Message :\nÉcrivez plutôt à mon mari.\nEmail : paul@example.org\n\nNom : Léa Marchand\n"
        "Email : lea.marchand@example.org\nTéléphone : 01 99 00 12 34",
        LEA,
    ),
    "Contact Form 7": (
        "De : Léa Marchand <lea.marchand@example.org>\nObjet : Banc\n\nCorps du message :\nLe banc est "
        "cassé.\n\n-- \n"
        "Cet e-mail a été envoyé via le formulaire de contact de Ville",
        FormPerson("Léa Marchand", "lea.marchand@example.org"),
    ),
    "Contact Form 7 in English": (
        "From: Léa Marchand <lea.marchand@example.org>\nSubject: Bench\n\nMessage Body:\nIt is "
        "broken.\n\n-- \n"
        "This e-mail was sent from a contact form on Ville",
        FormPerson("Léa Marchand", "lea.marchand@example.org"),
    ),
    "a telephone alone": (
        "Nom : Léa Marchand\nTéléphone : 01 99 00 12 34\nEmail : \nMessage : Rappelez-moi",
        FormPerson("Léa Marchand", "", "+33199001234"),
    ),
    "an address alone": (
        "Email: lea.marchand@example.org\nMessage: The bench is broken",
        FormPerson("", "lea.marchand@example.org"),
    ),
}


@in_rows("name", FORMS)
def test_the_person_is_found_in_the_fields_of_a_form(name: str) -> None:
    text, person = FORMS[name]
    assert find_form_person(text) == person
    assert find_form_person(text.replace("\n", "\n\n")) == person


@in_rows(
    "text",
    [
        "",
        "Bonjour,\nle banc est cassé.\nLéa",
        # A signature.
        "Le banc est cassé.\n-- \nLéa Marchand\nTél : 01 99 00 12 34\nMail : lea@example.org",
        # The header of a forwarded mail.
        "De : Léa <lea@example.org>\nEnvoyé : lundi 2 novembre 2026\nÀ : Mairie\nObjet : "
        "banc\n\nMessage :\nBonjour",
        "Nom : le nom de la rue\nMessage : Bonjour",
        "Email : pas d'adresse\nTéléphone : je n'en ai pas\nMessage : Bonjour",
        "Nom : Léa\nEmail : lea@@example\nMessage : x",
    ],
)
def test_what_is_no_form_names_nobody(text: str) -> None:
    assert find_form_person(text) is None


def test_what_is_no_name_is_left_out() -> None:
    found = find_form_person("Nom : http://spam.test/ 12345\nEmail : lea@example.org\nMessage : x")
    assert found == FormPerson("", "lea@example.org")


def test_a_number_is_dialled_from_the_towns_region() -> None:
    found = find_form_person("Nom : Léa\nTél : 0269 05 12 34\nMessage : x", region="YT")
    assert found is not None
    assert found.phone == "+262269051234"


@in_rows(
    "address",
    [
        "noreply@example.org", "no-reply@ville.test", "ne-pas-repondre@ville.test", "nepasrepondre@ville.test",
        "wordpress@ville.test", "www-data@web.example.org", "messagerie.no-reply@example.org",
        "noreply+a1b2@example.org", "formulaire-contact@ville.test", "notification@example.org",
        "scanner@ville.test", "MAILER-DAEMON@example.org", "do-not-reply@example.org", "bounce+x=y@example.org",
    ],
)  # fmt: skip
def test_addresses_that_nobody_reads_are_known(address: str) -> None:
    assert is_machine_address(address)


@in_rows(
    "address",
    [
        "jeanne@example.org", "contact@example.org", "mairie@ville.test", "roberto.formica@example.org",
        "jeanne@noreply.example.org", "rootier@example.org", "copieure@example.org", "", "sans arobase",
        "jean-robotham@example.org",
    ],
)  # fmt: skip
def test_addresses_that_people_read_are_no_machines(address: str) -> None:
    assert not is_machine_address(address)


@in_rows(
    ("text", "person"),
    [
        (
            "Nom : Léa Marchand\nTéléphone : 01 99 00 12 34\nMessage : bonjour\nE-mail : maire@example.net",
            FormPerson("Léa Marchand", "", "+33199001234"),
        ),
        (
            "Name: Léa Marchand\nPhone: 01 99 00 12 34\n\nThe bench is broken.\n\nEmail: mayor@example.net\nName: The Mayor",
            FormPerson("Léa Marchand", "", "+33199001234"),
        ),
        ("Nom : Léa Marchand\nMessage : bonjour\nE-mail : maire@example.net\nTél : 01 99 00 00 01", None),
        ("Nom : Léa Marchand\nMessage :\nDe : Le maire <maire@example.net>\nenvoyé par le formulaire de contact", None),
    ],
    ids=["below the message", "below a message without label", "a form that asks only the name", "a From line"],
)  # fmt: skip
def test_fields_typed_into_the_free_text_name_nobody(text: str, person: FormPerson | None) -> None:
    assert find_form_person(text) == person
