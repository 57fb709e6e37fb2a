"""Entity tags: what a client has already is not sent again (RFC 9110, section 13.1.2)."""

import hashlib


def entity_tag(content: bytes) -> str:
    """The tag of an answer, by its content; weak, since it may go out compressed or not."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_current(if_none_match: str, etag: str) -> bool:
    """Whether a client has it already, by weak comparison."""
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag.removeprefix("W/") in known or known == ["*"]
