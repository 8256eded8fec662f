"""/metrics and /health/ready of a running service: what Prometheus and whoever watches are told."""

from __future__ import annotations

import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from pydantic import ValidationError

from cli.service.service import Service
from models.settings.upkeep import MetricsSettings
from tests.flow.conftest import Founder
from tests.letters import CITIZEN, write
from tests.servers.presence import find_program, missing

DOCS = Path(__file__).parents[2] / "docs" / "prometheus"


def promtool(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    program = find_program("promtool")
    if program is None:
        missing("promtool", "prometheus")
    return subprocess.run(
        [str(program), *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=DOCS,
    )


def get(url: str, token: str = "") -> tuple[int, str]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_prometheus_reads_what_happened_and_no_line_names_anybody(
    found_town: Founder, tmp_path: Path
) -> None:
    token_file = tmp_path / "token"
    token_file.write_text("a token of sixteen octets and more\n")
    town = found_town(metrics={"enabled": True, "port": 0, "token_file": token_file})
    assert town.service.metrics_address is not None
    url = "http://{}:{}/metrics".format(*town.service.metrics_address)
    assert get(url)[0] == get(url, "wrong")[0] == 401
    token = "a token of sixteen octets and more"
    before = get(url, token)[1]
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.service.refused.note("smtp", "192.0.2.1", "nobody@ville.test", "unknown")
    assert town.service.schedule.run_now("traces") == ""
    status, page = get(url, token)
    assert status == 200
    for line in (
        'guichet_messages_received_total{door="smtp"} 1',
        'guichet_messages_refused_total{door="smtp",code="550"} 1',
        'guichet_ledger_messages{state="new_request"} 1',
        "guichet_ledger_oldest_waiting_seconds 0",
        'guichet_message_decide_seconds_bucket{le="+Inf"} 1',
        'guichet_notices_sent_total{channel="email",outcome="sent"} 2',
        'guichet_requests{kind="new",overdue="false"} 1',
        'guichet_job_failures{job="traces"} 0',
        "guichet_schedule_leader 1",
        'guichet_no_room_total{lack="disk"} 0',
        "guichet_mail_bytes_limit 10737418240",
    ):
        assert f"\n{line}\n" in page, line
    assert 'guichet_messages_received_total{door="smtp"} 0' in before
    assert re.search(r"guichet_mail_bytes [1-9]\d*\n", page) and re.search(
        r"guichet_disk_free_bytes \d{6}", page
    )
    assert re.search(r'guichet_job_last_success_timestamp_seconds{job="traces"} \d{10}', page)
    assert "@" not in page and CITIZEN.split("@")[0] not in page
    told = promtool("check", "metrics", given=page)
    assert told.returncode == 0, told.stdout + told.stderr
    # Every metric that an alert asks for is told, or would be with a certificate and a backup.
    asked = set(re.findall(r"guichet_[a-z_]+", (DOCS / "guichet.rules.yml").read_text("utf-8")))
    assert {name for name in asked if f"# TYPE {name} " not in page} == set()


def test_alerts_are_raised_on_a_bad_day_and_on_no_other() -> None:
    for arguments in (("check", "rules", "guichet.rules.yml"), ("test", "rules", "guichet.rules.test.yml")):
        done = promtool(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_whoever_asks_whether_it_is_ready_hears_of_jobs_that_fail(found_town: Founder) -> None:
    town = found_town()
    assert town.service.http_address is not None and town.service.metrics is None
    url = "http://{}:{}/health/ready".format(*town.service.http_address)
    assert get(url)[0] == 200

    def fail() -> None:
        raise OSError

    town.service.schedule.every(3600, "odd", fail)
    assert town.service.schedule.run_now("odd") == "a mistake in Guichet: OSError"
    status, said = get(url)
    # No other process would do the job better: work still comes here, and somebody is to look.
    assert status == 200 and '"status":"degraded"' in said and '"schedule":"odd failed"' in said


def test_it_is_ready_only_once_every_door_is_open_and_no_more_when_it_stops(found_town: Founder) -> None:
    town = found_town()
    assert town.service.http_address is not None
    url = "http://{}:{}/health/ready".format(*town.service.http_address)
    assert '"doors":"ok"' in get(url)[1]
    heard: list[tuple[int, str]] = []
    opening = Service(town.office)
    opening.doors.start = lambda: None  # type: ignore[method-assign]  # its ports are those of the other
    began = opening.schedule.start

    def asked(*, catch_up: bool) -> None:
        assert opening.http_address is not None
        heard.append(get("http://{}:{}/health/ready".format(*opening.http_address)))
        began(catch_up=catch_up)

    opening.schedule.start = asked  # type: ignore[method-assign]
    opening.start()
    opening.stop()
    ((status, said),) = heard
    assert status == 503 and '"doors":"opening"' in said
    assert opening.closed_because == "stopping"


def test_metrics_leave_the_machine_only_with_a_token() -> None:
    with pytest.raises(ValidationError, match="token_file must be set"):
        MetricsSettings.model_validate({"enabled": True, "host": "0.0.0.0"})
    assert not MetricsSettings().enabled
