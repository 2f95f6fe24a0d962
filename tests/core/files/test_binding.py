"""A file becomes part of one record, once, by the account that uploaded it, and follows it."""

import pytest
from sqlalchemy import select

from core.errors import Conflict, Denied, InvalidInput, NotFound
from core.files import binding
from core.files.binding import MOST, bind, follow
from core.files.models import Attachment
from core.policy.vocabulary import Action
from core.register.models import ChangeKind
from core.register.service import amend, confirm_change
from core.store.scope import LostScope
from plugins.licensing.models import Licence
from tests.core.files.ground import OTHER, OWNER, access, make_licence, make_upload, stored, working


async def bound(bureau, licence, uploads, username=OWNER, action=Action.SUBMIT):
    async with working(bureau, username) as work:
        row = await work.fetch(Licence, licence, action)
        return [each.id for each in await bind(work, uploads, row, act=Licence, action=action)]


async def bind_unseen(bureau, row, uploads):
    async with working(bureau, OWNER) as work:
        await bind(work, uploads, row, act=Licence, action=Action.SUBMIT)


async def seen(bureau, username):
    async with bureau.application.store.reading(await access(bureau, username)) as session:
        return list(await session.scalars(select(Attachment.id).order_by(Attachment.id)))


async def test_a_bound_file_lies_where_its_record_lies(bureau):
    licence = await make_licence(bureau)
    uploads = [await make_upload(bureau, OWNER) for _ in range(2)]
    assert await bound(bureau, licence, [*uploads, uploads[0]]) == uploads
    for row in await stored(bureau):
        assert (row["subject_type"], row["subject_key"]) == ("Licence", licence)
        assert row["town_id"] == bureau.world.divisions["a"]
        assert row["enterprise_id"] == bureau.world.enterprises["a1"]
        assert (row["organisation_ids"], row["account_id"]) == ([], None)
        assert row["uploaded_by"] == bureau.world.accounts[OWNER]
        assert row["bound_at"] == bureau.clock.now()
    for username, expected in {
        OWNER: uploads,
        "enterprise-clerk-a1": uploads,
        "town-leader-a": uploads,
        "town-leader-b": [],
        OTHER: [],
        "station-head-first": uploads,
        "station-head-second": [],
        "": [],
    }.items():
        assert await seen(bureau, username) == expected, username


async def test_before_that_it_is_its_uploaders_alone(bureau):
    upload = await make_upload(bureau, OWNER)
    assert await seen(bureau, OWNER) == [upload]
    for username in (OTHER, "enterprise-clerk-a1", "town-leader-a", "station-head-first", ""):
        assert await seen(bureau, username) == [], username


async def test_whoever_moved_to_another_post_keeps_nothing_of_what_they_bound(bureau):
    upload = await make_upload(bureau, OWNER)
    await bound(bureau, await make_licence(bureau), [upload])
    a1, b1 = (bureau.world.enterprises[name] for name in ("a1", "b1"))
    await bureau.rows("update post set enterprise_id = $2 where enterprise_id = $1", a1, b1)
    bureau.application.actors._known.clear()
    assert await seen(bureau, OWNER) == []


async def test_binding_twice_is_refused_and_changes_nothing(bureau):
    first, second = await make_licence(bureau), await make_licence(bureau)
    upload, fresh = await make_upload(bureau, OWNER), await make_upload(bureau, OWNER)
    await bound(bureau, first, [upload])
    before = await stored(bureau)
    for licence in (first, second):
        with pytest.raises(Conflict) as refused:
            await bound(bureau, licence, [fresh, upload])
        assert refused.value.stable_code == "ATTACHMENT_BOUND"
    assert await stored(bureau) == before


@pytest.mark.parametrize("whose", [OTHER, "enterprise-clerk-a1", "town-leader-a"])
async def test_the_upload_of_somebody_else_is_as_absent_as_none(bureau, whose):
    licence = await make_licence(bureau)
    own, foreign = await make_upload(bureau, OWNER), await make_upload(bureau, whose)
    before, answers = await stored(bureau), []
    for upload in (foreign, 999_999):
        with pytest.raises(NotFound) as refused:
            await bound(bureau, licence, [own, upload])
        answers.append((str(refused.value), refused.value.field))
    assert answers[0] == answers[1]
    assert await stored(bureau) == before


async def test_even_who_reads_everything_binds_own_uploads_only(bureau):
    licence, upload = await make_licence(bureau), await make_upload(bureau, OWNER)
    before = await stored(bureau)
    with pytest.raises(NotFound):
        await bound(bureau, licence, [upload], "branch-licensing-chief", Action.DECIDE)
    assert await stored(bureau) == before


async def test_a_record_outside_the_act_takes_no_file(bureau):
    """The rule for the act stands for the file: another house's licence is out of reach."""
    licence, upload = await make_licence(bureau, "a2"), await make_upload(bureau, OWNER)
    before = await stored(bureau)
    row = Licence(id=licence, enterprise_id=bureau.world.enterprises["a2"])
    with pytest.raises(Denied):
        await bind_unseen(bureau, row, [upload])
    assert await stored(bureau) == before


async def test_a_record_holds_no_more_than_a_dozen(bureau):
    licence = await make_licence(bureau)
    uploads = [await make_upload(bureau, OWNER) for _ in range(MOST + 1)]
    await bound(bureau, licence, uploads[:-2])
    with pytest.raises(InvalidInput) as refused:
        await bound(bureau, licence, uploads[-2:])
    assert refused.value.stable_code == "TOO_MANY_ATTACHMENTS"
    await bound(bureau, licence, uploads[-1:])
    assert sum(row["subject_key"] == licence for row in await stored(bureau)) == MOST


async def test_files_follow_a_record_that_moves(bureau):
    licence, upload = await make_licence(bureau), await make_upload(bureau, OWNER)
    await bound(bureau, licence, [upload])
    async with working(bureau, "branch-licensing-chief") as work:
        row = await work.fetch(Licence, licence, Action.DECIDE)
        change = await confirm_change(
            work, ChangeKind.DECISION, "test", act=Licence, action=Action.DECIDE
        )
        there = {
            "town_id": bureau.world.divisions["c"],
            "enterprise_id": bureau.world.enterprises["c1"],
        }
        await amend(work, row, change, **there)
        await follow(work, row, act=Licence, action=Action.DECIDE)
    assert await seen(bureau, "town-leader-a") == []
    assert await seen(bureau, OWNER) == []
    assert await seen(bureau, "town-leader-c") == [upload]
    assert await seen(bureau, "enterprise-clerk-c1") == [upload]


async def test_a_binding_outside_the_work_is_caught(bureau, monkeypatch):
    """Seeded: whoever binds without entering the work is refused by it."""

    async def without(_work, row, _act, _action):
        return row

    licence, upload = await make_licence(bureau), await make_upload(bureau, OWNER)
    before = await stored(bureau)
    monkeypatch.setattr("core.store.unit.UnitOfWork.entail", without)
    with pytest.raises(LostScope):
        await bound(bureau, licence, [upload])
    assert await stored(bureau) == before


async def test_a_copy_of_the_uploader_would_be_noticed(bureau, monkeypatch):
    """Seeded: a binding that leaves the file with its uploader keeps showing it to them."""
    monkeypatch.setattr(binding, "COPIED", ("divisions", "own", "participant"))
    upload = await make_upload(bureau, OWNER)
    await bound(bureau, await make_licence(bureau), [upload])
    (row,) = await stored(bureau)
    assert row["account_id"] == bureau.world.accounts[OWNER]
