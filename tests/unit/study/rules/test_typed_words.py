import pytest

from study.rules.typed_words import COMMANDS, as_command, as_slash_command


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/today", ("today", "")),
        (" /Today ", ("today", "")),
        ("／ｔｏｄａｙ", ("today", "")),
        ("/today@garden_bot", ("today", "")),
        ("/start ACDEF-GHJKM", ("start", "ACDEF-GHJKM")),
        ("/start@garden_bot  acdefghjkm ", ("start", "acdefghjkm")),
        ("/start\nABCDE", ("start", "ABCDE")),
        ("/今天", ("today", "")),
        ("今天", ("today", "")),
        ("\u3000积分 ", ("points", "")),
        ("Today", ("today", "")),
        ("ｑｕｉｚ", ("quiz", "")),
        ("我", ("me", "")),
        ("汇总", ("summary", "")),
        ("练习", ("practice", "")),
        ("/practice", ("practice", "")),
    ],
)
def test_commands_are_read(text, expected):
    assert as_command(text) == expected


@pytest.mark.parametrize(
    "text", ["", "/", "//", "/unknown", "今天天气", "今天 阅读", "A", "1/2", "我们", "quiz me", "rosters"]
)
def test_other_words_are_not_commands(text):
    assert as_command(text) is None


def test_while_words_are_awaited_only_a_slash_escapes():
    assert as_slash_command("今天") is None
    assert as_slash_command("/today") == ("today", "")


def test_every_command_has_a_chinese_word_and_no_word_means_two():
    words = [word for each in COMMANDS.values() for word in each]
    assert len(words) == len(set(words))
    assert all(not each[0].isascii() for each in COMMANDS.values())
    assert all(as_command(word) == (name, "") for name, each in COMMANDS.items() for word in each)
