"use strict";
// A table of measured changes colors the nodes of the picture. It is read here, and never leaves the page: nothing of it is
// sent, stored, or put into the address. Ids are grounded by the names that the nodes of the picture have.
(() => {
  const R = RadExo, place = R.place, box = place("measured"), chosen = place("table-file");
  let table = null;  // file, column, whether there are rates, and the values by the keys of the ids

  // -- names: the same rules as radexo.graph.names and radexo.measured.grounding ---------------------
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
  const fold = (name) => {
    let text = name.normalize("NFKC").replace(/ß/g, "β").toLowerCase().replace(/[α-ω]/g, (letter) => GREEK[letter.charCodeAt(0) - 0x3b1]);
    text = text.replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\s\-_./,()']+/g, "");
    text = text.replace(/^(hsa)?(microrna|mirna|mir)(?=\d)/, "mir").replace(/^hsa(?=let\d|circ)/, "");
    return text.replaceAll("tumour", "tumor").replaceAll("oesophag", "esophag").replaceAll("signalling", "signaling").replaceAll("ionising", "ionizing");
  };
  const form = (pattern) => new RegExp(`^(?:${pattern})`);
  let forms = null, accessions = [];  // of headings and of ids, once the page has its style
  const precursor = /^(?:(?:hsa[-_.])?(?:mir[-_.]?\d+[a-z]*|let[-_.]?\d+[a-z]*[-_.]\d+)(?:[-_.]\d+)?|(?:HSA[-_.])?MIR(?:LET)?[-_.]?\d+[A-Z]*\d*(?:[-_.]\d+)?|(?:mirbase:)?MI\d{7}(?:_\d+)?)$/;
  const keys = (id, numbered) => {
    const number = id.match(/^(\d+)(\.0+)?$/);
    if (number) return numbered ? [`id:${numbered}${number[1]}`] : [];
    if (precursor.test(id)) return [];
    const found = accessions.flatMap(([form, prefix]) => { const is = id.match(form); return is ? [`id:${(prefix + is[1]).toLowerCase()}`] : []; });
    return [...found, `id:${id.toLowerCase()}`, fold(id)];
  };

  // -- the table ------------------------------------------------------------------------------------
  const missing = new Set(["", "na", "n/a", "nan", "null", "none", "-", ".", "#n/a"]);
  const plain = (heading) => heading.replace(/([a-z])([A-Z][a-z])/g, "$1 $2").replace(/[\s_.:()[\]-]+/g, " ").trim().toLowerCase();
  const cut = (line, separator) => {  // one row; quoted cells may hold the separator
    const cells = [];
    let cell = "", quoted = false;
    for (let i = 0; i < line.length; i += 1) {
      const c = line[i];
      if (c === '"' && (quoted || cell === "")) { if (quoted && line[i + 1] === '"') { cell += c; i += 1; } else quoted = !quoted; }
      else if (c === separator && !quoted) { cells.push(cell.trim()); cell = ""; }
      else cell += c;
    }
    return [...cells, cell.trim()];
  };
  const comments = /^(?:(?:#|##.*|# .*)?(?:\r\n|\r|\n))*/;  // above the headings; their rows still count
  const wrong = (row, message) => new Error(`${row ? `row ${row}: ` : ""}${message}`);
  const read = (file, text) => {
    forms ??= Object.fromEntries(Object.entries(R.style.headings).map(([name, pattern]) => [name, form(pattern)]));
    accessions = R.style.accessions.map(([pattern, prefix]) => [form(pattern), prefix]);
    const lines = text.replace(/^\ufeff/, "").replace(comments, (found) => "\n".repeat(found.split(/\r\n|\r|\n/).length - 1)).split(/\r\n|\r|\n/), first = lines.findIndex((line) => line.trim());
    if (first < 0) throw wrong(0, "the file is empty; give a table with headings");
    if (text.includes("\0")) throw wrong(0, "not a text table; save it as tab-separated text (and unpack it)");
    const separator = ["\t", ",", ";", "|"].map((s) => [cut(lines[first], s).length, s]).sort((a, b) => b[0] - a[0])[0][1];
    let headings = cut(lines[first], separator);
    const rows = [];
    for (let i = first + 1; i < lines.length; i += 1) {
      if (!lines[i].trim()) continue;
      const cells = cut(lines[i], separator);
      if (!rows.length && cells.length === headings.length + 1) headings = ["row names", ...headings];
      if (cells.length !== headings.length) throw wrong(i + 1, `${cells.length} cells under ${headings.length} headings; quote cells that hold the separator`);
      rows.push([i + 1, cells]);
    }
    const named = headings.map((heading) => plain(heading) || "row names");
    const column = (is, what) => {
      const found = named.flatMap((heading, i) => (is(heading) ? [i] : []));
      if (found.length > 1 && what) throw wrong(0, `${found.length} columns may hold ${what}: ${found.map((i) => headings[i]).join(", ")}; keep one`);
      return found.length ? found[0] : -1;
    };
    const id = Math.max(column((h) => forms.id.test(h), null), 0), value = column((h) => forms.value.test(h) && !forms.ratio.test(h), "changes");
    const rate = column((h) => forms.rate.test(h), "false discovery rates"), numbered = ["ncbigene:", "hgnc:"].find((prefix) => forms[prefix].test(named[id]));
    if (value < 0) throw wrong(0, `no column of changes among ${headings.slice(0, 12).join(", ")}; name one log2FC`);
    const number = (row, cells, i) => {
      const cell = cells[i];
      if (missing.has(cell.toLowerCase())) return null;
      const digits = cell.replace("−", "-"), found = Number(separator !== "," && /^[+-]?\d+,\d+$/.test(digits) ? digits.replace(",", ".") : digits);
      if (!Number.isFinite(found)) throw wrong(row, `column '${headings[i]}': '${cell.slice(0, 40)}' is not a number; give a number, or NA where missing`);
      return found;
    };
    const values = new Map();
    for (const [row, cells] of rows) {
      const found = number(row, cells, value), q = rate < 0 ? null : number(row, cells, rate);
      if (q !== null && (q < 0 || q > 1)) throw wrong(row, `column '${headings[rate]}': ${q} is not between 0 and 1`);
      const one = { id: cells[id], change: found !== null && (rate < 0 || (q !== null && q <= R.style.maxFdr)) ? found : 0, measured: found !== null && (rate < 0 || q !== null) };
      for (const key of new Set(keys(one.id, numbered))) values.set(key, [...(values.get(key) || []), one]);
    }
    return { file, column: headings[value], rates: rate >= 0, rows: rows.length, values };
  };

  // -- the picture ----------------------------------------------------------------------------------
  const color = (value, most) => {
    const { scale } = R.style, middle = (scale.length - 1) / 2, at = most ? middle * (1 + Math.max(-1, Math.min(1, value / most))) : middle;
    const low = Math.min(Math.floor(at), scale.length - 2), part = (c, i) => parseInt(c.slice(1 + 2 * i, 3 + 2 * i), 16);
    return `#${[0, 1, 2].map((i) => Math.round(part(scale[low], i) + (part(scale[low + 1], i) - part(scale[low], i)) * (at - low)).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
  };
  const short = (value) => `${value > 0 ? "+" : "−"}${Number(Math.abs(value).toPrecision(2))}`;
  const found = (node) => {  // what the table has for a node: rows that go both ways do not count as a change
    const rows = [...new Set((node.data.known || []).flatMap((key) => table.values.get(key) || []))].filter((one) => one.measured);
    if (!rows.length) return null;
    const ways = new Set(rows.filter((one) => one.change).map((one) => one.change > 0));
    return ways.size === 1 ? rows.map((one) => one.change).find(Boolean) : 0;
  };
  R.measured = {};
  R.measured.filled = (picture) => {  // a picture with the fills, and a legend that says what they mean
    box.hidden = !table;
    if (!table || !picture) return picture;
    const values = picture.elements.nodes.map(found), known = values.filter((value) => value !== null), changes = known.filter(Boolean);
    const most = Math.max(0, ...changes.map(Math.abs)), blank = R.style.unmeasured;
    const nodes = picture.elements.nodes.map((node, i) => ({ ...node, data: { ...node.data, fill: values[i] === null ? blank : color(values[i], most) } }));
    const ends = [-most, -most / 2, most / 2, most].filter((v) => v && changes.some((c) => (c > 0) === (v > 0))).map((v) => [color(v, most), `measured: ${short(v)}`]);
    if (known.includes(0)) ends.push([color(0, most), "measured, no change"]);
    if (values.includes(null)) ends.push([blank, "not measured"]);
    const items = ends.map(([key, word]) => ({ group: "value", key, word, dash: [] }));
    const rate = table.rates ? `, changed at FDR ${R.style.maxFdr}: ${changes.length}` : "";
    place("measured-text").textContent = `Colors: ${table.column} of ${table.file} (${R.count(table.rows, "row")}), read on this page and sent nowhere; ${known.length} of ${R.count(nodes.length, "node")} measured${rate}. Arrows are what papers report.`;
    return { ...picture, elements: { ...picture.elements, nodes }, context: [...picture.context, `Colors: ${table.column}, as measured; arrows: what papers report`],
      legend: [...items, ...picture.legend.map((item) => (item.group === "node" ? { ...item, fill: blank } : item))] };
  };
  R.measured.cx2 = (text) => {  // a CX2 document with the fills of the picture; the server never saw them
    if (!table) return text;
    const fills = new Map(R.network.data().elements.nodes.map((node) => [node.data.id, node.data.fill])), colors = `${table.column} of ${table.file}`;
    return JSON.stringify(JSON.parse(text).map((part) => {
      if (part.nodes) return { nodes: part.nodes.map((node) => ({ ...node, v: { ...node.v, fill: fills.get(node.v.represents) } })) };
      if (part.networkAttributes) return { networkAttributes: part.networkAttributes.map((all) => ({ ...all, colors })) };
      if (part.attributeDeclarations) return { attributeDeclarations: part.attributeDeclarations.map((all) => ({ ...all, nodes: { ...all.nodes, fill: { d: "string" } }, networkAttributes: { ...all.networkAttributes, colors: { d: "string" } } })) };
      if (part.visualProperties) return { visualProperties: part.visualProperties.map((all) => ({ ...all, nodeMapping: { ...all.nodeMapping, NODE_BACKGROUND_COLOR: { type: "PASSTHROUGH", definition: { attribute: "fill" } } } })) };
      return part;
    }));
  };
  R.measured.shown = () => Boolean(table);
  const take = (file) => R.work(async () => {
    place("problem").hidden = true;
    try {
      if (file.size > R.style.mostMeasured) throw wrong(0, "the file is too large for the page; use radexo overlay");
      const bytes = new Uint8Array(await file.arrayBuffer());
      const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
      if (packed) throw wrong(0, "a gzip file; unpack it, or use radexo overlay");
      const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) ? "utf-16le" : (bytes[0] === 0xfe && bytes[1] === 0xff) ? "utf-16be" : "utf-8";
      let text;
      try { text = new TextDecoder(wide, { fatal: true }).decode(bytes); } catch { throw wrong(0, "not UTF-8; save it as UTF-8"); }
      table = read(file.name, text);
    } catch (error) { throw new Error(`${file.name}: ${error.message}`); }
    place("measured-text").textContent = "";
    await R.open();
    R.say(place("measured-text").textContent || `${file.name} is read; it colors the pictures that you open.`);
  });
  const forget = () => R.work(async () => { table = null; chosen.value = ""; await R.open(); R.say("The table is removed."); });

  chosen.addEventListener("change", () => { if (chosen.files.length) take(chosen.files[0]); });
  place("measured-remove").addEventListener("click", forget);
  const files = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
  });
})();
