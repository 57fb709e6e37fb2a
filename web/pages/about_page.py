"""The page about the archive: what it holds, what its posts do not say, and how to ask it.

Every bar is a link to the photos that it counts. The counts are the facets of a search for
everything, so they are those of the results page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from indexer import Archive, Facet, FacetItem
from web.pages.tips import worded
from web.site.frame import Frame
from web.site.site import Visitor
from web.wording.about_texts import KEYS, QUERIES

SHOWN = 20  # values of a field, besides years
TITLE = 6  # characters of a title, in an example

_FIELDS = ("creator", "agency", "place", "person")


@dataclass(frozen=True, slots=True)
class Bar:
    """A value as a bar: ``width`` is its share of the longest, in percent."""

    label: str
    count: str
    said: str
    width: str
    url: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A field's values as bars; ``more`` says how many there are where not all are shown."""

    name: str
    title: str
    bars: Sequence[Bar]
    more: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a table: what is typed or pressed, and what that does; perhaps with an address."""

    what: str
    does: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """``about.html``.

    Attributes:
        lead: how much there is and when it was indexed.
        plots: what there is, field by field.
        gaps: what posts do not say; without bars where nothing is missing.
        queries, keys: how to ask, and what the keyboard does.
    """

    frame: Frame
    lead: str
    plots: Sequence[Plot]
    gaps: Plot
    queries: Sequence[Told]
    keys: Sequence[Told]


def about_page(archive: Archive, visitor: Visitor, frame: Frame) -> AboutPage:
    """The context of the page."""
    t, counts = visitor.t, archive.counts
    whole = archive.search(per_page=1, facet_values=SHOWN)
    facets = {facet.name: facet for facet in whole.facets}
    plots = [_years(facets["year"], visitor)] if "year" in facets else []
    plots += [_plot(facets[name], visitor) for name in _FIELDS if name in facets]
    return AboutPage(
        frame=frame,
        lead=t(
            "about_lead",
            photos=f"{counts['photo']:,}",
            texts=f"{counts['paragraph']:,}",
            built=archive.built[:16].replace("T", " ") + " UTC",
        ),
        plots=[plot for plot in plots if plot.bars],
        gaps=_gaps(facets.get("lacks"), whole.total, visitor),
        queries=list(_queries(archive, facets, visitor)),
        keys=[Told(key, t(name)) for key, name in KEYS],
    )


def _queries(archive: Archive, facets: Mapping[str, Facet], visitor: Visitor) -> Iterator[Told]:
    """The examples whose names the archive has, and that find something in it."""
    told = {name: [worded(item.value) for item in facet.items] for name, facet in facets.items()}
    told = {name: [word for word in words if word] for name, words in told.items()}
    names = {name: words[0] for name, words in told.items() if words}
    creators = told.get("creator", [])
    if len(creators) > 1:
        names |= {"other": creators[1], "first": creators[0].strip('"')[:1]}
    title = next((photo.headline.replace('"', "") for photo in archive.highlights(1)), "")
    if title:
        names["title"] = title[:TITLE]
    for form, chinese, english in QUERIES:
        if {name for _, name, _, _ in Formatter().parse(form) if name} <= set(names):
            query = form.format_map(names)
            if archive.search(query, kind="all", per_page=1).total:
                said = english if visitor.language == "en" else chinese
                yield Told(query, said, visitor.links.search({"q": (query,), "kind": ("all",)}))


def _years(facet: Facet, visitor: Visitor) -> Plot:
    items = sorted(facet.items, key=lambda item: item.value, reverse=True)
    bars = _bars(items, "taken", visitor)
    return Plot("year", visitor.t("about_year"), bars, "")


def _plot(facet: Facet, visitor: Visitor) -> Plot:
    bars = _bars(facet.items[:SHOWN], facet.name, visitor)
    left = facet.distinct > len(bars)
    told = {"n": f"{facet.distinct:,}", "shown": len(bars)}
    more = visitor.t("about_more", **told) if left else ""
    return Plot(facet.name, visitor.t(f"about_{facet.name}"), bars, more)


def _gaps(facet: Facet | None, total: int, visitor: Visitor) -> Plot:
    """What is missing, each as a share of all photos."""
    bars = [
        Bar(
            label=visitor.t(f"about_lacks_{item.value}"),
            count=f"{item.count:,}",
            said=visitor.t(
                "about_share", n=f"{item.count:,}", share=f"{item.count / max(total, 1):.1%}"
            ),
            width=_percent(item.count, total),
            url=visitor.links.search({"lacks": (item.value,)}),
        )
        for item in (facet.items if facet else ())
        if item.count
    ]
    return Plot("lacks", visitor.t("about_lacks"), bars, "" if bars else visitor.t("about_whole"))


def _bars(items: Iterable[FacetItem], name: str, visitor: Visitor) -> list[Bar]:
    items = [item for item in items if item.count]
    longest = max((item.count for item in items), default=1)
    return [
        Bar(
            label=item.label,
            count=f"{item.count:,}",
            said=visitor.t("about_one" if item.count == 1 else "about_count", n=f"{item.count:,}"),
            width=_percent(item.count, longest),
            url=visitor.links.search({name: (item.value,)}),
        )
        for item in items
    ]


def _percent(count: int, whole: int) -> str:
    """A width that is seen even where there is little."""
    return f"{max(0.5, 100 * count / max(whole, 1)):.1f}"
