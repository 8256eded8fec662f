"""Words of grammar that hold a sentence together, and who did it."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "IT": """c'est|cest|c|ca a ete|cela a ete|ca y est c'est|ca y est|tout est|tout a ete|le tout est
        |le tout a ete|voila c'est|c'est desormais|c'est maintenant|elle est|il est|elle a ete|il a ete
        |celle-ci est|celui-ci est|voila qui est""",
    "COP": """vous a ete|vous ont ete|lui a ete|leur a ete|vous a bien ete|vous est|a bel et bien ete|a pu etre|ont pu etre|a finalement ete|ont finalement ete|ont bien ete|vient d'etre|a deja ete|ont deja ete|est deja|sont deja|ont tous ete|ont toutes ete|ayant ete|est|sont|a ete|ont ete|est desormais|sont desormais|est maintenant|a bien ete
        |est bien|sont bien|est enfin|viennent d'etre|est a nouveau|est de nouveau""",
    "WEHAVE": """ai|avons|j'ai donc|on a donc|nous avons donc|je l'ai|on l'a|nous l'avons|je les ai|on les a|nous les avons|j'ai|jai|nous avons|on a|j'ai bien|nous avons bien|on a bien|on vient de|je viens de
        |l'equipe a|nos agents ont|notre equipe a|nos equipes ont|les gars ont|j'ai tout|on a tout
        |nous avons tout""",
    "HAS": "ont|ont bien|ont tout|a|a bien|a tout",
    "ALL": "completement|entierement|totalement|definitivement|tout|integralement",
    "AND": "et|puis",
    "DET": "le|la|l'|les|ce|cet|cette|ces|votre|vos|notre|nos|tous les|toutes les|tout le|toute la|l'ensemble des|la totalite des",
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
    "BY": """par mon equipe|par notre service|par ma collegue|par mon collegue|par mes collegues|par nos gars|par mes gars|par les gars|pour ma part|pour notre part|chez nous|par notre equipe|par les services techniques|par les services municipaux|par nos services techniques|par l'equipe technique|par la regie|par l'astreinte|par l'equipe d'astreinte|par les services de la ville|par nos soins|par mes soins|par nous|par moi|par l'equipe|par nos equipes|par nos agents
        |par les agents|par la fourriere|de notre cote|de mon cote|pour nous|pour moi|par le service
        |par nos services|en regie|cote service""",
    "BYFIRM": """par le vitrier|par l'elagueur|par le carreleur|par le frigoriste|par le technicien|par l'installateur|par le miroitier|par l'entreprise|par notre entreprise|par le prestataire|par notre prestataire|par l'electricien
        |par le plombier|par le couvreur|par le serrurier|par le chauffagiste|par le macon
        |par le paysagiste|par l'ascensoriste|par le titulaire du marche|par la societe|par le garage
        |par le peintre|par le menuisier|par un professionnel|par une entreprise|par un prestataire|par une societe|par le fournisseur|par un artisan|par une entreprise specialisee""",
    "NEW": "a neuf|a l'identique|pour de bon|definitivement",
    "WAS": "etait|etaient|c'etait",
    "CREW": """le collegue|la collegue|nos peintres|nos electriciens|nos plombiers|nos macons|nos menuisiers|nos serruriers|nos elagueurs|nos techniciens|notre electricien|notre plombier|notre menuisier|notre serrurier|notre macon|notre peintre|notre technicien|l'equipe|une equipe|notre equipe|nos equipes|les equipes|nos agents|les agents|un agent|notre agent|l'agent|nos services
        |le service|les services techniques|les services|le service technique|les jardiniers|nos jardiniers|les collegues|mon collegue|ma collegue
        |mes collegues|un collegue|les gars|l'astreinte|l'equipe d'astreinte|la regie|l'atelier|l'equipe technique|l'equipe de nuit|l'equipe du matin
        |les cantonniers|le cantonnier|le gardien|les asvp|la balayeuse|la benne|la fourriere|la brigade|la brigade verte|l'equipe proprete""",
    "PRON": """je|j'|on|nous|nous y|on y|j'y""",
    "JUSTNOW": """je viens de|on vient de|nous venons de|l'equipe vient de|les agents viennent de|les gars viennent de|nos agents viennent de|je viens juste de|on vient juste de""",
    "SURETHAT": """j'ai le plaisir de vous informer que|nous avons le plaisir de vous informer que|je suis heureux de vous informer que|je suis heureuse de vous informer que|je vous informe que|nous vous confirmons que|nous tenons a vous informer que|je reviens vers vous pour vous informer que|je reviens vers vous pour vous confirmer que|bonne nouvelle|nous vous indiquons que|je vous indique que|je vous signale que|je vous annonce que|sachez que|pour votre information|pour information|je confirme que|je confirme|je vous confirme|nous vous confirmons|nous confirmons|on vous confirme|je te confirme|je vous confirme que|nous confirmons que|je t'informe que|nous vous informons que|sache que|je te confirme que|confirmation|je precise que|je signale que|on confirme que""",
    "WHY": """cause|pour cause de|a cause de|a cause du|a cause des|en raison de|en raison du|en raison des|suite a|suite au|vu|vu la|vu le|raison|motif""",
    "HESHE": "il|elle|ils|elles",
    "LEADTO": """suite a|a la suite de|pour faire suite a|faisant suite a|en reponse a|comme suite a|concernant|s'agissant de|pour|au sujet de|a propos de|comme convenu|comme convenu par telephone|comme promis|comme indique""",
    "AGAINST": """malheureusement|nous sommes au regret de vous informer que|j'ai le regret de vous informer que|nous sommes desoles|desole|desolee|je suis desole|nous regrettons de vous informer que|nous vous informons que|apres etude|apres examen|apres verification""",
    "CLIT": """le|la|l'|les|y""",
    "OWNED": "sa|son|ses|leur|leurs",
}  # fmt: skip
