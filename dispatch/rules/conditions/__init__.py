"""Whether a rule's condition holds for a message, and because of which words."""

from __future__ import annotations

from dispatch.rules.conditions.checks import Test, compile_condition, holds
from dispatch.rules.conditions.envelope import address_fits
from dispatch.rules.conditions.evidence import Evidence, Seen, Why

__all__ = ["Evidence", "Seen", "Test", "Why", "address_fits", "compile_condition", "holds"]
