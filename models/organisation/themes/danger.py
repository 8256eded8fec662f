"""What endangers somebody now. It says how urgent a message is, not where it goes."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_CHILD = "enfant, enfants, petit garçon, petite fille, garçon, fillette, gamin, gamine, bébé, gosse, gosses, petite, petit, ado"
_ANYBODY = "monsieur, homme, dame, femme, personne âgée, type, mec, vieux, mamie, papy, mari, père, mère, voisin, voisine, cycliste, motard, piéton, papa, maman, grand mère, grand père, collègue, élève, gars, quelqu, sdf, man, woman"
_TREE = "arbre, arbres, branche, sapin, platane, chêne, peuplier, tronc, tilleul, =pin, poteau, pylône, lampadaire, candélabre, mât, cèdre, marronnier"
_BUILT = "plafond, faux plafond, mur, muret, toit, toiture, parapet, pont, balcon, cheminée, corniche, façade, clocher, immeuble, maison, tribune, préau, échafaudage, tuiles, ardoises, poutre, plaque du plafond, statue, berge, falaise"
_ALONE = "seul rue, seule rue, seul route, seule route, seul bord, seule bord, seul parking, seule parking, seul trottoir, seule trottoir, seul étang, seule étang, personne autour, sans parents, sans surveillance, pyjama, dire son nom, enfermé, enfermée, coincé, coincée, bloqué, bloquée, étouffe, disparu, disparue, introuvable, fugué, perdu ses parents, perdue ses parents, saigne, inconscient, inconsciente, lost, missing"

DANGER = theme(
    "danger", "Danger immédiat", "Immediate danger",
    services="",
    sure="odeur suspecte de gaz, bonbonne qui fuit, bouteille de gaz fuit, ligne électrique au sol, ligne haute tension, câble sous tension, picotements, prend du jus, prendre le jus, marche sur la glace, jouent sur la glace, tombé du toit, tombée du toit, tombé d'une échelle, tombé de l'échelle, veut sauter, va sauter, menace de sauter, bord du vide, sur le rebord de la fenêtre, voie ferrée enfants, rouler à contresens, roule à contresens, enfant battu, enfant frappé, enlever un enfant, emmener un enfant, emmener ma fille, tente d'entrer, essaie d'entrer, force ma porte, quelqu'un est entré, quelqu'un dans ma maison, intrus, verre dans le bac à sable, clous dans le bac à sable, lames de rasoir, mort aux rats, empoisonné, empoisonnés, boulettes empoisonnées, hypothermie, inanimé, inanimée, convulsions, overdose, coma, fait une crise, crise d'épilepsie, avalé un produit, perdu les eaux, odeur de brûlé tableau, câble crépite, crépite, grésillements, entendu des coups de feu, tire des coups de feu, tire sur, tirent sur, odeur de gaz, odeurs de gaz, sent le gaz, sentir le gaz, sens le gaz, senti le gaz, fuite de gaz, gaz qui s'échappe, pue le gaz, odeur gaz, fuite gaz, sa sent le gaz, fil dénudé, fils dénudés, câble dénudé, câbles dénudés, fil électrique par terre, "
    "fil électrique au sol, fils électriques par terre, fils électriques au sol, câble électrique par terre, câble électrique au sol, câble électrique tombé, fil électrique tombé, fils électriques à nu, fils électriques apparents, fils électriques pendent, fils à nu, fil à nu, fils apparents, voit les fils, fils qui pendent, fils pendent, fils qui sortent, fils sortent, fils électriques sortent, "
    "électrocution, électrocuté, électrocuter, s'électrocuter, prend le courant, pris le courant, coup de jus, coups de jus, décharge électrique, châtaigne, prend feu, pris feu, prendre feu, y a le feu, pris en feu, pris en flammes, incendie en cours, départ de feu, début d'incendie, =fumee noire, fumée sort, fumée qui sort, feu dans, feu à la maison, feu à l'école, "
    "bloqué dans l'ascenseur, bloquée dans l'ascenseur, coincé dans l'ascenseur, coincée dans l'ascenseur, bloqués dans l'ascenseur, coincés dans l'ascenseur, bloquées dans l'ascenseur, coincées dans l'ascenseur, main coincée, tête coincée, pied coincé, doigt coincé, doigts coincés, bras coincé, jambe coincée, "
    "évanoui, évanouie, inconscient, inconsciente, respire plus, répond plus rien, bouge plus, réagit plus, malaise cardiaque, fait un malaise, arrêt cardiaque, crise cardiaque, infarctus, se noie, noyade, tombé à l'eau, tombée à l'eau, tombé dans l'eau, tombée dans l'eau, tombé dans l'étang, tombé dans la rivière, saigne beaucoup, perd beaucoup de sang, "
    "trou béant, plaque d'égout partie, plaque d'égout manquante, plaque d'égout ouverte, plaque d'égout volée, plaque d'égout disparue, plaque d'égout enlevée, plaque d'égout soulevée, sans plaque d'égout, menace de tomber, menace de s'effondrer, menace de s'écrouler, menacent de tomber, menace ruine, va tomber sur, va s'effondrer, va s'écrouler, va nous tomber, risque de tomber sur, risque de s'effondrer, "
    "s'est effondré, s'est effondrée, s'est écroulé, s'est écroulée, vient de s'effondrer, vient de s'écrouler, danger de mort, danger immédiat, danger imminent, coup de feu, avec un couteau, armé d'un couteau, avec une arme, avec un fusil, avec une machette, avec une barre de fer, sorti un couteau, sort un couteau, cambriolage en cours, cambrioleur dans, braquage, entrer chez moi par, "
    "suicider, suicide, envie de mourir, veux mourir, veu mourir, envie d'en finir, finir avec la vie, en finir ce soir, veux en finir, veut en finir, veu en finir, mettre fin à mes jours, fin à mes jours, fin à ses jours, plus envie de vivre, veux plus vivre, raison de vivre, raison de continuer, force de vivre, plus la force de continuer, me tuer, se tuer, se jeter du pont, me jeter du pont, me jeter sous, se jeter sous, sauter du pont, me pendre, se pendre, avalé des médicaments, avalé ses médicaments, avalé des cachets, "
    "intoxication, monoxyde, intoxiqué, gas leak, smell of gas, smell gas, smells of gas, live wire, bare wire, bare wires, on fire, unconscious, trapped, fainted, not breathing, kill myself, knife, stabbed, drowning, chien attaque, pas de pouls, engin explosif, obus, grenade, fait une chute du toit, mordu au visage, poteau penche dangereusement, seringue, seringues, "
    "frappe sa femme, tape sa femme, bat sa femme, secours mon mari, secours ma femme, secours ma mère, secours mon père, secours ma fille, secours mon fils, secours venez, frappe ses enfants, frappe son fils, frappe sa fille, tape sur sa femme, cogne sa femme, me frappe, me bat, va me tuer, menace de me tuer, menace de la tuer, crie au secours, hurle au secours, crie à l'aide, appelle à l'aide, vient de mordre, a sauté au visage, montre les dents, "
    "mari par terre, homme par terre, femme par terre, dame par terre, monsieur par terre, quelqu'un par terre, fille par terre, mère par terre, père par terre, maman par terre, papa par terre, homme au sol, femme au sol, dame au sol, monsieur au sol, mamie par terre, papy par terre, lying on the ground, collapsed, "
    "=explosion, =explosions, va exploser, accident grave, blessé grave, blessés, renversé par une voiture à l'instant",
    signs="gaz, feu, flammes, fumée, incendie, câble électrique, fil électrique, fils électriques, armoire électrique, coffret électrique, boîtier électrique, transformateur, dénudé, blessé, blessée, saigner, saigne, sang, béant, étincelle, étincelles, effondré, écroulé, malaise, enfermé, enfermée, coincé, coincée, "
    "noyer, asphyxie, tombé sur la route, travers de la route, travers de la chaussée, couteau, =arme, bagarre",
    context="danger, dangereux, dangereuse, urgent, urgence, vite, immédiatement, pompiers, samu, tout de suite, venez, help, emergency, secours",
    against="monsieur le maire, madame le maire, madame la maire, madame monsieur, mesdames messieurs, bonjour monsieur, bonjour madame, bonsoir monsieur, bonsoir madame, monsieur l'adjoint, homme politique, fumée de cheminée, feu d'artifice, feux d'artifice, feu rouge, feux rouges, feu tricolore, feux tricolores, feu vert, feu orange, feu de joie, feu de camp, feu de la saint jean, feux de circulation, feu de circulation, feux de jardin, feu de signalisation, feu de cheminée, feu piéton, feux piétons, feux du carrefour, feu du carrefour, feux arrière, "
    "porte coupe feu, coupe feu, borne incendie, bouche incendie, bouche d'incendie, exercice incendie, alarme incendie, assurance incendie, sécurité incendie, détecteur de fumée, détecteurs de fumée, fumée de cigarette, fumée du barbecue, fumée de barbecue, fumées du voisin, facture de gaz, compteur de gaz, gaz d'échappement, bouteille de gaz, bouteilles de gaz, gaz de ville, raccordement au gaz, raccorder au gaz, "
    "mort de peur, morte de peur, mourir de peur, mourir de rire, mort de rire, mourir d'ennui, mourir de chaud, mourir de froid, tuer le temps, bras coupés, cœur coincé, coup de feu du midi, câble téléphonique, fil téléphonique, câble de téléphone, fil de téléphone, premiers secours, secours populaire, secours catholique, secours d'urgence, porte de secours, issue de secours, sortie de secours, roue de secours, demande urgente, nid de guêpes dans le coffret, "
    "arme de service, permis d'armes, coup de couteau dans le dos, prendre en grippe, explosion des prix, explosion de joie, explosion du nombre, livret, coup de feu à blanc, coups de feu à blanc, brûle ses déchets, brûlage, bloqué par la neige, coincé dans les bouchons, coincée dans les bouchons, rendez vous urgent, dossier bloqué, grand incendie, calendrier des pompiers, calendriers de pompiers",
    pairs=(
        "flammes, étincelles, =brulent, =crament + sort, sortent, école, gymnase, salle, compteur, toit, maison, immeuble, appartement, poubelles, poubelle, forêt, bois, voiture, voitures, scooter, hangar, gagne, mur, fenêtre, cave, conteneurs, haie, grange, cuisine, arbre, champ",
        "fumée, fumees + école, gymnase, salle, compteur, toit, immeuble, cave, appartement, poubelles, poubelle, forêt, scooter, hangar, gagne, propage, évacue, cuisine, chaufferie, transfo, transformateur, haie, locaux, conteneurs, grange",
        "=brule, =crame, =feu, incendie + gagne, propage, vite, flammes, fumée, pompiers, secours, évacue",
        "gaz + odeur, odeurs, sent, fuite, pue, siffle, fort, sens",
        "brûlé, grésillements, crépite, grésille, étincelles + tableau, prise, armoire, odeur, câble, compteur, transformateur, coffret, école, crèche",
        "fils, fil + doigts, mettent les doigts, touchent, porte ouverte",
        "câble, câbles, câble électrique, fil électrique, ligne électrique, fils électriques, ligne haute tension + dénudé, dénudés, =pend, =pendent, par terre, =sol, étincelles, tombé, tombés, tombée, arraché, traîne, trottoir, hauteur d'enfant, apparents, touche, jouent",
        "lampadaire, poteau, armoire électrique, coffret électrique, boîtier électrique, candélabre + ouvert, ouverte, fils, dénudés, courant, décharge, étincelles",
        "décharge, châtaigne, courant + pris, prend, prendre, reçu, touchant, électrique, lampadaire, poteau",
        "=trou, =trous, cratère, tampon, plaque d'égout, bouche d'égout + béant, dedans, fait nuit, nuit, s'est ouvert, tombé dedans, ouverte, ouvert, profond, voit pas, effondrée",
        "plaque d'égout, =plaque, tampon, bouche d'égout, regard, grille + partie, manquante, manque, volée, disparue, enlevée, sautée, béant, béante",
        _BUILT + " + vient de tomber, viennent de tomber, s'effondre, effondré, effondrée, s'écroule, s'écrouler, écroulé, écroulée, menace de tomber, =pend, =pendent, va tomber, vont tomber, lâche, craque, va céder, cède",
        _TREE + " + va tomber, vont tomber, tient plus, risque de tomber, menace de tomber, menacent, va partir, travers route, travers chaussée, travers avenue, barre la route, sur la route, sur une voiture, sur la voiture, sur le toit d'une voiture, sur la ligne, sur les fils, voit les fils",
        "étang, rivière, canal, lac, bassin, piscine, eau + noie, noyer, tombé dedans, tombée dedans, glace a cédé, coule à pic",
        _CHILD + " + " + _ALONE,
        "fille, fils, personnes, collègue, élève, dame, monsieur, mère, père, maman, papa + bloqué, bloquée, bloqués, coincé, coincée, coincés, enfermé, enfermée, étouffe, suffoque",
        _ANYBODY + " + allongé, allongée, inconscient, inconsciente, évanoui, évanouie, réagit plus, bouge plus, respire plus, respire mal, malaise, saigne, ensanglanté, convulsions, convulse, étouffe, gît, avc, se réveille pas, se réveille plus, perdu connaissance, ivre mort, lying, bleeding",
        "tombé, tombée, chuté, chute + se relever, relever, relève plus, bouge plus, saigne, inconscient, crie de douleur",
        "enfants, ados, gamins, gosses, gamin, enfant, jeunes, quelqu, homme, type, petit, petite, fille, garçon + sur le toit, sur les toits, grimpent, grimpé, rebord, bord du vide, dans le vide, veut sauter, va sauter, enjambé, parapet debout, sur la grue, sur le pylône, sur la glace, étang gelé, voie ferrée, sur les rails, sur les voies, milieu de la route, milieu route, nationale à pied, contresens, emmener, monter dans sa voiture, enlever, suivre, sur la chaussée, jouent avec, sait pas nager, sous la glace",
        "debout, enjambé, perché, assis + sur le toit, toit, parapet, rambarde, rebord, bord du toit, garde corps, pylône",
        "faire monter, fait monter, enlever, kidnapper, embarquer, attirer + élève, enfant, enfants, fillette, petite fille, collégienne, gamine, gamin, petit garçon",
        "papy, papi, mamie, vieux, vieille, monsieur, dame, homme, femme, grand père, grand mère, personne âgée + pyjama, =erre, sait plus, désorienté, désorientée, chemise de nuit, pieds nus",
        "adieu + message, lettre, cachets, médicaments, sms, écrit",
        "cachets, somnifères, comprimés, médicaments + pris tous, avalé, adieu, boîte entière",
        "=tire, =tirent, coups de fusil + fusil, carabine, pistolet, gens, rue, quartier, passants, fenêtres",
        "balcon, façade, corniche, cheminée, pierres, mur, plafond, toit, pignon + morceaux, =tombent, se détachent, se détache",
        "fillette, petite fille, petit garçon, enfant, gamin, gamine, garçon + attend seule, attend seul, seule devant, seul devant, personne vient, grelotte, grelotter, pleure seul, pleure seule",
        "accident + cycliste, sang, blessé, blessés, voiture, moto, camion, piéton, sol, vient, scooter",
        "sang + plein, beaucoup, tête, perd, sol, mare",
        "=trou, =trous, fosse, regard, tampon + profondeur, deux mètres, pas une barrière, sans barrière, béant",
        "voiture, voitures, camion, bus, moto, scooter, motard + contresens, dans la rivière, dans l'étang, dans le fossé, retournée, retourné, s'est encastré, accident, choc frontal, blessés, fauché",
        "chevaux, cheval, vaches, vache, moutons, taureau, veaux, poneys, sanglier + sur la route, milieu de la route, départementale, nationale, sur la chaussée, en pleine route, sur la rocade, voitures freinent",
        "crie, gémit, gémir, gémissements, hurlements, plaintes, tape au mur, cris + derrière la porte, sa porte, voisine, voisin, vieille, personne, femme, enfant, appartement",
        "mère, père, voisin, voisine, mamie, papy, dame, monsieur, locataire, homme, femme + baignoire, tombé derrière, tombée derrière, plus ses médicaments, boîte pleine, boîte aux lettres pleine, boîte déborde, mange plus, boit plus, crise, diabétique, insuline",
        "mal à la tête, maux de tête, nausées, vertiges, vomissent, malaises + chaudière, chauffage, classe, élèves, enfants, poêle, tous, odeur",
        "tôle, tôles, toiture, panneau, lustre, plaque, vitre, échafaudage, but, enseigne, antenne, cage, portail, grille + s'envole, s'envolent, se décrocher, décroché, va se décrocher, menace, au dessus des enfants, tombé sur, tombée sur, balance, bascule, écrasé",
        "eau, crue, inondation, rivière + monte dans, bloqués, bloquée, bloqué, coincés, évacuer, emporté, emportée, jusqu'à la taille, cave électricité, tableau électrique, coule sur le tableau",
        "entrer, force, forcer, casse, cassent, défoncer + ma porte, chez moi, ma fenêtre, en ce moment, maintenant",
        "froid, gel, neige, dehors + bouge plus, réagit, mourir de froid, va mourir, inanimé, bleu, sans couverture",
        "frelons, guêpes, abeilles, piqué, piquée + gonfle, gonflé, étouffe, respire, allergique choc, attaquent",
        "voisin, voisine, voisins, mère, père, mamie, papy, grand mère, grand père, dame, monsieur, tante, oncle, personne âgée, maman, papa, locataire + répond plus, ouvre plus, volets fermés, volets restés fermés, volets toujours fermés, signe de vie, plus signe, plus vu, plus vue, pas vu depuis, pas vue depuis, plus aperçu, plus aperçue, plus entendu, alzheimer disparu, toque sans réponse",
        "mère, père, mamie, grand mère, grand père, papa, maman, alzheimer, mari + introuvable, disparu, disparue, fugué, pas rentrée, pas rentré, errer, erre, sorti seul, sortie seule",
        "frappe, frappent, tape, tapent, cogne, tabasse, tabassent, agresse, agressent, étrangle, poignarde, bastonne, beating + femme, homme, enfant, enfants, mari, gamin, voisine, copine, gens, jeune, vieux, dame, monsieur, wife",
        "menace, menacent, couteau, pistolet, fusil, machette, hache, barre de fer, batte + couteau, pistolet, fusil, machette, tuer, gens, caissière, femme, passants, dedans, vitrine, poursuit",
        "jeunes, types, hommes, gars, bandes, mecs + se battent, battent, couteau, couteaux, barre de fer, barres de fer, armés, machette",
        "chien, malinois, pitbull, rottweiler, berger, molosse, staff, taureau, sanglier, dog + attaque, attaquer, montre les dents, fonce sur, saute dessus, sauté dessus, poursuit, vient de mordre, coincé, attacking",
        "chien agressif, chien dangereux, chien méchant, pitbull, chien enragé, molosse, taureau + échappé, échappés, liberté, divague, lâché, rôde, errant, cour, école, rue, enfants, passants",
    ),
    needs_context=True,
)  # fmt: skip

#: Who speaks of danger so speaks of no danger now: of a drill, of how to be prepared, of long ago.
CALM = frozenset(
    [
        "blanc",
        "exercice",
        "exercices",
        "simulation",
        "simulations",
        "formation",
        "formations",
        "former",
        "prevention",
        "eviter",
        "evite",
        "evitera",
        "empecher",
        "apprendre",
        "apprend",
        "apprennent",
        "gestes",
        "assurance",
        "assureur",
        "sinistre",
        "film",
        "spectacle",
        "roman",
        "theatre",
        "autrefois",
        "jadis",
        "annees",
        "heureusement",
        "consignes",
        "detecteur",
        "detecteurs",
        "extincteur",
        "extincteurs",
        "raccordement",
        "calendriers",
        "siecle",
        "anniversaire",
        "drill",
        "training",
        "prevent",
        "insurance",
        "aurait",
        "auraient",
        "risquerait",
        "risquent",
        "plan",
        "drame",
        "barbecue",
        "barbecues",
        "grillades",
        "cheminee",
        "poele",
        "cigarette",
        "linge",
        "etait",
        "avait",
        "avaient",
        "etaient",
        "souvenir",
        "histoire",
        "enquete",
        "statistiques",
        "brochure",
        "affiche",
        "campagne",
        "reunion",
        "atelier",
        "conference",
    ]
)
#: The same in words that stand close.
CALM_PHRASES = "avant que, avant qu, peur que, peur qu, pour que, pour pas, un jour, tot tard, finira par, finir par, si un, si une, si quelqu, si jamais, il faut attendre, attendre qu, attend qu, attend un, attendez vous, en cas, au cas, aucun danger, pas danger, sans danger, rien grave, pas grave, an dernier, an passe, annee derniere, ete dernier, hiver dernier, mois dernier, semaine derniere, printemps dernier, automne dernier, comment eviter, last year, last summer"
#: A wish speaks of no danger now either (« il faudrait un détecteur »), unless it calls somebody.
WISHES = "il faudrait, faut un, pourrait, pourraient, prevenir"
#: « Il faudrait venir vite », « il faut prévenir les pompiers ».
CALLS = "venir viens venez veniez vienne viennent envoyer envoyez envoie appeler appelez appelle alerter intervenir vite urgence urgent immediatement secours pompiers samu medecin ambulance"
#: After one of these it is over.
OVER = "ont eteint, hors danger, plus danger, tout danger, fausse alerte, ont securise, fire out"
#: What happens to somebody is over when it is told of yesterday; a hole or a wire is still there.
EVENTS = "mord chien attaqu evanou malais agress frapp tap noy noi brul incend feu coinc bloqu coups inconscient saign tomb chut renvers accident explos suicid disparu perdu"
YESTERDAY = "hier, avant hier, autre jour, semaine derniere, mois dernier, dimanche dernier, samedi dernier, vendredi dernier, lundi dernier, mardi dernier, mercredi dernier, jeudi dernier, week end dernier, nuit derniere, y quelques jours, y quelques semaines, y quelques mois, yesterday, last week"
