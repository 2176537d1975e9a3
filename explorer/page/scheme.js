"use strict";
// Light or dark, as `Scheme` decides it. Files of pictures are always on white.
(() => {
  const R = RadExo;
  let looks = null;
  const take = (scheme) => { R.style = looks[scheme].style; R.paint = looks[scheme].paint; };
  const now = Scheme(R.place("scheme"), (scheme) => {
    if (!looks) return;
    take(scheme);
    R.network.repaint();
    R.legend();
  });
  R.scheme = {};
  R.scheme.start = (style) => { looks = Looks(style); take(now()); };
  R.scheme.onWhite = (work) => { take("light"); try { return work(); } finally { take(now()); } };
})();
