"""Inspection and supervision (监督稽查): patrols by checklist, hazards, and how they are put right.

A hazard is found by any tier, checked by the station, taken into the supervision library by a
section, ordered to be rectified, reported as rectified by the enterprise, and inspected once more
by another person. Legal basis: 特种设备安全法 arts. 62, 63; 特种设备安全监督检查办法
(Order 57/2022) arts. 19, 23, 25, 27, 29; 食品安全法 art. 126; 行政处罚法 art. 28.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="inspection",
    title="监督稽查 Inspection",
    summary="巡查、隐患、责令整改与复查：从发现到销号，各方都看得到进度。\n"
    "Patrols, hazards, rectification and re-inspection: everybody sees how far each has come.",
    requires=(),
)
