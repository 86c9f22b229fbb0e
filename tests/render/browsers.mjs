// Sheets as a browser draws them against the same sheets as librsvg does. No test: font rasterisers differ, a person judges.
//
//   node browsers.mjs ERSCOPE FIXTURES OUTDIR [--limit PERCENT] [--only PATTERN] [--modules FOLDER]
//
// Draws every FIXTURES/*/input.json (with its site.xml) in all views, light and still, then each sheet at its own size by headless
// Chromium and by rsvg-convert, and counts pixels. "differ": more than 64 of 255 apart in a channel. "displaced": differ, and no pixel
// within 1 px of the other picture comes near, in either direction; edges that are smoothed otherwise do not count there. A sheet
// with more than PERCENT (default 0.5) of displaced pixels leaves OUTDIR/<fixture>-<sheet>.png: Chromium, librsvg, what is displaced.
// Needs playwright-core (--modules or NODE_PATH: the folder that holds it), chromium (or CHROMIUM=path) and rsvg-convert.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const options = { limit: "0.5", only: "", modules: "" };
const given = [];
for (let i = 2; i < process.argv.length; i++) {
  const name = process.argv[i].replace(/^--/, "");
  if (process.argv[i].startsWith("--") && name in options) options[name] = process.argv[++i] ?? "";
  else given.push(process.argv[i]);
}

function stop(text) {
  console.error(`browsers.mjs: ${text}`);
  process.exit(2);
}

function which(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();
}

function playwright() {
  const roots = [options.modules, ...(process.env.NODE_PATH ?? "").split(":"), process.cwd()].filter(Boolean);
  for (const root of roots)
    try {
      return createRequire(join(root, "x.js"))("playwright-core");
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error;
    }
  stop(`playwright-core is not in ${roots.join(", ")}: npm install playwright-core, then --modules FOLDER/node_modules or NODE_PATH`);
}

function draw(erscope, fixture, folder) {
  const site = join(fixture, "site.xml");
  const run = spawnSync(erscope, ["draw", "--quiet", "--as-of", "2026-11-23", "--format", "svg", "--view", "all", "--animate", "off", "-o", folder,
    ...(existsSync(site) ? ["--site", site] : []), join(fixture, "input.json")], { encoding: "utf8" });
  if (run.status !== 0 && run.status !== 3) stop(`${fixture}: erscope draw: ${run.error ?? run.stderr}`);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".svg")).sort() : [];
}

// Runs in the page: decodes both pictures, counts, and makes the picture of the three when it is asked for.
async function compare([a, b, limit]) {
  const load = async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return { image, w: image.width, h: image.height, data: context.getImageData(0, 0, image.width, image.height).data };
  };
  const [one, two] = [await load(a), await load(b)];
  if (one.w !== two.w || one.h !== two.h) return { error: `${one.w}×${one.h} and ${two.w}×${two.h} pixels` };
  const { w, h } = one, far = 64, marks = new Uint8ClampedArray(w * h * 4).fill(255);
  const apart = (p, q) => Math.max(Math.abs(one.data[p] - two.data[q]), Math.abs(one.data[p + 1] - two.data[q + 1]), Math.abs(one.data[p + 2] - two.data[q + 2])) > far;
  const alone = (x, y, from) => {
    const p = 4 * (y * w + x);
    for (let v = Math.max(0, y - 1); v <= Math.min(h - 1, y + 1); v++)
      for (let u = Math.max(0, x - 1); u <= Math.min(w - 1, x + 1); u++) {
        const q = 4 * (v * w + u);
        if (!(from === one ? apart(p, q) : apart(q, p))) return false;
      }
    return true;
  };
  let differ = 0, displaced = 0, left = w, right = 0, top = h, bottom = 0;
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const p = 4 * (y * w + x);
      if (!apart(p, p)) continue;
      differ++;
      if (!alone(x, y, one) && !alone(x, y, two)) continue;
      displaced++;
      marks[p + 1] = marks[p + 2] = 0;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  const result = { w, h, differ: (100 * differ) / (w * h), displaced: (100 * displaced) / (w * h), area: displaced ? `${left},${top} to ${right},${bottom}` : "" };
  if (result.displaced > limit) {
    const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
    canvas.width = w;
    canvas.height = 3 * h;
    context.drawImage(one.image, 0, 0);
    context.drawImage(two.image, 0, h);
    context.putImageData(new ImageData(marks, w, h), 0, 2 * h);
    result.picture = canvas.toDataURL("image/png").split(",")[1];
  }
  return result;
}

if (given.length !== 3) stop("usage: node browsers.mjs ERSCOPE FIXTURES OUTDIR [--limit PERCENT] [--only PATTERN] [--modules FOLDER]");
const [erscope, fixtures, out] = given, limit = Number(options.limit), { chromium } = playwright();
const browserPath = process.env.CHROMIUM || which("chromium") || which("chromium-browser") || which("google-chrome");
if (!browserPath) stop("no chromium in PATH: install it, or CHROMIUM=path");
if (!which("rsvg-convert")) stop("rsvg-convert is missing: install librsvg2-bin");
if (!(limit >= 0)) stop("--limit is a number of per cent");
mkdirSync(out, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), "browsers-"));
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--font-render-hinting=none", "--force-color-profile=srgb"] });
const page = await browser.newPage({ reducedMotion: "reduce", colorScheme: "light" });
const judge = await browser.newPage();
const rows = [];
for (const fixture of readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, "input.json")) && name.includes(options.only)).sort())
  for (const name of draw(erscope, join(fixtures, fixture), join(scratch, fixture))) {
    const path = join(scratch, fixture, name), text = readFileSync(path, "utf8"), [, w, h] = text.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/);
    const size = { width: Math.ceil(w), height: Math.ceil(h) };
    await page.setViewportSize(size);
    await page.goto(`file://${path}`);
    const ours = (await page.screenshot()).toString("base64");
    const theirs = execFileSync("rsvg-convert", ["-w", String(size.width), "-h", String(size.height), "-b", "white", path], { maxBuffer: 1 << 28 }).toString("base64");
    const result = await judge.evaluate(compare, [ours, theirs, limit]);
    const title = `${fixture} ${name.replace(/\.svg$/, "")}`;
    if (result.error) {
      console.log(`${title}: ${result.error}`);
      continue;
    }
    rows.push({ title, ...result });
    if (result.picture) writeFileSync(join(out, `${title.replace(" ", "-")}.png`), Buffer.from(result.picture, "base64"));
  }
await browser.close();
rmSync(scratch, { recursive: true });
if (rows.length === 0) stop(`nothing was drawn of ${fixtures}`);
rows.sort((a, b) => b.displaced - a.displaced);
for (const row of rows.slice(0, 25)) console.log(`${row.displaced.toFixed(3)} % displaced, ${row.differ.toFixed(2)} % differ  ${row.title}  ${row.w}×${row.h}  ${row.area}`);
const median = (key) => rows.map((row) => row[key]).sort((a, b) => a - b)[rows.length >> 1];
console.log(`${rows.length} sheets: displaced median ${median("displaced").toFixed(3)} %, worst ${rows[0].displaced.toFixed(3)} %; differ median ${median("differ").toFixed(2)} %; ${rows.filter((row) => row.picture).length} above ${limit} %, pictures in ${out}`);
