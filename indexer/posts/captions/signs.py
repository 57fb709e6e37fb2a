"""What one text shows, by itself, about being a picture's caption.

Only the text and its own markup are read here; where it stands and what the rest of the post adds
is for ``features``. A text is not judged: it has signs, each of which a photo editor would name,
and what they are worth together is in ``weights``.
"""

from dataclasses import dataclass
from enum import StrEnum

from indexer.posts.blocks.block import Text
from indexer.posts.blocks.place import HEADINGS
from indexer.posts.captions import words
from indexer.posts.captions.leaders import (
    ARROWS,
    LABEL,
    NUMBER,
    announces,
    is_credit,
    without_arrow,
    without_leader,
)
from indexer.posts.credits.credit_lines import Credit, credit_end, split_credit

MAX_CREDITED = 260
"""Characters of a text up to which a credit at its end makes it a caption: longer ones are
paragraphs of an article that ends in its credits."""

LONG = 40
"""Characters of a line beyond which it is none."""


class Sign(StrEnum):
    """One thing that a text shows."""

    ARROW = "arrow"
    LABEL = "label"
    NUMBER = "number"
    CLASS = "class"
    CREDIT = "credit"
    CREDIT_END = "credit_end"
    SHOWS = "shows"
    SHOT = "shot"
    PEOPLE = "people"
    NAMES_PICTURE = "names_picture"
    REMARK = "remark"
    DATED = "dated"
    LEADS_HERE = "leads_here"
    POINTS_HERE = "points_here"
    POINTS_DOWN = "points_down"
    POINTS_UP = "points_up"
    HEADING = "heading"
    BOLD = "bold"
    LINK = "link"
    LINKED = "linked"
    LISTED = "listed"
    QUOTED = "quoted"
    STAFF = "staff"
    SIGNATURE = "signature"
    INSTRUCTION = "instruction"
    COMMAND = "command"
    ORDINAL = "ordinal"
    ADDRESS = "address"
    NAVIGATION = "navigation"
    LICENCE = "licence"
    SOURCE_LINE = "source_line"
    DATE_ALONE = "date_alone"
    SAYS_BELOW = "says_below"
    CONTINUES = "continues"
    OPEN_END = "open_end"
    SPEECH = "speech"
    QUESTION = "question"
    STOPPED = "stopped"
    SEVERAL = "several"
    GLUED = "glued"


LEADERS = frozenset({Sign.ARROW, Sign.LABEL, Sign.NUMBER})
STRONG = LEADERS | {Sign.CLASS, Sign.CREDIT_END, Sign.SHOWS, Sign.SHOT}
"""Signs of a caption that body text hardly ever has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a text shows.

    Attributes:
        signs: all of them.
        caption: the text without leader and credit; empty where the credit is all.
        rest: body text that is glued behind the caption.
        credit: or None.
    """

    signs: frozenset[Sign]
    caption: str
    rest: str = ""
    credit: Credit | None = None

    @property
    def strong(self) -> bool:
        """Whether it shows what body text hardly ever does."""
        return not self.signs.isdisjoint(STRONG)


def signs_of(text: Text) -> Signs:
    """Read a text of a page with its markup."""
    shown = _of_markup(text)
    read = signs_in(text.text)
    return Signs(signs=read.signs | shown, caption=read.caption, rest=read.rest, credit=read.credit)


def signs_in(whole: str) -> Signs:
    """Read the words of a text alone."""
    head, rest = _parted(whole)
    shown = _of_words(head)
    if rest:
        shown.add(Sign.GLUED)
    caption, credit = split_credit(without_leader(head))
    if credit and not credit.is_byline and len(caption) <= MAX_CREDITED:
        shown |= {Sign.CREDIT_END} if caption else {Sign.CREDIT}
    return Signs(signs=frozenset(shown), caption=caption, rest=rest, credit=credit)


def _parted(whole: str) -> tuple[str, str]:
    """Part a caption from the body text that is glued behind it, if any is."""
    cut = credit_end(whole)
    if cut and cut <= MAX_CREDITED:
        return whole[:cut], whole[cut:].strip()
    picture = words.PICTURE_HEAD.match(whole) if len(whole) > LONG else None
    if picture and not words.SHOWS.match(whole):
        return picture["caption"], whole[picture.end() :].strip()
    return whole, ""


def is_staff(text: str) -> bool:
    """Whether a text is a line of the staff list or of the article's source."""
    stripped = text.strip()
    return len(stripped) <= 120 and bool(
        words.STAFF.match(stripped) or words.STAFF_INSIDE.search(stripped)
    )


def is_caption_class(text: Text) -> bool:
    """Whether the markup itself calls the text a caption."""
    return text.tag in ("figcaption", "caption") or any(
        words.CAPTION_CLASS.search(name) for name in text.classes
    )


def _of_markup(text: Text) -> set[Sign]:
    heads = text.tag in HEADINGS or any(map(words.HEADING_CLASS.search, text.classes))
    quotes = text.quoted or any(map(words.QUOTE_CLASS.search, text.classes))
    shown = {
        Sign.CLASS: is_caption_class(text),
        Sign.HEADING: heads,
        Sign.BOLD: text.bold,
        Sign.LINK: text.link,
        Sign.LINKED: text.linked,
        Sign.LISTED: text.listed,
        Sign.QUOTED: quotes,
    }
    return {sign for sign, holds in shown.items() if holds}


def _of_words(whole: str) -> set[Sign]:
    bare = without_arrow(whole)
    short, some = len(whole) <= LONG, len(whole) <= MAX_CREDITED
    remark = words.REMARK.match(whole)
    signed = remark is not None and words.SIGNATURE.match(whole) is not None
    leader = ARROWS.match(whole) or LABEL.match(whole) or NUMBER.match(whole)
    led = leader is not None and bool(without_leader(whole)) and not is_credit(whole)
    shown = {
        Sign.ARROW: led and ARROWS.match(whole),
        Sign.LABEL: led and LABEL.match(whole),
        Sign.NUMBER: led and NUMBER.match(whole),
        Sign.SHOWS: some and words.SHOWS.match(whole),
        Sign.SHOT: some and words.SHOT.search(whole),
        Sign.PEOPLE: some and words.PEOPLE.search(whole),
        Sign.NAMES_PICTURE: words.NAMES_PICTURE.match(whole),
        Sign.REMARK: remark and not signed,
        Sign.DATED: some and words.DATED.match(whole),
        Sign.POINTS_DOWN: words.POINTS_DOWN.search(whole) or bare != whole,
        Sign.POINTS_UP: words.POINTS_UP.search(whole),
        Sign.STAFF: is_staff(whole),
        Sign.SIGNATURE: signed and not words.SHOWS.match(whole[1:]),
        Sign.INSTRUCTION: short and words.INSTRUCTION.search(whole),
        Sign.COMMAND: short and words.COMMAND.search(whole),
        Sign.ORDINAL: short and words.ORDINAL.match(whole),
        Sign.ADDRESS: words.ADDRESS.match(whole),
        Sign.NAVIGATION: short and words.NAVIGATION.search(whole),
        Sign.LICENCE: len(whole) <= 2 * LONG and words.LICENCE.search(whole),
        Sign.SOURCE_LINE: words.SOURCE_LINE.match(whole) if len(whole) < 80 else None,
        Sign.DATE_ALONE: short and words.DATE_ALONE.fullmatch(whole),
        Sign.SAYS_BELOW: short and words.SAYS_BELOW.search(whole),
        Sign.CONTINUES: words.CONTINUES.match(whole),
        Sign.OPEN_END: bare.endswith(words.OPEN_END) or announces(bare),
        Sign.SPEECH: words.SPEECH.search(bare[-200:]),
        Sign.QUESTION: words.QUESTION.search(bare[-4:]),
        Sign.STOPPED: words.STOP.search(bare[-4:]),
        Sign.SEVERAL: len(words.STOPS.findall(whole)) > 1,
    }
    return {sign for sign, holds in shown.items() if holds}
