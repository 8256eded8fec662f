"""Words that take a request."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "TAKE": """je le fais|je la fais|on le fait|on la fait|je m'en okupe|je men okupe|jmen okupe|jm'en okupe|je le prends en charge|je la prends en charge|ok c pour moi|c pour moi|je regarde|on regarde|nous regardons|je jette un oeil|je men charge|jmen charge|jmen occupe
        |j men occupe|jm'en occupe|jm'en charge|je m en charge|on sen charge|je m'y attelle
        |j'en fais mon affaire|je suis le dossier|je pilote|je prends la main|je my colle|je m y colle
        |j'm'en occupe|j'm'en charge|je m'attelle|je me charge de|je m'occupe de|je me lance
        |on se met dessus|on prend la main|je la prend|je le prend|jle prends|jla prends
        |je demarre dessus|on sy met|je m y mets|je me penche dessus|je mets quelqu'un dessus
        |je reprends|je reprends le dossier|on attaque ca|je vais m'en occuper|je vais m'en charger
        |on va s'en occuper|on va s'en charger|nous allons nous en occuper|je vais traiter|je vais gerer
        |on va gerer|je prends en charge|nous prenons en charge|on prend en charge|je m'en occupe
        |on s'en occupe|nous nous en occupons|on s'en charge
        |nous nous en chargeons|je prends|je le prends|je la prends|nous prenons|je gere|on gere
        |nous gerons|je traite|on traite|nous traitons|on s'y met|j'y vais
        |on y va|j'y monte|on y monte|j'y descends|on y descend|j'y cours|j'y fonce|jy monte|j'attaque|on attaque|je commence|je recupere|je prends en main
        |je prends en compte|je suis dessus|on est dessus|je m'en saisis|je me charge|je m'occupe
        |je la garde|je le garde|je la traite|je le traite|je prend|je prend en charge|je men occupe
        |on sen occupe|je prends ca|je prends celle-ci|je prends celui-ci|a moi de jouer
        |je pars sur place|je m'en empare|on prend|on demarre|je demarre|pour moi celle-ci|jy vais
        |je me mets dessus""",
    "TAKEN": """diagnostic en cours|recherche en cours|recherche de fuite en cours|travaux commences|travaux demarres|travaux entames|chantier demarre|chantier commence|chantier en cours|intervention commencee|intervention demarree|nous avons commence|on a commence|j'ai commence|nous avons demarre|on a demarre|j'ai demarre|dossier en cours d'etude|dossier en cours d'instruction|demande en cours d'etude|demande en cours d'instruction|en cours d'instruction|instruction en cours|etude en cours de notre part|en instruction|traitement demarre|traitement engage|dossier pris|demande prise|affectee a moi|prise en compte|prises en compte|bien prise en compte|bien pris en compte|bien pris en charge
        |bien prise en charge|en cours de prise en charge|en cours de resolution|traitement lance
        |pris en charge|prise en charge|prises en charge|en cours|en cours de traitement|en traitement
        |pec|p.e.c|pris|pris en main|mise en traitement|intervention en cours|travaux en cours
        |traitement en cours|dossier en cours|pris en compte|c'est parti""",
    "RELAY": """je prends le relais|je prends la suite|je prends la releve|je reprends la suite|je remplace""",
    "HAND": "en main|en charge|en compte|sur moi",
    "ACCEPT": "accepte|acceptee|valide|validee|bon pour accord",
    "ONSITE": """on est en route|nous sommes en route|je suis en route|les gars sont sur place|les agents sont sur place|nos agents sont sur place|agents sur place|les gars sont en route|equipe envoyee sur place|equipe partie|equipe partie sur place|equipe sur place|une equipe est sur place|l'equipe est sur place|equipe deja sur place
        |on est sur place|je suis sur place|une equipe est partie|l'equipe est en route|equipe en route
        |nous sommes sur place|une equipe est en route|on part|on part sur place|nous partons|nous partons sur place
        |on arrive|j'arrive|jarrive|nous arrivons|nous y allons|on part tout de suite|je pars tout de suite""",
    "LETME": """c'est pour moi|c'est pour nous|pour moi|pour nous|ok pour moi|laissez|laisse|laissez-moi
        |pas de souci|no souci|t'inquiete|c'est bon""",
    "INHAND": """en cours d'instruction|en cours de traitement|en cours d'examen|en instruction|a l'etude|en cours|lancee|lance|lances|demarre|demarree|demarres|commence|commencee|commences|engagee|engage""",
    "NEEDFUL": """le necessaire est en cours|le necessaire est lance|necessaire en cours""",
    "WEDO": """on|nous""",
    "SENDOFF": """j'envoie une equipe|j'envoie quelqu'un|j'envoie un agent|on envoie une equipe|on envoie quelqu'un|on envoie un agent|nous envoyons une equipe|nous envoyons quelqu'un|j'envoie l'equipe|on envoie l'equipe|j'y envoie une equipe|j'y envoie quelqu'un|je mets une equipe dessus|on met une equipe dessus|je missionne une equipe|j'y envoie les gars|j'envoie les gars|on y envoie une equipe|je depeche une equipe|nous depechons une equipe""",
    "SENDS": "j'envoie|on envoie|nous envoyons|on y envoie|j'y envoie|je depeche|on depeche",
    "WILLSEE": """on va voir ca|je vais voir ca|nous allons voir ca|on va regarder|je vais regarder|nous allons regarder""",
    "GOSEE": """je pars voir|je vais voir sur place|on va voir sur place|nous allons voir sur place|je pars y voir|je file voir|j'y file|j'y pars|on y part|on se rend sur les lieux|je me rends sur les lieux|nous nous rendons sur les lieux|on va sur les lieux|je me rends sur place|on se rend sur place|nous nous rendons sur place|je vais sur place|on va sur place|je m'y rends|on s'y rend|je pars sur place|on part sur place|je vais y jeter un oeil|je vais jeter un oeil|on va jeter un oeil""",
    "SENT": """envoyee|envoye|envoyes|partie|depechee|missionnee|mobilisee|en chemin|mandatee""",
    "CALLING": """je contacte le demandeur|je rappelle le demandeur|je contacte l'usager|je rappelle l'usager|je rappelle la dame|je contacte la dame|je contacte le riverain|je rappelle le riverain|je me renseigne|on se renseigne|nous nous renseignons|je me renseigne et je reviens vers vous|je regarde et je reviens vers vous|je regarde de pres""",
    "ITSOURS": """je suis en train de|on est en train de|nous sommes en train de|l'equipe est en train de|les gars sont en train de|mes gars sont en train de|nos agents sont en train de|je suis sur le dossier|on est sur le dossier|nous sommes sur le dossier|on y est|on y est deja|nous y sommes|l'equipe est dessus|les gars sont dessus|les agents sont dessus|nos agents sont dessus|notre equipe est dessus|nous sommes dessus|on est dessus|suis dessus|on y travaille|nous y travaillons|j'y travaille|l'equipe y travaille|je travaille dessus|on travaille dessus|nous travaillons dessus|m'en occupe|men occupe|m'en charge|je m'affecte la demande|je m'affecte le dossier|je me l'affecte|je me l'attribue|je me l'assigne|affecte a moi|affectee a moi|a moi|pour moi|pour nous|nous l'avons pris en charge|nous avons pris en charge|j'ai pris en charge|on a pris en charge|je me mets au travail|on s'y colle|pris de notre cote|je suis sur le coup|on est sur le coup|nous sommes sur le coup|c'est pour moi|c'est pour nous|je fais le necessaire|on fait le necessaire|nous faisons le necessaire|je vais faire le necessaire|on va faire le necessaire|nous allons faire le necessaire|je prends le relais|on prend le relais|nous prenons le relais|c'est entre nos mains|c'est pris|bien pris|je l'ai pris|je l'ai prise|je m'attaque au sujet|je m'attaque au probleme|affaire prise en main|prise en main""",
    "UNDERWAY": """en cours de|en cours d'|en phase de""",
    "TAKES": """prend|prennent|prend bien|prennent bien""",
    "HANDLESIT": """s'en occupe|s'en occupent|s'en charge|s'en chargent|est dessus|sont dessus|y travaille|y travaillent|prend le relais|prennent le relais|est saisi|est saisie|a ete saisi|a ete saisie|prend la suite|prend le dossier|reprend le dossier|reprend la suite""",
    "OURTEAM": "l'equipe|notre equipe|nos equipes|nos agents|les agents|nos services|les services techniques|le service technique|le service|l'equipe technique|les services municipaux|l'astreinte",
    "STARTED": """demarrage des travaux|demarrage du chantier|debut des travaux|debut du chantier|debut d'intervention""",
    "INTERVENES": """intervient|interviennent|travaille dessus|travaillent dessus""",
    "ONTHEWAY": """sur le coup|a l'oeuvre|au travail|sur place|en route|partie|en chemin|deja sur place|deja en route""",
    "RIGHTAWAY": """de suite|tout de suite|immediatement|des maintenant|sur-le-champ""",
    "SEENWITH": "vu avec|vu ca avec|j'ai vu avec|vue avec|en accord avec|d'accord avec|accord de",
    # Said beside a taking: whom the taker asks about it.
    "ASKING": """je vois avec|je vois ca avec|je vois cela avec|je vais voir avec|je vais voir ca avec|on voit avec|on voit ca avec|nous voyons avec
        |je regarde avec|je regarde ca avec|je fais le point avec|on fait le point avec|j'en parle a|j'en parle avec|je me renseigne aupres de
        |je vois ce point avec|i'll check with|i will check with|i am asking""",
    "CONTACTING": """j'appelle|je contacte|je recontacte|je rappelle|je joins|je prends contact avec|on appelle|on contacte|on rappelle|nous contactons
        |nous appelons|nous prenons contact avec|on prend contact avec|je me rapproche de""",
}  # fmt: skip
