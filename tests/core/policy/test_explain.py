"""Why: for allow, deny, mask, a missing field and a missing row; roles and rules, never objects."""

import datetime as dt

import pytest

from core.policy.access import Access, Actor, Duty, TokenLimits
from core.policy.asking import Decision, FieldRules, Question, Standpoint, Words
from core.policy.compiler import compile_table
from core.policy.explain import explain, roles_to_ask
from core.policy.rules import Rule
from core.policy.vocabulary import Scope
from core.policy.wording import Row
from tests.core.policy.domains import SMALL, small

TABLE = compile_table(
    small(
        "town.leader,core:*,read,divisions,allow",
        "town.leader,core:Enterprise.phone,read,all,mask",
        "town.leader,core:Enterprise.phone,read,all,allow",
        "town.leader,core:Enterprise.name,read,all,deny",
        "town.leader1,core:Enterprise,read,all,deny",
        "enterprise.clerk,core:Enterprise,read,own,allow",
        "enterprise.clerk,core:Enterprise.phone,read,all,allow",
        "branch.licensing_clerk,core:Enterprise,read,all,allow",
        "branch.licensing_clerk,core:Enterprise,create,all,allow",
        "branch.licensing_clerk,licensing:Licence,decide,all,allow",
        "public,licensing:Licence,read,published,allow",
    ),
    SMALL,
    3,
)
NAMES = {
    ("divisions", 1): "临浦镇",
    ("divisions", 2): "瓜沥镇",
    ("enterprises", 7): "示例食品厂",
}


def names(kind, ids):
    return [NAMES[kind, number] for number in ids]


def person(*duties, limits=TokenLimits(), knows=False):  # noqa: B008 frozen
    actor = Actor(11, "somebody", "某人", duties, limits=limits)
    return Standpoint.of(Access(actor, TABLE, {}, dt.date(2026, 11, 23)), knows=knows)


LEADER = Duty("town.leader", 5, divisions=(1, 2))
CLERK = Duty("enterprise.clerk", 6, enterprise_id=7)


def why(standpoint, resource, action="read", **more):
    words = Words(names, {"branch.licensing_clerk": ("许可科",), "officer.security": ("分局",)})
    return explain(standpoint, SMALL, Question(resource, action, **more), words)


def test_allow_names_the_rule_and_the_towns():
    told = why(person(LEADER), "core:Enterprise")
    assert told.decision is Decision.ALLOW
    assert told.policy == 3
    assert str(told.winner) == "town.leader,core:*,read,divisions,allow"
    assert told.scope.chinese == "您的范围：您的辖区是：临浦镇、瓜沥镇。"
    assert told.scope.english == "Your rows: your divisions: 临浦镇, 瓜沥镇."
    assert "policy.csv:2" in told.why.english


def test_several_posts_are_told_together():
    told = why(person(LEADER, CLERK), "core:Enterprise")
    assert (
        told.scope.chinese == "您的范围：您的辖区是：临浦镇、瓜沥镇；您所在的企业是：示例食品厂。"
    )
    assert [str(loser.rule) for loser in told.losers] == [
        "enterprise.clerk,core:Enterprise,read,own,allow"
    ]
    assert "both hold" in told.losers[0].why.english


def test_deny_by_default_names_posts_that_may():
    told = why(person(LEADER), "core:Enterprise", "create")
    assert told.decision is Decision.DENY
    assert told.winner is None
    assert "没有规则允许" in told.why.chinese
    assert [near.chinese for near in told.near] == ["若由“许可科科员”岗位办理即可。"]
    assert told.ask.chinese == ("可请许可科科员（许可科）办理；如本应由您办理，请联系安全管理员。")


def test_deny_by_rule_names_it_and_what_it_outweighs():
    told = why(person(LEADER, Duty("town.leader1", 5), knows=True), "core:Enterprise")
    assert told.decision is Decision.DENY
    assert str(told.winner) == "town.leader1,core:Enterprise,read,all,deny"
    assert "Weaker" in told.losers[0].why.english
    assert told.scope.chinese == "不含任何记录。"


def test_a_mask_outweighs_a_grant_of_the_same_role_and_of_another_post():
    told = why(person(LEADER), "core:Enterprise", field="phone")
    assert told.decision is Decision.MASK
    assert [loser.rule.effect for loser in told.losers] == ["allow"]
    both = why(person(LEADER, CLERK), "core:Enterprise", field="phone")
    assert both.decision is Decision.MASK
    assert {loser.rule.effect for loser in both.losers} == {"allow"}


def test_who_reads_the_policy_is_told_why_a_field_is_missing():
    denied = why(person(LEADER, knows=True), "core:Enterprise", field="name")
    assert denied.decision is Decision.MISSING_FIELD
    assert denied.winner.effect == "deny"
    clerk = person(Duty("branch.licensing_clerk", 1), knows=True)
    personal = why(clerk, "core:Enterprise", field="phone")
    assert personal.decision is Decision.MISSING_FIELD
    assert personal.winner is None
    assert len(personal.near) == 2
    hidden = why(person(LEADER, knows=True), "licensing:Licence", field="note")
    assert hidden.decision is Decision.MISSING_FIELD
    assert hidden.near == ()  # only the public reads licences here, and nobody is sent there


def test_a_hidden_field_answers_like_one_that_nobody_invented():
    for at in (person(LEADER), person(Duty("branch.licensing_clerk", 1)), person(CLERK)):
        unknown = why(at, "core:Enterprise", field="noSuchField")
        assert unknown.decision is Decision.MISSING_FIELD
        assert (unknown.winner, unknown.losers, unknown.near) == (None, (), ())
        for field in ("name", "phone"):
            told = why(at, "core:Enterprise", field=field)
            assert told.decision in (Decision.ALLOW, Decision.MASK) or told == unknown


def test_a_field_that_leads_to_hidden_records_is_missing():
    rules = FieldRules("core:Enterprise.name", ("licensing:Licence", "read"))
    told = why(person(LEADER, knows=True), "core:Enterprise", field="x", rules=rules)
    assert told.decision is Decision.MISSING_FIELD
    assert "leads to" in told.why.english
    key = FieldRules(None)
    assert why(person(LEADER), "core:Enterprise", field="id", rules=key).decision is Decision.ALLOW


def test_a_plain_field_comes_with_its_type_and_an_unknown_one_does_not():
    assert why(person(LEADER), "core:Enterprise", field="foundedIn").decision is Decision.ALLOW
    told = why(person(LEADER), "core:Enterprise", field="noSuchField")
    assert told.decision is Decision.MISSING_FIELD


@pytest.mark.parametrize("field", [None, "phone"])
def test_a_missing_row_tells_the_scope_and_nothing_about_the_row(field):
    told = why(person(LEADER), "core:Enterprise", field=field, missing=True)
    assert told.decision is Decision.MISSING_ROW
    assert told.why.chinese == "没有该记录，或该记录不在可见范围内。"
    assert "临浦镇" in told.scope.chinese
    assert told.near == ()


def row(town, **more):
    return Row({Scope.DIVISIONS: frozenset({town}), Scope.OWN: frozenset({7})}, **more)


def test_a_row_that_is_seen_is_told_with_its_town():
    inside = why(person(LEADER), "core:Enterprise", row=row(2))
    assert inside.decision is Decision.ALLOW
    named = row(3, names={Scope.DIVISIONS: "衙前镇"})
    told = why(person(LEADER), "core:Enterprise", row=named)
    assert told.decision is Decision.MISSING_ROW
    assert told.why.chinese == "该记录在衙前镇，而您的辖区是：临浦镇、瓜沥镇。"
    unnamed = why(person(LEADER), "core:Enterprise", row=row(3))
    assert "衙前镇" not in str(unnamed)
    assert unnamed.why.chinese == "该记录不在您可以办理的范围内。"


def test_a_row_that_might_be_handed_over_is_a_near_miss():
    held = {Scope.ASSIGNED: frozenset({99}), Scope.PARTICIPANT: frozenset({5})}
    table = compile_table(
        [
            Rule("town.leader", "core:Enterprise", "read", "divisions", "allow"),
            Rule("town.leader", "core:Enterprise", "create", "assigned", "allow"),
        ],
        SMALL,
        3,
    )
    at = Standpoint(table, (LEADER,), account_id=11)
    told = why(at, "core:Enterprise", "create", row=Row(held))
    assert told.decision is Decision.DENY
    assert [near.chinese for near in told.near] == ["若任务转派给您即可办理。"]
    mine = why(at, "core:Enterprise", "create", row=Row({Scope.ASSIGNED: frozenset({11})}))
    assert mine.decision is Decision.ALLOW


def test_who_may_not_read_the_type_learns_nothing_from_the_row():
    answers = {
        why(person(LEADER), "licensing:Licence", missing=missing) for missing in (True, False)
    }
    answers.add(why(person(LEADER), "licensing:Nothing"))
    assert len(answers) == 1
    assert answers.pop().decision is Decision.DENY


def test_an_unknown_resource_answers_like_a_forbidden_one():
    unknown = why(person(LEADER), "enforcement:Case")
    assert (unknown.decision, unknown.why) == (
        Decision.DENY,
        why(person(LEADER), "licensing:Licence").why,
    )


def test_a_token_that_does_not_reach_so_far_denies():
    limited = person(LEADER, limits=TokenLimits(actions=frozenset({"create"})), knows=True)
    told = why(limited, "core:Enterprise")
    assert told.decision is Decision.DENY
    assert "接口令牌" in told.why.chinese
    assert "登录" in told.near[0].chinese


def test_an_officer_asks_about_a_role_without_a_person():
    told = why(Standpoint.of_role(TABLE, "town.leader"), "core:Enterprise")
    assert told.decision is Decision.ALLOW
    assert told.scope.chinese == "该岗位的范围：所任辖区的记录。"
    public = why(Standpoint.of_role(TABLE, "public"), "licensing:Licence")
    assert public.scope.english == "Its rows: published rows."


def test_whom_to_ask_is_known_before_the_answer():
    question = Question("core:Enterprise", "create")
    assert [r.name for r in roles_to_ask(person(LEADER), SMALL, question)] == [
        "branch.licensing_clerk"
    ]
    assert roles_to_ask(person(LEADER), SMALL, Question("licensing:Licence")) == []
