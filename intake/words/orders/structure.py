"""What can be told by its structure alone: circumstances of place and manner, and relative clauses about the past.

« Posé à l'angle de la rue du Four », « retiré de la façade nord »: a preposition, a determiner, a noun and its complements.
« Le panneau qui menaçait votre clôture »: « qui », an imperfect, and what belongs to it. Neither says whether the work
is done, so neither changes what the sentence orders; a noun that limits (« en apparence », « à l'essai ») is no circumstance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_class import FUNCTION_WORDS, STOPGAPS
from intake.words.orders.edges import Edge, Token

#: Words of one circumstance or relative clause that are looked at.
_LONGEST = 9
_WITH_ARTICLE = frozenset(["au", "aux"])
_PREPOSITIONS = frozenset(["a", "dans", "sur", "sous", "contre"])
_DETERMINERS = word_set("le la les l cet cette ces notre nos votre vos son sa ses leur leurs")
_OF = frozenset(["de", "du", "des", "d"])
#: Nouns that limit, put off or doubt, where they stand after a preposition.
VAGUE = word_set(
    """surface apparence papier pratique base rigueur limite hasard besoin occasion depart demarrage avenir suite reprise
    rentree vacances noel paques toussaint livraison reception commande paiement retour facon maniere sorte mesure fur coup
    cas condition conditions charge titre exception exclusion image arrache sauvette louche hate epreuve instar insu defaut contraire
    inverse envers lendemain veille surlendemain futur mois saison compte frais cours passe point benne lignes
    forme lieu moyens stade travers tour vue dame monsieur personne gens jeunes voisinage syndic occupant fournisseur
    pif bol nez oeil juge flair bluff urgence casse abandon poubelle panier placard gre air reserve reserves feuille ordre agenda exterieur
    validation signature visa accord avis etude instruction enquete approbation controle verification arbitrage vote budget"""
)
#: Rooms that are no thing that anybody asks to have mended, and whose they are.
_ROOMS = frozenset(["bureau", "bureaux"])
_WHOSE = word_set(
    "directrice directeur maire dame monsieur enseignante enseignant maitresse maitre gardien gardienne president presidente"
)
_NOUN_PARTS = frozenset(["THING", "PAPER", "PLACE", "OPEN", "HOLE", "VESSEL", "TREE"])
#: Endings of what works are done with: « à l'hydrogommeuse ».
_TOOLS = ("euse", "euses")
_NO_NOUN = frozenset(
    ["AGENT", "SERVICE", "PERSON", "PERSONS", "BODY", "DATE", "PASTDAY", "TIME", "REF", "TROUBLE", "DOER"]
)
_HAD = frozenset(["avait", "avaient"])
#: What may stand between « qui » and its verb.
_CLITICS = word_set("n ne s se l le la les y en vous nous lui leur me m")
_IMPERFECT = ("ait", "aient")
_NO_IMPERFECT = word_set("fait parfait satisfait refait extrait trait portrait lait retrait souhait")
_NEGATIONS = word_set("pas plus n ne jamais rien")
#: Words that a relative clause does not run over: they may say how the work stands.
_STOPS = (BLOCKERS - _NEGATIONS) | frozenset(
    ["est", "sont", "ont", "et", "ou", "mais", "qui", "que", "sera", "va"]
)


def structures(tokens: Sequence[Token], edges: Sequence[Sequence[Edge]]) -> Iterator[tuple[int, int, str]]:
    """(first word, end, part) of what is told by its structure: CIRC, OFF, REL. At most _LONGEST words from each word."""
    texts = [token.text for token in tokens]
    parts = [frozenset(edge.part for edge in each) for each in edges]
    for at, text in enumerate(texts):
        if text in _WITH_ARTICLE:
            yield from ((at, end, "CIRC") for end in _place(texts, parts, at + 1))
        elif text in _PREPOSITIONS and texts[at + 1 : at + 2] and texts[at + 1] in _DETERMINERS:
            phrase = _place if text == "a" else _noun_phrase
            yield from ((at, end, "CIRC") for end in phrase(texts, parts, at + 2))
        elif text in _OF:
            start = at + 1 if text in ("du", "des", "d") else at + 2
            if text in ("du", "des") or texts[at + 1 : at + 2] in (["la"], ["l"], ["votre"], ["notre"]):
                yield from ((at, end, "OFF") for end in _noun_phrase(texts, parts, start))
        elif text in _HAD and (end := _had_been(tokens, at)) is not None:
            yield at, end, "HADGONE"
        elif (
            text == "que"
            and texts[at + 1 : at + 2] == ["vous"]
            and (end := _you_told(tokens, at + 2)) is not None
        ):
            yield at, end, "REL"
        elif text == "qui":
            yield from ((at, end, "REL") for end in _relative(texts, at))


def _place(texts: list[str], parts: list[frozenset[str]], at: int) -> Iterator[int]:
    """The same after « à »: « au pif », « à la louche » are no places, so a noun that nobody knows needs company."""
    unknown = at < len(texts) and not parts[at] & (_NOUN_PARTS - {"OPEN"}) and not texts[at].endswith(_TOOLS)
    return (end for end in _noun_phrase(texts, parts, at) if end > at + unknown)


def _noun_phrase(texts: list[str], parts: list[frozenset[str]], at: int) -> Iterator[int]:
    """Ends of the noun phrase that begins at `at`: a noun, its adjectives, and complements with « de »."""
    last = min(len(texts), at + _LONGEST)
    if at < last and texts[at].isdigit():
        at += 1
    if at >= last or not (_is_noun(texts[at], parts[at]) or texts[at] in _ROOMS):
        return
    at += 1
    yield at
    while at < last:
        if parts[at] & {"ADJ", "NUM", "BIS"} and texts[at] not in BLOCKERS:
            at += 1
            yield at
            continue
        if texts[at] not in _OF:
            return
        further = at + 1
        if further < last and texts[further] in ("la", "l", "le", "les"):
            further += 1
        if further >= last or not (
            _is_noun(texts[further], parts[further]) or texts[further] in _WHOSE or "JUNK" in parts[further]
        ):
            return
        at = further + 1
        yield at


def _is_noun(text: str, parts: frozenset[str]) -> bool:
    return (
        bool(parts & _NOUN_PARTS)
        and not parts & _NO_NOUN
        and text not in VAGUE
        and text not in STOPGAPS
        and text not in BLOCKERS
        and text not in FUNCTION_WORDS
    )


def _had_been(tokens: Sequence[Token], at: int) -> int | None:
    """End of « avait été sectionné »: what had happened before, by a participle with its accent."""
    at += 2 if at + 1 < len(tokens) and tokens[at + 1].text == "ete" else 1
    return at + 1 if at < len(tokens) and tokens[at].accented and tokens[at].text not in BLOCKERS else None


def _you_told(tokens: Sequence[Token], at: int) -> int | None:
    """End of « (que vous) nous aviez signalé »: what the reader told or asked, by a participle with its accent."""
    at += at < len(tokens) and tokens[at].text in ("nous", "m", "l")
    if at + 1 < len(tokens) and tokens[at].text in ("avez", "aviez") and tokens[at + 1].participle:
        return at + 2
    return None


def _relative(texts: list[str], at: int) -> Iterator[int]:
    """Ends of « qui refusait de s'ouvrir »: any words up to one that may say how the work stands."""
    verb = at + 1
    while verb < len(texts) and texts[verb] in _CLITICS:
        verb += 1
    if verb >= len(texts) or not texts[verb].endswith(_IMPERFECT) or texts[verb] in _NO_IMPERFECT:
        return
    end = verb + 1
    yield end
    while end < min(len(texts), at + _LONGEST) and texts[end].isalnum() and texts[end] not in _STOPS:
        end += 1
        yield end
