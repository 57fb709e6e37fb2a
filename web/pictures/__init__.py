"""Pictures over HTTP: renditions of a photo, and what stands in for one that cannot be had."""
