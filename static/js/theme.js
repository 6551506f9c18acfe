// Light or dark before anything is drawn, where the person has left it to the device.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme !== "auto") return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wear = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  wear();
  dark.addEventListener("change", wear);
})();
