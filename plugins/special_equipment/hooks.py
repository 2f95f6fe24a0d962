"""Table of contents: everything that special equipment contributes to the platform."""

from collections.abc import Sequence

from core.declarations import (
    DemoPart,
    Example,
    OutcomeEvent,
    Procedure,
    Searchable,
    Seed,
    Traced,
    WarningRule,
)
from core.desk_declarations import DeskCard, DeskForm, DeskPage, DueList, PublicView, WorkQueue
from core.exchange_declarations import ExchangeMapping
from core.extension import Extension
from core.hookspecs import hookimpl
from core.import_declarations import Importable
from core.paper_declarations import Paper
from core.saved_examples import examples_in
from core.store.events import Subscriber
from plugins.special_equipment import (
    demo,
    desk,
    exchange,
    models,
    resolvers,
    resolvers_people,
    resolvers_reports,
    resolvers_safety,
    service_instructions,
    service_people,
    types,
    types_people,
    types_safety,
    warnings,
)
from plugins.special_equipment.desk import of_enterprise
from plugins.special_equipment.desk.papers import PAPERS
from plugins.special_equipment.events import EquipmentConfirmed, EquipmentInspected
from plugins.special_equipment.importables import IMPORTABLES
from plugins.special_equipment.procedures import DECLARATION, INSTRUCTION
from plugins.special_equipment.seeds import SEEDS


@hookimpl
def type_extensions() -> Sequence[Extension]:
    return [
        *types.extensions,
        *types_people.extensions,
        *types_safety.extensions,
        *resolvers.extensions,
        *resolvers_people.extensions,
        *resolvers_safety.extensions,
        *resolvers_reports.extensions,
    ]


@hookimpl
def searchables() -> Sequence[Searchable]:
    return [Searchable(record=types.Equipment, text=models.Equipment.search_text)]


@hookimpl
def traces() -> Sequence[Traced]:
    return [
        Traced(
            record=types.Equipment,
            title="特种设备\nSpecial equipment",
            numbers=("equipment_code", "registration_code", "use_registration_no"),
            label="name",
        )
    ]


@hookimpl
def subscribers() -> Sequence[Subscriber]:
    return [
        Subscriber(event=EquipmentConfirmed, handler=service_people.on_confirmed),
        Subscriber(event=EquipmentInspected, handler=service_instructions.on_inspected),
    ]


@hookimpl
def warning_rules() -> Sequence[WarningRule]:
    return warnings.RULES


@hookimpl
def outcome_events() -> Sequence[OutcomeEvent]:
    return warnings.EVENTS


@hookimpl
def procedures() -> Sequence[Procedure]:
    return [DECLARATION, INSTRUCTION]


@hookimpl
def exchange_mappings() -> Sequence[ExchangeMapping]:
    return exchange.MAPPINGS


@hookimpl
def importables() -> Sequence[Importable]:
    return IMPORTABLES


@hookimpl
def seeds() -> Sequence[Seed]:
    return SEEDS


@hookimpl
def demo_data() -> Sequence[DemoPart]:
    return demo.PARTS


@hookimpl
def desk_cards() -> Sequence[DeskCard]:
    return desk.CARDS


@hookimpl
def work_queues() -> Sequence[WorkQueue]:
    return desk.QUEUES


@hookimpl
def due_lists() -> Sequence[DueList]:
    return desk.DUE


@hookimpl
def desk_pages() -> Sequence[DeskPage]:
    return [*desk.PAGES, *of_enterprise.PAGES]


@hookimpl
def desk_forms() -> Sequence[DeskForm]:
    return desk.FORMS


@hookimpl
def public_views() -> Sequence[PublicView]:
    return desk.VIEWS


@hookimpl
def examples() -> Sequence[Example]:
    return examples_in("plugins.special_equipment")


@hookimpl
def papers() -> Sequence[Paper]:
    return PAPERS
