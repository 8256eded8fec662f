"""What people write about a request that was closed: glad, disappointed, asking for more. Folded words, no marks."""

from __future__ import annotations

from intake.words.lexicon.listed import phrase_set, word_set

#: The trouble is gone, although a word of trouble stands in it.
SOLVED = phrase_set(
    """ca ne sent plus mauvais|ne sent plus mauvais|plus aucun souci|plus aucun probleme|plus de souci|plus de probleme|plus de soucis|plus de problemes|plus de trou|plus de fuite|plus de bruit|plus d odeur|plus de rats
    |plus rien a signaler|aucun souci|aucun probleme|n est plus casse|n est plus cassee|n est plus plein|n est plus pleine|n est plus bouche|n est plus bouchee|ne fuit plus|ne coule plus|ne sent plus
    |ne clignote plus|ne voit plus|ne voit meme plus|on ne voit plus|ca ne sent plus|sent plus mauvais|n est plus la|plus casse|rien a redire|rien a dire|rien a voir avec|pas de souci|pas de probleme
    |n y croyais plus|n y croyait plus|plus besoin|pas mal|pas decu|pas decue|pas decus|ne manquerai pas|n hesiterai pas|pas d inquietude|rentre dans l ordre|sans probleme|sans souci|pas encore eu le temps de vous remercier|no more problem|not broken any more|no longer broken"""
)
_NOBODY_MISSES = "fuite odeur goutte bruit trou rat souci probleme panne coupure trace dechet flaque nuisance"
SOLVED |= phrase_set(
    "|".join(
        f"plus {no} {trouble}"
        for trouble in _NOBODY_MISSES.split()
        for no in ("aucune", "aucun", "une", "un")
    )
    + "|tout est sec|tout est propre|comme neuf|comme neuve"
)
#: Thanks that are none, or half: they are for a person to read.
HALF = phrase_set(
    """si on veut|si l on veut|on va dire|si on peut dire|si l on peut dire|si vous le dites|faute de mieux|entre guillemets|soi disant
    |enfin bon|enfin bref|mouais|bof|moyen|moyennement|sans plus|en esperant|j espere que|esperons|on verra|a voir|pour l instant|pour le moment
    |jusqu a la prochaine|if you say so|sort of|kind of|so so|we will see|for now"""
)
#: The trouble is still there, or came back, or nobody came.
NOT_SOLVED = phrase_set(
    """marche pas|marchent pas|fonctionne pas|fonctionnent pas|remarche pas|s allume pas|s allument pas|ferme toujours pas|s ouvre pas|toujours pas|tjrs pas|tjs pas|tjr pas|toujours rien|tjrs rien|tjs rien|toujours en panne|toujours la|toujours casse|toujours cassee
    |toujours bouche|toujours bouchee|toujours le meme probleme|toujours autant|toujours aussi|est toujours|sont toujours|y a toujours|il y a toujours|jattend toujours|jatend toujours|j attends toujours|attends toujours|attend toujours|attendons toujours|toujours descellee|toujours plein
    |encore casse|encore cassee|encore casses|encore en panne|encore la|encore bouche|encore bouchee|encore plein|encore sale|encore eteint|encore eteinte|bouge encore|fuit encore|coule encore|clignote encore|encore eu|sent encore
    |pas repare|pas reparee|pas reparees|pas regle|pas reglee|pas fait|pas faite|pas resolu|pas resolue|pas change|pas passe|pas passes|pas venu|pas venus|pas venue|pas mieux|pas propre|pas enleve|pas ramasse|pas suffisant|pas fini|pas finie|pas termine|pas terminee|pas arrange|pas remplace|pas remplacee|pas rebouche|pas nettoye|pas nettoyee|pas normal|pas traite|pas tenu|rien tenu|pas satisfait|pas satisfaite|pas content|pas contente
    |rien n a change|rien n a ete fait|rien n a bouge|a repris|a reprise|s est rouvert|s est rouverte|s est reouvert|rien de fait|rien n est fait|rien fait|rien change|rien ete fait|aucun changement|aucune amelioration|aucune intervention|aucun passage|personne n est venu|personne n est passe|personne est venu|personne est passe|personne n est intervenu|vu personne
    |a recommence|ca recommence|ca a recommence|est de retour|sont de retour|de nouveau casse|de nouveau cassee|de nouveau en panne|a nouveau en panne|a nouveau casse|a nouveau cassee|de nouveau bouche|a nouveau bouche|de nouveau la|a nouveau la|deja casse|deja cassee|deja decolle|deja decollee|deja reparti|deja retombe|deja en panne|retombe en panne|retombee en panne|retombe|rechute
    |s est remis a|s est remise a|se remet a|recasse|recassee|rebouche a nouveau|repart en panne|replante|pire|empire|c est pire|que la moitie|qu a moitie|a moitie|qu un seul|seulement un|un sur deux|un seul des deux|est reste|est restee|sont restes|demeure|demeure inchangee|inchange|inchangee|persiste|continue de|continuent de|continue a|ne tient pas|n a pas tenu|a lache|a pas tenu
    |merci pour rien|pas ce que|pas la bonne|pas le bon|pas les bons|pas celui|pas celle|trompe de|au mauvais endroit|la mauvaise|le mauvais|vous vous moquez|vous vous foutez|moquez du monde|vous appelez ca|bravo l artiste|merci qui|pas un agent|a l horizon|n y voit rien|on n y voit rien|on y voit rien|contrairement a|c est faux|ce n est pas vrai|c est pas vrai|mensonge|n importe quoi|quelle honte|honteux|scandaleux|inadmissible|la bonne rue|bonne adresse au moins
    |not fixed|still broken|not working|doesn t work|does not work|still not|broken again|nobody came|not done|nothing has changed|not solved|still there|came back|worse|it s back
    |demeurent|comme au premier jour|comme au debut|autant qu avant|pareil qu avant|toujours pareil|meme etat qu avant|dans le meme etat|aucune difference|personne ne lui a parle|personne ne leur a parle
    |ai rien recu|avons rien recu|ai pas recu|avons pas recu|ai jamais recu|rien recu a ce jour|rien ne m est parvenu|rien n est arrive|jamais arrive|jamais arrivee|jamais venu|jamais venus|jamais passe|jamais passes|jamais rappele
    |reprendre ce dossier|rouvrir ce dossier|rouvrir ma demande|rouvrez|y sont encore|sont encore la|est encore la|fait que deplacer|juste deplace|juste cachee|juste cache|c est reparti|ca repart|rebelote|not received|never received|nothing arrived|no change|same as before|as bad as before
    |attend encore|attends encore|attendons encore|attendent encore|conteste la cloture|conteste cette cloture|accord avec la cloture|accord avec cette cloture|loin d etre|est a refaire|tout a refaire|bacle|baclee|le compte n y est pas
    |fois sur deux|jour sur deux|n a tenu que|ne tient que|tenu que|qu il fallait faire|fallait faire l autre|pas pour nous|pas chez nous|recommence a|recommencent a|m a jamais rappele|m a jamais rappelee|m a jamais repondu|ai jamais eu de
    |y en a de nouveau|y en a encore|de nouveau plein|de nouveau pleine|de nouveau sale|a nouveau plein|a nouveau sale|rien n y fait|aucun resultat|aucun effet|sans effet|sans resultat|fait semblant|vite fait mal fait|revoila
    |still leaking|still dark|still blocked|still dirty|still out|still waiting|leaking again|out again|dark again|blocked again|stopped working|not been done|not been fixed|nobody has come|no one has come|no one came|nobody has been|happening again|started again"""
) | phrase_set(
    "|".join(
        f"meme {trouble} {when}"
        for trouble in ["probleme", "odeur", "bruit", "souci", "panne", "fuite", "trou", "etat", "chose"]
        for when in ("qu avant", "ce matin", "ce soir", "cette nuit", "hier", "depuis", "qu hier")
    )
    + "|"
    + "|".join(
        f"{verb} comme avant"
        for verb in [
            "stagne",
            "fuit",
            "coule",
            "clignote",
            "pue",
            "aboie",
            "bouge",
            "deborde",
            "grince",
            "sent",
        ]
    )
)
#: « Je n'ai plus … », « il n'y a plus … »: what is missed, unless it was the trouble.
HAVING = word_set("ai as a avons avez ont avais avait avions aviez avaient ya")
#: « Je n'avais plus … » tells what was: whether it is so still, nobody can tell.
HAD = word_set("avais avait avions aviez avaient")
#: What says, after that, that it is there again.
BACK = word_set(
    """revenu revenue revenus revenues retabli retablie remarche remarchent refonctionne refonctionnent regle
    reglee repare reparee resolu resolue rentre"""
)
#: What nobody misses when it is no longer there, has not happened again, or is no longer to be done.
GOOD_RIDDANCE = word_set(
    """fuite fuites bruit bruits odeur odeurs trou trous rat rats souris cafard cafards moustiques guepes frelons nid
    souci soucis probleme problemes pb ennui ennuis panne pannes coupure coupures infiltration infiltrations humidite
    moisissure moisissures nuisance nuisances vibration vibrations gene danger risque dechets ordures encombrants poubelles
    depot depots boue flaque flaques inondation inondations tag tags graffiti graffitis mauvaises rouille verglas
    fui coule goutte clignote sonne bouge deborde gele grince vibre disjoncte saute
    besoin question questions doute doutes crainte craintes peur inquietude inquietudes inquieter plaindre raison signaler redire qu"""
)
#: What stands between « plus » and what is missed.
BETWEEN = word_set("de d du des le la les l un une aucun aucune rien a eu connu ces cette ce cet ni jamais")
#: A trouble that is only supposed: « si ça recommence ».
SUPPOSED = frozenset(["si", "if", "cas", "lorsque"])
#: Something is asked for, besides the thanks.
ASKS = phrase_set(
    """pouvez vous|pourriez vous|pourriez|peux tu|est ce que|serait il|serait possible|il faudrait|faudrait|il faut|faudra|je voudrais|je souhaite|je souhaiterais|j aimerais|nous souhaiterions|nous souhaitons|veuillez me|veuillez nous|prie de bien vouloir|vous prie de reprendre|vous demande de|merci de me|merci de nous|merci de bien vouloir|merci de ne
    |penser a|pensez a|n oubliez pas|envoyez|rappelez|appelez|dites moi|tenez moi|faites|venez|passez|annulez|prevenez|reparez|supprimez|il y a aussi|y a aussi|aussi un|aussi une|et aussi|autre chose|par contre|en revanche|par ailleurs|j en profite|d avance|par avance|je vous envoie|je vous enverrai|tant que j y suis|profite pour|reste a|manque|plutot|au fait|tant que j y|pendant que j y|par la meme occasion|au passage|suggestion|la prochaine fois|attends votre|attends la|attend la|dans l attente
    |please can|can you|could you|please call|please send|please|would you|i would like|i need|we need|call me|send me|you please|when will"""
)
#: Trouble, and words that say it goes on: together they say that nothing was solved.
TROUBLE = word_set(
    """fuit fuite coule clignote casse cassee panne bouche bouchee eteint eteinte sale eau noir bruit odeur
    trou trous rats dechets bloque bloquee ferme abime abimee vibre bouge grince gele inonde debordes
    deborde penche tombe pue ordures depot"""
)
ONGOING = frozenset(["toujours", "encore", "tjrs", "tjs", "tjr", "nouveau", "again", "still"])
#: What may come back without harm.
WELCOME_BACK = word_set(
    """chauffage eau lumiere courant electricite gaz internet wifi reseau connexion calme ordre normale pression
    sourire"""
)
GLAD = word_set(
    """merci mercii merciii mrc remercie remercions remerciement remerciements reconnaissant reconnaissante
    reconnaissance gratitude thanks thank thx cheers merki nickel impec impeccable super top parfait
    parfaite genial geniale excellent excellente formidable magnifique superbe bravo chapeau
    felicitations ravi ravie ravis content contente contents contentes satisfait satisfaite satisfaits
    heureux heureuse efficace efficaces efficacite rapide rapides rapidite reactif reactive reactivite
    soigne propre joli beau belle sympa gentil gentille plaisir bien youpi hourra ouf soulagee soulage
    marche remarche fonctionne refonctionne repare reparee resolu resolue regle reglee fait conforme
    perfect great good nice wonderful works working solved fixed happy pleased lovely
    brilliant awesome respect bon bonne recu recue noted accord entendu note notee"""
)
#: What makes glad words less than glad: they are for a person to read.
BUT = word_set(
    """mais or record quand toutefois cependant pourtant neanmoins dommage sauf malheureusement hormis decu decue but
    however although unfortunately except"""
)
HAPPY_SIGNS = frozenset("👍🙏❤😀😃😄😁😊🙂😍🥰👏💪🎉✅👌🔥💯🤗😎🌟⭐🥳💐🌹☀♥✨🫶🤩😇🙌💚💙💛🧡")
SAD_SIGNS = frozenset("👎😡😠🤬😤😞😢😭🙄💩😒☹🤦")
#: « ok », « oui », « ? »: nothing that can be told from glad or from sad.
NOTHING = word_set("""ok okay oui non d accord bonjour bonsoir re hello ah bah ben euh""")
PRAISE = phrase_set(
    "n en attendais pas tant|n en demandais pas tant|trop bien|trop content|trop contente|trop contents|trop cool|trop beau|trop belle|trop fort|trop top|pas trop tot|aussi vite|aussi rapidement|si vite|moins de deux jours|en moins d une semaine|n ai jamais vu|jamais vu aussi|comme on l aime|tenu parole|beau travail|bon travail|bon boulot|super boulot|fait un grand plaisir|de le dire autour de moi|que dieu vous garde|continuez comme ca|ca marche|ca remarche|c est bon|c bon|c ok|tout est ok|rentre dans l ordre|well done|good job|service au top"
)
#: Papers are handed in: thanks beside them are politeness.
HANDS_IN = phrase_set(
    """voici mon|voici ma|voici mes|voici le|voici les|voici la|ci joint|ci jointe|ci joints|ci jointes|ci apres|vous trouverez|veuillez trouver|trouvez ci|en piece jointe|en pieces jointes|en pj|comme demande|comme demandee|comme convenu
    |comme vous me l avez demande|comme vous me le demandez|suite a votre demande|je vous transmets|je vous joins|je joins|nous joignons|je vous adresse|je vous fais parvenir|pieces demandees|piece demandee|document demande|documents demandes|justificatif demande|justificatifs demandes
    |here is my|here are my|please find|as requested|attached is|i attach"""
)
#: A photo of the result is thanks.
RESULT = frozenset(["resultat", "resultats", "result", "apres"])
#: How long something held: « bravo, elle a tenu deux jours » is no praise.
HELD = frozenset(["tenu", "tenue", "tenus", "tiens", "dure", "duree", "lasted", "survecu", "vecu"])
SPANS = word_set(
    """jour jours semaine semaines heure heures minute minutes mois nuit nuits an ans h j day days week
    weeks hour hours month"""
)
#: Words that texts shorten.
SHORTENED = {
    "pa": "pas", "tjr": "toujours", "tjrs": "toujours", "tjs": "toujours", "toujour": "toujours", "tjours": "toujours", "tj": "toujours",
    "jamai": "jamais", "jms": "jamais", "mm": "meme", "pr": "pour", "ds": "dans", "bcp": "beaucoup", "mrc": "merci", "enc": "encore",
    "fonctione": "fonctionne", "marchent": "marche", "marchait": "marche", "ri1": "rien", "repa": "repare",
}  # fmt: skip
#: What is denied when nothing was solved.
WORKING = word_set(
    """marche fonctionne allume allument ferme ouvre repare reparee repares regle reglee reglees resolu
    resolue fait faite change changee bon bonne bons bonnes mieux conforme suffisant suffisante propre
    enleve ramasse termine terminee fini finie passe passes venu venus rebouche bouche remplace
    remplacee nettoye nettoyee traite traitee utilisable utile correct correcte droit"""
)
#: Troubles that a verb in re- brings back: « rebloque », « refuit ».
AGAIN = word_set(
    """casse cassee bloque bloquee bloquent fuit fuir coule coulent clignote clignotent tombe tombee
    disjoncte deborde bouge grince pete petee descelle degringole sature inonde"""
)
#: Denials, comparisons and limits: a sentence with one says more than thanks.
DENYING = word_set(
    """pas ne n jamais rien aucun aucune trop encore toujours moins pire mauvais mauvaise presque moitie
    seulement faux fausse erreur sinon autre autres ailleurs tard reste absent absente jusqu demain longtemps
    sauf except not never still wrong"""
)
#: How another matter begins.
OTHER_MATTERS = phrase_set(
    """au fait|j en profite|profite pour|en profitant|rien a voir avec ce dossier|rien a voir avec cette demande|rien a voir avec ca|rien a voir avec ma demande
    |autre sujet|autre chose|autre demande|autre question|nouvelle demande|nouveau probleme|tant que j y suis|pendant que j y suis|par la meme occasion
    |une question|petite question|deuxieme|by the way|another matter|while i am at it"""
)
#: What is said of a result that one shows, and what says that somebody asked to see it.
ADMIRES = word_set(
    "superbe magnifique nickel impeccable parfait genial super top propre ravi ravie ravis beau belle joli perfect great lovely"
)
ASKED_FOR = word_set("demande demandee demandes demandees comme justificatif piece pieces dossier formulaire")
#: What no longer does its work when it « ne … plus ».
RUNNING = word_set(
    "marche marchent fonctionne fonctionnent allume allument ferme ferment ouvre ouvrent chauffe chauffent eclaire eclairent demarre repond"
)
#: What the glad promise.
PROMISED = word_set(
    "manquerai manquerons recommanderai recommanderons oublierai oublierons hesiterai hesiterons garderai vrai"
)
