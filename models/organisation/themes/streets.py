"""Streets, water and light."""

from __future__ import annotations

from models.organisation.themes.theme import theme

STREETS = (
    theme(
        "chaussee", "Chaussée et trottoirs", "Roads and pavements",
        services="voirie, routes, travaux, services techniques, technique, cadre de vie",
        sure="chaussée se gondole, chaussée gondolée, route gondolée, chaussée bosselée, route bosselée, chaussée ondulée, chaussée soulevée, nid de poule, nids de poule, nid poule, trou dans la chaussée, trou dans la route, trou dans le trottoir, trou sur la chaussée, trottoir défoncé, trottoir cassé, trottoir "
        "abîmé, trottoir effondré, chaussée défoncée, chaussée dégradée, chaussée abîmée, chaussée déformée, route défoncée, route abîmée, revêtement de la route, revêtement de "
        "chaussée, goudronner, regoudronner, enrobé, pavé descellé, dalle descellée, pothole, pavement, reboucher les trous, affaissement de chaussée, affaissement du trottoir, "
        "trottoir dangereux, rue défoncée, chemin défoncé, chemin impraticable, chemin raviné, ornières, trous partout, pleine de trous, plein de trous, pavé manquant, pavés "
        "manquants, dalle cassée, plaques de bitume, gravillons, graviers sur la route, abaisser le trottoir, bateau de trottoir, trottoir trop haut, chaussée glissante, gazole, "
        "gasoil sur la route, huile sur la route, gros trou, nid de poules, trous énormes, trou énorme, chaussée affaissée, route affaissée, route s'affaisse, route s'est "
        "affaissée, trottoir étroit, trottoir trop étroit, trottoirs défoncés, trottoirs abîmés, plein de nids, trou de la route, trous de la route, boucher le trou, boucher les "
        "trous, refaire le trottoir, refaire la route, refaire la rue, refaire le chemin, chemin boueux, chemin de terre, flaque de boue, potholes, hole in the road, road surface, "
        "trou devant, trou dans le chemin, plaque descellée, pavés disjoints, racines qui soulèvent, revêtement abîmé, tranchée mal rebouchée, =tranchee, =tranchees, reboucher une "
        "tranchée, goudron fondu, route bosselée, nids-de-poules, dos de la route, trottoirs trop hauts, trottoir inaccessible, obstacle sur le trottoir, milieu du trottoir, au "
        "milieu du trottoir, chemin communal, entretien du chemin, talus qui s'effondre, mur de soutènement de la route",
        signs="chaussée, trottoir, trou, bitume, goudron, macadam, pavé, revêtement, ornière, bosse, affaissement, affaisser, défoncé, reboucher, jante, pneu, bordure, accotement, bas "
        "côté, gravillon, crevasse, fissure, trébucher, trébuché, asphalte, racines soulèvent, =roue, =roues, dalle, étroit, boue, gadoue, boueux, creux, s'enfonce, cailloux, "
        "affaisse, pare brise, pente, =marches, cratère, levée",
        against="pierre tombale, caveau, sépulture, tombe de mes, tombe de mon, tombe de ma",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, déambulateur, fauteuil, poussette, chaussée, "
        "vélo, cycliste, voiture, piéton",
        pairs=(
            "trottoir, chaussée, bitume, goudron, macadam, enrobé, pavé, pavés, dalle, dalles, bordure, asphalte + trou, trous, défoncé, abîmé, cassé, dégradé, affaissé, fissuré, "
            "déformé, effondré, soulevé, soulève, descellé, décollé, dépasse, instable, bosse, bosses, ornière, impraticable, refaire, refait, reboucher, réparer, tombé, trébuché, "
            "chuté, chute, buté, cheville, genou, étroit, poussette, fauteuil, roulante, remis à plat, bouge, manque, déambulateur, landau, levée, relevée, soulevée, trou béant, "
            "cratère, crevassé",
            "=rue, =route, chemin, avenue, impasse, allée, piste, ruelle, lotissement + trou, trous, ornières, défoncé, boue, boueux, gadoue, raviné, impraticable, carrossable, "
            "goudronner, goudronnée, mare, s'enfonce, gravillons, bosses, revêtement, s'affaisse, affaissée, nids, cratère, cratères, cahots, amortisseurs, fissures",
            "=trou, =trous, crevasse, cratère, nid + =rue, =route, chaussée, trottoir, roue, jante, pneu, vélo, scooter, moto, voiture, amortisseur, virage, giratoire",
            "creux, affaissement, bosse, enfonce, s'enfonce, se creuse, fissure, crevasse + pont, route, rue, chaussée, trottoir, voie, bitume, entrée, chemin",
            "trottoir, trottoirs + compteur, milieu, obstacle, poteau, cogne, malvoyant, aveugle, canne blanche, peut plus passer, haut, marche, large, bloqué par",
            "travaux, tranchée, chantier, refait + route, rue, chaussée, trottoir, cailloux, gravillons, rebouché, trou, goudron",
            "dalle, dalles, pavé, pavés, plaque, trottoir, bordure + tombé, tombée, trébuchant, trébuché, chute, chuté, cassé, levée, assurance, blessé, blessée",
        ),
    ),
    theme(
        "signalisation", "Panneaux, marquage et feux", "Road signs and markings",
        services="voirie, routes, circulation, travaux, services techniques, technique",
        sure="plaques de rue, plaque de la rue, plaque du nom de rue, nom de la rue a disparu, poteau du sens interdit, panneau couché, sens interdit couché, poteau du panneau, passage piéton, passage clouté, passage protégé, panneau stop, panneau de signalisation, panneau sens interdit, marquage au sol, marquage effacé, feu tricolore, feux "
        "tricolores, feu rouge, feux de circulation, ligne blanche, sens interdit, sens unique, sens de circulation, panneau d'entrée, panneau de rue, plaque de rue, nom de rue, "
        "miroir routier, road sign, cédez le passage, piste cyclable, bande cyclable, voie cyclable, bandes blanches, panneau d'agglomération, plan de circulation, panneau tombé, "
        "panneau tordu, panneau arraché, panneau illisible, panneau manquant, panneau volé, panneau caché, peinture effacée, bandes effacées, stop effacé, miroir cassé, miroir de "
        "circulation, feux clignotent, feu en panne, priorité à droite, marquage, bandes du passage, rond point mal, double sens, mettre en sens unique, panneau plié, panneau "
        "couché, panneau par terre, panneau masqué, panneau de limitation, rue à sens unique, prolonger la piste, pistes cyclables, bandes cyclables, stop n'est plus visible, "
        "lignes effacées, bande blanche, ligne jaune, feux du carrefour, feu du carrefour, feu piéton, feux piétons, zebra crossing, pedestrian crossing, traffic light, traffic "
        "lights, numéro de rue, numéros de rue, peindre un passage, passage pour piétons, traverser l'avenue, traverser la rue en sécurité, numéro de maison, numéros de maison, "
        "plaque de numéro, numéro de ma maison, numérotation, panneau de ma rue, nom de la rue, gps, panneau bois, panneau de direction, horloge de feu, feu toujours rouge, feu "
        "trop long, feux trop longs, feu reste rouge, feu bloqué, bouton du feu",
        signs="panneau, signalisation, repeindre, effacé, stop, priorité, carrefour, visibilité, miroir, fléchage, piéton, tordu, illisible, giratoire, cycliste, =croisement, "
        "=croisements, plaque, numéro",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage",
        against="éclairé, éclairée, éclairage, pas éclairé, pas éclairée, mal éclairé, mal éclairée",
        pairs=(
            "miroir, panneau, panneaux + tourné, tournée, ciel, voit plus, vent, tordu",
            "panneau, panneaux, pancarte, écriteau, =stop + tordu, plié, tombé, couché, arraché, volé, illisible, effacé, caché, manque, disparu, tourné, masqué, remplacer, redresser, "
            "installer, poser, virage, rue, route, directionnel, interdiction, penché, renversé, branches, branche, arbre, végétation, haie, cache, voit plus",
            "marquage, ligne, lignes, bandes, stop, zébra, passage piéton, peinture au sol, flèche, flèches + effacé, repeindre, repeint, visible, usé, refaire, voit, disparu",
            "=feu, =feux + rouge, vert, orange, carrefour, piéton, piétons, automobilistes",
            "rue, route, avenue, chemin, ruelle + sens unique, double sens, sens interdit, contresens, contre sens",
            "piste, bande, bandes, voie, vélo, vélos, cycliste, cyclistes + cyclable, prolonger, aménager, s'arrête, carrefour, sécurisée, aménagement",
            "miroir + carrefour, sortie, cassé, tordu, virage, poser, voir, visibilité, installer, embué",
            "carrefour, croisement, intersection, virage, giratoire + visibilité, voit, accident, accidents, priorité, miroir, aménager, accrochage, stop",
            "plaque, plaques, numéro, numéros, panneau + tombée, tombé, rue, maison, livreurs, facteur, ambulance, pompiers, trouvent, remettre, remet, poser",
            "traverser, franchir, traversée, passage + avenue, bus, piéton, piétons, peindre, prévu, arrêt, aménager, école, dangereux",
        ),
    ),
    theme(
        "vitesse", "Vitesse et sécurité des rues", "Speeding",
        services="voirie, circulation, police, sécurité, services techniques, technique",
        sure="chicanes, limiter à 30, passer à 30, passage à 30, livreurs déboulent, vitesse excessive, excès de vitesse, ralentisseur, dos d'âne, zone 30, limitation à 30, limitée à 30, limité à 30, limitation de vitesse, limiter la vitesse, réduire la "
        "vitesse, coussin berlinois, à tombeau ouvert, roule trop vite, roulent trop vite, roulent vite, roulent comme des fous, roule comme un fou, plateau surélevé, speeding, "
        "speed bump, à fond la caisse, prennent la rue pour un circuit, prennent la rue pour une piste, circulation dangereuse, passent trop vite, passent à toute vitesse, "
        "ralentir les voitures, limiter les voitures, chauffards, chauffard, circuit de course, faire ralentir, circulation des camions, traverser sans danger, faire traverser, "
        "lever le pied, radar pédagogique, installer un radar, radars, poser une chicane, =raccourci, camions de livraison, camions traversent, interdire aux camions, interdire "
        "les camions, interdit aux poids lourds, trafic de camions, roule à 80, roulent à 80, roulent à 70, roulent à 90, passe à 80, passe à 90, roulent à fond, roule à fond, "
        "passent à fond, dévalent la rue, drive too fast, driving too fast, speed limit, manqué de se faire renverser, failli se faire renverser, failli être renversé, failli "
        "renverser, faillit renverser, aménagement de sécurité, sécuriser la traversée, sécuriser la rue, aller très vite, circulation infernale, poids lourds passent, camions "
        "passent devant, poids lourds par jour, camions par jour, voitures par jour, bande rugueuse, bandes rugueuses, dos d'âne trop haut, ralentisseur trop haut",
        signs="vitesse, rouler, roule, ralentir, sécuriser, foncer, foncent, km, automobiliste, poids lourd, ralenti, klaxonner, allure, frôlé, frôle, frôlent",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, voiture, camion, moto, école",
        pairs=(
            "roulent, roule, circulent, passent, dévalent, foncent, descendent, déboule, déboulent, débouché, accélèrent, conduisent, prennent + vite, allure, vitesse, fous, fond, "
            "folle, dingues, malades, bolides, km h",
            "ralentisseur, radar, chicane, zone 30, coussin, plateau surélevé, écluse + installer, mettez, poser, demander, rue, voitures, avenue",
            "camions, poids lourds, voitures, automobilistes, motos, bolides, tracteurs, conducteurs + raccourci, vitesse, ralentir, ralentissent, sécuriser, renverser, renversé, "
            "écraser, circuit, transit, limitation, respectent, foncent",
            "enfant, enfants, fillette, gamin, gamins, piéton, cycliste, collégiens, gosses, écoliers, fils, fille + renverser, renversé, renversée, écraser, faucher, fauché",
            "poids lourds, camions, camion, trafic + par jour, village, rue, bourg, supermarché, zone, déviation, quarante, nombreux, interdire",
        ),
    ),
    theme(
        "eaux-pluviales", "Égouts et eaux de pluie", "Drains and rain water",
        services="assainissement, eaux pluviales, eau, voirie, travaux, services techniques, technique",
        sure="bouche d'égout, plaque d'égout, grille d'égout, tampon d'égout, regard d'égout, avaloir, caniveau, curer le fossé, curage des fossés, eaux pluviales, évacuation des eaux "
        "de pluie, grille bouchée, odeur d'égout, odeurs d'égout, égout bouché, bouche d'égoût, grilles bouchées, grilles sont bouchées, feuilles bouchent, bouches d'égout, plaque "
        "en fonte, plaque qui claque, plaque bouge, plaque descellée, eau stagne, flaque géante, buse bouchée, eau de ruissellement, eau envahit, eau rentre dans, grille est "
        "pleine, remontées d'égout, odeurs d'égouts, sent l'égout, sent les égouts, puent les égouts, odeur des égouts, ruisselle chez moi, inonde mon garage, inonde ma cave, "
        "l'eau rentre chez, l'eau entre chez, eau de la route, eau de la rue, eau du chemin, égouts débordent, regard qui déborde, plaque qui bouge, drain, blocked drain, manhole, "
        "route inondée, rue inondée, chemin inondé, trottoir inondé, flaques d'eau, flaque d'eau, égout débordé, eau monte, l'eau monte, eau arrive chez, coulée de boue, coulées "
        "de boue, eau boueuse, fossé bouché, fossé plein, fossé déborde, plaque ronde, plaque métallique, plaque de fonte, tampon qui bouge, plaque qui tape, plaque qui résonne",
        signs="égout, grille, boucher, bouché, déborder, débordement, inondation, inondé, refouler, refoulement, flaque, ruissellement, ruisseler, orage, stagner, eau stagnante, pluie, "
        "obstrué, obstrués, bottes, déluge, regards, inondés, torrent, gouttes, fossé",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, chaussée, trottoir, garage, cave, moto, vélo",
        pairs=(
            "grille, grilles, avaloir, avaloirs, caniveau, bouche, bouches, regard, fossé, fossés, buse, égout, égouts, tampon, siphon + bouché, déborde, nettoyer, nettoierez, "
            "nettoie, curer, curage, plein, pleine, terre, feuilles, odeur, odeurs, sent, pue, refoule, claque, bouge, descellé, remonte, remontent, inondé, pluie, pluies, orage",
            "pluie, pluies, orage, orages, averse + garage, cave, sous sol, inondé, inonde, inondation, ruisselle, stagne, dévale, déborde, rentre chez, entre chez, flaque, torrent",
            "odeur, odeurs, pue, sent, puanteur, relents + égout, égouts, bouche, bouches, œuf pourri, œufs pourris, regard, regards",
            "flaque, mare, eau + stagne, stagnante, gèle, avaloir, évacue, évacuation, s'écoule, ruisselle",
            "pluie, pluies, pleut, orage, déluge, gouttes, averses, averse + rue, route, bas, bottes, regards, avaloirs, obstrués, inondé, inondée, torrent, rivière, boue, passage, "
            "caniveau",
            "regards, regard, avaloir, buse, fossé + obstrué, obstrués, bouchés, obstrue, dégager",
            "bouche d'égout, plaque d'égout, plaque, tampon, regard + bruit, claque, casserole, voiture, passage, dort, boum, bouge, dors, tambour, sonne, tape, résonne, chaque "
            "voiture, passage de voiture, nuit, vacarme",
        ),
    ),
    theme(
        "fuite-rue", "Fuite d'eau sur la voie publique", "Water leak in the street",
        services="eau, voirie, travaux, services techniques, technique",
        sure="coule sur la chaussée, coule sur la route, coule sur le trottoir, fuite sur la chaussée, fuite sur la route, fuite sur le trottoir, fuite sur la voie, fuite dans la rue, "
        "canalisation éclatée, canalisation cassée, canalisation percée, conduite éclatée, borne incendie, bouche incendie, geyser, eau jaillit, sort du bitume, sort de la "
        "chaussée, water leak, fuite d'eau dans la rue, fuite d'eau dans ma rue, fuite d'eau dans notre rue, eau coule dans la rue, eau sort du trottoir, eau sort de la route, eau "
        "gicle",
        signs="canalisation, conduite, jaillir, jaillit, coule, fuite",
        context="rue, avenue, chemin, route, chaussée, bitume, trottoir, goudron, impasse, allée",
        pairs=(
            "fuite, coule, jaillit, geyser, gicle, canalisation, conduite, eau sort, eau s'échappe, sort du compteur, sort du regard, sort de terre, bouillonne + chaussée, bitume, "
            "goudron, =route, trottoir, dans la rue, caniveau, pavés, sous la route, regard, compteur sur le trottoir, fossé, allée, chemin, pelouse, sous le trottoir",
        ),
        needs_context=True,
    ),
    theme(
        "hiver", "Neige et verglas", "Snow and ice",
        services="voirie, travaux, services techniques, technique",
        sure="verglas, déneigement, déneiger, déneigé, saleuse, saler la route, saler la rue, salage, bac à sel, plaque de glace, plaques de glace, route gelée, chasse neige, plaques "
        "de verglas, route glissante, trottoir glissant, trottoirs glissants, rue glissante, plaque de verglas, verglacé, pas été salé, a pas salé, n'a salé, rue salée, trottoir "
        "verglacé, icy, snow",
        signs="neige, gel, gelé, geler, glissant, patinoire, sel de déneigement, saler les rues",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, trottoir, chaussée",
        against="mousse, crotte, crottes, feuilles, gravillons, pavé, pavés, huile, école, classe, gymnase, salle, médiathèque, crèche, église, vestiaire, cantine, maternelle, dortoir, chauffage, radiateur, radiateurs",
        pairs=(
            "neige, gel, gelé, glissant, glissante, patinoire, verglacée, verglas + =rue, =route, trottoir, trottoirs, chemin, saler, salé, sel, dégager, pente, côte, escaliers, "
            "tombé, sortir",
            "saler, salé, sablé, sel, sableuse, déneigé + =rue, =route, trottoir, personne, matin, pente, côte, chemin",
        ),
    ),
    theme(
        "mobilier", "Mobilier des rues", "Street furniture",
        services="voirie, travaux, services techniques, technique, cadre de vie",
        sure="rack à vélo, racks à vélo, arceau à vélo, arceaux à vélo, range vélo, garde corps, rambarde, potelet, banc public, banc cassé, banc abîmé, borne escamotable, abribus "
        "cassé, vitre de l'abribus, barrière cassée, barrière de sécurité, plot en béton, mobilier urbain, parking à vélo, glissière de sécurité, bancs publics, installer un banc, "
        "mettre un banc, poser un banc, banc en bois, poteau couché, poteau renversé, borne cassée, plot arraché, barrière arrachée, barrière tombée, rampe du pont, parapet, garde "
        "fou, boîte aux lettres de rue, rambarde cassée, rambarde rouillée, banc manque, poser des bancs, installer des bancs, vitre d'abribus, vitres de l'abribus, abribus "
        "vandalisé, installer un abribus, plot couché, borne arrachée, bench, railing, attacher mon vélo, attacher son vélo, attacher les vélos, garer les vélos, garer mon vélo, "
        "borne de recharge, bornes de recharge, boîte à livres, fontaine à eau, panneau d'information, plan de la ville, station de réparation, poteau tordu, borne incendie "
        "cassée, passerelle en bois, planche du pont, planches du pont, pont en bois, garde corps rouillé, planches de la passerelle, passerelle abîmée, abri voyageurs, abri pour "
        "le bus, banc à l'arrêt, arrêt sans abri, banc pour s'asseoir, place pour s'asseoir, escalier public, escaliers de la rue, "
        "marches de l'escalier public",
        signs="banc, plot, descellé, arraché, rouillé, passerelle, fontaine, ponton, recharge, abri",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, gare, pont, place, arrêt",
        pairs=(
            "banc, bancs, barrière, barrières, poteau, borne, potelet, potelets, plot, plots, abribus, abri bus, rambarde, garde corps, garde fou, parapet, glissière, arceaux, quille, "
            "quilles, jardinière en béton + cassé, cassée, arraché, tombé, couché, tordu, rouillé, rouille, renversé, descellé, remplacer, réparer, installer, remettre, manque, tient "
            "plus, vitre, abîmé, plié, bouge, effondré, écroulé, percuté, planche, enlevé, ajouter",
            "banc, bancs + assis, asseoir, s'asseoir, souffler, reposer, marcher, personnes âgées",
            "rue, ruelle, escalier public, chemin, quai, passerelle, pont, talus, parc, square, sente + main courante, rampe",
            "pont, passerelle, quai + rambarde, garde corps, garde fou, parapet, planche, planches, rouille",
            "abri, abribus, abri bus, arrêt de bus, arrêt + toit, vitre, banc, pluie, attend, cassé, bus, sale, siège",
        ),
    ),
    theme(
        "eau", "Eau\u00a0: compteurs, factures, coupures", "Water: meters, bills, cuts",
        services="eau, assainissement, régie",
        sure="facture d'eau, compteur d'eau, eau potable, coupure d'eau, abonnement d'eau, branchement d'eau, pression de l'eau, pression d'eau, qualité de l'eau, eau du robinet, plus "
        "d'eau au robinet, water bill, relevé de compteur, prix de l'eau, dureté de l'eau, goût de l'eau",
        signs="compteur, calcaire, pression, robinet, eau, coupure",
        context="maison, facture, abonnement, syndicat",
        pairs=(
            "eau, eaux, robinet + marron, jaune, trouble, calcaire, potable, compteur, compteurs, abonnement, facturée, relevé",
        ),
        needs_context=True,
    ),
    theme(
        "assainissement", "Assainissement", "Sewerage",
        services="assainissement, eau, spanc, urbanisme",
        sure="fosse septique, spanc, assainissement non collectif, assainissement individuel, assainissement collectif, eaux usées, raccordé à l'égout, raccordement assainissement, "
        "micro station, station d'épuration, raccorder à l'égout",
        signs="assainissement, fosse, vidange, raccordement, raccorder, épandage",
        pairs=(
            "fosse, raccordement, eaux usées + contrôle, vidange, raccorder, raccordé, conforme, vente, obligatoire, diagnostic",
        ),
    ),
    theme(
        "domaine-public", "Occupation de la voie publique, chantiers", "Use of the street, building sites",
        services="voirie, police, domaine public, travaux, services techniques, technique",
        sure="poser sa benne, mettre sa benne, autorisation pour une benne, permission de voirie, arrêté de circulation alternée, circulation alternée, ouverture de tranchée, ouvrons une tranchée, grue mobile, abaisser le trottoir, abaissement de trottoir, abaissement du trottoir, trottoir abaissé, bateau devant mon portail, bateau devant mon garage, bateau de trottoir, créer un bateau, entrée charretière, accès charretier, accès carrossable, occupation du domaine public, occupation de la voie publique, permission de voirie, autorisation de voirie, arrêté de circulation, arrêté de stationnement, poser une "
        "benne, pose d'une benne, installer un échafaudage, pose d'échafaudage, camion de déménagement, réserver une place pour un déménagement, route barrée, barrer la rue, "
        "terrasse sur le trottoir, terrasse de café, camion toupie, emménager camion, réserver deux places, monte meuble, monte meubles, dépôt de bois, dépôt de sable sur le "
        "trottoir, couper la circulation, fermer la rue, réserver une place pour le camion, réserver une place de parking, réserver des places de parking, stationner un camion de "
        "déménagement, benne sur le trottoir, benne devant chez moi, poser un échafaudage, échafaudage sur le trottoir, rue barrée, fermer notre rue, bloquer notre rue, arrêté "
        "municipal pour, fermeture de la rue, repas de quartier dans la rue, autorisation de stationnement, moving van, réserver des places, réserver une place devant, réserver "
        "trois places, réserver trois places devant, places pour le camion, camion de démenagement, tables sur le trottoir, tables de plus, agrandir ma terrasse, agrandir la "
        "terrasse, terrasse de bar, terrasse sur la place, chaises sur le trottoir, chevalet sur le trottoir, étalage sur le trottoir, redevance terrasse, taxe sur ma terrasse, "
        "taxe de terrasse, droits de terrasse, droit de terrasse, déménagement samedi, bloquer une place, neutraliser une place, garder une place pour le camion, arrêté pour un "
        "déménagement, stationner une benne, mettre une benne, poser un container, rue fermée, route fermée, rue toujours fermée, réouverture de la rue, réouverture de la route, "
        "fin des travaux, fin du chantier, durée des travaux, travaux de la rue, déviation des travaux",
        signs="échafaudage, déménagement, déménager, déviation, chantier, nacelle, emprise, grue, =benne, =bennes",
        pairs=(
            "benne, bennes, échafaudage, échafaudages, nacelle, grue, monte meuble, toupie + autorisation, poser, place, places, trottoir, rue, stationner, demander, permission, arrêté, couvreur, maçon, chantier, installer",
            "tables, chaises, terrasse, parasols, chevalet + dehors, redevance, gérant, gérante, bar, mai, septembre, saison, autorisation, place",
            "déménagement, déménageons, déménage, déménager, emménageons, emménage, emménagement, camion, déménageurs, livraison, toupie, benne, échafaudage, nacelle, grue + réserver, "
            "arrêté, réservation de place, réserver deux, réserver des places, autorisation, neutraliser, devant chez, trottoir, voie publique, place, places, deux places, stationner, "
            "camion, parking",
            "échafaudage, nacelle, monte charge, palissade, benne de chantier + trottoir, chaussée, voie publique, semaines, rue, ravalement, couvreur, façadier",
            "terrasse, tables, chaises, étalage, chevalet, parasols + bar, café, restaurant, trottoir, place, redevance, commerce, taxe, brasserie, clients, gérante, gérant, agrandir",
            "=rue, route, avenue, carrefour, pont, boulevard + barrée, rouvre, rouvrira, réouverture, déviation, combien de temps encore, jusqu'à quand, reste fermée, fermée depuis, "
            "fermée jusqu, rouvrez",
            "ouvriers, chantier, entreprise, travaux, maçons, terrassiers + tas de sable, tôle, tôles, laissé, laissée, encombrent, bloquent, gravats, benne, matériel, devant mon "
            "garage, devant chez moi",
        ),
    ),
    theme(
        "reseaux", "Téléphone, fibre et lignes électriques", "Telephone, broadband and power lines",
        services="numérique, réseaux",
        sure="fibre optique, éligible à la fibre, raccordement à la fibre, poteau téléphonique, poteau orange, câble téléphonique, ligne téléphonique, antenne relais, 5g, coupure "
        "d'électricité, panne de courant dans la rue, poteau edf, poteau électrique, gaz de ville, plus d'électricité dans toute la rue, réseau mobile, fil téléphonique, câble "
        "orange, plus internet, plus de téléphone fixe, compteur linky, réseau de téléphone, débit internet",
        signs="fibre, câble, orange, sfr, antenne, opérateur, internet, box",
        pairs=(
            "fibre, internet, box, réseau mobile, orange, sfr, antenne, antennes, 4g, 5g + raccordement, raccorder, coupé, coupée, panne, marche, éligible, capte, installer, débit, "
            "poteau",
            "câble, fil, fils, ligne + téléphone, téléphonique, orange, fibre",
        ),
    ),
    theme(
        "eclairage", "Éclairage public", "Street lighting",
        services="éclairage, voirie, services techniques, technique, travaux, cadre de vie",
        sure="armoire de commande, armoire de commande d'éclairage, armoire d'éclairage, coffret d'éclairage, plus une lampe, plus une seule lampe, lampe solaire, lampadaire solaire, mât penché, rue est éteinte, rue éteinte, sapin illuminé, sapin de noël illuminé, cachent la lampe, cachent le lampadaire, cache le lampadaire, y voit rien le soir, voit rien le soir, voit plus rien le soir, voit rien la nuit, spots grillés, poteau lumière, poteau de lumière, lampe frontale, lampadaire, réverbère, candélabre, éclairage public, luminaire, illumination de noël, décoration lumineuse, décorations lumineuses, lumière de la rue, lumière publique, "
        "poteau de lumière, lampe de rue, street light, street lamp, streetlight, lampadère, lampadair, lumière dans la rue, lumière dans notre rue, lumière dans ma rue, ampoule "
        "de la rue, guirlande lumineuse, guirlandes de noël, guirlande de noël, points lumineux, point lumineux, dans le noir complet, plongé dans le noir, plongée dans le noir, "
        "lampe grillée, plus de lumière dehors, lumière clignote, poteau éclaire, éteindre l'éclairage, éclairage toute la nuit, extinction nocturne, minuterie, horloge de "
        "l'éclairage, rue dans le noir, rue noire, quartier dans le noir, spots au sol, sapin lumineux, guirlandes, lampadaires, lumières de noël, lampadaire penche, illuminations "
        "de noël, projecteurs du stade, projecteur du stade, projecteurs du terrain, éclairer la rue, lumières de la rue, lumières du quartier, lampe de la rue, lampes de la rue, "
        "plus de lumière dans, éclairer les rues, éclairage du quartier, éclairage de la rue, éclairage de la place, éclairage du parking, éclairage de noël, étoile de noël, nuit "
        "noire, marche dans le noir, rentrer dans le noir, rentrer de nuit, lumière bleue, street lamps, street lighting, lamp post, lights are out, éteindre la nuit, éclairé en "
        "plein jour, éclairée en plein jour, allumé en plein jour, allumés en plein jour, allumée toute la journée, allumés toute la journée, cache sur le lampadaire, lumière trop "
        "forte, éclairage trop fort, projecteur grillé, ampoule grillée devant, plus de lampadaire, poteau éclairage, leds, allumés la nuit, pollution lumineuse, boulodrome "
        "éclairage, éclairage du terrain, éclairage du stade, éclairage du skatepark, pas éclairé, pas éclairée, mal éclairé, mal éclairée, pas assez éclairé, pas assez éclairée, "
        "manque d'éclairage, manque de lumière, sans éclairage, absence d'éclairage, lampe en panne, poteau qui clignote, lumière clignotante, horloge astronomique, s'allument "
        "trop tôt, s'éteignent trop tôt, s'allume en plein jour, s'allument en plein jour, =lanterne, =lanternes, lanternes cassées, lampe de l'arrêt, lampe devant",
        signs="projo, projos, réverbère, loupiote, loupiotes, lumières, éclairage, lumière, ampoule, obscurité, allumer, éteindre, allumé, éteint, éclairer, éclairé, clignoter, clignote, grésiller, sombre, lumineux, guirlande, néon, spot, "
        "led, électricien, mât, mâts, étoile, lampe, spots, illuminations, projecteur, noir complet, fait noir, dans le noir, tâtons, disco, poteau, grésillements, stroboscope, "
        "=aveuglant, =aveuglante, éblouit, éblouissant, lumineuse",
        context="rue, avenue, boulevard, chemin, impasse, allée, route, ruelle, quartier, lotissement, village, rond point, carrefour, virage, parking, terrain, stade, tennis, boulodrome, "
        "skatepark, parc, square, place, gaspillage, nuit",
        against="vestiaires arbitre, salle, classe, gymnase, couloir, toilettes, vestiaire, vestiaires, bureau, préau, cantine, garage, feu tricolore, feux, circulation",
        pairs=(
            "détecteur, cellule, horloge, minuterie, interrupteur + allume, allument, éteint, éteignent, allée, parking, réagit, déréglé, déréglée",
            "armoire, coffret, boîtier + rue éteinte, éclairage, lampadaires, bourdonnement, bourdonne",
            "cuivre, câbles + volé, vol, lampe, lampes, éclairage",
            "branche, branches, arbre, feuillage, haie + lampe, lampadaire, lampadaires, éclairage, lumière du poteau",
            "sapin, place, façade + illuminé, illuminée, illumination, illuminations",
            "projo, projos, projecteur, projecteurs, spot, spots, lampe, lampes, éclairage, lumière, lumières, lampadaire, poteau + marche plus, marchent plus, marche pas, fonctionne plus, fonctionnent plus, =hs, panne, =rade, grillé, grillés, mort, morts, claqué, claqués, foutu, s'allume plus, s'allument plus, clignote, tremblent",
            "lumière, lumières, lampe, lampes, ampoule, ampoules, spot, spots, projecteur, projecteurs, éclairage, éclairé, éclairée, éclairer, allumé, allumés, allume, allument, "
            "éteint, éteints, éteinte, éteignent, néon, guirlande, guirlandes, poteau, poteaux, mât, mâts, étoile, décorations, veilleuse + rue, chemin, avenue, impasse, allée, "
            "quartier, lotissement, parking, place, trottoir, stade, terrain, boulodrome, skatepark, parc, square, pont, abribus, carrefour, village, boulevard, chaussée, hameau, "
            "résidence, dehors, illumination",
            "chemin noir, rue noire, avenue noire, parking noir, quartier noir, place noire, dans le noir, fait noir, nuit noire, obscurité, sombre, voit rien la nuit, voit rien le "
            "soir, tâtons, lampe torche, lampe du téléphone, lampe de poche + rue, chemin, avenue, impasse, allée, quartier, lotissement, parking, place, trottoir, stade, terrain, "
            "boulodrome, skatepark, parc, square, pont, abribus, carrefour, village, boulevard, chaussée, hameau, résidence, gare, lampadaires, soir, rentre, peur",
            "lumière, spots, projecteurs, éclairage, éclairée, allumé, lampadaires, façade + économies, gaspillage, éteindre, éteignez, minuit, couper, chauves souris, chambre, "
            "pollution, nuit entière, plein jour, midi",
            "guirlande, guirlandes, décorations, illuminations, étoile, sapin + marche, marchent, allumé, allumée, éteint, clignote, noël, ampoules, moitié",
            "poteau, poteaux, lampadaire, mât + disco, clignote, éteint, grésille, éclaire, allumé, allumée, panne, fils, ouvert",
            "ampoules, ampoule, lumière, lampe, lampes, leds, projecteur + dorment, dormir, chambre, cache, volets, forte, changé, blanche, éblouit, boulodrome, grillé, cochonnet, "
            "boules, éblouissant, éblouissante, neuve, baisser, atténuer, baissée, chauves souris, chouettes, insectes, papillons, oiseaux, =aveuglant, =aveuglante, m'aveugle, nous "
            "aveugle",
        ),
    ),
)  # fmt: skip
