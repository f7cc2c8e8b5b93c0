"""What libraries find wrong with a file, in the editor's words; nothing of their English reaches a message."""

from __future__ import annotations

import re

from nianbao.wording.language import say


def yaml_problem(text: str) -> str:
    """Return what the YAML reader complains of, for either of its two implementations."""
    told = (
        ("expected ':'", say("这里缺少英文冒号“:”，冒号后面要空一格（全角冒号“：”不算）")),
        ("values are not allowed", say("这里多了一个冒号，或上一行没有写完；内容里有冒号的，要给内容加英文引号")),
        ("',' or '}'", say("花括号没有成对，或各项之间缺少英文逗号")),
        ("',' or ']'", say("方括号没有成对，或各项之间缺少英文逗号")),
        ("end of stream", say("引号没有成对")),
        ("document indicator", say("引号没有成对")),
        ("cannot start any token", say("这里不能以制表符或 % @ ` 开头；缩进要用空格，以这些符号开头的内容要加引号")),
        ("tab character", say("缩进里有制表符，要改用空格")),
        ("'-' indicator", say("各项前面的短横“-”没有对齐，或后面没有空一格")),
        ("entries are not allowed", say("短横“-”要另起一行")),
        ("expected key", say("与上面各行没有对齐，或上面的引号、括号没有成对")),
        ("<block end>", say("与上面各行没有对齐，或上面的引号、括号没有成对")),
        ("escape", say("双引号中的反斜线写法不对；可改用英文单引号")),
        ("hexdecimal", say("双引号中的反斜线写法不对；可改用英文单引号")),
        ("directive", say("以 % 开头的行不是内容，要删去")),
        ("incompatible", say("以 % 开头的行不是内容，要删去")),
        ("document start", say("这里多出了内容；每项要写作“名称: 内容”")),
        ("node content", say("这里缺少内容")),
        ("alphabetic or numeric", say("以 & 或 * 开头的内容要加引号")),
        ("line break", say("“|”和“>”后面不能再写内容，要换行")),
        ("chomping", say("“|”和“>”后面不能再写内容，要换行")),
        ("'>'", say("以 ! 开头的内容要加引号")),
        ("tag", say("以 ! 开头的内容要加引号")),
    )
    return next((chinese for english, chinese in told if english in text), say("写法不合规则"))


def csv_problem(text: str) -> str:
    """Return what the CSV reader complains of."""
    told = (
        ("unexpected end of data", say("从这一行起，引号没有成对")),
        ("expected after", say("引号后面还有内容；一格以引号开头的，里面的引号要写成两个")),
        ("field larger", say("从这一行起，一格超过了13万字符，可能是引号没有成对")),
    )
    return next((chinese for english, chinese in told if english in text), say("写法不合规则"))


def word_problem(text: str) -> str:
    """Return what the reader of words between braces complains of."""
    char = re.match(r"unexpected char '(.)", text)
    if char and char[1] in "“”‘’（），、：；":
        return say("引号、括号和逗号要用英文的，不能用 {char}", char=char[1])
    if char and char[1].isprintable():
        return say("不能有“{char}”", char=char[1])
    told = (
        ("end of comment", say("注释没有结束")),
        ("end of raw", say("语句没有结束")),
        ("end of template", say("花括号没有成对")),
        ("got 'end of print statement'", say("括号没有成对，或花括号中是空的")),
        ("expected token ','", say("各名称要加英文引号，之间用英文逗号")),
        ("'end of print statement', got", say("花括号中只能有一个词语")),
        ("unexpected '", say("括号没有成对")),
    )
    return next((chinese for english, chinese in told if english in text), say("写法不合规则"))


def character_name(char: str) -> str:
    """Return what a character is called that nobody sees."""
    told = (
        ((0x00,), say("空字符")),
        ((0x0B, 0x0C), say("换行或换页符")),
        ((0x1B,), say("转义字符")),
        ((0xAD,), say("软连字符")),
        ((0x200B,), say("零宽空格")),
        ((0x200C, 0x200D, 0x2060, 0x034F), say("零宽连接符")),
        ((0xFEFF,), say("字节顺序标记")),
        ((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), say("书写方向控制符")),
        ((0x2028, 0x2029), say("行或段分隔符")),
        ((0x115F, 0x1160, 0x3164, 0xFFA0), say("韩文填充符")),
        ((*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)), say("变体选择符")),
        (range(0xE0000, 0xE0080), say("标签字符")),
        ((*range(0x20), *range(0x7F, 0xA0)), say("控制字符")),
    )
    return next((name for codes, name in told if ord(char) in codes), say("不可见字符"))
