"""What people do with warnings: thin, the rules are in `service_acts`."""

import datetime as dt

import strawberry

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from core.warnings import models as core
from plugins.early_warning import service_acts as service
from plugins.early_warning.service_acts import Asked
from plugins.early_warning.types_hits import EarlyWarning
from schema.ids import key_of
from schema.operations import mutation
from schema.payloads import ChangeInput
from schema.roots import Mutation
from schema.services.matters import Matter

WHICH = "预警\nThe warning."


@strawberry.input(description="对预警办理的输入\nBase of what acts on a warning take.")
class OnWarningInput(ChangeInput):
    """Which warning, as it was read."""

    id: strawberry.ID = strawberry.field(description=WHICH)

    def asked(self) -> Asked:
        """As the service takes it."""
        key = key_of(EarlyWarning, self.id)
        return Asked(warning_id=key, expected_version=self.expected_version)


@strawberry.input(description="签收预警的输入\nWhat `acknowledgeWarning` takes.")
class AcknowledgeWarningInput(OnWarningInput):
    """Nothing more."""


@strawberry.input(description="办理预警的输入\nWhat `actOnWarning` takes.")
class ActOnWarningInput(OnWarningInput):
    """Which matter answers it."""

    matter_id: strawberry.ID = strawberry.field(
        description="应对它的在办事项\nThe matter under way that answers it."
    )


@strawberry.input(description="暂停提醒的输入\nWhat `suppressWarning` takes, with a reason.")
class SuppressWarningInput(OnWarningInput):
    """Until when."""

    until: dt.date = strawberry.field(
        description="暂停至（含当日），最长一年\nThe last day of it, a year from now at most."
    )


@strawberry.input(description="恢复提醒的输入\nWhat `resumeWarning` takes.")
class ResumeWarningInput(OnWarningInput):
    """Nothing more."""


@strawberry.input(description="上报预警的输入\nWhat `escalateWarning` takes.")
class EscalateWarningInput(OnWarningInput):
    """Nothing more."""


@mutation(
    "签收预警：表示已知悉\nAcknowledge a warning: say that you know.",
    on=EarlyWarning,
    action=Action.SUBMIT,
)
async def acknowledge_warning(
    work: UnitOfWork, input: AcknowledgeWarningInput
) -> core.EarlyWarning:
    """Give the receipt."""
    return await service.acknowledge(work, input.asked())


@mutation(
    "办理预警：指明应对它的事项\nName the matter that answers a warning.",
    on=EarlyWarning,
    action=Action.UPDATE,
)
async def act_on_warning(work: UnitOfWork, input: ActOnWarningInput) -> core.EarlyWarning:
    """Link the matter."""
    return await service.act_on(work, input.asked(), key_of(Matter, input.matter_id))


@mutation(
    "暂停提醒：须写明理由和截止日期\nSuppress a warning until a day, for a reason.",
    on=EarlyWarning,
    action=Action.DECIDE,
)
async def suppress_warning(work: UnitOfWork, input: SuppressWarningInput) -> core.EarlyWarning:
    """Remind nobody for a while."""
    return await service.suppress(work, input.asked(), input.until)


@mutation("恢复提醒\nEnd a suppression before its day.", on=EarlyWarning, action=Action.DECIDE)
async def resume_warning(work: UnitOfWork, input: ResumeWarningInput) -> core.EarlyWarning:
    """Remind again."""
    return await service.resume(work, input.asked())


@mutation("上报预警\nTake a warning one level up.", on=EarlyWarning, action=Action.ASSIGN)
async def escalate_warning(work: UnitOfWork, input: EscalateWarningInput) -> core.EarlyWarning:
    """One level up, by hand."""
    return await service.escalate(work, input.asked())


extensions = [
    extend(
        Mutation,
        acknowledge_warning,
        act_on_warning,
        suppress_warning,
        resume_warning,
        escalate_warning,
    ),
]
