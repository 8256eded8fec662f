"""Words that hand a request to a colleague, a service, or something to the requester."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "GIVE": """pour attribution|pour affectation|pour reattribution|pour transfert|pour transmission|attribution|reattribution|affectation|reaffectation|transferer|transfere|transferez|a transferer|transmettre|transmettez|a transmettre|transmis
        |je transmets|je transfere|reaffecter|a reaffecter|reaffectez|je reaffecte|affecter|a affecter
        |affectez|j'affecte|reattribuer|a reattribuer|reattribuez|je reattribue|attribuer|a attribuer
        |attribuez|j'attribue|assigner|a assigner|assignez|assigne|reorienter|a reorienter|je reoriente
        |passer|a passer|je passe|passez|je passe la main|a donner|donner|donne|donnez|a envoyer|envoyer
        |envoyez|je renvoie|renvoyer|a renvoyer|renvoyez|basculer|a basculer|je bascule|basculez|bascule
        |confier|a confier|je confie|confiez|a rediriger|rediriger|je redirige|merci de transmettre
        |merci de transferer|merci de basculer|merci de reaffecter|merci de reattribuer|merci de passer
        |merci de rediriger|merci d'affecter|merci d'envoyer|merci de renvoyer|je laisse|on transmet
        |on transfere|nous transmettons|nous transferons|transferee|reattribuee|reaffectee|assignee
        |affectee|a adresser|adresser|je repasse|je donne|je fais suivre|faire suivre|a faire suivre
        |faites suivre|reaffecte|reattribue|la main|j'ai transmis|j'ai transfere
        |je l'ai transmis|je le transmets|je la transmets|je le passe|je la passe|je l'envoie
        |je le donne|je la donne|a remettre|j'ai reaffecte""",
    "TO": """sur|sur le|sur la|sur les|sur l'|a|au|aux|a la|a l'|vers|vers le|vers la|vers les|pour|le|la|les|l'|chez|cote|a mon collegue
        |a ma collegue|mon collegue|ma collegue|mes collegues|aux collegues|a nos collegues|equipe
        |l'equipe|service|au service|du|de la|des|le service|du service|aux collegues de
        |aux collegues du|aux collegues de la|aux collegues des""",
    "CONCERNS": """ca c'est|competence|competence de|domaine de|secteur de|c'est la|c'est les|c'est le|c'est celle de|est pour|est du ressort de|releve plutot de|releve plutot du|releve plutot des|c'est du domaine de|c'est du domaine du|c'est du domaine des|s'adresse a|s'adresse au|s'adresse aux|devrait aller a|devrait aller au|doit aller a|doit aller au|doit aller aux|releve de|releve du|releve des|ca releve de|ca releve du|ca releve des|cela releve de
        |cela releve du|cela releve des|concerne|ca concerne|cela concerne|c'est pour|c'est au|c'est a
        |pour|c'est du ressort de|c'est du ressort du|du ressort de|du ressort du|du ressort des
        |ressort de|ressort du|plutot pour|c'est plutot pour|c'est la competence de
        |c'est l'affaire de|destine a|revient a|ca revient a|cela revient a|depend de|depend du
        |depend des|ca depend de|ca depend du|ca depend des|c'est cote|c'est|plutot""",
    "TALKWITH": "voir|voir avec|a voir avec",
    "HANDTO": "a|vers",
    "MISROUTED": """pas concerne|je ne suis pas concerne|je ne suis pas concernee|nous ne sommes pas concernes|on n'est pas concernes|pas concernes|pas pour notre service|ce n'est pas pour notre service|pas notre service|pas notre domaine|ce n'est pas notre domaine|ce n'est pas de mon ressort|pas dans mes attributions|ce n'est pas moi|pas moi|mal aiguille|mal aiguillee|mal oriente|mal orientee|erreur de service|erreur d'aiguillage
        |erreur d'affectation|pas pour nous|pas pour moi|ce n'est pas pour nous|ce n'est pas pour moi
        |c'est pas pour nous|c'est pas pour moi|n'est pas pour nous|pas chez nous|ce n'est pas chez nous
        |c'est pas chez nous|ce n'est pas de notre ressort|pas de notre ressort|hors de mon secteur
        |pas mon secteur|pas notre secteur|ce n'est pas mon secteur|ce n'est pas notre secteur
        |ce n'est pas nous|c'est pas nous|pas nous|pas de notre competence
        |ce n'est pas de notre competence|mauvais service|c'est son secteur|c'est leur secteur
        |c'est son domaine|c'est la leur|c'est leur domaine|c'est a eux|c'est pour eux
        |qui connait le dossier|qui est d'astreinte|qui est d'astreinte ce week-end
        |je suis en conge ce soir|je suis en conges ce soir|moi je suis en conge ce soir
        |je suis en conge|je suis en conges|je suis absent|je suis absente|renvoyez leur|a eux
        |c'est de leur ressort|c'est leur competence|erreur de destinataire|pas de mon ressort""",
    "HANDLE": "traiter|gerer|s'en occuper|regarder|suivre|prendre|traite|s'en charge|gere|faire",
    "SEC": """c'est son secteur|c'est leur secteur|c'est son domaine|c'est lui qui gere|c'est elle qui gere
        |c'est lui|c'est elle|c'est eux|c'est son dossier|c'est son boulot|c'est son rayon
        |c'est leur rayon|c'est leur boulot|c'est son affaire""",
    "SEEWITH": """vois avec|voyez avec|voir avec|a voir avec|demande a|demandez a|adresse-toi a|adressez-vous a|c'est pour""",
    "WHOWILL": """qui reviendra vers vous|qui vous recontactera|qui vous repondra|qui prendra contact avec vous
        |qui vous contactera|qui reprendra contact avec vous|qui traitera votre demande
        |qui s'en occupera|qui en a la charge|qui vous rappellera|qui est competent
        |competent en la matiere|pour traitement|pour suite a donner|pour attribution
        |pour prise en charge|qui a la cle|qui a les cles|qui connait le dossier|qui est au courant|qui a le dossier|qui suit ca|qui suit le dossier""",
    "MAILED": """courrier|message|mail|votre message|votre courrier|votre mail|votre courriel|courriel
        |votre appel""",
    "TOWHOM": """au courrier|au courrier du matin|au courrier du jour|par la poste|par recommande|en recommande
        |au demandeur|a la demandeuse|a l'interesse|a l'interessee|a la famille|au notaire|au monsieur
        |a la dame|a l'usager|a l'usagere|a son proprietaire|a son maitre|a sa proprietaire
        |a sa maitresse|a ses proprietaires|au proprietaire|au petitionnaire|au secretariat|a l'ecole
        |a la directrice|au directeur|au club|a l'association|aux parents|a la maman|au papa|au mari
        |a madame|a monsieur|a l'administre|a l'administree|en main propre|en mains propres
        |contre signature|contre emargement|au titulaire|a la titulaire|au locataire|a la locataire
        |dans le reu|sur le logiciel|dans le logiciel|sur le portail famille|dans la base|a la personne|a la mere|au pere|au fils|a la fille|au couple|aux maries|a l'avocat|au syndic|au president|a la presidente|au gerant|a la gerante|chez la dame|chez le monsieur|a l'adresse indiquee|a l'adresse donnee|a l'adresse demandee|chez son maitre|chez son proprietaire|a ses maitres""",
    "ADDRESSEE": "madame|monsieur|mesdames|messieurs|chere madame|cher monsieur",
    "ABSENT": """est en arret|est absent|est absente|etant absent|etant absente|est en conge|est en conges
        |est en vacances|est malade|n'est pas la|est en formation""",
    "FORYOU": """c'est pour toi|c'est pour vous|pour toi|a toi|c'est a toi|je te laisse gerer|je te laisse t'en occuper|a toi de jouer|tu gardes|je te le passe|je te la passe|je te le transmets|je te la transmets|celle-ci est pour toi|elle est pour toi|il est pour toi""",
    "HANDLEBY": """a traiter par|a voir par|a gerer par|a instruire par|a prendre en charge par|pour traitement par|pour suite a donner par|pour prise en charge par|pour attribution a|a suivre par|a charge de|a la charge de""",
    "TOHANDLE": "de traiter|de gerer|de s'en occuper|de s'en charger|de voir|d'intervenir|de faire le necessaire",
    "WHOHANDLES": """qui gere|qui s'en occupe|qui s'en charge|qui traite|qui est competent|qui est competente|qui doit traiter|qui instruit""",
    "COMPETENT": """competent|competente|concerne""",
    "HANDTHEM": """je reoriente|je transfere|je transmets|je fais suivre|je bascule|je leur passe|je leur transmets|je leur transfere|je redirige|on transmet|on transfere|on fait suivre|nous transmettons|nous transferons|a reattribuer|a transferer|a transmettre|a reaffecter|a rediriger|a basculer|a renvoyer|a faire suivre|a leur transmettre svp|merci de reattribuer|merci de reaffecter|a leur reattribuer|merci de la leur transmettre|merci de le leur transmettre|merci de leur transmettre|a leur transmettre|merci de leur renvoyer|a leur renvoyer|merci de leur faire suivre|a leur faire suivre|merci de la reorienter|merci de le reorienter|merci de reorienter|a reorienter|merci de transferer|merci de transmettre|merci de la transferer|merci de le transferer""",
    "TAKESOVER": """prend la suite|prend le relais|reprend le dossier|prend le dossier|reprend la suite|prend en charge|prend""",
    "BYOWNER": """par l'usager|par l'usagere|par son proprietaire|par sa proprietaire|par ses proprietaires|par le proprietaire|par l'interesse|par l'interessee
        |par le demandeur|par la demandeuse|par la dame|par le monsieur|par la famille|par les parents|par la personne|par le titulaire|par la titulaire
        |par son maitre|par ses maitres|par la maman|par le papa|par son detenteur""",
    "CAMEFOR": """est venu chercher|est venue chercher|sont venus chercher|a recupere|ont recupere|a retire|ont retire|est passe chercher|est passee chercher
        |est passe prendre|est passee prendre|est venu prendre|est venue prendre""",
}  # fmt: skip
