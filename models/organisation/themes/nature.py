"""Green spaces, animals of the wild, waste and cleanliness."""

from __future__ import annotations

from models.organisation.themes.theme import theme

NATURE = (
    theme(
        "arbres", "Arbres", "Trees",
        services="espaces verts, parcs, jardins, environnement, cadre de vie, services techniques, technique",
        sure="tilleul municipal, arbre municipal, arbres municipaux, arbre communal, arbres communaux, rognage, miellat, sève qui colle, égagropile, élagage, élaguer, élagué, arbre tombé, arbre mort, arbre penché, arbre malade, arbre dangereux, arbre en travers, branche cassée, branche tombée, branche qui menace, "
        "abattre un arbre, abattage d'arbres, platane, marronnier, fallen tree, tree fell, feuilles mortes à souffler, branche au sol, grosse branche, arbre s'est couché, tronc en "
        "travers, arbre qui tombe, arbre menace, arbre menaçant, branches mortes, branche morte, branches basses, tailler les arbres, taille des arbres, arbres malades, abattu un "
        "arbre, abattre les arbres, coupe des arbres, couper les arbres, arbres coupés, arbre coupé, racines des arbres, cerisiers, frêne, branche accrochée, branche sur la route, "
        "arbre sur la route, arbre couché, arbre déraciné, arbre arraché, arbre risque, sapin penche, arbre penche, tronc sur, broken branch, dead tree, overhanging, élaguez, "
        "élagage des arbres, abattage, feuilles mortes des platanes, racines soulèvent, abattu les marronniers, abattu les arbres, abattu les platanes, replanter des arbres, "
        "replanter, arbres abattus, arbre arraché par le vent, chute de branches, chute de branche, élagueur, arbre foudroyé, bois mort, coin d'ombre, plus d'ombre, feuilles des "
        "arbres, pommes de pin",
        signs="arbre, branche, feuilles mortes, tronc, chêne, tilleul, peuplier, cèdre, sapin, pencher, souche, déraciné, platanes, tilleuls, cerisier, érable, racines, taille, ombre, "
        "marronniers, branchage, =marrons, =gui",
        context="rue, avenue, place, parc, square, jardin public, talus, rond point, chemin, impasse, allée, cimetière, bord de route, commune, fil, ligne, vent, tempête, skatepark",
        against="mon jardin, mon terrain, ma propriété, noël, fêtes, voisin, voisine, planter",
        pairs=(
            "lierre, gui, champignon + arbre, arbres, étouffe, envahit, tronc",
            "arbre, arbres, branche, branches, platane, platanes, tilleul, tilleuls, chêne, chênes, =pin, =pins, peuplier, cèdre, marronnier, frêne, érable, bouleau, magnolia, acacia, hêtre, mûrier + miel, miellat, résine, =seve, colle, collant, collante, pollen, chatons, fruits, graines, samares, glands, pommes, salit, tache, fientes, perd, perdent, élagage, éclaircir, rabattre, envahit, envahissent, dépérit, dépérissent, rognage, arbre communal, ombre, vue, allergie, allergique",
            "souche, souches, tronc, troncs + rognage, rogner, restée, enlever, arracher, abattage, dessoucher, trottoir",
            "arbre, arbres, branche, branches, platane, platanes, tilleul, tilleuls, chêne, chênes, sapin, sapins, =pin, =pins, peuplier, peupliers, cèdre, marronnier, frêne, érable, "
            "tronc, souche, bouleau, cerisier, haie communale, magnolia, cyprès, laurier rose, noyer, acacia, saule, if du cimetière, hêtre, olivier, robinier, catalpa, mûrier, charme "
            "+ tombé, tombée, cassé, cassée, penche, penché, mort, morte, malade, malades, couper, coupé, élaguer, tailler, taille, taillé, abattre, abattu, incliné, menace, menacent, "
            "dangereux, gouttière, gouttières, feuilles, fils, vent, tempête, arraché, soulève, accroché, accrochée, couché, déraciné, racines, soleil, lumière, scié, tronçonneuse, "
            "bas, basses, fissuré, creux, pierres, tombes, champignons, élague, rogner, dessouchage, ombre, perd ses feuilles",
        ),
    ),
    theme(
        "herbe-fleurs", "Tonte, désherbage et fleurs", "Grass, weeds and flowers",
        services="espaces verts, parcs, jardins, environnement, cadre de vie, services techniques, technique",
        sure="haie du terrain de boules, haie du stade, haie du parc, haie du square, haie de l'école, haie du cimetière, taupe, taupes, taupinières, mousse du chemin, pucerons, oïdium, cochenilles, pyrale, buis, arrosage automatique tourne, limaces, rouille du rosier, tondre le talus, tondre la pelouse, tondre l'herbe, passer la tondeuse dans le parc, herbes hautes, herbe haute, mauvaises herbes, désherber, désherbage, débroussailler, "
        "débroussaillage, =jardiniere, massif de fleurs, bac à fleurs, bacs à fleurs, =fleurissement, fleurs fanées, ronces, chardons, ambroisie, weeds, entretien des espaces "
        "verts, pleine d'herbe, plein d'herbe, envahi par l'herbe, herbes folles, rosiers, parterre, arrosage automatique, arroser les fleurs, =jardinieres, herbe pousse, herbes "
        "poussent, jachère, prairie fleurie, bulbes, géraniums, chiendent, liseron, désherbant, pesticide, glyphosate, pissenlits, massifs de fleurs, mauvaise herbe, désherbé, "
        "désherber le trottoir, herbe du cimetière, ronces du chemin, haie communale, haies communales, tailler la haie de la commune, tailler les haies de la commune, fleurir le "
        "village, fleurs du rond point, gerbe, gerbes fanées, grass, overgrown, mowing, arbres fruitiers, verger, jardiniers de la ville, service des espaces verts, faucheuse, "
        "débroussailleuse, jardinières de fleurs, pas été tondu, pas été fauché, fleurs sont mortes, fleurs crèvent, arrosoir, arrosoirs, tondeuse municipale, passer la tondeuse, "
        "coup de tondeuse, =fleurissez, fleurir notre rue, concours des maisons fleuries, maisons fleuries, villages fleuris, permis de végétaliser, herbes qui dépassent, "
        "mauvaises herbes sur le trottoir, trottoir envahi, envahie de mauvaises herbes, espèces invasives, bac de fleurs, bacs de fleurs, coin de verdure, massif à refaire, "
        "plantes mortes, fleurs arrachées, fleurs volées",
        signs="taupinière, buis, lierre, herbe, pelouse, fleur, gazon, arroser, arrosé, arrosage, broussailles, végétation, talus, planter, plantation, fané, faner, tonte, tondre, tondu, faucher, fauchage, "
        "jardinier, ortie, sauvage, envahi, entretenu, massif, orties, jardiniers, plantes, tiges, haie, chrysanthèmes, roussie, tondez, tondent, tondue",
        context="rue, avenue, place, parc, square, jardin public, talus, rond point, chemin, impasse, allée, cimetière, bord de route, commune, monument",
        pairs=(
            "massif, massifs, fleurs, rosiers, plantes, parterre, jardinières, haies, arbustes, plantations, buis + malade, malades, maladie, pucerons, oïdium, cochenilles, chenilles, limaces, mildiou, taches, traiter, traitez, traitement, ravagés, mangés, attaque, attaqués",
            "arrosage, arroseur, arroseurs + pluie, pleut, fuit, fuite, nuit, couper, gaspillage, tourne, rond point, trottoir, gicle",
            "herbe, herbes, pelouse, pelouses, gazon, orties, ronces, talus, broussailles, végétation, massif, massifs, bac à fleurs, fleurs, fleur, plantes, jardinière, jardinières, "
            "accotement, accotements, bas côté, bas côtés, rosiers, chardons, fossé, sentier, bacs, vasques, suspensions, pots, =jardinieres, stade, terrain, boulodrome, cimetière, "
            "aire de jeux + tondre, tonte, tondu, tondue, faucher, fauché, fauchage, faucheuse, haute, hautes, envahi, envahie, envahissent, pousse, poussent, arroser, arrosé, "
            "arrosées, fané, fanées, sèche, sec, mortes, planter, désherber, entretenir, entretien, entretenu, genoux, ventre, taille, débroussailler, craquelée, cou, mètre, crèvent, "
            "assoiffées, arrive, tiques, genou, mollets, foin, jungle, savane, arrosage, soif, grille, tiges, secs, sèches, pourries, piétinés, coin du village, tondez, tondent, "
            "passer la tondeuse",
            "planter, plantation, plantations, plante + arbre, arbres, fleurs, fruitiers, haie, bulbes, école, classe, pelouse, jardiniers",
            "allée, allées, tombes, cimetière, trottoir, trottoirs + herbe, herbes, ronces, désherber, désherbé, envahies, mousse, mauvaises",
            "gerbes, gerbe, fleurs, couronnes, chrysanthèmes + =pourrissent, fanées, monument, jeter, enlever, tombes, cimetière",
            "pelouse, gazon, herbe, fleurs, plantes + arrosoir, arrosage, roussie, grillée, brûlée, jaunie, boue, piétinée, tuyau",
            "ronces, orties, broussailles, herbes, liseron, chardons + banc, chemin, sentier, passage, recouvrent, bordent, envahissent, débordent, poteau, panneau, escalier, lavoir, "
            "calvaire",
        ),
    ),
    theme(
        "jeux", "Aires de jeux, parcs et squares", "Playgrounds and parks",
        services="espaces verts, parcs, jardins, cadre de vie, services techniques, technique",
        sure="aire de jeux, aires de jeux, balançoire, toboggan, bac à sable, tourniquet, jeu pour enfants, jeux pour enfants, jeux d'enfants, playground, structure de jeux, jeu à "
        "ressort, tyrolienne, cage à écureuil, portillon du parc, grille du parc, portail du parc, fermeture du parc, table de pique nique, tables de pique nique, table de ping "
        "pong, city stade, agorespace, jeux cassés, trampoline, araignée de jeux, banc du parc, bancs du parc, poubelle du parc, fontaine du parc, boîte à livres du parc, jeux du "
        "parc, jeux du square, jeux pour les petits, jeux de l'école, filet de but, panneau de basket, but de foot cassé, tables de ping pong, jeux sont cassés, jeux cassé, sable "
        "du bac, jeux pour enfant, portillon du square, grille du square, swing, slide, sandpit, fontaine du square, portail du square, jeu du parc, gazon synthétique des jeux, "
        "sol souple, sol amortissant, sol mou des jeux, cabane en bois du parc, jeux d'eau, pataugeoire du parc",
        signs="jeux, square, jardin public, sable, portillon, pique nique, copeaux, =parc, =parcs, terrain de boules, tape cul",
        context="enfant, cassé, réparer, petit, blesser, enfants, maman, papa, petits",
        pairs=(
            "chemin, allée, allées + parc, square, jardin public, mousse, glissé",
            "toboggan, balançoire, balançoires, tourniquet, jeu, jeux, bac à sable, cabane du parc, pont de singe, trampoline, tape cul, cage + cassé, cassée, réparer, remplacer, vis, "
            "planche, corde, abîmé, rouillé, manque, blessé, coincé, tient plus, enfants, square, parc, remettre, dangereuse, filet",
            "parc, square, jardin public, aire + portillon, grille, ferme, fermé, jeux, banc, bancs, clôture, pique nique, fontaine, balançoire, toboggan, ombre, arrosé, fleurs",
        ),
    ),
    theme(
        "eaux-nature", "Étangs, rivières et berges", "Ponds, rivers and banks",
        services="environnement, espaces verts, cadre de vie, services techniques, technique",
        sure="niveau de l'étang, vanne de l'étang, poissons morts, étang à sec, étang vide, poissons morts, poisson mort, algues vertes, eau mousseuse, pollution de la rivière, rivière polluée, étang pollué, étang vert, berge effondrée, canards morts, "
        "cyanobactéries, ragondin, ragondins, ruisseau barré, eau de l'étang, carte de pêche, barrage de castor, cygne blessé, canard blessé, oiseau mort dans l'étang, pêche "
        "interdite, niveau de l'étang, digue, vanne de l'étang, nappe irisée, cane, caneton, canetons, déversoir, glace de l'étang, patiner sur l'étang, baignade dans l'étang, se "
        "baigner dans l'étang, pêcher dans l'étang",
        signs="poisson, rivière, berge, rive, canard, cygne, algue, ruisseau, vase, plan d'eau, =mares, pêche, pêcheurs, poissons, canards, cygnes",
        context="eau, odeur, mort, verte",
        pairs=(
            "étang, plan d'eau, mare, lac, bassin du parc + baissé, niveau, vanne, fuite, =vide, =sec, poissons, algues, vert, verte, pue, mousse, canards, envasé",
            "étang, rivière, ruisseau, mare, berge, berges, plan d'eau, rive, cours d'eau, mare aux canards, fontaine, bassin du parc, bief, canal, lavoir + poissons, canards, mort, "
            "morts, mousse, mousseuse, algues, verte, odeur, pue, pollution, pollué, vase, cygne, cygnes, ragondin, ragondins, effondrée, baignade, pêcher, huile, hydrocarbures, "
            "niveau, sec, couleur, gasoil, irisée, nappe, vidange, peinture, blanchâtre, savon, lessive, bouteilles, plastique, aile, crevés, crever, mourir, asphyxiés",
            "ruisseau, rivière, cours d'eau, bief, berge, berges + encombré, encombrée, embâcle, branches, tronc, bouché, curer, curage, déborder, déborde, débordé, crue, broussailles, entretenu, entretien, nettoyer",
            "cygne, canard, canards, oies, poissons, carpes, grenouilles, tortue + aile, blessé, mange plus, étang, malade, mourir, morts, nourrir, pain",
        ),
    ),
    theme(
        "insectes", "Frelons, guêpes, chenilles", "Hornets, wasps, caterpillars",
        services="environnement, espaces verts, hygiène, cadre de vie, services techniques, technique",
        sure="frelon, nid de guêpes, guêpes, chenilles processionnaires, chenille processionnaire, essaim, nid de frelon, moustique tigre, moustiques, nid d'abeilles, nid de frelons, "
        "nid d'insectes, tiques, fourmis, essaim d'abeilles, wasp, wasps, hornet, hornets, =bees, nid dans l'arbre, frelons asiatiques, frelon asiatique, chenilles, cocons, cocons "
        "blancs, cocon, nid de chenilles, processionnaires, nid de guêpe, guêpes dans, ruche, punaises, moustiques tigres, piqûre de frelon, piège à frelons, pièges à frelons",
        signs="abeille, chenille, insecte, moustique, piqûre, piqué, =nid, =nids, bourdon, piquer, pins, poils urticants",
        context="rue, avenue, place, parc, square, jardin public, talus, rond point, chemin, impasse, allée, cimetière, bord de route, commune, arbre",
        pairs=(
            "=nid, =nids, essaim, abeilles, insectes, bestioles, bourdons + enlever, retirer, détruire, piqué, piquer, piquée, chêne, pin, toit, traiter, allergique, grenier, poteau, "
            "creux, volent",
            "piqué, piquée, piquer, piqûre, piqûres + guêpe, abeille, frelon, essaim, moustique, insecte, toboggan, bête",
            "cocons, cocon, nids, chenilles + pin, pins, parc, chien, traiter, blancs, langue, école",
        ),
    ),
    theme(
        "depots", "Dépôts sauvages", "Fly-tipping",
        services="propreté, déchets, voirie, environnement, cadre de vie, services techniques, technique",
        sure="dépôt sauvage, dépôts sauvages, dépôt d'ordures, dépôt de déchets, décharge sauvage, gravats, carcasse, fly tipping, matelas abandonné, frigo abandonné, canapé abandonné, "
        "tas d'ordures, tas de déchets, sacs poubelle abandonnés, sacs éventrés, jeté leurs ordures, pneus abandonnés, jette ses ordures, jette ses déchets, bouteilles de gaz "
        "abandonnées, plaques d'amiante, scooter brûlé, voiture brûlée, chariot abandonné, électroménager, vieux frigo, sacs abandonnés, tas de gravats, encombrants abandonnés, "
        "ordures jetées, poubelle sauvage, caddie abandonné, sacs de gravats, sacs d'ordures, tas de pneus, ordures sur le chemin, frigo sur le trottoir, matelas sur le trottoir, "
        "canapé sur le trottoir, meubles sur le trottoir, dumped, dumping, vidé sa remorque, vidé son camion, scooter cramé, carcasse de voiture, carcasse de scooter, balancé "
        "leurs ordures, déchets dans le fossé, machine à laver dans, frigo dans, pneus dans, décharge à ciel ouvert, jettent leurs déchets, jettent leurs ordures, gobelets, "
        "barquettes, vidé une camionnette, vidé toute une camionnette, déversé, abandonné dans le fossé, jetés au fossé, laissé ses gravats, déchets abandonnés",
        signs="abandonné, matelas, canapé, frigo, frigidaire, machine à laver, déchets, détritus, pneus, bouteilles, cochonneries, immondices, déposé, bidon, =amiante, =sacs, meubles, "
        "salon, ferraille, lave linge, fossé",
        context="derrière, trottoir, chemin, bois, fossé, parking, talus, bord, rue",
        pairs=(
            "pots de peinture, plâtre, gravats, bidons, tôles, remorque, camionnette, fourgon + berge, virage, talus, vidé, vidée, fossé, bord de route, bas côté, lisière",
            "matelas, canapé, frigo, frigidaire, télé, =tv, machine à laver, lave linge, meuble, meubles, salon, pneus, gravats, pots de peinture, bidons, ordures, déchets, sacs, "
            "caddie, sacs de plâtre, amiante, carcasse, électroménager, cochonneries, détritus, ferraille, encombrants, gazinière, cuvette, fauteuils, planches, tôles, sommier, "
            "moquette, palettes, tuiles, plâtre, parpaings, cartons, vêtements, batteries, moteurs, toilettes, baignoire, jouets, bouteilles de gaz + abandonné, abandonnés, déposé, "
            "déposés, jeté, jetés, jettent, déversé, vidé, laissé, laissés, bout du chemin, bord, bois, fossé, derrière, berge, chemin, talus, nature, sauvage, traîne, traînent, "
            "forêt, champ, étang, semaines, balancé, contrebas, camionnette, remorque, entrée du chemin, déchargé, balancés, décharge",
            "sacs, poubelles, ordures, déchets, détritus + fenêtre, jettent, cour, résidence, balcon, locataires, cave, hall",
        ),
    ),
    theme(
        "collecte", "Collecte des déchets, bacs et tri", "Waste collection, bins",
        services="déchets, propreté, collecte, environnement, cadre de vie, voirie, services techniques, technique",
        sure="bacs restent pleins, bacs sont restés pleins, bacs pas vidés, bacs non vidés, poubelles pas vidées, oublie notre rue, oublie notre impasse, oublié notre rue, brûlé une poubelle, brûlé des poubelles, plastique fondu, ordures ménagères, bac jaune, bac gris, bac vert, bac marron, bac bleu, bac à ordures, bac cassé, bac volé, bac de tri, poubelle verte, poubelle grise, poubelles jaunes, "
        "poubelle marron, ramassage des poubelles, ramassage des ordures, collecte des déchets, collecte des ordures, jour de collecte, sac jaune, sacs jaunes, tri sélectif, "
        "consignes de tri, composteur, éboueur, borne à verre, conteneur à verre, container à verre, calendrier de collecte, calendrier des poubelles, benne à ordures, poubelles "
        "ramassées, poubelles pas ramassées, poubelles n'ont pas été ramassées, poubelle non ramassée, camion poubelle, camion des poubelles, rubbish, garbage, dustbin, recycling, "
        "bin collection, sortir les poubelles, vider la poubelle, poubelle pleine, poubelles pleines, poubelle déborde, poubelles débordent, point d'apport volontaire, redevance "
        "incitative, bac à compost, composteurs, bac pucé, nouveau bac, changer de bac, bac plus grand, camion n'est pas passé, camion est pas passé, poubelles passent, passage "
        "des poubelles, sacs de tri, sacs poubelle, sacs noirs, bacs à verre, bac trop petit, tournée des poubelles, jour des poubelles, poubelles du quartier, conteneur enterré, "
        "conteneurs enterrés, poubelle jaunes, sacs éventrés, sac poubelle, sacs poubelles, poubelle cassée, poubelle volée, jour de ramassage, ramassage des déchets, pas passés "
        "ce matin, éboueurs, rippeurs, ramassage du verre, =bins, wheelie bin, bac à couvercle jaune, bac à roulettes, couvercle du bac, couvercle de ma poubelle, roue de ma "
        "poubelle, poubelle sans couvercle, bornes de tri, point de tri, container à verres, conteneurs à verre, sacs pour le tri, rouleaux de sacs, rouleau de sacs, distribution "
        "de sacs, sacs transparents, dotation de sacs, conteneur pour, avoir un conteneur, obtenir un conteneur, avoir un bac, demander un bac, demande de bac, bac pour les "
        "déchets, ramassage du tri, jour du tri, poubelles du voisin, poubelles restent, poubelles traînent, poubelles sur le trottoir, bac sur le trottoir, conteneurs sur le "
        "trottoir, biodéchets, compostage, compost collectif, bac brûlé, bac fondu, épluchures, composter, mes déchets de cuisine, composteur collectif, couvercle arraché, roue "
        "cassée, bac renversé, bac non vidé, poubelle pas vidée",
        signs="poubelle, bac, collecte, ramasser, ramassé, ramassage, container, conteneur, couvercle, tri, trier, recyclage, compost, déchets, =ordures, roulettes",
        context="camion, rue, maison, plein, commune",
        pairs=(
            "poubelle, poubelles, conteneur, conteneurs, bac, container + brûlé, brûlée, brûlés, fondu, fondue, incendié, incendiée, carbonisé, collé",
            "poubelle, poubelles, poubel, bac, bacs, conteneur, conteneurs, container, ordures, déchets, sacs, couvercle, benne à verre, borne à verre + vidé, vidée, vidées, vider, "
            "ramassé, ramassées, ramasser, ramassage, ramassez, passé, passée, passe, passent, passez, collecte, collectées, sortir, sortent, sortez, jour, déborde, débordent, plein, "
            "pleine, pleines, échanger, changer, cassé, cassée, roue, roues, volé, volée, disparu, grand, petit, jaune, tri, obtenir, commander, camion, éboueur, éboueurs, semaine, "
            "éventrés, corneilles, corbeaux, tournée, calendrier, couvercle, livrer, compost, puce, neuf, supplémentaire, mardi, jeudi, lundi, mercredi, vendredi, oublié, oubliée, "
            "suffit plus, litres, nombreux, plus grand, agrandir, étiquette, passage, cassés, roulettes",
            "tri, trier, recyclage, verre, compost, composteur + sac, sacs, bac, bacs, poubelle, consignes, jeter, commande, obtenir, conteneur, mettre, emballages",
            "rouleau, rouleaux, sacs, sachets, sac + emballages, tri, déchets, jaunes, transparents, trouver, distribution, retirer, compostables, poubelle",
            "conteneur, bac, poubelle, bacs + déchets, arrivant, arrivants, emménager, emménagé, locataire, propriétaire, avoir, famille, résidence",
            "emballages, bouteilles, verre, cartons + jeter, mettre, trier, tri, jaune, bac, borne",
        ),
    ),
    theme(
        "dechetterie", "Déchetterie et encombrants", "Tip and bulky waste",
        services="déchets, propreté, déchetterie, environnement, cadre de vie, voirie, services techniques, technique",
        sure="déchetterie ouvre, déchetterie ouverte, déchèterie ouverte, heures de la déchetterie, horaires déchetterie, prend les pneus, pneus à la déchetterie, fibrociment, fibrociment à la déchetterie, plaques de fibrociment, déposer à la déchetterie, déposer à la déchèterie, encombrants, déchetterie, déchèterie, déchets verts, enlèvement de meubles, monstres ménagers, carte de déchetterie, horaires de la déchetterie, bulky waste, recyclerie, "
        "ressourcerie, vieux matelas à évacuer, =amiante, dechet est ouverte, déchet ouverte, déchett, dechetterie, decheterie, household waste, ramassage des encombrants, "
        "collecte des encombrants, enlever les encombrants, passages par an, carte d'accès, remorque à la déchetterie, accès à la déchetterie, déchets de chantier, benne à "
        "gravats, jeter du carrelage, huile de friture, huiles usagées, ampoules usagées, pots de peinture, solvants, produits chimiques à jeter, piles usagées, vieux médicaments",
        signs="encombrant, gazinière, débarrasser, évacuer, gravats, branchages, =benne, =bennes, remorque, passages, kilos, carrelage",
        pairs=(
            "canapé, matelas, frigo, meuble, meubles, gazinière, encombrants, branches, branchages, gravats, tontes, sapin, sapins, pots de peinture, amiante, pneus, cuisinière, "
            "armoire, machine à laver, lave linge, sommier, électroménager, piles, huile de vidange, végétaux + enlever, prendre, passez, débarrasser, évacuer, apporter, porter, "
            "amener, benne, déchetterie, dechet, emporter, jeter, ramassez, récupérez, venez",
            "sapin, sapins + noël, fêtes, porter, déposer, ramasser, jeter, collecte, broyage",
            "déchetterie, déchèterie, dechet, décharge + ouvert, ouverte, horaires, carte, badge, amener, apporter, samedi, dimanche, remorque, heures",
            "carrelage, gravats, plâtre, déchets, terre, branches + remorque, passages, kilos, kg, m3, apporter, jeter, déposer, payant, benne",
            "huile, néons, piles, peinture, ampoules, batteries, pneus, solvants, verre, bouteilles de gaz, radiographies, téléviseur + jeter, déposer, apporter, recycler, emmener, "
            "débarrasser",
        ),
    ),
    theme(
        "proprete-rue", "Propreté des rues, tags, toilettes", "Clean streets, graffiti, toilets",
        services="propreté, hygiène, cadre de vie, voirie, services techniques, technique",
        sure="marchent dans les crottes, marcher dans les crottes, marché dans une crotte, marché dans les crottes, champ de mines, slalome entre, slalomer entre, slalom entre, slalom, seringue, seringues, crotte, crottes de chien, déjection, déjections canines, sac à crottes, canisette, distributeur de sachets, =balayeuse, balayage, balayer la rue, toilettes publiques, wc "
        "publics, sanitaires publics, tagué, graffiti, affichage sauvage, mégot, bris de verre, verre brisé, tessons, rue sale, rues sales, trottoirs sales, place sale, nettoyage "
        "de la rue, nettoyer la rue, nettoyage de la place, laver la rue, dog mess, vomissures, fientes, excréments, préservatifs, canettes, papiers gras, pipi, sent l'urine, "
        "croix gammée, inscriptions racistes, insulte taguée, vider les corbeilles, corbeille pleine, corbeilles pleines, poubelle publique, poubelle de rue, toilettes du marché, "
        "toilettes de la place, sanisette, fontaine sale, chewing gum, fientes de pigeons, merdes, caca de chien, cacas, tags, taguée, tagués, seringue usagée, tag sur, graffitis, "
        "mégots, cendrier, cendriers, crottes, sacs à crottes, distributeur de sacs, poubelle de la place, corbeilles débordent, place est sale, rue est sale, trottoir sale, halle "
        "est sale, rue pue, urinent, pissent, pipi contre, uriner, dog poo, dirty street, litter, cigarette butts, broken glass, seringues, vomis, odeur d'urine, besoins des "
        "chiens, ramasser les crottes, écrit à la bombe, bombe de peinture, marc de café, papiers qui traînent, jonchée, passer la balayeuse, souffler les feuilles, feuilles sur "
        "le trottoir, feuilles mortes sur le trottoir, nettoyage après le marché, volatiles, lance du pain, jette du pain, pain aux pigeons, nettoyeur, nettoyage de la halle, "
        "halle est dégoûtante, lendemain de fête, lendemain de marché, cendriers de rue, mégots par terre, canette, bouteilles vides, rue dégueulasse, trottoir dégueulasse, "
        "saletés de chien, crottoir, balayeur, coup de balai, personne n'est passé nettoyer, lessivage, décapage, effacer les tags, effacer un tag, inscriptions sur le mur, "
        "inscriptions sur les murs, affiches collées, autocollants",
        signs="déjections, crottes, saleté, nettoyer, nettoyage, propreté, balayer, puanteur, immonde, dégoûtant, répugnant, crasse, sachets, détritus, papiers par terre, papiers partout, =sale, =sales, "
        "=pue, =puent, souillé, souiller, crasseux, nettoyé, laver, sol jonché, jonché, tag, corbeille, =verre, urine, vomi, horreurs, cigarettes, mouchoirs, gobelets, barquettes, "
        "balai, ramasse, déjections, cochonneries, serpillière, bouteilles cassées",
        context="rue, trottoir, place, halle, marché, banc, parking, chien, odeur, abribus",
        pairs=(
            "déjections, crottes, merdes, besoins + slalome, slalomer, ruelle, maîtres, maîtresses, poussette, semelles, chaussures, marche dedans, marché dedans",
            "trottoir, trottoirs, rue, place, parking, banc, bancs, halle, marché, abribus, mur, façade, toilettes, wc, square, chemin, par terre, pont, porche, fontaine + sale, "
            "sales, saleté, crottes, mégots, tag, tags, graffiti, dégoûtant, dégueulasse, nettoyer, nettoyage, nettoyé, balayer, balayé, pipi, urine, vomi, pue, tessons, canettes, "
            "papiers, immonde, infect, jonché, détritus, déjections, bombe, fientes, excréments, merde, merdes, karcher, propre",
            "chien, chiens + crotte, crottes, sachet, sachets, ramasse, ramassent, besoins, déjections, merde, merdes, caca",
            "toilettes, wc, sanitaires + halle, marché, publiques, publics, immonde, papier",
            "mégot, mégots, cigarettes + sol, terre, cendrier, jeter, jetés, trottoir, ramassent, devant, partout",
            "écrire, écrit, bombe, peinture, croix, dessiné, gribouillé + mur, murs, façade, bombe, horreurs, insultes, effacer, frotter, abribus, obscénités",
            "verre, verres, éclats, tessons, bouteilles, morceaux de bouteille, pare brise + trottoir, rue, sol, terre, ramasser, balayer, pneus, cassé, cassées, brisées, coupé, "
            "partout, chaussée, containers, piscine",
            "gobelets, barquettes, canettes, cartons, détritus, vomi, bouteilles, mégots, confettis + halle, place, foire, marché, fête, lendemain, partout, traînent, parc",
            "pain, graines + pigeons, volatiles, oiseaux, fenêtres, matins, lance, jette",
            "affiches, affiche, autocollants, autocollant + collées, collés, abribus, poteaux, murs, arracher, partout, lampadaires",
        ),
    ),
    theme(
        "rats", "Rats, cafards, pigeons", "Rats, cockroaches, pigeons",
        services="hygiène, propreté, déchets, environnement, cadre de vie, services techniques, technique",
        sure="=rat, =rats, dératisation, dératiser, dératisé, cafard, cafards, blattes, punaises de lit, pigeons, rongeurs, surmulot, mulots, nid de rats, gros rats, souris dans, gros "
        "rat, rats partout, nourrir les pigeons, nourrit les pigeons, fientes de pigeon, volatiles, fiente, souris envahissent, invasion de souris, souris dans la cuisine",
        signs="nuisible, égout, envahi, rongeur, appât, =pigeon, =pigeons, souris",
        pairs=(
            "rat, rats, rongeurs, souris + cave, jardin, poubelles, conteneurs, égout, plein jour, trous, rue, immeuble, envahis, invasion, partout, courir",
            "pigeon, pigeons + fientes, nourrit, nourrir, balcon, toit, envahi, saletés, propriété",
            "pain, graines, nourrit, nourrir + pigeons, volatiles, corneilles, mouettes, rats",
        ),
    ),
)  # fmt: skip
