"""How tokens, symbols and values are written for a cluster, the same in an index and in a query.

Fields are cut at blanks and nothing else, since the project's own analysis has cut them before.
Two symbols of a character stream are blanks themselves, and are written as control characters,
which no stream has. Lucene refuses a term of more than 32,766 bytes, and with it the whole
document; so what is longer is cut and told apart by its digest, where an index that ignores it
(``ignore_above``) would lose it in silence.
"""

from collections.abc import Iterable
from hashlib import blake2b

from search.text.fold import GAP, SEPARATOR

LONGEST = 8000
"""Code points of a term: as UTF-8 they are 32,000 bytes at most."""

_CUT = "\x03"
_AS_SYMBOL = {GAP: "\x01", SEPARATOR: "\x02"}


def stored_token(text: str) -> str:
    """A token, or a value of a facet, as a term; what begins it still does."""
    if len(text) <= LONGEST:
        return text.encode(errors="replace").decode()
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
    return f"{text[:LONGEST].encode(errors='replace').decode()}{_CUT}{digest}"


def joined(tokens: Iterable[str]) -> str:
    """Tokens as the text of a field."""
    return " ".join(map(stored_token, tokens))


def symbols(stream: str) -> str:
    """A character stream as the text of a field, one token a symbol."""
    return " ".join(_AS_SYMBOL.get(symbol, symbol) for symbol in stream)
