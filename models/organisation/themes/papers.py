"""Registry office, identity, elections, cemetery."""

from __future__ import annotations

from models.organisation.themes.theme import theme

PAPERS = (
    theme(
        "actes", "Actes d'état civil", "Civil status records",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="exemplaire de l'acte, acte de mariage de mes parents, acte abîmé, nouvel exemplaire de l'acte, fiche d'état civil, fiche individuelle, état civil de mes ancêtres, trace de mon aïeul, trace de mes ancêtres, recherches généalogiques, acte de naissance, actes de naissance, acte de mariage, acte de décès, actes de décès, acte d'état civil, copie intégrale, extrait d'acte, extrait de naissance, extrait "
        "de mariage, extrait avec filiation, livret de famille, birth certificate, marriage certificate, death certificate, copie de l'acte, rectifier un acte, erreur dans mon "
        "acte, mention marginale, généalogie, registres paroissiaux, acte de reconnaissance, acte naissance, acte mariage, acte deces, acte de nais, copie d'acte, registres de "
        "naissance, registres d'état civil, acte de mes, acte de mon, acte de ma, arbre généalogique, généalogiste, copie de mon acte, fiche familiale, birth record, marriage "
        "record, extrait naissance, livret famille, acte d'naissance, duplicata du livret, deuxième livret, second livret, ajouter à notre livret, mettre à jour le livret, livret "
        "à jour",
        signs="acte, extrait, filiation, duplicata, registre, naissance, apostille, =livret, aïeux, ancêtres, =naissance",
        context="notaire, commune",
        pairs=(
            "aïeul, aïeux, aïeule, ancêtre, ancêtres, arrière grand père, arrière grand mère, trisaïeul + marié, mariée, né, née, mort, décédé, vers 18, registre, registres, trace, recherche, cherche, branche, soldat",
            "=acte, =actes, extrait, extraits, =livret + naissance, mariage, décès, famille, obtenir, =nee, intégrale, notaire, filiation, perdu, duplicata, refaire, recevoir, délai",
            "registres, archives, arbre de ma famille, aïeux, ancêtres, généalogie, arrière grand père, arrière grand mère, grand oncle + mariage, naissance, décès, =nee, état civil, "
            "registres, acte, baptême, retrouver la trace",
            "=livret + ajouter, mise à jour, naissance, bébé, divorce, brûlé, perdu, refaire, jour",
            "extrait, acte, copie + suis né, suis née",
        ),
    ),
    theme(
        "naissance", "Naissances, prénoms et noms", "Births and names",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="reconnaître le bébé, reconnaître l'enfant, reconnaissance avant la naissance, reconnaissance prénatale, pas mariés, pas marié avec, déclarer une naissance, déclarer la naissance, déclaration de naissance, reconnaissance anticipée, reconnaître mon enfant, reconnaître notre enfant, reconnaître notre "
        "bébé, reconnaissance de paternité, changement de prénom, changer de prénom, changer de nom, changement de nom, nom de famille de mon enfant, vient de naître, est né hier, "
        "est né ce matin, est née hier, est née ce matin, est né cette nuit, est née cette nuit, arrivée cette nuit, accouché à la maison, accouchement à domicile, né à la maison, "
        "née à la maison, second prénom, ajouter un prénom, ordre des prénoms, nom de jeune fille, nom d'usage, déclarer notre fils, déclarer notre fille, déclarer mon fils, "
        "déclarer ma fille, déclarer mon bébé, sage femme, reprendre le nom, porter le nom, reprendre mon nom, reprendre mon nom de jeune fille, nom de ma mère, nom de mon père",
        signs="reconnaître, reconnaissance, paternité, prénom, prénoms, naître",
        context="enfant, bébé, fils, fille, papiers, cinq jours, procédure",
        pairs=(
            "bébé, enfant, enceinte, naissance, grossesse + pas mariés, sommes pas mariés, reconnaître, reconnaissance, avant la naissance, paternité, nom du père, quels papiers",
            "bébé, enfant, fille, fils, petite, petit + déclarer, reconnaître, reconnaissance, déclaration de naissance, déclaration",
            "=nee, naissance, accouché + déclarer, déclaration, reconnaître",
            "prénom, nom de famille, nom, nom de mon père, nom de ma mère, nom de mon ex, nom de naissance, patronyme + changer, changement, accoler, ajouter, modifier, orthographe, "
            "reprendre, porter, retirer, garder, abandonner, démarche, démarches, procédure",
            "bébé, fille, fils, petite, petit + sage femme, né maison, née maison, cette nuit, cinq jours, naître, accouché",
            "prénom, prénoms, nom + devienne, changer, procédure, tribunal, ajouter, inverser, modifier, erreur",
        ),
    ),
    theme(
        "mariage", "Mariages, PACS et baptêmes civils", "Weddings, civil partnerships",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="se marier, nous marier, me marier, dossier de mariage, date de mariage, dates de mariage, publication des bans, =pacs, pacser, parrainage civil, parrainage républicain, "
        "baptême civil, baptême républicain, noces d'or, mariage civil, célébrer notre mariage, célébrer le mariage, get married, fille se marie, fils se marie, on se marie, nous "
        "nous marions, livret de mariage, union civile, vœux de mariage, cérémonie de mariage, me marie, nous marions, dossier mariage, =bans, se pacser, nous pacser, dissoudre "
        "mon pacs, getting married, wedding, baptiser civilement",
        signs="mariage, marier, témoins, fiancé, fiancée, noces, marraine, pacsé, =epouser, cérémonie civile, mariés, marions",
        context="mairie, maire, pièces, pièces à fournir",
        pairs=(
            "marier, mariage, mariages, marie, marient, pacs, pacser, noces, épouser, fiancé, fiancée + dossier, pièces, date, dates, samedi, samedis, rendez vous, papiers, témoins, "
            "mairie, cérémonie, étranger, publication, célébrer, canadien, étrangère, formalités, retirer",
            "baptême, parrainage + civil, républicain, mairie, date",
            "marie, mariage, marier, marions, mariés + juin, juillet, août, septembre, mai, avril, mairie libre, libre, étranger, étrangère, heure",
        ),
    ),
    theme(
        "deces", "Décès et obsèques", "Deaths and funerals",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="déclarer un décès, déclarer le décès, déclaration de décès, pompes funèbres, certificat de décès, permis d'inhumer, inhumation, inhumer, crémation, fermeture de cercueil, "
        "mise en bière, déclarer la mort, que faire après un décès, démarches décès, démarches après le décès, constat de décès, faire part du décès, acte de deces, vient de "
        "décéder, vient de nous quitter, est mort cette nuit, est décédé cette nuit, est décédée cette nuit, est mort ce matin, est morte ce matin, est mort hier, est morte hier, "
        "est décédé hier, est décédée hier, décédé à l'hôpital, décédée à l'hôpital, décédé hier, décédée hier, décédé cette nuit, mort à l'hôpital, décès à l'hôpital, papiers du "
        "décès, décédé ce matin, décédée ce matin, nous a quittés, nous a quitté",
        signs="décès, décédé, défunt, obsèques, funérailles, enterrer, cercueil, mort, morte, médecin, décéder, incinération, enterrement",
        context="déclarer, mairie, papa, maman, mari, père, mère, frère, oncle, =tante, grand père, grand mère, sœur, époux, épouse",
        pairs=(
            "mort, morte, décédé, décédée, décès, éteint, éteinte + déclarer, déclaration, démarches, médecin, pompes funèbres, formalités, papiers à faire, mairie, enterrer, "
            "obsèques, prévenir, papiers, fait les papiers, acte, hôpital, qui prévenir, livret",
            "s'est éteint, s'est éteinte, nous a quittés, décédé, décédée, dernier souffle + maman, papa, mère, père, mari, épouse, femme, résidence, hôpital, ehpad, sœur, frère, "
            "oncle, tante, grand mère, grand père",
        ),
    ),
    theme(
        "concessions", "Concessions et cimetière", "Graves and cemetery",
        services="cimetière, état civil, population, formalités, affaires générales, accueil",
        sure="tombe de mes parents, tombe de mon père, tombe de ma mère, tombe de ma tante, tombe de mon mari, tombe de mes grands parents, concession perpétuelle, enterrée le moment venu, concession, columbarium, caveau, jardin du souvenir, pierre tombale, exhumation, case cinéraire, cavurne, dispersion des cendres, où est enterré, emplacement au "
        "cimetière, monument funéraire, marbrier, stèle, ouverture du cimetière, horaires du cimetière, achat d'un emplacement, place au cimetière, places au cimetière, rejoindre "
        "au cimetière, plan du cimetière, plan des tombes, plan du cimetiere, caveau familial, caveau de famille, graveyard plot, renouveler la concession, tombe familiale, ma "
        "tombe, tombe de famille, tombe fendue, pierre tombale fendue, croix de la tombe, clé du cimetière, livre du cimetière, disperser les cendres, dispersion de cendres, "
        "cendres dispersées, ses cendres, family grave, his grave, her grave",
        signs="cimetière, sépulture, aïeux, inhumé, enterré, =tombes, =cendres, inhumée, enterrée, repose, sur la tombe",
        context="renouveler, prix, commune, famille, parents, grands parents, grand père, grand mère",
        pairs=(
            "tombe, tombes, caveau, sépulture, pierre tombale + s'affaisse, affaisse, affaissée, penche, réparer, fendue, entretien, abandonnée, vandalisée, fleurie",
            "=tombe, =tombes, caveau, concession, sépulture, urne, columbarium, cendres + famille, renouveler, renouvellement, prix, durée, place, trouver, cherche, recherche, grand "
            "père, grand mère, parents, plan, payé, emplacement, acheter, reprise, abandonnée, abandonnées, transférer, marbrier, tarif, échéance, terme, expire, disperser, retrouver, "
            "repose",
            "cimetière + place, emplacement, prix, enterré, enterrée, repose, horaires, ouvert, ouvre, ferme, fermé, plan, rejoindre, cendres, inhumer, caveau, renouveler, où trouver, "
            "tombe",
            "enterré, enterrée, repose, inhumé, inhumée + endroit, grand père, aïeul, plan, retrouver, arrière",
            "pierre, marbre, monument, dalle, stèle, marbrier + cimetière, parents, fendue, fendu, tombe, marbrier, allée, gravure, graver, caveau",
            "cendres, urne + dispersées, disperser, père, mère, mari, endroit, prévu, columbarium, garder, déposer",
        ),
    ),
    theme(
        "identite", "Carte d'identité et passeport", "Identity cards and passports",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="ma carte expire, carte expire en, carte périmée, titre périmé, papiers périmés, carte d'identité, carte identité, carte nationale d'identité, cni, passeport, pré demande, titre d'identité, sortie de territoire, passport, identity card, id card, "
        "france identité, pièce d'identité perdue, refaire mes papiers, papiers d'identité, carte d'identitée, passport renewal, pièce d'identité, carte d'identité volée, refaire "
        "la carte, renouveler son passeport, titre sécurisé, =cni, rendez vous passeport, rdv passeport, rdv cni, retirer mon passeport, retirer ma carte, retrait passeport, renew "
        "my passport, lost my passport, plus de papiers, papiers volés, papiers perdus, refaire sa carte, refaire ma carte d'identité",
        signs="empreintes, périmé, périmée, =identité, renouveler, créneaux",
        context="rendez vous, rdv, délai, photo, documents",
        pairs=(
            "passeport, passeports, =cni, carte d'identité, carte d'identite, pièce d'identité, papiers d'identité, carte identité + perdu, volé, refaire, renouveler, périmé, périmée, "
            "expire, rendez vous, rdv, délai, créneau, créneaux, photo, mineur, empreintes, retirer, prête, prêt, voyage, étranger, angleterre, valable, enfant, examen",
            "papiers + refaire, volés, perdu, renouveler, identité",
            "passeport, passeports, =cni + page, déchirée, déchiré, abîmé, mouillé, fils, fille, mois, refaire, attendre, urgence",
        ),
    ),
    theme(
        "elections", "Élections", "Elections",
        services="élections, état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="liste électorale, listes électorales, carte électorale, carte d'électeur, bureau de vote, procuration pour, procuration de vote, faire une procuration, voter par "
        "procuration, élections, assesseur, dépouillement, inscription électorale, electoral roll, tenir un bureau, scrutateur, isoloir, pour les municipales, inscrite pour les, "
        "inscrit pour les, présidentielle, législatives, =europeennes, carte de vote, où voter, radié des listes, =municipales, inscrire pour voter, m'inscrire pour voter, voter "
        "ici, pouvoir voter, procuration, second tour, premier tour, tenir le bureau, tenir un bureau de vote, tenir bureau, jour du scrutin, register to vote, carte electorale, "
        "vote par procuration, bureaux de vote, jour des élections, jour du vote, changer de bureau de vote, voter à sa place, voter à ma place, bulletin de vote, glisser son "
        "bulletin, jusqu'à l'urne, vote à domicile, mettre le bulletin, carte électorale pas reçue, pas reçu ma carte électorale, voter dimanche, procuration à domicile, venir à "
        "domicile pour la procuration, alitée voter",
        signs="vote, électeur, élection, scrutin, candidat, électoral, voter, urne, urnes, bulletin",
        context="inscrire, carte, absent, dimanche",
        pairs=(
            "voter, vote, voix, électeur, scrutin, élection, élections, électorale, électorales + inscrire, inscrit, inscrite, frère, sœur, absent, voyage, carte, quel, quelle, tenir, "
            "dépouiller, dimanche, municipales, printemps, liste, listes, aider, coup de main, tour, procuration, emménagé, déménagé, adresse, donner, mère, alitée, domicile, malade, "
            "hospitalisée, hospitalisé",
            "urne, bulletin, bureau de vote, voter, vote, élections, élection + père, mère, maison de retraite, déplacer, place, ehpad, frère, glisser, mandataire, hospitalisé",
        ),
    ),
    theme(
        "recensement", "Recensement", "Census",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="recensement, recenser, se faire recenser, recensé, journée défense, journée citoyenne, jdc, journée d'appel, agent recenseur, service national, attestation de recensement",
        signs="recenseur",
        context="fils, fille, bac, permis",
        pairs=(
            "16 ans, seize ans, 17 ans + recenser, recensé, recensement, défense, jdc, papier pour le bac",
            "bac, permis, code + recensement, recensé, attestation de recensement, jdc",
        ),
    ),
    theme(
        "attestations", "Attestations et légalisations", "Certificates and signatures",
        services="état civil, population, formalités, citoyenneté, affaires générales, accueil",
        sure="légalisation de signature, légaliser une signature, légaliser ma signature, légaliser, certifier conforme, copie conforme, certifiée conforme, certificat de vie, "
        "attestation d'accueil, certificat de vie commune, vie commune, certificat d'hérédité, certificat de résidence, certificat de domicile, attestation de domicile, certificat "
        "de concubinage, concubinage, certificat de célibat, certificat de bonne vie, invitation d'un étranger, accueillir un étranger, certificat de présence, attestation de "
        "présence, papier pour son visa, papier pour le visa, invitation pour un visa, héberger un étranger, attestation d'hébergement, recevoir ma cousine, recevoir mon cousin, "
        "attestation d'acceuil",
        signs="signature, tampon, authentifier, =visa, attestation, certificat",
        pairs=(
            "signature, document, documents, diplôme, procuration, papier + légaliser, légalisation, certifier, certifiée, tamponner, authentifier, conforme",
            "attestation, certificat + accueil, domicile, célibat, vie, concubinage, résidence, hérédité, hébergement, visa, étranger, cousin, cousine, retraite étrangère",
            "inviter, invite, accueillir, recevoir + visa, étranger, maroc, algérie, tunisie, sénégal, cousine, cousin, attestation",
            "visa, consulat, ambassade + papier, commune, mairie, cousin, cousine, mère, frère, sœur, ami, amie, parents, mois, invitation, attestation, dakar, trois mois, venir, "
            "étrangère, passer, recevoir, héberger, oncle, neveu, nièce, belle mère",
            "cousin, cousine, frère, sœur, mère, ami, amie, neveu, nièce, oncle, tante, beau frère, belle sœur + consulat, visa, invitation, ambassade, venir trois mois, attestation, "
            "dakar",
        ),
    ),
)  # fmt: skip
