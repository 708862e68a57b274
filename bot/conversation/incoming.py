"""What reaches the garden from a person, the same for every channel."""

from __future__ import annotations

from dataclasses import field

from study.rules.frozen import frozen


@frozen
class Command:
    """A command, by slash or by its word: `name` is canonical ("today"), `argument` what followed it."""

    name: str
    argument: str = ""


@frozen
class Said:
    """Free text."""

    text: str


@frozen
class Chose:
    """A tap on a button: `data` is the button's own `verb[:part…]`, never trusted."""

    data: str

    @property
    def verb(self) -> str:
        return self.data.partition(":")[0]

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.data.split(":")[1:])


@frozen
class SentFile:
    """A document sent to the chat. `place` is the channel's name of it, to fetch its bytes by later; where they
    come along with the event they are the `content`, and there is no place."""

    name: str
    size: int
    place: str = ""
    content: bytes = field(default=b"", repr=False)


@frozen
class Returned:
    """The person can be reached again (unblocked the bot, opened the page)."""


@frozen
class Left:
    """The person can no longer be reached on this channel (blocked the bot)."""


Event = Command | Said | Chose | SentFile | Returned | Left


@frozen
class Incoming:
    """One event of one address on one channel.

    `event_id` is unique within the channel; a redelivered one runs nothing. `language` is the hint the
    channel gives for people not yet known. `message_ref` is the channel's name of the message whose button
    was tapped, so that the answer can take its place.
    """

    channel: str
    address: str
    event_id: str
    event: Event
    language: str = "zh-Hans"
    message_ref: str | None = None

    def reply_key(self, number: int) -> str:
        """The dedup key of the reply of this number, from 0: a redelivered event is answered once."""
        return f"{self.channel}:{self.event_id}:{number}"
