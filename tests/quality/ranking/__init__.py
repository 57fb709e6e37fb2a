"""How well the order fits what readers judged right: figures of public sets, none of which falls.

    python -m tests.quality ../shared/data/eval

Every set becomes a folder of posts, one post a document, and an index made of it by
``indexer.build_index``; its queries are asked of ``indexer.open_index``. So what is measured is
what a reader gets: parsing, admission, order and paging, not a formula over a list. Each document
is a paragraph, also the captions of flickr8kcn, which come without pictures: the field is ``text``
with the headline where a set has titles, and the fields that only photos have are not measured.

MRR@10, R@1, R@10 and nDCG@10 come from ir-measures, so that they mean what they mean elsewhere. A
query that nothing answers counts 0. ``expected.json`` holds the figures that were reached and the
constants of ``search.ranking`` by which they were; a figure that is lower by more than ``SLACK``
fails the command. TRIED.md tells which other rules and constants were tried.

Not taken: documents put into an engine without posts, as the runner before this one did it. It is
five times as fast, and did not see what the reader of posts makes of a text.
"""
