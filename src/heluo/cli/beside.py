"""Another ``heluo`` command that runs beside this one, is started again if it dies, and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import TracebackType

RESTART_SECONDS = 5
END_SECONDS = 10


class Beside:
    """``with Beside("worker"):`` runs ``heluo worker`` meanwhile; without arguments it runs nothing."""

    def __init__(self, *command: str) -> None:
        self.command = command
        self.ending = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep_running, daemon=True)

    def __enter__(self) -> Beside:
        if self.command:
            self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ending.set()
        if self.command:
            self.thread.join()

    def _keep_running(self) -> None:
        while not self.ending.is_set():
            line = [sys.executable, "-m", "heluo", *self.command]
            with subprocess.Popen(line, stdin=subprocess.DEVNULL) as process:
                self._wait(process)
            if not self.ending.is_set():
                name = " ".join(self.command)
                print(f"heluo {name} ended with status {process.returncode}; starting it again.", file=sys.stderr)
                self.ending.wait(RESTART_SECONDS)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until the process ends by itself or is to end with us."""
        while process.poll() is None:
            if self.ending.wait(0.2):
                process.terminate()
                try:
                    process.wait(END_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()


def end_with(parent: int) -> None:
    """Make this process end when its parent, the process ``parent``, is gone, even if that one was killed."""

    def watch() -> None:
        waiting = threading.Event()
        while os.getppid() == parent:
            waiting.wait(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
