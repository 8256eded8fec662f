"""Names of things that requests are about, and what is said of their state.

Other nouns are an open class: see intake.words.lexicon.open_class.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "THING": """ampoule|ampoules|lampe|lampes|lampadaire|lampadaires|luminaire|luminaires|candelabre|eclairage
        |lumiere|lumieres|projecteur|neon|neons|tube|led|minuterie|interrupteur|prise|disjoncteur|cable
        |armoire|fusible|spot|spots|lanterne|lanternes|portail|porte|portes|portillon|serrure|serrures
        |poignee|cle|clef|barillet|badge|gond|gonds|charniere|verrou|cadenas|digicode|banc|bancs|table
        |chaise|jeu|jeux|balancoire|toboggan|poubelle|poubelles|corbeille|corbeilles|borne|bornes
        |potelet|potelets|panneau|panneaux|grille|grilles|avaloir|bouche|tampon|regard|caniveau|egout
        |canalisation|conduite|tuyau|tuyaux|fuite|fuites|robinet|robinets|joint|chasse d'eau|chasse
        |lavabo|evier|wc|toilettes|sanitaires|douche|chauffage|chaudiere|radiateur|radiateurs|pompe
        |ventilation|vmc|clim|climatisation|thermostat|vanne|compteur|filtre|trou|trous|nid-de-poule
        |nids-de-poule|chaussee|trottoir|enrobe|bordure|pave|paves|dalle
        |dalles|marche|marches|escalier|rampe|garde-corps|cloture|clotures|mur|muret|facade|toit|toiture
        |tuile|tuiles|gouttiere|gouttieres|vitre|vitres|carreau|carreaux|fenetre|volet|volets|store
        |stores|rideau|peinture|plafond|sol|carrelage|feu|feux|signalisation|passage pieton
        |passages pietons|abribus|arret|miroir|horodateur|fontaine|pelouse|gazon|massif|massifs|haie
        |haies|arbre|arbres|branche|branches|rosiers|ordinateur|imprimante|ecran|wifi|telephone|alarme
        |sono|videoprojecteur|logiciel|ascenseur|moteur|capteur|ferme-porte|verin|fiche de paie|cuvette
        |siphon|mitigeur|ballon|chauffe-eau|extincteur|boite aux lettres|boite a livres|filet|but|cage
        |cages|acte|certificat|attestation|carte|passeport|copie|extrait|livret|document|documents
        |inscription|nom|adresse|erreur|coordonnees|fichier|liste|repas|menu|caniveaux|descente
        |descente d'eau|bloc|caisson|place|rue|cour|parc|square|parking|chemin|fosse|aire|aire de jeux
        |terrain|local|gymnase|courrier|mail|reponse|ampoules led|pied|mat|boitier""",
    "JUNK": """branche|branches|arbre mort|branchage|tronc|troncs|lierre|herbes|mauvaises herbes|herbe|moto
        |remorque|caravane|camionnette|bouteilles|bris de verre|mobilier|electromenager|machine a laver
        |cartons|canettes|palette|palettes|pigeon|pigeon mort|rat mort|renard|ragondin|essaim|guepes
        |frelons|chenilles|couvee|tas|amas|detritus|immondices|toiles d'araignee|feuilles mortes|bouchon
        |racines|ronce|liane|lianes|voitures|vehicules|velos|chiens|chats|oiseau|sanglier|chevreuil
        |carcasse|poubelles sauvages|crottes|dejections|vomi|banderole|banderoles|panneau sauvage
        |affichage sauvage|affichages|depot|depots|depot sauvage|dechet|dechets|encombrant|encombrants
        |graffiti|graffitis|tag|tags|vehicule|voiture|epave|epaves|nid|nids|nid de frelons|nid de guepes
        |chien|chat|cadavre|animal|feuilles|feuille|verre|verres|affiche|affiches|matelas|canape|gravats
        |sac|sacs|ordures|papiers|velo|scooter|trottinette|benne|bennes|conteneur|conteneurs|souche
        |ronces|autocollant|autocollants|seringue|seringues|meuble|meubles|pneu|pneus|frigo|caddie|neige
        |verglas|boue|huile|branchages|fumier|gravillons|cailloux|contrevenant|contrevenants|conducteur|algues|poussiere|crottin""",
    "PAPER": """numero de telephone|adresse mail|adresse postale|trop-percu|acte|actes|copie|copies|copie integrale|extrait|extraits|certificat|certificats|attestation
        |attestations|livret|livrets|livret de famille|carte|cartes|carte d'identite|carte d'electeur
        |carte electorale|cni|passeport|passeports|titre|titres|permis|cu|certificat d'urbanisme
        |certificat de vie|certificat d'hebergement|autorisation|inscription|inscriptions|badge|badges
        |remboursement|derogation|transfert|transferts|changement d'adresse|changement de nom|abonnement
        |duplicata|recepisse|macaron|vignette|radiation|rectification|titre d'identite|acte de naissance
        |acte de mariage|acte de deces|cle|cles|place en creche|place de stationnement
        |dossier d'inscription|adresse|nom|coordonnees|prenom|regime|allergie|concession
        |titre de concession|attestation d'accueil|attestation de domicile|attestation fiscale
        |attestation scolaire|sacs|bac|bacs|composteur|composteurs|carte de stationnement
        |carte de dechetterie|carte de bus|carte de cantine|quotient|quotient familial|compte
        |compte famille|acces|mot de passe|identifiants|identifiant|fiche|liste electorale|procuration
        |recensement|repas""",
    "BILL": "facture|factures|avoir|solde|tarif|quotient|facturation",
    "ADJ": """neuf|neuve|neufs|neuves|defectueux|defectueuse|defectueuses|casse|cassee|casses|cassees|public
        |publique|incrimine|concerne|concernee|abandonne|abandonnee|abandonnes|abandonnees|tombe|tombee
        |tombees|tombes|mort|morte|morts|mortes|vandalise|vandalisee|usage|usagee|usages|usagees|sauvage
        |sauvages|municipal|municipale|municipaux|communal|communale|communaux|scolaire|scolaires
        |electrique|electriques|metallique|metalliques|mobile|mobiles|automatique|automatiques|amovible
        |amovibles|funeraire|funeraires|cyclable|pieton|pietonne|pietons|jaune|jaunes|vert|verte|verts
        |vertes|bleu|bleue|bleus|gris|grise|rouge|rouges|noir|noire|blanc|blanche|blancs|blanches|marron
        |sportif|sportive|sanitaire|sanitaires|pluvial|pluviale|pluviales|routier|routiere|medical
        |electoral|electorale|familial|familiale|professionnel|hs|descelle|descellee|fendu|fendue
        |rouille|rouillee|tordu|tordue|demande|demandee|demandes|demandees|sollicite|sollicitee|souhaite|souhaitee|attendu|attendue""",
    "GUARD": """barriere|barrieres|barriere de securite|barriere automatique|barriere levante|plaque|plaques""",
    "FAULTY": """brise|brisee|brises|brisees|abime|abimee|deteriore|deterioree|degrade|degradee|manquant
        |manquante|tague|taguee|cassees|casses|fissure|fissuree|bloque|bloquee|eteint|eteinte|eteints
        |desserre|desserree|desserres|desserrees|grille|grillee|grilles|grillees|hs|bouche|bouchee|casse
        |cassee|use|usee|uses|fendu|fendue|fondu|fondue|coince|coincee|debranche|debranchee|rouille
        |rouillee|mort|morte|coupe|coupee|demonte|demontee|tordu|tordue|sorti|sortie|disjoncte|arrache
        |arrachee|decolle|decollee|encrasse|encrassee|pourri|pourrie|perce|percee|defectueux|defectueuse
        |vide|vides|plein|pleine|sature|saturee|dessoude|debloque""",
    "GEAR": """nacelle|camion|tracteur|tractopelle|pelle|fourgon|deneigeuse|equipe|agents|agent|renfort|materiel|pluie|gel|neige|intemperies|meteo|orage|vent""",
    "GEARED": """reserve|reservee|reserves|reservees|annonce|annoncee|annonces|dispo|disponible|prevenu|prevenue
        |prevenus|averti|avertie|bloquee|bloque|validee|valide""",
    "MACHINE": """balayeuse|laveuse|tondeuse|epareuse|camion|benne|saleuse|hydrocureuse|cureuse|karcher|souffleuse
        |rouleau|desherbeuse|deneigeuse""",
    "HOLE": """trou|trous|nid de poule|nids de poule|nid de poules|ornière|ornieres|tranchee|tranchees|fissure|fissures|breche|cavite|excavation|affaissement""",
    "FILLED": """bouche|bouches|bouchee|bouchees|comble|combles|rempli|remplis|remblaye|remblayes|repris|reprise|reprises|goudronne|goudronnes""",
    "VESSEL": """corbeille|corbeilles|poubelle|poubelles|bac|bacs|benne|bennes|conteneur|conteneurs|container|containers|colonne|colonnes|colonne a verre|borne a verre|borne textile|borne|bornes|cendrier|cendriers|fosse|fosses|cuve|cuves|point d'apport|point d'apport volontaire|pav|bac a graisse|avaloir|avaloirs|caniparc|canisac|distributeur""",
    "EMPTIED": """vide|vides|videe|videes|releve|releves|relevee|relevees|collecte|collectes|collectee|collectees|ramasse|ramasses|ramassee|ramassees|sorti|sortis|nettoye|nettoyes|debarrasse""",
    "SWAPPED": """echange|echanges|echangee|echangees|change|changes|changee|changees|remplace|remplaces|remplacee|remplacees|substitue""",
    "TREE": """arbre|arbres|peuplier|peupliers|platane|platanes|cypres|sapin|sapins|marronnier|marronniers|tilleul|tilleuls|acacia|chene|branche|branches|haie|haies|souche|souches|herbe|herbes""",
    "FELLED": """abattu|abattus|abattue|abattues|coupe|coupes|coupee|coupees|elague|elagues|elaguee|elaguees|taille|tailles|taillee|taillees|arrache|arraches|tronconne|tronconnes|debite|debites|evacue|fauche|fauches|fauchee|fauchees|rabattu|rabattue""",
    "TROUBLE": """panne|pannes|defaut|defauts|anomalie|anomalies|souci|probleme|dysfonctionnement|bug|bogue|erreur|erreurs|degat|degats|court-circuit|desordre|coquille|blocage|dysfonctionnements|malfacon|infiltration|odeur|nuisance|gene|conflit|litige|differend""",
    "LEVIED": """leve|levee|levees|leves|supprime|supprimee|elimine|eliminee|solutionne|solutionnee|corrige|corrigee""",
    "SURFACE": "mur|murs|muret|facade|facades|porte|portail|vitrine|transformateur|armoire|rideau|banc|pilier|colonne|abri|panneau|grille|toit",
    "NEWADJ": """neuf|neuve|neufs|neuves|nouveau|nouvelle|etanche|propre|d'origine|renforce|renforcee|led""",
}  # fmt: skip
