"""The public: where a report is, questions to a step, pages, open data; never a person."""

import asyncio
import json

import pytest

from core.policy.access import ANONYMOUS
from plugins.step_supervision.service_public import COST, EACH, GROUPS, LETTERS, new_token
from tests.core.desk.pages import Clerk
from tests.core.step_log import ground as log
from tests.plugins.step_supervision import ground as g

WHERE = """query($t: String) { whereIsMyReport(token: $t) {
  title step unit since dueOn paused isOpen answer steps { on step act unit } } }"""
FIRST = "{ stepLog(first: 50, where: { step: { isNull: false } }) { nodes { id unit step } } }"
PAGES = ("my-report", "public-performance", "public-steps", "anchors")
OTHER_PAGES = ("enforcement/published", "quality/published-results")
SECRETS = ("张三", "13800001234", "杭州萧山样本", "licensing-clerk")


@pytest.fixture
async def closed(bureau):
    """A bureau whose step log of three days is closed."""
    await log.make_steps(bureau)
    await log.close(bureau)
    return bureau


async def issued(watched, who=g.TOWN):
    given = await watched.run(who, "issueProgressToken", "token", matterId=watched.matter)
    assert given["userErrors"] == [], given
    return given["token"]


async def test_a_token_shows_the_unit_and_the_term_and_nothing_else(watched):
    token = await issued(watched)
    public = watched.bureau.as_user("")
    found = (await public.ask(WHERE, t=token))["whereIsMyReport"]
    assert found == {
        "title": "设备上报",
        "step": "镇街核实",
        "unit": "town-a",
        "since": "2026-11-23",
        "dueOn": "2026-11-26",
        "paused": None,
        "isOpen": True,
        "answer": None,
        "steps": [{"on": "2026-11-23", "step": found["steps"][0]["step"], "act": "OPENED",
                   "unit": None}],
    }  # fmt: skip
    await watched.act(g.TOWN, "requestSupplement", reason="王小明的电话 13800001234")
    found = (await public.ask(WHERE, t=token.lower().replace("-", " ")))["whereIsMyReport"]
    assert (found["paused"], found["dueOn"]) == ("supplement", None)
    text = json.dumps(found, ensure_ascii=False)
    assert not any(secret in text for secret in (*SECRETS, "王小明", "一号客梯"))


async def test_a_wrong_token_opens_nothing_and_costs(watched):
    token = await issued(watched)
    public = watched.bureau.as_user("")
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert (await public.ask(WHERE, t=wrong))["whereIsMyReport"] is None
    short = (await public.errors(WHERE, t=token[:9]))[0]
    assert short["extensions"]["code"] == "WHOLE_TOKEN"
    assert (await public.ask(WHERE))["whereIsMyReport"] is None, "no token, no question"
    rates = watched.bureau.application.rates
    answers = [await public.post(WHERE, t=wrong) for _ in range(rates.budget // COST + 2)]
    codes = [a.json().get("errors", [{}])[0].get("extensions", {}).get("code") for a in answers]
    assert codes[0] is None
    assert codes[-1] is not None, "whoever goes on trying has to wait"
    assert all(a.json().get("data", None) in (None, {"whereIsMyReport": None}) for a in answers)


async def test_tokens_are_long_apart_and_not_in_the_database(watched):
    made = {new_token() for _ in range(500)}
    assert len(made) == 500
    assert len(LETTERS) ** (GROUPS * EACH) > 2**78
    token = await issued(watched)
    for table in ("progress_token", "ledger_entry", "replay_key"):
        rows = await watched.bureau.rows(f"select * from {table}")
        assert token not in str([tuple(row) for row in rows]), table
        assert token.replace("-", "") not in str([tuple(row) for row in rows]), table


async def test_whoever_may_not_deal_with_a_matter_hands_out_no_token(watched):
    before = await watched.bureau.count("progress_token")
    for who in ("town-quality-officer-b", "enterprise-manager-b1"):
        answer = await watched.run(who, "issueProgressToken", "token", matterId=watched.matter)
        assert g.code_of(answer) == "NOT_FOUND", who
        assert answer["token"] is None
    assert await watched.bureau.count("progress_token") == before


async def test_a_question_waits_at_the_unit_and_its_answer_at_the_token(closed):
    public = closed.as_user("")
    (line, *_) = [
        each for each in (await public.ask(FIRST))["stepLog"]["nodes"] if each["unit"] == "branch"
    ]
    asked = await public.run(
        "askAboutStep", "token answerBy", lineId=line["id"], question="为何逾期？"
    )
    assert asked["userErrors"] == [], asked
    assert asked["answerBy"] == "2026-12-21", "twenty working days"
    queue = "{ stepQuestions { nodes { id question unit dueOn answer } } }"
    chief = closed.as_user("branch-licensing-chief")
    (question,) = (await chief.ask(queue))["stepQuestions"]["nodes"]
    assert (question["question"], question["unit"]) == ("为何逾期？", "branch")
    for who in ("station-head-first", "town-leader-a"):
        assert (await closed.as_user(who).ask(queue))["stepQuestions"]["nodes"] == [], who
    for who in ("", g.OWNER):
        assert "Cannot query field" in (await closed.as_user(who).errors(queue))[0]["message"]
    waiting = (await public.ask(WHERE, t=asked["token"]))["whereIsMyReport"]
    assert (waiting["isOpen"], waiting["answer"]) == (True, None)
    given = {"questionId": question["id"], "answer": "材料不全，已补正。"}
    done = await chief.run("answerStepQuestion", "stepQuestion { answeredOn }", **given)
    assert done["userErrors"] == [], done
    again = await chief.run("answerStepQuestion", "", **given)
    assert g.code_of(again) == "QUESTION_ANSWERED"
    told = (await public.ask(WHERE, t=asked["token"]))["whereIsMyReport"]
    assert (told["isOpen"], told["answer"]) == (False, "材料不全，已补正。")


async def test_the_same_question_sent_again_is_the_same_question(closed):
    """Also at the same moment, and though the public has no account; other words are another."""
    public = closed.as_user("")
    (line, *_) = (await public.ask(FIRST))["stepLog"]["nodes"]

    async def asked(question, once):
        given = {"lineId": line["id"], "question": question, "clientMutationId": once}
        payload = await public.run("askAboutStep", "token", **given)
        assert payload["userErrors"] == [], payload
        return payload["token"]

    pressed = await asyncio.gather(*(asked("为何逾期？", "form-1") for _ in range(5)))
    assert len(set(pressed)) == 1
    others = {await asked("为何暂停？", "form-1"), await asked("为何逾期？", "form-2")}
    assert len(others - set(pressed)) == 2
    assert await closed.count("step_question") == 3


async def test_what_cannot_be_asked_leaves_nothing(closed):
    public = closed.as_user("")
    silent = "{ stepLog(first: 1, where: { step: { isNull: true } }) { nodes { id } } }"
    (hidden,) = (await public.ask(silent))["stepLog"]["nodes"]
    (line, *_) = (await public.ask(FIRST))["stepLog"]["nodes"]
    for given, code in (
        ({"lineId": hidden["id"], "question": "?"}, "NOT_FOUND"),
        ({"lineId": g.global_id("StepLogLine", 999), "question": "?"}, "NOT_FOUND"),
        ({"lineId": line["id"], "question": "  "}, "INVALID_INPUT"),
        ({"lineId": line["id"], "question": "长" * 501}, "INVALID_INPUT"),
    ):
        assert g.code_of(await public.run("askAboutStep", "token", **given)) == code, given
    assert await closed.count("step_question") == 0


async def test_the_public_opens_its_pages_and_no_others(closed):
    citizen = Clerk(closed, "")
    await citizen.get("/look-up")
    assert citizen.says("我的件办到哪了")
    assert citizen.says("行政处罚公示")
    for path in (*(f"step_supervision/{slug}" for slug in PAGES), *OTHER_PAGES):
        await citizen.get(f"/desk/{path}")
        assert not any(citizen.says(secret) for secret in SECRETS), path
    (line, *_) = (await closed.as_user("").ask(FIRST))["stepLog"]["nodes"]
    page = await citizen.get(f"/desk/step_supervision/public-step/{line['id']}")
    ask = f"/desk/step_supervision/ask/{line['id']}"
    assert ask in page.links
    form = (await citizen.get(ask)).inputs
    typed = {k: v[0] for k, v in form.items()} | {"question": "为何逾期？"}
    await citizen.post(ask, typed, 200)
    assert citizen.says("查询码")
    assert await closed.count("step_question") == 1
    for path in ("/desk", "/desk/core/matters", "/desk/step_supervision/cases"):
        await citizen.get(path, 303)
        assert citizen.location == "/", path


async def test_open_data_is_what_the_pages_show(closed):
    async def get(path):
        return await closed.http.get(path)

    index = (await get("/open-data")).text
    assert "/open-data/step_supervision/public-steps.csv" in index
    answer = await get("/open-data/step_supervision/public-steps.json")
    assert answer.headers["cache-control"] == "no-store"
    rows = answer.json()["rows"]
    assert len(rows) == 9
    assert not any(secret in answer.text for secret in SECRETS)
    table = (await get("/open-data/step_supervision/public-steps.csv")).text
    assert len(table.strip().splitlines()) == 10
    assert table.startswith("\ufeff办理日期,")
    late = (await get("/open-data/step_supervision/public-steps.json?inTime=false")).json()["rows"]
    assert 0 < len(late) < 9
    for path in ("step_supervision/cases.csv", "core/matters.json", "step_supervision/anchors.xml",
                 "step_supervision/public-step.csv"):  # fmt: skip
        assert (await get(f"/open-data/{path}")).status_code == 404, path


async def test_the_published_files_verify_by_themselves(closed):
    program = (await closed.http.get("/open-data/steps/verify_steps.py")).text
    known = {"__name__": "loaded"}
    exec(compile(program, "verify_steps.py", "exec", dont_inherit=True), known)  # noqa: S102  the file that the public loads
    anchors = (await closed.http.get("/open-data/steps/anchors.jsonl")).text.splitlines()
    lines = []
    for day in log.DAYS:
        lines += (await closed.http.get(f"/open-data/steps/{day}.log")).text.splitlines()
    assert len(lines) == 18
    assert known["verify"](lines, anchors)[1] == []
    assert known["verify"](lines[:-1], anchors)[1] != []
    assert (await closed.http.get("/open-data/steps/nonsense.log")).status_code == 404


async def test_the_public_s_schema_is_small(closed):
    """By far less than anybody else's, and no record that belongs to somebody."""
    application = closed.application
    view = application.views.of(application.access_of(ANONYMOUS), "step_supervision").as_str()
    for hidden in ("SupervisionCase", "StepPause", "type StepQuestion ", "StepEvent", "Matter "):
        assert hidden not in view, hidden
    for shown in ("whereIsMyReport", "publicStepPerformance", "askAboutStep"):
        assert shown in view, shown
