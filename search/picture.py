"""When two photos show the same picture: by its address, as a number.

News archives keep every revision of a story, each with the same pictures, so a picture is known by
where it lies: its address on the web, or its path in the corpus. What a server may be told beside
that (a size, a token, a stamp against caches) is no part of it, nor is how it is spoken to. Only
where the path names a program does the query say which picture is meant.

The number is a hash of 64 bits. That any two of ten million pictures have the same has a chance of
1 in 370,000; in return segments that know nothing of each other can be compared, and merging
copies numbers.
"""

import re
from hashlib import blake2b

_WEB = re.compile(r"(?:https?:)?//([^/?#]*)([^?#]*)(\?[^#]*)?", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")
_PROGRAM = re.compile(r"/?|.*\.(?:php\d?|phtml|aspx?|ashx|jspx?|do|action|cgi|pl)", re.IGNORECASE)
_ROOT = re.compile(r"(?:\.?/)+")
_SAVED = re.compile(r"(.*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg))[?#].*", re.IGNORECASE)


def address_of(image: str) -> str:
    """The address that all photos of one picture have in common; empty for none.

    Args:
        image: ``Document.image``: ``http(s)://…`` or a path inside the corpus, where a file may
            have ``?`` or ``#`` in its name.
    """
    web = _WEB.match(image)
    if web is None:
        path = image[len(root[0]) :] if (root := _ROOT.match(image)) else image
        saved = _SAVED.fullmatch(path)
        return saved[1] if saved else path
    host, path, query = web.groups(default="")
    named = query if _PROGRAM.fullmatch(path) else ""
    return f"//{_DEFAULT_PORT.sub('', host.lower())}{path}{named}"


def picture_number(image: str) -> int:
    """The number of a picture by its address, of 64 bits; 0 for none."""
    address = address_of(image)
    if not address:
        return 0
    digest = blake2b(address.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
