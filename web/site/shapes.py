"""The shapes of pictures as the stylesheet knows them."""

from indexer import Document

# Shapes that the stylesheet knows, width to height in percent. A page under a strict content
# security policy cannot give each picture a style of its own; these are at most 8 % apart, and the
# little that is cut from a thumbnail is seen whole on the photo's page.
SHAPES = (60, 67, 75, 80, 90, 100, 110, 120, 133, 143, 150, 160, 178, 195, 210, 235, 270, 300)
UNKNOWN_SIZE = (1500, 1000)


def size_of(document: Document) -> tuple[int, int]:
    """Width and height in pixels; those of a 3:2 picture where the post does not say."""
    return (document.width, document.height) if document.width and document.height else UNKNOWN_SIZE


def shape(width: int, height: int) -> str:
    """The class of the stylesheet that comes nearest to a picture's shape."""
    ratio = 100 * width / height
    return f"r{min(SHAPES, key=lambda known: max(known / ratio, ratio / known))}"
