"use strict";
// The picture as a file: SVG with text that can be edited, the legend and where it comes from inside; PNG is that SVG, drawn.
(() => {
  const R = RadExo, { svg, points, head, badge, joint, icon } = R.icons;
  const text = (content, x, y, size, given = {}) => Object.assign(
    svg("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": size, "font-family": R.style.font, fill: R.style.text, ...given }), { textContent: content });
  const titled = (element, words) => { element.append(Object.assign(svg("title"), { textContent: words })); return element; };
  const canvas = document.createElement("canvas").getContext("2d");
  const wide = (words, size) => { canvas.font = `${size}px ${R.style.font}`; return canvas.measureText(words).width; };
  const pieces = (word, width, size) => {  // of a word that is too long for a line; best after an &
    if (wide(word, size) <= width) return [word];
    let fit = word.length - 1;
    while (fit > 1 && wide(word.slice(0, fit), size) > width) fit -= 1;
    const at = word.lastIndexOf("&", fit - 1) + 1 || fit;
    return [word.slice(0, at), ...pieces(word.slice(at), width, size)];
  };
  const wrapped = (words, width, size) => {
    const lines = [""];
    for (const word of words.split(" ").flatMap((one) => pieces(one, width, size))) {
      const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
      if (wide(longer, size) <= width) lines[lines.length - 1] = longer; else lines.push(word);
    }
    return lines;
  };
  const lines = (all, x, y, size, given = {}) => all.map((line, i) =>
    text(line, x, y + (i - (all.length - 1) / 2) * size * R.style.lineHeight + size * 0.36, size, { "text-anchor": "middle", ...given }));

  const edge = ({ data: d }, rings) => {
    const look = R.style.edges[d.kind], route = d.route, [x, y] = route[route.length - 1];
    let before = route.slice(0, -1).reverse().find(([a, b]) => Math.hypot(a - x, b - y) > 0.5) || [x - 1, y];
    const angle = Math.atan2(y - before[1], x - before[0]), scale = rings ? 0.7 : 1;
    const short = ["arrow", "vee"].includes(look.head) ? 6 * scale : look.head === "bar" ? 1 : look.head === "none" ? 0 : 4 * scale;
    const end = [x - Math.cos(angle) * short, y - Math.sin(angle) * short];
    const numbers = [...route.slice(1, -1), end].map((point) => point.map((v) => v.toFixed(1)).join(" "));
    const path = svg("path", {
      d: `M ${route[0].map((v) => v.toFixed(1)).join(" ")} C ${numbers.join(", ")}`, fill: "none", stroke: look.color,
      "stroke-width": (d.width * (rings ? 0.55 : 1)).toFixed(2), "stroke-dasharray": d.dash.length ? d.dash.join(" ") : null,
    });
    const papers = d.papers.map((i) => R.network.data().references[i]).map((r) => (r.doi ? `doi:${r.doi}` : R.paint.number(r)));
    return titled(svg("g", { opacity: rings ? 0.6 : null }, path, head(look, x, y, angle * 180 / Math.PI, scale)),
      `${d.sentence}; ${d.certainty || "no certainty given"}; ${d.findings.join(", ")}; ${papers.join(", ")}`);
  };
  const cites = ({ kind, cites: { text: words, box: [left, top, right, bottom] } }) => svg("g", {},
    ...(words === R.style.noted ? [] : [svg("rect", { x: left, y: top, width: (right - left).toFixed(1), height: (bottom - top).toFixed(1), fill: R.style.paper })]),
    text(words, (left + right) / 2, (top + bottom) / 2 + R.style.cites * 0.36, R.style.cites, { "text-anchor": "middle", fill: R.style.edges[kind].text }));
  const node = ({ data: d, position: { x, y }, outline }, rings) => {
    const look = R.style.nodes[d.type], inside = !rings || (x === 0 && y === 0);
    const group = titled(svg("g", {}, svg("polygon", {
      points: points(outline, x, y), fill: d.fill || look.fill, stroke: look.line, "stroke-width": look.width * (rings ? 0.8 : 1), "stroke-linejoin": "round",
    })), `${d.label} (${look.word}, ${d.id})`);
    if (inside) group.append(...lines(d.lines, x, y, rings ? R.style.middle : R.style.name));
    return group;
  };
  const besides = ({ data: d, position: { x, y } }) => {
    if (!d.labelBox || (x === 0 && y === 0)) return [];
    const [l, t, r, b] = d.labelBox;
    return lines(d.lines, (l + r) / 2, (t + b) / 2, R.style.label, { stroke: R.style.paper, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" });
  };

  const provenance = () => [R.network.data().provenance, `page ${R.data ? "shared as a file " : ""}${location.hash}`.trim()];
  const drawn = () => R.scheme.onWhite(() => {
    const data = R.network.data(), rings = data.layout === "rings", [left, top, right, bottom] = R.network.box();
    const margin = 16, width = Math.ceil(Math.max(right - left, 560) + 2 * margin), shift = (width - (right - left)) / 2;
    const title = wrapped(data.title, width - 2 * margin, 16), context = data.context.flatMap((words) => wrapped(words, width - 2 * margin, 11));
    const heights = { title: 18 + title.length * 20 + context.length * 14 };
    const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg" });
    root.append(Object.assign(svg("title"), { textContent: data.title }), Object.assign(svg("desc"), { textContent: described() }));
    const paper = svg("rect", { x: 0, y: 0, fill: R.style.paper });
    root.append(paper, ...title.map((line, i) => text(line, margin, 26 + i * 20, 16, { "font-weight": "bold" })),
      ...context.map((line, i) => text(line, margin, 26 + (title.length - 1) * 20 + 17 + i * 14, 11, { fill: R.style.muted })));
    const body = svg("g", { transform: `translate(${(shift - left).toFixed(1)} ${(heights.title - top).toFixed(1)})` });
    for (const { key, box, words } of data.rooms) {
      const look = R.style.rooms[key];
      for (const inset of [0, R.style.membrane]) {
        const [x, y, width, height, rx] = R.paint.membrane(box, look, inset);
        body.append(svg("rect", { x, y, width, height, rx, fill: inset ? "none" : look.fill, stroke: look.line, "stroke-width": 1.2 }));
      }
      body.append(...words.map(([x, y, words, size], i) => text(words, x, y + size * 0.36, size, { "font-weight": i ? null : "bold", fill: R.style.muted, "text-anchor": "middle" })));
    }
    if (!rings) data.columns.forEach((band, i) => {
      if (i % 2 === 0) body.append(svg("rect", { x: band.left, y: top, width: band.right - band.left, height: bottom - top, fill: R.style.band }));
      body.append(text(band.heading, (band.left + band.right) / 2, top + 20, 12, { "font-weight": "bold", fill: R.style.muted, "text-anchor": "middle" }));
    });
    body.append(...data.elements.edges.map((one) => edge(one, rings)), ...data.elements.nodes.map((one) => node(one, rings)));
    if (rings) body.append(...data.elements.nodes.flatMap(besides));
    for (const { data: d } of data.elements.edges) {
      if (d.cites) body.append(cites(d));
      if (d.joint) body.append(joint(d.joint));
      if (d.badge) body.append(badge(...d.badge));
    }
    root.append(body);
    let x = margin, y = heights.title + (bottom - top) + 16;
    for (const item of data.legend) {
      const room = 44 + wide(item.word, 11) + 18;
      if (x + room > width - margin && x > margin) { x = margin; y += 24; }
      root.append(svg("g", { transform: `translate(${x.toFixed(1)} ${y})` }, icon(item), text(item.word, 42, 14, 11)));
      x += room;
    }
    y += 38;
    const papers = `Papers: ${data.references.map((r) => `${r.label}${r.doi ? ` doi:${r.doi}` : ""}`).join("; ")}`;
    const notes = data.footnotes.map((note, i) => `${R.style.noted}${i + 1} ${note}`);
    const footer = [...notes, papers, ...data.remarks, `RadExo graph ${data.graph}`];
    for (const line of footer.flatMap((words) => wrapped(words, width - 2 * margin, 10))) {
      root.append(text(line, margin, y, 10, { fill: R.style.muted }));
      y += 14;
    }
    const height = Math.ceil(y + 4);
    for (const [name, value] of Object.entries({ width: width.toFixed(0), height: height.toFixed(0), viewBox: `0 0 ${width.toFixed(0)} ${height.toFixed(0)}` })) root.setAttribute(name, value);
    paper.setAttribute("width", width.toFixed(0));
    paper.setAttribute("height", height.toFixed(0));
    return { root, width, height };
  });

  const crc = (bytes) => {
    let value = -1;
    for (const byte of bytes) { value ^= byte; for (let i = 0; i < 8; i += 1) value = (value >>> 1) ^ (value & 1 ? 0xEDB88320 : 0); }
    return (value ^ -1) >>> 0;
  };
  const withText = (png, key, words) => {  // an iTXt chunk behind the header
    const content = new TextEncoder().encode(`iTXt${key}\0\0\0\0\0${words}`), chunk = new Uint8Array(content.length + 8), view = new DataView(chunk.buffer);
    view.setUint32(0, content.length - 4);
    chunk.set(content, 4);
    view.setUint32(content.length + 4, crc(content));
    return new Blob([png.slice(0, 33), chunk, png.slice(33)], { type: "image/png" });
  };

  const raster = async () => {
    const { root, width, height } = drawn(), scale = Math.min(2, 8000 / width, 8000 / height);
    const image = new Image(), url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" }));
    try {
      await new Promise((done, fail) => { image.onload = done; image.onerror = () => fail(new Error("the picture cannot be drawn")); image.src = url; });
      const surface = document.createElement("canvas");
      surface.width = Math.round(width * scale);
      surface.height = Math.round(height * scale);
      surface.getContext("2d").drawImage(image, 0, 0, surface.width, surface.height);
      return surface;
    } finally { URL.revokeObjectURL(url); }
  };
  const described = () => `RadExo explorer. ${provenance().join(" · ")}`;
  const pdf = async () => {  // one page with the picture as an image, as large as it is drawn
    const surface = await raster(), { width, height } = surface, across = (width * 0.375).toFixed(1), down = (height * 0.375).toFixed(1);
    const colors = surface.getContext("2d").getImageData(0, 0, width, height).data.filter((_, i) => i % 4 !== 3);
    const packed = new Uint8Array(await new Response(new Blob([colors]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer());
    const words = (text) => `<FEFF${Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0")).join("")}>`;
    const place = `q ${across} 0 0 ${down} 0 0 cm /Picture Do Q`, parts = [], starts = [];
    const add = (...pieces) => parts.push(...pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece)));
    const size = () => parts.reduce((sum, part) => sum + part.length, 0);
    add("%PDF-1.5\n");
    [["<< /Type /Catalog /Pages 2 0 R >>"], ["<< /Type /Pages /Kids [3 0 R] /Count 1 >>"],
      [`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Contents 4 0 R /Resources << /XObject << /Picture 5 0 R >> >> >>`],
      [`<< /Length ${place.length} >>\nstream\n${place}\nendstream`],
      [`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`, packed, "\nendstream"],
      [`<< /Title ${words(R.network.data().title)} /Subject ${words(described())} /Creator (RadExo) >>`],
    ].forEach((pieces, i) => { starts.push(size()); add(`${i + 1} 0 obj\n`, ...pieces, "\nendobj\n"); });
    const end = size();
    add(`xref\n0 ${starts.length + 1}\n0000000000 65535 f \n${starts.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`,
      `trailer\n<< /Size ${starts.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${end}\n%%EOF\n`);
    return new Blob(parts, { type: "application/pdf" });
  };

  R.figure = {
    pdf,
    svg: () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawn().root)}\n`,
    png: async () => {
      const surface = await raster(), blob = await new Promise((done) => surface.toBlob(done, "image/png"));
      return withText(new Uint8Array(await blob.arrayBuffer()), "Description", described());
    },
  };
})();
