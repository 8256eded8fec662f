"""What people who write English say of the same matters: words added to those of each theme, and to danger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.organisation.themes.theme import Theme, listed

#: Sure phrases and pairs by theme. A pair is two lists with a + between them.
_WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "chaussee": (
        "hole in the pavement, broken pavement, uneven pavement, loose paving, paving stone, paving slab, cracked pavement, kerb, sinkhole, potholes in",
        ("road, lane, pavement, footpath, track, street + hole, holes, crumbling, cracked, sunk, sinking, uneven, muddy, resurface, resurfaced, tyre, tripped, tarmac",),
    ),
    "signalisation": (
        "stop sign, street sign, road markings, crosswalk, one way street, cycle lane, cycle path, signpost, missing sign",
        ("sign, signs, mirror, crossing, markings + missing, broken, faded, fallen, knocked, bent, repaint, repainted, crooked, hidden",),
    ),
    "vitesse": ("too fast, speed bumps, slow down the traffic, drive like, racing through, traffic calming", ()),
    "eaux-pluviales": (
        "blocked drains, drain is blocked, drain overflows, storm drain, street drain, gutter is blocked, flooded street, smell of sewage, sewage smell",
        ("drain, drains, gutter, manhole, sewer, ditch + blocked, overflowing, overflows, smell, smells, flood, floods, flooded, loose, rattles, raining, rains", "street, road, lane, garage, cellar + floods, flooded, flooding, under water, river every time"),
    ),
    "fuite-rue": ("burst pipe, water main, leaking pipe in the street, water leak in the street", ("water + pouring out of the road, bubbling up, gushing, coming up through the pavement, burst",)),
    "hiver": ("icy road, icy pavement, gritting, snow clearing, clear the snow, road salt", ("snow, ice + pavement, road, street, clear, cleared, slippery, grit",)),
    "mobilier": ("bus shelter, broken bench, bike rack, bicycle rack, handrail", ("bench, benches, bollard, shelter, barrier + broken, bent, missing, rusty, loose, install",)),
    "domaine-public": ("skip in the street, scaffolding, removal van, road closure, close the street, closed road, tables outside my",
        ("skip, scaffold, scaffolding, removal lorry, van + permit, permission, park, parking space, street, pavement, reserve",)),
    "eclairage": ("lamppost, street lamps, christmas lights, street is dark, pitch dark", ("light, lights, lamp, lamps + street, road, lane, path, flickering, flickers, dark, footpath, all night",)),
    "arbres": ("fallen branch, tree branch, prune the tree, trim the tree, trim the trees, cut the tree, tree roots",
        ("tree, trees, branch, branches, cedar, oak, pine, plane tree + fallen, fell, trim, prune, cut back, leaning, dead, rotten, roots, overhangs, hangs over, dangerous, blown down, storm, gardeners",)),
    "herbe-fleurs": ("grass needs cutting, mow, mowed, hedge trimming in the park, flower beds, flower bed, flowers are dying", ("grass, weeds, verge, lawn, flowers + mown, mow, cut, knee high, tall, watered, dying, overgrown",)),
    "jeux": ("play area, climbing frame, see saw, seesaw, swings", ("swing, slide, playground, sandpit, play area + broken, rusty, sharp, missing, dirty, dangerous, loose",)),
    "insectes": ("hornets nest, hornet nest, wasps nest, wasp nest, asian hornet, asian hornets, swarm of bees", ("hornets, hornet, wasps, bees + nest, swarm, tree, roof, street, park",)),
    "depots": ("fly tipping, dumped rubbish, rubbish dumped, illegal dumping", ("fridge, tyres, mattress, sofa, rubbish, rubble, washing machine, waste + dumped, ditch, left by the road, abandoned, woods",)),
    "collecte": ("bin day, collection day, refuse collection, recycling bin, new bin, bin lid, bin was stolen, rubbish collection, bin men, bottle bank, yellow bin, compost bin",
        ("bin, bins, rubbish, recycling, waste + collected, collection, emptied, which day, missed, lid, stolen, order, overflowing, lorry",)),
    "dechetterie": ("recycling centre, waste tip, bulky items, old mattress, garden waste", ("sofa, mattress, furniture, fridge, rubble, garden waste + get rid of, collect, take away, pick up, tip",)),
    "proprete-rue": ("dog dirt, dog poop, dog fouling, graffiti on, public toilets, public toilet, street cleaning, street sweeping, dirty streets", ("pavement, street, square, toilets, wall, market + filthy, dirty, graffiti, litter, broken glass, sprayed, disgusting, clean",)),
    "rats": ("=rats, cockroaches, pigeon droppings, feeding the pigeons", ("rats, mice, cockroaches + bins, cellar, street, drain, nest",)),
    "actes": ("copy of my birth, certified copy, birth certificates, wedding certificate", ("certificate, record, copy + birth, marriage, death, born here, family history, ancestor, great grandfather",)),
    "naissance": ("register a birth, register the birth, declare a birth, declare the birth, birth of our, birth of my, born at home, newborn, register our baby, register our daughter, register our son, acknowledge paternity",
        ("born, baby, daughter, son, midwife + declare, register, registered, acknowledge, change name, first name",)),
    "mariage": ("get married here, civil partnership, civil wedding, wedding ceremony, marry in, =pacs", ("married, marriage, wedding, marry, pacs + town hall, documents, papers, date, saturday, ceremony, june, mayor, banns",)),
    "deces": ("passed away, register a death, register the death, declare a death, funeral arrangements, undertaker",
        ("died, passed away, death + declare, register, who do i have, papers, what to do, funeral, undertaker, at home",)),
    "concessions": ("burial plot, graveyard, cemetery plot, headstone, tombstone, family vault", ("grave, graves, cemetery, tomb, ashes, plot + buried, find, renew, buy, scatter, family, price, cost, headstone",)),
    "identite": ("new passport, renew a passport, passport for my, identity cards, id cards, national id", ("passport, passports, id card, identity card + renew, appointment, lost, stolen, expired, expires, child, collect, ready",)),
    "elections": ("vote in the local elections, local elections, polling station, proxy vote, electoral register, voter registration, voting card", ("vote, voting, election, elections + register, proxy, citizens, polling, list, where, eu citizen, card",)),
    "attestations": ("certificate of residence, proof of address, proof of life, life certificate, certificate of life, letter of invitation, hosting certificate, certify my signature, legalise, legalize, certified signature", ()),
    "permis": ("planning application, build a garage, build an extension, small extension, extend my house, extend our house, loft conversion, barn conversion, convert a barn, convert the barn, building permission, solar panels, replace the windows, new fence, garden shed, put up a fence, build a wall",
        ("barn, extension, garage, shed, pool, swimming pool, conservatory, veranda, fence, wall, windows, roof, solar panels, loft + permission, permit, declare, allowed, build, planning, authorisation, authorization, rules",)),
    "terrains": ("building land, plot of land, land registry, zoning, flood zone, flood risk, local plan", ("plot, land, field, parcel + build on, buildable, planning, zoning, zone, agricultural, sell, buy",)),
    "inscription-scolaire": ("enrol our, enrol my, enrol him, enrol her, register at the school, register for school, primary school place, start school, starting school, change school, catchment", ("school, nursery school, primary school + enrol, enroll, enrolment, register, start, place, moving, catchment",)),
    "cantine": ("school dinner, school dinners, at the canteen, vegetarian at school, eat at school, eats at school", ("daughter, son, children, child + vegetarian, allergic to, gluten, lunch, canteen, school meals",)),
    "periscolaire": ("after school club, after school care, holiday centre, summer camp, childcare after school, breakfast club", ("children, kids, son, daughter + after school, wednesday, holidays care, summer camp",)),
    "petite-enfance": ("day nursery, nursery for my baby, place in the nursery, creche, child minder, nanny", ("baby, months old, toddler + nursery, childcare, childminder, creche",)),
    "aide-sociale": ("cannot pay, cannot afford, can't afford, lost my job, food parcel, food parcels, financial help, financial support, social worker, benefits, sleeping rough, nowhere to sleep", ("pay, afford + electricity bill, rent, heating, bills, food",)),
    "seniors": ("home help, deliver meals, meals delivered, care home, lives alone, alarm pendant, retirement home, sheltered housing", ("mother, father, grandmother, grandfather, neighbour, aged + lives alone, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, deliver, meals, home help, frail, care",)),
    "handicap": ("blue badge, disability, wheelchair access, disabled parking badge", ()),
    "logement": ("council flat, council house, looking for a flat, looking for an apartment, apartment to rent, flat to rent, bigger flat", ()),
    "associations": ("grant for our, grant for my, start a club, join a club, our association, our club, charity event", ("club, association, charity + grant, join, tables, chairs, borrow, register, create",)),
    "salles": ("hire a hall, hire a room, rent a room, rent the room, book a room, hire of the hall, party hall, wedding reception", ("hall, room + hire, rent, book, birthday party, party, wedding, available, free on, price",)),
    "sport": ("swimming lesson, tennis court, opening hours of the pool, pool tickets, swimming pool hours, gym class, yoga class", ("pool, tennis, gym, swimming, football, judo + opening hours, ticket, lessons, class, court, book, price, how much, join",)),
    "culture": ("library membership, library opening, join the library, return my books, return a book, lost book, concert tickets, fireworks, guitar lessons, film club", ("library, books, book, concert, music, exhibition + join, return, renew, borrow, tickets, lessons, membership, overdue",)),
    "tourisme": ("pitch for, campervan, caravan site, tourist office, hiking trail, hiking trails, walking trail, guest house, holiday let", ("campsite, camping, tent, pitch + nights, book, price, dog, august, july, june",)),
    "stationnement": ("blocking my gate, blocking my drive, blocking our drive, blocking my driveway, blocks my driveway, abandoned vehicle, parked on the pavement, illegally parked, parking ticket, parking fine, parking permit",
        ("van, car, cars, lorry, truck, motorhome + blocking, parked, parking, gate, drive, driveway, abandoned, pavement",)),
    "bruit": ("loud party, keeps us awake, keep us awake, can't sleep, noise at night, dogs barking, dog barking, late at night music", ("neighbour, neighbours, music, party, bar, dog, rooster, cockerel + noise, loud, barking, barks, awake, sleep, crows, every night, midnight",)),
    "haies-voisin": ("neighbour's trees, neighbours hedge, overgrown hedge", ("hedge, hedges, trees, ivy + neighbour, neighbours, next door",)),
    "animaux": ("my dog ran away, my cat ran away, dog ran away, cat ran away, found a dog, found a cat, loose dog, dog on the loose, dead cat, dead dog, dead fox", ("dog, cat, horse, sheep, puppy + lost, missing, ran away, found, collar, loose, stray, wandering, lead",)),
    "objets-trouves": ("lost property, lost and found, lost my keys, lost my wallet, lost my phone, lost my bag, found a wallet, found a phone, found some keys, found keys", ("keys, wallet, phone, purse, bag, bike, glasses + lost, found, left behind, dropped, handed in",)),
    "incivilites": ("vandals, vandalism, drug dealing, drug dealers, burglary, break in, broke into, scam, scammers, doorstep", ()),
    "panne-batiment": ("", ("school, gym, library, church, hall, pool, changing rooms, toilets, classroom, museum, nursery + heating, leak, leaking, boiler, radiator, radiators, broken window, light, lights, door, lock, roof, ceiling, shower, showers, tap, cold, alarm, lift, flooded, doesn't work",)),
    "horaires": ("are you open, when are you open, open on saturday, open on saturdays, office hours", ()),
    "maire": ("meet the mayor, speak to the mayor, appointment with the mayor, town council", ()),
    "emploi": ("internship, apply for the job, job vacancy, summer job, my cv, my resume, work for the town, work for you, job for", ()),
}  # fmt: skip
_CHILD = "child, children, kid, kids, boy, girl, toddler, baby, son, daughter, teenager"
_SOMEBODY = f"{_CHILD}, man, woman, lady, neighbour, somebody, someone, person, people, husband, wife, mother, father, old lady, old man, cyclist, pedestrian"
_DANGER_SURE = (
    "gas smell, smelling gas, caught fire, house fire, building is burning, heart attack, having a seizure, bleeding heavily, exposed wire, exposed wires, exposed cable, exposed cables, "
    "power line down, power line is down, power cable down, power lines down, hanging wires, dangling wires, live cable, live cables, sparks flying, got electrocuted, electric shock, electric shocks, "
    "end my life, end it all, don't want to live, want to die, want to kill, going to kill, will kill me, fallen into the river, fell into the river, fell into the water, fallen into the water, "
    "fell into the pond, fallen into the pond, fell in the pond, fell in the river, stuck in the lift, stuck in the elevator, on the ice, can't breathe, cannot breathe, choking, unresponsive, "
    "man hole cover missing, manhole cover missing, manhole cover is missing, hole cover is missing, open manhole, about to collapse, has collapsed, carbon monoxide"
)
_DANGER_PAIRS = (
    "smoke, flames, fire, sparks, sparking, burning smell + coming out, coming from, pouring out, pouring from, billowing, building, school, kitchen, cupboard, boiler, boiler room, roof, flat, apartment, inside, gym, changing rooms, classroom, electric, fuse box, hurry",
    "gas + smell, smells, smelling, leak, leaking, hissing, dizzy",
    "cable, wire, wires, cables, power line, pylon, electricity pole + down, fallen, come down, sparking, sparks, hanging, dangling, touch, live, bare, sticking out, poking out",
    "tree, branch, wall, ceiling, roof, tiles, balcony, chimney, scaffolding, pole, lamp post, goal post + fallen on, fell on, about to fall, going to fall, could fall, falling on, collapsed, collapsing, coming down on, hanging by, come loose above",
    f"{_SOMEBODY} + in the water, trapped, not moving, doesn't answer, doesn t answer, not answering, bleeding, hit by a car, knocked down, run over, passed out, on the floor, on the ground, collapsed, attacked, locked in, on the roof, drowning, drowned, being beaten, hurt badly, screaming for help, faint, fainted",
    "knife, gun, axe, machete, weapon + man, woman, people, threatening, shouting, waving, teenager, husband",
    f"dog, dogs, boar, pitbull + attacked, attacking, attacks, biting, bitten, bit my, {_CHILD} bitten",
    "lift, elevator + stuck, trapped, inside",
    "manhole, man hole, drain cover, hole, grating + missing, open, gone, uncovered, fall in, fell in",
    "husband, boyfriend, partner, ex + hitting, hits me, beating, beats, kill me, threatening me, strangled",
)  # fmt: skip
_DANGER_AGAINST = (
    "smoke detector, smoke alarm, smoke detectors, fire station, fire drill, fire extinguisher, fire extinguishers, chimney smoke, cigarette smoke, barbecue smoke, fire hydrant, fire alarm, fireworks, firewood, "
    "fire brigade calendar, camp fire, killing time, dying laughing, dying to, to die for, killing me, hot dog, gas meter, gas bill, gas boiler, dead end, deadline"
)


def _paired(pairs: Iterable[str]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    halves = (each.partition(" + ") for each in pairs)
    return tuple((listed(left), listed(right)) for left, _, right in halves)


def in_english_too(theme: Theme) -> Theme:
    """The theme with the English words for it; itself when there are none."""
    sure, pairs = _WORDS.get(theme.key, ("", ()))
    return replace(theme, sure=(*theme.sure, *listed(sure)), pairs=(*theme.pairs, *_paired(pairs)))


def danger_in_english(danger: Theme) -> Theme:
    """Danger with the English words for it."""
    return replace(
        danger,
        sure=(*danger.sure, *listed(_DANGER_SURE)),
        against=(*danger.against, *listed(_DANGER_AGAINST)),
        pairs=(*danger.pairs, *_paired(_DANGER_PAIRS)),
    )
