"""Records that are traced by the number on a paper, plate or label."""

from core.declarations import Traced
from plugins.metrology import models, types, types_checks

TRACES = [
    Traced(
        record=types.Instrument,
        title="计量器具\nMeasuring instrument",
        numbers=("number", "serial"),
        label="name",
    ),
    Traced(
        record=types.Verification,
        title="检定证书\nVerification certificate",
        numbers=("certificate_no",),
        through=models.Verification.application_id,
    ),
    Traced(
        record=types_checks.MeasurementStandard,
        title="计量标准\nMeasurement standard",
        numbers=("certificate_no",),
        label="name",
    ),
]
