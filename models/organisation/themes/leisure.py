"""Clubs, halls, sport, culture, tourism, trade."""

from __future__ import annotations

from models.organisation.themes.theme import theme

LEISURE = (
    theme(
        "associations", "Associations", "Clubs and associations",
        services="associations, associative, vie associative, culture, sports, sport, animation, accueil",
        sure="subvention, forum des associations, prochain forum, créer une association, créons une association, création d'association, association loi 1901, demande de subvention, annuaire des associations, agenda des associations, notre association, "
        "récépissé association, cerfa association, loi 1901, assemblée générale de l'association, maison des associations créneau, bénévoles, bénévole, charity grant, prêt de matériel, prêt de tables, tables et chaises, prêter des tables, prêt de barnum, barnum, sono, liste des clubs, liste des associations, quel club, quels clubs, club de, emprunter des tables, emprunter trente tables, emprunter des chaises, prêter une sono, prêter des grilles, stand au forum, organiser une course, organiser un loto, organiser une fête, organiser une manifestation, notre club",
        signs="association, club, forum, stand, président, présidente, trésorier, adhérents, agenda, asso, affiche, statuts, amicale, comité des fêtes, manifestation, activité, inscriptions, licenciés, sportif, bénévolat, événement",
        context="commune, créneau, salle, formulaire, annoncer",
    ),
    theme(
        "salles", "Location de salles", "Hiring a hall",
        services="salles, salle, réservations, associations, associative, culture, sports, sport, animation, accueil",
        sure="location de salle, location salle, louer la salle, louer une salle, réserver la salle, réserver une salle, réservation de salle, réservation salle, réservation de la salle, prêt de salle, salle disponible, salle libre, salle des fêtes libre, salle des fêtes disponible, salle polyvalente libre, salle polyvalente disponible, location de la salle, "
        "location salle des fêtes, louer la salle des fêtes, réserver la salle des fêtes, hire the hall, rent the hall, tarif de la salle, tarifs de la salle, tarif salle, caution de la salle, clés de la salle, clé de la salle, état des lieux de la salle, salle pour un anniversaire, salle pour un mariage, salle pour, salle pour une réunion, salle de réunion, dispo le, salle des fetes dispo, la salle est elle, oublié dans la salle, vaisselle de la salle, louez la salle, louez vous, à louer pour",
        signs="réserver, réservation, louer, location, libre, disponible, disponibilité, tarif, tarifs, caution, anniversaire, mariage, loto, week end, état des lieux, vin d'honneur, arrhes, combien",
        context="salle, salle des fêtes, salle polyvalente, salle barbara, maison des associations, foyer rural",
        needs_context=True,
    ),
    theme(
        "sport", "Sports et équipements", "Sports",
        services="sports, sport, associations, associative, animation, loisirs",
        sure="réserver un court, reserve un court, court de tennis, créneau de gymnase, créneau au gymnase, créneaux sportifs, créneau sportif, créneaux du gymnase, école des sports, cours de natation, stage sportif, leçons de natation, aquagym, bonnets de bain, abonnement piscine, tarif piscine, horaires de la piscine, piscine ouverte, swimming lessons, planning du gymnase, planning des équipements, licence sportive, course à pied, trail, tournoi, gymnastique douce, cours de gym, cours de yoga, club de foot, club de tennis, inscrire au foot, inscrire au judo, entraînement annulé, ouverture de la piscine, bonnet obligatoire, la piscine est elle, maître nageur, planning de la piscine, bassin de natation, vestiaires réservés, éducateur sportif, terrain réservé, créneau du samedi",
        signs="sport, court, entraînement, gymnase, nager, natation, foot, football, judo, licence, stade, créneau, match, piscine, coach, terrain, basket, yoga, gym, danse, pétanque, vestiaire, =tennis",
        context="réserver, horaires, inscription, inscrire, abonnement, tarif, créneau",
        needs_context=True,
    ),
    theme(
        "culture", "Culture, médiathèque, fêtes", "Culture, library, festivals",
        services="culture, culturel, médiathèque, bibliothèque, associations, associative, animation, événementiel",
        sure="prolonger un prêt, prolonger mon prêt, livre perdu, livre emprunté, rendre un livre, rendre mes livres, rendre les livres, emprunter des livres, emprunter un livre, inscription médiathèque, inscription à la médiathèque, inscription à la bibliothèque, carte de bibliothèque, carte de lecteur, carte médiathèque, "
        "inscription école de musique, inscription à l'école de musique, cours de piano, cours de guitare, cours de violon, cours de musique, solfège, carnaval, fête de la musique, feu d'artifice, festival, 14 juillet, marché de noël, exposition, concert, spectacle, billetterie, saison culturelle, atelier d'écriture, heure du conte, library card, théâtre, cinéma, ciné club, fête du village, journées du patrimoine, conférence, jumelage, chanter dans l'église, notre chorale, chorale, vos livres, club de lecture, dédicace, expo, exposer mes, exposer des, exposition de peinture, tome, tarifs de l'école de musique, cours de batterie, harmonie municipale, fanfare, bal, guinguette, salon du livre, résidence d'artiste, statue, archives municipales, histoire de la commune, patrimoine, visite guidée, programme du festival, places pour le concert, retard de livres, amende de la bibliothèque",
        signs="médiathèque, bibliothèque, livre, emprunté, emprunter, prêt, abonnement, musique, conservatoire, artiste, peinture, roman, bd, tome, lecture, concert, instrument, billet, programmation, chorale, orchestre, exposer, rembourser, égaré, cérémonie, fête, pétard, sapin, archives, tableau, écrivain",
        context="inscription, inscrire, tarif, date, horaires, programme, perdu, emprunté, médiathèque, bibliothèque",
        needs_context=True,
    ),
    theme(
        "tourisme", "Tourisme et camping", "Tourism and camping",
        services="tourisme, camping, culture, animation",
        sure="office de tourisme, emplacement au camping, emplacement camping, réserver au camping, camping car aire, aire de camping car, taxe de séjour, chambre d'hôtes, gîte, meublé de tourisme, airbnb, sentier de randonnée, randonnée, campsite, pitch at the campsite, mobil home au camping",
        signs="camping, touriste, emplacement, caravane, séjour, randonneur, nuitée, chalet, =tentes",
    ),
    theme(
        "commerce", "Marché, commerce, vide-greniers", "Market and trade",
        services="commerce, marché, économie, développement économique",
        sure="marché hebdomadaire, place au marché, emplacement marché, emplacement au marché, emplacement sur le marché, placier, droit de place, commerçant ambulant, food truck, foodtruck, camion pizza, vide grenier, vide greniers, brocante, débit de boissons, buvette, licence iv, licence 4, local commercial, ouvrir un commerce, fonds de commerce, vente au déballage, marchand ambulant, ouverture le dimanche, place le samedi sur le marché, place sur le marché, vendre sur le marché, vends du miel, producteur, producteurs, étal, ouvrir une boutique, ouvrir un restaurant, ouvrir un salon, terrasse de mon restaurant",
        signs="commerçant, commerce, exposant, boulangerie, forain, manège, cirque, boutique, étal",
    ),
    theme(
        "jardins", "Jardins familiaux", "Allotments",
        services="jardins familiaux, jardins partagés",
        sure="jardin partagé, jardins partagés, jardin ouvrier, jardins ouvriers, jardin familial, jardins familiaux, parcelle de jardin, potager, allotment, parcelle pour jardiner, parcelle à cultiver",
        signs="jardiner, cultiver, légumes, potager, jardin",
    ),
)  # fmt: skip
