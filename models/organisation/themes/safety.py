"""Peace in the streets, parking, animals, lost property; and danger."""

from __future__ import annotations

from models.organisation.themes.theme import theme

SAFETY = (
    theme(
        "stationnement", "Stationnement", "Parking",
        services="police, tranquillité, sécurité, prévention, asvp, voirie, circulation",
        sure="stationnement gênant, stationnement sauvage, stationnement interdit, stationnement abusif, voiture ventouse, voitures ventouses, véhicule abandonné, voiture abandonnée, "
        "véhicule ventouse, mal garé, mal garée, mal garés, garé devant, garée devant, garés devant, garées devant, garé sur, garée sur, garés sur, verbaliser, place handicapé, "
        "place handicapée, places handicapées, place pmr, zone bleue, disque bleu, disque de stationnement, fourrière auto, parcmètre, horodateur, stationnement résident, carte de "
        "résident, contravention, bloque ma sortie, bloque mon garage, sortie de garage, empêche de sortir, parking sauvage, double file, abandoned car, contester un pv, "
        "stationnent devant, stationne sur, stationnent sur, garé depuis, verbalisé, amende de stationnement, place réservée, stationner devant, stationner sur, voitures sur le "
        "trottoir, voitures sur les trottoirs, voiture sur le trottoir, camions garés, bloque l'entrée, bloque le passage, bloque notre portail, portail bloqué, place livraison, "
        "plus de place pour se, voiture sans assurance, =pv, contestation de pv, contester une amende, contester une contravention, épave de voiture, voiture épave, véhicule "
        "épave, voiture tampon, voiture sans plaque, sans plaques, caravane abandonnée, remorque abandonnée, camping car stationné, se garent n'importe, se garent devant, se "
        "garent sur, se gare devant, se gare sur, se garer devant, stationné devant, stationnée devant, stationnés devant, stationnement devant, place de stationnement, places de "
        "stationnement, stationnement handicapé, emplacement handicapé, emplacement réservé, emplacement pmr, voiture en double file, sortir de mon garage, sortir de chez moi, "
        "devant mon garage, devant mon portail, devant ma porte de garage, arrêt minute, blocking my drive, parked in front, camionnette abandonnée, clio, voitures mal garées, "
        "garage bloqué, stationnement payant, mise en fourrière, mis en fourrière, reçu une amende, reçu 135 euros, 135 euros, disque derrière, mon disque, pare brise disque, "
        "contester l'amende, avis de contravention, forfait post stationnement, fps, se met contre mon portail, contre mon portail, devant chez moi garé, sortir ma voiture, je ne "
        "peux plus sortir, sortir du garage, entrée de mon garage, place devant chez moi, macaron handicapé, carte de stationnement, ticket de stationnement, camping car installé, "
        "vit dans un camping car, camping car sur le parking, caravane installée, stationnement des camping cars",
        signs="stationnement, stationner, stationné, stationne, immatriculé, immatriculation, ventouse, fourrière, camping car, =garee, =garees, =garer, amende, épave, =garent, "
        "caravane, remorque, immatriculée, gênant, disque, contester, pare brise, verbalisation, verbalisée",
        against="camping, emplacement au camping, tente, reconnue à 80, reconnu à 80, reconnue à 50, reconnu à 50, carte pour se garer, taux d'incapacité",
        context="voiture, véhicule, camion, fourgon, camionnette, trottoir, rue, place, parents",
        pairs=(
            "poids lourds, poids lourd, =camions, semi remorques, =cars, utilitaires + stationnent, stationne, stationnement, =gares, parking, dorment",
            "voiture, voitures, véhicule, véhicules, camion, camions, camionnette, fourgon, camping car, caravane, remorque, bmw, clio, renault, peugeot, citroën, mercedes, audi, "
            "moto, scooter, utilitaire, bagnole, bagnoles, 4x4, poids lourd, quad, kangoo, semi remorque + =garee, =garees, =gares, =garent, mal garé, stationné, stationnée, "
            "stationne, stationnent, stationnement, bloque, bloquent, =gene, =genent, empêche, ventouse, abandonné, abandonnée, épave, plaque, plaques, immatriculé, enlever, enlève, "
            "fourrière, handicapé, handicapées, portail, bouge pas, bougé, sans roues, réservé, entrée de garage, mois",
            "place, places, emplacement + handicapé, handicapées, pmr, réservé, réservée, stationner, résident, =garer, livraison",
            "=garer, =garent, =gares, =garees, stationner, stationnent, stationnement, parking + trottoir, devant, sortie, portail, =gene, =genent, n'importe comment, où ils veulent, "
            "parents, passage, zone, minutes, amende, portail, ambulance, pompiers, double file, place",
            "disque, amende, euros, contravention, papillon, avis + contester, pare brise, verbalisé, stationnement, recours, reçu, photo, zone bleue",
            "camion, voiture, camionnette, véhicule, fourgon + portail, sortir, garage, entrée, contre mon, bloqué, livraison, bouche, obstrue, coince",
            "camping car, caravane, fourgon, van, camion + installé, installée, parking, stade, semaines, vit, autorisé, bloque",
        ),
    ),
    theme(
        "bruit", "Bruit et voisinage", "Noise and neighbours",
        services="police, tranquillité, sécurité, prévention, asvp",
        sure="m'enfume, nous enfume, bruit du voisin, bruit de voisinage, bruits de voisinage, bruit voisin, bruit la nuit, tapage, tapage nocturne, nuisances sonores, nuisance sonore, musique à fond, "
        "musique trop forte, musique jusqu, rodéo, rodéos, boucan, vacarme, aboie, aboient, aboyer, aboiement, hurle à la mort, tondre le dimanche, tondeuse le dimanche, tond sa "
        "pelouse, dimanche bricolage, pétards, motos la nuit, chante le coq, coq qui chante, coq du voisin, noise, noisy, fait la fête, trouble de voisinage, troubles de "
        "voisinage, conflit de voisinage, brûle ses déchets, brûler des déchets, fait du feu dans son jardin, feux de jardin, fumée du barbecue, fumées du voisin, brûlage, hurlent "
        "la nuit, bruit infernal, bruit permanent, bruit de moteur, musique la nuit, fêtes jusqu, cloches la nuit, sonnent toute la nuit, alarme du voisin, chien du voisin, chiens "
        "du voisin, musique a fond, musique toute la nuit, bruit toute la nuit, empêche de dormir, empêchent de dormir, dort plus, dormir la nuit, ça hurle, ça crie, hurlent sous, "
        "crient sous, bruit du bar, bruit des voisins, bruit du chantier, bruit de la pompe, bruit de la clim, bruits la nuit, fait du bruit la nuit, coq chante, loud music, loud, "
        "barking, neighbour noise, noisy neighbours, soirées bruyantes, faire la fête, font la fête, voisin bruyant, voisins bruyants, coq, tapage diurne, travaux le dimanche, "
        "travaux à 6h, moteur toute la nuit, tirent à sept heures, tirs le dimanche, détonations, coups de marteau, disqueuse, compresseur, moteur allumé, moteur tournant, moteur "
        "qui tourne, laisse tourner son moteur, groupe électrogène, groupe frigorifique, camion frigorifique",
        signs="bruit, bruyant, musique, fêtard, dormir, cris, hurler, minuit, sono, haut parleur, =bruit, =bruits, bruyante, bruyants, fêtards, hurle, hurlent, crient, chantent, "
        "scooter, mobylette, perceuse, insupportable, sommeil, tondeuse, nuisances, java, baffles, enceintes, fermé l'œil, pas fermé l'œil, vacarme, pétarade, pétaradent, bringue, "
        "bamboula, foire, teuf, hurlements, insomnie, nuits blanches, nuit blanche",
        against="poubelle brûlée, brûlé une poubelle, brûlé des poubelles, poubelles brûlées",
        context="voisin, voisine, voisins, bar, nuit, soir, soirs, jeunes, heures du matin, fenêtres, sous mes fenêtres",
        pairs=(
            "scooters, scooter, motos, moto, motocross, cross, quads, trial, trottinettes + gamins, jeunes, parc, soir, soirs, trial, rodéos, roues arrière, place, terrain",
            "voisin, voisine, voisins, bar, café, pub, jeunes, locataires, étudiants, boîte, chien, chiens, motos, scooters, alarme, chantier, usine, climatisation, clim, pompe à "
            "chaleur, terrasse, soirée, soirées, locataire, dessus, dessous, camion, quads, coq, mariage, noces, anniversaire, fête, salle, baffles, enceintes, étudiante, colocation, "
            "coloc, airbnb, clients, fêtards, consommateurs, chants, klaxons, karaoké, concert + bruit, bruits, tapage, musique, hurle, hurlent, chantent, chante, crient, cris, aboie, "
            "aboient, dort plus, dort pas, dors plus, dormir, vacarme, boucan, sono, réveille, réveillent, sommeil, bruyant, bruyants, perceuse, minuit, hurler, klaxonne, java, teuf, "
            "fiesta, bringue, foire, fermé l'œil, nuit blanche, nuits blanches, 4h, 5h, 5 heures, 4 heures, 3 heures, aube, petit matin, mat, raffut, tintamarre, chahut, baffles, "
            "enceintes, pot d'échappement, heures du matin, sortie du bar, klaxons, chants, nourrisson, trois heures, deux heures, quatre heures",
            "musique, sono, basses, bruit, cris, vacarme, baffles, enceintes, java, teuf + fond, fort, nuit, minuit, dormir, dort plus, voisin, tard, heures du matin, insupportable, "
            "fenêtre, fenêtres, soirs, 3h, 2h, 4h, 5h, 4 heures, 5 heures, aube, petit matin, fermé l'œil, règlement",
            "fait brûler, brûle, brûler, brûlent + feuilles, feuilles mortes, branches, déchets, plastique, végétaux, herbes",
            "brûle, brûler, brûlage, barbecue, fumée, fumées, enfume, enfumé, enfumés, feu de jardin, brasero + voisin, voisine, voisins, linge, jardin, feuilles, samedi, asthmatique, "
            "interdit, odeurs, plastique, branches, plastiques, dimanche, pneus, arrêté, chaque, pavillon, bidon, déchets, toux, fenêtres fermées, fenêtre, autorisé, droit",
            "scooters, scooter, motos, moto, mobylettes, mobylette, quads + pot d'échappement, tours de la place, tour de la place, une heure du matin, minuit, pétaradent, pétarade, "
            "pétaradant, tous les soirs, chaque soir, débridés, débridé, accélérations",
            "tond, tondre, tondeuse, tronçonneuse, bricolage, bricole, perceuse, taille haie, débroussailleuse, souffleur, marteau piqueur, disqueuse + voisin, voisine, voisins, "
            "dimanche, sieste, horaires, 7h, férié, midi, autorisé, droit, heures",
            "chants, klaxons, cris, hurlements, bagarres, rires + bar, heures du matin, nuit, fenêtres, samedi soir, fenêtre",
        ),
        needs_context=True,
    ),
    theme(
        "haies-voisin", "Haies et terrains de particuliers", "Private hedges and plots",
        services="police, tranquillité, sécurité, prévention, asvp, urbanisme",
        sure="haie du voisin, haies du voisin, haie de mon voisin, haie de ma voisine, arbre du voisin, arbres du voisin, arbre de mon voisin, arbres de mon voisin, branches du voisin, "
        "branches de mon voisin, haie non taillée, haie dépasse, haie déborde, haie pas taillée, thuyas du voisin, terrain en friche, terrain à l'abandon, terrain abandonné, "
        "terrain non entretenu, jardin en friche, jardin à l'abandon, jardin non entretenu, hedge, haie de thuyas, haie qui dépasse, haie d'un voisin, haie d'un particulier, haie "
        "du n, haie privée, arbre d'un voisin, branches du n, terrain voisin abandonné, terrain voisin en friche, maison voisine à l'abandon, obliger à nettoyer, obliger à "
        "entretenir, obliger à tailler, obliger à couper, jardin voisin, bambous du voisin, lierre du voisin, neighbour's hedge, neighbour's tree, obliger à débroussailler, "
        "obliger le propriétaire, mettre en demeure, terrain d'à côté, terrain à côté de chez moi, parcelle d'à côté, jardin d'à côté, parcelle abandonnée, parcelle voisine",
        signs="haie, thuya, friche, débordent, empiéter, empiète, mitoyen, lierre, bambous, ronces, lauriers, héritiers, orties, bambou, mitoyenne, trou du grillage, trou de la clôture, "
        "trou dans la haie, trou dans le grillage, trou dans la clôture",
        context="voisin, voisine, propriétaire, particulier, héritiers, maison vide, maison inhabitée",
        pairs=(
            "haie, haies, thuyas, thuya, lauriers, laurier, arbre, arbres, branches, lierre, bambous, ronces, orties, cyprès, herbe, sapin, noyer, figuier, cerisier, peupliers + "
            "voisin, voisine, voisins, propriétaire, héritiers, mitoyen, mitoyenne, particulier, mur mitoyen, chez moi, maison voisine, maison vide, inoccupée, inhabitée, "
            "propriétaires, bailleur, locataires, refuse de couper, refuse de les couper",
            "terrain, jardin, parcelle + abandon, abandonné, friche, envahi, ronces, entretenu, héritiers, entretenir, propriétaire, broussailles",
            "héritiers, propriétaire, voisin, mairie obliger + ronces, orties, friche, obliger, entretenir, débroussailler, nettoyer, abandon, jungle, serpents, terrain, parcelle",
            "haie, haies + trottoir, dépasse, déborde, mètres, taillée, tailler, piétons, passer",
            "haie, haies, lauriers, laurier, thuyas, cyprès, bambous, ronces, lierre, branches + débordent, déborde, dépassent, empiètent, débordant, trottoir, ligne",
        ),
        needs_context=True,
    ),
    theme(
        "animaux", "Animaux", "Animals",
        services="police, tranquillité, sécurité, prévention, asvp, animaux, animal",
        sure="coincé en haut, perché en haut, coincé dans un arbre, perché dans un arbre, chien errant, chiens errants, chat errant, chats errants, animal errant, animaux errants, chien perdu, chienne perdue, chat perdu, chatte perdue, chat trouvé, chien "
        "trouvé, chienne trouvée, trouvé un chien, trouvé un chat, trouvé une chienne, recueilli un chat, recueilli un chien, perdu mon chat, perdu mon chien, perdu ma chienne, "
        "perdu notre chien, perdu notre chat, divagation, divague, chien méchant, chien dangereux, chiens dangereux, chien de catégorie, fourrière animale, permis de détention, "
        "morsure, sans collier, sans laisse, animal mort, chat écrasé, chat mort, chien mort, chien noir sans, maltraitance animale, chien maltraité, stérilisation des chats, "
        "stray dog, stray cat, lost dog, lost cat, moutons sur la route, vaches sur la route, chevaux sur la route, sanglier, sangliers, tenu en laisse, tenus en laisse, tenir en "
        "laisse, chien en laisse, chiens en laisse, chat coincé, chat disparu, chien disparu, disparition de notre, pitbull, rottweiler, chien de mon voisin, chiens lâchés, chien "
        "lâché, chien en liberté, chiens en liberté, chats sauvages, nourrir les chats, nourrit les chats, poules du voisin, cheval échappé, moutons échappés, vache échappée, "
        "oiseau blessé, perruche, furet, chien mord, chien a mordu, mordu par un chien, chien agressif, chien attaque, chien échappé, chien s'est échappé, chien s'est sauvé, chat "
        "s'est sauvé, chat n'est pas rentré, chatte n'est pas rentrée, chat blessé, chien blessé, hérisson blessé, chaton, chatons abandonnés, cheval en liberté, chevaux en "
        "liberté, vaches en liberté, moutons en liberté, serpent dans, dogs off, dog off, dog bite, dog bit, missing cat, missing dog, lost my dog, lost my cat, poules en liberté, "
        "chien attaché, chien enfermé, chien laissé, colonie de chats, campagne de stérilisation, refuge, chien mouillé, au bout d'une chaîne, attaché à une chaîne, chien sans "
        "eau, chien sans niche, maltraitance, moustache, retrouvé mon chat, chien qui aboie attaché, animal maltraité, animaux maltraités, chevaux maigres, chevaux sans eau, "
        "poney, boucs, oies, canard perdu, iguane, tortue de floride",
        signs="chien, chienne, chat, chatte, malinois, tatoué, tatouage, spa, muselière, tortue, labrador, minou, minette, matou, tricolore, pucé, pucée, poules, chevaux, moutons, "
        "chèvre, hérisson, renard, vaches, mordre, âne, caniche, craintif, craintive, chaîne, niche",
        context="errant, perdu, trouvé",
        pairs=(
            "chat, chien, renard, hérisson, blaireau, pigeon, animal, ragondin + mort, morte, crevé, cadavre, écrasé",
            "chien, chiens, chienne, chat, chats, chatte, minou, minette, matou, chaton, malinois, berger, labrador, caniche, lapin, perruche, tortue, poule, poules, cheval, chevaux, "
            "âne, moutons, vache, vaches, chèvre, chèvres, furet, animal, animaux, bête, pitbull, rottweiler, perroquet, serpent, staff, teckel, york, yorkshire, bouledogue, setter, "
            "épagneul, beagle, cocker, golden, border collie, husky, bichon, chihuahua, cane, chiot, chatton, persan, siamois, lapine, hamster, cochon d'inde + perdu, perdue, trouvé, "
            "trouvée, disparu, disparue, errant, rentré, rentrée, pucé, pucée, tatoué, collier, laisse, mordu, mordre, mord, divague, échappé, échappés, sauté, saute, liberté, lâché, "
            "agressif, méchant, craintif, craintive, recueilli, maltraité, attaché, stériliser, nourrir, blessé, écrasé, rapporter, rapporte, muselière, catégorie, puce, enfui, "
            "gratter, grattent, grillage, dents, maître, propriétaire, fourrière, sauvé, attaque, attaqué, s'est enfui, enfuie, fugue, fugué, reviens, appelle, aperçu, peur de "
            "l'orage, disparition, affichette, coincé, coincée, miaule, grimpé, descend plus, redescendre",
            "chien, chienne, chevaux, cheval, poney, âne, animal, animaux, chiens, moutons + chaîne, sans eau, maigre, maigres, saletés, niche, froid, balcon, enfermé, battu, soigné, "
            "seul",
            " chien, chat, perruche, lapin + cherche, affiche, signaler, aperçu, vu, recherche",
        ),
    ),
    theme(
        "objets-trouves", "Objets trouvés et perdus", "Lost property",
        services="police, tranquillité, sécurité, prévention, asvp, objets trouvés, accueil",
        sure="objet trouvé, objets trouvés, objet perdu, objets perdus, trousseau, trouvé un trousseau, trouvé des clés, trouvé un portefeuille, trouvé un téléphone, trouvé un "
        "portable, trouvé un sac, trouvé des lunettes, trouvé une bague, trouvé un vélo, trouvé un doudou, perdu mes clés, perdu mon portefeuille, perdu mon sac, perdu mon "
        "téléphone, perdu mon portable, perdu mes lunettes, perdu son doudou, perdu ma bague, perdu mon alliance, perdu un doudou, rapporté des clés, portefeuille trouvé, clés "
        "trouvées, doudou perdu, clés perdues, lost property, lost keys, lost my, found a wallet, found keys, rapporter un objet, objets trouves, trouvé une alliance, trouvé un "
        "collier, trouvé une clé, perdu un bijou, perdu un trousseau, portable trouvé, lunettes trouvées, sac trouvé, vélo trouvé, perdu mon porte monnaie, perdu mes papiers, "
        "trouvé un appareil, laissé tomber mon, fait tomber mon, found some keys, found a key, found a phone, found a bag, lost my wallet, lost my keys, lost my bag, lost my "
        "phone, service des objets trouvés, perdu ma carte bancaire, trouvé une carte bancaire",
        signs="clé, clés, clef, clefs, porte clés, portefeuille, porte monnaie, portable, lunettes, bague, sac à dos, cartable, montre, carte vitale, parapluie, manteau, sacoche, "
        "gourmette, doudou, sac à main, porte cartes, bijou, bonnet, écharpe, casquette, casque, appareil photo, étui, gant, médaille, chaîne en or, pendentif",
        against="cannot pay, lost my job, job",
        context="égaré, ramassé, oublié, rapporter, perdu, perdue, trouvé, trouvée, retrouvé, récupérer, rapporté, déposer, laissé tomber, réclamé, laissé, laissée, ramené, ramenée, rendu",
        pairs=(
            "clé, clés, clef, clefs, trousseau, portefeuille, porte monnaie, porte clés, portable, téléphone, smartphone, iphone, lunettes, doudou, =sac, sacoche, sac à dos, cartable, "
            "bague, alliance, =montre, bijou, collier, gourmette, vélo, parapluie, manteau, veste, bonnet, écharpe, blouson, appareil photo, casque, écouteurs, carte bancaire, carte "
            "vitale, chapeau, gants, casquette, valise, boucle d'oreille, trottinette, poussette, pochette, enveloppe, argent, sac de sport, cabas, trousse, blouse, pull, gilet, "
            "canne, béquille, béquilles, prothèse auditive, appareil auditif, dentier, foulard, agenda, carnet + trouvé, trouvée, trouvées, perdu, perdue, perdues, égaré, oublié, "
            "oubliée, ramassé, tomber, rapporter, rapporté, rapportée, retrouvé, réclamé, objets trouvés, laissé, laissée, ramené, ramenée, rapporte, déposé chez vous, déposer, "
            "récupéré, cherche son propriétaire",
            "gourmette, pendentif, médaille, chaîne en or, peluche, ballon, tablette, ordinateur, clé usb, carte, trousse, bonnet + perdu, perdue, trouvé, trouvée, rapporté, "
            "rapportée, oublié, oubliée, égaré, égarée",
        ),
        needs_context=True,
    ),
    theme(
        "incivilites", "Tranquillité publique", "Public order",
        services="police, tranquillité, sécurité, prévention, asvp",
        sure="drone au dessus de mon jardin, drone au dessus de chez, drone du voisin, voler son drone, survole mon jardin, démarchage, faux agent, faux agents, faux policier, dealent, deale, dealer, dealers, point de deal, squat, squattent, squatter, squatteur, squatteurs, trafic de drogue, dealer, dealers, drogue, cambriolage, cambriolages, cambriolé, cambrioleur, vandalisme, incivilités, "
        "incivilité, dégradations volontaires, caravanes illicites, agression, agressé, agressée, harcèlement de rue, opération tranquillité vacances, tranquillité vacances, "
        "passer devant la maison, passer devant chez nous, surveiller la maison, surveiller ma maison, surveiller notre maison, police municipale, caméra de surveillance, caméras "
        "de surveillance, vidéosurveillance, vidéo surveillance, vidéoprotection, vidéo protection, voisins vigilants, ivresse, ivres, attroupement, bagarre, exhibitionniste, "
        "rôde, rôdeur, démarchage à domicile, démarcheur, démarcheurs, faux policier, faux agent, arnaque, escroc, antisocial behaviour, protoxyde, volé mon vélo, pitbulls sans "
        "muselière, caravanes se sont installées, jeunes se réunissent, se rassemblent, alcool sur la place, cannabis, dealent, on m'a cassé, rétroviseur, pneus crevés, "
        "effraction, carreaux cassés volontairement, caillassage, jets de pierres, intrusion, faux démarcheur, plaque usurpée, contrôle de police, sécurité du quartier, "
        "insécurité, passer une patrouille, voir une patrouille, rondes de police, ronde de police, patrouille de police, pendant notre absence, pendant mon absence, pendant nos "
        "vacances, surveillance de ma maison, surveillance pendant, maison surveillée, surveille ma maison, cambrioleurs, maisons cambriolées, frappe sa femme, tape sa femme, bat "
        "sa femme, violences conjugales, violence conjugale, femme battue, frappe ses enfants, jeunes squattent, jeunes qui squattent, jeunes boivent, jeunes fument, on m'a "
        "agressé, on m'a insulté, on m'a menacé, s'est fait agresser, burglary, drug dealing, vandals, vandalisé, vandalisée, volé ma voiture, voler mon vélo, gens du voyage, "
        "individu louche, individus louches, individu suspect, homme louche, homme suspect, voiture suspecte, personne suspecte, passe la nuit devant, rôdent, rodéos urbains, "
        "trottinettes sur le trottoir, fusil de chasse, arme à feu se défaire, rendre une arme, tourne autour de l'école, tourne devant l'école, rôde autour, regarde les enfants, "
        "suit les enfants, suivi ma fille, suivie dans la rue, s'est fait suivre, tirent près des maisons, coups de fusil, chasse près des maisons, chasseurs tirent, démarchage, "
        "démarchages, fausse identité, faux plombier, faux agents, vendeurs de calendriers, harcelée, harcèlement, exhibition, tags racistes insultes, pillé, trottinettes trop "
        "vite, trottinette électrique, trottinettes électriques, quads dans le bois, moto cross, motocross, déposer plainte, consommation de drogue, trafic devant, cabanon "
        "fracturé, serrure fracturée, porte fracturée, =campement, déposer une plainte, porter plainte, je porte plainte, quads traversent, déposer une main courante, main "
        "courante contre",
        signs="insulte, insulter, gendarmes, gendarmerie, surveiller, patrouille, alcool, voleur, cocktail, caméra, inquiétant, louche, =jeunes, =vol, volé, =bande, menaces, rondes, "
        "ronde, insultes, agressif, suspect, fusil, absence, types, bagarres, chasseurs, chasse, chasseur, tirent, trottinettes, trottinette, harcèle, capuche, cagoule, ivrogne, "
        "ivrognes, fracturé, forcé, =arme, =armes, =plainte, trafic, tapent",
        context="quartier, parking, hall, passage, nuit, soir, soirs, maisons",
        pairs=(
            "calendrier, calendriers, détecteurs, encyclopédies, tapis + vend, vendent, vendeur, sonne, sonnent, porte, autorisé, éboueurs, pompiers",
            "jeunes, bande, groupe, ados, individus, types, mecs, gars, voyous, adolescents + squat, squattent, cassent, casse, dégradent, insultent, boivent, alcool, fument, drogue, "
            "dealent, menacent, vandalisme, rassemblent, traînent, crachent, bagarre, pétards, scooters, hall, insécurité, capuche, agressent, battent",
            "maison, maisons, domicile, appartement, pavillon + cambriolé, cambriolées, cambriolages, visitées, surveiller, surveillée, ronde, patrouille, passer devant, absence",
            "partons, part, absent, absents, absence, vacances + surveiller, surveillée, surveillance, passer devant, ronde, patrouille, œil, maison",
            "patrouille, patrouilles, ronde, rondes, policiers + passer, soir, nuit, voir, quartier, augmenter",
            "=vol, vols, volé, volée, voler, voleurs, piqué, piquer, chouré, chourer, tirer mon, embarqué, barboté, dérobé + vélo, voiture, maison, garage, pot, pots, courrier, "
            "plaques, cave, outils, scooter, moto, remorque, jardinière, jardinières, fleurs, rebord, salon de jardin, nain, trottinette, colis, plantes, décorations, tombe, caméra, "
            "caméras",
            "frappe, tape, bat, frapper, violences, menace, insulte, cogne + femme, mari, couple, voisine, homme, compagne, ses enfants, fille, copine, sa fille",
            "caméra, caméras + installer, vidéo, surveillance, quartier, images, incendie, dépôts",
            "petit garçon, petite fille, gamin, bébé, fillette + =seul, =seule, errer, perdu, disparu, disparue",
            "chasseurs, chasseur, chasse, fusil, tirs + maisons, maison, tirent, dimanche, dimanches, jardin, mètres, plombs, promeneurs",
            "camionnette, voiture, fourgonnette, homme, type, individu + =tourne, rôde, regarde, observe, suit, photos, plaque, louche, bizarre, inquiétant, suspecte, lycée",
            "trottinette, trottinettes, quads, quad, cross + trottoir, trottoirs, place, passants, piétons, vite, frôlent, parc, square, bois, chemin",
            "pavillon, pavillons, maison, appartement, logement + absents, absence, congés, vacances, partons, =rondes, jeter œil, jetez œil, jetiez œil",
            "absents, absente, absent, partons, congés + rondes, œil, surveiller, pavillons, passage, passages",
            "fracturé, fracturée, forcé, forcée, pris, visité, cambriolé, vandalisé + cabanon, garage, cave, serrure, voiture, tondeuse, outils, abri, boîte aux lettres, vélo, "
            "portière",
            "pétards, pétard + soirs, jeunes, garçons, porche, font, jettent, place, chien, chienne",
        ),
    ),
)  # fmt: skip
