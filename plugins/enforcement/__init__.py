"""Administrative enforcement (行政执法): a case from its clue to its closing.

A clue is checked and filed; two officers investigate; another person reviews; the party is told,
defends itself or is heard; a third person decides; the decision is served, collected by a fourth,
published, closed and archived. Legal basis: 行政处罚法 (2021); 市场监督管理行政处罚信息公示规定
(Order 45/2021); 行政强制法; 国市监法规〔2022〕2号 on discretion.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="enforcement",
    title="行政执法 Enforcement",
    summary="线索、立案、调查、审核、告知、听证、决定、送达、执行、公示、归档：每一步都有法定期限。\n"
    "A case from its clue to its closing, each step with its limit in law.",
    requires=("inspection", "quality"),
)
