"""What other subsystems may react to, in the transaction in which it happens."""

from dataclasses import dataclass

from plugins.metrology.models import ReportKind, VerificationOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFiled:
    """The branch filed a report, and the register says so now."""

    instrument_id: int
    kind: ReportKind
    enterprise_id: int
    town_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentVerified:
    """A certificate, or a notice that it failed, was recorded."""

    instrument_id: int
    verification_id: int
    result: VerificationOutcome
    enterprise_id: int
    town_id: int
