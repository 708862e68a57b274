"""What the template says: an example of each type of question from county life, and how the table is filled in."""

from __future__ import annotations

from study.question_exports.exported import NamedQuestion
from study.rules.question import Question

SHEETS = {"zh-Hans": ("题目", "说明"), "en": ("Questions", "How to")}


def _example(
    kind: str, stem: str, choices: tuple[str, ...], answer: tuple[str, ...], explanation: str, difficulty: int
) -> NamedQuestion:
    return NamedQuestion("", Question("", kind, stem, choices, answer, None, explanation), difficulty)


EXAMPLES: dict[str, tuple[NamedQuestion, ...]] = {
    "zh-Hans": (
        _example(
            "single_choice",
            "村民委员会每届任期几年？",
            ("三年", "四年", "五年", "六年"),
            ("C",),
            "村民委员会每届任期五年，届满应当及时举行换届选举。",
            1,
        ),
        _example(
            "multiple_choice",
            "厨房油锅起火，哪些做法正确？",
            ("关掉燃气或电源", "盖上锅盖", "往锅里倒水", "火势控制不住时离开，拨打 119"),
            ("A", "B", "D"),
            "水倒进热油会让油飞溅，火会更大。",
            2,
        ),
        _example(
            "true_false",
            "收到暴雨红色预警后，可以等雨小了再通知低洼处的住户。",
            (),
            ("false",),
            "预警分蓝、黄、橙、红四级，红色最高，要马上通知到每一户。",
            1,
        ),
        _example(
            "fill_in",
            "行政处罚案件的调查取证，执法人员一般不得少于____名。",
            (),
            ("两", "二", "2"),
            "两人以上，既便于取证，也互相监督。",
            3,
        ),
        _example(
            "short_answer",
            "群众反映问题、咨询政策，可以打哪个政务服务便民热线？",
            (),
            ("12345", "12345热线"),
            "各地政务服务便民热线统一为 12345。",
            1,
        ),
    ),
    "en": (
        _example(
            "single_choice",
            "How many years is the term of a villagers' committee?",
            ("Three", "Four", "Five", "Six"),
            ("C",),
            "The term is five years; a new election is held in good time when it ends.",
            1,
        ),
        _example(
            "multiple_choice",
            "Oil in a pan has caught fire. What is right to do?",
            (
                "Turn off the gas or the power",
                "Put the lid on the pan",
                "Pour water into the pan",
                "Leave and call 119 when the fire gets out of hand",
            ),
            ("A", "B", "D"),
            "Water makes hot oil spatter, and the fire grows.",
            2,
        ),
        _example(
            "true_false",
            "After a red rainstorm warning, households on low ground may be told once the rain eases.",
            (),
            ("false",),
            "Of the four levels blue, yellow, orange and red, red is the highest; every household is told at once.",
            1,
        ),
        _example(
            "fill_in",
            "As a rule, at least ____ officers carry out the investigation in a penalty case.",
            (),
            ("two", "2"),
            "Two or more can gather evidence properly and keep an eye on each other.",
            3,
        ),
        _example(
            "short_answer",
            "Which hotline do residents call to raise a problem with public services or ask about policy?",
            (),
            ("12345", "hotline 12345"),
            "The public service hotline is 12345 everywhere in the country.",
            1,
        ),
    ),
}

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "zh-Hans": (
        "怎样填写",
        "一行一道题。第一行是表头，请保留；下面五行是示例，填好后请删掉。",
        "题型：单选题、多选题、判断题、填空题、简答题。",
        "选项：一格写一个。不够用时，在后面加“选项E”“选项F”两列，以此类推。判断题、填空题、简答题不填选项。",
        "答案：单选题写一个字母；多选题把字母连着写，如 ABD；判断题写“对”或“错”。",
        "填空题、简答题的答案写可以算对的说法，几种说法之间用“；”隔开。",
        "填空题：题干里用 ____ 标出空格，一道题一个空。",
        "解析、难度、编号可以不填。难度从 1（容易）到 5（难）。",
        "填好后把文件发到对话里。先看结果，再决定是否保存。",
    ),
    "en": (
        "How to fill in this table",
        "One question to a row. Keep the first row; the five rows below it are examples, to be taken out.",
        "Type: single choice, multiple answers, true or false, fill in, short answer.",
        "Options: one to a cell. Where four are too few, add the columns “option E”, “option F” and so on."
        " Only single choice and multiple answers have options.",
        "Answer: one letter for single choice; all letters, such as ABD, for multiple answers; true or false.",
        "For fill in and short answer, write the wordings that count as right, apart by |.",
        "Fill in: the question shows its blank as ____, one blank to a question.",
        "Explanation, difficulty and id may be left empty. Difficulty goes from 1 (easy) to 5 (hard).",
        "Send the file to the chat when it is filled in. You see the result before anything is saved.",
    ),
}
