"""How much memory a process holds, and a bound on how much more the system gives it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator

if sys.platform == "win32":

    class _MemoryCounters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of the Windows API."""

        _fields_ = (
            ("cb", ctypes.c_ulong),
            ("page_faults", ctypes.c_ulong),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("quota_peak_paged_pool", ctypes.c_size_t),
            ("quota_paged_pool", ctypes.c_size_t),
            ("quota_peak_non_paged_pool", ctypes.c_size_t),
            ("quota_non_paged_pool", ctypes.c_size_t),
            ("pagefile", ctypes.c_size_t),
            ("peak_pagefile", ctypes.c_size_t),
        )

    def resident_bytes() -> int:
        """Memory that this process holds, in bytes."""
        counters = _MemoryCounters()
        counters.cb = ctypes.sizeof(counters)
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
        return int(counters.working_set)

elif sys.platform == "linux":
    _PAGE = os.sysconf("SC_PAGE_SIZE")
    # Kept open, because a confined process opens nothing any more. It belongs to the process that opened it: a forked
    # one would read its parent's, which is why none is forked.
    _STATM = os.open("/proc/self/statm", os.O_RDONLY)

    def _pages(field: int) -> int:
        return int(os.pread(_STATM, 200, 0).split()[field])

    def resident_bytes() -> int:
        """Memory that this process holds, in bytes."""
        return _pages(1) * _PAGE

else:
    import resource

    def resident_bytes() -> int:
        """The most memory that this process has held, in bytes: what the system tells without another library."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


@contextlib.contextmanager
def bounded(megabytes: int) -> Iterator[None]:
    """Bound the memory that the system gives out meanwhile, where the system can; `megabytes` are 10⁶ bytes.

    It holds against a single gigantic step, which fails with `MemoryError`. It is address space that is bounded, of
    which an engine takes more than it uses, so the bound is twice what the work may take.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    bound = _pages(0) * _PAGE + 2 * megabytes * 1_000_000
    if before[1] != resource.RLIM_INFINITY:
        bound = min(bound, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (bound, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
