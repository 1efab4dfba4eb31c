"""Values as JSON over a socket, each with its length before it: between processes that trust each other."""

import json
import socket
import struct
from typing import Any

LENGTH = struct.Struct("<I")


class JsonLine:
    """One end."""

    def __init__(self, sock: socket.socket):
        self.socket = sock

    def send(self, value: object) -> None:
        # in ASCII: one face in a text of Python's makes each of its letters four bytes
        data = json.dumps(value, separators=(",", ":")).encode()
        self.socket.sendall(LENGTH.pack(len(data)) + data)

    def receive(self) -> Any:
        """The next value; None when the other side is gone."""
        try:
            return json.loads(self.read(LENGTH.unpack(self.read(LENGTH.size))[0]))
        except (OSError, EOFError):
            return None

    def read(self, n: int) -> bytes:
        data = bytearray()
        while len(data) < n:
            part = self.socket.recv(min(n - len(data), 1 << 20))
            if not part:
                raise EOFError
            data += part
        return bytes(data)
