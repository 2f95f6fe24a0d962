"""The station edition (站所版): the day's route, and what a station has to check on site.

A station of the branch inspects on site in several towns: Special Equipment Safety Law art. 57,
Food Safety Law art. 110. Two officers go together, so the desk begins with where to go: everything
that is due or overdue in all subsystems, by town.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="station",
    title="站所版 Stations",
    summary="站所工作台：今日路线、待核查事项、辖区预警。\n"
    "The stations' desk: the day's route, what is to be checked, the colours of one's towns.",
    requires=(),
)
