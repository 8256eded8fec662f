"""French words of orders, by the part they play in a sentence (p).

Each key is a part of speech of the grammar in intake.words.orders; each line below holds phrases parted by
« | », written without accents. PARTICIPLES are given in the masculine singular and grow their endings by
themselves.
"""

from __future__ import annotations

#: Participles by what they say: the end of a piece of work, a repair, a removal, a setting in place, a plan.
PARTICIPLES: dict[str, str] = {
    "DONE": """termine|fini|acheve|traite|resolu|regle|clos|cloture|fait|effectue|realise|execute|boucle|solde|satisfait""",
    "FIX": """repare|change|remplace|debouche|nettoye|rebouche|depanne|repeint|redresse|refixe|revisse|resserre|debloque
        |reinstalle|retabli|refait|recolle|rescelle|scelle|colmate|recharge|regraisse|huile|graisse|desherbe|balaye
        |retape|recousu|detartre|deneige|sale|sable|desobstrue|cure|purge|relance|reamorce|rearme|reprogramme|reimprime
        |corrige|mis a jour|remis en service|remis en etat|remis en place|remis en route|remis en marche|remis d'aplomb
        |remis a niveau|remis a neuf|remis en eau|remis en lumiere|remis sous tension|desinfecte|deratise|traite|tondu
        |taille|elague|arrose|ramone|reajuste|reetanche|reactive|renouvele|verse|rembourse|rectifie|enregistre
        |delivre|imprime""",
    "CLEAR": """enleve|ramasse|evacue|retire|efface|capture|detruit|vide|releve|debarrasse|emporte|embarque|degage
        |abattu|arrache|verbalise|coupe|broye|decolle|demonte|recupere|mis en fourriere|collecte|gratte|dessouche|tronconne""",
    "PUT": """envoye|pose|installe|livre|remis|mis|fixe|monte|plante|place|expedie|poste|transmis""",
    "PLAN": """planifie|programme|prevu|reporte|decale|cale|fixe|repousse|avance|deplace|inscrit au planning|arrete au planning""",
    "REFUSE": """refuse|rejete|ecarte|decline|deboute""",
}  # fmt: skip

#: Words and phrases by their part.
PHRASES: dict[str, str] = {
    "IT": """c'est|c est|cest|c|ca a ete|cela a ete|ca y est c'est|ca y est|tout est|tout a ete|le tout est|le tout a ete
        |voila c'est|c'est desormais|c'est maintenant|elle est|il est|elle a ete|il a ete|celle-ci est|celui-ci est""",
    "COP": """est|sont|a ete|ont ete|est desormais|sont desormais|est maintenant|a bien ete|ont bien ete|est bien|sont bien
        |est enfin|vient d'etre|viennent d'etre|est a nouveau|est de nouveau""",
    "WEHAVE": """j'ai|j ai|jai|nous avons|on a|j'ai bien|nous avons bien|on a bien|on vient de|je viens de|l'equipe a|nos agents ont
        |notre equipe a|nos equipes ont|les gars ont|j'ai tout|on a tout|nous avons tout""",
    "ALL": "completement|entierement|totalement|definitivement|tout|integralement",
    "AND": "et|puis|&|+",
    "BY": """par nos soins|par mes soins|par nous|par moi|par l'equipe|par nos equipes|par nos agents|par les agents
        |par la fourriere|de notre cote|de mon cote|pour nous|pour moi|par le service|par nos services|en regie|cote service""",
    "DET": "le|la|l'|l|les|ce|cet|cette|ces|votre|vos|notre|nos",
    "DETI": "un|une|des|du|de la|de l'|d'|deux|trois|quatre",
    "OF": "de|du|de la|de l'|des|d'|au|aux|a la|a l'|en",
    "WORK": """demande|dossier|intervention|interv|travaux|chantier|probleme|souci|affaire|ticket|fiche|signalement|reparation
        |nettoyage|elagage|curage|tonte|depannage|remplacement|pose|marquage|enlevement|ramassage|prestation|mission|operation
        |vidange|desherbage|balayage|rebouchage|deratisation|travail|reclamation|sujet|point|incident|panne|anomalie
        |dysfonctionnement|tache|changement|installation|livraison|plantation|taille|debouchage|mise en conformite|reglage
        |remise en etat|remise en service|reprise d'enrobe|salage|deneigement|arrosage|collecte|desinfection|requete|job|bi
        |bon d'intervention|di""",
    "VISIT": "planning|passage|visite|rendez-vous|rdv|rendez vous|r-v|date|date retenue|tournee|deplacement|creneau|ceremonie",
    "THING": """ampoule|ampoules|lampe|lampes|lampadaire|lampadaires|luminaire|luminaires|candelabre|eclairage|lumiere|lumieres
        |projecteur|neon|neons|tube|led|minuterie|interrupteur|prise|disjoncteur|cable|armoire|fusible|spot|spots|lanterne|lanternes
        |portail|porte|portes|portillon|serrure|serrures|poignee|cle|clef|barillet|badge|gond|gonds|charniere|verrou|cadenas|digicode
        |banc|bancs|table|chaise|jeu|jeux|balancoire|toboggan|poubelle|poubelles|corbeille|corbeilles|borne|bornes|potelet|potelets
        |panneau|panneaux|grille|grilles|avaloir|bouche|tampon|regard|caniveau|egout|canalisation
        |conduite|tuyau|tuyaux|fuite|fuites|robinet|robinets|joint|chasse d'eau|chasse|lavabo|evier|wc|toilettes|sanitaires|douche
        |chauffage|chaudiere|radiateur|radiateurs|pompe|ventilation|vmc|clim|climatisation|thermostat|vanne|compteur|filtre
        |trou|trous|nid-de-poule|nids-de-poule|nid de poule|nids de poule|chaussee|trottoir|enrobe|bordure|pave|paves|dalle|dalles
        |marche|marches|escalier|rampe|garde-corps|cloture|clotures|mur|muret|facade|toit|toiture|tuile|tuiles|gouttiere|gouttieres|vitre|vitres
        |carreau|carreaux|fenetre|volet|volets|store|stores|rideau|peinture|plafond|sol|carrelage|feu|feux|signalisation|passage pieton|passages pietons
        |abribus|arret|miroir|horodateur|fontaine|pelouse|gazon|massif|massifs|haie|haies|arbre|arbres|branche|branches|rosiers
        |ordinateur|imprimante|ecran|wifi|telephone|alarme|sono|videoprojecteur|logiciel|ascenseur|moteur|capteur|ferme-porte|verin
        |fiche de paie|cuvette|siphon|mitigeur|ballon|chauffe-eau|extincteur|boite aux lettres|boite a livres|filet|but|cage|cages
        |acte|certificat|attestation|carte|passeport|copie|extrait|livret|document|documents|inscription|nom|adresse|erreur
        |coordonnees|fichier|liste|repas|menu|caniveaux|descente|descente d'eau|bloc|caisson|place|rue|cour|parc|square|parking|chemin|fosse|aire|aire de jeux|terrain|local|gymnase|courrier|mail|reponse|ampoules led|pied|mat|boitier""",
    "JUNK": """branche|branches|arbre mort|branchage|tronc|troncs|lierre|herbes|mauvaises herbes|herbe|moto|remorque|caravane|camionnette|bouteilles|bris de verre|mobilier|electromenager|machine a laver|cartons|canettes|palette|palettes|pigeon|pigeon mort|rat mort|renard|ragondin|essaim|guepes|frelons|chenilles|couvee|tas|amas|detritus|immondices|toiles d'araignee|feuilles mortes|bouchon|racines|ronce|liane|lianes|voitures|vehicules|velos|chiens|chats|oiseau|sanglier|chevreuil|carcasse|poubelles sauvages|crottes|dejections|vomi|banderole|banderoles|panneau sauvage|affichage sauvage|affichages|depot|depots|depot sauvage|dechet|dechets|encombrant|encombrants|graffiti|graffitis|tag|tags|vehicule|voiture|epave
        |epaves|nid|nids|nid de frelons|nid de guepes|chien|chat|cadavre|animal|feuilles|feuille|verre|verres|affiche|affiches
        |matelas|canape|gravats|sac|sacs|ordures|detritus|papiers|velo|scooter|trottinette|benne|bennes|conteneur|conteneurs|souche|ronces
        |autocollant|autocollants|seringue|seringues|meuble|meubles|pneu|pneus|frigo|caddie|neige|verglas|boue|huile|branchages""",
    "ADJ": "neuf|neuve|neufs|neuves|defectueux|defectueuse|defectueuses|casse|cassee|casses|cassees|public|publique|incrimine|concerne|concernee",
    "NEW": "a neuf|a l'identique|pour de bon|definitivement",
    "CLOSE": """je cloture|on cloture|nous cloturons|je clos|on clot|nous closons|je ferme|on ferme|nous fermons|je solde|on solde
        |je termine|a clore|a cloturer|a fermer|a solder|merci de clore|merci de cloturer|merci de fermer|vous pouvez clore
        |vous pouvez cloturer|vous pouvez fermer|vous pouvez solder|on peut clore|on peut cloturer|on peut fermer|je peux clore
        |clore|cloturer|clore svp|je cloture donc|donc je cloture|a classer|je classe|peut etre close|peut etre cloturee|peut etre clos
        |peut etre cloture|peut etre fermee|peut etre ferme|je considere comme clos|a passer en termine|passer en termine
        |je passe en termine|je mets en termine|je la passe en termine|a mettre en termine""",
    "ENDED": """c'est en ordre|tout est remis en ordre|c'est tout bon pour nous|fin d'intervention|fin des travaux|fin de chantier|fin de l'intervention|plus rien a faire|rien d'autre a faire
        |rien de plus a faire|affaire classee|tout est rentre dans l'ordre|c'est rentre dans l'ordre|rentre dans l'ordre
        |tout est en ordre|tout est ok|tout est bon|tout est regle|tout est repare|retour a la normale|est rentre dans l'ordre
        |mission accomplie|c'est tout bon|le necessaire a ete fait|le necessaire est fait|necessaire fait|j'ai fait le necessaire
        |nous avons fait le necessaire|on a fait le necessaire|travail fini|plus aucun souci|c'est du passe""",
    "WORKS": """ca marche|ca fonctionne|sa marche|sa fonctionne|ca tourne|ca remarche|tout remarche|tout fonctionne|tout marche
        |ca refonctionne|remarche|fonctionne|marche|refonctionne|fonctionne a nouveau|fonctionne de nouveau|marche a nouveau
        |marche de nouveau|tout est ok|c'est operationnel|operationnel|operationnelle|est operationnel|est operationnelle
        |est en service|de nouveau en service|rue propre|tout est propre|c'est propre|est propre|marche bien|fonctionne bien
        |marche nickel|est revenu|est revenue|est retabli|plus de fuite|plus rien ne fuit|eau revenue|courant retabli""",
    "WENT": """je suis passe|on est passe|on est passes|nous sommes passes|je suis passee|je suis alle sur place|passe sur place
        |suis passe|nous sommes intervenus|on est intervenu|on est intervenus|je suis intervenu|equipe passee|l'equipe est passee
        |j'y suis passe|j'y suis alle|on y est alle|on y est alles|sur place""",
    "ASSENT": """sa y est|ca y'est|cay est|pas de souci|ok pour moi|ok pour nous|c'est ok|reçu|bien recu merci|tout bon|bien lu|vu merci|ok merci|recu 5 sur 5|message recu|ok|okay|oui|vu|lu|bien recu|recu|bien note|note|d'accord|dac|entendu|ras|voila|c'est bon|ca y est|nickel|parfait
        |tres bien|hello|pour info|info|alors|donc|bon|c'est note|bien vu|compris""",
    "THANKS": "merci|merci beaucoup|merci d'avance|merci bien|svp|stp|s'il vous plait|s'il te plait|merci a tous|de rien|merci de nous avoir prevenu|merci de nous avoir prevenus|merci de nous avoir alertes|merci du signalement|merci pour le signalement",
    "PAST": """hier|ce matin|hier matin|hier soir|hier apres-midi|ce jour|a l'instant|tout a l'heure|cette nuit|ce midi|hier midi
        |la semaine derniere|avant-hier|depuis hier|depuis ce matin|ce lundi|dans la matinee|en debut de matinee|en fin de matinee
        |cet apres-midi|aujourd'hui|ce soir|il y a une heure|lundi dernier|mardi dernier|mercredi dernier|jeudi dernier|vendredi dernier
        |dans la foulee|immediatement|en urgence|dans la nuit|cette apres-midi|cet aprem|ce jour meme""",
    "NOW": """des maintenant|maintenant|tout de suite|de suite|ce jour|aujourd'hui|ce matin|cet apres-midi|immediatement|illico
        |des aujourd'hui|dans la journee|dans la matinee|personnellement|moi-meme|de mon cote|de notre cote|depuis ce matin
        |en urgence|rapidement|des que possible|sans tarder|ce soir|d'ici ce soir|au plus vite|par nos soins|par mes soins""",
    "MOMENT": """matin|apres-midi|soir|midi|dans la matinee|dans l'apres-midi|au matin|en matinee|le matin|l'apres-midi|premiere heure
        |a la premiere heure|en debut de matinee|en fin de matinee|en debut d'apres-midi|en fin d'apres-midi|en fin de journee|toute la journee
        |nuit|de nuit|dans la journee|a partir de|vers|entre|des|en soiree|aprem|tot""",
    "TAKE": """je regarde|on regarde|nous regardons|je jette un oeil|je men charge|jmen charge|jmen occupe|j men occupe|jm'en occupe|jm'en charge|je m en charge|on sen charge|je m'y attelle|j'en fais mon affaire|je suis le dossier|je pilote|je prends la main|je my colle|je m y colle|j'm'en occupe|j'm'en charge|je m'attelle|je me charge de|je m'occupe de|je me lance|on se met dessus|on prend la main|je la prend|je le prend|jle prends|jla prends|je l'ai|je demarre dessus|on sy met|je m y mets|je me penche dessus|je mets quelqu'un dessus|je reprends|je reprends le dossier|on attaque ca|je vais m'en occuper|je vais m'en charger|on va s'en occuper|on va s'en charger|nous allons nous en occuper|je vais traiter|je vais gerer|on va gerer|je prends en charge|nous prenons en charge|on prend en charge|je m'en occupe|je m en occupe|on s'en occupe
        |nous nous en occupons|je m'en charge|on s'en charge|nous nous en chargeons|je prends|je le prends
        |je la prends|nous prenons|je gere|on gere|nous gerons|je traite|on traite|nous traitons|je m'y mets
        |je m'y colle|on s'y met|j'y vais|j y vais|on y va|j'attaque|on attaque|je commence|je recupere
        |je prends en main|je prends en compte|je suis dessus|on est dessus|je m'en saisis|je me charge
        |je m'occupe|je la garde|je le garde|je la traite|je le traite|je prend|je prend en charge|je men occupe
        |on sen occupe|je prends ca|je prends celle-ci|je prends celui-ci|je m'occupe|a moi de jouer
        |je pars sur place|je m'en empare|on prend|on demarre|je demarre|pour moi celle-ci|jy vais
        |je me mets dessus""",
    "TAKEN": """prise en compte|prises en compte|bien prise en compte|bien pris en compte|bien pris en charge|bien prise en charge|en cours de prise en charge|en cours de resolution|traitement lance|pris en charge|prise en charge|prises en charge|en cours|en cours de traitement|en traitement|pec|p.e.c
        |pris|pris en main|mise en traitement|intervention en cours|travaux en cours|traitement en cours
        |dossier en cours|pris en compte|c'est parti""",
    "RELAY": "je prends le relais|je prends la suite|je prends la releve|je reprends la suite|je remplace",
    "HAND": "en main|en charge|en compte|sous le coude|sur moi",
    "ABOUT": "sur|de|du|d'|avec",
    "THIS": "celle-la|celui-la|cela|celle-ci|celui-ci|cette demande|ce dossier|votre demande|la demande|le ticket|ce ticket|ca|le dossier|cette affaire|ce sujet|ce point|votre dossier|votre signalement|ce signalement|le sujet|de votre demande|de cette demande|de ce dossier|de ca|de celle-ci|de celui-ci|du dossier|du sujet|de la demande|cette intervention",
    "ABSENT": "est en arret|est absent|est absente|etant absent|etant absente|est en conge|est en conges|est en vacances|est malade|n'est pas la|est en formation",
    "ACCEPT": "accepte|acceptee|valide|validee|bon pour accord",
    "ONSITE": """equipe sur place|une equipe est sur place|l'equipe est sur place|equipe deja sur place|on est sur place
        |je suis sur place|une equipe est partie|l'equipe est en route|equipe en route|nous sommes sur place|une equipe est en route""",
    "SINCE": "depuis|a|vers|des",
    "WEGO": """on passera|nous passerons|on passe|je passe|je passerai|nous passons|on intervient|on interviendra|nous interviendrons|j'interviens
        |j'interviendrai|notre equipe passera|l'equipe passera|une equipe passera|notre equipe interviendra|l'equipe interviendra
        |une equipe interviendra|nos agents passeront|nos agents interviendront|un agent passera|un agent interviendra|on fait ca|on le fait|on la fait
        |je fais ca|je le fais|je la fais|on y va|j'y vais|on y passe|j'y passe|on fera ca|je ferai ca|l'equipe passe|equipe passe|l'entreprise passe
        |l'entreprise passera|l'entreprise interviendra|l'entreprise intervient|le prestataire passe|le prestataire passera|le prestataire interviendra
        |nous ferons ca|on s'en occupe|je m'en occupe|nous nous en occuperons|je m'en occuperai|on viendra|nous viendrons|je viendrai|nous venons|on vient
        |on commence|nous commencerons|intervention|passage""",
    "PUTPLAN": """je mets ca|je l'ai mis|je l'ai mise|je le mets|je la mets|je mets|je planifie|je programme|je cale|je cale ca|je l'ai cale|je l'ai calee
        |je le planifie|je la planifie|je le programme|je la programme|on planifie|on programme|nous planifions|nous programmons|on cale ca|je note
        |je l'ai note|je l'ai planifie|je l'ai planifiee|je l'ai programme|je l'ai programmee|j'ai planifie|j'ai programme|j'ai cale|je l'inscris|a planifier|a programmer
        |planifier|programmer|a prevoir|je reporte|on reporte|je decale|on decale|nous reportons|je prevois|on prevoit|nous prevoyons""",
    "ATDATE": "au planning|au planning de|au planning du|pour|le|la|a|au|pour le|du|de|ce|en|d'|:|des|a partir de|dans la nuit du|nuit du",
    "AGREED": "pris|prise|fixe|fixee|convenu|convenue|cale|calee|confirme|confirmee|retenu|retenue|valide|validee|ok",
    "WITH": "avec|chez|aupres de|aupres du",
    "PERSON": "le demandeur|la demandeuse|l'usager|le monsieur|la dame|le riverain|vous|elle|lui|la famille|l'administre|le locataire|la locataire",
    "GEAR": """nacelle|camion|equipe|agents|agent|renfort|materiel|pluie|gel|neige|intemperies|meteo|orage|vent""",
    "GEARED": "reserve|reservee|reserves|reservees|annonce|annoncee|annonces|dispo|disponible|prevenu|prevenue|prevenus|averti|avertie|bloquee|bloque|validee|valide",
    "PHOTO": "photo jointe|photos jointes|voir photo|voir la photo|voir photos|photo ci-jointe|ci-joint photo|photo a l'appui|cf photo|photos ci-jointes|voir les photos|ci-joint la photo|photo en pj|voir pj|photo|photos|rapport joint|pv dresse|facture jointe",
    "WAITHEAD": """bloque tant que|bloquee tant que|en attente tant que|suspendu tant que|on attend que|j'attends que|att|j'attend|j attend|j attends|jattend|on attends|nous sommes en attente|je suis en attente|mis en stand by|en stand by|mise en standby|attente de|je patiente|on patiente|nous restons en attente|je reste en attente|en attente actuellement|en attente|mise en attente|mis en attente|mettre en attente|je mets en attente|on met en attente|nous mettons en attente
        |a mettre en attente|remis en attente|remise en attente|en attente donc|donc en attente|reste en attente|suspendu|suspendue
        |prise en charge suspendue|demande suspendue|dossier suspendu|en pause|je mets en pause|mis en pause|mise en pause|en suspens|en standby
        |en stand-by|gele|gelee|bloque|bloquee|en sommeil|je le mets en attente|je la mets en attente|je mets donc votre demande en attente|je mets votre demande en attente
        |l'instruction est suspendue|instruction suspendue|est suspendue|est suspendu|mis en attente svp|votre demande est en attente|demande en attente|dossier en attente
        |on attend|j'attends|nous attendons|attente|toujours en attente|jattends""",
    "REFUSEHEAD": """ne releve pas de la commune|ne releve pas de la ville|ne releve pas de la mairie|ne releve pas de nos competences|ca ne releve pas de la commune|cela ne releve pas de la commune|cela ne releve pas de nos competences|pas de la competence de la commune|pas du ressort de la commune|pas une competence communale|hors perimetre communal|hors territoire communal|hors competence communale|hors competences communales|affaire entre particuliers|litige entre particuliers|litige entre voisins|litige prive|pas de suite|pas de suite a donner|pas de suite donnee|demande irrecevable|hors perimetre|hors champ|hors delai|nous refusons|nous ne pouvons accepter|nous ne pouvons pas accepter|ne sera pas accordee|irrecevable en l'etat|irrecevable|sans suite|classe sans suite|classee sans suite|a refuser|a rejeter|je refuse|on refuse|nous refusons
        |je rejette|on rejette|demande refusee|demande rejetee|dossier refuse|dossier rejete|refus|rejet|hors competence|hors commune|a classer sans suite
        |je classe sans suite|on classe sans suite|nous ne donnons pas suite|nous ne donnons donc pas suite|on ne donne pas suite|non recevable|non retenu|non retenue
        |nous ne pouvons pas donner suite|on ne peut pas donner suite|je ne donne pas suite|la demande est refusee|demande irrecevable|refusons|a refuser svp
        |n'a pas retenu votre demande|n'a pas ete retenue|ne peut pas etre acceptee|la commission n'a pas retenu votre demande""",
    "REOPEN": """merci de le remettre en cours|merci de la remettre en cours|merci de remettre en cours|merci de le rouvrir|merci de la rouvrir|le remettre en cours|la remettre en cours|je remets le dossier en cours|je remets la demande en cours|on remet en cours|remets-la en cours|remets-le en cours|remettez-le en cours|remettez-la en cours|reouverture|je dois rouvrir|il faut rouvrir|rouvre|rouvre-la|rouvre-le|je rouvre|on rouvre|nous rouvrons|a rouvrir|rouvrir|reouvrir|a reouvrir|rouvert|rouverte|reouvert|reouverte|remettez-la ouverte|remettez-le ouvert
        |remettre ouverte|a reprendre|je la rouvre|je le rouvre|merci de rouvrir|remettre en cours|a remettre en cours|je remets en cours|rouvrez|rouvrez-la|rouvrez-le|je reouvre|on reouvre""",
    "MISTAKE": "par erreur|trop vite|trop tot|a tort|par megarde",
    "DUP": """meme chose|la meme chose|meme objet|meme souci|meme panne|meme trou|meme depot|meme fuite|meme lampadaire|deja signale sous|deja signalee|deja signalee sous|deja traite sous|deja enregistre sous|fait double emploi|double emploi|la meme que|le meme que|identique|doublon|un doublon|double|en double|doublonne|le doublon|meme demande|la meme demande|meme signalement|le meme signalement|meme sujet|meme probleme|doublonne|idem|deja signale|fait doublon
        |c'est le meme|c'est la meme|a rattacher|a fusionner|a regrouper|nous regroupons vos deux messages|nous regroupons vos messages|je regroupe|rattacher|fusionner|doublons""",
    "SEE": "sous|sous le|sous la|sous le numero|sous la reference|a la demande|avec le numero|voir|cf|cf.|voir la|voir le|avec|avec la|avec le|a la|a|au|de|de la|du|que|que la|sur|et|n°|no|ref|la|le|numero|demande|la demande|dossier|est|vers",
    "GIVE": """transferer|transfere|transferez|a transferer|transmettre|transmettez|a transmettre|transmis|je transmets|je transfere|reaffecter|a reaffecter|reaffectez|je reaffecte
        |affecter|a affecter|affectez|j'affecte|reattribuer|a reattribuer|reattribuez|je reattribue|attribuer|a attribuer|attribuez|j'attribue|assigner|a assigner|assignez|assigne
        |reorienter|a reorienter|je reoriente|passer|a passer|je passe|passez|je passe la main|a donner|donner|donne|donnez|a envoyer|envoyer|envoyez|je renvoie|renvoyer
        |a renvoyer|renvoyez|basculer|a basculer|je bascule|basculez|bascule|confier|a confier|je confie|confiez|a rediriger|rediriger|je redirige|merci de transmettre
        |merci de transferer|merci de basculer|merci de reaffecter|merci de reattribuer|merci de passer|merci de rediriger|merci d'affecter|merci d'envoyer|merci de renvoyer|je laisse|on transmet|on transfere|nous transmettons
        |nous transferons|transferee|reattribuee|reaffectee|assignee|affectee|a adresser|adresser|je repasse|je donne|je fais suivre|faire suivre|a faire suivre|faites suivre|reaffecte|reattribue|a voir avec|la main
        |j'ai transmis|j'ai transfere|je l'ai transmis|je le transmets|je la transmets|je le passe|je la passe|je l'envoie|je le donne|je la donne|a remettre|j'ai reaffecte""",
    "TO": "a|au|aux|a la|a l'|vers|vers le|vers la|vers les|pour|le|la|les|l'|chez|cote|a mon collegue|a ma collegue|mon collegue|ma collegue|mes collegues|aux collegues|a nos collegues|equipe|l'equipe|service|au service|du|de la|des|le service|du service|a|:|aux collegues de|aux collegues du|aux collegues de la|aux collegues des",
    "CONCERNS": """releve de|releve du|releve des|ca releve de|ca releve du|ca releve des|cela releve de|cela releve du|cela releve des|concerne|ca concerne|cela concerne|c'est pour|c'est au|c'est a|pour|c'est du ressort de|c'est du ressort du|du ressort de|du ressort du|du ressort des
        |ressort de|ressort du|voir|voir avec|plutot pour|c'est plutot pour|c'est la competence de|c'est l'affaire de|destine a|revient a|ca revient a|cela revient a|depend de|depend du|depend des|ca depend de|ca depend du|ca depend des|c'est cote|a voir avec|c'est|plutot""",
    "MISROUTED": """mal aiguille|mal aiguillee|mal oriente|mal orientee|erreur de service|erreur d'aiguillage|erreur d'affectation|pas pour nous|pas pour moi|ce n'est pas pour nous|ce n'est pas pour moi
        |c'est pas pour nous|c'est pas pour moi|n'est pas pour nous|pas chez nous|ce n'est pas chez nous|c'est pas chez nous|ce n'est pas de notre ressort|pas de notre ressort|hors de mon secteur|pas mon secteur|pas notre secteur
        |ce n'est pas mon secteur|ce n'est pas notre secteur|ce n'est pas nous|c'est pas nous|pas nous|pas de notre competence|ce n'est pas de notre competence|mauvais service|c'est son secteur|c'est leur secteur|c'est son domaine
        |c'est la leur|c'est leur domaine|c'est a eux|c'est pour eux|qui connait le dossier|qui est d'astreinte|qui est d'astreinte ce week-end|je suis en conge ce soir|je suis en conges ce soir|moi je suis en conge ce soir
        |je suis en conge|je suis en conges|je suis absent|je suis absente|renvoyez leur|a eux|c'est de leur ressort|c'est leur competence|erreur de destinataire|pas de mon ressort""",
    "HANDLE": "traiter|gerer|s'en occuper|regarder|suivre|prendre|traite|s'en charge|gere|faire",
    "NOT": "pas|et pas|plutot que|et non|pas le|pas la|pas les|et non la",
    "TOKNOW": "pour information",
    #: Words of orders that order nothing where they stand so: a sentence with one is not understood.
    "FALSE": """je prends note|je prends bonne note|en fait|au fait|il fait|ca fait|cela fait|tout a fait|prends note|bien fait|mal fait
        |mal regle|mal reglee|fait a|fait beau|fait chaud|fait froid|tout fait|c'est un fait|prise de|parti pris|de fait|pas termine
        |pas fait|pas faite|rien de fait|a moitie|en partie|pour l'instant|pour le moment|en principe|deja regle|trop""",
    "HAS": "a|a bien|a tout",
    "HOW": "par telephone|par mail|par courriel|par courrier|sur place|au guichet|de vive voix|a distance|au comptoir",
    "ADDRESSEE": "madame|monsieur|mesdames|messieurs|chere madame|cher monsieur",
    "LASTS": "toute la semaine|toute la journee|demain|cette semaine|la semaine prochaine|ces jours-ci",
}  # fmt: skip

#: A word that, anywhere in a message, keeps an order from being done: a condition, a limit, a doubt, hearsay.
BLOCKERS = frozenset(
    [
        "si",
        "sinon",
        "mais",
        "sauf",
        "hormis",
        "excepte",
        "moitie",
        "partie",
        "partiel",
        "partielle",
        "partiellement",
        "provisoire",
        "provisoires",
        "provisoirement",
        "temporaire",
        "temporaires",
        "temporairement",
        "presque",
        "quasi",
        "quasiment",
        "bientot",
        "manque",
        "manquent",
        "manquait",
        "reste",
        "restent",
        "restera",
        "resterait",
        "peut-etre",
        "peut",
        "normalement",
        "principe",
        "probablement",
        "sans-doute",
        "doute",
        "theoriquement",
        "theorie",
        "crois",
        "pense",
        "semble",
        "semblent",
        "parait",
        "devrait",
        "devraient",
        "pourrait",
        "pourraient",
        "faudrait",
        "serait",
        "seraient",
        "aurait",
        "confirmer",
        "verifier",
        "verifierai",
        "revenir",
        "reviens",
        "revient",
        "reviendra",
        "reviendrai",
        "reviendrons",
        "repasse",
        "repasser",
        "repasserai",
        "repasserons",
        "repassera",
        "encore",
        "pas",
        "jamais",
        "rien",
        "aucun",
        "aucune",
        "non",
        "ne",
        "n",
        "ni",
        "annule",
        "annulee",
        "annuler",
        "annulation",
        "erreur",
        "dit",
        "disent",
        "dire",
        "dites",
        "assure",
        "assurent",
        "selon",
        "apparemment",
        "soi-disant",
        "pretend",
        "parait-il",
        "pret",
        "prete",
        "quand",
        "lorsque",
        "tant",
        "avant",
        "demain",
        "prochain",
        "prochaine",
        "prochainement",
        "ulterieurement",
        "plus-tard",
        "suite",
        "suivra",
        "suivront",
        "sera",
        "seront",
        "ferai",
        "ferons",
        "fera",
        "feront",
        "finira",
        "finirons",
        "finirai",
        "essai",
        "essaye",
        "essayer",
        "tente",
        "tenter",
        "pourquoi",
        "comment",
        "quoi",
        "combien",
        "lequel",
        "laquelle",
        "autre",
        "autres",
        "seulement",
        "uniquement",
        "juste",
        "initialement",
        "puis",
        "ensuite",
        "finalement",
        "cependant",
        "toutefois",
        "pourtant",
        "neanmoins",
        "malheureusement",
        "ironie",
        "hein",
        "lol",
        "mdr",
        "only",
        "but",
        "not",
        "if",
        "maybe",
        "perhaps",
        "except",
        "partly",
        "partially",
        "temporarily",
        "almost",
        "half",
        "until",
        "unless",
        "should",
        "would",
        "could",
        "will",
        "tomorrow",
        "later",
        "soon",
        "again",
        "still",
        "however",
        "said",
        "says",
        "think",
        "seems",
        "never",
        "nobody",
        "nothing",
        "no",
        "isn't",
        "wasn't",
        "hasn't",
        "don't",
        "revoir",
        "refaire",
        "finitions",
        "faudra",
        "faut",
        "prevoir",
        "complement",
        "complements",
        "definitive",
        "definitif",
        "continue",
        "continuer",
        "clignote",
        "recommence",
        "abandon",
        "abandonne",
        "possible",
        "impossible",
        "impossibles",
        "question",
        "veut",
        "voudrait",
        "souhaite",
        "attendre",
        "attends",
        "attend",
        "attendons",
        "attente",
        "suspendu",
        "en-pause",
        "scotch",
        "dépanne-provisoire",
        "bricole",
        "rafistole",
        "sous-reserve",
        "reserve",
    ]
)

#: Words of a requester's part in a waiting, and of everything else one waits for.
WAITS_FOR_REQUESTER = frozenset(
    [
        "demandeur",
        "demandeuse",
        "demandeurs",
        "usager",
        "usagere",
        "administre",
        "administree",
        "riverain",
        "riveraine",
        "dame",
        "monsieur",
        "madame",
        "locataire",
        "famille",
        "parent",
        "parents",
        "maman",
        "papa",
        "requerant",
        "mr",
        "citoyen",
        "interesse",
        "interessee",
        "petitionnaire",
        "justificatif",
        "justificatifs",
        "photo",
        "photos",
        "incomplet",
        "incomplete",
        "domicile",
        "adresse",
        "rib",
        "quittance",
        "formulaire",
        "livret",
        "ordonnance",
        "medical",
        "identite",
        "precision",
        "precisions",
        "adherent",
        "association",
        "rappelle",
        "reponse-de-votre",
    ]
)
WAITS_FOR_US = frozenset(
    [
        "devis",
        "piece",
        "pieces",
        "commande",
        "commandes",
        "commandee",
        "livraison",
        "livraisons",
        "fournisseur",
        "prestataire",
        "entreprise",
        "materiel",
        "materiaux",
        "dict",
        "budget",
        "budgetaire",
        "vote",
        "gel",
        "meteo",
        "pluie",
        "neige",
        "degel",
        "nacelle",
        "camion",
        "engin",
        "avis",
        "abf",
        "architecte",
        "expert",
        "assureur",
        "assurance",
        "stock",
        "enrobe",
        "validation",
        "arbitrage",
        "conseil",
        "commission",
        "accord",
        "feu-vert",
        "huissier",
        "geometre",
        "enedis",
        "grdf",
        "orange",
        "sncf",
        "controle",
        "technique",
        "rapport",
        "adjoint",
        "adjointe",
        "secretariat",
        "hierarchie",
        "elu",
        "maire",
        "dgs",
        "direction",
        "signature",
        "marche",
        "consultation",
        "renfort",
        "effectif",
        "conges",
        "printemps",
        "ete",
        "hiver",
        "automne",
        "intemperies",
        "liquidation",
        "recrutement",
        "penurie",
        "approvisionnement",
        "interne",
        "internes",
        "concessionnaire",
        "syndicat",
        "departement",
        "prefecture",
        "agglo",
        "agglomeration",
        "interco",
        "bailleur",
    ]
)

#: What only the requester can give; a person named in passing is no proof that one waits for them.
PAPERS = frozenset(
    [
        "justificatif",
        "justificatifs",
        "photo",
        "photos",
        "incomplet",
        "incomplete",
        "domicile",
        "adresse",
        "rib",
        "quittance",
        "formulaire",
        "livret",
        "ordonnance",
        "medical",
        "identite",
        "precision",
        "precisions",
    ]
)
