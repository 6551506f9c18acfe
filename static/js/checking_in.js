// At the door: codes are judged here and now, by the list in the page. Marks are kept on the phone
// until the server has them, so that a network that drops loses none.
const door = document.querySelector("[data-door]");
const SIGNS = /[^2-9A-HJ-NP-Z]/g;
const TRY_AGAIN = 10_000; // milliseconds
const SAME_CODE = 3_000;

if (door) {
  const shelf = `door-${door.dataset.door}`;
  const people = new Map([...door.querySelectorAll("[data-person]")].map((row) => [row.dataset.person, row]));
  const said = door.querySelector("[data-said]");
  const waiting = door.querySelector("[data-waiting]");
  const field = door.querySelector("input[name=code]:not([type=hidden])");
  const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
  let isSending = false;

  const kept = () => JSON.parse(localStorage.getItem(shelf) ?? "[]");
  const keep = (marks) => {
    localStorage.setItem(shelf, JSON.stringify(marks));
    waiting.textContent = marks.length ? door.dataset.kept.replace("{}", marks.length) : "";
  };

  const say = (kind, words) => {
    const notice = document.createElement("p");
    notice.className = `sk-notice sk-notice--${kind}`;
    notice.textContent = words;
    said.replaceChildren(notice);
  };

  const show = (row) => {
    if ("here" in row.dataset) return;
    row.dataset.here = "";
    row.querySelector("[data-mark]").hidden = false;
    row.querySelector("form")?.remove();
    door.querySelector("[data-came]").textContent = [...people.values()].filter((one) => "here" in one.dataset).length;
  };

  const read = (text) => {
    const held = text.includes("://") ? (new URL(text).searchParams.get("kod") ?? "") : text;
    return held.toUpperCase().replace(SIGNS, "").slice(0, 8);
  };

  const send = async ({ code, at }) => {
    const body = new FormData();
    body.set("code", code);
    body.set("at", at);
    const answer = await fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const sendKept = async () => {
    if (isSending) return;
    isSending = true;
    try {
      for (let marks = kept(); marks.length; marks = kept()) {
        const answer = await send(marks[0]);
        keep(kept().slice(1));
        if (answer.outcome !== "new") say("warn", answer.said);
      }
    } catch {
      keep(kept()); // no network: they wait, and the page says so
    } finally {
      isSending = false;
    }
  };

  const check = (text) => {
    const code = read(text);
    const row = people.get(code);
    if (!row) {
      say("danger", door.dataset.unknown);
      // Somebody who has got a place since the page was loaded is known to the server alone.
      send({ code, at: Date.now() }).then((answer) => say(answer.outcome === "new" ? "ok" : "danger", answer.said), () => {});
    } else if ("here" in row.dataset) {
      say("warn", door.dataset.already.replace("{}", row.dataset.name));
    } else {
      show(row);
      say("ok", door.dataset.new.replace("{}", row.dataset.name));
      keep([...kept(), { code, at: Date.now() }]);
      sendKept();
    }
    field.value = "";
  };

  door.addEventListener("submit", (event) => {
    const code = event.target.querySelector("input[name=code]");
    if (!code?.value.trim()) return;
    event.preventDefault();
    check(code.value);
    field.focus({ preventScroll: true });
  });

  for (const { code } of kept()) if (people.has(code)) show(people.get(code));
  window.addEventListener("online", sendKept);
  setInterval(() => kept().length && sendKept(), TRY_AGAIN);
  sendKept();

  // The camera, where the browser reads codes by itself.
  const start = door.querySelector("[data-camera-start]");
  const camera = door.querySelector("[data-camera]");
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    start.hidden = false;
    start.querySelector("button").addEventListener("click", async () => {
      try {
        camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        start.hidden = true; // no camera, or it was refused: codes are typed
        return;
      }
      start.hidden = true;
      camera.hidden = false;
      await camera.play();
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      let last = { text: "", at: 0 };
      setInterval(async () => {
        const [found] = await detector.detect(camera);
        if (!found || (found.rawValue === last.text && Date.now() - last.at < SAME_CODE)) return;
        last = { text: found.rawValue, at: Date.now() };
        check(found.rawValue);
      }, 250);
    });
  }
}
