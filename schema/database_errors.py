"""What the database refuses, in words that a person can act upon."""

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.errors import Conflict, Denied, InvalidInput, Unavailable, ZhijianError

NOT_STORABLE = "22021"
CANCELLED = "57014"
BEYOND_WALL = "42501"
"""Row security refused a row: the second wall was quicker than the first."""
UNIQUE_VIOLATION = "23505"
CONTENDED = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not to be had: the same request may succeed at once."""


DISK_FULL = "53100"
AWAY = frozenset({"53300", "57P01", "57P02", "57P03"})
"""No connection is to be had, or the server is being stopped, has crashed, is starting."""


def typed(error: BaseException) -> ZhijianError | None:
    """The error of ours that an error of the database stands for; None: a fault of our own."""
    if is_unreachable(error):
        return away()
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error, IntegrityError):
        return _taken(error) if _state(error) == UNIQUE_VIOLATION else None
    if error.connection_invalidated:
        return cut_off()
    return _of_state(_state(error))


def is_unreachable(error: BaseException) -> bool:
    """Whether no connection was made at all: nothing was sent, so nothing can have happened."""
    if isinstance(error, (asyncpg.PostgresError, DBAPIError)):
        return getattr(getattr(error, "orig", error), "sqlstate", None) in AWAY
    # a socket that is gone has no file name; a file of ours that is missing has one
    gone = isinstance(error, FileNotFoundError) and error.filename is None
    return gone or isinstance(error, (ConnectionRefusedError, ConnectionResetError))


def away() -> Unavailable:
    """The database cannot be reached."""
    return Unavailable(
        "数据库暂时无法连接，未作任何改动，请稍后重试。",
        "The database cannot be reached; nothing was changed. Try again in a moment.",
        code="DATABASE_AWAY",
    )


def cut_off() -> Unavailable:
    """The connection was lost at work: whether the commit still happened, nobody here can say."""
    return Unavailable(
        "与数据库的连接中断，无法确定是否已保存：请用同一 clientMutationId 重试，不会重复办理。",
        "The connection to the database was lost; whether it was saved is unknown. Repeat it with "
        "the same clientMutationId: it will not happen twice.",
        code="CONNECTION_LOST",
    )


def _of_state(state: str | None) -> ZhijianError | None:
    if state == NOT_STORABLE:
        return InvalidInput(
            "文字中含有无法保存的字符，请删除后重试。",
            "The text holds a character that cannot be stored; remove it and try again.",
            code="BAD_TEXT",
        )
    if state == BEYOND_WALL:
        return Denied(
            "该记录超出您可以办理的范围，未作任何改动。",
            "The record lies outside what you may act on; nothing was changed.",
        )
    if state in CONTENDED:
        return Unavailable(
            "与他人的办理同时进行而未成功，未作任何改动，请重试。",
            "Somebody else was writing the same; nothing was changed. Try again.",
            code="CONTENDED",
        )
    if state == CANCELLED:
        return too_slow()
    if state == DISK_FULL:
        return Unavailable(
            "数据库磁盘已满，未作任何改动；查询仍可使用，请通知系统管理员。",
            "The database's disk is full; nothing was changed. Reading goes on; tell the system "
            "administrator.",
            code="DISK_FULL",
        )
    return None


def too_slow() -> Unavailable:
    """The statement was cancelled at its time limit."""
    return Unavailable(
        "查询耗时过长，已停止；请缩小范围后重试。",
        "It took too long and was stopped; narrow it down and try again.",
        code="TOO_SLOW",
    )


def _taken(error: IntegrityError) -> Conflict:
    name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
    return Conflict(
        "与已有记录冲突（编号或名称已被使用），未作任何改动。",
        "It collides with an existing record (a number or name is taken); nothing was changed.",
        code="TAKEN",
        explain={"constraint": name or "unknown"},
    )


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
