"""What is not in the archive is not found: strings of three characters that no document holds.

    python -m tests.quality.absent ../shared/data

A short word that the archive lacks must answer "nothing" honestly, and yet pages fill up with what
holds only a part of a query. So a thousand strings are drawn from the archive's own characters,
which is the hardest case: what is made of rare characters is easy to miss. No field of any document
holds the three side by side; ``drawing.py`` has the ways in which they are made. Nothing may stand
above the line, that is, among full matches; what stands below is counted and held to a bound.

Not taken: words of a dictionary that the archive lacks. Most of their pairs are unknown too, and
nothing can be found by them.
"""
