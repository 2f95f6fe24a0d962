"""Whether an enterprise acts for itself: whether anybody there may sign in and holds a post today.

A reviewed look past the rows that the actor may read: it answers yes or no, and names nobody.
"""

from sqlalchemy import or_, select

from core.identity.models import Account, Post
from core.store.engine import raise_wall
from core.store.unit import UnitOfWork
from core.store.wall import Wall


async def has_account(work: UnitOfWork, enterprise_id: int) -> bool:
    """Whether an enabled account holds a post in force today in the enterprise's organisation."""
    day = work.today
    wanted = (
        select(Post.id)
        .join(Account, Account.id == Post.account_id)
        .where(
            Post.enterprise_id == enterprise_id,
            Account.disabled_at.is_(None),
            Post.valid_from <= day,
            or_(Post.valid_to.is_(None), Post.valid_to > day),
        )
    )
    # by the connection, so that nothing pending is written while the wall is down
    connection = await work.session.connection()
    await raise_wall(connection, Wall("system", today=day.isoformat()))
    found = (await connection.execute(wanted.limit(1))).first()
    await raise_wall(connection, work.access.wall())
    return found is not None
