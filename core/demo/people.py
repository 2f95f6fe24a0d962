"""Organisations of every tier, and an invented person for every role."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from core.demo.towns import STATIONS
from core.demo.words import person, phone
from core.demo.world import Plan, World
from core.identity.officers import OFFICE
from core.policy.rules import Role
from core.policy.vocabulary import Tier
from core.register.models import KeyUnitKind

LONG_AGO: Final = dt.date(2012, 1, 1)
"""Since when organisations and posts exist."""
SECTIONS: Final[Mapping[str, str]] = {
    "quality": "质量科",
    "standards": "标准化科",
    "metrology": "计量科",
    "special_equipment": "特种设备科",
    "food_safety": "食品安全科",
    "inspection": "监督稽查科",
    "licensing": "许可科",
    "enforcement": "执法科",
    "legal": "法制科",
    "deciding": "分局领导",
    "data": "信息中心",
}
"""Sections of the branch by the beginning of their roles' names."""
SUPERIOR: Final = "杭州市质量技术监督局"
TWO_TOWNS: Final = ("330109112", "330109113")
"""坎山镇 and 瓜沥镇 share one quality officer."""
TOWNS_WITH_ALL_POSTS: Final = ("330109105", "330109108", "330109113")
UNITS_WITH_ACCOUNTS: Final = 4
"""Key units of each kind whose manager has an account; the first has a full staff."""
TWO_OF: Final = ("branch.enforcement_officer", "officer.security")
"""Two officers sign an official act, and a change of the policy; so there are two of them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A post to be filled: the user name, where, over which towns, for which enterprise."""

    username: str
    organisation: str
    divisions: tuple[int, ...] = ()
    enterprise_id: int | None = None


def make_people(world: World, plan: Plan, roles: Mapping[str, Role]) -> None:
    """Make organisations, and accounts with their posts for every role but the public's."""
    units = [row for row in world.tables["key_unit_designation"] if row["released_on"] is None]
    _organisations(world, [row["enterprise_id"] for row in units])
    codes = {row["code"]: row["id"] for row in world.tables["organisation"]}
    staffed = [
        [row["enterprise_id"] for row in units if row["kind"] is kind][:UNITS_WITH_ACCOUNTS]
        for kind in (KeyUnitKind.FOOD, KeyUnitKind.SPECIAL_EQUIPMENT)
    ]
    random = plan.random("people")
    for role in roles.values():
        for holder in _holders(world, role, staffed):
            _hire(world, plan, random, role, holder, codes[holder.organisation])


def _organisations(world: World, key_units: Sequence[int]) -> None:
    for section, name in SECTIONS.items():
        _organisation(world, f"XS-{section}", Tier.BRANCH, name)
    for number, name in enumerate(STATIONS, 1):
        _organisation(world, f"XS-station-{number}", Tier.STATION, name)
    for code, town in world.towns().items():
        street = town["name"].endswith("街道")
        _organisation(world, code, Tier.TOWN, town["name"] + ("办事处" if street else "人民政府"))
    _organisation(world, "HZ", Tier.SUPERIOR, SUPERIOR)
    if OFFICE not in {row["code"] for row in world.tables["organisation"]}:
        _organisation(world, OFFICE, Tier.OFFICER, "三员管理")
    for unit in key_units:
        name = world.tables["enterprise"][unit - 1]["name"]
        _organisation(world, f"E-{unit}", Tier.ENTERPRISE, name, unit)


def _organisation(
    world: World, code: str, tier: Tier, name: str, enterprise: int | None = None
) -> None:
    world.add(
        "organisation",
        code=code,
        tier=tier,
        name=name,
        enterprise_id=enterprise,
        valid_from=LONG_AGO,
        valid_to=None,
    )


def _holders(world: World, role: Role, staffed: Sequence[Sequence[int]]) -> Iterator[Holder]:
    short = role.name.replace(".", "-").replace("_", "-")
    every_town = tuple(row["id"] for row in world.towns().values())
    match role.tier:
        case Tier.BRANCH:
            section = next(s for s in SECTIONS if role.name.startswith(f"branch.{s}"))
            yield Holder(short, f"XS-{section}", every_town)
            if role.name in TWO_OF:
                yield Holder(f"{short}-2", f"XS-{section}", every_town)
        case Tier.STATION:
            yield from _at_stations(world, short)
        case Tier.TOWN:
            yield from _in_towns(world, short, everywhere=role.name == "town.quality_officer")
        case Tier.ENTERPRISE:
            yield from _at_units(short, staffed, manager=role.name == "enterprise.manager")
        case Tier.SUPERIOR:
            yield Holder(short, "HZ", every_town)
        case Tier.OFFICER:
            yield Holder(short, OFFICE)
            if role.name in TWO_OF:
                yield Holder(f"{short}-2", OFFICE)


def _at_stations(world: World, short: str) -> Iterator[Holder]:
    towns = world.towns()
    for number, codes in enumerate(STATIONS.values(), 1):
        attached = tuple(towns[code]["id"] for code in codes)
        yield Holder(f"{short}-{number}", f"XS-station-{number}", attached)


def _in_towns(world: World, short: str, *, everywhere: bool) -> Iterator[Holder]:
    towns = world.towns()
    for code, town in towns.items():
        username = f"{short}-{town['name_en'].lower()}"
        if code not in (towns if everywhere else TOWNS_WITH_ALL_POSTS):
            continue
        if everywhere and code == TWO_TOWNS[0]:
            continue
        if everywhere and code == TWO_TOWNS[1]:
            yield Holder(username, code, tuple(towns[each]["id"] for each in TWO_TOWNS))
        else:
            yield Holder(username, code, (town["id"],))


def _at_units(short: str, staffed: Sequence[Sequence[int]], *, manager: bool) -> Iterator[Holder]:
    for kind, units in zip(("food", "equipment"), staffed, strict=True):
        for number, unit in enumerate(units if manager else units[:1], 1):
            yield Holder(f"{short}-{kind}-{number}", f"E-{unit}", (), unit)


def _hire(
    world: World, plan: Plan, random: Random, role: Role, holder: Holder, organisation: int
) -> None:
    owned: dict[str, Any] = {
        "organisation_id": organisation,
        "enterprise_id": holder.enterprise_id,
    }
    account = world.add(
        "account",
        username=holder.username,
        name=person(random),
        phone=phone(random),
        disabled_at=None,
        must_change_password=False,
        created_at=plan.morning,
        version=1,
        **owned,
    )
    post = world.add(
        "post",
        account_id=account,
        role=role.name,
        valid_from=LONG_AGO,
        valid_to=None,
        ended_reason=None,
        **owned,
    )
    for division in holder.divisions:
        world.add(
            "post_division",
            post_id=post,
            division_id=division,
            valid_from=LONG_AGO,
            valid_to=None,
        )
