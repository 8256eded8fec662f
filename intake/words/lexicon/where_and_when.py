"""When and where it was, or will be."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "PAST": """la nuit derniere|le week-end dernier|samedi dernier|dimanche dernier|avant-hier soir|en debut de semaine|hier en fin de journee|hier en debut d'apres-midi|hier en fin d'apres-midi|de bonne heure|tot ce matin|ce matin tot|tout a l'heure|dans l'heure|en debut d'apres-midi|en fin d'apres-midi|cette semaine|des ce matin|des hier|hier|ce matin|hier matin|hier soir|hier apres-midi|ce jour|a l'instant|cette nuit
        |ce midi|hier midi|la semaine derniere|avant-hier|depuis hier|depuis ce matin|ce lundi
        |dans la matinee|en debut de matinee|en fin de matinee|cet apres-midi|aujourd'hui|ce soir
        |il y a une heure|il y a une demi-heure|il y a un quart d'heure|il y a cinq minutes|il y a 5 minutes|il y a 5 min|il y a dix minutes|il y a 10 minutes
        |il y a 10 min|il y a deux heures|il y a 2 heures|il y a 2h|il y a 1h|il y a deux jours|il y a 2 jours|il y a trois jours|il y a 3 jours
        |il y a quelques jours|il y a une semaine|a l'instant meme|lundi dernier|mardi dernier|mercredi dernier|jeudi dernier|vendredi dernier
        |dans la foulee|immediatement|en urgence|dans la nuit|cette apres-midi|cet aprem|ce jour meme|mardi soir dernier|la semaine passee|l'autre jour""",
    "NOW": """en ce moment|en ce moment meme|actuellement|des a present|des maintenant|maintenant|tout de suite|de suite|ce jour|aujourd'hui|ce matin|cet apres-midi
        |immediatement|illico|des aujourd'hui|dans la journee|dans la matinee|personnellement|moi-meme
        |de mon cote|de notre cote|depuis ce matin|en urgence|rapidement|des que possible|sans tarder
        |ce soir|d'ici ce soir|au plus vite|par nos soins|par mes soins""",
    "TODAY": """ce soir|cet apres-midi|cette apres-midi|cet aprem|tantot|en fin de journee|en fin d'apres-midi
        |dans l'apres-midi|tout a l'heure|ce midi|cette nuit""",
    "MOMENT": """matin|apres-midi|soir|midi|dans la matinee|dans l'apres-midi|au matin|en matinee|le matin
        |l'apres-midi|premiere heure|a la premiere heure|en debut de matinee|en fin de matinee
        |en debut d'apres-midi|en fin d'apres-midi|en fin de journee|toute la journee|nuit|de nuit
        |dans la journee|a partir de|vers|entre|des|en soiree|aprem|tot""",
    "SINCE": "depuis|a|vers|des",
    "ATDATE": """au planning|au planning de|au planning du|pour|le|la|a|au|pour le|du|de|ce|en|d'|des
        |a partir de|dans la nuit du|nuit du""",
    "LASTS": "toute la semaine|toute la journee|demain|cette semaine|la semaine prochaine|ces jours-ci",
    "ROUNDPAST": """au passage de|a la ronde de|lors du passage de|au passage du|a la tournee de|au controle de
        |lors de la ronde de""",
    "PLACE": """fichier|registre|logiciel|systeme|secretariat|vestiaires|local|refectoire|cuisine|sanitaires|entree|sortie|piste cyclable|voie verte|trottoir|aire|parvis|salle des fetes|salle du conseil|salle des maitres|salle polyvalente|salle des mariages|centre technique|dechetterie|decheterie|maison des associations|centre social|centre de loisirs|halte-garderie|aire de jeu|skate-park|boulodrome|court de tennis|terrain de foot|terrain de tennis|square|stele|ecole maternelle|ecole primaire|ecole elementaire|college|arret de bus|carrefour|entree de ville|rond point|giratoire|wc|toilettes|vestiaire|couloir|hall|dortoir|atelier|ruelle|rue|avenue|av|boulevard|bd
        |allee|allees|chemin|impasse|place|quai|venelle|sente|sentier|passage|route|parking|parc|jardin|ecole|ecoles|lycee|creche|gymnase|stade|salle|salles
        |mairie|cimetiere|eglise|chapelle|piscine|bibliotheque|mediatheque|marche|halle|halles|gare|pont
        |lotissement|residence|hameau|bourg|village|centre-ville|quartier|cour|preau|cantine|classe
        |classes|dojo|theatre|cinema|maison|foyer|musee|kiosque|terrain|city|city-stade|aire de jeux
        |skatepark|zone|za|zi|guichet|accueil|point d'apport|abribus|rp|centre|hotel de ville|perron
        |belvedere|plage|port|fontaine|lavoir|monument|maternelle|elementaire|primaire|cite|resto
        |restaurant scolaire|tribune|tribunes|bac|berge|berges|canal|chantier|site|lieux|secteur""",
    "IN": """au niveau de|au niveau du|au droit de|au droit du|dans tout le|dans toute la|sur tout le|sur toute la|dans tous les|dans toutes les|a|au|aux|dans|sur|a la hauteur de|a hauteur du|a hauteur de|devant|derriere|face a|face au
        |en face de|en face du|pres de|pres du|a cote de|a cote du|le long de|le long du|a l'angle de
        |a l'angle du|angle|entre|sous|en""",
    "FRONT": """au niveau de|au niveau du|au droit de|au droit du|devant|derriere|face a|face au|en face de|en face du|pres de|pres du|a cote de|a cote du
        |le long de|le long du|a l'angle de|a l'angle du""",
    "ATNUM": """au|devant le|au n°|au numero|face au|en face du|devant le numero|devant le n°|a hauteur du
        |a cote du|derriere le|no|n°""",
    "BIS": "bis|ter|quater",
    "DUMP": """au point d'apport|au depot|a la decheterie|a la dechetterie|en decheterie|en dechetterie
        |en decharge|a la fourriere|en fourriere|au refuge|a la spa|aux encombrants|a la benne
        |dans la benne|au compost|au centre de tri|au point de collecte|chez l'equarrisseur|a l'equarrissage|a l'incineration|au local|au centre technique|au garage|au cimetiere animalier""",
    "WHEREYOU": """devant chez vous|chez vous|devant votre porte|devant votre maison|devant votre domicile
        |au pied de votre immeuble|dans votre rue|pres de chez vous|devant votre immeuble
        |a votre domicile|en face de chez vous|dans votre quartier|devant votre commerce
        |dans votre logement""",
    "HOW": """directement|apres controle|apres essai|apres essais|apres verification|apres nettoyage|apres test|au sol|au mur|au plafond|au beton|au ciment|au mortier|au sablage|au chalumeau|au jet|au jet haute pression|au rouleau|au pinceau|au pistolet|au balai|au souffleur|au treuil|au laser|au furet|au platre|au goudron|au bitume|au gravier|au sablon|au silicone|au mastic|au sable|au sel|au tracteur|a la resine|a la vapeur|a la nacelle|a la tronconneuse|a la debroussailleuse|a la epareuse|a la balayeuse|a la hydrocureuse|a la pelle|a la mini-pelle|a la grue|a la chaux|a la soude|a la ponceuse|a la meuleuse|a la soudure|a l'arc|a l'hydrocureuse|a l'epareuse|a l'acide|a l'enrobe|par hydrocurage|par sablage|par soudure|par hydrogommage|par gommage|par redemarrage|par un neuf|par une neuve|par des neufs|par des neuves|par un modele neuf|par un modele led|par une led|par des led|a l'identique|a chaud|a l'enrobe a chaud|au karcher|au nettoyeur haute pression|a la main|a distance|au telecontrole|a l'eau|avec un neuf|avec une neuve|avec du neuf|comme demande|comme prevu|comme convenu|par telephone|au telephone|de vive voix au telephone|au broyeur|a l'aspirateur|par mail|par courriel|par courrier|sur place|au guichet|de vive voix
        |au comptoir|sans difficulte|sans souci|sans probleme|a domicile|sur site|in situ|a neuf|en comedec|par comedec|au solvant|au decapant|par nacelle|en nacelle|a l'amiable|des deux cotes|de chaque cote|de part et d'autre|sur toute la longueur|sur toute la rue|dans toute la rue|partout|a tous les etages|dans tout le batiment|par voie dematerialisee|par voie postale|par texto|par sms|de vive voix par telephone|sur rendez-vous|en commission|en conseil|en bureau|sous garantie""",
    "RIGHTNOW": """en ce moment|en ce moment meme|actuellement""",
}  # fmt: skip
