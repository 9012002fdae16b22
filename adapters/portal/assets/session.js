// Announces the end of the session (T1). It adds comfort: without it the foot of the page
// says when the session ends, and what is sent after that is kept through a sign-in.
//
// Three minutes before, it asks the server, which may know of another tab, and announces
// the end when it is so. Somebody who has typed within five minutes is there: the session
// is put off without a word. The notice takes the focus from nobody; its button comes
// right after the field that has it.
const box = document.getElementById("session"), said = document.getElementById("session-said");
const stay = document.getElementById("session-stay"), minute = 60000, path = box.dataset.ask;

let ends = Date.now() + +box.dataset.left, asked = Date.now(), typed = 0, busy = false, closed = "";

function tell(answer) {
  ends = Date.now() + answer.left;
  const near = answer.left <= 3 * minute;
  if (!near) closed = "";
  stay.hidden = answer.final;
  if (!near || closed === answer.said) return hide();
  if (box.hidden) {
    document.activeElement?.closest("main .field")?.after(box);
    box.hidden = false;
    box.showPopover?.();
  }
  if (said.textContent !== answer.said) said.textContent = answer.said;
}

function hide() {
  if (!box.hidden) box.hidePopover?.();
  box.hidden = true;
}

async function ask(method) {
  if (busy) return;
  busy = true;
  asked = Date.now();
  try {
    const answer = await fetch(path, { method, cache: "no-store", redirect: "error" });
    if (answer.ok) tell(await answer.json());
  } catch {
    // Without an answer nothing is announced: nothing is known.
  }
  busy = false;
}

function tick() {
  const now = Date.now();
  if (ends - now > 3 * minute || now - asked < 15000) return;
  ask(now - typed < 5 * minute && typed > ends - 60 * minute ? "POST" : "GET");
}

stay.addEventListener("click", async () => {
  const back = box.previousElementSibling?.querySelector("input, select, textarea");
  await ask("POST");
  if (box.hidden) back?.focus();
  else ask("GET"); // it is over already
});
document.getElementById("session-close").addEventListener("click", () => {
  closed = said.textContent;
  hide();
});
addEventListener("input", () => typed = Date.now());
for (const shown of ["focus", "pageshow"]) addEventListener(shown, () => Date.now() - asked > 1000 && ask("GET"));
document.addEventListener("visibilitychange", () => document.hidden || Date.now() - asked > 1000 && ask("GET"));
setInterval(tick, 5000);
