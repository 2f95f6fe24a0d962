"""Food safety (食品质量安全): who makes food here, how risky that is, and what becomes of findings.

The section grades every maker each year and plans visits by the grade; stations and the section
inspect in twos by the checklist of the day, take samples, and see to it that failed food is
stopped, traced and recalled. Licences are the plugin `licensing`'s, hazards and their rectification
`inspection`'s. Legal basis: 食品安全法 arts. 63, 87, 88, 109, 113; 食品生产经营监督检查管理办法
(Order 49/2021) arts. 21-23, 27, 31-35, 39, 42; 食品安全抽样检验管理办法; 食品召回管理办法.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="food_safety",
    title="食品质量安全 Food safety",
    summary="食品生产者的风险分级、监督检查、抽样检验、核查处置与召回。\n"
    "Grades of risk, inspections, samples, disposal and recalls of those who make food.",
    requires=("inspection", "licensing"),
)
