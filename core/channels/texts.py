"""What is really sent: the template in force, filled with one message; and an endpoint's JSON."""

import base64
import datetime as dt
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels import templates
from core.channels.arrangements import Language, MessageTemplate
from core.channels.kinds import ALL, covers, exactness
from core.clock import BUSINESS_ZONE
from core.inbox.models import Message
from core.inbox.notices import Notice
from core.outgoing import PermanentFailure


async def template_of(
    session: AsyncSession, kind: str, channel: str, language: Language, today: dt.date
) -> MessageTemplate:
    """The narrowest template for a kind and channel, in its latest version that holds today.

    Raises PermanentFailure when there is none.
    """
    wanted = select(MessageTemplate).where(
        MessageTemplate.language == language,
        MessageTemplate.channel.in_([channel, ALL]),
        MessageTemplate.valid_from <= today,
    )
    fitting = [each for each in await session.scalars(wanted) if covers(each.kind, kind)]
    if not fitting:
        raise PermanentFailure("there is no template")
    return max(fitting, key=lambda t: (exactness(t.kind), t.channel != ALL, t.version))


def filled(template: MessageTemplate, message: Message, base: str) -> tuple[str, str]:
    """Subject and body of a message by a template. `base` is where the pages are."""
    chinese = template.language is Language.ZH
    values = {
        "title": message.title if chinese else message.title_en,
        "body": message.body if chinese else message.body_en,
        "why": message.why if chinese else message.why_en,
        "url": page_of(base, message.subject_type, message.subject_key),
        "time": message.created_at.astimezone(BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M"),
    }
    return (
        templates.fill_line(template.subject, values),
        templates.fill(template.body, values).strip() + "\n",
    )


def endpoint_body(notice: Notice, why: tuple[str, str], at: dt.datetime, base: str) -> str:
    """What an endpoint is told: what happened, to what, and why it is told. No text, no person."""
    type_ = notice.resource.partition(":")[2]
    told: dict[str, Any] = {
        "type": notice.kind,
        "timestamp": at.isoformat(),
        "data": {
            "event": notice.event,
            "subject": subject_id(type_, notice.key),
            "subjectType": type_,
            "title": notice.title,
            "titleEn": notice.title_en,
            "url": page_of(base, type_, notice.key),
            "why": why[0],
            "whyEn": why[1],
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def subject_id(type_: str, key: int) -> str:
    """The global id of a record, as the schema writes it."""
    return base64.b64encode(f"{type_}:{key}".encode()).decode()


def page_of(base: str, type_: str, key: int) -> str:
    """The address of a record's page."""
    return f"{base.rstrip('/')}/desk/core/record/{subject_id(type_, key)}"
