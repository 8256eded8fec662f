"""Children, school, and those who need help."""

from __future__ import annotations

from models.organisation.themes.theme import theme

FAMILIES = (
    theme(
        "inscription-scolaire", "Écoles\u00a0: inscriptions et vie scolaire", "Schools",
        services="scolaire, scolaires, écoles, éducation, enfance, jeunesse, périscolaire",
        sure="quelle école pour, école pour notre petit fils, école pour mon petit fils, inscription scolaire, inscriptions scolaires, inscription à l'école, inscription école, inscrire à l'école, inscrire à la maternelle, inscription en maternelle, "
        "inscription maternelle, inscrire en maternelle, inscrire en cp, inscription en cp, inscrire ma fille à l'école, inscrire mon fils à l'école, dérogation scolaire, carte "
        "scolaire, changer d'école, changement d'école, petite section, moyenne section, grande section, toute petite section, certificat de scolarité, certificat de radiation, "
        "fermeture de classe, instruction en famille, école à la maison, quelle école, atsem, livrets scolaires, fournitures scolaires, school enrolment, school registration, "
        "conseil d'école, sectorisation, sections de maternelle, rentrée scolaire, faire entrer à l'école, âge pour entrer, listes d'élèves, ouverture d'une classe, semaine de "
        "quatre jours, rythmes scolaires, atelier du midi, coopérative scolaire, inscrire pour la rentrée, inscriptions pour la rentrée, entrer à l'école, entre à l'école, rentrer "
        "à l'école, entrer en maternelle, entrer en petite section, entrer en cp, place à l'école, école de secteur, secteur scolaire, scolariser, scolarisation, changer son "
        "école, nouvelle école, directrice de l'école joindre, enrol, enroll, school place, école la plus proche, demande de dérogation, aller à l'école à, rentrée en maternelle, "
        "rentrée de maternelle, poux, harcèlement à l'école, violence à l'école, se fait embêter, embêté à l'école, frappé à l'école, tapé à l'école, bagarre dans la cour, "
        "maîtresse absente, maître absent, =remplacante, =remplacant, directrice de l'école, parents d'élèves, accueil de la petite section, expatriation, arrivée en cours "
        "d'année, changer de classe, saut de classe, redoublement",
        signs="dérogation, scolarisé, scolaire, radiation, inscrire, inscription, inscriptions, =rentrée, scolarité, instituteur, institutrice, maîtresse, embêter, maternelle",
        context="école, maternelle, cp, ce1, ce2, cm1, cm2, section, classe, élémentaire, primaire, fils, fille, enfant, garçon, petit, petite, jumeaux, nounou, maîtresse, =cour",
        against="piano, guitare, violon, batterie, solfège, flûte, yoga, tennis, anglais du soir, musique, danse, foot, judo, club, piscine, médiathèque, natation, théâtre, crèche, mercredi, mercredis, vacances, centre",
        pairs=(
            "école, maternelle, =cp, =section, primaire, élémentaire, scolaire + inscrire, inscription, inscriptions, entrer, dérogation, secteur, trois ans, 3 ans, iront, ira, "
            "scolariser, arrivons, fournir",
            "fils, fille, enfant, enfants, jumeaux, petit, petite, garçon + scolariser, scolarisé, dérogation, quelle école, petite section, maternelle, =cp, iront, ira à l'école",
            "maîtresse, maître, enseignante, professeur + remplacée, remplacement, absente, absent, fatiguée, dure, sévère",
            "poux, embêter, embête, harcelé, harcelée, tapé, frappé, moquent, cogné, tape, sieste, dortoir + école, maternelle, fils, fille, cour, maîtresse, classe, récréation",
            "école, maternelle, élémentaire + documents, mettre, pièces, fournir, certificat, emménageons, emménager, déménageons, arrivons, filles, expatriation, en cours d'année, "
            "prendre en cours, rentrons, arrivée, place pour",
            "maîtresse, école, classe, maternelle, directrice, maître, cp, ce1, ce2, cm1, cm2 + malade, absent, absente, viendra pas, varicelle, grippe, gastro, fièvre, certificat "
            "médical, angine",
        ),
    ),
    theme(
        "cantine", "Cantine", "School meals",
        services="cantine, restauration, scolaire, scolaires, écoles, éducation, enfance, jeunesse, périscolaire",
        sure="cantine, restauration scolaire, repas scolaire, menu de la cantine, menus de la cantine, protocole d'accueil individualisé, =pai, allergie alimentaire, sans porc, repas "
        "végétarien, menu végétarien, school meals, school lunch, kantine, cantinne, absence cantine, cantinière, repas du midi, mangera pas, ne mangera pas, inscrire à la "
        "cantine, tarif de la cantine, facture de cantine, cuisine centrale repas, intolérance au gluten, repas à l'école, mange à l'école, manger à l'école, mange à la cantine, "
        "manger à la cantine, facture cantine, restaurant scolaire, entre midi et deux, midi et deux, plus à la cantine, dame de cantine, dames de cantine, dames de service, repas "
        "végétariens, repas sans viande, repas sans porc, repas des enfants, tarifs de la cantine, inscription cantine, portions, school meal, lunch at school, canteen, school "
        "canteen, frites plus souvent, sans viande à l'école, pause méridienne, surveillance du midi, surveillantes de cantine, factures de repas, facture de repas, facture des "
        "repas, factures de la cantine, payer la cantine, prélèvement de la cantine, plus manger à la cantine, prix du repas",
        signs="repas, menu, allergie, allergique, arachide, gluten, protocole, végétarien, halal, =mange, =mangé, manger, mangent, servi, biscuit, frites, légumes, cuisinier, "
        "cuisinière, dessert, goûter, viande, poulet, poisson, portion, diabétique, dames, surveillantes",
        context="fils, fille, enfant, garçon, petit, petite, gamin, école, classe, élève, élèves, maternelle, cp, ce1, ce2, cm1, cm2, primaire, directrice, instituteur",
        against="lave vaisselle, four, frigo, chambre froide, hotte, voisine, voisin, retraite, âgée, hôpital, âgé, 76 ans, 77 ans, 78 ans, 79 ans, 80 ans, 81 ans, 82 ans, 83 ans, 84 ans, 85 ans, 86 ans, 87 ans, 88 ans, 89 ans, 90 ans, 91 "
        "ans, 92 ans, 93 ans, 94 ans, 95 ans, 96 ans, 97 ans, 98 ans, 99 ans",
        pairs=(
            "repas, menu, menus, plat, plats, portions, servi, déjeuner, midi et deux, cuisinier, viande, facture, dessert, légumes + école, classe, =eleve, =eleves, =cm1, =cm2, =ce1, "
            "=ce2, =cp, cantine, allergique, végétarien, végétariens, végétarienne, maîtresse, affamé, affamée, maternelle, jumelles, porc, halal",
            "mange, manger, mangé, mangent, mangera, mangeront, déjeune, déjeunera + école, cantine, =cp, maîtresse, facture, jumelles, garderie, viande, porc",
            "fils, fille, enfant, enfants, garçon, jumelles, petits, gamin + allergique, allergie, affamé, affamée, faim, portions, gluten, arachide, cantine, végétarien, frites, "
            "diabétique, viande",
            "factures, facture, prélèvement, paiement + repas, cantine, garderie, divorcés, séparés",
            "midi, pause, 12h, méridienne, temps du midi, récré + fils, fille, surveillance, surveillante, surveillantes, dames, école, enfants, bagarre, embêter, cogné, cogner, "
            "frappé, tapé, œil au beurre noir, surveille, qui surveille, bousculé, cour, violences",
            "fils, fille, enfant + embêter, frappé, tapé, midi, dames, surveillantes, récréation, grand",
        ),
        needs_context=True,
    ),
    theme(
        "periscolaire", "Périscolaire et centre de loisirs", "After-school and holiday care",
        services="périscolaire, loisirs, scolaire, scolaires, écoles, éducation, enfance, jeunesse, périscolaire",
        sure="impayé de garderie, facture de garderie, garderie déjà réglée, garderie déjà payée, relance garderie, relancez pour la garderie, =garderie, =garderies, périscolaire, peri scolaire, étude surveillée, étude du soir, accueil de loisirs, centre de loisirs, centre aéré, colonie de vacances, accueil du "
        "matin, accueil du soir, alsh, pédibus, portail famille, portail familles, espace famille, espace familles, kiosque famille, quotient familial, aide aux devoirs, holiday "
        "club, mercredis loisirs, animatrice du centre, activités pour enfants, inscriptions vacances, mini camp, garderie du soir, garderie du matin, garder le mercredi, garde le "
        "mercredi, inscrire au centre, inscription au centre, inscriptions au centre, inscrire pour les vacances, accueil périscolaire, after school, holiday camp, garder pendant "
        "les vacances, centre de loisir, inscrire aux vacances, restera plus le soir, reste plus le soir, restera plus à la garderie, plus à l'étude, ira plus à l'étude, quotient, "
        "nouveau quotient, chercher à 16h30, ferme la garderie, à l'étude ce soir, pas à l'étude, pas à la garderie, sera pas à la garderie, pas au centre, absent au centre, "
        "absente au centre, séjour à la mer, séjour au ski, colo, séjour pour les enfants, accueil avant la classe, accueil avant l'école, avant la classe, garderie ouvre, ouvre "
        "la garderie, mini séjour, animateur du centre, mini-camp, séjour ados, classe de neige, école multisports, aide aux leçons, faire leurs leçons, faire ses leçons, leçons "
        "après la classe, soutien scolaire, accompagnement à la scolarité, garder après la classe, goûter de la garderie, inscription à l'étude, inscrire à l'étude",
        signs="mercredi, animateur, animatrice, étude, devoirs, vacances, =étude, animateurs, 16h30, récupérer, séjour, colonie, dentiste, =etude",
        context="fils, fille, enfant, garçon, petit, petite, gamin, école, classe, élève, élèves, maternelle, cp, ce1, ce2, cm1, cm2, primaire, directrice, instituteur",
        pairs=(
            "doudou, manteau, veste, bonnet, gourde, sac, casquette, cartable, blouson, lunettes + laissé, laissée, oublié, oubliée, perdu, retrouvé",
            "mercredi, mercredis, vacances, toussaint, petites vacances + garder, garde, inscrire, inscription, inscriptions, centre, animateurs, accueil, accueil de loisirs",
            "mercredi, mercredis + fils, fille, enfants, garçons, petit, solution",
            "garderie, =étude, périscolaire, 16h30, centre aéré, 18h30 + chercher, récupérer, restera, grand mère, ferme, retard, heure, tarif, fils, fille, inscrire, facture",
            "soir, soirs + restera plus, reste plus, grand mère viendra, étude, garderie",
            "séjour, colo, camp, colonie, vacances + mer, ski, montagne, enfants, ans, juillet, août, réserver, inscrire, places",
            "=etude, garderie, centre aéré, centre de loisirs, périscolaire + ce soir, soir, demain, absent, absente, dentiste, malade, viendra pas, ira pas, mercredi, prévenir, "
            "annuler",
            "garderie, accueil, accueillent, ouvre, coccinelles, jules ferry, marie curie + 7h, 7h15, 7h30, avant classe, avant école, travail, prends mon poste, matin enfants",
            "doudou, manteau, veste, bonnet, gourde, sac, casquette, cartable, oublié, oubliée, perdu + centre aéré, centre de loisirs, garderie, école, périscolaire, cantine",
            "leçons, devoirs + aider, aide, classe, enfants, école, soir, après",
            "=etude, étude, garderie, centre de loisirs, périscolaire + inscrit, inscrite, inscrire, place, places, complet, liste d'attente, tarif",
        ),
        needs_context=True,
    ),
    theme(
        "petite-enfance", "Petite enfance", "Nurseries",
        services="petite enfance, crèche, enfance, scolaire, scolaires, éducation",
        sure="place en crèche, place à la crèche, places en crèche, inscription crèche, inscription en crèche, inscription à la crèche, multi accueil, halte garderie, assistante "
        "maternelle, assistantes maternelles, nourrice agréée, relais petite enfance, =rpe, mode de garde, commission d'attribution crèche, heureux événement, micro crèche, "
        "préinscription crèche, nursery place, childminder, garder mon bébé, faire garder, garde pour mon, garde pour ma, places à la crèche, place à la halte, liste d'attente "
        "crèche, liste des nounous, liste d'assistantes maternelles, puéricultrice, assmat, lait maternel, attends un bébé crèche, inscrire à la crèche, inscrire en crèche, "
        "inscrire aux petits pas, nounou agréée, assistante maternelle agréée, liste des assistantes, faire garder mon bébé, faire garder ma fille de, nursery, day care, daycare, "
        "relais d'assistantes, =allaitement",
        signs="crèche, nounou, nourrice, accouche, accouchement, congé maternité, berceau, garde de mon, garde de ma, garde de bébé, bébé, enceinte, petits pas, congé parental",
        context="fils, fille, enfant, attente, travail, septembre, janvier",
        pairs=(
            "crèche, nounou, nourrice, assistante maternelle, halte, petits pas, nounous + place, places, inscrire, inscription, liste, attente, mois, enceinte, reprends, cherche, "
            "agréée, prendre, commission, dossier, tarif, complète, préinscription, bébé, réponse, refus, adaptation, horaires, dossier déposé, aucune réponse, petite, fille, fils, "
            "remplir, facture, fermeture, journée, combien coûte",
            "garder, faire garder, garde, prendre + bébé, nounou, crèche, 14 mois, mois, jumeaux, halte, naissance",
            "bébé, enceinte, heureux événement, accouche + crèche, place, places, petits pas, inscrire, garder, nounou",
        ),
    ),
    theme(
        "transport-scolaire", "Transports scolaires", "School buses",
        services="transports, transport, scolaire, scolaires, écoles, éducation, enfance, jeunesse, périscolaire",
        sure="car scolaire, bus scolaire, ramassage scolaire, transport scolaire, transports scolaires, carte de car, arrêt de car, school bus, car du collège, bus du collège, "
        "chauffeur du car, car de ramassage, bus de ramassage, raté le car, dans le car scolaire, arrêt du car, car est passé, car passe, car n'est pas passé, chauffeur de bus, "
        "bus scolaires, cars scolaires, horaires du car",
        signs="chauffeur, transport, transports, navette, autocar",
        context="fils, fille, enfant, garçon, petit, petite, gamin, école, classe, élève, élèves, maternelle, cp, ce1, ce2, cm1, cm2, primaire, directrice, instituteur, collège, lycée, "
        "bus, arrêt de bus",
        against="anciens, aînés, retraite, retraité, retraités, conduis plus, personnes âgées, marché",
        pairs=(
            "bus, autocar, navette, ramassage + école, collège, lycée, fille, fils, enfants, raté, chauffeur, collégiens, élèves, avance, gamin",
            "=car, =cars + chauffeur, ramassage, collégiens, lycée, collège, raté, avance, =eleves, abonnement, ticket",
            "=car, bus, autocar + carte, sixième, collège, abonnement, inscription, inscrire, école",
        ),
        needs_context=True,
    ),
    theme(
        "jeunesse", "Jeunesse", "Young people",
        services="jeunesse, jeunes",
        sure="maison des jeunes, bafa, mission locale, chantier jeunes, argent de poche, conseil municipal des jeunes, conseil des jeunes, point information jeunesse, local jeunes, "
        "service civique",
        signs="ado, adolescent, jeune, animateur",
        pairs=(
            "jeunes, ado, ados, adolescent, 16 ans, 17 ans + bafa, mjc, local, permis aide, argent de poche",
        ),
    ),
    theme(
        "aide-sociale", "Aide sociale", "Social help",
        services="ccas, social, action sociale, solidarités, solidarité, affaires sociales",
        sure="distribution de colis, distribution des colis, distribution alimentaire, stères, prime de chauffage, prime chauffage, prime énergie, chauffage trop cher, chèque bois, ccas, aide sociale, aide financière, aides financières, rsa, difficultés financières, difficulté financière, difficultés d'argent, surendettement, bon alimentaire, bons "
        "alimentaires, colis alimentaire, aide alimentaire, épicerie sociale, banque alimentaire, restos du coeur, secours d'urgence, =domiciliation, assistante sociale, assistant "
        "social, loyer impayé, impayés, expulsé, expulsion, chèque énergie, sans abri, dort dehors, dorment dehors, plus rien à manger, plus de quoi manger, fins de mois, plus à "
        "payer, payer mon loyer, payer le loyer, payer mes factures, aide pour payer, minimum vieillesse, complémentaire santé, vestiaire social, cmu, food bank, plus un sou, "
        "couper le chauffage, coupé le chauffage, couper l'électricité, coupé l'électricité, arrive plus à payer, peux plus payer, peine à finir le mois, finir le mois, boucler le "
        "mois, dort dans sa voiture, dors dans ma voiture, dormir dehors, vit dans sa voiture, vivre dans ma voiture, mis à la porte, dettes, mis à la rue, jetés à la rue, jetée à "
        "la rue, suis à la rue, être à la rue, vit à la rue, vis à la rue, perdu mon emploi, perdu mon travail, =licencie, =licenciee, saute des repas, sauter des repas, rien à "
        "manger, quoi manger, gosses mangent, fin du mois difficile, fins de mois difficiles, demande d'aide financière, aide pour le loyer, aide aux factures, aide pour "
        "l'électricité, coup de pouce, bons d'achat, colis de nourriture, frigo est vide, payer edf, payer mon électricité, payer mes courses, plus payer, dans la misère, sans "
        "ressources, sans revenus, minima sociaux, can't pay, cannot pay, homeless, struggling, retrouve à la rue, dors dehors, retrouve dehors, hébergement ce soir, faire mes "
        "courses sans, payer les couches, vivre avec 800, frigo vide, le frigo vide, viré de mon travail, viens d'être viré, vient d'être viré, échapper de chez son mari, quitter "
        "mon mari violent, fui son mari, foyer pour femmes, femme avec ses enfants à loger, syndrome de diogène, diogène, se laisse aller, vit dans la saleté, vit dans ses "
        "déchets, aide à remplir, remplir mes papiers, remplir le dossier, conseiller numérique, accompagnement social, dort sous, sdf, mendie, mendicité, fait la manche, froid "
        "dehors, vis dans ma voiture, toit quelque part, sans toit, plus rien à manger pour, rien à manger jusqu, mutuelle communale, mutuelle, paie plus ses factures, paye plus "
        "ses factures, électricité va être coupée, curatelle, tutelle, schizophrène, bipolaire, psychiatrie, aide à domicile financière, plus de chauffage et pas d'argent, coup de "
        "main pour payer, régler ma facture, régler mes factures, régler mon loyer",
        signs="payer, allocation, précarité, huissier, secours financier, sou, argent, loyer, chômage, caf, pension, ressources, prestations, assistante, découvert, aide, impayée, "
        "endetté, prime, galère, viré, séparé",
        context="enfants, électricité, facture, mère, famille, =mari, séparation, chauffage, noël, courses",
        pairs=(
            "chauffage, bois, fioul, gaz, électricité, granulés + cher, chère, prime, veuve, veuf, petite retraite, aide",
            "payer, loyer, =edf, facture, factures, électricité, courses, fins de mois, fin de mois, cantine + arrive plus, arrivons plus, peux plus, pouvons plus, aide, aider, coup "
            "de pouce, difficultés, impayé, impayés, coupé, couper, doublé, dettes, huissier, chômage, relance, rsa, échéancier, retraite, coupée, coupure, coup de main, fioul, bois "
            "de chauffage, retraitée, échéance, huissiers",
            "chauffage, gaz, fuel, fioul + payer, coup de pouce, doublé, chèque, aide",
            "aide, aides, secours, bon, colis, coup de pouce + alimentaire, financière, manger, loyer, facture, argent, nourriture, électricité, payer, courses",
            "retraite, euros, pension, rsa, allocation + payer, vivre, reste, aide, finir, boucler, factures",
            "dormir, dors, dort, dorment, couche + dehors, rue, voiture, carton, cartons, froid, gare, parking, tente, toit, banc, hall, cave, squat, voiture depuis",
            "gosses, enfants, mômes, petits + frigo, viré, faim, manger, dehors, échapper, mari violent, payer, courses",
            "monsieur, homme, femme, voisin, dame, vieux, papy + se lave plus, journaux, saleté, ordures chez, odeur, aide, dort dehors, dehors, laisse aller, insalubre",
            "mari, conjoint, compagnon, ex + échapper, fui, partir, violent, quitter, loger, logée, mettre à l'abri, abri, mise dehors, mis dehors, hébergement, bébé, sac",
        ),
    ),
    theme(
        "seniors", "Personnes âgées", "Older people",
        services="seniors, aînés, personnes âgées, ccas, social, action sociale, solidarités, solidarité, affaires sociales",
        sure="plus le permis navette, plus le permis transport, portage de repas, portage des repas, repas à domicile, livraison de repas, aide à domicile, aide ménagère, auxiliaire de vie, téléalarme, téléassistance, télé assistance, "
        "registre canicule, personne âgée isolée, foyer logement, résidence autonomie, ehpad, maison de retraite, repas des aînés, colis des aînés, banquet des aînés, colis de "
        "noël des anciens, colis de noël, repas des anciens, goûter des aînés, meals on wheels, chute à domicile, maintien à domicile, voyage des aînés, club des aînés, repas aux "
        "personnes âgées, repas pour personnes âgées, livrez les repas, livrer les repas, visites aux personnes âgées, mère perd la tête, père perd la tête, perte d'autonomie, "
        "chutes à répétition, bip d'urgence, ne peut plus rester seul, ne peut plus rester seule, aidants, passer la voir, passer le voir, prendre de ses nouvelles, personne âgée "
        "seule, livrer des repas, livrer ses repas, faire livrer, bracelet d'alarme, bouton d'alarme, médaillon d'alarme, plan canicule, fortes chaleurs, grosses chaleurs, fait "
        "plus à manger, sort plus de chez elle, sort plus de chez lui, maintien à la maison, aide à la toilette, aide soignante à domicile, femme de ménage pour ma mère, elderly, "
        "repas portés, porter des repas, portez des repas, voyage des seniors, banquet des anciens, transport à la demande, minibus des seniors, accompagner à l'hôpital, transport "
        "pour l'hôpital, aller à la dialyse, taxi social, voiture de la commune, aide pour internet, cours d'informatique pour seniors, atelier numérique, atelier mémoire, sortie "
        "des anciens, cartes au club, visite à domicile, solitude, =isolement, bénévoles pour visiter, ne conduis plus, conduis plus, place à la résidence, place en résidence, "
        "résidence pour personnes âgées, résidence senior, sortie de l'hôpital, sort de l'hôpital, rentre de l'hôpital, rentre d'hospitalisation",
        signs="âgé, âgée, aînés, senior, autonome, autonomie, grand mère, mamie, vieille dame, alzheimer, apa, retraité, =courses, papy, maman, papa, canicule, isolé, isolée, ménage, "
        "déambulateur, bracelet, personne âgée, personnes âgées, hospitalisée, 76 ans, 77 ans, 78 ans, 79 ans, 80 ans, 81 ans, 82 ans, 83 ans, 84 ans, 85 ans, 86 ans, 87 ans, 88 "
        "ans, 89 ans, 90 ans, 91 ans, 92 ans, 93 ans, 94 ans, 95 ans, 96 ans, 97 ans, 98 ans, 99 ans, dialyse, taxi, dame âgée, vieux monsieur",
        context="ans, seule, seul, domicile, repas, aide, liste d'attente, vit, mère, père, voisine, voisin, oncle, =tante",
        pairs=(
            "permis, conduis, conduire, voiture, voir clair + navette, transport, marché, médecin, courses, âge, bus",
            "mère, père, maman, papa, mamie, papy, grand mère, grand père, oncle, voisine, voisin, vieille dame, dame, beau père, belle mère, parents, 76 ans, 77 ans, 78 ans, 79 ans, "
            "80 ans, 81 ans, 82 ans, 83 ans, 84 ans, 85 ans, 86 ans, 87 ans, 88 ans, 89 ans, 90 ans, 91 ans, 92 ans, 93 ans, 94 ans, 95 ans, 96 ans, 97 ans, 98 ans, 99 ans, =tante + "
            "repas, déjeuners, courses, ménage, cuisiner, seul, seule, bracelet, téléalarme, domicile, relève, se lever, sort plus, isolé, =livrer, =livrez, alzheimer, visite, "
            "visites, foyer logement, ehpad, dépendante, toilette, autonome, inquiète, mange plus, mange presque, hôpital, répond plus, perd la tête, vit seule, vit seul, canicule, "
            "chaleurs",
            "voisin, voisine, mme, dame, vieille dame, personne âgée + plus vue depuis, plus vu depuis, pas vue depuis, pas vu depuis, volets fermés, volets clos, répond plus, courrier s'entasse, boîte aux lettres pleine",
            "inscrire, registre, appelle, appeler + canicule, chaleurs, personnes fragiles, isolées",
            "hôpital, dialyse, médecin, rendez vous médicaux, courses + conduis plus, conduire, mener, emmener, taxi, navette, voiture de la commune, transport, accompagner, marché, "
            "bus, anciens, aînés, personnes âgées, retraités, prendre le volant, permis de conduire",
            "mère, père, maman, papa, grand mère + résidence autonomie, résidence seniors, colis, repas des anciens, oubli colis",
            "anciens, aînés, retraités, personnes âgées, seniors, âge + navette, minibus, bus, transport, transports, sortie, marché, repas, loto, gym, voyage, colis",
            "résidence, foyer, foyer logement + chambre, place, ans, âge, autonomie, attente, vivre, tarif, visiter, entretenir mon jardin, escalier",
        ),
        needs_context=True,
    ),
    theme(
        "handicap", "Handicap", "Disability",
        services="handicap, ccas, social, action sociale, solidarités, solidarité, affaires sociales",
        sure="mdph, aah, carte pour se garer, carte pour stationner, reconnue à 80, reconnu à 80, reconnue à 50, reconnu à 50, taux d'incapacité, taux d'invalidité, carte mobilité inclusion, carte mobilité, carte d'invalidité, carte handicap, carte handicapé, dossier handicap, carte de stationnement handicapé, allocation "
        "adulte handicapé, disabled badge, reconnaissance handicap, personne handicapée, enfant handicapé, fils handicapé, fille handicapée, aesh, allocation handicap, carte "
        "européenne de stationnement, place handicapée devant chez moi, autiste, autisme, schizophrénie, sourd, malentendant, langue des signes",
        signs="handicap, handicapé, invalidité, fauteuil, malvoyant, accessibilité, canne, allocation",
        context="carte, remplir",
        pairs=(
            "carte, demander carte + places handicapé, places handicapées, place handicapé, place handicapée, places handicap, stationnement handicapé, se garer handicapé",
            "dossier, carte, demande, allocation + mdph, handicap, handicapé, invalidité, fauteuil, canne",
            "handicap, handicapé, handicapée, autiste, trisomique + aide, aides, fils, fille, droits, démarches, structure, allocation",
        ),
        needs_context=True,
    ),
    theme(
        "logement", "Logement", "Housing",
        services="logement, habitat, ccas, social, action sociale, solidarités, solidarité, affaires sociales",
        sure="deux pièces trop petit, appartement trop petit, cinq dans un deux pièces, plus grand logement, logement social, logements sociaux, hlm, demande de logement, bailleur social, quitter mon appartement, logement plus grand, logement d'urgence, hébergement d'urgence, "
        "numéro unique, attribution de logement, social housing, appartement plus grand, council housing, cherche un logement, recherche un logement, relogement, reloger, logement "
        "adapté, cherche un appartement, cherche un appart, recherche un appartement, logement à louer, logement communal, mon bail, perdre mon logement, perd mon logement, "
        "hébergée chez, hébergé chez, trop petit pour nous, logement trop petit, dossier de logement, appart plus grand, hébergement pour la nuit, propriétaire nous met dehors, "
        "propriétaire vend l'appartement, mon propriétaire vend, mon propriétaire me met, dossier hlm, demande hlm, demande de hlm, flat, housing, trouver un logement, trouver un "
        "appartement, appartement hlm, où loger, se loger, être logée, être logé, demandé un autre logement, relance logement, notre demande de logement, dossier de demande de "
        "logement",
        signs="logement, appartement, loger, bailleur, expulsé, t1, t2, t3, t4, f2, f4, hébergé, studio, office hlm, hébergement, bail, préavis, héberger, appart",
        context="demande, enfants, famille, dossier, plus grand, attente",
        pairs=(
            "=deux pièces, deux pièces, trois pièces, studio, f2, f3, t2, t3, chambre + cinq, six, quatre, plus grand, enfants, bébé, serrés, entassés",
            "logement, logements, appartement, appart, t1, t2, t3, t4, f2, f3, f4, studio, hlm + cherche, cherchons, recherche, demande, grand, petit, social, enfants, attente, "
            "dossier, quitter, expulsé, expulsion, préavis, urgence, loyer, étroit, attribution, relance, commission",
            "propriétaire, bailleur + vend, expulse, expulser, dehors, préavis, congé, bail",
            "hébergement, héberger, toit + urgence, demain, nuit, bébé, rue, ce soir, enfants, dehors",
            "dormons, vivons, dorment, dort + pièce, studio, salon, cinq, six, chambre, serrés, logement",
            "loger, logée, logé, reloger + ce soir, urgence, petits, enfants, amie, mari, femme, où",
            "propriétaire, proprio, bailleur, agence, hlm + chauffage, froid, réparer, veut rien savoir, refuse, humidité, travaux, fuite, fuites, ascenseur, caution, expulse, "
            "radiateurs, chaudière",
        ),
    ),
)  # fmt: skip
