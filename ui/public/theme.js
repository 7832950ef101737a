// Runs before the first paint, so that a dark page never flashes white. The rest lives in kit/theme.ts.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("legato.theme");
  } catch {
    // Storage may be closed to us; the system's preference decides then.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
