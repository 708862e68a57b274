from __future__ import annotations

from bot.channels.telegram.bubbles import acknowledgement, entities_of, text_message, without_entities
from bot.conversation.outgoing import OutButton, Outgoing
from study.rules.rich_text import RichText, Span


def test_entities_are_counted_in_utf_16() -> None:
    text = RichText("🌱 <b>& 重点", (Span("bold", 2, 4), Span("link", 7, 2, "https://example.org/")))
    assert entities_of(text) == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 2, "url": "https://example.org/"},
    ]


def test_a_character_of_two_units_inside_a_span_lengthens_it() -> None:
    text = RichText("a𠮷🌱", (Span("italic", 1, 2),))
    assert entities_of(text) == [{"type": "italic", "offset": 1, "length": 4}]


def test_text_goes_as_it_is_without_a_parse_mode_or_previews() -> None:
    params = text_message(Outgoing(RichText("<b>& *_`[")))
    assert params == {"text": "<b>& *_`[", "link_preview_options": {"is_disabled": True}}


def test_buttons_have_one_action_each_and_empty_rows_are_left_out() -> None:
    rows = ((OutButton("今天", "go:today", primary=True), OutButton("网页", url="https://example.org/")), ())
    assert text_message(Outgoing(RichText("x"), rows))["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "今天", "callback_data": "go:today", "style": "primary"},
                {"text": "网页", "url": "https://example.org/"},
            ]
        ]
    }


def test_plain_words_keep_everything_else() -> None:
    params = text_message(Outgoing(RichText("x", (Span("bold", 0, 1),)), ((OutButton("A", "a:1"),),)))
    assert params.keys() - without_entities(params).keys() == {"entities"}


def test_a_notice_is_cut_to_what_telegram_shows() -> None:
    assert acknowledgement("q", "长" * 300)["text"] == "长" * 200
    assert acknowledgement("q", None) == {"callback_query_id": "q"}
