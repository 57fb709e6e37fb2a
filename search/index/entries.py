"""Which entry of a store each document has in a field, and which documents have each entry."""

import numpy as np

from search.document import Kind
from search.fields import Field
from search.index.arrays import Array, narrowed


def entry_arrays(kind: Kind, field: Field, entries: Array, size: int) -> dict[str, Array]:
    """The entry of each document (0 stands for none), and the documents of each entry.

    The latter is left out where the entries are the documents, one by one.
    """
    arrays = {f"{kind}.{field}.entries": narrowed(entries)}
    if len(entries) == size and np.array_equal(entries, np.arange(1, size + 1)):
        return arrays
    filled = np.flatnonzero(entries)
    order = filled[np.argsort(entries[filled], kind="stable")]
    counts = np.bincount(entries[filled] - 1, minlength=size)
    arrays[f"{kind}.{field}.spread"] = narrowed(np.concatenate(([0], np.cumsum(counts))))
    arrays[f"{kind}.{field}.documents"] = narrowed(order)
    return arrays
