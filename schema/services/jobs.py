"""The queue, for the system officer: what waits, what failed and why, and trying it again."""

import datetime as dt

import strawberry
from sqlalchemy import select

from core.errors import Conflict, NotFound
from core.extension import extend
from core.jobs import models as m
from core.jobs.queue import retry
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from schema.enums import show_enum
from schema.fields import by_id, column, connection, key
from schema.ids import Node, key_of
from schema.operations import mutation
from schema.payloads import MutationInput
from schema.roots import Mutation, Query

show_enum(
    m.JobState,
    "任务状态\nWhere a job stands.",
    {
        "WAITING": "等待中，或等待重试\nIt waits, for the first attempt or the next.",
        "RUNNING": "执行中\nIt runs.",
        "DONE": "已完成\nIt has succeeded.",
        "FAILED": "多次失败，须人工处理\nA dead letter: every attempt failed; look at it.",
    },
)


@strawberry.type(
    description="后台任务：登记后由系统执行；成功的不再保留\n"
    "Work that the system does by itself after a commit. What has succeeded is removed."
)
class QueuedJob(Node):
    """A job, without what it is about."""

    id: strawberry.ID = key(m.QueuedJob.id)
    task: str = column(m.QueuedJob.task, "任务名称\nWhat it does.", where=True)
    state: m.JobState = column(m.QueuedJob.state, "状态\nWhere it stands.", where=True)
    attempts: int = column(m.QueuedJob.attempts, "已试次数\nAttempts that have ended.", where=True)
    queued_at: dt.datetime | None = column(m.QueuedJob.queued_at, "登记时间\nWhen it was enqueued.")
    due_at: dt.datetime | None = column(
        m.QueuedJob.due_at, "不早于\nNot before; empty: as soon as possible."
    )
    error: str | None = column(m.QueuedJob.error, "最近一次错误\nThe latest failure.")
    failed_at: dt.datetime | None = column(m.QueuedJob.failed_at, "出错时间\nWhen it last failed.")


@strawberry.input(description="重新执行任务的输入\nWhat `retryJob` takes.")
class RetryJobInput(MutationInput):
    """Which dead letter."""

    id: strawberry.ID = strawberry.field(description="任务\nThe job.")


@mutation(
    "重新执行失败的任务\nLet a job that has failed for good run again, with all its attempts.",
    on=QueuedJob,
    action=Action.UPDATE,
)
async def retry_job(work: UnitOfWork, input: RetryJobInput) -> m.QueuedJob:
    """Let a dead letter wait again."""
    wanted = select(m.QueuedJob).where(m.QueuedJob.id == key_of(QueuedJob, input.id))
    if (job := (await work.session.scalars(wanted)).first()) is None:
        raise NotFound(field="id")
    if not await retry(work.session, job.id):
        raise Conflict(
            "该任务没有失败，无须重新执行。",
            "The job has not failed; it needs no retry.",
            field="id",
            code="JOB_NOT_FAILED",
        )
    return job


extensions = [
    extend(
        Query,
        job=by_id(QueuedJob, "一个后台任务\nOne job."),
        jobs=connection(
            QueuedJob,
            "后台任务，最近的在前\nJobs, newest first.",
            order_by=m.QueuedJob.id.desc(),
        ),
    ),
    extend(Mutation, retry_job),
]
