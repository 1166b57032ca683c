"""A client that costs little: raw sockets, requests made once."""

from __future__ import annotations

import socket
from time import perf_counter

HOST = "127.0.0.1"


def request(path: str, body: bytes) -> bytes:
    """Return the bytes of a POST request with a JSON body."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {HOST}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Send a whole request."""
        self._socket.sendall(request)

    def receive(self) -> tuple[int, bytes]:
        """Return status and body of the next answer."""
        head, _, body = self._read_until(b"\r\n\r\n").partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        while len(body) < length:
            body += self._socket.recv(65536)
        return int(lines[0].split()[1]), body

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _read_until(self, end: bytes) -> bytes:
        data = b""
        while end not in data:
            chunk = self._socket.recv(65536)
            if not chunk:
                raise ConnectionError("the server closed the connection")
            data += chunk
        return data


def drive(connections: list[Connection], request: bytes, expected: bytes, seconds: float) -> float:
    """Keep every connection busy for a while; each answer must be the expected one.

    Returns:
        Answers per second.
    """
    answers, start = 0, perf_counter()
    while (elapsed := perf_counter() - start) < seconds:
        for connection in connections:
            connection.send(request)
        for connection in connections:
            assert connection.receive() == (200, expected)
        answers += len(connections)
    return answers / elapsed
