"""Children, school, and those who need help."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_CHILD = "fils, fille, enfant, garçon, petit, petite, gamin, école, classe, élève, élèves, maternelle, cp, ce1, ce2, cm1, cm2, primaire, directrice, instituteur"
_SCHOOL = "scolaire, scolaires, écoles, éducation, enfance, jeunesse, périscolaire"
_SOCIAL = "ccas, social, action sociale, solidarités, solidarité, affaires sociales"

FAMILIES = (
    theme(
        "inscription-scolaire", "Écoles : inscriptions et vie scolaire", "Schools", services=_SCHOOL,
        sure="inscription scolaire, inscriptions scolaires, inscription à l'école, inscription école, inscrire à l'école, inscrire à la maternelle, inscription en maternelle, inscription maternelle, inscrire en maternelle, inscrire en cp, inscription en cp, inscrire ma fille à l'école, inscrire mon fils à l'école, dérogation scolaire, "
        "carte scolaire, changer d'école, changement d'école, petite section, moyenne section, grande section, toute petite section, certificat de scolarité, certificat de radiation, fermeture de classe, instruction en famille, école à la maison, quelle école, atsem, sortie scolaire, livrets scolaires, fournitures scolaires, school enrolment, school registration, conseil d'école, sectorisation, école du village, sections de maternelle, rentrée scolaire, rentrée de septembre, faire entrer à l'école, âge pour entrer, deux ans et demi, listes d'élèves, quelle classe, effectifs, ouverture d'une classe, semaine de quatre jours, rythmes scolaires, atelier du midi, coopérative scolaire",
        signs="inscription, inscrire, inscriptions, rentrée, dérogation, instituteur, maîtresse, scolarisé, scolariser, scolaire, radiation, enseignant, enseignante, élève",
        context="école, maternelle, cp, ce1, ce2, cm1, cm2, section, classe, élémentaire, primaire, fils, fille, enfant, garçon, petit, petite, jumeaux, emménager, déménager, nounou",
    ),
    theme(
        "cantine", "Cantine", "School meals", services="cantine, restauration, " + _SCHOOL,
        sure="cantine, restauration scolaire, repas scolaire, menu de la cantine, menus de la cantine, protocole d'accueil individualisé, =pai, allergie alimentaire, sans porc, repas végétarien, menu végétarien, school meals, school lunch, kantine, cantinne, absence cantine, cantinière, repas de demain, repas du midi, mange à la, mangera pas, ne mangera pas, inscrire à la cantine, tarif de la cantine, facture de cantine, cuisine centrale repas, allergique aux, intolérance au gluten, panier repas, régime sans",
        signs="repas, menu, manger, allergie, allergique, arachide, gluten, biscuit, frites, dessert, légumes, goûter, facture, protocole, absent, absente, absence, malade, servir, servi, annuler, végétarien, halal, plateau",
        context=_CHILD,
        needs_context=True,
    ),
    theme(
        "periscolaire", "Périscolaire et centre de loisirs", "After-school and holiday care", services="périscolaire, loisirs, " + _SCHOOL,
        sure="garderie, périscolaire, peri scolaire, étude surveillée, étude du soir, accueil de loisirs, centre de loisirs, centre aéré, colonie de vacances, accueil du matin, accueil du soir, alsh, pédibus, nap, portail famille, portail familles, espace famille, espace familles, kiosque famille, quotient familial, aide aux devoirs, holiday club, mercredis loisirs, animatrice du centre, oublié à la garderie, mercredi après midi, vacances de la toussaint, vacances d'hiver, vacances de février, vacances de printemps, centre pendant les vacances, activités pour enfants, activités des vacances, inscriptions vacances, camp d'été, mini camp",
        signs="mercredi, animateur, animatrice, vacances, inscription, facture, séjour, colo, retard, récupérer, étude, devoirs",
        context=_CHILD,
        needs_context=True,
    ),
    theme(
        "petite-enfance", "Petite enfance", "Nurseries", services="petite enfance, crèche, enfance, scolaire, scolaires, éducation",
        sure="place en crèche, place à la crèche, places en crèche, inscription crèche, inscription en crèche, inscription à la crèche, multi accueil, halte garderie, assistante maternelle, assistantes maternelles, nourrice agréée, relais petite enfance, =ram, =rpe, mode de garde, commission d'attribution crèche, heureux événement, micro crèche, préinscription crèche, nursery place, childminder, crèche pour, garder mes jumeaux, garder mon bébé, faire garder, garde pour mon, garde pour ma, places à la crèche, place à la halte, liste d'attente crèche, liste des nounous, liste d'assistantes maternelles, puéricultrice, assmat, allaitement, lait maternel",
        signs="crèche, bébé, nounou, nourrice, commission, enceinte, accouche, accouchement, congé maternité, berceau, doudou, petits pas, =couches, mode de garde, faire garder, garde de mon, garde de ma, garde de bébé",
        context="naissance, fils, fille, enfant, septembre, janvier, travail, attente",
    ),
    theme(
        "transport-scolaire", "Transports scolaires", "School buses", services="transports, transport, " + _SCHOOL,
        sure="car scolaire, bus scolaire, ramassage scolaire, transport scolaire, transports scolaires, carte de car, arrêt de car, school bus, car du collège, bus du collège, chauffeur du car",
        signs="chauffeur, transport, navette, transports",
        context=_CHILD + ", collège, lycée, bus, arrêt de bus",
        needs_context=True,
    ),
    theme(
        "jeunesse", "Jeunesse", "Young people", services="jeunesse, jeunes",
        sure="maison des jeunes, bafa, mission locale, chantier jeunes, argent de poche, conseil municipal des jeunes, conseil des jeunes, point information jeunesse, local jeunes, service civique",
        signs="ado, adolescent, jeune, bafa, animateur",
    ),
    theme(
        "aide-sociale", "Aide sociale", "Social help", services=_SOCIAL,
        sure="ccas, aide sociale, aide financière, aides financières, rsa, difficultés financières, difficulté financière, difficultés d'argent, perdu mon emploi, perdu mon travail, surendettement, bon alimentaire, bons alimentaires, colis alimentaire, aide alimentaire, épicerie sociale, banque alimentaire, "
        "restos du coeur, secours d'urgence, domiciliation, assistante sociale, assistant social, loyer impayé, impayés, expulsé, expulsion, chèque énergie, sans abri, dort dehors, dorment dehors, plus rien à manger, plus de quoi manger, fins de mois, plus à payer, payer mon loyer, payer le loyer, payer ma facture d'électricité, payer mes factures, aide pour payer, minimum vieillesse, complémentaire santé, vestiaire social, cmu, food bank, plus un sou, couper le chauffage, coupé le chauffage, couper l'électricité, coupé l'électricité, coupé l'eau, perdu mon boulot, arrive plus à payer, peux plus payer, peine à finir le mois, finir le mois, boucler le mois, dort dans sa voiture, dors dans ma voiture, dormir dehors, vit dans sa voiture, vivre dans ma voiture, mis à la porte, dettes",
        signs="payer, aide, aider, chômage, emploi, argent, dettes, allocation, précarité, sdf, manger, social, huissier, découvert, caf, =seul, =seule, =loyer, =loyers, secours financier, coupé, couper, endetté, sou, sous, frigo vide, divorce, perdu",
        context="enfants, électricité, facture, mère, famille, =mari, séparation, chauffage, noël, courses",
    ),
    theme(
        "seniors", "Personnes âgées", "Older people", services="seniors, aînés, personnes âgées, " + _SOCIAL,
        sure="portage de repas, portage des repas, repas à domicile, livraison de repas, aide à domicile, aide ménagère, auxiliaire de vie, téléalarme, téléassistance, télé assistance, canicule, registre canicule, personne âgée isolée, personnes isolées, foyer logement, résidence autonomie, ehpad, maison de retraite, repas des aînés, colis des aînés, "
        "banquet des aînés, colis de noël des anciens, colis de noël, repas des anciens, goûter des aînés, meals on wheels, chute à domicile, maintien à domicile, voyage des aînés, club des aînés, fait plus ses courses, repas aux personnes âgées, repas pour personnes âgées, livrez les repas, livrer les repas, visites aux personnes âgées, mère perd la tête, père perd la tête, se perd dans la rue, perte d'autonomie, personnes âgées, personne âgée, chutes à répétition, bip d'urgence, ne peut plus rester seul, ne peut plus rester seule, vit seule, vit seul, 80 ans, 85 ans, 90 ans, aidants, aidant",
        signs="âgé, âgée, aînés, senior, autonome, autonomie, dépendance, maman, papa, mère, père, grand mère, mamie, vieille dame, alzheimer, isolée, isolé, apa, chute, retraité, ménage, =courses",
        context="ans, seule, seul, domicile, repas, aide, liste d'attente, vit",
        needs_context=True,
    ),
    theme(
        "handicap", "Handicap", "Disability", services="handicap, " + _SOCIAL,
        sure="mdph, aah, carte mobilité inclusion, carte mobilité, carte d'invalidité, carte handicap, carte handicapé, dossier handicap, carte de stationnement handicapé, allocation adulte handicapé, disabled badge, reconnaissance handicap, personne handicapée, enfant handicapé, fils handicapé, fille handicapée, aesh, allocation handicap",
        signs="handicap, handicapé, invalidité, fauteuil, canne, dossier, malvoyant, accessibilité",
        context="carte, dossier, remplir, mari, demande",
        needs_context=True,
    ),
    theme(
        "logement", "Logement", "Housing", services="logement, habitat, " + _SOCIAL,
        sure="logement social, logements sociaux, hlm, demande de logement, bailleur social, quitter mon appartement, logement plus grand, logement d'urgence, hébergement d'urgence, numéro unique, attribution de logement, social housing, appartement plus grand, council housing, cherche un logement, recherche un logement, relogement, reloger, logement adapté, cherche un appartement, cherche un appart, recherche un appartement, logement à louer, logement communal, propriétaire vend, mon bail, perdre mon logement, perd mon logement, hébergée chez, hébergé chez, vivons à, trop petit pour nous, logement trop petit, f3, dossier de logement",
        signs="logement, appartement, loger, bailleur, expulsé, t1, t2, t3, t4, f2, f3, f4, hébergement, hébergé, étroit, bail, préavis, studio, office hlm, =loyer, =loyers",
        context="demande, enfants, famille, dossier, plus grand, attente",
    ),
)  # fmt: skip
