"""All parts in order, each on what the former ones left."""

from collections.abc import AsyncIterator

from core.backup.drill import throwaway
from core.backup.programs import programs_for
from core.clock import Clock, business_date
from core.plugin_check.reading import read
from core.plugin_check.subject import Finding, Subject, broken, sound
from core.plugin_check.tables import migrations
from core.plugin_check.working import answers, demonstration, uninstalled
from core.plugins import Plugins
from core.postgres.binaries import OLDEST
from core.prepare import prepare
from schema.assembly import assemble


async def examine(name: str, clock: Clock) -> AsyncIterator[Finding]:
    """Every finding; ends early where the rest would say nothing."""
    plugins = Plugins().load()
    subject = Subject(plugins.found[name], assemble(plugins))
    if subject.fault():
        yield _in_quarantine(subject)
        return
    yield sound(f"{name} 已装入，模式与策略成立。", f"{name} loads; schema and policy stand.")
    for finding in read(subject):
        yield finding
    with throwaway(programs_for(OLDEST)) as found:
        await prepare(found, plugins, clock)
        if subject.fault():
            yield _in_quarantine(subject)
            return
        async for finding in migrations(subject, found, clock):
            yield finding
        if subject.fault():
            return
        async for finding in demonstration(subject, found, clock, business_date(clock)):
            yield finding
        if subject.fault():
            return
        async for finding in answers(subject, found, clock):
            yield finding
        async for finding in uninstalled(subject, found, clock):
            yield finding


def _in_quarantine(subject: Subject) -> Finding:
    fault = subject.fault()
    return broken(f"{subject.name} 被隔离：{fault}", f"{subject.name} is in quarantine: {fault}")
