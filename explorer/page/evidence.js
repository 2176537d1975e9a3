"use strict";
// The evidence of a claim, a row or an entity: every finding with its context and papers, and both sides of a contradiction.
(() => {
  const R = RadExo, panel = R.place("evidence");
  const checks = { agrees: "agrees", differs: "differs", unchecked: "not checked yet" };
  const heading = (words, level = 3) => R.el(`h${level}`, { text: words });
  const line = (words, cls) => R.el("p", { text: words, class: cls });
  let turn = 0;  // only the last thing picked is shown

  const dispute = (row) => {
    const paper = row.references.map((r) => `${r.label}${r.doi ? ` doi:${r.doi}` : ""}`).join(", ");
    const words = [
      `Finding ${row.finding}, claim ${row.id}, RadExo graph ${R.shown.query.graph}`,
      `${row.subject.name} ${row.predicate} ${row.object.name} (${R.sign(row.sign)}, ${row.certainty}; ${row.cancer ? row.cancer.name : "general"})`,
      `Papers: ${paper}`, "", "What is wrong:", "", "What would be right:", "", "Where it says so (paper, page):", "",
    ].join("\n");
    const box = R.el("textarea", { rows: 10, "aria-label": `dispute a statement of ${row.finding}`, spellcheck: "true" });
    box.value = words;
    const form = R.el("div", { class: "dispute", hidden: true }, line("Nothing is sent: fill it in, copy it, and send it to the curators.", "quiet"), box,
      R.button("Copy text", () => R.copy(box.value, "Copied.")));
    return [R.button("Dispute this statement", (event) => {
      form.hidden = !form.hidden;
      event.target.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) box.focus();
    }, { "aria-expanded": "false" }), form];
  };
  const statement = (row) => {
    const block = R.el("article", { class: "fact" });
    block.append(line([row.cancer ? row.cancer.name : "general (no cancer)", row.system || "system not stated", row.certainty].join(" · "), "context"));
    block.append(line(`${row.predicate} (${R.sign(row.sign)})${row.inverted ? " · a knock-down in the text, turned round" : ""}`, "quiet"));
    const said = R.el("dl", {}, R.el("dt", { text: "The review says" }), R.el("dd", { text: row.summary || "(no summary)" }));
    if (row.review_note) said.append(R.el("dd", { text: `Note: ${row.review_note}`, class: "warn" }));
    for (const note of row.notes) if (["endpoint", "statement", "denied"].includes(note.kind)) said.append(R.el("dd", { text: R.noteWords(note), class: "warn" }));
    said.append(R.el("dt", { text: "The cited paper" }), R.el("dd", { class: row.source_check === "differs" ? "warn" : null, text: `${checks[row.source_check] || row.source_check}${row.source_note ? `: ${row.source_note}` : ""}` }));
    said.append(R.el("dt", { text: "Papers" }), R.el("dd", {}, R.papers(row.references)));
    block.append(said, R.el("p", { class: "ids" }, R.el("code", { text: row.finding }), " ", R.button("Copy id", () => R.copy(row.finding, `${row.finding} copied.`))), ...dispute(row));
    return block;
  };
  const rowsOf = async (subject, object) => {
    if (R.data) return R.data.evidence[`${subject} ${object}`] || [];
    return (await R.get("/api/query/evidence", { subject, object })).rows;
  };
  const contexts = (rows) => [...new Set(rows.map((row) => (row.cancer ? row.cancer.name : "general")))];

  const edge = async ({ data: d }) => {
    const rows = await rowsOf(d.source, d.target), own = rows.filter((row) => d.predicates.includes(row.predicate));
    const against = rows.filter((row) => d.sign && row.sign === -d.sign), others = rows.filter((row) => !own.includes(row) && !against.includes(row));
    const look = R.style.edges[d.kind], made = [heading(d.sentence, 2)];
    made.push(R.el("p", { class: `said ${d.kind}`, text: `${look.word}; ${d.certainty || "certainty not given"}` }));
    if (against.length) {
      const here = contexts(own), there = contexts(against), shared = here.filter((c) => there.includes(c));
      made.push(R.el("div", { class: "contradiction" }, line(`Contradicted: ${R.count(new Set(against.map((row) => row.finding)).size, "finding")} on the opposite side.`),
        line(shared.length ? `Both sides speak of ${shared.join(", ")}.` : `The contexts differ: ${here.join(", ")} here, ${there.join(", ")} on the other side.`)));
    }
    made.push(heading(`${R.count(own.length, "statement")}, ${R.count(new Set(own.map((row) => row.finding)).size, "finding")}`), ...own.map(statement));
    if (against.length) made.push(heading("The opposite side"), R.el("div", { class: "against" }, ...against.map(statement)));
    if (others.length) made.push(heading("Other claims between the two"), ...others.map(statement));
    return made;
  };

  const node = async ({ data: d }) => {  // of the picture, or any entity by its id
    const known = R.data ? null : await R.get("/api/entity", { id: d.id });
    if (known) d = { label: known.name, type: known.type, marks: [], ...d };
    const made = [heading(d.label, 2)], own = (R.network.data()?.elements.edges || []).filter((e) => e.data.source === d.id || e.data.target === d.id);
    made.push(R.el("p", { class: "quiet" }, `${R.style.nodes[d.type].word} · `, R.el("code", { text: d.id }), " ", R.button("Copy id", () => R.copy(d.id, `${d.id} copied.`))));
    for (const mark of d.marks) made.push(line(mark));
    if (known) {
      made.push(line(known.kind));
      if (known.links.length) made.push(R.el("p", {}, "Open: ", ...known.links.flatMap(({ id, url }, i) => [i ? ", " : "", R.outside(id, url)])));
      if (known.synonyms.length) made.push(line(`Also: ${known.synonyms.join(", ")}`));
      if (known.note) made.push(line(known.note));
      const ask = (q, parameters) => () => R.go({ q, ...parameters });
      if (d.type === "Cancer") made.push(R.el("p", { class: "actions" }, R.button("Its findings", ask("findings", { cancer: d.id })),
        R.button("Biomarkers", ask("biomarkers", { cancer: d.id })), R.button("Opposite claims", ask("contradictions", { cancer: d.id }))));
      else made.push(R.el("p", { class: "actions" },
        R.button("Paths from here", () => R.choose("from", known)), R.button("Paths to here", () => R.choose("to", known)),
        R.button("All its claims", ask("neighbors", { of: d.id })), R.button("Draw its neighbors too", () => R.grow(d.id)),
        R.button("Regulators", ask("regulators", { names: d.id })), R.button("Targets", ask("targets", { names: d.id })),
        R.button("Mechanism", ask("mechanism", { name: d.id })), R.button("Papers", ask("papers_on", { name: d.id }))));
      if (d.type !== "Cancer") made.push(line(`In the graph: ${R.count(known.incoming, "claim")} in, ${known.outgoing} out.`));
    }
    if (own.length) made.push(R.el("p", { class: "actions" }, R.button("Hide this node", () => R.hide(d.id), { title: "leave out the rows that it is in" })));
    if (own.length || d.type !== "Cancer") made.push(heading(`${R.count(own.length, "claim")} in the picture`));
    made.push(R.el("ul", { class: "plain" }, ...own.map((e) => R.el("li", {}, R.button(e.data.sentence, () => R.pick(e.data.id), { class: `link ${e.data.kind}` })))));
    return made;
  };

  const row = (number) => {
    const found = R.shown.rows[number], made = [];
    if (found.path) {
      const p = found.path, names = new Map(p.nodes.map((n) => [n.id, n.name]));
      made.push(R.el("h2", {}, R.chain(p)));
      made.push(R.el("p", {}, "Net sign ", R.el("strong", { class: R.signClass(p.sign), text: R.sign(p.sign) }), ` · weakest step ${p.certainty}`));
      made.push(R.el("p", { class: `support ${p.support}` }, R.support(p.support), ` ${R.style.supports[p.support]}.`));
      made.push(heading("Steps"));
      const steps = p.edges.map((e, i) => {
        const id = found.edges.find((one) => { const d = R.network.edge(one)?.data; return d && d.source === e.subject && d.target === e.object && d.kind === R.kind(e); });
        const words = `${names.get(p.nodes[i].id)} ${R.kind(e) === "association" ? "—" : "→"} ${names.get(p.nodes[i + 1].id)}`;
        const look = R.style.edges[R.kind(e)];
        return R.el("li", {}, id ? R.button(words, () => R.pick(id), { class: "link" }) : words,
          R.el("span", { class: `said ${R.kind(e)}`, text: ` ${look.word}` }), `, ${e.certainty}, ${R.count(e.findings.length, "finding")}`,
          id && R.network.edge(id).data.opposite.length ? R.el("span", { class: "flag", text: " ! contradicted" }) : null);
      });
      made.push(R.el("ol", {}, ...steps));
      made.push(line(`Cancers: ${p.cancers.map((c) => c.name).join(", ") || "general"}`));
    } else {
      made.push(heading(found.cells[R.lead()] || `Row ${number + 1}`, 2));
      const list = R.el("dl");
      found.cells.forEach((cell, i) => { if (i !== R.lead() && cell && cell !== "-" && R.shown.headings[i] !== "papers") list.append(R.el("dt", { text: R.shown.headings[i] }), R.el("dd", { text: cell })); });
      made.push(list);
      if (found.edges.length) made.push(heading("Claims"), R.el("ul", { class: "plain" }, ...found.edges.map((id) =>
        R.el("li", {}, R.button(R.network.edge(id)?.data.sentence, () => R.pick(id), { class: `link ${R.network.edge(id)?.data.kind}` })))));
    }
    if (found.notes.length) made.push(heading(R.count(found.notes.length, "note")), R.el("ul", { class: "plain notes" }, ...found.notes.map((note) =>
      R.el("li", { class: "warn", "data-kind": note.kind }, `${R.noteWords(note)} `, R.el("code", { text: note.finding })))));
    if (found.papers.length) made.push(heading("Papers"), R.el("ul", { class: "plain" }, ...R.references(found).map((r) => R.el("li", {}, R.paper(r)))));
    return made;
  };

  const empty = () => [heading("Evidence", 2), line("Choose an arrow, a node or a row: what stands behind it is shown here, with its papers.", "quiet")];
  R.evidence = async (picked) => {
    const mine = turn += 1;
    const nothing = empty();
    let made = nothing;
    if (picked?.startsWith("row:")) { if (R.shown?.rows[Number(picked.slice(4))]) made = row(Number(picked.slice(4))); }
    else if (picked && R.network.edge(picked)) made = await R.work(() => edge(R.network.edge(picked)));
    else if (picked && R.network.node(picked)) made = await R.work(() => node(R.network.node(picked)));
    else if (picked && !R.data && R.shown?.named[picked]) made = await R.work(() => node({ data: { id: picked } }));
    if (mine !== turn || !made) return;
    R.clear(panel, picked && made !== nothing ? R.button("Close", () => R.pick(null), { class: "close" }) : null, ...made);
    R.place("columns").classList.toggle("reading", made !== nothing);
    panel.scrollTop = 0;
    if (picked) R.say(`Evidence: ${panel.querySelector("h2")?.textContent}`);
  };
})();
