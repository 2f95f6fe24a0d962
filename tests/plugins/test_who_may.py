"""Who may do which step, as the law divides it between the tiers, against the default policies."""

import csv
from collections import defaultdict

import pytest

from tests.architecture.source import ROOT

OWN, DIVISIONS, ALL = {"own"}, {"divisions"}, {"all"}
SECTIONS = {"inspection", "special_equipment", "food_safety"}
DECLARATION, REPORT = (
    "special_equipment:EquipmentDeclaration",
    "special_equipment:EquipmentInspection",
)
HAZARD, PATROL = "inspection:Hazard", "inspection:Patrol"
MAY = {
    (DECLARATION, "submit"): {
        "enterprise": OWN, "town": DIVISIONS, "station": DIVISIONS, "branch": ALL,
    },
    (DECLARATION, "verify"): {"town": DIVISIONS},
    (DECLARATION, "review"): {"station": DIVISIONS},
    (DECLARATION, "confirm"): {"branch": ALL},
    (REPORT, "create"): {"branch": ALL},
    (HAZARD, "create"): {
        "enterprise": OWN, "town": DIVISIONS, "station": DIVISIONS, "branch": ALL,
    },
    (HAZARD, "verify"): {"station": DIVISIONS, "branch": ALL},
    (HAZARD, "confirm"): {"branch": ALL},
    (HAZARD, "update"): {"branch": ALL},
    (HAZARD, "submit"): {"enterprise": OWN},
    (HAZARD, "review"): {"station": DIVISIONS, "branch": ALL},
    (HAZARD, "decide"): {"branch": ALL},
    (PATROL, "create"): {"town": DIVISIONS, "station": DIVISIONS, "branch": ALL},
}  # fmt: skip
"""(record, action) -> tier -> scopes. Superiors, officers and the public do nothing."""
FURTHER = (
    (
        {"branch": ALL},
        """inspection:Campaign create / inspection:InspectionPlan confirm create publish update
        inspection:InspectionTask assign confirm create / inspection:ObjectLibrary update
        inspection:OfficerCard create update / inspection:UpperInspection create
        special_equipment:Accident create / special_equipment:SafetyInstruction decide""",
    ),
    (
        {"branch": ALL, "station": DIVISIONS},
        """inspection:Complaint create review update verify / inspection:Letter create update
        inspection:InspectionTask review submit verify
        inspection:ViolationReport create update verify
        special_equipment:SafetyInstruction create review update verify""",
    ),
    (
        {"branch": ALL, "enterprise": OWN},
        """special_equipment:MaintenanceContract submit / special_equipment:Operator submit
        special_equipment:OperatorCertificate submit / special_equipment:SafetyPart submit
        special_equipment:SafetyAppointment submit / special_equipment:SafetyInstruction submit""",
    ),
    (
        {"enterprise": OWN},
        "special_equipment:SafetyFinding submit / special_equipment:SafetyLog submit",
    ),
)
"""Who may do the rest: tier -> scopes, and the records with their actions."""
for tiers, lines in FURTHER:
    for line in lines.replace("\n", "/").split("/"):
        record, *actions = line.split()
        MAY |= {(record, action): tiers for action in actions}


def rules(plugin):
    lines = (ROOT / "plugins" / plugin / "policy.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


WRITES = [r for p in ("special_equipment", "inspection") for r in rules(p) if r["action"] != "read"]


def test_each_step_is_its_tiers_and_nobody_elses():
    found = defaultdict(lambda: defaultdict(set))
    for rule in WRITES:
        tier = rule["role"].partition(".")[0]
        found[rule["resource"], rule["action"]][tier].add(rule["scope"])
    assert found == MAY
    assert {rule["effect"] for rule in WRITES} == {"allow"}


@pytest.mark.parametrize(
    ("resources", "sections"),
    [({DECLARATION, REPORT}, {"special_equipment"}), ({HAZARD, PATROL}, SECTIONS)],
)
def test_of_the_branch_it_is_the_section_whose_work_it_is(resources, sections):
    acting = {
        rule["role"]
        for rule in WRITES
        if rule["resource"] in resources and rule["role"].startswith("branch.")
    }
    ranks = {f"branch.{name}_{rank}" for name in sections for rank in ("clerk", "chief")}
    assert acting == ranks
    decide = {rule["role"] for rule in WRITES if rule["action"] == "decide"}
    assert all(role.endswith("_chief") for role in decide)
