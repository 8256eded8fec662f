"""Large HTML is written anew before it is parsed: what it says stays, what would cost too much goes."""

from __future__ import annotations

import re

from intake.mail.body.html_ceiling import under_ceiling
from intake.mail.body.html_text import html_lines
from tests.rows import in_rows

#: Enough tags for a document to be written anew.
MANY = "<p>x</p>" * 100
OPENING = re.compile(r"<([a-z0-9]+)\b")
CLOSING = re.compile(r"</([a-z0-9]+)>")
VOID = {"br", "img", "hr"}


def written(html: str) -> str:
    """What becomes of `html` in a large document, without the rest of that document."""
    whole = under_ceiling(f"{html}<hr>{MANY}")
    assert whole.endswith(MANY)
    return whole.removesuffix(MANY).removesuffix("<hr>")


def read(html: str) -> str:
    return "\n".join(line.text for line in html_lines(html)).strip()


def test_a_small_document_is_left_as_it_is() -> None:
    assert under_ceiling("<div><p>Bonjour</div>") == "<div><p>Bonjour</div>"


@in_rows(
    ("html", "new"),
    [
        ("<div><b>gras</div>", "<div><span>gras</span></div>"),
        ("<div/>dedans</div>", "<div>dedans</div>"),
        ("avant</table></p>après", "avantaprès"),
        ("<p>un<p>deux</p>", "<p>un</p><p>deux</p>"),
        ("<ul><li>un<li>deux</ul>", "<ul><li>un</li><li>deux</li></ul>"),
        ("<table><tr><td>a<td>b</table>", "<table><tr><td>a</td><td>b</td></tr></table>"),
        ("<div><table><tr><td>a</div>b</td></tr></table></div>",
         "<div><table><tr><td>ab</td></tr></table></div>"),
        ("<a href='1'>un<a href='2'>deux</a>", '<a href="1">un</a><a href="2">deux</a>'),
        ("a<br>b<img src=x>", "a<br>b<img>"),
        ("1 < 2", "1 &lt; 2"),
        ("<!-- <div> -->ici<!doctype html>", "ici"),
        ("<script>if (a<b) </p></script>dit", "dit"),
        ("<style>p{}</style>dit", "dit"),
        ("<textarea>mots</textarea>", " mots"),
        ('<p onclick="x" CLASS=\'c"d\' class=e style=f>dit</p>', '<p class="c&quot;d" style="f">dit</p>'),
        ("<p class=a<b>dit</b></p>", '<p class="a"><span>dit</span></p>'),
        ("<div><!-- jamais fermé", "<div></div>"),
    ],
)  # fmt: skip
def test_what_is_written_anew_is_ended_in_order_and_says_the_same(html: str, new: str) -> None:
    # What is never ended swallows the rest of its document, and stands alone here.
    alone = html.startswith("<div><!--")
    assert (under_ceiling(f"{MANY}<hr>{MANY}{html}").rpartition(MANY)[2] if alone else written(html)) == new


def test_whatever_is_open_is_ended_and_nothing_else_is() -> None:
    open_: list[str] = []
    whole = under_ceiling("<div><p><b><table><td></i></b></table><li>" * 60)
    for tag in re.finditer(r"<(/?)([a-z0-9]+)", whole):
        if tag[1]:
            assert open_.pop() == tag[2]
        elif tag[2] not in VOID:
            open_.append(tag[2])
    assert open_ == []


def test_no_tree_is_deeper_than_mail_programs_nest() -> None:
    whole = under_ceiling("<div>" * 5_000 + "au fond" + "</div>" * 5_000)
    assert len(OPENING.findall(whole)) == len(CLOSING.findall(whole)) == 200
    assert "au fond" in whole


def test_an_attribute_is_kept_no_longer_than_it_may_be_read() -> None:
    found = re.search(r'style="(x*)"', written(f"<p style={'x' * 3_500}>dit</p>"))
    assert found is not None and len(found[1]) == 2_000


def test_a_quotation_mark_that_is_never_closed_takes_only_the_rest_of_its_tag() -> None:
    assert written("<p class='jamais>dit</p>") == '<p class="">dit</p>'


def test_a_large_letter_reads_as_the_small_one_it_is_made_of() -> None:
    letter = (
        "<div>Bonjour,<br><br>la <b>haie</b> &amp; le <i>banc</i> :<ul><li>un<li>deux</ul>"
        "<table><tr><td>a<td>b<tr><td>c</table><blockquote type=cite>cité</blockquote></div>"
    )
    small = read(letter)
    assert small
    assert read(letter * 40).count("Bonjour,") == 40
    assert read(letter + MANY * 2).startswith(small)
