"""Words that end a request, and remarks that go with an end."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "WORK": """trvx|tvx|trx|boulot|taf|ouvrage|besogne|commande de travaux|demarche|enlevement des encombrants|chgt|chgmt|rempl|remplct|nett|repa|inter|curage|fauchage|debroussaillage|deblayage|evacuation|nettoiement|remise en place|remise en route|remise en marche|remise a niveau|mise en service|mise a jour|verification|maintenance|entretien|revision|desinsectisation|detartrage|ramonage|relamping|rejointoiement|scellement|goudronnage|traitement|menage|ronde|passage|tonte|abattage|dessouchage|degagement|deneigement|sablage|pompage|vidange|rangement|transport|controle|demontage|montage|raccordement|branchement|remblaiement|reprise|refection|renovation|mise en peinture|demande|dossier|intervention|interv|travaux|chantier|probleme|souci|affaire|ticket|fiche
        |signalement|reparation|nettoyage|elagage|depannage|remplacement|pose|marquage
        |enlevement|ramassage|prestation|mission|operation|desherbage|balayage|rebouchage
        |deratisation|travail|reclamation|sujet|point|incident|panne|anomalie|dysfonctionnement|tache
        |changement|installation|livraison|plantation|taille|debouchage|mise en conformite|reglage
        |remise en etat|remise en service|reprise d'enrobe|salage|arrosage|collecte
        |desinfection|requete|job|bi|bon d'intervention|di|purge|purges|soudure|rincage|mise en eau|mise a niveau""",
    "CLOSE": """ok pour cloture|ok pour clore|ok pour cloturer|bon pour cloture|fin du dossier|on clot ca|je clos ca|a cloturer donc|tu peux clore|a passer en traite|passer en traite|je passe en fait|je cloture|on cloture|nous cloturons|je clos|on clot|nous closons|je ferme|on ferme|nous fermons
        |je solde|on solde|je termine|a clore|a cloturer|a fermer|a solder|merci de clore
        |merci de cloturer|merci de fermer|vous pouvez clore|vous pouvez cloturer|vous pouvez fermer
        |vous pouvez solder|on peut clore|on peut cloturer|on peut fermer|je peux clore|clore|cloturer
        |clore svp|je cloture donc|donc je cloture|a classer|je classe|peut etre close
        |peut etre cloturee|peut etre clos|peut etre cloture|peut etre fermee|peut etre ferme
        |je considere comme clos|a passer en termine|passer en termine|je passe en termine
        |je mets en termine|je la passe en termine|a mettre en termine""",
    "ENDED": """on s'en est occupe|je m'en suis occupe|je m'en suis charge|on s'en est charge|nous nous en sommes occupes|l'equipe s'en est occupee|nous nous en sommes charges|tout est reparti|tout est remonte|tout est remis|c'est plie|c'est boucle|affaire pliee|c'est tout bon|plus rien a signaler|tout est revenu a la normale|c'est revenu a la normale|retour a la normale confirme|rien d'autre a signaler|c'est bon de notre cote|c'est regle de notre cote|c'est fini pour nous|c'est termine pour nous|termine pour nous|termine de notre cote|tout est termine de notre cote|fini de notre cote|objectif rempli|c'est en ordre|tout est remis en ordre|c'est tout bon pour nous|fin d'intervention
        |fin des travaux|fin de chantier|fin de l'intervention|plus rien a faire|rien d'autre a faire
        |rien de plus a faire|affaire classee|tout est rentre dans l'ordre|c'est rentre dans l'ordre
        |rentre dans l'ordre|tout est en ordre|tout est ok|tout est bon|tout est regle|tout est repare
        |retour a la normale|est rentre dans l'ordre|mission accomplie
        |le necessaire a ete fait|le necessaire est fait|necessaire fait|j'ai fait le necessaire
        |nous avons fait le necessaire|on a fait le necessaire|travail fini|plus aucun souci
        |c'est du passe""",
    "WORKS": """ca marche|ca fonctionne|sa marche|sa fonctionne|ca tourne|ca remarche|tout remarche
        |tout fonctionne|tout marche|ca refonctionne|remarche|fonctionne|marche|refonctionne
        |fonctionne a nouveau|fonctionne de nouveau|marche a nouveau|marche de nouveau|tout est ok
        |c'est operationnel|operationnel|operationnelle|est operationnel|est operationnelle
        |est en service|de nouveau en service|rue propre|tout est propre|c'est propre|est propre
        |marche bien|fonctionne bien|marche nickel|est revenu|est revenue|est retabli|plus de fuite
        |plus rien ne fuit|eau revenue|courant retabli""",
    "LIT": """ca eclaire|ca chauffe|ca ferme|ca s'allume|ca s'ouvre|ca coule|ca s'ecoule|ca demarre|ca roule
        |ca tient|ca remarche|ca refonctionne|ca repart|ca rallume|ca fonctionne bien|ca marche bien
        |ca tourne|c'est rallume|c'est reparti|c'est etanche|c'est sec|c'est propre|c'est remis
        |tout s'allume|tout chauffe|tout est rallume|ca evacue|ca ne fuit plus|ne fuit plus
        |plus de fuite|plus d'odeur|plus de bruit|plus de souci|plus de probleme|plus aucun probleme""",
    "RUNS": """imprime|impriment|se connecte|se connectent|peut se connecter|peuvent se connecter|s'affiche|s'affichent|s'imprime|capte|s'enclenche|se ferme bien|s'ouvre bien|coule normalement|tient bien|accroche bien|ne fuit plus|ne coule plus|ne clignote plus|ne grince plus|ne deborde plus|ne sent plus
        |ne goutte plus|ne bloque plus|marche|fonctionne|tourne|chauffe|eclaire|s'allume|s'ouvre
        |ferme bien|ferme|coule|s'ecoule|demarre|remarche|refonctionne|est operationnel
        |est operationnelle|sont operationnels|fonctionnent|marchent|eclairent|chauffent|s'allument
        |est en service|sont en service|remarchent|tient""",
    "SAFE": """rien a dire|rien de particulier|rien a signaler|rien d'anormal|aucun probleme constate|aucun probleme|aucun defaut constate
        |aucune anomalie|aucune anomalie constatee|rien constate d'anormal|pas de defaut constate|r.a.s|rien constate|rien constate de particulier|rien releve
        |ras""",
    "LOOKED": """je suis passe voir|on est passe voir|on est passes voir|je suis alle voir|suis alle voir|alle voir|on est alle voir|nous sommes alles voir|controle fait
        |verification faite|controle effectue|verification effectuee|verifie sur place
        |controle sur place|verifie|verifiee|controle|constate sur place|passage fait|passage effectue""",
    "CITED": """rue propre|site propre|lieux propres|place propre|zone propre|endroit propre|trottoir propre
        |tout est propre|secteur propre|nickel|impeccable|propre""",
    "INCLUDED": "compris|comprise|comprises|inclus|incluse|incluses|idem",
    "WENT": """je suis passe|on est passe|on est passes|nous sommes passes|je suis passee
        |je suis alle sur place|passe sur place|suis passe|nous sommes intervenus|on est intervenu
        |on est intervenus|je suis intervenu|equipe passee|l'equipe est passee|j'y suis passe
        |j'y suis alle|on y est alle|on y est alles|sur place""",
    "PHOTO": """photo jointe|photos jointes|voir photo|voir la photo|voir photos|photo ci-jointe|ci-joint photo
        |photo a l'appui|cf photo|photos ci-jointes|voir les photos|ci-joint la photo|photo en pj
        |voir pj|photo|photos|rapport joint|pv dresse|facture jointe""",
    "ASSENT": """g vu|j'ai vu|jai vu|bien vu merci|c note|c good|c cool|c parfait|voilou|et voila|ca y est enfin|ok c bon|ok c'est bon|c tout bon|impec|top|yes|yep|bjr|sa y est|ca y'est|cay est|pas de souci|ok pour moi|ok pour nous|c'est ok|reçu|bien recu merci
        |tout bon|bien lu|vu merci|ok merci|recu 5 sur 5|message recu|ok|okay|oui|vu|lu|bien recu|bien note|note|d'accord|dac|entendu|ras|voila|c'est bon|nickel|parfait|tres bien|hello
        |pour info|info|alors|donc|bon|c'est note|bien vu|compris""",
    "THANKS": """merci|merci beaucoup|merci d'avance|merci bien|svp|stp|s'il vous plait|s'il te plait
        |merci a tous|de rien|merci de nous avoir prevenu|merci de nous avoir prevenus
        |merci de nous avoir alertes|merci du signalement|merci pour le signalement""",
    "FALSE": """occupe de rien|charge de rien|je prends note|je prends bonne note|en fait|au fait|il fait|ca fait|cela fait|tout a fait
        |prends note|pris note|pris bonne note|pris acte|bien fait|mal fait|mal regle|mal reglee|fait a|fait beau|fait chaud|fait froid
        |tout fait|c'est un fait|prise de|parti pris|de fait|pas termine|pas fait|pas faite|rien de fait
        |a moitie|en partie|pour l'instant|pour le moment|en principe|deja regle|trop""",
    "SETIN": """remis en place|raccroche|pose|posee|poses|posees|installe|installee|installes|installees|remonte|remontee|plante|plantee
        |plantes|plantees|remis|remise|remises|fixe|fixee|fixes|fixees|accroche|accrochee
        |raccrochee""",
    "GIVENBACK": "rendu|rendue|rendus|rendues|restitue|restituee|restitues|restituees|remis|remise|ramene|ramenee|ramenes|ramenees",
    "PROCEEDED": """j'ai procede|on a procede|nous avons procede|procede|nous avons bien procede""",
    "ANSWER": """courrier de reponse|mail de reponse|reponse motivee|reponse|reponse ecrite|l'information|information|renseignement|renseignements|explications|les explications|une reponse|l'info|infos""",
    "ANSWERED": """donnee|donne|donnees|donnes|apportee|apporte|apportees|faite|fournie|fournis|fournies|communiquee|communique|communiques|transmise|transmis|transmises|envoyee""",
    "ANSWEREDTHEM": """j'ai repondu|on a repondu|nous avons repondu|repondu|usager renseigne|demandeur renseigne|demandeuse renseignee|dame renseignee|personne renseignee|j'ai renseigne la dame|j'ai renseigne le monsieur|j'ai renseigne l'usager|j'ai renseigne le demandeur""",
    "INFORMED": """prevenu|prevenue|prevenus|informe|informee|informes|averti|avertie|avertis|rappele|rappelee|recontacte|recontactee|contacte|contactee|avise|avisee""",
    "PERSONS": """demandeur|demandeuse|usager|usagere|riverain|riveraine|famille|riverains|administre|administree|la personne|les parents|les riverains|la maman|le papa|l'ecole|la directrice|le directeur""",
    "ASSENTED": """sec|seche|seches|accessible|accessibles|praticable|utilisable|utilisables|etanche|libre|degage|degagee|eclairee|eclairees|eclaires|ok|en ordre|en service|operationnel|operationnelle|operationnels|fonctionnel|fonctionnelle|propre|propres|nickel|revenu|revenue|retabli|retablie|rouvert|rouverte|rouverts""",
    "WORKSAGAIN": """remarche|remarchent|refonctionne|refonctionnent|eclaire|eclairent|chauffe|s'ecoule|coule|ferme|ferme bien|s'ouvre|fonctionne|fonctionnent|tourne|est revenu|est revenue|a redemarre|redemarre|eclaire a nouveau|eclaire de nouveau|marche a nouveau|fonctionne a nouveau|fonctionne de nouveau|marche de nouveau|s'allume|s'allume a nouveau|s'allument|repart""",
    "RUNSON": """eclaire a nouveau|eclaire de nouveau|marche a nouveau|fonctionne a nouveau|fonctionne de nouveau|marche de nouveau|remarche|refonctionne|s'allume a nouveau|chauffe a nouveau|coule a nouveau""",
    "ATPLACE": """au secretariat|a l'accueil|en mairie|au guichet|a la mairie|sur place""",
    "CAME": """est passe|est passee|est passes|sont passes|est intervenu|est intervenue|sont intervenus|est venu|est venue|sont venus""",
    "CHILD": """enfant|enfants|fils|fille|eleve|eleves|l'enfant|les enfants|votre fils|votre fille|votre enfant|vos enfants""",
    "ENROLLED": """inscrit|inscrite|inscrits|inscrites|enregistre|enregistree|ajoute|ajoutee""",
    "SCHOOLPLACE": """a la cantine|au centre de loisirs|a la garderie|au periscolaire|a l'etude|a l'ecole|en creche|a la creche|a l'accueil de loisirs|au restaurant scolaire|a la sortie|au voyage""",
    "LEFT": "parti|partie|partis|parties",
    "PASSED": """passe|passee|passes|intervenu|intervenus|intervenue""",
    "REGISTERED": "absence|absences|repas|menu|regime|allergie|annulation|presence|presences|desinscription",
    "TAKENDOWN": "note|notee|notes|notees|enregistre|enregistree|enregistrees|coche|pris en compte|prise en compte|prises en compte",
    "INPLACE": """en place|en etat|en etat de marche|en ordre de marche""",
    "PLACED": "peint|peinte|pose|posee|poses|installe|installee|livre|livree|livres|expedie|poste|envoye|envoyee|plante|plantee",
    "VOCATIVE": """hop|allez|allez hop|eh bien|et bien|ben voila|bon ben|ouf|tiens|re|bonsoir|hello chef|ok chef|salut chef|bonjour chef|bonjour a tous|salut tout le monde|bonne nouvelle|chef|patron|les gars|les amis|madame|monsieur|boss|cher collegue|chere collegue|bonjour|salut""",
    "FILED": """classe|classee|classes|archive|archivee|archives""",
    "GOODSTATE": """c'est du solide|c'est solide|ca tient|ca tient bien|c'est propre|tout est propre|site propre|site securise et propre|lieux rendus propres|circulation retablie|circulation normale|temperature normale|temperature ok|pression normale|pression ok|tout est rentre dans l'ordre|tout fonctionne|tout marche|plus d'ecoulement|plus de fuite|plus de coulure|plus de jeu|plus de danger|la voie est libre|voie libre|passage libre|passage degage|acces libre|acces degage|acces retabli|essai ok|essais ok|test ok|tests ok|essai concluant|essais concluants|test concluant|teste ok|teste et ok|verifie ok|jeunes partis|tout le monde est parti|plus personne|tout est allume|tout est eteint|chemin propre|rue degagee|lieux propres|endroit propre|accord trouve|accord de tous""",
    "FAREWELL": """bonne journee|bonne soiree|bon week-end|bon weekend|bonne fin de journee|bonne fin de semaine|bonne semaine|bonne continuation|cordialement|bien cordialement|bien a vous|bien a toi|a bientot|a plus|amicalement|salutations|cdlt|cdt|bises""",
    "GONE": """plus de mauvaises odeurs|plus aucune mauvaises odeurs|plus de mauvaise odeur|plus aucune mauvaise odeur|il ne fuit plus|elle ne fuit plus|ca ne fuit plus|cela ne fuit plus|rien ne fuit plus|ne fuit plus|fuit plus|il ne goutte plus|elle ne goutte plus|ca ne goutte plus|cela ne goutte plus|rien ne goutte plus|ne goutte plus|goutte plus|il ne bouge plus|elle ne bouge plus|ca ne bouge plus|cela ne bouge plus|rien ne bouge plus|ne bouge plus|bouge plus|il ne clignote plus|elle ne clignote plus|ca ne clignote plus|cela ne clignote plus|rien ne clignote plus|ne clignote plus|clignote plus|il ne grince plus|elle ne grince plus|ca ne grince plus|cela ne grince plus|rien ne grince plus|ne grince plus|grince plus|il ne penche plus|elle ne penche plus|ca ne penche plus|cela ne penche plus|rien ne penche plus|ne penche plus|penche plus|il ne vibre plus|elle ne vibre plus|ca ne vibre plus|cela ne vibre plus|rien ne vibre plus|ne vibre plus|vibre plus|il ne deborde plus|elle ne deborde plus|ca ne deborde plus|cela ne deborde plus|rien ne deborde plus|ne deborde plus|deborde plus|il ne suinte plus|elle ne suinte plus|ca ne suinte plus|cela ne suinte plus|rien ne suinte plus|ne suinte plus|suinte plus|il ne claque plus|elle ne claque plus|ca ne claque plus|cela ne claque plus|rien ne claque plus|ne claque plus|claque plus|il ne frotte plus|elle ne frotte plus|ca ne frotte plus|cela ne frotte plus|rien ne frotte plus|ne frotte plus|frotte plus|il ne bloque plus|elle ne bloque plus|ca ne bloque plus|cela ne bloque plus|rien ne bloque plus|ne bloque plus|bloque plus|il ne coince plus|elle ne coince plus|ca ne coince plus|cela ne coince plus|rien ne coince plus|ne coince plus|coince plus|il ne disjoncte plus|elle ne disjoncte plus|ca ne disjoncte plus|cela ne disjoncte plus|rien ne disjoncte plus|ne disjoncte plus|disjoncte plus|il ne bipe plus|elle ne bipe plus|ca ne bipe plus|cela ne bipe plus|rien ne bipe plus|ne bipe plus|bipe plus|il ne siffle plus|elle ne siffle plus|ca ne siffle plus|cela ne siffle plus|rien ne siffle plus|ne siffle plus|siffle plus|il ne gene plus|elle ne gene plus|ca ne gene plus|cela ne gene plus|rien ne gene plus|ne gene plus|gene plus|il ne branle plus|elle ne branle plus|ca ne branle plus|cela ne branle plus|rien ne branle plus|ne branle plus|branle plus|il ne tremble plus|elle ne tremble plus|ca ne tremble plus|cela ne tremble plus|rien ne tremble plus|ne tremble plus|tremble plus|ils ne fuient plus|elles ne fuient plus|ne fuient plus|ils ne gouttent plus|elles ne gouttent plus|ne gouttent plus|ils ne bougent plus|elles ne bougent plus|ne bougent plus|ils ne clignotent plus|elles ne clignotent plus|ne clignotent plus|ils ne grincent plus|elles ne grincent plus|ne grincent plus|ils ne penchent plus|elles ne penchent plus|ne penchent plus|ils ne vibrent plus|elles ne vibrent plus|ne vibrent plus|ils ne bloquent plus|elles ne bloquent plus|ne bloquent plus|ils ne claquent plus|elles ne claquent plus|ne claquent plus|ils ne genent plus|elles ne genent plus|ne genent plus|ils ne tremblent plus|elles ne tremblent plus|ne tremblent plus|plus de fuite|plus d'fuite|plus aucun fuite|plus aucune fuite|il n'y a plus de fuite|plus de fuites|plus d'fuites|plus aucun fuites|plus aucune fuites|il n'y a plus de fuites|plus de bruit|plus d'bruit|plus aucun bruit|plus aucune bruit|il n'y a plus de bruit|plus de odeur|plus d'odeur|plus aucun odeur|plus aucune odeur|il n'y a plus de odeur|plus de odeurs|plus d'odeurs|plus aucun odeurs|plus aucune odeurs|il n'y a plus de odeurs|plus de coupure|plus d'coupure|plus aucun coupure|plus aucune coupure|il n'y a plus de coupure|plus de infiltration|plus d'infiltration|plus aucun infiltration|plus aucune infiltration|il n'y a plus de infiltration|plus de trou|plus d'trou|plus aucun trou|plus aucune trou|il n'y a plus de trou|plus de danger|plus d'danger|plus aucun danger|plus aucune danger|il n'y a plus de danger|plus de souci|plus d'souci|plus aucun souci|plus aucune souci|il n'y a plus de souci|plus de probleme|plus d'probleme|plus aucun probleme|plus aucune probleme|il n'y a plus de probleme|plus de jeu|plus d'jeu|plus aucun jeu|plus aucune jeu|il n'y a plus de jeu|plus de eau stagnante|plus d'eau stagnante|plus aucun eau stagnante|plus aucune eau stagnante|il n'y a plus de eau stagnante|plus de grincement|plus d'grincement|plus aucun grincement|plus aucune grincement|il n'y a plus de grincement|plus de vibration|plus d'vibration|plus aucun vibration|plus aucune vibration|il n'y a plus de vibration|plus de ecoulement|plus d'ecoulement|plus aucun ecoulement|plus aucune ecoulement|il n'y a plus de ecoulement|plus de blocage|plus d'blocage|plus aucun blocage|plus aucune blocage|il n'y a plus de blocage|plus de risque|plus d'risque|plus aucun risque|plus aucune risque|il n'y a plus de risque""",
    "CHECKED": """teste|testee|testes|testees|verifie|verifiee|verifies|verifiees|essaye|essayee|controle|controlee|controles|controlees|nettoye|nettoyee""",
    "ALSODONE": """accorde|accordee|accordes|accordees|averti|avertie|avertis|averties|range|rangee|ranges|rangees|rebranche|rebranchee
        |rouvert|rouverte|rouverts|rouvertes|retabli|retablie|retablis|retablies|libere|liberee|liberes|liberees|sec|seche
        |verifie|verifiee|verifies|verifiees|teste|testee|testes|testees|controle|controlee|controles|controlees|valide|validee
        |valides|validees|recupere|recuperee|annule|annulee|retrouve|retrouvee""",
    "HADGONE": """avait saute|avaient saute|avait lache|avaient lache|avait cede|avaient cede|avait casse|avaient casse|avait fondu|avait gele
        |avaient gele|avait bouge|avait brule|avait disjoncte|avait grille|avaient grille|avait pris l'eau|avait pris l'humidite
        |avait ete arrache|avait ete arrachee|avait ete casse|avait ete cassee|avait ete vandalise|avait ete vandalisee
        |etait en cause|faisait contact|faisait masse|etait en court-circuit|coincait|bloquait|touchait|fuyait""",
    "THEREWAS": """il y avait|y avait|il manquait|manquait juste|il fallait changer|il a fallu changer|il a fallu remplacer""",
    "WELLNOW": """bien|tres bien|bien maintenant|maintenant|a nouveau|de nouveau|correctement|parfaitement|nickel""",
    "NUISANCE": """tapage|tapage nocturne|bruit|bruits|musique|attroupement|rassemblement|regroupement|rodeo|rodeos|bagarre|rixe|nuisance sonore
        |nuisances sonores|squat|stationnement genant|barbecue|feu de dechets|feu de poubelle|depart de feu""",
    "STOPPED": """arrete|arretee|termine|terminee|disperse|dispersee|stoppe|stoppee|fini|finie|eteint|eteinte|maitrise|maitrisee|evacue|evacuee|coupe|coupee""",
    "CHEZHER": """a domicile|a son domicile|chez elle|chez lui|en mairie|au guichet|a l'accueil""",
    "ARRIVAL": """arrivee dans|arrivee d'ici|sur place dans|la dans|arrive dans|arrivons dans|on arrive dans|sur site dans""",
    "INMINUTES": """une heure|une demi-heure|un quart d'heure|l'heure|la demi-heure|la matinee|l'apres-midi""",
    "UNIT": "l|litres|w|watts|mm|cm|m|kg|ml|kw|v|a|metres|metre|m2|m3|bar|bars|degres|euros|tonnes",
    "CAMEFROM": """venait|provenait|vient|etait due|etait du|etait causee|etait cause|etait liee|etait lie""",
    "REACHED": """appele|appelee|j'ai appele|on a appele|joint|jointe|rappele|rappelee|recu|recue|rencontre|rencontree|vu|vue|vus|j'ai vu|on a vu|j'ai eu|eu""",
    "MEASURE": "index|releve|index de depart",
    "CIVIL": "mme|m|mr|mlle|madame|monsieur|famille|la famille",
    "STANDBY": "l'agent d'astreinte|un agent d'astreinte|notre agent|un agent|astreinte|equipe d'astreinte|l'astreinte|astreinte technique",
    "ORDEROF": "commande|la commande",
    "LENGTH": "m|metres|metre|m2|km",
    "SELF": "se|s'",
    "SURFACED": "enrobe|trottoir|trottoirs|chaussee|bordure|bordures|tranchee|paves|pave|joint|joints|carrelage|enduit|peinture|macadam|revetement",
    "RUNSAGAIN": """remarche|remarchent|refonctionne|refonctionnent|fonctionne a nouveau|fonctionne de nouveau|fonctionnent a nouveau|fonctionnent de nouveau
        |marche a nouveau|marche de nouveau|marchent a nouveau|marchent de nouveau|eclaire a nouveau|eclaire de nouveau|eclairent a nouveau
        |s'allume a nouveau|s'allume de nouveau|s'allument a nouveau|chauffe a nouveau|chauffe de nouveau|reeclaire|reeclairent
        |est a nouveau operationnel|est a nouveau operationnelle|est de nouveau operationnel|est de nouveau operationnelle""",
    "SUPPLY": """eau|l'eau|eau chaude|l'eau chaude|courant|electricite|l'electricite|lumiere|eclairage|l'eclairage|chauffage|internet|wifi|connexion
        |ligne|telephone|gaz|reseau|pression|signal""",
    "CAMEBACK": "est revenu|est revenue|est reparti|est repartie|a redemarre|est retabli|est retablie|est de nouveau la|est de retour",
    "LABOUR": """remplacement|changement|reparation|nettoyage|elagage|depannage|marquage|enlevement|ramassage|balayage|rebouchage|deratisation|debouchage
        |reglage|tonte|taille|fauchage|curage|purge|salage|arrosage|desherbage|intervention|interv|evacuation|remise en etat|remise en service
        |desinfection|peinture|soudure|scellement|redressage|effacement|detagage|menage|entretien|pose""",
    "OKAY": "ok|okay|nickel|impec|impeccable|c'est ok|c'est fait|c'est bon",
    "HASIT": "l'a|les a|l'ont|les ont|l'a bien|l'avons|les avons|l'ai|les ai",
    "ITSUSWHO": "c'est nous qui|c'est moi qui|c'est l'equipe qui",
    "ITWAS": "c'etait|c'etait deja|ca avait ete|cela avait ete|ca a ete",
    "GONETHERE": """n'etait plus la|n'etaient plus la|n'etait plus present|n'etait plus presente|avait disparu|n'y etait plus|etait parti|etait partie|avait ete enleve
        |avait ete enlevee|avait ete deplace|avait ete deplacee""",
    "NOMORE": "plus de|plus d'|plus aucun|plus aucune",
    "MYROUND": "a mon passage|a notre passage|lors de mon passage|lors de notre passage|a notre arrivee|a mon arrivee|au passage de l'equipe|au passage de la patrouille",
    "FETCHED": "recupere|recuperee|recuperes|recuperees|retire|retiree|retires|retirees|repris|reprise|cherche",
    "LENDABLE": """table|tables|chaise|chaises|barnum|barnums|podium|estrade|grilles|sono|jouets|jouet|mobilier|lit|lits|bac|bacs|composteur|composteurs
        |poubelle|poubelles|conteneur|conteneurs""",
    "BROUGHT": "livre|livree|livres|livrees|apporte|apportee|apportes|apportees|depose|deposee|deposes|deposees|distribue|distribuee|distribues|distribuees",
    "FROMDAY": "a partir de|a compter de|a compter du|a partir du|des|pour",
    "MANDATED": "mandate par la commune|mandatee par la commune|mandate par la ville|mandatee par la ville|mandate|mandatee|agree|agreee|specialise|specialisee",
    "TALK": "reunion|entretien|rencontre|visite|bilan|point|rdv|rendez-vous|appel|constat",
    "SORRY": """desole du retard|desolee du retard|desole pour le retard|desolee pour le retard|avec un peu de retard|avec retard|pardon du retard
        |toutes nos excuses|nos excuses|avec nos excuses|toutes mes excuses|mes excuses""",
    "REPORT": "rapport|compte rendu|bilan|photos|photo|reponse|bulletin|fiche d'intervention|bon d'intervention",
}  # fmt: skip
