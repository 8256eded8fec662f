"""What is done for answers of agents, counted: `python -m tests.answers_scored FILE… [--misses] [--today 2026-11-28]`.

A file holds one JSON object a line (`text` or `body`; `act`, `ok_acts` or `expect_state`; `public`) or `act|text` a line.
Printed: of plain orders how many act as they say and how many are asked about; wrong acts; words that left though
`public` is false. Leaves with 1 when an act was wrong or words left.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter as Tally
from datetime import date
from pathlib import Path
from typing import Any

from tests.staff_words import TODAY, act, allowed, read


def rows_of(path: Path) -> list[dict[str, Any]]:
    written = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in written]
    split = [line.partition("|") for line in written]
    return [
        {"act": head if mark else None, "text": (rest or head).replace("\\n", "\n")}
        for head, mark, rest in split
    ]


def scored(rows: list[dict[str, Any]], today: date) -> tuple[Tally[str], list[tuple[str, str, str]]]:
    """How often each result came, and (result, what was meant, text) of what did not come out right."""
    tally, misses = Tally[str](), list[tuple[str, str, str]]()
    for row in rows:
        text = row.get("text", row.get("body"))
        words, may = read(text, today), allowed(row)
        done = act(words)
        orders = (
            row.get("act", row.get("expect_state"))
            if None in may and len(may) > 1
            else next(iter(may - {None}), None)
        )
        if done is not None and done not in may:
            result = "wrong"
        elif orders is None or None in may:
            result = "rest"
        else:
            result = "acts" if done is not None else "asks"
        tally[result] += 1
        if result in ("wrong", "asks"):
            misses.append((f"{result} {done or ''}".strip(), str(orders), text))
        public = row.get("public", row.get("published", row.get("expect_public")))
        if public is False and words.published:
            tally["leaks"] += 1
            misses.append(("leaks", words.published, text))
        if public is True and not words.published:
            tally["kept"] += 1
            misses.append(("kept", "to the requester", text))
    return tally, misses


def main(given: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.answers_scored")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="each answer that did not come out right")
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    options = parser.parse_args(given)
    harm = 0
    for path in options.files:
        tally, misses = scored(rows_of(path), options.today)
        plain = tally["acts"] + tally["asks"]
        share = f" ({100 * tally['acts'] / plain:.0f} %)" if plain else ""
        sys.stdout.write(
            f"{path.name}: {tally['acts']} of {plain} plain orders act{share}, {tally['asks']} asked about;"
            f" {tally['wrong']} wrong acts, {tally['leaks']} leaks; {tally['kept']} for the requester kept\n"
        )
        if options.misses:
            sys.stdout.writelines(f"  {result:12} {meant:16} {text!r}\n" for result, meant, text in misses)
        harm += tally["wrong"] + tally["leaks"]
    return 1 if harm else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
