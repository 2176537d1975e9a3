"use strict";
// Draws what the page's data say. Text from the data reaches the page as text only, never as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), looks = Looks(data.style), columns = data.layout === "columns";
  let { style, paint } = looks.light;
  const { nodes: vertices, edges: segments } = read("network");
  const nodes = data.elements.nodes, edges = data.elements.edges;
  const byId = new Map(nodes.map((node, i) => [node.data.id, i]));
  const place = (id) => document.getElementById(id);
  const el = (tag, text, cls) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  };

  // -- details of nodes and edges -----------------------------------------------------------------
  const link = (reference) => {
    const shown = reference.label + (reference.doi ? ` doi:${reference.doi}` : ""), href = paint.doi(reference) || paint.pubmed(reference) || paint.entry(reference);
    const made = el(href ? "a" : "span", shown);
    if (href) Object.assign(made, { href, target: "_blank", rel: "noopener noreferrer" });
    return made;
  };
  const list = (references) => {
    const line = el("p");
    references.forEach((reference, i) => line.append(i ? ", " : "", link(reference)));
    return line;
  };
  const describeEdge = (edge) => {
    const d = edge.data, box = el("div");
    box.append(el("p", d.sentence, "head"));
    box.append(el("p", `${style.edges[d.kind].word}; ${d.certainty || "no certainty given"}; ${d.predicates.join(", ")}`, `said ${d.kind}`));
    if (d.opposite.length) box.append(el("p", `Contradicted by ${d.opposite.join(", ")}`, "against"));
    for (const number of d.noted) box.append(el("p", `*${number} ${data.footnotes[number - 1]}`, "against"));
    for (const fact of d.facts) {
      const block = el("div", null, "fact");
      block.append(el("p", `${fact.cancer || "general"} · ${fact.certainty}${fact.inverted ? " · a knock-down in the text, turned round" : ""}`));
      if (fact.summary) block.append(el("p", fact.summary));
      const noted = d.noted.map((number) => data.footnotes[number - 1]).join("\n");  // what is said above is not repeated
      if (fact.note && !noted.includes(fact.note)) block.append(el("p", `On the statement: ${fact.note}`, "quiet"));
      if (fact.review_note && !noted.includes(fact.review_note)) block.append(el("p", `Note on the review: ${fact.review_note}`, "quiet"));
      if (fact.source_check === "differs" && !noted.includes(fact.source_note)) block.append(el("p", `The cited paper differs: ${fact.source_note}`, "against"));
      block.append(el("p", fact.finding, "quiet"), list(fact.references));
      box.append(block);
    }
    return box;
  };
  const describeNode = (node, withEdges) => {
    const d = node.data, box = el("div");
    box.append(el("p", d.label, "head"), el("p", `${style.nodes[d.type].word} · ${d.id}`, "quiet"));
    for (const mark of d.marks) box.append(el("p", mark, "fact"));
    const own = edges.filter((edge) => edge.data.source === d.id || edge.data.target === d.id);
    box.append(el("p", `${own.filter((e) => e.data.target === d.id).length} in, ${own.filter((e) => e.data.source === d.id).length} out`));
    if (withEdges) for (const edge of own) {
      const button = el("button", edge.data.sentence);
      button.type = "button";
      button.addEventListener("click", () => choose({ edge }));
      box.append(button);
    }
    return box;
  };

  // -- drawing ------------------------------------------------------------------------------------
  const outline = (ctx, points, x, y) => {
    ctx.beginPath();
    points.forEach(([px, py], i) => (i ? ctx.lineTo(x + px, y + py) : ctx.moveTo(x + px, y + py)));
    ctx.closePath();
  };
  const middle = nodes.findIndex((node) => !columns && node.position.x === 0 && node.position.y === 0);
  let network = null;
  let lit = null, focused = -1;  // what is not dimmed; which node the keyboard is on
  // On rings nodes keep a size that can be seen, however far away; the one in the middle keeps its name legible.
  const grown = (i) => {
    if (columns || !network) return 1;
    const scale = network.getScale();
    return i === middle ? Math.max(1, 11 / style.middle / scale) : Math.min(1.8, Math.max(1, 6 / nodes[i].data.width / scale));
  };
  const renderer = (i) => ({ ctx, x, y }) => {
    const node = nodes[i], d = node.data, look = style.nodes[d.type];
    return {
      drawNode() {
        const faint = Boolean(lit) && !lit.nodes.has(i);
        ctx.save();
        ctx.globalAlpha = faint ? paint.dimmed.fill : 1;
        outline(ctx, grown(i) === 1 ? node.outline : node.outline.map(([px, py]) => [px * grown(i), py * grown(i)]), x, y);
        ctx.fillStyle = d.fill || look.fill;
        ctx.strokeStyle = look.line;
        ctx.lineWidth = look.width * (columns ? 1 : 0.8);
        ctx.lineJoin = "round";
        ctx.fill();
        if (faint) ctx.globalAlpha = 2 * paint.dimmed.fill;
        ctx.stroke();
        if (faint) ctx.globalAlpha = paint.dimmed.text;
        if (columns) paint.write(ctx, d.lines, x, y, style.name, false, faint ? style.text : style.ink);
        if (focused === i) {
          ctx.strokeStyle = style.focus;
          ctx.lineWidth = 3;
          ctx.strokeRect(x - d.width / 2 - 6, y - d.height / 2 - 6, d.width + 12, d.height + 12);
        }
        ctx.restore();
      },
      nodeDimensions: { width: d.width * grown(i), height: d.height * grown(i) },
    };
  };
  const drawBands = (ctx) => { if (columns) paint.bands(ctx, data); };
  const degree = new Map(nodes.map((node) => [node.data.id, 0]));
  for (const { data: d } of edges) for (const id of [d.source, d.target]) degree.set(id, degree.get(id) + 1);
  const ranked = nodes.map((_, i) => i).sort((a, b) => degree.get(nodes[b].data.id) - degree.get(nodes[a].data.id) || a - b);
  const names = (ctx) => {  // those of what is chosen first
    const sure = (i) => i === middle || i === focused || Boolean(lit && lit.nodes.size < 40 && lit.nodes.has(i));
    const order = [...ranked.filter(sure), ...ranked.filter((i) => !sure(i))].map((i) => nodes[i]), at = (node) => byId.get(node.data.id);
    const from = network.DOMtoCanvas({ x: 0, y: 0 }), to = network.DOMtoCanvas({ x: place("picture").clientWidth, y: place("picture").clientHeight });
    const extent = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    return paint.names(ctx, order, network.getScale(), extent, (node) => sure(at(node)), (node) => grown(at(node)));
  };
  const drawOver = (ctx) => {
    ctx.save();
    for (const edge of edges) if (!lit || lit.edges.has(edge.data.id)) paint.onEdge(ctx, edge.data);
    if (!columns) for (const [node, x, y, size] of names(ctx)) {
      const i = byId.get(node.data.id);
      ctx.globalAlpha = lit && !lit.nodes.has(i) ? paint.dimmed.fill : 1;
      paint.write(ctx, node.data.lines, x, y, size, i !== middle);
    }
    ctx.restore();
  };

  // -- the network --------------------------------------------------------------------------------
  for (const vertex of vertices) if (vertex.shape === "custom") {
    vertex.ctxRenderer = renderer(vertex.id);
    vertex.title = describeNode(nodes[vertex.id], false);
  }
  const tips = new Map(edges.map((edge, i) => [i, describeEdge(edge)]));
  const plain = new Map();
  segments.forEach((segment, i) => {
    segment.id = i;
    segment.title = tips.get(segment.edge);
    plain.set(i, segment.color);
  });
  const ends = new vis.DataSet(vertices), lines = new vis.DataSet(segments);
  const canvasOf = () => place("picture").querySelector("canvas");
  network = new vis.Network(place("picture"), { nodes: ends, edges: lines }, read("options"));
  network.on("beforeDrawing", drawBands);
  network.on("afterDrawing", drawOver);
  place("picture").querySelector(".vis-network").tabIndex = -1;  // the frame around it takes the focus

  const [left, top, right, bottom] = data.bounds;
  const box = data.columns.length ? [left, top - 44, right, bottom + 16] : [left, top, right, bottom];
  const LEGIBLE = 9, small = matchMedia("(max-width: 600px)");  // pixels of the smallest letters where the whole has no room
  const open = () => {  // the whole, or its beginning at a legible size
    fit();
    const scale = LEGIBLE / style.cites, w = place("picture").clientWidth, h = place("picture").clientHeight;
    if (!columns || !small.matches || network.getScale() >= scale) return;
    const middle = (box[1] + box[3]) / 2, top = box[1] + h / 2 / scale - 8;
    network.moveTo({ position: { x: box[0] + w / 2 / scale - 10, y: (box[3] - box[1]) * scale > h ? top : middle }, scale, animation: false });
  };
  const fit = (width, height) => {
    const w = width || place("picture").clientWidth, h = height || place("picture").clientHeight;
    const scale = Math.min((w - 24) / (box[2] - box[0]), (h - 24) / (box[3] - box[1]), 1.6);
    network.moveTo({ position: { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, scale, animation: false });
  };

  // -- choosing -----------------------------------------------------------------------------------
  const reach = (start, forward) => {
    const found = new Set([start]), waiting = [start];
    while (waiting.length) {
      const id = waiting.pop();
      for (const edge of edges) {
        const [from, to] = forward ? [edge.data.source, edge.data.target] : [edge.data.target, edge.data.source];
        if (from === id && !found.has(to)) { found.add(to); waiting.push(to); }
      }
    }
    return found;
  };
  const light = (chosen) => {
    lit = chosen;
    lines.update(segments.map((segment) => {
      const on = !chosen || chosen.edges.has(edges[segment.edge].data.id);
      return { id: segment.id, color: { ...plain.get(segment.id), opacity: on ? plain.get(segment.id).opacity : 0.08 } };
    }));
    network.redraw();
  };
  const choose = (what) => {
    const panel = place("evidence");
    const resized = panel.hidden === Boolean(what);
    panel.hidden = !what;
    if (!what) light(null);
    else if (what.edge) {
      const { source, target, id } = what.edge.data;
      panel.replaceChildren(describeEdge(what.edge));
      light({ nodes: new Set([byId.get(source), byId.get(target)]), edges: new Set([id]) });
    } else {
      const id = what.node.data.id, down = reach(id, true), up = reach(id, false);
      panel.replaceChildren(describeNode(what.node, true));
      light({
        nodes: new Set([...up, ...down].map((one) => byId.get(one))),
        edges: new Set(edges.filter(({ data: d }) => (down.has(d.source) && down.has(d.target)) || (up.has(d.source) && up.has(d.target)))
          .map((edge) => edge.data.id)),
      });
    }
    if (what) place("status").textContent = panel.textContent;
    if (resized && !small.matches) requestAnimationFrame(() => fit());
  };
  network.on("click", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM), segment = network.getEdgeAt(pointer.DOM);
    if (node !== undefined && node < nodes.length) { focused = node; choose({ node: nodes[node] }); }
    else if (segment !== undefined) choose({ edge: edges[segments[segment].edge] });
    else { focused = -1; choose(null); }
  });

  // -- keyboard -----------------------------------------------------------------------------------
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const step = ([dx, dy]) => {
    if (focused < 0) return 0;
    const { x, y } = nodes[focused].position;
    let best = focused, least = Infinity;
    nodes.forEach(({ position: p }, i) => {
      const ahead = (p.x - x) * dx + (p.y - y) * dy, aside = Math.abs((p.x - x) * dy + (p.y - y) * dx);
      if (i !== focused && ahead > 0 && ahead + 2 * aside < least) { best = i; least = ahead + 2 * aside; }
    });
    return best;
  };
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  place("picture").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) {
      focused = step(ways[event.key]);
      const d = nodes[focused].data;
      place("status").textContent = describeNode(nodes[focused], false).textContent || d.label;
      const at = network.canvasToDOM(nodes[focused].position), area = place("picture");
      if (at.x < 0 || at.y < 0 || at.x > area.clientWidth || at.y > area.clientHeight) {
        network.moveTo({ position: nodes[focused].position, animation: false });
      }
      network.redraw();
    } else if (event.key === "Enter" && focused >= 0) choose({ node: nodes[focused] });
    else if (event.key === "Escape") { focused = -1; choose(null); }
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });

  // -- legend, table, PNG -------------------------------------------------------------------------
  const icon = (ctx, item, x, y) => {
    const line = (color, width, dash) => {
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.setLineDash(dash);
      ctx.beginPath();
      ctx.moveTo(x + 1, y);
      ctx.lineTo(x + 33, y);
      ctx.stroke();
      ctx.setLineDash([]);
    };
    if (item.group === "node") {
      const look = style.nodes[item.key];
      outline(ctx, look.icon, x + 17, y);
      ctx.fillStyle = item.fill || look.fill;
      ctx.strokeStyle = look.line;
      ctx.lineWidth = look.width;
      ctx.fill();
      ctx.stroke();
    } else if (item.group === "value") {
      ctx.fillStyle = item.key;
      ctx.strokeStyle = style.muted;
      ctx.lineWidth = 1;
      ctx.fillRect(x + 3, y - 7, 28, 14);
      ctx.strokeRect(x + 3, y - 7, 28, 14);
    } else if (item.group === "edge") {
      const look = style.edges[item.key];
      line(look.color, style.thin, []);
      head(ctx, look, x + 33, y);
    } else if (item.group === "badge") paint.badge(ctx, [x + 17, y]);
    else if (item.group === "joint") { line(style.muted, style.thin, []); paint.joint(ctx, [x + 17, y, 0]); }
    else if (item.group === "note") paint.write(ctx, [style[item.key === "confirmed" ? "confirmed" : "noted"]], x + 17, y + 2, 18, false, style.text);
    else line(style.muted, item.group === "width" ? item.width : style.thin, item.dash);
  };
  const head = (ctx, look, x, y) => {
    ctx.fillStyle = ctx.strokeStyle = look.color;
    ctx.lineWidth = 2;
    ctx.beginPath();
    if (look.head === "arrow") { ctx.moveTo(x, y); ctx.lineTo(x - 9, y - 4.5); ctx.lineTo(x - 9, y + 4.5); ctx.fill(); }
    else if (look.head === "vee") { ctx.moveTo(x, y); ctx.lineTo(x - 10, y - 5); ctx.lineTo(x - 6, y); ctx.lineTo(x - 10, y + 5); ctx.fill(); }
    else if (look.head === "bar") { ctx.moveTo(x, y - 6); ctx.lineTo(x, y + 6); ctx.stroke(); }
    else if (look.head === "circle") { ctx.arc(x - 4, y, 4, 0, 2 * Math.PI); ctx.fill(); }
    else if (look.head === "square") ctx.fillRect(x - 8, y - 4, 8, 8);
    else if (look.head === "cross") { ctx.moveTo(x, y - 4.5); ctx.lineTo(x - 9, y + 4.5); ctx.moveTo(x, y + 4.5); ctx.lineTo(x - 9, y - 4.5); ctx.stroke(); }
    else if (look.head === "diamond") { ctx.moveTo(x, y); ctx.lineTo(x - 5, y - 4); ctx.lineTo(x - 10, y); ctx.lineTo(x - 5, y + 4); ctx.fill(); }
  };
  const drawLegend = () => {
    const ratio = window.devicePixelRatio || 1;
    place("legend").replaceChildren(...data.legend.map((item) => {
      const entry = el("li"), canvas = el("canvas");
      canvas.width = 36 * ratio;
      canvas.height = 20 * ratio;
      canvas.style.width = "36px";
      canvas.style.height = "20px";
      canvas.setAttribute("aria-hidden", "true");
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      icon(ctx, item, 1, 10);
      entry.append(canvas, el("span", item.word));
      return entry;
    }));
  };
  const table = el("table"), heading = el("tr"), body = el("tbody");
  data.headings.forEach((name) => { const cell = el("th", name); cell.scope = "col"; heading.append(cell); });
  data.records.forEach((record, i) => {
    const row = el("tr");
    record.forEach((cell, j) => {
      const made = el("td", j === data.papers ? null : cell);
      if (j === data.papers) made.append(...list(uniquePapers(edges[i])).childNodes);
      row.append(made);
    });
    body.append(row);
  });
  function uniquePapers(edge) {
    const found = new Map();
    for (const fact of edge.data.facts) for (const r of fact.references) found.set(`${r.source}:${r.citation}`, r);
    return [...found.values()];
  }
  const top_ = el("thead");
  top_.append(heading);
  table.append(top_, body);
  place("table").append(table);
  place("table-button").addEventListener("click", () => {
    const section = place("table");
    section.hidden = !section.hidden;
    place("table-button").setAttribute("aria-expanded", String(!section.hidden));
  });
  place("fit").addEventListener("click", () => fit());
  place("png").addEventListener("click", () => {
    take("light");  // a file is always on white
    const factor = 2, pad = 24, area = place("picture"), old = [area.clientWidth, area.clientHeight];
    const view = { scale: network.getScale(), position: network.getViewPosition() };
    const width = Math.max(700, Math.min(box[2] - box[0] + 48, 2400)), height = Math.min(box[3] - box[1] + 48, 2400);
    const ratio = window.devicePixelRatio || 1;
    network.setSize(`${width * factor / ratio}px`, `${height * factor / ratio}px`);
    network.redraw();
    fit(width * factor / ratio, height * factor / ratio);
    network.moveTo({ scale: Math.min(width * factor / ratio / (box[2] - box[0] + 48), height * factor / ratio / (box[3] - box[1] + 48)), animation: false });
    network.redraw();
    const rows = [[]], out = el("canvas"), ctx = out.getContext("2d");
    ctx.font = paint.font(12);
    let x = pad;
    for (const item of data.legend) {
      const needs = 60 + ctx.measureText(item.word).width;
      if (x + needs > width - pad && rows.at(-1).length) { rows.push([]); x = pad; }
      rows.at(-1).push([x, item]);
      x += needs;
    }
    ctx.font = paint.font(11);
    const listed = data.listed.flatMap((words) => paint.broken(ctx, words, width - 2 * pad));
    out.width = width * factor;
    out.height = (height + 96 + 22 * rows.length + 14 * listed.length) * factor;
    ctx.scale(factor, factor);
    ctx.fillStyle = style.paper;
    ctx.fillRect(0, 0, width, out.height);
    ctx.drawImage(canvasOf(), 0, 56, width, height);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.fillStyle = style.text;
    ctx.font = paint.font(17, "bold");
    ctx.fillText(data.title, pad, 24, width - 2 * pad);
    ctx.fillStyle = style.muted;
    ctx.font = paint.font(12);
    ctx.fillText(data.context.join(" · "), pad, 46, width - 2 * pad);
    rows.forEach((row, i) => row.forEach(([at, item]) => {
      const y = height + 70 + 22 * i;
      icon(ctx, item, at, y);
      ctx.fillStyle = style.text;
      ctx.font = paint.font(12);
      ctx.textAlign = "left";
      ctx.fillText(item.word, at + 40, y);
    }));
    ctx.fillStyle = style.muted;
    ctx.font = paint.font(11);
    listed.forEach((words, i) => ctx.fillText(words, pad, height + 78 + 22 * rows.length + 14 * i));
    network.setSize("100%", "100%");
    take(now());
    network.moveTo({ ...view, animation: false });
    out.toBlob((blob) => {
      const save = el("a");
      save.href = URL.createObjectURL(blob);
      save.download = "picture.png";
      save.click();
      setTimeout(() => URL.revokeObjectURL(save.href), 1000);
    });
  });

  // -- light or dark -------------------------------------------------------------------------------
  const take = (scheme) => {
    ({ style, paint } = looks[scheme]);
    for (const [i, color] of plain) plain.set(i, { ...color, color: style.edges[edges[segments[i].edge].data.kind].color });
    light(lit);
  };
  const now = Scheme(place("scheme"), (scheme) => { take(scheme); drawLegend(); });

  window.network = network;
  window.addEventListener("resize", open);
  network.once("afterDrawing", () => { window.READY = true; });
  open();
})();
