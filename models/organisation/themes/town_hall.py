"""The town hall itself, its buildings, and what is not its business."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_HALL = "accueil, secrétariat, mairie, affaires générales"

TOWN_HALL = (
    theme(
        "panne-batiment", "Pannes dans les bâtiments communaux", "Faults in public buildings",
        services="bâtiments, bâtiment, patrimoine, services techniques, technique, travaux, entretien",
        sure="clocher, horloge de l'église, horloge de la mairie, cloches, panne de chauffage à, toit de l'école, toit du gymnase, chauffage de l'école, chauffage du gymnase, chauffage de la salle, ascenseur de la mairie, toit du lavoir, tuiles du lavoir, toit de l'église, fuite à l'école, fuite au gymnase, chauffage du club",
        signs="fuite, fuit, chauffage, chaudière, chaufferie, radiateur, froid, glacial, degrés, degré, vitre, carreau, fenêtre, ampoule, électricité, eau chaude, toilettes, wc, robinet, lavabo, douche, serrure, store, volet, toit, toiture, plafond, panne, fendu, alarme, ascenseur, disjoncteur, néon, infiltration, "
        "dégât des eaux, chasse d'eau, carrelage, cassé, brisé, bloqué, coincé, réparer, humidité, gouttière, pleut, pleuvoir, gaz, odeur, tableau électrique, gelé, température, frigo, four, escalier, rampe, parquet, chaise, lumière, grillée, vidéoprojecteur, interphone, portail, inondé, coule, rideau, horloge, cloche, vmc, heating, broken, leak, roof, =porte, =portes, =prises, prise électrique, plus de courant, panne de courant, coupure de courant, multiprise, =moisi, moisissures, tuile, tuiles, ascenseurs, sonnette, sonnerie, plinthe, peinture, écaille, écaillent, volets, ardoises, chauffe, chauffe plus, marche plus, fonctionne plus, éteint, placard, casier, cloison, mur fissuré, fissure, faïence, chasse, évier, ballon, thermostat, clim, climatisation, ventilation, badge, digicode, poignée, lustre, rampe d'accès, écran, sono, micro, projecteur intérieur, barreau, grillage",
        context="salle, école, classe, gymnase, vestiaire, vestiaires, mairie, médiathèque, bibliothèque, crèche, église, préau, couloir, local, dojo, dortoir, cuisine, réfectoire, halle, piscine, maternelle, bâtiment, club house, foyer, tribune, bureau, sacristie, clocher, chapelle, cantine, centre de loisirs",
        needs_context=True,
    ),
    theme(
        "horaires", "Horaires et renseignements", "Opening hours and information", services=_HALL,
        sure="horaires d'ouverture, horaires de la mairie, heures d'ouverture, à quelle heure ouvre, à quelle heure ferme, quelle heure ouvre la mairie, mairie ouverte, mairie est ouverte, vous êtes ouvert, vous êtes ouverts, êtes vous ouverts, vous ouvrez, vous fermez, opening hours, numéro de téléphone de la mairie, mairie fermée, fermé pour les fêtes, fermés pour les fêtes, ouvert entre midi, joindre la mairie, numéro du service, vous joindre, prendre rendez vous en mairie, nouvelle adresse, changement d'adresse",
        signs="horaire, horaires, ouvert, ouverture, fermeture, ouvrez, renseignement, joindre, standard, samedi",
    ),
    theme(
        "maire", "Le maire et le conseil municipal", "The mayor and the council", services="cabinet, maire, élus, direction, " + _HALL,
        sure="rendez vous avec le maire, rendez vous avec monsieur le maire, rendez vous avec m le maire, rencontrer le maire, rencontrer monsieur le maire, entretenir avec le maire, entretenir en personne avec le maire, audience avec le maire, conseil municipal, délibération, compte rendu du conseil, procès verbal du conseil, ordre du jour du conseil, bulletin municipal, cérémonie des vœux, vœux du maire, permanence des élus, permanence du maire, préface, budget de la commune, impôts locaux, préfecture, référendum, réunion publique, compte rendu de la réunion, conseil de quartier, mes vœux, bonne année monsieur le maire, dernier bulletin, journal municipal, site internet de la mairie, page facebook, newsletter de la ville, application de la ville, journaliste, interview, budget 2027, budget participatif, médaille de la famille, invitation, inauguration, lettre ouverte, pétition contre le maire, démission, documents administratifs, cada, communication de documents",
        signs="adjoint, élu, élus, conseiller, conseil, vœux, municipalité, délibérer, bulletin, =maire",
        context="rendez vous, rencontrer, entretenir, recevoir, audience",
        needs_context=True,
    ),
    theme(
        "remerciements", "Remerciements, condoléances", "Thanks, condolences", services=_HALL,
        sure="condoléances, mes remerciements, nos remerciements, remercier les agents, remercier vos agents, remercier l'équipe, voulais juste dire merci, dire merci, juste merci, tenais à remercier, tenais à vous remercier, souhaite remercier, souhaitais remercier, voulais simplement remercier, voulais remercier, félicitations, merci à la dame, merci aux agents, merci à l'équipe, un grand merci, thank the team, thanks to the, merci encore, merci pour votre, merci mille fois, mille mercis, mes félicitations, très belle fête, super travail, beau travail, continuez comme, très bon accueil, je tiens à saluer",
        signs="remercier, remerciement, bravo, féliciter, gentillesse, émotion, formidable",
    ),
    theme(
        "emploi", "Emploi, stages, candidatures", "Jobs and work experience", services="ressources humaines, rh, personnel, emploi, " + _HALL,
        sure="candidature, candidature spontanée, lettre de motivation, mon cv, curriculum vitae, stage de troisième, stage d'observation, stage de 3e, stage de 3ème, stage en mairie, stage dans vos services, cherche un stage, recherche un stage, convention de stage, alternance, apprentissage, emploi saisonnier, offre d'emploi, poste d'agent, poste à pourvoir, vous recrutez, recrutement, recrutez, un job, stage d'une semaine, cherche du travail, recherche un emploi, recherche du travail, travailler à la mairie, travailler pour la mairie, poste de, saisonnier, stage de, mon stage, bénévolat à la mairie, service civique à la mairie",
        signs="stage, cv, stagiaire, candidat, postuler, embauche, recruter, motivation, travailler",
    ),
    theme(
        "publicite", "Publicité", "Advertising", services="",
        sure="audit gratuit, devis gratuit, offre promotionnelle, offre exceptionnelle, se désabonner, se désinscrire, désabonner, désinscrire, unsubscribe, référencement, nos solutions, pour collectivités, pour les collectivités, nos clients, notre catalogue, démonstration gratuite, webinaire, newsletter, nous vous proposons nos, satisfait ou remboursé, réduisez votre, notre société vous, notre entreprise vous propose, partenariat commercial, leader sur son marché",
        signs="offre, gratuit, catalogue, collectivités, promotion, remise, partenaire, solution, clients, recontacté, cliquez, prestataire, entreprise, commercial, collectivité",
    ),
    theme(
        "ailleurs", "Affaires d'autres administrations", "Other administrations' business", services="",
        sure="carte grise, permis de conduire, titre de séjour, casier judiciaire, impôt sur le revenu, déclaration d'impôts, taxe foncière, taxe d'habitation, sécurité sociale, pôle emploi, france travail, nationalité française, naturalisation, allocations familiales, tribunal, avocat, conciliateur, défenseur des droits, sncf, train, écrivain public, france services, passage à niveau, trésor public, facture du trésor, la poste, facteur, colis perdu",
        signs="préfecture, impôts, trésor public, naturalisation, caf, cpam, département, région",
    ),
)  # fmt: skip
