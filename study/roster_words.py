"""Why a row, a grant or an invite is refused, in both languages; {text} is what the reason names."""

from __future__ import annotations

_SENTENCES: dict[str, tuple[str, str]] = {
    "too_large": ("文件太大，请控制在 20 MB 以内。", "The file is too large; 20 MB is the most."),
    "too_many_rows": (
        "表格太大，请控制在 20 万行以内，并删去远处的多余单元格。",
        "The table is too large: at most 200,000 rows, and nothing far away from the others.",
    ),
    "not_a_table": (
        "文件打不开。请另存为 xlsx 或 UTF-8 编码的 csv 再试。",
        "The file cannot be read. Please save it as xlsx, or as csv in UTF-8.",
    ),
    "unknown_kind": ("请使用 xlsx 或 csv 文件。", "Please use an xlsx or csv file."),
    "no_header": (
        "没有找到表头。表头至少要有“姓名”和“单位”两列。",
        "No header row was found. It needs at least the columns name and unit.",
    ),
    "missing": ("这一格不能为空。", "This cell must not be empty."),
    "too_long": ("内容太长，最多 {text} 个字。", "This is too long; {text} characters are the most."),
    "too_many_tags": ("标签太多，最多 {text} 个。", "Too many tags; {text} are the most."),
    "control_character": (
        "这一格里有换行或看不见的字符，请重新输入。",
        "This cell holds a line break or an invisible character; please type it again.",
    ),
    "identity_number": (
        "这像是身份证号。为保护个人信息，请改用工号，或留空由系统编号。",
        "This looks like an identity number. Please use a staff number, or leave it blank and one is made.",
    ),
    "staff_no_form": (
        "工号“{text}”只能用字母、数字和 - _ . /。",
        "The staff number “{text}” may have only letters, digits and - _ . /",
    ),
    "unit_form": (
        "单位“{text}”不合规定：上下级用 / 分开，最多 8 级，每级不超过 60 个字，"
        "名称里不要有顿号、逗号、分号和 @。",
        "The unit “{text}” does not fit: levels separated by /, at most 8 of at most 60 characters, no comma,"
        " semicolon or @ in a name.",
    ),
    "unknown_rank_category": (
        "没有“{text}”这个职级类别，可用：领导、中层、一般、专技、村干。",
        "There is no rank category “{text}”; use leader, middle, ordinary, professional or village.",
    ),
    "unknown_roles": (
        "没有“{text}”这个角色，可用：学员、教员、督学、管理员。",
        "There is no role “{text}”; use learner, instructor, supervisor or admin.",
    ),
    "unknown_language": (
        "没有“{text}”这种语言，可用：中文、英文。",
        "There is no language “{text}”; use zh or en.",
    ),
    "date_form": (
        "“{text}”不是能认出的日期，请写成 2024-03-01。",
        "“{text}” is not a date that can be read; please write 2024-03-01.",
    ),
    "left_before_joining": ("离开日期早于加入日期。", "The date of leaving is before the date of joining."),
    "supervises_without_role": (
        "填了管理单位，但没有填角色。",
        "Units are named here, but the row gives no role over them.",
    ),
    "unknown_supervised_unit": (
        "管理单位“{text}”既不在系统里，也不在这份名册里。",
        "The unit “{text}” is neither known nor in this roster.",
    ),
    "ambiguous_supervised_unit": (
        "叫“{text}”的单位不止一个，请写全路径。",
        "More than one unit is called “{text}”; please write its whole path.",
    ),
    "duplicate_staff_no": (
        "工号与第 {text} 行重复。",
        "Row {text} has the same staff number.",
    ),
    "same_name_in_file": (
        "同一单位里“{text}”出现不止一次，请填写工号加以区分。",
        "“{text}” stands more than once in the same unit; please give staff numbers to tell them apart.",
    ),
    "namesakes": (
        "这个单位已有不止一位“{text}”，请填写工号。",
        "This unit already has more than one “{text}”; please give the staff number.",
    ),
    "outside_scope": (
        "“{text}”不在您的管理范围内。",
        "“{text}” is outside the units you administer.",
    ),
    "grant_not_allowed": ("您不能授予“{text}”。", "You cannot grant “{text}”."),
    "grant_needs_second": (
        "授予管理员需要第二人同意，不能用名册办理：“{text}”。",
        "Making an administrator needs a second person and cannot be done by a roster: “{text}”.",
    ),
    "too_many_for_chat": (
        "这份名册超过 {text} 行，请分成几份再发，或请系统管理人员用命令行导入。",
        "This roster has more than {text} rows. Please send it in parts, or have it imported on the command line.",
    ),
    "unknown_person": ("没有工号为“{text}”的人员。", "There is nobody with the staff number “{text}”."),
    "has_left": (
        "工号“{text}”的人员已离开，不能授予角色。",
        "The person with the staff number “{text}” has left.",
    ),
    "unknown_role": (
        "没有“{text}”这个角色，可用：教员、督学、管理员。",
        "There is no role “{text}” to grant; use instructor, supervisor or admin.",
    ),
    "unknown_unit": ("没有“{text}”这个单位。", "There is no unit “{text}”."),
    "ambiguous_unit": (
        "叫“{text}”的单位不止一个，请写全路径。",
        "More than one unit is called “{text}”; please write its whole path.",
    ),
    "already_past": (
        "{text} 已经过去了，请给出今天或以后的日期。",
        "{text} has passed; please give today or a later date.",
    ),
    "not_allowed": ("您不能授予或收回“{text}”。", "You cannot grant or revoke “{text}”."),
    "own_last_admin": (
        "这是您最后一项管理员授权，不能自己收回。请由另一位管理员办理。",
        "This is your last grant as an administrator. Somebody else has to take it back.",
    ),
    "not_granted": ("本来就没有授予过“{text}”。", "“{text}” has not been granted."),
}


def sentence(reason: str, language: str, text: str = "") -> str:
    """The reason as a sentence. KeyError for a reason that has no words."""
    chinese, english = _SENTENCES[reason]
    return (chinese if language == "zh-Hans" else english).replace("{text}", text)
