"""Where a name of one sign stands as a word in a sentence without blanks: 给伟打电话, 李女士来."""

import re

# As text: few runs meet such a name, and to compile them takes 2 ms.

_AFTER_SIGN = (
    "的|打电|打電|来|來|去|说|說|要|想|今|昨|已|没|沒|在|需|住院|出院|先生|女士|小姐|太太|老师|老師|医生|さん|様|君|くん|ちゃん|氏|[のはがをにとも]"
    "|씨|님|[이가은는을를의와과도]|에게|한테"
)
"""What follows a name of one sign without a blank: what is done, titles, and particles."""

_TITLES = "先生|女士|小姐|太太|老师|老師|医生|醫生|大夫|さん|様|くん|ちゃん|씨"
"""What makes a name of the sign before it, whatever stands before that."""

_TO_SOMEONE = (
    ".*([给給跟和与與同找叫请請帮幫陪见見问問送接为為替对對让讓把被由代约約催看带帶等劝勸]"
    "|告诉|告訴|通知|联系|聯繫|联络|聯絡|拜访|拜訪|提醒|探望|帮助|幫助|陪同|询问|詢問)$"
)
"""What stands before whom something is done for or with: to, with, for, look for, ask, call."""

_FAMILIAR = frozenset("小老阿")
"""What makes a name of the sign after it, where a run of signs begins with it."""


def is_someone(before: str, after: str) -> bool:
    """Whether a sign is somebody's name, by the signs right before it and right after it, up to the next mark.

    Elsewhere it is part of a word as often as not: 伟大.
    """
    if not before:
        return not after or re.match(_AFTER_SIGN, after) is not None
    is_familiar = before[-1] in _FAMILIAR and (len(before) == 1 or re.match(_TO_SOMEONE, before[:-1]) is not None)
    return is_familiar or re.match(_TITLES, after) is not None or re.match(_TO_SOMEONE, before) is not None
