"""Licences of every kind in one ledger (许可认证): food QS and SC, industrial products XK, CCC.

The section registers what it grants, suspends and ends licences, takes applications for renewal and
watches dates; what other authorities grant arrives by exchange and is read-only here. Legal basis:
行政许可法 (2019) arts. 8, 50, 69, 70; 食品安全法 art. 35; 工业产品生产许可证管理条例 (2023)
arts. 25, 31; 认证认可条例 (2023) art. 26.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="licensing",
    title="许可认证 Licensing",
    summary="各类许可证一本账：登记、延续、暂停与终止，按到期日分色。\n"
    "One ledger of licences: registered, renewed, suspended, ended, coloured by their last day.",
    requires=(),
)
