"""Answers in formats, made of documents that a test invents."""

from dataclasses import replace

from hypothesis import strategies as st

from indexer import Document, Hit, Results
from web.addresses.links import Links
from web.formats.feed import Feed, feed_of
from web.formats.tags import Tags
from web.wording.messages import Messages

ORIGIN = "https://photos.example"
LINKS = Links().absolute(ORIGIN)
TAGS = Tags("example.org,2026")
BUILT = "2026-11-30T08:00:00Z"

PHOTO = Document(
    id="0123456789abcdef",
    kind="photo",
    article="fedcba9876543210",
    headline="渔港开海",
    caption="2018年8月31日，渔民在码头整理渔网。",
    credit="新华社记者 周牧野 摄",
    creator=("周牧野",),
    agency="新华社",
    role="摄",
    place=("海州",),
    person=("林小禾",),
    tag=("水产",),
    category=("社会",),
    taken="2018-08-31",
    taken_basis="caption",
    published="2018-09-01T08:00:00",
    image="https://pictures.example/渔 港.jpg",
    width=3000,
    height=2000,
    url="https://paper.example/harbour",
)

texts = st.text(st.characters(codec="utf-8"), max_size=40)
"""Whatever a post may hold: controls, marks of direction, signs of markup, unassigned planes."""

hostile = st.builds(
    replace,
    st.just(PHOTO),
    caption=texts,
    headline=texts,
    credit=texts,
    creator=st.tuples(texts),
    agency=texts,
    tag=st.tuples(texts, texts),
    published=st.sampled_from(["", "2018", "2018-09-01", "2018-09-01T08:00:00+08:00", "x"]),
    taken=st.sampled_from(["", "2018", "2018-07", "2018-07-01", "2018-06-09/2018-06-10"]),
)


def results_of(*documents: Document, total: int | None = None, page: int = 1) -> Results:
    """A page with these documents."""
    found = len(documents) if total is None else total
    return Results(
        query="码头",
        interpretation=(),
        total=found,
        related=0,
        pictures=found,
        rows=found,
        related_rows=0,
        hits=tuple(Hit(document, 1.0) for document in documents),
        facets=(),
        notices=(),
        counts={"photo": found, "paragraph": 0},
        undated=0,
        relaxed=False,
        page=page,
        per_page=max(1, len(documents)),
    )


def fed(*documents: Document, form: str = "atom", total: int | None = None, page: int = 1) -> Feed:
    """A feed with these documents."""
    return feed_of(
        results_of(*documents, total=total, page=page),
        {"q": ("码头",)},
        form=form,
        links=LINKS,
        t=Messages("zh"),
        tags=TAGS,
        built=BUILT,
        versions={},
    )
