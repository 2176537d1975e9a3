"use strict";
// What both pages, the picture's and the explorer's, paint on a canvas, and how they write a paper.
const Paint = (style) => {
  const BADGE = 6.5, MOST_NAMES = 160, LEGIBLE = 10.5;
  const font = (size, weight = "") => `${weight} ${size}px ${style.font}`.trim();
  const centered = (ctx, text, x, y) => {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y);
  };

  const write = (ctx, lines, x, y, size, halo = false, ink = halo ? style.text : style.ink) => {  // on paper, or on the fill of a node
    ctx.font = font(size);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    lines.forEach((line, i) => {
      const at = y + (i - (lines.length - 1) / 2) * size * style.lineHeight + size * 0.06;
      if (halo) { ctx.lineWidth = size / 3.5; ctx.lineJoin = "round"; ctx.strokeStyle = style.paper; ctx.strokeText(line, x, at); }
      ctx.fillStyle = ink;
      ctx.fillText(line, x, at);
    });
  };
  const broken = (ctx, text, width) => {  // lines of words, in the font that is set
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (lines.at(-1) && ctx.measureText(longer).width > width) lines.push(word); else lines[lines.length - 1] = longer;
    }
    return lines;
  };
  const membrane = ([left, top, right, bottom], { radius }, inset) => {  // as x, y, width, height and radius
    const [width, height] = [right - left - 2 * inset, bottom - top - 2 * inset];
    return [left + inset, top + inset, width, height, Math.min(radius - inset, width / 2, height / 2)];
  };
  const rooms = (ctx, data) => {  // the compartments of a transfer
    for (const { key, box, words } of data.rooms) {
      const look = style.rooms[key];
      ctx.strokeStyle = look.line;
      ctx.lineWidth = 1.2;
      for (const inset of [0, style.membrane]) {
        ctx.beginPath();
        ctx.roundRect(...membrane(box, look, inset));
        if (!inset) { ctx.fillStyle = look.fill; ctx.fill(); }
        ctx.stroke();
      }
      ctx.fillStyle = style.muted;
      words.forEach(([x, y, text, size], i) => { ctx.font = font(size, i ? "" : "bold"); centered(ctx, text, x, y); });
    }
  };
  const bands = (ctx, data) => {
    const { columns, bounds: [, top, , bottom] } = data;
    rooms(ctx, data);
    columns.forEach((band, i) => {
      if (i % 2 === 0) { ctx.fillStyle = style.band; ctx.fillRect(band.left, top - 44, band.right - band.left, bottom - top + 60); }
      ctx.fillStyle = style.muted;
      ctx.font = font(12, "bold");
      centered(ctx, band.heading, (band.left + band.right) / 2, top - 30);
    });
  };
  const badge = (ctx, [x, y]) => {
    ctx.beginPath();
    ctx.arc(x, y, BADGE, 0, 2 * Math.PI);
    ctx.fillStyle = style.paper;
    ctx.strokeStyle = style.contradicted.color;
    ctx.lineWidth = 1.4;
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = style.contradicted.text;
    ctx.font = font(10, "bold");
    centered(ctx, style.contradicted.glyph, x, y + 0.5);
  };

  // what an arrow carries: the numbers of its papers, and two bars where the study changes
  const cites = (ctx, { cites: label, kind }) => {
    const [left, top, right, bottom] = label.box;
    if (label.text !== style.noted) {  // a mark alone lies on its line, which stays whole
      ctx.fillStyle = style.paper;
      ctx.fillRect(left, top, right - left, bottom - top);
    }
    ctx.fillStyle = style.edges[kind].text;
    ctx.font = font(style.cites);
    centered(ctx, label.text, (left + right) / 2, (top + bottom) / 2 + 0.5);
  };
  const joint = (ctx, [x, y, angle]) => {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    ctx.setLineDash([]);
    for (const [color, width] of [[style.paper, 4], [style.joint, 1.6]]) {
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.beginPath();
      for (const at of [-2.2, 2.2]) { ctx.moveTo(at - 2.4, -6); ctx.lineTo(at + 2.4, 6); }
      ctx.stroke();
    }
    ctx.restore();
  };
  const onEdge = (ctx, d) => {
    if (d.cites) cites(ctx, d);
    if (d.joint) joint(ctx, d.joint);
    if (d.badge) badge(ctx, d.badge);
  };

  // Where names are on rings: of a legible size on the screen, in the order of the nodes, as many as find room, and none cut
  // at the edge. `sure` returns which need no room; `grown`, by how much the node in the middle is drawn larger.
  const names = (ctx, nodes, scale, { x1, y1, x2, y2 }, sure = () => false, grown = () => 1) => {
    const shown = [], size = Math.max(style.label, LEGIBLE / scale), larger = size / style.label, cell = 80 * larger, grid = new Map();
    const cells = ([l, t, r, b]) => {
      const found = [];
      for (let x = Math.floor(l / cell); x <= Math.floor(r / cell); x += 1) for (let y = Math.floor(t / cell); y <= Math.floor(b / cell); y += 1) found.push(`${x},${y}`);
      return found;
    };
    const take = (box) => cells(box).forEach((key) => { if (!grid.has(key)) grid.set(key, []); grid.get(key).push(box); });
    const free = (box) => cells(box).every((key) => (grid.get(key) || []).every((o) => box[0] >= o[2] || o[0] >= box[2] || box[1] >= o[3] || o[1] >= box[3]));
    const within = (at, half, low, high) => Math.max(low + half, Math.min(high - half, at));
    ctx.font = font(style.label);
    for (const node of nodes) {
      const d = node.data, { x, y } = node.position;
      if (x < x1 || x > x2 || y < y1 || y > y2) continue;
      if (x === 0 && y === 0) {
        const [w, h] = [d.width * grown(node) / 2, d.height * grown(node) / 2];
        shown.push([node, x, y, style.middle * grown(node)]);
        take([x - w, y - h, x + w, y + h]);
        continue;
      }
      if (shown.length > MOST_NAMES) break;
      const width = Math.max(...d.lines.map((line) => ctx.measureText(line).width)) + 4, height = d.lines.length * style.label * style.lineHeight;
      const box = d.labelBox, off = box ? [(box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y] : [0, d.height / 2 + height / 2 + 3];
      const held = (away, extent) => away + (larger - 1) * extent * Math.max(-1, Math.min(1, away / extent));
      const [w, h] = [width * larger / 2, height * larger / 2];
      const cx = within(x + held(off[0], width / 2), w, x1, x2), cy = within(y + held(off[1], height / 2), h, y1, y2);
      const room = [cx - w, cy - h, cx + w, cy + h];
      if (free(room) || sure(node)) { shown.push([node, cx, cy, size]); take(room); }
    }
    return shown;
  };

  const number = ({ source, citation }) => (!citation ? source : source === style.packaged ? `[${citation}]` : `[${source}:${citation}]`);
  const doi = (reference) => (reference.doi && /^10\.\d{4,9}\/\S+$/.test(reference.doi) ? `https://doi.org/${encodeURI(reference.doi).replace(/[?#]/g, encodeURIComponent)}` : null);
  const pubmed = (reference) => (reference.pmid && /^\d{1,10}$/.test(reference.pmid) ? `https://pubmed.ncbi.nlm.nih.gov/${reference.pmid}/` : null);
  const entry = (reference) => (/^https:\/\/[^\s"'<>]+$/.test(reference.url || "") ? reference.url : null);  // where it opens: at least in the review
  // names of what is dimmed can still be read: the fill and the outline fade, the letters less
  const dimmed = { fill: 0.14, text: 0.72 };
  return { BADGE, dimmed, font, write, broken, membrane, bands, badge, joint, onEdge, names, number, doi, pubmed, entry };
};

// The style table in light and in dark, each with what paints it.
const Looks = (style) => {
  const merged = (base, over) => Object.fromEntries(Object.entries({ ...base, ...over }).map(([key, value]) =>
    [key, over[key] && typeof over[key] === "object" ? merged(base[key], over[key]) : value]));
  return Object.fromEntries([["light", style], ["dark", merged(style, style.dark)]].map(([name, look]) => [name, { style: look, paint: Paint(look) }]));
};

// Light or dark: as the system has it, until the user chooses; `apply` is called with the scheme when it changes.
const Scheme = (button, apply) => {
  const root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("radexo-scheme"); } catch { return null; } };  // a file or a frame may have no store
  const keep = (scheme) => { try { localStorage.setItem("radexo-scheme", scheme); } catch { /* then it holds for this page */ } };
  if (["light", "dark"].includes(kept())) root.dataset.scheme = kept();
  const now = () => root.dataset.scheme || (system.matches ? "dark" : "light");
  const changed = () => {
    const other = now() === "dark" ? "light" : "dark";
    button.textContent = other === "dark" ? "Dark" : "Light";
    button.title = `show the page in ${other}`;
    apply(now());
  };
  button.addEventListener("click", () => { root.dataset.scheme = now() === "dark" ? "light" : "dark"; keep(root.dataset.scheme); changed(); });
  system.addEventListener("change", changed);
  changed();
  return now;
};
