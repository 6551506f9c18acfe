// A passkey that did not work is told in words; what was tried lies in the browser's own log.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  console.info(event.detail.exception);
  const notice = document.querySelector("[data-passkey-error]");
  if (notice) notice.hidden = false;
});
