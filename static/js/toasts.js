// Toasts are read aloud by the one status region, and leave when nobody holds them.
const status = document.getElementById("status");
const LINGER = 12_000;

const held = (toast) => toast.matches(":hover, :focus-within");

const leave = (toast) => {
  if (held(toast)) return void setTimeout(leave, 1_000, toast);
  toast.remove();
};

const greet = (toast) => {
  if (toast.dataset.toast === "seen") return;
  toast.dataset.toast = "seen";
  status.textContent = toast.querySelector(".sk-toast__text").textContent;
  setTimeout(leave, LINGER, toast);
};

const greetAll = () => document.querySelectorAll("[data-toast]").forEach(greet);

// A region filled while the page loads is not read: wait a moment.
setTimeout(greetAll, 400);
document.addEventListener("htmx:afterSettle", greetAll);
document.addEventListener("htmx:oobAfterSwap", greetAll);
