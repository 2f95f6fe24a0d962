"""Editing templates: a new version each time, from today or a later day on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from core.channels.arrangements import Language, MessageTemplate
from core.channels.kinds import ALL, checked
from core.channels.templates import check
from core.errors import InvalidInput
from core.outgoing import Channel
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A template as it is to read. What is None stays as in the one that it is based on."""

    kind: str | None
    channel: str | None
    language: Language | None
    subject: str
    body: str
    valid_from: dt.date | None
    """None: today."""


async def save_template(
    work: UnitOfWork, key: int, draft: Draft, channels: Mapping[str, Channel]
) -> MessageTemplate:
    """Add a version, based on another one. What has been sent already keeps its text.

    Raises InvalidInput for a channel, a kind, a text (`check`) or a day in the past.
    """
    base = await work.fetch(MessageTemplate, key, Action.UPDATE)
    channel, language = draft.channel or base.channel, draft.language or base.language
    if channel != ALL and channel not in channels:
        raise InvalidInput(
            f"没有通知方式“{channel}”。", f"There is no channel {channel!r}.", field="channel"
        )
    (kind,) = checked([draft.kind or base.kind], "kind")
    check(draft.subject, draft.body)
    begins = draft.valid_from or work.today
    if begins < work.today:
        raise InvalidInput(
            "生效日不能早于今天。", "It cannot hold from a day in the past.", field="validFrom"
        )
    place = (
        MessageTemplate.kind == kind,
        MessageTemplate.channel == channel,
        MessageTemplate.language == language,
    )
    latest = await work.session.scalar(select(func.max(MessageTemplate.version)).where(*place))
    return await work.add(
        MessageTemplate(
            kind=kind,
            channel=channel,
            language=language,
            subject=draft.subject.strip(),
            body=draft.body.replace("\r\n", "\n").strip() + "\n",
            version=(latest or 0) + 1,
            valid_from=begins,
        ),
        Action.UPDATE,
    )
