"""Drops the privileges of the process that reads sources, before it opens one: memory, files, network, other processes.

Each step is tried by itself, and what it came to is said in the report that `confine` returns: not every system allows
every step (a container without user namespaces, a system that is not Linux), and a build must run there as well. Time
and memory always hold, since the process that waits for the answer keeps them too.

What is left is an allow-list: to read what is open already, to compute, and to answer. So every module, table and codec
that reading needs is loaded before (`loaders.reading.preload`). Called by `sandbox`.
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
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT, _LANDLOCK_VERSION = 444, 446, 1
# How many rights of files each version of Landlock knows, all of which are taken.
_LANDLOCK_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}

# The system calls that reading an open file needs, and no others: memory, time, what is open already, the end. Numbers
# of x86-64 and of arm64, from Linux's own tables; None where an architecture has no such call.
_ALLOWED = {
    "read": (0, 63), "readv": (19, 65), "pread64": (17, 67), "lseek": (8, 62), "fstat": (5, 80),
    "write": (1, 64), "writev": (20, 66), "close": (3, 57), "close_range": (436, 436), "fadvise64": (221, 223),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24),
    "recvmsg": (47, 212), "recvfrom": (45, 207), "sendto": (44, 206), "sendmsg": (46, 211),
    "getsockname": (51, 204), "getpeername": (52, 205), "getsockopt": (55, 209),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "brk": (12, 214), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226),
    "madvise": (28, 233), "membarrier": (324, 283),
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "setitimer": (38, 103), "getitimer": (36, 102), "alarm": (37, None),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153), "getrusage": (98, 165),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getrlimit": (97, 163), "sysinfo": (99, 179), "uname": (63, 160),
    "getcwd": (79, 17), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
# Calls that are needed with some values of one argument alone: which one, and the values.
_ALLOWED_WITH = {
    # What an open file is (AT_EMPTY_PATH), which newer libraries ask in this way.
    "newfstatat": ((262, 79), 3, (0x1000,)),
    # Nothing that names another process: not who gets the signals of a file (F_SETOWN), for one.
    "fcntl": ((72, 25), 1, (0, 1, 2, 3, 1030)),
}
_TGKILL = (234, 131)
"""A signal to a thread: to those of this process, which `abort` needs."""
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
        "files": _no_files(),
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
    program = _program(*_ARCHITECTURES[platform.machine()], os.getpid())
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: how many instructions, and where they are.
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0):
        return f"off: {os.strerror(ctypes.get_errno())}"
    return "on"


def _program(column: int, architecture: int, pid: int) -> bytes:
    """The filter: what is not allowed above gets EPERM."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _DENY),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for numbers in _ALLOWED.values():
        if (number := numbers[column]) is not None:
            steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for numbers, argument, values in (*_ALLOWED_WITH.values(), (_TGKILL, 0, (pid,))):
        accepting = [step for value in values for step in ((_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW))]
        steps += [
            (_EQUAL, 0, 2 + len(accepting), numbers[column]),
            (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
            *accepting,
            (_RETURN, 0, 0, _DENY),
        ]
    steps.append((_RETURN, 0, 0, _DENY))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _no_files() -> str:
    """Landlock without a rule: no path leads to a file any more, and no signal out of this process."""
    libc = _libc()
    if libc is None:
        return f"off: {sys.platform} has no Landlock"
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if version < 1:
        return f"off: {os.strerror(ctypes.get_errno())}"
    files = sum(1 << right for right in range(max(n for v, n in _LANDLOCK_FILE_RIGHTS.items() if v <= version)))
    network, scopes = (0b11 if version >= 4 else 0), (0b11 if version >= 6 else 0)
    rules = struct.pack("=QQQ", files, network, scopes)[: 24 if version >= 6 else 16 if version >= 4 else 8]
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return f"off: {os.strerror(ctypes.get_errno())}"
    try:
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0):
            return f"off: {os.strerror(ctypes.get_errno())}"
    finally:
        os.close(ruleset)
    return "on"


def _libc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
