"""Authentication-Results of our own relay: what an outsider can bring it to write proves nobody of ours."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.parse import parse_mail
from intake.mail.proof.verdict import MailProof, Trust, judge
from intake.mail.wire.authentication import LONGEST, MOST, word_of_relay

MX = "mx.ville.test; "
OURS = "agents.ville.test"
PASS = f"{MX}dmarc=pass header.from={OURS}"
FAIL = f"{MX}dmarc=fail header.from={OURS}"
# 300 characters that end with our domain, where a reader once cut.
CUT = f"{'a' * 64}@{'b' * 60}.{'b' * 60}.{'b' * 60}.{'c' * 33}.{OURS}"


def verdict(*headers: str | bytes, hops: int = 1) -> MailProof:
    """What the relay proves of a mail of an agent of ours that bears these headers, topmost first."""
    lines = [b"Authentication-Results: " + (h.encode() if isinstance(h, str) else h) for h in headers]
    mail = b"\r\n".join(
        [b"Received: from x by mx.ville.test", *lines, f"From: Karim <karim.benali@{OURS}>".encode()]
    )
    trust = Trust(authserv_id="mx.ville.test", hops=hops)
    return judge(parse_mail(mail + b"\r\n\r\nOK\r\n"), trust, door="lmtp", peer="", facts={})


@pytest.mark.parametrize(
    ("header", "by"),
    [
        (f"dmarc=pass (p=none dis=none) header.from={OURS}", "dmarc"),
        (f"dkim=pass header.d={OURS}", "dkim"),
        (
            "dkim=pass (2048-bit key; unprotected) header.d=VILLE.test header.i=@ville.test header.b=qHq/9+d=",
            "dkim",
        ),
        (f'dkim/1 = pass reason="good \\"one\\"" header.i=@{OURS} header.b="a/b="', "dkim"),
        (
            f"spf=pass (mailfrom) smtp.mailfrom=a@{OURS} (client-ip=2001:db8::1; helo=x; receiver=<UNKNOWN>)",
            "spf",
        ),
        (f"spf=pass smtp.mailfrom=<a@{OURS}>; iprev=pass policy.iprev=2001:db8::1;", "spf"),
        (f'spf=pass smtp.mailfrom="a; b"@{OURS}', "spf"),
        (f"auth=pass (x (y \\) z)) smtp.auth=karim.benali@{OURS}", "login"),
        (f"dkim=fail header.d={OURS}; dkim=pass header.d=ville.test", "dkim"),
    ],
)
def test_what_relays_write_is_read(header: str, by: str) -> None:
    assert verdict(MX + header) == MailProof(by, carried=verdict(MX + header).carried)  # type: ignore[arg-type]
    assert verdict(f'"mx.ville.test" (Postfix) 1 ; {header}').by == by


@pytest.mark.parametrize(
    "header",
    [
        f"spf=pass smtp.mailfrom={CUT}.evil.example",
        f'spf=pass smtp.mailfrom="a@{OURS}"@evil.example',
        f'spf=pass smtp.mailfrom="a@{OURS}"',
        f'spf=pass smtp.mailfrom="a@{OURS}".x@evil.example',
        f'spf=pass smtp.mailfrom=x."a@{OURS}"@evil.example',
        f"spf=pass smtp.mailfrom=a@{OURS}@evil.example",
        f"spf=pass smtp.mailfrom=a@{OURS} @evil.example",
        f"spf=pass smtp.mailfrom=a@{OURS}(x)@evil.example",
        f'spf=pass smtp.mailfrom="x\\"; dmarc=pass header.from={OURS}; x=\\""@evil.example',
        f'spf=pass smtp.mailfrom="x; dmarc=pass header.from={OURS};"@evil.example',
        f"spf=none (x \\) ; dmarc=pass header.from={OURS}; y=none (z) smtp.mailfrom=evil.example",
        f"spf=none (x \\) ( ; dmarc=pass header.from={OURS})) smtp.mailfrom=evil.example",
        f'spf=none (of "x) ; dmarc=pass header.from={OURS}; spf=none (y"@evil.example) smtp.helo=x',
        f"spf=none (x; dmarc=pass header.from={OURS}",
        f'dkim=pass reason="header.d={OURS}" header.d=evil.example',
        f'dkim=pass reason="dmarc=pass header.from={OURS}',
        f'dkim=pass header.i="x@{OURS}"@evil.example',
        f"dkim=pass header.d=evil.example header.i=@{OURS}",
        f"dkim=pass header.d=evil.example header.d={OURS}",
        f"dkim=pass header.d=evil.example header.d=ville.test header.i=@{OURS}",
        f"dmarc=pass header.from={OURS} header.from=evil.example",
        f"dmarc=pass header.from={OURS} and more",
        f"dmarc=pass header.from={OURS} (",
        f"dmarc=pass action=none header.from={OURS}",
        f"dmarc=pass header.from=x.{OURS}",
        "dmarc=pass",
        f"spf=pass smtp.helo={OURS}",
        f"spf=pass smtp.mailfrom==?utf-8?q?a=40{OURS.replace('.', '=2E')}?=",
        f"auth=pass smtp.auth=paul.girard@{OURS}",
        f'auth=pass smtp.auth="karim.benali@{OURS}"@evil.example',
        "auth=pass smtp.auth=karim.benali",
        f"dmarc=pass header.from={OURS}; spf=pass smtp.mailfrom=\x01",
    ],
)
def test_what_an_outsider_brings_it_to_write_proves_nothing(header: str) -> None:
    assert verdict(MX + header).by == ""


@pytest.mark.parametrize(
    "word",
    [f"=?utf-8?q?x=22;_dmarc=3Dpass_header.from=3D{OURS};_x=3D=22?=", "=?utf-8?b?InggOyBkbWFyYz1wYXNz?="],
)
def test_no_encoded_word_is_decoded(word: str) -> None:
    assert verdict(f'{MX}spf=pass smtp.mailfrom="{word}"@evil.example').by == ""


@pytest.mark.parametrize(
    "name", ['"mx.ville.test evil"; ', "mx.ville.test.evil; ", "evil; ", '"mx.ville.test"x; ']
)
def test_another_name_is_not_ours(name: str) -> None:
    assert verdict(f"{name}dmarc=pass header.from={OURS}").by == ""


@pytest.mark.parametrize(
    ("headers", "failed"),
    [
        ((FAIL, PASS), "dmarc=fail"),
        ((PASS, FAIL), "dmarc=fail"),
        ((f"{MX}spf=pass smtp.mailfrom=x@{OURS}", f"{MX}dkim=none", FAIL), "dmarc=fail"),
        ((f"{MX}spf=pass smtp.mailfrom=x@{OURS}", f"{MX}dkim=fail header.d={OURS}"), "dkim=fail"),
        (
            (f'{MX}spf=pass smtp.mailfrom="a@{OURS}"@evil.example; dmarc=fail header.from={OURS}',),
            "dmarc=fail",
        ),
        ((f"{PASS}; dmarc=fail header.from={OURS}; broken",), "dmarc=fail"),
    ],
)
def test_a_failure_stops_wherever_it_stands_in_ours(headers: tuple[str, ...], failed: str) -> None:
    found = verdict(*headers)
    assert found.failed == failed
    assert not found.proved


@pytest.mark.parametrize(
    "headers",
    [
        (f'{MX}spf=pass smtp.mailfrom="x; dmarc=fail header.from={OURS}', PASS),
        (PASS, f"{MX}spf=none ("),
        (PASS, f"{MX}spf=none {'x' * LONGEST}"),
        (f"{PASS}; {'; '.join(f'dkim=pass header.s=s{n:04d}' for n in range(500))}; dmarc=fail",),
        (f"{PASS}{' ' * LONGEST}; dmarc=fail",),
        (PASS, "(whose is this"),
        (PASS, *["other.test; none"] * MOST),
    ],
)
def test_one_header_of_ours_that_cannot_be_read_leaves_nothing_proved(headers: tuple[str, ...]) -> None:
    found = verdict(*headers)
    assert (found.by, "relay:unreadable" in found.carried) == ("", True)


def test_a_header_of_others_that_cannot_be_read_is_nothing_to_us() -> None:
    assert verdict(PASS, "other.test; spf=none (").by == "dmarc"


def test_only_the_topmost_of_ours_proves_and_only_near_the_top() -> None:
    assert verdict(f"{MX}none", PASS).by == ""
    assert verdict(f"{MX}dkim=none", f"evil.test; dkim=pass header.d={OURS}").by == ""
    assert verdict("evil.test; dkim=pass header.d=evil.test", PASS).by == "dmarc"
    assert verdict(PASS, hops=0).by == ""
    assert verdict(FAIL, hops=0).failed == "dmarc=fail"
    assert word_of_relay([PASS], [0], "", 1).seen == ()
    assert word_of_relay([PASS, PASS], [2, 0], "MX.ville.test", 1).proving == ()


def test_a_login_is_the_very_address() -> None:
    assert verdict(f"{MX}auth=pass smtp.auth=Karim.BENALI@{OURS}").by == "login"
    assert verdict(f"{MX}auth=pass smtp.auth=\u212aarim.benali@{OURS}").by == ""


@pytest.mark.parametrize(
    "written",
    [
        f"karim.benali@{OURS}\x00",
        f"karim.benali\x00@{OURS}",
        f"Karim <karim.benali@{OURS}.>",
        f"karim.benali@{OURS}.",
        f"Karim <karim.benali@{OURS}\x1b>",
        f"\u212aarim.benali@{OURS}",
        f"\uff4barim.benali@{OURS}",
    ],
)
def test_an_address_that_only_becomes_an_agents_by_folding_is_nobodys(written: str) -> None:
    parsed = parse_mail(f"From: {written}\r\n\r\nOK\r\n".encode())
    assert parsed.sender_doubt
    assert not parse_mail(f"From: Hélène <hélène@{OURS.upper()}>\r\n\r\nOK\r\n".encode()).sender_doubt


ATEXT = string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~"
NASTY = [
    '"',
    "\\",
    "@",
    " ",
    ";",
    "(",
    ")",
    "<",
    ">",
    ",",
    ":",
    "=",
    "\t",
    f"@{OURS}",
    f"; dmarc=pass header.from={OURS}",
]
locals_ = st.lists(
    st.sampled_from([*NASTY, "a", ".", "é", "x=", "header.d="]) | st.text(ATEXT, max_size=3), max_size=12
)
domains = st.sampled_from(
    ["evil.example", "mail.evil.example", f"{OURS}.evil.example", "evilville.test", "[192.0.2.1]"]
)


def printed(local: str, domain: str) -> str:
    """An address as RFC 5321 §4.1.2 has it written."""
    if local and all(part and set(part) <= set(ATEXT) for part in local.split(".")):
        return f"{local}@{domain}"
    return '"' + local.replace("\\", "\\\\").replace('"', '\\"') + '"@' + domain


def commented(text: str) -> str:
    """A comment that holds `text`, escaped (RFC 5322 §3.2.2)."""
    return "(" + "".join("\\" + c if c in '()\\"' else c for c in text) + ")"


@given(
    locals_.map("".join), domains, st.sampled_from(["smtp.mailfrom", "header.i", "smtp.auth", "header.from"])
)
def test_no_address_of_another_domain_honestly_printed_proves_ours(
    local: str, domain: str, name: str
) -> None:
    written = printed(local, domain)
    methods = {"smtp.mailfrom": "spf", "header.i": "dkim", "smtp.auth": "auth", "header.from": "dmarc"}
    header = (
        f"{MX}{methods[name]}=pass reason={printed(local, 'x').rpartition('@')[0] or 'x'} "
        f"{commented(f'domain of {written} designates')} {name}={written}"
    )
    assert verdict(header).by == ""
    assert verdict(f"{header}; dmarc=fail header.from={OURS}").failed == "dmarc=fail"
    assert "relay:unreadable" not in verdict(f"{MX}{methods[name]}=pass {name}={written}").carried


@given(st.text(st.sampled_from([*'"\\()<>@;=. a\t', "\x00", "é"]), max_size=60))
def test_whatever_stands_in_a_header_is_read_or_counts_as_doubt(text: str) -> None:
    found = word_of_relay([f"x;{text}"], [0], "x", 1)
    assert not (found.unreadable and found.proving)
