"""Telling: one digest per person and business day, and the notices that prove it.

The first news of a day makes one message; later news of that day is added to it, and it is unread
again. Everything is written in one transaction of the job, so that nothing is told without proof
and nothing proven that was not told; and for all persons at once.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.announcing import Changed, announce
from core.channels.service import plan
from core.inbox.models import Message
from core.jobs.context import JobContext
from core.policy.vocabulary import Tier
from core.register.models import Division
from core.warnings.models import EarlyWarning, WarningRuleVersion
from plugins.early_warning.models import WarningDigest, WarningNotice
from plugins.early_warning.service_addressing import Told, concerned
from plugins.early_warning.service_texts import Line, body_of, title_of

Rules = Mapping[int, WarningRuleVersion]
"""The versions of rules, by their keys."""
News = Mapping[int, tuple[Told, Sequence[EarlyWarning]]]
"""By account: who it is, and what is new to him."""


async def tell(
    context: JobContext,
    roles: Mapping[int, Sequence[str]],
    warnings: Sequence[EarlyWarning],
    rules: Rules,
) -> set[int]:
    """Tell whom the warnings concern, once for each colour and level of escalation.

    Nobody is told again of one record in one colour by one rule within the rule's quiet days.
    Gives the keys of the warnings of which anybody has been told in their colour, now or before.
    """
    known, quiet = await _told_before(context, warnings, rules)
    news: dict[int, tuple[Told, Sequence[EarlyWarning]]] = {}
    for told in await concerned(context, roles, warnings):
        account = told.to.account_id
        new = [
            each
            for each in told.warnings
            if (each.id, account, each.colour, each.level) not in known
            and (
                each.level or (each.rule_code, each.subject_key, account, each.colour) not in quiet
            )
        ]
        if new:
            news[account] = (told, new)
            known |= {(each.id, account, each.colour, each.level) for each in new}
    if news:
        await _write(context, news)
    heard = {(key, colour) for key, _, colour, _ in known}
    return {each.id for each in warnings if (each.id, each.colour) in heard}


async def _told_before(
    context: JobContext, warnings: Sequence[EarlyWarning], rules: Rules
) -> tuple[set[Any], set[Any]]:
    """Of these warnings; and of their subjects within the quiet time of their rules."""
    n, now = WarningNotice, context.clock.now()
    since = {
        each.rule_code: now - dt.timedelta(days=rules[each.rule_version_id].quiet_days)
        for each in warnings
    }
    keys = [each.id for each in warnings]
    same = select(n.warning_id, n.account_id, n.colour, n.level).where(n.warning_id.in_(keys))
    lately = select(n.rule_code, n.subject_key, n.account_id, n.colour, n.told_at).where(
        n.resource.in_({each.resource for each in warnings}),
        n.subject_key.in_([each.subject_key for each in warnings]),
        n.told_at > min(since.values(), default=now),
    )
    session = context.session
    return (
        {tuple(row) for row in await session.execute(same)},
        {
            (code, *whose)
            for code, *whose, told_at in await session.execute(lately)
            if code in since and told_at > since[code]
        },
    )


async def _write(context: JobContext, news: News) -> None:
    """Note what each person is told, and write his message anew."""
    session, now = context.session, context.clock.now()
    digests = await _digests(session, news, context.today)
    notices = [
        _notice(told, each, digests[account].id, now)
        for account, (told, warnings) in news.items()
        for each in warnings
    ]
    session.add_all(notices)
    await session.flush()
    lines = await lines_of(session, [digest.id for digest in digests.values()])
    texts = {
        account: _texts(told, lines[digests[account].id], context.today)
        for account, (told, _) in news.items()
    }
    before = {account for account, digest in digests.items() if digest.message_id is not None}
    messages = await _messages(session, digests, texts, now)
    for account in before:
        digests[account].version += 1
    await session.flush()
    await plan(session, list(messages.values()))
    await announce(
        session,
        [
            Changed(type_, key, "updated" if account in before else "created")
            for account in news
            for type_, key in (
                ("Message", messages[account].id),
                ("WarningDigest", digests[account].id),
            )
        ],
    )


async def _digests(
    session: AsyncSession, accounts: Collection[int], today: dt.date
) -> dict[int, WarningDigest]:
    """Each person's digest of the day, locked."""
    rows = [{"account_id": account, "on": today, "version": 1} for account in accounts]
    await session.execute(insert(WarningDigest).values(rows).on_conflict_do_nothing())
    wanted = (
        select(WarningDigest)
        .where(WarningDigest.account_id.in_(accounts), WarningDigest.on == today)
        .order_by(WarningDigest.id)
        .with_for_update()
    )
    return {digest.account_id: digest for digest in await session.scalars(wanted)}


def _notice(told: Told, warning: EarlyWarning, digest_id: int, now: dt.datetime) -> WarningNotice:
    why, why_en = _why(told)
    return WarningNotice(
        warning_id=warning.id,
        account_id=told.to.account_id,
        username=told.username,
        digest_id=digest_id,
        rule_code=warning.rule_code,
        resource=warning.resource,
        subject_key=warning.subject_key,
        town_id=warning.town_id,
        enterprise_id=warning.enterprise_id,
        colour=warning.colour,
        level=warning.level,
        why=why,
        why_en=why_en,
        told_at=now,
    )


async def _messages(
    session: AsyncSession,
    digests: Mapping[int, WarningDigest],
    texts: Mapping[int, Mapping[str, str]],
    now: dt.datetime,
) -> dict[int, Message]:
    """The one message of each digest: made, or with new texts and unread once more."""
    keys = [digest.message_id for digest in digests.values() if digest.message_id is not None]
    wanted = select(Message).where(Message.id.in_(keys)).with_for_update()
    found = {each.account_id: each for each in await session.scalars(wanted)}
    for account, digest in digests.items():
        if account not in found:
            found[account] = _message(digest, now)
        for name, text in texts[account].items():
            setattr(found[account], name, text)
        found[account].read_at = None
    session.add_all(found.values())
    await session.flush()
    for account, digest in digests.items():
        digest.message_id = found[account].id
    return found


def _message(digest: WarningDigest, now: dt.datetime) -> Message:
    return Message(
        account_id=digest.account_id,
        event=f"warnings:{digest.on.isoformat()}",
        kind="warning.digest",
        subject_type=WarningDigest.__name__,
        subject_key=digest.id,
        created_at=now,
    )


def _texts(told: Told, lines: Sequence[Line], today: dt.date) -> dict[str, str]:
    title, body = title_of(lines, today), body_of(lines, told.tier)
    why, why_en = _why(told)
    return {
        "title": title.chinese,
        "title_en": title.english,
        "body": body.chinese,
        "body_en": body.english,
        "why": why,
        "why_en": why_en,
    }


async def lines_of(session: AsyncSession, digests: Sequence[int]) -> dict[int, list[Line]]:
    """What digests hold, as it was told: their warnings with rules and towns."""
    rows = await session.execute(
        select(WarningNotice, EarlyWarning, WarningRuleVersion, Division.name, Division.name_en)
        .join(EarlyWarning, EarlyWarning.id == WarningNotice.warning_id)
        .join(WarningRuleVersion, WarningRuleVersion.id == EarlyWarning.rule_version_id)
        .outerjoin(Division, Division.id == WarningNotice.town_id)
        .where(WarningNotice.digest_id.in_(digests))
        .order_by(WarningNotice.id)
    )
    found: dict[int, list[Line]] = {digest: [] for digest in digests}
    for notice, warning, rule, town, town_en in rows:
        line = Line(
            colour=notice.colour,
            level=notice.level,
            rule=rule.code,
            chinese=rule.chinese,
            english=rule.english,
            legal_basis=rule.legal_basis,
            due_on=warning.due_on,
            town=town or "",
            town_en=town_en or town or "",
        )
        found[notice.digest_id].append(line)
    return found


def _why(told: Told) -> tuple[str, str]:
    """The post, and what the warnings have to do with it."""
    because = {
        Tier.ENTERPRISE: ("预警的是本单位的事项", "the warnings are about your enterprise"),
        Tier.TOWN: ("预警的事项在您的辖区", "what they are about lies in your town"),
        Tier.STATION: ("预警的事项在您的辖区", "what they are about lies in your towns"),
    }
    said = because.get(told.tier, ("预警由您的岗位负责跟进", "your post follows these warnings"))
    return f"{told.to.post}；{said[0]}", f"{told.to.post_en}; {said[1]}"
