"""Personal data at rest: encrypted to be read, hashed with a key to be found."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from heluo.base import keys


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keys.secret("data")))


def encrypt(text: str) -> bytes:
    """Fernet token of `text` (AES-128-CBC with HMAC-SHA256); empty text stays empty."""
    return _fernet().encrypt(text.encode()) if text else b""


def decrypt(token: bytes | memoryview | None) -> str:
    """The text again. Raises ValueError when the token was made with another key or altered."""
    raw = bytes(token or b"")
    if not raw:
        return ""
    try:
        return _fernet().decrypt(raw).decode()
    except InvalidToken:
        raise ValueError("personal data can't be read: wrong key or altered data") from None


def encrypt_bytes(content: bytes) -> bytes:
    """Fernet token of a file's content; empty stays empty."""
    return _fernet().encrypt(content) if content else b""


def decrypt_bytes(token: bytes | memoryview) -> bytes:
    """The content again. Raises ValueError when the token was made with another key or altered."""
    try:
        return _fernet().decrypt(bytes(token)) if token else b""
    except InvalidToken:
        raise ValueError("personal data can't be read: wrong key or altered data") from None


def keyed_hash(text: str, *, purpose: str) -> str:
    """Hex of HMAC-SHA256 under the search key; `purpose` keeps a telephone's hash apart from a name's."""
    if not text:
        return ""
    return hmac.new(keys.secret("search"), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def mask(text: str, *, head: int = 1, tail: int = 0) -> str:
    """`mask("13800001234", head=3, tail=4)` → `138****1234`; a short text keeps its first character only."""
    if not text:
        return ""
    if len(text) <= head + tail:
        head, tail = min(1, len(text)), 0
    hidden = "*" * min(len(text) - head - tail, 4) or "*"
    return text[:head] + hidden + (text[-tail:] if tail else "")
