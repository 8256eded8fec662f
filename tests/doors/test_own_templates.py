"""A town hall's own templates: used where they are, and checked before anybody reads them."""

from __future__ import annotations

from pathlib import Path

from dispatch.letters.examples.samples import samples
from dispatch.letters.looking.check import check_templates
from dispatch.letters.render import MAX_CHARACTERS, Renderer
from dispatch.notices.catalogue import CATALOGUE


def put(directory: Path, name: str, words: str) -> None:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def problems(directory: Path) -> list[tuple[str, str]]:
    return [(each.file, each.explanation) for each in check_templates(directory)]


def test_one_file_replaces_one_part_and_the_others_stay(tmp_path: Path) -> None:
    put(tmp_path, "fr/email/taken/subject.txt", "C’est parti pour {{ request.reference }} !")
    view = next(iter(samples(CATALOGUE["taken"], "fr")))
    own, ours = Renderer(tmp_path).email(view), Renderer().email(view)
    assert own.subject == "C’est parti pour 2026-00042 !"
    assert (own.text, own.html) == (ours.text, ours.html)
    assert problems(tmp_path) == []


def test_a_replaced_layout_changes_every_letter(tmp_path: Path) -> None:
    put(tmp_path, "shared/layout.txt", "{% block content %}{% endblock %}\n-- \nVille de Saint-Exemple\n")
    for name in ("taken", "assigned"):
        view = next(iter(samples(CATALOGUE[name], "fr")))
        assert "Ville de Saint-Exemple" in Renderer(tmp_path).email(view).text
    assert problems(tmp_path) == []


def test_words_for_a_name_that_a_workflow_invented_are_checked_too(tmp_path: Path) -> None:
    put(tmp_path, "fr/email/devis_envoye/subject.txt", "Devis pour {{ request.reference }}")
    assert problems(tmp_path) == []
    put(tmp_path, "fr/email/devis_envoye/subject.txt", "Devis pour {{ request.montant }}")
    ((file, explanation),) = problems(tmp_path)
    assert file.endswith("devis_envoye/subject.txt:1") and "montant" in explanation


def test_a_template_can_neither_reach_the_program_nor_fill_the_memory(tmp_path: Path) -> None:
    for number, words in enumerate(
        (
            "{{ ''.__class__.__mro__ }}",
            "{{ request.__init__.__globals__ }}",
            "{{ verbs.__class__ }}",
            "{% for a in 'x' * 3000 %}{% for b in 'x' * 3000 %}xxxxxxxxxx{% endfor %}{% endfor %}",
            "{{ range(10) }}",
            "{{ 'x'.join(files.__dir__()) }}",
        )
    ):
        own = tmp_path / str(number)
        put(own, "fr/sms/taken.txt", words)
        found = problems(own)
        assert (found and "taken.txt" in found[0][0]) or str(MAX_CHARACTERS) in str(found), words
