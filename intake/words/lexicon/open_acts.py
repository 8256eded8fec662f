"""Closed lists that guard the open classes of an order: what ends no work, whatever thing or place is named.

An order may name any thing, place, material or tool. These words may not stand in it: each says that only a step
was made, that a part was done, that somebody else did it, or that the thing is hurt rather than mended.
"""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

#: Participles, in the masculine singular, that only prepare, look, report, put off, stand in or hurt.
NO_END = word_set(
    """constate signale remonte repere identifie localise photographie mesure chiffre metre estime evalue expertise inspecte
    diagnostique analyse etudie examine observe remarque verifie controle teste essaye note vu lu recu reconnu relu
    demande redemande commande recommande sollicite consulte relance reclame exige souhaite propose suggere conseille
    prepare redige calcule imagine envisage evoque discute decide arbitre vote delibere arrete approuve autorise accepte
    prevu programme reprogramme planifie replanifie reporte decale repousse differe avance reserve loue bloque
    lance engage entame commence debute demarre amorce attaque poursuivi repris continue suspendu interrompu stoppe abandonne
    rejete refuse ecarte annule perdu egare vole casse recasse brise abime degrade deteriore endommage detruit brule percute
    renverse tordu plie fissure fendu fele eclate explose creve use rouille perce troue mouille inonde tague retague
    vandalise saccage force bouche encrasse sature eteint grille disjoncte tombe retombe affaisse recoupe resaute
    securise balise bache etaye cale maintenu rafistole bricole scotche ligature ferme condamne isole coupe protege
    couvert delimite interdit barre deplace stocke entrepose entasse rassemble regroupe appele rappele contacte
    recontacte rencontre informe prevenu averti avise alerte convoque invite reuni mandate missionne saisi transfere
    transmis retransmis affecte reaffecte attribue reattribue delegue confie renvoye retourne redirige
    attendu espere promis annonce declare pretendu suppose cense juge conclu recherche regarde repasse
    retarde ralenti diminue reduit limite attenue ameliore allege degrossi ebauche recense repertorie trouve retrouve
    refroidi rechauffe respecte represente requis retenu revolu resilie retracte rebouge recommence rate
    repete reflechi regule rode reste releve resolu"""
) | word_set(
    """demonte penche incline effondre ecroule enfonce eventre decroche descelle dechausse deracine deboite deforme decousu defonce
    demoli deborde deregle devisse detache derobe desaxe dessoude desserre destabilise detraque degonde denude desseche
    dechire delabre decapite deglingue devie deverse fendille lezarde etoile ebreche ecaille effrite erode corrode oxyde
    moisi pourri vermoulu vieilli terni noirci jauni sali souille tache macule croupi grippe coince obstrue engorge entartre
    noye trempe detrempe imbibe givre verglace enneige calcine carbonise incendie fondu saute sectionne cisaille crible
    crevasse raye griffe barbouille pille fracture fracasse crochete squatte occupe envahi infeste pollue contamine jonche
    encombre jete depose culbute heurte accidente embouti cabosse vrille gondole gonfle boursoufle cloque souleve disloque
    disjoint implose dissimule ouvert laisse oublie stationne gare attache enchaine pendu enfui echappe blesse epuise
    fatigue ecrase aplati tasse infiltre surcharge pietine desequilibre allume venu revenu reparti descendu explique precise
    sermonne sensibilise rassure ecoute entendu interroge questionne sonde ausculte palpe tate croise apercu aborde salue
    remercie excuse dessine esquisse choisi selectionne achete paye emprunte prete receptionne apporte rapporte transporte
    decharge achemine assemble decoupe debranche deconnecte desactive consigne fouille explore parcouru survole surveille
    guette attendri tenu suivi filme cru voulu failli fallu tarde peine hesite refile externalise subi souffert
    tolere ignore neglige reconduit menace dechu dispense exempte plaint critique conteste archive cree etiquete entoure"""
)
#: Nouns that name a step on the way, a paper of the house or an event: that it was made, or is planned, ends nothing.
STEPS = word_set(
    """constatation reperage piquetage bornage chiffrage metrage estimation evaluation expertise etude analyse sondage diagnostic
    consultation concertation planification programmation preparation redaction instruction signature validation verification
    notification transmission information communication declaration saisine convocation invitation mandatement
    reservation location livraison reception commission deliberation audience ouverture fermeture commencement demarrage
    lancement engagement balisage barrierage etaiement bachage isolement confinement coupure condamnation
    demontage depose decapage terrassement fouille deplacement stockage recensement inventaire identification
    localisation signalement depannage bricolage rafistolage colmatage essai test controle visite
    ronde reunion conseil cabinet vernissage inauguration manifestation formation absence stage vacance conge
    reclamation relance passation adjudication attribution publication negociation mediation conciliation
    suspension interruption prolongation reconduction augmentation"""
)
#: Whoever is none of us: what they did, or had done, ends nothing by itself.
OTHERS = word_set(
    """passant passants benevole benevoles habitant habitante habitants jeune jeunes parent parents eleve eleves mari femme fils frere soeur
    pere mere papa maman amis ami conjoint conjointe concierge commercant commercants syndicat syndic copropriete entreprise entreprises
    prestataire prestataires plombier electricien serrurier chauffagiste promoteur notaire medecin gendarmerie gendarmes pompiers sdis police
    association associations occupant occupants gestionnaire exploitant operateur operateurs orange axa mme mr
    exterieur externe tiers quelqu autrui personne gens"""
)
#: How much was done, or of what: it may be a part.
EXTENT = word_set(
    """couche couches phase tranche etape partie moitie tiers quart cote cotes bout debut fin haut bas rangee section portion lot echantillon
    fois mieux maximum minimum reste suite pourcent"""
)
