"""Step supervision (环节监督): every step of every matter, for those above and those outside.

Superior bodies see each step with its unit, its clock, its lateness and why the clock stood; they
issue supervision cases (督办), the unit answers, they accept the answer or return it. Legal basis:
行政处罚法 (2021) arts. 39, 47, 48; 行政许可法 arts. 5, 40, 61; 政府信息公开条例 (2019) art. 20.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="step_supervision",
    title="环节监督 Step supervision",
    summary="每个事项的每个环节：办理单位、期限、逾期与中止事由；上级督办，单位答复。\n"
    "Every step of every matter with its unit and clock; superiors ask, units answer.",
    requires=(),
)
