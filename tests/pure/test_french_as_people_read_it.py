"""Wording that people stumbled over in French letters and texts, and its English sister."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from dispatch.letters.examples.lists import TASKS, WORK
from dispatch.letters.examples.samples import samples
from dispatch.letters.render import LOCALES, PACKAGE_DIRECTORY
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import CATALOGUE
from tests.example_letters import RENDERER
from tests.rows import in_rows


def example(name: str, locale: str = "fr", **details: object) -> NoticeView:
    """The first example of a notice with these details."""
    view = next(iter(samples(CATALOGUE[name], locale)))
    return replace(view, details=view.details.model_copy(update=details))


def parts(view: NoticeView) -> list[str]:
    """What both parts of the mail say, spaces as ordinary ones."""
    email = RENDERER.email(view)
    texts = (email.text, re.sub(r"<style>.*?</style>|<[^>]+>", "", email.html, flags=re.DOTALL))
    return [" ".join(text.split()) for text in texts]


@in_rows(
    ("locale", "told", "silent"),
    [
        ("fr", "son expéditeur a été averti", "son expéditeur n’a pas reçu de réponse"),
        ("en", "its sender has been told", "its sender got no answer"),
    ],
)
def test_a_sender_who_was_answered_is_not_said_to_have_heard_nothing(
    locale: str, told: str, silent: str
) -> None:
    for answered in (True, False):
        for text in parts(example("set_aside", locale, answered=answered)):
            assert (told in text, silent in text) == (answered, not answered)


@in_rows("name", ["task_assigned"])
@in_rows(
    ("locale", "mail", "text"),
    [
        ("fr", "au plus tard le vendredi 27 novembre 2026 à 14 h 00", "au plus tard le 27/11/2026 à 14 h 00"),
        ("en", "by Friday 27 November 2026 at 14:00", "by 27/11/2026 at 14:00"),
    ],
)
def test_a_task_of_the_same_day_says_its_hour(name: str, locale: str, mail: str, text: str) -> None:
    view = example(name, locale, due_at=datetime(2026, 11, 27, 13, tzinfo=UTC))
    for part in parts(view):
        assert mail in part
        assert "avant le" not in part and "before" not in part
    assert text in " ".join(RENDERER.text(view).split())


def test_a_survey_supposes_neither_that_people_are_men_nor_that_they_are_glad() -> None:
    for text in (*parts(example("survey")), " ".join(RENDERER.text(example("survey")).split())):
        assert "ensez-vous" in text
    for locale in LOCALES:
        for path in (PACKAGE_DIRECTORY / locale).rglob("*"):
            if path.suffix in (".txt", ".html"):
                assert not re.search(r"\bsatisfait(?!\(e\)|e)", path.read_text("utf-8")), path


def test_a_reference_never_breaks_at_its_hyphen() -> None:
    """In letters it stands in a box of its own, on pages in the class that does not break."""
    pages = [path for path in (PACKAGE_DIRECTORY / "web").rglob("*.html") if "dossier" not in path.parts]
    letters = [*PACKAGE_DIRECTORY.glob("??/email/*/body.html"), PACKAGE_DIRECTORY / "shared" / "parts.html"]
    assert len(pages) >= 3 and len(letters) > 80
    bare = re.compile(r"(?<!nowrap\">)(?<!class=\"reference\">)\{\{ (?:request\.|item\.)?reference \}\}")
    assert [path.name for path in pages if bare.search(path.read_text("utf-8"))] == []
    wrong = [path for path in letters if bare.search(path.read_text("utf-8"))]
    assert [path.relative_to(PACKAGE_DIRECTORY).as_posix() for path in wrong] == []


@in_rows(
    ("locale", "counts", "details"),
    [
        ("fr", "Guichet : 2 échéances proches. 2026-00017", {"soon": WORK, "soon_total": 2}),
        (
            "fr",
            "Guichet : 1 à faire. 2026-00017",
            {"tasks": TASKS, "tasks_total": 1},
        ),
        ("en", "Guichet: 2 due soon. 2026-00017", {"soon": WORK, "soon_total": 2}),
    ],
)
def test_the_text_of_the_morning_counts_what_there_is(
    locale: str, counts: str, details: dict[str, object]
) -> None:
    bare: dict[str, object] = {
        "items": (),
        "total": 0,
        "team": (),
        "team_total": 0,
        "soon": (),
        "soon_total": 0,
    }
    view = example("late", locale, **{**bare, "tasks": (), "tasks_total": 0, **details})
    said = " ".join(RENDERER.text(view).replace("’", "'").split())
    assert said.startswith(counts), said
    assert " 0 " not in said


def test_the_text_of_the_morning_names_what_is_late_with_others_too() -> None:
    for locale in LOCALES:
        view = example("late", locale, items=WORK[:1], total=1, team=WORK[1:], team_total=1)
        said = RENDERER.text(view)
        assert WORK[0].reference in said and WORK[1].reference in said, said


def test_a_danger_that_nobody_took_is_called_one_with_its_hour() -> None:
    for locale, word in (("fr", "DANGER non pris en charge"), ("en", "DANGER nobody has taken")):
        view = example("overdue", locale)
        assert word in RENDERER.email(view).subject and RENDERER.text(view).startswith(word)
        assert all(re.search(r"\d (?:h \d\d|\d?:?\d\d)|\d\d:\d\d", part) for part in parts(view))
    said = RENDERER.text(
        replace(view, text="Un câble par terre", request=replace(view.request, subject="Un câble"))
    )
    assert "Un câble." in said.replace("cable", "câble")
