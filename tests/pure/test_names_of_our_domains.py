"""What others find who look up the town's domain, told with what to publish."""

from __future__ import annotations

from cli.service.examining.domains.names import Resolver, names
from models.settings.settings import Settings
from tests.rows import in_rows

SETTINGS = Settings.model_validate(
    {
        "mail": {"domains": ("ville-exemple.fr",), "reply_address": "demandes@ville-exemple.fr"},
        "doors": {"smtp": {"host": "0.0.0.0", "hostname": "mx.ville-exemple.fr"}},
        "outgoing": {"carrier": "smtp", "relay": {"host": "relais.ville-exemple.fr"}},
    }
)
GOOD = {
    ("ville-exemple.fr", "MX"): ("10 mx.ville-exemple.fr.",),
    ("mx.ville-exemple.fr", "A"): ("198.51.100.7",),
    ("relais.ville-exemple.fr", "A"): ("198.51.100.8",),
    ("ville-exemple.fr", "TXT"): ("v=spf1 a:relais.ville-exemple.fr -all", "other=1"),
    ("k1._domainkey.ville-exemple.fr", "TXT"): ("v=DKIM1; k=rsa; p=MIIB",),
    ("_dmarc.ville-exemple.fr", "TXT"): ("v=DMARC1; p=quarantine",),
}

#: What other domains publish.
OTHERS = {
    ("mx.autre.example", "A"): ("203.0.113.9",),
    ("autre.example", "TXT"): ("v=spf1 ip4:198.51.100.0/24 -all",),
    ("tiers.example", "TXT"): ("v=spf1 ip4:203.0.113.0/24 -all",),
    ("boucle.example", "TXT"): ("v=spf1 include:boucle.example -all",),
}


def resolver(records: dict[tuple[str, str], tuple[str, ...]]) -> Resolver:
    return lambda name, kind: records.get((name, kind), ())


def levels(records: dict[tuple[str, str], tuple[str, ...]], selector: str = "k1") -> list[str]:
    return [seen.level for seen in names(SETTINGS, resolver(records), selector)]


def wrong(**records: tuple[str, ...]) -> tuple[str, str, str]:
    """The level, sentence and advice of the one thing that is not well, with records of the domain in place of
    the good ones: `mx`, `txt`, `dkim`, `dmarc`.
    """
    keys = {
        "mx": ("ville-exemple.fr", "MX"),
        "txt": ("ville-exemple.fr", "TXT"),
        "dkim": ("k1._domainkey.ville-exemple.fr", "TXT"),
        "dmarc": ("_dmarc.ville-exemple.fr", "TXT"),
    }
    given = GOOD | OTHERS | {keys[name]: said for name, said in records.items()}
    (seen,) = (each for each in names(SETTINGS, resolver(given), "k1") if each.level != "ok")
    return seen.level, seen.sentence, seen.advice


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


def test_an_mx_that_leads_elsewhere_nowhere_or_says_no_is_told() -> None:
    level, sentence, advice = wrong(mx=("10 mx.autre.example.",))
    assert level == "warning" and "not to mx.ville-exemple.fr" in sentence and "doctor relay" in advice
    level, sentence, _ = wrong(mx=("10 parti.ville-exemple.fr.",))
    assert level == "error" and "parti.ville-exemple.fr, which has no address" in sentence
    level, sentence, advice = wrong(mx=("0 .",))
    assert level == "error" and "takes no mail" in sentence and "MX 10 mx.ville-exemple.fr." in advice
    # Another name of the same machine.
    same = GOOD | {
        ("ville-exemple.fr", "MX"): ("10 courrier.ville-exemple.fr.",),
        ("courrier.ville-exemple.fr", "A"): ("198.51.100.7",),
    }
    assert levels(same) == ["ok"] * 4


@in_rows(
    ("spf", "level", "said"),
    [
        ("v=spf1 -all", "error", "nobody may send"),
        ("v=spf1 ~all", "error", "nobody may send"),
        ("v=spf1 a:relais.ville-exemple.fr +all", "warning", "anybody may send"),
        ("v=spf1 all", "warning", "anybody may send"),
        ("v=spf1 ip4:203.0.113.0/24 -all", "warning", "does not name relais.ville-exemple.fr"),
        ("v=spf1 include:tiers.example -all", "warning", "does not name relais.ville-exemple.fr"),
        ("v=spf1 redirect=tiers.example", "warning", "does not name relais.ville-exemple.fr"),
        ("v=spf1 include:rien.example -all", "error", "no record that can be read"),
        ("v=spf1 ipv4:198.51.100.8 -all", "error", "no record that can be read"),
        ("v=spf1 ip4:198.51.100.300 -all", "error", "no record that can be read"),
        ("v=spf1 include:boucle.example -all", "error", "more than 10"),
        ("v=spf1 " + "a:autre.example " * 11 + "-all", "error", "more than 10"),
    ],
)
def test_an_spf_record_that_does_not_say_that_we_may_send(spf: str, level: str, said: str) -> None:
    found = wrong(txt=(spf,))
    assert found[0] == level and said in found[1] and found[2], found


@in_rows(
    "spf",
    [
        "v=spf1 ip4:198.51.100.8 -all",
        "v=spf1 ip4:198.51.100.0/24 ~all",
        "V=SPF1 A:relais.ville-exemple.fr -ALL",
        "v=spf1 +a:relais.ville-exemple.fr/32 ?all",
        "v=spf1 include:autre.example -all",
        "v=spf1 redirect=autre.example",
        "v=spf1 include:tiers.example include:autre.example -all",
        "v=spf1 exists:%{i}.liste.example -all",
    ],
)
def test_an_spf_record_that_names_the_relay_in_whatever_way_is_well(spf: str) -> None:
    assert levels(GOOD | OTHERS | {("ville-exemple.fr", "TXT"): (spf,)}) == ["ok"] * 4


def test_of_a_relay_without_an_address_here_an_spf_record_says_nothing() -> None:
    hidden = {key: said for key, said in GOOD.items() if key[0] != "relais.ville-exemple.fr"}
    assert levels(hidden | {("ville-exemple.fr", "TXT"): ("v=spf1 ip4:203.0.113.0/24 -all",)})[1] == "ok"


def test_a_dkim_key_is_looked_up_by_the_name_in_the_settings_and_an_empty_one_is_withdrawn() -> None:
    level, sentence, _ = wrong(dkim=("v=DKIM1; p=",))
    assert level == "error" and "withdrawn" in sentence
    unnamed = [seen for seen in names(SETTINGS, resolver(GOOD)) if "DKIM" in seen.sentence]
    assert "dkim_selector" in unnamed[0].advice
    named = SETTINGS.model_copy(update={"mail": SETTINGS.mail.model_copy(update={"dkim_selector": "k1"})})
    assert [seen.level for seen in names(named, resolver(GOOD))] == ["ok"] * 4


def test_a_dmarc_record_may_stand_above_and_two_or_half_a_one_are_told() -> None:
    level, sentence, _ = wrong(dmarc=("v=DMARC1; p=none", "v=DMARC1; p=reject"))
    assert level == "warning" and "2 DMARC records" in sentence
    assert "does not say what to do" in wrong(dmarc=("v=DMARC1",))[1]
    below = SETTINGS.model_copy(
        update={
            "mail": SETTINGS.mail.model_copy(
                update={"domains": (), "reply_address": "demandes@guichet.ville-exemple.fr"}
            )
        }
    )
    said = [seen for seen in names(below, resolver(GOOD)) if "DMARC" in seen.sentence]
    assert [seen.level for seen in said] == ["ok"] and said[0].sentence.startswith("ville-exemple.fr: DMARC")
