"""Nouns of the town by trade. Plurals follow by rule; other nouns are an open class (see open_class)."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Things of the town that are mended, changed, set in place.
THINGS = """terre terreau sable gravier ampoule courant eau electricite gaz reseau bloc-secours bloc vanne-d'arret pc poste wifi internet connexion chaine-hifi ecran volet-roulant
    rideau-metallique portail-automatique porte-automatique caisson-lumineux pompe-a-chaleur chaudiere-gaz ampoule lampe lampadaire luminaire candelabre lanterne projecteur neon tube spot applique veilleuse guirlande
    illumination reverbere mat crosse console ballast transformateur coffret armoire disjoncteur fusible cable interrupteur minuterie detecteur
    prise goulotte gaine alimentation branchement horloge cadran carillon cloche sirene alarme camera visiophone interphone sonnette
    digicode antenne borne routeur switch serveur ordinateur ecran clavier souris imprimante photocopieur copieur scanner
    telephone standard videoprojecteur enceinte micro sono tablette logiciel application site messagerie cartouche toner tableau
    portail portillon porte poignee serrure barillet cylindre verrou cadenas gache paumelle charniere gond groom ferme-porte
    huisserie vitre vitrage carreau fenetre volet store rideau persienne velux vasistas lucarne vitrine verriere grillage
    cloture barreau grille rambarde garde-corps rampe escalier marche palier plancher parquet lino linoleum carrelage faience plinthe
    plafond dalle cloison mur muret facade enduit peinture tapisserie toit toiture tuile ardoise gouttiere cheneau descente
    zinguerie faitage solin cheminee charpente poutre isolation etancheite robinet robinetterie mitigeur lavabo evier vasque
    siphon bonde cuvette abattant chasse urinoir toilette sanitaire douche pommeau flexible ballon chauffe-eau cumulus
    chaudiere bruleur circulateur radiateur convecteur chauffage thermostat vanne pompe surpresseur ventilation vmc climatisation
    clim extracteur hotte filtre compteur canalisation conduite tuyau raccord joint clapet collecteur regard tampon avaloir
    bouche caniveau egout puisard fosse bassin station fontaine lavoir arrosage arroseur programmateur
    bouche-incendie hydrant extincteur desenfumage trappe echelle banc banquette table chaise fauteuil
    etagere casier porte-manteau patere corbeille poubelle conteneur bac composteur cendrier distributeur
    potelet plot chicane panneau plaque-de-rue signalisation totem mobilier abribus abri kiosque
    horodateur parcmetre miroir feu carrefour-a-feux bouton-poussoir marquage ligne bande passage-pieton zebra ralentisseur dos-d'ane
    coussin-berlinois ilot bordure trottoir chaussee enrobe bitume macadam revetement pave pavage accotement talus
     orniere nid-de-poule trou fissure affaissement flache ruelle sentier chemin piste voie pont passerelle ponton quai garde-fou
    balancoire toboggan tourniquet jeu portique cabane structure filet but panier anneau cage terrain pelouse gazon massif parterre
    jardiniere bac-a-fleurs vasque-fleurie haie arbre arbuste rosier plant tuteur bac-a-sable
    tombe caveau columbarium stele ossuaire croix
    sol-souple gradin tribune vestiaire podium estrade scene tatami piscine plongeoir liner ascenseur
    monte-charge elevateur main-courante bande-podotactile bande-de-guidage boite-aux-lettres
    boite-a-livres panneau-d'affichage drapeau mat-de-drapeau plaque-commemorative monument statue
    fuite infiltration panne defaut anomalie degat fuite-d'eau court-circuit
     coupe-circuit couvercle roue contacteur relais condensateur carte-mere batterie pile courroie roulement galet ressort bobine lame latte accoudoir vis boulon
     ecrou cheville rivet bride manchon coude bouche-a-cle controleur automate sonde electrovanne cremaillere chambranle butee loquet chaine
     tire-fond goupille four lave-vaisselle lave-linge chambre-froide chariot"""

#: What lies about, grows or lives where it should not: it is removed.
JUNK = """dechet encombrant detritus ordure immondice depot decharge gravats gravat matelas canape fauteuil-abandonne sommier meuble frigo
    refrigerateur congelateur machine-a-laver televiseur electromenager carton canette bouteille tesson verre-brise palette pneu
    caddie chariot-abandonne sac sac-poubelle papier prospectus megot seringue preservatif dejection crotte vomi vomissure
    graffiti graff tag inscription-injurieuse affiche affichage autocollant banderole chewing-gum epave vehicule-ventouse voiture
    vehicule camionnette moto scooter mobylette trottinette velo remorque caravane branche branchage tronc souche ronce lierre
    mauvaise-herbe herbe chardon racine feuille-morte mousse chenille nid essaim guepe frelon pigeon rat souris cafard punaise
    chat chien animal oiseau renard ragondin sanglier chevreuil cadavre carcasse neige verglas boue huile hydrocarbure sable terre
    tas amas poubelle-sauvage depot-sauvage toile-d'araignee bouchon bris-de-verre arbre-mort branche-morte branche-tombee arbre-tombe
    obstacle bloc-de-pierre caillou pierre planche-abandonnee ferraille bidon bouteille-de-gaz cartouche-de-protoxyde"""

#: What an office issues, files or puts right.
PAPERS = """secours autorisation-de-stationnement creneau planning pacs reconnaissance dp declaration-prealable permis-de-construire permis-d'amenager non-opposition mail-de-confirmation poubelle-jaune
    bac-jaune poubelle-grise conteneur-jaune caution dossier-de-mariage dossier-d'inscription dossier-de-logement dossier-pacs session numero-de-voirie numero-de-rue-attribue arrete-de-voirie arrete-de-circulation arrete colis bapteme bapteme-civil parrainage-civil mention
    mention-marginale avertissement proces-verbal pv panier-repas recu badge-d'acces mdp code-d'acces acte copie extrait certificat attestation livret carte cni passeport titre permis autorisation inscription badge cle
    remboursement derogation transfert abonnement duplicata recepisse macaron vignette radiation rectification concession
    composteur bac quotient compte acces identifiant fiche procuration recensement repas adresse nom prenom coordonnee
    reservation convention declaration agrement licence dossier-d'inscription acte-de-naissance acte-de-mariage acte-de-deces
    copie-integrale extrait-d'acte livret-de-famille carte-d'identite carte-electorale carte-d'electeur carte-de-stationnement
    carte-de-bus carte-de-cantine carte-scolaire carte-jeune certificat-de-vie certificat-d'urbanisme certificat-d'hebergement
    certificat-de-concubinage certificat-de-residence certificat-de-scolarite certificat-d'adressage attestation-d'accueil
    attestation-fiscale attestation-scolaire attestation-de-paiement attestation-de-domicile attestation-de-presence releve-cadastral
    plan-cadastral extrait-cadastral bulletin kit-de-tri kit paquet colis calendrier-de-collecte
    calendrier planning-de-collecte mot-de-passe titre-de-concession titre-d'identite changement-d'adresse
    changement-de-nom place-en-creche place-de-stationnement liste-electorale rib prelevement mandat echeancier changement-de-rib
    regime allergie fiche-sanitaire pai place-au-marche emplacement prime subvention aide bon-alimentaire bon-de-transport
    justificatif-d'absence absence numero-de-rue numerotage certificat-de-numerotage acte-rectifie avis-d'imposition
    compte-famille compte-parents avoir"""

#: Adjectives that may follow any of them, in the masculine singular; feminine and plural follow by rule.
ADJECTIVES = """municipal communal scolaire public electrique metallique mobile automatique amovible funeraire pieton jaune vert bleu gris rouge
    noir blanc marron sportif sanitaire pluvial routier medical electoral familial professionnel sauvage abandonne usage tombe mort vandalise
    chaud froid potable neuf defectueux incrimine concerne signale central lateral exterieur interieur souterrain principal solaire thermique tactile
    tricolore lumineux encombrant metallique plastique bois souple dur haut bas manuel numerique
    alimentaire menager recyclable vegetal organique plat rond carre flexible integral provisionnel individuel collectif
    maternel elementaire primaire periscolaire polyvalent associatif technique electronique telephonique informatique"""


#: Nouns in -ail and -ou that take an x.
_IN_X = frozenset(["travail", "vitrail", "bail", "bijou", "caillou", "genou", "joujou"])


def plural(noun: str) -> str:
    """The plural of a folded noun or adjective by rule: « panneau » → « panneaux », « nid-de-poule » → « nids-de-poule »."""
    head, sep, tail = noun.partition(" " if " " in noun else "-")
    if head[-1:] in "sxz":
        return noun
    if head in _IN_X:
        head = head[:-2] + "ux" if head.endswith("il") else head + "x"
    elif head.endswith("al"):
        head = head[:-2] + "aux"
    elif head.endswith(("au", "eu")):
        head += "x"
    else:
        head += "s"
    # « garde-corps » is one word, « arbre mort » agrees: the second word of a noun and an adjective too.
    agreed = tail if not tail or tail[-1:] in "sx" or re.match(r"(?:d[eu]?|a|au)[-' ]", tail) else tail + "s"
    return f"{head}{sep}{agreed}"


def feminine(adjective: str) -> str:
    """The feminine of a folded adjective by rule: « public » → « publique », « neuf » → « neuve »."""
    for ending, changed in _FEMININE:
        if adjective.endswith(ending):
            return adjective[: len(adjective) - len(ending)] + changed
    return adjective if adjective.endswith("e") else f"{adjective}e"


_FEMININE = (
    ("eux", "euse"), ("if", "ive"), ("euf", "euve"), ("public", "publique"), ("blanc", "blanche"), ("as", "asse"),
    ("el", "elle"), ("er", "ere"), ("ien", "ienne"), ("ton", "tonne"), ("gros", "grosse"),
)  # fmt: skip


def forms_of_nouns() -> Iterator[tuple[str, str]]:
    """Every form with its part."""
    for part, listed in (("THING", THINGS), ("JUNK", JUNK), ("PAPER", PAPERS)):
        for noun in listed.split():
            yield part, noun
            yield part, plural(noun)
    for adjective in ADJECTIVES.split():
        for form in (adjective, plural(adjective), feminine(adjective), plural(feminine(adjective))):
            yield "ADJ", form
