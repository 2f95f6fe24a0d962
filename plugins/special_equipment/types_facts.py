"""A declaration fact by fact: what it says, and what has changed in the register meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry
from sqlalchemy import select
from strawberry.types.info import Info

from core.procedures.models import Matter, MatterState
from plugins.special_equipment import models as m
from plugins.special_equipment.service_facts import ENUMS, NAMES, PINNED, differences
from schema.reading.loading import Loading


@strawberry.type(description="上报或变动的一项内容\nOne fact that is declared, or has changed.")
class DeclaredFact:
    name: str = strawberry.field(description="名称\nChinese, newline, English.")
    before: str | None = strawberry.field(description="上报时的档案\nWhat it was when filed.")
    after: str | None = strawberry.field(description="上报为，或现为\nWhat it is to be, or is now.")


async def declared_facts(root: Any, info: Info) -> list[DeclaredFact]:
    """What a declaration says."""
    return await _of(root, info, _declared)


async def changed_facts(root: Any, info: Info) -> list[DeclaredFact]:
    """What has changed of its device since it was filed; nothing once its matter is closed."""
    return await _of(root, info, _changed)


async def _of(root: Any, info: Info, load: Callable[..., Any]) -> list[DeclaredFact]:
    async def each(keys: list[int]) -> list[list[DeclaredFact]]:
        found: Mapping[int, list[DeclaredFact]] = await load(info.context.loading, keys)
        return [found.get(key, []) for key in keys]

    return list(await info.context.loading.batch(load, vars(root)["_key"], each))


async def _declared(loading: Loading, keys: list[int]) -> dict[int, list[DeclaredFact]]:
    row = m.EquipmentDeclaration
    rows = await loading.rows(select(row.id, row.declared, row.pinned).where(row.id.in_(keys)))
    return {
        key: [_fact(name, pinned.get(name), value) for name, value in declared.items()]
        for key, declared, pinned in rows
    }


async def _changed(loading: Loading, keys: list[int]) -> dict[int, list[DeclaredFact]]:
    row, now = m.EquipmentDeclaration, m.Equipment
    wanted = (
        select(row.id.label("key"), row.pinned, now.version, *(getattr(now, n) for n in PINNED))
        .join(now, now.id == row.equipment_id)
        .join(Matter, Matter.id == row.matter_id)
        .where(row.id.in_(keys), Matter.state == MatterState.OPEN)
    )
    return {
        found.key: [_fact(n, *both) for n, both in differences(found.pinned, found).items()]
        for found in await loading.rows(wanted)
    }


def _fact(name: str, before: Any, after: Any) -> DeclaredFact:
    return DeclaredFact(name=NAMES[name], before=_text(name, before), after=_text(name, after))


def _text(name: str, value: Any) -> str | None:
    shown: Any = ENUMS.get(name)
    words = {v.name: v.description for v in shown.__strawberry_definition__.values} if shown else {}
    return None if value is None else str(words.get(value, value))
