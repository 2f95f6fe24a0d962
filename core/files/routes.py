"""`POST /files` and `GET /files/{name}`: in with a form, out under the caller's reach."""

import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import RowMapping, Select, select
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from core.audit.ledger import OperationRecord, refused
from core.errors import NotFound, Refused, Unauthenticated, Unavailable, ZhijianError
from core.files.form import read_form
from core.files.intake import RESOURCE, Intake
from core.files.models import Attachment
from core.files.reading import proof
from core.files.sniffing import JPEG, PICTURES
from core.gateway.http import token_of
from core.gateway.observe import facts
from core.policy.access import Access
from core.policy.vocabulary import Action

PATH: Final = "/files"
MOST_BODY: Final = 10 * 1024 * 1024 + 64 * 1024
"""The largest file and the form around it."""
SECONDS: Final = 120.0
"""In which a phone with a poor connection sends ten megabytes."""
AT_ONCE: Final = 6
"""Uploads of one account under way in one worker: as many as a browser sends side by side."""
UPLOAD_COST, DOWNLOAD_COST = 4_000, 20
"""In objects of a GraphQL answer, of which an account has so many a minute."""
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
STATUS: Final = {
    "UNAUTHENTICATED": 401,
    "DENIED": 403,
    "NOT_FOUND": 404,
    "FILE_TOO_LARGE": 413,
    "PICTURE_TOO_LARGE": 413,
    "FILE_TYPE": 415,
    "POLYGLOT": 415,
    "PDF_ACTIVE": 415,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMITED": 429,
    "TOO_MANY_UPLOADS": 429,
    "UPLOAD_QUOTA": 429,
    "FILE_LOST": 503,
}
SERVED: Final = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "vary": "Cookie, Authorization",
}
_log = logging.getLogger(__name__)


@dataclass
class Files:
    """The two routes of one worker."""

    intake: Intake
    authenticate: Callable[[str | None], Awaitable[Access]]
    spend: Callable[[Access, str, int], None]
    """Takes points from the budget of a caller at an address. Raises Refused."""
    _under_way: Counter[int] = field(default_factory=Counter)

    def routes(self) -> list[Route]:
        """Both, to be mounted."""
        return [
            Route(PATH, self.upload, methods=["POST"]),
            Route(f"{PATH}/{{name}}", self.download),
        ]

    async def upload(self, request: Request) -> Response:
        """Take one file. Who may not upload is told before the body is read."""
        try:
            access = await self.authenticate(token_of(request))
            row = await self._upload(request, access)
        except ZhijianError as error:
            return _refusal(error)
        told = {"name": row.name, "mediaType": row.media_type, "size": row.size}
        return JSONResponse(
            {"id": self.intake.global_id(row.id), **told, "userErrors": []},
            201,
            {"cache-control": "no-store"},
        )

    async def _upload(self, request: Request, access: Access) -> Attachment:
        account = access.actor.account_id
        if account is None:
            raise Unauthenticated
        facts(request.scope).account_id = str(account)
        self.spend(access, _address(request), UPLOAD_COST)
        operation = OperationRecord(
            request_id=request.scope["state"].get("request_id", ""),
            operation="uploadFile",
            action=str(Action.CREATE),
            resource=RESOURCE,
            ip=_address(request),
        )
        with self._one_more(account):
            try:
                access.require(RESOURCE, Action.CREATE)
                now = self.intake.store.clock.now()
                given = await read_form(request, self.intake.limits.file_bytes, now)
                return await self.intake.take(access, operation, given)
            except ZhijianError as error:
                await refused(self.intake.store, access, operation, error)
                raise

    @contextmanager
    def _one_more(self, account: int) -> Iterator[None]:
        if self._under_way[account] >= AT_ONCE:
            raise Refused(
                f"同时上传的文件不能超过 {AT_ONCE} 个，请等前面的传完。",
                f"At most {AT_ONCE} uploads at once. Wait for the others.",
                code="TOO_MANY_UPLOADS",
                explain={"retryAfterSeconds": 5},
            )
        self._under_way[account] += 1
        try:
            yield
        finally:
            self._under_way[account] -= 1
            if not self._under_way[account]:
                del self._under_way[account]

    async def download(self, request: Request) -> Response:
        """The bytes, for whoever may have them now; everything else answers alike."""
        try:
            access = await self._caller(request)
            self.spend(access, _address(request), DOWNLOAD_COST)
            row = await self._find(access, request.path_params["name"])
            return self._served(row, preview="preview" in request.query_params)
        except ZhijianError as error:
            return _refusal(error)

    async def _caller(self, request: Request) -> Access:
        """Who asks; a session that has ended counts as the public."""
        try:
            return await self.authenticate(token_of(request))
        except Unauthenticated:
            return await self.authenticate(None)

    async def _find(self, access: Access, name: str) -> RowMapping:
        """The row, read under the caller's reach, and what it belongs to likewise."""
        if not NAME.fullmatch(name):
            raise NotFound
        wanted = select(
            Attachment.subject_type,
            Attachment.subject_key,
            Attachment.uploaded_by,
            Attachment.sha256,
            Attachment.preview_sha256,
            Attachment.media_type,
            Attachment.file_name,
        ).where(Attachment.name == name)
        async with self.intake.store.reading(access) as session:
            row = (await session.execute(wanted)).mappings().one_or_none()
            if row is None:
                raise NotFound
            shown = proof(access, row["subject_type"], row["subject_key"], row["uploaded_by"])
            if isinstance(shown, Select):
                shown = (await session.execute(shown)).first() is not None
        if not shown:
            raise NotFound
        return row

    def _served(self, row: RowMapping, *, preview: bool) -> Response:
        digest = row["preview_sha256" if preview else "sha256"]
        if digest is None:
            raise NotFound
        path = self.intake.depot.path(digest)
        if not path.is_file():
            _log.error("the bytes of an attachment are missing", extra={"sha256": digest})
            raise Unavailable(
                "文件暂时无法取得，请联系系统管理员核对附件库。",
                "The bytes are missing. Tell the administrator to run `zhijian files verify`.",
                code="FILE_LOST",
            )
        media_type = JPEG if preview else row["media_type"]
        headers = SERVED | {
            "content-disposition": _disposition(row["media_type"], row["file_name"])
        }
        return FileResponse(path, headers=headers, media_type=media_type)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _disposition(media_type: str, file_name: str) -> str:
    """Pictures are shown, papers are saved: a PDF never runs in our origin."""
    way = "inline" if media_type in PICTURES else "attachment"
    return f"{way}; filename*=UTF-8''{quote(file_name, safe='')}"


def _refusal(error: ZhijianError) -> Response:
    told = {"code": error.stable_code, "message": str(error), "field": error.field}
    body: Mapping[str, Any] = dict.fromkeys(("id", "name", "mediaType", "size"))
    headers = {"cache-control": "no-store", "vary": "Cookie, Authorization"}
    if wait := (error.explain or {}).get("retryAfterSeconds"):
        headers["retry-after"] = str(wait)
    status = STATUS.get(error.stable_code, 400)
    return JSONResponse({**body, "userErrors": [told]}, status, headers)
