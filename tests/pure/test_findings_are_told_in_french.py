"""What is wrong in the files, and what applying them changes, in the language of whoever typed the command."""

from __future__ import annotations

import pytest

from cli.present import console
from cli.speaking.findings import finding_line, plan_line
from cli.speaking.translate import in_french
from cli.town.organisation import print_findings
from dispatch.check.mail import check_mail
from models.errors import UserError
from models.organisation_files.editing import add_part
from models.organisation_files.reading import Finding
from models.organisation_files.sample import load_sample
from models.settings.settings import Settings
from tests.rows import in_rows


@pytest.fixture(autouse=True)
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_LANG", "fr")


def test_a_long_finding_is_in_one_language_down_to_its_last_sentence() -> None:
    town = load_sample()
    agents = (town.agents[0].model_copy(update={"emails": ("lucie@ville.test",)}),)
    (found,) = check_mail(town.model_copy(update={"agents": agents}), Settings.model_validate({}))
    said = finding_line(found)
    assert ": avertissement\u00a0: Dès que le courrier de @ville.test arrive à Guichet même" in said
    assert said.endswith(
        ": ce qui lui est écrit, nos avis aussi, est refusé (550). Donnez à Guichet un domaine à lui\u00a0: "
        'domains = ["demandes.ville.test"] et reply_address dans ce domaine, sous [mail] de settings.toml, et des '
        "boîtes dans ce domaine. Ou, si le serveur de courrier placé devant et le relais ont cette boîte\u00a0: "
        'shared_domains = ["ville.test"] au même endroit.'
    )


def test_of_many_addresses_three_are_named_and_the_others_counted_in_french() -> None:
    town = load_sample()
    agents = tuple(
        town.agents[0].model_copy(update={"key": f"lucie-{at}", "emails": (f"lucie{at}@ville.test",)})
        for at in range(5)
    )
    (found,) = check_mail(town.model_copy(update={"agents": agents}), Settings.model_validate({}))
    assert (
        " où lucie0@ville.test, lucie1@ville.test, lucie2@ville.test et 2 autres n’ont pas "
        in finding_line(found)
    )


def test_each_of_several_mistakes_and_the_nearest_name_are_in_french() -> None:
    with pytest.raises(UserError) as wrong:
        add_part(load_sample(), "agents", {"name": "Zoé", "services": ["Voirye"], "deputy": "Marc Durant"})
    assert in_french(wrong.value.public).splitlines() == [
        "'services' ('Voirye')\u00a0: aucun service n’a ce nom\u00a0; écrivez la clé de l’un des [[services]]. "
        "Vouliez-vous dire «\u00a0voirie\u00a0»\u00a0?",
        "'deputy' ('Marc Durant')\u00a0: aucun agent n’a ce nom\u00a0; écrivez la clé de l’un des [[agents]]. "
        "Vouliez-vous dire «\u00a0marc-durand\u00a0»\u00a0?",
    ]


def test_a_sentence_that_is_not_known_stays_as_it_is_and_not_half() -> None:
    text = "A sentence of somebody else's, in front of which stands a word of its own: it is told as it came."
    assert in_french(text) == text


def test_the_place_of_a_finding_is_no_emoji(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings([Finding("organisation.toml", 100, "error", "Pièce.")])
    console().print("organisation.toml:100: …")
    assert capsys.readouterr().out.splitlines() == [
        "organisation.toml:100: erreur\u00a0: Pièce.",
        "organisation.toml:100: …",
    ]


@in_rows(
    ("line", "said"),
    [
        ("+ request type bac", "+ modèle de demande bac"),
        ("- building salle", "- bâtiment salle"),
        ("~ town Torcy", "~ commune Torcy"),
        ("      on_call: (nothing) → hugo", "      on_call: (rien) → hugo"),
        ("      on_call: hugo → (nothing)", "      on_call: hugo → (rien)"),
        ("      name = building of service", "      name = building of service"),
        ("2 to add, 1 to change, 0 to remove.", "2 à ajouter, 1 à changer, 0 à ôter."),
    ],
)
def test_a_plan_is_told_in_french_and_what_the_files_say_stays(line: str, said: str) -> None:
    assert plan_line(line) == said


def test_what_a_machine_said_stands_as_it_is_behind_a_sentence_in_french() -> None:
    assert in_french("The mail relay refuses this message. (550 5.1.1 to DATA)") == (
        "Le relais de courrier refuse ce message. (550 5.1.1 to DATA)"
    )
    assert in_french("The mail relay cannot be reached. (gaierror connecting to smtp.ville.test)") == (
        "Le relais de courrier est injoignable. (gaierror en joignant smtp.ville.test)"
    )
