"""Who may have which file, stated by hand; and the harness that asks the route for all of them."""

from dataclasses import dataclass

from tests.core.files.ground import OWNER, download, make_licence, upload
from tests.core.files.pictures import encoded

COLOURS = {"own": 8, "licence_a": 16, "licence_c": 24, "post": 32}


@dataclass
class Shelf:
    """Public names of files by what they belong to."""

    names: dict[str, str]
    contents: dict[str, bytes]


async def fill(bureau):
    """One file that belongs to nothing, and one for each kind of subject."""
    names = {}
    for label, size in COLOURS.items():
        answer = await upload(bureau, OWNER, encoded("PNG", (size, size)))
        names[label] = answer.json()["name"]
    world = bureau.world
    for label, town, firm in (("licence_a", "a", "a1"), ("licence_c", "c", "c1")):
        place = (world.divisions[town], world.enterprises[firm])
        key = await make_licence(bureau, firm, town)
        await _bind(bureau, names[label], "Licence", key, *place)
    (post,) = await bureau.rows("select id from post where account_id = $1", world.accounts[OWNER])
    # a subject of the enterprise that most of the enterprise may not read
    await _bind(bureau, names["post"], "Post", post["id"], None, world.enterprises["a1"])
    chief = "branch-licensing-chief"
    contents = {
        n: (await download(bureau, u, n)).content
        for n, u in (
            (names["own"], OWNER),
            (names["licence_a"], chief),
            (names["licence_c"], chief),
            (names["post"], OWNER),
        )
    }
    return Shelf(names, contents)


async def _bind(bureau, name, subject, key, town, enterprise):
    await bureau.rows(
        "update attachment set subject_type = $2, subject_key = $3, town_id = $4, "
        "enterprise_id = $5, account_id = null, bound_at = uploaded_at where name = $1",
        name,
        subject,
        key,
        town,
        enterprise,
    )


def may_have(username):
    """The labels of the files that an account gets."""
    found = {"own", "post"} if username == OWNER else set()
    tier, place = username.partition("-")[0], username.rpartition("-")[2]
    if tier in ("branch", "superior"):
        return found | {"licence_a", "licence_c"}
    if tier in ("town", "enterprise", "station"):
        found |= {"licence_a"} if place in ("a", "ac", "a1", "first") else set()
        found |= {"licence_c"} if place in ("c", "ac", "c1", "second") else set()
    return found


async def differences(bureau, shelf, usernames):
    """Where the route and `may_have` disagree."""
    found = []
    for username in usernames:
        absent = await download(bureau, username, "no-such-name")
        for label, name in shelf.names.items():
            for query in ("", "?preview"):
                answer = await download(bureau, username, name, query)
                got = answer.status_code == 200
                if got != (label in may_have(username)):
                    found.append(f"{username or 'public'}: {label}{query}: {answer.status_code}")
                elif got and not query and answer.content != shelf.contents[name]:
                    found.append(f"{username}: {label}: other bytes")
                elif not got and (answer.status_code, answer.content, _shown(answer)) != (
                    404,
                    absent.content,
                    _shown(absent),
                ):
                    found.append(f"{username}: {label}: hidden does not answer like absent")
    return found


def _shown(answer):
    return {k: v for k, v in answer.headers.items() if k != "x-request-id"}
