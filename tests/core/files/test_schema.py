"""A record shows its files: in order, in scope, and in two statements for any number of records."""

from types import SimpleNamespace

import pytest
import strawberry
from strawberry.types.info import Info

from core.errors import InvalidInput
from schema.ids import global_id
from schema.reading.loading import Loading
from schema.services.files import Attachment, attachments_of, photo_keys
from tests.core.files.ground import OWNER, access, make_licence, make_upload


@strawberry.type
class Licence:
    attachments: list[Attachment] = attachments_of("附件\nIts files.")

    def __init__(self, key):
        vars(self)["_key"] = key


@strawberry.type
class Query:
    @strawberry.field
    def licences(self, info: Info) -> list[Licence]:
        return [Licence(key) for key in info.context.keys]


async def ask(bureau, username, keys):
    """The files of each record, and how many statements it took."""
    asking = await access(bureau, username)
    store, view = bureau.application.store, bureau.application.views.of(asking)
    loading = Loading(view.catalogue, store, asking, view.is_masked)
    schema = strawberry.Schema(Query)
    context = SimpleNamespace(keys=keys, loading=loading)
    try:
        answer = await schema.execute(
            "{ licences { attachments { id fileName url } } }", context_value=context
        )
    finally:
        await loading.close()
    assert answer.errors is None, answer.errors
    return [
        [one["id"] for one in each["attachments"]] for each in answer.data["licences"]
    ], loading.statements


async def test_records_show_their_files_in_two_statements(bureau):
    keys, expected = [], []
    town, firm = bureau.world.divisions["a"], bureau.world.enterprises["a1"]
    for count in (2, 0, 3, 1):
        keys.append(await make_licence(bureau))
        place = {"subject_type": "Licence", "town_id": town, "enterprise_id": firm}
        made = [
            await make_upload(bureau, OWNER, subject_key=keys[-1], account_id=None, **place)
            for _ in range(count)
        ]
        expected.append([global_id("Attachment", key) for key in made])
    await make_upload(bureau, OWNER, subject_type="Site", subject_key=keys[0], town_id=town)
    for username in (OWNER, "town-leader-a", "branch-licensing-chief"):
        assert await ask(bureau, username, keys) == (expected, 2)
    assert (await ask(bureau, "town-leader-b", keys))[0] == [[], [], [], []]
    assert await ask(bureau, OWNER, keys[:1]) == (expected[:1], 2)


def test_photos_of_an_input_become_keys():
    assert photo_keys(None) == []
    assert photo_keys([global_id("Attachment", 7), global_id("Attachment", 3)]) == [7, 3]
    for wrong in (global_id("Licence", 7), "nonsense"):
        with pytest.raises(InvalidInput) as refused:
            photo_keys([wrong])
        assert (refused.value.field, refused.value.stable_code) == ("photos", "BAD_ID")
