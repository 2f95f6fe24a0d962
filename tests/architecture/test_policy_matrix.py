"""The committed matrix of the default policy is that of the rules as they are."""

from core.policy.compiler import compile_table
from core.workbench.matrix import document
from schema.assembly import Assembly
from tests.architecture.source import ROOT

COMMITTED = ROOT / "docs" / "policy-matrix.md"


def test_the_committed_matrix_is_that_of_the_default_rules(assembly: Assembly) -> None:
    built = document(compile_table(assembly.defaults, assembly.domain, 1))
    same = COMMITTED.read_text("utf-8") == built
    assert same, "docs/policy-matrix.md is not what the rules say; run: make schema, look, commit"


def test_every_decision_stands_in_it(assembly: Assembly) -> None:
    table = compile_table(assembly.defaults, assembly.domain, 1)
    lines = document(table).splitlines()
    stated = {line.split("|")[1].strip() + line.split("|")[2] for line in lines if "| `" in line}
    wanted = {f"`{r.partition(':')[2]}` {a} " for _, r, a in table.cells}
    assert stated == wanted
