"""Personal data at rest: a cipher, a mask to show, and a blind index to find it by.

A `Personal("phone")` column stores a JSON object {c: cipher, m: mask, i: index}. SQL can show the
mask and compare the index; only Python with the key can read the clear text. The key lives outside
the database (`ZHIJIAN_DATA_KEY` or `var/keys/personal.key`).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from core.errors import StoreError

KEY_FILE: Final = Path("keys") / "personal.key"
"""Below the folder of settings.var."""
MASKS: Final[dict[str, Callable[[str], str]]] = {
    "name": lambda text: text[:1] + "*" * max(len(text) - 1, 1),
    "phone": lambda text: text[:3] + "****" + text[-4:] if len(text) >= 7 else "****",
    "identity_card": lambda text: text[:4] + "*" * 10 + text[-4:] if len(text) == 18 else "****",
    "text": lambda text: text[:1] + "***",
    "mail": lambda text: text[:1] + "***" + text[text.rfind("@") :],
}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value as stored. `clear()` is for those whom the policy shows it unmasked."""

    cipher: str
    mask: str
    index: str

    def clear(self) -> str:
        """The clear text. Raises StoreError when the key is another one."""
        return _vault().open(self.cipher)


def seal(text: str, kind: str) -> Sealed:
    """Encrypt a value for a column of the given kind."""
    vault = _vault()
    return Sealed(vault.close(text), MASKS[kind](text), vault.index(text))


class Personal(TypeDecorator[Any]):
    """A column of personal data. Give it clear text or a `Sealed`; it returns a `Sealed`."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: str = "text") -> None:
        super().__init__(none_as_null=True)  # no value is NULL, not the JSON null
        if kind not in MASKS:
            raise TypeError(f"no mask for personal data of kind {kind!r}")
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Encrypt on the way in."""
        if value is None:
            return None
        sealed = value if isinstance(value, Sealed) else seal(str(value), self.kind)
        return {"c": sealed.cipher, "m": sealed.mask, "i": sealed.index}

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        """Hand out the sealed form; nobody meets clear text by accident."""
        return None if value is None else Sealed(value["c"], value["m"], value["i"])


class Vault:
    """Encrypts with AES-256-GCM and indexes with HMAC-SHA-256, under keys derived from one."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"cipher" + key).digest())
        self._index = hashlib.sha256(b"index" + key).digest()

    def close(self, text: str) -> str:
        """Cipher text, base64, with its own random nonce."""
        nonce = os.urandom(12)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, cipher: str) -> str:
        """The clear text of `close`."""
        raw = base64.b64decode(cipher)
        return self._cipher.decrypt(raw[:12], raw[12:], None).decode()

    def index(self, text: str) -> str:
        """Equal texts, equal indexes; nothing else can be learnt from one."""
        return hmac.new(self._index, text.encode(), hashlib.sha256).hexdigest()[:32]


_open_vault: list[Vault] = []


def unlock(key: bytes) -> None:
    """Set the process's data key; done once, by whoever starts the process."""
    _open_vault[:] = [Vault(key)]


def index_of(text: str) -> str:
    """Equal texts, equal words; nobody without the data key finds the text, or makes the word."""
    return _vault().index(text)


def load_key(folder: Path) -> bytes:
    """The data key: ZHIJIAN_DATA_KEY (base64), else a file that is made once, mode 0600."""
    if given := os.environ.get("ZHIJIAN_DATA_KEY"):
        return base64.b64decode(given)
    path = folder / KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(32))
    return path.read_bytes()


def _vault() -> Vault:
    if not _open_vault:
        raise StoreError("the data key is not loaded", "未装入数据密钥。")
    return _open_vault[0]
