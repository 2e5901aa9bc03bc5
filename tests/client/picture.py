#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A terminal's screen as an SVG: tmux capture-pane -e -p | picture.py --columns N --title TEXT

Every character is positioned separately, so that columns line up in any font.
"""
import argparse
import itertools
import re
import sys
import unicodedata
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

CELL, ROW, MARGIN, BAR = 10, 21, 16, 28  # a cell's width and height, the frame
FOREGROUND, BACKGROUND, FRAME = "#d0d4da", "#16181d", "#2a2e36"
NAMED = ["#45475a", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
         "#7f848e", "#f08a92", "#b5e090", "#f0d399", "#84c4ff", "#d99bee", "#7fd3dd", "#ffffff"]


@dataclass(frozen=True)
class Style:
    color: str = None
    background: str = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False

    def ground(self):
        return (self.color or FOREGROUND) if self.reverse else self.background

    def attributes(self):
        color = (self.background or BACKGROUND) if self.reverse else self.color
        pairs = [("fill", color), ("font-weight", self.bold and "bold"), ("opacity", self.dim and ".6"),
                 ("font-style", self.italic and "italic"), ("text-decoration", self.underline and "underline")]
        return "".join(f' {name}="{value}"' for name, value in pairs if value)


SWITCHES = {1: {"bold": True}, 2: {"dim": True}, 3: {"italic": True}, 4: {"underline": True},
            7: {"reverse": True}, 22: {"bold": False, "dim": False}, 23: {"italic": False},
            24: {"underline": False}, 27: {"reverse": False}, 39: {"color": None}, 49: {"background": None}}


def indexed(number):
    """One of the 256 colours of xterm."""
    if number < 16:
        return NAMED[number]
    if number >= 232:
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    number -= 16
    steps = (0, 95, 135, 175, 215, 255)
    return "#" + "".join(f"{steps[number // weight % 6]:02x}" for weight in (36, 6, 1))


def restyled(style, parameters):
    """The style after ESC [ PARAMETERS m."""
    codes = iter([int(code or 0) for code in re.split("[;:]", parameters)])
    for code in codes:
        if code == 0:
            style = Style()
        elif code in SWITCHES:
            style = replace(style, **SWITCHES[code])
        elif code in (38, 48):
            wide = next(codes) == 2
            color = "#" + "".join(f"{next(codes):02x}" for _ in range(3)) if wide else indexed(next(codes))
            style = replace(style, **{"color" if code == 38 else "background": color})
        elif code % 60 // 10 in (3, 4) and code % 10 < 8:
            color = NAMED[code % 10 + (8 if code >= 90 else 0)]
            style = replace(style, **{"color" if code // 10 in (3, 9) else "background": color})
    return style


def cells(line, style):
    """Each character as (column, width, character, style); and the style that the next line begins with."""
    row, column = [], 0
    for sequence, parameters, char in re.findall(r"(\x1b\[([0-9;:]*)m|\x1b\].*?(?:\x1b\\|\x07))|(.)", line):
        if char:
            width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
            row.append((column, width, char, style))
            column += width
        elif sequence.startswith("\x1b["):
            style = restyled(style, parameters)
    return row, style


# The glyphs between powerline blocks, which few fonts have, as shapes within a cell.
HALF, OUT = ROW / 2, CELL * 0.9
SHAPES = {"\ue0b0": f"h0 l{CELL} {HALF} l-{CELL} {HALF} z", "\ue0b4": f"a{OUT} {HALF} 0 0 1 0 {ROW} z",
          "\ue0b6": f"m{CELL} 0 a{OUT} {HALF} 0 0 0 0 {ROW} z"}


def shape(column, top, style, path):
    return f'<path d="M{column * CELL} {top} {path}"{style.attributes()}/>'


def drawn(row, top):
    """Draws one row: backgrounds first, then text."""
    for ground, run in itertools.groupby(row, lambda cell: cell[3].ground()):
        if ground:
            run = list(run)
            width = run[-1][0] + run[-1][1] - run[0][0]
            yield f'<rect x="{run[0][0] * CELL}" y="{top}" width="{width * CELL}" height="{ROW}" fill="{ground}"/>'
    for column, _, char, style in row:
        if char in SHAPES:
            yield shape(column, top, style, SHAPES[char])
    for (blank, style), run in itertools.groupby(row, lambda cell: (cell[2].isspace() or cell[2] in SHAPES, cell[3])):
        if not blank:
            run = list(run)
            places = " ".join(str(column * CELL) for column, *_ in run)
            text = escape("".join(char for _, _, char, _ in run))
            yield f'<text x="{places}" y="{top + 15}"{style.attributes()}>{text}</text>'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--title", required=True)
    arguments = parser.parse_args()
    lines = sys.stdin.read().strip("\n").split("\n")
    width, height = arguments.columns * CELL + 2 * MARGIN, len(lines) * ROW + BAR + MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">')
    print(f"<title>{escape(arguments.title)}</title>")
    print(f'<rect width="{width}" height="{height}" rx="10" fill="{BACKGROUND}" stroke="{FRAME}"/>')
    for number in range(3):
        print(f'<circle cx="{MARGIN + 4 + 18 * number}" cy="15" r="5" fill="{FRAME}"/>')
    print(f'<g transform="translate({MARGIN} {BAR})" fill="{FOREGROUND}" font-size="16.6" '
          'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace">')
    style = Style()
    for number, line in enumerate(lines):
        row, style = cells(line, style)
        for element in drawn(row, number * ROW):
            print(element)
    print("</g>\n</svg>")


main()
