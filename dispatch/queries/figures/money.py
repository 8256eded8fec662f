"""Amounts of money as people write them (pure): « 12,40 € », `€12.40`, « 1 250,00 XPF »."""

from __future__ import annotations

from decimal import Decimal

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
#: Between thousands, and before a currency.
_THIN, _FIXED = "\u202f", "\u00a0"


def money(amount: Decimal | float | str, currency: str, locale: str, *, exact: bool = False) -> str:
    """An amount with the sign of its currency (ISO 4217), or its letters where no sign is known: after the
    number in French, before it in English. Two digits after the comma; `exact`: as many as it has, two at
    least. Raises decimal.InvalidOperation for what is no number.
    """
    value = Decimal(str(amount))
    digits = 2
    if exact and isinstance(exponent := value.normalize().as_tuple().exponent, int):
        digits = max(2, -exponent)
    written = f"{value:,.{digits}f}"
    sign = _SIGNS.get(currency, "")
    if locale == "en":
        minus, number = ("-", written[1:]) if written.startswith("-") else ("", written)
        return f"{minus}{sign}{number}" if sign else f"{minus}{currency}{_FIXED}{number}"
    return f"{written.replace(',', _THIN).replace('.', ',')}{_FIXED}{sign or currency}"
