"""A window's rendering child process: one for its preview and its files, so that a file takes over the pages shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from briefgen.rendering import live_pages
from briefgen.rendering.job import RenderedBrief, RenderJob
from briefgen.rendering.live_pages import LiveJob
from briefgen.rendering.worker import Superseded, Worker

RENEW_AFTER = 20_000
"""Updates after which the child is renewed, whatever it holds: more than anybody types in a day."""
RENEW_AT_MEGABYTES = 500
"""Memory, beyond that of the child when it is warm, at which it is renewed."""


class RenderingChild:
    """Starts the child when it is wanted first. All but `close` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._closed = False

    def warm(self) -> None:
        """Start the child, so that the first layout need not wait for it.

        Raises:
            Superseded: The window is closed.
        """
        self._started()

    def show(self, job: LiveJob, told: Callable[[Any], None]) -> Future[None]:
        """Have a brief's pages shown; what `live_pages.Desk.show` tells goes to `told`, in a thread of the worker's.

        Raises:
            Superseded: The window is closed.
        """
        try:
            return self._started().submit(job, told)
        except RuntimeError as error:  # it was closed at this very moment
            raise Superseded("The window was closed.") from error

    def render(self, job: RenderJob) -> Future[RenderedBrief]:
        """Have a file made; of a brief whose pages are shown, they are painted only.

        Raises:
            Superseded: The window is closed.
        """
        try:
            return self._started().order(job)
        except RuntimeError as error:  # as above
            raise Superseded("The window was closed.") from error

    def close(self) -> None:
        """End the child; nothing more is laid out."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _started(self) -> Worker:
        with self._lock:
            if self._closed:
                raise Superseded("The window was closed.")
            if self._worker is None:
                self._worker = Worker(
                    work=live_pages.work,
                    warm=live_pages.warm_up,
                    talks=True,
                    renew_after=RENEW_AFTER,
                    renew_at_megabytes=RENEW_AT_MEGABYTES,
                )
            return self._worker
