"""Mistakes that people make in policies, one a line, and which gate catches each: none escapes.

`reader` refuses the file, `LINT` `INVARIANT` `CASE` a draft, the digest of the model the start;
`difference` lets it through as a draft, and names it to whoever signs.
"""

import pytest

from core.errors import PolicyError, SetupError
from core.policy.defaults import FOLDER, decode, read
from core.policy.drafts import ChangeKind
from core.policy.judge import read_model
from core.workbench.cases import load_cases
from core.workbench.examination import Proposed, examine
from core.workbench.exchanging import imported
from tests.core.workbench.conftest import ADMISSION, DEFAULTS, TABLE

TEXT = read(FOLDER / "core.csv")
CASES = load_cases()
MANAGER = "enterprise.manager,core:Enterprise,read,own,allow"
LEADER = "town.leader,core:Enterprise,read,divisions,allow"
LABEL = "town.leader,core:Organisation,read,all,allow"
PHONE = "town.leader,core:Enterprise.phone,read,all,mask"
CLERK = "branch.data_clerk,core:Enterprise,read,all,allow"
DAYS = "branch.data_clerk,core:CalendarDay,update,all,allow"
CLEAR = "branch.data_clerk,core:Enterprise.phone,read,all,allow"

READER = {
    "a full-width comma": (LABEL, LABEL.replace(",", "，", 1)),
    "full-width letters": (LABEL, LABEL.replace("read", "ｒｅａｄ")),
    "a trailing ideographic space": (LABEL, LABEL + "\u3000"),
    "a trailing blank": (LABEL, LABEL + " "),
    "a blank after a comma": (LABEL, LABEL.replace(",", ", ")),
    "a zero-width space": (LABEL, LABEL.replace("leader", "lead\u200ber")),
    "a no-break space": (LABEL, LABEL + "\u00a0"),
    "a Cyrillic letter": (LABEL, LABEL.replace("core", "c\u043ere")),
    "quotes": (LABEL, LABEL.replace("town.leader", '"town.leader"')),
    "a quoted comma": (LABEL, LABEL.replace("core:Organisation", '"core:Organisation,x"')),
    "a comment behind the row": (LABEL, LABEL + " # pilot"),
    "a row type as Casbin has it": (LABEL, "p," + LABEL),
    "a word short": (LABEL, LABEL.rpartition(",")[0]),
    "a word too many": (LABEL, LABEL + ",allow"),
    "an empty word": (LABEL, LABEL.replace("read", "")),
    "semicolons": (LABEL, LABEL.replace(",", ";")),
    "tabs": (LABEL, LABEL.replace(",", "\t")),
    "the header renamed": ("role,resource,action,scope,effect", "role,resource,act,scope,eft"),
    "the header lost": ("role,resource,action,scope,effect\n", ""),
    "a byte order mark": (TEXT[:20], "\ufeff" + TEXT[:20]),
    "the same row twice": (LABEL, LABEL + "\n" + LABEL),
    "a row of another plugin": (LABEL, LABEL.replace("core:Org", "licensing:Org")),
    "everything gone": (TEXT, ""),
}
ROWS = {
    "a capital effect": ("LINT", [LABEL], LABEL.replace("allow", "Allow")),
    "a misspelt denial": ("LINT", [LABEL], LABEL.replace("allow", "dney")),
    "a misspelt role": ("LINT", [LABEL], LABEL.replace("leader", "ledaer")),
    "a misspelt resource": ("LINT", [LABEL], LABEL.replace("Organisation", "Organization")),
    "a misspelt action": ("LINT", [LABEL], LABEL.replace("read", "reed")),
    "a misspelt scope": ("LINT", [LEADER], LEADER.replace("divisions", "division")),
    "a tier for a role": ("LINT", [LABEL], LABEL.replace("town.leader", "TOWN")),
    "a user for a role": ("LINT", [LABEL], LABEL.replace("town.leader", "zhang-san")),
    "a star for everything": ("reader", [LABEL], LABEL.replace("core:Organisation", "*")),
    "a pattern": ("LINT", [LABEL], LABEL.replace("core:Organisation", "core:Org.*")),
    "all fields of a type": ("LINT", [LABEL], LABEL.replace("core:Organisation", "core:Site.*")),
    "a field that is gone": ("LINT", [PHONE], PHONE.replace("phone", "telephone")),
    "an action that is not offered": ("LINT", [LABEL], LABEL.replace("read", "decide")),
    "a scope that it has not": ("LINT", [LABEL], LABEL.replace("all", "own")),
    "a mask on rows": ("LINT", [LEADER], LEADER.replace("allow", "mask")),
    "a denial of some rows": ("LINT", [LEADER], LEADER.replace("allow", "deny")),
    "a field of some rows": ("LINT", [PHONE], PHONE.replace("all", "divisions")),
    "a plugin that is not there": ("reader", [], "town.leader,lifts:Lift,read,all,allow"),
    "the policy emptied": ("INVARIANT", [str(r) for r in DEFAULTS if "Division" in str(r)], ""),
    "the public let in": ("INVARIANT", [], "public,core:Enterprise,read,all,allow"),
    "the public sees a masked phone": ("INVARIANT", [], PHONE.replace("town.leader", "public")),
    "the public sees the whole core": ("INVARIANT", [], "public,core:*,read,all,allow"),
    "a town sees all towns": ("INVARIANT", [LEADER], LEADER.replace("divisions", "all")),
    "a town sees the whole core": ("INVARIANT", [], "town.leader,core:*,read,all,allow"),
    "an enterprise sees all": ("INVARIANT", [MANAGER], MANAGER.replace("own", "all")),
    "a phone unmasked": ("INVARIANT", [PHONE], PHONE.replace("mask", "allow")),
    "a town confirms": ("INVARIANT", [], LEADER.replace("read", "confirm")),
    "an officer reads the register": ("INVARIANT", [], "officer.system,core:Site,read,all,allow"),
    "the ledger for security": (
        "INVARIANT", [], "officer.security,core:LedgerEntry,read,all,allow",
    ),
    "another edits the policy": (
        "INVARIANT", [], "officer.system,core:PolicyDraft,create,all,allow",
    ),
    "another signs": ("INVARIANT", [], "officer.audit,core:PolicyDraft,sign,all,allow"),
    "security locked out": (
        "INVARIANT", ["officer.security,core:PolicyDraft,create,all,allow"], "",
    ),
    "security denied": ("INVARIANT", [], "officer.security,core:PolicyDraft,sign,all,deny"),
    "audit locked out": ("INVARIANT", ["officer.audit,core:LedgerEntry,read,all,allow"], ""),
    "labels taken": ("INVARIANT", ["town.leader,core:Division,read,all,allow"], ""),
    "messages of others": (
        "INVARIANT", [], "town.leader,core:Message,read,all,allow",
    ),
    "an enterprise without its file": ("CASE", [MANAGER], ""),
    "an enterprise denied its file": ("CASE", [], "enterprise.clerk,core:Enterprise,read,all,deny"),
    "an enterprise without messages": ("CASE", [], "enterprise.clerk,core:Message,read,all,deny"),
    "its rows narrowed to none": ("CASE", [MANAGER], MANAGER.replace("own", "none")),
    "a row dropped": ("difference", [LABEL], ""),
    "another row dropped": ("difference", [LEADER], ""),
    "a mask dropped": ("difference", [PHONE], ""),
    "an effect flipped": ("difference", [LABEL], LABEL.replace("allow", "deny")),
    "a denial on top": ("difference", [], LABEL.replace("allow", "deny")),
    "a field denied": ("difference", [], "town.leader,core:Enterprise.name,read,all,deny"),
    "a field masked": ("difference", [], "town.leader,core:Enterprise.name,read,all,mask"),
    "a clear field masked": ("difference", [CLEAR], CLEAR.replace("allow", "mask")),
    "rows narrowed to none": ("difference", [LEADER], LEADER.replace("divisions", "none")),
    "all rows made some": ("difference", [CLERK], CLERK.replace("all,", "divisions,")),
    "a wildcard widened": ("INVARIANT", [], "branch.data_clerk,core:*,read,all,allow"),
    "a wildcard denied": ("INVARIANT", [], "branch.legal_reviewer,core:*,read,all,deny"),
    "another role": ("difference", [DAYS], DAYS.replace("data_clerk", "legal_reviewer")),
    "another action": (
        "difference", [], "branch.legal_reviewer,core:Enterprise,update,all,allow",
    ),
    "another resource": ("difference", [LABEL], LABEL.replace("Organisation", "QueuedJob")),
}  # fmt: skip
MODEL = (
    "r.role == p.role && ",
    "r.action == p.action && ",
    "(r.resource == p.resource || r.family == p.resource) && ",
    " || r.family == p.resource",
    " && (r.scope == p.scope || r.whole == p.scope)",
    " || r.whole == p.scope",
    " && !some(where (p.eft == deny))",
    "some(where (p.eft == allow)) && ",
)


def caught(text):
    """The gate that stops a text, `difference` where it is named, None where it escapes."""
    try:
        wanted = imported({"core": decode(text.encode(), "core.csv")}, DEFAULTS)
    except PolicyError:
        return "reader"
    gone = {rule.row for kind, rule in wanted if kind is ChangeKind.REMOVE}
    new = tuple(rule for kind, rule in wanted if kind is ChangeKind.ADD)
    rules = (*(rule for rule in DEFAULTS if rule.row not in gone), *new)
    examination = examine(ADMISSION, Proposed(TABLE, rules, new), CASES)
    faults = [finding.kind.name for finding in examination.findings if finding.fault]
    if faults:
        return faults[0]
    return "difference" if examination.differences else None


def test_there_are_enough_of_them():
    assert len(READER) + len(ROWS) + len(MODEL) >= 60
    assert caught(TEXT) is None


@pytest.mark.parametrize("mistake", READER)
def test_the_reader_refuses(mistake):
    before, after = READER[mistake]
    assert before in TEXT
    assert caught(TEXT.replace(before, after, 1)) == "reader"


@pytest.mark.parametrize("mistake", ROWS)
def test_a_wrong_row_is_caught(mistake):
    gate, removed, added = ROWS[mistake]
    lines = TEXT.splitlines()
    assert set(removed) <= set(lines)
    text = "\n".join([*(line for line in lines if line not in removed), added]) + "\n"
    assert caught(text) == gate


@pytest.mark.parametrize("term", MODEL)
def test_a_model_without_a_term_does_not_start(tmp_path, term):
    model = tmp_path / "model.conf"
    model.write_text(read_model().replace(term, ""))
    assert model.read_text() != read_model()
    with pytest.raises(SetupError):
        read_model(model)


def test_a_gate_that_sleeps_lets_mistakes_escape(monkeypatch):
    """The negative control: without invariants and cases, something worse is only named."""
    monkeypatch.setattr("core.workbench.examination.prove", lambda *_: [])
    gate, removed, added = ROWS["a town sees all towns"]
    assert gate == "INVARIANT"
    lines = [line for line in TEXT.splitlines() if line not in removed]
    assert caught("\n".join([*lines, added]) + "\n") == "difference"
    monkeypatch.setattr("core.workbench.examination.differences", lambda *_: [])
    assert caught("\n".join([*lines, added]) + "\n") is None
