"""pycasbin behind a narrow door: each of its known pitfalls, tried."""

import gc
import importlib.metadata
import sys
from concurrent.futures import ThreadPoolExecutor

import casbin
import pytest

from core.errors import SetupError
from core.policy import judge as module
from core.policy.judge import Judge, read_model
from core.policy.rules import Rule
from tests.core.policy.domains import SMALL, small

LEADER, FIRM, PHONE = "town.leader", "core:Enterprise", "core:Enterprise.phone"


def judge(*rows, whole=False):
    return Judge(small(*rows), SMALL, whole=whole)


@pytest.fixture(params=[False, True], ids=["partition", "whole"])
def whole(request):
    return request.param


def test_denies_what_no_row_allows(whole):
    asked = judge("town.leader,core:Division,read,all,allow", whole=whole)
    assert asked.allows(LEADER, "core:Division", "read", "all")
    assert not asked.allows(LEADER, FIRM, "read", "all")
    assert not asked.allows("enterprise.clerk", "core:Division", "read", "all")
    assert not asked.allows("stranger", "core:Division", "read", "all")


def test_an_empty_policy_allows_nobody_anything():
    nobody = Judge([], SMALL)
    assert not nobody.allows(LEADER, FIRM, "read", "all")
    assert not nobody.allows("", "", "", "")
    assert not Judge([], SMALL, whole=True).allows("", "", "", "")


def test_a_denial_outweighs_every_grant(whole):
    rows = ("town.leader,core:*,read,all,allow", "town.leader,core:Enterprise,read,all,deny")
    asked = judge(*rows, whole=whole)
    assert asked.allows(LEADER, "core:Division", "read", "all")
    assert not asked.allows(LEADER, FIRM, "read", "all")
    assert not asked.allows(LEADER, FIRM, "read", "divisions")


def test_a_mask_may_be_read_but_not_in_clear(whole):
    asked = judge("town.leader,core:Enterprise.phone,read,all,mask", whole=whole)
    assert asked.allows(LEADER, PHONE, "read", "all")
    assert not asked.shows_clear(LEADER, PHONE, "read", "all")


def test_a_mask_outweighs_a_grant_in_clear(whole):
    rows = [f"town.leader,core:Enterprise.phone,read,all,{e}" for e in ("allow", "mask")]
    asked = judge(*rows, whole=whole)
    assert asked.allows(LEADER, PHONE, "read", "all")
    assert not asked.shows_clear(LEADER, PHONE, "read", "all")


def test_scopes_are_kept_apart_and_all_covers_them(whole):
    rows = ("town.leader,core:Enterprise,read,divisions,allow", f"public,{FIRM},read,all,allow")
    asked = judge(*rows, whole=whole)
    assert asked.allows(LEADER, FIRM, "read", "divisions")
    assert not asked.allows(LEADER, FIRM, "read", "own")
    assert not asked.allows(LEADER, FIRM, "read", "all")
    assert asked.allows("public", FIRM, "read", "own")


def test_a_star_covers_records_and_queries_and_nothing_else(whole):
    asked = judge("town.leader,licensing:*,read,all,allow", whole=whole)
    assert asked.allows(LEADER, "licensing:Licence", "read", "all")
    assert asked.allows(LEADER, "licensing:Query.licenceBoard", "read", "all")
    assert not asked.allows(LEADER, "licensing:Holder", "read", "all")  # personal
    assert not asked.allows(LEADER, "licensing:Licence.note", "read", "all")
    assert not asked.allows(LEADER, "core:Division", "read", "all")


def test_roles_whose_names_begin_alike_are_strangers(whole):
    asked = judge("town.leader1,core:Division,read,all,allow", whole=whole)
    assert not asked.allows(LEADER, "core:Division", "read", "all")
    assert asked.allows("town.leader1", "core:Division", "read", "all")


def test_a_row_that_breaks_pycasbin_denies_instead_of_raising(caplog):
    broken = judge("town.leader,core:Division,read,all,allow", whole=True)
    broken._model["p"]["p"].policy.append(["too", "short"])
    assert not broken.allows("public", "core:Division", "read", "all")
    assert "pycasbin failed" in caplog.text


def test_unlinted_words_decide_nothing():
    for effect in ("Deny", "dney", "Allow"):
        odd = Judge([Rule(LEADER, FIRM, "read", "all", effect)], SMALL)
        assert not odd.allows(LEADER, FIRM, "read", "all")


def test_the_door_is_narrow():
    assert not {"enable_enforce", "load_filtered_policy", "add_policy"} & set(dir(Judge))


def test_only_the_reviewed_model_is_used(tmp_path):
    text = read_model()
    other = tmp_path / "model.conf"
    other.write_text(text.replace("r.action == p.action && ", ""))
    with pytest.raises(SetupError, match="reviewed"):
        read_model(other)


@pytest.mark.parametrize(
    ("term", "question"),
    [
        ("r.role == p.role && ", ("public", FIRM, "read", "all")),
        ("r.action == p.action && ", (LEADER, FIRM, "create", "divisions")),
        (" && (r.scope == p.scope || r.whole == p.scope)", (LEADER, FIRM, "read", "own")),
        (
            "(r.resource == p.resource || r.family == p.resource) && ",
            (LEADER, PHONE, "read", "all"),
        ),
        (" && !some(where (p.eft == deny))", (LEADER, "core:Division", "read", "all")),
    ],
)
def test_every_term_of_the_model_matters(monkeypatch, term, question):
    rows = (
        f"town.leader,{FIRM},read,divisions,allow",
        "enterprise.clerk,core:Division,read,all,allow",
        f"enterprise.clerk,{FIRM},read,all,allow",
        "town.leader,core:Division,read,all,allow",
        "town.leader,core:*,read,all,deny",
    )
    rows = rows[:-1] if "eft" not in term else rows
    assert not judge(*rows, whole=True).allows(*question)
    weaker = read_model().replace(term, "")
    assert weaker != read_model()
    monkeypatch.setattr(module, "read_model", lambda: weaker)
    assert judge(*rows, whole=True).allows(*question)


def test_the_model_has_no_pattern_no_literal_and_no_bare_disjunct():
    (matcher,) = (line for line in read_model().splitlines() if line.startswith("m = "))
    terms = matcher.removeprefix("m = ").replace("(", "").replace(")", "")
    for term in terms.replace("||", "&&").split("&&"):
        left, right = term.strip().split(" == ")
        assert (left[:2], right[:2]) == ("r.", "p.")
    assert "e = some(where (p.eft == allow)) && !some(where (p.eft == deny))" in read_model()


def test_one_owner_of_the_package_casbin():
    owners = importlib.metadata.packages_distributions()["casbin"]
    assert set(owners) == {"pycasbin"}
    assert casbin.Enforcer is not None
    version = importlib.metadata.version("simpleeval")
    assert tuple(int(part) for part in version.split(".")) >= (1, 0, 8)


def test_judges_of_two_threads_do_not_disturb_each_other():
    """A worker compares a new policy while another thread examines a draft."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    gc.callbacks.append(_in_the_midst)  # a thread may lose its turn while it builds a tree
    sys.setswitchinterval(1e-6)
    gc.set_threshold(5)
    try:
        with ThreadPoolExecutor(4) as threads:
            answers = threads.map(_ask_often, range(4))
            assert all(all(each) for each in answers)
    finally:
        gc.callbacks.remove(_in_the_midst)
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)


def _in_the_midst(phase, info):
    return [phase, *info]


def _ask_often(_thread):
    asked = judge("town.leader,core:Division,read,all,allow")
    return [asked.allows(LEADER, "core:Division", "read", "all") for _ in range(100)]
