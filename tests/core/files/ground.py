"""Files of the small world: a licence of enterprise a1 to attach to, uploads as rows, and work."""

import copy
import itertools
from contextlib import asynccontextmanager

from sqlalchemy import select

from core.files.depot import FOLDER
from core.files.models import Attachment
from plugins.licensing.models import Licence, LicenceOrigin, LicenceStatus, LicenceType
from plugins.licensing.seeds import licence_types
from tests.fixtures.small_world import LONG_AGO, confirm, token_of

OWNER, OTHER = "enterprise-manager-a1", "enterprise-manager-a2"
numbers = itertools.count()


async def make_licence(bureau, enterprise="a1", town="a"):
    """The key of a licence of an enterprise, in a town."""
    world = copy.copy(bureau.world)
    async with bureau.application.store.system() as session:
        await confirm(session, world, bureau.clock.now())
        kind = (await session.scalars(select(LicenceType))).first()
        if kind is None:
            kind = LicenceType(**next(iter(licence_types())))
            session.add(kind)
            await session.flush()
        licence = Licence(
            enterprise_id=bureau.world.enterprises[enterprise],
            town_id=bureau.world.divisions[town],
            type_id=kind.id,
            number=f"F-{next(numbers)}",
            covers=["糕点"],
            authority="萧山分局",
            issued_on=LONG_AGO,
            valid_from=LONG_AGO,
            valid_until=LONG_AGO.replace(year=2030),
            status=LicenceStatus.VALID,
            origin=LicenceOrigin.LOCAL,
            warning_rule=kind.warning_rule,
            remarks="",
            search_text="f",
            change_id=world.change_id,
        )
        session.add(licence)
        await session.flush()
        return licence.id


async def access(bureau, username):
    """The rights of an account."""
    return await bureau.application.access(token_of(username) if username else None)


@asynccontextmanager
async def working(bureau, username):
    """A unit of work in the name of an account."""
    async with bureau.application.store.writing(await access(bureau, username), "样本") as work:
        yield work


async def make_upload(bureau, username, **more):
    """The key of an upload that is bound to nothing, without bytes."""
    account = bureau.world.accounts[username]
    values = {
        "name": f"name-{next(numbers)}",
        "sha256": "0" * 64,
        "received_sha256": "0" * 64,
        "media_type": "image/jpeg",
        "size": 3,
        "file_name": "照片.jpg",
        "uploaded_by": account,
        "account_id": account,
        "uploaded_at": bureau.clock.now(),
    }
    async with bureau.application.store.system() as session:
        row = Attachment(**(values | more))
        session.add(row)
        await session.flush()
        return row.id


async def stored(bureau):
    """Every attachment as it lies in the database."""
    return await bureau.rows("select * from attachment order by id")


async def upload(bureau, username, content, name="photo.jpg", kind="image/jpeg", **fields):
    """What `POST /files` answers somebody."""
    headers = {"authorization": f"Bearer {token_of(username)}"} if username else {}
    files = {"file": (name, content, kind)}
    return await bureau.http.post("/files", files=files, data=fields, headers=headers)


async def download(bureau, username, name, query=""):
    """What `GET /files/<name>` answers somebody."""
    headers = {"authorization": f"Bearer {token_of(username)}"} if username else {}
    return await bureau.http.get(f"/files/{name}{query}", headers=headers)


def kept(bureau):
    """The names of all files in the depot."""
    folder = bureau.application.settings.var_path / FOLDER
    return sorted(p.relative_to(folder).as_posix() for p in folder.glob("**/*") if p.is_file())
