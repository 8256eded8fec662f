"""Words that people in a hurry shorten, and what they stand for: read as if they had been written out."""

from __future__ import annotations

#: Folded; each stands for one word. A limit that is shortened (« tjs », « ms ») limits as the whole word does.
SHORTENED: dict[str, str] = {
    "tx": "travaux", "trx": "travaux", "tvx": "travaux", "trvx": "travaux", "pr": "pour", "ds": "dans", "qd": "quand", "qnd": "quand",
    "tt": "tout", "ts": "tous", "ttes": "toutes", "tte": "toute", "bcp": "beaucoup", "ns": "nous", "vs": "vous", "mtn": "maintenant",
    "mnt": "maintenant", "tjs": "toujours", "tjrs": "toujours", "tjr": "toujours", "ms": "mais", "chgt": "changement", "chgmt": "changement",
    "rempl": "remplacement", "remplct": "remplacement", "nett": "nettoyage", "dde": "demande", "qq": "quelques", "qqs": "quelques",
    "lampad": "lampadaire", "candel": "candelabre", "pbs": "problemes", "pb": "probleme", "dem": "demain", "apm": "aprem", "jq": "jusque", "jsq": "jusque",
    "g": "jai",
}  # fmt: skip
