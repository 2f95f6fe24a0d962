"""Every failure that a person or a client may meet.

    ZhijianError
    ├── InvalidInput          the request itself is wrong; says which field and what to do
    ├── NotFound              no such object, or none in the caller's scope: both answer alike
    ├── Denied                the policy does not allow it; carries an explanation
    ├── Conflict              somebody else changed the object first, or it is taken
    │   └── StaleVersion      the object has changed since the caller read it
    ├── SignInFailed          name, password or second factor wrong, or the account is locked
    ├── Unauthenticated       sign in first
    ├── Refused               the request guard or a limit turned the request away
    ├── Unavailable           try again later: database away, plugin broken
    ├── PolicyError           a policy edit is refused as a whole
    └── SetupError            start-up only: settings, database, plugins
        ├── StoreError
        └── PluginError

Each class has a stable `code` (`extensions.code` in GraphQL, `userErrors.code` in payloads) and is
described in docs/errors.md; a test keeps the two alike. Messages are Chinese first, then English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Subject:
    """What a refusal is about, so that whoever answers the request can explain it."""

    resource: str
    action: str
    key: int | None = None
    """A row that the caller may see, but not act upon."""


class ZhijianError(Exception):
    """Base of every expected failure: a stable code and a sentence that a clerk understands."""

    code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(
        self,
        chinese: str,
        english: str,
        *,
        field: str | None = None,
        code: str | None = None,
        explain: Mapping[str, Any] | None = None,
    ) -> None:
        """`field` is the input's path in GraphQL names; `code` refines the class's own."""
        super().__init__(f"{chinese}\n{english}")
        self.chinese, self.english, self.field = chinese, english, field
        self.explain = explain
        self.stable_code = code or type(self).code


class InvalidInput(ZhijianError):
    """What was sent cannot be accepted; nothing was stored."""

    code = "INVALID_INPUT"


class NotFound(ZhijianError):
    """No such object in the caller's scope. Says the same whether or not it exists elsewhere."""

    code = "NOT_FOUND"

    def __init__(self, *, field: str | None = None, subject: Subject | None = None) -> None:
        """`subject` never names the row: absent and out of scope answer alike."""
        super().__init__(
            "没有找到，或不在您的可见范围内。",
            "Not found, or outside what you may see.",
            field=field,
        )
        self.subject = subject


class Denied(ZhijianError):
    """The policy in force does not allow the operation."""

    code = "DENIED"

    def __init__(
        self, chinese: str, english: str, *, subject: Subject | None = None, **more: Any
    ) -> None:
        """`more` as in the base; without `explain` the sentence itself is the explanation."""
        super().__init__(chinese, english, **more)
        self.subject = subject
        self.explain = {"decision": "deny", "why": str(self), **(self.explain or {})}


class Conflict(ZhijianError):
    """The object changed meanwhile, or a unique value is taken."""

    code = "CONFLICT"


class StaleVersion(Conflict):
    """The object is no longer the version that the caller read; the gateway shows what changed."""

    code = "STALE_VERSION"

    def __init__(self, model: type[Any], key: int, expected: int, actual: int) -> None:
        """`model` and `key` name the row."""
        super().__init__(
            f"记录已被他人修改（现为第 {actual} 版），请刷新后重试。",
            f"Somebody changed the record meanwhile (now version {actual}); reload, try again.",
            explain={"expectedVersion": expected, "actualVersion": actual},
        )
        self.model, self.key, self.expected = model, key, expected


class Unauthenticated(ZhijianError):
    """The operation needs a signed-in person."""

    code = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__(
            "请先登录，或登录已失效，请重新登录。",
            "Please sign in; a former session may have ended.",
        )


class SignInFailed(ZhijianError):
    """Sign-in refused. One sentence for a wrong name, password or second factor."""

    code = "SIGN_IN_FAILED"


class Refused(ZhijianError):
    """A limit of the gateway turned the request away before it ran."""

    code = "REFUSED"


class Unavailable(ZhijianError):
    """A part of the system is away; the same request may succeed later."""

    code = "UNAVAILABLE"


class SetupError(ZhijianError):
    """The system cannot start as configured."""

    code = "SETUP"

    def __init__(self, english: str, chinese: str = "系统无法启动。") -> None:
        super().__init__(chinese, english)


class StoreError(SetupError):
    """The database cannot be used as it is."""

    code = "STORE"


class PluginError(SetupError):
    """A plugin cannot be loaded."""

    code = "PLUGIN"


class PolicyError(ZhijianError):
    """A policy text is refused as a whole; the policy in force stays."""

    code = "POLICY"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("策略未被接受。", "The policy was not accepted:\n" + "\n".join(problems))
        self.problems = problems
