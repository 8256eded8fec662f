"""Closed lists that guard the remarks beside an act: what takes an end back, whatever thing it is said of.

A remark may name any thing, material, tool, quantity or result. These words may not stand in it.
"""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

#: What goes wrong again, in the present: « elle goutte », « le moteur chauffe ».
GOES_WRONG = word_set(
    """fuit fuient refuit goutte gouttent suinte suintent coince coincent frotte frottent grince grincent bloque bloquent saute sautent
    disjoncte disjonctent clignote clignotent bouge bougent tremble tremblent vibre vibrent siffle sifflent fume fument resiste force traine
    penche penchent depasse deborde debordent refoule refoulent stagne stagnent bourre bourrent plante plantent rame lache lachent cede casse
    ronfle claque claquent accroche baille craque couine tape cogne racle patine lutte tangue flotte gondole chute tombe retombe descend
    pend pendent sent pue sature rouille s abime manque manquent reste restent attend attendra attendent commence continue demande exige
    necessite impose merite suit relache repart recommence revient arrive part aggrave empire persiste subsiste demeure perdure"""
)
#: Nouns of trouble, of what is still to come, of another's part; and what only helps out.
TROUBLE_NAMED = word_set(
    """probleme problemes souci soucis panne pannes fuite fuites infiltration infiltrations affaissement gonflement debordement clignotement
    grincement bruit bruits odeur odeurs relent relents moisissure moisissures rouille corrosion humidite vibration vibrations jeu trace traces
    residu residus racine racines obstruction bouchon faiblesse faiblesses echec refus rupture casse casses degat degats dommage dommages danger
    risque risques urgence defaut defauts malfacon vice litige reserve reserves rechute recidive retour retours doute doutes surprise surprises
    difficulte difficultes complication incident incidents fissure fissures nid nids rat rats secousse ralenti alternance intermittence
    finition finitions solde reliquat restant suite suites complement complements retouche retouches etape relance rappel tentative essai essais
    fortune secours depannage urgences palliatif systeme solution mesure mesures demi attente promesse espoir pronostic diagnostic piste hypothese
    cause causes raison raisons motif plainte plaintes reclamation contestation greve absence absences maladie conge conges arret panique
    prochain prochaine prochains prochaines second seconde deuxieme troisieme dernier derniere voisin voisine voisins voisines mitoyen
    mitoyenne duree vie tenue resultat resultats garantie solidite etat occasion hasard chance miracle bricolage temperature temperatures degres degre debit zero"""
)
#: What is said of a work or a thing and doubts it.
WEAK = word_set(
    """faible faibles douteux douteuse douteuses incertain incertaine incertaines court courte moyen moyenne mauvais mauvaise mauvaises difficile
    difficiles difficilement mal peine lent lente lents flou floue vieux vieille use usee limite limites dangereux dangereuse irregulier irreguliere
    instable instables insuffisant insuffisante necessaire necessaires indispensable suspect suspecte suspects fuyard fuyarde fatigue fatiguee
    froid froide froids froides tiede marron jaune rouge lourd lourde dur dure raide mou molle lache branlant branlante bruyant bruyante penche humide
    mouille gras sale sales noir noire vide plein pleine ouvert ouverte absent absente manquant manquante manquants manquantes restant restante
    restants restantes persistant persistante residuel residuelle conseille recommande souhaitable obligatoire urgent urgente provisionnel
    visible visibles pareil pareille idem identique inchange inchangee minimum maximum relatif relative tres tellement assez vaguement
    gros grosse grave graves pire probable eventuel eventuelle imminent imminente inutile inefficace dubitatif mitige mitigee nul nulle
    abandonne improvise amateur nouveau nouvelle nouveaux nouvelles contraire inverse mecontent mecontente fache fachee"""
)
#: What is no more there, or never was: « plus de fuite », « aucune trace ».
RIDDANCE = word_set(
    """fuite fuites goutte gouttes bruit bruits grincement odeur odeurs trou trous rat rats souris cafard cafards guepe guepes frelon frelons nid
    nids souci soucis probleme problemes ennui panne coupure infiltration infiltrations humidite moisissure nuisance nuisances vibration gene danger
    dangers risque risques dechet dechets ordure ordures encombrant encombrants depot depots boue flaque flaques eau stagnante tag tags graffiti
    graffitis rouille verglas neige herbes herbe mousse gravats verre debris branches branche feuilles jeu anomalie anomalies defaut defauts
    retour retours refoulement trace traces reste bouchon obstacle obstacles gravillons detritus papiers seringue seringues"""
)
#: What one works with, which may be named as a means and never as what was worked on.
MEANS = word_set(
    """camion camions nacelle nacelles tondeuse tondeuses fourgon tracteur utilitaire hydrocureur hydrocureuse balayeuse furet karcher echelle
    chariot engin engins machine machines pelle grue tronconneuse perceuse poste"""
)
#: Whoever works with us, after « par mon », « par nos », « avec mes ».
MATES = word_set(
    "equipe equipes gars collegue collegues agent agents binome service services apprenti brigade regie atelier cantonnier cantonniers"
)
#: A retraction, a condition, another's turn: what is said after « je prends » and turns it round.
TURNS_ROUND = word_set(
    """si sinon sauf mais moins votres tiens non pas plus ne n ni annule annuler annulation finalement plutot moitie erreur quand lorsque apres avant
    tu te toi ton ta tes vous votre vos peut presque normalement theoriquement sous condition reserve jusque faudrait attends
    attend attendre attente bloque devis demain par prochain prochaine autre faux fausse mauvais mauvaise impossible doute"""
)
