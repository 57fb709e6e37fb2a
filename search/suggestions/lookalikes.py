"""Characters that look alike, and are taken for each other by people and by machines that read."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def lookalikes() -> Mapping[str, str]:
    """For each character of ``lookalikes.txt`` those that look like it."""
    text = files("search.suggestions").joinpath("lookalikes.txt").read_text(encoding="utf-8")
    alike: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            for character in line:
                others = dict.fromkeys(line.replace(character, ""))
                alike.setdefault(character, {}).update(others)
    return {character: "".join(others) for character, others in alike.items()}
