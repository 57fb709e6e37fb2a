"""How long work tells how far it is: the one signature that all of it shares."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how many things are done and how many there are; what it raises ends the work."""
