"""Peace in the streets, parking, animals, lost property; and danger (p)."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_POLICE = "police, tranquillité, sécurité, prévention, asvp"

SAFETY = (
    theme(
        "stationnement", "Stationnement", "Parking", services=_POLICE + ", voirie, circulation",
        sure="stationnement gênant, stationnement sauvage, stationnement interdit, stationnement abusif, voiture ventouse, voitures ventouses, véhicule abandonné, voiture abandonnée, véhicule ventouse, épave, mal garé, mal garée, mal garés, garé devant, garée devant, garés devant, garées devant, se garent, se garer, se gare, garé sur, garée sur, garés sur, verbaliser, place handicapé, place handicapée, "
        "places handicapées, place pmr, zone bleue, disque bleu, disque de stationnement, fourrière auto, parcmètre, horodateur, macaron, stationnement résident, carte de résident, contravention, procès verbal, amende, bloque ma sortie, bloque mon garage, sortie de garage, empêche de sortir, parking sauvage, double file, abandoned car, parked, contester un pv, stationne devant, stationnent devant, stationne sur, stationnent sur, ma voiture enlevée, garé depuis, garé dans, garé contre, garé là, garé tous, garé toute, verbalisé, amende de stationnement, place réservée, stationner devant, stationner sur, se mettre devant, voitures sur le trottoir, voitures sur les trottoirs, voiture sur le trottoir, camions garés, bloque l'entrée, bloque le passage, bloque notre portail, portail bloqué, place livraison, plus de place pour se, minibus garé, caravane garée, enlever une voiture, enlever la voiture, voiture sans assurance, voiture brûlée garée",
        signs="stationnement, stationner, stationné, stationne, parking, plaque, immatriculé, immatriculation, ventouse, bateau, pv, fourrière, camping car, remorque, caravane, =garee, =garees, =gares, =garer, =gene, =genant, =genante, =genants",
        context="voiture, véhicule, camion, fourgon, camionnette, trottoir, rue, place, parents, mois, agent",
    ),
    theme(
        "bruit", "Bruit et voisinage", "Noise and neighbours", services=_POLICE,
        sure="bruit du voisin, bruit de voisinage, bruits de voisinage, bruit voisin, bruit la nuit, tapage, tapage nocturne, nuisances sonores, nuisance sonore, musique à fond, musique trop forte, musique jusqu, rodéo, rodéos, boucan, vacarme, aboie, aboient, aboyer, aboiement, hurle à la mort, tondre le dimanche, tondeuse le dimanche, tond sa pelouse, dimanche bricolage, "
        "perceuse, pétards, mobylette, motos la nuit, chante le coq, coq qui chante, coq du voisin, noise, noisy, fait la fête, trouble de voisinage, troubles de voisinage, conflit de voisinage, brûle ses déchets, brûler des déchets, fait du feu dans son jardin, feux de jardin, fumée du barbecue, fumées du voisin, brûlage, hurlent la nuit, bruit infernal, bruit permanent, bruit de moteur, camion la nuit, musique la nuit, fêtes jusqu, du bruit, le bruit, bruits, bruyants, concert trop fort, cloches la nuit, sonnent toute la nuit, klaxon, alarme qui sonne, alarme du voisin, coq, chien du voisin, chiens du voisin, chiens du 4, hurlent",
        signs="bruit, bruyant, musique, fête, fêtard, dormir, cris, crier, hurler, moto, scooter, quad, coq, tondeuse, pompe à chaleur, dimanche, perceuse, insupportable, basses, conflit, minuit, sono, haut parleur",
        context="voisin, voisine, nuit, voisins, soir, week end, bar, immeuble, jeunes, matin, dimanche",
        needs_context=True,
    ),
    theme(
        "haies-voisin", "Haies et terrains de particuliers", "Private hedges and plots", services=_POLICE + ", urbanisme",
        sure="haie du voisin, haies du voisin, haie de mon voisin, haie de ma voisine, arbre du voisin, arbres du voisin, arbre de mon voisin, arbres de mon voisin, branches du voisin, branches de mon voisin, haie non taillée, haie dépasse, haie déborde, haie pas taillée, thuyas du voisin, terrain en friche, terrain à l'abandon, terrain abandonné, terrain non entretenu, jardin en friche, jardin à l'abandon, jardin non entretenu, hedge, haie de thuyas, haie qui dépasse",
        signs="haie, thuya, laurier, friche, dépasser, dépasse, débordent, empiéter, empiète, envahir, mitoyen, taillée, tailler",
        context="voisin, voisine, propriétaire, particulier, trottoir, terrain, limite, jardin",
        needs_context=True,
    ),
    theme(
        "animaux", "Animaux", "Animals", services=_POLICE + ", animaux, animal",
        sure="chien errant, chiens errants, chat errant, chats errants, animal errant, animaux errants, chien perdu, chienne perdue, chat perdu, chatte perdue, chat trouvé, chien trouvé, chienne trouvée, trouvé un chien, trouvé un chat, trouvé une chienne, recueilli un chat, recueilli un chien, perdu mon chat, perdu mon chien, perdu ma chienne, perdu notre chien, perdu notre chat, divagation, divague, chien méchant, chien dangereux, chiens dangereux, chien de catégorie, fourrière animale, "
        "permis de détention, mordu, morsure, sans collier, sans laisse, animal mort, chat écrasé, chat mort, chien mort, chien noir sans, maltraitance animale, chien maltraité, stérilisation des chats, stray dog, stray cat, lost dog, lost cat, moutons sur la route, vaches sur la route, chevaux sur la route, sanglier, sangliers, renard, tenu en laisse, tenus en laisse, tenir en laisse, chien en laisse, chiens en laisse, sans laisse, chat coincé, chat disparu, chien disparu, disparition de notre, chien sans, pitbull, rottweiler, chien de mon voisin, chiens lâchés, chien lâché, chien en liberté, chiens en liberté, chatons, chats sauvages, nourrir les chats, nourrit les chats, poules du voisin, cheval échappé, chèvre, âne, moutons échappés, vache échappée, oiseau blessé, hérisson, blaireau, chauve souris, perroquet, perruche, furet",
        signs="chien, chienne, chat, chatte, collier, puce, berger, pitbull, rottweiler, malinois, tatoué, tatouage, maître, maîtres, errer, cheval, vache, mouton, poule, spa, muselière, lapin, tortue, serpent",
        context="errant, perdu, trouvé, rue, matin, attaque, peur",
    ),
    theme(
        "objets-trouves", "Objets trouvés et perdus", "Lost property", services=_POLICE + ", objets trouvés, accueil",
        sure="objet trouvé, objets trouvés, objet perdu, objets perdus, trousseau, trouvé un trousseau, trouvé des clés, trouvé un portefeuille, trouvé un téléphone, trouvé un portable, trouvé un sac, trouvé des lunettes, trouvé une bague, trouvé un vélo, trouvé un doudou, perdu mes clés, perdu mon portefeuille, perdu mon sac, perdu mon téléphone, perdu mon portable, perdu mes lunettes, perdu son doudou, "
        "perdu ma bague, perdu mon alliance, perdu un doudou, rapporté des clés, portefeuille trouvé, clés trouvées, doudou perdu, clés perdues, lost property, lost keys, lost my, found a wallet, found keys, rapporter un objet, objets trouves, pris mon manteau, doudou, retrouvé une, trouvé une alliance, trouvé un collier, trouvé une carte, trouvé une clé, perdu un bijou, perdu ma carte bancaire, perdu un trousseau, portable trouvé, lunettes trouvées, sac trouvé, vélo trouvé",
        signs="clé, clés, clef, clefs, porte clés, portefeuille, porte monnaie, portable, lunettes, doudou, sac à main, bague, alliance, sac à dos, cartable, bijou, montre, carte vitale, permis de conduire, parapluie, manteau, sacoche, collier en or, gourmette, vélo",
        context="trouvé, perdu, égaré, ramassé, oublié, rapporter, récupérer, retrouvé",
        needs_context=True,
    ),
    theme(
        "incivilites", "Tranquillité publique", "Public order", services=_POLICE,
        sure="squat, squattent, squatter, squatteur, squatteurs, trafic de drogue, dealer, dealers, drogue, cambriolage, cambriolages, cambriolé, cambrioleur, vandalisme, incivilités, incivilité, dégradations volontaires, gens du voyage, caravanes illicites, agression, agressé, agressée, harcèlement de rue, opération tranquillité vacances, tranquillité vacances, passer devant la maison, passer devant chez nous, surveiller la maison, surveiller ma maison, surveiller notre maison, "
        "police municipale, caméra de surveillance, caméras de surveillance, vidéosurveillance, vidéo surveillance, vidéoprotection, vidéo protection, voisins vigilants, ivresse, ivre, ivres, attroupement, bagarre, exhibitionniste, rôde, rôdeur, démarchage à domicile, démarcheur, démarcheurs, faux policier, faux agent, arnaque, escroc, antisocial behaviour, protoxyde, vol de vélo, on m'a volé, volé mon vélo, volé mon, pitbulls sans muselière, trottinettes, trottinette électrique, caravanes se sont installées, installées au stade, campement, jeunes se réunissent, se rassemblent, boivent, alcool sur la place, fument, cannabis, chicha, dealent, trafic, on m'a cassé, rétroviseur, pneus crevés, effraction, tentative de vol, carreaux cassés volontairement, caillassage, jets de pierres, intrusion, traîne autour, individu, individus, faux démarcheur, plaque usurpée, contrôle de police, sécurité du quartier, insécurité",
        signs="jeunes, bande, menace, menacer, insulte, insulter, police, gendarmes, gendarmerie, surveiller, patrouille, partons, absents, vacances, alcool, voleur, vol, voler, peur, cocktail, agresser, caméra, inquiétant, louche, =ronde, =rondes",
        context="nuit, soir, maison, quartier, parking, hall, passage, chaque",
    ),
)  # fmt: skip

#: What endangers somebody now. It says how urgent a message is, not where it goes.
DANGER = theme(
    "danger", "Danger immédiat", "Immediate danger",
    services="",
    sure="odeur de gaz, sent le gaz, ça sent le gaz, sentir le gaz, fuite de gaz, gaz qui s'échappe, fil dénudé, fils dénudés, câble dénudé, câbles dénudés, câble électrique dénudé, câbles électriques dénudés, fil électrique dénudé, fils électriques dénudés, fil électrique par terre, fil électrique au sol, câble électrique par terre, câble électrique au sol, câble électrique tombé, fil électrique tombé, fils électriques à nu, "
    "fils à nu, fils apparents, électrocution, électrocuté, électrocuter, s'électrocuter, prend le courant, pris le courant, courant dans le, coup de jus, prend feu, a pris feu, il y a le feu, incendie en cours, départ de feu, début d'incendie, fumée noire, bloqué dans l'ascenseur, bloquée dans l'ascenseur, coincé dans l'ascenseur, coincée dans l'ascenseur, bloqués dans l'ascenseur, coincés dans l'ascenseur, bloquée toute seule, "
    "enfant bloqué, enfant coincé, enfant enfermé, petit coincé, petite coincée, main coincée, tête coincée, pied coincé, doigt coincé, bras coincé, jambe coincée, évanoui, évanouie, s'est évanoui, inconscient, inconsciente, ne respire plus, respire plus, ne répond plus, ne bouge plus, malaise cardiaque, fait un malaise, a fait un malaise, arrêt cardiaque, crise cardiaque, "
    "se noie, noyade, tombé à l'eau, tombée à l'eau, tombé dans l'eau, tombé dans l'étang, saigne beaucoup, seringue, seringues, trou béant, plaque d'égout partie, plaque d'égout manquante, plaque d'égout ouverte, plaque d'égout volée, plaque d'égout disparue, plaque d'égout enlevée, sans plaque d'égout, menace de tomber, menace de s'effondrer, menace de s'écrouler, va tomber sur, va s'effondrer, va s'écrouler, "
    "risque de tomber, risque de s'effondrer, s'est effondré, s'est écroulé, danger de mort, danger immédiat, danger imminent, arme à feu, coup de feu, coups de feu, avec un couteau, veut se suicider, se suicider, envie de mourir, me tuer, se jeter du pont, intoxication, monoxyde, intoxiqué, gas leak, smell of gas, smell gas, live wire, bare wire, bare wires, on fire, unconscious, trapped, fainted, chien attaque, pas de pouls, engin explosif, obus, grenade, fait une chute du toit, mordu au visage, poteau penche dangereusement, prend feu, pris feu, pris en flammes, veux mourir, y a le feu, pris en feu",
    signs="gaz, feu, flammes, fumée, incendie, câble électrique, fil électrique, fils électriques, armoire électrique, coffret électrique, boîtier électrique, transformateur, dénudé, explosion, blessé, blessée, saigner, saigne, sang, béant, étincelle, étincelles, effondré, écroulé, malaise, enfermé, enfermée, coincé, coincée, "
    "noyer, asphyxie, brûlé, tombé sur la route, travers de la route, couteau, arme",
    context="danger, dangereux, dangereuse, urgent, urgence, vite, immédiatement, pompiers, samu, secours, tout de suite, venez, help, emergency, danger, enfants",
    needs_context=True,
)  # fmt: skip
