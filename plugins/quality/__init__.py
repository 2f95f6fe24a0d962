"""Product quality supervision (产品质量监督): spot checks, and supervision by class.

A spot check is planned, drawn by lot with a published seed, sampled and sealed by two officers,
tested by a laboratory; what fails is notified, may be objected to within 15 days, is ordered to be
corrected and checked again, or announced and handed to enforcement. How often an enterprise is
visited follows from the risk, concern and region of its products and from its own class. Legal
basis: 产品质量法 arts. 15-17; 浙江省产品质量监督条例 arts. 16, 18, 21; 质检总局公告2012年第74号.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="quality",
    title="产品质量监督 Product quality",
    summary="监督抽查从计划、抽取、封样、检验到后处理；按产品和企业类别分类监管。\n"
    "Spot checks from plan, draw and sealed sample to follow-up; supervision by class.",
    requires=(),
)
