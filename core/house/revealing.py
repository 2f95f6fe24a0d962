"""One personal value in clear, from the page of its record: what it is for is said and kept."""

from core.desk_declarations import Column, DeskForm, Field, Options
from core.house.officers import ONE_ACCOUNT

PURPOSES = Options(
    document="{ revealPurposes(first: 50) { nodes { id chinese english legalBasis } } }",
    rows="revealPurposes.nodes",
    labels=("chinese", "english", "legalBasis"),
)
HELP = (
    "先记台账，再显示一次；审计管理员可查看谁因何看过。\n"
    "Written down first, then shown once; the audit officer sees who looked and why."
)
ONE_ENTERPRISE = "query ($id: ID!) { enterprise(id: $id) { id version name creditCode } }"


def _form(slug: str, page: str, document: str, facts: tuple[Column, ...]) -> DeskForm:
    return DeskForm(
        slug=slug,
        title="查看电话明文\nShow the telephone number in clear",
        mutation="reveal",
        subject="id",
        document=document,
        facts=facts,
        fields=(
            Field("field", default="=phone", hidden=True),
            Field("purposeId", "目的\nPurpose", options=PURPOSES),
            Field("reason", "具体事由\nWhat for, in words", kind="longtext", required=True),
        ),
        on=(page,),
        success="已记入台账\nIt is in the ledger",
        shows=(Column("value", "电话\nTelephone"),),
        help=HELP,
    )


FORMS = [
    _form(
        "reveal-account-phone",
        "account",
        ONE_ACCOUNT,
        (Column("username", "用户名\nUser name"), Column("name", "姓名\nName")),
    ),
    _form(
        "reveal-enterprise-phone",
        "enterprise",
        ONE_ENTERPRISE,
        (Column("name", "名称\nName"), Column("creditCode", "统一社会信用代码\nCredit code")),
    ),
]
