"""What must not be read in a log: passwords and tokens inside addresses.

In: any text. Out: the same text with the secret parts of its addresses as `***`. Refuses: judging words
outside addresses and `name=value` pairs.
"""

from __future__ import annotations

from typing import Final

import regex

HIDDEN: Final = "***"
_NAMES: Final = (
    r"(?:access[_-]?|auth[_-]?|api[_-]?|client[_-]?|refresh[_-]?|id[_-]?|x-amz-)?"
    r"(?:token|key|secret|signature|credential|security-token)"
    r"|pass(?:word|wd|phrase)?|pwd|auth|authorization|sig|session(?:[_-]?id)?|jwt"
)
_USERINFO: Final = regex.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/?#@\"'<>]+@")
_PAIR: Final = regex.compile(
    rf"(?i)(?:(?<![\w-])|(?<=%[0-9a-f]{{2}}))((?:{_NAMES})(?:=|%3d))[^\s&#;\"'<>,)\]]+"
)
_BEARER: Final = regex.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}")


def hide_secrets(text: str) -> str:
    """`text` without the user names, passwords, tokens and keys of the addresses in it.

    >>> hide_secrets("GET https://ida:pw@example.org/feed?page=2&api_key=abc&x=1 failed")
    'GET https://***@example.org/feed?page=2&api_key=***&x=1 failed'
    """
    text = _USERINFO.sub(rf"\1{HIDDEN}@", text)
    text = _PAIR.sub(rf"\1{HIDDEN}", text)
    return str(_BEARER.sub(rf"\1 {HIDDEN}", text))
