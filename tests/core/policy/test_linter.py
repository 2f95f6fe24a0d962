"""What Casbin would silently misread is refused, with the place, in two languages."""

import pytest

from core.errors import PolicyError
from core.policy.linter import check, lint, parse
from core.policy.rows import decode
from core.policy.rules import Rule
from tests.core.policy.domains import HEAD, SMALL, small

GOOD = "town.leader,core:Enterprise,read,divisions,allow"


def good(word, instead):
    return HEAD + GOOD.replace(word, instead) + "\n"


REFUSED = {
    "an empty text": ("", "no rule at all"),
    "only a header": (HEAD, "no rule at all"),
    "only comments": (f"{HEAD}# nothing\n", "no rule at all"),
    "no header": (f"{GOOD}\n", "must be the header"),
    "a byte order mark": (f"\ufeff{HEAD}{GOOD}\n", "1: 文件开头有字节顺序标记"),
    "a byte order mark inside": (f"{HEAD}\ufeff{GOOD}\n", "signs that are not allowed"),
    "a capital effect": (f"{HEAD}{GOOD[:-5]}Deny\n", "is not one of allow, deny, mask"),
    "a misspelt effect": (f"{HEAD}{GOOD[:-5]}dney\n", "is not one of allow, deny, mask"),
    "casbin's p": (f"{HEAD}p,{GOOD}\n", "6 columns instead of 5"),
    "casbin's p2": (f"{HEAD}p2, {GOOD}\n", "6 columns instead of 5"),
    "a group": (f"{HEAD}g,alice,town.leader\n", "3 columns instead of 5"),
    "full-width commas": (HEAD + GOOD.replace(",", "，") + "\n", "1 columns instead of 5"),
    "one full-width comma": (HEAD + GOOD.replace(",", "，", 1) + "\n", "4 columns instead of 5"),
    "a comment behind": (f"{HEAD}{GOOD} # why\n", "signs that are not allowed"),
    "an indented comment": (f"{HEAD}  # why\n{GOOD}\n", "1 columns instead of 5"),
    "an ideographic space": (f"{HEAD}{GOOD}\u3000\n", "has spaces around it"),
    "a space": (good(",read", ", read"), "has spaces around it"),
    "full-width letters": (good("read", "ｒｅａｄ"), "full-width characters"),
    "a Cyrillic a": (good("read", "reаd"), "signs that are not allowed"),
    "an invisible sign": (good("read", "re\u200bad"), "signs that are not"),
    "an odd line break": (f"{HEAD}{GOOD}\u2028{GOOD}\n", "9 columns instead of 5"),
    "quotes": (f'{HEAD}"town.leader",core:Enterprise,read,own,allow\n', "signs that are not"),
    "one word short": (f"{HEAD}{GOOD.removesuffix(',allow')}\n", "4 columns instead of 5"),
    "one word too many": (f"{HEAD}{GOOD},\n", "6 columns instead of 5"),
    "an empty word": (good("read", ""), "action is empty"),
    "a bracket": (good("leader", "leader)"), "There is no role"),
    "an unknown role": (good("leader", "ledaer"), "Did you mean town.leader?"),
    "an unknown action": (good("read", "reed"), "'reed' is not one of"),
    "an unknown scope": (good("divisions", "town"), "'town' is not one of"),
    "an unknown type": (good("Enterprise", "Entrprise"), "There is no resource"),
    "an unknown field": (f"{HEAD}town.leader,core:Enterprise.fon,read,all,deny\n", "no resource"),
    "another plugin's type": (good("core:", "licensing:"), "no resource"),
    "an unknown plugin": (f"{HEAD}town.leader,licences:*,read,all,allow\n", "no resource"),
    "a bare star": (f"{HEAD}town.leader,*,read,all,allow\n", "There is no resource"),
    "a star for a role": (f"{HEAD}*,core:Enterprise,read,all,allow\n", "There is no role"),
    "a prefix pattern": (f"{HEAD}town.*,core:Enterprise,read,all,allow\n", "There is no role"),
    "a path": (f"{HEAD}town.leader,core:Enterprise/../x,read,all,allow\n", "no resource"),
    "fields by star": (f"{HEAD}town.leader,core:Enterprise.*,read,all,allow\n", "no resource"),
    "an action not offered": (
        f"{HEAD}town.leader,core:Division,create,all,allow\n",
        "offers no action",
    ),
    "a scope not declared": (f"{HEAD}town.leader,core:Division,read,own,allow\n", "no scope 'own'"),
    "a star with no such action": (f"{HEAD}public,core:*,decide,all,allow\n", "offers no action"),
    "a star with no such scope": (f"{HEAD}public,core:*,read,published,allow\n", "no scope"),
    "a narrow denial": (f"{HEAD}town.leader,core:Enterprise,read,own,deny\n", "needs scope all"),
    "a narrow mask": (
        f"{HEAD}town.leader,core:Enterprise.phone,read,none,mask\n",
        "needs scope all",
    ),
    "a narrow field": (
        f"{HEAD}town.leader,core:Enterprise.phone,read,none,allow\n",
        "needs scope all",
    ),
    "a masked number": (
        f"{HEAD}town.leader,core:Enterprise.foundedIn,read,all,mask\n",
        "be masked",
    ),
    "a masked type": (f"{HEAD}town.leader,core:Enterprise,read,all,mask\n", "cannot be masked"),
    "a masked plugin": (f"{HEAD}town.leader,core:*,read,all,mask\n", "cannot be masked"),
    "a denied key": (f"{HEAD}town.leader,core:Enterprise.id,read,all,deny\n", "cannot be denied"),
    "a row twice": (f"{HEAD}{GOOD}\n{GOOD}\n", "3: 与 policy.csv:2 重复"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(case):
    text, why = REFUSED[case]
    with pytest.raises(PolicyError) as caught:
        lint({"policy.csv": text}, SMALL)
    assert why in str(caught.value)
    assert all(any("一" <= sign <= "鿿" for sign in line) for line in caught.value.problems)


def test_all_problems_of_all_texts_come_at_once_each_with_its_place():
    texts = {
        "a.csv": HEAD + "town.ledaer,core:Enterprise,reed,own,Allow\n",
        "b.csv": HEAD + f"{GOOD}\n\n# fine\n{GOOD},\n",
    }
    with pytest.raises(PolicyError) as caught:
        lint(texts, SMALL)
    places = [problem.split(" ", 1)[0] for problem in caught.value.problems]
    assert sorted(places) == ["a.csv:2:", "a.csv:2:", "a.csv:2:", "b.csv:5:"]


def test_accepts_comments_blank_lines_and_windows_line_ends():
    text = HEAD.replace("\n", "\r\n") + f"# 注释，可用中文\r\n\r\n{GOOD}\r\n"
    (rule,) = parse(text, "p.csv")
    assert str(rule) == GOOD
    assert rule.origin == "p.csv:4"
    assert check([rule], SMALL) == []


def test_parse_refuses_text_problems_by_itself():
    with pytest.raises(PolicyError, match="4 columns"):
        parse(HEAD + "town.leader,core:Enterprise,read,allow\n", "p.csv")


def test_refuses_what_is_not_utf8():
    with pytest.raises(PolicyError, match=r"p\.csv:2: .*UTF-8"):
        decode(b"a\n\xff\xfe", "p.csv")


def test_edits_are_held_to_the_same_words():
    fullwidth = Rule("town.leader", "core:Enterprise", "ｒｅａｄ", "own", "allow")
    assert "full-width" in check([fullwidth], SMALL)[0]
    trailing = Rule("town.leader", "core:Enterprise", "read", "own", "deny\u3000")
    assert "has spaces around it" in check([trailing], SMALL)[0]


def test_a_denial_beside_a_grant_is_no_mistake():
    rows = ("town.leader,core:*,read,all,allow", "town.leader,core:Enterprise,read,all,deny")
    assert len(small(*rows)) == 2
