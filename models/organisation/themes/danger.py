"""What endangers somebody now. It says how urgent a message is, not where it goes."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_CHILD = "enfant, enfants, petit garçon, petite fille, garçon, fillette, gamin, gamine, bébé, gosse, gosses, ma petite, mon petit, notre petite, notre petit, sa petite, son petit, ado"
_ANYBODY = "monsieur, homme, dame, femme, personne âgée, type, mec, vieux, mamie, papy, mari, père, mère, voisin, voisine, cycliste, motard, piéton, papa, maman, grand mère, grand père, collègue, élève, gars, quelqu, sdf, man, woman"
_TREE = "poteau électrique, poteaux électriques, pylône électrique, arbre, arbres, branche, sapin, platane, chêne, peuplier, tronc, tilleul, =pin, poteau, pylône, lampadaire, candélabre, mât, cèdre, marronnier"
_BUILT = "plafond, faux plafond, mur, muret, toit, toiture, parapet, pont, balcon, cheminée, corniche, façade, clocher, immeuble, maison, tribune, préau, échafaudage, tuiles, ardoises, poutre, plaque du plafond, statue, berge, falaise"
_LOOSE = "lustre, plafonnier, luminaire, portail, mur, muret, toit, toiture, tôle, tôles, panneau, branche, grille, échafaudage, poutre, corniche, cheminée, gouttière, store, enseigne, antenne, cage, grue, volet, vitre, poteau, lampadaire, câble, guirlande, dalle, pierre, pierres, rambarde, charpente, bâche, barnum, chapiteau, stand"
_ALONE = "vient de disparaître, viens de perdre, cherche partout, cherchons partout, ouvert la main, ouvert le genou, ouvert le front, ouvert la tête, entaillé, entaillée, coupé profondément, seul rue, seule rue, seul route, seule route, seul bord, seule bord, seul parking, seule parking, seul trottoir, seule trottoir, seul étang, seule étang, personne autour, sans parents, sans surveillance, pyjama, dire son nom, enfermé, enfermée, coincé, coincée, bloqué, bloquée, étouffe, disparu, disparue, introuvable, fugué, perdu ses parents, perdue ses parents, saigne, inconscient, inconsciente, lost, missing"

DANGER = theme(
    "danger", "Danger immédiat", "Immediate danger",
    services="",
    sure="voiture en feu, voitures en feu, véhicule en feu, véhicules en feu, camion en feu, maison en feu, immeuble en feu, appartement en feu, poubelle en feu, poubelles en feu, conteneur en feu, conteneurs en feu, scooter en feu, caravane en feu, grange en feu, hangar en feu, haie en feu, forêt en feu, champ en feu, champs en feu, école en feu, gymnase en feu, toit en feu, toiture en feu, cuisine en feu, cave en feu, cabane en feu, arbre en feu, broussailles en feu, local en feu, bâtiment en feu, =voiture brule, =grange brule, =haie brule, =poubelle brule, =foret brule, =ecole brule, =cuisine brule, =cave brule, =caravane brule, =toiture brule, sang partout, voiture flambe, véhicule flambe, maison flambe, poubelle flambe, conteneur flambe, scooter flambe, caravane flambe, grange flambe, hangar flambe, haie flambe, cabane flambe, cris et des coups, coups et des cris, coups et cris, homme armé, individu armé, individus armés, hommes armés, quelqu'un d'armé, prise d'otage, pris en otage, attentat, agression sexuelle, =violee, exhibitionniste, choc allergique, va accoucher, est en train d'accoucher, feu tricolore vert des deux côtés, feux tricolores verts des deux côtés, feux verts des deux côtés, feu vert des deux côtés, feux au vert en même temps, feux verts en même temps, feux tricolores verts en même temps, feu tricolore vert partout, feux verts partout, va se tuer, vont se tuer, odeur suspecte de gaz, bonbonne qui fuit, bouteille de gaz fuit, ligne électrique au sol, ligne haute tension, câble sous tension, picotements, prend du jus, prendre le jus, marche sur la glace, jouent sur la glace, tombé du toit, tombée du toit, tombé d'une échelle, tombé de l'échelle, veut sauter, va sauter, menace de sauter, bord du vide, voie ferrée enfants, rouler à contresens, roule à contresens, enfant battu, enfant frappé, enlever un enfant, emmener un enfant, emmener ma fille, tente d'entrer, essaie d'entrer, force ma porte, quelqu'un est entré, quelqu'un dans ma maison, intrus, verre dans le bac à sable, clous dans le bac à sable, lames de rasoir, mort aux rats, empoisonné, empoisonnés, boulettes empoisonnées, hypothermie, inanimé, inanimée, convulsions, overdose, coma, fait une crise, crise d'épilepsie, avalé un produit, perdu les eaux, odeur de brûlé tableau, câble crépite, entendu des coups de feu, tire des coups de feu, tire sur, tirent sur, odeur de gaz, odeurs de gaz, sent le gaz, sentir le gaz, sens le gaz, senti le gaz, fuite de gaz, gaz qui s'échappe, pue le gaz, odeur gaz, fuite gaz, sa sent le gaz, fil dénudé, fils dénudés, câble dénudé, câbles dénudés, fil électrique par terre, "
    "fil électrique au sol, fils électriques par terre, fils électriques au sol, câble électrique par terre, câble électrique au sol, câble électrique tombé, fil électrique tombé, fils électriques à nu, fils électriques apparents, fils électriques pendent, fils à nu, fil à nu, fils apparents, voit les fils, fils qui pendent, fils pendent, fils traînent, fils qui traînent, fils électriques traînent, fils dans l'eau, câbles traînent, câble traîne, fils qui sortent, fils sortent, fils électriques sortent, "
    "électrocution, électrocuté, électrocuter, s'électrocuter, prend le courant, pris le courant, coup de jus, coups de jus, décharge électrique, châtaigne, prend feu, pris feu, prendre feu, y a le feu, pris en feu, pris en flammes, incendie en cours, départ de feu, début d'incendie, =fumee noire, fumée sort, fumée qui sort, feu dans, feu à la maison, feu à l'école, "
    "bloqué dans l'ascenseur, bloquée dans l'ascenseur, coincé dans l'ascenseur, coincée dans l'ascenseur, bloqués dans l'ascenseur, coincés dans l'ascenseur, bloquées dans l'ascenseur, coincées dans l'ascenseur, main coincée, tête coincée, pied coincé, doigt coincé, doigts coincés, bras coincé, jambe coincée, "
    "évanoui, évanouie, inconscient, inconsciente, respire plus, répond plus rien, bouge plus, réagit plus, malaise cardiaque, fait un malaise, arrêt cardiaque, crise cardiaque, infarctus, se noie, noyade, tambourine à ma porte, tambourine sur ma porte, tambourine à la porte, tombé dans l'étang, tombé dans la rivière, saigne beaucoup, perd beaucoup de sang, "
    "trou béant, plaque d'égout partie, plaque d'égout manquante, plaque d'égout ouverte, plaque d'égout volée, plaque d'égout disparue, plaque d'égout enlevée, plaque d'égout soulevée, sans plaque d'égout, menace de tomber, menace de s'effondrer, menace de s'écrouler, menacent de tomber, menace ruine, va tomber sur, va s'effondrer, va s'écrouler, va nous tomber, risque de tomber sur, risque de s'effondrer, "
    "s'est effondré, s'est effondrée, s'est écroulé, s'est écroulée, vient de s'effondrer, vient de s'écrouler, danger de mort, danger immédiat, danger imminent, coup de feu, avec un couteau, armé d'un couteau, avec une arme, avec un fusil, avec une machette, avec une barre de fer, sorti un couteau, sort un couteau, cambriolage en cours, cambrioleur dans, braquage, entrer chez moi par, "
    "suicider, suicide, envie de mourir, veux mourir, veu mourir, envie d'en finir, plus simple d'en finir, mieux d'en finir, mieux en finir, pense à en finir, songe à en finir, penser à en finir, idée d'en finir, idées noires, idées suicidaires, pensées suicidaires, finir avec la vie, en finir ce soir, veux en finir, veut en finir, veu en finir, mettre fin à mes jours, fin à mes jours, fin à ses jours, plus envie de vivre, veux plus vivre, raison de vivre, raison de continuer, force de vivre, plus la force de continuer, me tuer, se tuer, se jeter du pont, me jeter du pont, me jeter sous, se jeter sous, sauter du pont, me pendre, se pendre, avalé des médicaments, avalé ses médicaments, avalé des cachets, "
    "intoxication, monoxyde, intoxiqué, gas leak, smell of gas, smell gas, smells of gas, live wire, bare wire, bare wires, on fire, unconscious, trapped, fainted, not breathing, kill myself, knife, stabbed, drowning, chien attaque, pas de pouls, engin explosif, obus, grenade, fait une chute du toit, mordu au visage, poteau penche dangereusement, seringue, seringues, "
    "frappe sa femme, tape sa femme, bat sa femme, secours mon mari, secours ma femme, secours ma mère, secours mon père, secours ma fille, secours mon fils, secours venez, frappe ses enfants, frappe son fils, frappe sa fille, tape sur sa femme, cogne sa femme, me frappe, me bat, va me tuer, menace de me tuer, menace de la tuer, crie au secours, hurle au secours, crie à l'aide, appelle à l'aide, vient de mordre, a sauté au visage, montre les dents, "
    "mari par terre, homme par terre, femme par terre, dame par terre, monsieur par terre, quelqu'un par terre, fille par terre, mère par terre, père par terre, maman par terre, papa par terre, homme au sol, femme au sol, dame au sol, monsieur au sol, mamie par terre, papy par terre, lying on the ground, collapsed, "
    "entend des coups, entends des coups, bruits de coups, coups de ceinture, couvert de bleus, en train de casser, en train de frapper, en train de tabasser, en train de se battre, en train de se noyer, en train de cambrioler, en train de forcer, en train de brûler, en train d'étouffer, en train de s'étouffer, en train d'agresser, en train de fracturer, en train de taper, couverte de bleus, traces de coups, marques de coups, attend les secours, attend les pompiers, attend l'ambulance, attendons les secours, attendons les pompiers, attendons l'ambulance, dans les pommes, perdu connaissance, respire bizarrement, respire mal, respire difficilement, arrive plus à respirer, arrive pas à respirer, boulettes bleues, boulettes suspectes, granulés bleus, propose aux collégiennes, propose aux fillettes, propose des bonbons, offre des bonbons, vais faire une bêtise, va faire une bêtise, me foutre en l'air, se foutre en l'air, message d'adieu, lettre d'adieu, me dire adieu, nous dire adieu, adieu à tous, pris tous mes comprimés, pris tous mes cachets, pris tous mes médicaments, pris tous ses médicaments, pris tous ses comprimés, avalé une boîte, avalé toute la boîte, avalé tous, m'endormir pour toujours, plus me réveiller, fatigué de vivre, fatiguée de vivre, las de vivre, lasse de vivre, plus la force de vivre, disparaître pour de bon, =explosion, =explosions, va exploser, accident grave, blessé grave, blessés, renversé par une voiture à l'instant",
    signs="gaz, flammes, fumée, incendie, câble électrique, fil électrique, fils électriques, armoire électrique, coffret électrique, boîtier électrique, transformateur, dénudé, blessé, blessée, saigner, saigne, sang, béant, étincelle, étincelles, effondré, écroulé, malaise, enfermé, enfermée, "
    "se noyer, asphyxie, tombé sur la route, travers de la route, travers de la chaussée, couteau, =arme, bagarre",
    context="danger, dangereux, dangereuse, urgent, urgence, vite, immédiatement, pompiers, samu, tout de suite, venez, help, emergency, secours",
    against="ticket ouvert, dossier ouvert, demande ouverte, petite fille qui tape, petit fils qui tape, fille qui tape, fils qui tape, qui tape ce message, qui tape pour moi, tape ce message, tape sur le clavier, tape à l'ordinateur, décharge de responsabilité, décharge à signer, signer une décharge, décharge publique, décharge sauvage, coincé entre deux, coincée entre deux, bloqué entre deux, bloquée entre deux, coincés entre deux, feu de colère, rouge de colère, failli tomber dans les pommes, tomber dans les pommes de rire, bombe de peinture, bombes de peinture, bombe aérosol, bombes aérosol, bombe de bain, c'est une bombe, mine de crayon, mine d'or, bonne mine, mauvaise mine, mine de rien, facture de fioul, prix du fioul, chèque fioul, aide au fioul, prix de l'essence, éclater de rire, évanouie dans la nature, évanoui dans la nature, je vais exploser, fosse septique, don du sang, dons du sang, prise de sang, coups de marteau, coups de klaxon, coups de sifflet, coups de balai, coups de pioche, entend des coups de marteau, entends des coups de marteau, entend des coups de klaxon, entends des coups de klaxon, monsieur le maire, madame le maire, madame la maire, madame monsieur, mesdames messieurs, bonjour monsieur, bonjour madame, bonsoir monsieur, bonsoir madame, monsieur l'adjoint, homme politique, fumée de cheminée, feu d'artifice, feux d'artifice, feu rouge, feux rouges, feu tricolore, feux tricolores, feu vert, feu orange, feu de joie, feu de camp, feu de la saint jean, feux de circulation, feu de circulation, feux de jardin, feu de signalisation, feu de cheminée, feu piéton, feux piétons, feux du carrefour, feu du carrefour, feux arrière, "
    "porte coupe feu, coupe feu, borne incendie, bouche incendie, bouche d'incendie, exercice incendie, alarme incendie, assurance incendie, sécurité incendie, détecteur de fumée, détecteurs de fumée, fumée de cigarette, fumée du barbecue, fumée de barbecue, fumées du voisin, facture de gaz, compteur de gaz, gaz d'échappement, gaz de ville, raccordement au gaz, raccorder au gaz, "
    "mort de peur, morte de peur, mourir de peur, mourir de rire, mort de rire, mourir d'ennui, mourir de chaud, mourir de froid, tuer le temps, bras coupés, cœur coincé, coup de feu du midi, câble téléphonique, fil téléphonique, câble de téléphone, fil de téléphone, premiers secours, secours populaire, secours catholique, secours d'urgence, porte de secours, issue de secours, sortie de secours, roue de secours, demande urgente, nid de guêpes dans le coffret, "
    "arme de service, permis d'armes, coup de couteau dans le dos, prendre en grippe, explosion des prix, explosion de joie, explosion du nombre, livret, coup de feu à blanc, coups de feu à blanc, brûle ses déchets, brûlage, bloqué par la neige, coincé dans les bouchons, coincée dans les bouchons, rendez vous urgent, dossier bloqué, grand incendie, calendrier des pompiers, calendriers de pompiers",
    pairs=(
        "flammes, étincelles, =brulent, =crament + sort, sortent, école, gymnase, salle, compteur, toit, maison, immeuble, appartement, poubelles, poubelle, forêt, bois, voiture, voitures, scooter, hangar, gagne, mur, fenêtre, cave, conteneurs, haie, grange, cuisine, arbre, champ",
        "fumée, fumees + école, gymnase, salle, compteur, toit, immeuble, cave, appartement, poubelles, poubelle, forêt, scooter, hangar, gagne, propage, évacue, chaufferie, transfo, transformateur, haie, locaux, conteneurs, grange",
        "=brule, =crame, =feu, incendie + gagne, propage, venez vite, rapproche, lèche, contre la maison, contre le mur, flammes, fumée, pompiers, secours, évacue",
        "gaz + odeur, odeurs, sent, fuite, pue, siffle, fort, sens, arraché, percé, percée, sectionné, sectionnée, pelleteuse, tractopelle",
        "brûlé, grésillements, crépite, grésille, étincelles + poteau électrique, pylône, ligne, tableau, prise, armoire, odeur, câble, compteur, transformateur, coffret, école, crèche",
        "fils, fil + doigts, mettent les doigts, enfants touchent, gamins touchent, peuvent toucher, peut toucher, porte ouverte",
        "câble, câbles, câble électrique, fil électrique, ligne électrique, fils électriques, ligne haute tension + dénudé, dénudés, =pend, =pendent, par terre, =sol, étincelles, tombé, tombés, tombée, arraché, traîne, trottoir, hauteur d'enfant, apparents, touche, jouent",
        "lampadaire, poteau, armoire électrique, coffret électrique, boîtier électrique, candélabre + ouvert, ouverte, fils dehors, fils dénudés, fils à nu, fils sortent, fils apparents, fils visibles, voit les fils, dénudés, =courant, décharge, étincelles",
        "décharge, châtaigne, =courant + pris, prend, prendre, reçu, touchant, électrique, lampadaire, poteau",
        "=trou, =trous, cratère, tampon, plaque d'égout, bouche d'égout + béant, dedans, fait nuit, s'est ouvert, tombé dedans, ouverte, voit pas, effondrée",
        "plaque d'égout, tampon, bouche d'égout, plaque en fonte, plaque de fonte, plaque de regard, grille d'égout, grille d'avaloir + partie, manquante, manque, volée, disparue, enlevée, sautée, béant, béante",
        _BUILT + " + vient de tomber, viennent de tomber, tient plus qu, tient qu, penche dangereusement, se fissure à vue d'œil, s'effondre, effondré, effondrée, s'écroule, s'écrouler, écroulé, écroulée, menace de tomber, =pend, =pendent, va tomber, vont tomber, lâche, craque, va céder, cède",
        _TREE + " + va tomber, vont tomber, tient plus, risque de tomber, menace de tomber, menacent, va partir, travers route, travers chaussée, travers avenue, barre la route, sur la route, sur une voiture, sur la voiture, sur le toit d'une voiture, sur la ligne, sur les fils, voit les fils",
        "étang, rivière, canal, lac, bassin, piscine, eau + =noie, se noyer, se noient, noyé, tombé dedans, tombée dedans, glace a cédé, coule à pic",
        _CHILD + " + " + _ALONE,
        "fille, fils, personnes, collègue, élève, dame, monsieur, mère, père, maman, papa + bloqué, bloquée, bloqués, coincé, coincée, coincés, enfermé, enfermée, étouffe, suffoque",
        _ANYBODY + " + allongé, allongée, inconscient, inconsciente, évanoui, évanouie, réagit plus, bouge plus, respire plus, respire mal, malaise, saigne, ensanglanté, convulsions, convulse, étouffe, gît, avc, se réveille pas, se réveille plus, perdu connaissance, ivre mort, lying, bleeding",
        "tombé, tombée, chuté, chute + se relever, relever, relève plus, bouge plus, saigne, inconscient, crie de douleur",
        "enfants, ado, ados, adolescent, adolescente, adolescents, collégien, lycéen, gars, mec, individu, gamins, gosses, gamin, enfant, jeunes, quelqu, homme, type, petit, petite, fille, garçon + sur le toit, sur les toits, grimpent, grimpé, rebord, bord du vide, dans le vide, veut sauter, va sauter, enjambé, parapet debout, sur la grue, sur le pylône, sur la glace, étang gelé, voie ferrée, sur les rails, sur les voies, milieu de la route, milieu route, nationale à pied, contresens, monter dans sa voiture, sait pas nager, sous la glace",
        "debout, enjambé, perché, assis + sur le toit, toit, parapet, rambarde, rebord, bord du toit, garde corps, pylône",
        "faire monter, fait monter, enlever, kidnapper, embarquer, attirer + élève, enfant, enfants, fillette, petite fille, collégienne, gamine, gamin, petit garçon",
        "papy, papi, mamie, vieux, vieille, monsieur, dame, homme, femme, grand père, grand mère, personne âgée + pyjama, =erre, sait plus où elle habite, sait plus où il habite, sait plus son nom, sait plus rentrer, désorienté, désorientée, chemise de nuit, pieds nus",
        _ANYBODY + ", " + _CHILD + " + tombé à l'eau, tombée à l'eau, tombé dans l'eau, tombée dans l'eau, tombé à la rivière, tombé au fond",
        "papiers sur la table, plus personne d'autre, quand vous lirez, quand vous lirez ce message + occupez vous, prenez soin, pardon, adieu, lirez",
        "adieu + message, lettre, cachets, médicaments, sms, écrit",
        "cachets, somnifères, comprimés, médicaments + pris tous, avalé, adieu, boîte entière",
        "=tire, =tirent, coups de fusil + fusil, carabine, pistolet, gens, rue, quartier, passants, fenêtres",
        "balcon, façade, corniche, cheminée, pierres, briques, tuiles, ardoises, mur, plafond, toit, pignon + morceaux, =tombent, tombent sur, tombent dans, tombent devant, se détachent, se détache",
        "fillette, petite fille, petit garçon, enfant, gamin, gamine, garçon, bébé, personne, quelqu, homme, femme, fils, fille, dame, monsieur + tombé dans le bassin, tombée dans le bassin, tombé dans l'eau, tombée dans l'eau, tombé à l'eau, tombée à l'eau, tombé dans l'étang, tombée dans l'étang, tombé dans la mare, tombée dans la mare, tombé dans la piscine, tombée dans la piscine, tombé dans la rivière, tombée dans la rivière, tombé dans le puits, tombée dans le puits, tombé dans le canal, tombée dans le canal",
        "fillette, petite fille, petit garçon, enfant, gamin, gamine, garçon + attend seule, attend seul, seule devant, seul devant, personne vient, grelotte, grelotter, pleure seul, pleure seule",
        "accident + sang, blessé, blessés, vient d'avoir, vient de se produire, vient d'arriver, =instant, par terre, inconscient, pompiers, samu",
        "sang + partout, plein, beaucoup, tête, perd, sol, mare",
        "=trou, =trous, affaissement, effondrement, cavité, cratère + jusqu'à la taille, tombé dedans, tombée dedans, avalé, disparu dedans, s'est ouvert sous",
        "=trou, =trous, fosse, regard, tampon + profondeur, deux mètres, pas une barrière, sans barrière, béant",
        "voiture, voitures, camion, bus, moto, scooter, motard, vélo, tracteur + contresens, dans la rivière, dans l'étang, dans le canal, dans l'eau, dans le ruisseau, dans la mare, dans le lac, dans le ravin, dans le fossé, =retournee, sur le toit, s'est encastré, s'est encastrée, choc frontal, blessés, fauché un piéton, fauché une piétonne, fauché un cycliste, fauché plusieurs",
        "chevaux, cheval, vaches, vache, moutons, taureau, veaux, poneys, sanglier + sur la route, milieu de la route, départementale, nationale, sur la départementale, sur la nationale, milieu de la départementale, en plein virage, sur la chaussée, en pleine route, sur la rocade, voitures freinent",
        "gémit, gémir, gémissements, hurle de douleur, crie de douleur, tape au mur, tape contre le mur + derrière la porte, sa porte, voisine, voisin, vieille, personne, femme, enfant, appartement",
        "mère, père, voisin, voisine, mamie, papy, dame, monsieur, locataire, homme, femme + baignoire, tombé derrière, tombée derrière, plus ses médicaments, boîte pleine, boîte aux lettres pleine, boîte déborde, boit plus, manque d'insuline, plus d'insuline, crise d'épilepsie",
        "mal à la tête, maux de tête, nausées, nausée, malaise, dans les pommes, vomi, étourdissements, vertiges, vomissent, malaises + chaudière, chauffage, classe, élèves, enfants, poêle, tous, odeur",
        "tôle, tôles, toiture, panneau, lustre, plaque, vitre, échafaudage, but, enseigne, antenne, cage, portail, grille + s'envole, s'envolent, se décrocher, décroché, va se décrocher, menace, au dessus des enfants, tombé sur, tombée sur, balance, bascule, écrasé",
        "eau, crue, inondation, rivière + monte dans la maison, monte dans le salon, faut évacuer, évacuer les gens, emporté par, emportée par, jusqu'à la taille, tableau électrique, coule sur le tableau",
        "veut entrer, veulent entrer, essaie de rentrer, essayent de rentrer + porte, seule, peur, fenêtre, hurle",
        "force, forcer, cherche à entrer, défonce, défoncer + ma porte, chez moi, ma fenêtre, en ce moment",
        "froid, gel, neige, dehors + bouge plus, réagit, mourir de froid, va mourir, inanimé, bleu, sans couverture",
        "frelons, guêpes, abeilles, piqué, piquée + enfle, visage enflé, gorge enflée, gonfle, gonflé, étouffe, respire, allergique choc, attaquent",
        "voisin, voisine, voisins, mère, père, mamie, papy, grand mère, grand père, dame, monsieur, =tante, oncle, personne âgée, maman, papa, locataire + répond plus, ouvre plus, volets fermés, volets restés fermés, volets toujours fermés, signe de vie, donné signe, plus signe, télé marche jour et nuit, odeur vient du palier, odeur du palier, lumière allumée jour et nuit, journaux s'accumulent, courrier s'entasse, plus vu, plus vue, pas vu depuis, pas vue depuis, plus aperçu, plus aperçue, plus entendu, alzheimer disparu, toque sans réponse",
        "mère, père, mamie, grand mère, grand père, papa, maman, alzheimer, mari + introuvable, pas revenu, pas revenue, jamais revenu, jamais revenue, parti à pied, partie à pied, disparu depuis ce matin, disparue depuis ce matin, disparu depuis hier, disparue depuis hier, disparu de la maison, disparue de la maison, fugué, pas rentrée, pas rentré, errer, erre, sorti seul, sortie seule, sortie en pantoufles, sorti en pantoufles, sortie en chaussons, sorti en chaussons, sortie en pyjama, sorti en pyjama, sortie en chemise",
        "frappe, frappent, tape, tapent, cogne, cognent, gifle, tabasse, tabassent, agresse, agressent, étrangle, poignarde, bastonne, beating + femme, homme, enfant, enfants, mari, gamin, voisine, copine, compagne, gens, jeune, vieux, dame, monsieur, wife",
        "menace, menacent, couteau, pistolet, fusil, machette, hache, barre de fer, batte + couteau, pistolet, fusil, machette, tuer, gens, caissière, femme, passants, dedans, vitrine, poursuit",
        "jeunes, types, hommes, gars, bandes, mecs + se battent, battent, couteau, couteaux, barre de fer, barres de fer, armés, machette",
        "chien, malinois, pitbull, rottweiler, berger, molosse, staff, taureau, sanglier, dog + attaque, attaquer, montre les dents, fonce sur, saute dessus, sauté dessus, poursuit, vient de mordre, coincé, attacking, court après enfants, court après gamins, court après gosses, court après gens, court après passants, court après mon fils, court après ma fille, courent après enfants, courent après gens, pourchasse",
        "digue, barrage, berge, levée, retenue + laisse passer, cède, céder, va lâcher, rompt, rompue, rompu, brèche, fissure, craque",
        "voiture, automobiliste, conducteur, chauffard, chauffeur, camion, scooter + fonce exprès, foncer exprès, fonce sur piétons, fonce sur foule, fonce dans foule, fonce sur gens, fonce sur passants, fonce sur enfants",
        "chien agressif, chien dangereux, chien méchant, pitbull, chien enragé, molosse, taureau + échappé, échappés, liberté, divague, lâché, rôde, errant, cour, école, rue, enfants, passants",
        "ascenseur, ascenseurs, élévateur + =bloques, =bloquees, =coinces, =coincees, =enfermes, =enfermees, dedans, intérieur",
        _LOOSE + " + pend par un fil, pend à un fil, pendent par un fil, tient à un fil, tient à un cheveu, tient qu'à, tiennent qu'à, tient plus qu, dessus des tables, dessus des enfants, dessus des têtes, dessus des gens, dessus de la porte de l'école, passent dessous, passe dessous, jouent dessous, joue dessous, sorti de son rail, sortie de son rail, sorti de ses gonds, volent, s'envole, s'envolent, roulent, penche au dessus trottoir, penche au dessus rue, penche au dessus cour, penche au dessus passants, penche sur le trottoir, penche sur la rue, penche sur la cour, penche sur la route, penche vers la rue",
        "chien, chiens, malinois, pitbull, rottweiler, molosse + mordu enfant, mordu gamin, mordu petit, mordu petite, mordu ma fille, mordu mon fils, mordu quelqu, mordu facteur, mordu passant, mordu une dame, mordu monsieur",
        "briques, pierres, tuiles, ardoises, morceaux, débris, plâtre + tombées aux pieds, tombés aux pieds, tombées à côté, tombés à côté, tombées devant, tombées ce matin, tombés ce matin, tombées sur le trottoir, tombés sur le trottoir",
        "bloc, pierre, pierres, moellon, tuile, tuiles, ardoise, ardoises, morceau, morceaux, plâtre, brique, briques, vitre, corniche, débris, plaque + failli, poussette, =passants, =passante, deux mètres, quelques centimètres, autres bougent, autres menacent, autres vont tomber, dessous",
        "pelleteuse, tractopelle, mini pelle, tuyau, conduite + gaz, sent très fort, sent fort, siffle",
        "eau, pluie, fuite, inondé, inondée, ruisselle, goutte, gouttes, coule, pisse + =prises, prises électriques, prise électrique, tableau électrique, compteur électrique, armoire électrique, coffret électrique, multiprise, multiprises, fils électriques, transformateur",
        "bébé, nourrisson, enfant, enfants, gamin, gamine, petite, petit, fillette, chien + vitres fermées, seul dans une voiture, seule dans une voiture, seul dans la voiture, seule dans la voiture, seul dans un véhicule, enfermé dans une voiture, enfermée dans une voiture, enfermé dans la voiture, enfermée dans la voiture, en plein soleil",
        "cagoulé, cagoulés, cagoule, cagoules, masqué, masqués, capuche + casse, cassent, vitre, vitrine, pharmacie, bijouterie, banque, distributeur, braque, braquent, bijoutier, caissière",
        "en ce moment, juste maintenant, sous mes yeux, sous nos yeux + casse, casser, cassent, forcer, défoncer, frapper, tabasser, agresser, cambrioler, cambriolent, fracturer, se battre, se battent, se noyer, étouffer, brûler, arracher le sac, étrangler",
        "plongé, sauté, sautent, baigneur, nageur, plongeur + remonte pas, remonte plus, remonté, ressorti",
        "pont, rivière, étang, eau, piscine, bassin, canal, crue, plongé, sauté, sautent + ressort pas, réapparaît, disparu sous, coule à pic, se débat",
        "rejoindre ma femme, rejoindre mon mari, rejoindre mon épouse, rejoindre mon époux, rejoindre maman, rejoindre mon fils, rejoindre ma fille + ce soir, bientôt, cette nuit",
        "collégienne, collégiennes, fillette, fillettes, gamines, écolière, écolières, enfants, élèves + aborde, abordé, abordées, accoste, accosté, bonbons, monter dans sa, monter dans une, camionnette blanche, ramener camionnette, suivies, suit depuis",
        "bras, main, doigt, doigts, tête, jambe, pied, pieds, cou + pris dans, prise dans, coincé, coincée, coincés, écrasé, écrasée, happé, happée, arraché, sectionné",
        "arbre, cèdre, chêne, platane, tilleul, sapin, peuplier, marronnier + fendu en deux, s'est fendu, s'est fendue, penche au dessus de, moitié penche, passent les poussettes, passent les enfants",
        "chute, chutes, tombé, tombée, tombés, glissé, renversé, renversée, heurté, fauché, fauchée, percuté, percutée + attend secours, attend pompiers, se relève pas, se relever, relever, peut plus bouger, peut pas bouger, bouge plus",
        "chevreuil, biche, sanglier, cerf, chien, palette, palettes, tôle, matelas, rocher, rochers, parpaings, chargement, bottes de paille, remorque, pneu + gît, milieu de la route, milieu de la chaussée, milieu de la départementale, sur la départementale, sur la nationale, en plein virage, failli finir, failli percuter, failli m'encastrer",
        "boulettes, appâts, viande, saucisses + chiens morts, chiens sont morts, chien est mort, chats morts, clous, lames, empoisonné, poison",
        "ex, ex mari, ex conjoint, mari, compagnon, conjoint, homme, type, mec, frère + bidon d'essence, essence, briquet, défonce la porte, tambourine, fracasse, brandit, asperge",
        "homme, type, mec, gars, individu, bande + tape sur, frappe, tabasse, cogne, gifle, étrangle, roue de coups, traîne par les cheveux, plaque au sol",
        "crue, inondation, inondé, inondée, rivière, débordé + alité, alitée, réfugiés, réfugiée, réfugié, encerclés, mètre d'eau, bloqués à l'étage, bloquée à l'étage",
        "volets clos, volets fermés, volets baissés, volets tirés + répond pas, répond ni, répond plus, ouvre pas, ouvre plus, habitude, inquiète, inquiétons, voisine, voisin, sonné",
        "alzheimer, alzeimer, alzeihmer, désorienté, désorientée, démence, perd la mémoire, perd la tête, plus sa tête, plus toute sa tête + pas revenu, pas revenue, pas rentré, pas rentrée, trouve pas, trouve plus, retrouve pas, retrouve plus, retrouvons pas, sortie, sorti, partie, parti à pied, disparue, disparu, chaussons, pantoufles, cherche partout, cherchons partout",
        "hurle, hurlements, hurler + =femme, dame, coups, étrangle",
        "peux plus, plus la force, plus de force, vie, désespoir, vois plus d'issue, vois pas d'issue, vois plus de solution, perdu espoir + vais en finir, veux en finir, préfère mourir, préfère en finir, vais disparaître, veux disparaître",
        "branche, branches, tuile, tuiles, ardoise, gouttière, vitre, poutre, tôle, bloc, pierre, plaque, cheminée + pend dessus, pendent dessus, suspendue dessus, suspendu dessus, tient plus dessus",
        "rambarde, garde corps, garde fou, parapet, balustrade, barrière, main courante + =vide, vide derrière, précipice, ravin, tombe à pic",
        "camion citerne, cuve de fioul, cuve à fioul, cuve de mazout, cuve à mazout, fût, fûts, fioul, fuel, mazout, essence, gasoil, gazole, hydrocarbures, acide, chlore, ammoniac, produit chimique, produits chimiques, produit toxique + renversé, renversée, renversés, déverse, déversent, déversé, répand, répandu, coule, coulent, fuit, fuient, fuite, échappe, pique les yeux",
        "bouteille de gaz, bouteilles de gaz, bonbonne, bonbonnes, bonbonne de gaz, bonbonnes de gaz + brûle, brûlent, explose, explosent, exploser, flammes, fuit, fuient, siffle, siffle fort, chauffe, gonflée",
        "voisin, voisine, femme, homme, dame, monsieur, quelqu, locataire + rebord de sa fenêtre, rebord de la fenêtre, rebord de son balcon, rebord du balcon, enjambe la fenêtre, enjambe le balcon, rebord du toit",
        "mère, père, grand mère, grand père, mamie, papy, mari, femme, fils, fille, bébé, dame, monsieur, collègue, voisin, voisine, " + _CHILD + ", élève, élèves, ados, gens, quelqu, baigneur, baigneurs, baigneuse, nageur, nageurs, maître nageur + mal à respirer, peine à respirer, difficulté à respirer, difficultés à respirer, plus à respirer, pas à respirer, respirent mal, respire mal, suffoque, suffoquent, cherche son souffle, lèvres bleues",
        "chlore, javel, acide, ammoniac, vapeurs, émanations, produit chimique, produits chimiques, produit toxique, odeur de produit + mal à respirer, peine à respirer, suffoque, suffoquent, suffoquait, suffocant, suffocante, tousse, toussent, étouffe, étouffent, pique les yeux, piquent les yeux, yeux qui piquent, yeux brûlent, brûle la gorge, gorge qui brûle, pique la gorge, irrite, malaise, malaises, vomit, vomissent, vomi",
        "renversé, renversée, tombé, tombée, fauché, fauchée, percuté, percutée, heurté, heurtée, chute + bouge pas, réagit pas, parle plus, conscience, saigne",
        "bombe, bombes, munition, munitions, mine + trouvé, trouvée, trouvées, déterré, déterrée, guerre, démineurs, explose, exploser, champ, chantier",
        "colis, sac, valise, paquet + suspect, suspecte, abandonné gare, abandonnée gare, abandonné école, tic tac, fils dépassent",
        "jettent, lance, lancent, jette, balancent + pierres, cailloux, pavés, parpaings, cocktail, pétards + voitures, passants, bus, gens, pont".replace(" + pierres, cailloux, pavés, parpaings, cocktail, pétards + ", " pierres, lancent des pierres, jettent des pierres, lancent des cailloux, jettent des cailloux, lancent des pavés + "),
        "sanglier, cerf, vache, cheval, bête + fonce, blessé charge, charge passants, charge promeneurs, charge enfants, charge gens, encorné",
        "accroche, accroché, accrochée, agrippe, agrippé + rivière, canal, étang, courant, crue, au dessus du vide, dans la rivière, dans le canal, dans l'étang, dans l'eau",
        "oxygène, respirateur, dialyse, appareil respiratoire + électricité coupée, coupure, coupée, plus d'électricité, plus de courant, panne",
        "jeu, jeux, portique, toboggan, balançoire, but, buts, cage + bascule, basculent, plus fixé, plus fixée, plus fixés, se renverse, tombé sur un enfant, tombée sur un enfant",
        "frelons, guêpes, abeilles + enfants piqués, enfant piqué, élèves piqués, piqués ce matin, piqué plusieurs, attaquent",
        "escalier, escalier de secours, passerelle, estrade, gradins, tribune, plancher + se décroche, se dérobe, va céder, cède, s'enfonce, va s'écrouler, quelqu'un va se blesser",
        "homme, femme, individu, personne, dame, monsieur + court sur la route, marche sur la route, marche sur la nationale, marche sur la départementale, court sur la nationale, traverse la nationale, allongé sur la route, assis sur la route, couché sur la route",
        "ex, mari, conjoint, compagnon, mec, voisin, fils + menace de tout casser, menace de me frapper, menace de me, veut me tuer, veut me frapper, veut défoncer, défonce ma porte",
        "passage à niveau, rails, voie ferrée + coincé, coincée, calé, immobilisé, immobilisée, enfants dedans, en panne dessus",
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
        # The price of things makes people explode, drown and faint in words only.
        "prix",
        "facture",
        "factures",
        "tarif",
        "tarifs",
        "impots",
        "plaisante",
        "plaisanterie",
        "rigole",
        "humour",
    ]
)
#: The same in words that stand close.
CALM_PHRASES = "personne dedans, personne n est dedans, personne n y est, pas blesse, aucun blesse, sans blesse, pas de blesse, personne n est blesse, personne n a ete blesse, entre deux services, entre deux administrations, entre deux chaises, entre deux feux, evanoui nature, evanouie nature, evanouis nature, feu colere, rouge colere, mort rire, morte rire, failli tomber pommes, pour rire, avant accident, avant drame, avant malheur, avant catastrophe, ete ramassees, ete retirees, ete enlevees, tout propre, avant que, avant qu, peur que, peur qu, pour que, pour pas, un jour, tot tard, finira par, finir par, si un, si une, si quelqu, si jamais, il faut attendre, attendre qu, attend qu, attend un, attendez vous, en cas, au cas, aucun danger, pas danger, sans danger, rien grave, pas grave, an dernier, an passe, annee derniere, ete dernier, hiver dernier, mois dernier, semaine derniere, printemps dernier, automne dernier, comment eviter, last year, last summer"
#: A wish speaks of no danger now either (« il faudrait un détecteur »), unless it calls somebody.
WISHES = "il faudrait, faut un, pourrait, pourraient, prevenir"
#: « Il faudrait venir vite », « il faut prévenir les pompiers ».
CALLS = "venir viens venez veniez vienne viennent envoyer envoyez envoie appeler appelez appelle alerter intervenir vite urgence urgent immediatement secours pompiers samu medecin ambulance"
#: After one of these it is over.
OVER = "avoir eteint, ete eteint, eteint incendie, eteint feu, incendie eteint, feu eteint, incendie maitrise, feu maitrise, ont eteint, hors danger, plus danger, tout danger, fausse alerte, ont securise, fire out"
#: What happens to somebody is over when it is told of yesterday; a hole or a wire is still there.
EVENTS = "mord chien attaqu evanou malais agress frapp tap noy noi brul incend feu coinc bloqu coups inconscient saign tomb chut renvers accident explos suicid disparu perdu"
YESTERDAY = "hier, avant hier, autre jour, semaine derniere, mois dernier, dimanche dernier, samedi dernier, vendredi dernier, lundi dernier, mardi dernier, mercredi dernier, jeudi dernier, week end dernier, nuit derniere, y quelques jours, y quelques semaines, y quelques mois, yesterday, last week"
