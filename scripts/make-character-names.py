#!/usr/bin/env python3
"""Writes core/data/character-names.txt: Unicode's names of the characters a message may hold.

Run by hand; the result is committed, because its Unicode is that of the Python that runs this. A line `@1F600` says where
a run begins; each line after it names the next code point.
"""
import unicodedata
from pathlib import Path

RANGES = [
    (0x0020, 0x02FF), (0x0300, 0x036F),  # Latin, phonetic signs, spacing marks, combining marks
    (0x0370, 0x03FF), (0x0400, 0x052F),  # Greek, Cyrillic
    (0x0E3F, 0x0E3F), (0x1E00, 0x1EFF),  # baht, Latin Extended Additional
    (0x1680, 0x1680), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x20D0, 0x20FF),  # punctuation … enclosing
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),  # letterlike, arrows, maths, technical
    (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x27BF),  # enclosed, boxes and shapes, symbols, dingbats
    (0x27F0, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF),  # more arrows, more shapes
    (0x3000, 0x303F), (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFF01, 0xFF5E), (0xFFFC, 0xFFFD),
    (0x1D400, 0x1D7FF), (0x1F000, 0x1F02F), (0x1F0A0, 0x1F0FF), (0x1F100, 0x1F1FF), (0x1F200, 0x1F2FF),
    (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F780, 0x1F7FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
]

lines = []
after = None
for first, last in RANGES:
    for code_point in range(first, last + 1):
        name = unicodedata.name(chr(code_point), "")
        if not name:
            continue
        if code_point != after:
            lines.append(f"@{code_point:04X}")
        lines.append(name)
        after = code_point + 1
path = Path(__file__).resolve().parent.parent / "core/data/character-names.txt"
path.write_text("\n".join(lines) + "\n", encoding="ascii")
