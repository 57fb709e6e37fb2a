"""How well an archive helps who types: the suggestions wanted, the corrections that are right.

    python -m tests.quality.typing ../shared/data

Cases are data (``tests/golden/suggestions.json``, ``misspellings.json``): what is typed into which
archive, and what a photo editor wants to see first then. They were written from what people want,
never from what is answered. Three archives are asked: the sample corpus, the real posts, and the
invented posts of ``tests/golden/typing``, whose names have what the others lack (surnames with two
readings, foreign names with points, letters and digits).

Rules are tuned on one half of the cases only; the other half is set *apart*, by a checksum of what
is typed, and has its own figures: where they are lower, a rule fits its cases and not the language.
"""
