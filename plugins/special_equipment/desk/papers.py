"""The papers of special equipment: the safety supervision instruction."""

from core.paper_declarations import Paper

PAPERS = [
    Paper(
        slug="instruction",
        title="特种设备安全监察指令书\nSafety supervision instruction",
        document="""query ($id: ID!) {
  safetyInstruction(id: $id) {
    number problem violated measures days issuedOn dueOn unit { name } equipment { name }
  }
}""",
        template="instruction.typ",
        of="safetyInstruction",
        number="safetyInstruction.number",
        on=("instruction",),
    ),
]
