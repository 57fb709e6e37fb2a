"""What a line without any mark is, judged by the habits of its post.

After half of the pictures comes body text, and a line without an arrow, a credit or a caption class
looks like it. Two things tell them apart. Paragraphs of news end in a full stop and are longer than
a line, so a line that does neither, alone between a picture and prose, is a caption or a heading;
and a desk that captions its pictures captions most of them, in one place. Lines that lean on the
sentence before them (``此外，``) continue the text whatever else they look like.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.posts.blocks.body import Item, Picture, Text
from indexer.posts.captions.captioned import Captions, Group
from indexer.posts.captions.evidence import (
    CLASS,
    LEADER,
    PHRASE,
    SENTENCE,
    Evidence,
    Manner,
    announces,
    read,
)

_BY_HABIT = 0.75
_HINT = 0.65
_MAX_HABIT = 45
_MAX_HEADING = 28
_MAX_LEAD = 40
_MIN_LEADS = 3
_MIN_SETTLED = 2
_PROSE = 40
_SEVERAL = 2
"""Pictures beyond the first from which on a doubtful line is not believed to serve all."""

_CONTINUES = re.compile(
    r"^(?:然而|但|不过|此外|另外|随后|随即|据|其中|值得|对此|为此|与此|同时|而且|因此|因为|由于|目前|那么|所以|接着|至于|"
    r"例如|比如|首先|其次|再次|最后|最终|于是|虽然|尽管|如果|事实上|实际上|也就是|换句话|更多|公开资料|资料显示|数据显示|"
    r"他(?:们|还|又|说|的)|她(?:们|还|又|说|的)|有人|有网友|网友们?[也纷]|记者|报道[称说]|根据|按照|对于此)"
)


_Trait = frozenset[str]
"""Where the caption of a group stands: ``settled`` after it, and ``stopped`` with a full stop;
``before`` it."""


@dataclass(slots=True)
class Habits:
    """How a post treats its pictures, as far as ``found`` knows its captions.

    ``evidence`` holds what each text beside a picture shows by itself. Each question is about one
    group, and the answer depends on all: what they add up to is kept, and ``recount`` is told where
    a group was given its caption.
    """

    items: Sequence[Item]
    groups: Sequence[Group]
    manner: Manner
    evidence: Mapping[int, Evidence]
    found: Captions
    traits: list[_Trait] = field(init=False)
    sums: Counter[str] = field(init=False)
    has_marks: bool = field(init=False)
    body_length: float = field(init=False)
    headings_are_phrases: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_marks = any(one.kind in (LEADER, CLASS) for one in self.evidence.values())
        self.body_length = self._body_length()
        self.headings_are_phrases = self._headings_are_phrases()
        self.count()

    def count(self) -> None:
        """Look at the captions of all groups."""
        self.traits = [self._trait(group) for group in self.groups]
        self.sums = Counter(name for trait in self.traits for name in trait)

    def recount(self, at: int) -> None:
        """Look at a group again that was given its caption, and at the next, which follows it."""
        for number in range(at, min(at + 2, len(self.groups))):
            self.sums.subtract(self.traits[number])
            self.traits[number] = self._trait(self.groups[number])
            self.sums.update(self.traits[number])

    def _trait(self, group: Group) -> _Trait:
        settled = self.captioned_after(group)
        stopped = settled and (self.found.of[group.last].text or "").endswith("。")
        before = group.first - 1 in self.found.used
        names = (("settled", settled), ("stopped", stopped), ("before", before))
        return frozenset(name for name, holds in names if holds)

    def line_apart(self, group: Group) -> tuple[float, str] | None:
        """Confidence and reason to believe a line without a full stop between picture and prose."""
        evidence = self.unmarked(group)
        if evidence is None or evidence.kind != PHRASE or not self.manner.prose:
            return None
        several = group.last - group.first >= _SEVERAL
        if several or not self.stands_apart(group.last + 1):
            return None
        # A heading is short; what is longer and has no full stop is none.
        if len(evidence.caption) <= _MAX_HEADING and self.headings_are_phrases:
            return None
        return _HINT, f"{evidence.reason}, between picture and text"

    def habitual(self, group: Group) -> tuple[float, str] | None:
        """Confidence and reason to believe a line because other pictures have theirs there."""
        evidence = self.unmarked(group)
        if evidence is None:
            return None
        if self.manner.verse:
            return (_BY_HABIT, evidence.reason) if evidence.kind == SENTENCE else None
        longest = min(_MAX_HABIT, self.body_length / 2)
        if len(evidence.caption) > longest or not self.captions_follow(evidence):
            return None
        return _BY_HABIT, f"{evidence.reason} where other pictures have their captions"

    def unmarked(self, group: Group) -> Evidence | None:
        """The line after a group where it may be a caption; None where nothing speaks for it."""
        evidence = self.evidence.get(group.last + 1)
        if evidence is None or group.last + 1 in self.found.used or self.has_marks:
            return None
        hint = evidence.kind in (PHRASE, SENTENCE)
        return evidence if hint and not _CONTINUES.match(evidence.caption) else None

    def captions_follow(self, evidence: Evidence) -> bool:
        """Whether captions stand after pictures often enough to believe one more.

        A whole sentence is what body text is made of: where the other captions are none, it needs
        most pictures to have captions.
        """
        settled = self.sums["settled"]
        other_make = evidence.kind == SENTENCE and self.sums["stopped"] * 2 < settled
        often = settled * (2 if other_make else 5) >= len(self.groups)
        return settled >= _MIN_SETTLED and often and settled > self.sums["before"]

    def captioned_after(self, group: Group) -> bool:
        """Whether the text after a group is its caption, which a credit alone is not."""
        caption = self.found.of.get(group.last)
        return (
            group.last + 1 in self.found.used and caption is not None and caption.text is not None
        )

    def stands_apart(self, index: int) -> bool:
        """Whether a line is followed by body text or nothing, as a line of a list is not."""
        if index + 1 >= len(self.items):
            return True
        below = self.items[index + 1]
        if isinstance(below, Picture) or below.bold:
            return True
        return len(below.text) > min(len(self.evidence[index].caption), _PROSE)

    def _body_length(self) -> float:
        """The median length of the texts that do not follow a picture."""
        lengths = [
            len(item.text)
            for index, item in enumerate(self.items)
            if isinstance(item, Text) and not self.is_picture(index - 1)
        ]
        return median(lengths) if lengths else 0.0

    def _headings_are_phrases(self) -> bool:
        """Whether short phrases stand as plain paragraphs away from pictures, as headings do."""
        phrases = [
            index
            for index, item in enumerate(self.items)
            if isinstance(item, Text)
            and len(item.text) <= _MAX_HEADING
            and read(item, self.manner).kind == PHRASE
        ]
        away = sum(not self.is_picture(index - 1) for index in phrases)
        return away >= 2 and away * 2 > len(phrases)

    def leads(self) -> list[Group]:
        """The groups that a short line announces (``广场桥：``), where that is the post's habit."""
        leads = [group for group in self.groups if self.is_lead(group.first - 1)]
        after = any(caption.position == "after" for caption in self.found.of.values())
        few = len(leads) < _MIN_LEADS or len(leads) * 2 < len(self.groups)
        return [] if after or few else leads

    def is_lead(self, index: int) -> bool:
        """Whether a text is short and points to what follows it."""
        item = self.items[index] if index >= 0 else None
        return (
            isinstance(item, Text)
            and index not in self.found.used
            and len(item.text) <= _MAX_LEAD
            and announces(item.text)
            and bool(self.evidence[index].caption)
        )

    def is_picture(self, index: int) -> bool:
        """Whether a picture stands at an index."""
        return 0 <= index < len(self.items) and isinstance(self.items[index], Picture)
