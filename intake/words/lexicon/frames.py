"""Ways of speaking about a whole family of verbs: « je prends », « merci de clore », « à transférer » (p)."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
