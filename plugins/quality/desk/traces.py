"""Records that are traced by the number on a paper, plate or label."""

from core.declarations import Traced
from plugins.quality import models_samples, types_checks, types_results

TRACES = [
    Traced(
        record=types_checks.Sample,
        title="抽样单\nSample",
        numbers=("number",),
        through=models_samples.Sample.task_id,
    ),
    Traced(
        record=types_results.CorrectionOrder,
        title="责令改正通知书\nCorrection order",
        numbers=("number",),
        through=models_samples.CorrectionOrder.task_id,
    ),
]
