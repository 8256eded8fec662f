"""Streets, water and light."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_STREET = "rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage"

STREETS = (
    theme(
        "chaussee", "Chaussée et trottoirs", "Roads and pavements",
        services="voirie, routes, travaux, services techniques, technique, cadre de vie",
        sure="nid de poule, nids de poule, nid poule, trou dans la chaussée, trou dans la route, trou dans le trottoir, "
        "trou sur la route, trou sur la chaussée, trottoir défoncé, trottoir cassé, trottoir abîmé, trottoir effondré, "
        "chaussée défoncée, chaussée dégradée, chaussée abîmée, chaussée déformée, route défoncée, route abîmée, "
        "revêtement de la route, revêtement de chaussée, goudronner, regoudronner, enrobé, pavé descellé, dalle descellée, "
        "pothole, pavement, reboucher les trous, affaissement de chaussée, affaissement du trottoir, trottoir dangereux, rue défoncée, chemin défoncé, chemin impraticable, chemin raviné, ornières, trous partout, pleine de trous, plein de trous, crevaison, pavé manquant, pavés manquants, dalle cassée, plaques de bitume, gravillons, graviers sur la route, abaisser le trottoir, bateau de trottoir, trottoir trop haut, trottoirs, chaussée glissante, gazole, gasoil sur la route, huile sur la route",
        signs="chaussée, trottoir, trou, bitume, goudron, macadam, pavé, revêtement, ornière, bosse, affaissement, affaisser, "
        "défoncé, effondrer, effondrement, reboucher, jante, pneu, bordure, accotement, bas côté, gravillon, crevasse, fissure, roue, "
        "trébucher, trébuché, béant, asphalte, racines soulèvent",
        context=_STREET + ", déambulateur, fauteuil, poussette, chaussée, vélo, cycliste, voiture, piéton",
    ),
    theme(
        "signalisation", "Panneaux, marquage et feux", "Road signs and markings",
        services="voirie, routes, circulation, travaux, services techniques, technique",
        sure="passage piéton, passage clouté, passage protégé, panneau stop, panneau de signalisation, panneau sens interdit, "
        "marquage au sol, marquage effacé, feu tricolore, feux tricolores, feu rouge, feux de circulation, ligne blanche, "
        "sens interdit, sens unique, sens de circulation, panneau d'entrée, panneau de rue, plaque de rue, nom de rue, miroir routier, road sign, "
        "cédez le passage, piste cyclable, bande cyclable, voie cyclable, bandes blanches, panneau d'agglomération, plan de circulation, panneau tombé, panneau tordu, panneau arraché, panneau illisible, panneau manquant, panneau volé, panneau caché, peinture effacée, bandes effacées, stop effacé, miroir cassé, miroir de circulation, feu ne marche pas, feux clignotent, feu en panne, priorité à droite, marquage, bandes du passage, rond point mal, double sens, mettre en sens unique",
        signs="panneau, marquage, signalisation, repeindre, effacé, stop, priorité, carrefour, visibilité, miroir, "
        "fléchage, piéton, tordu, illisible, circulation, giratoire, cycliste, =croisement, =croisements",
        context=_STREET,
    ),
    theme(
        "vitesse", "Vitesse et sécurité des rues", "Speeding",
        services="voirie, circulation, police, sécurité, services techniques, technique",
        sure="vitesse excessive, excès de vitesse, ralentisseur, dos d'âne, zone 30, limitation à 30, limitée à 30, limité à 30, limitation de vitesse, "
        "limiter la vitesse, réduire la vitesse, radar, coussin berlinois, chicane, à tombeau ouvert, roule trop vite, roulent trop vite, roulent vite, "
        "roulent comme des fous, roule comme un fou, plateau surélevé, speeding, speed bump, à fond la caisse, prennent la rue pour un circuit, prennent la rue pour une piste, circulation dangereuse, camions passent, passent trop vite, passent à toute vitesse, à toute allure, à 80, à 90, à 70, ralentir les voitures, limiter les voitures, chauffards, chauffard, circuit de course, faire ralentir, circulation des camions, traverser sans danger, faire traverser",
        signs="vitesse, rouler, roule, ralentir, sécuriser, foncer, foncent, km, automobiliste, poids lourd, dépasser, riverain",
        context=_STREET + ", voiture, camion, moto, école",
    ),
    theme(
        "eaux-pluviales", "Égouts et eaux de pluie", "Drains and rain water",
        services="assainissement, eaux pluviales, eau, voirie, travaux, services techniques, technique",
        sure="bouche d'égout, plaque d'égout, grille d'égout, tampon d'égout, regard d'égout, avaloir, caniveau, fossé bouché, curer le fossé, curage des fossés, "
        "eaux pluviales, évacuation des eaux de pluie, grille bouchée, odeur d'égout, odeurs d'égout, égout bouché, bouche d'égoût, grilles bouchées, grilles sont bouchées, feuilles bouchent, fossés, fossé, bouches d'égout, plaque en fonte, plaque qui claque, plaque bouge, plaque descellée, eau stagne, flaque géante, buse bouchée, eau de ruissellement, eau envahit, eau rentre dans",
        signs="égout, grille, boucher, bouché, déborder, débordement, inonder, inondation, inondé, refouler, refoulement, flaque, "
        "ruissellement, ruisseler, orage, fossé, stagner, eau stagnante, pluie",
        context=_STREET + ", chaussée, trottoir, garage, cave, moto, vélo",
    ),
    theme(
        "fuite-rue", "Fuite d'eau sur la voie publique", "Water leak in the street",
        services="eau, voirie, travaux, services techniques, technique",
        sure="coule sur la chaussée, coule sur la route, coule sur le trottoir, coule dans la rue, fuite sur la chaussée, fuite sur la route, "
        "fuite sur le trottoir, fuite sur la voie, fuite dans la rue, canalisation éclatée, canalisation cassée, canalisation percée, conduite éclatée, "
        "borne incendie, bouche incendie, geyser, eau jaillit, sort du bitume, sort de la chaussée, water leak",
        signs="canalisation, conduite, coule, fuite, jaillir, jaillit, geyser, couler",
        context="rue, avenue, chemin, route, chaussée, bitume, trottoir, goudron, impasse, allée",
        needs_context=True,
    ),
    theme(
        "hiver", "Neige et verglas", "Snow and ice",
        services="voirie, travaux, services techniques, technique",
        sure="verglas, déneigement, déneiger, déneigé, saleuse, saler la route, saler la rue, salage, bac à sel, plaque de glace, plaques de glace, route gelée, chasse neige, plaques de verglas, route glissante, trottoir glissant, trottoirs glissants, rue glissante, une patinoire",
        signs="neige, gel, gelé, geler, glissant, glisser, patinoire, glace, verglacé, sel de déneigement, saler les rues",
        context=_STREET + ", trottoir, chaussée",
    ),
    theme(
        "mobilier", "Mobilier des rues", "Street furniture",
        services="voirie, travaux, services techniques, technique, cadre de vie",
        sure="rack à vélo, racks à vélo, arceau à vélo, arceaux à vélo, range vélo, garde corps, rambarde, potelet, banc public, banc cassé, banc abîmé, "
        "borne escamotable, abribus cassé, vitre de l'abribus, barrière cassée, barrière de sécurité, plot en béton, mobilier urbain, parking à vélo, glissière de sécurité, bancs publics, installer un banc, mettre un banc, poser un banc, banc en bois, abribus, abri bus, poteau couché, poteau renversé, borne cassée, plot arraché, barrière arrachée, barrière tombée, rampe du pont, parapet, garde fou, boîte aux lettres de rue",
        signs="banc, barrière, poteau, borne, abribus, plot, vélo, descellé, arraché, attacher, rouillé, quai, arrêt de bus",
        context=_STREET + ", gare, pont, place, arrêt",
    ),
    theme(
        "eau", "Eau : compteurs, factures, coupures", "Water: meters, bills, cuts",
        services="eau, assainissement, régie",
        sure="facture d'eau, compteur d'eau, eau potable, coupure d'eau, abonnement d'eau, branchement d'eau, pression de l'eau, pression d'eau, qualité de l'eau, "
        "eau du robinet, plus d'eau au robinet, water bill, relevé de compteur, prix de l'eau, dureté de l'eau, goût de l'eau, chlore",
        signs="compteur, calcaire, pression, robinet, eau, coupure",
        context="maison, facture, abonnement, syndicat",
        needs_context=True,
    ),
    theme(
        "assainissement", "Assainissement", "Sewerage",
        services="assainissement, eau, spanc, urbanisme",
        sure="fosse septique, spanc, assainissement non collectif, assainissement individuel, assainissement collectif, eaux usées, "
        "raccordement à l'égout, raccordé à l'égout, raccordement assainissement, micro station, station d'épuration, raccorder à l'égout",
        signs="assainissement, fosse, vidange, raccordement, raccorder, épandage",
    ),
    theme(
        "domaine-public", "Occupation de la voie publique, chantiers", "Use of the street, building sites",
        services="voirie, police, domaine public, travaux, services techniques, technique",
        sure="occupation du domaine public, occupation de la voie publique, permission de voirie, autorisation de voirie, arrêté de circulation, "
        "arrêté de stationnement, poser une benne, pose d'une benne, installer un échafaudage, pose d'échafaudage, camion de déménagement, "
        "réserver une place pour un déménagement, bloquer la rue, route barrée, barrer la rue, terrasse sur le trottoir, terrasse de café, camion toupie, emménager camion, réserver deux places, monte meuble, monte meubles, dépôt de bois, dépôt de sable sur le trottoir, couper la circulation, fermer la rue, fête des voisins, vide maison",
        signs="échafaudage, déménagement, déménager, déviation, chantier, nacelle, emprise, grue, =benne, =bennes",
    ),
    theme(
        "reseaux", "Téléphone, fibre et lignes électriques", "Telephone, broadband and power lines",
        services="numérique, réseaux",
        sure="fibre optique, éligible à la fibre, raccordement à la fibre, poteau téléphonique, poteau orange, câble téléphonique, ligne téléphonique, enedis, linky, "
        "coupure de courant, antenne relais, 5g, coupure d'électricité, panne de courant dans la rue, poteau edf, poteau électrique, gaz de ville, plus d'électricité dans toute la rue, réseau mobile, câble qui pend, fil téléphonique, câble orange, plus de téléphone, plus internet",
        signs="fibre, câble, orange, sfr, téléphone, poteau, antenne, opérateur, internet, box",
    ),
    theme(
        "eclairage", "Éclairage public", "Street lighting",
        services="éclairage, voirie, services techniques, technique, travaux, cadre de vie",
        sure="lampadaire, réverbère, candélabre, éclairage public, luminaire, projecteur, illumination de noël, illuminations, décoration lumineuse, "
        "décorations lumineuses, lumière de la rue, lumière publique, poteau de lumière, lampe de rue, street light, street lamp, streetlight, lampadère, lampadair, "
        "lumière dans la rue, lumière dans notre rue, lumière dans ma rue, ampoule de la rue, guirlande lumineuse, guirlandes de noël, guirlande de noël, points lumineux, point lumineux, dans le noir complet, plongé dans le noir, plongée dans le noir, lampe grillée, plus de lumière dehors, lumière clignote, poteau éclaire, lumière la nuit, éclairage la nuit, éteindre l'éclairage, éclairage toute la nuit, extinction nocturne, minuterie, horloge de l'éclairage, rue dans le noir, rue noire, quartier dans le noir, spots au sol, sapin lumineux, guirlandes, lampadaires, lumières de noël, lampadaire penche",
        signs="éclairage, lumière, ampoule, obscurité, allumer, éteindre, allumé, éteint, éclairer, éclairé, clignoter, clignote, grésiller, sombre, "
        "étoile, mât, électricien, lumineux, guirlande, néon, ballast, spot, led, lampe, noir",
        context=_STREET + ", parking, terrain, stade, tennis, boulodrome, skatepark, parc, square, place, gaspillage, nuit",
    ),
)  # fmt: skip
