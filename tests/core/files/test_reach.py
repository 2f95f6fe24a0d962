"""Bytes go to whoever may have them, and a file out of reach answers like one that is not there."""

from contextlib import asynccontextmanager

import pytest

from core.errors import Denied, NotFound
from core.files import routes
from core.files.routes import Files
from core.store.engine import Store
from schema.ids import global_id
from tests.core.files.ground import OWNER, access, download, upload
from tests.core.files.pictures import photo
from tests.core.files.reach import differences, fill

SOME = (
    "",
    OWNER,
    "enterprise-clerk-a1",
    "enterprise-manager-a2",
    "town-leader-b",
    "branch-licensing-chief",
    "officer-security",
)


async def test_everybody_gets_what_is_theirs_and_nothing_else(bureau):
    shelf = await fill(bureau)
    assert await differences(bureau, shelf, ["", *bureau.world.roles]) == []


def forgets_the_scope(patch):
    """The route reads as the core's own work."""

    @asynccontextmanager
    async def reading(self, _access):
        async with self.system() as session:
            yield session

    patch.setattr(Store, "reading", reading)


def forgets_the_subject(patch):
    """The scope of the file's own row is all that is looked at."""
    patch.setattr("core.files.routes.proof", lambda *_: True)


def shows_uploads_to_all(patch):
    """An upload that belongs to nothing is shown to whoever reads every file."""
    honest = routes.proof
    patch.setattr(
        routes, "proof", lambda asking, kind, *rest: kind is None or honest(asking, kind, *rest)
    )


def names_what_it_hides(patch):
    """A file out of reach is told apart from none."""
    honest = Files._find

    async def find(self, asking, name):
        try:
            return await honest(self, asking, name)
        except NotFound:
            if name == "no-such-name":
                raise
            raise Denied("仅限有关人员。", "Not for you.") from None

    patch.setattr(Files, "_find", find)


LEAKS = [forgets_the_scope, forgets_the_subject, shows_uploads_to_all, names_what_it_hides]


@pytest.mark.parametrize("leak", LEAKS)
async def test_a_route_that_forgets_is_caught(bureau, monkeypatch, leak):
    shelf = await fill(bureau)
    leak(monkeypatch)
    assert await differences(bureau, shelf, SOME)


async def test_an_upload_out_of_the_scopes_of_its_metadata(bureau):
    """Neither by its id alone: GraphQL asks for the subject, too."""
    shelf = await fill(bureau)
    rows = await bureau.rows("select id, name from attachment")
    ids = {row["name"]: global_id("Attachment", row["id"]) for row in rows}
    query = "query($id: ID!) { attachment(id: $id) { fileName } node(id: $id) { id } }"
    for username, seen in {
        OWNER: {"own", "licence_a", "post"},
        "enterprise-clerk-a1": {"licence_a"},
        "branch-licensing-chief": {"licence_a", "licence_c"},
        "town-leader-b": set(),
    }.items():
        for label, name in shelf.names.items():
            data = await bureau.as_user(username).ask(query, id=ids[name])
            shown = {key for key, value in data.items() if value}
            assert shown == ({"attachment", "node"} if label in seen else set()), (username, label)


async def test_a_file_is_lost_with_the_session(bureau):
    told = (await upload(bureau, OWNER, photo())).json()
    account = bureau.world.accounts[OWNER]
    assert (await download(bureau, OWNER, told["name"])).status_code == 200
    await bureau.rows("update session set ended_at = created_at where account_id = $1", account)
    bureau.application.actors._known.clear()
    assert (await download(bureau, OWNER, told["name"])).status_code == 404
    assert (await upload(bureau, OWNER, photo())).status_code == 401


async def test_what_a_plugin_leaves_behind_is_nobodys(bureau):
    """A subject whose plugin does not serve cannot be read; so its files cannot either."""
    shelf = await fill(bureau)
    name = shelf.names["licence_a"]
    await bureau.rows("update attachment set subject_type = 'Gone' where name = $1", name)
    for username in ("branch-licensing-chief", "town-leader-a", OWNER):
        assert (await download(bureau, username, name)).status_code == 404


async def test_names_that_are_no_names(bureau):
    for name in ("..%2f..%2fetc%2fpasswd", "a" * 5_000, "%00", "'; drop table attachment; --"):
        answer = await download(bureau, OWNER, name)
        assert answer.status_code == 404, name
    assert (await access(bureau, OWNER)).actor.username == OWNER
