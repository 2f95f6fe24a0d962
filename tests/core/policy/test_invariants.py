"""What must never be allowed: proven over everything, and told with the row to blame."""

import random

import pytest

from core.errors import PolicyError
from core.policy.admission import Admission
from core.policy.compiler import compile_table
from core.policy.defaults import default_texts, load_invariants
from core.policy.invariants import check_invariants, parse_invariants, prove
from core.policy.linter import lint
from core.policy.rules import Domain, Rule
from tests.core.policy.domains import core_domain, record
from tests.core.policy.whole import whole_domain

RNG = random.Random(7)  # noqa: S311 questions, not secrets
CORE = core_domain()
HEAD = "name,who,resources,actions,forbidden,chinese,english\n"


DOMAIN = whole_domain()
DEFAULTS = lint(default_texts(), DOMAIN)
INVARIANTS = load_invariants()


def broken_by(*rows, without=()):
    """The invariants that the defaults break with some more rows, or without some."""
    added = [Rule(*row.split(","), origin="officer.eve") for row in rows]
    kept = [rule for rule in DEFAULTS if str(rule) not in without]
    violations = prove(compile_table([*kept, *added], DOMAIN, 2), DOMAIN, INVARIANTS)
    return {violation.invariant.name for violation in violations}


def test_the_defaults_break_none():
    assert len(INVARIANTS) >= 14
    assert broken_by() == set()


WRONG = {
    "no_decision_below_the_branch": "town.leader,enforcement:Case,decide,divisions,allow",
    "public_sees_no_personal_data": "public,core:Enterprise.phone,read,all,mask",
    "public_sees_what_is_published": "public,enforcement:Case,read,all,allow",
    "public_reads_and_reports": "public,enforcement:Case,review,published,allow",
    "enterprise_stays_in_its_house": "enterprise.clerk,core:Enterprise,read,divisions,allow",
    "town_and_station_stay_in_their_divisions": "station.head,core:Site,read,all,allow",
    "superior_only_reads": "superior.supervisor,core:Site,export,all,allow",
    "officers_have_no_business_records": "officer.audit,core:Enterprise,read,all,allow",
    "officers_have_no_subsystem": "officer.system,enforcement:Case,read,published,allow",
    "officers_see_no_persons": "officer.security,enforcement:Case.witness,read,all,mask",
    "system_officer_edits_no_policy": "officer.system,core:PolicyRule,create,all,allow",
    "system_officer_assigns_no_posts": "officer.system,core:Post,assign,all,allow",
    "security_officer_creates_no_accounts": "officer.security,core:Account,create,all,allow",
    "security_officer_reads_no_ledger": "officer.security,core:LedgerEntry,read,all,allow",
    "audit_officer_only_reads": "officer.audit,core:PolicyProposal,decide,all,allow",
    "policy_is_edited_by_the_security_officer": "officer.audit,core:PolicyRule,update,all,allow",
    "policy_is_read_by_officers": "branch.data_clerk,core:PolicyRule,read,all,allow",
    "posts_are_assigned_by_the_security_officer": "branch.data_clerk,core:Post,assign,all,allow",
    "accounts_are_made_by_the_system_officer": "town.leader,core:Account,create,own,allow",
    "second_factors_are_removed_by_the_security_officer": (
        "officer.system,core:Account,verify,all,allow"
    ),
    "keys_are_changed_by_their_owner": "officer.system,core:Account,submit,all,allow",
    "whole_ledger_for_the_audit_officer": "branch.quality_chief,core:LedgerEntry,read,all,allow",
    "whole_accounts_for_the_officers": "branch.data_clerk,core:Session,read,all,allow",
    "calendar_is_kept_by_the_branch": "officer.system,core:CalendarYear,publish,all,allow",
    "audit_officer_ends_own_sessions": "officer.audit,core:Session,withdraw,all,allow",
    "investigator_neither_reviews_nor_decides": (
        "branch.enforcement_officer,enforcement:Case,decide,all,allow"
    ),
    "legal_reviewer_decides_nothing": "branch.legal_reviewer,enforcement:Case,decide,all,allow",
    "messages_are_read_by_their_addressee": "officer.security,core:Message,read,all,allow",
    "channel_settings_are_ones_own": "officer.system,core:ChannelSettings,update,all,allow",
    "sent_texts_are_read_by_their_addressee": "officer.system,core:SentText,read,all,allow",
    "channels_are_kept_by_the_system_officer": (
        "officer.security,core:WebhookEndpoint,create,all,allow"
    ),
    "dead_letters_are_sent_again_by_the_system_officer": (
        "branch.data_clerk,core:Delivery,update,all,allow"
    ),
    "whole_deliveries_for_the_system_officer": "officer.audit,core:Delivery,read,all,allow",
    "towns_have_no_cases": "town.leader,enforcement:PenaltyCase,read,participant,allow",
    "party_sees_no_investigation": "enterprise.manager,enforcement:Evidence,read,own,allow",
    "cases_are_decided_by_the_head": (
        "branch.enforcement_chief,enforcement:PenaltyCase,decide,all,allow"
    ),
    "who_decides_does_not_investigate_or_collect": (
        "branch.deciding_leader,enforcement:PenaltyCase,update,all,allow"
    ),
    "no_maker_is_warned_of_a_visit": "enterprise.manager,food_safety:FoodVisit,read,all,allow",
    "food_is_tested_and_told_by_the_branch": (
        "station.head,food_safety:FoodSample,review,divisions,allow"
    ),
    "makers_neither_inspect_nor_close": "town.leader,food_safety:Disposal,review,divisions,allow",
    "letters_are_for_those_who_deal_with_them": (
        "town.leader,inspection:Letter,read,divisions,allow"
    ),
    "draws_and_tasks_are_the_branchs": (
        "station.head,inspection:InspectionPlan,update,published,allow"
    ),
    "bodies_are_listed_by_the_chief": (
        "branch.metrology_clerk,metrology:AuthorisedBody,decide,all,allow"
    ),
    "certificates_are_recorded_by_the_section": (
        "town.leader,metrology:Verification,create,divisions,allow"
    ),
    "instruments_are_verified_by_the_station": (
        "town.leader,metrology:InstrumentReport,verify,divisions,allow"
    ),
    "stops_are_set_and_lifted_by_officers": (
        "town.leader,metrology:InstrumentStop,create,divisions,allow"
    ),
    "spot_checks_are_not_announced": "town.leader,quality:SpotCheckTask,read,divisions,allow",
    "pools_are_the_branchs": "station.head,quality:SpotCheckCandidate,read,divisions,allow",
    "towns_report_clues_alone": "town.leader,quality:EnterpriseClass,create,divisions,allow",
    "enterprises_object_and_report_alone": (
        "enterprise.manager,quality:SpotCheckTask,create,published,allow"
    ),
    "public_reads_published_results_alone": ("public,quality:EnterpriseClass,read,published,allow"),
    "stations_grade_nobody": "station.head,quality:RegimeOverride,create,divisions,allow",
    "firms_declare_their_own_standards": (
        "branch.standards_clerk,standards:EnterpriseStandard,submit,all,allow"
    ),
    "notices_are_imported_by_the_branch": "town.leader,standards:Standard,import,all,allow",
    "applications_are_not_decided_by_who_accepts": (
        "branch.licensing_clerk,licensing:Application,decide,all,allow"
    ),
    "conflicts_are_settled_by_the_data_clerk": (
        "branch.licensing_clerk,licensing:LicenceClaim,decide,all,allow"
    ),
    "instructions_are_issued_by_officers": (
        "town.leader,special_equipment:SafetyInstruction,create,divisions,allow"
    ),
    "safety_logs_are_the_units_own": (
        "branch.special_equipment_clerk,special_equipment:SafetyLog,submit,all,allow"
    ),
    "imports_are_ones_own": "branch.data_clerk,core:ImportRun,create,all,allow",
    "supervision_is_the_superiors": (
        "station.head,step_supervision:SupervisionCase,create,participant,allow"
    ),
    "superior_answers_no_case": (
        "superior.supervisor,step_supervision:SupervisionCase,submit,all,allow"
    ),
    "supervision_is_between_authorities": (
        "enterprise.manager,step_supervision:SupervisionCase,read,participant,allow"
    ),
    "accidents_are_recorded_by_the_branch": (
        "town.leader,special_equipment:Accident,create,divisions,allow"
    ),
    "uploads_are_ones_own": "branch.data_clerk,core:Attachment,create,all,allow",
    "stand_ins_are_appointed_by_the_system_officer": (
        "officer.security,core:TemporaryDuty,create,all,allow"
    ),
    "stand_ins_are_confirmed_by_the_security_officer": (
        "officer.system,core:TemporaryDuty,confirm,all,allow"
    ),
    "previews_are_for_security_and_audit": "officer.system,core:Query.seeAs,read,all,allow",
    "security_officer_keeps_the_policy": "officer.security,core:PolicyDraft,create,all,deny",
    "system_officer_keeps_the_accounts": "officer.system,core:Account,read,all,deny",
    "audit_officer_keeps_the_ledger": "officer.audit,core:LedgerEntry,verify,all,deny",
    "everybody_reads_labels": "public,core:Division,read,all,deny",
    "everybody_sees_own_account": "station.head,core:*,read,all,deny",
    "everybody_keeps_own_keys": "superior.supervisor,core:Account,submit,all,deny",
    "everybody_can_sign_out": "town.leader,core:Session,withdraw,all,deny",
}


@pytest.mark.parametrize("name", WRONG)
def test_one_row_too_many_breaks_it(name):
    assert name in broken_by(WRONG[name])


def test_clear_personal_data_for_a_town_breaks_it():
    row = "town.leader,core:Enterprise.phone,read,all,mask"
    cured = broken_by(row.replace("mask", "allow"), without={row})
    assert cured == {"town_and_superior_see_masked_persons"}


def test_the_ledger_is_written_by_nobody_even_if_the_schema_offered_it():
    writable = record("core:LedgerEntry", "read verify export create", "assigned")
    domain = Domain({**DOMAIN.resources, writable.name: writable}, DOMAIN.roles)
    row = Rule("officer.audit", "core:LedgerEntry", "create", "all", "allow")
    table = compile_table([*DEFAULTS, row], domain, 2)
    assert "ledger_is_written_by_nobody" in {
        v.invariant.name for v in prove(table, domain, INVARIANTS)
    }


def test_every_invariant_can_be_broken():
    elsewhere = {"town_and_superior_see_masked_persons", "ledger_is_written_by_nobody"}
    assert {invariant.name for invariant in INVARIANTS} == set(WRONG) | elsewhere


def test_a_grant_that_goes_missing_breaks_it():
    gone = "officer.security,core:PolicyDraft,create,all,allow"
    assert broken_by(without={gone}) == {"security_officer_keeps_the_policy"}


def test_a_violation_names_the_row_and_both_languages():
    row = Rule("public", "enforcement:Case", "read", "all", "allow", "officer.eve")
    (violation,) = prove(compile_table([*DEFAULTS, row], DOMAIN, 2), DOMAIN, INVARIANTS)
    assert "officer.eve public,enforcement:Case,read,all,allow" in str(violation)
    assert "公众只能看到已公示的记录。" in str(violation)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a,*,*,reed,any,中,E", "no action 'reed'"),
        ("a,*,*,read,all,中,E", "Unknown word 'all'"),
        ("a,*,*,read,never,中,E", "Scopes go with"),
        ("a,*,*,read,any own,中,E", "Scopes go with"),
        ("a,*,*,read,never town,中,E", "no scope"),
        ("a,*,*,*,missing,中,E", "needs named actions"),
        ("a,*,*,read,any,,E", "chinese is empty"),
        ("a,*,*,read,any,中,E\na,*,*,read,any,中,E", "stands twice"),
        ("a,*,*,read,any,中", "6 columns"),
        ("# nothing", "no invariant"),
    ],
)
def test_refuses(row, why):
    with pytest.raises(PolicyError, match=why):
        parse_invariants(f"{HEAD}{row}\n", "invariants.csv")


@pytest.mark.parametrize(
    ("row", "unknown"),
    [
        ("a,town.leder,*,read,any,中,E", "town.leder"),
        ("a,* !TWON,*,read,any,中,E", "TWON"),
        ("a,*,core:Enterprize,read,any,中,E", "core:Enterprize"),
        ("a,*,scooped,read,any,中,E", "scooped"),
        ("a,*,core:Division,decide,missing,中,E", "core:Division decide"),
        ("a,*,enforcement:Cas,read,any,中,E", "enforcement:Cas"),
    ],
)
def test_an_invariant_that_speaks_of_nothing_is_refused(row, unknown):
    invariants = parse_invariants(f"{HEAD}{row}\n", "invariants.csv")
    (problem,) = check_invariants(invariants, DOMAIN)
    assert repr(unknown) in problem
    with pytest.raises(PolicyError):
        Admission(DOMAIN, invariants, RNG)


def test_names_of_plugins_that_are_not_loaded_are_passed_over():
    assert check_invariants(INVARIANTS, CORE) == []


def test_admission_refuses_with_a_code_of_its_own():
    admission = Admission(DOMAIN, INVARIANTS, RNG, sample=20)
    assert admission.admit(DEFAULTS, 1).version == 1
    row = Rule("public", "enforcement:Case", "read", "all", "allow", "officer.eve")
    with pytest.raises(PolicyError) as caught:
        admission.admit([*DEFAULTS, row], 2)
    assert caught.value.stable_code == "POLICY_INVARIANT_BROKEN"
