"""Which text is the caption of which picture.

Pictures that stand together form a group, and a group is captioned by its figure, by the text after
it or, in some posts, before it, or by the pictures' own ``alt`` and ``title``. A post is decided as
a whole: whether its captions come before or after is a habit of the post, and a short line that
would not be believed alone is believed where the other pictures of the post have captions in the
same place. Rules in a fixed order, and no learned weights: 60 captions are too few to
learn from, and a rule can say its reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.posts.blocks.body import Item, Picture, Text
from indexer.posts.captions.captioned import Caption, Captions, Group, groups_of
from indexer.posts.captions.descriptions import Descriptions, same_text
from indexer.posts.captions.evidence import (
    CREDIT,
    LEADER,
    NONE,
    PHRASE,
    POINTS,
    SENTENCE,
    Evidence,
    Manner,
    is_caption_class,
    is_staff,
    manner_of,
    read,
    without_leader,
)
from indexer.posts.captions.habits import Habits
from indexer.posts.captions.placement import is_set_as_caption
from indexer.posts.credits.credit_lines import Credit, split_credit

_COLON_END = re.compile(r"(?<!\s)\s*[：:][）)]?$")
_CONFIDENCE = {"class": 0.97, "leader": 0.96, "credit": 0.95, "points": 0.88}
_IN_PLACE = 0.85
_HINT = 0.65
_ALT = 0.7


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
    groups: list[Group] = field(init=False)
    before: bool = field(init=False)
    descriptions: Descriptions = field(init=False)
    crowd: Counter[int] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = [item for item in self.items if isinstance(item, Text)]
        self.pictures = [item for item in self.items if isinstance(item, Picture)]
        self.manner = manner_of(self.texts)
        self.evidence = {
            index: read(item, self.manner)
            for index, item in enumerate(self.items)
            if isinstance(item, Text) and any(map(self.is_picture, range(index - 2, index + 2)))
        }
        self.groups = groups_of(self.items)
        self.before = self.captions_come_before()
        self.descriptions = Descriptions(self.pictures, self.title)
        self.crowd = Counter(text.block for text in self.texts)

    def decide(self) -> Captions:
        self.by_figure()
        for group in self.groups:
            sides = (group.first - 1, group.last + 1)
            for index in sides if self.before else sides[::-1]:
                self.by_strong_text(group, index)
        for group in self.groups:
            self.by_description(group)
        self.by_habit()
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

    def by_figure(self) -> None:
        """A figcaption belongs to the pictures of its figure, however many."""
        captions: dict[int, tuple[int, Text]] = {}
        pictures: defaultdict[int, list[int]] = defaultdict(list)
        for at, item in enumerate(self.items):
            if item.figure is None:
                continue
            if isinstance(item, Picture):
                pictures[item.figure].append(at)
            elif item.figure not in captions and is_caption_class(item):
                captions[item.figure] = at, item
        for figure, (at, text) in captions.items():
            position = "figcaption" if len(pictures[figure]) == 1 else "shared"
            evidence = read(text, self.manner)
            for index in pictures[figure]:
                self.give(index, evidence, position, 0.98, "the figcaption of its figure")
                self.found.used[at] = ""

    def by_strong_text(self, group: Group, index: int) -> None:
        free = self.free(group)
        evidence = self.evidence.get(index)
        if not free or evidence is None or index in self.found.used:
            return
        after = index > group.last
        if self.opens_staff_list(index):
            return
        if evidence.strong and self.faces(evidence, after=after):
            self.accept(free, index, evidence, _CONFIDENCE[evidence.kind], evidence.reason)
        elif after and evidence.may_be_set and self.is_set(free[-1], index, evidence):
            self.accept(free, index, evidence, _IN_PLACE, f"{evidence.reason}, set as captions are")
        elif after and evidence.kind != NONE and self.credit_below(index) is not None:
            self.accept(free, index, evidence, _IN_PLACE, "a credit line stands below it")

    def is_set(self, picture: int, index: int, evidence: Evidence) -> bool:
        image, text = self.picture(picture), self.items[index]
        return isinstance(text, Text) and is_set_as_caption(
            image, text, evidence, self.manner, alone=self.crowd[text.block] == 1
        )

    def faces(self, evidence: Evidence, *, after: bool) -> bool:
        """Before a picture only a full caption counts: a remark there belongs to the text."""
        if after:
            return not (evidence.down and evidence.kind == LEADER and self.before)
        if not evidence.caption:
            return False
        full = evidence.kind != POINTS or evidence.reason == "speaks of the picture"
        return full and self.before

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

    def by_description(self, group: Group) -> None:
        """Use ``title`` and ``alt`` where they tell the picture apart from the others."""
        for index in self.free(group):
            text = self.descriptions.best(self.picture(index))
            if text:
                caption, credit = split_credit(without_leader(text))
                self.found.of[index] = Caption(
                    text=caption or None,
                    credit=credit,
                    position="title" if same_text(text, self.picture(index).title) else "alt",
                    confidence=0.85 if credit else _ALT,
                    reason="its own description, which is neither the headline nor a file name",
                )

    def by_habit(self) -> None:
        """Believe lines without any mark: those that stand apart, then what their habit adds."""
        habits = Habits(self.items, self.groups, self.manner, self.evidence, self.found)
        for believe in (habits.line_apart, habits.habitual):
            habits.count()
            for at, group in enumerate(self.groups):
                free, index = self.free(group), group.last + 1
                belief = believe(group) if free else None
                if belief:
                    self.accept(free, index, self.evidence[index], *belief)
                    habits.recount(at)
        for group in habits.leads():
            index, free = group.first - 1, self.free(group)
            if free:
                reason = "a short line announces it, as the others"
                self.accept(free, index, self.evidence[index], _HINT, reason)

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
            text=_COLON_END.sub("", without_leader(evidence.caption)) or None,
            credit=credit or evidence.credit,
            position=position,
            confidence=confidence,
            reason=reason,
        )

    def explain_absence(self, group: Group) -> None:
        evidence = self.evidence.get(group.last + 1)
        for index in self.free(group):
            if evidence is None:
                reason, confidence = "no text follows it", 0.95
            else:
                doubtful = evidence.kind in (PHRASE, SENTENCE)
                reason = f"the text after it is no caption: {evidence.reason}"
                confidence = 0.6 if doubtful else 0.85
            self.found.of[index] = Caption(confidence=confidence, reason=reason)

    def free(self, group: Group) -> list[int]:
        return [index for index in range(group.first, group.last + 1) if index not in self.found.of]

    def picture(self, index: int) -> Picture:
        item = self.items[index]
        assert isinstance(item, Picture)  # noqa: S101 - groups hold pictures, for the type checker
        return item
