"""What is done with the bytes of a picture, in a process apart: judged, decoded, made small.

A package of its own because it is all that such a process loads: it imports neither ``search`` nor
``indexer.pictures``, so that a new process is ready in a fraction of a second and holds 40 MB.
``picture`` has the values of both sides, ``cost`` judges a header, ``colour`` turns profiles into
sRGB, ``renditions`` does the work, and ``worker`` is the process. Who asks is
``indexer.pictures.process``.
"""
