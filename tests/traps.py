"""What a hostile document would reach for, watched: a file that must stay unread, a port that must stay uncalled."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CANARY = "the canary sings"


def canary_in(folder: Path) -> Path:
    """A file that nobody may read, change or see."""
    path = folder / "canary.txt"
    path.write_text(CANARY, encoding="utf-8")
    return path


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine at which somebody listens, and who has called there."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    callers.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], callers
        server.shutdown(socket.SHUT_RDWR)
    for connection in callers:
        assert isinstance(connection, socket.socket)
        connection.close()
