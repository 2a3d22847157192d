"""What the process that reads sources takes from itself before it opens one: memory, files, network, other processes.

Each step is tried by itself, and what it came to is said in the report that `confine` returns: not every system allows
every step (a container without user namespaces, a system that is not Linux), and a build must run there as well. Time
and memory always hold, since the process that waits for the answer keeps them too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from contextlib import suppress

with suppress(ImportError):  # not every system has such limits; only the process that reads needs them
    import resource

OPEN_FILES_LIMIT = 32

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
# Offsets in the kernel's `struct seccomp_data`: number of the call, architecture, low halves of the arguments.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_X32_CALLS = 0x40000000
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# System calls that reading a document never needs: new connections, new processes, hold of other processes, and
# changes to files. Numbers of x86-64 and of arm64, from Linux's own tables; 0 where an architecture has no such call.
_DENIED = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "io_uring_setup": (425, 425),
    "fork": (57, 0), "vfork": (58, 0), "clone": (56, 220), "clone3": (435, 435),
    "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424),
    "creat": (85, 0), "openat2": (437, 437), "open_by_handle_at": (304, 265), "truncate": (76, 45),
    "unlink": (87, 0), "unlinkat": (263, 35), "rmdir": (84, 0),
    "rename": (82, 0), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, 0), "mkdirat": (258, 34), "mknod": (133, 0), "mknodat": (259, 33),
    "link": (86, 0), "linkat": (265, 37), "symlink": (88, 0), "symlinkat": (266, 36),
    "chmod": (90, 0), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, 0), "fchown": (93, 55), "lchown": (94, 0), "fchownat": (260, 54),
    "mount": (165, 40), "umount2": (166, 39), "setns": (308, 268), "unshare": (272, 97), "bpf": (321, 280),
}  # fmt: skip
# Calls that open a file, and which of their arguments says what for.
_OPENING = {"open": ((2, 0), 1), "openat": ((257, 56), 2)}
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def confine(memory_limit: int) -> dict[str, str]:
    """Take it all, in this process, for good. What each protection came to: "on", or why it is not.

    To be called once, before there is a second thread, with every module loaded that reading needs.
    """
    return {
        "network": _own_network(),
        "memory": _limit(resource.RLIMIT_AS, memory_limit),
        "open files": _limit(resource.RLIMIT_NOFILE, OPEN_FILES_LIMIT),
        "core dumps": _no_core_dumps(),
        "written bytes": _limit(resource.RLIMIT_FSIZE, 0),
        # The kernel counts processes by user, but the limit is this process's own: no other one feels it. It does not
        # hold for root, for whom the filter of system calls does the same.
        "processes": _limit(resource.RLIMIT_NPROC, 0),
        "system calls": _filter_calls(),
    }


def _limit(kind: int, value: int) -> str:
    try:
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    except (OSError, ValueError) as error:
        return f"off: {error}"
    return "on"


def _no_core_dumps() -> str:
    libc = _libc()
    if libc is not None:  # a program that a system hands its core dumps to is not held by the limit
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return _limit(resource.RLIMIT_CORE, 0)


def _own_network() -> str:
    """A network of this process's own, in which there is nothing: not even the machine itself can be reached."""
    libc = _libc()
    if libc is None:
        return f"off: {sys.platform} has no network namespaces"
    # With a user namespace where that is allowed to everyone; without one where this process may do it anyway.
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return "on"
    return f"off: {os.strerror(ctypes.get_errno())}"


def _filter_calls() -> str:
    libc = _libc()
    if libc is None or platform.machine() not in _ARCHITECTURES:
        return f"off: no filter for {sys.platform} on {platform.machine()}"
    program = _program(*_ARCHITECTURES[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: how many instructions, and where they are.
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0):
        return f"off: {os.strerror(ctypes.get_errno())}"
    return "on"


def _program(column: int, architecture: int) -> bytes:
    """The filter: every call is allowed but those above and those that open a file for writing, which get EPERM."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _DENY),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:  # the same calls under other numbers, which no program of this architecture uses
        steps += [(_AT_LEAST, 0, 1, _X32_CALLS), (_RETURN, 0, 0, _DENY)]
    for numbers in _DENIED.values():
        if numbers[column]:
            steps += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _DENY)]
    for numbers, argument in _OPENING.values():
        if numbers[column]:
            steps += [
                (_EQUAL, 0, 4, numbers[column]),
                (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
                (_ANY_BIT, 0, 1, _FOR_WRITING),
                (_RETURN, 0, 0, _DENY),
                (_RETURN, 0, 0, _ALLOW),
            ]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _libc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
