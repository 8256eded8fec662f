"""Ways of speaking that a whole family of verbs shares: « je prends », « merci de clore », « à transférer ».

Each family is listed once as infinitive, what je/il/nous say, and the participle; frames make the phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: Infinitive, je, on, nous, participle; « _ » where an object may stand before the verb (« je le prends »).
_TAKING = """prendre prends prend prenons pris
    prendre_en_charge prends_en_charge prend_en_charge prenons_en_charge pris_en_charge
    prendre_en_main prends_en_main prend_en_main prenons_en_main pris_en_main
    gerer gere gere gerons gere
    traiter traite traite traitons -
    regarder regarde regarde regardons -
    reprendre reprends reprend reprenons -
    commencer commence commence commencons -
    demarrer demarre demarre demarrons -
    attaquer attaque attaque attaquons -
    instruire instruis instruit instruisons instruit
    etudier etudie etudie etudions -
    lancer lance lance lancons -
    recuperer recupere recupere recuperons recupere
    garder garde garde gardons -
    piloter pilote pilote pilotons -
    investiguer investigue investigue investiguons -"""
#: « On va regarder ça » takes nothing before it says when, where or with whom (WILLSEE); « je regarde ça » does.
_ONLY_LOOKING = frozenset(["regarder"])
#: With « me/se/nous »: s'en occuper.
_TAKING_ONESELF = """en_occuper en_occupe en_occupe en_occupons
    en_charger en_charge en_charge en_chargeons
    en_saisir en_saisis en_saisit en_saisissons
    y_mettre y_mets y_met y_mettons
    y_coller y_colle y_colle y_collons
    y_atteler y_attelle y_attelle y_attelons
    mettre_dessus mets_dessus met_dessus mettons_dessus
    pencher_dessus penche_dessus penche_dessus penchons_dessus"""
#: With « me/se/nous » and what it is about: se charger de.
_TAKING_ABOUT = """occuper occupe occupe occupons
    charger charge charge chargeons
    saisir saisis saisit saisissons"""
_CLOSING = """clore clos clot closons clos
    cloturer cloture cloture cloturons cloture
    fermer ferme ferme fermons ferme
    solder solde solde soldons solde
    archiver archive archive archivons archive
    classer classe classe classons classe"""
_GIVING = """transferer transfere transfere transferons transfere
    transmettre transmets transmet transmettons transmis
    reaffecter reaffecte reaffecte reaffectons reaffecte
    affecter affecte affecte affectons affecte
    attribuer attribue attribue attribuons attribue
    reattribuer reattribue reattribue reattribuons reattribue
    assigner assigne assigne assignons assigne
    reassigner reassigne reassigne reassignons reassigne
    orienter oriente oriente orientons oriente
    reorienter reoriente reoriente reorientons reoriente
    aiguiller aiguille aiguille aiguillons aiguille
    rediriger redirige redirige redirigeons redirige
    basculer bascule bascule basculons bascule
    confier confie confie confions confie
    deleguer delegue delegue deleguons delegue
    renvoyer renvoie renvoie renvoyons renvoye
    router route route routons route
    passer_la_main passe_la_main passe_la_main passons_la_main -
    passer_le_relais passe_le_relais passe_le_relais passons_le_relais -
    faire_suivre fais_suivre fait_suivre faisons_suivre -
    refiler refile refile refilons refile"""
_REOPENING = """rouvrir rouvre rouvre rouvrons rouvert
    reouvrir reouvre reouvre reouvrons reouvert"""
_ASKED = (
    "a", "merci de", "pouvez", "tu peux", "vous pouvez", "on peut", "je peux", "il faut", "faut", "bon a", "prete a", "pret a",
    "merci de bien vouloir", "veuillez", "est a", "sont a",
)  # fmt: skip


def _verbs(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        yield [form.replace("_", " ") for form in line.split()]


def _said_now(je: str, on: str, nous: str, objects: Iterable[str] = ("", "le ", "la ")) -> Iterator[str]:
    for it in objects:
        elided = f"{it[0]}'" if it and je[0] in "aeiouy" else it
        yield f"je {elided}{je}" if elided or je[0] not in "aeiouy" else f"j'{je}"
        yield f"on {elided}{on}"
        yield f"nous {elided}{nous}"


def _will(infinitives: Iterable[str]) -> Iterator[str]:
    for infinitive in infinitives:
        for going in ("je vais", "on va", "nous allons"):
            yield f"{going} {infinitive}"


def _taking() -> Iterator[str]:
    for infinitive, je, on, nous, _ in _verbs(_TAKING):
        yield from _said_now(je, on, nous)
        if infinitive not in _ONLY_LOOKING:
            yield from _will((infinitive, f"le {infinitive}", f"la {infinitive}"))
        yield from (f"c'est moi qui {je}", f"c'est moi qui {on}", f"c'est nous qui {nous}")
    for infinitive, je, on, nous in _verbs(_TAKING_ONESELF):
        for me, se in (("m'", "s'"),) if je[0] in "ey" else (("me ", "se "),):
            yield from (f"je {me}{je}", f"on {se}{on}", f"nous nous {nous}", f"c'est moi qui {me}{je}")
            yield from (f"je vais {me}{infinitive}", f"on va {se}{infinitive}")
        yield f"nous allons nous {infinitive}"


def _taking_about() -> Iterator[str]:
    for infinitive, je, on, nous in _verbs(_TAKING_ABOUT):
        me, se = ("m'", "s'") if je[0] in "aeiouy" else ("me ", "se ")
        yield from (f"je {me}{je}", f"on {se}{on}", f"nous nous {nous}", f"c'est moi qui {me}{je}")
        yield from (f"je vais {me}{infinitive}", f"on va {se}{infinitive}", f"nous allons nous {infinitive}")


def _closing() -> Iterator[str]:
    for infinitive, je, on, nous, participle in _verbs(_CLOSING):
        yield from _said_now(je, on, nous)
        for asked in _ASKED:
            yield f"{asked} {infinitive}"
        yield from (f"{infinitive}", f"{infinitive} svp", f"{je} svp", f"{je} stp", f"a {infinitive} svp")
        for form in {participle, f"{participle}e"}:
            yield from (f"peut etre {form}", f"est a considerer comme {form}", f"je considere comme {form}")


def _giving() -> Iterator[str]:
    for infinitive, je, on, nous, participle in _verbs(_GIVING):
        yield from _said_now(je, on, nous)
        for asked in (*_ASKED, "peut etre", "doit etre", "devrait etre"):
            if asked.endswith("etre"):
                yield from (f"{asked} {participle}{ending}" for ending in ("", "e") if participle != "-")
            else:
                yield f"{asked} {infinitive}"
        yield from (infinitive, je, f"{nous[:-3]}ez" if nous.endswith("ons") else "")
        if participle != "-":
            yield from (
                participle,
                f"{participle}e",
                f"j'ai {participle}",
                f"on a {participle}",
                f"nous avons {participle}",
            )
            yield from (f"je l'ai {participle}", f"je l'ai {participle}e", f"je viens de {infinitive}")


def _reopening() -> Iterator[str]:
    for infinitive, je, on, nous, participle in _verbs(_REOPENING):
        yield from _said_now(je, on, nous)
        yield from (infinitive, f"a {infinitive}", f"merci de {infinitive}", participle, f"{participle}e")


def _joined(phrases: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(phrase for phrase in phrases if phrase))


_GOING_WELL = """marche fonctionne tourne chauffe eclaire s'allume s'ouvre s'ecoule coule demarre tient remarche refonctionne ferme
    redemarre"""
_WELL = (
    "bien",
    "normalement",
    "correctement",
    "a nouveau",
    "de nouveau",
    "parfaitement",
    "tres bien",
    "impeccable",
    "nickel",
)


def _going_well(subjects: Iterable[str]) -> Iterator[str]:
    for verb in _GOING_WELL.split():
        for subject in subjects:
            yield from (f"{subject}{verb} {how}" for how in _WELL)


PHRASES: dict[str, str] = {
    "LIT": _joined(_going_well(("ca ", "tout ", "elle ", "il ", "l'eau "))),
    "RUNS": _joined(_going_well(("",))),
    "RUNSON": _joined(_going_well(("",))),
    "TAKE": _joined(_taking()),
    "TAKEABOUT": _joined(_taking_about()),
    "CLOSE": _joined(_closing()),
    "GIVE": _joined(_giving()),
    "REOPEN": _joined(_reopening()),
}
