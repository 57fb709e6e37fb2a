"""Random documents, queries and requests: few words, so that they meet often."""

from hypothesis import strategies as st

from search.document import Document
from search.request import Request

WORDS = [
    "青岛", "奥帆中心", "上海合作组织", "游客", "帆船", "李紫恒", "新华社", "和平使命", "车里雅宾斯克",
    "的", "在", "年", "2018", "7", "30", "G20", "iPhone", "photo", "photographer", "１２３", "Café",
    "上海", "合作", "组织", "組織", "車里", "旗", "一带一路", "cafe", "李刚", "李",
]  # fmt: skip
JOINTS = ["", "", "", " ", "，", "。", "、", " — ", "“", "”", "（", "）", "·", "-", ".", "\u3000"]
NAMES = ["李紫恒", "李刚", "王菲", "殷刚", "沙达提", "Anna Li"]
AGENCIES = ["新华社", "新華社", "中新社", ""]
DATES = ["", "2018-07-01", "2018-07", "2018", "2017-12-30/2018-01-02", "2019-02-28", "2001-06-15"]


def texts(max_words: int = 8) -> st.SearchStrategy[str]:
    pieces = st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)).map("".join)
    return st.lists(pieces, max_size=max_words).map("".join)


@st.composite
def documents(draw: st.DrawFn, number: int) -> Document:
    kind = draw(st.sampled_from(("photo", "photo", "paragraph")))
    shared = f"a{draw(st.integers(0, 3))}"
    common = {
        "id": f"{shared}-{number}",
        "article": shared,
        "position": number,
        "headline": draw(texts(3)),
        "published": draw(st.sampled_from(["", "2018-07-01T10:00:00Z", "2020-01-01"])),
        "category": tuple(draw(st.lists(st.sampled_from(["新闻", "体育", "體育"]), max_size=2, unique=True))),
    }
    if kind == "paragraph":
        return Document(kind="paragraph", text=draw(texts()), **common)
    return Document(
        kind="photo",
        caption=draw(texts()),
        credit=draw(texts(2)),
        creator=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))),
        agency=draw(st.sampled_from(AGENCIES)),
        place=tuple(draw(st.lists(st.sampled_from(["青岛", "上海"]), max_size=1))),
        before=draw(texts(3)),
        after=draw(texts(3)),
        taken=draw(st.sampled_from(DATES)),
        **common,
    )


@st.composite
def archives(draw: st.DrawFn, max_size: int = 14) -> list[Document]:
    size = draw(st.integers(1, max_size))
    return [draw(documents(number)) for number in range(size)]


def queries() -> st.SearchStrategy[str]:
    """Queries of every kind, whole or broken."""
    plain = texts(3).filter(str.strip)
    scoped = st.tuples(
        st.sampled_from(["摄影:", "creator：", "标题:", "图说:", "机构:", "地点:", "人物:"]), plain
    ).map("".join)
    date = st.sampled_from(["日期:2018", "date:2018-07", "日期:2017-12/2018-01", "日期:2018年7月", "日期:x"])
    quoted = plain.map(lambda text: f'"{text}"')
    prefix = st.sampled_from(["上合*", "photo*", "上海*", "i*", "3*", "g2*"])
    operand = st.one_of(plain, plain, quoted, scoped, prefix, date)
    excluded = operand.map(lambda text: f"-{text}")
    either = st.tuples(operand, operand).map(" OR ".join)
    group = st.lists(operand, min_size=1, max_size=2).map(lambda parts: f"({' '.join(parts)})")
    broken = st.sampled_from(['"', "(", ")", "OR", "-", "*", ":", "摄影:", "「"])
    item = st.one_of(operand, operand, operand, excluded, either, group, broken)
    return st.lists(item, max_size=4).map(" ".join)


def requests() -> st.SearchStrategy[Request]:
    some = lambda values: st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)  # noqa: E731
    rarely = lambda values: st.one_of(st.just(()), st.just(()), some(values))  # noqa: E731
    return st.builds(
        Request,
        text=queries(),
        kind=st.sampled_from(("photo", "all", "paragraph")),
        taken=rarely(["2018", "2018-07", "../2018", "2019/..", "2017-12/2018-01"]),
        creator=rarely(NAMES),
        agency=rarely(["新华社", "中新社"]),
        category=rarely(["新闻", "体育"]),
        sort=st.sampled_from(("relevance", "relevance", "newest", "oldest")),
        per_page=st.just(1000),
    )
