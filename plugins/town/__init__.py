"""The town edition (镇街版): what a town's leader, quality officer and safety officer see first.

Towns and streets share responsibility for quality and special equipment: Zhejiang's special
equipment regulation art. 3, Hangzhou's lift regulation arts. 3, 19, 34, Metrology Law art. 5. Their
officers are part-time and work on the telephone, so the desk begins with what they may report. What
stands on it comes from the other subsystems, through their hooks.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="town",
    title="镇街版 Towns",
    summary="镇街工作台：上报、核实、辖区单位和预警颜色。\n"
    "The towns' desk: report, verify, the units of one's towns and their colours.",
    requires=(),
)
