"""Exchange with partners (数据交换库), and the staging library (信息暂存库) that bridges the lag.

What the Golden Quality project, the district's data centre and institutes send is received whole,
staged record by record, matched with the register, and waits there, visible, until it can be
merged: early, late, twice, out of order or in conflict. A data clerk decides and confirms; nothing
else reaches the register. Legal basis: 国务院《政务信息资源共享管理暂行办法》(国发〔2016〕51号)
arts. 4, 12; 《浙江省公共数据条例》(2022).
"""

from core.plugins import Manifest

manifest = Manifest(
    name="data_exchange",
    title="数据交换 Data exchange",
    summary="与金质工程等交换数据：接收、暂存、比对、冲突处理、确认入库，来源可查。\n"
    "Exchange with partners: received, staged, matched, decided, confirmed; traceable.",
    requires=(),
)
