"""Back-tests of rules, and measures of what warnings have brought about."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import strawberry
from sqlalchemy import select
from strawberry.types.info import Info

from core.errors import InvalidInput, NotFound
from core.extension import extend
from core.register.colours import WarningColour, months_after
from core.warnings import models as m
from plugins.early_warning import service_backtests as backtests
from plugins.early_warning.service_happenings import happened
from plugins.early_warning.types import WarningRuleVersion
from plugins.early_warning.types_backtests import (
    BacktestCell,
    BacktestDay,
    BacktestEvent,
    BacktestSide,
    BacktestTown,
    BandInput,
    WarningBacktest,
    WarningEffect,
    WarningEffectCell,
    WarningOutcomes,
)
from plugins.early_warning.types_boards import Watch
from schema.ids import key_of
from schema.operations import query
from schema.outcomes import Outcome
from schema.request import Request
from schema.roots import Query
from schema.shared.register import Division

MOST_DAYS = 1_100
Cell = tuple[dt.date, int, WarningColour]
K = TypeVar("K")

From = Annotated[
    dt.date | None, strawberry.argument(name="from", description="起始日\nThe first day.")
]
To = Annotated[dt.date | None, strawberry.argument(name="to", description="终止日\nThe last day.")]
Town = Annotated[strawberry.ID | None, strawberry.argument(description="镇街\nOnly this town.")]
Rule = Annotated[
    str | None, strawberry.argument(description="规则代码\nOnly this rule, by its code.")
]


@query(
    "规则试算：某段时间按这套色带会提醒哪些，与现行版本相比，与后来的事实相比；"
    "未指定规则时为空\n"
    "What bands would have raised, beside the version in force and what happened later; "
    "null where no rule is named.",
    reads=Watch,
)
async def backtest_rule(
    info: Info,
    *,
    code: Rule = None,
    bands: Annotated[
        list[BandInput] | None,
        strawberry.argument(
            description="试算的色带，默认现行的\nBands to try; else the active ones."
        ),
    ] = None,
    version_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="或试算某一版本\nOr the bands of this version."),
    ] = None,
    first: From = None,
    last: To = None,
) -> WarningBacktest | None:
    request: Request = info.context
    asked = await _asked(request, code, bands or (), version_id)
    if asked is None:
        return None
    days = _range(request.today, first, last, months=12)
    now = await _side(request, asked.code, asked.active, days)
    same = asked.tried == asked.active
    then = now if same else await _side(request, asked.code, asked.tried, days)
    return _told(asked, days, then, now)


@query(
    "预警成效：某段时间曾为红色的，按规则和镇街，后来怎样；默认上一季度\n"
    "What became of what was red in a range, by rule and town; the last quarter when left out.",
    reads=Watch,
)
async def warning_effect(
    info: Info,
    *,
    first: From = None,
    last: To = None,
    rule: Rule = None,
    town: Town = None,
) -> WarningEffect:
    request: Request = info.context
    begin, end = _last_quarter(request.today)
    days = _range(request.today, first or begin, last or (None if first else end), months=3)
    rules = () if rule is None else (rule,)
    towns = () if town is None else (key_of(Division, town),)
    *cells, whole = await request.loading.rows(backtests.effect(days, rules, towns))
    return WarningEffect(
        first=days.first,
        last=days.last,
        total=WarningOutcomes(**_outcomes(whole[5:])),
        cells=[
            WarningEffectCell(
                rule_code=code,
                town_id=town_id,
                version_id=version,
                acknowledged=acknowledged,
                acknowledged_in_time=in_time,
                **_outcomes(story),
            )
            for code, town_id, version, acknowledged, in_time, *story in cells
        ],
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The bands to try, and whose they are."""

    code: str
    version_id: int
    tried: backtests.Bands
    active: backtests.Bands


@dataclass(frozen=True, slots=True)
class _Side:
    told: BacktestSide
    counts: Mapping[Cell, int]


async def _side(
    request: Request, code: str, bands: backtests.Bands, days: backtests.Range
) -> _Side:
    """What one set of bands would have done."""
    ask = request.loading.rows
    cells = await ask(backtests.raised_by_day(code, bands, days))
    (told,) = await ask(backtests.became(code, bands, days))
    ((old,),) = await ask(backtests.old_reds(code, bands, days.last))
    counts = {(day, town, colour): number for day, town, colour, number in cells}
    side = BacktestSide(
        **_outcomes(told),
        raised=sum(counts.values()),
        suppressed=told[-1],
        old_reds=old,
        events=[
            await _event(request, each, code, bands, days) for each in _events_of(request, code)
        ],
    )
    return _Side(side, counts)


def _events_of(request: Request, code: str) -> Sequence[Outcome]:
    """The kinds of event of what a rule watches, as far as the caller's schema shows them."""
    assembly = request.services.assembly
    rule = assembly.watching.rules.get(code)
    known = assembly.outcomes.get(rule.resource, ()) if rule else ()
    view = request.services.views.of(request.access)
    return [each for each in known if each.is_shown_in(view)]


async def _event(
    request: Request, outcome: Outcome, code: str, bands: backtests.Bands, days: backtests.Range
) -> BacktestEvent:
    opened = outcome.opened(request.loading)
    ((count, warned),) = await request.loading.rows(happened(code, bands, days, opened))
    return BacktestEvent(
        code=outcome.code,
        title=outcome.chinese,
        title_en=outcome.english,
        happened=count,
        warned=warned,
    )


def _outcomes(columns: Sequence[Any]) -> dict[str, Any]:
    """The columns of `backtests.OUTCOMES` by name."""
    names = ("watched", *backtests.OUTCOMES, "lead_days")
    return dict(zip(names, columns, strict=False))


def _told(asked: _Asked, days: backtests.Range, then: _Side, now: _Side) -> WarningBacktest:
    def both(place: Callable[[Cell], K]) -> list[tuple[K, dict[str, int]]]:
        sums = [Counter[K](), Counter[K]()]
        for side, total in zip((then, now), sums, strict=True):
            for cell, number in side.counts.items():
                total[place(cell)] += number
        keys = sorted(sums[0].keys() | sums[1].keys(), key=_sorted)
        return [(key, {"count": sums[0][key], "active_count": sums[1][key]}) for key in keys]

    return WarningBacktest(
        rule_code=asked.code,
        version_id=asked.version_id,
        first=days.first,
        last=days.last,
        candidate=then.told,
        active=now.told,
        cells=[
            BacktestCell(on=day, town_id=town, colour=colour, **n)
            for (day, town, colour), n in both(lambda cell: cell)
        ],
        days=[
            BacktestDay(on=day, colour=colour, **n)
            for (day, colour), n in both(lambda cell: (cell[0], cell[2]))
        ],
        towns=[
            BacktestTown(town_id=town, colour=colour, **n)
            for (town, colour), n in both(lambda cell: (cell[1], cell[2]))
        ],
    )


def _sorted(key: Any) -> tuple[Any, ...]:
    return tuple(part.value if isinstance(part, WarningColour) else part or 0 for part in key)


async def _asked(
    request: Request, code: str | None, bands: Sequence[BandInput], version_id: str | None
) -> _Asked | None:
    chosen = None
    if version_id is not None:
        wanted = select(m.WarningRuleVersion).where(
            m.WarningRuleVersion.id == key_of(WarningRuleVersion, version_id)
        )
        chosen = next((row for (row,) in await request.loading.rows(wanted)), None)
        if chosen is None or code not in (None, chosen.code):
            raise NotFound(field="versionId")
        code = chosen.code
    if code is None:
        return None
    b = m.WarningRuleBand
    rows = [row for (row,) in await request.loading.rows(select(b).where(b.code == code))]
    if not rows:
        raise NotFound(field="code")
    active = [row for row in rows if row.published and _holds(row, request.today)]
    tried = [row for row in rows if chosen is not None and row.rule_version_id == chosen.id]
    number = (tried or active or rows)[0].rule_version_id
    own = {band.colour: backtests.Limit(band.limit, band.unit) for band in bands
           if band.limit is not None}  # fmt: skip
    return _Asked(code, number, own or _limits(tried or active), _limits(active))


def _holds(row: m.WarningRuleBand, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def _limits(rows: Iterable[m.WarningRuleBand]) -> backtests.Bands:
    return {row.colour: backtests.Limit(row.limit, row.unit) for row in rows}


def _range(
    today: dt.date, first: dt.date | None, last: dt.date | None, *, months: int
) -> backtests.Range:
    """Days as asked for; else so many months up to today."""
    end = last or max(today, first or today)
    begin = first or months_after(end, -months)
    if not begin <= end <= begin + dt.timedelta(days=MOST_DAYS):
        raise InvalidInput(
            f"起始日不能晚于终止日，且至多 {MOST_DAYS} 天。",
            f"From the first day to the last, at most {MOST_DAYS} days.",
            field="to",
        )
    return backtests.Range(begin, end)


def _last_quarter(today: dt.date) -> tuple[dt.date, dt.date]:
    this = dt.date(today.year, today.month - (today.month - 1) % 3, 1)
    return months_after(this, -3), this - dt.timedelta(days=1)


extensions = [extend(Query, backtest_rule, warning_effect)]
