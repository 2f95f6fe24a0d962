"""Proposing, publishing and refusing versions of rules, and what a version would do."""

import datetime as dt
from typing import Annotated

import strawberry
from strawberry.types.info import Info

from core.declarations import ESCALATED_IN
from core.errors import Denied, NotFound
from core.extension import extend
from core.policy.vocabulary import Action, Tier
from core.register.colours import WarningColour
from core.store.unit import UnitOfWork
from core.warnings import models as m
from core.warnings import previews, proposals
from core.warnings.terms import stored_bands, stored_terms
from plugins.early_warning.types import WarningRuleVersion
from schema.ids import key_of
from schema.operations import mutation, query
from schema.payloads import ChangeInput
from schema.roots import Mutation, Query
from schema.shared.boards import OfTown

BASED_ON = "所依据的版本；留空的项照该版本\nThe version it is made from; what is left out stays."


@strawberry.input(
    description="一级上报：几日无人处理后告知谁\nWho is told after how many days without an act."
)
class EscalationInput:
    after_days: int = strawberry.field(description="几日后\nAfter how many days.")
    roles: list[str] = strawberry.field(description="角色\nThe roles that are told.")
    colours: list[WarningColour] = strawberry.field(
        default_factory=lambda: [WarningColour[name] for name in ESCALATED_IN],
        description="颜色，默认红、急红和过期\nIn which colours; the red ones and expired.",
    )


@strawberry.input(
    description="提出规则新版本的输入，须写明理由\nA new version of a rule; state the reason."
)
class ProposeWarningRuleInput(ChangeInput):
    id: strawberry.ID = strawberry.field(description=BASED_ON)
    urgent: int | None = strawberry.field(default=None, description="急红限度\nURGENT up to.")
    red: int | None = strawberry.field(default=None, description="红色限度\nRED up to.")
    yellow: int | None = strawberry.field(default=None, description="黄色限度\nYELLOW up to.")
    unit: m.BandUnit | None = strawberry.field(default=None, description="单位\nTheir unit.")
    without: list[WarningColour] | None = strawberry.field(
        default=None, description="不再使用的颜色\nColours that are to have no band."
    )
    audiences: list[Tier] | None = strawberry.field(
        default=None, description="对象层面\nTiers that are told."
    )
    escalation: list[EscalationInput] | None = strawberry.field(
        default=None, description="逐级上报\nWho is told next, in order."
    )
    visit: bool | None = strawberry.field(
        default=None, description="红色联动巡查\nWhether a red one asks for a visit."
    )
    quiet_days: int | None = strawberry.field(
        default=None, description="同色静默天数\nDays before anybody is told of a colour again."
    )
    legal_basis: str | None = strawberry.field(default=None, description="法律依据\nLegal basis.")
    valid_from: dt.date | None = strawberry.field(
        default=None, description="施行日，默认今天\nFirst day; today when left out."
    )
    valid_to: dt.date | None = strawberry.field(
        default=None, description="失效日：规则自该日停用\nFirst day without it, to retire a rule."
    )

    def amendment(self) -> proposals.Amendment:
        """For the service."""
        limits = zip(
            (WarningColour.URGENT, WarningColour.RED, WarningColour.YELLOW),
            (self.urgent, self.red, self.yellow),
            strict=True,
        )
        audiences, told = self.audiences, self.escalation
        return proposals.Amendment(
            version_id=key_of(WarningRuleVersion, self.id),
            expected_version=self.expected_version,
            limits={colour: n for colour, n in limits if n is not None},
            without=tuple(self.without or ()),
            unit=self.unit,
            audiences=None if audiences is None else tuple(tier.name for tier in audiences),
            escalation=None if told is None else tuple(_escalation(each) for each in told),
            visit=self.visit,
            quiet_days=self.quiet_days,
            legal_basis=self.legal_basis,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


@strawberry.input(description="发布规则版本的输入\nWhat `publishWarningRule` takes.")
class PublishWarningRuleInput(ChangeInput):
    id: strawberry.ID = strawberry.field(description="待发布的版本\nThe proposal.")


@strawberry.input(description="退回规则版本的输入，须写明理由\nWhat `rejectWarningRule` takes.")
class RejectWarningRuleInput(ChangeInput):
    id: strawberry.ID = strawberry.field(description="待发布的版本\nThe proposal.")


@strawberry.type(description="颜色变动的项数\nHow many would go from a colour to another.")
class ColourMove:
    was: WarningColour | None = strawberry.field(description="现在的颜色\nThe colour now.")
    becomes: WarningColour = strawberry.field(description="将来的颜色\nThe colour then.")
    count: int = strawberry.field(description="项数\nHow many.")


@strawberry.type(description="某镇街变动的项数\nHow many would move in a town.")
class MovedInTown(OfTown):
    count: int = strawberry.field(description="项数\nHow many.")


@strawberry.type(description="规则版本的影响\nWhat a version would move, had it been published.")
class WarningRulePreview:
    on: dt.date = strawberry.field(description="按哪一天计算\nThe day that is compared.")
    watched: int = strawberry.field(description="监测项数\nHow many are watched.")
    moved: int = strawberry.field(description="颜色变动的项数\nHow many would move.")
    colours: list[ColourMove] = strawberry.field(description="按颜色\nBy colour.")
    towns: list[MovedInTown] = strawberry.field(description="按镇街\nBy town.")


@mutation(
    "提出规则的新版本，须由另一人发布\nPropose a version of a rule; a second person publishes it.",
    on=WarningRuleVersion,
    action=Action.CREATE,
)
async def propose_warning_rule(
    work: UnitOfWork, input: ProposeWarningRuleInput
) -> m.WarningRuleVersion:
    return await proposals.propose(work, input.amendment())


@mutation(
    "发布规则版本，提出人本人不得发布\nPut a proposal in force; its proposer may not.",
    on=WarningRuleVersion,
    action=Action.PUBLISH,
)
async def publish_warning_rule(
    work: UnitOfWork, input: PublishWarningRuleInput
) -> m.WarningRuleVersion:
    key = key_of(WarningRuleVersion, input.id)
    return await proposals.publish(work, key, input.expected_version)


@mutation("退回规则版本\nRefuse a proposal.", on=WarningRuleVersion, action=Action.PUBLISH)
async def reject_warning_rule(
    work: UnitOfWork, input: RejectWarningRuleInput
) -> m.WarningRuleVersion:
    key = key_of(WarningRuleVersion, input.id)
    return await proposals.reject(work, key, input.expected_version)


@query(
    "预览规则版本的影响：限可见全部有关记录的人\n"
    "What a version, or other limits of its bands, would move; for whoever may read all of the "
    "records that the rule watches.",
    reads=WarningRuleVersion,
)
async def preview_warning_rule(
    info: Info,
    input: Annotated[
        ProposeWarningRuleInput, strawberry.argument(description="试算的版本\nWhat to compare.")
    ],
) -> WarningRulePreview:
    asked = input.amendment()
    store, access = info.context.store, info.context.access
    async with store.system() as session:
        version = await session.get(m.WarningRuleVersion, asked.version_id)
        rule = version and info.context.services.assembly.watching.rules.get(version.code)
        if version is None or rule is None:
            raise NotFound(field="id")
        if not access.reach(version.resource).everything:
            raise Denied(
                "您只能看到部分有关记录，不能预览全部影响。",
                "You may read some of the records only, so not what a rule does to all of them.",
            )
        before = stored_terms(version, await stored_bands(session, version))
        terms = proposals.amended(before, asked)
        day = max(asked.valid_from or version.valid_from, access.today)
        return _told(await previews.preview(session, rule, terms, day), day)


def _told(found: previews.Preview, day: dt.date) -> WarningRulePreview:
    colours: dict[tuple[WarningColour | None, WarningColour], int] = {}
    towns: dict[int, int] = {}
    for each in found.moved:
        change = (each.was, each.becomes)
        colours[change] = colours.get(change, 0) + each.number
        if each.town_id is not None:
            towns[each.town_id] = towns.get(each.town_id, 0) + each.number
    return WarningRulePreview(
        on=day,
        watched=found.watched,
        moved=sum(colours.values()),
        colours=[ColourMove(was=a, becomes=b, count=n) for (a, b), n in colours.items()],
        towns=[MovedInTown(town_id=town, count=n) for town, n in towns.items()],
    )


def _escalation(given: EscalationInput) -> dict[str, object]:
    return {
        "after_days": given.after_days,
        "roles": list(given.roles),
        "colours": [colour.name for colour in given.colours],
    }


extensions = [
    extend(Query, preview_warning_rule),
    extend(Mutation, propose_warning_rule, publish_warning_rule, reject_warning_rule),
]
