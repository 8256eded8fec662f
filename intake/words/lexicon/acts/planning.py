"""Words that set a day, and who comes."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "PLAN": "programmation|planification|report|report de l'intervention|report du passage|report de la visite|report des travaux",
    "VISIT": """prochaine tournee|prochain passage|prochaine intervention|debut des travaux|debut du chantier|demarrage des travaux|demarrage du chantier|remise des cles|etat des lieux|visite technique|visite sur place|intervention technique|reunion de chantier sur place|venue|arrivee de l'equipe|passage du technicien|passage de l'equipe|passage du prestataire|passage de l'entreprise|passage de l'elagueur|venue du technicien|venue de l'equipe|planning|passage|visite|rendez-vous|rdv|r-v|date|date retenue|tournee|deplacement
        |creneau|ceremonie|intervention de nuit|travaux de nuit""",
    "WEGO": """on passera|nous passerons|on passe|je passe|je passerai|nous passons|on intervient
        |on interviendra|nous interviendrons|j'interviens|j'interviendrai|notre equipe passera
        |l'equipe passera|une equipe passera|notre equipe interviendra|l'equipe interviendra
        |une equipe interviendra|nos agents passeront|nos agents interviendront|un agent passera
        |un agent interviendra|on fait ca|on le fait|on la fait|je fais ca|je le fais|je la fais|on y va
        |j'y vais|on y passe|j'y passe|on fera ca|je ferai ca|l'equipe passe|equipe passe
        |l'entreprise passe|l'entreprise passera|l'entreprise interviendra|l'entreprise intervient
        |le prestataire passe|le prestataire passera|le prestataire interviendra|nous ferons ca
        |on s'en occupe|je m'en occupe|nous nous en occuperons|je m'en occuperai|on viendra
        |nous viendrons|je viendrai|nous venons|on vient|on commence|nous commencerons|intervention
        |passage|je passe le voir|je passe la voir|je passe les voir|on passe le voir|on passe la voir|on passe les voir|je passe voir|on passe voir|nous passons voir|je passe voir ca|on passe voir ca|je vais le voir|je vais la voir|on va le voir|j'y retourne|on y retourne""",
    "PUTPLAN": """je mets ca|je l'ai mis|je l'ai mise|je le mets|je la mets|je mets|je planifie|je programme
        |je cale|je cale ca|je l'ai cale|je l'ai calee|je le planifie|je la planifie|je le programme
        |je la programme|on planifie|on programme|nous planifions|nous programmons|on cale ca|je note
        |je l'ai note|je l'ai planifie|je l'ai planifiee|je l'ai programme|je l'ai programmee
        |j'ai planifie|j'ai programme|j'ai cale|je l'inscris|a planifier|a programmer|planifier
        |programmer|a prevoir|je reporte|on reporte|je decale|on decale|nous reportons|je prevois
        |on prevoit|nous prevoyons""",
    "AGREED": """pris|prise|fixe|fixee|convenu|convenue|cale|calee|confirme|confirmee|retenu|retenue|valide
        |validee|ok""",
    "PERSON": """le client|les parents|la directrice|le directeur|le gardien|la gardienne|l'ecole|l'usagere|le requerant|le demandeur|la demandeuse|l'usager|le monsieur|la dame|le riverain|vous|elle|lui|la famille
        |l'administre|le locataire|la locataire""",
    "DOER": """l'elagueur|le plaquiste|le carreleur|le vitrier|le miroitier|le frigoriste|le geometre|le dératiseur|le ramoneur|le terrassier|le menuisier|le paysagiste|l'informaticien|le reparateur|le livreur|le depanneur|la societe|l'apiculteur|les peintres|l'etancheur|notre equipe|l'equipe|une equipe|nos equipes|nos agents|les agents|un agent|des agents
        |notre agent|l'entreprise|notre entreprise|une entreprise|le prestataire|notre prestataire
        |nos services|le service|les services techniques|l'electricien|notre electricien|le plombier
        |notre plombier|le couvreur|le serrurier|le chauffagiste|le technicien|un technicien
        |notre technicien|le macon|les jardiniers|nos jardiniers|le peintre
        |l'ascensoriste|la balayeuse|la nacelle|equipe|les collegues|mon collegue|mes collegues
        |un collegue|ma collegue|le gardien|l'agent""",
    "COME": """passera|passe|passeront|passent|intervient|interviendra|interviendront|interviennent|vient
        |viendra|viendront|viennent|sera sur place|seront sur place|sera la|seront la|est programmee
        |est programme|sont programmes|est prevue|est prevu|sont prevus|y passe|y passera|y passeront
        |y va|y vont|s'en charge|s'en chargera|s'en occupe|s'en occupera|commence|commencera
        |commenceront|demarre|demarrera|attaque|attaquera""",
    "GOING": """on passe|je passe|on passera|je passerai|nous passons|nous passerons|on intervient
        |on interviendra|j'interviens|j'interviendrai|nous intervenons|nous interviendrons|on y passe
        |j'y passe|j'y passerai|on y passera|nous y passerons|je repasse voir|on vient|nous venons|on va
        |nous allons|je vais|on viendra|nous viendrons|je viendrai|on ira|j'irai|nous irons
        |on doit venir|je viens|j'y fais un saut|j'y fais un tour|on y fait un saut|je passe voir
        |on passe voir|on passera voir|je passerai voir|nous passerons voir|je m'y rends|on s'y rend
        |nous nous y rendons|j'y serai|on y sera|nous y serons|je serai sur place|on sera sur place
        |nous serons sur place|je viens voir|on vient voir""",
    "ROUND": """ajoute a la tournee|ajoutee a la tournee|ajoutes a la tournee|inscrit a la tournee
        |inscrite a la tournee|inscrits a la tournee|mis a la tournee|mise a la tournee|mis au planning
        |mise au planning|mis au programme|mise au programme|inscrit au programme|inscrite au programme
        |inscrits au programme|inscrit au planning|inscrite au planning|ajoute au planning
        |ajoutee au planning|note au planning|notee au planning|note a l'agenda|mis a l'agenda
        |integre a la tournee|integree a la tournee|cale dans la tournee|mis sur la tournee
        |ajoute a l'ordre du jour|inscrit a l'ordre du jour|bloque au planning|positionne au planning
        |place au planning""",
    "PATROL": """ronde|rondes|patrouille|surveillance|controle de vitesse|expertise|etat des lieux|diagnostic
        |reperage|passage de la balayeuse|releve|campagne|campagnes|tournee|tournees|controle radar|radar pedagogique|nouvelle tournee|deuxieme tournee|nouveau passage|operation|balayage mecanise|curage|collecte speciale|seance|distribution""",
    "INF": """chercher|recuperer|enlever|ramasser|poser|prendre les mesures|faire le tour|finir|terminer|reprendre|realiser|effectuer|faire|faire les travaux|faire la reparation|faire le necessaire
        |proceder a|proceder au|voir|constater|regarder""",
    "FIRM": """c bon pour nous|c bon pour moi|c'est bon pour nous|rendez-vous confirme|c'est confirme|confirme|confirmee|c'est cale|c'est sur
        |c'est note|c'est acte|c'est valide|date confirmee""",
    "WILLDO": """sera fait|sera faite|seront faits|seront faites|ce sera fait|ca sera fait|cela sera fait|sera effectue|sera effectuee|sera realise|sera realisee|seront effectues|seront realises|sera traite|sera traitee|va etre fait|va etre faite|sera execute|sera executee""",
    "WILLBE": """sera|seront|va etre|vont etre|ce sera|ca sera|cela sera|ce sera donc""",
    "TAKESPLACE": """aura lieu|auront lieu|debutera|debuteront|debute|debutent|commencera|commenceront|commence|commencent|demarrera|demarreront|demarre|demarrent|se fera|se feront|se deroulera|se derouleront|sera effectue|sera effectuee|seront effectues|sera realise|sera realisee|seront realises|est pour|est fixee pour|interviendra|est prevue|est prevu""",
    "DAYWORD": """date|date prevue|date retenue|date fixee|date proposee|date d'intervention|date de passage|date des travaux|jour|jour retenu|echeance|planning|creneau""",
    "AWAITED": """nous vous attendons|je vous attends|vous avez rendez-vous|vous avez rdv|je vous ai reserve|je vous reserve|nous vous avons reserve|votre rendez-vous est|votre rdv est|votre rendez-vous aura lieu|vous etes attendu|vous etes attendue|vous etes convoque|vous etes convoquee|je vous donne rendez-vous|je vous ai inscrit|je vous ai inscrite|je vous ai note|je vous ai notee|un creneau vous est reserve|un rendez-vous vous est reserve|un rendez-vous vous a ete reserve""",
    "SHUT": """barree|barre|fermee|ferme|coupee|interdite|interdit|neutralisee|neutralise|bloquee|en alternat|circulation interdite
        |stationnement interdit|circulation alternee|circulation coupee""",
    "ASKEDFOR": "demande|demandee|pris|prise|signe|signee|affiche|affichee|publie|publiee|en cours",
    "PUTDAY": """a faire|a intervenir|on dit|disons|c'est pour|ce sera|ca sera|au planning|c'est note|c'est inscrit|prog|planif|plan|c'est cale|c'est planifie|je l'ai cale|on a cale|nous avons cale|j'ai cale|on a prevu|nous avons prevu|j'ai prevu|on a planifie|on prevoit ca|rendez-vous|je l'ai mis au programme de|mis au programme de|mis au programme|je l'ai mis au planning de|mis au planning de|mis au planning|c'est prevu|c'est programme""",
    "GIVENDATE": "donne|donnee|obtenu|obtenue|note|notee|bloque|bloquee|reserve|reservee|propose|proposee",
    "SETFOR": "inscrit|inscrite|note|notee|maintenu|maintenue|confirme|confirmee",
    "ONBOARD": """inscrit a la commission|inscrite a la commission|presente a la commission|presentee a la commission|presente en commission
        |presentee en commission|passe en commission|passera en commission|inscrit a l'ordre du jour du conseil|passe en conseil|passe au conseil
        |examine en commission|examinee en commission|inscrit a la reunion|passe au ccas|inscrit au ca""",
}  # fmt: skip
