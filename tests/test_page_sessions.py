"""Signing in and out on the pages: a cookie, the same rules, the same ledger."""

from core.gateway.http import COOKIE
from tests.fixtures.bureau import Bureau
from tests.schema.shared.people import open_account

PASSWORD = "Right-horse-9-battery"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


async def _with_password(bureau: Bureau, username: str) -> None:
    application = bureau.application
    digest = await application.passwords.hash(PASSWORD)
    async with application.store.system() as session:
        account = bureau.world.accounts[username]
        await application.credentials.create(session, account, digest, bureau.clock.now())


async def _sign_in(bureau: Bureau, password: str) -> dict[str, object]:
    body = {"username": "town-leader-a", "password": password, "totp": None}
    response = await bureau.http.post("/session", json=body, headers=SAME_ORIGIN)
    found: dict[str, object] = response.json()
    return found


async def test_a_cookie_begins_and_ends_a_session(bureau: Bureau) -> None:
    await _with_password(bureau, "town-leader-a")
    assert await _sign_in(bureau, PASSWORD) == {"userErrors": []}
    assert COOKIE in bureau.http.cookies
    person = (await bureau.http.get("/session")).json()["person"]
    assert person["username"] == "town-leader-a"
    assert person["place"] == "新街"
    query = {"query": "{ me { username } }"}
    own = await bureau.http.post("/graphql", json=query, headers=SAME_ORIGIN)
    assert own.json()["data"]["me"]["username"] == "town-leader-a"
    token = bureau.http.cookies[COOKIE]
    await bureau.http.request("DELETE", "/session", headers=SAME_ORIGIN)
    again = await bureau.http.post(
        "/graphql", json=query, headers={"authorization": f"Bearer {token}"}
    )
    assert again.status_code == 401
    assert (await bureau.http.get("/session")).json() == {"person": None}


async def test_the_ledger_knows_of_both(bureau: Bureau) -> None:
    await _with_password(bureau, "town-leader-a")
    await _sign_in(bureau, "wrong")
    await _sign_in(bureau, PASSWORD)
    await bureau.http.request("DELETE", "/session", headers=SAME_ORIGIN)
    rows = await bureau.rows("select operation, outcome from ledger_entry order by id")
    assert [(row["operation"], row["outcome"]) for row in rows] == [
        ("signIn", "REFUSED"),
        ("signIn", "ACCEPTED"),
        ("signOut", "ACCEPTED"),
    ]


async def test_a_wrong_password_gives_no_cookie(bureau: Bureau) -> None:
    await _with_password(bureau, "town-leader-a")
    answer = await _sign_in(bureau, "wrong")
    assert answer["userErrors"][0]["code"] == "SIGN_IN_FAILED"
    assert COOKIE not in bureau.http.cookies


async def test_the_desk_is_for_people_who_are_signed_in(bureau: Bureau) -> None:
    nobody = await bureau.http.get("/desk")
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/")
    await _with_password(bureau, "town-leader-a")
    await _sign_in(bureau, PASSWORD)
    desk = (await bureau.http.get("/desk")).text
    assert "<strong>town-leader-a</strong> <span>新街</span>" in desk


async def test_a_first_sign_in_chooses_a_new_password(bureau: Bureau) -> None:
    _, one_time = await open_account(bureau, "newcomer")
    body = {"username": "newcomer", "password": one_time, "newPassword": ""}
    first = await bureau.http.post("/session", json=body, headers=SAME_ORIGIN)
    assert first.json()["userErrors"][0]["code"] == "PASSWORD_CHANGE_REQUIRED"
    assert COOKIE not in bureau.http.cookies
    body["newPassword"] = PASSWORD
    second = await bureau.http.post("/session", json=body, headers=SAME_ORIGIN)
    assert second.json() == {"userErrors": []}
    assert COOKIE in bureau.http.cookies


async def test_a_foreign_page_cannot_use_the_cookie(bureau: Bureau) -> None:
    await _with_password(bureau, "town-leader-a")
    await _sign_in(bureau, PASSWORD)
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    query = {"query": "{ me { username } }"}
    assert (await bureau.http.post("/graphql", json=query, headers=foreign)).status_code == 403


async def test_nobody_picks_an_account_outside_the_demonstration(bureau: Bureau) -> None:
    body = {"username": "town-leader-a"}
    response = await bureau.http.post("/session/demo", json=body, headers=SAME_ORIGIN)
    assert response.status_code == 404
    assert COOKIE not in bureau.http.cookies
