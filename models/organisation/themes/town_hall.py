"""The town hall itself, its buildings, and what is not its business."""

from __future__ import annotations

from models.organisation.themes.theme import theme

TOWN_HALL = (
    theme(
        "panne-batiment", "Pannes dans les bâtiments communaux", "Faults in public buildings",
        services="bâtiments, bâtiment, patrimoine, services techniques, technique, travaux, entretien",
        sure="descente d'eau pluviale, descente d'eaux pluviales, gouttière décrochée, gouttière de l'école, morceau de corniche, corniche de l'église, wifi de la médiathèque, wifi de la bibliothèque, wifi de la salle, wifi de la mairie, lave vaisselle, cuisine de la salle, cuisine de l'école, ambiance électrique, sans rampe, rampe d'escalier, escalier sans rampe, barillet, barillet de serrure, double de clé, double des clés, accueille l'entreprise, ouvrir à l'entreprise, ouvrir au technicien, société de maintenance, bureau de contrôle, commission de sécurité, registre de sécurité, clocher, horloge de l'église, horloge de la mairie, cloches, panne de chauffage à, toit de l'école, toit du gymnase, chauffage de l'école, chauffage du gymnase, chauffage "
        "de la salle, ascenseur de la mairie, toit du lavoir, tuiles du lavoir, toit de l'église, fuite à l'école, fuite au gymnase, chauffage du club, ascenseur en panne, monte "
        "personne, chauffage de la médiathèque, chauffage de la classe, chauffage de l'église, toit de la salle, radiateurs de la classe, extincteurs, extincteur, exercice "
        "incendie, sirène de l'école, alarme incendie, courant d'air, fuite dans la salle, seau au milieu, il pleut dans, pleut dans, pleut sur, chauffage en panne à, drapeau, "
        "drapeaux, défibrillateur, défibrillateurs, chasse d'eau qui coule, sol glissant dans, fissures dans le mur de l'école, cloche ne sonne, angélus, cloches ne sonnent, "
        "disjoncte, ça disjoncte, plombs sautent, tableau électrique, odeur de brûlé dans, porte automatique, porte coulissante, porte vitrée, porte d'entrée de la, monte charge, "
        "rampe d'accès, escalier d'honneur, chaudière en panne, chauffage en panne, plus de chauffage, pas de chauffage, plus d'eau chaude, pas d'eau chaude, carreau cassé, carreau fêlé, vitre "
        "cassée, vitre brisée, fuite au plafond, toit qui fuit, toit fuit, sanitaires de l'école, toilettes bouchées, wc bouchés, lavabo bouché, évier bouché, alarme se déclenche, "
        "alarme qui se déclenche, serrure forcée, poignée cassée, =elevateur, =elevateurs, élévateur pmr, porte de secours, issue de secours, sortie de secours, porte bloquée, "
        "porte coincée, porte dégondée, four ne chauffe, plaques ne chauffent, lave vaisselle, frigo de la salle, cuisine de la salle, radiateur qui, radiateurs qui, alarme de "
        "l'école, alarme de la mairie, alarme du gymnase, alarme de la salle, tableau numérique, tableau interactif, vidéoprojecteur de la classe, sonnette de la mairie, courant à "
        "l'école, plus de courant, coupure à l'école, lumières du gymnase, lumières de la salle, toilettes de la mairie, toilettes de la salle, toilettes du gymnase, toilettes de "
        "l'école, wc de l'école, wc de la salle, porte du gymnase, porte de la salle, porte de la mairie, porte de l'école, porte de la crèche, portail de l'école, portail de la "
        "crèche, stores de la classe, volet roulant, volets roulants",
        signs="néon, néons, serrurier, clenche, verrou, gâche, loquet, bippe, bipe, boîtier, horloge, cloches, carillon, compteur, compteur à gaz, groom, ferme porte, thermostats, mitigeur, ballon d'eau chaude, disjoncteur, fuite, fuit, chauffage, chaudière, chaufferie, radiateur, froid, glacial, degrés, degré, vitre, carreau, ampoule, électricité, eau chaude, toilettes, wc, robinet, lavabo, "
        "douche, serrure, toit, toiture, plafond, panne, fendu, alarme, ascenseur, disjoncteur, néon, infiltration, dégât des eaux, chasse d'eau, carrelage, gouttière, pleut, "
        "pleuvoir, gelé, frigo, parquet, lumière, grillée, vidéoprojecteur, interphone, inondé, horloge, cloche, vmc, heating, broken, leak, roof, =porte, =portes, prise "
        "électrique, plus de courant, panne de courant, coupure de courant, multiprise, =moisi, moisissures, tuile, tuiles, ascenseurs, sonnette, sonnerie, plinthe, écaille, "
        "écaillent, volets, ardoises, chauffe, chauffe plus, marche plus, fonctionne plus, placard, cloison, mur fissuré, fissure, faïence, chasse, évier, ballon, thermostat, "
        "clim, climatisation, ventilation, digicode, portail, portails, portillon, cadenas, poignée, lustre, barreau, grillage, =cassé, =cassée, brisé, réparer, coincée, fenêtre, fenêtres, volet, stores, store, four, "
        "humide, température, éteint, coule, hors service, dégondé, dégondée, ferme plus, fermer, ferme pas, fermée à clé, clé, buée, doudoune, doudounes, manteau, manteaux, "
        "anorak, fumée, compteur électrique, sirène, ardoise, seau, bassine, projecteur, prise, prises, armoire électrique, odeur de brûlé, odeur de gaz, sent le gaz, sent le "
        "brûlé, marches, glacée, glacé, caillent, caille, pèle, vestiaire, lame, lames, panneau de basket, plafond tombé, carreaux, écran, micro, bouches, interrupteur, =appareil, "
        "batterie, fronton, grésille, grésillements, brûlé, goutte, gouttes, odeur, odeurs, =moisie, sèche mains, savon, papier toilette, distributeur de savon, lavabos, urinoir, "
        "bouchés, bouchées, bouché, dalles, dalle, sol, tapis, tatami, vestiaires, ballons, porte manteau, courant, s'allume plus, allume plus, brûlante, tiède, gond, gonds, "
        "siffle, plaques, grille d'entrée, conservatoire, dégouline, suinte, ruisselle, goutte à goutte, mousse verte, dérapent, voyant, cadenas, escalier, larsen, vitrail, vitraux, "
        "grince, grincent, claque, claquent, ouvre plus, ouvre pas, ouvrent plus, bloqué, bloquée, reste ouvert, restent ouverts, ouverte la nuit, ouverte toute la nuit",
        context="salle, école, classe, gymnase, vestiaire, vestiaires, mairie, médiathèque, bibliothèque, crèche, église, préau, couloir, local, dojo, dortoir, cuisine, réfectoire, halle, "
        "piscine, maternelle, bâtiment, club house, foyer, tribune, bureau, sacristie, clocher, chapelle, cantine, centre de loisirs, motricité, élémentaire, tribunes, accueil de "
        "loisirs, centre social, =cour, toilettes des filles, toilettes des garçons, toilettes des dames, toilettes des hommes, autel, messe, école de musique, maison des "
        "associations, salle de musique, hôtel de ville, fronton, accueil de la mairie, tableau, tatamis, scène, coulisses, loges, salle de danse, conservatoire, loué la salle, "
        "centre technique, ateliers municipaux, poste de police",
        pairs=(
            "wifi, imprimante, ordinateurs, ordinateur + médiathèque, bibliothèque, salle, école, mairie, maison des jeunes",
            "sonnette, interphone, visiophone, gâche, portier + crèche, école, mairie, morte, mort, panne, entend",
            "sono, micro, enceinte, amplificateur, projecteur + salle, rendu l'âme, grillé, grillée, morte, panne, souffle",
            "cafards, rats, souris, guêpes, odeur d'égout, égout, odeur + cuisine de la salle, toilettes, vestiaires, salle polyvalente, salle des fêtes, cantine, crèche, maison des jeunes",
            "compteur, compteurs, compteur à gaz, chaudière, alarme, extincteur, extincteurs, ascenseur, toiture, ventilation, portes, cuve, paratonnerre, électricité + remplace, remplacement, contrôle, vérification, vérifier, visite, passage, entreprise, technicien, maintenance, entretien, ouvrira, ouvrir, accueille, chantier, coordinateur",
            "serrure, clé, clef, barillet, cadenas, verrou, poignée, cylindre + tourne, coincée, cassée, grippée, grippé, rangement, forcée, bloquée",
            "horloge, cloche, cloches, carillon, cadran + retarde, avance, arrêtée, sonne, sonnent, minutes, heure, midi, électrique, moteur, muette",
            "néon, néons, ampoule, ampoules, lumière, dalle led, spot, spots + vestiaire, vestiaires, salle, couloir, classe, gymnase, tribune, scène, hall, local, bureau, dojo, tremblent, grésillent",
            "gaz, fumée, odeur de brûlé, brûlé + couloir, classe, école, maternelle, gymnase, salle, vestiaire, chaufferie, cantine, crèche, médiathèque, bibliothèque, préau, dortoir",
            "école, classe, gymnase, vestiaire, vestiaires, mairie, médiathèque, bibliothèque, crèche, église, préau, dojo, dortoir, cantine, réfectoire, maternelle, salle des fêtes, "
            "salle polyvalente, maison des associations, club house, tribune, chapelle, halle, lavoir, école de musique, coccinelles, jules ferry, marie curie, besson, mimoun, accueil "
            "de loisirs, centre social, vestiaires du stade, poste de police, presbytère + chauffage, chaudière, radiateur, radiateurs, fuite, plafond, toit, vitre, carreau, serrure, "
            "ascenseur, robinet, lavabo, douche, douches, panne, disjoncté, plombs sautent, infiltration, tuiles, ardoises, parquet, néon, ampoule, glacial, moisissures, gouttière, "
            "chasse d'eau, vitres, extincteur, extincteurs, alarme, store, stores, lumière, prise, poignée, clim, volet, volets, fenêtre, ventilation, éclairage, serrure cassée, "
            "cadenas, moquette, lino, plancher, crépi, hotte, chauffe eau, siphon, évier, toilettes, wc, sonnerie, alarme sonne, interphone, rideau, rideaux, =moisi",
            "four, plaques, frigo, chauffage, chauffe, lave vaisselle, hotte, congélateur, lumière, évier + salle, loué, louée, marche, panne, mortes, chauffe pas, froid, cuisine, "
            "sonnette, digicode, badgeuse, vidéoprojecteur",
            "radiateur, radiateurs, chaudière, chauffage + siffle, fuit, froid, froids, panne, bruit, cogne, marche, conservatoire, bureau",
            "entrée, sonnette, porte, accès, accéder, ascenseur + fauteuil, fauteuil roulant, béquilles, déambulateur, handicapé, handicapée, handicapés, mobilité "
            "réduite",
            "lumière, ampoule, ampoules, néon, néons, éclairage, noir + couloir, escalier, escaliers, hall, toilettes, vestiaire, vestiaires, classe, gymnase, dortoir, salle, préau, "
            "sacristie",
            "eau, pluie + dégouline, suinte, goutte, plafond, mur du préau, toit, seau, bassine, couloir",
            "sono, micro, écran, sonorisation, enceintes, projecteur + salle, réviser, réparer, panne, coupe, grésille, marche",
            "vitrail, vitraux, église, chapelle, clocher, sacristie + pigeons, brisé, brisée, fuit, gouttière, humidité, chouette, chauffage, fissure, tuiles, souillent",
        ),
        needs_context=True,
        in_buildings=True,
    ),
    theme(
        "horaires", "Horaires et renseignements", "Opening hours and information",
        services="accueil, secrétariat, mairie, affaires générales",
        sure="horaires d'ouverture, horaires de la mairie, heures d'ouverture, à quelle heure ouvre, à quelle heure ferme, quelle heure ouvre la mairie, mairie ouverte, mairie est "
        "ouverte, vous êtes ouvert, vous êtes ouverts, êtes vous ouverts, vous ouvrez, vous fermez, opening hours, numéro de téléphone de la mairie, mairie fermée, fermé pour les "
        "fêtes, fermés pour les fêtes, ouvert entre midi, joindre la mairie, numéro du service, vous joindre, prendre rendez vous en mairie",
        signs="horaire, horaires, ouvert, ouverture, ouvrez, renseignement, joindre, standard, guichet",
        pairs=(
            "ouvert, ouverts, ouverte, fermé, fermés, horaires, heures, ouvrez + mairie, samedi, vacances, noël, guichet, êtes vous, permanence",
        ),
    ),
    theme(
        "maire", "Le maire et le conseil municipal", "The mayor and the council",
        services="cabinet, maire, élus, direction, accueil, secrétariat, mairie, affaires générales",
        sure="rendez vous avec le maire, rendez vous avec monsieur le maire, rendez vous avec m le maire, rencontrer le maire, rencontrer monsieur le maire, entretenir avec le maire, "
        "entretenir en personne avec le maire, audience avec le maire, conseil municipal, délibération, compte rendu du conseil, procès verbal du conseil, ordre du jour du "
        "conseil, bulletin municipal, cérémonie des vœux, vœux du maire, permanence des élus, permanence du maire, préface, budget de la commune, référendum, réunion publique, "
        "compte rendu de la réunion, conseil de quartier, mes vœux, bonne année monsieur le maire, dernier bulletin, site internet de la mairie, page facebook, newsletter de la "
        "ville, application de la ville, =journaliste, =journalistes, interview, budget 2027, budget participatif, inauguration, lettre ouverte, pétition contre le maire, "
        "démission, cada, communication de documents, séance du conseil, procès verbal, prendre la parole au conseil, écrire un article, compte rendu, page internet, site de la "
        "mairie, site de la ville, site internet, interviewer, article sur, journal local, reportage, portrait du maire, impôts, council meeting, mayor, parler au maire, voir le "
        "maire, voir monsieur le maire, journal municipal, prochain conseil, questions du public, attirer un médecin, désert médical, médecin de la commune, maison médicale, "
        "fusion des communes, augmentation des impôts, taxes locales, que fait la municipalité, que fait la mairie, discours du maire, votre discours, nos vœux, vœux les plus, "
        "meilleurs vœux, échanger avec un élu, interroger un élu",
        signs="adjoint, élu, élus, conseiller, conseil, vœux, municipalité, délibérer, bulletin, =maire, journal, médecin",
        context="rendez vous, rencontrer, entretenir, audience",
        pairs=(
            "maire, adjoint, adjointe, élu, élus + rendez vous, rencontrer, recevoir, entretenir, audience, parler, permanence",
            "conseil, séance, délibération + compte rendu, lire, public, date, ordre du jour, procès verbal, prochaine, prochain",
            "journaliste, article, reportage, interview + mairie, interviewer, photo, prépare, courrier",
            "conseil, réunion, séance + public, questions, prochain, prochaine, aura lieu, ordre du jour, assister",
            "médecin, docteur, dentiste, kiné, généraliste + retraite, remplace, remplacer, attirer, municipalité, désert, trouve plus, cabinet",
        ),
        needs_context=True,
    ),
    theme(
        "remerciements", "Remerciements, condoléances", "Thanks, condolences",
        services="accueil, secrétariat, mairie, affaires générales",
        sure="condoléances, mes remerciements, nos remerciements, remercier les agents, remercier vos agents, remercier l'équipe, voulais juste dire merci, dire merci, juste merci, "
        "tenais à remercier, tenais à vous remercier, souhaite remercier, souhaitais remercier, voulais simplement remercier, voulais remercier, félicitations, merci à la dame, "
        "merci aux agents, merci à l'équipe, un grand merci, thank the team, thanks to the, merci mille fois, mille mercis, mes félicitations, très belle fête, beau travail, "
        "continuez comme, très bon accueil, je tiens à saluer, grand bravo, bravo, merci à tous, transmettez notre merci, transmettre mes remerciements, remercie les agents, "
        "remercie vos agents, remercie toute l'équipe, thank you to, thank you for, well done, quel beau, chapeau bas, mérite une médaille, vous embrassons, bravo à vos, toute ma "
        "gratitude, ma reconnaissance, notre reconnaissance, quel plaisir, ri aux larmes, nous avons ri, quelle belle, dites bien à l'équipe, dites leur merci",
        signs="remercier, remerciement, féliciter, gentillesse, émotion, formidable, parfait, impeccable, équipe, gratitude, reconnaissance, médaille, mérite",
        against="honte, scandale, toujours pas, toujours rien, impôts, s'attendait, attendions, contribuable, catastrophe, inadmissible, n'importe quoi, les artistes, quelle honte, "
        "cratères, trous, encore une fois",
    ),
    theme(
        "emploi", "Emploi, stages, candidatures", "Jobs and work experience",
        services="ressources humaines, rh, personnel, emploi, accueil, secrétariat, mairie, affaires générales",
        sure="candidature, candidature spontanée, lettre de motivation, mon cv, curriculum vitae, stage de troisième, stage d'observation, stage de 3e, stage de 3ème, stage en mairie, "
        "stage dans vos services, cherche un stage, recherche un stage, convention de stage, =alternance, emploi saisonnier, offre d'emploi, poste à pourvoir, vous recrutez, "
        "=recrutement, =recrutez, stage d'une semaine, cherche du travail, recherche un emploi, recherche du travail, travailler à la mairie, travailler pour la mairie, bénévolat "
        "à la mairie, service civique à la mairie, job cet été, job pour l'été, postuler, =candidater, contrat d'apprentissage, stage de découverte, stage de 3 ème, travailler "
        "chez vous, travailler pour vous, vous recruter, embauchez, work experience, job application, apply for a job, poste d'atsem, poste de jardinier, poste d'animateur, "
        "propose mes services, propose ma candidature, cv joint",
        signs="stage, cv, stagiaire, embauche, =recruter, =recrute, candidate, job, saisonniers, curriculum, diplôme, embaucher, apprentissage",
        pairs=(
            "stage, job, emploi, poste, cv, candidature, apprentissage, alternance + cherche, recherche, troisième, 3e, semaine, mairie, services, postuler, collège, lycée, "
            "motivation, espaces verts, médiathèque, observation",
            "diplômée, diplômé, cap, bafa, expérience + candidature, cv, propose mes services, poste, atsem, travailler, embauche",
        ),
    ),
    theme(
        "publicite", "Publicité", "Advertising",
        services="",
        sure="audit gratuit, devis gratuit, offre promotionnelle, offre exceptionnelle, se désabonner, se désinscrire, désabonner, désinscrire, unsubscribe, référencement, nos "
        "solutions, pour collectivités, pour les collectivités, nos clients, notre catalogue, démonstration gratuite, nous vous proposons nos, satisfait ou remboursé, réduisez "
        "votre, notre société vous, notre entreprise vous propose, partenariat commercial, leader sur son marché, notre société accompagne, notre société, notre entreprise "
        "accompagne, notre entreprise, nos prestations, notre gamme, convenir d'un rendez vous téléphonique, échange téléphonique, échange de quinze minutes, rendez vous "
        "commercial, catalogue, nos experts, nous accompagnons les, leader, vos agents gagnent du temps, présentation de notre, plaquette, optimisez, boostez, réduisez vos, "
        "subventions pour votre commune, certificats d'économie, équipons, nous équipons, un expert peut, notre expertise, se déplacer gratuitement, vidéoprotection pour, "
        "conseiller commercial, notre offre, présentation gratuite, votre commune peut bénéficier",
        signs="collectivités, promotion, recontacté, cliquez, collectivité, offre, offrons, gratuit, clients, commercial, webinaire, tarifs préférentiels, =remise, =financements",
        pairs=(
            "société, entreprise, solution, solutions, offre, expertise, logiciel, gamme, spécialiste, application + communes, collectivités, collectivité, accompagne, propose, "
            "proposons, rénovation, économies, rendez vous téléphonique, mairies, démonstration, clients, devis",
            "leader, équipons, expert, solution, société, gamme, partenaire + villes, communes, collectivités, gratuitement, démonstration, déplacer, urbaine",
        ),
    ),
    theme(
        "ailleurs", "Affaires d'autres administrations", "Other administrations' business",
        services="",
        sure="carte grise, titre de séjour, casier judiciaire, impôt sur le revenu, déclaration d'impôts, taxe foncière, taxe d'habitation, sécurité sociale, pôle emploi, france "
        "travail, nationalité française, allocations familiales, conciliateur, défenseur des droits, sncf, écrivain public, france services, passage à niveau, trésor public, "
        "facture du trésor, colis perdu, horaires des trains, gare sncf, mon permis de conduire, demande de naturalisation, dossier de naturalisation, bureau de poste, agence "
        "postale, mon courrier, distribution du courrier, relevé d'impôts, avis d'imposition, carte vitale demande, succession notaire, naissance à l'étranger consulat",
        signs="cpam, dmv, =avocat, =facteur, =tribunal",
        against="alimentaire, banque alimentaire, ccas, anciens, aînés, noël",
        pairs=(
            "facteur, courrier, colis, lettres + arrive, voisine, boîte, perdu, reçu, poste, distribution, boîte aux lettres",
            "train, trains + retard, horaires, supprimé, sncf, gare, quai",
        ),
    ),
)  # fmt: skip
