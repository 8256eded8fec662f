"""Clubs, halls, sport, culture, tourism, trade."""

from __future__ import annotations

from models.organisation.themes.theme import theme

LEISURE = (
    theme(
        "associations", "Associations", "Clubs and associations",
        services="associations, associative, vie associative, culture, sports, sport, animation, accueil",
        sure="cherche un local, cherchons un local, cherche un créneau, cherche une salle de réunion, local pour notre club, local pour notre association, subvention, forum des associations, prochain forum, créer une association, créons une association, création d'association, association loi 1901, demande de subvention, "
        "annuaire des associations, agenda des associations, notre association, récépissé association, cerfa association, loi 1901, assemblée générale de l'association, maison des "
        "associations créneau, bénévoles, bénévole, charity grant, prêt de matériel, prêt de tables, tables et chaises, prêter des tables, prêt de barnum, barnum, liste des clubs, "
        "liste des associations, quel club, quels clubs, emprunter des tables, emprunter trente tables, emprunter des chaises, prêter une sono, prêter des grilles, stand au forum, "
        "organiser une course, organiser un loto, organiser une fête, organiser une manifestation, rejoindre une association, liste des assos, club de pétanque dossier, prêt de "
        "chaises, prêt de vaisselle, prêter des chaises, besoin de tables, besoin de chaises, organiser un vide grenier de l'association, association qui, quelle association, "
        "quelles associations, monter une association, déclarer notre association, panneau d'affichage associatif, créer un club, kermesse, demande de subventions, minibus "
        "communal, minibus de la ville, minibus municipal, emprunter le minibus, prêt du minibus, championnat, judo club, association sportive, assemblée générale, prêt du barnum, "
        "banderole, flyer, trophées, coupe pour notre tournoi, puces des couturières, bourse aux jouets, bourse aux vêtements, organiser une brocante, troupe, notre troupe, "
        "metteur en scène, pièce de théâtre à la salle, repas de quartier, fête de quartier, fête des voisins, prêter des barrières, barrières et des tables, prêtez vous, badge du "
        "dojo, badge du club, accès au dojo, accès au gymnase, clés du gymnase, clé du gymnase, badge du gymnase, clés du local, clé du local, local du club",
        signs="association, club, forum, stand, adhérents, asso, statuts, amicale, comité des fêtes, licenciés, bénévolat, agenda, affiche, manifestation, trésorier, commission, loto, "
        "minibus, bourse, exposants, bureau, =affichage",
        context="créneau, salle, formulaire, annoncer",
        pairs=(
            "association, associations, club, clubs, amicale, comité, asso, assos + créer, créons, subvention, dossier, forum, stand, tables, chaises, matériel, prêt, statuts, agenda, "
            "affiche, annoncer, manifestation, loto, kermesse, tournoi, rejoindre, existe, liste, commission, créneau, inscrire, apprend, recherche, cherche, buvette, goûter",
            "tables, chaises, sono, barnum, barnums, tonnelle, podium, grilles d'expo, bancs, vidéoprojecteur, vaisselle + prêter, prêt, prêtez, emprunter, besoin, louer, disposition, "
            "location, prêteriez",
            "minibus + club, judo, foot, week end, libre, emprunter, louer, championnat, association, communal",
            "organiser, organisons, organise + puces, bourse, loto, tournoi, kermesse, concert, course, repas, marche, randonnée, soirée, vide grenier, brocante, salon",
            "barrières, barrière, tables, chaises, bancs, podium, gobelets, tonnelles + prêtez, prêter, repas, fête, quartier, habitants, voisins, emprunter",
            "club, association, asso, judo, foot, section, entraîneur, président + badge, badges, accès, code d'accès, alarme du local, créneau, clés du local, clé du local",
        ),
    ),
    theme(
        "salles", "Location de salles", "Hiring a hall",
        services="salles, salle, réservations, associations, associative, culture, sports, sport, animation, accueil",
        sure="location de salle, location salle, louer la salle, louer une salle, réserver la salle, réserver une salle, réservation de salle, réservation salle, réservation de la "
        "salle, prêt de salle, salle disponible, salle des fêtes libre, salle des fêtes disponible, salle polyvalente libre, salle polyvalente disponible, location de la salle, "
        "location salle des fêtes, louer la salle des fêtes, réserver la salle des fêtes, hire the hall, rent the hall, tarif de la salle, tarifs de la salle, tarif salle, caution "
        "de la salle, clés de la salle, clé de la salle, état des lieux de la salle, salle pour un anniversaire, salle pour un mariage, salle pour une réunion, salle de réunion, "
        "salle des fetes dispo, la salle est elle, louez la salle, louez vous, salle à louer, salle pour un repas, salle pour fêter, salle pour une fête, salle pour un baptême, "
        "salle à nous prêter, prêter une salle, salle pour répéter, salle une heure par semaine, salle communale, tarifs de location, prix de la salle, prix salle, hall hire, book "
        "the hall, book the village hall, village hall, ans de mariage, anniversaire de mariage, salle pr, dispo salle, cousinade, quelle salle, salle conseillez, usage de la "
        "salle, sollicite la salle, disposer de la salle, mise à disposition de la salle, mise à disposition d'une salle, avoir la salle, occuper la salle",
        signs="réserver, réservation, louer, location, disponible, disponibilité, caution, anniversaire, état des lieux, arrhes, libre, tarif, tarifs, loto, vin d'honneur, week end, "
        "personnes, fêter, fêtons, cuisine",
        context="salle, salle des fêtes, salle polyvalente, salle barbara, maison des associations, foyer rural",
        pairs=(
            "salle, salle des fêtes, salle polyvalente, salle barbara, salles, foyer rural, maison des associations, local + louer, louez, location, réserver, réservation, libre, "
            "disponible, dispo, tarif, tarifs, prix, coûte, combien, anniversaire, baptême, prêter, prêt, week end, caution, répéter, créneau, heure par semaine, communion, mariage",
            "fêter, fêtons, anniversaire, noces, baptême, communion, cousinade, mariage + salle, lieu, salle des fêtes, louer, personnes, cuisine, réserver",
            "salle, lieu + exposantes, exposants, personnes, prix, conseillez, organiser, quel prix, quels prix",
            "salle, salle des fêtes, salle polyvalente, foyer + usage, disposer, mise à disposition, sollicite, exposition annuelle, répétitions, répétition, assemblée, conférence, bal",
        ),
        needs_context=True,
    ),
    theme(
        "sport", "Sports et équipements", "Sports",
        services="sports, sport, associations, associative, animation, loisirs",
        sure="entrée de la piscine, piscine entrée, réserver un court, reserve un court, court de tennis, créneau de gymnase, créneau au gymnase, créneaux sportifs, créneau sportif, créneaux du gymnase, école des sports, "
        "cours de natation, stage sportif, leçons de natation, aquagym, bonnets de bain, abonnement piscine, tarif piscine, horaires de la piscine, swimming lessons, planning du "
        "gymnase, planning des équipements, licence sportive, gymnastique douce, cours de gym, cours de yoga, inscrire au foot, inscrire au judo, entraînement annulé, ouverture de "
        "la piscine, bonnet obligatoire, maître nageur, planning de la piscine, bassin de natation, vestiaires réservés, éducateur sportif, apprendre à nager, cours de tennis, "
        "séances pour adultes, séance adultes, créneaux adultes, ligne d'eau, créneau piscine, créneau gymnase, créneau futsal, utiliser le gymnase, utiliser le stade, avoir le "
        "gymnase, pool open, swimming pool opening, piscine horaires, horaires piscine, tarif de la piscine, tarifs piscine, bébés nageurs, inscription au judo, inscription judo, "
        "inscription foot, pass sport, coupon sport, inscrire à la gym, inscrire au tennis, inscrire à la natation, gym douce, gym d'entretien, gymnastique, yoga, zumba, pilates, "
        "aquabike, ouvre la piscine, piscine est ouverte, piscine ouverte dimanche, piscine c'est ouvert, piscine fermée, maillot, bonnet de bain, short de bain, séance de "
        "natation, salle de sport, musculation, randonnée du club, marche nordique",
        signs="sport, court, entraînement, gymnase, nager, natation, foot, football, judo, licence, stade, créneau, match, piscine, coach, terrain, basket, gym, danse, pétanque, "
        "vestiaire, =tennis, futsal, tournoi, bassin, équipe, volley, handball, athlétisme, escalade, séances",
        context="réserver, horaires, inscription, inscrire, abonnement, tarif, créneau, ouvert, ouverte, dimanche, matin, voisine, prix",
        pairs=(
            "piscine, patinoire, gymnase, tennis, dojo + entrée, fermez, ouvrez, dimanche, combien, prix, tarif, heures, bonnet, carte",
            "gymnase, stade, court, courts, piscine, dojo, tennis, foot, judo, danse, basket, futsal, yoga, gym, natation, nager, équipe, entraînement, aquagym, volley, handball, "
            "karaté, escalade, trois rivières, zumba, badminton, ping pong + créneau, créneaux, séances, réserver, réservation, inscription, inscrire, horaires, adultes, tarif, "
            "tarifs, abonnement, cours, licence, nager, apprendre, planning, prix",
            "gymnase, stade, dojo + équipe, créneau, jeudi soir, mardi soir, lundi soir, mercredi soir, vendredi soir, futsal, utiliser, tournoi, match",
            "piscine, gymnase, stade, tennis, terrain + ouvert, ouverte, ouvre, fermée, dimanche, samedi, vacances, heures, entrée",
            "gym, yoga, gymnastique, aquagym, danse, judo, foot, tennis, pilates, natation + inscrire, m'inscrire, essayer, débutant, débutante, adultes, seniors, cours",
            "foot, judo, tennis, danse, basket, rugby, hand, natation, gym, karaté, escrime + place, places, fils, fille, petit, petite, garçon, inscrire, essai, âge, commencer",
        ),
        needs_context=True,
    ),
    theme(
        "culture", "Culture, médiathèque, fêtes", "Culture, library, festivals",
        services="culture, culturel, médiathèque, bibliothèque, associations, associative, animation, événementiel",
        sure="prolonger un prêt, prolonger mon prêt, livre perdu, livre emprunté, rendre un livre, rendre mes livres, rendre les livres, emprunter des livres, emprunter un livre, "
        "inscription médiathèque, inscription à la médiathèque, inscription à la bibliothèque, carte de bibliothèque, carte de lecteur, carte médiathèque, inscription école de "
        "musique, inscription à l'école de musique, cours de piano, cours de guitare, cours de violon, cours de musique, solfège, fête de la musique, feu d'artifice, marché de "
        "noël, billetterie, saison culturelle, atelier d'écriture, heure du conte, library card, ciné club, fête du village, journées du patrimoine, chanter dans l'église, club de "
        "lecture, dédicace, expo, exposer mes, exposition de peinture, tarifs de l'école de musique, cours de batterie, guinguette, salon du livre, résidence d'artiste, archives "
        "municipales, visite guidée, programme du festival, places pour le concert, retard de livres, amende de la bibliothèque, fête du 14 juillet, feux d'artifice, défilé du "
        "carnaval, programme culturel, spectacle annulé, concert annulé, billets pour, places pour le spectacle, réserver des places pour le spectacle, don de livres, donner des "
        "livres, apprendre la flûte, apprendre la guitare, apprendre le piano, apprendre un instrument, cours de flûte, cours de chant, cours de danse, cours de théâtre, atelier "
        "théâtre, cours de dessin, eveil musical, éveil musical, tome 3, prolonger mes livres, music lessons, piano lessons, borrow books, borrow, library books, accrocher mes "
        "photos, comité de jumelage, vernissage, sculptures, exposer mes œuvres, montrer mes œuvres, compte lecteur, mon compte lecteur, réserver un livre, réserver un roman, mot "
        "de passe de la médiathèque, carte de la médiathèque, lecture à voix haute, club lecture, livres numériques, concert de noël, fête de noël, séance de dédicace, écrivain "
        "public, horaires de la médiathèque, horaire de la médiathèque, horaires de la bibliothèque, horaire de la bibliothèque, médiathèque ouverte, bibliothèque ouverte, "
        "médiathèque ferme, médiathèque ouvre",
        signs="médiathèque, bibliothèque, emprunté, emprunter, musique, conservatoire, artiste, roman, bd, lecture, instrument, billet, programmation, archives, écrivain, =livre, "
        "=livres, romans, concert, spectacle, théâtre, exposition, flûte, guitare, piano, violon, batterie, cinéma, festival, carnaval, abonnement, peintures, égaré, bronzes, "
        "sculpteur, sculptrice, peintre, fanfare, harmonie, orchestre, chorale, =exposer",
        context="inscription, inscrire, tarif, horaires, programme, emprunté, médiathèque, bibliothèque",
        pairs=(
            "professeur, prof + piano, guitare, violon, flûte, batterie, chant, solfège, danse, théâtre, dessin, trompette, saxophone",
            "musique, piano, guitare, flûte, violon, batterie, chant, solfège, théâtre, dessin, conservatoire, instrument, trompette, saxophone, accordéon + apprendre, cours, "
            "inscrire, inscription, tarif, coûte, place, places, leçons, prof, débuter, année, adulte",
            "=livre, =livres, romans, bd, tome, dvd, magazine, roman + rendre, rendu, prolonger, perdu, égaré, emprunté, emprunter, donner, don, bibliothèque, médiathèque, retard, "
            "amende, intéressée, chien a mangé, abîmé",
            "médiathèque, bibliothèque + inscrire, inscription, inscrit, carte, emprunter, horaires, abonnement, ouverte, tablette, livres, romans, prêt, dvd, atelier, exposer, "
            "lecture",
            "spectacle, concert, billet, billets, exposition, festival, pièce de théâtre + annulé, rembourser, remboursement, réserver, réservation, date, programme, acheter, rendre, "
            "caisse, places",
            "photos, tableaux, peintures, toiles, dessins, œuvres, aquarelles, sculptures + exposer, accrocher, =montrer, exposition, médiathèque",
            "roman, livre numérique, bd, dvd, compte, carte + médiathèque, bibliothèque, réserver, mot de passe, connecter, lecteur, emprunter",
            "artiste, peintre, sculpteur, sculptrice, photographe, bronzes, toiles, sculptures + montrer, exposer, lieu, espace, vernissage, commune, accrocher",
            "fanfare, harmonie, orchestre, troupe + chanter, concert, recrute, rejoindre, inscrire, jouer, église, chanteurs, se produire, répéter",
            "chorale, chœur, fanfare, orchestre + chanter, concert, recrute, rejoindre, inscrire, se produire, église",
            "chorale, fanfare, orchestre, harmonie, théâtre + essayer, chante, trouver, existe, débutant, chanteur",
        ),
        needs_context=True,
    ),
    theme(
        "tourisme", "Tourisme et camping", "Tourism and camping",
        services="tourisme, camping, culture, animation",
        sure="emplacement pour une tente, emplacement pour une caravane, emplacement de camping, chien accepté, office de tourisme, emplacement au camping, emplacement camping, réserver au camping, camping car aire, aire de camping car, taxe de séjour, chambre d'hôtes, gîte, meublé "
        "de tourisme, airbnb, sentier de randonnée, campsite, pitch at the campsite, mobil home au camping",
        signs="camping, touriste, emplacement, caravane, randonneur, nuitée, chalet, =tentes, randonnée",
        pairs=(
            "camping, emplacement, caravane, tente, camping car, mobil home, van aménagé + semaine, semaines, juin, juillet, août, nuit, nuits, chien accepté, séjour, séjourner, tarif, prix, couple, famille, électricité, ombragé, réserver",
            "camping, mobil home, emplacement, tente + réserver, réservation, nuits, nuitée, tarif, tarifs, saison, ouvert, juillet, août",
        ),
    ),
    theme(
        "commerce", "Marché, commerce, vide-greniers", "Market and trade",
        services="commerce, marché, économie, développement économique",
        sure="prêt de barrières, organiser un vide grenier, prévoit son vide grenier, organise un vide grenier, buvette temporaire, marché hebdomadaire, place au marché, emplacement marché, emplacement au marché, emplacement sur le marché, placier, droit de place, commerçant ambulant, food truck, "
        "foodtruck, camion pizza, vide grenier, vide greniers, brocante, débit de boissons, buvette, licence iv, licence 4, local commercial, ouvrir un commerce, vente au "
        "déballage, marchand ambulant, place le samedi sur le marché, place sur le marché, vendre sur le marché, vends du miel, producteur, producteurs, ouvrir une boutique, "
        "ouvrir un restaurant, ouvrir un salon, terrasse de mon restaurant",
        signs="commerçant, exposant, forain, manège, cirque, boutique, commerces, forains, étals",
        pairs=(
            "marché + emplacement, vendre, stand, étal, forain, placier, droit de place, producteur, exposer, place samedi",
            "ouvrir, ouvre, reprendre, local + boutique, commerce, restaurant, épicerie, food truck",
        ),
    ),
    theme(
        "jardins", "Jardins familiaux", "Allotments",
        services="jardins familiaux, jardins partagés",
        sure="jardin partagé, jardins partagés, jardin ouvrier, jardins ouvriers, jardin familial, jardins familiaux, parcelle de jardin, potager, allotment, parcelle pour jardiner, "
        "parcelle à cultiver",
        signs="jardiner, cultiver, légumes, jardin",
    ),
)  # fmt: skip
