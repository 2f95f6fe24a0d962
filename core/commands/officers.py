"""`zhijian init`: the three officers, with passwords that are shown once."""

from core.identity.credential_store import CredentialStore
from core.identity.officers import init_officers
from core.identity.passwords import Passwords
from core.serving import Ground
from core.store.engine import Store


async def make_officers(ground: Ground) -> list[tuple[str, str]]:
    """Who was made, as (username, password); nobody where all three are in office."""
    store, passwords = Store(ground.endpoints.app, ground.clock), Passwords()
    try:
        return await init_officers(store, ground.settings, CredentialStore(passwords))
    finally:
        passwords.close()
        await store.close()
