"""What Twilio's error numbers mean for a text: never, later, or our own settings."""

from __future__ import annotations

from dispatch.delivery.carriers.verdicts import Verdict

#: By Twilio's number (https://www.twilio.com/docs/api/errors): first those an API call answers with,
#: then the 30xxx that come later in a status callback.
ERRORS: dict[int, Verdict] = {
    20003: Verdict("configuration", "credentials"),
    20005: Verdict("configuration", "account"),
    20008: Verdict("configuration", "credentials"),
    20404: Verdict("configuration", "settings"),
    20429: Verdict("temporary", "busy"),
    14107: Verdict("temporary", "busy"),
    21201: Verdict("permanent", "invalid_number"),
    21211: Verdict("permanent", "invalid_number"),
    21214: Verdict("permanent", "invalid_number"),
    21217: Verdict("permanent", "invalid_number"),
    21219: Verdict("configuration", "account"),
    21210: Verdict("configuration", "sender"),
    21212: Verdict("configuration", "sender"),
    21408: Verdict("configuration", "region"),
    21601: Verdict("configuration", "sender"),
    21602: Verdict("permanent", "empty"),
    21603: Verdict("configuration", "sender"),
    21604: Verdict("permanent", "invalid_number"),
    21605: Verdict("permanent", "too_long"),
    21606: Verdict("configuration", "sender"),
    21607: Verdict("configuration", "sender"),
    21608: Verdict("configuration", "account"),
    21609: Verdict("configuration", "settings"),
    21610: Verdict("permanent", "opted_out"),
    21611: Verdict("temporary", "busy"),
    21612: Verdict("permanent", "blocked"),
    21614: Verdict("permanent", "not_a_mobile"),
    21617: Verdict("permanent", "too_long"),
    21619: Verdict("permanent", "empty"),
    21635: Verdict("permanent", "not_a_mobile"),
    21660: Verdict("configuration", "sender"),
    21701: Verdict("configuration", "sender"),
    21703: Verdict("configuration", "sender"),
    21704: Verdict("configuration", "sender"),
    21705: Verdict("configuration", "sender"),
    30001: Verdict("temporary", "busy"),
    30002: Verdict("configuration", "account"),
    30003: Verdict("temporary", "unreachable"),
    30004: Verdict("permanent", "blocked"),
    30005: Verdict("permanent", "unknown_number"),
    30006: Verdict("permanent", "not_a_mobile"),
    30007: Verdict("permanent", "blocked"),
    30008: Verdict("temporary", "unknown"),
    30009: Verdict("temporary", "no_answer"),
    30010: Verdict("configuration", "settings"),
    30017: Verdict("temporary", "busy"),
    30022: Verdict("temporary", "busy"),
    30023: Verdict("temporary", "busy"),
    30032: Verdict("configuration", "sender"),
    30034: Verdict("configuration", "sender"),
    30036: Verdict("temporary", "expired"),
    30410: Verdict("temporary", "no_answer"),
}


def judge(error_code: int, http_status: int = 0) -> Verdict:
    """The verdict on an error number, by the HTTP status when the number is unknown (0 for none).

    What nobody knows is temporary: the cap on attempts ends it.
    """
    known = ERRORS.get(error_code)
    if known:
        return known
    if http_status in (401, 403):
        return Verdict("configuration", "credentials")
    if http_status == 404:
        return Verdict("configuration", "settings")
    if http_status == 429:
        return Verdict("temporary", "busy")
    if http_status >= 500:
        return Verdict("temporary", "no_answer")
    return Verdict("temporary", "unknown")
