"""Reading posts: from a file of the corpus to an article of photos and paragraphs.

Only ``corpus``, ``post`` and ``extract`` touch the disk; everything between them is text in,
values out. ``extract.read_article`` is the way in.
"""
