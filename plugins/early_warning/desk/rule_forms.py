"""What is done with rules, as forms: proposing a version, publishing or refusing it."""

from core.desk_declarations import Column, DeskForm, Field, Options
from plugins.early_warning.desk.rules import FACTS, MORE, NAME, ONE

REASON = Field("reason", "理由\nReason", kind="longtext", required=True)
KEPT = "留空则不变\nLeft empty, it stays"
ROLES = Options(
    document="{ roles { name tier chinese english } }",
    rows="roles",
    labels=("chinese", "english"),
    value="name",
)


def _level(place: int, title: str) -> tuple[Field, ...]:
    """One level of escalation: after how many days, and who."""
    chinese, _, english = title.partition("\n")
    at, told = f"escalation.{place}", f"escalationLevels.{place}"
    return (
        Field(
            f"{at}.afterDays",
            f"{chinese}：几日无人处理\n{english}: days without an act",
            default=f"{told}.afterDays",
            help="整级留空则没有这一级\nLeave the whole level empty for none",
        ),
        Field(
            f"{at}.roles",
            f"{chinese}：告知哪些岗位\n{english}: who is told",
            options=ROLES,
            default=f"{told}.roles",
        ),
        Field(
            f"{at}.colours",
            f"{chinese}：哪些颜色\n{english}: in which colours",
            default=f"{told}.colours",
        ),
    )


FORMS = [
    DeskForm(
        slug="propose-rule",
        title="提出新版本\nPropose a version",
        mutation="proposeWarningRule",
        subject="id",
        document=ONE,
        facts=(
            *FACTS[:2],
            NAME,
            Column("legalBasis", "法律依据\nLegal basis"),
            Column("code", "先试算影响\nTry its effect first", page="try-rule", key="id"),
            Column(
                "code",
                "过去一年会怎样\nWhat the last year had been",
                page="backtest-version",
                key="id",
            ),
        ),
        only_if=("state", ("PUBLISHED",)),
        fields=(
            Field("urgent", "急红不超过\nURGENT up to", help=KEPT),
            Field("red", "红色不超过\nRED up to", help=KEPT),
            Field("yellow", "黄色不超过\nYELLOW up to", help=KEPT),
            Field("unit", "单位\nUnit", help=KEPT),
            Field("audiences", "对象层面\nTold", default="audiences"),
            *_level(0, "第一级\nFirst level"),
            *_level(1, "第二级\nSecond level"),
            *_level(2, "第三级\nThird level"),
            Field("visit", "红色联动巡查\nVisit when red", kind="boolean", default="visit"),
            Field(
                "quietDays",
                "同色静默天数\nQuiet days for a colour",
                default="quietDays",
                help="同一事项同一颜色，这么多天内不再提醒\n"
                "Nobody is told of a record in one colour again before that",
            ),
            Field("legalBasis", "法律依据\nLegal basis", default="legalBasis"),
            Field("validFrom", "施行日\nFirst day", default="today"),
            Field("validTo", "失效日（停用规则时填）\nFirst day without it, to retire the rule"),
            REASON,
        ),
        on=("rule",),
        success="已提出，待另一人发布\nProposed; a second person publishes it",
        next="rules",
    ),
    DeskForm(
        slug="publish-rule",
        title="发布\nPublish",
        mutation="publishWarningRule",
        subject="id",
        document=ONE,
        facts=(*FACTS, *MORE[:7]),
        only_if=("state", ("PROPOSED",)),
        fields=(Field("reason", "意见\nRemark", kind="longtext"),),
        on=("rule",),
        success="已发布，按施行日生效\nPublished; in force from its first day",
        next="rule",
    ),
    DeskForm(
        slug="reject-rule",
        title="退回\nRefuse",
        mutation="rejectWarningRule",
        subject="id",
        document=ONE,
        facts=(*FACTS, *MORE[:7]),
        only_if=("state", ("PROPOSED",)),
        fields=(REASON,),
        on=("rule",),
        success="已退回\nRefused",
        next="rule",
    ),
]
