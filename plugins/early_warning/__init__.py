"""Dynamic early warning (动态预警): what turns critical is seen, in colour, by whom it concerns.

Rules are versioned data: the section that owns a subject proposes, a second person publishes. What
a rule finds is a warning with a life of its own, from being raised to being cleared. The engine is
`core/warnings`; here is what people see and do.
"""

from core.plugins import Manifest

manifest = Manifest(
    name="early_warning",
    title="动态预警 Early warning",
    summary="预警规则分版本管理，到期分色预警，有人接手、有人跟办、有据可查。\n"
    "Versioned rules; what nears its day is raised in colour, taken up, followed and closed.",
    requires=(),
)
