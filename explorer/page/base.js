"use strict";
// What every script of the page shares: elements made of text, the server, the address, and whether work is under way.
// Text from the data reaches the page as text only, never as markup.
const RadExo = {};
window.READY = false;
(() => {
  const R = RadExo;

  R.place = (id) => document.getElementById(id);
  R.el = (tag, given = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") made.textContent = value;
      else if (name === "class") made.className = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  R.button = (text, work, given = {}) => R.el("button", { type: "button", text, onclick: work, ...given });
  R.clear = (element, ...children) => element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
  R.say = (text) => { R.place("status").textContent = text; };
  const narrow = matchMedia("(max-width: 1000px)");  // where the columns are stacked
  R.folded = (work) => { work(narrow.matches); narrow.addEventListener("change", () => work(narrow.matches)); };
  R.bring = (id) => { if (narrow.matches) R.place(id).scrollIntoView(); };
  R.data = R.place("data") ? JSON.parse(R.place("data").textContent) : null;  // of a page that is shared as a file

  // -- whether the page is idle -------------------------------------------------------------------
  let pending = 1;  // the page itself, while it starts
  const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.READY = pending === 0; }));
  // above half a second it is said how long it takes, and the work can be cancelled
  let since = 0, ticking = null;
  const requests = new Set();
  const busy = () => {
    const seconds = (performance.now() - since) / 1000;
    R.place("busy").hidden = !requests.size || seconds < 0.5;
    R.place("elapsed").textContent = `Working … ${seconds.toFixed(1)} s`;
  };
  R.cancel = () => { for (const request of requests) request.abort(); };
  R.begin = () => { pending += 1; window.READY = false; };
  R.end = () => { pending -= 1; settle(); };
  const watched = async (request, task) => {
    if (!requests.size) { since = performance.now(); ticking = setInterval(busy, 100); }
    requests.add(request);
    try { return await task; } finally {
      requests.delete(request);
      if (!requests.size) { clearInterval(ticking); busy(); }
    }
  };
  R.work = async (task) => {
    R.begin();
    try { return await task(); }
    catch (error) { R.fail(error); return undefined; }
    finally { R.end(); }
  };
  R.fail = (error) => {
    const problem = error.problem || { message: String(error.message || error), candidates: [] };
    R.clear(R.place("problem"), R.el("p", { text: problem.message }));
    R.place("problem").hidden = false;
    return problem;
  };

  // -- the server ---------------------------------------------------------------------------------
  R.address = (path, parameters) => {
    const query = new URLSearchParams(parameters).toString();
    return path + (query ? `?${query}` : "");
  };
  R.fetch = async (path, parameters) => {
    let reply;
    const request = new AbortController();
    try { reply = await watched(request, fetch(R.address(path, parameters), { signal: request.signal })); }
    catch (error) {
      if (error.name === "AbortError") throw Object.assign(new Error(), { problem: { kind: "cancelled", message: "Cancelled.", candidates: [] } });
      throw Object.assign(new Error(), { problem: { kind: "gone", message: "The server does not answer; is radexo explore still running?", candidates: [] } });
    }
    if (!reply.ok) {
      const problem = (await reply.json().catch(() => null))?.error;
      throw Object.assign(new Error(), { problem: problem || { kind: "error", message: `The server answered ${reply.status}.`, candidates: [] } });
    }
    return reply;
  };
  R.get = async (path, parameters) => (await R.fetch(path, parameters)).json();

  // -- the state, all of it in the address: q is what is asked, its parameters follow, _ marks the page's own -------------
  R.state = () => {
    const state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    if (state.view === "all") { delete state.view; state.q = "graph"; }
    return state;
  };
  R.hash = (state) => `#${new URLSearchParams(Object.entries(state).filter(([, value]) => value !== undefined && value !== null && value !== ""))}`;
  let steps = 0;  // taken, but not yet heard of
  R.go = (state) => {  // a step that Back undoes
    const before = location.href;
    location.hash = R.hash(state);
    if (location.href === before) R.open();
    else { steps += 1; R.begin(); }
  };
  R.arrived = () => { if (steps) { steps -= 1; R.end(); } };
  R.note = (changes) => history.replaceState(null, "", R.hash({ ...R.state(), ...changes }));  // one that it does not
  R.asked = (state) => Object.fromEntries(Object.entries(state).filter(([key]) => key !== "q" && !key.startsWith("_")));
  R.numbers = (text) => (text || "").split(",").filter(Boolean).flatMap((part) => {
    const [first, last] = part.split("-").map(Number);
    if (!Number.isInteger(first) || (last !== undefined && (!Number.isInteger(last) || last - first > 1e6))) return [];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
  });
  R.written = (numbers) => {
    const parts = [];
    for (const n of [...numbers].sort((a, b) => a - b)) {
      const last = parts[parts.length - 1];
      if (last && last[1] === n - 1) last[1] = n; else parts.push([n, n]);
    }
    return parts.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(",");
  };

  // -- papers -------------------------------------------------------------------------------------
  const outside = (text, href) => R.el("a", { text, href, title: href, target: "_blank", rel: "noopener noreferrer" });
  R.outside = outside;
  R.paper = (reference, brief = false) => {
    const line = R.el("span", { class: "paper" });
    line.append(brief ? R.paint.number(reference) : reference.label);
    const [doi, pubmed] = [R.paint.doi(reference), R.paint.pubmed(reference)];
    if (reference.doi) line.append(" ", doi ? outside(brief ? "doi" : `doi:${reference.doi}`, doi) : `doi:${reference.doi}`);
    if (pubmed) line.append(" ", outside("PubMed", pubmed));
    const entry = doi || pubmed ? null : R.paint.entry(reference);
    if (entry) line.append(" ", outside(brief ? "entry" : "entry in the review", entry));
    if (!reference.doi && !reference.pmid && !entry) line.append(" (paper not identified)");
    return line;
  };
  R.papers = (references, brief = false) => {
    const line = R.el("span");
    references.forEach((reference, i) => line.append(i ? "; " : "", R.paper(reference, brief)));
    return line;
  };

  // -- words --------------------------------------------------------------------------------------
  R.kind = (edge) => {  // the row of the style table for one hop of a path: of a claim that acts, where it has one
    const kinds = edge.predicates.map((predicate) => R.style.kinds[predicate]);
    return (edge.causal && kinds.find((kind) => ["plus", "minus", "unsigned"].includes(kind))) || kinds[0];
  };
  R.signClass = (sign) => (sign === 1 || sign === "+" || sign === "+1" ? "plus" : sign === -1 || sign === "-" || sign === "-1" ? "minus" : "nosign");
  R.sign = (sign) => (sign === 1 ? "+" : sign === -1 ? "−" : sign === 0 ? "0" : "none");
  R.count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  R.copy = async (text, done) => {
    try { await navigator.clipboard.writeText(text); R.say(done); return true; }
    catch {
      const field = R.place("copied");
      field.value = text;
      field.parentElement.hidden = false;
      field.focus();
      field.select();
      R.say("Press Ctrl+C to copy the selected text.");
      return false;
    }
  };
  R.file = (name, content, type) => {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    const link = R.el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
})();
