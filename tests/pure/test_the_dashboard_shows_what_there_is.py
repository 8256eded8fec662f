"""docs/prometheus/guichet.grafana.json: every query is one that Prometheus reads, about metrics that are served."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.servers.presence import find_program, missing

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "docs" / "prometheus" / "guichet.grafana.json").read_text("utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]


def documented() -> set[str]:
    """The metrics of docs/monitoring.md, which a test compares with those that are served."""
    page = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
    return set(re.findall(r"`(guichet_\w+)", page))


def test_every_query_is_read_by_prometheus(tmp_path: Path) -> None:
    program = find_program("promtool")
    if program is None:
        missing("promtool", "prometheus")
    rules = [
        {"record": f"panel:{number}", "expr": query.replace("$job", "guichet")}
        for number, query in enumerate(QUERIES)
    ]
    (tmp_path / "panels.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    done = subprocess.run(
        [str(program), "check", "rules", str(tmp_path / "panels.yml")], capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(QUERIES)} rules found" in done.stdout


def test_the_dashboard_shows_each_metric_that_is_served_and_no_other() -> None:
    shown = {
        re.sub(r"_(bucket|sum|count)$", "", name)
        for query in QUERIES
        for name in re.findall(r"guichet_\w+", query)
    }
    assert shown == documented()


def test_no_panel_lies_over_another_and_each_says_what_it_is() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert panel["title"] and at["x"] + at["w"] <= 24 and not cells & taken, panel["title"]
        taken |= cells
