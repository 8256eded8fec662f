"""One composer with three parts, of which one is seen: with scripts and without, by mouse and by keys, at hand
wherever one reads; what was typed in one part is there when one comes back to it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import Browser, chromium
from tests.web.browsing import Counter
from tests.web.seen import mistakes, show_at, sign_in

#: The forms of the composer that are shown.
_SHOWN = """
return [...document.querySelectorAll("#composer form")].filter((each) => each.getClientRects().length)
  .map((each) => each.getAttribute("action").split("/").pop()).join(" ");
"""
_IN_SIGHT = """
const box = document.getElementById("composer").getBoundingClientRect();
return box.top > 0 && box.bottom <= innerHeight;
"""


def choose(browser: Browser, *parts: str) -> str:
    """Choose a part, and the part of it; the forms that are shown then."""
    for each in parts:
        browser.click(f"label[for={each}]")
    return str(browser.run(_SHOWN))


def long_talk(counter: Counter) -> str:
    reference = counter.ask(
        "Une ampoule est cassée au gymnase Guimard.\n\n" + "La salle est sombre.\n\n" * 60
    )
    return f"{counter.address}/demandes/{reference}"


@pytest.mark.parametrize("scripts", [True, False])
def test_one_form_is_seen_and_words_of_the_others_wait(
    counter: Counter, tmp_path: Path, scripts: bool
) -> None:
    page = long_talk(counter)
    with chromium(tmp_path / "profile", scripts=scripts, width=1440) as browser:
        sign_in(browser, counter)
        browser.open(page)
        assert browser.run(_SHOWN) == "repondre"
        browser.type("#texte", "Bonjour Madame")
        assert choose(browser, "tab-note") == "noter"
        browser.type("#note", "Chien méchant")
        assert choose(browser, "tab-action") == "agir"
        assert mistakes(browser) == []
        assert choose(browser, "do-give") == "donner"
        assert mistakes(browser) == []
        assert choose(browser, "tab-answer") == "repondre"
        browser.click("#answer button")
        browser.wait(".line.out")
    assert counter.notices("answer")[-1].data["text"] == "Bonjour Madame"
    assert not any(entry.text == "Chien méchant" for entry in counter.entries())


def test_it_is_at_hand_wherever_one_reads_and_moves_nothing(counter: Counter, tmp_path: Path) -> None:
    page = long_talk(counter)
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        for width in (1440, 820):
            browser.show_at(width, height=900)
            browser.open(page)
            assert browser.run("return document.documentElement.scrollHeight > 2 * innerHeight;")
            assert browser.run(_IN_SIGHT), width
            browser.run("scrollTo(0, 300);")
            for part in ("tab-note", "tab-action", "tab-answer"):
                choose(browser, part)
                browser.run("document.querySelector('.panel textarea:not(.panel .panel textarea)').focus();")
                assert browser.run("return scrollY;") == 300, f"{part} at {width}"
                assert browser.run(_IN_SIGHT), f"{part} at {width}"


def test_what_has_the_focus_above_is_not_under_it(counter: Counter, tmp_path: Path) -> None:
    files = {f"{'plan du gymnase ' * 6}{number}.txt": b"Plan" for number in range(20)}
    reference = counter.ask("Une ampoule est cassée au gymnase Guimard.\n\n" * 12, files=files)
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        show_at(browser, 1440)
        browser.open(f"{counter.address}/demandes/{reference}")
        links = browser.run("""
            const links = [...document.querySelectorAll(".lines a")];
            const top = () => document.getElementById("composer").getBoundingClientRect().top;
            for (const each of links) {
              each.focus();
              if (each.getBoundingClientRect().bottom > top()) { return -1; }
            }
            return links.length;
        """)
        assert links >= 20


def test_the_part_that_was_chosen_last_is_the_one_the_next_request_begins_with(
    counter: Counter, tmp_path: Path
) -> None:
    first = counter.ask()
    second = counter.ask(
        "Le portail du gymnase Guimard est cassé.", subject="Portail", message_id="<p@example.org>"
    )
    with chromium(tmp_path / "profile", width=1200) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{first}")
        assert choose(browser, "tab-note") == "noter"
        browser.open(f"{counter.address}/demandes/{second}")
        assert browser.run(_SHOWN) == "noter"
        browser.press("r")
        assert browser.focused_id() == "texte"
        browser.type_here("À moitié")
        browser.open(f"{counter.address}/demandes/{first}")
        assert browser.run(_SHOWN) == "repondre"
        assert choose(browser, "tab-note") == "noter"
        # Words that wait come before what was chosen.
        browser.open(f"{counter.address}/demandes/{second}")
        assert browser.run(_SHOWN) == "repondre"
        assert browser.run("return document.getElementById('texte').value;") == "À moitié"
        for key, forms, field in (("n", "noter", "note"), ("e", "agir", "verbe"), ("a", "donner", "a")):
            browser.run("document.activeElement.blur();")
            browser.press(key)
            assert (browser.run(_SHOWN), browser.focused_id()) == (forms, field)


def test_the_day_is_asked_for_by_the_verbs_that_need_one(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    asked = "return document.getElementById('jour').getClientRects().length > 0;"
    with chromium(tmp_path / "profile", scripts=False, width=1200) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        choose(browser, "tab-action")
        browser.choose("#verbe", "take")
        assert not browser.run(asked)
        browser.choose("#verbe", "plan")
        assert browser.run(asked)
