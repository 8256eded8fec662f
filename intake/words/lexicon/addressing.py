"""Signs of who is spoken to, in French and English, as folded words and phrases.

INSIDE: said among colleagues, or never for a requester to read. REQUESTER: said to whoever asked.
"""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

#: The requester in the third person, colleagues, tools, secrets, money, law: any one of them keeps words inside.
INSIDE = frozenset(
    phrase.strip()
    for phrase in """
    le demandeur|la demandeuse|du demandeur|au demandeur|demandeurs|l usager|l usagere|de l usager|a l usager
    |l administre|la riveraine|ce monsieur|cette dame|le monsieur|la dame|du monsieur|de la dame|au monsieur
    |a la dame|ce citoyen|le citoyen|la citoyenne|le locataire|la locataire|le petitionnaire|cette famille
    |cette personne|le plaignant|la plaignante|l interesse|l interessee|ce riverain|ce type|ce mec|la mamie
    |le papi|elle habite|il habite|chez elle|chez lui|d apres elle|d apres lui|d apres moi|selon elle|selon lui
    |elle dit|il dit|elle veut|elle pense|dites lui|dis lui|rappelle la|rappelle le|rappelez la|rappelez le
    |prevenez la|prevenez le|previens la|previens le|l appeler|le rappeler|la rappeler|lui dire|lui repondre
    |leur repondre|lui ecrire|lui expliquer|tu|te|toi|ton|ta|tes|t as|t es|t en|t ai|tiens moi|dis moi
    |vois avec|vas y|demande a|passe me|passe voir|les gars|mes collegues
    |chef|chefs|la compta|la compt|compta|la hierarchie|ma hierarchie|hierarchie|le dgs|dgs|dga|drh|dst|la dst
    |le cabinet|cabinet|l adjoint|l adjointe|les elus|prefet|prefete|le vote|majorite|opposition|politique
    |elements de langage|note interne|interne|en interne|internal|entre nous|confidentiel|confidentielle|nb|ps
    |memo|ne pas communiquer|a ne pas communiquer|ne pas repondre|ne pas publier|ne pas diffuser
    |ne pas transmettre|ne pas le dire|ne pas en parler|ne surtout pas|garder pour nous|off the record
    |pour information interne|fyi|code|codes|digicode|vestiaire|coffre|bon d engagement|avocat|contentieux
    |en tort|notre faute|notre tort|fichier|siv|casier|main courante|bouton|cloturez|en termine|passer en|rtt
    |dict|elements de|qui peut|qui s en occupe|qui prend|qui y va|qui a|quelqu un peut|peux|est ce qu on
    |on fait quoi|on fait comment|je vous laisse|je vous transfere|je vous le transfere|je vous mets en copie
    |en copie|je te|je t|je vous le laisse|vous gerez|vous avez vu|vous en etes ou|votre equipe|vos equipes
    |vos gars|vu avec|rendez moi|merci de me dire|dites moi ce que
    |si j etais vous|si j etais toi|a votre place|a ta place|c est votre dossier
    |qu en penses|qu en pensez vous|ca me parait|louche|debrouillez|debrouille|ne pas payer|ne pas clore
    |aller a deux|celui qui|a surveiller|rale|raleur|raleuse|penible|chiant|chiante|casse pieds|agressif
    |agressive|menteur|menteuse|dingue|alcool|alcoolique|ivre|malade mental|chien mechant|chien dangereux|conne
    |connard|emmerdeur|emmerde|fait chier|marre|ras le bol|travail de cochon|n importe quoi|encore lui
    |encore elle|toujours le meme|toujours la meme|habituee|connu de nos services|connue de nos services|ami de
    |amie de|curatelle|rsa|dettes|message transfere|forwarded message|fwd|fw|votre commande|votre ticket
    |service expedition|reponse automatique|absent du bureau|absente du bureau|ne pas repondre a ce message
    |newsletter|repondez a ce message en commencant|en commencant par|he|she|the requester|the resident|the lady
    |the guy|this man|this woman|your team|guys|colleague|mate|door code|key|between us|don t tell|do not tell
    |ligne entretien|ligne budgetaire|plus un sou|plus de budget|hors budget|projet de reponse|projet de courrier|brouillon|proposition de reponse|tu valides|pour validation|a valider par|a relire par
    |votre demandeur|votre demandeuse|votre usager|votre riverain|votre riveraine|votre administre|de destinataire
    |internal only|bon de commande|service clients|sarl|eurl|the mayor|councillor|on ne va quand meme pas|on va quand meme pas|on ne va pas lui|on va pas lui
    """.replace("\n", "").split("|")
    if phrase.strip()
)  # fmt: skip

#: Matters of the house: they keep words inside unless a greeting says plainly that the requester is meant.
HOUSE = frozenset(
    phrase.strip()
    for phrase in """
    voir avec|voyez avec|par erreur|materiel|atelier|camion|depot|devis|facture|factures|bon de commande|budget|budgetaire|credits|marche public|fournisseur|fournisseurs
    |prestataire|sous traitant|assureur|l assurance|l assureur|juridique|responsabilite|responsables|fiche
    |statut|logiciel|outil|guichet|cloturer|clore|cloture|clos|reattribuer|reaffecter|transferer|reassigner
    |a affecter|mettre en attente|doublon|valider|astreinte|planning|conges|arret maladie|en arret|effectif
    |effectifs|renfort|nacelle|abf|info|attention|ticket|tickets|livraison|expediee|absent|absente|collegue
    |mon collegue|ma collegue|collegues|les collegues|ccas|handicap|a voir|tutelle|recommander|commander
    |commandez|transfere|objet|habitue|y aller|invoice|supplier|cles|cle|clef|clefs|tribunal|plainte|gardien
    |gardienne|directeur|ht|ttc|elus|elu|elue|adjoint|adjointe|conseiller|conseillere|le maire|la maire|du maire
    |au maire|monsieur le maire|madame le maire|madame la maire|alarme|badge|badges|la famille|la mere|le pere
    |les voisins|le riverain|desinscrire|il pense|il veut|election|elections|suivi par|suivie par|wifi
    |sur lui|sur elle|avec lui|avec elle|contre lui|contre elle|de lui|d elle
    |identifiant|login|mot de passe|on peut|peut on|pour info|faut il|cc|tr|mechant|fou|folle
    """.replace("\n", "").split("|")
    if phrase.strip()
)  # fmt: skip

#: What only whoever asked has: « votre quittance », « vos poubelles ». A colleague has a service, an opinion, a signature.
_THEIRS = word_set(
    """rib quittance livret piece identite identites badge fils fille mari femme epouse epoux conjoint conjointe mere pere
    voisin voisine voisins voisines syndic bailleur proprietaire locataire logement appartement immeuble residence domicile maison
    jardin haie cloture portail garage terrasse balcon toit facade parcelle rue quartier chien chat animal voiture velo poubelle
    poubelles bac bacs encombrants banque quotient allocation retraite sante mariage naissance concession permis association
    manifestation commerce reservation inscription abonnement candidature signalement reclamation inquietude patience comprehension
    vigilance confiance remarque enfant enfants formulaire ordonnance"""
)
#: What a colleague has: said of anything else, « votre » in a letter speaks to whoever asked.
OF_A_COLLEAGUE = word_set(
    """service services equipe equipes avis accord validation signature part cote bureau bureaux collegue collegues gars agent agents
    hierarchie chef cheffe planning plannings tournee tournees visa atelier secteur secteurs ticket tickets commande commandes devis facture
    factures fournisseur prestataire logiciel decision arbitrage instruction instructions connaissance disposition information attention
    competence competences domaine perimetre responsable directeur directrice adjoint adjointe elu elue budget materiel camion stock
    tour choix guise niveau direction pole technicien techniciens astreinte intervention rapport compte diligence suite"""
)
#: What only whoever asked is told that they may do.
_THEY_MAY = word_set(
    """payer deposer venir apporter retirer telecharger consulter remplir stationner circuler utiliser beneficier profiter emprunter
    louer reserver composer acceder"""
) | frozenset(
    f"vous {reflexive}"
    for reflexive in ("adresser", "presenter", "inscrire", "rendre", "connecter", "rapprocher", "garer")
)
_ASKED = ("pouvez vous", "pourriez vous", "merci de bien vouloir", "merci de", "veuillez")
_TO_GIVE = word_set("preciser indiquer communiquer envoyer fournir")
#: What is asked of whoever wrote, in a letter: « pouvez-vous nous préciser ».
ASKED_OF_THEM = frozenset(
    f"{asked} {us} {give}" for asked in _ASKED for us in ("nous",) for give in (*_TO_GIVE, "faire parvenir")
) | frozenset({"auriez vous une photo", "avez vous une photo", "avez vous des photos"})
#: « Qui vous répondra »: the colleague named before it is told to the requester.
WILL_ANSWER_THEM = frozenset(
    f"vous {will} {how}".strip()
    for will in ("repondra", "contactera", "rappellera", "recontactera", "repondront", "contacteront")
    for how in ("", "directement")
) | frozenset({"reviendra vers vous", "prendra contact avec vous", "va vous rappeler", "va vous contacter"})
#: Words that only ever speak to whoever asked.
REQUESTER = frozenset(f"{your} {theirs}" for your in ("votre", "vos") for theirs in _THEIRS) | frozenset(
    f"vous pouvez {may}" for may in _THEY_MAY
) | frozenset({"souhaitez vous", "vous trouverez ci joint le formulaire"}) | frozenset(
    phrase.strip()
    for phrase in """
    votre demande|votre message|votre signalement|votre courrier|votre courriel|votre mail|votre appel
    |votre dossier|votre rue|votre quartier|votre enfant|votre fils|votre fille|vos enfants|votre carte
    |votre passeport|votre acte|votre adresse|votre domicile|votre logement|votre maison|votre jardin
    |votre voiture|votre portail|votre haie|votre patience|votre comprehension|votre vigilance|votre rendez vous
    |votre concession|votre inscription|votre question|votre reclamation|votre inquietude|votre famille
    |votre mere|votre pere|votre conjoint|votre numero|votre permis|votre projet|votre terrain|votre parcelle
    |votre compteur|votre facture d eau|votre association|votre manifestation|votre reservation|votre alerte
    |votre aide|votre retour|votre confiance|votre commerce|votre poubelle|votre bac|vos bacs|vos dechets
    |le votre|la votre|votre situation|votre logement social|votre attestation|votre certificat|votre immeuble
    |votre residence|vos coordonnees|votre candidature|je vous ecris|je vous appelle|je vous rappelle
    |je vous reponds|je vous propose|je vous reserve|je vous confirme|je vous informe|je vous presente
    |plaisir de vous|heureux de vous|heureuse de vous|regret de vous|je vous remercie|je vous souhaite|je vous invite|je vous prie|je vous tiens|je vous recontacte
    |je vous contacte|je vous adresse|je vous conseille|je vous assure|je ne vous oublie|je vous ai reserve
    |je vous indique|je vous rassure|reviens vers vous|reviendrai vers vous|nous vous|nous ne vous
    |reviendrons vers vous|revenons vers vous|vous repondra|vous contactera|vous rappellera|vous recontactera
    |vous devez|vous devriez|vous pourrez|vous recevrez|vous serez|vous trouverez sur|vous donnera
    |vous avez raison|vous aviez|vous nous aviez|vous avez signale|vous signalez|vous citez|vous entendez
    |vous pouvez nous|vous pouvez deposer|vous pouvez reprendre|vous pouvez de nouveau|chez vous|soyez rassure
    |soyez rassuree|soyez rassures|n hesitez pas|merci de nous avoir|merci d avoir signale|merci a vous
    |merci de nous avoir prevenu|merci de nous avoir prevenus|merci de nous avoir alerte|merci de nous avoir alertes
    |devant chez vous|face de chez vous|face chez vous|cote de chez vous|pres de chez vous|passer chez vous|passons chez vous
    |passe chez vous|passera chez vous|passerons chez vous|passeront chez vous|venir chez vous|viendra chez vous
    |viendrons chez vous|viendront chez vous|merci de nous l avoir signale|merci de nous avoir signale|merci de l avoir signale
    |merci pour votre|merci de votre|toutes nos excuses|nos excuses|veuillez nous excuser|your request
    |your message|your report|your letter|your street|your patience|your question|thank you for
    |thanks for letting us know|thank you for letting us know|we will get back to you|i will get back to you
    |we apologise|please let us know|bon week end a vous|bonne journee a vous|bonne soiree a vous
    |a bientot a la mairie
    """.replace("\n", "").split("|")
    if phrase.strip()
)  # fmt: skip

#: What is said to a colleague as politely as to whoever asked: alone, without a greeting or a farewell, it tells nothing.
TO_EITHER = frozenset(
    phrase.strip()
    for phrase in """
    votre message|votre mail|votre courriel|votre appel|votre aide|votre retour|votre alerte|votre confiance|votre question|votre numero
    |je vous ecris|je vous appelle|je vous rappelle|je vous reponds|je vous propose|je vous confirme|je vous informe|je vous presente
    |je vous remercie|je vous souhaite|je vous prie|je vous recontacte|je vous contacte|je vous conseille|je vous assure|je vous indique
    |je vous rassure|je vous tiens|reviens vers vous|reviendrai vers vous|nous vous|nous ne vous|revenons vers vous|vous devez|vous devriez|vous pourrez
    |vous serez|vous donnera|vous avez raison|vous aviez|vous nous aviez|vous pouvez nous|n hesitez pas|merci a vous|merci pour votre
    |merci de votre|bon week end a vous|bonne journee a vous|bonne soiree a vous|thank you for|i will get back to you
    |chez vous|soyez rassure|soyez rassuree|soyez rassures|merci de nous avoir|votre remarque|votre vigilance|votre permis|votre projet|vous signalez
    """.replace("\n", "").split("|")
    if phrase.strip()
)  # fmt: skip

#: A greeting to whoever asked names no colleague: civility, with or without a name.
CIVILITIES = word_set(
    """madame monsieur mesdames messieurs mme mr m mlle mademoiselle chere cher dear sir madam ms mrs maitre docteur"""
)
#: « Monsieur l'Adjoint », « Madame la Maire » are people of the house.
OFFICES = word_set(
    """adjoint adjointe maire elu elue conseiller conseillere dgs dga directeur directrice prefet prefete
    chef cheffe responsable brigadier secretaire collegue collegues confrere consoeur"""
)
#: Imperatives to one colleague, where they open a sentence.
TO_ONE_COLLEAGUE = word_set(
    """appelle envoie reponds regarde attends choisis prends vois passe demande laisse fais dis previens
    verifie note mets ouvre ferme viens rappelle va"""
)
