"""Who made a picture, and whether a machine did, goes from its file into its renditions."""

import io
import json
import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, PngImagePlugin

from indexer.imaging.picture import MEDIA_TYPES, MediaType, Task
from indexer.imaging.renditions import answer
from indexer.imaging.xmp import (
    MAX_CREATORS,
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_NAME,
    Provenance,
    packet,
    parsed,
)
from tests.profiles import tried

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
LABEL = '{"Label": "1", "ContentProducer": "00191110000000000000000", "ProduceID": "a-1"}'
HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/">'
)
TAIL = "</rdf:RDF></x:xmpmeta>"
WHOLE = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>{HEAD}
<rdf:Description rdf:about="" photoshop:Credit="海州晚报" exif:GPSLatitude="39,54.5N">
<dc:creator><rdf:Seq><rdf:li>周牧野</rdf:li><rdf:li>林小禾</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="en">All rights reserved</rdf:li>
<rdf:li xml:lang="x-default">版权所有 &amp; 请勿转载</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">渔船出港。</rdf:li></rdf:Alt></dc:description>
<Iptc4xmpExt:DigitalSourceType>{GENERATED}</Iptc4xmpExt:DigitalSourceType>
<xmpMM:Ingredients><rdf:Bag><rdf:li><rdf:Description><dc:creator><rdf:Seq>
<rdf:li>别人</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:li></rdf:Bag></xmpMM:Ingredients>
</rdf:Description>
<rdf:Description rdf:about="" exif:GPSLongitude="116,23.5E"><TC260:AIGC>{LABEL}</TC260:AIGC>
</rdf:Description>{TAIL}<?xpacket end="w"?>"""
SAID = Provenance(
    creator=("周牧野", "林小禾"),
    credit="海州晚报",
    rights="版权所有 & 请勿转载",
    description="渔船出港。",
    source_type=GENERATED,
    aigc=LABEL,
)


def saved(form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 50), "#336699").save(out, form, **options)
    return out.getvalue()


def rendition(data: bytes, media_type: MediaType = "image/jpeg") -> bytes:
    return answer(Task(240, media_type), data).rendition


def told(data: bytes) -> Provenance:
    """What a file says, as another reader of XMP has it."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return parsed(image.info["xmp"]) if "xmp" in image.info else Provenance()


def jpeg_with_iim(*datasets: tuple[int, int, bytes]) -> bytes:
    """A JPEG with a Photoshop resource 0x0404 (IIM 4.2, 1.5)."""
    iim = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in datasets
    )
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iim)) + iim + b"\0" * (len(iim) % 2)
    body = b"Photoshop 3.0\0" + resource
    plain = saved()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + plain[2:]


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_every_form_keeps_credit_and_label_and_no_place(form: str, media_type: MediaType) -> None:
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", WHOLE)
        original = saved("PNG", pnginfo=texts)
    else:
        original = saved(form, xmp=WHOLE.encode())
    sent = rendition(original, media_type)
    assert told(sent) == SAID
    assert b"GPS" not in sent
    assert "别人".encode() not in sent
    assert b"116,23" not in sent


def test_a_picture_without_words_gets_none() -> None:
    for media_type in MEDIA_TYPES:
        assert told(rendition(saved(), media_type)) == Provenance()
        assert b"xmpmeta" not in rendition(saved(), media_type)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_iim_is_read_in_the_encodings_of_chinese_desks(encoding: str) -> None:
    marked = [(1, 90, b"\x1b%G")] if encoding == "utf-8" else []
    words = {80: "周牧野", 110: "海州晚报", 116: "版权所有", 120: "渔船清晨出港，码头上挤满家人。"}
    fields = [(2, number, text.encode(encoding)) for number, text in words.items()]
    data = jpeg_with_iim(*marked, *fields, (2, 80, "林小禾".encode(encoding)))
    assert told(rendition(data)) == Provenance(
        creator=("周牧野", "林小禾"),
        credit="海州晚报",
        rights="版权所有",
        description="渔船清晨出港，码头上挤满家人。",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_exif_is_read_and_nothing_else_of_it_goes_out(encoding: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = "陈默;何青".encode(encoding)
    exif[0x8298] = "陈默摄影\0画报社".encode(encoding)
    exif[0x010E] = "街坊收藏的一张旧照".encode(encoding)
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = rendition(saved(exif=exif))
    assert told(sent) == Provenance(
        creator=("陈默", "何青"), rights="陈默摄影 画报社", description="街坊收藏的一张旧照"
    )
    assert b"Secret" not in sent
    assert b"Exif\0" not in sent


def test_xmp_wins_over_iim_and_exif_thing_by_thing() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    exif[0x8298] = "Theirs"
    xmp = f'{HEAD}<rdf:Description photoshop:Credit="海州晚报"><dc:creator>周牧野</dc:creator>'
    sent = told(rendition(saved(exif=exif, xmp=f"{xmp}</rdf:Description>{TAIL}".encode())))
    assert sent == Provenance(creator=("周牧野",), credit="海州晚报", rights="Theirs")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (GENERATED, GENERATED),
        (GENERATED.replace("http:", "https:"), GENERATED),
        (
            "compositeWithTrainedAlgorithmicMedia",
            GENERATED.replace("trained", "compositeWithTrained"),
        ),
        ("javascript:alert(1)", ""),
        ("http://elsewhere.example/trainedAlgorithmicMedia", ""),
        ("", ""),
    ],
)
def test_the_source_type_is_a_term_of_iptc_or_none(written: str, kept: str) -> None:
    name = "Iptc4xmpExt:DigitalSourceType"
    for body in (
        f'<rdf:Description {name}="{written}"/>',
        f'<rdf:Description><{name} rdf:resource="{written}"/></rdf:Description>',
    ):
        data = saved(xmp=f"{HEAD}{body}{TAIL}".encode())
        assert told(rendition(data)).source_type == kept


def test_the_label_of_generated_content_stands_in_a_text_of_png_too() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("AIGC", LABEL)
    texts.add_text("parameters", "secret words")
    sent = rendition(saved("PNG", pnginfo=texts))
    assert json.loads(told(sent).aigc)["Label"] == "1"
    assert b"secret" not in sent


def test_a_label_that_is_too_long_keeps_its_sense() -> None:
    label = json.dumps({"Label": "1", "ReservedCode1": "x" * 9000})
    assert json.loads(Provenance.of(aigc=label).aigc) == {"Label": "1"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
CREDIT = f"{HEAD}<rdf:Description><photoshop:Credit>%s</photoshop:Credit></rdf:Description>{TAIL}"


@pytest.mark.parametrize(
    "xmp",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>{CREDIT % "&l9;"}',
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>{CREDIT % "&f;"}',
        f'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">{CREDIT % "x"}',
        "<a>" * 50_000,
        HEAD * 30,
        "not XML at all",
        f'{HEAD}<rdf:Description photoshop:Credit="' + "很长" * 60_000,
        "\0\0\0",
    ],
)
def test_hostile_packets_are_passed_over_and_the_picture_is_shown(xmp: str) -> None:
    if len(xmp.encode()) < 60_000:
        original = saved(xmp=xmp.encode())
    else:
        original = saved("WEBP", xmp=xmp.encode())
    assert told(rendition(original)) == Provenance()


@given(st.binary(max_size=300))
@example(WHOLE.encode()[:400])
@tried(60)
def test_any_bytes_are_a_packet_or_passed_over(data: bytes) -> None:
    try:
        parsed(data)
    except ValueError:
        return


TEXTS = st.text(max_size=700)


@given(st.lists(TEXTS, max_size=12), TEXTS, TEXTS, TEXTS, st.text(max_size=3000))
@example(["\ud800", "\x00a", "\ufffe"], "]]>", "<b>&amp;", "\u202e反", "\U000e0001")
@tried(80)
def test_what_is_written_is_bounded_plain_and_well_formed(
    creator: list[str], credit: str, rights: str, description: str, aigc: str
) -> None:
    said = Provenance.of(
        creator=creator, credit=credit, rights=rights, description=description, aigc=aigc
    )
    written = packet(said)
    assert len(written) <= 4 * (MAX_CREATORS * MAX_NAME + 2 * MAX_NAME + MAX_DESCRIPTION) + (
        6 * MAX_LABEL + 2000
    )
    if said == Provenance():
        assert written == b""
        return
    etree.fromstring(written)
    assert parsed(written) == said
    assert len(said.creator) <= MAX_CREATORS
    for text in (*said.creator, said.credit, said.rights, said.description, said.aigc):
        assert text.isprintable()
        assert text == " ".join(text.split())
