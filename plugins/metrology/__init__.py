"""Metrology (计量): instruments under mandatory verification, their certificates, markets, goods.

Users report what they use, the station looks at it on the spot, the section files it. Before a
certificate ends the user applies to a verification body; what fails is stopped, repaired, verified
again. Legal basis: 计量法 arts. 9, 25; 强制检定的工作计量器具检定管理办法 (1987) arts. 5-9;
浙江省计量监督管理条例 (2014) arts. 12-22, 29.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="metrology",
    title="计量 Metrology",
    summary="强制检定计量器具一器一档：上报、核实、备案，检定到期分色。\n"
    "Instruments under mandatory verification: reported, filed, coloured by their certificates.",
    requires=(),
)
