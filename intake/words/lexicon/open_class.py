"""Names of things as an open class: which unknown word may be one."""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

#: Words of grammar and adverbs that do not end in « -ment »: never the name of a thing.
FUNCTION_WORDS = word_set(
    """je tu il elle on nous vous ils elles me te se moi toi lui leur leurs eux soi y en que qui quoi dont ou
    mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces cela ca ceci celui celle ceux celles
    le la les un une des du au aux de et ni mais donc car or puis alors
    a dans sur sous vers chez avec sans pour par contre entre depuis pendant avant apres jusque jusqu hors
    voici voila selon malgre sauf hormis outre parmi envers durant vu lors
    si quand comme lorsque puisque quoique parce tandis afin
    est sont etait etaient sera seront soit ete etre suis sommes etes ai as avons avez ont avait avaient aura auront avoir eu
    fait font fera feront faire peut peuvent pourra doit doivent devra devait va vont ira allait veut veulent faut sait
    dit disent vient viennent tient reste restent met mettent prend prennent voit
    bien mal mieux pire peu plus moins tres trop assez tant autant aussi deja toujours jamais souvent parfois encore
    hier demain aujourd hui maintenant tard tot vite bientot ailleurs ici loin pres dessus dessous dehors dedans
    ensemble expres volontiers plutot presque quasi environ ensuite enfin soudain surtout peine guere pas non oui
    tout tous toute toutes autre autres meme memes chaque plusieurs certains certaines aucun aucune quelques quelque
    quel quelle quels quelles tel telle tels telles rien personne nul nulle
    gros grosse petit petite petits petites grand grande premier premiere second seconde dernier derniere seul seule
    haut bas gauche droite droit milieu fond debut fin bout cote cotes moitie partie parties tiers quart
    lendemain surlendemain veille essentiel principal principale majorite plupart maximum minimum interieur exterieur arriere etage etages rdc
    rez pair impair numero numeros pourcent
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre matin midi soir nuit jour jours semaine semaines mois an ans annee annees heure heures
    fois minute minutes temps moment printemps automne hiver
    chose choses truc trucs machin zut merde"""
)
#: What only makes a place safe, prepares the work or stands in for it: where one is named, nothing is done yet.
STOPGAPS = word_set(
    """bache baches cone cones rubalise ruban rubans balise balises balisage ganivelle ganivelles tole toles etai etais
    barriere barrieres barrierage barricade planche planches cale cales scotch gaffer adhesif ficelle colson securise
    securisee securises securisees securisation balisee perimetre rustine pansement bricolage depannage
    devis commande commandes dict bon avis relance relances convocation rappel demande demandes maquette essai essais
    pre acompte brouillon projet etude sondage constat photo photos message messages appel appels attente
    voisin voisine voisins particulier particuliers proprietaire proprietaires locataire locataires usager usagers demandeur demandeuse
    riverain riveraine riverains client cliente dame monsieur madame famille fournisseur concessionnaire departemental departementale departementaux departementales regional regionale national nationale
    nationaux nationales intercommunal intercommunale metropolitain metropolitaine ferroviaire domanial domaniale enedis veolia saur suez grdf orange
    sncf departement agglo agglomeration metropole syndicat region etat prefecture bailleur assurance expert huissier
    budget facture factures loyer salaire conges conge formation prime retraite reunion planning
    agent agents collegue collegues gardien chef maire adjoint elu remplacant stagiaire equipe equipes service services personnel
    question questions plainte prix tarif date dates reclamation candidature probleme info infos information informations remarque
    camion camions nacelle nacelles tondeuse tondeuses bureau fourgon fourgonnette utilitaire tracteur
    creneau horaire horaires rdv programme numero referent regle regles
    conseil commission juge tribunal prefet
    vie tete coeur main chemise"""
)
#: Nouns that end like adverbs or verbs.
_NOUNS = word_set(
    """ecoulement fonctionnement ruissellement eclairement rangement logement batiment appartement revetement equipement monument element emplacement stationnement fondement
    ciment segment ornement amenagement soubassement campement compartiment raccordement branchement ballast
    vent parent auvent trident
    escalier atelier palier panier clavier grenier evier levier cendrier poirier pommier prunier cerisier noyer
    chataignier peuplier marronnier olivier figuier rosier fraisier palmier platane sanitaire hall
    gravier potager clocher rocher plancher foyer pilier bouclier damier casier courrier collier boitier
    compteur radiateur"""
)
_ONS = word_set(
    """boulon garcon balcon ballon bouchon buisson crayon gazon goujon jalon lampion maison pavillon pignon poisson salon savon
    siphon tampon troncon wagon beton carton chardon charbon cordon fanion frelon mouton rayon portillon perron
    blouson canon caisson bidon chaton pieton poteau bastion camion avion micro neon"""
)
#: Nouns that are part of what the lexicon says of orders (« remis en pression ») and name things all the same.
NAMES_TOO = word_set(
    """pression tension temperature conformite odeur odeurs humidite niveau circuit stationnement ciment beton
    goudron pinceau meuleuse ponceuse soudure resine chaux sel treuil jet grue pelle domicile identite ville commune axe rail masse
    ecoulement fonctionnement batiment batiments appartement logement commerce quartier immeuble astreinte depart appui rapport objet"""
)
_VERB_ENDINGS = ("ons", "ez", "ait", "aient", "ra", "ras", "rai", "ront", "rais", "er", "ant", "ment", "ent")


def may_name_a_thing(word: str) -> bool:
    """Whether a folded word that no list knows may be the name of a thing: no grammar, no adverb, no verb by its ending."""
    if len(word) < 3 or not word.isalpha() or not set(word) & set("aeiouy"):
        return False
    if word in FUNCTION_WORDS or word in STOPGAPS:
        return False
    if word.endswith(("issement", "issements", "tions", "sions")):
        return True
    return word in _NOUNS or word[:-1] in _NOUNS | _ONS or not word.endswith(_VERB_ENDINGS)


#: What is said of a thing before what was done to it, and doubts it: « annoncée réparée ».
_SAID_OF_IT = word_set(
    "dit dite dits dites declare declaree annonce annoncee estime estimee juge jugee cru crue repute reputee note notee"
)


def may_follow_a_noun(word: str) -> bool:
    """Whether an unknown word may stand beside a noun as another noun: « poteau incendie », « voiture ventouse »."""
    return (
        may_name_a_thing(word)
        and not word.endswith(("ee", "ees", "us", "ues", "ue"))
        and word not in _SAID_OF_IT
    )


_ADJECTIVE_ENDINGS = (
    "ique", "iques", "ant", "ante", "ants", "antes", "al", "ale", "ales", "aux", "el", "elle", "els", "elles", "if", "ive", "ifs",
    "ives", "able", "ables", "ible", "ibles", "eux", "euse", "euses", "aire", "aires", "oire", "oires",
)  # fmt: skip


def may_describe_a_thing(word: str) -> bool:
    """Whether a folded word that no list knows may be an adjective by its ending: « volet roulant », « feu clignotant »."""
    return (
        len(word) > 4
        and word.isalpha()
        and word.endswith(_ADJECTIVE_ENDINGS)
        and word not in FUNCTION_WORDS
        and word not in STOPGAPS
    )
