"""What waits for whom: one queue for each step."""

from core.desk_declarations import Column, WorkQueue
from core.policy.vocabulary import Tier


def _queue(slug: str, title: str, step: str, *tiers: Tier) -> WorkQueue:
    """What waits at a step of a case, nearest due date first."""
    return WorkQueue(
        slug=slug,
        title=title,
        tiers=tiers or (Tier.BRANCH,),
        document=f"""query ($after: String) {{
  workQueue(slug: "penalty_case/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn subject {{ ... on PenaltyCase {{ id cause partyName }} }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=(
            "title",
            Column("subject.partyName", "当事人\nParty"),
            Column("subject.cause", "案由\nCause"),
        ),
        due="dueOn",
        page="case",
    )


INVESTIGATORS = (Tier.BRANCH, Tier.STATION)
QUEUES = [
    WorkQueue(
        slug="to-file",
        title="待核查立案的线索\nClues to file or not",
        tiers=(Tier.BRANCH,),
        document="""query ($after: String) {
  workQueue(slug: "clue/filing", first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id: subjectId title dueOn subject { ... on Clue { id partyName } } }
  }
}""",
        rows="workQueue.nodes",
        columns=("title", Column("subject.partyName", "当事人\nParty")),
        due="dueOn",
        page="clue",
    ),
    WorkQueue(
        slug="ours",
        title="本单位的行政处罚案件\nCases against us",
        tiers=(Tier.ENTERPRISE,),
        document="""query ($after: String) {
  penaltyCases(first: 20, after: $after, where: { isOpen: { eq: true } }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id number cause matter { stepTitle dueOn } }
  }
}""",
        rows="penaltyCases.nodes",
        columns=("number", "cause", Column("matter.stepTitle", "环节\nStep")),
        due="matter.dueOn",
        page="case",
    ),
    _queue("to-investigate", "在办案件\nCases to investigate", "investigated", *INVESTIGATORS),
    _queue("to-review", "待审核的案件\nCases to review", "reviewed"),
    _queue("to-notice", "待告知的案件\nCases to tell", "noticed", *INVESTIGATORS),
    _queue("to-answer", "陈述申辩和听证中\nCases being answered", "answered", *INVESTIGATORS),
    _queue("to-decide", "待决定的案件\nCases to decide", "decided"),
    _queue("to-serve", "待送达的决定\nDecisions to serve", "served", *INVESTIGATORS),
    _queue("to-collect", "待缴款的案件\nFines to collect", "performed"),
    _queue("to-close", "待结案\nCases to close", "closed"),
    _queue("to-archive", "待归档\nCases to archive", "archived"),
]
