"""Data that is encrypted in the database: which keys there are, and reading and writing with them.

The keys are those of the setting, by comma, else one that is made once and kept in the database. The first encrypts,
each decrypts: a new key is put in front, what the former ones encrypted can be found by their ids, and `rotate` in
`block_documents` encrypts it anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from legato.exceptions import ServerError
from legato.server.store import configuration
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_SERVER_ENCRYPTION_KEY

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_KEPT_AS = "ENCRYPTION_KEY"


class Sealed(NamedTuple):
    """Encrypted data, with the id of the key that opens it."""

    key_id: str
    data: str


class Keys:
    """Keys, the one that encrypts first."""

    def __init__(self, texts: list[str]) -> None:
        from cryptography.fernet import Fernet

        try:
            self._fernets: dict[str, Fernet] = {_id(text): Fernet(text) for text in texts}
        except ValueError:
            raise ServerError(
                "LEGATO_SERVER_ENCRYPTION_KEY is not a key: it takes 32 random bytes in URL-safe base64, such as "
                "`openssl rand -base64 32 | tr +/ -_` makes."
            ) from None

    @property
    def first(self) -> str:
        """The id of the key that encrypts."""
        return next(iter(self._fernets))

    def seal(self, data: bytes) -> Sealed:
        """Encrypt data."""
        key_id, fernet = next(iter(self._fernets.items()))
        return Sealed(key_id, fernet.encrypt(data).decode())

    def open(self, sealed: Sealed) -> bytes:
        """Decrypt data.

        Raises:
            ServerError: none of the keys opens it.
        """
        from cryptography.fernet import InvalidToken

        fernet = self._fernets.get(sealed.key_id)
        if fernet is None:
            raise ServerError(f"A block cannot be decrypted: its key {sealed.key_id} is in no setting and not kept.")
        try:
            return fernet.decrypt(sealed.data)
        except InvalidToken:
            raise ServerError(f"A block cannot be decrypted: key {sealed.key_id} does not open it.") from None


def _id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def check_setting() -> None:
    """Make sure that what is set is a key, or nothing.

    Raises:
        ServerError: it is not.
    """
    if texts := _set():
        Keys(texts)


def keys(db: Transaction, *, making: bool = False) -> Keys:
    """Return the keys in force, and make one where there is none yet."""
    kept = configuration.read(db, _KEPT_AS) or {}
    texts = [*_set(), *kept.get("keys", ())]
    if not texts and making:
        from cryptography.fernet import Fernet

        made = {"keys": [Fernet.generate_key().decode()]}
        texts = list(configuration.keep(db, _KEPT_AS, made)["keys"])
    return Keys(texts)


def renew(db: Transaction) -> Keys:
    """Return the keys in force with a new one in front; where the setting names keys, that is its first.

    The former key stays: a server that runs meanwhile may still write with it.
    """
    kept = (configuration.read(db, _KEPT_AS) or {}).get("keys", ())
    if not _set():
        from cryptography.fernet import Fernet

        configuration.put(db, _KEPT_AS, {"keys": [Fernet.generate_key().decode(), *kept]})
    return keys(db)


def forget(db: Transaction, used: Collection[str]) -> None:
    """Drop the kept keys that nothing needs any more, but for the newest two."""
    kept = (configuration.read(db, _KEPT_AS) or {}).get("keys", [])
    needed = [text for place, text in enumerate(kept) if place < 2 or _id(text) in used]
    if needed != kept:
        configuration.put(db, _KEPT_AS, {"keys": needed})


def _set() -> list[str]:
    return [text for part in (LEGATO_SERVER_ENCRYPTION_KEY.value() or "").split(",") if (text := part.strip())]
