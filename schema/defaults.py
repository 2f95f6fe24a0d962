"""The default rules of the core and of every plugin; a plugin's faulty rules are its own fault."""

from collections.abc import Sequence
from pathlib import Path

from core.errors import PolicyError
from core.plugins import Plugin, Plugins
from core.policy.compiler import compile_table
from core.policy.defaults import default_texts, load_invariants, read
from core.policy.invariants import prove
from core.policy.linter import check, parse
from core.policy.rules import Domain, Rule

POLICY = "policy.csv"


def read_defaults(plugins: Plugins, domain: Domain) -> tuple[tuple[Rule, ...], dict[str, str]]:
    """All rules, and plugin -> fault. Raises PolicyError for faults of the core's own rules.

    A plugin's file is sound when it reads, names what there is, names nothing of others, and
    breaks no invariant together with the rest.
    """
    core = [rule for origin, text in default_texts().items() for rule in parse(text, origin)]
    rules: dict[str, Sequence[Rule]] = {}
    faults: dict[str, str] = {}
    for plugin in plugins.serving:
        try:
            rules[plugin.name] = _own_rules(plugin, domain)
        except (PolicyError, OSError) as error:
            faults[plugin.name] = _worded(error)
    together = (*core, *(rule for some in rules.values() for rule in some))
    return together, faults or _forbidden(together, rules, domain)


def default_files(plugins: Plugins) -> dict[str, str]:
    """Plugin -> the text of its default rules; the core's are `core`."""
    found = {Path(origin).stem: text for origin, text in default_texts().items()}
    for plugin in plugins.serving:
        path = plugin.folder and plugin.folder / POLICY
        if path is not None and path.exists():
            found[plugin.name] = read(path)
    return found


def _own_rules(plugin: Plugin, domain: Domain) -> Sequence[Rule]:
    path = plugin.folder and plugin.folder / POLICY
    if path is None or not path.exists():
        return ()
    rules = parse(read(path), f"{plugin.name}/{POLICY}")
    problems = check(rules, domain) if rules else []
    problems += [
        f"{rule.origin}: {rule.resource} 属于其他子系统 is not this plugin's to give"
        for rule in rules
        if rule.resource.partition(":")[0] != plugin.name
    ]
    if problems:
        raise PolicyError(problems)
    return rules


def _forbidden(
    together: Sequence[Rule], rules: dict[str, Sequence[Rule]], domain: Domain
) -> dict[str, str]:
    """Plugins whose rules break an invariant."""
    owners = {id(rule): name for name, some in rules.items() for rule in some}
    found = prove(compile_table(together, domain, 0), domain, load_invariants())
    blamed = ((owners.get(id(each.rule)), each) for each in found)
    return {name: f"{POLICY}: {each}" for name, each in blamed if name is not None}


def _worded(error: PolicyError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{POLICY}: {error}"
    first, more = error.problems[0], len(error.problems) - 1
    return first if not more else f"{first} (+{more})"
