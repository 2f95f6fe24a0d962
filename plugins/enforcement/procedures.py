"""The ways of a clue, a case and a penalty on the spot as data, and the limits of the law."""

import datetime as dt
from typing import Final

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.enforcement.types import Clue, PenaltyCase
from plugins.enforcement.types_decision import SpotPenalty

LAW: Final = "《行政处罚法》"
B, S = Tier.BRANCH, (Tier.STATION,)
FILED, NOT_FILED = "FILED", "NOT_FILED"
FILING = Limit(days=15, working=True, legal_basis="《市场监督管理行政处罚程序规定》")
FILING_LONGER = Limit(days=30, working=True, legal_basis=FILING.legal_basis)
CASE_LIMIT = Limit(
    days=90,
    working=False,
    legal_basis=f"{LAW}第六十条",
    extendable_days=30,
    excluded=("HEARING", "ANNOUNCEMENT", "TESTING"),
)
REVIEW = Limit(days=10, working=True, legal_basis="《市场监督管理行政处罚程序规定》")
ANSWER = Limit(days=5, working=True, legal_basis=f"{LAW}第六十四条第一项")
HEARING_NOTICE = Limit(days=7, working=True, legal_basis=f"{LAW}第六十四条第二项")
SERVICE = Limit(days=7, working=True, legal_basis=f"{LAW}第六十一条")
PAYMENT = Limit(days=15, working=False, legal_basis=f"{LAW}第六十七条")
MEASURE = Limit(
    days=30,
    working=False,
    legal_basis="《行政强制法》第二十五条",
    extendable_days=30,
    excluded=("TESTING",),
)
REGISTRATION = Limit(days=7, working=True, legal_basis=f"{LAW}第五十六条")
PUBLICATION = Limit(days=20, working=True, legal_basis="市场监管总局令第45号第九条")
WITHDRAWAL = Limit(days=3, working=True, legal_basis="市场监管总局令第45号第十一条")

CLUE = Procedure(
    code="clue",
    version=1,
    record=Clue,
    chinese="案源线索",
    english="A clue, until it is filed or not",
    valid_from=dt.date(2013, 1, 1),
    legal_basis=FILING.legal_basis,
    outcomes={FILED: "已立案\nTaken up: a case is filed", NOT_FILED: "不予立案\nNot filed"},
    steps=(
        Step(
            name="reported",
            chinese="移交线索",
            english="Handed over",
            tier=B,
            also=(Tier.TOWN, Tier.STATION),
            action=Action.CREATE,
            leads_to=("filing",),
            mutation="handOverClue",
        ),
        Step(
            name="filing",
            chinese="核查立案",
            english="Checked, and filed or not",
            tier=B,
            action=Action.DECIDE,
            limit=FILING,
            leads_to=(END,),
            mutation="decideFiling",
            warning="K5",
        ),
    ),
)


def _step(name: str, chinese: str, english: str, action: Action, **more: object) -> Step:
    return Step(name=name, chinese=chinese, english=english, tier=B, action=action, **more)  # type: ignore[arg-type]


DONE_BEFORE: Final = ("investigated", "reviewed", "decided")
CASE = Procedure(
    code="penalty_case",
    version=1,
    record=PenaltyCase,
    chinese="行政处罚案件（普通程序）",
    english="A case of ordinary procedure",
    valid_from=dt.date(2013, 1, 1),
    legal_basis=f"{LAW}第五十四条至第六十五条",
    outcomes={
        "PENALTY": "给予处罚\nPenalised",
        "NO_PENALTY": "不予处罚\nNo penalty",
        "TRANSFERRED": "移送司法机关\nTransferred as a crime",
        "WITHDRAWN": "撤销案件\nWithdrawn",
    },
    steps=(
        _step("filed", "立案", "Filed", Action.DECIDE, leads_to=("investigated",)),
        _step(
            "investigated",
            "调查取证",
            "Investigated",
            Action.UPDATE,
            also=S,
            signatures=2,
            leads_to=("reviewed",),
            mutation="concludeInvestigation",
            warning="K1",
        ),
        _step(
            "reviewed",
            "法制审核",
            "Reviewed",
            Action.REVIEW,
            limit=REVIEW,
            leads_to=("noticed", "decided", "investigated"),
            not_same_person_as=("investigated",),
            mutation="reviewCase",
            warning="K6",
        ),
        _step(
            "noticed",
            "处罚告知",
            "Told to the party",
            Action.UPDATE,
            also=S,
            leads_to=("answered", "reviewed"),
            mutation="serveNotice",
            warning="K1",
        ),
        _step(
            "answered",
            "陈述申辩和听证",
            "Defence and hearing",
            Action.UPDATE,
            also=S,
            limit=ANSWER,
            leads_to=("decided", "investigated"),
            mutation="submitForDecision",
            warning="K7",
        ),
        _step(
            "decided",
            "处罚决定",
            "Decided",
            Action.DECIDE,
            leads_to=("served", "closed", "reviewed"),
            not_same_person_as=("investigated", "reviewed"),
            mutation="decideCase",
            warning="K1",
        ),
        _step(
            "served",
            "送达决定",
            "Served",
            Action.UPDATE,
            also=S,
            limit=SERVICE,
            leads_to=("performed", "closed"),
            mutation="serveDecision",
            warning="K8",
        ),
        _step(
            "performed",
            "履行",
            "Performed",
            Action.VERIFY,
            leads_to=("closed",),
            not_same_person_as=DONE_BEFORE,
            mutation="recordPayment",
            warning="K9",
        ),
        _step(
            "closed",
            "结案",
            "Closed",
            Action.CONFIRM,
            leads_to=("archived",),
            not_same_person_as=("investigated",),
            mutation="closeCase",
        ),
        _step(
            "archived", "归档", "Archived", Action.UPDATE, leads_to=(END,), mutation="archiveCase"
        ),
    ),
)
SPOT = Procedure(
    code="spot_penalty",
    version=1,
    record=SpotPenalty,
    chinese="当场行政处罚",
    english="A penalty on the spot",
    valid_from=dt.date(2013, 1, 1),
    legal_basis=f"{LAW}第五十一条、第五十二条",
    outcomes={"PENALTY": "给予处罚\nPenalised"},
    steps=(
        _step(
            "written",
            "当场告知并填写",
            "Told and written",
            Action.CREATE,
            also=S,
            leads_to=("signed",),
            mutation="penaliseOnTheSpot",
        ),
        _step(
            "signed",
            "第二名执法人员签名",
            "Signed by the second officer",
            Action.UPDATE,
            also=S,
            leads_to=("paid", END),
            not_same_person_as=("written",),
            mutation="signSpotPenalty",
        ),
        _step(
            "paid",
            "缴纳罚款",
            "Paid",
            Action.VERIFY,
            limit=PAYMENT,
            leads_to=(END,),
            not_same_person_as=("written", "signed"),
            mutation="collectSpotFine",
        ),
    ),
)
PROCEDURES = [CLUE, CASE, SPOT]
