"""Registry office, identity, elections, cemetery."""

from __future__ import annotations

from models.organisation.themes.theme import theme

_SERVICES = "état civil, population, formalités, citoyenneté, affaires générales, accueil"

PAPERS = (
    theme(
        "actes", "Actes d'état civil", "Civil status records", services=_SERVICES,
        sure="acte de naissance, actes de naissance, acte de mariage, acte de décès, actes de décès, acte d'état civil, copie intégrale, extrait d'acte, extrait de naissance, extrait de mariage, extrait avec filiation, livret de famille, "
        "birth certificate, marriage certificate, death certificate, copie de l'acte, rectifier un acte, erreur dans mon acte, mention marginale, généalogie, registres paroissiaux, acte de reconnaissance, livret, ajouter sur le livret, acte naissance, acte mariage, acte deces, acte de nais, copie d'acte",
        signs="acte, extrait, filiation, livret, duplicata, registre, naissance, apostille",
        context="notaire, commune, copie, nom",
    ),
    theme(
        "naissance", "Naissances, prénoms et noms", "Births and names", services=_SERVICES,
        sure="déclarer une naissance, déclarer la naissance, déclaration de naissance, reconnaissance anticipée, reconnaître mon enfant, reconnaître notre enfant, reconnaître notre bébé, reconnaissance de paternité, changement de prénom, changer de prénom, changer de nom, changement de nom, nom de famille de mon enfant",
        signs="reconnaître, reconnaissance, prénom, paternité, naissance, maternité",
        context="enfant, bébé, fils, fille",
    ),
    theme(
        "mariage", "Mariages, PACS et baptêmes civils", "Weddings, civil partnerships", services=_SERVICES,
        sure="se marier, nous marier, me marier, dossier de mariage, date de mariage, dates de mariage, publication des bans, pacs, pacser, parrainage civil, parrainage républicain, baptême civil, baptême républicain, noces d'or, mariage civil, célébrer notre mariage, célébrer le mariage, get married, salle des mariages, fille se marie, fils se marie, on se marie, nous nous marions, se marie le, marions, livret de mariage, union civile, vœux de mariage, cérémonie de mariage",
        signs="mariage, marier, cérémonie, témoins, fiancé, fiancée, noces, baptême, parrain, marraine, célébrer, alliance",
        context="mairie, dossier, maire, pièces",
    ),
    theme(
        "deces", "Décès et obsèques", "Deaths and funerals", services=_SERVICES,
        sure="déclarer un décès, déclarer le décès, déclaration de décès, pompes funèbres, certificat de décès, permis d'inhumer, inhumation, inhumer, crémation, fermeture de cercueil, mise en bière, déclarer la mort, vient de mourir, est mort, est morte, est décédé, est décédée, décès de mon, décès de ma",
        signs="décès, mort, décédé, défunt, obsèques, funérailles, enterrement, enterrer, cercueil, incinération",
        context="déclarer, mairie, père, mère, papa, maman, mari, frère",
    ),
    theme(
        "concessions", "Concessions et cimetière", "Graves and cemetery",
        services="cimetière, état civil, population, formalités, affaires générales, accueil",
        sure="concession, columbarium, caveau, jardin du souvenir, pierre tombale, exhumation, case cinéraire, cavurne, dispersion des cendres, où est enterré, emplacement au cimetière, place au cimetière, reprise de tombe, tombe abandonnée, monument funéraire, marbrier, stèle, plaque funéraire, mes grands parents au cimetière, tombe de mes, tombe de ma, tombe de mon, retrouver une tombe, ouverture du cimetière, horaires du cimetière, clé du cimetière, prix d'une place, achat d'un emplacement",
        signs="tombe familiale, ma tombe, la tombe mes, tombe mon, tombe ma, tombe mes, sa tombe, leur tombe, notre tombe, cette tombe, cimetière, urne, sépulture, cendres, défunt, trente ans, cinquante ans, échéance, grands parents, aïeux, inhumé, enterré, =tombes",
        context="famille, renouveler, prix, commune",
    ),
    theme(
        "identite", "Carte d'identité et passeport", "Identity cards and passports", services=_SERVICES,
        sure="carte d'identité, carte identité, carte nationale d'identité, cni, passeport, pré demande, titre d'identité, sortie de territoire, passport, identity card, id card, france identité, pièce d'identité perdue, refaire mes papiers, papiers d'identité, carte d'identitée, passport renewal, passeport, pièce d'identité, perdu ma carte, carte d'identité volée, refaire la carte, renouveler ma carte, renouveler son passeport, titre sécurisé",
        signs="identité, empreintes, périmé, périmée, ants, papiers, renouveler, renouvellement, voyage",
        context="rendez vous, rdv, délai, photo, documents",
    ),
    theme(
        "elections", "Élections", "Elections", services="élections, " + _SERVICES,
        sure="liste électorale, listes électorales, carte électorale, carte d'électeur, bureau de vote, procuration pour, procuration de vote, faire une procuration, voter par procuration, élections, assesseur, dépouillement, inscription électorale, voter, electoral roll, tenir un bureau, scrutateur, isoloir, pour les municipales, inscrite pour les, inscrit pour les, présidentielle, législatives, européennes, carte de vote, où voter, radié des listes, =municipales",
        signs="vote, électeur, élection, scrutin, candidat, électoral, procuration, urnes, second tour, premier tour",
        context="inscrire, carte, absent, dimanche, commune",
    ),
    theme(
        "recensement", "Recensement", "Census", services=_SERVICES,
        sure="recensement, recenser, se faire recenser, recensé, journée défense, journée citoyenne, jdc, journée d'appel, agent recenseur, service national, attestation de recensement",
        signs="seize ans, 16 ans, recenseur, insee, citoyen",
        context="fils, fille, bac, permis",
    ),
    theme(
        "attestations", "Attestations et légalisations", "Certificates and signatures", services=_SERVICES,
        sure="légalisation de signature, légaliser une signature, légaliser ma signature, légaliser, certifier conforme, copie conforme, certifiée conforme, certificat de vie, attestation d'accueil, certificat de vie commune, vie commune, certificat d'hérédité, certificat de résidence, certificat de domicile, "
        "attestation de domicile, certificat de concubinage, concubinage, certificat de célibat, certificat de bonne vie, invitation d'un étranger, accueillir un étranger, certificat de présence, attestation de présence",
        signs="légaliser, attestation, certificat, signature, tampon, justificatif, authentifier, =visa",
    ),
)  # fmt: skip
