"""Verbs of the town's work by what they say, and their forms by rule.

Each is listed as its participle in the masculine singular without accents; feminine, plural, infinitive,
present and future follow by conjugation. A word after the participle goes with it (« remis en service »).
"""

from __future__ import annotations

from dataclasses import dataclass

PARTICIPLES: dict[str, str] = {
    #: The end of a piece of work.
    "DONE": """termine|fini|acheve|traite|resolu|regle|clos|cloture|fait|effectue|realise|execute|boucle|solde|satisfait
        |accompli|finalise|mene a bien|mene a terme""",
    #: A repair of a thing that the lexicon knows.
    "FIX": """repare|change|remplace|debouche|nettoye|rebouche|depanne|repeint|redresse|refixe|revisse|resserre|debloque
        |reinstalle|retabli|refait|recolle|rescelle|scelle|colmate|recharge|regraisse|huile|graisse|desherbe|balaye
        |retape|recousu|detartre|deneige|sale|sable|desobstrue|cure|purge|relance|reamorce|rearme|reprogramme|reimprime
        |corrige|mis a jour|remis en service|remis en etat|remis en place|remis en route|remis en marche|remis d'aplomb
        |remis a niveau|remis a neuf|remis en eau|remis en lumiere|remis sous tension|desinfecte|deratise|traite|tondu
        |taille|elague|arrose|ramone|reajuste|reetanche|reactive|renouvele|verse|rembourse|rectifie|enregistre
        |delivre|imprime|verifie et repare|controle et repare|revise|regle|recadre|range|visse|reclipse|reequilibre""",
    #: A removal of what lies about or grows too far.
    "CLEAR": """enleve|ramasse|evacue|retire|efface|capture|detruit|vide|releve|debarrasse|emporte|embarque|degage
        |abattu|arrache|verbalise|broye|decolle|recupere|mis en fourriere|collecte|gratte|dessouche|tronconne
        |supprime|elimine|attrape|deblaye|extrait|emmene|conduit a la fourriere|parti en fourriere|parti a la fourriere
        |deterre|neutralise|deloge|traite""",
    #: What is cut: « l'eau est coupée » ends nothing.
    "CUT": """coupe""",
    #: A setting in place or a handing over.
    "PUT": """envoye|pose|installe|livre|remis|mis|fixe|monte|plante|place|expedie|poste|transmis|ajoute|range""",
    #: A day that is set.
    "PLAN": """planifie|programme|prevu|reporte|decale|cale|fixe|repousse|avance|deplace|inscrit au planning|arrete au planning
        |prevu au planning|agende|positionne|deprogramme et reporte""",
    "REFUSE": """refuse|rejete|ecarte|decline|deboute""",
}  # fmt: skip

#: What is done to a thing of the town when nothing else can be meant: a thing nobody listed may stand before it.
MENDED = """betonne|regarni|roule|recompacte|dame|reamenage|rebetonne|resuspendu|rearmature|reaimante|rejoint|retourne au sol
    |cadenasse|souffle|pompe|agrafe|reattache|cire|carrele|platre|enduit|tapisse|cable|equipe|calibre|etalonne|parametre|configure|debouchonne|desencombre
    |desencrasse|epoussete|astique|brosse|frotte|dessable|devase|faucarde|sarcle|amende|seme|rempote|fleuri|pave|dalle|compacte
    |trace|numerote|plastifie|affute|lubrifie|raccourci|rallonge|retaille|remastique|mastique|jointoye|rebouche et nettoye
    |recale|revitrifie|vitrifie|remis d'applomb|remis aux normes|recimente|reboulonne|boulonne
    |comble|recomble|referme|reprofile|rebranche|reimplante|remis sur pied|remis sur rail|remis en pression|remis en ligne
    |etanchifie|lessive|passe au karcher|remis a l'heure|remis d'equerre|remis droit|mis aux normes|mis en conformite|remis en ordre
    |remis en fonction|remis en fonctionnement|remis en peinture|remis en herbe|remis au propre|remis en forme|remis a l'endroit
    |remis en circulation|remis en ordre de marche|remis en chauffe|remis en position|remis dans l'axe
    |repare|rebouche|debouche|nettoye|depanne|repeint|redresse|refixe|revisse|resserre|debloque|reinstalle
    |retabli|refait|recolle|rescelle|scelle|colmate|regraisse|graisse|desherbe|balaye|detartre|deneige|desobstrue
    |cure|reamorce|rearme|desinfecte|deratise|tondu|elague|ramone|reetanche|remis en service|remis en etat
    |remis en place|remis en route|remis en marche|remis d'aplomb|remis a niveau|remis a neuf|remis en eau|remis en lumiere
    |remis sous tension|remplace|ponce|rejointoye|regoudronne|bitume|engazonne|reenclenche|rechausse
    |replante|reseme|rabote|ressoude|soude|recloue|recable|raccorde|reraccorde|rehausse|hydrocure|decoince|desensable|desenvase
    |rehabilite|renove|restaure|retendu|rince|recure|lave|relave|karcherise|depoussiere|essuye|vidange
    |rogne|broye|debroussaille|fauche|ebranche|ratisse|etete|taille|arrose|sable|goudronne|fertilise|bine|paille|emonde
    |reprogramme|reparametre|reconfigure|reinitialise|redemarre|resynchronise|reactive|reimprime|regonfle
    |retoile|rehabille|recoule|cimente|maconne|siliconne|consolide|renforce|replatre
    |replace|repositionne|reaccroche|rependu|purge|assaini
    |calfeutre|reteint|retrace|recreuse|rebati|reconstruit|remaille|retape|recousu|revitre|revernis|reverni|verni|lasure
    |remblaye|nivele|empierre|gravillonne|rabattu|demousse|desengorge|degorge|reequipe|remotorise|reetiquete
    |desembue|degivre|degele|degraisse|decape|rallume|ajuste|reajuste|change|sale|remonte|racommode|raccommode|repose
    |desamiante|desinsectise|demoustique|aere|detague|decolmate|remeuble|repave|redalle"""

#: What is issued, sent or put right in an office, said of papers only.
ISSUED = """alloue|credite|recree|retourne|appose|celebre|livre|delivre|remis|envoye|poste|expedie|imprime|edite|etabli|valide|enregistre|signe|notifie|regularise|corrige|rectifie
    |mis a jour|rembourse|transmis|accorde|saisi|renouvele|modifie|refait|change|duplique|adresse|donne
    |distribue|active|reedite|reimprime|effectue|traite|verse|fait|inscrit|octroye|parti|mis a disposition
    |mis en ligne|ajoute|attribue|actualise|renvoye|reexpedie|confirme|debloque|reinitialise|prolonge
    |reactive|enregistre et valide|pris en compte dans le logiciel|scanne|tamponne|vise|transcrit|retrouve|rattache"""
#: What is put right of a bill; « facture réglée » says that somebody paid.
CORRECTED = "regularise|corrige|rectifie|rembourse|refait|reedite|recalcule|reemis|annule et refait|ajuste|revu a la baisse"

#: Verbs whose forms no rule gives, by participle: infinitive, present (je, il, nous), stem of the future.
_IRREGULAR: dict[str, tuple[str, str, str, str, str]] = {
    "remis": ("remettre", "remets", "remet", "remettons", "remettr"),
    "mis": ("mettre", "mets", "met", "mettons", "mettr"),
    "transmis": ("transmettre", "transmets", "transmet", "transmettons", "transmettr"),
    "reemis": ("reemettre", "reemets", "reemet", "reemettons", "reemettr"),
    "repeint": ("repeindre", "repeins", "repeint", "repeignons", "repeindr"),
    "reteint": ("reteindre", "reteins", "reteint", "reteignons", "reteindr"),
    "refait": ("refaire", "refais", "refait", "refaisons", "refer"),
    "fait": ("faire", "fais", "fait", "faisons", "fer"),
    "satisfait": ("satisfaire", "satisfais", "satisfait", "satisfaisons", "satisfer"),
    "extrait": ("extraire", "extrais", "extrait", "extrayons", "extrair"),
    "enduit": ("enduire", "enduis", "enduit", "enduisons", "enduir"),
    "reconstruit": ("reconstruire", "reconstruis", "reconstruit", "reconstruisons", "reconstruir"),
    "conduit": ("conduire", "conduis", "conduit", "conduisons", "conduir"),
    "rabattu": ("rabattre", "rabats", "rabat", "rabattons", "rabattr"),
    "abattu": ("abattre", "abats", "abat", "abattons", "abattr"),
    "detruit": ("detruire", "detruis", "detruit", "detruisons", "detruir"),
    "recousu": ("recoudre", "recouds", "recoud", "recousons", "recoudr"),
    "resolu": ("resoudre", "resous", "resout", "resolvons", "resoudr"),
    "prevu": ("prevoir", "prevois", "prevoit", "prevoyons", "prevoir"),
    "clos": ("clore", "clos", "clot", "closons", "clor"),
    "inscrit": ("inscrire", "inscris", "inscrit", "inscrivons", "inscrir"),
    "transcrit": ("transcrire", "transcris", "transcrit", "transcrivons", "transcrir"),
    "rouvert": ("rouvrir", "rouvre", "rouvre", "rouvrons", "rouvrir"),
    "reouvert": ("reouvrir", "reouvre", "reouvre", "reouvrons", "reouvrir"),
    "parti": ("partir", "pars", "part", "partons", "partir"),
    "sorti": ("sortir", "sors", "sort", "sortons", "sortir"),
    "envoye": ("envoyer", "envoie", "envoie", "envoyons", "enverr"),
    "renvoye": ("renvoyer", "renvoie", "renvoie", "renvoyons", "renverr"),
    "leve": ("lever", "leve", "leve", "levons", "lever"),
    "saisi": ("saisir", "saisis", "saisit", "saisissons", "saisir"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb, folded, with what goes with it: `future` holds je, il, nous, ils."""

    infinitive: str
    participles: tuple[str, ...]
    present: tuple[str, ...]
    future: tuple[str, ...]


def conjugated(participle: str) -> Forms:
    """Every form of a verb that orders use, from its participle (« rebouche », « remis en service »)."""
    head, _, tail = participle.partition(" ")
    infinitive, present, stem = _by_rule(head)

    def with_tail(*forms: str) -> tuple[str, ...]:
        return tuple(f"{form} {tail}".strip() for form in dict.fromkeys(forms) if form)

    endings = ("", "e", "es") if head.endswith("s") else ("", "s", "e", "es")
    return Forms(
        with_tail(infinitive)[0],
        with_tail(*(head + ending for ending in endings)),
        with_tail(*present),
        with_tail(*(stem + ending for ending in ("ai", "a", "ons", "ont"))),
    )


def _by_rule(head: str) -> tuple[str, tuple[str, ...], str]:
    """Infinitive, present (je, il, nous) and stem of the future of a participle."""
    if head in _IRREGULAR:
        infinitive, *present, stem = _IRREGULAR[head]
        return infinitive, tuple(present), stem
    if head.endswith("e"):
        stem = head[:-1]
        # « nettoyé » → « nettoie », « nettoiera »; « jeté » → « jette » keeps its spelling apart from doubles.
        soft = f"{stem[:-1]}ie" if stem.endswith("y") else head
        ons = f"{stem}eons" if stem.endswith("g") else f"{stem}ons"
        return f"{head}r", (head, soft, ons), f"{soft}r"
    if head.endswith("i"):
        return f"{head}r", (f"{head}s", f"{head}t", f"{head}ssons"), f"{head}r"
    stem = head[:-1]
    return f"{stem}re", (f"{stem}s", stem, f"{stem}ons"), f"{stem}r"


def named(participle: str) -> tuple[str, ...]:
    """Nouns that may name the work of a verb: « debouche » → « debouchage », « debouchement », « debouchation »."""
    if " " in participle or not participle.endswith("e") or len(participle) < 6:
        return ()
    stem = participle[:-1]
    return tuple(f"{stem}{ending}" for ending in ("age", "ement", "ation", "ages", "ements", "ations"))
