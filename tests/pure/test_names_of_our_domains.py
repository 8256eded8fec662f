"""What others find who look up the town's domain, told with what to publish."""

from __future__ import annotations

from cli.service.examining.names import Resolver, names
from models.settings.settings import Settings

SETTINGS = Settings.model_validate(
    {
        "mail": {"domains": ("ville-exemple.fr",), "reply_address": "demandes@ville-exemple.fr"},
        "doors": {"smtp": {"host": "0.0.0.0"}},
    }
)
GOOD = {
    ("ville-exemple.fr", "MX"): ("10 mx.ville-exemple.fr.",),
    ("ville-exemple.fr", "TXT"): ("v=spf1 a:relais.ville-exemple.fr -all", "other=1"),
    ("k1._domainkey.ville-exemple.fr", "TXT"): ("v=DKIM1; k=rsa; p=MIIB",),
    ("_dmarc.ville-exemple.fr", "TXT"): ("v=DMARC1; p=quarantine",),
}


def resolver(records: dict[tuple[str, str], tuple[str, ...]]) -> Resolver:
    return lambda name, kind: records.get((name, kind), ())


def levels(records: dict[tuple[str, str], tuple[str, ...]], selector: str = "k1") -> list[str]:
    return [seen.level for seen in names(SETTINGS, resolver(records), selector)]


def test_a_domain_whose_records_are_whole_has_nothing_wrong() -> None:
    assert levels(GOOD) == ["ok"] * 4


def test_each_record_that_is_missing_is_told_with_what_to_publish() -> None:
    found = list(names(SETTINGS, resolver({}), "k1"))
    assert [each.level for each in found] == ["error", "error", "error", "warning"]
    assert ["MX 10" in found[0].advice, "v=spf1" in found[1].advice, "v=DMARC1" in found[3].advice] == [
        True
    ] * 3


def test_two_spf_records_count_as_none_and_an_emptied_key_as_withdrawn() -> None:
    doubled = GOOD | {("ville-exemple.fr", "TXT"): ("v=spf1 -all", "v=spf1 a -all")}
    assert levels(doubled)[1] == "error"
    assert levels(GOOD | {("k1._domainkey.ville-exemple.fr", "TXT"): ("v=DKIM1; p=; t=s",)})[2] == "error"


def test_servers_of_names_that_do_not_answer_are_no_fault_of_the_domain() -> None:
    def away(name: str, kind: str) -> tuple[str, ...]:
        raise OSError("the servers of names do not answer (Timeout)")

    (seen,) = names(SETTINGS, away)
    assert seen.level == "warning" and "do not answer" in seen.sentence


def test_behind_another_server_no_mx_is_asked_for_and_example_domains_are_not_looked_up() -> None:
    behind = SETTINGS.model_copy(
        update={"doors": SETTINGS.doors.model_copy(update={"smtp": Settings().doors.smtp})}
    )
    assert [seen.level for seen in names(behind, resolver(GOOD), "k1")] == ["ok"] * 3
    (seen,) = names(Settings(), resolver({}))
    assert seen.level == "warning" and "ville.test" in seen.sentence
