"""Random documents, queries and requests: few words, so that they meet often."""

from collections.abc import Sequence

from hypothesis import strategies as st

from search.document import Document, Kind
from search.request import GAPS, FacetValue, Request, Wanted

WORDS = [
    "青岛", "奥帆中心", "上海合作组织", "游客", "帆船", "周牧野", "新华社", "和平使命",
    "车里雅宾斯克", "的", "在", "年", "2018", "7", "30", "G20", "iPhone", "photo",
    "photographer", "１２３", "Café",
    "上海", "合作", "组织", "組織", "車里", "旗", "一带一路", "cafe", "李刚", "李",
    "気象", "1,2", "C++", "👍🏽", "￥",
]  # fmt: skip
JOINTS = ["", "", "", " ", "，", "。", "、", " — ", "“", "”", "（", "）", "·", "-", ".", "\u3000"]
NAMES = ["周牧野", "李刚", "王菲", "殷刚", "沙达提", "Anna Li"]
PEOPLE = ["李刚", "普京", "Anna Li"]
AGENCIES = ["新华社", "新華社", "中新社", ""]
TAGS = ["青岛", "帆船", "帆船 2018", "海边", "G20", "組織", "组织", "王菲·李刚"]
PICTURES = ["", "", "https://a.example/1.jpg", "http://A.example/1.jpg?w=9", "2018/2.jpg"]
DATES = ["", "2018-07-01", "2018-07", "2018", "2017-12-30/2018-01-02", "2019-02-28", "2001-06-15"]


def texts(max_words: int = 8) -> st.SearchStrategy[str]:
    pieces = st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)).map("".join)
    return st.lists(pieces, max_size=max_words).map("".join)


def _few(values: list[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn, number: int, headlines: list[str]) -> Document:
    shared = draw(st.integers(0, len(headlines) - 1))
    kind: Kind = draw(st.sampled_from(("photo", "photo", "photo", "paragraph")))
    photo = kind == "photo"
    return Document(
        id=f"a{shared}-{number}",
        kind=kind,
        article=f"a{shared}",
        position=number,
        headline=headlines[shared],
        published=draw(st.sampled_from(["", "2018-07-01T10:00:00Z", "2020-01-01"])),
        category=draw(_few(["新闻", "体育", "體育"])),
        tag=draw(_few(TAGS, 4)),
        text="" if photo else draw(texts()),
        caption=draw(texts()) if photo else "",
        credit=draw(texts(2)) if photo else "",
        creator=draw(_few(NAMES)) if photo else (),
        agency=draw(st.sampled_from(AGENCIES)) if photo else "",
        place=draw(_few(["青岛", "上海"], 1)) if photo else (),
        person=draw(_few(PEOPLE)) if photo else (),
        before=draw(texts(3)) if photo else "",
        after=draw(texts(3)) if photo else "",
        taken=draw(st.sampled_from(DATES)) if photo else "",
        image=draw(st.sampled_from(PICTURES)) if photo else "",
    )


@st.composite
def archives(draw: st.DrawFn, max_size: int = 14) -> list[Document]:
    headlines = draw(st.lists(texts(3), min_size=1, max_size=3))
    size = draw(st.integers(max_size // 2, max_size))
    return [draw(documents(number, headlines)) for number in range(size)]


def queries() -> st.SearchStrategy[str]:
    """Queries of every kind, whole or broken."""
    word = st.sampled_from(WORDS)
    plain = st.one_of(word, word, texts(3).filter(str.strip))
    wordy = st.lists(word, min_size=3, max_size=6).map(" ".join)
    scopes = ["摄影:", "creator：", "标题:", "图说:", "來源:", "地点:", "人物:", "标签:", "分类:"]
    category = st.sampled_from(["体育", "體", "新闻", '"新 闻"', "(体育 OR 社会)"]).map(
        "分类:{}".format
    )
    scoped = st.tuples(st.sampled_from(scopes), plain).map("".join)
    date = st.sampled_from(["日期:2018", "date:2018-07", "日期:2018年7月", "日期:x"])
    quoted = plain.map(lambda text: f'"{text}"')
    prefix = st.sampled_from(["上合*", "photo*", "上海*", "i*", "3*", "g2*"])
    operand = st.one_of(plain, plain, plain, quoted, scoped, prefix, date, category)
    signed = st.sampled_from(["-{}", "-{}", "NOT {}", "+{}"])
    excluded = st.tuples(signed, operand).map(lambda it: it[0].format(it[1]))
    choice = st.sampled_from([" OR ", " OR ", " | ", " ｜｜ ", " AND "])
    either = st.tuples(operand, choice, operand).map("".join)
    group = st.lists(operand, min_size=1, max_size=2).map(lambda parts: f"({' '.join(parts)})")
    broken = st.sampled_from(['"', "(", ")", "OR", "-", "*", ":", "摄影:", "「", "NOT", "&&"])
    item = st.one_of(operand, operand, operand, excluded, either, group, broken)
    marks = st.sampled_from(["！", "？！", '""', "*", "-。"])
    several = st.lists(item, max_size=3).map(" ".join)
    return st.one_of(plain, wordy, several, several, several, marks)


ANY_KIND: tuple[Wanted, ...] = ("photo", "photo", "all", "paragraph")


def requests(kinds: Sequence[Wanted] = ANY_KIND) -> st.SearchStrategy[Request]:
    """Requests for some kinds; one that stands there twice is drawn twice as often."""

    def rarely(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
        return st.one_of(st.just(()), st.just(()), st.just(()), _few(values))

    value = st.one_of(
        st.tuples(st.just("creator"), st.sampled_from(NAMES)),
        st.tuples(st.just("agency"), st.sampled_from(["新华社", "中新社"])),
        st.tuples(st.just("person"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("tag"), st.sampled_from(["青岛", "組織", "没有"])),
    )
    never: tuple[FacetValue, ...] = ()
    stated = st.one_of(
        st.just(never), st.just(never), st.lists(value, min_size=1, max_size=2).map(tuple)
    )
    return st.builds(
        Request,
        text=queries(),
        kind=st.sampled_from(kinds),
        taken=rarely(["2018", "2018-07", "2018-07-01", "../2018", "2019/..", "2017-12/2018-01"]),
        creator=rarely(NAMES),
        agency=rarely(["新华社", "中新社"]),
        tag=rarely(["青岛", "组织", "没有"]),
        category=rarely(["新闻", "体育"]),
        person=rarely(PEOPLE),
        required=stated,
        excluded=stated,
        lacks=rarely([*GAPS]),
        timeline=st.booleans(),
        facet=st.sampled_from((None, None, "tag", "creator")),
        facet_text=st.sampled_from(("", "", "帆船", "组 织", "組織", "l")),
        facet_order=st.sampled_from(("count", "name")),
        sort=st.sampled_from(("relevance", "relevance", "newest", "oldest")),
        duplicates=st.sampled_from(("fold", "fold", "show")),
        groups=st.sampled_from(("fold", "fold", "show")),
        article=st.sampled_from((None,) * 8 + ("a0", "a1")),
        picture=st.sampled_from((None,) * 8 + ("a0-0", "a0-1", "a1-2", "nobody's")),
        per_page=st.sampled_from((1000, 1000, 1000, 3)),
        page=st.sampled_from((1, 1, 1, 2)),
    )


DATE_PIECES = [
    "2018", "2018年", "18年", "二〇一八年", "７月", "7月", "七月", "1日", "一日", "初一", "-",
    "至", "/", ".", " ", "去年", "前年", "今年", "昨天", "上周", "末", "上个月", "最近", "三",
    "天", "年", "前", "春", "夏天", "年初", "上半年", "第一季度", "国庆", "國慶", "节", "春节",
    "联欢", "五一", "十一", "路", "期间", "假期", "元宵", "正月", "腊月", "农历", "十五",
    "清明", "大雪", "节气", "九十", "年代", "表", "上世纪", "十三五", "王", "民国", "july ",
    "1 ", ", ", "1990s", "½", "㋆", "以来", "中秋", "除夕", "青岛", "the ", "20180701",
]  # fmt: skip


def date_texts(max_pieces: int = 8) -> st.SearchStrategy[str]:
    """Texts in which dates stand whole, broken and side by side."""
    piece = st.one_of(
        st.sampled_from(DATE_PIECES), st.sampled_from(DATE_PIECES), st.text(max_size=2)
    )
    return st.lists(piece, max_size=max_pieces).map("".join)
