"""Two processes that call each other's functions over a socket: everything that crosses is a call, or its
answer.

    frame = length (4 bytes), kind (1 byte), content
    CALL      number of a function that was lent to the caller, then its arguments (codec)
    RESULT    what it gave
    RAISED    what it raised: the names of its classes, its text, and the student's line

Calls nest: while one side waits for an answer it serves the other's calls. A function given away becomes a
*stub* there, which can do nothing but call, until it is taken back; a function that comes home is itself
again. A frame that is not expected, or not well formed, ends the conversation: nothing is skipped or guessed.
"""

import builtins
import keyword
import socket
import struct
import threading
import time

from course.sandbox.protocol.codec import Exchange
from course.sandbox.protocol.scalars import MOST_BYTES, Refused

HEAD = struct.Struct("<IB")
NUMBER = struct.Struct("<I")
CALL, RESULT, RAISED = range(3)
# functions that the student's process lends from the start, by number
LOOK, RUN, PUT, STOPPED, LACKS = range(5)
SHOW = 0  # the one that the examiner lends
MOST_LENT = 10_000  # functions and iterators that one side may hold of the other
DEEPEST = 20  # calls within calls
MOST_TAKEN = 256 << 20  # bytes that one cell may make the other side send
MOST_SAID = 2000  # characters of an exception's text


class Broken(ConnectionError):
    """The other side is gone, or said something that it must not say; `how`: as a sentence's end."""

    @property
    def how(self):
        return "ended the Python process" if str(self) == "ended" else str(self)


class Late(TimeoutError):
    """The other side did not answer in time, and was interrupted."""

    how = "took too long and was stopped"


class Peer:
    """One end of the conversation."""

    def __init__(self, sock, lent=(), where=lambda error: None):
        self.socket, self.lent, self.where = sock, list(lent), where
        self.always = len(self.lent)  # so many of them stay lent; the others until `take_back`
        self.deadline = None  # time.monotonic() at which to stop waiting; None for never
        self.overdue = lambda: None  # what to do then -> a new deadline, or None to give up
        self.late = False  # the other side was told to stop: its answers no longer count
        self.busy = False  # in the middle of a frame, or of waiting for one
        self.received = bytearray()  # and not read yet
        self.broken = None  # why the conversation ended
        self.depth = 0
        # a student's threads call one after the other; who serves meanwhile may call again
        self.calling = threading.RLock()
        self.widen = False  # see codec.Exchange
        self.taken = 0  # bytes of what has come since it was last set to 0

    # -- frames ----------------------------------------------------------------------------------------------

    def send(self, kind: int, content: bytes) -> None:
        self.wait()
        self.busy = True
        try:
            self.socket.sendall(HEAD.pack(len(content), kind) + content)
        except TimeoutError:  # half a frame may be out: there is no going on
            raise self.fail("did not take what it was sent") from None
        except OSError:
            raise self.fail("ended") from None
        self.busy = False

    def receive(self) -> tuple[int, bytes]:
        # also of who talks without end, for whom nobody waits
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.deadline = self.overdue()
            if self.deadline is None:
                raise self.fail("took too long and had to be ended")
        self.busy = True
        size, kind = HEAD.unpack(self.read(HEAD.size))
        if size > MOST_BYTES + 64 or kind > RAISED:
            raise self.fail("sent something that is no message")
        content = self.read(size)
        self.busy = False
        self.taken += size
        if self.taken > MOST_TAKEN:
            raise self.fail("sent more than a test can take")
        return kind, content

    def read(self, n: int) -> bytes:
        """The next `n` bytes. A small frame comes whole with its head: one call of the kernel's."""
        while len(self.received) < n:
            self.wait()
            try:
                part = self.socket.recv(min(max(n - len(self.received), 1 << 16), 1 << 20))
            except TimeoutError:
                self.deadline = self.overdue()
                if self.deadline is None:
                    raise self.fail("took too long and had to be ended") from None
                continue
            except OSError:
                part = b""
            if not part:
                raise self.fail("ended")
            self.received += part
        taken = bytes(self.received[:n])
        del self.received[:n]
        return taken

    def wait(self):
        if self.broken:
            raise Broken(self.broken)
        if self.deadline is not None:
            self.socket.settimeout(max(0.001, self.deadline - time.monotonic()))

    def fail(self, why: str) -> Broken:
        self.broken = self.broken or why
        return Broken(self.broken)

    # -- calls -----------------------------------------------------------------------------------------------

    def call(self, number: int, *args, **kwargs) -> object:
        """Call function `number` of the other side. Raises what it raised; Broken; or whatever a bad answer
        leads to.
        """
        with self.calling:
            if self.late:
                raise Late
            exchange = self.exchange()
            self.send(CALL, NUMBER.pack(number) + exchange.encode((args, kwargs)))
            return self.answer(exchange)

    def exchange(self):
        made = Exchange(self.lend, self.borrow)
        made.widen = self.widen
        return made

    def answer(self, exchange):
        """Serve the other side until it answers."""
        while True:
            kind, content = self.receive()
            if self.late and kind != CALL:
                raise Late
            try:
                if kind == RESULT:
                    return exchange.decode(content)
                if kind == RAISED:
                    error = rebuilt(Exchange().decode(content))
            except Late:
                raise
            except Exception as error:
                raise self.fail("sent something that is no message") from error
            if kind == RAISED:
                raise error
            self.serve(content)

    def serve(self, content: bytes) -> None:
        """Run one call of the other side, and answer it."""
        if self.depth >= DEEPEST:
            raise self.fail("called back too often")
        self.depth += 1
        try:
            exchange = self.exchange()
            (number,) = NUMBER.unpack_from(content)
            args, kwargs = exchange.decode(content[NUMBER.size :])
            kind, content = RESULT, exchange.encode(self.run(self.lent[number], args, kwargs))
        except (Broken, Late):
            raise
        except BaseException as error:  # SystemExit from a __repr__ as well
            kind, content = RAISED, Exchange().encode(described(error, self.where))
        finally:
            self.depth -= 1
        self.send(kind, content)

    def run(self, function, args, kwargs):
        return function(*args, **kwargs)

    # -- functions that cross: see codec.Exchange ------------------------------------------------------------

    def lend(self, value):
        if isinstance(value, Stub) and value.peer is self:
            return b"Y" + NUMBER.pack(value.number)
        if isinstance(value, Iterator):
            return b"Y" + NUMBER.pack(value.step.number)
        tag = b"l" if callable(value) else b"g"
        name = str(getattr(value, "__name__", "a function")).encode("utf-8", "replace")[:100]
        self.lent.append(value if tag == b"l" else stepper(value))
        if len(self.lent) > MOST_LENT:
            raise Refused("these are too many functions")
        return tag + NUMBER.pack(len(self.lent) - 1) + NUMBER.pack(len(name)) + name

    def take_back(self) -> None:
        """End what was lent on the way: whoever has kept a stub of it reaches nothing any more."""
        self.lent[self.always :] = [ended] * (len(self.lent) - self.always)

    def borrow(self, tag, read):
        (number,) = NUMBER.unpack(read.take(4))
        if tag == b"Y":
            return self.lent[number]
        stub = Stub(self, number, str(read.sized(), "utf-8", "replace")[:100])
        return stub if tag == b"l" else Iterator(stub)


def ended(*_, **__):
    """What a function becomes once its time is over."""
    raise RuntimeError("this function was lent for another test: it has ended")


class Stub:
    # a function of the other side: it can be called, no more. This is no docstring, which would seem to be
    # the function's
    @property
    def __doc__(self):
        raise AttributeError("the docstring of a function does not cross")

    def __init__(self, peer, number, name):
        self.peer, self.number, self.__name__ = peer, number, name

    def __call__(self, *args, **kwargs):
        return self.peer.call(self.number, *args, **kwargs)

    def __deepcopy__(self, memo):
        return self


class Iterator:
    """An iterator of the other side."""

    def __init__(self, step):
        self.step = step

    def __iter__(self):
        return self

    def __repr__(self):
        return "<generator>"

    def __next__(self):
        more = self.step()
        if type(more) is not tuple or len(more) > 1:
            raise TypeError("no iterator")
        if not more:
            raise StopIteration
        return more[0]

    def __deepcopy__(self, memo):
        return self


def stepper(iterator):
    """A function that gives the next item in a tuple, and an empty one at the end."""

    def step():
        for item in iterator:
            return (item,)
        return ()

    return step


# -- exceptions that cross -----------------------------------------------------------------------------------


def described(error: BaseException, where) -> tuple:
    """An exception as plain data."""
    try:
        text = str(error)[:MOST_SAID]
    except BaseException:
        text = ""
    names = tuple(str(kind.__name__)[:60] for kind in type(error).__mro__[:20])
    return names, text, where(error)


def rebuilt(described: tuple) -> Exception:
    """An exception of the nearest built-in class, with the name, text and line that the other side gave;
    `theirs` tells it from ours.

    It never is one that means something to the code between here and the test: StopIteration would end a
    `map` early.
    """
    names, text, where = described
    name, text = str(names[0])[:60], str(text)[:MOST_SAID]
    bases = [getattr(builtins, str(each), None) for each in names]
    base = next(
        (
            b
            for b in bases
            if isinstance(b, type)
            and issubclass(b, Exception)
            and b not in (StopIteration, StopAsyncIteration, ExceptionGroup)
        ),
        RuntimeError,
    )
    if not name.isidentifier() or keyword.iskeyword(name):
        name = "Exception"
    parts = {"__init__": lambda self, said: None, "__str__": lambda self: text, "__module__": "builtins"}
    error = type(name, (base,), parts)(text)
    error.theirs = True
    if type(where) is tuple and len(where) == 2 and type(where[0]) is int:
        error.where = where[0], str(where[1])[:200]
    return error


def pair() -> tuple[socket.socket, socket.socket]:
    """Two sockets that are each other's ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
