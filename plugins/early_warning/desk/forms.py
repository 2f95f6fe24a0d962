"""What people do with a warning, as forms."""

from core.desk_declarations import Column, DeskForm, Field, Options

ONE = """query ($id: ID!) {
  earlyWarning(id: $id) {
    id version state dueOn colour explain nextStep rule { chinese } enterprise { name }
  }
}"""
FACTS = (
    Column("rule.chinese", "预警\nWarning"),
    Column("enterprise.name", "企业\nEnterprise"),
    Column("dueOn", "法定期限\nLegal day", "days"),
    Column("explain", "为何预警\nWhy"),
)
UNANSWERED = ("RAISED", "NOTIFIED", "ESCALATED")
AWAKE = (*UNANSWERED, "ACKNOWLEDGED", "ACTING")
MATTERS = Options(
    document="""{ matters(first: 50, where: { state: { eq: OPEN } }) {
  nodes { id title stepTitle enterprise { name } }
} }""",
    rows="matters.nodes",
    labels=("title", "stepTitle", "enterprise.name"),
)
ON = ("early-warning",)
"""The page of one warning; `desk/pages.py` has it."""

FORMS = [
    DeskForm(
        slug="acknowledge-warning",
        title="签收预警\nAcknowledge the warning",
        mutation="acknowledgeWarning",
        subject="id",
        document=ONE,
        facts=FACTS,
        fields=(Field("reason", "说明\nRemark"),),
        only_if=("state", UNANSWERED),
        on=(*ON, "warnings-to-answer"),
        bulk=True,
        success="已签收，请在期限前办理\nAcknowledged; act before the day",
        next="early-warning",
    ),
    DeskForm(
        slug="act-on-warning",
        title="指明应对的事项\nName the matter that answers it",
        mutation="actOnWarning",
        subject="id",
        document=ONE,
        facts=FACTS,
        fields=(
            Field("matterId", "事项\nMatter", options=MATTERS),
            Field("reason", "说明\nRemark"),
        ),
        only_if=("state", (*UNANSWERED, "ACKNOWLEDGED")),
        on=ON,
        success="已关联事项，办结后自动解除\nLinked; it clears by itself once that is done",
        next="early-warning",
    ),
    DeskForm(
        slug="suppress-warning",
        title="暂停提醒\nSuppress the warning",
        mutation="suppressWarning",
        subject="id",
        document=ONE,
        facts=FACTS,
        fields=(
            Field("until", "暂停至（含当日）\nUntil the end of"),
            Field("reason", "理由\nWhy", kind="longtext", required=True),
        ),
        only_if=("state", AWAKE),
        on=ON,
        success="已暂停，到期或颜色加重时自动恢复\nSuppressed until then, or until it gets worse",
        next="early-warning",
    ),
    DeskForm(
        slug="resume-warning",
        title="恢复提醒\nResume the warning",
        mutation="resumeWarning",
        subject="id",
        document=ONE,
        facts=FACTS,
        fields=(Field("reason", "说明\nRemark"),),
        only_if=("state", ("SUPPRESSED",)),
        on=ON,
        success="已恢复提醒\nResumed",
        next="early-warning",
    ),
    DeskForm(
        slug="escalate-warning",
        title="上报一级\nTake it one level up",
        mutation="escalateWarning",
        subject="id",
        document=ONE,
        facts=FACTS,
        fields=(Field("reason", "说明\nRemark"),),
        only_if=("state", AWAKE),
        on=ON,
        success="已上报\nTaken one level up",
        next="early-warning",
    ),
]
