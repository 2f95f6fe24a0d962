"""The core and every subsystem with everything that an invariant speaks of."""

from core.policy.rules import Domain
from tests.core.policy.domains import core_domain, field, operation, record

CORE = core_domain()


def whole_domain():
    """The core and one subsystem with everything that an invariant speaks of."""
    case = "read create submit review decide confirm sign publish export"
    more = [
        record("enforcement:Case", case, "divisions own participant assigned published"),
        field("enforcement:Case.witness", personal=True, maskable=True),
        operation("mutation", "enforcement:Mutation.decideCase", "decide"),
        record("enforcement:PenaltyCase", "read update decide review", "own participant"),
        *(
            record(f"enforcement:{name}", "read", "own participant")
            for name in (
                *("CaseOfficer", "CaseReview", "Clue", "CollectiveDiscussion", "CustodyEvent"),
                *("Evidence", "FilingProposal", "InvestigationReport", "Payment"),
                *("PenaltyDecision", "PenaltyNotice"),
            )
        ),
        record("inspection:Letter", "read create update", "divisions participant"),
        record("inspection:InspectionPlan", "read create update", "published"),
        *(
            record(f"inspection:{name}")
            for name in ("ViolationReport", "ObjectLibrary", "OfficerCard", "Campaign")
        ),
        record("special_equipment:SafetyInstruction", "read create update", "divisions"),
        record("special_equipment:SafetyLog", "read submit", "divisions own"),
        record("special_equipment:SafetyFinding", "read submit", "divisions own"),
        record("step_supervision:SupervisionCase", "read create submit review", "participant"),
        record("special_equipment:Accident", "read create", "divisions"),
        record("metrology:AuthorisedBody", "read decide"),
        record("metrology:CertificateBatch"),
        record("metrology:UnmatchedCertificate"),
        record("metrology:InstrumentReport", "read verify", "divisions"),
        record("metrology:InstrumentStop", "read create", "divisions"),
        record("metrology:Verification", "read create", "divisions"),
        *(
            record(f"quality:{name}", "read create", "divisions published")
            for name in (
                "EnterpriseClass",
                "PublishedResult",
                "QualityClue",
                "RegimeOverride",
                "SpotCheckCandidate",
                "SpotCheckPlan",
                "SpotCheckTask",
                "UpperLevelCheck",
            )
        ),
        *(
            record(f"food_safety:{name}", "read review confirm", "divisions")
            for name in ("Disposal", "FoodInspection", "FoodRecall", "FoodSample", "FoodVisit")
        ),
        record("standards:EnterpriseStandard", "read submit", "own"),
        record("standards:Standard", "read import"),
        record("licensing:Application", "read submit decide", "divisions own"),
        record("licensing:LicenceClaim", "read decide", "divisions own"),
        record("standards:ReplacementNotice"),
        record("standards:StandardReview"),
        record("standards:StandardUse"),
    ]
    return Domain({**CORE.resources, **{r.name: r for r in more}}, CORE.roles)
