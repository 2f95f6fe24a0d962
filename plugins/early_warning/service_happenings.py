"""What happened later to what a rule watches, and how much of it had been warned of."""

from sqlalchemy import and_, func, or_, select

from core.warnings import models as m
from plugins.early_warning.service_backtests import Bands, Range, Rows, spans
from schema.outcomes import Happened


def happened(code: str, bands: Bands, days: Range, events: Happened) -> Rows:
    """(how many events in the range, how many had been warned of) of what was watched by then.

    Only a warning that began on an earlier day counts: on the same day it may be their effect.
    """
    each, w = spans(code, bands), m.Watch
    before = and_(
        each.c.watch_id == w.id,
        each.c.begin < events.on,
        or_(each.c.end.is_(None), events.on <= each.c.end),
    )
    found = (
        select(events.key.label("key"), func.bool_or(each.c.watch_id.is_not(None)).label("warned"))
        .join(w, w.subject_key == events.subject)
        .outerjoin(each, before)
        .where(
            w.rule_code == code,
            events.on.between(w.since, func.coalesce(w.until, events.on)),
            events.on.between(days.first, days.last),
            *events.rules,
        )
        .group_by(events.key)
        .subquery()
    )
    return select(func.count(), func.count().filter(found.c.warned)).select_from(found)
