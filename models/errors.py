"""Failures that say who must act: wait and try again, give up, or correct what was asked."""


class GuichetError(Exception):
    """One public sentence, fit for a stranger, and one private one for the log.

    `str()` gives the public sentence. `private` may name configuration, never people. `reason` is a
    stable name for the cause (`opted_out`), by which others decide and templates find their sentence.
    """

    def __init__(self, public: str, private: str = "", *, reason: str = "") -> None:
        super().__init__(public)
        self.public = public
        self.private = private or public
        self.reason = reason


class TemporaryFailure(GuichetError):
    """The world was not ready; the same thing may work later."""


class PermanentFailure(GuichetError):
    """The world said no; the same thing will never work."""


class ConfigurationFailure(TemporaryFailure):
    """Our own settings are wrong: stop this channel, tell the administrator, keep the queue."""


class InvalidValue(GuichetError, ValueError):
    """A value that cannot be parsed (address, number, reference)."""


class UserError(GuichetError):
    """A command asked for something impossible; the public sentence says what to do."""


class PlaceTaken(UserError):
    """Something listens already where a door was to: `table` is its table of the settings, `where` the
    address and port or the path of a socket, `port` None for a socket.
    """

    def __init__(self, table: str, where: str, port: int | None) -> None:
        super().__init__(f"{table}: cannot listen on {where}: is it in use already?")
        self.table, self.where, self.port = table, where, port
