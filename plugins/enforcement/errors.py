"""What can go wrong in a case, beyond what the core knows. Each quotes the article it rests on."""

from typing import TypeVar

from core.errors import Conflict, Denied, InvalidInput, ZhijianError

Error = TypeVar("Error", bound=ZhijianError)


def _said(error: Error, article: str) -> Error:
    """The error with the article of 行政处罚法 (or another law) that refuses, for machines too."""
    error.explain = {**(error.explain or {}), "article": article}
    return error


def already_a_clue() -> Conflict:
    """CLUE_KNOWN: the same thing was handed over before."""
    zh, en = "该事项已作为线索移交，不再重复。", "This was handed over as a clue already."
    return Conflict(zh, en, code="CLUE_KNOWN", field="subject")


def filing_not_proposed() -> Conflict:
    """FILING_NOT_PROPOSED: an officer checks first, then the head decides."""
    zh, en = "执法人员尚未核查并提出意见。", "No officer has checked the clue and proposed yet."
    return Conflict(zh, en, code="FILING_NOT_PROPOSED")


def two_officers() -> InvalidInput:
    """TWO_OFFICERS: art. 42."""
    zh = "执法人员不得少于两人（《行政处罚法》第四十二条）。"
    en = "There must be two officers at least (Penalty Law, article 42)."
    return _said(InvalidInput(zh, en, code="TWO_OFFICERS", field="officerIds"), "第四十二条")


def card_invalid(who: str) -> Denied:
    """CARD_INVALID: no confirmed card, or one that is over (arts. 42, 55)."""
    zh = f"{who}没有有效的行政执法证（《行政处罚法》第四十二条、第五十五条）。"
    en = f"{who}: no valid enforcement card (Penalty Law, articles 42 and 55)."
    return _said(Denied(zh, en, code="CARD_INVALID"), "第四十二条")


def not_an_officer() -> Denied:
    """NOT_CASE_OFFICER: only who was named for the case investigates it."""
    zh, en = "您不是本案的办案人员。", "You are not an officer of this case."
    return Denied(zh, en, code="NOT_CASE_OFFICER")


def officer_of_the_case() -> Denied:
    """OFFICER_OF_THE_CASE: whoever investigated neither reviews nor decides nor collects."""
    zh = "您是或曾是本案的办案人员，不得审核、决定或收缴（《行政处罚法》第五十八条、第六十七条）。"
    en = "You are or were an officer of this case: you neither review, decide nor collect it."
    return _said(Denied(zh, en, code="OFFICER_OF_THE_CASE"), "第五十八条")


def same_hands(done: str) -> Denied:
    """SAME_PERSON: investigate, review, decide and collect are different persons."""
    zh = f"“{done}”是您本人办理的，此步须由他人办理（《行政处罚法》第五十七条、第六十七条）。"
    return Denied(zh, "You did an earlier step of it; somebody else does this.", code="SAME_PERSON")


def suspended() -> Conflict:
    """CASE_SUSPENDED: nothing is done while an investigation is suspended."""
    zh, en = "案件已中止调查，恢复后方可办理。", "The case is suspended; resume it first."
    return Conflict(zh, en, code="CASE_SUSPENDED")


def pause_state() -> Conflict:
    """PAUSE_STATE: that time is excluded already, or is not."""
    zh, en = "该事由的期间已在扣除，或未在扣除。", "That time is excluded already, or is not."
    return Conflict(zh, en, code="PAUSE_STATE", field="kind")


def extended_already() -> Conflict:
    """CASE_EXTENDED: the limit is extended once."""
    zh, en = "期限已延长过一次。", "The limit was extended once already."
    return Conflict(zh, en, code="CASE_EXTENDED")


def measure_over() -> Conflict:
    """MEASURE_OVER: it was lifted, has lapsed, or cannot be extended."""
    zh = "该措施已解除、失效，或依法不能再延长（《行政强制法》第二十五条）。"
    return Conflict(zh, "The measure is over, or cannot be extended.", code="MEASURE_OVER")


def rule_not_in_force(cited: str) -> InvalidInput:
    """RULE_NOT_IN_FORCE: neither when it happened nor today (art. 37)."""
    zh = f"{cited}在违法行为发生时和今天均不施行（《行政处罚法》第三十七条）。"
    en = f"{cited} was in force neither when it happened nor is today (article 37)."
    return _said(InvalidInput(zh, en, code="RULE_NOT_IN_FORCE", field="ruleId"), "第三十七条")


def out_of_bounds(lowest: int, highest: int) -> InvalidInput:
    """FINE_OUT_OF_BOUNDS: the grade's part of the range does not hold the fine."""
    zh = f"罚款不在该裁量等级的幅度内：{lowest} 至 {highest} 元。"
    en = f"The fine lies outside the bounds of its grade: {lowest} to {highest} yuan."
    explain = {"lowest": lowest, "highest": highest}
    return InvalidInput(zh, en, code="FINE_OUT_OF_BOUNDS", field="fine", explain=explain)


def grade_unexplained(usual: str) -> InvalidInput:
    """GRADE_UNEXPLAINED: another grade than the rule's needs its reason."""
    zh = f"裁量基准的等级是 {usual}；改用其他等级须写明理由。"
    en = f"The benchmark says {usual}; another grade needs its reason."
    return InvalidInput(zh, en, code="GRADE_UNEXPLAINED", field="gradeReason")


def notice_missing() -> Conflict:
    """NOTICE_MISSING: no decision without notice (arts. 44, 45, 62)."""
    zh = (
        "未告知当事人拟处罚的内容及事实、理由、依据，不得作出处罚决定（《行政处罚法》第六十二条）。"
    )
    en = "No penalty is decided before the party was told of it (Penalty Law, article 62)."
    return _said(Conflict(zh, en, code="NOTICE_MISSING"), "第六十二条")


def answer_running(until: object) -> Conflict:
    """ANSWER_RUNNING: the party has time until that day, unless it waives it."""
    zh = f"当事人可在 {until} 前陈述、申辩、要求听证（《行政处罚法》第六十二条、第六十四条）。"
    en = f"The party may answer until {until} (Penalty Law, articles 62 and 64)."
    return _said(Conflict(zh, en, code="ANSWER_RUNNING"), "第六十二条")


def defence_unanswered() -> Conflict:
    """DEFENCE_UNANSWERED: what the party brings forward is examined (art. 45)."""
    zh = "当事人的陈述申辩尚未复核答复（《行政处罚法》第四十五条）。"
    en = "A defence has not been examined yet (Penalty Law, article 45)."
    return _said(Conflict(zh, en, code="DEFENCE_UNANSWERED"), "第四十五条")


def heavier(*, defended: bool) -> InvalidInput:
    """HEAVIER_THAN_NOTICED: never for defending (art. 45), nor untold (art. 44)."""
    zh = "不得因当事人陈述、申辩而给予更重的处罚" if defended else "比告知的更重的处罚须重新告知"
    article = "第四十五条" if defended else "第四十四条"
    en = "The penalty is heavier than the party was told."
    error = InvalidInput(
        f"{zh}（《行政处罚法》{article}）。", en, code="HEAVIER_THAN_NOTICED", field="fine"
    )
    return _said(error, article)


def hearing_not_offered() -> Conflict:
    """HEARING_NOT_OFFERED: only grave penalties are heard (art. 63)."""
    zh = "本案拟作出的处罚不属于可以要求听证的范围（《行政处罚法》第六十三条）。"
    en = "This penalty is not among those that are heard (Penalty Law, article 63)."
    return _said(Conflict(zh, en, code="HEARING_NOT_OFFERED"), "第六十三条")


def hearing_late(until: object) -> Conflict:
    """HEARING_LATE: five working days after the notice (arts. 64, 85)."""
    zh = f"要求听证应当在告知后五个工作日内提出，已于 {until} 届满（《行政处罚法》第六十四条）。"
    en = f"A hearing is asked for within five working days; these ended on {until} (article 64)."
    return _said(Conflict(zh, en, code="HEARING_LATE"), "第六十四条")


def hearing_pending() -> Conflict:
    """HEARING_PENDING: who asked for a hearing gets it first (art. 63)."""
    zh = "当事人要求的听证尚未举行（《行政处罚法》第六十三条）。"
    en = "The hearing that the party asked for has not been held (Penalty Law, article 63)."
    return _said(Conflict(zh, en, code="HEARING_PENDING"), "第六十三条")


def hearing_notice_short(first: object) -> InvalidInput:
    """HEARING_NOTICE_SHORT: seven working days before (arts. 64, 85)."""
    zh = f"应当在举行听证的七个工作日前通知，最早为 {first}（《行政处罚法》第六十四条）。"
    en = f"Seven working days of notice: {first} at the earliest (Penalty Law, article 64)."
    error = InvalidInput(zh, en, code="HEARING_NOTICE_SHORT", field="heldOn")
    return _said(error, "第六十四条")


def chair_of_the_case() -> InvalidInput:
    """CHAIR_OF_THE_CASE: chaired by somebody who did not investigate (art. 64)."""
    zh = "听证由非本案调查人员主持（《行政处罚法》第六十四条）。"
    en = "A hearing is chaired by somebody who did not investigate (article 64)."
    return _said(InvalidInput(zh, en, code="CHAIR_OF_THE_CASE", field="chairId"), "第六十四条")


def discussion_missing() -> Conflict:
    """DISCUSSION_MISSING: complex and grave cases are discussed by the leaders (art. 57)."""
    zh = "情节复杂或者重大违法行为，负责人应当集体讨论决定（《行政处罚法》第五十七条）。"
    en = "The leaders discuss a complex or grave case together first (Penalty Law, article 57)."
    return _said(Conflict(zh, en, code="DISCUSSION_MISSING"), "第五十七条")


def time_barred() -> Conflict:
    """TIME_BARRED: not found within two years, or five (art. 36)."""
    zh = (
        "违法行为在二年（涉及生命健康安全的五年）内未被发现，不再处罚（《行政处罚法》第三十六条）。"
    )
    en = "It was not found within two years, or five, and is not penalised (article 36)."
    return _said(Conflict(zh, en, code="TIME_BARRED"), "第三十六条")


def fined_already(number: str) -> Conflict:
    """FINED_ALREADY: one act is fined once (art. 29)."""
    zh = f"同一违法行为已由 {number} 罚款，不得再罚款（《行政处罚法》第二十九条）。"
    en = f"This act was fined by {number} already; one act is fined once (article 29)."
    return _said(Conflict(zh, en, code="FINED_ALREADY", field="fine"), "第二十九条")


def consent_missing() -> InvalidInput:
    """CONSENT_MISSING: electronic service needs the party's consent (art. 61)."""
    zh = "电子送达须当事人同意并签订确认书（《行政处罚法》第六十一条）。"
    en = "Electronic service needs the party's written consent (Penalty Law, article 61)."
    return _said(InvalidInput(zh, en, code="CONSENT_MISSING", field="consentOn"), "第六十一条")


def money_owed(left: int) -> Conflict:
    """MONEY_OWED: the penalty is not performed yet."""
    zh, en = f"尚有 {left} 元未缴。", f"{left} yuan are still owed."
    return Conflict(zh, en, code="MONEY_OWED", explain={"owed": left})


def not_yet(until: object) -> Conflict:
    """TERM_RUNNING: the term of the party has not ended."""
    zh, en = f"期限至 {until} 届满，目前不能办理。", f"The term runs until {until}."
    return Conflict(zh, en, code="TERM_RUNNING")


def measures_open() -> Conflict:
    """MEASURE_OPEN: sealed and seized goods are dealt with before a case is closed."""
    zh, en = "尚有未处理的强制措施。", "A coercive measure has not been ended."
    return Conflict(zh, en, code="MEASURE_OPEN")


def not_published() -> Conflict:
    """NOT_PUBLISHED: a mere warning is not published (Order 45, art. 2)."""
    zh = "仅受到警告、未作处罚或尚未送达的决定不予公示（市场监管总局令第45号第二条）。"
    en = "What is a mere warning, no penalty or not served is not published (Order 45, article 2)."
    return _said(Conflict(zh, en, code="NOT_PUBLISHED"), "第45号令第二条")


def no_longer_public() -> Conflict:
    """PUBLICATION_OVER: it is withdrawn or over, or is public already."""
    zh, en = "该决定已公示、已撤回或公示期已满。", "It is public already, or is so no more."
    return Conflict(zh, en, code="PUBLICATION_OVER")


def too_much_on_the_spot(most: int) -> InvalidInput:
    """SPOT_LIMIT: more than that needs the ordinary procedure (art. 51)."""
    zh = f"当场处罚的罚款不得超过 {most} 元，请按普通程序立案（《行政处罚法》第五十一条）。"
    en = f"At most {most} yuan on the spot; file a case for more (Penalty Law, article 51)."
    return _said(InvalidInput(zh, en, code="SPOT_LIMIT", field="fine"), "第五十一条")


def paper_of_a_step() -> InvalidInput:
    """PAPER_OF_A_STEP: notices and decisions come from their steps, never by themselves."""
    zh, en = "该文书由相应环节生成，不能单独制作。", "This paper comes from its step alone."
    return InvalidInput(zh, en, code="PAPER_OF_A_STEP", field="form")
