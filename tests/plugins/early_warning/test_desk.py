"""Warnings on the desks: each tier's queue, one warning, a digest, the acts as forms."""

import pytest

from tests.plugins.early_warning.ground import CHIEF, CLERK, INSPECTOR, OWNER, number


async def page(bureau, who, path):
    token = bureau.as_user(who).token
    answer = await bureau.http.get(path, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


@pytest.mark.parametrize(
    ("who", "queue"),
    [(OWNER, "own-warnings"), (INSPECTOR, "warnings-to-answer"), (CLERK, "warnings-to-answer")],
)
async def test_each_tier_has_its_queue(bureau, ground, who, queue):
    (warning,) = await ground.raised("a1")
    shown = await page(bureau, who, f"/desk/early_warning/{queue}")
    assert "特种设备检验将到期" in shown
    assert warning in shown
    await ground.cleared(number(warning))
    assert warning not in await page(bureau, who, f"/desk/early_warning/{queue}")


async def test_one_warning_says_why_what_next_and_who_was_told(bureau, ground):
    (warning,) = await ground.raised("a1")
    at = f"/desk/early_warning/early-warning/{warning}"
    own = await page(bureau, OWNER, at)
    assert "还有 8 天" in own
    assert "请签收，并在期限前申请或办理" in own
    assert "acknowledge-warning" in own
    assert "suppress-warning" not in own
    chief = await page(bureau, CHIEF, at)
    assert "suppress-warning" in chief
    assert "resume-warning" not in chief
    assert OWNER in chief


async def test_the_message_leads_to_the_digest(bureau, ground):
    await ground.raised("a1", "a1")
    (message,) = (await bureau.as_user(OWNER).ask("{ messages { nodes { subject } } }"))[
        "messages"
    ]["nodes"]
    shown = await page(bureau, OWNER, f"/desk/early_warning/warning-digest/{message['subject']}")
    assert "红 2" in shown
