// Saves what is typed in a step of a draft after a pause, and when the page is left (W7).
// It adds comfort: without it the buttons save, and nothing else is missing.
//
// It sends the form to where its buttons do, but for the documents, and says in the
// page's status what became of it. A press of a button waits for a saving that is under
// way, so that the two never meet.
const form = document.getElementById("step"), said = document.getElementById("saved"), words = said.dataset;
const pause = 3000;

let waits = 0, changed = false, busy = null;

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function typed() {
  const all = new URLSearchParams({ save: "auto" });
  for (const [name, value] of new FormData(form)) if (typeof value === "string") all.append(name, value);
  return all;
}

async function send() {
  changed = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed(), keepalive: true, redirect: "error", signal: AbortSignal.timeout(10000) });
    if (answer.status === 401) return say(words.ended);
    const saved = await answer.json();
    if (saved.version) form.elements.version.value = saved.version;
    say(saved.said);
  } catch {
    changed = true;
    say(words.failed);
  }
}

function save() {
  clearTimeout(waits);
  if (!changed) return;
  if (busy) busy.then(save);
  else busy = send().finally(() => busy = null);
}

form.addEventListener("input", event => {
  if (event.target.type === "file") return;
  changed = true;
  clearTimeout(waits);
  waits = setTimeout(save, pause);
});

form.addEventListener("submit", event => {
  clearTimeout(waits);
  changed = false;
  if (!busy) return;
  const by = event.submitter;
  event.preventDefault();
  busy.then(() => form.requestSubmit(by));
});

document.addEventListener("visibilitychange", () => document.hidden && save());
