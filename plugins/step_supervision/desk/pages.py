"""Every step, who is late, pauses, cases of supervision: for superiors and for units."""

from core.desk_declarations import Column, DeskPage, Facts, Filter, Table, Timeline
from plugins.step_supervision.desk.parts import ASKED, LEFT, NUMBER, STAFF, TOWNS, UNIT

PAGES = [
    DeskPage(
        slug="performance",
        title="按期率\nSteps in time",
        tiers=STAFF,
        document="""query ($by: StepsBy, $first: Date, $last: Date) {
  stepPerformance(by: $by, first: $first, last: $last) {
    name done timed late rate worstDays returned paused
  }
}""",
        filters=(
            Filter(name="by", title="按\nBy"),
            Filter(name="first", title="起\nFrom"),
            Filter(name="last", title="止\nTo"),
        ),
        layout=(
            Table(
                rows="stepPerformance",
                columns=(
                    Column("name", "名称\nOf what"),
                    Column("rate", "按期率\nIn time", "share"),
                    Column("late", "逾期\nLate"),
                    Column("worstDays", "最长逾期天数\nWorst, days"),
                    Column("timed", "有期限的\nTimed"),
                    Column("done", "办理\nDone"),
                    Column("returned", "退回\nReturned"),
                    Column("paused", "中止\nPaused"),
                ),
                empty="此期间没有办理\nNothing was done in this period",
            ),
        ),
    ),
    DeskPage(
        slug="steps",
        title="环节记录\nEvery step",
        tiers=STAFF,
        document="""query ($onTime: Boolean, $town: ID, $act: StepAct, $after: String) {
  stepEvents(
    first: 20, after: $after
    where: { onTime: { eq: $onTime }, town: { id: { eq: $town } }, act: { eq: $act } }
  ) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      at stepTitle act toTitle dueOn daysLate reason organisation { name } town { name }
      matter { id title }
    }
  }
}""",
        filters=(
            Filter(
                name="onTime",
                title="按期\nIn time",
                choices=(("false", "逾期办的 Done late"), ("true", "按期办的 Done in time")),
            ),
            Filter(name="town", title="镇街\nTown", options=TOWNS),
            Filter(name="act", title="动作\nAct"),
        ),
        layout=(
            Table(
                rows="stepEvents.nodes",
                columns=(
                    Column("at", "时间\nWhen"),
                    Column("matter.title", "事项\nMatter", page="core/matter"),
                    Column("stepTitle", "环节\nStep"),
                    Column("act", "动作\nAct"),
                    Column("organisation.name", "单位\nUnit"),
                    Column("town.name", "镇街\nTown"),
                    Column("dueOn", "期限\nDue"),
                    Column("daysLate", "逾期天数\nDays late"),
                    Column("reason", "说明\nSaid"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="pauses",
        title="中止计时\nClocks that stand",
        tiers=STAFF,
        document="""query ($after: String) {
  stepPauses(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      pausedOn resumedOn stepTitle kind reason organisation { name } town { name }
      matter { id title }
    }
  }
}""",
        layout=(
            Table(
                rows="stepPauses.nodes",
                columns=(
                    Column("pausedOn", "中止\nSince"),
                    Column("resumedOn", "恢复\nUntil"),
                    Column("matter.title", "事项\nMatter", page="core/matter"),
                    Column("stepTitle", "环节\nStep"),
                    Column("kind", "事由\nLawful reason"),
                    Column("reason", "说明\nSaid"),
                    Column("organisation.name", "单位\nUnit"),
                    Column("town.name", "镇街\nTown"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="cases",
        title="督办件\nSupervision cases",
        tiers=STAFF,
        document="""query ($returned: Int, $after: String) {
  supervisionCases(first: 20, after: $after, where: { timesReturned: { gte: $returned } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id number question issuedOn closedOn timesReturned unit { name } matter { stepTitle dueOn }
    }
  }
}""",
        filters=(Filter(name="returned", title="至少退回次数\nReturned at least", most=5),),
        layout=(
            Table(
                rows="supervisionCases.nodes",
                columns=(
                    NUMBER,
                    UNIT,
                    ASKED,
                    Column("matter.stepTitle", "环节\nStep"),
                    LEFT,
                    Column("timesReturned", "退回次数\nReturned"),
                    Column("issuedOn", "发出\nIssued"),
                    Column("closedOn", "办结\nClosed"),
                ),
                page="case",
            ),
        ),
    ),
    DeskPage(
        slug="case",
        title="督办件\nSupervision case",
        document="""query ($id: ID!) {
  supervisionCase(id: $id) {
    id version number question aboutStep issuedOn answer answeredOn verdict timesReturned closedOn
    unit { name } about { id title stepTitle dueOn } attachments { id url previewUrl }
    matter {
      id stepTitle dueOn outcome availableActions { name title mutation allowed reason }
      steps { at act stepTitle toTitle organisation { name } onTime reason }
    }
  }
}""",
        layout=(
            Facts(
                of="supervisionCase",
                columns=(
                    NUMBER,
                    UNIT,
                    ASKED,
                    Column("about.title", "督办的事项\nAbout", page="core/matter"),
                    Column("aboutStep", "督办时停在\nWaited then at"),
                    Column("about.stepTitle", "现停在\nWaits now at"),
                    Column("matter.stepTitle", "督办环节\nStep of the case"),
                    LEFT,
                    Column("answer", "答复\nAnswer"),
                    Column("answeredOn", "答复日期\nAnswered"),
                    Column("verdict", "评定意见\nSaid of it"),
                    Column("timesReturned", "退回次数\nReturned"),
                    Column("matter.outcome", "结果\nOutcome", "outcome"),
                    Column("attachments", "附件\nFiles", "photo"),
                ),
            ),
            Timeline(
                rows="supervisionCase.matter.steps",
                when="at",
                what="stepTitle",
                columns=(
                    Column("act", "动作\nAct"),
                    Column("organisation.name", "单位\nBy"),
                    Column("onTime", "按期\nIn time"),
                    Column("reason", "说明\nSaid"),
                ),
            ),
        ),
    ),
    DeskPage(
        slug="of-matter",
        title="中止与督办\nPauses and supervision",
        part_of="core/matter",
        document="""query ($id: ID!) {
  matter(id: $id) {
    id
    pauses { pausedOn resumedOn stepTitle kind reason organisation { name } }
    supervisionCases { id number question issuedOn closedOn unit { name } }
  }
}""",
        layout=(
            Table(
                rows="matter.pauses",
                title="中止计时\nTimes for which the clock stood",
                columns=(
                    Column("pausedOn", "中止\nSince"),
                    Column("resumedOn", "恢复\nUntil"),
                    Column("stepTitle", "环节\nStep"),
                    Column("kind", "事由\nLawful reason"),
                    Column("reason", "说明\nSaid"),
                    Column("organisation.name", "单位\nUnit"),
                ),
                empty="没有中止\nThe clock never stood",
            ),
            Table(
                rows="matter.supervisionCases",
                title="督办\nSupervision",
                columns=(NUMBER, UNIT, ASKED, Column("closedOn", "办结\nClosed")),
                page="case",
                empty="没有督办\nNobody supervises it",
            ),
        ),
    ),
]
