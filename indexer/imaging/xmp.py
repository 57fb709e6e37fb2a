"""XMP packets (ISO 16684-1): the few things of one that are kept, read from it and written anew.

A packet is XML from a stranger: it is parsed without entities, document types or a network, and its
tree is only looked through. What is written is made by the same library from plain texts of bounded
length, so that it is well formed whatever was read. Pillow has ``getxmp``, which drops namespaces
and so tells one ``creator`` from no other.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import islice

from lxml import etree

MAX_CREATORS = 8
MAX_NAME = 120  # characters of a creator, credit or right
MAX_DESCRIPTION = 500
MAX_LABEL = 2000  # of the AIGC label, whose reserved codes may hold a signature

_X = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_TC260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACES = {
    "rdf": _RDF,
    "dc": _DC,
    "photoshop": _PHOTOSHOP,
    "Iptc4xmpExt": _IPTC,
    "TC260": _TC260,
}

_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
_END = b'<?xpacket end="r"?>'


def plain_text(text: str, most: int) -> str:
    """A text on one line, of at most so many characters, that any document can hold."""
    cut = text[: 4 * most]  # of what a file holds in megabytes
    shown = (" " if unicodedata.category(c).startswith("C") else c for c in cut)
    return " ".join("".join(shown).split())[:most]


def plain_label(text: str) -> str:
    """An AIGC label of bounded length: a longer one loses its longest values, not its sense."""
    if len(text) > MAX_LABEL:
        try:
            label = json.loads(text)
        except (ValueError, RecursionError):
            label = {}
        said = label.items() if isinstance(label, dict) else ()
        short = {k: v for k, v in said if isinstance(v, str) and len(k) + len(v) <= MAX_NAME}
        text = json.dumps(dict(islice(short.items(), MAX_CREATORS)), ensure_ascii=False)
    return plain_text(text, MAX_LABEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a file says of where its picture comes from; each empty where it says nothing.

    Attributes:
        creator: who made it (``dc:creator``; IIM By-line; EXIF Artist).
        credit: the credit line (``photoshop:Credit``).
        rights: whose it is (``dc:rights``; IIM Copyright Notice; EXIF Copyright).
        description: the caption (``dc:description``).
        source_type: address of IPTC's digital source type, such as of a generated picture.
        aigc: the label of generated content by GB 45438-2025, a JSON text.
    """

    creator: tuple[str, ...] = ()
    credit: str = ""
    rights: str = ""
    description: str = ""
    source_type: str = ""
    aigc: str = ""

    @classmethod
    def of(
        cls,
        *,
        creator: Iterable[str] = (),
        credit: str = "",
        rights: str = "",
        description: str = "",
        source_type: str = "",
        aigc: str = "",
    ) -> "Provenance":
        """One of any texts, made plain and short."""
        names = (plain_text(name, MAX_NAME) for name in creator)
        return cls(
            creator=tuple(dict.fromkeys(filter(None, names)))[:MAX_CREATORS],
            credit=plain_text(credit, MAX_NAME),
            rights=plain_text(rights, MAX_NAME),
            description=plain_text(description, MAX_DESCRIPTION),
            source_type=plain_text(source_type, MAX_NAME),
            aigc=plain_label(aigc),
        )

    def or_else(self, other: "Provenance") -> "Provenance":
        """With what another says where this one says nothing."""
        return replace(
            self, **{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        )


def parsed(packet: bytes) -> Provenance:
    """What a packet says.

    Raises:
        ValueError: it is no XML, or has a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(packet.strip(b"\0 \r\n\t"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no XML") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type")
    return Provenance.of(
        creator=_texts(root, _DC, "creator"),
        credit=_text(root, _PHOTOSHOP, "Credit"),
        rights=_text(root, _DC, "rights"),
        description=_text(root, _DC, "description"),
        source_type=_text(root, _IPTC, "DigitalSourceType"),
        aigc=_text(root, _TC260, "AIGC"),
    )


def packet(said: Provenance) -> bytes:
    """A packet that says it, with nothing else; empty where there is nothing to say."""
    if said == Provenance():
        return b""
    root = etree.Element(f"{{{_X}}}xmpmeta", nsmap={"x": _X})
    rdf = etree.SubElement(root, f"{{{_RDF}}}RDF", nsmap=_used(said))
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    _list(about, "creator", "Seq", said.creator)
    _list(about, "rights", "Alt", (said.rights,) if said.rights else ())
    _list(about, "description", "Alt", (said.description,) if said.description else ())
    for name, value in (
        (f"{{{_PHOTOSHOP}}}Credit", said.credit),
        (f"{{{_IPTC}}}DigitalSourceType", said.source_type),
        (f"{{{_TC260}}}AIGC", said.aigc),
    ):
        if value:
            etree.SubElement(about, name).text = value
    written: bytes = etree.tostring(root, encoding="utf-8")
    return _BEGIN + written + _END


def _used(said: Provenance) -> dict[str, str]:
    needed = {
        "rdf": True,
        "dc": bool(said.creator or said.rights or said.description),
        "photoshop": bool(said.credit),
        "Iptc4xmpExt": bool(said.source_type),
        "TC260": bool(said.aigc),
    }
    return {prefix: _NAMESPACES[prefix] for prefix, is_needed in needed.items() if is_needed}


def _list(about: etree._Element, name: str, kind: str, values: tuple[str, ...]) -> None:
    if not values:
        return
    items = etree.SubElement(etree.SubElement(about, f"{{{_DC}}}{name}"), f"{{{_RDF}}}{kind}")
    for value in values:
        item = etree.SubElement(items, f"{{{_RDF}}}li")
        item.text = value
        if kind == "Alt":
            item.set(_XML_LANG, "x-default")


def _text(root: etree._Element, namespace: str, name: str) -> str:
    return next(iter(_texts(root, namespace, name)), "")


def _texts(root: etree._Element, namespace: str, name: str) -> list[str]:
    """The values of a property of the picture itself, as element, list or attribute.

    Those within another property are of something else, such as of a picture that went into it.
    """
    found: list[str] = []
    for about in root.iter(f"{{{_RDF}}}Description"):
        parent = about.getparent()
        if parent is not None and parent.tag != f"{{{_RDF}}}RDF":
            continue
        found += filter(None, [about.get(f"{{{namespace}}}{name}")])
        for element in about.iterchildren(f"{{{namespace}}}{name}"):
            items = list(element.iter(f"{{{_RDF}}}li"))[:MAX_CREATORS] or [element]
            items.sort(key=lambda item: item.get(_XML_LANG) != "x-default")
            found += (item.text or item.get(f"{{{_RDF}}}resource", "") for item in items)
    return [text for text in found if text.strip()]
