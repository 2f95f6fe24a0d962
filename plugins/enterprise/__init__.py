"""The enterprise edition (企业版): one's own file, one's own duties, and what one may apply for.

The enterprise answers first for safety and quality: Special Equipment Safety Law arts. 7, 13, Food
Safety Law art. 4, Product Quality Law art. 3. It sees its own file and nobody else's.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="enterprise",
    title="企业版 Enterprises",
    summary="企业工作台：本企业档案、待办和证照到期。\n"
    "The enterprises' desk: one's own file, what is to be done, what is about to expire.",
    requires=(),
)
