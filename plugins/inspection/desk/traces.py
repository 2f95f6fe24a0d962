"""Records that are traced by the number on a paper, plate or label."""

from core.declarations import Traced
from plugins.inspection import models, types, types_letters, types_plans

TRACES = [
    Traced(
        record=types.RectificationOrder,
        title="责令改正通知书\nRectification order",
        numbers=("number",),
        through=models.RectificationOrder.hazard_id,
    ),
    Traced(
        record=types_letters.Complaint,
        title="投诉\nComplaint",
        numbers=("number",),
    ),
    Traced(
        record=types_letters.ViolationReport,
        title="举报\nReport",
        numbers=("number",),
    ),
    Traced(
        record=types_plans.InspectionTask,
        title="检查任务\nInspection task",
        numbers=("number",),
    ),
]
