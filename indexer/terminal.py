"""What the command line shows to people: progress bars and readable results, with rich.

Progress goes to standard error and only where that is a terminal, so that redirected output and
logs stay clean.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from indexer.han_text import HanText
from indexer.presentation import facet_label, picture_address, spans, visible
from search.explanation import Explanation
from search.results import Hit, Part, Results, Similar
from search.suggestion import Suggestion

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.copying import CopyReport
    from indexer.pictures import FetchReport
    from indexer.progress import Progress as Report

_SKIPPED_SHOWN = 10
_PARTS_SHOWN = 6


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(
            "" if task.speed is None else f"{task.speed:,.0f}/s", style="progress.data.speed"
        )


def counted(count: int, noun: str) -> str:
    """How many of a thing: ``1 file``, ``1,200 files``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


@contextmanager
def progress(console: Console, doing: str) -> "Iterator[Report]":
    """A bar with rate and time left on ``console``; nothing where it is no terminal."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def left_out(counts: Mapping[str, int]) -> str:
    """Pictures that gave no photo, by the reason: ``3 furniture, 1 short code``."""
    return ", ".join(f"{n:,} {visible(reason.replace('_', ' '))}" for reason, n in counts.items())


def build_line(report: "BuildReport") -> str:
    """What a build or an update did, in one line."""
    skipped = f"; {counted(len(report.skipped), 'file')} skipped" if report.skipped else ""
    return _changes(report) + skipped


def _changes(report: "BuildReport") -> str:
    changes = [
        f"{count:,} {name}"
        for name, count in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
            ("unchanged", report.unchanged),
        )
        if count
    ]
    return (
        f"{counted(report.posts, 'post')} ({', '.join(changes) or 'none'}): "
        f"{counted(report.photos, 'photo')}, {counted(report.paragraphs, 'paragraph')}"
    )


def copy_line(report: "CopyReport") -> str:
    """What was copied, in one line."""
    return (
        f"{counted(report.photos, 'photo')}, {counted(report.paragraphs, 'paragraph')}, "
        f"{counted(report.records, 'record')} copied"
    )


def build_report(report: "BuildReport") -> RenderableType:
    """What a build or an update did."""
    lines = [Text(_changes(report))]
    if report.skipped:
        lines.append(Text(f"{counted(len(report.skipped), 'file')} skipped:", style="yellow"))
        lines += [Text(visible(f"  {s.path}: {s.reason}")) for s in report.skipped[:_SKIPPED_SHOWN]]
    if len(report.skipped) > _SKIPPED_SHOWN:
        lines.append(Text("  … all of them: python -m indexer inspect CORPUS", style="dim"))
    if report.cut:
        lines.append(Text(f"{counted(len(report.cut), 'value')} cut short:", style="yellow"))
        lines += [Text(f"  {one.path}: {one.remark}") for one in report.cut[:_SKIPPED_SHOWN]]
    if report.left_out:
        lines.append(Text(f"pictures left out: {left_out(report.left_out)}", style="dim"))
    return Group(*lines)


def fetch_report(report: "FetchReport") -> RenderableType:
    """What a run of ``pictures`` did."""
    lines = [
        Text(
            f"{report.fetched:,} fetched, {report.present:,} were here, "
            f"{report.local:,} lie in the corpus, {report.missing:,} are missing there, "
            f"{report.failed:,} failed, "
            f"{report.waiting:,} to be tried again later"
        )
    ]
    lines += [
        Text(visible(f"  {count:,} × {reason}"), style="dim") for reason, count in report.reasons
    ]
    return Group(*lines)


def results(page: Results, *, first: int) -> RenderableType:
    """A page of hits; ``first`` is the number of the first."""
    counts = ", ".join(counted(count, kind) for kind, count in page.counts.items())
    if page.rows < page.total:
        counts += f"; in {counted(page.rows, 'row')}"
    lines: list[RenderableType] = [
        Text(visible(f"{page.query or 'everything'}: {counts}"), style="bold")
    ]
    lines += [Text(visible(f"! {notice.english}"), style="yellow") for notice in page.notices]
    lines += _corrections(page.interpretation)
    lines += _hits(page, first)
    if page.page > page.pages:
        lines.append(Text(f"no such page: the last is {page.pages:,}", style="yellow"))
    elif page.pages > 1:
        lines.append(Text(f"page {page.page} of {page.pages:,}", style="dim"))
    return Group(*lines)


def similar(found: Similar) -> RenderableType:
    """Photos like one, with the query that finds them."""
    if not found.hits:
        return Text("nothing is like it")
    hits = (_hit(hit, number) for number, hit in enumerate(found.hits, start=1))
    return Group(Text(visible(found.query), style="bold"), *hits)


def suggestions(text: str, found: Sequence[Suggestion]) -> RenderableType:
    """What a text may be completed to, one a line."""
    if not found:
        return Text(f"nothing to suggest for {visible(text)}" if text else "nothing was typed")
    return Group(*map(_suggestion, found))


def _suggestion(one: Suggestion) -> Text:
    """The completion, what it is, what it finds, and what to search for where that is more."""
    kind = facet_label(one.kind, "en").lower()
    line = HanText.assemble((visible(one.label), "bold"), f" · {kind} · {one.count:,}")
    if one.text != one.label:
        line.append(f" · search {visible(one.text)}", style="dim")
    return line


def _corrections(interpretation: Sequence[Part]) -> Iterator[Text]:
    """What may have been meant, as the whole queries that ask for it, with what they find."""
    offers = [
        f"{visible(part.strict or part.text)} ({part.count or 0:,})"
        for part in interpretation
        if part.kind == "correction"
    ]
    if offers:
        yield HanText(f"您是不是要找 / did you mean: {', '.join(offers)}", style="green")


def _hits(page: Results, first: int) -> Iterator[RenderableType]:
    """The hits, with a line above those that hold only some of the words."""
    is_below = False
    for number, hit in enumerate(page.hits, start=first):
        if hit.related and not is_below:
            is_below = True
            these = f"{counted(page.related, 'more result')} with only some of the words:"
            yield Text(these, style="bold")
        yield _hit(hit, number)


def _hit(hit: Hit, number: int) -> RenderableType:
    document = hit.document
    field = "caption" if document.kind == "photo" else "text"
    caption = _marked(hit, field, getattr(document, field))
    about = [document.credit, document.date, document.headline]
    lines = [
        HanText.assemble(
            (f"{number:3} ", "dim"), caption or Text("(no caption)", style="dim italic")
        ),
        HanText("    " + " · ".join(visible(part) for part in about if part), style="cyan"),
    ]
    if hit.missing:
        lacked = "    without: " + ", ".join(map(visible, hit.missing))
        lines.append(Text(lacked, style="yellow"))
    image = picture_address(document.image)
    if image:
        lines.append(Text("    " + visible(image), style="dim"))
    if hit.group > 1:
        those = f"one of {hit.group:,} that share what matches"
        lines.append(Text(visible(f"    {those}: --article {document.article}"), style="dim"))
    if hit.elsewhere:
        other = counted(hit.elsewhere, "other place")
        told = f"    in {other}: --duplicates show --picture {document.id}"
        lines.append(Text(visible(told), style="dim"))
    if not caption.spans:
        lines += [Text("    ").append_text(line) for line in _elsewhere(hit)]
    if hit.explanation is not None:
        lines.append(Text("    " + visible(_explained(hit.explanation)), style="dim"))
    return Group(*lines)


def _explained(told: Explanation) -> str:
    """What a score is made of, the greatest parts of it, in one line."""
    parts = sorted(told.contributions, key=lambda part: -part.amount)
    shown = [
        f"{part.amount:.3f} {part.field} {part.token} ({part.stream or 'literal'})"
        for part in parts[:_PARTS_SHOWN]
    ]
    more = [f"{len(parts) - _PARTS_SHOWN:,} more"] if len(parts) > _PARTS_SHOWN else []
    together = f" × {told.factor:.3f} ({told.together} together)" if told.together else ""
    return f"{told.score:.3f} = ({' + '.join([*shown, *more]) or '0'}){together}"


def _elsewhere(hit: Hit) -> Iterator[Text]:
    """Where a hit matched when it is not in the caption."""
    for field in ("headline", "before", "after"):
        if spans(hit.matches, field):
            line = Text(f"{field}: ", style="dim")
            yield line.append_text(_marked(hit, field, getattr(hit.document, field)))
            return


def _marked(hit: Hit, field: str, text: str) -> Text:
    marked = Text()
    position = 0
    for start, end in spans(hit.matches, field):
        marked.append(visible(text[position:start]))
        marked.append(visible(text[start:end]), style="bold red")
        position = end
    return marked.append(visible(text[position:]))
