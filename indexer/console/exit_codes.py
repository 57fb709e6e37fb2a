"""Codes that a command ends with, beside 0, 1 for failed work and 2 for bad usage."""

AWAY = 75
"""The same command may work in a while: ``EX_TEMPFAIL`` of sysexits.h, as job runners know it."""
