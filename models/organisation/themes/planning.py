"""Building, land, and what goes with them."""

from __future__ import annotations

from models.organisation.themes.theme import theme

PLANNING = (
    theme(
        "permis", "Permis, déclarations et travaux des particuliers", "Planning permission and works on a house",
        services="urbanisme, permis, aménagement, droit des sols",
        sure="permis de construire, permis d'aménager, permis de démolir, permis modificatif, déclaration préalable, déclaration de travaux, dossier dp, dossier pc, certificat d'urbanisme, "
        "autorisation d'urbanisme, autorisation de travaux, abri de jardin, cabane de jardin, véranda, pergola, carport, abri de voiture, piscine enterrée, creuser une piscine, creuser un bassin, construire une piscine, piscine hors sol, "
        "extension de ma maison, extension de maison, agrandir ma maison, agrandir la maison, agrandissement, surélévation, surélever, ravalement, panneau photovoltaïque, panneaux solaires, panneau solaire, photovoltaïque, velux, fenêtre de toit, "
        "isolation par l'extérieur, hauteur de clôture, hauteur maximale, poser une clôture, refaire ma clôture, clôturer mon terrain, installer une clôture, mur de clôture, mur mitoyen, taxe d'aménagement, planning permission, building permit, "
        "bâtiments de france, achèvement des travaux, daact, daaact, conformité des travaux, ouverture de chantier, changer les volets, changer mes volets, repeindre ma façade, refaire la façade, façade de ma maison, "
        "couleur des volets, changement de destination, division de terrain, construire un garage, construire une maison, permis accordé, permis de mon voisin, construction illégale, construit sans permis, construit sans autorisation, sans permis, pompe à chaleur en façade, tiny house, mobil home sur mon terrain, yourte, abri bois, poulailler, porte de garage, climatisation en façade, mur sans autorisation, mur de deux mètres, mur sans rien demander, sans autorisation, toit plat, maison en bois, construire en bois, changer ma toiture, changer les tuiles, couleur des tuiles, changer ma porte, crépi de la façade, poser des panneaux, pose de panneaux, créer une ouverture, aménager les combles, aménager mes combles, transformer mon garage, faire un garage, dalle béton dans mon jardin, terrasse en bois, hauteur du mur, règles pour construire, droit de construire, formalités pour, mon permis, dossier de permis, dépôt de permis, abri voiture, éolienne, éoliennes, antenne sur mon toit, pompe à chaleur, store banne, enseigne, enseigne commerciale, devanture, couper un arbre classé",
        signs="clôture, mur, garage, extension, toiture, façade, fenêtre, volet, couleur, construire, construction, bâtir, bassin, démolir, agrandir, autorisation, déclaration, formalité, instruction, "
        "architecte, m2, hauteur, permis, muret, portail, barbecue, cabane, crépi, crépis, peindre, centre ancien, secteur sauvegardé, abf, isolation, ardoise, tuile, installateur, cerfa, mitoyen, grillage, palissade, brise vue, serre, =terrasse",
        context="maison, jardin, terrain, dossier, travaux, voisin, mètres, récépissé, piscine, commune, centre, règlement",
    ),
    theme(
        "terrains", "Terrains, PLU, cadastre", "Land, local plan, land register",
        services="urbanisme, foncier, aménagement, permis",
        sure="=plu, plan local d'urbanisme, cadastre, cadastral, constructible, non constructible, zonage, droit de préemption, préemption, préempter, déclaration d'intention d'aliéner, étude notariale, "
        "plan d'alignement, bornage, servitude, certificat de numérotage, numérotage, certificat d'adressage, terrain à bâtir, zone agricole, enquête publique, sursis à statuer, lotissement projeté, chemin rural, droit de passage, viabilisation, "
        "règlement d'urbanisme, plan de prévention des risques, ppri, note de renseignements d'urbanisme, vendre un terrain, acheter un terrain, =plui, zone inondable",
        signs="parcelle, terrain, bâtir, zone, vendeur, vendre, acheter, achat, signer, viabilisé, agricole, notaire, compromis, promoteur, géomètre, riverain, =vente, =inondable, champ, succession, héritage, diviser, éolienne, projet",
        context="maison, construire, permis, projet",
    ),
    theme(
        "peril", "Logement insalubre, mur qui menace", "Unfit housing, dangerous buildings",
        services="hygiène, habitat",
        sure="logement insalubre, insalubre, insalubrité, marchand de sommeil, logement indécent, arrêté de péril, immeuble qui menace ruine, moisissures dans mon logement, moisissures dans mon appartement, maison abandonnée, maison en ruine",
        signs="moisissure, propriétaire, humidité, indécent, locataire, ruine, abandon",
        context="logement, appartement, maison, immeuble",
    ),
)  # fmt: skip
