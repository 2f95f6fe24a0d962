"""Attached files as records, and the field by which any record shows its own."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import strawberry
from sqlalchemy import case, literal, null, select
from strawberry.types.info import Info

from core.errors import InvalidInput
from core.extension import extend
from core.files import models as m
from core.files.binding import FIELD
from core.files.reading import proof
from core.policy.vocabulary import Action
from schema.fields import column, computed, key, personal
from schema.ids import Node, key_of
from schema.operations import query
from schema.reading.loading import Loading
from schema.request import Request
from schema.roots import Query

ADDRESS = literal("/files/") + m.Attachment.name


@strawberry.type(description="附件：随记录可见的照片或文件\nFor those who may read its record.")
class Attachment(Node):
    """An uploaded file. Its bytes are at `url`, for those who may read what it belongs to."""

    ACTIONS_OUTSIDE: ClassVar[tuple[Action, ...]] = (Action.CREATE,)
    """`POST /files` creates; there is no mutation for it."""

    id: strawberry.ID = key(m.Attachment.id)
    media_type: str = column(m.Attachment.media_type, "内容类型\nWhat the content is.")
    size: int = column(m.Attachment.size, "字节数\nHow many bytes.")
    file_name: str = column(m.Attachment.file_name, "文件名\nWhat the uploader called it.")
    uploaded_at: dt.datetime = column(m.Attachment.uploaded_at, "上传时间\nWhen it was uploaded.")
    url: str = computed(ADDRESS, "地址\nWhere its bytes are.")
    preview_url: str | None = computed(
        case((m.Attachment.preview_sha256.is_(None), null()), else_=ADDRESS + "?preview"),
        "缩略图地址；非图片为空\nWhere a small picture is; null where there is none.",
    )
    taken_at: dt.datetime | None = column(
        m.Attachment.taken_at, "拍摄时间，上传人所述\nWhen it was taken, as its uploader says."
    )
    latitude: str | None = personal(
        m.Attachment.latitude, "拍摄地纬度\nLatitude of where it was taken."
    )
    longitude: str | None = personal(
        m.Attachment.longitude, "拍摄地经度\nLongitude of where it was taken."
    )

    @classmethod
    async def is_shown(cls, request: Request, key: int) -> bool:
        """Whether the caller may have it by its id alone: not from its scope alone."""
        found = await request.loading.rows(
            select(m.Attachment.subject_type, m.Attachment.subject_key, m.Attachment.uploaded_by)
            .where(m.Attachment.id == key)
            .limit(1)
        )
        if not found:
            return False
        decided = proof(request.access, *found[0])
        return decided if isinstance(decided, bool) else bool(await request.loading.rows(decided))


def attachments_of(description: str) -> Any:
    r"""A field for a record of one's own: its files, at most `core.files.binding.MOST`.

    `attachments: list[Attachment] = attachments_of("附件\nIts files.")`; two statements, however
    many records there are on a page.
    """

    async def resolve(root: Any, info: Info) -> list[Attachment]:
        loading: Loading = info.context.loading
        name = type(root).__name__
        keys = await loading.batch(
            ("attachments", name), vars(root)["_key"], lambda asked: _keys(loading, name, asked)
        )
        found = await asyncio.gather(*(loading.record(Attachment, key) for key in keys))
        return [each for each in found if each is not None]

    return strawberry.field(resolver=resolve, description=description)


async def _keys(loading: Loading, name: str, subjects: list[int]) -> list[list[int]]:
    """The keys of each subject's files, oldest first."""
    keys: dict[int, list[int]] = {subject: [] for subject in subjects}
    rows = await loading.rows(
        select(m.Attachment.subject_key, m.Attachment.id)
        .where(m.Attachment.subject_type == name, m.Attachment.subject_key.in_(subjects))
        .order_by(m.Attachment.id)
    )
    for subject, attachment in rows:
        keys[subject].append(attachment)
    return [keys[subject] for subject in subjects]


def photo_keys(photos: Sequence[strawberry.ID] | None) -> list[int]:
    """The keys for `core.files.binding.bind` from a mutation's `photos`. Raises InvalidInput."""
    try:
        return [key_of(Attachment, photo) for photo in photos or ()]
    except InvalidInput as error:
        raise InvalidInput(
            error.chinese, error.english, field=FIELD, code=error.stable_code
        ) from error


@query("一个附件\nOne attached file.", reads=Attachment)
async def attachment(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="附件\nWhich file.")],
) -> Attachment | None:
    """The caller's own new upload, or a file of a record that the caller may read."""
    request: Request = info.context
    found: Attachment | None = await request.shown(Attachment, key_of(Attachment, id))
    return found


extensions = [extend(Query, attachment)]
