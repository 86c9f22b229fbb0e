#!/usr/bin/env python3
"""Holds the include table of the README against the code: which stage may include what."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
PUBLIC = {  # public header: the stage that makes it
    "diag": "base", "lang": "base", "output": "base", "prefix": "base", "text": "base", "inventory": "ingest", "site": "ingest", "baseline": "ingest", "network": "model", "flows": "model", "availability": "model", "resiliency": "model", "scenarios": "model", "csv": "base", "pipe": "base", "tables": "model", "history": "ingest", "sanitize": "ingest",
    "findings": "model", "scene": "render", "draw": "render", "results": "report", "document": "report", "rulebook": "report", "words": "report", "formats": "report", "pages": "render", "difference": "model", "diff": "report", "trend": "render", "fleet": "report",
}
MAY = {  # stage: public headers it may include beside its own private ones
    "base": {"pipe", "diag", "lang", "output", "prefix", "text", "csv"},
    "ingest": {"diag", "output", "prefix", "text", "inventory", "site", "baseline", "history", "sanitize"},
    "model": {"diag", "lang", "prefix", "text", "inventory", "site", "network", "flows", "availability", "resiliency", "scenarios", "findings", "csv", "tables", "difference"},
    "render": {"pipe", "diag", "lang", "network", "flows", "scenarios", "findings", "scene", "draw", "tables", "pages", "trend"},
    "report": {"pipe", "diag", "lang", "inventory", "network", "flows", "availability", "resiliency", "scenarios", "findings", "draw", "document", "results", "rulebook", "words", "baseline", "formats", "tables", "pages", "difference", "diff", "history", "trend", "fleet", "text"},
    "cli": set(PUBLIC),
}
GENERATED = {"schemas.h"}  # by the build, beside *.inc
# A foreign library stands in these files only.
LIBRARIES = {
    r"libxml/": {"src/ingest/site_xml.c", "src/ingest/xml.c", "src/render/svg.c", "src/render/drawio.c", "src/render/icon_clean.c", "src/render/places_drawio.c", "src/report/junit.c", "src/report/xslt.c", "src/render/trend.c"},
    r"libxslt/": {"src/report/xslt.c"},
    r"(cairo|pango)": {"src/render/ink.h", "src/render/pdf.c", "src/render/pages_paint.c"},
    r"librsvg/": {"src/render/icon_picture.c"},
    r"(hb-|fontconfig/)": {"src/render/fonts.c"},
    r"(graphviz/)?(cgraph|gvc)": {"src/render/diagram.c", "src/render/places_dot.c"},
    r"(jansson|check)": set(),
}


def complaints():
    for file in sorted((ROOT / "src").rglob("*.[ch]")):
        name = file.relative_to(ROOT).as_posix()
        stage = name.split("/")[1]
        if stage not in MAY:
            yield f"{name}: not in a stage"
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
            if not found:
                continue
            kind, header = found.groups()
            own = re.match(r"erscope/(\w+)\.h$", header)
            if own and own.group(1) not in MAY[stage]:
                yield f"{name}: {stage} may not include <{header}>"
            if kind == '"':
                inside = (file.parent / header).exists() or (ROOT / "src" / stage / header).exists() or header.endswith(".inc") or header in GENERATED
                if not inside or re.match(r"(base|ingest|model|render|report|cli)/", header) and not header.startswith(stage + "/"):
                    yield f"{name}: '{header}' is private to another stage"
            for library, files in LIBRARIES.items():
                if kind == "<" and re.match(library, header) and name not in files:
                    yield f"{name}: <{header}> has one owner: {', '.join(sorted(files)) or 'none yet'}"
    for file in sorted((ROOT / "include/erscope").glob("*.h")):
        stage = PUBLIC.get(file.stem)
        if stage is None:
            yield f"{file.name}: public header of no stage"
            continue
        for header in re.findall(r'#include [<"]([a-z]+)\.h[>"]', file.read_text(encoding="utf-8")):
            if header in PUBLIC and header not in MAY[stage] | {file.stem}:
                yield f"{file.name}: may not include {header}.h"


found = list(complaints())
print(*found, sep="\n")
print(f"includes: {sum(1 for _ in (ROOT / 'src').rglob('*.[ch]')) - len(found)} passed, {len(found)} failed")
sys.exit(bool(found))
