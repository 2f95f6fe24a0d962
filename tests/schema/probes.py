"""Mutations that only tests offer: right ones, and ones whose author forgot something."""

from typing import Any

import strawberry

from core.extension import Extension, extend
from core.policy.vocabulary import Action
from core.register import models as m
from core.register.service import amend, confirm_change
from core.store.unit import UnitOfWork
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput
from schema.roots import Mutation
from schema.shared.register import Enterprise

SECRET = "330109199001011234"


@strawberry.input(description="试探的输入\nWhat the probes take.")
class ProbeInput(ChangeInput):
    """Which enterprise, and what to do to it."""

    id: strawberry.ID = strawberry.field(description="企业\nThe enterprise.")
    text: str = strawberry.field(default="", description="文字\nA text.")
    town: int = strawberry.field(default=0, description="镇街\nA town's key.")


async def _fetched(work: UnitOfWork, given: ProbeInput) -> m.Enterprise:
    key = key_of(Enterprise, given.id)
    return await work.fetch(
        m.Enterprise, key, Action.UPDATE, expected_version=given.expected_version
    )


async def _amended(work: UnitOfWork, row: m.Enterprise, **values: Any) -> m.Enterprise:
    change = await confirm_change(
        work, m.ChangeKind.DECLARATION, "probe", act=m.Enterprise, action=Action.UPDATE
    )
    return await amend(work, row, change, **values)


@mutation("改名\nRename.", on=Enterprise, action=Action.UPDATE)
async def rename(work: UnitOfWork, input: ProbeInput) -> m.Enterprise:
    """What a right author writes."""
    return await _amended(work, await _fetched(work, input), name=input.text)


@mutation("改代码\nSet the credit code.", on=Enterprise, action=Action.UPDATE)
async def recode(work: UnitOfWork, input: ProbeInput) -> m.Enterprise:
    """Sets a column that is unique."""
    return await _amended(work, await _fetched(work, input), credit_code=input.text)


@mutation("迁移\nMove to another town.", on=Enterprise, action=Action.UPDATE)
async def move(work: UnitOfWork, input: ProbeInput) -> m.Enterprise:
    """May carry a row out of the actor's reach."""
    return await _amended(work, await _fetched(work, input), town_id=input.town)


@mutation("夹带\nAdd a row behind the work's back.", on=Enterprise, action=Action.UPDATE)
async def smuggle(work: UnitOfWork, input: ProbeInput) -> m.Enterprise:
    """Forgets `work.add`."""
    row = await _fetched(work, input)
    row.name = input.text
    work.session.add(
        m.Site(
            enterprise_id=row.id,
            town_id=row.town_id,
            name=input.text,
            address="",
            change_id=row.change_id,
        )
    )
    return row


@mutation("出错\nFail.", on=Enterprise, action=Action.UPDATE)
async def explode(work: UnitOfWork, input: ProbeInput) -> m.Enterprise:
    """Writes, then meets a fault of its own that holds personal data."""
    await _amended(work, await _fetched(work, input), name=input.text)
    await work.session.flush()
    raise RuntimeError(f"duplicate identity card {SECRET}")


PROBES: Extension = extend(Mutation, rename, recode, move, smuggle, explode)
