"""How a document is refused that only a full layout handles."""

from briefgen.errors import InternalError


class NotHandled(InternalError):
    """The document uses something that only a full layout handles; the message says what. Never shown to a user."""
