"""Words that wait, and for whom."""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

PHRASES: dict[str, str] = {
    "WAITHEAD": """il me faut|il nous faut|bloque tant que|bloquee tant que|en attente tant que|suspendu tant que|on attend que
        |j'attends que|att|j'attend|j attends|jattend|on attends|nous sommes en attente
        |je suis en attente|mis en stand by|en stand by|mise en standby|attente de|je patiente
        |on patiente|nous restons en attente|je reste en attente|en attente actuellement|en attente
        |mise en attente|mis en attente|mettre en attente|je mets en attente|on met en attente
        |nous mettons en attente|a mettre en attente|remis en attente|remise en attente|en attente donc
        |donc en attente|reste en attente|suspendu|suspendue|prise en charge suspendue|demande suspendue
        |dossier suspendu|en pause|je mets en pause|mis en pause|mise en pause|en suspens|en standby
        |gele|gelee|bloque|bloquee|en sommeil|je le mets en attente|je la mets en attente
        |je mets donc votre demande en attente|je mets votre demande en attente
        |l'instruction est suspendue|instruction suspendue|est suspendue|est suspendu|mis en attente svp
        |votre demande est en attente|demande en attente|dossier en attente|on attend|nous attendons|attente|toujours en attente|jattends""",
    "WAITOURS": """entreprise sollicitee pour devis|prestataire sollicite pour devis|demande de devis en cours|devis demande a deux entreprises|devis demandes aux entreprises|devis sollicite aupres d'une entreprise|mise en concurrence en cours|marche en cours|piece manquante chez le fournisseur|commande effectuee|demande de devis envoyee|demande de devis faite|devis demande a l'entreprise|devis demande au prestataire|devis attendu|devis en attente|devis recu a valider|devis a valider|devis en cours de validation|devis en cours de signature|en attente de pieces|en attente de piece|on attend le devis|bon de commande en cours|bc en cours|bc envoye|bc parti|approvisionnement en cours|delai fournisseur|delai de livraison|livraison attendue|livraison en attente|j'ai demande un devis|on a demande un devis|nous avons demande un devis|j'ai lance la commande|on a lance la commande|j'ai passe commande|on a passe commande|nous avons passe commande|j'ai passe la commande|j'ai relance le fournisseur|j'ai relance l'entreprise|on a relance le fournisseur|consultation des entreprises en cours|expertise en cours|etude technique en cours|autorisation demandee|arrete en cours|arrete en cours de signature|piece commandee|pieces commandees|materiel commande|commande passee|commande faite|en commande
        |commande en cours|commande lancee|devis demande|devis en cours|devis demandes|devis a venir
        |devis sollicite|bon de commande envoye|bon de commande parti|bon de commande signe|dict envoyee
        |dict partie|dict faite|dict deposee|dict en cours|piece en commande|pieces en commande
        |rupture de stock|en rupture de stock|stock epuise|fournisseur relance|entreprise relancee
        |prestataire relance|chiffrage en cours|consultation en cours|etude en cours|en attente interne
        |attente interne""",
    "ORDERED": "commandes|commandees|redemande|recommande|recommandee|commande|commandee|en commande|en cours de commande",
    "WAITTHEIRS": """il manque l'adresse|il manque l'adresse exacte|il manque le rib|il manque la date de naissance|il manque l'acte de naissance|il manque un justificatif|il manque un justificatif de domicile|il manque une piece d'identite|il manque votre|il manque une photo|il manque le justificatif|il manque la piece d'identite|il manque le livret|il manque des pieces|il manque un document|il manque des documents|manque des pieces|manque un document|manque piece d'identite|manque la piece d'identite|manque rib|manque le rib|pieces manquantes|piece manquante|pieces manquantes reclamees|pieces manquantes demandees|document manquant|documents manquants|en attente de pieces justificatives|attente pieces justificatives|attente de pieces justificatives|en attente des pieces justificatives|j'ai demande des precisions|j'ai demande une photo|j'ai demande des photos|j'ai demande le justificatif|j'ai demande un justificatif|on a demande des precisions|on a demande une photo|nous avons demande des precisions|j'ai demande l'adresse exacte|j'ai demande l'adresse|j'ai demande les pieces|j'ai demande les pieces manquantes|demande de complement envoyee|demande de complements envoyee|demande de photo envoyee|demande de justificatif envoyee|demande d'informations envoyee|demande d'information envoyee|complement d'information demande|complements d'information demandes|informations demandees|information demandee|infos demandees|precisions a fournir|demandeur injoignable|demandeuse injoignable|usager injoignable|injoignable|message laisse|message laisse sur son repondeur|message vocal laisse|j'ai laisse un message|on a laisse un message|j'ai laisse un message sur son repondeur|dans l'attente de sa reponse|dans l'attente de son retour|dans l'attente de votre reponse|dans l'attente de votre retour|demandeur a rappeler|relance envoyee au demandeur|relance faite au demandeur|demandeur contacte|dossier incomplet|demande incomplete|il nous manque|il me manque|il manque vos
        |manque justificatif|manque le justificatif|manque les justificatifs|manque photo|manque photos
        |manque les photos|manque l'adresse|manque l'adresse exacte|pieces demandees|piece demandee
        |pieces reclamees|photo demandee|photos demandees|precisions demandees|precision demandee
        |justificatif demande|justificatifs demandes|complement demande|complements demandes
        |demandeur relance|demandeuse relancee|usager relance|message laisse sur le repondeur
        |message laisse au demandeur|message laisse a la demandeuse|message laisse a la dame
        |message laisse au monsieur|mail envoye au demandeur pour|demande de precisions envoyee
        |demande de precision envoyee|demande de pieces envoyee|pieces complementaires demandees""",
    "SPARE": "piece|pieces|piece detachee|pieces detachees|materiel|fourniture|fournitures|piece de rechange|pieces de rechange|modele|remplacant|necessaire",
}  # fmt: skip

#: Words of a requester's part in a waiting.
WAITS_FOR_REQUESTER = word_set(
    """demandeur demandeuse demandeurs usager usagere administre administree riverain riveraine dame
    monsieur madame locataire famille parent parents maman papa requerant mr citoyen interesse
    interessee petitionnaire justificatif justificatifs photo photos incomplet incomplete domicile
    adresse rib quittance formulaire livret ordonnance medical identite precision precisions adherent
    association rappelle"""
)
#: Words of everything else one waits for.
WAITS_FOR_US = word_set(
    """decision elus prefet notaire arrete deliberation delib arbitre prestataires fournisseurs sdis ddt drac devis piece pieces commande commandes commandee livraison livraisons fournisseur prestataire
    entreprise materiel materiaux dict budget budgetaire vote gel meteo pluie neige degel nacelle camion
    engin avis abf architecte expert assureur assurance stock enrobe validation arbitrage conseil
    commission accord vert huissier geometre enedis grdf orange sncf controle technique rapport
    adjoint adjointe secretariat hierarchie elu maire dgs direction signature marche consultation
    renfort effectif conges printemps ete hiver automne intemperies liquidation recrutement penurie
    parquet caf cpam msa dreal ars rectorat academie tresorerie perception siv epci sivom gendarmerie
    nidification floraison seve
    approvisionnement interne internes concessionnaire syndicat departement prefecture agglo
    agglomeration interco bailleur"""
)
#: What only the requester can give; a person named in passing is no proof that one waits for them.
PAPERS = word_set(
    """justificatif justificatifs photo photos incomplet incomplete domicile adresse rib quittance
    formulaire livret ordonnance medical identite precision precisions"""
)
