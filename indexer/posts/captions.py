"""Which text is the caption of which picture.

Pictures that stand together form a group, and a group is captioned by its figure, by the text after
it or, in some posts, before it, or by the pictures' own ``alt`` and ``title``. A post is decided as
a whole: whether its captions come before or after is a habit of the post, and a short line that
would not be believed alone is believed where the other pictures of the post have captions in the
same place. Rules in a fixed order, and no learned weights: 60 captions are too few to
learn from, and a rule can say its reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.posts.body import Item, Picture, Text
from indexer.posts.credits import Credit, split_credit
from indexer.posts.descriptions import description, same_text
from indexer.posts.evidence import (
    CREDIT,
    LEADER,
    NONE,
    PHRASE,
    POINTS,
    SENTENCE,
    Evidence,
    Manner,
    announces,
    is_caption_class,
    is_staff,
    manner_of,
    read,
    without_leader,
)
from indexer.posts.placement import is_set_as_caption

_CONFIDENCE = {"class": 0.97, "leader": 0.96, "credit": 0.95, "points": 0.88}
_IN_PLACE = 0.85
_BY_HABIT = 0.75
_HINT = 0.65
_ALT = 0.7
_MAX_HABIT = 45
_MAX_LEAD = 40
_MIN_LEADS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a picture is said to show.

    Attributes:
        text: without leader and credit; None where there is none.
        credit: or None.
        position: as in ``Photo.caption_position``; None without a caption or credit.
        confidence: 0 to 1.
        reason: one short English sentence.
    """

    text: str | None = None
    credit: Credit | None = None
    position: str | None = None
    confidence: float = 0.9
    reason: str = "the text around it reads as body text"


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a post.

    Attributes:
        of: caption by the picture's index in the items.
        used: what is left of a text that was used as a caption, by its index; often nothing.
    """

    of: dict[int, Caption]
    used: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Group:
    """Pictures without text between them, by their indexes in the items."""

    first: int
    last: int


def find_captions(items: Sequence[Item], title: str) -> Captions:
    """Find the captions of all pictures of a post; ``title`` is its headline."""
    return _Post(items, title).decide()


@dataclass(slots=True)
class _Post:
    items: Sequence[Item]
    title: str
    found: Captions = field(default_factory=lambda: Captions({}, {}))
    texts: list[Text] = field(init=False)
    pictures: list[Picture] = field(init=False)
    manner: Manner = field(init=False)
    evidence: dict[int, Evidence] = field(init=False)
    groups: list[_Group] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = [item for item in self.items if isinstance(item, Text)]
        self.pictures = [item for item in self.items if isinstance(item, Picture)]
        self.manner = manner_of(self.texts)
        self.evidence = {
            index: read(item, self.manner)
            for index, item in enumerate(self.items)
            if isinstance(item, Text) and any(map(self.is_picture, range(index - 2, index + 2)))
        }
        self.groups = _groups(self.items)

    def decide(self) -> Captions:
        before = self.captions_come_before()
        for group in self.groups:
            self.by_figure(group)
        for group in self.groups:
            sides = (group.first - 1, group.last + 1)
            for index in sides if before else sides[::-1]:
                self.by_strong_text(group, index)
        for group in self.groups:
            self.by_description(group)
        self.by_lead()
        for group in self.groups:
            self.by_habit(group)
        for group in self.groups:
            self.explain_absence(group)
        return self.found

    def captions_come_before(self) -> bool:
        """Whether the strong captions of the post stand before their pictures.

        Where captions and pictures alternate each caption has a picture on both sides; the one end
        of the row that lacks its partner tells the order.
        """
        strong = [index for index, one in self.evidence.items() if one.strong and one.caption]
        preceding = sum(self.is_picture(index + 1) for index in strong)
        following = sum(self.is_picture(index - 1) for index in strong)
        pointing = sum(self.evidence[index].down and self.is_picture(index + 1) for index in strong)
        return preceding > following or (preceding == following and pointing * 2 > len(strong) > 0)

    def is_picture(self, index: int) -> bool:
        return 0 <= index < len(self.items) and isinstance(self.items[index], Picture)

    def by_figure(self, group: _Group) -> None:
        """A figcaption belongs to the pictures of its figure, however many."""
        for index in range(group.first, group.last + 1):
            figure = self.picture(index).figure
            captions = [
                (at, text)
                for at, text in enumerate(self.items)
                if isinstance(text, Text)
                and figure is not None
                and text.figure == figure
                and (text.tag == "figcaption" or is_caption_class(text))
            ]
            if captions:
                at = captions[0][0]
                alone = sum(
                    isinstance(item, Picture) and item.figure == figure for item in self.items
                )
                position = "figcaption" if alone == 1 else "shared"
                evidence = read(captions[0][1], self.manner)
                self.give(index, evidence, position, 0.98, "the figcaption of its figure")
                self.found.used[at] = ""

    def by_strong_text(self, group: _Group, index: int) -> None:
        free = self.free(group)
        evidence = self.evidence.get(index)
        if not free or evidence is None or index in self.found.used:
            return
        after = index > group.last
        if self.opens_staff_list(index):
            return
        if evidence.strong and self.faces(evidence, after=after):
            self.accept(free, index, evidence, _CONFIDENCE[evidence.kind], evidence.reason)
        elif (
            after
            and evidence.may_be_set
            and is_set_as_caption(self.items, free[-1], index, evidence, self.manner)
        ):
            self.accept(free, index, evidence, _IN_PLACE, f"{evidence.reason}, set as captions are")
        elif after and evidence.kind != NONE and self.credit_below(index) is not None:
            self.accept(free, index, evidence, _IN_PLACE, "a credit line stands below it")

    def faces(self, evidence: Evidence, *, after: bool) -> bool:
        """Before a picture only a full caption counts: a remark there belongs to the text."""
        if after:
            return not (evidence.down and evidence.kind == LEADER and self.captions_come_before())
        if not evidence.caption:
            return False
        full = evidence.kind != POINTS or evidence.reason == "speaks of the picture"
        return full and self.captions_come_before()

    def opens_staff_list(self, index: int) -> bool:
        """Whether a line of names (`摄影：…`) has staff lines beside it and is one of them."""
        beside = [self.items[at] for at in (index - 1, index + 1) if 0 <= at < len(self.items)]
        return (
            self.evidence[index].kind == CREDIT
            and not self.evidence[index].caption
            and any(isinstance(item, Text) and is_staff(item) for item in beside)
        )

    def credit_below(self, index: int) -> Credit | None:
        """The credit line that stands alone below a caption, unless it opens the staff list."""
        below = self.evidence.get(index + 1)
        if below is None or below.kind != "credit" or below.caption:
            return None
        after = self.items[index + 2] if index + 2 < len(self.items) else None
        return None if isinstance(after, Text) and is_staff(after) else below.credit

    def by_description(self, group: _Group) -> None:
        """Use ``title`` and ``alt`` where they tell the picture apart from the others."""
        for index in self.free(group):
            text = description(self.picture(index), self.pictures, self.title)
            if text:
                caption, credit = split_credit(without_leader(text))
                self.found.of[index] = Caption(
                    text=caption or None,
                    credit=credit,
                    position="title" if same_text(text, self.picture(index).title) else "alt",
                    confidence=0.85 if credit else _ALT,
                    reason="its own description, which is neither the headline nor a file name",
                )

    def by_habit(self, group: _Group) -> None:
        """Believe a hint where other pictures of the post have captions without arrows there."""
        free = self.free(group)
        index = group.last + 1
        evidence = self.evidence.get(index)
        if not free or evidence is None or index in self.found.used:
            return
        if evidence.kind not in (PHRASE, SENTENCE) or self.leaders():
            return
        habit = self.after_habit()
        if habit and len(evidence.caption) <= min(_MAX_HABIT, self.body_length() / 2):
            reason = f"{evidence.reason} where other pictures have their captions"
            self.accept(free, index, evidence, _BY_HABIT, reason)
        elif self.manner.verse and evidence.kind == SENTENCE:
            self.accept(free, index, evidence, _BY_HABIT, evidence.reason)
        elif (
            self.manner.prose
            and evidence.kind == PHRASE
            and self.stands_apart(index)
            and not self.headings_are_phrases()
        ):
            reason = f"{evidence.reason}, between picture and text"
            self.accept(free, index, evidence, _HINT, reason)

    def leaders(self) -> bool:
        """Whether the post marks its captions with arrows, so that a line without one is none."""
        return any(one.kind == LEADER for one in self.evidence.values())

    def after_habit(self) -> bool:
        settled = sum(
            group.last + 1 in self.found.used and group.last in self.found.of
            for group in self.groups
        )
        before = sum(group.first - 1 in self.found.used for group in self.groups)
        return settled >= 2 and settled * 5 >= len(self.groups) and settled > before

    def stands_apart(self, index: int) -> bool:
        """Whether a phrase is followed by body text or nothing, as a line of a list is not."""
        if index + 1 >= len(self.items):
            return True
        below = self.items[index + 1]
        return isinstance(below, Picture) or len(below.text) > len(self.evidence[index].caption)

    def body_length(self) -> float:
        """The median length of the texts that do not follow a picture."""
        lengths = [
            len(item.text)
            for index, item in enumerate(self.items)
            if isinstance(item, Text) and not self.is_picture(index - 1)
        ]
        return median(lengths) if lengths else 0.0

    def headings_are_phrases(self) -> bool:
        """Whether short phrases stand as plain paragraphs away from pictures, as headings do."""
        beside = {index for index in self.evidence if self.is_picture(index - 1)}
        phrases = [
            index
            for index, item in enumerate(self.items)
            if isinstance(item, Text) and read(item, self.manner).kind == PHRASE
        ]
        away = sum(index not in beside for index in phrases)
        return away >= 2 and away * 2 > len(phrases)

    def by_lead(self) -> None:
        """Where every picture is announced (``广场桥：``) the announcement is its caption."""
        leads = [group for group in self.groups if self.is_lead(group.first - 1)]
        after = any(caption.position == "after" for caption in self.found.of.values())
        if after or len(leads) < _MIN_LEADS or len(leads) * 2 < len(self.groups):
            return
        for group in leads:
            index, free = group.first - 1, self.free(group)
            if free:
                reason = "a short line announces it, as the others"
                self.accept(free, index, self.evidence[index], _HINT, reason)

    def is_lead(self, index: int) -> bool:
        item = self.items[index] if index >= 0 else None
        return (
            isinstance(item, Text)
            and index not in self.found.used
            and len(item.text) <= _MAX_LEAD
            and announces(item.text)
            and bool(self.evidence[index].caption)
        )

    def accept(
        self, pictures: list[int], index: int, evidence: Evidence, confidence: float, reason: str
    ) -> None:
        after = index > pictures[-1]
        position = "after" if after else "before"
        text = self.items[index]
        if isinstance(text, Text) and is_caption_class(text):
            position = "class"
        if len(pictures) > 1:
            position = "shared"
        credit = evidence.credit
        self.found.used[index] = evidence.rest
        if after and credit is None and not evidence.rest:
            credit = self.credit_below(index)
            if credit:
                self.found.used[index + 1] = ""
        for picture in pictures:
            self.give(picture, evidence, position, confidence, reason, credit)

    def give(
        self,
        picture: int,
        evidence: Evidence,
        position: str,
        confidence: float,
        reason: str,
        credit: Credit | None = None,
    ) -> None:
        self.found.of[picture] = Caption(
            text=re.sub(r"\s*[：:][）)]?$", "", without_leader(evidence.caption)) or None,
            credit=credit or evidence.credit,
            position=position,
            confidence=confidence,
            reason=reason,
        )

    def explain_absence(self, group: _Group) -> None:
        evidence = self.evidence.get(group.last + 1)
        for index in self.free(group):
            if evidence is None:
                reason, confidence = "no text follows it", 0.95
            else:
                doubtful = evidence.kind in (PHRASE, SENTENCE)
                reason = f"the text after it is no caption: {evidence.reason}"
                confidence = 0.6 if doubtful else 0.85
            self.found.of[index] = Caption(confidence=confidence, reason=reason)

    def free(self, group: _Group) -> list[int]:
        return [index for index in range(group.first, group.last + 1) if index not in self.found.of]

    def picture(self, index: int) -> Picture:
        item = self.items[index]
        assert isinstance(item, Picture)  # noqa: S101 - groups hold pictures, for the type checker
        return item


def _groups(items: Sequence[Item]) -> list[_Group]:
    groups: list[_Group] = []
    for index, item in enumerate(items):
        if not isinstance(item, Picture):
            continue
        if groups and groups[-1].last == index - 1:
            groups[-1] = _Group(groups[-1].first, index)
        else:
            groups.append(_Group(index, index))
    return groups
