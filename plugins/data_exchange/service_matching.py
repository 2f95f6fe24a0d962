"""Matching staged records with the register, a feed at a time, by statements over whole sets.

Order first: of what one partner says about one record the newest revision counts, however it
arrived. Then what it is of: the link of an earlier meeting, else the natural key. What cannot be
told waits: held until its enterprise is here, ambiguous, or in conflict.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import Enterprise
from plugins.data_exchange.models_staging import (
    OPEN,
    ExchangeConflict,
    Side,
    StagedRecord,
    StagedState,
)
from plugins.data_exchange.service_links import LINKED, L, upsert_links
from plugins.data_exchange.service_targets import ENTERPRISE_CODES, Target

S: Final[Any] = StagedRecord.__table__
C: Final[Any] = ExchangeConflict.__table__
CONTRADICTS: Final[Any] = "同一版本有两种内容 one revision with two contents"


@dataclass
class Matching:
    """One pass over the records of a feed that are received and not matched."""

    session: AsyncSession
    feed_id: int
    target: Target
    now: dt.datetime
    held_until: dt.date
    fresh: ColumnElement[bool] = field(init=False)

    def __post_init__(self) -> None:
        self.fresh = and_(S.c.feed_id == self.feed_id, S.c.state == StagedState.RECEIVED)

    async def look_again(self) -> None:
        """What waited for something that was not here may find it now."""
        held = and_(S.c.feed_id == self.feed_id, S.c.state == StagedState.HELD)
        again = update(S).values(state=StagedState.RECEIVED, held_for="", settled_at=None)
        await self._run(again.where(held))

    async def order(self) -> None:
        """Leave one record of each natural key: the newest that was not seen before."""
        await self._among_themselves()
        await self._against_links()
        await self._against_waiting()

    async def find(self) -> None:
        """Say what each is of, and settle all that needs no look at single fields."""
        await self._find_references()
        await self._find_targets()
        await self._run(
            self._to(
                case(
                    (and_(S.c.withdrawn, S.c.target_id.is_(None)), StagedState.EQUAL.name),
                    (S.c.withdrawn, StagedState.WITHDRAWAL.name),
                    else_=StagedState.NEW.name,
                )
            ).where(or_(S.c.withdrawn, S.c.target_id.is_(None)))
        )
        await self._compare()

    async def link_equal(self) -> None:
        """Both sides agree: remember it, so that the next difference tells who has changed."""
        rows = select(
            S.c.feed_id, S.c.natural_key, S.c.target_id, S.c.revision, S.c.hash,
            S.c.mapped, func.coalesce(S.c.ours, S.c.mapped), S.c.withdrawn, S.c.batch_id,
            literal(self.now, L.c.synced_at.type),
        ).where(S.c.feed_id == self.feed_id, S.c.state.in_((StagedState.EQUAL, StagedState.KEPT)),
                S.c.settled_at.is_(None))  # fmt: skip
        await self.session.execute(upsert_links(insert(L).from_select(LINKED, rows)))
        await self._run(
            update(S)
            .values(settled_at=self.now)
            .where(S.c.feed_id == self.feed_id, S.c.state.notin_(OPEN), S.c.settled_at.is_(None))
        )

    async def _among_themselves(self) -> None:
        newest: dict[str, Any] = {
            "partition_by": S.c.natural_key,
            "order_by": (S.c.revision.desc(), S.c.id),
        }
        ranked = (
            select(
                S.c.id,
                S.c.hash,
                S.c.revision,
                func.row_number().over(**newest).label("place"),
                func.first_value(S.c.hash).over(**newest).label("top_hash"),
                func.first_value(S.c.revision).over(**newest).label("top"),
            )
            .where(self.fresh)
            .subquery()
        )
        behind = _behind(ranked.c, ranked.c.top, ranked.c.top_hash, StagedState.SUPERSEDED)
        await self._run(update(S).values(**behind).where(S.c.id == ranked.c.id, ranked.c.place > 1))

    async def _against_links(self) -> None:
        known = and_(L.c.feed_id == S.c.feed_id, L.c.natural_key == S.c.natural_key)
        behind = _behind(S.c, L.c.revision, L.c.hash, StagedState.OLDER)
        await self._run(
            update(S)
            .values(target_id=L.c.target_id, **behind)
            .where(self.fresh, known, L.c.revision >= S.c.revision)
        )
        await self._run(update(S).values(target_id=L.c.target_id).where(self.fresh, known))
        same = [known, L.c.hash == S.c.hash, L.c.gone == S.c.withdrawn, L.c.target_id.is_not(None)]
        await self._run(self._to(StagedState.EQUAL).values(ours=L.c.ours).where(*same))

    async def _against_waiting(self) -> None:
        waiting = S.alias("waiting")
        before = and_(
            waiting.c.feed_id == S.c.feed_id,
            waiting.c.natural_key == S.c.natural_key,
            waiting.c.state.in_([s for s in OPEN if s is not StagedState.RECEIVED]),
        )
        behind = _behind(S.c, waiting.c.revision, waiting.c.hash, StagedState.OLDER)
        readable = or_(waiting.c.state != StagedState.DEAD, waiting.c.revision > S.c.revision)
        await self._run(
            update(S)
            .values(**behind)
            .where(self.fresh, before, waiting.c.revision >= S.c.revision, readable)
        )
        newer = S.alias("newer")
        overtaken = exists(
            select(newer.c.id).where(
                newer.c.feed_id == self.feed_id,
                newer.c.state.in_((StagedState.RECEIVED, StagedState.EQUAL)),
                newer.c.settled_at.is_(None),
                newer.c.natural_key == S.c.natural_key,
                newer.c.revision >= S.c.revision,
                newer.c.id != S.c.id,
            )
        )
        older = select(S.c.id).where(
            S.c.feed_id == self.feed_id,
            S.c.state.in_([s for s in OPEN if s is not StagedState.RECEIVED]),
            S.c.natural_key != "",
            overtaken,
        )
        await self._run(
            update(C)
            .values(side=Side.OVERTAKEN, decided_at=self.now, version=C.c.version + 1)
            .where(C.c.side.is_(None), C.c.staged_id.in_(older))
        )
        await self._run(
            update(S)
            .values(state=StagedState.SUPERSEDED, version=S.c.version + 1)
            .where(S.c.id.in_(older))
        )

    async def _find_references(self) -> None:
        """Whose it is and what else it names; what is not here yet, is waited for."""
        for each in self.target.references.values():
            named = S.c.mapped[each.field].astext
            if each.is_enterprise:
                await self._find_enterprise(named)
            else:
                here = exists(select(each.target.id).where(each.by == named))
                missing = [S.c.mapped.has_key(each.field), ~S.c.withdrawn, ~here]
                await self._run(self._held(named).where(*missing))

    async def _find_enterprise(self, named: ColumnElement[str]) -> None:
        firms: Any = Enterprise.__table__
        # three joins by one column each: an `or` would compare every record with every firm
        named_so = union_all(
            *(
                select(S.c.id, firms.c.id.label("firm"))
                .join_from(S, firms, column == named)
                .where(self.fresh, S.c.enterprise_id.is_(None), func.length(named) == length)
                for length, column in ENTERPRISE_CODES
            )
        ).subquery()
        pairs = (
            select(
                named_so.c.id,
                func.min(named_so.c.firm).label("firm"),
                func.count(named_so.c.firm.distinct()).label("n"),
            )
            .group_by(named_so.c.id)
            .subquery()
        )
        await self._run(
            update(S)
            .values(
                enterprise_id=case((pairs.c.n == 1, pairs.c.firm)),
                state=case(
                    (pairs.c.n > 1, StagedState.AMBIGUOUS.name), else_=StagedState.RECEIVED.name
                ),
                held_for=case((pairs.c.n > 1, named), else_=""),
            )
            .where(S.c.id == pairs.c.id)
        )
        await self._run(
            self._held(named).where(named.is_not(None), ~S.c.withdrawn, S.c.enterprise_id.is_(None))
        )

    async def _find_targets(self) -> None:
        """By the natural key, where no earlier meeting has told."""
        if not self.target.can_find:
            return
        looked = select(S.c.id, func.min(self.target.key).label("row"), func.count().label("n"))
        found = (
            self.target.joined(looked)
            .join(S, and_(*self.target.same_key(S.c)))
            .where(self.fresh, S.c.target_id.is_(None))
            .group_by(S.c.id)
            .subquery()
        )
        await self._run(
            update(S)
            .values(
                target_id=case((found.c.n == 1, found.c.row)),
                state=case(
                    (found.c.n > 1, StagedState.AMBIGUOUS.name), else_=StagedState.RECEIVED.name
                ),
            )
            .where(S.c.id == found.c.id)
        )

    async def _compare(self) -> None:
        """What we say ourselves, beside what came; where all is alike, there is nothing to do."""
        sides = (
            self.target.joined(select(S.c.id, self.target.ours(S.c).label("ours")))
            .join(S, self.target.key == S.c.target_id)
            .where(self.fresh)
            .subquery()
        )
        comparable = S.c.mapped
        for name in self.target.unknown:
            comparable = comparable.op("-")(name)
        alike = sides.c.ours.op("||")(comparable) == sides.c.ours
        await self._run(
            update(S)
            .values(
                ours=sides.c.ours,
                state=case((alike, StagedState.EQUAL.name), else_=StagedState.RECEIVED.name),
            )
            .where(S.c.id == sides.c.id)
        )

    def _to(self, state: Any) -> Update:
        return update(S).values(state=state).where(self.fresh)

    def _held(self, named: ColumnElement[str]) -> Update:
        waiting = self._to(StagedState.HELD)
        return waiting.values(
            held_for=named, held_until=func.coalesce(S.c.held_until, self.held_until)
        )

    async def _run(self, statement: Update) -> None:
        await self.session.execute(statement)


def _behind(
    row: Any, top: ColumnElement[int], top_hash: ColumnElement[str], older: StagedState
) -> dict[str, Any]:
    """What a record becomes that comes behind another one: older, the same again, or a liar."""
    same, contradicts = row.hash == top_hash, and_(row.revision == top, row.hash != top_hash)
    return {
        "state": case(
            (row.revision < top, older.name),
            (same, StagedState.REPEATED.name),
            else_=StagedState.DEAD.name,
        ),
        "fault": case((contradicts, CONTRADICTS), else_=""),
    }
