"""Endpoints of other systems: they get each warning by itself, where a person gets a digest.

A system keeps objects and wants them in order; what it may not read then, it is not told of.
"""

from collections.abc import Mapping, Sequence

from core.channels.service import plan_for_endpoints
from core.desk.words import COLOURS
from core.inbox.notices import Notice
from core.jobs.context import JobContext
from core.warnings.models import EarlyWarning, WarningRuleVersion
from plugins.early_warning.service_addressing import placed


async def tell_systems(
    context: JobContext,
    roles: Mapping[int, Sequence[str]],
    warnings: Sequence[EarlyWarning],
    rules: Mapping[int, WarningRuleVersion],
) -> None:
    """Plan what endpoints get of the warnings: once for each colour and level of escalation."""
    services = context.services
    resource = services.assembly.resources[EarlyWarning]
    notices = []
    for each in warnings:
        colour, rule = COLOURS[each.colour.value], rules[each.rule_version_id]
        if audiences := placed(roles[each.id], each, services.live.current):
            notices.append(
                Notice(
                    event=f"warning:{each.id}:{each.colour.value}:{each.level}",
                    kind=f"warning.{each.colour.value.lower()}",
                    resource=resource,
                    key=each.id,
                    title=f"【{colour.chinese}】{rule.chinese}",
                    title_en=f"[{colour.english}] {rule.english}",
                    because="预警由该岗位负责跟进",
                    because_en="its post follows this warning",
                    audiences=audiences,
                )
            )
    await plan_for_endpoints(context, notices)
