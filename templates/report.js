/*
 * What the report does beyond being read: filters and sorting of the findings, ways between findings and pictures, and failures. What a failure
 * does was worked out before (src/report/page_data.c tells the form of the data); nothing here judges, it looks up and shows. Names come
 * from the inventory: they are only ever set as text. State: { failed: element or null, directions, fastpath }, kept in the address.
 */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const VNET = -1, ATTACHMENT = -2;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  function draw(name, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  const plural = (n, one, many) => `${n} ${n === 1 ? one : many}`;

  // ---- the data ----

  let before = "";
  const elements = data.components.map(([same, rest, name, kind, label]) => {
    before = [...before].slice(0, same).join("") + rest;
    return { id: before, name, kind: data.kinds[kind], label: label?.endsWith(" ") ? label + name : label ?? name, members: null };
  });
  const nComponents = elements.length;
  for (const [id, name, kind, members] of data.groups) {
    const words = kind.replaceAll("-", " ");
    elements.push({ id, name, kind, label: name.includes(words) ? name : `${words} ${name}`, members });
  }
  const indexOf = new Map(elements.map((element, i) => [element.id, i]));
  elements.forEach((element, i) => { element.index = i; element.impact = data.failures[i]; });

  const outcomes = data.outcomes.map(([up, lost, moved, preference, alive, used, capacity, burst, bottleneck, convergence, symmetric, kept]) =>
    ({ up: up === 1, lost: lost / 1e6, moved: moved === 1, preference, alive, used, capacity, burst, bottleneck, convergence, symmetric, kept }));
  const classes = data.classes.map(([number, site, direction, mode, unserved, base, paths]) =>
    ({ id: `c${number}`, site, direction, mode, unserved: unserved === 1, base: outcomes[base], flows: [],
      paths: paths.map(([name, pathMode, hops, requires]) => ({ name, mode: pathMode, hops, requires })) }));
  const flows = data.flows.map(([index, vnet, attachment = null, destination = ""], i) => {
    const flow = { index: i, of: index, vnet, attachment, destination };
    classes[index].flows.push(flow);
    return flow;
  });
  const services = data.services.map(([name, site, direction, up]) => ({ name, site, direction, up: up === 1 }));

  function impactOf(element) {
    if (element.impact === null) return null;
    const [pairs, runs, changed = [], loads = [], lostIn = 0, lostOut = 0] = data.impacts[element.impact];
    const impact = { after: new Map(), lost: new Set(), services: changed, loads: [], demand: [lostIn, lostOut] };
    for (let i = 0; i < pairs.length; i += 2) impact.after.set(pairs[i], outcomes[pairs[i + 1]]);
    for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i + 1]; k++) impact.lost.add(runs[i] + k);
    for (let i = 0; i < loads.length; i += 4) impact.loads.push({ component: loads[i], direction: loads[i + 1], mbps: loads[i + 2], capacity: loads[i + 3] });
    return impact;
  }

  // ---- state ----

  const state = { failed: null, directions: [true, true], fastpath: false, impact: null };

  function toAddress() {
    const words = [];
    if (state.failed) words.push(`fail=${encodeURIComponent(state.failed.id)}`);
    if (!state.directions[0]) words.push("direction=from-azure");
    if (!state.directions[1]) words.push("direction=to-azure");
    if (state.fastpath) words.push("fastpath=only");
    history.replaceState(null, "", words.length ? `#${words.join("&")}` : location.pathname + location.search);
  }

  function fromAddress() {
    const words = new Map(location.hash.slice(1).split("&").map((word) => word.split("=")).filter((word) => word.length === 2));
    if (!words.has("fail") && !words.has("direction") && !words.has("fastpath")) return false;
    let id = "";
    try { id = decodeURIComponent(words.get("fail") ?? ""); } catch { /* no id of ours */ }
    const element = elements[indexOf.get(id) ?? -1];
    state.directions = [words.get("direction") !== "from-azure", words.get("direction") !== "to-azure"];
    state.fastpath = words.get("fastpath") === "only";
    state.failed = element ?? null;
    return true;
  }

  // ---- words ----

  const way = (flowClass, flow) => {
    const site = elements[flowClass.site].name, end = elements[flow.vnet].name + (flow.destination ? ` ${flow.destination}` : "");
    return flowClass.direction === 0 ? `${site} → ${end}` : `${end} → ${site}`;
  };
  const TAKES = { "none": "", "sub-second": "in less than a second", "up-to-1-min": "within 1 minute", "up-to-3-min": "within 3 minutes", "manual": "when somebody switches by hand" };

  // Worst first, as in `erscope fail`.
  function verdict(was, now) {
    if (!now.up) return 0;
    if (now.lost > 0) return 1;
    if (now.moved || data.convergence[now.convergence] !== "none") return 2;
    return now.alive < was.alive ? 3 : 4;
  }
  const VERDICTS = ["Down", "Loses a part", "Moves", "Fewer paths left", "As before"];

  function capacity(was, now) {
    if (!now.up) return was.capacity ? `none (was ${was.capacity} Mbps)` : "none";
    if (!now.capacity) return "not known";
    const bound = now.bottleneck === null ? "" : `, bound by ${elements[now.bottleneck].label}`;
    return `${now.capacity} Mbps${bound}${was.capacity && was.capacity !== now.capacity ? ` (was ${was.capacity})` : ""}`;
  }

  const carriers = (flowClass, outcome) => outcome.used.map((i) => flowClass.paths[i].name).join(", ");

  function quality(now) {
    const words = [TAKES[data.convergence[now.convergence]]];
    if (now.symmetric === 0) words.push("asymmetric");
    if (now.kept === 0) words.push("connections through stateful devices break");
    return words.filter(Boolean).join("; ");
  }

  // ---- what carries ----

  const wanted = (flowClass) => state.directions[flowClass.direction];

  // Components over which something runs, and VNets that something reaches.
  function carrying(impact) {
    const on = new Set(), failed = new Set(impact ? removed(state.failed) : []);
    for (const [i, flowClass] of classes.entries()) {
      if (!wanted(flowClass)) continue;
      const now = impact?.after.get(i) ?? flowClass.base;
      const paths = now.used.map((k) => flowClass.paths[k]).filter((path) => !state.fastpath || path.mode === "fastpath");
      if (!now.up || paths.length === 0) continue;
      for (const path of paths) {
        for (const hop of path.hops) if (hop >= 0) on.add(hop);
        for (const any of path.requires) {
          const alive = any.filter((k) => k < 0 || !failed.has(k));
          for (const k of alive) if (k >= 0 && k < nComponents) on.add(k);
        }
      }
      for (const flow of flowClass.flows)
        if (!impact?.lost.has(flow.index)) {
          on.add(flow.vnet);
          if (flow.attachment !== null) on.add(flow.attachment);
        }
    }
    return on;
  }

  const removed = (element) => element.members ?? [element.index];

  // ---- pictures ----

  const sheets = $$(".sheet");
  const places = [];   // { node, index, sheet }

  function preparePictures() {
    for (const sheet of sheets) {
      for (const node of $$("svg [data-id]", sheet)) {
        const index = indexOf.get(node.getAttribute("data-id"));
        if (index === undefined) continue;
        places.push({ node, index, sheet });
        node.classList.add("can");
        node.setAttribute("role", "button");
        node.setAttribute("aria-pressed", "false");
        node.setAttribute("tabindex", "-1");
      }
      const svg = $("svg", sheet);
      if (!svg) continue;
      svg.setAttribute("role", "group");
      const first = places.find((place) => place.sheet === sheet);
      first?.node.setAttribute("tabindex", "0");
      svg.addEventListener("click", (event) => {
        if (event.target.closest("a")) return;
        const place = placeOf(event.target);
        if (place) choose(elements[place.index]);
      });
      svg.addEventListener("keydown", (event) => onPictureKey(event, sheet));
      svg.append(draw("g", { class: "overlay", "aria-hidden": "true" }));
    }
  }

  function placeOf(target) {
    const node = target.closest?.("[data-id].can");
    return node ? places.find((place) => place.node === node) : undefined;
  }

  function middle(node) {
    const box = node.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  // One stop for the tab key; arrows go to the nearest box in their direction.
  function onPictureKey(event, sheet) {
    const place = placeOf(event.target);
    if (!place) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(elements[place.index]);
      return;
    }
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = middle(place.node);
    let best = null, least = Infinity;
    for (const other of places) {
      if (other.sheet !== sheet || other === place) continue;
      const [ox, oy] = middle(other.node);
      const along = (ox - x) * step[0] + (oy - y) * step[1], across = Math.abs((ox - x) * step[1]) + Math.abs((oy - y) * step[0]);
      if (along > 2 && along + 3 * across < least) { best = other; least = along + 3 * across; }
    }
    if (!best) return;
    place.node.setAttribute("tabindex", "-1");
    best.node.setAttribute("tabindex", "0");
    best.node.focus();
  }

  function boxOf(node) {
    const box = node.getBBox();
    return { x: box.x, y: box.y, width: box.width, height: box.height };
  }

  const isLine = (node) => !$("rect, use", node) && $("path", node);

  function addCross(layer, node) {
    let x, y;
    if (isLine(node)) {
      const line = $("path", node), point = line.getPointAtLength(line.getTotalLength() / 2);
      [x, y] = [point.x, point.y];
    } else {
      const box = boxOf(node);
      [x, y] = [box.x + box.width, box.y];
    }
    layer.append(draw("g", { class: "cross", transform: `translate(${x} ${y})` }, draw("circle", { r: 13 }), draw("path", { d: "M-5,-5L5,5M5,-5L-5,5" })));
  }

  function addFresh(layer, node) {
    if (isLine(node)) for (const line of $$("path", node)) layer.append(draw("path", { class: "fresh-line", d: line.getAttribute("d") }));
  }

  function markPictures() {
    const narrowed = !state.directions[0] || !state.directions[1] || state.fastpath;
    const shown = state.failed !== null || narrowed;
    const was = carrying(null), now = carrying(state.impact), gone = new Set(state.failed ? removed(state.failed) : []);
    for (const sheet of sheets) {
      sheet.classList.toggle("shown", shown);
      $("svg > .overlay", sheet)?.replaceChildren();
    }
    for (const { node, index, sheet } of places) {
      const failed = gone.has(index), lost = was.has(index) && !now.has(index) && !failed, fresh = now.has(index) && !was.has(index);
      node.classList.toggle("failed", failed);
      node.classList.toggle("lost", lost);
      node.classList.toggle("fresh", fresh);
      node.classList.toggle("idle", shown && !failed && !lost && !now.has(index));
      node.setAttribute("aria-pressed", String(failed));
      const layer = $("svg > .overlay", sheet);
      if (fresh && state.failed) addFresh(layer, node);
      if (failed) addCross(layer, node);
    }
  }

  // ---- failing ----

  function choose(element) {
    state.failed = state.failed === element ? null : element;
    toAddress();
    show();
  }

  function reset() {
    state.failed = null;
    toAddress();
    show();
  }

  function counts(impact) {
    let down = 0, part = 0, moved = 0, all = 0, dead = 0;
    for (const [i, flowClass] of classes.entries()) {
      if (!wanted(flowClass) || flowClass.unserved) continue;
      const now = impact.after.get(i) ?? flowClass.base, kind = verdict(flowClass.base, now);
      for (const flow of flowClass.flows) {
        all++;
        if (!flowClass.base.up) dead++;
        else if (!now.up || impact.lost.has(flow.index)) down++;
        else if (kind === 1) part++;
        else if (kind === 2) moved++;
      }
    }
    return { down, part, moved, all, dead };
  }

  function says(n) {
    const words = [];
    if (n.down) words.push(make("strong", { class: "bad" }, `${plural(n.down, "flow goes", "flows go")} down`));
    if (n.part) words.push(make("strong", { class: "bad" }, `${plural(n.part, "flow loses", "flows lose")} a part`));
    if (n.moved) words.push(`${plural(n.moved, "flow moves", "flows move")} to other paths`);
    const same = n.all - n.down - n.part - n.moved - n.dead;
    if (!n.down && !n.part) words.unshift(make("strong", { class: "good" }, "no flow goes down"));
    if (same) words.push(`${plural(same, "flow stays", "flows stay")} as they are`);
    if (n.dead) words.push(`${plural(n.dead, "flow is", "flows are")} down without it, too`);
    return words.flatMap((word, i) => (i ? ["; ", word] : [word]));
  }

  function changedRows(impact) {
    const rows = [];
    for (const [i, now] of impact.after) {
      const flowClass = classes[i], kind = verdict(flowClass.base, now), kept = flowClass.flows.filter((flow) => !impact.lost.has(flow.index));
      if (!wanted(flowClass) || flowClass.paths.length === 0 || kind > 2 || kept.length === 0) continue;
      rows.push({ flowClass, now, kind, kept });
    }
    return rows.sort((a, b) => a.kind - b.kind);
  }

  function changedTable(impact) {
    const rows = changedRows(impact);
    if (rows.length === 0) return null;
    return make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...["Flow", "", "Carries now", "Capacity left", "How long"].map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...rows.map(({ flowClass, now, kind, kept }) => make("tr", {},
        make("th", { scope: "row" }, way(flowClass, kept[0]), kept.length > 1 ? make("span", { class: "aside" }, ` and ${kept.length - 1} more`) : null),
        make("td", { class: "kind" }, kind < 2 ? make("strong", { class: "bad" }, VERDICTS[kind]) : VERDICTS[kind]),
        make("td", {}, now.used.length ? `${carriers(flowClass, now)} (${now.alive} of ${flowClass.paths.length} paths left)` : "nothing"),
        make("td", {}, capacity(flowClass.base, now)), make("td", {}, quality(now)))))));
  }

  function lostWithEnds(impact) {
    const names = new Set();
    let n = 0;
    for (const index of impact.lost) {
      const flow = flows[index];
      if (!wanted(classes[flow.of])) continue;
      n++;
      names.add(elements[flow.vnet].name);
    }
    if (n === 0) return null;
    const few = [...names].slice(0, 4).join(", ");
    return make("p", {}, `${plural(n, "flow is", "flows are")} down with the VNet itself or its peering: ${few}${names.size > 4 ? ` and ${names.size - 4} more` : ""}.`);
  }

  function servicesAndLoads(impact) {
    const items = impact.services.map((i) => `Service ${services[i].name} from ${elements[services[i].site].name}, ${services[i].direction === 0 ? "towards Azure" : "from Azure"}: ${services[i].up ? "down" : "up"}`);
    for (const load of impact.loads) if (load.capacity > 0) items.push(`Load of ${elements[load.component].label}, ${load.direction === 0 ? "towards Azure" : "from Azure"}: ${Math.round((100 * load.mbps) / load.capacity)} % (${load.mbps} of ${load.capacity} Mbps)`);
    if (impact.demand[0] || impact.demand[1]) items.push(`Demand that nothing carries: ${impact.demand[0]} Mbps towards Azure, ${impact.demand[1]} Mbps from Azure`);
    return items.length ? make("ul", {}, ...items.map((item) => make("li", {}, item))) : null;
  }

  function findingsOf(element) {
    const rows = (findingRows.get(element) ?? []).slice(0, 6);
    return rows.length ? make("p", {}, "Findings about it: ", ...rows.flatMap((row, i) => [i ? ", " : "", make("a", { href: `#${row.id}` }, row.cells[3].textContent)])) : null;
  }

  const answer = $("#answer"), live = make("p", { role: "status", "aria-live": "polite", class: "skip" });

  function showAnswer() {
    const element = state.failed;
    answer.hidden = element === null;
    document.body.classList.toggle("failing", element !== null);
    if (!element) { live.textContent = "Nothing fails."; return; }
    const close = make("button", { type: "button", onclick: reset }, "Reset (Esc)");
    const title = make("strong", {}, `If ${element.label} fails`);
    if (!state.impact) {
      answer.replaceChildren(make("div", { class: "top" }, make("p", { class: "says" }, title, ": not worked out for this page, which would be too large; ask "), close), make("p", {}, make("code", {}, `erscope fail INVENTORY "${element.id}"`)));
      live.textContent = `${element.label}: not worked out for this page.`;
      return;
    }
    const top = make("p", { class: "says" }, title, ": ", ...says(counts(state.impact)), ".");
    const members = element.members ? make("p", { class: "aside" }, `${plural(element.members.length, "part", "parts")}: ${element.members.slice(0, 8).map((i) => elements[i].label).join(", ")}${element.members.length > 8 ? " …" : ""}`) : null;
    const parts = [make("div", { class: "top" }, top, close), members, lostWithEnds(state.impact), changedTable(state.impact), servicesAndLoads(state.impact), findingsOf(element)];
    answer.replaceChildren(...parts.filter(Boolean));
    live.textContent = top.textContent;
  }

  function showFlows() {
    for (const row of $$("tr[data-class]")) {
      const i = classIndex.get(row.dataset.class), cell = $(".now", row), flowClass = classes[i];
      row.classList.remove("changed");
      delete row.dataset.used;
      cell.textContent = "";
      if (!state.failed || i === undefined) continue;
      if (!state.impact) { cell.textContent = "not worked out"; continue; }
      const now = state.impact.after.get(i) ?? flowClass.base, kind = verdict(flowClass.base, now), lost = flowClass.flows.filter((flow) => state.impact.lost.has(flow.index));
      const words = [VERDICTS[kind]];
      if (now.used.length) words.push(carriers(flowClass, now));
      words.push(capacity(flowClass.base, now), `${now.alive} of ${flowClass.paths.length} paths left`, quality(now));
      if (lost.length) words.push(`${lost.length} of ${flowClass.flows.length} down with the VNet or its peering`);
      cell.textContent = kind === 4 && lost.length === 0 ? VERDICTS[4] : words.filter(Boolean).join("; ");
      row.dataset.used = now.used.join(",");
      row.classList.toggle("changed", kind < 4 || lost.length > 0);
    }
  }
  const classIndex = new Map(classes.map((flowClass, i) => [flowClass.id, i]));

  function show() {
    state.impact = state.failed ? impactOf(state.failed) : null;
    markPictures();
    showAnswer();
    showFlows();
    for (const [box, value] of [[toggles[0], state.directions[0]], [toggles[1], state.directions[1]], [toggles[2], state.fastpath]]) box.checked = value;
    resetButton.disabled = state.failed === null;
    if (state.failed) search.value = state.failed.label;
    else if (document.activeElement !== search) search.value = "";
  }

  // ---- controls of the failures ----

  const MOST_OPTIONS = 60;
  const list = make("ul", { id: "parts-list", role: "listbox", "aria-label": "Parts and groups", hidden: true });
  const search = make("input", { type: "text", id: "parts-search", role: "combobox", "aria-expanded": "false", "aria-controls": "parts-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: "Name of a part or group" });
  const resetButton = make("button", { type: "button", onclick: reset }, "Reset (Esc)");
  const TOGGLES = ["On-premises → Azure", "Azure → on-premises", "FastPath only"];
  const toggles = TOGGLES.map(() => make("input", { type: "checkbox" }));
  let options = [], active = -1;

  function matching(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = elements.filter((element) => words.every((word) => element.label.toLowerCase().includes(word) || element.id.includes(word) || element.kind.includes(word)));
    return found.sort((a, b) => (b.members !== null) - (a.members !== null) || a.label.length - b.label.length || a.index - b.index);
  }

  function openList() {
    const found = matching(state.failed && search.value === state.failed.label ? "" : search.value);
    options = found.slice(0, MOST_OPTIONS);
    active = -1;
    list.replaceChildren(...options.map((element, i) => make("li", { id: `part-${i}`, role: "option", "aria-selected": "false", title: element.id, onmousedown: (event) => { event.preventDefault(); pick(i); } },
      element.label, element.members ? make("span", { class: "aside" }, ` group of ${element.members.length}`) : element.impact === null ? make("span", { class: "aside" }, " not worked out") : null)));
    if (found.length > MOST_OPTIONS) list.append(make("li", { class: "aside", role: "presentation" }, `… ${found.length - MOST_OPTIONS} more; type on`));
    if (found.length === 0) list.append(make("li", { class: "aside", role: "presentation" }, "nothing is called so"));
    list.hidden = false;
    search.setAttribute("aria-expanded", "true");
    search.removeAttribute("aria-activedescendant");
  }

  function closeList() {
    list.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  }

  function pick(i) {
    closeList();
    if (state.failed !== options[i]) choose(options[i]);
  }

  function move(step) {
    if (list.hidden) openList();
    if (options.length === 0) return;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (active + step + options.length) % options.length;
    const item = list.children[active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", item.id);
  }

  function onSearchKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter" && !list.hidden && options.length > 0) { event.preventDefault(); pick(Math.max(active, 0)); }
    else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); closeList(); }
  }

  function toggle(i) {
    if (i === 2) state.fastpath = toggles[2].checked;
    else state.directions[i] = toggles[i].checked;
    if (!state.directions[0] && !state.directions[1]) state.directions[1 - i] = true;
    toAddress();
    show();
  }

  function prepareControls() {
    const box = $("#failure");
    search.addEventListener("input", openList);
    search.addEventListener("focus", () => search.select());
    search.addEventListener("click", openList);
    search.addEventListener("blur", closeList);
    search.addEventListener("keydown", onSearchKey);
    toggles.forEach((input, i) => input.addEventListener("change", () => toggle(i)));
    const hasFast = classes.some((flowClass) => flowClass.paths.some((path) => path.mode === "fastpath"));
    const zoom = make("button", { type: "button", "aria-pressed": "false", onclick: () => {
      const actual = sheets.map((sheet) => sheet.classList.toggle("actual"))[0] ?? false;
      zoom.setAttribute("aria-pressed", String(actual));
    } }, "Actual size");
    box.append(make("p", { class: "lead" }, "Click a box or a line to fail it, or name a part or group; in the picture the arrow keys go from box to box, and Enter fails one."),
      make("div", { class: "tools" }, make("label", { class: "combo" }, "What fails", search, list), resetButton,
        make("fieldset", {}, ...TOGGLES.map((text, i) => make("label", { hidden: i === 2 && !hasFast }, toggles[i], text))), sheets.length ? zoom : null));
    if (data.left_out > 0)
      box.append(make("p", { class: "aside" }, `This estate is large: ${plural(data.left_out, "part is", "parts are")} not worked out here; erscope fail tells of those.`));
    box.hidden = false;
    document.body.append(live);
  }

  // ---- findings ----

  const findingRows = new Map();   // element → rows
  const rank = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };
  const severityOf = (row) => [...$(".severity", row).classList].find((name) => name in rank);

  function pointAt(about) {
    const wantedIds = new Set(about.flatMap((element) => removed(element).map((i) => elements[i].id)));
    let first = null;
    for (const sheet of sheets) $$("svg > .overlay > .pointed", sheet).forEach((node) => node.remove());
    for (const { node, sheet } of places) {
      const id = node.getAttribute("data-id");
      if (!wantedIds.has(id) && ![...wantedIds].some((part) => part.startsWith(`${id}#`))) continue;
      const box = boxOf(node);
      $("svg > .overlay", sheet).append(draw("rect", { class: "ring pointed", x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16, rx: 8 }));
      if (!first && (!sheet.closest("details") || sheet.closest("details").open)) first = node;
    }
    first ??= places.find(({ node }) => wantedIds.has(node.getAttribute("data-id")))?.node ?? null;
    if (!first) return;
    const folded = first.closest("details");
    if (folded) folded.open = true;
    first.scrollIntoView({ block: "center", inline: "center" });
    first.focus({ preventScroll: true });
  }

  function bodyOf(row) {
    if (!$(".body", row)) {
      const cell = row.cells[1];
      cell.append(make("details", {}, make("summary", {}, ...cell.childNodes), make("dl", { class: "body" })));
    }
    return $(".body", row);
  }

  function prepareFindings() {
    const rows = $$(".findings tbody tr");
    const drawn = new Set(places.map(({ node }) => node.getAttribute("data-id")));
    for (const row of rows) {
      const about = (data.findings[row.id.slice(2)] ?? []).map((i) => elements[i]), body = bodyOf(row), tools = make("div", { class: "acts" });
      row.dataset.text = row.textContent.toLowerCase();
      row.dataset.severity = severityOf(row);
      row.dataset.family = row.cells[3].textContent.replace(/-\d+$/, "");
      for (const element of about) findingRows.set(element, [...(findingRows.get(element) ?? []), row]);
      if (about.length) body.append(make("div", {}, make("dt", {}, "Ids"), ...about.map((element) => make("dd", {}, make("code", {}, element.id)))));
      if (about.some((element) => removed(element).some((i) => drawn.has(elements[i].id) || drawn.has(elements[i].id.replace(/#.*/, ""))))) tools.append(make("dd", {}, make("button", { type: "button", onclick: () => pointAt(about) }, "Show in the picture")));
      if (about.length === 1) tools.append(make("dd", {}, make("button", { type: "button", onclick: () => { if (state.failed !== about[0]) choose(about[0]); $("#picture").scrollIntoView(); } }, "Fail it")));
      if (tools.firstChild) body.append(tools);
    }
    if (rows.length > 1) addFindingTools(rows);
    $$("table.findings").forEach(makeSortable);
  }

  function addFindingTools(rows) {
    const families = [...new Set(rows.map((row) => row.dataset.family))].sort();
    const text = make("input", { type: "search", autocomplete: "off" });
    const least = make("select", {}, make("option", { value: "info" }, "all"), ...["low", "medium", "high", "critical"].map((name) => make("option", { value: name }, name === "critical" ? name : `${name} and worse`)));
    const family = make("select", {}, make("option", { value: "" }, "all"), ...families.map((name) => make("option", { value: name }, name)));
    const told = make("p", { class: "aside", role: "status" });
    const filter = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      for (const row of rows) {
        row.hidden = rank[row.dataset.severity] < rank[least.value] || (family.value !== "" && row.dataset.family !== family.value) || !words.every((word) => row.dataset.text.includes(word));
        n += row.hidden ? 0 : 1;
      }
      for (const table of $$("table.findings")) {
        const left = $$("tbody tr:not([hidden])", table).length;
        $(".count", table).textContent = left;
        table.parentElement.hidden = left === 0;
      }
      told.textContent = n === rows.length ? "" : `${n} of ${rows.length} shown`;
    };
    for (const control of [text, least, family]) control.addEventListener("input", filter);
    const tools = $("#finding-tools");
    tools.append(make("div", { class: "tools" }, make("label", {}, "Search", text), make("label", {}, "Severity", least), make("label", {}, "Rules", family), told));
    tools.hidden = false;
    clearFilter = () => { text.value = ""; least.value = "info"; family.value = ""; filter(); };
  }
  let clearFilter = () => {};

  function makeSortable(table) {
    const heads = $$("thead th", table), body = $("tbody", table);
    heads.forEach((head, column) => {
      const key = (row) => (column === 0 ? -rank[row.dataset.severity] : column === 1 ? $("summary", row).textContent : row.cells[column].textContent);
      const button = make("button", { type: "button", onclick: () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row), row]).sort(([a], [b]) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0));
        body.append(...(down ? rows.reverse() : rows).map(([, row]) => row));
      } }, head.textContent);
      head.replaceChildren(button);
    });
  }

  // Opens what an address leads to.
  function openTarget() {
    const id = location.hash.slice(1), target = id && !id.includes("=") ? document.getElementById(id) : null;
    if (!target) return;
    if (target.closest(".findings")) {
      if (target.closest("[hidden]")) clearFilter();
      const row = target.closest("tr"), details = $("details", row);
      if (details) details.open = true;
    }
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView();
  }

  function onAddress() {
    if (fromAddress()) show();
    else openTarget();
  }

  // ---- printing: everything open ----

  let closed = [];
  addEventListener("beforeprint", () => { closed = $$("details:not([open])"); closed.forEach((box) => { box.open = true; }); });
  addEventListener("afterprint", () => { closed.forEach((box) => { box.open = false; }); });

  addEventListener("hashchange", onAddress);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && state.failed) reset(); });

  preparePictures();
  prepareFindings();
  prepareControls();
  if (fromAddress()) { show(); $("#picture").scrollIntoView(); }
  else { show(); openTarget(); }
})();
