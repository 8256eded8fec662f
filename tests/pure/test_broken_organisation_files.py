"""Every kind of broken organisation file: one sentence in an administrator's words, with its line and what to
do.
"""

from __future__ import annotations

import re

from dispatch.check import check_files
from models.organisation_files.reading import MAIN, Finding
from tests.rows import in_rows

BASE = """[town]
name = "Torcy"
default_service = "accueil"

[[services]]
key = "accueil"
name = "Accueil"
mailboxes = ["mairie@torcy.test"]
email = "equipe@agents.torcy.test"

[[agents]]
key = "luc"
name = "Luc Fabre"
emails = ["luc@agents.torcy.test"]
services = ["accueil"]
role = "administrator"
"""
WF = """
[[workflows]]
key = "default"
label = "Circuit"
states = [
  { key = "new", kind = "new", label = "nouvelle" },
  { key = "done", kind = "done", label = "terminée" },
]
[[workflows.transitions]]
from = ["new"]
to = "done"
verb = "done"
aliases = { fr = ["fait"] }
[[workflows.transitions]]
from = ["done"]
to = "new"
verb = "reopen"
aliases = { fr = ["rouvrir"] }
who = ["agent", "requester", "system"]
"""


def add(text: str) -> bytes:
    return (BASE + text).encode()


def rep(old: str, new: str) -> bytes:
    assert old in BASE
    return BASE.replace(old, new).encode()


KINDS: dict[str, bytes] = {
    "wrong type number for text": rep('name = "Torcy"', "name = 12"),
    "text for number": rep("default_service", 'due_working_days = "dix"\ndefault_service'),
    "negative": rep("default_service", "due_working_days = -3\ndefault_service"),
    "text for list": rep('mailboxes = ["mairie@torcy.test"]', 'mailboxes = "mairie@torcy.test"'),
    "list for text": rep('name = "Accueil"', 'name = ["Accueil"]'),
    "text for bool": add('closed = "peut-être"\n'),
    "unknown key": rep("mailboxes", "mailbox"),
    "unknown table": add('\n[[service]]\nkey = "x"\nname = "X"\n'),
    "unknown deep": add('\n[[rules]]\nkey = "r"\nwhen.word = ["trou"]\nthen.service = "accueil"\n'),
    "missing key": rep('key = "luc"\n', ""),
    "missing name": rep('name = "Accueil"\n', ""),
    "missing town": b'[[services]]\nkey = "a"\nname = "A"\n',
    "duplicate key in file": rep('name = "Accueil"', 'name = "Accueil"\nname = "Accueil 2"'),
    "duplicate table": add('\n[town]\nname = "T"\n'),
    "same key twice": add('\n[[services]]\nkey = "accueil"\nname = "B"\nemail="b@a.test"\n'),
    "bad key": rep('key = "luc"', 'key = "Luc Fabre"'),
    "missing ref": rep('services = ["accueil"]', 'services = ["acueil"]'),
    "bad email": rep("luc@agents.torcy.test", "luc.agents.torcy.test"),
    "bad phone": add('phones = ["12"]\n'),
    "no dot": rep("luc@agents.torcy.test", "luc@torcy"),
    "bad role": rep('role = "administrator"', 'role = "chef"'),
    "bad zone": rep("default_service", 'time_zone = "Europe/Pari"\ndefault_service'),
    "bad holidays": rep("default_service", 'holidays = "france"\ndefault_service'),
    "bad date": rep("default_service", 'closed_on = ["31/12/2026"]\ndefault_service'),
    "bad date toml": rep("default_service", "closed_on = [2026-02-30]\ndefault_service"),
    "bad time": add('\n[[town.opening_hours]]\ndays = ["monday"]\nopens = "8h30"\ncloses = "12:00"\n'),
    "french day": add('\n[[town.opening_hours]]\ndays = ["lundi"]\nopens = "08:30"\ncloses = "12:00"\n'),
    "bad regex": add('\n[[rules]]\nkey = "r"\nwhen.regex = ["("]\nthen.service = "accueil"\n'),
    "bad priority": add('\n[[rules]]\nkey = "r"\nwhen.words = ["x"]\nthen.priority = "haute"\n'),
    "two dispositions": add(
        '\n[[rules]]\nkey = "r"\nwhen.words = ["x"]\nthen.hold = "x"\nthen.spam = true\n'
    ),
    "french bool": add("closed = oui\n"),
    "True": add("closed = True\n"),
    "unclosed string": rep('name = "Torcy"', 'name = "Torcy'),
    "unclosed list": rep('["mairie@torcy.test"]', '["mairie@torcy.test"'),
    "missing quotes": rep('name = "Torcy"', "name = Torcy"),
    "curly quotes": rep('name = "Torcy"', "name = “Torcy”"),
    "colon": rep('name = "Torcy"', 'name: "Torcy"'),
    "no comma": rep('services = ["accueil"]', 'services = ["accueil" "b"]'),
    "backslash": rep('name = "Torcy"', 'name = "C:\\Torcy"'),
    "bad header": rep("[[agents]]", "[[agents]"),
    "header no brackets": rep("[[agents]]", "agents"),
    "single bracket": add('\n[rules]\nkey = "r"\nthen.service = "accueil"\n'),
    "accent key": rep('name = "Torcy"', 'nom é = "x"'),
    "latin1": BASE.replace("Torcy", "Torçy").encode("latin-1"),
    "utf16": BASE.encode("utf-16"),
    "NUL": BASE.encode() + b"\x00",
    "empty": b"",
    "spaces": b"  \n\n",
    "BOM": b"\xef\xbb\xbf" + BASE.encode(),
    "CRLF": BASE.replace("\n", "\r\n").encode(),
    "CR": BASE.replace("\n", "\r").encode(),
    "tabs": BASE.replace("name =", "\tname\t=").encode(),
    "nbsp": rep('name = "Torcy"', 'name\u00a0= "Torcy"'),
    "xlsx as toml": b"PK\x03\x04\x14\x00",
    "rtf": b"{\\rtf1\\ansi [town]}",
    "json": b'{"town": {"name": "T"}}',
    "yaml": b"town:\n  name: T\n",
    "merge marks": add("<<<<<<< HEAD\nx = 1\n"),
    "inline after header": rep("[town]", '[town] name = "X"'),
    "wf unreachable": add(
        WF.replace(
            '  { key = "done", kind',
            '  { key = "lost", kind = "open", label = "perdue" },\n  { key = "done", kind',
        )
    ),
    "wf unknown state": add(WF.replace('to = "done"', 'to = "dun"')),
    "wf no way out": add(WF.replace('from = ["done"]', 'from = ["new"]')),
    "wf no default": add(WF.replace('key = "default"', 'key = "travaux"')),
    "deputies circle": add(
        'deputy = "bob"\n\n[[agents]]\nkey = "bob"\nname = '
        '"Bob"\nemails=["b@x.test"]\nservices=["accueil"]\ndeputy="ann"\n\n[[agents]]\nkey = '
        '"ann"\nname = "Ann"\nemails=["a@x.test"]\nservices=["accueil"]\ndeputy="luc"\n'
    ),
    "latitude": add('\n[[buildings]]\nkey = "b"\nname = "B"\nlatitude = 470\nlongitude = 0.1\n'),
    "latitude comma": add('\n[[buildings]]\nkey = "b"\nname = "B"\nlatitude = 47,2\nlongitude = 0.1\n'),
    "closes before": add('\n[[town.opening_hours]]\ndays = ["monday"]\nopens = "14:00"\ncloses = "12:00"\n'),
    "bad locale": rep("default_service", 'locale = "français"\ndefault_service'),
    "service email is mailbox": rep("equipe@agents.torcy.test", "mairie@torcy.test"),
    "silence": add(
        '\n[[request_types]]\nkey = "t"\nlabel = "T"\nservice = "accueil"\nsilence = "peut-être"\n'
    ),
    "theme": rep('name = "Accueil"', 'name = "Accueil"\nthemes = ["voirie"]'),
    "color": rep("default_service", 'color = "blue"\ndefault_service'),
    # What people type who have written in other forms, or copied from a letter.
    "french days in a list": rep("default_service", "closed_on = [04/12/2026]\ndefault_service"),
    "unit": rep("default_service", "due_working_days = 10 jours\ndefault_service"),
    "remark of a program": rep('name = "Torcy"', 'name = "Torcy" // la ville'),
    "semicolon": rep('name = "Torcy"', 'name = "Torcy";'),
    "comma": rep('name = "Torcy"', 'name = "Torcy",'),
    "two on a line": rep('name = "Torcy"\n', 'name = "Torcy" '),
    "no value": rep('name = "Torcy"', "name ="),
    "two equals": rep('name = "Torcy"', 'name == "Torcy"'),
    "arrow": rep('name = "Torcy"', 'name => "Torcy"'),
    "space in a name": rep("default_service", "default service"),
    "apostrophe": rep('name = "Torcy"', "name = 'L'Étang'"),
    "quotes in quotes": rep('name = "Torcy"', 'name = "Le "Bourg""'),
    "round brackets": rep('["mairie@torcy.test"]', '("mairie@torcy.test")'),
    "half a list": rep('services = ["accueil"]', 'services = "accueil"]'),
    "table over lines": add("absences = [{ from = 2026-08-01,\n until = 2026-08-21 }]\n"),
    "number with a zero": add("phones = [0199001020]\n"),
    "words in a title": add('\n[[request types]]\nkey = "a"\n'),
    "accents in a title": add('\n[[bâtiments]]\nkey = "a"\n'),
    "hyphens": add('- key = "x"\n'),
    "unseen in a name": rep('name = "Torcy"', 'name\u200b = "Torcy"'),
    "unseen in a key": rep('key = "luc"', 'key = "lu\u00adc"'),
    "web page": b"<!DOCTYPE html><html>[town]</html>",
    "archive": b"PK\x05\x06" + bytes(18),
    "before the title": b'name = "Torcy"\n' + BASE.encode(),
    "table of a list": add('\n[rules.when]\nwords = ["x"]\n'),
    "part by its key": add('\n[agents.zoe]\nname = "Zoé"\n'),
    "absence as text": add('absences = ["2026-08-01..2026-08-21"]\n'),
    "states as texts": add(WF.replace('{ key = "new", kind = "new", label = "nouvelle" }', '"new"')),
    "address with its name": rep('"luc@agents.torcy.test"', '"Luc <luc@agents.torcy.test>"'),
    "two addresses in one": rep('"luc@agents.torcy.test"', '"luc@agents.torcy.test, l@agents.torcy.test"'),
    "link of an address": rep('"luc@agents.torcy.test"', '"mailto:luc@agents.torcy.test"'),
    "space in an address": rep('"luc@agents.torcy.test"', '"luc@agents.torcy .test"'),
    "empty address": rep('["mairie@torcy.test"]', '[""]'),
    "112": rep("default_service", 'emergency_phone = "112"\ndefault_service'),
    "keeper nobody knows": add('\n[[buildings]]\nkey = "b"\nname = "B"\nkeeper = "Marie Roy"\n'),
    "service nobody knows": rep('services = ["accueil"]', 'services = ["Voirie"]'),
    "turns in French": rep("email =", 'assignment = "chacun son tour"\nemail ='),
    "director": rep('"administrator"', '"directrice"'),
}

#: The line and the sentence of each finding; a kind that is not here is read without a word.
SAID: dict[str, list[tuple[int, str]]] = {
    'wrong type number for text': [
        (2, '\'name\' (\'12\') must be one text between quotes: name = "…".'),
    ],
    'text for number': [
        (3, "'due_working_days' ('dix') must be a whole number without quotes: due_working_days = 10."),
    ],
    'negative': [
        (3, "'due_working_days' ('-3') must be at least 0."),
    ],
    'text for list': [
        (8, '\'mailboxes\' (\'mairie@torcy.test\') must be a list: mailboxes = ["mairie@torcy.test"].'),
    ],
    'list for text': [
        (7, '\'name\' must be one text between quotes: name = "…".'),
    ],
    'text for bool': [
        (17, "'closed' ('peut-être') must be true or false, without quotes."),
    ],
    'unknown key': [
        (8, "'mailbox' is not known here. Did you mean 'mailboxes'?"),
    ],
    'unknown table': [
        (18, "'service' is not known here. Did you mean 'services'?"),
    ],
    'unknown deep': [
        (20, "'when.word' is not known here. Did you mean 'words'?"),
    ],
    'missing key': [
        (11, "'key' is missing: write key = … under this title."),
    ],
    'missing name': [
        (5, "'name' is missing: write name = … under this title."),
    ],
    'missing town': [
        (1, 'The town is missing: the file begins with [town], name = "…" and default_service = "…".'),
    ],
    'duplicate key in file': [
        (8, "'name' is given twice: keep one of the two lines."),
    ],
    'duplicate table': [
        (18, '[town] is there twice: put its lines together in one.'),
    ],
    'same key twice': [
        (19, "The key 'accueil' is used already by number 1 of services."),
    ],
    'bad key': [
        (12, "'key' ('Luc Fabre') must be small letters, digits and hyphens, as 'espaces-verts', "
            "here 'luc-fabre'."),
    ],
    'missing ref': [
        (15, "No service 'acueil'. Did you mean 'accueil'?"),
    ],
    'bad email': [
        (14, "'emails' ('luc.agents.torcy.test'): This is not an email address."),
    ],
    'bad phone': [
        (17, "'phones' ('12'): This is not a telephone number."),
    ],
    'no dot': [
        (14, "'luc@torcy' is no whole address: after the @ stands a name with a dot, as in 'zoe@example.org'."),
    ],
    'bad role': [
        (16, "'role' ('chef') must be 'agent', 'manager' or 'administrator'. Did you mean 'manager'?"),
    ],
    'bad zone': [
        (3, "No time zone 'Europe/Pari'; France is Europe/Paris."),
    ],
    'bad holidays': [
        (3, "'holidays' ('france') must be 'metropole', 'alsace-moselle', 'guadeloupe', 'guyane', "
            "'martinique', 'mayotte', 'reunion', 'saint-barthelemy', 'saint-martin', "
                "'saint-pierre-et-miquelon', 'nouvelle-caledonie', 'polynesie' or 'wallis-et-futuna'. "
                    "Did you mean 'metropole'?"),
    ],
    'bad date': [
        (3, "'closed_on' ('31/12/2026') must be a day written like 2026-12-31, without quotes."),
    ],
    'bad date toml': [
        (3, 'There is no such day: 2026-02-30. Days are written 2026-12-31.'),
    ],
    'bad time': [
        (20, '\'opening_hours.opens\' (\'8h30\') must be written like "08:30".'),
    ],
    'french day': [
        (19, "'opening_hours.days' ('lundi') must be 'monday', 'tuesday', 'wednesday', 'thursday', "
            "'friday', 'saturday' or 'sunday'. Did you mean 'monday'?"),
    ],
    'bad regex': [
        (20, "The regular expression '(' cannot be read: missing ): (."),
    ],
    'bad priority': [
        (21, "'then.priority' ('haute') must be 'low', 'normal', 'high' or 'urgent'. Did you mean 'high'?"),
    ],
    'two dispositions': [
        (21, "'then': a rule can hold, refuse or mark as spam, only one of them."),
    ],
    'french bool': [
        (17, 'Yes and no are written true and false: closed = true.'),
    ],
    'True': [
        (17, 'Yes and no are written true and false: closed = true.'),
    ],
    'unclosed string': [
        (2, 'A quote that opens is not closed on this line: name = "Voirie". A text of several lines stands '
            'between three quotes: """…""".'),
    ],
    'unclosed list': [
        (9, 'A list here or just above is not closed, or lacks a comma: emails = ["a@example.org", '
            '"b@example.org"].'),
    ],
    'missing quotes': [
        (2, 'Words stand between quotes: name = "Voirie".'),
    ],
    'curly quotes': [
        (2, 'The value stands between the wrong quotes: use straight ones, as in name = "Voirie".'),
    ],
    'colon': [
        (2, 'A name and its value are joined by =, not by a colon: name = "Voirie".'),
    ],
    'no comma': [
        (15, 'A list here or just above is not closed, or lacks a comma: emails = ["a@example.org", '
            '"b@example.org"].'),
    ],
    'backslash': [
        (2, "A backslash in a text is written twice (\\\\), or the text stands between single quotes ('…')."),
    ],
    'bad header': [
        (11, 'A title closes with as many brackets as it opens with: [town], [[services]].'),
    ],
    'header no brackets': [
        (11, '« agents » is neither a title such as [[agents]] nor name = value; a remark begins with #.'),
    ],
    'single bracket': [
        (18, '[rules] must be written with two brackets, once for each: [[rules]].'),
    ],
    'accent key': [
        (2, "A name such as 'nom é' has letters without accents, digits, - and _ only."),
    ],
    'latin1': [
        (2, '« name = "Torçy" » is not saved as UTF-8: save the file again, with the encoding UTF-8.'),
    ],
    'utf16': [
        (1, 'The file is saved as UTF-16: save it again as UTF-8.'),
    ],
    'NUL': [
        (17, 'There is a character here that no text has (NUL): remove it.'),
    ],
    'empty': [
        (1, 'The file is empty; `guichet org init --force` writes a new one.'),
    ],
    'spaces': [
        (1, 'The file is empty; `guichet org init --force` writes a new one.'),
    ],
    'CR': [
        (1, 'The lines end as on an old Macintosh (CR): save the file with ordinary line ends.'),
    ],
    'nbsp': [
        (2, 'There is a no-break space here, which looks like a space and is none: type a plain space.'),
    ],
    'xlsx as toml': [
        (1, 'This is a spreadsheet or a text document, not a text file: save it as plain text (UTF-8).'),
    ],
    'rtf': [
        (1, 'This is a formatted text (RTF): save it as plain text (UTF-8).'),
    ],
    'json': [
        (1, 'This is not TOML: begin with [town], then name = "…" on a line of its own.'),
    ],
    'yaml': [
        (1, 'A name and its value are joined by =, not by a colon: name = "Voirie".'),
    ],
    'merge marks': [
        (17, 'Two versions of the file were mixed here: keep one and remove the marks.'),
    ],
    'inline after header': [
        (1, 'A title such as [town] stands alone on its line; what follows goes to the next line.'),
    ],
    'wf unreachable': [
        (23, "'lost' is a dead end: nothing leads out of it."),
        (23, "No transition leads to 'lost'."),
    ],
    'wf unknown state': [
        (22, "From 'new' no way leads to an end."),
        (23, "No transition leads to 'done'."),
        (25, "No state 'dun'."),
    ],
    'wf no default': [
        (18, 'Workflows of one\'s own take the place of the built-in one, and requests without a type need '
            'one: write default_workflow = "travaux" under [town], or give one of them the key "default"; '
            'guichet workflows show default >> organisation.toml keeps the built-in one beside them.'),
    ],
    'deputies circle': [
        (31, 'Deputies turn in a circle: ann → luc → bob → ann.'),
    ],
    'latitude': [
        (21, "'latitude' ('470') must be at most 90."),
    ],
    'latitude comma': [
        (21, 'Numbers have a point, not a comma: latitude = 47.2.'),
    ],
    'closes before': [
        (21, 'It closes before it opens.'),
    ],
    'bad locale': [
        (3, "'locale' ('français') must be 'fr' or 'en'. Did you mean 'fr'?"),
    ],
    'service email is mailbox': [
        (9, "'mairie@torcy.test' is a mailbox of the town hall: notices to the service 'accueil' would come "
            "back as a new message. Write the address where people read."),
    ],
    'silence': [
        (22, "'silence.effect' ('peut-être') must be 'none', 'acceptance' or 'rejection'."),
    ],
    'theme': [
        (8, "No theme 'voirie'. `guichet rules themes` lists them."),
    ],
    'color': [
        (3, "'color' is not known here. Known here: closed_on, danger_due_hours, "
            "default_service, default_workflow, due_working_days, email, emergency_phone, followers, holidays, locale, "
            "name, on_call, opening_hours, phone, postal_address, signature, survey_reminder_days, time_zone, website."),
    ],
    'french days in a list': [
        (3, 'Days are written year-month-day: closed_on = [2026-12-04].'),
    ],
    'unit': [
        (3, 'A number stands alone, without its unit: due_working_days = 10.'),
    ],
    'remark of a program': [
        (2, "A remark begins with #: '// la ville' is none."),
    ],
    'semicolon': [
        (2, "Nothing stands after a value: remove the ';' at the end of the line."),
    ],
    'comma': [
        (2, "Nothing stands after a value: remove the ',' at the end of the line."),
    ],
    'two on a line': [
        (2, 'Each name has a line of its own: \'default_service = "accueil"\' goes to the next line.'),
    ],
    'no value': [
        (2, "'name' has no value: write it after the =, or put # before the line."),
    ],
    'two equals': [
        (2, 'A name and its value are joined by one =: name = "…".'),
    ],
    'arrow': [
        (2, 'A name and its value are joined by one =: name = "…".'),
    ],
    'space in a name': [
        (3, "A name is one word: write default_service instead of 'default service'."),
    ],
    'apostrophe': [
        (2, 'A text with an apostrophe stands between double quotes: name = "L\'Accueil".'),
    ],
    'quotes in quotes': [
        (2, "Quotes inside a text are written « and », or the text stands between single quotes: 'Le "
            "\"Bourg\"'."),
    ],
    'round brackets': [
        (8, 'A list stands between square brackets: mailboxes = ["…"].'),
    ],
    'half a list': [
        (15, 'A list opens with a bracket too: services = ["…"].'),
    ],
    'table over lines': [
        (17, 'What stands between { and } stays on one line.'),
    ],
    'number with a zero': [
        (17, 'A telephone number stands between quotes: phones = ["01 99 00 10 20"].'),
    ],
    'words in a title': [
        (18, "A title has letters without accents, digits, - and _ only: 'request types' has others."),
    ],
    'accents in a title': [
        (18, "A title has letters without accents, digits, - and _ only: 'bâtiments' has others."),
    ],
    'hyphens': [
        (17, 'Parts are no list of hyphens: each begins with its title on a line of its own, as [[agents]].'),
    ],
    'unseen in a name': [
        (2, "There is a character here that is not seen: delete 'name\u200b' and type it again."),
    ],
    'unseen in a key': [
        (12, "'key' ('lu\u00adc') has a character that is not seen: delete it and type it again."),
    ],
    'web page': [
        (1, 'This is a web page: save the file itself, as plain text (UTF-8).'),
    ],
    'archive': [
        (1, 'This is an empty archive, not a text file: save it as plain text (UTF-8).'),
    ],
    'before the title': [
        (1, "'name' stands before the first title: put it below [town]."),
    ],
    'table of a list': [
        (18, '[rules] must be written with two brackets, once for each: [[rules]].'),
    ],
    'part by its key': [
        (18, '[agents.zoe]: each begins with [[agents]], then key = "zoe".'),
    ],
    'absence as text': [
        (17, "'absences' ('2026-08-01..2026-08-21') must be a table: absences = [{ from = 2026-08-01, until = "
            "2026-08-21 }]."),
    ],
    'states as texts': [
        (23, "'states' ('new') must be a table: states = [{ key = \"new\", kind = \"new\", label = "
            "\"nouvelle\" }]."),
    ],
    'address with its name': [
        (14, "'emails' ('Luc <luc@agents.torcy.test>'): This is not an email address. Write the address alone: "
            "luc@agents.torcy.test."),
    ],
    'two addresses in one': [
        (14, "'emails' ('luc@agents.torcy.test, l@agents.torcy.test'): This is not an email address. Each "
            'address stands between quotes of its own: emails = ["…", "…"].'),
    ],
    'link of an address': [
        (14, "'emails' ('mailto:luc@agents.torcy.test'): This is not an email address. Write the address alone: "
            "luc@agents.torcy.test."),
    ],
    'space in an address': [
        (14, "'emails' ('luc@agents.torcy .test'): This is not an email address. There is a space in it."),
    ],
    'empty address': [
        (8, "'mailboxes' (''): This is not an email address. Write one, or remove it."),
    ],
    '112': [
        (3, "'emergency_phone' ('112'): This is not a telephone number. 112 is told in any case: write the "
            "number that the town itself answers, or remove the line."),
    ],
    'keeper nobody knows': [
        (21, "'keeper' ('Marie Roy'): no agent has this name; write the key of one of [[agents]]."),
    ],
    'service nobody knows': [
        (15, "'services' ('Voirie'): no service has this name; write the key of one of [[services]]."),
    ],
    'turns in French': [
        (9, "'assignment' ('chacun son tour') must be 'none', 'person', 'round_robin', 'least_loaded', "
            "'building_keeper' or 'on_duty'. Did you mean 'round_robin'?"),
    ],
    'director': [
        (16, "'role' ('directrice') must be 'agent', 'manager' or 'administrator'. Did you mean 'manager'?"),
    ],
}  # fmt: skip
#: What no sentence for an administrator may say.
JARGON = re.compile(
    r"tuple|valid string|match pattern|at character|unable to parse|input should|instance|parsing|dict\b|pydantic|None\b"
)


def found(content: bytes) -> list[Finding]:
    return list(check_files({MAIN: content}).findings)


@in_rows("kind", KINDS)
def test_a_broken_file_is_told_in_one_sentence_with_its_line(kind: str) -> None:
    findings = found(KINDS[kind])
    assert [(each.line, each.message) for each in findings] == SAID.get(kind, [])
    for each in findings:
        assert each.message.endswith((".", "?"))
        assert not JARGON.search(each.message)


def test_there_are_at_least_a_hundred_kinds() -> None:
    assert len(SAID) >= 100


@in_rows("kind", ["BOM", "CRLF", "tabs"])
def test_what_only_looks_odd_is_read(kind: str) -> None:
    assert check_files({MAIN: KINDS[kind]}).organisation is not None


def test_a_name_in_the_place_of_a_key_is_understood_when_only_one_has_it() -> None:
    town = add(
        'deputy = "Ève Roy"\n\n[[agents]]\nkey = "eve"\nname = "Ève Roy"\nemails = ["e@agents.torcy.test"]\n'
    )
    organisation = check_files({MAIN: town}).organisation
    assert organisation is not None and organisation.agents[0].deputy == "eve"
    twice = town + b'\n[[agents]]\nkey = "eve-2"\nname = "\xc3\x88ve Roy"\nemails = ["f@agents.torcy.test"]\n'
    assert any("deputy" in each.message for each in found(twice))


def test_a_keeper_is_named_in_a_sheet_saved_as_unicode_text() -> None:
    sheet = "nom\tgardien\r\nSalle des fêtes\tLuc Fabre\r\n".encode("utf-16")
    organisation = check_files({MAIN: BASE.encode(), "buildings.csv": sheet}).organisation
    assert organisation is not None
    assert [(each.key, each.keeper) for each in organisation.buildings] == [("salle-des-fetes", "luc")]


def test_the_line_on_which_excel_tells_its_separator_is_no_row() -> None:
    sheet = "sep=;\r\nnom;gardien\r\nMairie;luc\r\n".encode("cp1252")
    organisation = check_files({MAIN: BASE.encode(), "buildings.csv": sheet}).organisation
    assert organisation is not None and len(organisation.buildings) == 1


@in_rows(
    ("written", "effect"),
    [("acceptance", "acceptance"), ("Acceptation", "acceptance"), ("rejet", "rejection")],
)
def test_what_silence_means_may_be_one_word(written: str, effect: str) -> None:
    added = f'\n[[request_types]]\nkey = "t"\nlabel = "T"\nservice = "accueil"\nsilence = "{written}"\n'
    organisation = check_files({MAIN: add(added)}).organisation
    assert organisation is not None and organisation.request_types[0].silence.effect == effect


def test_a_mailbox_of_a_foreign_domain_is_warned_of() -> None:
    findings = found(rep('["mairie@torcy.test"]', '["mairie@torcy.test", "mairie.torcy@example.org"]'))
    assert [(each.severity, each.line) for each in findings] == [("warning", 8)]
    assert "mail.domains" in findings[0].message


def test_a_table_of_a_list_over_several_lines_is_told_on_its_own_line() -> None:
    workflow = WF.replace('kind = "done", label', 'kind = "fini", label')
    line = (BASE + workflow)[: (BASE + workflow).index('"fini"')].count("\n") + 1
    assert [each.line for each in found(add(workflow))] == [line]
