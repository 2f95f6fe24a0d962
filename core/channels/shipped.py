"""The templates that are there from the beginning: long for mail, short for the rest."""

import datetime as dt
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.channels.arrangements import Language, MessageTemplate

SINCE: Final = dt.date(2011, 1, 1)
_TEXTS: Final = (
    (
        "mail",
        Language.ZH,
        "【质监】{title}",
        (
            "{title}\n\n{body}\n\n办理和查看：{url}\n时间：{time}\n\n"
            "--\n为何收到：{why}。\n如需调整接收方式，请登录后打开“我的通知设置”。\n"
        ),
    ),
    (
        "mail",
        Language.EN,
        "[Zhijian] {title}",
        (
            "{title}\n\n{body}\n\nOpen: {url}\nTold at: {time}\n\n--\nWhy you got this: {why}.\n"
            'To change what you get, sign in and open "My notifications".\n'
        ),
    ),
    ("*", Language.ZH, "【质监】{title}", "【质监】{title} {url}（{why}）"),
    ("*", Language.EN, "[Zhijian] {title}", "[Zhijian] {title} {url} ({why})"),
)


async def plant_templates(session: AsyncSession) -> None:
    """Store them as first versions; edits are later versions, so again changes nothing."""
    rows = [
        {
            "kind": "*",
            "channel": channel,
            "language": language,
            "subject": subject,
            "body": body,
            "version": 1,
            "valid_from": SINCE,
        }
        for channel, language, subject, body in _TEXTS
    ]
    await session.execute(insert(MessageTemplate).values(rows).on_conflict_do_nothing())
