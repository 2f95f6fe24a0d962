"""The first page of a station: where to go today, what waits, what may be reported."""

from core.desk_declarations import DeskHome
from core.policy.vocabulary import Tier

HOMES = [
    DeskHome(
        tier=Tier.STATION,
        title="站所工作台\nDesk of the station",
        parts=("queues", "due", "reports", "cards", "pages"),
    ),
]
