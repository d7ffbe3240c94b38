"""A gateway for notices on the loopback, that answers what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Gateway(HTTPServer):
    """Takes JSON posts; `taken` are their contents, `answers` what it says next: (status, body)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, Any]] = []
        self.answers: list[tuple[int, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send?key=geheim"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Gateway]:
        with cls() as gateway:
            thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield gateway
            finally:
                gateway.shutdown()
                thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        self.server.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status, body = self.server.answers.pop(0) if self.server.answers else (200, '{"errcode": 0}')
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""
