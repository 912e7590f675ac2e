"""A bar for each way of loading, as SVG: readable on a light and a dark page."""

import pathlib
from xml.sax.saxutils import escape

ROW, BAR, LABELS, SCALE = 26, 16, 380, 400  # pixels


def bars(title, ways, path):
    """`ways`: (label, seconds, whether it is ours), in the order to be shown."""
    longest = max(seconds for _, seconds, _ in ways)
    height = ROW * (len(ways) + 2)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABELS + SCALE + 80}" height="{height}" '
             'font-family="sans-serif" font-size="13">',
             f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="18" font-weight="bold">{escape(title)}</text>']
    for place, (label, seconds, is_ours) in enumerate(ways):
        top = ROW * (place + 1) + 8
        width = max(1, round(SCALE * seconds / longest))
        lines.append(f'<text x="{LABELS - 8}" y="{top + 13}" text-anchor="end">{escape(label)}</text>'
                     f'<rect x="{LABELS}" y="{top}" width="{width}" height="{BAR}" fill="{"#0b6e4f" if is_ours else "#9aa5b1"}"/>'
                     f'<text x="{LABELS + width + 6}" y="{top + 13}">{seconds:.2f} s</text>')
    pathlib.Path(path).write_text("\n".join(lines) + "\n</svg>\n", encoding="utf-8")
