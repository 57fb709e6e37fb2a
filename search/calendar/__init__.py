"""Dates as people write them, read as periods: phrases, festivals, the lunar calendar.

Text and the day of today in, values out: nothing here reads a clock, a file or an index.
"""
