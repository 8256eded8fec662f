"""Building, land, and what goes with them."""

from __future__ import annotations

from models.organisation.themes.theme import theme

PLANNING = (
    theme(
        "permis", "Permis, déclarations et travaux des particuliers", "Planning permission and works on a house",
        services="urbanisme, permis, aménagement, droit des sols",
        sure="percer une fenêtre, ouvrir une fenêtre, percer une porte, daact, bassin enterré, abri de jardin, maison individuelle, projet de construction, construire sur mon terrain, aménager ma grange, permis de construire, permis d'aménager, permis de démolir, permis modificatif, déclaration préalable, déclaration de travaux, dossier dp, dossier pc, certificat "
        "d'urbanisme, autorisation d'urbanisme, autorisation de travaux, abri de jardin, cabane de jardin, véranda, pergola, carport, abri de voiture, piscine enterrée, creuser "
        "une piscine, creuser un bassin, construire une piscine, piscine hors sol, extension de ma maison, extension de maison, agrandir ma maison, agrandir la maison, "
        "=agrandissement, surélévation, surélever, ravalement, panneau photovoltaïque, panneaux solaires, panneau solaire, photovoltaïque, velux, fenêtre de toit, isolation par "
        "l'extérieur, hauteur de clôture, hauteur maximale, poser une clôture, refaire ma clôture, clôturer mon terrain, installer une clôture, mur de clôture, mur mitoyen, taxe "
        "d'aménagement, planning permission, building permit, bâtiments de france, achèvement des travaux, daact, daaact, ouverture de chantier, changer les volets, changer mes "
        "volets, repeindre ma façade, refaire la façade, façade de ma maison, couleur des volets, changement de destination, division de terrain, construire un garage, construire "
        "une maison, permis accordé, permis de mon voisin, construction illégale, construit sans permis, construit sans autorisation, pompe à chaleur en façade, tiny house, mobil "
        "home sur mon terrain, yourte, abri bois, poulailler, porte de garage, climatisation en façade, mur sans autorisation, mur de deux mètres, mur sans rien demander, maison "
        "en bois, construire en bois, changer ma toiture, changer les tuiles, couleur des tuiles, crépi de la façade, poser des panneaux, pose de panneaux, créer une ouverture, "
        "aménager les combles, aménager mes combles, transformer mon garage, faire un garage, dalle béton dans mon jardin, terrasse en bois, hauteur du mur, règles pour "
        "construire, droit de construire, mon permis, dossier de permis, dépôt de permis, abri voiture, éoliennes, store banne, enseigne commerciale, devanture, couper un arbre "
        "classé, construction sans permis, étage sur son garage, élever un étage, repeindre la devanture, poser une enseigne, abri pour mes, mon permis de construire, permis "
        "déposé, ma demande de permis, affichage du permis, couper un arbre, abattre un arbre de mon jardin, couper le gros sapin, chalet de jardin, cabanon, garage en bois, pose "
        "de velux, changer les fenêtres, changer mes fenêtres, changer nos fenêtres, fenêtres en pvc, installer une pergola, mettre une pergola, poser une pergola, règles "
        "d'urbanisme, service urbanisme, =urbanisme, certificat de conformité, recours contre un permis, conservatory, shed, fence, swimming pool, jacuzzi, spa de nage, panneaux "
        "sur ma toiture, panneaux sur mon toit, ombrière, préau dans mon jardin, ravaler, ravaler la façade, fenêtre sur le toit, mur de soutènement, hauteur des clôtures, "
        "permission to build, permission to put, piscine gonflable, portail en alu, changer mon portail, changer le portail, nouveau portail, remplacer mon portail, refaire mon "
        "portail, s'y opposer, s'opposer au permis, consulter le dossier de permis, consulter un permis, affichage de permis, tuiles ou ardoises, couleur du toit, couleur du "
        "portail, couleur de la façade, faut il déclarer, faut il une autorisation, panneau de chantier, surélever son toit, surélever ma maison, réhabiliter une grange, changer "
        "de toiture, abri à bois, clim réversible, bloc de climatisation, unité extérieure, pose d'une pompe à chaleur, isolation extérieure, matériau, matériaux autorisés, "
        "déclaration de piscine, bâche de piscine, spa extérieur, conduit de cheminée, poêle à bois conduit, =enseigne, =enseignes, abris de jardin, fenêtres du bois au plastique, "
        "passer nos fenêtres, deux logements, faire deux logements, retaper une grange, mur en parpaings, haie par un mur, bloc de climatisation sur, priver de soleil, nous priver "
        "de soleil, recours des tiers, délai de recours, mettre des parpaings, changer les huisseries, double vitrage, menuiseries, panneau du permis, panneau de permis, panneau "
        "de permis de construire, délai pour contester, contester un permis, contester le permis, changer la vitrine, nouvelle vitrine, teinte d'enduit, couleur d'enduit, "
        "ravalement de façade",
        signs="clôture, mur, garage, extension, toiture, façade, fenêtre, volet, construire, construction, bâtir, bassin, démolir, agrandir, architecte, m2, hauteur, muret, portail, "
        "barbecue, cabane, crépi, crépis, peindre, centre ancien, secteur sauvegardé, abf, isolation, ardoise, tuile, installateur, cerfa, grillage, palissade, brise vue, "
        "=terrasse, autorisation, déclaration, formalités, étage, abri, volets, pvc, maçon, couvreur, longère, recours, alu, =permis, =regles, règlement d'urbanisme, =annexe, "
        "parpaings, huisseries, limite, retaper",
        context="maison, jardin, terrain, dossier, travaux, voisin, mètres, récépissé, piscine, commune, centre",
        against="benne, échafaudage, nacelle, monte meuble, école, classe, gymnase, salle, médiathèque, crèche, église, vestiaire, cantine, maternelle, dortoir, bénévole, stationnement, palier, gémit, tambourine",
        pairs=(
            "garage, étage, toit, toiture, mur, clôture, fenêtre, fenêtres, portail, terrasse, abri, cabane, cabanon, véranda, pergola, piscine, extension, volets, façade, combles, "
            "velux, chalet, poulailler, carport, hangar, balcon, pvc, serre, porche, devanture, =enseigne, vitrine, dépendance, grange, muret, bassin, préau, pignon, palissade, brise "
            "vue, porch, pool, terrace, wall, roof, climatisation, climatiseur, clim, ombrière, bloc de climatisation, parpaings, baie vitrée, local vélo, auvent, verrière, piscine "
            "coque, abris, chambre d'hôtes, sauna, escalier extérieur + autorisation, permis, permission, =papier, déclaration, déclarer, droit, =regles, =reglement, couleur, "
            "construire, construit, construction, élever, bâtir, démolir, agrandir, transformer, aménager, hauteur, m2, architecte, formalités, légal, obligatoire, urbanisme, taxe, "
            "prévenir la mairie, permission, allowed, avait il le droit, maxi, parpaings, plastique, m², limite, servitude, abf, mètre de la limite, demander quelque chose, distance "
            "de la limite",
            "véranda, pergola, cabane, cabanon, abri, volets, clôture, devanture, =enseigne, portail, velux, carport, poulailler, muret, palissade, piscine, façade, yourte, chalet, "
            "balcon, jacuzzi + demander, faut il demander, faut il déclarer, faut il autorisation, faut til papier, changer, repeindre, poser, installer, monter, mettre, limite, "
            "peindre, construire",
            "=maison, grange, logement, dépendance, corps de ferme, ferme, bergerie, local, boutique, atelier, ancien atelier + construire, agrandir, extension, bâtir, surélever, "
            "permis, démolir, pvc, agrandissement, étage, logements, retaper, réhabiliter, transformer, habitation, rénover, changer la destination, gîte",
            "=permis, déclaration préalable, =dp, =pc, dossier de permis, déclaration + déposé, déposée, dépôt, architecte, instruction, délai, numéro, accordé, complété, refusé, "
            "affiché, construire, recours",
            "voisin, voisine, voisins, promoteur + construit, construire, surélève, bâtit, permis, extension, agrandit, abri, piscine, vis à vis, ouvert une fenêtre, autorisation, "
            "hangar",
            "portail, tuiles, ardoises, toiture, annexe, volets, fenêtres, clôture, piscine, façade, gouttières, abri, terrasse, enduit, crépi, devanture, vitrine, bardage, peinture + "
            "alu, pvc, gris, couvreur, matériau, teinte, ral, couleur, m2, déclaration, envoyer, installateur, artisan, commander, admise, autorisée, nuancier, périmètre, maçon, "
            "église, monument historique, abf, imposée, centre ancien",
            "immeuble, étages, construction, lotissement, permis, projet + s'opposer, y opposer, consulter le dossier, consulter, vis à vis, recours, terrasse, soleil, promoteur, "
            "derrière chez nous, construit",
            "piscine, pergola, abri, cabane, mur, clôture, terrasse, carport + droit, déclaration, autorisation, demander, permission, papier, légal",
            "antenne, antenne relais, pylône, éolienne, éoliennes + déclaration, permis, consulter, dossier, recours, champ, mètres",
        ),
    ),
    theme(
        "terrains", "Terrains, PLU, cadastre", "Land, local plan, land register",
        services="urbanisme, foncier, aménagement, permis",
        sure="numéro de maison, numéro de voirie, numérotation de ma maison, attribuer un numéro, numéro pour la fibre, plan local d'urbanisme, cadastre, cadastral, constructible, non constructible, zonage, droit de préemption, préemption, préempter, déclaration d'intention d'aliéner, "
        "étude notariale, plan d'alignement, bornage, servitude, certificat de numérotage, numérotage, certificat d'adressage, terrain à bâtir, zone agricole, enquête publique, "
        "sursis à statuer, lotissement projeté, chemin rural, droit de passage, viabilisation, règlement d'urbanisme, plan de prévention des risques, ppri, note de renseignements "
        "d'urbanisme, vendre un terrain, acheter un terrain, =plui, zone inondable, terrain constructible, parcelle constructible, droits à construire, devenir constructible, plan "
        "cadastral, référence cadastrale, cadastré, cadastrée, règlement du plu, révision du plu, limites de propriété, limite séparative, diviser mon terrain, diviser le terrain, "
        "diviser ma parcelle, building plot, land register, périmètre des crues, zone des crues, zone à risque, risque inondation, risques naturels, état des risques, plan de "
        "prévention, agent immobilier, argiles, retrait gonflement, mérule, termites, inondable, zonne inondable, zone innondable, zonne innondable, en zone rouge, en zone bleue "
        "du plan, en zone naturelle, zone n, certificat d'urbanisme, plu de la commune, modification du plu, zone du plu, détacher un terrain, détacher une parcelle, détacher "
        "mètres de mon jardin, diviser mon jardin, vendre une partie de mon terrain, partie de mon jardin",
        signs="parcelle, bâtir, vendeur, viabilisé, agricole, compromis, promoteur, géomètre, =vente, =inondable, éolienne, terrain, champ, notaire, vendre, zone, acheter, diviser, "
        "crues, crue, agence immobilière",
        context="maison, construire, permis",
        pairs=(
            "terrain, terrains, parcelle, parcelles, champ, pré, lot, verger + constructible, construire, bâtir, viabilisé, vendre, vente, vend, acheter, achat, notaire, cadastre, "
            "promoteur, préemption, zone, maisons, diviser, urbanisme, bornage, géomètre, classé, agricole, lotir, y bâtir, héritage, succession, inondable",
            "maison, propriété, immeuble + préemption, cadastre, cadastré, compromis, =plu, servitude, alignement, zone inondable, notaire",
            "maison, longère, terrain, bien, propriété, achat, acheter + crues, crue, inondable, risque, périmètre, zone, vérifier, préempter",
            "=plu, =plui, =pos + parcelle, zone, terrain, règlement, révision, construire, commune, consulter, maison, constructible, hauteur, zonage",
            "détacher, détachement, diviser, division, séparer + terrain, jardin, parcelle, m², mètres, maison, lot",
        ),
    ),
    theme(
        "peril", "Logement insalubre, mur qui menace", "Unfit housing, dangerous buildings",
        services="hygiène, habitat",
        sure="logement insalubre, insalubre, insalubrité, marchand de sommeil, logement indécent, arrêté de péril, immeuble qui menace ruine, moisissures dans mon logement, moisissures "
        "dans mon appartement, maison abandonnée, maison en ruine",
        signs="moisissure, propriétaire, humidité, indécent, locataire",
        context="logement, appartement, maison, immeuble",
        pairs=(
            "logement, appartement, studio, chambre + =moisi, =moisis, moisissures, humidité, insalubre, indécent, cafards, champignons, salpêtre",
            "immeuble, maison, façade, mur, grange + ruine, menace de s'écrouler, menace de s'effondrer, menace ruine, effondrement, péril",
        ),
    ),
)  # fmt: skip
