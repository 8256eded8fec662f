"""settings.toml and key files: what is documented is what counts, what is wrong is named, secrets stay
out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from cli.speaking.explaining import settings_text
from models.errors import UserError
from models.settings.file import drop_retired, load_settings
from models.settings.settings import Settings
from models.signing.keys import make_keys, read_keys, read_secret
from tests.rows import in_rows

ROOT = Path(__file__).parents[2]


def written(directory: Path, text: str) -> Path:
    path = directory / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_file_at_the_root_documents_every_setting_with_its_default() -> None:
    assert (ROOT / "settings.toml").read_text("utf-8") == settings_text()
    assert load_settings(ROOT / "settings.toml") == Settings()


def test_no_secret_is_ever_written_to_a_settings_file() -> None:
    for line in settings_text().splitlines():
        name = line.lstrip("# ").partition("=")[0].strip()
        assert name not in {
            "password",
            "auth_token",
            "secret",
            "client_secret",
            "next_auth_token",
            "shared_keys",
            "token",
            "signature_key",
        }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[work]\nreader = 2", "settings.toml: work.reader: there is no such setting. Did you mean "
            "'readers'?"),
        ("[wrok]\n", "settings.toml: wrok: there is no such setting. Did you mean 'work'?"),
        ("[work]\nreaders = 0", "settings.toml: work.readers: "),
        ("[doors.smtp]\nport = 70000", "settings.toml: doors.smtp.port: "),
        ("[work]\nlease_seconds = 5", "work.lease_seconds must be more than twice"),
        ("[database]\nlock_wait_seconds = 300", "one frozen process stops all others"),
        ("[outgoing.relay]\npassword = 'x'", "GUICHET_OUTGOING__RELAY__PASSWORD"),
        ("[sms.twilio]\nauth_token = 'x'", "auth_token_file or GUICHET_SMS__TWILIO__AUTH_TOKEN"),
        ("[sms.gateway]\nsecret = 'x'", "secret_file"),
        ("[doors.sms.gateway]\ntoken = 'x'", "token_file or GUICHET_DOORS__SMS__GATEWAY__TOKEN"),
        ("[doors.sms.gateway]\nsignature_key = 'x'", "signature_key_file or GUICHET_DOORS__SMS__GATEWAY__"),
        ("[doors.sms]\nenabled = true", "[sms.twilio] or [doors.sms.gateway]"),
        ("sms = 3\noutgoing = 'x'", "settings.toml: "),
        ("[[doors]]\n", "settings.toml: doors"),
        ("x", "settings.toml is not valid TOML"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        load_settings(written(tmp_path, text))
    assert words in refused.value.public


def test_the_environment_wins_and_is_named_when_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "[work]\nreaders = 3\n")
    assert load_settings(path).work.readers == 3
    monkeypatch.setenv("GUICHET_WORK__READERS", "4")
    assert load_settings(path).work.readers == 4
    monkeypatch.setenv("GUICHET_WORK__READERS", "many")
    with pytest.raises(UserError, match="environment: GUICHET_WORK__READERS: "):
        load_settings(path)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("GUICHET_DATA_DIR", "/srv/guichet", lambda it: it.data_dir == Path("/srv/guichet")),
        ("guichet_work__readers", "4", lambda it: it.work.readers == 4),
        ("GUICHET_MAIL__DOMAINS", '["ville.test", "b.test"]', lambda it: it.mail.domains[1] == "b.test"),
        ("GUICHET_SMS__TEXTS__TRANSLITERATION", '{"fr": "off"}', lambda it: it.sms.texts.transliteration == {"fr": "off"}),
        ("GUICHET_SMS__TEXTS__TRANSLITERATION__FR", "off", lambda it: it.sms.texts.transliteration["fr"] == "off"),
        ("GUICHET_OUTGOING__RELAY", '{"port": 25}', lambda it: it.outgoing.relay.port == 25),
        ("GUICHET_SMS__TWILIO", f'{{"account_sid": "AC{"0" * 32}", "from_number": "+33199001234"}}',
            lambda it: it.sms.twilio.from_number == "+33199001234"),
        ("GUICHET_SMS__QUIET_HOURS__COUNTRY", "FR", lambda it: it == Settings()),
        ("GUICHET_SETTINGS", "elsewhere.toml", lambda it: it == Settings()),
    ],
)  # fmt: skip
def test_every_kind_of_setting_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, read: Callable[[Settings], bool]
) -> None:
    monkeypatch.setenv(name, text)
    assert read(load_settings(None))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("GUICHET_MAIL__DOMAINS", "ville.test", 'environment: GUICHET_MAIL__DOMAINS: must be JSON, as in ["one"'),
        ("GUICHET_OUTGOING__RELAY", "x", 'environment: GUICHET_OUTGOING__RELAY: must be JSON, as in {"name"'),
        ("GUICHET_WORK__READER", "4", "environment: GUICHET_WORK__READER: there is no such setting. Did you mean 'readers'?"),
        ("GUICHET_WROK__READERS", "4", "environment: GUICHET_WROK__READERS: there is no such setting. Did you mean GUICHET_WORK__READERS?"),
        ("GUICHET_LOGS__LEVEL__X", "4", "environment: GUICHET_LOGS__LEVEL__X: logs.level is no table"),
    ],
)  # fmt: skip
def test_a_wrong_variable_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, words: str
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(UserError) as refused:
        load_settings(written(tmp_path, '[logs]\nlevel = "info"\n'))
    assert words in refused.value.public


def test_a_section_that_nobody_wrote_is_what_an_empty_one_is() -> None:
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, BaseModel):
            assert type(field.default).model_validate({}) == field.default, name


def test_a_password_of_the_environment_is_hidden_wherever_settings_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__PASSWORD", "tres-secret")
    settings = load_settings(None)
    assert "tres-secret" not in repr(settings)
    assert "tres-secret" not in settings.model_dump_json()
    assert "tres-secret" not in settings_text({"outgoing": settings.outgoing})


def test_a_settings_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no settings file"):
        load_settings(tmp_path / "missing.toml")
    with pytest.raises(UserError, match="cannot be read"):
        load_settings(tmp_path)


def test_the_text_of_settings_is_read_back() -> None:
    changed = {"data_dir": Path('a "quoted"\\dir')}
    assert tomllib.loads(settings_text(changed))["data_dir"] == 'a "quoted"\\dir'


def test_new_keys_are_good_private_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "reply_keys"
    make_keys(path)
    ((number, secret),) = read_keys(path)
    assert (number, len(secret)) == (1, 32)
    assert path.stat().st_mode & 0o777 == 0o600
    make_keys(path)
    assert read_keys(path) == [(1, secret)]


def test_keys_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f"# new\n2 {'ab' * 16}\n\n1 {'cd' * 16}\n")
    assert [number for number, _ in read_keys(path)] == [2, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no key"),
        ("# only words\n", "holds no key"),
        (f"16 {'ab' * 16}\n", "line 1"),
        (f"1 {'ab' * 16}\n1 {'cd' * 16}\n", "line 2"),
        (f"1 {'ab' * 15}\n", "line 1"),
        ("1\n", "line 1"),
        ("1 pas-hexadecimal\n", "line 1"),
        ("un abababababababababababababababab\n", "line 1"),
        ("1 abé\n", "cannot be read"),
    ],
)
def test_a_wrong_key_file_is_named_and_never_shown(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        read_keys(written(tmp_path, text))
    assert words in refused.value.public
    assert "abab" not in refused.value.public


def test_missing_keys_name_the_command(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="guichet init"):
        read_keys(tmp_path / "missing")


def test_a_secret_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    assert read_secret(written(tmp_path, "  mot de passe \nautre\n")) == "mot de passe"
    with pytest.raises(UserError):
        read_secret(written(tmp_path, ""))


def test_a_settings_file_of_an_earlier_version_is_read_and_what_it_says_no_more_is_told(
    tmp_path: Path,
) -> None:
    text = '[sms.quiet_hours]\ncountry = "FR"\nsubdivision = "67"\nsunday = "10:00-12:00"\n'
    settings = load_settings(written(tmp_path, text))
    assert settings.sms.quiet_hours.sunday == "10:00-12:00"
    said = drop_retired(tomllib.loads(text))
    assert [each.partition(" ")[0] for each in said] == [
        "sms.quiet_hours.country", "sms.quiet_hours.subdivision",
    ]  # fmt: skip
    assert said[1].endswith("use [town] holidays in organisation.toml.")


@in_rows(
    ("http", "origin"),
    [
        ({"port": 18880}, "http://127.0.0.1:18880"),
        ({"port": "18880", "public_url": "http://127.0.0.1:8080"}, "http://127.0.0.1:18880"),
        (
            {"port": 18880, "public_url": "https://Guichet.Ville.example:443/x"},
            "https://guichet.ville.example",
        ),
        ({"public_url": "http://[::1]:8081"}, "http://[::1]:8081"),
        ({}, "http://127.0.0.1:8080"),
    ],
)
def test_letters_lead_to_the_port_that_is_open_as_browsers_write_it(
    http: dict[str, Any], origin: str
) -> None:
    assert Settings.model_validate({"doors": {"http": http}}).doors.http.origin == origin
