"""Policy words for people: what a role may do, with what, on which rows."""

from collections.abc import Iterable, Mapping
from typing import Final

from core.policy.rules import Domain
from core.policy.vocabulary import Action, Scope
from core.policy.wording import Sentence

ACTIONS: Final[Mapping[str, Sentence]] = {
    Action.ASSIGN: Sentence("指派", "assign"),
    Action.CONFIRM: Sentence("确认", "confirm"),
    Action.CREATE: Sentence("新增", "create"),
    Action.DECIDE: Sentence("决定", "decide on"),
    Action.EXPORT: Sentence("导出", "export"),
    Action.IMPORT: Sentence("导入", "import"),
    Action.PUBLISH: Sentence("公布", "publish"),
    Action.READ: Sentence("查看", "read"),
    Action.REVEAL: Sentence("查看全文", "reveal"),
    Action.REVIEW: Sentence("审核", "review"),
    Action.SIGN: Sentence("签署", "sign"),
    Action.SUBMIT: Sentence("提交", "submit"),
    Action.UPDATE: Sentence("修改", "change"),
    Action.VERIFY: Sentence("核实", "verify"),
    Action.WITHDRAW: Sentence("撤销", "withdraw"),
}
SCOPES: Final[Mapping[str, Sentence]] = {
    Scope.ALL: Sentence("全部记录", "all rows"),
    Scope.DIVISIONS: Sentence("本辖区的记录", "rows of their divisions"),
    Scope.OWN: Sentence("本企业的记录", "rows of their enterprise"),
    Scope.PARTICIPANT: Sentence("本单位参与办理的", "rows that their office takes part in"),
    Scope.ASSIGNED: Sentence("属于本人的", "rows that are their own"),
    Scope.PUBLISHED: Sentence("已公示的", "published rows"),
    Scope.NONE: Sentence("没有记录", "no rows"),
}


def action_words(action: str) -> Sentence:
    """What an action is called; an unknown word stands for itself."""
    return ACTIONS.get(action, Sentence(action, action))


def scope_words(scopes: Iterable[str]) -> Sentence:
    """On which rows, the widest first."""
    named = set(scopes)
    words = [SCOPES[scope] for scope in Scope if scope in named] or [SCOPES[Scope.NONE]]
    return Sentence("、".join(w.chinese for w in words), ", ".join(w.english for w in words))


def role_words(role: str, domain: Domain) -> Sentence:
    """What a role is called."""
    known = domain.roles.get(role)
    return Sentence(role, role) if known is None else Sentence(known.chinese, known.english)


def resource_words(name: str, domain: Domain) -> Sentence:
    """What a resource is called, a field after its type; always with its name in rules."""
    resource = domain.resources.get(name)
    about = resource.about if resource else ""
    chinese, _, english = about.partition("\n")
    if resource is None or not chinese:
        return Sentence(f"“{name}”", name)
    return Sentence(f"“{chinese}”（{name}）", f"{english.rstrip('.')} ({name})")
