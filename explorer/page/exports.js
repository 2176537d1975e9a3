"use strict";
// Files of what is shown: tables and papers of the rows that pass the filters, pictures of the rows that are drawn.
(() => {
  const R = RadExo, menu = R.place("export");
  const name = (ending) => `radexo-${R.shown.query.name}.${ending}`;
  const some = () => (R.visible.length === R.shown.rows.length ? {} : { _rows: R.written(R.visible) });
  const given = () => ({ ...R.asked(R.state()), _page: location.hash });
  const table = async (ending) => {
    if (R.data) return R.file(name(ending), offline[ending](), "text/plain");
    const reply = await R.fetch(`/api/export/${R.state().q}.${ending}`, { ...given(), ...some() });
    return R.file(name(ending), await reply.blob());
  };
  const drawn = async (ending) => {
    if (R.data) return R.file(name(ending), R.measured.cx2(offline.cx2()), "application/json");
    if (ending === "pdf" && R.measured.shown()) return R.file(name(ending), await R.figure.pdf());  // the table stays on the page
    const state = R.state(), grown = { ...(state._grow ? { _grow: state._grow } : {}), ...(state._layout ? { _layout: state._layout } : {}) };
    const reply = await R.fetch(`/api/draw/${R.state().q}.${ending}`, { ...given(), ...grown, _rows: R.written(R.drawn) });
    return R.file(name(ending), ending === "cx2" && R.measured.shown() ? R.measured.cx2(await reply.text()) : await reply.blob());
  };
  const page = (mark) => (location.hash ? `${mark} page: ${location.hash}\n` : "");
  // a page that is a file has no server: it cuts what was written into it down to what is shown
  const offline = {
    tsv: () => { const [provenance, heads, ...rows] = R.data.files.tsv; return [provenance, page("#"), heads, ...R.visible.map((i) => rows[i])].join(""); },
    json: () => {
      const { reason, rows, provenance, ...rest } = R.data.files.json, left = R.visible.length < rows.length ? `${R.visible.length} of ${rows.length} rows chosen on the page` : null;
      return `${JSON.stringify({ ...rest, reason: [reason, left].filter(Boolean).join("; ") || null, rows: R.visible.map((i) => rows[i]), provenance: { ...provenance, page: location.hash || null } }, null, 2)}\n`;
    },
    bib: () => { const [provenance, ...papers] = R.data.files.bib; return [provenance, page("%"), ...[...new Set(R.visible.flatMap((i) => R.shown.rows[i].papers))].map((i) => papers[i])].join(""); },
    cx2: () => {
      const kept = { nodes: new Set(R.network.data().elements.nodes.map((n) => n.data.id)), edges: new Set(R.network.data().elements.edges.map((e) => e.data.id)) };
      const all = R.data.shown.picture.elements, has = { nodes: (e) => kept.nodes.has(all.nodes[e.id].data.id), edges: (e) => kept.edges.has(all.edges[e.id].data.id), nodeBypasses: (e) => kept.nodes.has(all.nodes[e.id].data.id) };
      const aspects = Object.entries(R.data.files.cx2).map(([name, items]) => [name, has[name] ? items.filter(has[name]) : items]);
      const at = new Map(R.network.data().elements.nodes.map((n) => [n.data.id, n.position]));
      const picture = R.network.data(), cite = (r) => `${r.label}${r.doi ? ` doi:${r.doi}` : ""}`, drawn = new Map(picture.elements.edges.map((e) => [e.data.id, e.data]));
      const support = picture.context.filter((words) => words.startsWith("Support: ")).map((words) => words.slice(9));
      const attributes = { description: picture.counts, cancers: picture.cancers.join(", "), papers: picture.references.map(cite).join("; "), ...(support.length ? { support: support[0] } : {}), ...(picture.notes.length ? { notes: picture.notes.join("; ") } : {}), ...(location.hash ? { page: location.hash } : {}) };
      const declared = Object.fromEntries(Object.keys(attributes).map((key) => [key, { d: "string" }]));
      const written = aspects.map(([name, items]) => [name, name === "networkAttributes" ? items.map((item) => ({ ...item, ...attributes }))
        : name === "nodes" ? items.map((item) => ({ ...item, ...at.get(all.nodes[item.id].data.id) }))
        : name === "edges" ? items.map((item) => { const d = drawn.get(all.edges[item.id].data.id); return { ...item, v: { ...item.v, papers: d.papers.map((i) => cite(picture.references[i])), "study changes": Boolean(d.joint) } }; })
        : name === "attributeDeclarations" ? items.map((item) => ({ ...item, networkAttributes: { ...item.networkAttributes, ...declared } })) : items]);
      return JSON.stringify([{ CXVersion: "2.0", hasFragments: false }, { metaData: written.map(([name, items]) => ({ elementCount: items.length, name })) },
        ...written.map(([name, items]) => ({ [name]: items })), { status: [{ error: "", success: true }] }]);
    },
  };
  const work = {
    png: async () => R.file(name("png"), await R.figure.png()), svg: async () => R.file(name("svg"), R.figure.svg(), "image/svg+xml"),
    cx2: () => drawn("cx2"), pdf: () => drawn("pdf"), tsv: () => table("tsv"), json: () => table("json"), bib: () => table("bib"),
  };
  for (const button of menu.querySelectorAll("button")) {
    if (R.data && button.dataset.format === "pdf") { button.remove(); continue; }
    button.addEventListener("click", () => R.work(async () => {
      R.place("problem").hidden = true;
      menu.open = false;
      await work[button.dataset.format]();
      R.say(`${button.textContent} saved.`);
    }));
  }
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  R.exports = () => {
    menu.hidden = !R.shown;
    for (const button of menu.querySelectorAll("button")) button.disabled = ["png", "svg", "cx2", "pdf"].includes(button.dataset.format) && !R.network.data();
  };
})();
