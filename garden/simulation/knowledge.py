"""What a simulated person knows: the right answer to whatever question is on the screen, and to nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.conversation.outgoing import Outgoing
from study.authored import AuthoredContent
from study.rules.content import QuestionUnit
from study.rules.frozen import frozen
from study.rules.question import LETTERS, localize

LANGUAGE, OTHER = "zh-Hans", "en"
TRUE, FALSE = "√", "×"
CHOOSES = ("a:", "t:")
"""How the buttons of choices begin."""


@frozen
class Answer:
    """The words to type, or the places of the right choices as they are shown."""

    words: str = ""
    places: tuple[int, ...] = ()


@frozen
class _Known:
    """A question as its authors wrote it: `right` are the words to type, or the texts of the right choices."""

    stem: str
    choices: tuple[str, ...]
    right: tuple[str, ...]

    def places(self, shown: str, labels: list[str]) -> tuple[int, ...] | None:
        """Where the right choices stand; None where others than its own are shown."""
        lettered = [f"{letter}. " for letter in LETTERS[: len(labels)]]
        if self.choices == (TRUE, FALSE):
            found = dict(zip(labels, range(len(labels)), strict=True))
        else:
            found = {
                choice: place
                for choice in self.choices
                for place, letter in enumerate(lettered)
                if labels[place].endswith(letter + choice) or f"\n{letter}{choice}\n" in shown
            }
        if len(found) != len(self.choices) or len(labels) != len(self.choices):
            return None
        return tuple(sorted(found[text] for text in self.right))


class Knowledge:
    """All authored questions, by the last line of their stems."""

    def __init__(self, authored: AuthoredContent) -> None:
        self._by_line: defaultdict[str, list[_Known]] = defaultdict(list)
        for unit in _questions(authored):
            known = _known(unit)
            self._by_line[known.stem.rpartition("\n")[2]].append(known)

    def answer(self, bubble: Outgoing) -> Answer | None:
        """To the question that stands lowest: above it may stand what was said of the one before."""
        labels = [button.label for row in bubble.rows for button in row if button.data.startswith(CHOOSES)]
        lines = bubble.text.text.split("\n")
        for number in range(len(lines) - 1, -1, -1):
            for known in self._by_line.get(lines[number], ()):
                if not "\n".join(lines[: number + 1]).endswith(known.stem):
                    continue
                if not known.choices:
                    return Answer(words=known.right[0])
                shown = "\n".join(["", *lines[number + 1 :], ""])
                if labels and (places := known.places(shown, labels)):
                    return Answer(places=places)
        return None


def _questions(authored: AuthoredContent) -> Iterator[QuestionUnit]:
    for reading in authored.readings.values():
        yield from reading.sheet.check
    for bank in authored.banks.values():
        yield from bank.sheet.questions


def _known(unit: QuestionUnit) -> _Known:
    stem = localize(unit.stem, LANGUAGE, OTHER)
    if unit.type == "true_false":
        return _Known(stem, (TRUE, FALSE), (TRUE if unit.answer == ("true",) else FALSE,))
    choices = tuple(localize(choice, LANGUAGE, OTHER) for choice in unit.choices)
    if not choices:
        return _Known(stem, (), unit.answer)
    return _Known(stem, choices, tuple(choices[LETTERS.index(letter)] for letter in unit.answer))
