// The timer of an exam (E11). It adds comfort: without it the page says until when, and
// the server alone decides what is on time.
//
// It counts from the server's instants against a clock that nobody sets, and asks the
// server again whenever that clock may have stood still: when the page is shown, has the
// focus, wakes up, and every half minute. At zero it sends the form, so that the answer
// being given is saved.
const box = document.getElementById("timer"), d = box.dataset;
const left = document.getElementById("timer-left"), until = document.getElementById("timer-until");
const said = document.getElementById("timer-said"), form = d.form && document.getElementById(d.form);
const minute = 60000;

let deadline = +d.deadline;
let ahead = +d.now - performance.now(); // the server's clock less ours
let slept = Date.now() - performance.now();
let before = Infinity, asked = -Infinity, asking = false, gone = false;

const rest = () => deadline - performance.now() - ahead;

function lasting(ms) {
  let s = Math.max(0, Math.floor(ms / 1000));
  const parts = [[Math.floor(s / 3600), "h"], [Math.floor(s / 60) % 60, "min"], [s % 60, "s"]].filter(([n]) => n > 0);
  return (parts.length ? parts : [[0, "s"]]).map(([n, of]) => n + "\u00a0" + of).join("\u00a0");
}

function leave() {
  if (gone) return;
  gone = true;
  if (form) form.requestSubmit();
  else location.replace(d.after);
}

async function ask() {
  if (asking || gone) return;
  asking = true;
  const sent = asked = performance.now();
  try {
    const answer = await (await fetch(d.ask, { cache: "no-store" })).json();
    const got = performance.now();
    ahead = answer.now - (sent + got) / 2;
    slept = Date.now() - got;
    if (answer.deadline) deadline = answer.deadline;
    if (answer.until && until) until.textContent = answer.until;
    if (answer.state !== d.state) leave();
  } catch {
    // Without an answer the page stays: what is being given is still in it.
  }
  asking = false;
  show();
}

function show() {
  if (d.state !== "running") return;
  const ms = rest();
  left.textContent = lasting(ms);
  if (before > minute && ms <= minute && before < Infinity) said.textContent = d.minutesOne;
  else if (before > 5 * minute && ms <= 5 * minute && before < Infinity) said.textContent = d.minutesFive;
  before = ms;
}

function tick() {
  show();
  const since = performance.now() - asked;
  const woke = Math.abs(Date.now() - performance.now() - slept) > 2000;
  const due = d.state === "running" && rest() <= 0 || d.state === "over";
  if (since > 30000 || since > 1000 && (woke || due)) ask();
}

for (const shown of ["pageshow", "focus"]) addEventListener(shown, ask);
document.addEventListener("visibilitychange", () => document.hidden || ask());
setInterval(tick, 250);
show();
