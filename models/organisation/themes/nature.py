"""Green spaces, animals of the wild, waste and cleanliness."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_OUTSIDE = "rue, avenue, place, parc, square, jardin public, talus, rond point, chemin, impasse, allée, cimetière, bord de route, commune"

NATURE = (
    theme(
        "arbres", "Arbres", "Trees",
        services="espaces verts, parcs, jardins, environnement, cadre de vie, services techniques, technique",
        sure="élagage, élaguer, élagué, arbre tombé, arbre mort, arbre penché, arbre malade, arbre dangereux, arbre en travers, branche cassée, branche tombée, branche qui menace, "
        "abattre un arbre, abattage d'arbres, platane, marronnier, fallen tree, tree fell, feuilles mortes à souffler, branche au sol, grosse branche, arbre s'est couché, tronc en travers, arbre qui tombe, arbre menace, arbre menaçant, branches mortes, branche morte, branches basses, tailler les arbres, taille des arbres, arbres malades, abattu un arbre, abattre les arbres, coupe des arbres, couper les arbres, arbres coupés, arbre coupé, racines des arbres, cerisiers, acacia, saule, frêne, haies de la commune",
        signs="arbre, branche, feuilles mortes, racine, tronc, chêne, tilleul, peuplier, cèdre, sapin, pin, pencher, penche, souffler, souffleur, souche, déraciné, gravier, taillés cette année, tailler les arbres, taille des arbres",
        context=_OUTSIDE + ", fil, ligne, vent, tempête, skatepark",
    ),
    theme(
        "herbe-fleurs", "Tonte, désherbage et fleurs", "Grass, weeds and flowers",
        services="espaces verts, parcs, jardins, environnement, cadre de vie, services techniques, technique",
        sure="tondre le talus, tondre la pelouse, tondre l'herbe, passer la tondeuse dans le parc, herbes hautes, herbe haute, mauvaises herbes, désherber, désherbage, débroussailler, "
        "débroussaillage, jardinière, massif de fleurs, massifs, bac à fleurs, bacs à fleurs, fleurissement, fleurs fanées, ronces, chardons, ambroisie, gerbes, weeds, entretien des espaces verts, "
        "pleine d'herbe, plein d'herbe, envahi par l'herbe, herbes folles, rosiers, parterre, arrosage automatique, arroser les fleurs, jardinières, herbe pousse, herbes poussent, jachère, prairie fleurie, bulbes, géraniums, roses fanées, fleurs volées, plantes, potelées, chiendent, liseron, mousse sur les allées, désherbant, pesticide, glyphosate, pissenlits",
        signs="herbe, pelouse, fleur, gazon, arroser, arrosé, arrosage, broussailles, végétation, talus, planter, plantation, fané, faner, tonte, tondre, tondu, faucher, fauchage, sec, jardinier, ortie, sauvage, envahi, entretenu",
        context=_OUTSIDE + ", monument",
    ),
    theme(
        "jeux", "Aires de jeux, parcs et squares", "Playgrounds and parks",
        services="espaces verts, parcs, jardins, cadre de vie, services techniques, technique",
        sure="aire de jeux, aires de jeux, balançoire, toboggan, bac à sable, tourniquet, jeu pour enfants, jeux pour enfants, jeux d'enfants, playground, structure de jeux, "
        "jeu à ressort, tyrolienne, cage à écureuil, portillon du parc, grille du parc, portail du parc, fermeture du parc, table de pique nique, tables de pique nique, table de ping pong, terrain de boules, city stade, agorespace, jeux cassés, trampoline, araignée de jeux, banc du parc, bancs du parc, banc du square, poubelle du parc, fontaine du parc, boîte à livres du parc",
        signs="jeux, jeu, square, jardin public, sable, portillon, pique nique, copeaux, =parc, =parcs",
        context="enfant, cassé, réparer, petit, blesser",
    ),
    theme(
        "eaux-nature", "Étangs, rivières et berges", "Ponds, rivers and banks",
        services="environnement, espaces verts, cadre de vie, services techniques, technique",
        sure="poissons morts, poisson mort, algues vertes, eau mousseuse, pollution de la rivière, rivière polluée, étang pollué, étang vert, berge effondrée, canards morts, cyanobactéries, ragondin, ragondins, ruisseau barré, étang, eau de l'étang, poissons, canards, cygnes, pêche, carte de pêche, barrage de castor",
        signs="poisson, étang, rivière, berge, rive, canard, cygne, algue, mousse, ruisseau, vase, plan d'eau, =mares",
        context="eau, odeur, mort, verte",
    ),
    theme(
        "insectes", "Frelons, guêpes, chenilles", "Hornets, wasps, caterpillars",
        services="environnement, espaces verts, hygiène, cadre de vie, services techniques, technique",
        sure="frelon, nid de guêpes, guêpes, chenilles processionnaires, chenille processionnaire, essaim, nid de frelon, moustique tigre, moustiques, nid d'abeilles, nid de frelons, nid d'insectes, tiques, fourmis, essaim d'abeilles",
        signs="nid, abeille, chenille, insecte, moustique, piqûre, piqué",
        context=_OUTSIDE + ", arbre",
    ),
    theme(
        "depots", "Dépôts sauvages", "Fly-tipping",
        services="propreté, déchets, voirie, environnement, cadre de vie, services techniques, technique",
        sure="dépôt sauvage, dépôts sauvages, dépôt d'ordures, dépôt de déchets, décharge sauvage, gravats, carcasse, fly tipping, matelas abandonné, frigo abandonné, canapé abandonné, "
        "tas d'ordures, tas de déchets, sacs poubelle abandonnés, sacs éventrés, jeté leurs ordures, pneus abandonnés, jette ses ordures, jette ses déchets, bouteilles de gaz abandonnées, plaques d'amiante, scooter brûlé, voiture brûlée, caddie, chariot abandonné, électroménager, vieux frigo, sacs abandonnés, tas de gravats, encombrants abandonnés, ordures jetées, poubelle sauvage, décharge",
        signs="abandonné, matelas, canapé, frigo, frigidaire, machine à laver, meuble, déchets, détritus, pneus, bouteilles, sacs, cochonneries, immondices, déposé, décharge, bidon, jeté, =amiante, =tele",
        context="derrière, trottoir, chemin, bois, fossé, parking, talus, bord, rue",
    ),
    theme(
        "collecte", "Collecte des déchets, bacs et tri", "Waste collection, bins",
        services="déchets, propreté, collecte, environnement, cadre de vie, voirie, services techniques, technique",
        sure="ordures ménagères, bac jaune, bac gris, bac vert, bac marron, bac bleu, bac à ordures, bac cassé, bac volé, bac de tri, poubelle jaune, poubelle verte, poubelle grise, poubelles jaunes, poubelle marron, ramassage des poubelles, "
        "ramassage des ordures, collecte des déchets, collecte des ordures, jour de collecte, sac jaune, sacs jaunes, tri sélectif, consignes de tri, composteur, éboueur, borne à verre, conteneur à verre, container à verre, "
        "calendrier de collecte, calendrier des poubelles, benne à ordures, poubelles ramassées, poubelles pas ramassées, poubelles n'ont pas été ramassées, poubelle non ramassée, camion poubelle, camion des poubelles, rubbish, garbage, dustbin, recycling, bin collection, sortir les poubelles, "
        "vider la poubelle, poubelle pleine, poubelles pleines, poubelle déborde, poubelles débordent, point d'apport volontaire, redevance incitative, bac à compost, composteurs, bac pucé, nouveau bac, changer de bac, bac plus grand, camion n'est pas passé, camion est pas passé, poubelles passent, passage des poubelles, sacs de tri, sacs poubelle, sacs noirs, bacs à verre, bac trop petit, tournée des poubelles, jour des poubelles, poubelles du quartier, conteneur enterré, conteneurs enterrés",
        signs="poubelle, bac, collecte, ramasser, ramassé, ramassage, container, conteneur, couvercle, tri, ordures, trier, recyclage, compost, compostage, verre, vider, vidé, débordent, roulettes, puce, déchets",
        context="camion, rue, maison, plein, commune",
    ),
    theme(
        "dechetterie", "Déchetterie et encombrants", "Tip and bulky waste",
        services="déchets, propreté, déchetterie, environnement, cadre de vie, voirie, services techniques, technique",
        sure="encombrants, déchetterie, déchèterie, déchets verts, enlèvement de meubles, monstres ménagers, carte de déchetterie, horaires de la déchetterie, bulky waste, recyclerie, ressourcerie, vieux matelas à évacuer, =amiante",
        signs="dechet, encombrant, gazinière, débarrasser, pots de peinture, évacuer, apporter, gravats, branchages, =benne, =bennes",
    ),
    theme(
        "proprete-rue", "Propreté des rues, tags, toilettes", "Clean streets, graffiti, toilets",
        services="propreté, hygiène, cadre de vie, voirie, services techniques, technique",
        sure="crotte, crottes de chien, déjection, déjections canines, sac à crottes, canisette, distributeur de sachets, balayeuse, balayage, balayer la rue, toilettes publiques, wc publics, sanitaires publics, "
        "tag, tags, tagué, graffiti, seringue, affichage sauvage, mégot, bris de verre, verre brisé, tessons, rue sale, rues sales, trottoirs sales, place sale, nettoyage de la rue, nettoyer la rue, nettoyage de la place, "
        "laver la rue, dog mess, urine, vomi, vomissures, fientes, excréments, préservatifs, canettes, papiers gras, corbeille, corbeilles, pipi, sent l'urine, croix gammée, inscriptions racistes, insulte taguée, vider les corbeilles, corbeille pleine, corbeilles pleines, poubelle publique, poubelle de rue, toilettes du marché, toilettes de la place, sanisette, fontaine sale, chewing gum, fientes de pigeons, merdes, caca de chien, cacas",
        signs="saleté, nettoyer, nettoyage, propreté, balayer, puanteur, immonde, dégoûtant, répugnant, crasse, sachets, détritus, verre, inscriptions, mur, papiers par terre, papiers partout, papiers gras, =sale, =sales, =pue, =puent, souillé, souiller, crasseux, nettoyé, laver, sol jonché, jonché",
        context="rue, trottoir, place, halle, marché, banc, parking, chien, odeur, abribus",
    ),
    theme(
        "rats", "Rats, cafards, pigeons", "Rats, cockroaches, pigeons",
        services="hygiène, propreté, déchets, environnement, cadre de vie, services techniques, technique",
        sure="=rat, =rats, dératisation, dératiser, dératisé, cafard, cafards, blattes, punaises de lit, pigeons, rongeurs, souris, surmulot, mulots, nid de rats, gros rats, souris dans",
        signs="pigeon, nuisible, égout, envahi, rongeur, appât",
    ),
)  # fmt: skip
