"""What is printed of a hazard: the order to put it right."""

from core.paper_declarations import Paper

PAPERS = [
    Paper(
        slug="order",
        title="责令改正通知书\nOrder to put things right",
        document="""query ($id: ID!) {
  hazard(id: $id) {
    what place enterprise { name }
    orders {
      number authority issuedOn dueOn extendedTo items appeal
      violated { act article } basis { act article }
    }
  }
}""",
        template="order.typ",
        of="hazard.orders",
        number="hazard.orders.number",
        on=("hazard",),
    ),
]
