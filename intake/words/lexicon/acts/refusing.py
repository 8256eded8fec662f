"""Words that refuse, reopen, or name another request."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "REFUSEHEAD": """demande sans objet|refus motive|demande non fondee|demande infondee|non fondee|infondee|classer sans suite|classement sans suite|pas de la competence communale|hors champ de competence|hors de notre competence|hors de nos competences|n'est pas de notre competence|n'est pas de la competence de la commune|ce n'est pas de la competence de la commune|pas recevable|demande pas recevable|nous ne pouvons donner une suite favorable a votre demande|nous ne pouvons donner suite|nous ne pouvons donner suite a votre demande|votre demande ne peut etre acceptee|votre demande ne peut etre satisfaite|votre demande ne peut pas etre acceptee|votre demande ne peut pas etre satisfaite|votre demande ne peut aboutir|votre demande ne peut pas aboutir|votre demande a ete refusee|votre demande est refusee|votre demande a ete rejetee|votre demande n'a pas ete retenue|votre demande n'a pas pu etre retenue|votre demande n'est pas recevable|votre demande est irrecevable|votre demande n'est pas acceptee|nous ne pouvons repondre favorablement a votre demande|nous ne pouvons pas repondre favorablement a votre demande|nous ne pouvons pas donner une suite favorable|nous ne pouvons accéder a votre demande|nous ne pouvons pas acceder a votre demande|la demande ne peut etre acceptee|la demande ne peut pas etre acceptee|la demande n'est pas recevable|demande ne pouvant etre satisfaite|hors competence de la commune|hors competence de la ville|hors competences de la commune|ne releve pas de notre competence|cela ne releve pas de notre competence|ca ne releve pas de notre competence|ne releve pas des competences de la commune|nous ne donnerons pas suite|on ne donnera pas suite|je ne donnerai pas suite|demande non recevable|demande non retenue|demande non conforme|demande ecartee|dossier non recevable|nous ne pourrons pas donner suite|nous ne sommes pas en mesure de donner suite|non accorde|non accordee|demande declinee|on refuse donc|il n'y sera pas donne suite|il ne sera pas donne suite|nous rejetons|sans suite de notre part|refus de la demande|refus d'intervention|ne releve pas de la commune|ne releve pas de la ville|ne releve pas de la mairie
        |ne releve pas de nos competences|ca ne releve pas de la commune
        |cela ne releve pas de la commune|cela ne releve pas de nos competences
        |pas de la competence de la commune|pas du ressort de la commune|pas une competence communale
        |hors perimetre communal|hors territoire communal|hors competence communale
        |hors competences communales|affaire entre particuliers|litige entre particuliers
        |litige entre voisins|litige prive|pas de suite|pas de suite a donner|pas de suite donnee
        |demande irrecevable|hors perimetre|hors champ|hors delai|nous refusons|nous ne pouvons accepter
        |nous ne pouvons pas accepter|ne sera pas accordee|irrecevable en l'etat|irrecevable|sans suite
        |classe sans suite|classee sans suite|a refuser|a rejeter|je refuse|on refuse|je rejette
        |on rejette|demande refusee|demande rejetee|dossier refuse|dossier rejete|refus|rejet
        |hors competence|hors commune|a classer sans suite|je classe sans suite|on classe sans suite
        |nous ne donnons pas suite|nous ne donnons donc pas suite|on ne donne pas suite|non recevable
        |non retenu|non retenue|nous ne pouvons pas donner suite|on ne peut pas donner suite
        |je ne donne pas suite|la demande est refusee|refusons|a refuser svp
        |n'a pas retenu votre demande|n'a pas ete retenue|ne peut pas etre acceptee
        |la commission n'a pas retenu votre demande|refus de prise en charge|on ne fait pas ca|on ne le fait pas|nous ne faisons pas cela""",
    "PRIVATE": """route departementale|voie departementale|voirie departementale|domaine departemental|c'est une route departementale|c'est une departementale|route nationale|c'est une route nationale|domaine ferroviaire|domaine prive de l'etat|privee|prive|c'est une propriete privee|c'est une parcelle privee|c'est du domaine prive|c'est un chemin prive|c'est une rue privee|c'est en prive|c'est sur une propriete privee|situe sur une propriete privee|sur domaine prive|sur terrain prive|sur une parcelle privee|c'est une copropriete|voirie privee|terrain prive|domaine prive|voie privee|propriete privee|parcelle privee|chemin prive|rue privee
        |lotissement prive|parking prive|c'est prive|c'est du prive|c'est un terrain prive
        |c'est une voie privee|partie privative|parties privatives|copropriete|espace prive""",
    "NOTOURS": """pas d'intervention|pas d'intervention possible de la ville|pas d'intervention de la ville|pas d'intervention de notre part|nous n'avons pas le droit d'intervenir|pas a notre charge|pas a la charge de la commune|la mairie ne peut pas intervenir|nous ne sommes pas competents|la commune n'est pas competente|la ville n'est pas competente|la commune n'intervient pas|la ville n'intervient pas|la mairie n'intervient pas
        |nous n'intervenons pas|on n'intervient pas|on ne peut pas intervenir
        |nous ne pouvons pas intervenir|on ne peut rien faire|nous ne pouvons rien faire
        |pas de notre ressort|pas de notre competence|pas notre competence|ce n'est pas de notre ressort
        |ce n'est pas de notre competence|pas de la competence de la commune
        |pas du ressort de la commune|pas du ressort de la ville|ne releve pas de la commune
        |ne releve pas de la ville|ne releve pas de la mairie|ne releve pas de nos competences
        |pas competence communale|pas une competence communale|pas d'intervention possible
        |pas d'intervention de la commune|on n'a pas le droit d'intervenir
        |la ville ne peut pas intervenir|la commune ne peut pas intervenir|c'est pas a nous
        |ce n'est pas a nous|pas de notre domaine""",
    "OUTOF": """releve|ca releve|cela releve|depend|ca depend|cela depend|c'est du ressort|du ressort
        |c'est la competence|competence|de la competence|c'est de la competence|c'est|c'est cote
        |a la charge|c'est a la charge|route""",
    "BODY": """departement|conseil departemental|agglo|agglomeration|metropole|communaute de communes|comcom
        |communaute d'agglomeration|interco|intercommunalite|etat|region|conseil regional
        |syndicat des eaux|syndicat d'energie|vnf|dir""",
    "REOPEN": """remis en cours|remise en cours|je remets en cours|je la remets en cours|je le remets en cours|merci de le remettre en cours|merci de la remettre en cours|merci de remettre en cours
        |merci de le rouvrir|merci de la rouvrir|le remettre en cours|la remettre en cours
        |je remets le dossier en cours|je remets la demande en cours|on remet en cours
        |remets-la en cours|remets-le en cours|remettez-le en cours|remettez-la en cours|reouverture
        |je dois rouvrir|il faut rouvrir|rouvre|rouvre-la|rouvre-le|je rouvre|on rouvre|nous rouvrons
        |a rouvrir|rouvrir|reouvrir|a reouvrir|rouvert|rouverte|reouvert|reouverte|remettez-la ouverte
        |remettez-le ouvert|remettre ouverte|a reprendre|je la rouvre|je le rouvre|merci de rouvrir
        |remettre en cours|a remettre en cours|rouvrez|rouvrez-la|rouvrez-le
        |je reouvre|on reouvre""",
    "DECISION": "derogation|autorisation|autorisation de voirie|subvention|remise gracieuse|pret de salle|reservation",
    "MISTAKE": "par erreur|trop vite|trop tot|a tort|par megarde",
    "DUP": """a rapprocher|a rapprocher de|deja traite|deja traitee|deja en cours sous|deja en cours|signale deux fois|signalee deux fois|deja recu sous|deja recue sous|meme chose|la meme chose|meme objet|meme souci|meme panne|meme trou|meme depot|meme fuite
        |meme lampadaire|deja signale sous|deja signalee|deja signalee sous|deja traite sous
        |deja enregistre sous|fait double emploi|double emploi|la meme que|le meme que|identique|doublon
        |un doublon|double|en double|doublonne|le doublon|meme demande|la meme demande|meme signalement
        |le meme signalement|meme sujet|meme probleme|idem|deja signale|fait doublon|c'est le meme
        |c'est la meme|a rattacher|a fusionner|a regrouper|nous regroupons vos deux messages
        |nous regroupons vos messages|je regroupe|rattacher|fusionner|doublons""",
    "SEE": """dans|dans la|dans le|sous|sous le|sous la|sous le numero|sous la reference|a la demande|avec le numero|voir|cf|voir la|voir le|avec|avec la|avec le|a la|a|au|de|de la|du|que|que la|sur|et|n°|no|ref|la|le
        |numero|demande|la demande|dossier|est|vers""",
    "IMPOSSIBLE": """impossible|pas possible|ce n'est pas possible|c'est impossible|on ne peut pas""",
    "MOTIVE": """pour cause de|pour motif de|pour|motif|car|cause|motive par|en raison de|en raison du|faute de|au motif|vu|parce que|compte tenu de|compte tenu du|au vu de|au vu du""",
}  # fmt: skip
