"""Binding: an uploaded file becomes part of a record, in the transaction that writes the record."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, inspect, select

from core.errors import Conflict, InvalidInput, NotFound
from core.files.models import Attachment
from core.policy.vocabulary import Action
from core.store.base import Base
from core.store.scope import ScopeKind
from core.store.unit import UnitOfWork

MOST: Final = 12
"""Files of one record."""
FIELD: Final = "photos"
"""The input field by which mutations take files."""
COPIED: Final[tuple[ScopeKind, ...]] = ("divisions", "own", "participant", "assigned")


async def bind(
    work: UnitOfWork,
    attachment_ids: Sequence[int],
    row: Base,
    *,
    act: type[Base],
    action: Action,
) -> list[Attachment]:
    """Give uploaded files to `row`, which has its key, under the rule for `action` on `act`.

    Only files that the acting account uploaded and that belong to nothing yet; for good. Raises
    NotFound (not theirs, or absent), Conflict (`ATTACHMENT_BOUND`), InvalidInput
    (`TOO_MANY_ATTACHMENTS`).
    """
    wanted = list(dict.fromkeys(attachment_ids))
    if not wanted:
        return []
    await _require_room(work, len(wanted), row)
    found = await _own(work, wanted)
    for attachment in found:
        attachment.subject_type, attachment.subject_key = subject_of(row)
        attachment.bound_at = work.clock.now()
        _copy_scope(row, attachment)
        # at once: a flush refuses a changed row that has not entered the work
        await work.entail(attachment, act, action)
    return found


async def follow(work: UnitOfWork, row: Base, *, act: type[Base], action: Action) -> None:
    """Let the files of `row` lie where it lies now; call it after its scope columns changed."""
    for attachment in await attached(work, row):
        _copy_scope(row, attachment)
        await work.entail(attachment, act, action)


async def attached(work: UnitOfWork, row: Base) -> Sequence[Attachment]:
    """The files of a record, in the order in which they were uploaded, locked."""
    type_name, key = subject_of(row)
    statement = (
        select(Attachment)
        .where(Attachment.subject_type == type_name, Attachment.subject_key == key)
        .order_by(Attachment.id)
        .with_for_update(of=Attachment)
    )
    return (await work.session.scalars(statement)).all()


def subject_of(row: Base) -> tuple[str, int]:
    """The name of the record type and the key of a stored row."""
    (key,) = inspect(row).mapper.primary_key_from_instance(row)
    return type(row).__name__, int(key)


async def _own(work: UnitOfWork, wanted: Sequence[int]) -> list[Attachment]:
    """The acting account's files that are still free, locked in order of their keys."""
    statement = (
        select(Attachment)
        .where(Attachment.id.in_(wanted))
        .order_by(Attachment.id)
        .with_for_update(of=Attachment)
    )
    found = (await work.session.scalars(statement)).all()
    own = [each for each in found if each.uploaded_by == work.access.actor.account_id]
    if len(own) < len(wanted):
        raise NotFound(field=FIELD)
    if any(each.subject_type is not None for each in own):
        raise Conflict(
            "该附件已属于另一记录，请重新上传。",
            "The file belongs to a record already. Upload it once more.",
            field=FIELD,
            code="ATTACHMENT_BOUND",
        )
    return own


async def _require_room(work: UnitOfWork, more: int, row: Base) -> None:
    type_name, key = subject_of(row)
    counted = select(func.count(Attachment.id)).where(
        Attachment.subject_type == type_name, Attachment.subject_key == key
    )
    if (await work.session.scalars(counted)).one() + more > MOST:
        raise InvalidInput(
            f"每条记录最多 {MOST} 个附件，请减少后再提交。",
            f"A record holds at most {MOST} files. Leave some out.",
            field=FIELD,
            code="TOO_MANY_ATTACHMENTS",
        )


def _copy_scope(row: Base, attachment: Attachment) -> None:
    """Whatever puts the record into somebody's reach puts the file there, and nothing else does."""
    for kind in COPIED:
        column = type(row).__scope__.get(kind)
        value: Any = None if column is None else getattr(row, column)
        setattr(attachment, Attachment.__scope__[kind], list(value or ()) if _many(kind) else value)


def _many(kind: ScopeKind) -> bool:
    return kind == "participant"
