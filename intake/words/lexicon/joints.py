"""Words of grammar that hold a sentence together, and who did it (p)."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "IT": """c'est|c est|cest|c|ca a ete|cela a ete|ca y est c'est|ca y est|tout est|tout a ete|le tout est
        |le tout a ete|voila c'est|c'est desormais|c'est maintenant|elle est|il est|elle a ete|il a ete
        |celle-ci est|celui-ci est""",
    "COP": """est|sont|a ete|ont ete|est desormais|sont desormais|est maintenant|a bien ete|ont bien ete
        |est bien|sont bien|est enfin|vient d'etre|viennent d'etre|est a nouveau|est de nouveau""",
    "WEHAVE": """j'ai|j ai|jai|nous avons|on a|j'ai bien|nous avons bien|on a bien|on vient de|je viens de
        |l'equipe a|nos agents ont|notre equipe a|nos equipes ont|les gars ont|j'ai tout|on a tout
        |nous avons tout""",
    "HAS": "a|a bien|a tout",
    "ALL": "completement|entierement|totalement|definitivement|tout|integralement",
    "AND": "et|puis|&|+",
    "DET": "le|la|l'|l|les|ce|cet|cette|ces|votre|vos|notre|nos",
    "DETI": "un|une|des|du|de la|de l'|d'|deux|trois|quatre",
    "OF": "de|du|de la|de l'|des|d'|au|aux|a la|a l'|en",
    "ABOUT": "sur|de|du|d'|avec",
    "THIS": """celle-la|celui-la|cela|celle-ci|celui-ci|cette demande|ce dossier|votre demande|la demande
        |le ticket|ce ticket|ca|le dossier|cette affaire|ce sujet|ce point|votre dossier
        |votre signalement|ce signalement|le sujet|de votre demande|de cette demande|de ce dossier|de ca
        |de celle-ci|de celui-ci|du dossier|du sujet|de la demande|cette intervention""",
    "NOT": "pas|et pas|plutot que|et non|pas le|pas la|pas les|et non la",
    "NO": "no|n°|numero|num",
    "PAR": "par",
    "TEAM": """equipe|l'equipe|equipes|service|le service|les agents|agents|agents de|collegues|les collegues
        |brigade""",
    "CHEZ": "chez",
    "AVEC": "avec",
    "WITH": "avec|chez|aupres de|aupres du",
    "FORTO": "pour",
    "BY": """par nos soins|par mes soins|par nous|par moi|par l'equipe|par nos equipes|par nos agents
        |par les agents|par la fourriere|de notre cote|de mon cote|pour nous|pour moi|par le service
        |par nos services|en regie|cote service""",
    "BYFIRM": """par l'entreprise|par notre entreprise|par le prestataire|par notre prestataire|par l'electricien
        |par le plombier|par le couvreur|par le serrurier|par le chauffagiste|par le macon
        |par le paysagiste|par l'ascensoriste|par le titulaire du marche|par la societe|par le garage
        |par le peintre|par le menuisier""",
    "NEW": "a neuf|a l'identique|pour de bon|definitivement",
    "WAS": "etait|etaient|c'etait",
}  # fmt: skip
