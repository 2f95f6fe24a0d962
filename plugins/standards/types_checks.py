"""Reviews, spot checks with their rounds, pilots and members, as clients see them."""

import datetime as dt

import strawberry

from core.extension import extend
from plugins.standards import models_checks as mc
from plugins.standards.types import ENTERPRISE, TOWN, EnterpriseStandard
from plugins.standards.types_law import CheckPoint
from schema.fields import by_id, column, connection, key, to_many, to_one
from schema.ids import Node
from schema.roots import Query
from schema.services.draws import Draw
from schema.services.matters import Matter
from schema.shared.register import VERSION, Division, Enterprise

PROGRESS = "办理进度\nWhere it stands."
OWN = "企业标准\nThe own standard."


@strawberry.type(description="企业标准复审\nThe re-review of a filed standard.")
class StandardReview(Node):
    id: strawberry.ID = key(mc.StandardReview.id)
    submitted_on: dt.date = column(mc.StandardReview.submitted_on, "报送日期\nHanded in on.")
    conclusion: str = column(mc.StandardReview.conclusion, "复审结论\nWhat it came to.")
    renewed_until: dt.date | None = column(
        mc.StandardReview.renewed_until, "延续至\nRenewed until."
    )
    version: int = column(mc.StandardReview.version, VERSION)
    enterprise_standard: EnterpriseStandard | None = to_one(
        EnterpriseStandard, OWN, by=mc.StandardReview.enterprise_standard_id, where=True
    )
    matter: Matter | None = to_one(Matter, PROGRESS, by=mc.StandardReview.matter_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=mc.StandardReview.enterprise_id
    )
    town: Division | None = to_one(Division, TOWN, by=mc.StandardReview.town_id, where=True)


@strawberry.type(description="声明抽查批次：随机抽取、结果公示\nA random sample of declarations.")
class CheckRound(Node):
    id: strawberry.ID = key(mc.CheckRound.id)
    title: str = column(mc.CheckRound.title, "名称\nIts name.")
    percent: int = column(mc.CheckRound.percent, "比例（%）\nPer cent.")
    frozen_on: dt.date = column(mc.CheckRound.frozen_on, "冻结名单日期\nPool frozen on.")
    drawn_on: dt.date | None = column(mc.CheckRound.drawn_on, "抽取日期\nDrawn on.", where=True)
    published_on: dt.date | None = column(
        mc.CheckRound.published_on, "公示日期\nPublished on.", where=True
    )
    version: int = column(mc.CheckRound.version, VERSION)
    draw: Draw | None = to_one(Draw, "抽取\nPool, seed, winners.", by=mc.CheckRound.draw_id)


@strawberry.type(description="标准声明抽查\nThe check of one declaration that was drawn.")
class DeclarationCheck(Node):
    id: strawberry.ID = key(mc.DeclarationCheck.id)
    drawn_on: dt.date = column(mc.DeclarationCheck.drawn_on, "抽取日期\nDrawn on.", where=True)
    checked_on: dt.date | None = column(
        mc.DeclarationCheck.checked_on, "核查日期\nChecked on.", where=True
    )
    findings: str = column(mc.DeclarationCheck.findings, "核查情况\nWhat was found.")
    correct_by: dt.date | None = column(
        mc.DeclarationCheck.correct_by, "改正期限\nThe term to correct.", where=True
    )
    correction: str = column(mc.DeclarationCheck.correction, "改正情况\nWhat was corrected.")
    ended_on: dt.date | None = column(
        mc.DeclarationCheck.ended_on, "办结日期\nEnded on.", where=True
    )
    version: int = column(mc.DeclarationCheck.version, VERSION)
    round: CheckRound | None = to_one(
        CheckRound, "批次\nIts round.", by=mc.DeclarationCheck.round_id, where=True
    )
    enterprise_standard: EnterpriseStandard | None = to_one(
        EnterpriseStandard, OWN, by=mc.DeclarationCheck.enterprise_standard_id, where=True
    )
    matter: Matter | None = to_one(Matter, PROGRESS, by=mc.DeclarationCheck.matter_id, where=True)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=mc.DeclarationCheck.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=mc.DeclarationCheck.town_id, where=True)


@strawberry.type(description="核查项结果\nThe answer to one point.")
class CheckAnswer(Node):
    id: strawberry.ID = key(mc.CheckAnswer.id)
    verdict: mc.CheckVerdict = column(mc.CheckAnswer.verdict, "结果\nAs found.", where=True)
    note: str = column(mc.CheckAnswer.note, "情况\nWhat was noted.")
    point: CheckPoint | None = to_one(CheckPoint, "核查项\nThe point.", by=mc.CheckAnswer.point_id)
    check: DeclarationCheck | None = to_one(
        DeclarationCheck, "抽查\nIts check.", by=mc.CheckAnswer.check_id, where=True
    )


@strawberry.type(description="标准化试点和标准起草\nA pilot, or the drafting of a standard.")
class Pilot(Node):
    id: strawberry.ID = key(mc.Pilot.id)
    kind: mc.PilotKind = column(mc.Pilot.kind, "类型\nWhat kind.", where=True)
    title: str = column(mc.Pilot.title, "名称\nIts name.")
    began_on: dt.date = column(mc.Pilot.began_on, "开始日期\nBegan on.", where=True)
    ended_on: dt.date | None = column(mc.Pilot.ended_on, "结束日期\nEnded on.", where=True)
    outcome: str = column(mc.Pilot.outcome, "结果\nWhat came of it.")
    version: int = column(mc.Pilot.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=mc.Pilot.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=mc.Pilot.town_id, where=True)


@strawberry.type(description="商品条码系统成员\nA member of the article numbering system.")
class BarcodeMember(Node):
    id: strawberry.ID = key(mc.BarcodeMember.id)
    maker_code: str = column(
        mc.BarcodeMember.maker_code, "厂商识别代码\nThe maker's code.", where=True
    )
    member_since: dt.date = column(mc.BarcodeMember.member_since, "入会日期\nSince.")
    valid_until: dt.date = column(mc.BarcodeMember.valid_until, "有效期止\nThe last day.")
    version: int = column(mc.BarcodeMember.version, VERSION)
    enterprise: Enterprise | None = to_one(
        Enterprise, ENTERPRISE, by=mc.BarcodeMember.enterprise_id, where=True
    )
    town: Division | None = to_one(Division, TOWN, by=mc.BarcodeMember.town_id, where=True)


extensions = [
    extend(
        EnterpriseStandard,
        reviews=to_many(
            StandardReview, "复审\nReviews.", by=mc.StandardReview.enterprise_standard_id
        ),
        checks=to_many(
            DeclarationCheck, "抽查\nChecks.", by=mc.DeclarationCheck.enterprise_standard_id
        ),
    ),
    extend(
        CheckRound,
        checks=to_many(
            DeclarationCheck, "抽中的声明\nIts checks.", by=mc.DeclarationCheck.round_id
        ),
    ),
    extend(
        DeclarationCheck,
        answers=to_many(CheckAnswer, "各项结果\nAnswers.", by=mc.CheckAnswer.check_id),
    ),
    extend(
        Enterprise,
        pilots=to_many(Pilot, "试点和起草\nPilots and drafting.", by=mc.Pilot.enterprise_id),
        barcode_members=to_many(
            BarcodeMember, "条码成员\nMaker's codes.", by=mc.BarcodeMember.enterprise_id
        ),
    ),
    extend(
        Query,
        standard_review=by_id(StandardReview, "一次复审\nOne review."),
        check_round=by_id(CheckRound, "一个批次\nOne round."),
        check_rounds=connection(
            CheckRound, "抽查批次，最近的在前\nRounds.", order_by=mc.CheckRound.id.desc()
        ),
        declaration_check=by_id(DeclarationCheck, "一次抽查\nOne check."),
        declaration_checks=connection(
            DeclarationCheck,
            "声明抽查，最近的在前\nChecks.",
            order_by=mc.DeclarationCheck.id.desc(),
        ),
        pilots=connection(Pilot, "试点和起草\nPilots, drafting.", order_by=mc.Pilot.id.desc()),
        barcode_members=connection(
            BarcodeMember, "条码成员\nMembers.", order_by=mc.BarcodeMember.maker_code
        ),
    ),
]
