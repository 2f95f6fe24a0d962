"""Invented enterprises with sites, cards and key-unit designations.

300 key units, as in the real bureau: 180 for their special equipment and 120 for food.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from core.demo.towns import ECONOMY, FOOD_EVERYWHERE, SHOPS, TRADES, Trade
from core.demo.words import brands, person, phone, street
from core.demo.world import Plan, World
from core.register.check_digits import CREDIT_ALPHABET, hybrid_check_digit
from core.register.models import ChangeKind, EnterpriseKind, EnterpriseStatus, KeyUnitKind
from core.register.numbers import credit_code
from core.register.search_text import search_text

KEY_UNITS: Final = {KeyUnitKind.SPECIAL_EQUIPMENT: 180, KeyUnitKind.FOOD: 120}
ORDINARY: Final = 1_500
RELEASED: Final = 12
"""Enterprises that once were key units and were released."""
LONGEST_HISTORY: Final = 900
"""Days since the first designation."""

_REASONS: Final = {
    KeyUnitKind.SPECIAL_EQUIPMENT: "使用锅炉、压力容器等特种设备数量较多，列为重点监管单位",
    KeyUnitKind.FOOD: "食品生产规模较大、风险等级较高，列为重点监管单位",
}
_KINDS: Final = (
    (EnterpriseKind.ENTERPRISE, "91330109", "MA0", 64),
    (EnterpriseKind.SOLE_TRADER, "92330109", "MA0", 31),
    (EnterpriseKind.COOPERATIVE, "N2330109", "MF0", 5),
)
_STATUSES: Final = (EnterpriseStatus.OPEN, EnterpriseStatus.SUSPENDED, EnterpriseStatus.CLOSED)
_OLD_NUMBERS: Final = 0.03
"""Share of companies that still have a registration number instead of a credit code."""
_SECOND_SITES: Final = 0.12


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An enterprise about to be made."""

    town: dict[str, Any]
    trade: Trade
    brand: str
    number: str
    """Five characters that no other enterprise has."""
    key_unit: KeyUnitKind | None = None


def make_enterprises(world: World, plan: Plan) -> int:
    """Make them all; says which change set they are from."""
    change = world.add(
        "change_set",
        kind=ChangeKind.IMPORT,
        source="demo",
        confirmed_by=None,
        confirmed_at=plan.morning,
        reason="演示数据 Demonstration data",
        transaction_id=0,  # the owner's: nobody who serves may use it
    )
    random = plan.random("enterprises")
    newcomers = list(_newcomers(world, plan, random))
    for newcomer in newcomers:
        _make(world, plan, random, newcomer, change)
    _release_some(world, plan, random)
    return change


def _newcomers(world: World, plan: Plan, random: Random) -> Iterator[Newcomer]:
    wanted: list[KeyUnitKind | None] = [k for k, n in KEY_UNITS.items() for _ in range(n)]
    wanted += [None] * round(ORDINARY * plan.scale)
    random.shuffle(wanted)
    names = brands(random, len(wanted))
    numbers = random.sample(range(len(CREDIT_ALPHABET) ** 5), len(wanted))
    towns = world.towns()
    codes = [code for code in ECONOMY if code in towns]
    weights = [ECONOMY[code].weight for code in codes]
    places = random.choices(codes, weights, k=len(wanted))
    # no town without a key unit: whoever looks in from a town wants to see something
    for code, index in zip(codes, _first_key_units(wanted), strict=False):
        places[index] = code
    for kind, name, number, place in zip(wanted, names, numbers, places, strict=True):
        yield Newcomer(towns[place], _trade(random, place, kind), name, _letters(number), kind)


def _first_key_units(wanted: list[KeyUnitKind | None]) -> Iterator[int]:
    return (index for index, kind in enumerate(wanted) if kind is not None)


def _trade(random: Random, town: str, kind: KeyUnitKind | None) -> Trade:
    known = [TRADES[name] for name in (*ECONOMY[town].trades, *FOOD_EVERYWHERE)]
    if kind is KeyUnitKind.FOOD:
        return random.choice([trade for trade in known if trade.is_food])
    if kind is KeyUnitKind.SPECIAL_EQUIPMENT:
        return random.choice([t for t in known if not t.is_food] or [TRADES["steel"]])
    return random.choice(known)


def _letters(number: int) -> str:
    base, found = len(CREDIT_ALPHABET), ""
    for _ in range(5):
        number, place = divmod(number, base)
        found = CREDIT_ALPHABET[place] + found
    return found


def _make(world: World, plan: Plan, random: Random, new: Newcomer, change: int) -> None:
    kind, first_eight, body, _ = _KINDS[0]
    if new.key_unit is None:
        kind, first_eight, body, _ = random.choices(_KINDS, [row[3] for row in _KINDS])[0]
    name, trade = _name(random, new, kind)
    code: str | None = credit_code(first_eight, body + new.number)
    registration = None
    if kind is EnterpriseKind.ENTERPRISE and not new.key_unit and random.random() < _OLD_NUMBERS:
        code, registration = None, _registration_number(random)
    organisation = code[8:17] if code else None
    weights = (1, 0, 0) if new.key_unit else (95, 3, 2)
    made = world.add(
        "enterprise",
        town_id=new.town["id"],
        name=name,
        credit_code=code,
        organisation_code=organisation,
        registration_no=registration,
        kind=kind,
        status=random.choices(_STATUSES, weights)[0],
        industry_code=trade.industry,
        address=street(random, new.town["name"]),
        legal_representative=person(random),
        phone=phone(random),
        is_key_unit=new.key_unit is not None,
        search_text=search_text(name, code, organisation, registration),
        change_id=change,
    )
    world.add("enterprise_card", id=made, name=name, town_id=new.town["id"])
    _sites(world, random, made, change)
    if new.key_unit is not None:
        _designate(world, made, new.key_unit, plan, random.randrange(30, LONGEST_HISTORY))


def _name(random: Random, new: Newcomer, kind: EnterpriseKind) -> tuple[str, Trade]:
    town = new.town["name"]
    match kind:
        case EnterpriseKind.SOLE_TRADER:
            shop = random.choice(SHOPS)
            return f"萧山区{town}{new.brand}{shop.word}", shop
        case EnterpriseKind.COOPERATIVE:
            return f"杭州市萧山区{town}{new.brand}村股份经济联合社", new.trade
    return f"杭州萧山{new.brand}{new.trade.word}有限公司", new.trade


def _registration_number(random: Random) -> str:
    body = f"330181000{random.randrange(100_000):05}"
    return body + hybrid_check_digit(body)


def _sites(world: World, random: Random, enterprise: int, change: int) -> None:
    owner = world.tables["enterprise"][-1]
    first = {"town_id": owner["town_id"], "address": owner["address"]}
    world.add("site", enterprise_id=enterprise, name="一号厂区", change_id=change, **first)
    if random.random() < _SECOND_SITES:
        towns = list(world.towns().values())
        other = random.choice(towns)
        second = {"town_id": other["id"], "address": street(random, other["name"])}
        world.add("site", enterprise_id=enterprise, name="二号厂区", change_id=change, **second)


def _designate(
    world: World, enterprise: int, kind: KeyUnitKind, plan: Plan, days: int, released: int = 0
) -> None:
    world.add(
        "key_unit_designation",
        enterprise_id=enterprise,
        town_id=world.tables["enterprise"][enterprise - 1]["town_id"],
        kind=kind,
        reason=_REASONS[kind],
        designated_on=plan.ago(days),
        released_on=plan.ago(released) if released else None,
        release_reason="设备已停用，风险降低，解除重点监管" if released else None,
    )


def _release_some(world: World, plan: Plan, random: Random) -> None:
    ordinary = [row["id"] for row in world.tables["enterprise"] if not row["is_key_unit"]]
    for enterprise in random.sample(ordinary, min(RELEASED, len(ordinary))):
        kind, released = KeyUnitKind.SPECIAL_EQUIPMENT, random.randrange(1, 300)
        _designate(world, enterprise, kind, plan, LONGEST_HISTORY, released)
