"""Judge what the extractor reads in a post by what is right for each of its pictures.

The rules, one a figure. What the readers of the truth doubted leaves the figure out:

- **photos**: every photo and graphic of the truth is to be listed, as often as it stands in the
  post. What is listed beyond that, or is furniture (``icon``), is a false photo; what a partial
  truth does not hold was not looked at and is not counted. A picture of doubtful kind may be
  listed or not; what is said of it counts where it is listed. A false photo is one fault: its
  caption, credit and date are not counted again. A post that is skipped misses everything.
- **captions** (present): a photo has one when it has a caption or a credit, since the truth calls
  a credit that stands alone a caption, and an article keeps it apart. A photo that is missed misses
  its caption; a caption where the truth says null is one too many.
- **exact**: of the captions that are present on both sides, those whose words are right; ``texts``
  says which words. Left out where the extent is doubted.
- **photographers**, **agencies**: sets of names, without white space. A doubtful credit leaves out
  both.
- **taken**: the same EDTF string. A date that the truth does not have is invented, whether the
  truth has another or none: in an archive a wrong date is worse than none.
- A doubtful caption leaves out all of these, for all are read from it.
- **titles**: without white space. **days**: the first ten characters of when the post was
  published, as either side writes it; hours are not compared. Null in the truth is no label.
"""

from indexer.posts.article import Article, Photo
from indexer.sources.skipped import Skipped
from tests.quality.extraction.addresses import pair
from tests.quality.extraction.score import Score, total
from tests.quality.extraction.tally import Tally, compared
from tests.quality.extraction.texts import bare, plain
from tests.quality.extraction.truth import TruePhoto, TruePost

_NOT_LISTED = Photo(image="")


def judge(true: TruePost, read: Article | Skipped) -> Score:
    """Judge one post; each miss names its file."""
    if isinstance(read, Skipped):
        nothing = Article(path=read.path, title="")
        score = Score(misses=(f"skipped: {read.reason}",)) + _judge(true, nothing)
    else:
        score = _judge(true, read)
    return score.under(f"{true.file} ")


def judge_photo(true: TruePhoto, found: Photo | None) -> Score:
    """Judge one picture of the truth; ``found`` is None where it is not listed."""
    if true.furniture:
        score = _false(found, "furniture") if found and true.sure_of("kind") else Score()
    elif found or true.sure_of("kind"):
        score = _listed(true, found) + _described(true, found or _NOT_LISTED)
    else:
        score = Score()
    return score.under(f"{true.n}: ")


def captioned(photo: Photo) -> bool:
    """Whether a photo has a caption, or a credit that stands alone."""
    return photo.caption is not None or photo.credit is not None


def exact(true: TruePhoto, photo: Photo) -> Tally:
    """Whether the words of a caption are right, of one that is there on both sides."""
    if true.caption is None or not captioned(photo) or not true.sure_of("extent"):
        return Tally()
    same = bare(true.caption, true.credit) == bare(photo.caption)
    return Tally(right=1) if same else Tally(missed=1)


def _judge(true: TruePost, read: Article) -> Score:
    pairs, left = pair(true.photos, read.photos)
    extra = () if true.partial else left
    return total(
        (
            Score(posts=1),
            _title(true.title, read.title),
            _day(true.published, read.published),
            *(judge_photo(*one) for one in pairs),
            *(_false(photo, "not in the truth") for photo in extra),
        )
    )


def _listed(true: TruePhoto, found: Photo | None) -> Score:
    if not true.sure_of("kind"):
        return Score()
    tally = Tally(right=1) if found else Tally(missed=1)
    return Score(photos=tally, misses=_told(tally, f"photo missed: {true.image}"))


def _described(true: TruePhoto, photo: Photo) -> Score:
    if not true.sure_of("caption"):
        return Score()
    figures = (_present, _exact, _photographers, _agency, _taken)
    return total(figure(true, photo) for figure in figures)


def _false(photo: Photo, why: str) -> Score:
    return Score(photos=Tally(extra=1), misses=(f"false photo, {why}: {photo.image}",))


def _present(true: TruePhoto, photo: Photo) -> Score:
    tally = compared(["yes"] * (true.caption is not None), ["yes"] * captioned(photo))
    words = f"missed: {true.caption}" if tally.missed else f"invented: {_words(photo)}"
    why = f" ({photo.reason})" if photo.reason else ""
    return Score(captions=tally, misses=_told(tally, f"caption {words}{why}"))


def _exact(true: TruePhoto, photo: Photo) -> Score:
    tally = exact(true, photo)
    told = f"caption is {bare(true.caption, true.credit)} not {bare(photo.caption)}"
    return Score(exact=tally, misses=_told(tally, told))


def _photographers(true: TruePhoto, photo: Photo) -> Score:
    if not true.sure_of("photographers", "credit"):
        return Score()
    wanted, given = sorted(map(plain, true.photographers)), sorted(map(plain, photo.creator))
    tally = compared(wanted, given)
    return Score(
        photographers=tally, misses=_told(tally, f"photographers are {wanted} not {given}")
    )


def _agency(true: TruePhoto, photo: Photo) -> Score:
    if not true.sure_of("agency", "credit"):
        return Score()
    tally = _one(plain(true.agency), plain(photo.agency))
    told = f"agency is {true.agency} not {photo.agency}"
    return Score(agencies=tally, misses=_told(tally, told))


def _taken(true: TruePhoto, photo: Photo) -> Score:
    if not true.sure_of("taken"):
        return Score()
    tally = _one(true.taken, photo.taken)
    told = f"taken {true.taken} not {photo.taken}: {_words(photo) or true.caption}"
    return Score(taken=tally, misses=_told(tally, told))


def _title(true: str | None, found: str | None) -> Score:
    if true is None:
        return Score()
    tally = Tally(right=1) if plain(true) == plain(found) else Tally(missed=1)
    return Score(titles=tally, misses=_told(tally, f"title is {true} not {found}"))


def _day(true: str | None, found: str | None) -> Score:
    if true is None:
        return Score()
    tally = Tally(right=1) if found and true[:10] == found[:10] else Tally(missed=1)
    return Score(days=tally, misses=_told(tally, f"published {true} not {found}"))


def _words(photo: Photo) -> str:
    return " | ".join(part for part in (photo.caption, photo.credit) if part)


def _one(true: str | None, found: str | None) -> Tally:
    return compared([true] if true else [], [found] if found else [])


def _told(tally: Tally, miss: str) -> tuple[str, ...]:
    return (miss,) if tally.extra or tally.missed else ()
