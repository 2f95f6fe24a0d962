"""Standardization (标准化): which standard a product names, and whether that standard still counts.

Enterprises declare the standards that they execute; their own ones were filed with the bureau until
2017 and are declared without approval since. The section keeps the catalogue, imports notices of
replacement, and looks at a random sample of declarations. Legal basis: 标准化法 (2017) arts. 27,
38, 42; 标准化法实施条例 (1990) art. 17; 企业标准化促进办法 (2023) arts. 12, 14.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="standards",
    title="标准化 Standardization",
    summary="企业标准备案与自我声明公开、执行标准、代替通知、声明抽查。\n"
    "Standards that enterprises file, declare and execute, their replacement, and spot checks.",
    requires=(),
)
