#!/usr/bin/env python3
"""Every sheet of every fixture in every theme, side by side, for a person to look at. No test: nothing here fails on what it sees.

  contact_sheet.py ERSCOPE FIXTURES OUTDIR [PATTERN]

Draws each FIXTURES/*/input.json whose name matches PATTERN (shell style, default all; with site.xml where it has one) in all views and
all themes into OUTDIR/<theme>/<fixture>/*.svg, makes a thumbnail of each by rsvg-convert, and writes OUTDIR/index.html (a row per
fixture and sheet, a column per theme; a click opens the sheet) and OUTDIR/montage-<theme>-<n>.png, pages of thumbnails with their
names. What a run of erscope or of rsvg-convert complains of is told. Needs rsvg-convert (package librsvg2-bin).
"""
import base64
import fnmatch
import html
import pathlib
import re
import shutil
import subprocess
import sys

THEMES = ["light", "dark", "print", "colour-blind", "auto"]
THUMB_W, THUMB_H, CAPTION, GAP, COLUMNS, ROWS = 460, 340, 20, 12, 4, 5


def draw(erscope, fixture, theme, folder):
    site = fixture / "site.xml"
    command = [erscope, "draw", "--quiet", "--as-of", "2026-11-23", "--format", "svg", "--view", "all", "--theme", theme, "-o", folder]
    run = subprocess.run([*command, *(["--site", site] if site.exists() else []), fixture / "input.json"], capture_output=True, text=True, timeout=300)
    if run.returncode not in (0, 3):
        print(f"{fixture.name}, {theme}: exit status {run.returncode}: {run.stderr.strip()[-300:]}")
    return sorted(folder.glob("*.svg"), key=lambda path: (path.stem != "overview", path.stem))


def size_of(path):
    """Width and height in pixels, as the sheet says."""
    head = path.read_text(encoding="utf-8")[:4000]
    box = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', head)
    return float(box.group(1)), float(box.group(2))


def thumbnail(path):
    picture = path.with_suffix(".png")
    run = subprocess.run(["rsvg-convert", "-w", str(THUMB_W), "-h", str(THUMB_H), "--keep-aspect-ratio", "-o", picture, path], capture_output=True, text=True)
    if run.returncode != 0:
        print(f"{path}: rsvg-convert: {run.stderr.strip()}")
        return None
    return picture


def montage(path, theme, pictures):
    """One page of thumbnails: an SVG that holds them as data, made into a PNG."""
    width = COLUMNS * (THUMB_W + GAP) + GAP
    height = -(-len(pictures) // COLUMNS) * (THUMB_H + CAPTION + GAP) + GAP
    ground, ink = ("#222", "#eee") if theme == "dark" else ("#ddd", "#111")
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}"><rect width="100%" height="100%" fill="{ground}"/>']
    for number, (name, picture) in enumerate(pictures):
        x, y = GAP + number % COLUMNS * (THUMB_W + GAP), GAP + number // COLUMNS * (THUMB_H + CAPTION + GAP)
        data = base64.b64encode(picture.read_bytes()).decode("ascii")
        out.append(f'<text x="{x}" y="{y + 14}" font-family="sans-serif" font-size="12" fill="{ink}">{html.escape(name)}</text>')
        out.append(f'<image x="{x}" y="{y + CAPTION}" width="{THUMB_W}" height="{THUMB_H}" preserveAspectRatio="xMidYMid" xlink:href="data:image/png;base64,{data}"/>')
    out.append("</svg>")
    source = path.with_suffix(".svg")
    source.write_text("\n".join(out), encoding="utf-8")
    subprocess.run(["rsvg-convert", "--unlimited", "-o", path, source], check=True)
    source.unlink()


def write_index(out, sheets):
    """@sheets: (fixture, sheet) → theme → (svg, png)."""
    rows = ["<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>Contact sheet</title><style>body{font:14px sans-serif}td,th{vertical-align:top;padding:4px;border-bottom:1px solid #ccc;text-align:left}"
            "img{max-width:340px}</style><table><tr><th>fixture<th>sheet" + "".join(f"<th>{theme}" for theme in THEMES)]
    for (fixture, sheet), themes in sorted(sheets.items(), key=lambda item: (item[0][0], item[0][1] != "overview", item[0][1])):
        cells = []
        for theme in THEMES:
            svg, png = themes.get(theme, (None, None))
            picture = f"<img loading='lazy' src='{html.escape(str(png.relative_to(out)))}' alt='{html.escape(sheet)}'>" if png else "not drawn" if not svg else "no thumbnail"
            cells.append(f"<td><a href='{html.escape(str(svg.relative_to(out)))}'>{picture}</a>" if svg else f"<td>{picture}")
        rows.append(f"<tr><td>{html.escape(fixture)}<td>{html.escape(sheet)}{''.join(cells)}")
    (out / "index.html").write_text("\n".join(rows) + "\n</table></html>\n", encoding="utf-8")


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    if not shutil.which("rsvg-convert"):
        sys.exit("contact_sheet.py: rsvg-convert is missing: install librsvg2-bin")
    erscope, fixtures, out, pattern = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), (sys.argv[4:] or ["*"])[0]
    sheets, shapes = {}, []
    for theme in THEMES:
        pictures = []
        for path in sorted(fixtures.glob("*/input.json")):
            if not fnmatch.fnmatch(path.parent.name, pattern):
                continue
            folder = out / theme / path.parent.name
            folder.mkdir(parents=True, exist_ok=True)
            for svg in draw(erscope, path.parent, theme, folder):
                png = thumbnail(svg)
                sheets.setdefault((path.parent.name, svg.stem), {})[theme] = (svg, png)
                if png:
                    pictures.append((f"{path.parent.name} / {svg.stem}", png))
                if theme == THEMES[0]:
                    width, height = size_of(svg)
                    shapes.append((width / height, path.parent.name, svg.stem))
        for page in range(0, len(pictures), COLUMNS * ROWS):
            montage(out / f"montage-{theme}-{page // (COLUMNS * ROWS) + 1:02d}.png", theme, pictures[page:page + COLUMNS * ROWS])
        print(f"{theme}: {len(pictures)} sheets", flush=True)
    if not sheets:
        sys.exit(f"contact_sheet.py: no fixture below {fixtures} matches '{pattern}'")
    write_index(out, sheets)
    shapes.sort()
    print(f"{out / 'index.html'}; width to height of the sheets: {shapes[0][0]:.2f} ({shapes[0][1]} {shapes[0][2]}), median {shapes[len(shapes) // 2][0]:.2f}, {shapes[-1][0]:.2f} ({shapes[-1][1]} {shapes[-1][2]})")


if __name__ == "__main__":
    main()
