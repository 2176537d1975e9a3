"use strict";
// The picture: cytoscape.js shows what the server placed. Nothing moves by itself; bands, names and badges lie on canvases
// below and above it.
(() => {
  const R = RadExo, frame = R.place("picture"), under = R.place("under"), over = R.place("over");
  const shapes = { arrow: "triangle", bar: "tee", vee: "vee", circle: "circle", diamond: "diamond", square: "square", cross: "triangle-cross", none: "none" };  // cytoscape's words
  let data = null, cy = null, ranked = [], lit = null, pointed = null;
  let sized = [];  // the frame as large as the picture was fitted to it
  window.cy = null;

  // Cytoscape asks for frame after frame as long as there is a picture, which keeps a processor busy though nothing changes.
  // This is its loop, but it rests when nothing was drawn for so many frames, until something is to be drawn again.
  const REST = 40, canvas = cytoscape("renderer", "canvas").prototype, { redraw } = canvas;
  canvas.startRenderLoop = function startRenderLoop() {
    if (this.wake) return;
    let idle = 0, awaited = false;
    const step = (time) => {
      awaited = false;
      if (this.destroyed) return;
      const draws = Boolean(this.requestedFrame && !this.skipFrame);
      if (!this.cy.batching()) {
        for (const { fn } of this.beforeRenderCallbacks) fn(draws, time);
        if (draws) {
          const begun = performance.now();
          this.render(this.renderOptions);
          this.lastDrawTime = performance.now();
          this.lastRedrawTime = this.lastDrawTime - begun;
          this.averageRedrawTime = (this.averageRedrawTime + this.lastRedrawTime) / 2;
          this.requestedFrame = false;
        }
      }
      this.skipFrame = false;
      idle = draws ? 0 : idle + 1;
      if (idle < REST) next();
    };
    const next = () => { if (!awaited) { awaited = true; requestAnimationFrame(step); } };
    this.wake = () => { idle = 0; next(); };
    this.wake();
  };
  canvas.redraw = function redrawn(options) { redraw.call(this, options); this.wake?.(); };

  const along = ([p0, p1, p2, p3], t) => [0, 1].map((i) => (1 - t) ** 3 * p0[i] + 3 * (1 - t) ** 2 * t * p1[i] + 3 * (1 - t) * t * t * p2[i] + t ** 3 * p3[i]);
  const sampled = (route, steps) => {  // a chain of cubic curves as points
    const found = [route[0]];
    for (let i = 0; i + 3 < route.length; i += 3) for (let s = 1; s <= steps; s += 1) found.push(along(route.slice(i, i + 4), s / steps));
    return found;
  };
  const straight = (route) => {
    const [x0, y0] = route[0], [x1, y1] = route[route.length - 1], length = Math.hypot(x1 - x0, y1 - y0) || 1;
    return route.every(([x, y]) => Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length < 0.5);
  };
  const bent = (route) => {  // as cytoscape takes it: shares of the straight line, and distances aside
    const all = sampled(route, 10), [x0, y0] = all[0], [x1, y1] = all[all.length - 1];
    const dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy || 1, length = Math.sqrt(square);
    const inner = all.slice(1, -1);
    return {
      weights: inner.map(([x, y]) => ((x - x0) * dx + (y - y0) * dy) / square),
      distances: inner.map(([x, y]) => ((y - y0) * dx - (x - x0) * dy) / length),
    };
  };

  const within = (share) => Math.max(-1, Math.min(1, share));  // cytoscape takes no other
  const elements = () => {
    const rings = data.layout === "rings", places = new Map(data.elements.nodes.map((node) => [node.data.id, node.position]));
    const nodes = data.elements.nodes.map((node) => {
      const d = node.data, w = d.width / 2, h = d.height / 2;
      return { ...node, data: { ...d, name: rings ? "" : d.lines.join("\n"), corners: node.outline.flatMap(([x, y]) => [within(x / w), within(y / h)]) } };
    });
    const edges = data.elements.edges.map((edge) => {
      const d = edge.data, route = d.route, from = places.get(d.source), to = places.get(d.target);
      const made = { ...d, straight: d.source !== d.target && straight(route), loop: d.source === d.target };
      const [sx, sy] = route[0], [tx, ty] = route[route.length - 1];
      made.start = `${(sx - from.x).toFixed(2)}px ${(sy - from.y).toFixed(2)}px`;
      made.end = `${(tx - to.x).toFixed(2)}px ${(ty - to.y).toFixed(2)}px`;
      if (!made.straight && !made.loop) Object.assign(made, bent(route));
      return { ...edge, data: made };
    });
    return { nodes, edges };
  };
  const sheet = () => {
    const rings = data.layout === "rings", s = R.style, shrink = rings ? 0.55 : 1;
    return [
      { selector: "node", style: {
        shape: "polygon", "shape-polygon-points": (n) => n.data("corners"), width: "data(width)", height: "data(height)",
        "background-color": (n) => n.data("fill") || s.nodes[n.data("type")].fill, "border-color": (n) => s.nodes[n.data("type")].line,
        "border-width": (n) => s.nodes[n.data("type")].width * (rings ? 0.8 : 1), "border-join": "round",
        label: "data(name)", "text-wrap": "wrap", "text-max-width": "1000px", "text-valign": "center", "text-halign": "center",
        "font-family": s.font, "font-size": s.name, "line-height": s.lineHeight, color: s.ink, "overlay-opacity": 0,
        "transition-duration": "0s",
      } },
      { selector: "edge", style: {
        "line-color": (e) => s.edges[e.data("kind")].color, "target-arrow-color": (e) => s.edges[e.data("kind")].color,
        "target-arrow-shape": (e) => shapes[s.edges[e.data("kind")].head], "arrow-scale": rings ? 0.6 : 1.05,
        width: (e) => e.data("width") * shrink, opacity: rings ? 0.55 : 1,
        "line-style": (e) => (e.data("dash").length ? "dashed" : "solid"), "line-dash-pattern": (e) => (e.data("dash").length ? e.data("dash") : [6, 3]),
        "source-endpoint": "data(start)", "target-endpoint": "data(end)", "overlay-opacity": 0, "transition-duration": "0s",
      } },
      { selector: "edge[?straight]", style: { "curve-style": "straight" } },
      { selector: "edge[!straight][!loop]", style: {
        "curve-style": "segments", "edge-distances": "endpoints", "segment-weights": (e) => e.data("weights"), "segment-distances": (e) => e.data("distances"),
      } },
      { selector: "edge[?loop]", style: { "curve-style": "bezier", "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
      { selector: "edge.dim", style: { opacity: 0.12 } },
      { selector: "node.dim", style: {
        "background-opacity": R.paint.dimmed.fill, "border-opacity": 2 * R.paint.dimmed.fill, "text-opacity": R.paint.dimmed.text, color: s.text,
      } },
      { selector: "edge.hot", style: { opacity: 1, width: (e) => e.data("width") * shrink + 1.2 } },
      { selector: "node.picked", style: { "border-width": (n) => s.nodes[n.data("type")].width + 2, "border-color": s.focus } },
      { selector: "edge.picked", style: { opacity: 1, width: (e) => e.data("width") * shrink + 2 } },
    ];
  };

  // -- below and above ----------------------------------------------------------------------------
  const start = (canvas) => {
    const ratio = window.devicePixelRatio || 1, w = frame.clientWidth, h = frame.clientHeight;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
    const ctx = canvas.getContext("2d"), zoom = cy.zoom(), pan = cy.pan();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(zoom * ratio, 0, 0, zoom * ratio, pan.x * ratio, pan.y * ratio);
    return ctx;
  };
  const bands = () => {
    const ctx = start(under);
    if (data.layout === "columns") R.paint.bands(ctx, data);
  };
  const hidden = (id) => lit && !lit.nodes.has(id);
  const names = (ctx) => {  // those of what is lit first, while they are few
    const first = lit && lit.nodes.size < 60 ? ranked.filter((node) => lit.nodes.has(node.data.id)) : [];
    const order = [...first, ...ranked.filter((node) => !hidden(node.data.id) && !first.includes(node))];
    for (const [node, x, y, size] of R.paint.names(ctx, order, cy.zoom(), cy.extent())) R.paint.write(ctx, node.data.lines, x, y, size, x !== 0 || y !== 0);
  };
  const badgeShown = (id) => !lit || lit.edges.has(id);
  const above = () => {
    const ctx = start(over);
    for (const { data: d } of data.elements.edges) if (badgeShown(d.id)) R.paint.onEdge(ctx, d);
    if (data.layout === "rings") names(ctx);
  };

  // -- what a click means -------------------------------------------------------------------------
  const away = ([x, y], [x0, y0], [x1, y1]) => {  // from a point to a piece of a line
    const dx = x1 - x0, dy = y1 - y0, t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
  };
  const far = (point, route) => { const all = sampled(route, 10); return Math.min(...all.slice(1).map((end, i) => away(point, all[i], end))); };
  const nearest = (edges, distance) => edges.reduce((best, { data: d }) => { const at = distance(d); return at < best[1] ? [d.id, at] : best; }, [null, Infinity]);
  const struck = ({ target, position: { x, y } }) => {  // the badge under the pointer, else the nearest of the arrows that lie side by side
    const { edges } = data.elements, [badged, off] = nearest(edges.filter((e) => e.data.badge && badgeShown(e.data.id)), (d) => Math.hypot(d.badge[0] - x, d.badge[1] - y));
    if (off <= R.paint.BADGE + 1) return badged;
    if (target === cy) return null;
    if (target.isNode() || target.data("loop")) return target.id();
    const box = (d) => Math.max(...[0, 1].map((i) => { const at = [x, y][i], all = d.route.map((p) => p[i]); return Math.max(Math.min(...all) - at, at - Math.max(...all)); }));
    const reach = far([x, y], target.data("route"));  // cytoscape takes any arrow within its reach
    return nearest(edges.filter((e) => e.data.source !== e.data.target && box(e.data) <= reach), (d) => far([x, y], d.route))[0];
  };
  const point = (id) => {
    pointed = id;
    R.hoverEdge(id && R.network.edge(id) ? id : null);
    frame.classList.toggle("pointing", id !== null);
  };
  frame.addEventListener("mouseleave", () => point(null));

  // -- the picture --------------------------------------------------------------------------------
  R.network = {};
  R.network.box = () => { const [l, t, r, b] = data.bounds; return data.columns.length ? [l, t - 46, r, b + 18] : [l, t, r, b]; };
  const LEGIBLE = 9, LEAST = 7;  // pixels of the smallest letters on a screen that is too narrow for the whole; on a small one the whole comes first
  const small = matchMedia("(max-width: 1280px)"), narrow = matchMedia("(max-width: 1100px)");
  R.network.fit = (legible = false) => {
    if (!cy) return;
    const [l, t, r, b] = R.network.box(), w = frame.clientWidth, h = frame.clientHeight;
    const whole = Math.max(Math.min((w - 20) / (r - l), (h - 16) / (b - t), 1.5), 0.02), least = (narrow.matches ? LEGIBLE : LEAST) / R.style.cites;
    if (legible && small.matches && data.layout === "columns" && whole < least) {  // its beginning, as far as there is room
      cy.viewport({ zoom: least, pan: { x: 10 - least * l, y: (b - t) * least > h ? 8 - least * t : h / 2 - least * (t + b) / 2 } });
    } else cy.viewport({ zoom: whole, pan: { x: w / 2 - whole * (l + r) / 2, y: h / 2 - whole * (t + b) / 2 } });
  };
  R.network.zoom = (factor) => cy && cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: frame.clientWidth / 2, y: frame.clientHeight / 2 } });
  const filled = (picture) => {  // the same picture; its nodes may have other fills
    data = picture;
    cy.batch(() => { for (const { data: d } of data.elements.nodes) cy.getElementById(d.id).data("fill", d.fill || null); });
  };
  R.network.show = (picture) => {
    if (data && picture?.elements.edges === data.elements.edges) { filled(picture); return; }
    R.network.clear();
    if (!picture) return;
    data = picture;
    const degree = new Map();
    for (const { data: d } of data.elements.edges) for (const id of [d.source, d.target]) degree.set(id, (degree.get(id) || 0) + 1);
    ranked = [...data.elements.nodes].sort((a, b) => (degree.get(b.data.id) || 0) - (degree.get(a.data.id) || 0));
    ranked.sort((a, b) => (b.position.x === 0 && b.position.y === 0) - (a.position.x === 0 && a.position.y === 0));
    const many = data.elements.edges.length > 1500;
    cy = cytoscape({
      container: R.place("cy"), elements: elements(), style: sheet(), layout: { name: "preset", fit: false }, minZoom: 0.02, maxZoom: 6,
      autoungrabify: true, autounselectify: true, boxSelectionEnabled: false,
      textureOnViewport: many, hideEdgesOnViewport: many, pixelRatio: many ? 1 : "auto",
    });
    window.cy = cy;
    cy.on("render", () => { bands(); above(); });
    cy.on("tap", (event) => R.pick(struck(event)));
    cy.on("mousemove", (event) => {
      const now = struck(event);
      if (now !== pointed) point(now);
    });
    sized = size();
    R.network.fit(true);
    frame.setAttribute("aria-label", `Picture: ${picture.counts}. The table below shows the same claims.`);
  };
  R.network.clear = () => {
    lit = pointed = null;
    if (cy) cy.destroy();
    cy = window.cy = null;
    data = null;
    for (const canvas of [under, over]) canvas.width = canvas.height = 0;
  };
  R.network.data = () => data;
  R.network.whole = () => Boolean(cy) && !R.network.cut();
  R.network.cut = () => {  // whether a part of the picture lies outside its frame
    if (!cy) return false;
    const [l, t, r, b] = R.network.box(), { x1, y1, x2, y2 } = cy.extent();
    return x1 > l || y1 > t || x2 < r || y2 < b;
  };
  R.network.repaint = () => {  // in the colors of another scheme, where it is
    if (!cy) return;
    cy.style(sheet());
    bands();
    above();
  };
  R.network.light = (edges, nodes = []) => {  // what stays bright; null for everything
    if (!cy || (!edges && !lit)) return;
    const on = edges ? { edges: new Set(edges), nodes: new Set(nodes) } : null;
    if (on) for (const { data: d } of data.elements.edges) if (on.edges.has(d.id)) { on.nodes.add(d.source); on.nodes.add(d.target); }
    lit = on;
    cy.batch(() => {
      cy.nodes().forEach((node) => { node.toggleClass("dim", Boolean(on) && !on.nodes.has(node.id())); });
      cy.edges().forEach((edge) => { edge.toggleClass("dim", Boolean(on) && !on.edges.has(edge.id())).toggleClass("hot", Boolean(on) && on.edges.has(edge.id())); });
    });
    above();
  };
  R.network.mark = (id) => {
    if (!cy) return;
    cy.elements(".picked").removeClass("picked");
    if (id) cy.getElementById(id).addClass("picked");
  };
  R.network.edge = (id) => data?.elements.edges.find((edge) => edge.data.id === id);
  R.network.node = (id) => data?.elements.nodes.find((node) => node.data.id === id);
  const size = () => [frame.clientWidth, frame.clientHeight];
  R.network.resize = () => {  // where the picture is fitted already, there is nothing to draw again
    if (!cy || size().every((length, i) => length === sized[i])) return;
    sized = size();
    cy.resize();
    R.network.fit(true);
  };
  new ResizeObserver(() => requestAnimationFrame(R.network.resize)).observe(frame);
})();
