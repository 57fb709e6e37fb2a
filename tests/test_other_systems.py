"""What is promised for macOS must not need Linux: the commands run without what only Linux has."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE

pytestmark = pytest.mark.untraced

WITHOUT_LINUX = """
import fcntl, os, select, signal, socket, sys

for module, names in {
    os: "sched_ copy_file_range eventfd fdatasync getrandom listxattr getxattr setxattr "
        "removexattr memfd_create pidfd_open pipe2 posix_fadvise posix_fallocate splice setns "
        "unshare O_NOATIME O_PATH O_TMPFILE POSIX_FADV_ MFD_ EFD_ GRND_ P_PIDFD",
    select: "epoll EPOLL",
    fcntl: "F_OFD_ F_ADD_SEALS F_GET_SEALS F_SETPIPE_SZ F_GETPIPE_SZ F_NOTIFY DN_",
    signal: "sigtimedwait sigwaitinfo SIGPOLL SIGPWR SIGRTM SIGSTKFLT",
    socket: "AF_NETLINK AF_PACKET AF_VSOCK SO_BINDTODEVICE SOCK_CLOEXEC SOCK_NONBLOCK "
            "TCP_QUICKACK TCP_USER_TIMEOUT TCP_DEFER_ACCEPT",
}.items():
    for name in [name for name in dir(module) if name.startswith(tuple(names.split()))]:
        delattr(module, name)

def no_proc(event, arguments):
    if event == "open" and str(arguments[0]).startswith(("/proc", "/sys")):
        raise FileNotFoundError(2, "No such file or directory", arguments[0])

sys.addaudithook(no_proc)
"""
RUN = "import indexer.commands\nsys.exit(indexer.commands.main(sys.argv[1:]))\n"


def run(code: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that such a system built."""
    made = tmp_path_factory.mktemp("mac") / "index"
    built = run(WITHOUT_LINUX + RUN, "build", SAMPLE, "--index", made)
    assert (built.returncode, built.stderr) == (0, "")
    return made


@pytest.mark.parametrize(
    "arguments",
    [
        ("update", SAMPLE, "--index", "{}"),
        ("search", "青岛", "--index", "{}"),
        ("check", "--index", "{}"),
        ("inspect", SAMPLE),
        ("pictures", "--index", "{}", "--jobs", "1"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_without_what_only_linux_has(index: Path, arguments: tuple[object, ...]) -> None:
    given = [str(argument).format(index) for argument in arguments]
    done = run(WITHOUT_LINUX + RUN, *given)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_site_loads_without_what_only_linux_has(index: Path) -> None:
    code = (
        "import web.command\n"
        "from web.app import create_app\n"
        "from web.settings import Settings\n"
        "import indexer\n"
        "create_app(indexer.open_index(sys.argv[1]), Settings(index=sys.argv[1]))\n"
    )
    done = run(WITHOUT_LINUX + code, index)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("names", ["os.sched_getaffinity(0)", "os.fdatasync(0)", "open('/proc/1')"])
def test_the_test_would_notice(names: str) -> None:
    done = run(WITHOUT_LINUX + f"{names}\n")
    assert done.returncode == 1
    assert "AttributeError" in done.stderr or "FileNotFoundError" in done.stderr
