"""Words that are no names: what follows a civility without being one; words that are names of some, too."""

from __future__ import annotations

#: Folded words that are nobody's name after « Madame », « M. »: of sentences, of functions, of greetings.
_NO_NAMES = """
a ai ainsi alors apres as au aucun aujourd aura aurait aussi aux avait avec avez avoir avons bien
bonjour bonsoir c ca car ce ceci cela celle celui certains ces cet cette chaque chez ci comme comment
contre cordialement cordiales d dans de deja depuis des desormais deux devant devrait dit doit donc dont
du e elle elles en encore enfin ensuite entre environ es est et etait etaient ete etes etre eu eux faire
fait faites faut fut hier hors ici il ils j jai je jusqu l la laquelle le leur leurs lequel les lors
lorsque lui ma mais mal malgre me meme merci mes moi moins mon n ne ni nos notre nous nouveau on ont ou
oui non par parce parfois pas pendant peu peut peuvent plus plusieurs pour pourquoi pourrait pourriez
pouvez pres puis puisque qu quand que quel quelle quelqu quelque quelques quels qui quoi s sa sans se
sera serait ses si sinon soit sommes son sont sous souvent suite sur t ta te telle tels tes toi ton
toujours tous tout toute toutes tres trop tu un une va vers veut veuillez vient voici voila vont vos
votre vous y actuellement agreer appelle attend boit concernant conduit crie demande desire dort est-ce
etant fume habite indique informe laisse nettoie occupe parle passe promene prie refuse reste
salutations sait signale sort souhaite stationne suis tombe travaille trouve vend vit voit voudrait the
is was has had i we you he she they it and or for to of in at with this that please thank thanks hello
dear sincerely regards monsieur messieurs madame mesdames mademoiselle m mm mme mmes mlle mlles mr mrs
ms miss dr docteur maire adjoint adjointe agent agente architecte avocat avocate cher chere chers
commissaire comptable conseiller conseillere depute deputee directeur directrice elu elue employe
employee gardien gardienne gerant gerante huissier infirmier infirmiere inspecteur inspectrice juge
locataire medecin ministre notaire policier prefet prefete president presidente procureur proprietaire
recteur responsable secretaire senateur senatrice sous-prefet syndic technicien technicienne tresorier
tresoriere voisin voisine ampoule arbre demandes mairie objet ref reference rue avenue place service
services travaux ville
"""
NO_NAMES = frozenset(_NO_NAMES.split())

#: Folded words that are surnames or first names of some, and words of every day: a name only where they are
#: written as one.
_ALSO_WORDS = """
abbe abeille agneau aimable aime aimee allemand amour ange anglais avril aube aurore auteur bailli barbe
barbier baron basse beau belle berger bergere bertrand besson bis blanc blanche bleu bleue blond blonde
boeuf bois boisson bon bonhomme bonne bonnet bordeaux boucher bouchon boulanger bouquet bourg bourgeois
bouton bras brave breton brosse brun brune brunet buisson cadet camion camus canard capucine carre
cartier cerf cerise chapelle charbon charles charpentier charron chat chateau chaud chauve chemin chene
chevalier chevre chouette clair claire clemence clement clerc cloche coin colombe comte constance coq
corbeau cordier cornet costa couronne court courte cousin couturier croix cuisinier daim dame delice
dimanche dore dos doux drapeau duc ecole ecuyer eglise england epine esperance espoir etang etienne
etoile fabre faucon faure fauvette ferme ferrand fleur fleuriste flore fontaine foret forgeron fort
forte fosse fouquet four fournier franc france francais frere gaillard galop gardien garnier gauche
gentil germain gilles girafe gloire grand grande grange granger gras gris grise gros grosse hardi haut
haute hiver hortense hotel huissier humbert iris jacinthe janvier jardin jardinier jaune jean jeune joie
joli jolie jour jourdan journal juillet juin juste labbe lac lacroix lagrange lapin laurier legrand
leger legere legume lentille leroux lievre lion long longue loriot loup lundi lys maigre main maire
maison maitre mare marche marchand marguerite marin marine marquis marron mars martin masse masson matin
maure mauvais mai mercier mercure merle meunier meuble midi minet minot moine moineau molaire mont
montagne moreau morin moulin mouton mur muret myrtille navarre nature noble noel noir noire noisette
normand nuit oiseau olive olivier or orange page pain palais panier papillon paradis paris parent parc
pascal passage pasteur patrice paul pauvre pelletier perle perrier perrin persil petit petite petits
petites picard pie pierre pin pinson pion plaisance plante poirier poisson pomme pommier pont port porte
portier poulain poule poulet prairie pre prince printemps prudence puits quartier renard richard riche
rivage rive riviere robin roche rocher roi romain rond ronde rose rosier rossignol rouge rousse rousseau
roux roy ruisseau sable sabot sage saint sainte salle samedi sapin sauvage savoie seigneur sellier
serpent simple soleil sorbier souris suisse sureau tailleur taureau temple tendre terre tessier tilleul
tonnelier tour tournier travers tremble tulipe vaillant val valet vallee vallon vasseur veau vendredi
verger verne vert verte victoire vidal vieux vigne vigneron ville villeneuve violette voie voisin volet
vrai accueil administration amicale association batiment bibliotheque boite bureau cantine centre club
collectif college commerce commune compagnie comite conseil contact copropriete courrier cantonniers
crise culture direction eau ecoles entreprise envoi equipe espace etat fete finances foyer garage
gestion groupe gymnase habitant habitants immeuble info infos informatique jeunesse loisirs lotissement
lycee mail mairie maternelle mediatheque message office parents personnel piscine police poste
prefecture presidente presse primaire proprete quartiers recherche region residence residents resto
route rue saison salon secretariat securite service services societe sport sports stade syndicat
technique transport transports union urbanisme voirie webmaster voisins brown carter cook field green
hill king lane little may moss north park pope smith stone street west white wood woods young
"""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
#: After these a name is that of a place of the town.
_STREETS = """
allee avenue av bd bld bibliotheque boulevard chemin ch cite college cours creche ecole esplanade
gymnase hameau impasse imp jardin lotissement lycee maternelle mediatheque parc passage parking piscine
place pl pont promenade quai residence rond-point rte route rue ruelle salle sentier square stade
theatre venelle street road
"""
STREETS = frozenset(_STREETS.split())
#: « rue du Docteur Roux »: what stands before the name of a street.
_TITLES = """
abbe amiral capitaine cardinal chanoine colonel commandant cure docteur dr eveque general lieutenant
marechal maire pere president professeur pr saint sainte sergent soeur
"""
TITLES = frozenset(_TITLES.split())
