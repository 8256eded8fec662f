"""Words that wait, and for whom (p)."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "WAITHEAD": """bloque tant que|bloquee tant que|en attente tant que|suspendu tant que|on attend que
        |j'attends que|att|j'attend|j attend|j attends|jattend|on attends|nous sommes en attente
        |je suis en attente|mis en stand by|en stand by|mise en standby|attente de|je patiente
        |on patiente|nous restons en attente|je reste en attente|en attente actuellement|en attente
        |mise en attente|mis en attente|mettre en attente|je mets en attente|on met en attente
        |nous mettons en attente|a mettre en attente|remis en attente|remise en attente|en attente donc
        |donc en attente|reste en attente|suspendu|suspendue|prise en charge suspendue|demande suspendue
        |dossier suspendu|en pause|je mets en pause|mis en pause|mise en pause|en suspens|en standby
        |en stand-by|gele|gelee|bloque|bloquee|en sommeil|je le mets en attente|je la mets en attente
        |je mets donc votre demande en attente|je mets votre demande en attente
        |l'instruction est suspendue|instruction suspendue|est suspendue|est suspendu|mis en attente svp
        |votre demande est en attente|demande en attente|dossier en attente|on attend|j'attends
        |nous attendons|attente|toujours en attente|jattends""",
    "WAITOURS": """piece commandee|pieces commandees|materiel commande|commande passee|commande faite|en commande
        |commande en cours|commande lancee|devis demande|devis en cours|devis demandes|devis a venir
        |devis sollicite|bon de commande envoye|bon de commande parti|bon de commande signe|dict envoyee
        |dict partie|dict faite|dict deposee|dict en cours|piece en commande|pieces en commande
        |rupture de stock|en rupture de stock|stock epuise|fournisseur relance|entreprise relancee
        |prestataire relance|chiffrage en cours|consultation en cours|etude en cours|en attente interne
        |attente interne""",
    "ORDERED": "commande|commandee|commandes|commandees|en commande|en cours de commande",
    "WAITTHEIRS": """dossier incomplet|demande incomplete|il nous manque|il me manque|il manque votre|il manque vos
        |manque justificatif|manque le justificatif|manque les justificatifs|manque photo|manque photos
        |manque les photos|manque l'adresse|manque l'adresse exacte|pieces demandees|piece demandee
        |pieces reclamees|photo demandee|photos demandees|precisions demandees|precision demandee
        |justificatif demande|justificatifs demandes|complement demande|complements demandes
        |demandeur relance|demandeuse relancee|usager relance|message laisse sur le repondeur
        |message laisse au demandeur|message laisse a la demandeuse|message laisse a la dame
        |message laisse au monsieur|mail envoye au demandeur pour|demande de precisions envoyee
        |demande de precision envoyee|demande de pieces envoyee|pieces complementaires demandees""",
}  # fmt: skip

#: Words of a requester's part in a waiting.
WAITS_FOR_REQUESTER = frozenset(
    [
        "demandeur",
        "demandeuse",
        "demandeurs",
        "usager",
        "usagere",
        "administre",
        "administree",
        "riverain",
        "riveraine",
        "dame",
        "monsieur",
        "madame",
        "locataire",
        "famille",
        "parent",
        "parents",
        "maman",
        "papa",
        "requerant",
        "mr",
        "citoyen",
        "interesse",
        "interessee",
        "petitionnaire",
        "justificatif",
        "justificatifs",
        "photo",
        "photos",
        "incomplet",
        "incomplete",
        "domicile",
        "adresse",
        "rib",
        "quittance",
        "formulaire",
        "livret",
        "ordonnance",
        "medical",
        "identite",
        "precision",
        "precisions",
        "adherent",
        "association",
        "rappelle",
        "reponse-de-votre",
    ]
)
#: Words of everything else one waits for.
WAITS_FOR_US = frozenset(
    [
        "devis",
        "piece",
        "pieces",
        "commande",
        "commandes",
        "commandee",
        "livraison",
        "livraisons",
        "fournisseur",
        "prestataire",
        "entreprise",
        "materiel",
        "materiaux",
        "dict",
        "budget",
        "budgetaire",
        "vote",
        "gel",
        "meteo",
        "pluie",
        "neige",
        "degel",
        "nacelle",
        "camion",
        "engin",
        "avis",
        "abf",
        "architecte",
        "expert",
        "assureur",
        "assurance",
        "stock",
        "enrobe",
        "validation",
        "arbitrage",
        "conseil",
        "commission",
        "accord",
        "feu-vert",
        "huissier",
        "geometre",
        "enedis",
        "grdf",
        "orange",
        "sncf",
        "controle",
        "technique",
        "rapport",
        "adjoint",
        "adjointe",
        "secretariat",
        "hierarchie",
        "elu",
        "maire",
        "dgs",
        "direction",
        "signature",
        "marche",
        "consultation",
        "renfort",
        "effectif",
        "conges",
        "printemps",
        "ete",
        "hiver",
        "automne",
        "intemperies",
        "liquidation",
        "recrutement",
        "penurie",
        "approvisionnement",
        "interne",
        "internes",
        "concessionnaire",
        "syndicat",
        "departement",
        "prefecture",
        "agglo",
        "agglomeration",
        "interco",
        "bailleur",
    ]
)
#: What only the requester can give; a person named in passing is no proof that one waits for them.
PAPERS = frozenset(
    [
        "justificatif",
        "justificatifs",
        "photo",
        "photos",
        "incomplet",
        "incomplete",
        "domicile",
        "adresse",
        "rib",
        "quittance",
        "formulaire",
        "livret",
        "ordonnance",
        "medical",
        "identite",
        "precision",
        "precisions",
    ]
)
