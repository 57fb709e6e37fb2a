"""An inspection for people: a block a post, an entry a photo, gaps in colour, totals at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from indexer.han_text import HanText
from indexer.inspection import Inspection
from indexer.posts.article import Article, Photo
from indexer.posts.left_out import LeftOut, Reason, by_reason
from indexer.presentation import picture_address, visible
from indexer.terminal import counted, left_out

_SURE = 0.85
_LIKELY = 0.7
_MOST = 99
"""Percents at most: nothing that was weighed is certain."""

_FIRST = 3
"""Pictures left out that are shown of each reason; the JSON has all."""


def render(inspection: Inspection) -> RenderableType:
    """Give what ``rich.console.Console.print`` shows of an inspection."""
    parts: list[RenderableType] = [part for post in inspection.posts for part in _post(post)]
    if inspection.skipped:
        parts.append(Text(f"Skipped {counted(len(inspection.skipped), 'file')}", style="bold"))
        parts.extend(
            Text.assemble("  ", visible(skipped.path), ": ", (visible(skipped.reason), "yellow"))
            for skipped in inspection.skipped
        )
        parts.append(Text())
    parts.append(_totals(inspection))
    return Group(*parts)


def _post(post: Article) -> Iterator[RenderableType]:
    yield Text.assemble(
        (visible(post.title), "bold"), "  ", (visible(post.published or "no date"), "dim")
    )
    yield Text(f"{visible(post.path)}  {counted(len(post.photos), 'photo')}", style="dim")
    credit = post.credit or "、".join(post.creator) or post.agency
    if credit:
        yield HanText.assemble(("article credit: ", "dim"), (visible(credit), "cyan"))
    for remark in post.cut:
        yield Text(f"too much {visible(remark)}", style="yellow")
    for note in post.notes:
        yield Text(visible(note), style="yellow")
    if post.left_out:
        yield Text(f"left out: {left_out(by_reason(post.left_out))}", style="dim")
        yield from _left_out(post.left_out)
    if post.photos:
        yield _table(post.photos)
    yield Text()


def _left_out(pictures: Sequence[LeftOut]) -> Iterator[Text]:
    """The first pictures of each reason, so that whoever misses one sees where to look."""
    told: Counter[Reason] = Counter()
    for one in pictures:
        told[one.reason] += 1
        if told[one.reason] <= _FIRST:
            yield Text(f"  {one.reason.value}: {visible(one.what) or 'no address'}", style="dim")


def _table(photos: tuple[Photo, ...]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for number, photo in enumerate(photos, start=1):
        table.add_row(str(number), _confidence(photo.confidence), Group(*_lines(photo)))
    return table


def _lines(photo: Photo) -> Iterator[Text]:
    if photo.caption is None:
        yield Text("no caption", style="red")
    else:
        yield HanText(visible(photo.caption))
    if photo.credit is not None:
        people = "、".join(photo.creator) or "nobody named"
        parts = [people, *(part for part in (photo.agency, photo.role) if part)]
        yield HanText.assemble(
            (visible(photo.credit), "cyan"), ("  = " + visible(" · ".join(parts)), "dim")
        )
    if photo.taken is not None:
        yield Text.assemble(
            "taken ", (photo.taken, "green"), (f" (from {photo.taken_basis})", "dim")
        )
    shared = "shared: " if photo.caption_position == "shared" else ""
    size = f"  {photo.width}×{photo.height}" if photo.width and photo.height else ""
    yield Text(f"{shared}{photo.reason}", style="dim")
    if photo.runner_up is not None:
        yield HanText(f"runner-up: {visible(photo.runner_up)}", style="dim")
    missing = ("  picture not found", "red") if photo.missing else ""
    yield Text.assemble((f"{visible(picture_address(photo.image))}{size}", "dim"), missing)


def _confidence(confidence: float) -> Text:
    if confidence >= 1:  # nothing was weighed
        return Text()
    style = "green" if confidence >= _SURE else "yellow" if confidence >= _LIKELY else "red"
    return Text(f"{min(int(confidence * 100), _MOST)}%", style=style)


def _totals(inspection: Inspection) -> Text:
    photos = inspection.photos
    counts = (
        counted(len(inspection.posts), "post"),
        counted(len(photos), "photo"),
        f"{len(photos) - len(inspection.gaps):,} with a caption",
        f"{sum(photo.credit is not None for photo in photos):,} with a credit",
        f"{sum(photo.taken is not None for photo in photos):,} with a date",
        f"{len(inspection.gaps):,} without a caption",
        f"{counted(len(inspection.missing), 'picture')} not found",
        f"{counted(len(inspection.skipped), 'file')} skipped",
        *([f"left out: {left_out(inspection.left_out)}"] if inspection.left_out else []),
    )
    return Text(", ".join(counts), style="bold")
