"""What the commands say when they cannot do their work."""

UNAVAILABLE = 69
"""The exit code where a tool is missing, as ``sysexits.h`` has it: nothing else is wrong then."""


class ClusterError(Exception):
    """One line that names the thing and the remedy, and the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
