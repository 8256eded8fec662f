"""The pages that `bench.pages` opens: who opens each, what it is called, and its address.

`{open}` is the reference of an open request, `{contact}` the address of who made it; `{service}` and
`{agent}` are keys.
"""

from __future__ import annotations

_HERE = "s=47.400&o=0.680&n=47.4045&e=0.6865"
_TOWN = "s=47.30&o=0.55&n=47.50&e=0.80"
_EVERYBODY = {
    "desk": "/bureau",
    "board": "/tableau",
    "list of open ones": "/demandes",
    "list of open ones, urgent first": "/demandes?tri=priorite",
    "list of open ones, newest first": "/demandes?tri=recentes",
    "list of mine": "/demandes?a=moi",
    "list of what nobody has": "/demandes?a=personne",
    "list of late ones": "/demandes?retard=1",
    "list of unanswered ones": "/demandes?reponse=1",
    "list of a type": "/demandes?type=voie-publique",
    "list of a building": "/demandes?lieu=gymnase-besson",
    "list of closed ones": "/demandes?etat=closes",
    "list of all, newest first": "/demandes?etat=toutes",
    "list of all, page 40": "/demandes?etat=toutes&page=40",
    "list of all, oldest first": "/demandes?etat=toutes&tri=anciennes",
    "list of all, by due date": "/demandes?etat=toutes&tri=echeance",
    "list of all, urgent first": "/demandes?etat=toutes&tri=priorite",
    "list of all in one state": "/demandes?etat=waiting",
    "list of all refused": "/demandes?etat=refused",
    "list of all, of a type": "/demandes?etat=toutes&type=voie-publique",
    "list of all, of a building": "/demandes?etat=toutes&lieu=gymnase-besson",
    "list of all of mine": "/demandes?etat=toutes&a=moi",
    "search of one word in ten": "/demandes?etat=toutes&q=lampadaire",
    "search of two such words": "/demandes?etat=toutes&q=fontaine+horloge",
    "search of a word in all": "/demandes?etat=toutes&q=bonjour",
    "search of two words in all": "/demandes?etat=toutes&q=bonjour+marchent",
    "search of three words in all": "/demandes?etat=toutes&q=bonjour+depuis+moi",
    "search of a beginning": "/demandes?etat=toutes&q=po",
    "search among open ones": "/demandes?q=lampadaire",
    "search, newest first": "/demandes?etat=toutes&q=fontaine+horloge&tri=recentes",
    "search, by due date": "/demandes?etat=toutes&q=lampadaire&tri=echeance",
    "search without a hit": "/demandes?etat=toutes&q=xylophone",
    "search of two that never meet": "/demandes?etat=toutes&q=lampadaire+horloge",
    "search of an address": "/demandes?etat=toutes&q={contact}",
    "map": "/carte",
    "map of all years": "/carte?etat=toutes",
    "marks of the town": f"/carte/points?z=12&{_TOWN}",
    "marks of the town, all years": f"/carte/points?etat=toutes&z=12&{_TOWN}",
    "marks of the middle": f"/carte/points?z=16&{_HERE}",
    "requests of a mark": f"/carte/ici?z=16&{_HERE}",
    "agenda": "/agenda",
    "people, a name that many have": "/personnes?q=citizen",
    "people, one address": "/personnes?q={contact}",
    "one request": "/demandes/{open}",
}
_LEADS = {
    "board of one service": "/tableau?service={service}",
    "board of one agent": "/tableau?a={agent}",
    "board of a word": "/tableau?q=lampadaire",
    "list of a service": "/demandes?service={service}",
    "list of all of a service": "/demandes?etat=toutes&service={service}",
    "list of closed ones of a service": "/demandes?etat=closes&service={service}",
    "list of an agent": "/demandes?a={agent}",
    "list of a month": "/demandes?etat=toutes&du=2026-01-01&au=2026-01-31",
    "list of a channel that nobody uses": "/demandes?etat=toutes&canal=sms",
    "list by origin": "/demandes?origine=telephone",
    "list of all by origin": "/demandes?etat=toutes&origine=telephone",
    "list of all by origin, by due date": "/demandes?etat=toutes&origine=telephone&tri=echeance",
    "list of all by an origin that nobody uses": "/demandes?etat=toutes&origine=counter",
    "list of all of a service, urgent first": "/demandes?etat=toutes&service={service}&tri=priorite",
    "list of all unanswered ones, urgent first": "/demandes?etat=toutes&reponse=1&tri=priorite",
    "search of a word in a building": "/demandes?etat=toutes&q=lampadaire&lieu=gymnase-besson",
    "board of a word in all": "/tableau?q=bonjour",
    "list of late ones of all": "/demandes?etat=toutes&fait=out-of-time",
    "list of joined ones": "/demandes?etat=toutes&fait=merged",
    "list of reopened ones": "/demandes?etat=toutes&fait=reopened",
    "list of all unanswered ones": "/demandes?etat=toutes&reponse=1",
    "search of a reference": "/demandes?q={open}",
    "map of a service": "/carte?service={service}&etat=toutes",
    "rounds": "/tournee",
    "views": "/vues",
    "export of the list": "/demandes.csv",
    "figures": "/chiffres",
}
_OFFICIAL = {
    "delegation": "/delegation",
    "delegation, all": "/delegation?etat=toutes",
    "delegation, search": "/delegation?etat=toutes&q=lampadaire",
    "one's own": "/mes-demandes",
}
_AT_ANY_TIME = {"signing in (nothing is read)": "/entrer"}
#: Who opens which pages.
VISITED: dict[str, dict[str, str]] = {
    "administrator": {**_AT_ANY_TIME, **_EVERYBODY, **_LEADS},
    "manager": _EVERYBODY | {"board of one service": "/tableau?service={service}", "figures": "/chiffres"},
    "agent": _EVERYBODY,
    "official": _OFFICIAL,
}
