"""docs/fr/agent.html, which agents are given on paper: `python -m tests.printed_page > docs/fr/agent.html`.

It is docs/fr/agent.md, set for two sides of A4; a test keeps it true and counts its sides.
"""

from __future__ import annotations

import sys

from markdown_it import MarkdownIt

from tests.guides import FOLDER

SOURCE, PRINTED = FOLDER / "agent.md", FOLDER / "agent.html"
_STYLE = """
@page { size: A4; margin: 14mm 15mm; }
html { color: #1a1a1a; font: 10.5pt/1.38 "DejaVu Sans", Arial, sans-serif; }
body { max-width: 180mm; margin: 0 auto; }
h1 { color: #0b4a8f; font-size: 17pt; margin: 0 0 3mm; }
h2 { color: #0b4a8f; font-size: 12.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p, ul { margin: 0 0 2mm; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2mm; break-inside: avoid; }
th, td { border: .3mm solid #9aa4b2; padding: 1.1mm 2mm; text-align: left; vertical-align: top; }
th { background: #eaf1f9; }
td:first-child { width: 46%; font-weight: 600; }
blockquote { margin: 0 0 2mm; padding: 1mm 3mm; border-left: 1mm solid #0b4a8f; background: #f3f6fa; break-inside: avoid; }
blockquote p { margin: 0; }
code { font: 600 10pt "DejaVu Sans Mono", monospace; }
li { margin-bottom: 1mm; }
"""


def printed_page() -> str:
    """The page, whole: nothing is fetched from elsewhere."""
    body = MarkdownIt("commonmark").enable("table").render(SOURCE.read_text("utf-8"))
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>L’agent : une page recto verso</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


if __name__ == "__main__":
    sys.stdout.write(printed_page())
