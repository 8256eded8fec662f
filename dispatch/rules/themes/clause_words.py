"""Words that tell what the clauses of a message are there for: to ask, to tell, to praise, to sign."""

from __future__ import annotations

#: Phrases by the word they begin with.
Phrases = dict[str, list[tuple[str, ...]]]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to look words up in."""
    return frozenset(text.split())


def phrases(text: str) -> Phrases:
    """The phrases of a comma-separated text, by the word they begin with."""
    found: Phrases = {}
    for each in text.split(","):
        words = tuple(each.split())
        found.setdefault(words[0], []).append(words)
    return found


def has_any(written: list[str], wanted: Phrases) -> bool:
    """Whether one of the phrases stands in these words: all of its words in order, with at most one other
    word after each.
    """
    # Most words begin none.
    return not wanted.keys().isdisjoint(written) and any(
        _stands(phrase, written, at) for at, word in enumerate(written) for phrase in wanted.get(word, ())
    )


def _stands(phrase: tuple[str, ...], written: list[str], at: int) -> bool:
    # « la toute dernière fois », « au temps ».
    for part in phrase[1:]:
        near = written[at + 1 : at + 3]
        if part not in near:
            return False
        at += 1 + near.index(part)
    return True


#: After one of these comes another matter, or what only goes with the first.
AND_ALSO = word_set(
    "ensuite ailleurs passage outre deuxiemement secundo ps enfin profite sinon accessoirement besides also"
)
#: After one of these comes what the person is really after.
TURNS = phrases(
    "par contre, en revanche, cette fois, seul souci, seul bemol, seul probleme, seul hic, seule "
    "ombre, petit bemol, cependant, toutefois, neanmoins, mais surtout, however"
)
#: What somebody else wants of the writer, who says so only to say why: « l’école me réclame un acte ».
REQUIRES = word_set("reclame reclament reclamait exige exigent demande demandent veut veulent")
TO_THE_WRITER = word_set("me m nous")
#: The same without « me »: « l'école demande une fiche d'état civil ».
INSTITUTIONS = word_set(
    "ecole college lycee creche maternelle universite fac caf cpam banque employeur patron assurance "
    "assureur mutuelle notaire prefecture consulat ambassade tribunal hopital clinique club federation "
    "bailleur proprietaire agence maitresse directrice directeur administration caisse retraite"
)
#: A sentence with one of these asks.
ASKS = word_set(
    "comment combien pouvez pourriez pourrait pourrions peut puis peux voudrais voudrions voudrait "
    "aimerais aimerions aimerait souhaite souhaitons souhaiterais souhaiterions faudrait besoin faut "
    "cherche cherchons recherche recherchons demande demandons signale signaler signalons serait "
    "auriez avez quand quel quelle quels quelles could can would please how when where need"
)
PEOPLE = word_set("je j nous on i we")
#: What people do while something catches their eye.
SCENES = word_set(
    "attends attendais attend promene promenais promenons accompagne accompagnais travaille "
    "travaillais bosse bossais habite habitais lis peche cours courais traverse traversais surveille "
    "reviens revenais rentrais conduis collectionne observe etudie enseigne preside dirige visite "
    "visitais flanais jardine entraine"
)
#: Who somebody is by trade or rank says nothing of what is asked.
ROLES = word_set(
    "boulanger boulangere infirmier infirmiere instituteur institutrice professeur professeure prof "
    "enseignant enseignante retraite retraitee medecin docteur chauffeur facteur factrice coach "
    "entraineur entraineuse president presidente tresorier tresoriere secretaire directeur directrice "
    "benevole commercant commercante agriculteur agricultrice etudiant etudiante journaliste avocat "
    "avocate pompier gendarme policier policiere veterinaire artisan macon plombier electricien "
    "jardinier jardiniere pecheur chasseur cycliste coiffeur coiffeuse kine kinesitherapeute employe "
    "employee ancien ancienne ingenieur architecte geometre fleuriste restaurateur restauratrice "
    "naturaliste animateur animatrice concierge gardien gardienne syndic gerant gerante responsable "
    "conseil maitre maitresse pharmacien pharmacienne libraire comptable cuisinier cuisiniere "
    "caissier caissiere aide auxiliaire moniteur monitrice educateur educatrice cadre ouvrier "
    "ouvriere livreur teacher nurse retired driver chairman secretary eleves eleve chef"
)
ARTICLES = word_set("le la les l un une des vos votre deux notre mon ma")
CLOSINGS = word_set("cordialement cdt cdlt salutations sincerement respectueusement regards sincerely bises")
PRAISE = word_set(
    "bravo felicitations parfait parfaite parfaits formidable formidables super adorable adorables "
    "charmant charmante charmants excellent excellente impeccable magnifique merveilleux genial "
    "geniale reussi reussie gentil gentille gentils gentilles arrangeant"
)
PRAISES = phrases(
    "bien passe, bien passee, rien contre, merci pour, merci a, merci au, merci aux, remercie pour, "
    "gene pas, genent pas, gene nt, bien tenu, bien tenue"
)
#: It was so another year.
STORIES = phrases(
    "an dernier, annee derniere, an passe, annee passee, l epoque, dans temps, derniere fois, avais "
    "ecrit, avions ecrit, une carriere, rien voir, cherche pas, demande pas, ete dernier, hiver "
    "dernier"
)
STORY = word_set("autrefois jadis etais etions travaillais naguere")
#: « comme l'an dernier », « depuis l'an dernier »: it is so now.
STILL = word_set("comme depuis")
#: A full stop after one of these ends no sentence.
ABBREVIATIONS = word_set("m mm mme mmes mlle dr st ste av bd n no tel ex cf etc j")
OPENS_A_CLAUSE = word_set("mais car donc but avant")
