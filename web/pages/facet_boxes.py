"""The facets beside the results: what each link does, and how many it finds.

A press on a value takes it: any of the values taken will do. Beside it stand the other ways to use
it, as links of their own: only this one, this one as well, not this one. Only those that change
anything are offered, so that a facet in which nothing was chosen is a plain list.
"""

from collections.abc import Mapping, Sequence

from indexer import Facet, FacetItem
from indexer.presentation import facet_label
from web.addresses.links import Parameters, facet_toggled, only, toggled
from web.pages.facet_contexts import Choice, FacetBox, FacetSearch, Way
from web.site.frame import Link
from web.site.site import Visitor, hidden

CHOICES = 6  # values of a facet that are shown at once
FEW = 2  # more than these, which are not worth a fold
LONG = 12  # values from which on one looks for them

_NOT_OF_FIELDS = frozenset({"kind", "year", "lacks"})


def facet_boxes(
    facets: Sequence[Facet], parameters: Parameters, visitor: Visitor, *, choices: int = CHOICES
) -> list[FacetBox]:
    """The facets that have values, years in their own order; the kinds are tabs."""
    boxes = []
    for facet in facets:
        if facet.name == "kind" or not facet.items:
            continue
        shown = facet_choices(facet, parameters, visitor)
        limit = len(shown) if len(shown) <= choices + FEW else choices
        rest = [c for c in shown[limit:] if not c.standing]
        box = FacetBox(
            name=facet.name,
            label=facet_label(facet.name, visitor.language),
            choices=[c for at, c in enumerate(shown) if at < limit or c.standing],
            rest=rest,
            rest_label=visitor.t("more_values", n=len(rest)),
            search=facet_search(facet, parameters, visitor) if is_long(facet) else None,
            every=_every(facet, parameters, visitor),
        )
        boxes.append(box)
    return boxes


def is_long(facet: Facet) -> bool:
    """Whether one has to look for a value."""
    return facet.name not in _NOT_OF_FIELDS and facet.distinct > LONG


def facet_choices(facet: Facet, parameters: Parameters, visitor: Visitor) -> list[Choice]:
    """The values of a facet, as they stand in the list."""
    items = facet.items
    if facet.name == "year":
        items = tuple(sorted(items, key=lambda item: item.value, reverse=True))
    chosen = sum(item.selected for item in items)
    return [_choice(facet.name, item, chosen, parameters, visitor) for item in items]


def facet_search(
    facet: Facet, parameters: Parameters, visitor: Visitor, *, text: str = ""
) -> FacetSearch:
    """The form that looks for a facet's values, beside the link to all of them."""
    url = visitor.links.facet(facet.name, parameters, facet_text=())
    return FacetSearch(
        action=visitor.links.facet(facet.name),
        label=visitor.t("find_value", facet=facet_label(facet.name, visitor.language)),
        text=text,
        kept=hidden(parameters, "page", "facet_text", lang=(visitor.links.language,)),
        every=Link(visitor.t("all_values", n=f"{facet.distinct:,}"), url),
    )


def _every(facet: Facet, parameters: Parameters, visitor: Visitor) -> Link | None:
    """The page of all values, where there are more than the answer tells."""
    if facet.distinct <= len(facet.items) or facet.name in _NOT_OF_FIELDS:
        return None
    return facet_search(facet, parameters, visitor).every


def value_label(facet: str, value: str, visitor: Visitor) -> str:
    """A value for people: most speak for themselves."""
    return visitor.t(f"lacks_{value}") if facet == "lacks" else value


def _choice(
    facet: str, item: FacetItem, chosen: int, parameters: Parameters, visitor: Visitor
) -> Choice:
    label = value_label(facet, item.value, visitor)
    name, standing = facet, ""
    if item.required:
        name, standing = f"and_{facet}", "required"
    elif item.excluded:
        name, standing = f"not_{facet}", "excluded"
    elif item.selected:
        standing = "selected"
    change = toggled if item.required or item.excluded else facet_toggled
    return Choice(
        label=label,
        count=f"{item.count:,}",
        url=visitor.links.search(change(parameters, name, item.value)),
        standing=standing,
        says=visitor.t(f"chosen_{standing}") if standing else "",
        ways=_ways(facet, item, chosen, parameters, visitor) if not standing else (),
    )


def _ways(
    facet: str, item: FacetItem, chosen: int, parameters: Parameters, visitor: Visitor
) -> list[Way]:
    """Where none is chosen, only this one is what a press on the value does."""
    if facet in _NOT_OF_FIELDS:
        return []
    value = item.value
    ways: Mapping[str, tuple[bool, Parameters, int]] = {
        "only": (chosen > 0, only(parameters, facet, value), item.count),
        "and": (
            chosen > 0 and item.within > 0,
            toggled(parameters, f"and_{facet}", value),
            item.within,
        ),
        "not": (
            item.within > 0 and item.without > 0,
            toggled(parameters, f"not_{facet}", value),
            item.without,
        ),
    }
    return [
        Way(
            visitor.t(f"way_{name}"),
            visitor.t(f"way_{name}_says", value=item.label, n=f"{count:,}"),
            visitor.links.search(changed),
        )
        for name, (offered, changed, count) in ways.items()
        if offered
    ]
