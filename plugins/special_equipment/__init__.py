"""Special equipment (特种设备): lifts, boilers, vessels, cranes, in-plant vehicles and their like.

Enterprises declare what they install, stop, restart, scrap, change and move; their town verifies it
on site, the section confirms it, and only then the register changes. Inspections follow the cycles
of the law. Legal basis: 特种设备安全法 (2014) arts. 33, 40, 47, 48; 浙江省特种设备安全管理条例.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="special_equipment",
    title="特种设备 Special equipment",
    summary="设备一台一档：上报、核实、确认入库，检验到期分色。\n"
    "One file per device: declared, verified, confirmed, coloured by its next inspection.",
    requires=(),
)
