"""Logs of makers on the desks: lists, writing one down, mending what was found."""

from core.desk_declarations import DeskForm, DeskPage, Facts, Field, Filter, Options, Table
from core.policy.vocabulary import Tier
from plugins.food_safety.desk.parts import ENTERPRISE, OWN, TOWN, TOWN_FILTER


def _items(period: str) -> Options:
    return Options(
        document=f"""{{ foodLogItems(first: 60, where: {{
  period: {{ eq: {period} }}, validTo: {{ isNull: true }}
}}) {{ nodes {{ id text }} }} }}""",
        rows="foodLogItems.nodes",
        labels=("text",),
    )


def _form(period: str, title: str) -> DeskForm:
    return DeskForm(
        slug=f"log-{period.lower()}",
        title=title,
        mutation="writeFoodLog",
        tiers=(Tier.ENTERPRISE,),
        quick=period == "DAILY",
        fields=(
            Field("photos", "照片\nPhotos", "photo", required=False),
            Field("producerId", "本企业\nOur file", "record", options=OWN),
            Field("unsoundIds", "有问题的项目（其余正常）\nNot sound; all else is", "records",
                  required=False, options=_items(period)),
            Field("note", "情况\nWhat was found", "longtext", required=False),
            Field("period", default=f"={period}", hidden=True),
        ),
        success="已记录\nWritten down",
        next="logs",
    )  # fmt: skip


FORMS = [
    _form("DAILY", "食品日管控\nFood: the day's check"),
    _form("WEEKLY", "食品周排查\nFood: the week's check"),
    _form("MONTHLY", "食品月调度\nFood: the month's dispatch"),
    DeskForm(
        slug="mend-finding",
        title="自查问题整改\nMend what we found",
        mutation="mendFoodFinding",
        subject="id",
        document="""query ($id: ID!) {
  foodLogFinding(id: $id) { id version what state foundOn mendedOn }
}""",
        facts=("what", "state", "foundOn"),
        on=("finding",),
        fields=(Field("measures", "整改措施\nHow it was mended", "longtext"),),
        next="finding",
    ),
]
PAGES = [
    DeskPage(
        slug="logs",
        title="食品自查记录\nLogs of makers of food",
        document="""query ($town: ID, $period: LogPeriod, $after: String) {
  foodLogs(first: 20, after: $after, orderBy: LAST_ON_DESC, where: {
    town: { id: { eq: $town } }, period: { eq: $period }
  }) {
    totalCount
    nodes { id period firstOn lastOn checked unsound enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(TOWN_FILTER, Filter(name="period", title="类别\nWhich")),
        layout=(
            Table(
                rows="foodLogs.nodes",
                columns=(ENTERPRISE, "period", "firstOn", "lastOn", "checked", "unsound", TOWN),
            ),
        ),
    ),
    DeskPage(
        slug="findings",
        title="自查问题\nWhat makers found",
        document="""query ($town: ID, $after: String) {
  foodLogFindings(first: 20, after: $after, where: {
    town: { id: { eq: $town } }, mendedOn: { isNull: true }
  }) {
    totalCount
    nodes { id what state foundOn enterprise { name } town { name } }
    pageInfo { hasNextPage endCursor }
  }
}""",
        filters=(TOWN_FILTER,),
        layout=(
            Table(
                rows="foodLogFindings.nodes",
                columns=("what", "state", "foundOn", ENTERPRISE, TOWN),
                page="finding",
            ),
        ),
    ),
    DeskPage(
        slug="finding",
        title="自查问题\nA finding",
        document="""query ($id: ID!) {
  foodLogFinding(id: $id) {
    id version what state foundOn mendedOn measures enterprise { name } town { name }
  }
}""",
        layout=(
            Facts(
                of="foodLogFinding",
                columns=("what", "state", "foundOn", "mendedOn", "measures", ENTERPRISE, TOWN),
            ),
        ),
    ),
]  # fmt: skip
