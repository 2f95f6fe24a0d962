"""Photos of a form: kept as they arrive, so that a mistake in another field loses none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.audit.ledger import OperationRecord, refused
from core.desk.bodies import Typed, Upload
from core.desk.visit import Visit
from core.desk_declarations import DeskForm
from core.errors import ZhijianError
from core.files.intake import RESOURCE, Intake, Received
from core.files.routes import UPLOAD_COST
from core.policy.access import Access
from core.policy.vocabulary import Action

_KEPT: Final = re.compile(r"([A-Za-z0-9+/=]{4,64})\|([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that has arrived: the id for the mutation, the name for showing it."""

    id: str
    name: str

    @property
    def token(self) -> str:
        """As the form carries it along."""
        return f"{self.id}|{self.name}"


@dataclass(frozen=True)
class Album:
    """The photos of one submission, by field, and what is wrong with the others."""

    kept: Mapping[str, Sequence[Kept]] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Photos:
    """The desk's way into the files, as the person."""

    intake: Intake
    spend: Callable[[Access, str, int], None]

    async def gather(self, visit: Visit, form: DeskForm, typed: Typed) -> Album:
        """Keep what has just arrived, beside what arrived before."""
        kept: dict[str, list[Kept]] = {}
        wrong: dict[str, str] = {}
        for each in form.fields:
            if each.kind != "photo":
                continue
            kept[each.name] = _before(typed.all(f"_kept_{each.name}"))
            for upload in typed.files.get(each.name, ()):
                try:
                    kept[each.name].append(await self._keep(visit, upload))
                except ZhijianError as error:
                    wrong[each.name] = str(error)
        return Album(kept, wrong)

    async def _keep(self, visit: Visit, upload: Upload) -> Kept:
        operation = OperationRecord(
            request_id=visit.peer.request_id,
            operation="uploadFile",
            action=str(Action.CREATE),
            resource=RESOURCE,
            ip=visit.peer.ip,
        )
        self.spend(visit.access, visit.peer.ip, UPLOAD_COST)
        received = Received(content=upload.content, file_name=upload.name)
        try:
            row = await self.intake.take(visit.access, operation, received)
        except ZhijianError as error:
            await refused(self.intake.store, visit.access, operation, error)
            raise
        return Kept(self.intake.global_id(row.id), row.name)


def _before(tokens: Sequence[str]) -> list[Kept]:
    """Photos that the form carries along; the mutation checks whose they are."""
    found = [_KEPT.fullmatch(token) for token in dict.fromkeys(tokens)]
    return [Kept(*match.groups()) for match in found if match]
