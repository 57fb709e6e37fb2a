"""What the values of some settings are, and what is wrong with those that are none."""

import ipaddress
import re

_NAME = re.compile(r"\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\[?[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*)+\]?")
_ROOT = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*", re.ASCII)
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r",[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
    re.ASCII,
)
_LONGEST = 200  # characters of a root path


def as_host(text: str) -> str:
    """The name of a host, in lower case; ``*`` for any, ``*.example.org`` for all below one."""
    if not _NAME.fullmatch(text):
        raise ValueError("a host's name is needed, without scheme or port")
    return text.strip("[]").lower()


def as_root(text: str) -> str:
    """The path below which a site is, without a slash at its end; empty for a host of its own.

    Letters, digits and ``. _ ~ -`` alone: it is written into every link, and compared with paths
    before and after they were decoded.
    """
    path = text.rstrip("/")
    if len(path) > _LONGEST or not _ROOT.fullmatch(path):
        raise ValueError("a path is needed, as /archive, of letters, digits and . _ ~ -")
    return path


def as_authority(text: str) -> str:
    """A name of the web or of a mailbox, and a date on which it was the tagger's (RFC 4151)."""
    if not _AUTHORITY.fullmatch(text):
        raise ValueError("a name and a date are needed, as example.org,2026 or a@b.org,2026-05-01")
    return text.lower()


def as_network(text: str) -> str:
    """An address, or a network as ``10.0.0.0/8``."""
    try:
        return str(ipaddress.ip_network(text.strip("[]"), strict=False)).removesuffix("/32")
    except ValueError:
        raise ValueError("an address is needed, or a network as 10.0.0.0/8") from None


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Networks:
    """Addresses that are trusted with something."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._networks: tuple[Network, ...] = tuple(map(ipaddress.ip_network, texts))

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: object) -> bool:
        """Whether a text is an address in one of them; IPv4 within IPv6 is that IPv4 address."""
        try:
            found = ipaddress.ip_address(str(address))
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in one for one in self._networks)
