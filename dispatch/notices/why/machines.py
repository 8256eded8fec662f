"""What administrators read of a machine that should follow in real time: by key, in French and English."""

from __future__ import annotations

SECOND_MACHINE: dict[str, tuple[str, str]] = {
    "replica_behind": (
        "La copie en temps réel a {minutes} min de retard.",
        "The copy in real time is {minutes} min behind.",
    ),
    "replica_unseen": (
        "La copie en temps réel ne peut pas être lue.",
        "The copy in real time cannot be looked at.",
    ),
    "replica_not_restored": (
        "La copie en temps réel n’a pas pu être restaurée pour l’essai.",
        "The copy in real time could not be restored for trial.",
    ),
    "standbys_missing": (
        "Serveurs de secours de PostgreSQL qui suivent\u00a0: {count}\u00a0; voulus\u00a0: {wanted}.",
        "Standbys of PostgreSQL that follow: {count}; wanted: {wanted}.",
    ),
    "standby_behind": (
        "Le serveur de secours {name} a {megabytes} Mo de retard.",
        "The standby {name} is {megabytes} MB behind.",
    ),
    "standby_itself": (
        "La base que le guichet utilise est elle-même un serveur de secours.",
        "The database that the counter uses is itself a standby.",
    ),
}
