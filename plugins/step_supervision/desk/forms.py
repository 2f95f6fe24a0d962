"""Supervising a matter, answering a case, and judging the answer, as forms."""

from core.desk_declarations import Column, DeskForm, Field
from plugins.step_supervision.desk.parts import ASKED, CASE, LEFT, NUMBER, UNIT, UNITS

VERDICT = Field("verdict", "意见\nWhat you say of it", kind="longtext")


def _form(slug: str, title: str, mutation: str, *fields: Field, **more: str) -> DeskForm:
    step = "answered" if mutation == "answerSupervision" else "judged"
    return DeskForm(
        slug=slug,
        title=title,
        mutation=mutation,
        subject="caseId",
        document=CASE,
        facts=(NUMBER, UNIT, ASKED, "answer", "verdict", LEFT),
        fields=fields,
        action=step,
        on=("case", "core/matter"),
        next="case",
        **more,  # type: ignore[arg-type]  # texts only
    )


FORMS = [
    DeskForm(
        slug="issue",
        title="督办\nSupervise",
        mutation="issueSupervision",
        subject="matterId",
        document="query ($id: ID!) { matter(id: $id) { id title stepTitle dueOn } }",
        facts=("title", "stepTitle", Column("dueOn", "期限\nDue", "days")),
        fields=(
            Field("unitId", "被督办单位\nWho is asked", options=UNITS),
            Field("question", "督办要求\nWhat is asked", kind="longtext"),
            Field("answerBy", required=False),
        ),
        on=("core/matter",),
        next="case",
        success="已发出督办\nIssued",
    ),
    _form(
        "answer",
        "答复督办\nAnswer",
        "answerSupervision",
        Field("answer", "答复\nAnswer", kind="longtext"),
        Field("photos", "材料\nPapers", kind="photo", required=False),
        success="已答复\nAnswered",
    ),
    _form(
        "accept",
        "认可答复\nAccept the answer",
        "acceptSupervision",
        VERDICT,
        success="已认可\nAccepted",
    ),
    _form(
        "return",
        "退回答复\nReturn the answer",
        "returnSupervision",
        VERDICT,
        Field("answerBy", required=False),
        success="已退回\nReturned",
    ),
]
