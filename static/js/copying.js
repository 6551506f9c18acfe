// A button that copies what a field holds, where the browser can, and says so to those who listen.
for (const button of document.querySelectorAll("[data-copy-from]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copyFrom).value);
    button.querySelector("span").textContent = button.dataset.copied;
    document.getElementById("status").textContent = button.dataset.copied;
  });
}
