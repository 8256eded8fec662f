"""The words in which a decision is explained, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from models.organisation.values import Locale

Words = Mapping[Locale, Mapping[str, str]]

#: Where in a message something was found.
WHERE: Words = {
    "en": {"subject": "in the subject", "reply": "in the text", "text": "in the whole text"},
    "fr": {"subject": "dans l’objet", "reply": "dans le texte", "text": "dans tout le texte"},
}
#: The steps that are no rule of the town's.
BUILT_IN: Words = {
    "en": {
        ":address": "address named",
        ":building": "building named",
        ":type": "request type",
        ":theme": "what it is about",
        ":danger": "somebody may be in danger",
        ":mailbox": "mailbox written to",
        ":told": "what the program that sent it said",
        ":taken_over": "as it stood in the other tool",
        ":default": "nothing else said which service",
        ":assignment": "assignment",
    },
    "fr": {
        ":address": "adresse nommée",
        ":building": "bâtiment nommé",
        ":type": "modèle de demande",
        ":theme": "ce dont il s’agit",
        ":danger": "quelqu’un est peut-être en danger",
        ":mailbox": "boîte où l’on a écrit",
        ":told": "ce qu’a dit le programme qui l’a envoyé",
        ":taken_over": "comme dans l’autre outil",
        ":default": "rien d’autre ne disait quel service",
        ":assignment": "attribution",
    },
}
#: How somebody was chosen.
ASSIGNMENT: Words = {
    "en": {
        "assignee": "asked for by a rule",
        "person": "the person of {of}",
        "round_robin": "next in turn in {of}",
        "least_loaded": "least loaded in {of}",
        "building_keeper": "keeper of the building, or the person of {of}",
        "on_duty": "on duty in {of}",
        "on_call": "nobody else, and it may be a danger: on call for {of}",
        "none": "{of} gives nothing by itself",
    },
    "fr": {
        "assignee": "demandé par une règle",
        "person": "la personne de {of}",
        "round_robin": "le suivant à son tour dans {of}",
        "least_loaded": "le moins chargé de {of}",
        "building_keeper": "le gardien du bâtiment, ou la personne de {of}",
        "on_duty": "de service dans {of}",
        "on_call": "personne d’autre, et c’est peut-être un danger\u00a0: d’astreinte pour {of}",
        "none": "{of} ne donne rien de lui-même",
    },
}
_KEYWORD = {"en": "{said} {where} (keyword {asked})", "fr": "{said} {where} (mot {asked})"}
_NAMES = {"en": "{said} {where} names {asked}", "fr": "{said} {where} nomme {asked}"}
_FILE = {"en": "attachment {place}", "fr": "fichier joint {place}"}
#: What a condition found. Sentences get `said` (the words, quoted), `where`, `place`, `asked` and `found`.
CONDITIONS: Words = {
    "en": {
        **dict.fromkeys(("words", "subject", "text", "reply"), _KEYWORD["en"]),
        "regex": "{said} {where} (pattern {asked})",
        **dict.fromkeys(("building", "street"), _NAMES["en"]),
        "near": "photo {place} taken {found} from {asked}",
        "landmark": "{found}, which {asked} looks after, is only a landmark here",
        "not named": "{found}, which {asked} looks after, is not named",
        "other matter": "it is about something else than {found}, which {asked} looks after",
        "keeps": "{asked} looks after {found} but is not called as it is: a rule may (when.building)",
        "beside": "{place} is {found} from {asked}",
        "address": "{said} {where}",
        "told": "sent by {asked}",
        "recipient": "sent to {found}",
        "sender": "sent by {asked}",
        "not": "the exception does not apply",
        "attachments_at_least": "{found} attachments",
        **dict.fromkeys(("attachment_type", "attachment_name"), _FILE["en"]),
        "known yes": "the sender is known",
        "known no": "the sender is unknown",
        "open yes": "the town hall was open",
        "open no": "the town hall was closed",
        **{name: f"{name} is {{found}}" for name in ("door", "channel", "role", "language", "hours", "days")},
    },
    "fr": {
        **dict.fromkeys(("words", "subject", "text", "reply"), _KEYWORD["fr"]),
        "regex": "{said} {where} (motif {asked})",
        **dict.fromkeys(("building", "street"), _NAMES["fr"]),
        "near": "photo {place} prise à {found} de {asked}",
        "landmark": "{found}, dont {asked} s’occupe, n’est ici qu’un repère",
        "not named": "{found}, dont {asked} s’occupe, n’est pas nommé",
        "other matter": "il s’agit d’autre chose que de {found}, dont {asked} s’occupe",
        "keeps": "{asked} s’occupe de {found} sans porter son nom\u00a0: une règle le peut (when.building)",
        "beside": "{place} est à {found} de {asked}",
        "address": "{said} {where}",
        "told": "envoyé par {asked}",
        "recipient": "envoyé à {found}",
        "sender": "envoyé par {asked}",
        "not": "l’exception ne joue pas",
        "attachments_at_least": "{found} fichiers joints",
        **dict.fromkeys(("attachment_type", "attachment_name"), _FILE["fr"]),
        "known yes": "l’expéditeur est connu",
        "known no": "l’expéditeur est inconnu",
        "open yes": "la mairie était ouverte",
        "open no": "la mairie était fermée",
        "door": "venu par la porte {found}",
        "channel": "voie\u00a0: {found}",
        "role": "rôle\u00a0: {found}",
        "language": "langue\u00a0: {found}",
        "hours": "heures\u00a0: {found}",
        "days": "jours\u00a0: {found}",
        "theme": "thème {said}",
    },
}
#: What a rule sets, where its name is not the word.
ACTIONS: Words = {
    "en": {},
    "fr": {
        "building": "bâtiment",
        "type": "modèle",
        "assignee": "confiée à",
        "priority": "priorité",
        "tag": "étiquette",
        "tags": "étiquettes",
        "due_working_days": "échéance en jours ouvrés",
        "template": "lettre",
        "notify": "prévenir",
        "task": "tâche",
        "acknowledge": "accusé de réception",
        "acknowledge_template": "accusé de réception d’après",
        "due_working_hours": "échéance en heures ouvrées",
        "forward": "copie à",
        "hold": "retenir\u00a0:",
        "refuse": "répondre\u00a0:",
        "spam": "indésirable",
        "partner": "transmettre à",
        "incident": "incident",
        "address": "adresse",
        "danger": "danger",
    },
}
#: What a rule sets it to, where that is a word of ours.
VALUES: Words = {
    "en": {},
    "fr": {
        "priority=low": "basse",
        "priority=normal": "normale",
        "priority=high": "haute",
        "priority=urgent": "urgente",
        "danger=yes": "oui",
        **dict.fromkeys(("acknowledge=yes", "spam=yes"), "oui"),
        "acknowledge=no": "non",
        "incident=join": "réunir",
        "incident=propose": "proposer",
        "incident=no": "non",
    },
}
SAID: Words = {
    "en": {
        "missed": "· {rule}: no",
        "one missed": "· {count} rule did not match",
        "several missed": "· {count} rules did not match",
        "rule": "rule “{rule}”",
        "quoted": "“{words}”",
        "in": "in {where}",
        "colon": ": ",
        "nothing": "nothing to do",
        "stops": " (stops here)",
        "nobody": "nobody: a manager must give it",
        "kept": "{name} {value} not taken, an earlier rule had settled it",
        "closed": "{name} {value} not taken, it is closed",
    },
    "fr": {
        "missed": "· {rule}\u00a0: non",
        "one missed": "· {count} règle n’a pas joué",
        "several missed": "· {count} règles n’ont pas joué",
        "rule": "règle «\u00a0{rule}\u00a0»",
        "quoted": "«\u00a0{words}\u00a0»",
        "in": "dans {where}",
        "colon": "\u00a0: ",
        "nothing": "rien à faire",
        "stops": " (s’arrête ici)",
        "nobody": "personne\u00a0: un responsable doit la confier",
        "kept": "{name} {value} non pris, une règle d’avant l’avait réglé",
        "closed": "{name} {value} non pris, il est fermé",
    },
}
