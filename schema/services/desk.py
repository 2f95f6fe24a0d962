"""`desk`: what concerns the caller, what waits, what may be reported: for clients of their own."""

import strawberry
from strawberry.types.info import Info

import schema.shared.register  # noqa: F401  it tells GraphQL of WarningColour first
from core.desk.home import CardView, Link, QueueView, cards_of, queues_of, reports_of
from core.desk.visit import Peer, Visit
from core.desk.words import Words
from core.extension import extend
from core.register.colours import WarningColour
from schema.operations import query
from schema.request import Request
from schema.roots import Query

TITLE = "标题\nChinese, newline, English."
PATH = "页面地址\nThe page that shows it."


@strawberry.type(description="某种颜色的数量\nHow many are of one colour.")
class DeskCount:
    """One colour of a card."""

    colour: WarningColour = strawberry.field(description="颜色\nThe colour.")
    count: int = strawberry.field(description="数量\nHow many.")


@strawberry.type(description="卡片：与我有关\nSomething that concerns the caller, counted.")
class DeskCardView:
    """One card."""

    title: str = strawberry.field(description=TITLE)
    path: str = strawberry.field(description=PATH)
    number: int | None = strawberry.field(description="数量；按颜色计数的为空\nOne number, if so.")
    counts: list[DeskCount] = strawberry.field(description="按颜色计数\nCounted by colour.")

    @classmethod
    def of(cls, card: CardView) -> "DeskCardView":
        """The card as data."""
        counts = [DeskCount(colour=WarningColour(c.colour), count=c.count) for c in card.counts]
        return cls(title=_text(card.title), path=card.path, number=card.number, counts=counts)


@strawberry.type(description="待办队列\nSomething that waits for the caller.")
class DeskQueueView:
    """One queue."""

    slug: str = strawberry.field(description="代码\nIts name in addresses.")
    title: str = strawberry.field(description=TITLE)
    waiting: int = strawberry.field(description="待办件数\nHow many wait.")
    overdue: int = strawberry.field(description="逾期件数\nHow many of them are late.")
    path: str = strawberry.field(description=PATH)

    @classmethod
    def of(cls, queue: QueueView) -> "DeskQueueView":
        """The queue as data."""
        title, path = _text(queue.title), queue.path
        return cls(
            slug=queue.slug, title=title, waiting=queue.waiting, overdue=queue.overdue, path=path
        )


@strawberry.type(description="可上报的事项\nSomething that the caller may report or apply for.")
class DeskReport:
    """One form."""

    title: str = strawberry.field(description=TITLE)
    path: str = strawberry.field(description=PATH)
    mutation: str = strawberry.field(description="所用操作\nThe mutation that it sends.")

    @classmethod
    def of(cls, link: Link) -> "DeskReport":
        """The form as data."""
        return cls(title=_text(link.title), path=link.path, mutation=link.mutation)


@strawberry.type(description="工作台\nThe caller's desk; each part runs as the caller.")
class DeskView:
    """The caller's desk."""

    visit: strawberry.Private[Visit]

    @strawberry.field(description="与我有关\nWhat concerns the caller.")
    async def cards(self) -> list[DeskCardView]:
        """One statement for each card."""
        return [DeskCardView.of(each) for each in await cards_of(self.visit)]

    @strawberry.field(description="待我办理\nWhat waits for the caller.")
    async def queues(self) -> list[DeskQueueView]:
        """A few statements for each queue, however long it is."""
        return [DeskQueueView.of(each) for each in await queues_of(self.visit)]

    @strawberry.field(description="我要上报\nWhat the caller may report or apply for.")
    def reports(self) -> list[DeskReport]:
        """No statement."""
        return [DeskReport.of(each) for each in reports_of(self.visit)]


def _text(words: Words) -> str:
    return "\n".join(words)


@query(
    "我的工作台\nThe caller's desk.",
    reads=None,
    open_because="each part asks the gateway again, as the caller",
)
def desk(info: Info) -> DeskView:
    """Cards, queues and reports, each within what the caller may see."""
    request: Request = info.context
    peer = Peer(request_id=request.request_id, ip=request.ip, user_agent=request.user_agent)
    return DeskView(visit=request.services.desk.visit(request.access, peer))


extensions = [extend(Query, desk)]
