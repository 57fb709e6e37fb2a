"""Why a text is, or nothing is, the caption of a picture, in words for people.

The reason is the feature that weighed most; each has one phrase.
"""

from collections.abc import Mapping

from indexer.posts.captions.features import Features
from indexer.posts.captions.relation import Relation
from indexer.posts.captions.scoring import Table

PHRASES: Mapping[str, str] = {
    "after": "it stands after the picture",
    "behind": "it stands behind the line after the picture",
    "before": "it stands before the picture",
    "line_below": "it is the line below the picture",
    "line_above": "it is the line above the picture",
    "figure": "it stands in the picture's figure",
    "territory": "it stands with the picture alone",
    "cell": "it is the cell beside the picture",
    "alt": "it is the picture's alternative text",
    "title": "it is the picture's title",
    "description": "it is the picture's own description",
    "headline": "it is the headline of the post",
    "arrow": "it begins with an arrow",
    "label": "it begins with a label of captions",
    "number": "it begins with the number of a figure",
    "class": "its markup calls it a caption",
    "credit": "it is a credit line",
    "credit_end": "it ends with a credit",
    "shows": "it speaks of the picture",
    "shot": "it says when or how the picture was made",
    "people": "it says who stands where",
    "names_picture": "it names a picture",
    "remark": "it is a remark in brackets",
    "glued": "body text is glued behind it",
    "dated": "it begins with a day",
    "leads_here": "it leads to the picture",
    "points_here": "it points to the picture",
    "points_down": "it points to a picture below",
    "points_up": "it speaks of a picture above",
    "heading": "it is a heading",
    "bold": "it is bold, as headings are",
    "link": "it is a link",
    "linked": "it is an item of a list of links",
    "listed": "it is an item of a list",
    "quoted": "it is a quotation",
    "staff": "it is a line of the staff list",
    "signature": "it is a signature in brackets",
    "instruction": "it is an instruction to the reader",
    "command": "it tells the reader what to do",
    "ordinal": "it is a numbered heading",
    "address": "it is an address",
    "navigation": "it is the navigation of the page",
    "licence": "it is a licence",
    "source_line": "it says when and where the page was published",
    "date_alone": "it is a day or an hour alone",
    "says_below": "it announces what the picture shows without saying it",
    "prose": "it reads as a paragraph of the article",
    "line_of_prose": "it is a paragraph that a picture stands in",
    "much_shorter": "it is much shorter than the article's paragraphs",
    "continues": "it goes on with the text",
    "open_end": "it leads to what follows",
    "speech": "it quotes somebody",
    "question": "it asks a question",
    "stopped": "it ends as sentences do",
    "several": "it is several sentences",
    "long_unmarked": "it is as long as body text",
    "tiny": "it is a word of two characters",
    "credit_alone": "it holds nothing but a credit",
    "repeats_headline": "it repeats the headline",
    "repeats_alt": "it says what the picture's alternative text does",
    "centred_apart": "it is centred, and the article is not",
    "styled_apart": "it is small, slanted or coloured, and the article is not",
    "shorter": "it is short beside the article",
    "stopped_apart": "it is a sentence, and the article is made of lines",
    "verse": "the article is made of such lines",
    "shared": "several pictures would share it",
    "shared_unmarked": "several pictures would share it without a sign",
    "described": "the picture has words of its own and does not stand next to it",
    "beside_another": "another picture stands between",
    "before_prose": "it stands between the picture and the text",
    "among_lines": "it is one of several such lines",
    "credit_below": "a credit line stands below it",
    "credit_above": "a credit line stands between it and the picture",
    "staff_list": "it opens the staff list",
    "row": "captions and pictures alternate so",
    "row_against": "captions and pictures alternate otherwise",
    "like_headings": "lines like it are headings of the post",
    "above_source_line": "the line below says when and where the page was published",
    "bold_above_prose": "it is bold above a paragraph, as headings are",
    "sole_line": "it is a line without a full stop, and the only picture's",
    "sole_sentence": "it is a sentence, and no other picture tells of a habit",
    "habit": "other pictures have their captions there",
    "habit_make": "other captions are made alike",
    "habit_elsewhere": "other pictures have their captions elsewhere",
    "habit_none": "other pictures have no captions",
    "habit_classed": "the markup calls the others captions and it not",
    "habit_marked": "other captions are marked and it is not",
}
"""What each feature says."""

_RELATIONS = frozenset(relation.value for relation in Relation)


def reason_for(features: Features, table: Table) -> str:
    """Say what weighed most for a caption, and where it stands."""
    worth = _worth(features, table)
    places = sorted(_RELATIONS & features.keys())
    place = PHRASES[max(places, key=lambda name: worth[name])] if places else ""
    signs = {name: value for name, value in worth.items() if name not in _RELATIONS and value > 0}
    best = max(sorted(signs), key=lambda name: signs[name], default="")
    return f"{place}; {PHRASES[best]}" if best else place


def reason_against(text: str, features: Features, table: Table) -> str:
    """Say what weighed most against the likeliest text, which is named as it begins."""
    worth = _worth(features, table)
    worst = min(sorted(worth), key=lambda name: worth[name])
    return f"“{text}” is no caption: {PHRASES[worst]}"


def _worth(features: Features, table: Table) -> dict[str, float]:
    return {name: table.get(name, 0.0) * value for name, value in features.items()}
