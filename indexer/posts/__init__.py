"""Reading posts: from the bytes of a file to an article of photos and paragraphs.

The steps are packages: ``page``, ``markup``, ``region``, ``blocks``, ``captions``; what captions
hold are two more, ``credits`` and ``dates``. Only ``blocks.picture_files`` and
``blocks.picture_kind`` touch the disk, for the files of pictures; everything else is text in,
values out. ``extract.parse_article`` is the way in; ``extract.read_article`` opens the file as
well.
"""
