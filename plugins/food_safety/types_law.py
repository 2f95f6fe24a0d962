"""The values of the enums, and the law of food as clients see it: classes, bands, terms."""

import datetime as dt

import strawberry

from core.extension import extend
from plugins.food_safety import models as m
from plugins.food_safety.models_samples import RecallClass
from schema.enums import show_enum
from schema.fields import column, connection, key
from schema.ids import Node
from schema.roots import Query

FIRST, LAST = "施行日\nFirst day.", "失效日\nThe first day without."
BASIS = "法律依据\nLegal basis."
GRADES = {
    "A": "A级：风险较低\nA: low risk.",
    "B": "B级\nB: some risk.",
    "C": "C级\nC: higher risk.",
    "D": "D级：风险最高\nD: the highest risk.",
}
RESULTS = {
    "CONFORMING": "符合\nConforming.",
    "BASICALLY": "基本符合，须整改\nBasically conforming; something is to be put right.",
    "NON_CONFORMING": "不符合\nNot conforming.",
}
KINDS = {
    "ENTERPRISE": "食品生产企业\nA food enterprise.",
    "SMALL_WORKSHOP": "食品小作坊\nA small workshop.",
    "ADDITIVE": "食品添加剂生产者\nA maker of additives.",
    "CONTACT_MATERIAL": "食品相关产品生产者\nA maker of contact materials.",
}

show_enum(m.RiskLevel, "风险等级\nGrades of risk, from low to high.", GRADES)
show_enum(m.FoodResult, "检查结果\nWhat an inspection came to.", RESULTS)
show_enum(m.FoodProducerKind, "生产者类型\nWhat is made, under which rules.", KINDS)
show_enum(
    m.FoodScheme,
    "类别目录\nThe list that a class of food is from.",
    {"QS": "2018年前的28类\nThe 28 classes until 2018.", "SC": "现行31类\nThe classes of today."},
)
show_enum(
    m.FoodTermUnit,
    "期限单位\nHow a term is counted.",
    {
        "HOURS": "小时\nHours.",
        "DAYS": "日\nCalendar days.",
        "WORKING_DAYS": "工作日\nWorking days.",
        "MONTHS": "月\nMonths.",
    },
)
show_enum(
    m.FoodScale,
    "规模\nHow much is made.",
    {"LARGE": "大型\nLarge.", "MEDIUM": "中型\nMedium.", "SMALL": "小型\nSmall."},
)
show_enum(
    m.FoodInspectionKind,
    "检查方式\nHow it is inspected.",
    {
        "DAILY": "日常检查\nA daily inspection, by the plan.",
        "UNANNOUNCED": "飞行检查\nUnannounced.",
        "SYSTEM": "体系检查\nOf the whole system of quality.",
    },
)
show_enum(
    m.FoodProposal,
    "系统建议\nWhat follows by law from what failed.",
    {
        "NONE": "无需处理\nNothing.",
        "ORDER": "责令整改\nTo be put right by order.",
        "INVESTIGATE": "调查处理\nTo be investigated.",
    },
)
show_enum(
    m.InspectionLevel,
    "检查层级\nWhich level above the branch inspected.",
    {"NATIONAL": "国家\nNational.", "PROVINCE": "省\nProvincial.", "CITY": "市\nMunicipal."},
)
show_enum(
    RecallClass,
    "召回级别\nHow grave the danger is.",
    {
        "ONE": "一级：可能造成严重伤害或死亡\nClass 1: grave harm or death.",
        "TWO": "二级：可能造成一般伤害\nClass 2: harm.",
        "THREE": "三级：标签等不符，危害小\nClass 3: labels and the like.",
    },
)


@strawberry.type(description="食品类别\nA class of food, as the list of a time has it.")
class FoodCategory(Node):
    id: strawberry.ID = key(m.FoodCategory.id)
    scheme: m.FoodScheme = column(m.FoodCategory.scheme, "目录\nThe list.", where=True)
    code: str = column(m.FoodCategory.code, "编号\nIts number.", where=True, order=True)
    name: str = column(m.FoodCategory.name, "名称\nName in Chinese.", where=True)
    name_en: str = column(m.FoodCategory.name_en, "英文名称\nName in English.")
    points: int = column(m.FoodCategory.points, "静态风险分\nPoints of static risk, of 40.")
    valid_from: dt.date = column(m.FoodCategory.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.FoodCategory.valid_to, LAST, where=True)


@strawberry.type(description="风险等级标准\nWhich points make a grade, and its visits.")
class FoodGradeBand(Node):
    id: strawberry.ID = key(m.FoodGradeBand.id)
    grade: m.RiskLevel = column(m.FoodGradeBand.grade, "等级\nThe grade.", where=True)
    points_from: int = column(m.FoodGradeBand.points_from, "起分\nFrom so many points.")
    points_to: int = column(m.FoodGradeBand.points_to, "止分\nTo so many.")
    least_visits: int = column(m.FoodGradeBand.least_visits, "年最少检查次数\nVisits at least.")
    most_visits: int = column(m.FoodGradeBand.most_visits, "年计划检查次数\nVisits planned.")
    every_months: int = column(
        m.FoodGradeBand.every_months, "最长间隔（月）\nMonths between two at most."
    )
    legal_basis: str = column(m.FoodGradeBand.legal_basis, BASIS)
    valid_from: dt.date = column(m.FoodGradeBand.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.FoodGradeBand.valid_to, LAST, where=True)


@strawberry.type(description="动态风险因素\nWhat adds points of dynamic risk.")
class FoodRiskFactor(Node):
    id: strawberry.ID = key(m.FoodRiskFactor.id)
    code: str = column(m.FoodRiskFactor.code, "代码\nIts code.", where=True, order=True)
    chinese: str = column(m.FoodRiskFactor.chinese, "名称\nName in Chinese.")
    english: str = column(m.FoodRiskFactor.english, "英文名称\nName in English.")
    points: int = column(m.FoodRiskFactor.points, "每次分值\nPoints each.")
    most: int = column(m.FoodRiskFactor.most, "最高分值\nPoints at most.")
    legal_basis: str = column(m.FoodRiskFactor.legal_basis, BASIS)
    valid_from: dt.date = column(m.FoodRiskFactor.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.FoodRiskFactor.valid_to, LAST, where=True)


@strawberry.type(description="法定期限\nA term of the law.")
class FoodTerm(Node):
    id: strawberry.ID = key(m.FoodTerm.id)
    code: str = column(m.FoodTerm.code, "代码\nIts code.", where=True, order=True)
    chinese: str = column(m.FoodTerm.chinese, "名称\nName in Chinese.")
    english: str = column(m.FoodTerm.english, "英文名称\nName in English.")
    count: int = column(m.FoodTerm.count, "数值\nHow many.")
    unit: m.FoodTermUnit = column(m.FoodTerm.unit, "单位\nOf what.")
    legal_basis: str = column(m.FoodTerm.legal_basis, BASIS)
    valid_from: dt.date = column(m.FoodTerm.valid_from, FIRST, where=True)
    valid_to: dt.date | None = column(m.FoodTerm.valid_to, LAST, where=True)


extensions = [
    extend(
        Query,
        food_categories=connection(
            FoodCategory, "食品类别，含旧版\nClasses, old ones too.", order_by=m.FoodCategory.code
        ),
        food_grade_bands=connection(
            FoodGradeBand, "等级标准\nGrades, old ones too.", order_by=m.FoodGradeBand.grade
        ),
        food_risk_factors=connection(
            FoodRiskFactor, "动态风险因素\nFactors, old ones too.", order_by=m.FoodRiskFactor.code
        ),
        food_terms=connection(FoodTerm, "法定期限\nTerms, old ones too.", order_by=m.FoodTerm.code),
    )
]
