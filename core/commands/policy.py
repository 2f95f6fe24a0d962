"""What `zhijian policy export` and `zhijian policy import` do and say."""

import asyncio
from pathlib import Path

import typer
from sqlalchemy import select

from core.app import Application
from core.audit.ledger import OperationRecord
from core.clock import SystemClock
from core.errors import InvalidInput, NotFound
from core.identity.models import Account
from core.policy.access import Access
from core.policy.defaults import read
from core.policy.drafts import DraftKind, PolicyDraft
from core.policy.stored import rules_in_force
from core.policy.vocabulary import Action
from core.serving import Ground, prepared
from core.settings import Settings
from core.workbench.exchanging import exported, imported
from core.workbench.proposing import propose
from schema.ids import global_id

SUFFIX = ".csv"


def export_policy(settings: Settings, folder: Path) -> None:
    """Write the policy in force into a folder, one file per plugin."""
    files = asyncio.run(files_of(prepared(settings, SystemClock())))
    folder.mkdir(parents=True, exist_ok=True)
    for plugin, text in files.items():
        (folder / f"{plugin}{SUFFIX}").write_bytes(text.encode())
    typer.echo(f"已导出 {len(files)} 个文件。 {len(files)} files were written.")


def import_policy(settings: Settings, folder: Path, officer: str, reason: str) -> None:
    """Propose what the files of a folder say, in an officer's name; another one has to sign.

    Raises NotFound for an officer who is not, InvalidInput where nothing would change, PolicyError.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise InvalidInput(f"{folder} 中没有策略文件。", f"There is no policy file in {folder}.")
    files = {path.stem: read(path) for path in paths}
    draft = asyncio.run(propose_files(prepared(settings, SystemClock()), files, officer, reason))
    typer.echo(
        f"草案已提出（不合格 {draft.faults} 项，放宽 {draft.widened} 项），待另一名安全管理员签署。"
        f" Draft {global_id('PolicyDraft', draft.id)}: {draft.faults} faults,"
        f" {draft.widened} decisions widened; another security officer has to sign."
    )


async def files_of(ground: Ground) -> dict[str, str]:
    """The policy in force, by plugin."""
    application = ground.application()
    try:
        async with application.store.system() as session:
            rules = await rules_in_force(session)
        return exported(rules, application.workbench.templates)
    finally:
        await application.stop()


async def propose_files(
    ground: Ground, files: dict[str, str], officer: str, reason: str
) -> PolicyDraft:
    """A draft of what the files say."""
    application = ground.application()
    await application.start()
    try:
        access = await _access(application, officer)
        operation = OperationRecord(
            request_id="command",
            operation="importPolicy",
            action=str(Action.CREATE),
            resource="core:PolicyDraft",
            reason=reason,
        )
        async with application.store.writing(access, reason) as work:
            work.operation = operation
            held = await rules_in_force(work.session)
            bench, wanted = application.workbench, imported(files, held)
            return await propose(work, bench, wanted, reason, DraftKind.IMPORT)
    finally:
        await application.stop()


async def _access(application: Application, username: str) -> Access:
    async with application.store.system() as session:
        named = select(Account.id).where(Account.username == username)
        account = (await session.scalars(named)).one_or_none()
    found = [] if account is None else await application.actors.of_accounts([account])
    if not found:
        raise NotFound(field="officer")
    return application.access_of(found[0])
