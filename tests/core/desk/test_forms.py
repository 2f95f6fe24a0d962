"""Forms: once however often sent, errors at their fields, nothing lost, hidden from who may not."""

from collections.abc import Callable

from tests.core.desk.pages import Clerk, Parsed
from tests.fixtures.bureau import Bureau

At = Callable[[str], Clerk]


async def _key(bureau: Bureau, colour: str) -> str:
    found = await bureau.as_user("branch-licensing-clerk").ask(
        "query ($c: WarningColour!) { licences(where: { colour: { eq: $c } }) { nodes { id } } }",
        c=colour,
    )
    return str(found["licences"]["nodes"][0]["id"])


def _filled(page: Parsed, **more: str) -> dict[str, list[str]]:
    return page.inputs | {name: [value] for name, value in more.items()}


async def test_an_enterprise_applies_for_renewal_and_the_chief_decides(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    key = await _key(bureau, "RED")
    own = clerk("enterprise-clerk-a1")
    page = await own.get(f"/desk/licensing/licence/{key}")
    assert f"/desk/licensing/file-renewal/{key}" in page.links
    form = await own.get(f"/desk/licensing/file-renewal/{key}")
    await own.post(f"/desk/licensing/file-renewal/{key}", _filled(form))
    await own.get(own.location)
    assert own.says("延续申请已提交")

    chief = clerk("branch-licensing-chief")
    assert f"/desk/licensing/licence/{key}" in (await chief.get("/desk")).links
    form = await chief.get(f"/desk/licensing/decide-renewal/{key}")
    await chief.post(
        f"/desk/licensing/decide-renewal/{key}", _filled(form, granted="true", reason="符合条件")
    )
    (row,) = await bureau.rows("select renewal_applied_on, valid_until from licence where id = 1")
    assert row["renewal_applied_on"] is None


async def test_the_same_form_sent_twice_makes_one_row(clerk: At, bureau: Bureau) -> None:
    officer = clerk("officer-system")
    form = await officer.get("/desk/core/create-account")
    organisation = (await bureau.as_tier("system").ask(
        "{ organisations(first: 1) { nodes { id } } }"
    ))["organisations"]["nodes"][0]["id"]  # fmt: skip
    typed = _filled(form, username="new-clerk", name="新科员", organisationId=organisation)
    before = await bureau.count("account")
    await officer.post("/desk/core/create-account", typed, 200)
    assert officer.says("一次性密码")
    await officer.post("/desk/core/create-account", typed, 200)
    assert not officer.says("一次性密码")
    assert await bureau.count("account") == before + 1


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(
    clerk: At, bureau: Bureau
) -> None:
    officer = clerk("officer-system")
    form = await officer.get("/desk/core/create-account")
    before = await bureau.count("account")
    typed = _filled(form, username="Bad Name!", name="新科员")
    page = await officer.post("/desk/core/create-account", typed, 422)
    assert page.inputs["username"] == ["Bad Name!"]
    assert page.inputs["name"] == ["新科员"]
    assert page.inputs["_once"] == form.inputs["_once"]
    assert officer.says("请填写此项")
    assert await bureau.count("account") == before


async def test_what_the_server_refuses_is_told_at_the_field(clerk: At, bureau: Bureau) -> None:
    officer, second = clerk("officer-security"), clerk("officer-security-2")
    form = await officer.get("/desk/core/add-rule")
    before = await bureau.count("policy_rule")
    typed = _filled(
        form, role="town.leader", resource="licensing:Licence", action="decide",
        scope="all", effect="allow", reason="试一试",
    )  # fmt: skip
    await officer.post("/desk/core/add-rule", typed)
    kept = officer.location
    await officer.get(kept)
    # the draft is kept with what is wrong with it, and nobody can put it in force
    assert officer.says("镇街和站所不得越出辖区")
    draft = kept.split("?")[0].rsplit("/", 1)[1]
    await second.get(f"/desk/core/draft/{draft}")
    assert second.says("镇街和站所不得越出辖区")
    form = await second.get(f"/desk/core/sign-draft/{draft}")
    await second.post(f"/desk/core/sign-draft/{draft}", form.inputs, 422)
    assert second.says("检查不合格，不能签署")
    assert await bureau.count("policy_rule") == before


async def test_a_form_is_hidden_from_who_may_not_use_it(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    key = await _key(bureau, "RED")
    for username in ("town-leader-a", "branch-quality-clerk", "officer-audit"):
        person = clerk(username)
        await person.get(f"/desk/licensing/file-renewal/{key}", 404)
        await person.post(f"/desk/licensing/file-renewal/{key}", {"_once": "abc"}, 404)
        await person.get("/desk/core/create-account", 404)
    rows = await bureau.rows("select 1 from licence where renewal_applied_on is not null")
    assert rows == []


async def test_a_form_for_a_record_out_of_scope_is_not_there(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    key = await _key(bureau, "RED")
    other = clerk("enterprise-clerk-c1")
    await other.get(f"/desk/licensing/file-renewal/{key}", 404)
    await other.post(f"/desk/licensing/file-renewal/{key}", {"_once": "abc"}, 404)
    rows = await bureau.rows("select 1 from licence where renewal_applied_on is not null")
    assert rows == []


async def test_a_stale_form_is_a_conflict_and_shows_the_record_as_it_is(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    key = await _key(bureau, "RED")
    officer = clerk("branch-licensing-clerk")
    first = await officer.get(f"/desk/licensing/remark/{key}")
    second = await officer.get(f"/desk/licensing/remark/{key}")
    await officer.post(f"/desk/licensing/remark/{key}", _filled(first, remarks="第一次"))
    page = await officer.post(f"/desk/licensing/remark/{key}", _filled(second, remarks="二"), 422)
    assert page.inputs["_version"] != second.inputs["_version"]
    (row,) = await bureau.rows("select remarks from licence where remarks is not null")
    assert row["remarks"] == "第一次"


async def test_a_version_that_no_page_sent_is_a_problem_and_no_failure(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    key = await _key(bureau, "RED")
    officer = clerk("branch-licensing-clerk")
    form = await officer.get(f"/desk/licensing/remark/{key}")
    for forged in ("²", "9" * 5_000, "-1", "x"):
        filled = _filled(form, remarks="改", _version=forged)
        await officer.post(f"/desk/licensing/remark/{key}", filled, 422)
    assert await bureau.rows("select 1 from licence where remarks is not null") == []


async def test_several_rows_are_decided_at_once_each_in_its_own_work(
    clerk: At, bureau: Bureau, licences: dict[str, str]
) -> None:
    keys = [await _key(bureau, "RED"), await _key(bureau, "GREEN")]
    own = clerk("enterprise-clerk-a1")
    form = await own.get(f"/desk/licensing/file-renewal/{keys[0]}")
    await own.post(f"/desk/licensing/file-renewal/{keys[0]}", _filled(form))
    chief = clerk("branch-licensing-chief")
    picks = {"_pick": [f"{key}|" for key in keys]}
    asked = await chief.post("/desk/licensing/decide-renewal", picks, 200)
    assert len(asked.inputs["_pick"]) == 2
    filled = _filled(asked, granted="true", reason="符合条件")
    page = await chief.post("/desk/licensing/decide-renewal", filled, 422)
    assert chief.says("其中 1 项已办理")
    assert page.inputs["_pick"] == [f"{keys[1]}|"]


async def test_nothing_picked_is_said(clerk: At, licences: dict[str, str]) -> None:
    chief = clerk("branch-licensing-chief")
    await chief.post("/desk/licensing/decide-renewal", {"_once": "abc"}, 422)
    assert chief.says("请先在列表中勾选")


async def test_choices_are_searched_without_scripts(clerk: At, bureau: Bureau) -> None:
    officer = clerk("officer-system")
    form = await officer.get("/desk/core/create-account")
    typed = _filled(form, _find="organisationId", _q_organisationId="a1", name="新")
    page = await officer.post("/desk/core/create-account", typed, 200)
    assert page.inputs["name"] == ["新"]
    assert page.inputs["_q_organisationId"] == ["a1"]


async def test_a_body_that_is_no_form_is_refused(clerk: At, bureau: Bureau) -> None:
    answer = await bureau.http.post(
        "/desk/core/create-account",
        content=b"--x\r\nbroken",
        headers={
            **clerk("officer-system").headers,
            "content-type": "multipart/form-data; boundary=y",
        },
    )
    assert answer.status_code in {400, 422}
