"""How much the clauses of a message count for what it is about (p).

What is asked or complained of counts in full, and a little more in a sentence that asks. What only sets the
scene (« J'attends mes petits-enfants devant la maternelle »), praises, or tells of another year counts less;
so does what stands before a turn (« En revanche… »), what comes second (« Par ailleurs… »), and who signs.
One pass over the words of a passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dispatch.rules.passage import Passage
from models.folding import word_spans

#: Words of one place that are looked at.
LOOKED_AT_WORDS = 400
ASKED, PLAIN, SECOND, BEFORE_A_TURN, TOLD, SIGNED = 1.25, 1.0, 0.5, 0.6, 0.4, 0.3
#: A marker of a second matter among the first words opens the first one: « Sinon bonjour », « Suite à… ».
_FIRST_WORDS = 5
_SIGNATURE_WORDS = 9
_NAME_WORDS = 7


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: After one of these comes another matter, or what only goes with the first.
_AND_ALSO = _set(
    "ensuite ailleurs passage outre deuxiemement secundo ps enfin profite sinon accessoirement besides also"
)
#: After one of these comes what the person is really after.
_TURNS = (
    ("par", "contre"),
    ("en", "revanche"),
    ("cette", "fois"),
    ("seul", "souci"),
    ("seul", "bemol"),
    ("seul", "probleme"),
    ("seul", "hic"),
    ("seule", "ombre"),
    ("petit", "bemol"),
    ("cependant",),
    ("toutefois",),
    ("neanmoins",),
    ("mais", "surtout"),
    ("however",),
)
_ASKS = _set(
    "comment combien pouvez pourriez pourrait pourrions peut puis peux voudrais voudrions voudrait aimerais "
    "aimerions aimerait souhaite souhaitons souhaiterais souhaiterions faudrait besoin faut cherche cherchons "
    "recherche recherchons demande demandons signale signaler signalons serait auriez avez quand quel quelle "
    "quels quelles could can would please how when where need"
)
_PEOPLE = _set("je j nous on i we")
#: What people do while something catches their eye.
_SCENES = _set(
    "attends attendais attend promene promenais promenons accompagne accompagnais travaille travaillais bosse "
    "bossais habite habitais lis peche cours courais traverse traversais surveille reviens revenais rentrais "
    "conduis collectionne observe etudie enseigne preside dirige visite visitais flanais jardine entraine"
)
#: Who somebody is by trade or rank says nothing of what is asked.
ROLES = _set(
    "boulanger boulangere infirmier infirmiere instituteur institutrice professeur professeure prof enseignant "
    "enseignante retraite retraitee medecin docteur chauffeur facteur factrice coach entraineur entraineuse "
    "president presidente tresorier tresoriere secretaire directeur directrice benevole commercant commercante "
    "agriculteur agricultrice etudiant etudiante journaliste avocat avocate pompier gendarme policier policiere "
    "veterinaire artisan macon plombier electricien jardinier jardiniere pecheur chasseur cycliste coiffeur "
    "coiffeuse kine kinesitherapeute employe employee ancien ancienne ingenieur architecte geometre fleuriste "
    "restaurateur restauratrice naturaliste animateur animatrice concierge gardien gardienne syndic gerant gerante "
    "responsable conseil maitre maitresse pharmacien pharmacienne libraire comptable cuisinier cuisiniere "
    "caissier caissiere aide auxiliaire moniteur monitrice educateur educatrice cadre ouvrier ouvriere livreur "
    "teacher nurse retired driver chairman secretary eleves eleve chef"
)
_ARTICLES = _set("le la les l un une des vos votre deux notre mon ma")
_CLOSINGS = _set("cordialement cdt cdlt salutations sincerement respectueusement regards sincerely bises")
_PRAISE = _set(
    "bravo felicitations parfait parfaite parfaits formidable formidables super adorable adorables charmant "
    "charmante charmants excellent excellente impeccable magnifique merveilleux genial geniale reussi reussie "
    "gentil gentille gentils gentilles arrangeant"
)
_PRAISES = (
    ("bien", "passe"),
    ("bien", "passee"),
    ("rien", "contre"),
    ("merci", "pour"),
    ("merci", "a"),
    ("merci", "au"),
    ("merci", "aux"),
    ("remercie", "pour"),
    ("gene", "pas"),
    ("genent", "pas"),
    ("gene", "nt"),
    ("bien", "tenu"),
    ("bien", "tenue"),
)
_STORIES = (
    ("an", "dernier"),
    ("annee", "derniere"),
    ("an", "passe"),
    ("annee", "passee"),
    ("l", "epoque"),
    ("dans", "temps"),
    ("derniere", "fois"),
    ("avais", "ecrit"),
    ("avions", "ecrit"),
    ("une", "carriere"),
    ("rien", "voir"),
    ("cherche", "pas"),
    ("demande", "pas"),
    ("ete", "dernier"),
    ("hiver", "dernier"),
)
_STORY = _set("autrefois jadis etais etions travaillais naguere")
#: A full stop after one of these ends no sentence.
_ABBREVIATIONS = _set("m mm mme mmes mlle dr st ste av bd n no tel ex cf etc j")


@dataclass(slots=True)
class Clause:
    """A run of words between marks, and how much it counts."""

    sentence: int
    words: list[tuple[str, int, int]] = field(default_factory=list)
    weight: float = PLAIN


def clauses(passage: Passage) -> list[Clause]:
    """The clauses of a passage in order, each with its weight; the words are all of them, small ones too."""
    found, asking = _cut(passage)
    folded = {at: _has_any([w for w, _, _ in clause.words], _STORIES) for at, clause in enumerate(found)}
    second = False
    seen = 0
    last_of_sentence = {clause.sentence: at for at, clause in enumerate(found)}
    for at, clause in enumerate(found):
        written = [word for word, _, _ in clause.words]
        if not second and seen > _FIRST_WORDS - 1:
            second = not _AND_ALSO.isdisjoint(written)
        seen += len(written)
        weight = ASKED if clause.sentence in asking else PLAIN
        if _is_signature(passage, found, at, clause.sentence in asking):
            weight = SIGNED
        elif _sets_the_scene(written) or (folded[at] and clause.sentence not in asking):
            weight = TOLD
        elif not _PRAISE.isdisjoint(written) or _has_any(written, _PRAISES):
            weight = TOLD
        clause.weight = weight * (SECOND if second else 1)
        if _has_any(written, _TURNS) and at:
            for before in found[:at]:
                before.weight = min(before.weight, BEFORE_A_TURN)
        elif written[:1] == ["mais"] and at and last_of_sentence[clause.sentence] >= at:
            before = found[at - 1]
            if before.sentence == clause.sentence:
                before.weight = min(before.weight, BEFORE_A_TURN)
    return found


def _cut(passage: Passage) -> tuple[list[Clause], set[int]]:
    found: list[Clause] = []
    asking: set[int] = set()
    sentence = 0
    clause = Clause(0)
    end_before = 0
    before = ""
    folded = passage.folded
    for count, (word, start, end) in enumerate(word_spans(folded)):
        if count >= LOOKED_AT_WORDS:
            break
        gap = folded[end_before:start]
        new_sentence = bool(before) and _ends_a_sentence(gap, before)
        if "?" in gap[:40] and before:
            asking.add(sentence)
        if clause.words and (new_sentence or _ends_a_clause(gap, word)):
            found.append(clause)
            sentence += new_sentence
            clause = Clause(sentence)
        if word in _ASKS:
            asking.add(sentence)
        clause.words.append((word, start, end))
        before, end_before = word, end
    if clause.words:
        found.append(clause)
        if "?" in folded[end_before : end_before + 40]:
            asking.add(sentence)
    return found, asking


def _ends_a_sentence(gap: str, before: str) -> bool:
    mark = gap.strip(" \"'»)")
    if not mark and "\n" not in gap:
        return False
    if "\n\n" in gap or any(each in mark for each in "!?;"):
        return True
    return ("." in mark and (before not in _ABBREVIATIONS or "\n" in gap) and gap != ".") or "\n" in gap


def _ends_a_clause(gap: str, word: str) -> bool:
    return any(mark in gap for mark in ",:()") or " - " in gap or word in ("mais", "car", "donc", "but")


def _has_any(written: list[str], phrases: tuple[tuple[str, ...], ...]) -> bool:
    here = set(written)
    return any(phrase[0] in here and stand_close(phrase, written) for phrase in phrases)


def stand_close(phrase: tuple[str, ...], written: list[str]) -> bool:
    """Whether one or two words stand in that order, with at most one word between them."""
    for at, word in enumerate(written):
        # One word may come between: « la toute dernière fois », « au temps ».
        if word == phrase[0] and (len(phrase) == 1 or phrase[1] in written[at + 1 : at + 3]):
            return True
    return False


def _sets_the_scene(written: list[str]) -> bool:
    if not _STORY.isdisjoint(written):
        return True
    for at, word in enumerate(written[:6]):
        after = written[at + 1] if at + 1 < len(written) else ""
        if word == "en" and after.endswith("ant") and len(after) >= 4:
            return True
        if word in _PEOPLE and after in _SCENES:
            return True
        if word in _PEOPLE and after in ("suis", "sommes"):
            return any(each in ROLES for each in written[at + 2 : at + 4])
    return written[0] in ROLES and written[0] not in ("aide", "conseil", "cadre")


def _is_signature(passage: Passage, found: list[Clause], at: int, is_asking: bool) -> bool:
    clause = found[at]
    if not at or is_asking or len(clause.words) > _SIGNATURE_WORDS or at < len(found) - 2:
        return False
    before = found[at - 1]
    if _closes(before) or before.weight == SIGNED:
        return True
    if before.sentence == clause.sentence:
        return False
    words = [word for word, _, _ in clause.words]
    while words and words[0] in _ARTICLES:
        words = words[1:]
    if words and words[0] in ROLES:
        return True
    # « Josette, amicale laïque »: a name begins it, and nothing ends it.
    length = sum(len(each.words) for each in found[at:])
    told = sum(len(each.words) for each in found[:at])
    start, end = clause.words[0][1], found[-1].words[-1][2]
    return (
        length <= _NAME_WORDS
        and told > _NAME_WORDS
        and passage.original(start, start + 1).isupper()
        and not passage.folded[end:].strip()
    )


def _closes(clause: Clause) -> bool:
    return any(word in _CLOSINGS for word, _, _ in clause.words) and len(clause.words) <= 6


def weighted(passage: Passage) -> Iterator[tuple[str, int, int, int, float]]:
    """Each word of a passage, small ones too, with where it stands, its sentence, and how much it counts."""
    for clause in clauses(passage):
        for word, start, end in clause.words:
            yield word, start, end, clause.sentence, clause.weight
