"""Where the bytes of an index are: its live build's arrays, by what they hold.

    python -m tests.benchmarks.index_bytes DIR

Paragraphs and the texts beside photos are one pool, ``passage``, in which every text stands once,
so what a photo costs hangs on how much running text stands around it: a line for each pool says
how long its texts are, and how many bytes of the index there are to a byte of them.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from search import connect
from search.index.arrays import ArrayFile
from search.index.directory import IndexDirectory
from search.index.store import STORES
from search.text.analyzer import STREAMS


def part_of(name: str) -> tuple[str, str]:
    """What an array belongs to, and which part of it: ``passage.bigrams.entries``."""
    owner, _, rest = name.partition(".")
    if owner in STORES:
        kind, _, part = rest.partition(".")
        return owner, f"{kind}: {part.partition('.')[0]}" if kind in STREAMS else kind
    return ("documents", rest.partition(".")[0] or owner) if owner in (
        "photo", "paragraph", "ids"
    ) else ("articles", owner)  # fmt: skip


def arrays_of(build: Path) -> Iterator[tuple[str, int]]:
    """The arrays of all segments with their bytes."""
    for file in sorted(build.glob("*.arrays")):
        yield from _sizes(file)


def _sizes(file: Path) -> Iterator[tuple[str, int]]:
    arrays = ArrayFile(file)
    yield from ((name, arrays[name].nbytes) for name in arrays.names())


def counted(build: Path) -> Counter[tuple[str, str]]:
    """Bytes by owner and part; whatever is in no array is of the files themselves."""
    found: Counter[tuple[str, str]] = Counter()
    for name, size in arrays_of(build):
        found[part_of(name)] += size
    for file in build.glob("*_completions_*"):
        for name, size in _sizes(file):
            found["completions", name.partition(".")[0]] += size
    whole = sum(file.stat().st_size for file in build.iterdir())
    found["files", "manifest, tables, directories"] = whole - found.total()
    return found


def table(index: Path) -> str:
    """The bytes of an index as a table, largest first."""
    build = IndexDirectory(index).live()
    parts = counted(build)
    engine = connect(str(index))
    counts = engine.counts()
    engine.close()
    texts = {name: size for name, size in arrays_of(build) if name.endswith(".values.data")}
    whole, photos, documents = parts.total(), counts["photo"], sum(counts.values())
    summary = (
        f"{whole:,} bytes: {whole / max(photos, 1):,.0f} a photo ({photos:,}), "
        f"{whole / max(documents, 1):,.0f} a document ({documents:,})"
    )
    lines = [
        summary,
        "",
        "| of | bytes | share | texts | bytes to a byte of text |",
        "|---|---|---|---|---|",
    ]
    owners: Counter[str] = Counter()
    for (owner, _), size in parts.items():
        owners[owner] += size
    for owner, size in owners.most_common():
        text = texts.get(f"{owner}.values.data", 0)
        ratio = f"{text:,} | {size / text:.1f}" if text else " | "
        lines.append(f"| {owner} | {size:,} | {size / whole:.1%} | {ratio} |")
    lines += ["", "| part | bytes | share |", "|---|---|---|"]
    lines += [
        f"| {owner}, {part} | {size:,} | {size / whole:.1%} |"
        for (owner, part), size in parts.most_common(20)
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of one index."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("index", type=Path, metavar="DIR")
    sys.stdout.write(f"{table(parser.parse_args(arguments).index)}\n")


if __name__ == "__main__":
    main()
