"""The policy as files, one per plugin: out, and back in byte for byte.

A file keeps the lines of the shipped one, comments too, without the rows that are not in force;
rows of the bureau's own stand at its end. So a policy that nobody edited exports as it was shipped,
and version control shows an edit as one line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from core.errors import PolicyError
from core.policy.drafts import ChangeKind
from core.policy.linter import parse
from core.policy.merging import plugin_of
from core.policy.problems import located, refused
from core.policy.rules import COLUMNS, Rule
from core.workbench.proposing import Wanted

HEAD = ",".join(COLUMNS)
OWN = "# 本局自定的规则。 Rows of this bureau."


def exported(rules: Iterable[Rule], templates: Mapping[str, str]) -> dict[str, str]:
    """Plugin -> the text of its file, for a whole policy. Equal policies give equal texts."""
    by_plugin: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rules:
        by_plugin[plugin_of(rule.resource)].add(str(rule))
    return {
        plugin: _text(by_plugin[plugin], templates.get(plugin, f"{HEAD}\n"))
        for plugin in sorted({*by_plugin, *templates})
    }


def imported(files: Mapping[str, str], rules: Iterable[Rule]) -> list[Wanted]:
    """What makes a policy say what the files do. A plugin without a file stays as it is.

    Raises PolicyError with every problem: an unreadable line, a row of another plugin.
    """
    held = {rule.row: rule for rule in rules if plugin_of(rule.resource) in files}
    wanted: dict[tuple[str, str, str, str, str], Rule] = {}
    problems: list[str] = []
    for plugin, text in files.items():
        if HEAD not in text.splitlines():
            fault = (f"没有表头：{HEAD}。", f"There is no header: {HEAD}.")
            problems.append(located(f"{plugin}.csv", fault))
        try:
            found = parse(text, f"{plugin}.csv")
        except PolicyError as error:
            problems += error.problems
            continue
        for rule in found:
            if plugin_of(rule.resource) != plugin:
                fault = ("该规则属于其他子系统。", "The row speaks of another plugin.")
                problems.append(located(rule.origin, fault))
            elif rule.row in wanted:
                fault = ("该规则出现两次。", "The row stands twice.")
                problems.append(located(rule.origin, fault))
            wanted[rule.row] = rule
    if problems:
        raise refused(problems)
    return [
        *((ChangeKind.REMOVE, rule) for row, rule in held.items() if row not in wanted),
        *((ChangeKind.ADD, Rule(*row)) for row in wanted if row not in held),
    ]


def _text(rows: set[str], template: str) -> str:
    shipped = template.split("\n")
    known = {line for line in shipped if _is_row(line)}
    kept = [line for line in shipped if not _is_row(line) or line in rows]
    own = sorted(rows - known)
    return "\n".join(kept) + ("\n" + "\n".join([OWN, *own]) + "\n" if own else "")


def _is_row(line: str) -> bool:
    return bool(line) and not line.startswith("#") and line != HEAD
