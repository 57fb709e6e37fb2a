"""The names and values of an address, its bytes read as text.

Bytes are UTF-8. Pages of the years before it linked in GBK (``?q=%B5%C6%BB%E1``), and such links
live on; what is not UTF-8 is therefore read as GB18030, as posts and names of files are. Starlette
would put U+FFFD for it. That is what stands here for bytes in neither, and
``web.addresses.params`` says so.
"""

from urllib.parse import parse_qsl

from starlette.requests import Request


def items_of(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request, in order."""
    query = request.scope["query_string"].decode("latin-1")
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return [(_decoded(name), _decoded(value)) for name, value in pairs]


def value_of(request: Request, name: str) -> str:
    """The value of a parameter that has one: of several the last that says something."""
    values = (value.strip() for key, value in reversed(items_of(request)) if key == name)
    return next(filter(None, values), "")


def _decoded(text: str) -> str:
    """The text of bytes that stand as characters of Latin-1."""
    data = text.encode("latin-1")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace")
