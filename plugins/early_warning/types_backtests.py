"""What a back-test and the measures of effect tell."""

import datetime as dt

import strawberry

from core.register.colours import WarningColour
from core.warnings import models as m
from plugins.early_warning.types_boards import OfRule
from schema.shared.boards import OfTown


@strawberry.input(description="试算的色带\nA band to try.")
class BandInput:
    colour: WarningColour = strawberry.field(description="颜色\nThe colour.")
    limit: int | None = strawberry.field(
        default=None, description="限度，留空则没有该色\nUp to so many; left out: no such colour."
    )
    unit: m.BandUnit = strawberry.field(
        default=m.BandUnit.MONTHS, description="单位\nWhat the limit counts."
    )


@strawberry.type(description="预警的后果：被预警的各项后来怎样\nWhat became of what was warned of.")
class WarningOutcomes:
    watched: int = strawberry.field(description="被预警的项数\nHow many were warned of.")
    renewed_in_time: int = strawberry.field(description="按期续办\nRenewed by their last day.")
    renewed_late: int = strawberry.field(description="逾期续办\nRenewed after their last day.")
    expired: int = strawberry.field(
        description="过期未续\nNot renewed, and past their last day while watched."
    )
    left: int = strawberry.field(description="提前退出监测\nNo longer watched before that day.")
    open: int = strawberry.field(description="尚无结果\nStill open.")
    lead_days: float | None = strawberry.field(
        description="从预警到续办的天数，中位数\nMedian days from the warning to the renewal."
    )

    @strawberry.field(description="按期续办率：已有结果的之中\nIn time, of those that have ended.")
    def in_time_rate(self) -> float | None:
        ended = self.watched - self.open
        return self.renewed_in_time / ended if ended else None


@strawberry.type(
    description="后来发生的事件，如检验不合格、事故：发生前是否已预警\n"
    "What happened later, such as failed inspections and accidents, and whether it was warned of."
)
class BacktestEvent:
    code: str = strawberry.field(description="事件代码\nThe kind of event.")
    title: str = strawberry.field(description="事件\nWhat it is, in Chinese.")
    title_en: str = strawberry.field(description="英文名称\nIn English.")
    happened: int = strawberry.field(description="期间发生数\nHow many happened in the range.")
    warned: int = strawberry.field(description="发生前已预警的\nOf these, warned of before.")

    @strawberry.field(description="未曾预警的\nHow many came without a warning.")
    def missed(self) -> int:
        return self.happened - self.warned


@strawberry.type(description="一套色带试算的结果\nWhat one set of bands would have done.")
class BacktestSide(WarningOutcomes):
    raised: int = strawberry.field(
        description="进入各色的次数，即提醒次数\nHow often a colour was entered, hence told."
    )
    suppressed: int = strawberry.field(
        description="其中被认定不必预警的\nHow many of them were suppressed."
    )
    old_reds: int = strawberry.field(
        description="期末红色已超过三十天的\nRed for more than 30 days at the end."
    )
    events: list[BacktestEvent] = strawberry.field(
        description="后来发生的事件\nWhat happened later to what the rule watches."
    )

    @strawberry.field(description="误报率：被认定不必预警的比例\nShare of those suppressed.")
    def false_alarm_rate(self) -> float | None:
        return self.suppressed / self.watched if self.watched else None


@strawberry.type(description="试算与现行的数量\nHow many, tried and in force.")
class BacktestCount:
    colour: WarningColour = strawberry.field(description="颜色\nThe colour.")
    count: int = strawberry.field(description="试算数量\nHow many with the bands tried.")
    active_count: int = strawberry.field(description="现行数量\nHow many with those in force.")

    @strawberry.field(description="相差\nThe difference.")
    def difference(self) -> int:
        return self.count - self.active_count


@strawberry.type(description="某天进入某色的\nWhat entered a colour on a day.")
class BacktestDay(BacktestCount):
    on: dt.date = strawberry.field(description="哪一天\nThe day.")


@strawberry.type(description="某镇街进入某色的\nWhat entered a colour in a town.")
class BacktestTown(BacktestCount, OfTown): ...


@strawberry.type(description="某天某镇街进入某色的\nWhat entered a colour on a day in a town.")
class BacktestCell(BacktestDay, OfTown): ...


@strawberry.type(
    description="规则试算：这段时间会提醒哪些，与现行规则相比，与后来的事实相比\n"
    "A back-test: what would have been raised, beside the version in force and what came of it."
)
class WarningBacktest(OfRule):
    first: dt.date = strawberry.field(name="from", description="起始日\nThe first day.")
    last: dt.date = strawberry.field(name="to", description="终止日\nThe last day.")
    candidate: BacktestSide = strawberry.field(description="试算的色带\nWith the bands tried.")
    active: BacktestSide = strawberry.field(description="现行的色带\nWith the bands in force.")
    cells: list[BacktestCell] = strawberry.field(
        description="按天、镇街、颜色\nBy day, town and colour."
    )
    days: list[BacktestDay] = strawberry.field(description="按天和颜色\nBy day and colour.")
    towns: list[BacktestTown] = strawberry.field(description="按镇街和颜色\nBy town and colour.")


@strawberry.type(
    description="某规则在某镇街的成效：其间曾为红色的，后来怎样\n"
    "Effect of a rule in a town: what became of what was red in the range."
)
class WarningEffectCell(WarningOutcomes, OfRule, OfTown):
    acknowledged: int = strawberry.field(
        description="其中已签收的\nHow many of the warnings were acknowledged."
    )
    acknowledged_in_time: int = strawberry.field(
        description="签收且按期续办的\nAcknowledged and renewed in time."
    )


@strawberry.type(description="预警成效\nWhat warnings have brought about.")
class WarningEffect:
    first: dt.date = strawberry.field(name="from", description="起始日\nThe first day.")
    last: dt.date = strawberry.field(name="to", description="终止日\nThe last day.")
    total: WarningOutcomes = strawberry.field(description="合计\nTogether.")
    cells: list[WarningEffectCell] = strawberry.field(description="按规则和镇街\nBy rule and town.")
