"use strict";
// What the address says is what the page shows.
(() => {
  const R = RadExo, place = R.place;
  let current = null, turn = 0, reading = false;  // the question that is shown; only the last one asked is; whether a row is to be read
  R.shown = null;
  R.visible = [];
  R.drawn = new Set();

  const key = (state) => JSON.stringify([state.q, R.asked(state), state._grow || "", state._layout || ""]);
  const best = () => { const passing = new Set(R.visible); return R.shown.best.filter((i) => passing.has(i)); };
  const wanted = (state) => {  // the rows to draw: those that are checked, else the first of the visible ones
    if (state._rows !== undefined) return R.numbers(state._rows === "none" ? "" : state._rows).filter((i) => R.visible.includes(i));
    return state.q === "graph" || R.data ? R.visible : best().slice(0, R.style.mostDrawn);
  };
  const fetched = (state, rows) => R.get(`/api/show/${encodeURIComponent(state.q)}`, {
    ...R.asked(state), ...(state._grow ? { _grow: state._grow } : {}), ...(state._layout ? { _layout: state._layout } : {}), ...(rows ? { _rows: R.written(rows) } : {}) });
  const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

  const filed = (state) => (state._layout ? R.data.cells : null) || R.data.shown.picture;  // as a page that is a file has it
  const cut = (picture, rows) => {  // of a page that is a file: the picture of some rows, everything where it was
    const drawn = rows.map((i) => R.shown.rows[i]), edges = new Set(drawn.flatMap((row) => row.edges)), every = rows.length === R.shown.rows.length;
    if (!picture || every) return picture;
    const named = (r) => `${r.source} ${r.citation}`, theirs = new Set(drawn.flatMap((row) => R.references(row).map(named)));
    const joints = new Set(drawn.flatMap((row) => row.joints)), behind = (d) => d.papers.filter((i) => theirs.has(named(picture.references[i])));
    const left = picture.elements.edges.filter((e) => edges.has(e.data.id)).map((e) => [e, behind(e.data).length ? behind(e.data) : e.data.papers]);
    const papers = [...new Set(left.flatMap(([, own]) => own))].sort((a, b) => a - b);
    const said = new Set(drawn.flatMap((row) => row.notes.map(R.noteText))), footnotes = picture.footnotes.filter((note) => said.has(note));
    const other = new Set(drawn.flatMap((row) => row.notes.filter((note) => note.kind === "confirmed").map(R.noteText)));
    const noted = (d) => d.noted.map((number) => footnotes.indexOf(picture.footnotes[number - 1]) + 1).filter(Boolean);
    const confirmed = (d) => d.noted.some((number) => other.has(picture.footnotes[number - 1]));
    const numbers = (own) => `[${own.map((i) => R.paint.number(picture.references[i]).slice(1, -1)).join(", ")}]`;
    const cited = (d, own) => {  // the papers and the marks of notes that are left on an arrow
      if (!d.cites) return null;
      const [cites, marks] = d.cites.text.split(R.style.noted), before = cites.replace(R.style.confirmed, ""), now = noted(d);
      const text = `${!before || own.length === d.papers.length ? before : `${numbers(own)}${d.word ? ` ${d.word}` : ""}`}${now.length ? `${confirmed(d) ? R.style.confirmed : ""}${R.style.noted}${marks && now}` : ""}`;
      return text ? { ...d.cites, text } : null;
    };
    const kept = left.map(([e, own]) => ({ ...e, data: { ...e.data, papers: own.map((i) => papers.indexOf(i)), noted: noted(e.data), confirmed: confirmed(e.data), cites: cited(e.data, own), joint: joints.has(e.data.id) ? e.data.joint : null } }));
    const ends = new Set(kept.flatMap((e) => [e.data.source, e.data.target])), some = `${rows.length} of ${R.shown.rows.length} rows drawn`;
    const nodes = picture.elements.nodes.filter((n) => ends.has(n.data.id));
    if (!kept.length) return null;
    const used = { node: new Set(nodes.map((n) => n.data.type)), edge: new Set(kept.map((e) => e.data.kind)), certainty: new Set(kept.map((e) => e.data.certainty)) };
    const legend = picture.legend.filter((item) => (used[item.group] ? used[item.group].has(item.key) : !["badge", "joint", "note"].includes(item.group) || kept.some((e) => (item.group === "note" ? (item.key === "confirmed" ? e.data.confirmed : e.data.noted.length) : e.data[item.group]))));
    const levels = Object.keys(R.style.supports).map((level) => [drawn.filter((row) => (row.facets.support || []).includes(level)).length, level]).filter(([count]) => count);
    const cancers = [...new Set(kept.flatMap((e) => e.data.cancers))].sort();
    const context = [...(levels.length ? [`Support: ${levels.map((part) => part.join(" ")).join(", ")}`] : []), `Cancers: ${cancers.join(", ") || "no cancer given"}`];
    const rooms = picture.rooms.map((room) => ({ ...room, words: room.words.slice(0, 1) }));  // who they are was said of all rows
    return { ...picture, elements: { nodes, edges: kept }, rooms, legend, references: papers.map((i) => picture.references[i]),
      counts: [R.count(nodes.length, "node"), R.count(kept.length, "edge"), R.count(papers.length, "paper")].join(", "),
      context, cancers, footnotes, notes: [...picture.notes, some], remarks: [...picture.remarks, some] };
  };

  const render = async (state, mine) => {
    R.visible = R.filters.visible(state);
    let rows = wanted(state);
    if (!R.data && !same(rows, R.shown.drawn)) {
      const again = await fetched(state, rows);
      if (mine !== turn) return;
      R.shown = again;
      R.visible = R.filters.visible(state);
      rows = R.shown.drawn;
    }
    R.drawn = new Set(rows);
    const picture = R.measured.filled(R.data ? cut(filed(state), rows) : R.shown.picture);
    place("home").hidden = true;
    place("result").hidden = false;
    const words = { graph: "the whole graph", neighbors: "claims", connect: "claims between" }[R.shown.query.name] || R.shown.query.name.replaceAll("_", " "), about = Object.values(R.shown.named).map((e) => e.name).join(", ");
    place("title").textContent = R.data ? R.shown.title : `${words}${about ? `: ${about}` : ""}`;
    document.title = `${place("title").textContent} · RadExo`;
    place("command").textContent = ["neighbors", "connect"].includes(R.shown.query.name) ? "" : R.shown.command;
    offer(state);
    sayHowRead(state);
    R.network.show(picture);
    place("layout").hidden = R.data ? !R.data.cells : R.shown.query.name === "graph" || !(state._layout || picture?.elements.nodes.some((node) => node.data.type === "Exosome"));
    place("layout").setAttribute("aria-pressed", String(Boolean(state._layout)));
    place("why").textContent = picture ? [...(R.network.cut() ? ["Drag the picture to see the rest; Fit shows all"] : []), ...picture.context, ...picture.notes.filter((note) => note !== R.shown.reason)].join("; ")
      : R.shown.rows.length && !R.visible.length ? "No row passes the filters; clear some of them." : R.shown.why || "No row is drawn; check rows to draw them.";
    place("picture").classList.toggle("none", !picture);
    for (const id of ["closer", "farther", "fit"]) place(id).hidden = !picture;
    place("drawing").hidden = !R.visible.length || R.shown.query.name === "graph";
    place("picture").classList.toggle("rings", picture?.layout === "rings");
    R.legend(picture ? picture.legend : R.style.legend);
    R.table.show();
    R.filters.show(state);
    R.exports();
    if (!R.data) R.forms.fill(state);
    R.network.resize();  // to the room that all this leaves, before the first frame is drawn
    await R.evidence(state._pick);
    R.network.mark(state._pick);
    R.relight();
    R.say(`${place("paths").caption?.textContent || ""}`);
    if (R.back) { document.querySelector(R.back)?.focus(); R.back = null; }
  };
  const offer = (state) => {  // what to try where nothing was found: never a dead end
    const { name: q, parameters: given } = R.shown.query, box = place("offers"), named = (id) => R.shown.named[id]?.name || id, offers = [];
    const word = ([key, value]) => [key, key === "sign" ? { 1: "+", "-1": "-", 0: "0" }[value] : [value].flat().join("|")];
    const asked = state.q === "ask" ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== false).map(word)) : R.asked(state);  // as its question was read
    const add = (words, changed) => offers.push(R.button(words, () => R.go(Object.fromEntries(Object.entries({ q, ...asked, ...changed }).filter(([, v]) => v !== undefined)))));
    if (!R.data && !R.shown.rows.length) {
      const ends = [given.source, given.target, given.of, given.name, given.names].flat().filter((id) => typeof id === "string");
      for (const id of ends) if (R.shown.named[id]?.type === "Cancer") offers.push(R.button(`Findings in ${named(id)}`, () => R.go({ q: "findings", cancer: id })));
      if (given.source && given.target && given.source !== given.target) add(`Swap: ${named(given.target)} → ${named(given.source)}`, { source: asked.target, target: asked.source });
      if (q === "regulators" || q === "targets") add(q === "regulators" ? "What it acts on" : "What acts on it", { q: q === "regulators" ? "targets" : "regulators" });
      for (const name of ["cancer", "exposure", "system", "source", "sign", "type", "support", "certainty"]) if (asked[name] && !(name === "source" && q === "paths")) add(`Without ${name} ${named(asked[name])}`, { [name]: undefined });
      const hops = ["max_hops", "depth"].find((name) => typeof given[name] === "number");
      if (hops && given[hops] < 12) add(`Up to ${Math.min(12, given[hops] + 2)} hops`, { [hops]: String(Math.min(12, given[hops] + 2)) });
      if (q === "paths" && !given.associations) add("Walk associations too", { associations: "true" });
      for (const id of ends.slice(0, 2)) if (R.shown.named[id] && R.shown.named[id].type !== "Cancer" && q !== "neighbors") offers.push(R.button(`All claims of ${named(id)}`, () => R.go({ q: "neighbors", of: id, _pick: id })));
      if (state.q === "ask" || !offers.length) offers.push(R.button("The examples of the first page", () => R.go({})));
    }
    box.hidden = !offers.length;
    R.clear(box, offers.length ? R.el("p", { text: "Nothing was found. Try:" }) : null, offers.length ? R.el("ul", { class: "plain" }, ...offers.map((b) => R.el("li", {}, b))) : null);
  };
  const sayHowRead = (state) => {  // how a plain question was read, and what a search from one end does not follow
    const { asked, unfollowed, query } = R.shown, box = place("asked");
    const lines = asked ? [R.el("p", {}, R.el("strong", { text: "query: " }), R.el("code", { text: asked.reading })),
      ...asked.notes.map((note) => R.el("p", { text: note })), asked.unused.length ? R.el("p", { text: `not used: ${asked.unused.join(", ")}` }) : null] : [];
    lines.push(...unfollowed.map(({ id, name, steps }) => R.el("p", {}, `${R.count(steps, "step")} of release or carrying ${query.name === "targets" ? "from" : "to"} ${name} ${steps === 1 ? "is" : "are"} not followed; `,
      R.data ? "mechanism shows them." : R.el("a", { href: R.hash({ q: "mechanism", name: id, cancer: query.parameters.cancer }), text: "mechanism shows them" }))));
    lines.push(...R.filters.notices(state).map((notice) => R.el("p", { text: notice })));
    box.hidden = !lines.length;
    R.clear(box, ...lines);
  };

  const showHome = () => {
    current = null;
    R.shown = null;
    R.network.clear();
    place("home").hidden = false;
    place("result").hidden = true;
    place("filter-box").hidden = true;
    R.legend(R.style.legend);
    R.exports();
    R.forms.fill({});
    document.title = "RadExo explorer";
    R.evidence(null);
    const t = R.home.totals;
    const linked = (one) => (one.doi ? R.outside(one.title || one.id, `https://doi.org/${encodeURI(one.doi)}`) : one.title || one.id);
    R.clear(place("about"), "What papers report, as signed claims with their evidence, curated from ", ...R.home.sources.flatMap((one, i) => [i ? "; " : "", linked(one), one.license ? ` (${one.license})` : ""]),
      ". Cite the papers behind an answer with Export, BibTeX; the whole graph is downloaded with ", R.el("code", { text: "radexo export" }), "; programs ask the ", R.el("a", { href: "/openapi.json", text: "REST API" }), ".");
    R.clear(place("supports"), ...Object.values(R.style.edges).filter((look) => look.glyph).map((look) => R.el("li", {}, R.el("strong", { text: look.glyph }), ` ${look.word}`)),
      R.el("li", { text: "stated: the review says it; inferred: the curators concluded it; hedged: the review says may or presumably" }),
      ...Object.entries(R.style.supports).map(([word, meaning]) => R.el("li", {}, R.support(word), ` ${meaning}`)));
    place("counts").textContent = `${t.entities} entities, ${t.edges} edges, ${t.findings} findings, ${t.papers} papers, ${t.cancers} cancers`;
    R.clear(place("examples"), ...R.home.examples.map((e) => R.el("li", {}, R.el("a", { href: R.hash({ q: e.name, ...e.parameters }), text: e.text }))));
    R.clear(place("cancers"), ...R.home.cancers.map((c) => R.el("li", {}, R.el("a", { href: R.hash({ q: "findings", cancer: c.id }) }, R.el("span", { text: c.name }), R.el("span", { class: "count", text: c.findings })))));
    R.say("RadExo explorer. Search, or choose an example.");
  };
  const failed = (error, state) => {
    const problem = R.fail(error), box = place("problem"), readings = problem.readings || [];
    const again = readings.map((r) => R.button(r.text, () => R.go({ q: r.name, ...r.parameters }), { class: "link" }));
    const wrong = mistaken(state, problem.message);
    const others = readings.length || !wrong.length ? [] : problem.candidates.map((c) => R.button(c, () => R.go(replaced(state, wrong, c)), { class: "link" }));
    if (again.length + others.length) box.append(R.el("p", { text: readings.length ? "It can be read as:" : "Nearest:" }), R.el("ul", { class: "plain" }, ...[...again, ...others].map((b) => R.el("li", {}, b))));
    R.say(problem.message);
  };
  const parts = (value) => value.split("|").map((part) => part.trim());
  const mistaken = (state, message) => {  // where the address holds the word that the message begins with
    const begins = (name, part) => [`'${part}'`, `"${part}"`].some((word) => message.startsWith(word) || message.startsWith(`${name} ${word}`));
    return ["q", "_grow", ...Object.keys(R.asked(state))].flatMap((name) => parts(state[name] || "").filter((part) => begins(name, part)).map((part) => [name, part]));
  };
  const replaced = (state, wrong, candidate) => wrong.reduce(  // the same question with a word that is known
    (asked, [name, part]) => ({ ...asked, [name]: parts(asked[name]).map((one) => (one === part ? candidate : one)).join("|") }), state);

  const open = R.open = () => R.work(async () => {
    const state = R.state(), mine = turn += 1;
    place("problem").hidden = true;
    if (R.data) { R.shown = R.data.shown; await render(state, mine); return; }
    if (!state.q) { showHome(); return; }
    try {
      const fresh = current !== key(state);
      if (fresh) {
        R.table.reset();
        const rows = state._rows !== undefined && state._rows !== "none" ? R.numbers(state._rows) : null;
        const shown = await fetched(state, rows);
        if (mine !== turn) return;
        R.shown = shown;
        current = key(state);
      }
      await render(state, mine);
      if (mine === turn && (fresh || reading)) R.bring(fresh ? "result" : "evidence");
      reading = false;
    } catch (error) {
      if (mine !== turn) return;
      if (!error.problem) throw error;
      showHome();
      R.forms.fill(state);
      failed(error, state);
      R.bring("problem");
    }
  });

  // -- what the other scripts call ----------------------------------------------------------------
  R.pick = (id) => {
    R.note({ _pick: id || undefined });
    R.network.mark(id);
    R.table.mark();
    const number = id?.startsWith("row:") ? Number(id.slice(4)) : -1;
    if (number >= 0 && !R.drawn.has(number) && R.shown.rows[number]) { reading = true; R.draw(number, true); return; }
    R.relight();
    R.evidence(id).then(() => { if (id) R.bring("evidence"); });
  };
  R.draw = (number, on) => {
    const now = new Set(R.drawn);
    if (on) now.add(number); else now.delete(number);
    R.back = R.back || (document.activeElement?.closest?.("#paths") ? `#paths tr[data-row="${number}"] ${document.activeElement.tagName === "INPUT" ? "input" : "button"}` : null);
    R.go({ ...R.state(), _rows: now.size ? R.written(now) : "none" });
  };
  R.hide = (id, on = true) => {
    const hidden = new Set((R.state()._hide || "").split("|").filter(Boolean).map(R.decoded));
    if (on) hidden.add(id); else hidden.delete(id);
    R.go({ ...R.state(), _hide: [...hidden].map(encodeURIComponent).join("|"), _rows: undefined, _pick: undefined });
  };
  R.grow = (id) => {
    const grown = (R.state()._grow || "").split("|").filter(Boolean);
    if (!grown.includes(id)) R.go({ ...R.state(), _grow: [...grown, id].join("|") });
  };

  const copyLink = async () => {  // said where one looks, not to a screen reader alone
    const button = place("share");
    if (!(await R.copy(location.href, "Link copied."))) return;
    button.textContent = "Link copied ✓";
    setTimeout(() => { button.textContent = "Copy link"; }, 2500);
  };
  const start = async () => {
    for (const [id, work] of Object.entries({
      fit: () => R.network.fit(R.network.whole()), closer: () => R.network.zoom(1.3), farther: () => R.network.zoom(1 / 1.3), back: () => { R.begin(); history.back(); setTimeout(R.end, 250); },
      whole: () => R.go({ q: "graph" }), share: copyLink, layout: () => R.go({ ...R.state(), _layout: R.state()._layout ? undefined : "transfer" }), skip: () => place("paths").focus(), "hide-copied": () => { place("copied-box").hidden = true; },
    })) place(id)?.addEventListener("click", work);
    window.addEventListener("hashchange", () => open().finally(R.arrived));
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      R.go(Object.fromEntries(new URLSearchParams(link.getAttribute("href").slice(1))));
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName)) { event.preventDefault(); (place("search") || place("paths")).focus(); }
      else if (event.key === "Escape" && R.state()._pick && !["INPUT", "TEXTAREA"].includes(event.target.tagName)) R.pick(null);
    });
    place("cancel").addEventListener("click", R.cancel);
    const drawing = { "draw-best": () => best().slice(0, R.style.mostDrawn), "draw-more": () => [...R.drawn, ...best().filter((i) => !R.drawn.has(i)).slice(0, 10)], "draw-all": () => R.visible, "draw-none": () => [] };
    for (const [id, rows] of Object.entries(drawing)) place(id).addEventListener("click", () => { const now = rows(); R.go({ ...R.state(), _rows: now.length ? R.written(now) : "none" }); });
    R.folded((narrow) => { place("filter-box").open = !narrow; });
    if (R.data) R.style = R.data.style;
    else {
      [R.style, R.home] = await Promise.all([R.get("/api/style"), R.get("/api/home")]);
      place("version").textContent = `graph ${R.home.graph}`;
      R.forms.start();
    }
    R.scheme.start(R.style);
    await open();
  };
  start().catch(R.fail).finally(R.end);
})();
