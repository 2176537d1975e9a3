"use strict";
// The rows of the answer: check to draw, hover to see in the picture, click to read.
(() => {
  const R = RadExo, arrows = { plus: "→", minus: "⊣", unsigned: "⇝", transport: "⇒", membership: "∈", location: "@", association: "—", denial: "∅" };
  const MOST = 100;  // rows at once
  let shown = MOST;

  R.chain = (path) => {
    const line = R.el("span", { class: "chain" });
    path.nodes.forEach((node, i) => {
      if (i) { const kind = R.kind(path.edges[i - 1]); line.append(" ", R.el("span", { class: `hop ${kind}`, text: arrows[kind] }), " "); }
      line.append(node.name);
    });
    return line;
  };
  R.support = (support) => R.el("span", { class: `badge ${support}`, text: support, title: R.style.supports[support] });
  R.noteWords = (note) => `${R.style.notes[note.kind]}${note.text}`;  // its kind in words, and what it says
  R.noteText = (note) => `${note.finding}, ${R.noteWords(note)}`;
  R.references = (row) => row.papers.map((i) => R.shown.papers[i]);
  const signed = (sign) => R.el("span", { class: R.signClass(sign), text: R.sign(sign) });
  const flag = (row) => (row.contradicted ? R.el("span", { class: "flag", title: R.style.contradicted.word, text: "! contradicted" }) : null);

  const noted = (row) => (row.notes.length ? R.el("span", { class: "noted", title: row.notes.map(R.noteWords).join("\n"), text: `${row.notes.some((note) => note.kind === "confirmed") ? `${R.style.confirmed} ` : ""}${R.count(row.notes.length, "note")}` }) : null);

  const minor = ["sign", "level", "kind", "angle", "status"];  // what does not name a row
  R.lead = () => Math.max(R.shown.headings.findIndex((name) => !minor.includes(name)), 0);
  const cells = (row, number) => {
    const pick = (...content) => { const made = R.button(null, () => R.pick(`row:${number}`), { class: "row-button" }); made.append(...content); return made; };
    if (row.path) {
      const p = row.path;
      return [R.el("td", { class: "wide" }, pick(R.chain(p)), flag(row), noted(row)), R.el("td", {}, signed(p.sign)), R.el("td", {}, R.support(p.support)), R.el("td", { text: p.certainty }),
        R.el("td", { text: p.cancers.map((c) => c.name).join(", ") || "general" }), R.el("td", {}, R.papers(R.references(row), true)), R.el("td", { class: "number", text: row.findings })];
    }
    const headings = R.shown.headings, lead = R.lead();
    const made = row.cells.map((cell, i) => {
      const name = headings[i];
      if (i === lead) return R.el("td", { class: cell.length > 40 ? "wide" : null }, pick(cell || "(none)"), flag(row), noted(row));
      if (name === "papers") return R.el("td", {}, R.papers(R.references(row), true));
      if (name === "support" && R.style.supports[cell]) return R.el("td", {}, R.support(cell));
      if (name === "sign" || name === "net") return R.el("td", {}, R.el("span", { class: R.signClass(cell), text: cell.replace("-", "−") }));
      return R.el("td", { text: cell, class: cell.length > 60 ? "wide" : null });
    });
    return [...made, R.el("td", { class: "number", text: row.findings })];
  };
  const rowOf = (number) => {
    const row = R.shown.rows[number], box = R.el("input", { type: "checkbox", "aria-label": `draw row ${number + 1}` });
    box.checked = R.drawn.has(number);
    box.addEventListener("change", () => R.draw(number, box.checked));
    const made = R.el("tr", { "data-row": number }, R.el("td", {}, box), R.el("td", { class: "number", text: number + 1 }), ...cells(row, number));
    made.addEventListener("mouseenter", () => R.hoverRow(number));
    made.addEventListener("mouseleave", () => R.hoverRow(null));
    made.addEventListener("focusin", () => R.hoverRow(number));
    made.addEventListener("focusout", () => R.hoverRow(null));
    return made;
  };

  // -- order: as ranked, by a column, or by length -----------------------------------------------------
  const hops = (i) => R.shown.rows[i].path?.edges.length ?? 0;
  const lengths = (rows) => [...new Set(rows.map(hops))].map((length) => [length, rows.filter((i) => hops(i) === length)]);
  const grouping = (on) => {
    const box = R.el("input", { type: "checkbox", id: "group" });
    box.checked = on;
    box.addEventListener("change", () => { R.note({ _group: box.checked ? "length" : undefined }); R.table.show(); R.place("group").focus(); });
    return box;
  };
  const ranks = () => [Object.keys(R.style.supports), R.style.certainties];  // words that have an order of their own
  const valueOf = (i, name, headings) => {
    const row = R.shown.rows[i], p = row.path;
    if (name === "n") return row.findings;
    if (!p) return row.cells[headings.indexOf(name)] ?? "";
    return { path: p.nodes.map((node) => node.name).join(" "), "net sign": R.sign(p.sign), support: p.support, certainty: p.certainty,
      cancers: p.cancers.map((c) => c.name).join(", ") || "general", papers: R.references(row).map((r) => R.paint.number(r)).join(" ") }[name];
  };
  const compare = (a, b) => {
    const rank = ranks().find((words) => words.includes(a) && words.includes(b));
    if (rank) return rank.indexOf(a) - rank.indexOf(b);
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const sorted = (state, headings) => {
    const [name, back] = (state._sort || "").startsWith("-") ? [state._sort.slice(1), -1] : [state._sort, 1];
    if (!headings.includes(name)) return [...R.visible];
    return [...R.visible].sort((a, b) => back * compare(valueOf(a, name, headings), valueOf(b, name, headings)) || a - b);
  };
  const head = (name, state) => {  // up, down, and as it was
    const way = state._sort === name ? "ascending" : state._sort === `-${name}` ? "descending" : null;
    const next = { ascending: `-${name}`, descending: undefined }[way] ?? (way ? undefined : name);
    const button = R.button(`${name}${way === "ascending" ? " ▲" : way === "descending" ? " ▼" : ""}`, () => {
      R.note({ _sort: next });
      R.table.show();
      R.place("paths").querySelector(`[data-sort="${CSS.escape(name)}"]`)?.focus();
    }, { "data-sort": name, title: name === "n" ? "findings behind the row; sort" : `sort by ${name}` });
    return R.el("th", { scope: "col", "aria-sort": way }, button);
  };

  R.table = {};
  R.table.show = () => {
    const answer = R.shown, paths = answer.rows.some((row) => row.path);
    const headings = paths ? ["path", "net sign", "support", "certainty", "cancers", "papers", "n"] : [...answer.headings, "n"];
    const state = R.state(), order = sorted(state, headings), grouped = paths && state._group === "length";
    if (grouped) order.sort((a, b) => hops(a) - hops(b));  // stable: within a length as before
    const visible = order.slice(0, shown);
    const word = paths ? "path" : "row", some = R.visible.length === answer.rows.length ? R.count(answer.rows.length, word) : `${R.visible.length} of ${R.count(answer.rows.length, word)}`;
    const caption = R.el("caption", {}, R.el("strong", { text: some }), `, ${answer.status}`, answer.reason ? ` (${answer.reason})` : "", `; ${R.drawn.size} drawn`);
    const heads = R.el("tr", {}, R.el("th", { scope: "col", text: "draw" }), R.el("th", { scope: "col", text: "#" }), ...headings.map((name) =>
      head(name, state)));
    const span = headings.length + 2, bodies = grouped ? lengths(visible).map(([length, rows]) => R.el("tbody", {},
      R.el("tr", {}, R.el("th", { scope: "rowgroup", colspan: span, text: `${R.count(length, "step")}: ${R.count(order.filter((i) => hops(i) === length).length, "path")}` })), ...rows.map(rowOf)))
      : [R.el("tbody", {}, ...visible.map(rowOf))];
    if (paths) caption.append(R.el("label", { class: "group" }, grouping(grouped), " group by length"));
    R.clear(R.place("paths"), caption, answer.rows.length ? R.el("thead", {}, heads) : null, ...bodies);
    const more = R.visible.length - visible.length;
    R.clear(R.place("more"), more > 0 ? R.button(`${more} more rows`, () => { shown += 1000; R.table.show(); }) : null);
    R.table.mark();
  };
  R.table.reset = () => { shown = MOST; };
  R.table.mark = () => {
    const picked = R.state()._pick;
    for (const row of R.place("paths").querySelectorAll("tbody tr[data-row]")) {
      const number = Number(row.dataset.row);
      row.classList.toggle("picked", picked === `row:${number}`);
      row.querySelector("input").checked = R.drawn.has(number);
    }
  };

  // -- table and picture are one ------------------------------------------------------------------
  R.hoverRow = (number) => {
    if (number === null) { R.relight(); return; }
    const edges = R.shown.rows[number]?.edges || [];
    if (edges.length && R.drawn.has(number)) R.network.light(edges);
  };
  R.hoverEdge = (id) => {
    for (const row of R.place("paths").querySelectorAll("tbody tr[data-row]")) {
      row.classList.toggle("hot", id !== null && R.drawn.has(Number(row.dataset.row)) && R.shown.rows[Number(row.dataset.row)].edges.includes(id));
    }
  };
  R.relight = () => {
    const picked = R.state()._pick || "";
    if (picked.startsWith("row:")) {
      const row = R.shown?.rows[Number(picked.slice(4))];
      R.network.light(row?.edges.length && R.drawn.has(Number(picked.slice(4))) ? row.edges : null);
    } else if (R.network.edge(picked)) R.network.light([picked]);
    else if (R.network.node(picked)) R.network.light(R.network.data().elements.edges.map((e) => e.data).filter((d) => d.source === picked || d.target === picked).map((d) => d.id), [picked]);
    else R.network.light(null);
  };
})();
