"""The site: pages and JSON over an archive, with Starlette.

It uses what ``indexer``, ``indexer.pictures`` and ``indexer.presentation`` export and nothing below
them: no index, no analysis, no posts. Handlers are plain functions, which Starlette runs in
threads, because a search is work and not waiting; only thumbnails are asynchronous, to keep their
decoding to a few at a time.

A page is made in three steps that know nothing of each other: ``params`` reads an address,
``results_page``, ``reading`` and ``pages`` turn an answer into the documented context of a
template (``contexts``), and the template writes it down. Nothing is stored about a reader, not even
a language: no cookies.
"""
