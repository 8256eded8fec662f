"""Words that take a request (p)."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "TAKE": """je regarde|on regarde|nous regardons|je jette un oeil|je men charge|jmen charge|jmen occupe
        |j men occupe|jm'en occupe|jm'en charge|je m en charge|on sen charge|je m'y attelle
        |j'en fais mon affaire|je suis le dossier|je pilote|je prends la main|je my colle|je m y colle
        |j'm'en occupe|j'm'en charge|je m'attelle|je me charge de|je m'occupe de|je me lance
        |on se met dessus|on prend la main|je la prend|je le prend|jle prends|jla prends|je l'ai
        |je demarre dessus|on sy met|je m y mets|je me penche dessus|je mets quelqu'un dessus
        |je reprends|je reprends le dossier|on attaque ca|je vais m'en occuper|je vais m'en charger
        |on va s'en occuper|on va s'en charger|nous allons nous en occuper|je vais traiter|je vais gerer
        |on va gerer|je prends en charge|nous prenons en charge|on prend en charge|je m'en occupe
        |je m en occupe|on s'en occupe|nous nous en occupons|je m'en charge|on s'en charge
        |nous nous en chargeons|je prends|je le prends|je la prends|nous prenons|je gere|on gere
        |nous gerons|je traite|on traite|nous traitons|je m'y mets|je m'y colle|on s'y met|j'y vais
        |j y vais|on y va|j'attaque|on attaque|je commence|je recupere|je prends en main
        |je prends en compte|je suis dessus|on est dessus|je m'en saisis|je me charge|je m'occupe
        |je la garde|je le garde|je la traite|je le traite|je prend|je prend en charge|je men occupe
        |on sen occupe|je prends ca|je prends celle-ci|je prends celui-ci|a moi de jouer
        |je pars sur place|je m'en empare|on prend|on demarre|je demarre|pour moi celle-ci|jy vais
        |je me mets dessus""",
    "TAKEN": """prise en compte|prises en compte|bien prise en compte|bien pris en compte|bien pris en charge
        |bien prise en charge|en cours de prise en charge|en cours de resolution|traitement lance
        |pris en charge|prise en charge|prises en charge|en cours|en cours de traitement|en traitement
        |pec|p.e.c|pris|pris en main|mise en traitement|intervention en cours|travaux en cours
        |traitement en cours|dossier en cours|pris en compte|c'est parti""",
    "RELAY": """je prends le relais|je prends la suite|je prends la releve|je reprends la suite|je remplace""",
    "HAND": "en main|en charge|en compte|sous le coude|sur moi",
    "ACCEPT": "accepte|acceptee|valide|validee|bon pour accord",
    "ONSITE": """equipe sur place|une equipe est sur place|l'equipe est sur place|equipe deja sur place
        |on est sur place|je suis sur place|une equipe est partie|l'equipe est en route|equipe en route
        |nous sommes sur place|une equipe est en route""",
    "LETME": """c'est pour moi|c'est pour nous|pour moi|pour nous|ok pour moi|laissez|laisse|laissez-moi
        |pas de souci|no souci|t'inquiete|c'est bon""",
}  # fmt: skip
