"""Step supervision on the desks: cards and queues; pages and forms stand beside."""

from core.desk_declarations import Column, DeskCard, WorkQueue
from plugins.step_supervision.desk import forms, pages, public
from plugins.step_supervision.desk.parts import OFFICES

__all__ = ["CARDS", "FORMS", "PAGES", "QUEUES"]

FORMS = [*forms.FORMS, *public.FORMS]
PAGES = [*pages.PAGES, *public.PAGES]

CARDS = [
    DeskCard(
        slug="open-cases",
        title="在办督办件\nOpen supervision cases",
        tiers=OFFICES,
        document="{ supervisionCases(where: { closedOn: { isNull: true } }) { totalCount } }",
        number="supervisionCases.totalCount",
        page="cases",
    ),
]


def _queue(slug: str, title: str, step: str) -> WorkQueue:
    return WorkQueue(
        slug=slug,
        title=title,
        document=f"""query ($after: String) {{
  workQueue(slug: "supervision_case/{step}", first: 20, after: $after) {{
    totalCount pageInfo {{ hasNextPage endCursor }}
    nodes {{ id: subjectId title dueOn town {{ name }} }}
  }}
}}""",
        rows="workQueue.nodes",
        columns=("title", Column("town.name", "镇街\nTown")),
        due="dueOn",
        page="case",
    )


QUEUES = [
    _queue("to-answer", "待答复的督办\nCases to answer", "answered"),
    _queue("to-judge", "待评定的答复\nAnswers to judge", "judged"),
    *public.QUEUES,
]
