"""French words of a town's work: what is done to things, papers that are issued, places, who comes (p).

Kept apart from intake.words.lexicon.fr because these lists grow by trade: a participle here grows its
feminine, plural and infinitive by rule. Names of things are an open class (see `may_name_a_thing`); what is
listed are the closed ones around them: words of grammar, adverbs and what limits.
"""

from __future__ import annotations


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


#: What is done to a thing of the town when nothing else can be meant: a thing nobody listed may stand before it.
MENDED = """comble|recomble|referme|reprofile|rebranche|reimplante|remis sur pied|remis sur rail|remis en pression|remis en ligne|etanchifie|lessive|passe au karcher|remis a l'heure|remis d'equerre|remis droit|mis aux normes|mis en conformite|remis en ordre|remis en fonction|remis en fonctionnement|remis en peinture|remis en herbe|remis au propre|remis en forme|remis a l'endroit|remis en circulation
    |repare|rebouche|debouche|nettoye|depanne|repeint|redresse|refixe|revisse|resserre|debloque|reinstalle
    |retabli|refait|recolle|rescelle|scelle|colmate|regraisse|graisse|desherbe|balaye|detartre|deneige|desobstrue
    |cure|reamorce|rearme|desinfecte|deratise|tondu|elague|ramone|reetanche|remis en service|remis en etat
    |remis en place|remis en route|remis en marche|remis d'aplomb|remis a niveau|remis a neuf|remis en eau|remis en lumiere
    |remis sous tension|remplace|ponce|rejointoye|regoudronne|bitume|engazonne
    |replante|reseme|rabote|ressoude|soude|recloue|recable|rebranche|raccorde|reraccorde|rehausse
    |rehabilite|renove|restaure|retendu|rince|recure|lave|relave|karcherise|depoussiere|essuye|vidange
    |rogne|broye|debroussaille|fauche|ebranche|ratisse|etete|taille|arrose|sable|goudronne
    |reprogramme|reparametre|reconfigure|reinitialise|redemarre|resynchronise|reactive|reimprime|regonfle
    |retoile|rehabille|recoule|recimente|cimente|maconne|siliconne|consolide|refixe
    |replace|repositionne|reaccroche|rependu|revisse|purge|assaini
    |calfeutre|reteint|retrace|recreuse|rebati|reconstruit|remaille|retape|recousu
    |remblaye|nivele|reprofile|empierre|gravillonne|rabattu|demousse|desengorge|degorge
    |desembue|degivre|degele|degraisse|decape|rallume|ajuste|reajuste|change|sale"""

#: What is issued, sent or put right in an office, said of papers only.
ISSUED = """livre|delivre|remis|envoye|poste|expedie|imprime|edite|etabli|valide|enregistre|signe|notifie|regularise|corrige|rectifie
    |mis a jour|rembourse|transmis|accorde|saisi|renouvele|modifie|refait|change|duplique|adresse|donne
    |distribue|active|reedite|reimprime|effectue|traite|verse|fait|inscrit|octroye|parti|mis a disposition
    |mis en ligne|publie|affiche|cree|ajoute|attribue"""
#: What is put right of a bill; « facture réglée » says that somebody paid.
CORRECTED = "regularise|corrige|rectifie|rembourse|refait|reedite|recalcule|rectifie"
PAPERS = """acte|actes|copie|copies|copie integrale|extrait|extraits|certificat|certificats|attestation|attestations|livret|livrets
    |livret de famille|carte|cartes|carte d'identite|carte d'electeur|carte electorale|cni|passeport|passeports|titre|titres
    |permis|cu|certificat d'urbanisme|certificat de vie|certificat d'hebergement|autorisation|inscription|inscriptions|badge|badges
    |remboursement|derogation|transfert|transferts|changement d'adresse|changement de nom|abonnement|duplicata|recepisse
    |macaron|vignette|radiation|rectification|titre d'identite|acte de naissance|acte de mariage|acte de deces|cle|cles
    |place en creche|place de stationnement|dossier d'inscription|adresse|nom|coordonnees|prenom|regime|allergie
    |concession|titre de concession|attestation d'accueil|attestation de domicile|attestation fiscale|attestation scolaire|sacs|bac|bacs
    |composteur|composteurs|carte de stationnement|carte de dechetterie|carte de bus|carte de cantine|quotient|quotient familial|compte
    |compte famille|acces|mot de passe|identifiants|identifiant|fiche|liste electorale|procuration|recensement|repas"""

#: Kinds of places that a remark of where may name, and what may stand before them.
PLACES = """wc|toilettes|sanitaires|vestiaire|couloir|hall|dortoir|atelier|ruelle|rue|avenue|av|boulevard|bd|allee|allees|chemin|impasse|place|square|quai|ruelle|venelle|sente|sentier|passage|route|rond-point
    |carrefour|parking|parc|jardin|ecole|ecoles|college|lycee|creche|gymnase|stade|salle|salles|mairie|cimetiere|eglise|chapelle|piscine
    |bibliotheque|mediatheque|marche|halle|halles|gare|pont|lotissement|residence|hameau|bourg|village|centre-ville|quartier|cour|preau|cantine
    |classe|classes|dojo|theatre|cinema|maison|foyer|musee|kiosque|terrain|city|city-stade|aire de jeux|skatepark|zone|za|zi
    |guichet|accueil|point d'apport|abribus|rp|centre|hotel de ville|perron|parvis|belvedere|plage|port|fontaine|lavoir|monument
    |maternelle|elementaire|primaire|cite|resto|restaurant scolaire|refectoire|vestiaires|tribune|tribunes|bac|berge|berges|canal"""
IN = "a|au|aux|dans|sur|a la hauteur de|a hauteur du|a hauteur de|devant|derriere|face a|face au|en face de|en face du|pres de|pres du|a cote de|a cote du|le long de|le long du|a l'angle de|a l'angle du|angle|entre|sous|en"
FRONT = "devant|derriere|face a|face au|en face de|en face du|pres de|pres du|a cote de|a cote du|le long de|le long du|a l'angle de|a l'angle du"
AT_NUMBER = "au|devant le|au n°|au numero|face au|en face du|devant le numero|devant le n°|a hauteur du|a cote du|derriere le|no|n°"

PHRASES: dict[str, str] = {
    "PAPER": PAPERS,
    "BILL": "facture|factures|avoir|solde|tarif|quotient|facturation",
    "PLACE": PLACES,
    "IN": IN,
    "FRONT": FRONT,
    "ATNUM": AT_NUMBER,
    "BIS": "bis|ter|quater",
    "DUMP": """au point d'apport|au depot|a la decheterie|a la dechetterie|en decheterie|en dechetterie|en decharge|a la fourriere|en fourriere|au refuge
        |a la spa|aux encombrants|a la benne|dans la benne|au compost|au centre de tri|au point de collecte|chez l'equarrisseur""",
    "TOWHOM": """au courrier|au courrier du matin|au courrier du jour|par la poste|par recommande|en recommande|au demandeur|a la demandeuse|a l'interesse|a l'interessee|a la famille|au notaire|au monsieur|a la dame|a l'usager|a l'usagere
        |a son proprietaire|a son maitre|a sa proprietaire|a sa maitresse|a ses proprietaires|au proprietaire|au petitionnaire|au secretariat|a l'ecole|a la directrice
        |au directeur|au club|a l'association|aux parents|a la maman|au papa|au mari|a madame|a monsieur|a l'administre|a l'administree|en main propre
        |en mains propres|contre signature|contre emargement|au titulaire|a la titulaire|au locataire|a la locataire|dans le reu|sur le logiciel|dans le logiciel|sur le portail famille|dans la base""",
    "PAR": "par",
    "TEAM": "equipe|l'equipe|equipes|service|le service|les agents|agents|agents de|collegues|les collegues|brigade",
    "BYFIRM": """par l'entreprise|par notre entreprise|par le prestataire|par notre prestataire|par l'electricien|par le plombier|par le couvreur|par le serrurier
        |par le chauffagiste|par le macon|par le paysagiste|par l'ascensoriste|par le titulaire du marche|par la societe|par le garage|par le peintre|par le menuisier""",
    "MACHINE": "balayeuse|laveuse|tondeuse|epareuse|camion|benne|saleuse|hydrocureuse|cureuse|karcher|souffleuse|rouleau|desherbeuse|deneigeuse",
    "DOER": """notre equipe|l'equipe|une equipe|nos equipes|nos agents|les agents|un agent|des agents|notre agent|l'entreprise|notre entreprise|une entreprise|le prestataire
        |notre prestataire|nos services|le service|les services techniques|l'electricien|notre electricien|le plombier|notre plombier|le couvreur|le serrurier|le chauffagiste
        |le technicien|un technicien|notre technicien|le menuisier|le macon|les jardiniers|nos jardiniers|les peintres|le peintre|l'ascensoriste|la balayeuse|la nacelle
        |equipe|les collegues|mon collegue|mes collegues|un collegue|ma collegue|le gardien|l'agent""",
    "COME": """passera|passe|passeront|passent|intervient|interviendra|interviendront|interviennent|vient|viendra|viendront|viennent|sera sur place|seront sur place
        |sera la|seront la|est programmee|est programme|sont programmes|est prevue|est prevu|sont prevus|y passe|y passera|y passeront|y va|y vont|s'en charge|s'en chargera
        |s'en occupe|s'en occupera|commence|commencera|commenceront|demarre|demarrera|attaque|attaquera""",
    "WEFUT": """on|nous|je|j'""",
    "GOING": """on passe|je passe|on passera|je passerai|nous passons|nous passerons|on intervient|on interviendra|j'interviens|j'interviendrai|nous intervenons|nous interviendrons|on y passe|j'y passe|j'y passerai|on y passera|nous y passerons|je repasse voir|on vient|nous venons|on va|nous allons|je vais|on viendra|nous viendrons|je viendrai|on ira|j'irai|nous irons|on doit venir|je viens
        |j'y fais un saut|j'y fais un tour|on y fait un saut|je passe voir|on passe voir|on passera voir|je passerai voir|nous passerons voir
        |je m'y rends|on s'y rend|nous nous y rendons|j'y serai|on y sera|nous y serons|je serai sur place|on sera sur place|nous serons sur place|je viens voir|on vient voir""",
    "FORTO": "pour",
    "ROUND": """ajoute a la tournee|ajoutee a la tournee|ajoutes a la tournee|inscrit a la tournee|inscrite a la tournee|inscrits a la tournee|mis a la tournee|mise a la tournee|mis au planning|mise au planning|mis au programme
        |mise au programme|inscrit au programme|inscrite au programme|inscrits au programme|inscrit au planning|inscrite au planning|ajoute au planning|ajoutee au planning|note au planning|notee au planning|note a l'agenda|mis a l'agenda
        |integre a la tournee|integree a la tournee|cale dans la tournee|mis sur la tournee|ajoute a l'ordre du jour|inscrit a l'ordre du jour|bloque au planning|positionne au planning|place au planning""",
    "PATROL": "ronde|rondes|patrouille|surveillance|controle de vitesse|expertise|etat des lieux|diagnostic|reperage|passage de la balayeuse|releve",
    "FIRM": "c'est bon pour nous|rendez-vous confirme|c'est confirme|confirme|confirmee|c'est cale|c'est sur|c'est note|c'est acte|c'est valide|date confirmee",
    "LIT": """ca eclaire|ca chauffe|ca ferme|ca s'allume|ca s'ouvre|ca coule|ca s'ecoule|ca demarre|ca roule|ca tient|ca remarche|ca refonctionne|ca repart|ca rallume|ca fonctionne bien|ca marche bien
        |ca tourne|c'est rallume|c'est reparti|c'est etanche|c'est sec|c'est propre|c'est remis|tout s'allume|tout chauffe|tout est rallume|ca evacue|ca ne fuit plus|ne fuit plus|plus de fuite|plus d'odeur|plus de bruit|plus de souci|plus de probleme|plus aucun probleme""",
    "RUNS": """ne fuit plus|ne coule plus|ne clignote plus|ne grince plus|ne deborde plus|ne sent plus|ne goutte plus|ne bloque plus|marche|fonctionne|tourne|chauffe|eclaire|s'allume|s'ouvre|ferme bien|ferme|coule|s'ecoule|demarre|remarche|refonctionne|est operationnel|est operationnelle|sont operationnels|fonctionnent|marchent|eclairent|chauffent|s'allument
        |est en service|sont en service|remarchent|tient""",
    "INCLUDED": "compris|comprise|comprises|inclus|incluse|incluses|idem",
    "WAS": "etait|etaient|c'etait",
    "FAULTY": """brise|brisee|brises|brisees|abime|abimee|deteriore|deterioree|degrade|degradee|manquant|manquante|tague|taguee|cassees|casses|fissure|fissuree|bloque|bloquee|eteint|eteinte|eteints|desserre|desserree|desserres|desserrees|grille|grillee|grilles|grillees|hs|bouche|bouchee|casse|cassee|use|usee|uses|fendu|fendue|fondu|fondue|coince|coincee|debranche|debranchee|rouille|rouillee|mort|morte|coupe|coupee
        |demonte|demontee|tordu|tordue|sorti|sortie|disjoncte|arrache|arrachee|decolle|decollee|encrasse|encrassee|pourri|pourrie|perce|percee|defectueux|defectueuse|vide|vides|plein|pleine|sature|saturee|dessoude|debloque""",
    "SAFE": "rien a signaler|rien d'anormal|aucun probleme constate|aucun probleme|aucun defaut constate|aucune anomalie|aucune anomalie constatee|rien constate d'anormal|pas de defaut constate|r.a.s|ras",
    "LOOKED": "je suis alle voir|suis alle voir|alle voir|on est alle voir|nous sommes alles voir|controle fait|verification faite|controle effectue|verification effectuee|verifie sur place|controle sur place|verifie|verifiee|controle|constate sur place|passage fait|passage effectue",
    "ROUNDPAST": "au passage de|a la ronde de|lors du passage de|au passage du|a la tournee de|au controle de|lors de la ronde de",
    "LETME": "c'est pour moi|c'est pour nous|pour moi|pour nous|ok pour moi|laissez|laisse|laissez-moi|pas de souci|no souci|t'inquiete|c'est bon",
    "SEC": "c'est son secteur|c'est leur secteur|c'est son domaine|c'est lui qui gere|c'est elle qui gere|c'est lui|c'est elle|c'est eux|c'est son dossier|c'est son boulot|c'est son rayon|c'est leur rayon|c'est leur boulot|c'est son affaire",
    "CHEZ": "chez",
    "AVEC": "avec",
    "GIVENBACK": "rendu|rendue|rendus|rendues|restitue|restituee|restitues|restituees|remis|remise",
    "NO": "no|n°|numero|num",
    "WHEREYOU": "devant chez vous|chez vous|devant votre porte|devant votre maison|devant votre domicile|au pied de votre immeuble|dans votre rue|pres de chez vous|devant votre immeuble|a votre domicile|en face de chez vous|dans votre quartier|devant votre commerce|dans votre logement",
    "GUARD": "barriere|barrieres|barriere de securite|barriere automatique|barriere levante|plaque|plaques",
    "ADJ": """abandonne|abandonnee|abandonnes|abandonnees|tombe|tombee|tombees|tombes|mort|morte|morts|mortes|vandalise|vandalisee|usage|usagee|usages|usagees|sauvage|sauvages|municipal|municipale|municipaux|communal|communale|communaux|scolaire|scolaires
        |electrique|electriques|metallique|metalliques|mobile|mobiles|automatique|automatiques|amovible|amovibles|funeraire|funeraires|cyclable|pieton|pietonne|pietons|jaune|jaunes|vert|verte|verts|vertes|bleu|bleue|bleus|gris|grise|rouge|rouges|noir|noire
        |blanc|blanche|blancs|blanches|marron|sportif|sportive|sanitaire|sanitaires|pluvial|pluviale|pluviales|routier|routiere|medical|electoral|electorale|familial|familiale|professionnel|hs|descelle|descellee|fendu|fendue|rouille|rouillee|tordu|tordue""",
    "TODAY": "ce soir|cet apres-midi|cette apres-midi|cet aprem|tantot|en fin de journee|en fin d'apres-midi|dans l'apres-midi|tout a l'heure|ce midi|cette nuit",
    "INF": "reprendre|realiser|effectuer|faire|faire les travaux|faire la reparation|faire le necessaire|proceder a|proceder au|voir|constater|regarder",
    "SETIN": "pose|posee|poses|posees|installe|installee|installes|installees|remonte|remontee|plante|plantee|plantes|plantees|remis|remise|remises|fixe|fixee|fixes|fixees|accroche|accrochee|raccroche|raccrochee",
    "PRIVATE": "terrain prive|domaine prive|voie privee|propriete privee|parcelle privee|chemin prive|rue privee|lotissement prive|parking prive|c'est prive|c'est du prive|c'est un terrain prive|c'est une voie privee|partie privative|parties privatives|copropriete|espace prive",
    "NOTOURS": """la commune n'intervient pas|la ville n'intervient pas|la mairie n'intervient pas|nous n'intervenons pas|on n'intervient pas|on ne peut pas intervenir|nous ne pouvons pas intervenir|on ne peut rien faire
        |nous ne pouvons rien faire|pas de notre ressort|pas de notre competence|pas notre competence|ce n'est pas de notre ressort|ce n'est pas de notre competence|pas de la competence de la commune|pas du ressort de la commune|pas du ressort de la ville
        |ne releve pas de la commune|ne releve pas de la ville|ne releve pas de la mairie|ne releve pas de nos competences|pas competence communale|pas une competence communale|pas d'intervention possible|pas d'intervention de la commune|on n'a pas le droit d'intervenir
        |la ville ne peut pas intervenir|la commune ne peut pas intervenir|c'est pas a nous|ce n'est pas a nous|pas de notre domaine""",
    "OUTOF": """releve|ca releve|cela releve|depend|ca depend|cela depend|c'est du ressort|du ressort|c'est la competence|competence|de la competence|c'est de la competence|c'est|c'est cote|a la charge|c'est a la charge|route""",
    "BODY": """departement|conseil departemental|agglo|agglomeration|metropole|communaute de communes|comcom|communaute d'agglomeration|interco|intercommunalite|etat|region|conseil regional|syndicat des eaux|syndicat d'energie|vnf|dir""",
    "SEEWITH": "vois avec|voyez avec|voir avec|demande a|demandez a|adresse-toi a|adressez-vous a|c'est pour",
    "WHOWILL": "qui reviendra vers vous|qui vous recontactera|qui vous repondra|qui prendra contact avec vous|qui vous contactera|qui reprendra contact avec vous|qui traitera votre demande|qui s'en occupera|qui en a la charge|qui vous rappellera|qui est competent|competent en la matiere|pour traitement|pour suite a donner|pour attribution|pour prise en charge",
    "MAILED": "courrier|message|mail|votre message|votre courrier|votre mail|votre courriel|courriel|votre appel",
    "WAITOURS": """piece commandee|pieces commandees|materiel commande|commande passee|commande faite|en commande|commande en cours|commande lancee|devis demande|devis en cours|devis demandes|devis a venir|devis sollicite|bon de commande envoye|bon de commande parti|bon de commande signe
        |dict envoyee|dict partie|dict faite|dict deposee|dict en cours|piece en commande|pieces en commande|rupture de stock|en rupture de stock|stock epuise|fournisseur relance|entreprise relancee|prestataire relance|chiffrage en cours|consultation en cours|etude en cours
        |en attente interne|attente interne""",
    "ORDERED": "commande|commandee|commandes|commandees|en commande|en cours de commande",
    "WAITTHEIRS": """dossier incomplet|demande incomplete|il nous manque|il me manque|il manque votre|il manque vos|manque justificatif|manque le justificatif|manque les justificatifs|manque photo|manque photos|manque les photos|manque l'adresse|manque l'adresse exacte|pieces demandees|piece demandee|pieces reclamees
        |photo demandee|photos demandees|precisions demandees|precision demandee|justificatif demande|justificatifs demandes|complement demande|complements demandes|demandeur relance|demandeuse relancee|usager relance|message laisse sur le repondeur|message laisse au demandeur|message laisse a la demandeuse|message laisse a la dame|message laisse au monsieur
        |mail envoye au demandeur pour|demande de precisions envoyee|demande de precision envoyee|demande de pieces envoyee|pieces complementaires demandees""",
    "CITED": "rue propre|site propre|lieux propres|place propre|zone propre|endroit propre|trottoir propre|tout est propre|secteur propre|nickel|impeccable|propre",
}  # fmt: skip

#: Words of grammar and adverbs that do not end in « -ment »: never the name of a thing.
FUNCTION_WORDS = _words(
    """je tu il elle on nous vous ils elles me te se moi toi lui leur leurs eux soi y en que qui quoi dont ou
    mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces cela ca ceci celui celle ceux celles
    le la les un une des du au aux de et ni mais donc car or puis alors
    a dans sur sous vers chez avec sans pour par contre entre depuis pendant avant apres jusque jusqu des hors
    voici voila selon malgre sauf hormis outre parmi envers durant vu lors
    si quand comme lorsque puisque quoique parce tandis afin
    est sont etait etaient sera seront soit ete etre suis sommes etes a ai as avons avez ont avait avaient aura auront avoir eu
    fait font fera feront faire peut peuvent pourra doit doivent devra devait va vont ira allait veut veulent faut sait
    dit disent vient viennent tient reste restent met mettent prend prennent voit
    bien mal mieux pire peu plus moins tres trop assez tant autant aussi si deja toujours jamais souvent parfois encore
    hier demain aujourd hui maintenant tard tot vite bientot ailleurs ici la loin pres dessus dessous dehors dedans
    ensemble expres volontiers plutot presque quasi environ ensuite enfin soudain puis surtout peine guere pas non oui
    tout tous toute toutes autre autres meme memes chaque plusieurs certains certaines aucun aucune quelques quelque
    quel quelle quels quelles tel telle tels telles rien personne nul nulle
    gros grosse petit petite petits petites grand grande premier premiere second seconde dernier derniere seul seule
    haut bas gauche droite droit milieu fond debut fin bout cote cotes moitie partie parties tiers quart reste
    essentiel principal principale majorite plupart maximum minimum interieur exterieur arriere etage etages rdc
    rez pair impair numero numeros pourcent
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre matin midi soir nuit jour jours semaine semaines mois an ans annee annees heure heures
    fois minute minutes temps moment printemps ete automne hiver
    chose choses truc trucs machin zut merde"""
)
#: What only makes a place safe, prepares the work or stands in for it: where one is named, nothing is done yet.
STOPGAPS = _words(
    """bache baches cone cones rubalise ruban rubans balise balises balisage ganivelle ganivelles tole toles etai etais
    barriere barrieres barrierage barricade planche planches cale cales scotch gaffer adhesif ficelle serre-cables colson securise
    securisee securises securisees securisation balisee balises perimetre rustine pansement bricolage depannage
    devis commande commandes dict bon avis relance relances convocation rappel demande demandes maquette essai essais
    pre acompte brouillon projet etude sondage constat photo photos message messages appel appels attente
    voisin voisine voisins particulier particuliers proprietaire proprietaires locataire locataires usager usagers demandeur demandeuse
    riverain riveraine riverains client cliente dame monsieur madame famille fournisseur concessionnaire enedis veolia saur suez grdf orange
    sncf departement agglo agglomeration metropole syndicat region etat prefecture bailleur assurance expert huissier
    budget facture factures loyer salaire conges conge formation prime retraite reunion planning
    agent agents collegue collegues gardien chef maire adjoint elu remplacant stagiaire equipe equipes service services personnel
    question questions plainte prix tarif date dates reclamation candidature probleme info infos information informations remarque
    camion camions nacelle nacelles tondeuse tondeuses bureau fourgon fourgonnette utilitaire tracteur
    creneau horaire horaires rdv planning programme numero referent regle regles
    conseil commission juge tribunal prefet
    vie avis tete coeur main chemise"""
)
#: Nouns that end like adverbs or verbs.
_NOUNS = _words(
    """logement batiment appartement revetement equipement monument element emplacement stationnement fondement
    ciment segment ornement amenagement soubassement campement compartiment raccordement branchement ballast
    vent parent auvent trident
    escalier atelier palier panier clavier grenier evier levier cendrier poirier pommier prunier cerisier noyer
    chataignier peuplier marronnier olivier figuier rosier fraisier palmier platane sanitaire hall
    gravier potager clocher rocher plancher foyer pilier bouclier damier casier courrier collier boitier
    compteur radiateur"""
)
_ONS = _words(
    """boulon balcon ballon bouchon buisson crayon gazon goujon jalon lampion maison pavillon pignon poisson salon savon
    siphon tampon troncon wagon beton carton chardon charbon cordon fanion frelon mouton rayon portillon perron
    blouson canon caisson bidon chaton pieton poteau bastion camion avion micro neon"""
)
_VERB_ENDINGS = ("ons", "ez", "ait", "aient", "ra", "ras", "rai", "ront", "rais", "er", "ant", "ment", "ent")


def may_name_a_thing(word: str) -> bool:
    """Whether a folded word that no list knows may be the name of a thing: no grammar, no adverb, no verb by its ending."""
    if len(word) < 3 or not word.isalpha() or not set(word) & set("aeiouy"):
        return False
    if word in FUNCTION_WORDS or word in STOPGAPS:
        return False
    return word in _NOUNS or word[:-1] in _NOUNS | _ONS or not word.endswith(_VERB_ENDINGS)


def infinitive(participle: str) -> str:
    """The infinitive of a participle of the lexicon: « rebouche » → « reboucher », « tondu » → « tondre »."""
    head, _, tail = participle.partition(" ")
    if head in _IRREGULAR:
        head = _IRREGULAR[head]
    elif head.endswith(("e", "i")):
        head += "r"
    elif head.endswith("u"):
        head = head[:-1] + "re"
    else:
        return ""
    return f"{head} {tail}".strip()


_IRREGULAR = {
    "remis": "remettre", "mis": "mettre", "repeint": "repeindre", "reteint": "reteindre", "refait": "refaire", "fait": "faire",
    "enduit": "enduire", "reconstruit": "reconstruire", "rabattu": "rabattre", "abattu": "abattre", "detruit": "detruire",
}  # fmt: skip
