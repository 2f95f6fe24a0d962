"""The papers of a case that are printed: the notice and the decision."""

from core.paper_declarations import Paper

SUMS = "fine confiscation warning other"
RULE = "rule { act violatedArticle penaltyArticle }"
PAPERS = [
    Paper(
        slug="notice",
        title="行政处罚告知书\nNotice of an intended penalty",
        document=f"""query ($id: ID!) {{ penaltyCase(id: $id) {{
  partyName {RULE} notices {{ number facts basis hearingOffered issuedOn {SUMS} }} }} }}""",
        template="notice.typ",
        of="penaltyCase.notices",
        number="penaltyCase.notices.number",
        on=("case",),
    ),
    Paper(
        slug="decision",
        title="行政处罚决定书\nDecision",
        document=f"""query ($id: ID!) {{ penaltyCase(id: $id) {{
  partyName {RULE} decisions {{ number result facts decidedOn payBy publishBy {SUMS} }} }} }}""",
        template="decision.typ",
        of="penaltyCase.decisions",
        number="penaltyCase.decisions.number",
        on=("case",),
    ),
]
