"""Templates: places are filled and nothing is run; faulty ones are refused; versions add up."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.templates import PLACES, check, example, fill, fill_line
from core.errors import InvalidInput
from schema.ids import global_id
from tests.fixtures.bureau import TIERS

PREVIEW = """query($id: ID!, $subject: String, $body: String) {
  previewMessageTemplate(id: $id, subject: $subject, body: $body) { subject body }
}"""
MAIL = global_id("MessageTemplate", 1)
TEMPLATE = {"id": MAIL, "kind": "test", "channel": "mail", "language": "ZH", "subject": "{title}！"}
text = st.text(st.sampled_from(string.ascii_letters + string.digits + "{}.[]_!:%$ \n质监"))


@given(st.lists(st.one_of(st.sampled_from([f"{{{name}}}" for name in PLACES]), text)), text)
def test_whatever_is_accepted_can_be_filled_and_what_fills_is_never_looked_at(parts, value):
    body = "".join([*parts, "{why}"])
    try:
        check("{title}", body)
    except InvalidInput:
        return
    filled = fill(body, dict.fromkeys(PLACES, value))
    expected = body
    for name in PLACES:
        expected = expected.replace(f"{{{name}}}", "\0")
    assert filled == expected.replace("\0", value)


@pytest.mark.parametrize(
    "body",
    [
        "{why} {name}",
        "{why} {title.__class__}",
        "{why} {0}",
        "{why} {}",
        "{why} {title!r}",
        "{why} { title }",
        "{why} {",
        "{why} }",
        "{why} {{title}}",
    ],
)
def test_strange_places_are_refused(body):
    with pytest.raises(InvalidInput) as refused:
        check("{title}", body)
    assert refused.value.stable_code == "UNKNOWN_PLACEHOLDER"
    assert refused.value.field == "body"


def test_a_template_says_why():
    with pytest.raises(InvalidInput) as refused:
        check("{title}", "{title} {body}")
    assert refused.value.stable_code == "WHY_MISSING"


def test_a_subject_is_one_line_whatever_the_title_holds():
    values = {**example("ZH"), "title": "甲\r\nBcc: all@example"}
    assert fill_line("{title}", values) == "甲 Bcc: all@example"


async def test_the_system_officer_previews_saves_and_it_is_used(bureau, out, smtp):
    officer = bureau.as_tier("system")
    seen = await officer.ask(PREVIEW, id=MAIL)
    assert seen["previewMessageTemplate"]["subject"] == "【质监】催办：新增设备"
    seen = await officer.ask(PREVIEW, id=MAIL, subject="{title}！")
    assert seen["previewMessageTemplate"]["subject"] == "催办：新增设备！"
    (fault,) = await officer.errors(PREVIEW, id=MAIL, subject="{titel}", body="{why}")
    assert fault["extensions"]["code"] == "UNKNOWN_PLACEHOLDER"
    assert "{titel}" in fault["message"]
    assert "{title}" in fault["message"]

    await out.wish()
    await out.tell(out.notice("before"))
    done = await officer.run(
        "saveMessageTemplate",
        "messageTemplate { version validFrom }",
        **TEMPLATE,
        body="请办理。{why}",
    )
    assert done["messageTemplate"] == {"version": 1, "validFrom": "2026-11-23"}
    await out.tell(out.notice("after"))
    assert [str(mail["Subject"]) for mail in smtp.mails] == [
        "【质监】企业登记事项变更",
        "企业登记事项变更！",
    ]
    done = await officer.run(
        "saveMessageTemplate",
        "messageTemplate { version }",
        **TEMPLATE | {"subject": "明日起"},
        body="{why}",
        validFrom="2026-11-24",
    )
    assert done["messageTemplate"] == {"version": 2}
    await out.tell(out.notice("today"))
    await out.later(days=1)
    await out.tell(out.notice("tomorrow"))
    assert [str(mail["Subject"]) for mail in smtp.mails[2:]] == ["企业登记事项变更！", "明日起"]
    texts = await bureau.rows("select subject from sent_text order by id")
    assert [row["subject"] for row in texts] == [str(mail["Subject"]) for mail in smtp.mails]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "fax"}, "channel"),
        ({"kind": "Test"}, "kind"),
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"body": "{why}{who}"}, "body"),
        ({"validFrom": "2026-11-22"}, "validFrom"),
    ],
)
async def test_a_faulty_one_is_not_stored(bureau, out, change, field):
    before = await bureau.count("message_template")
    given = {**TEMPLATE, "body": "{why}", **change}
    done = await bureau.as_tier("system").do("saveMessageTemplate", **given)
    assert [error["field"] for error in done["userErrors"]] == [field]
    assert await bureau.count("message_template") == before


async def test_a_text_is_fixed_before_the_first_attempt(bureau, out, smtp):
    """A template that changes between two attempts does not make two texts under one id."""
    await out.wish()
    smtp.replies["MAIL"] = "421 later"
    await out.tell()
    done = await bureau.as_tier("system").do("saveMessageTemplate", **TEMPLATE, body="{why}")
    assert done["userErrors"] == []
    smtp.replies.clear()
    await out.later(minutes=1)
    (mail,) = smtp.mails
    assert mail["Subject"] == "【质监】企业登记事项变更"


@pytest.mark.parametrize("tier", sorted(set(TIERS) - {"system"}))
async def test_nobody_else_keeps_channels(bureau, tier):
    """Endpoints, templates and dead letters are not even there for others."""
    caller, before = bureau.as_tier(tier), await bureau.count("message_template")
    for asked in ("webhookEndpoints", "messageTemplates"):
        (fault,) = await caller.errors(f"{{ {asked} {{ totalCount }} }}")
        assert asked in fault["message"]
    for name, wanted in {
        "saveMessageTemplate": {**TEMPLATE, "body": "{why}"},
        "resendDelivery": {"id": global_id("Delivery", 1)},
    }.items():
        (fault, *_) = (await caller.post(_mutation(name), input=wanted)).json()["errors"]
        assert name[0].upper() + name[1:] in fault["message"] or name in fault["message"]
    assert await bureau.count("message_template") == before


def _mutation(name):
    kind = name[0].upper() + name[1:] + "Input!"
    return f"mutation($input: {kind}) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}"
