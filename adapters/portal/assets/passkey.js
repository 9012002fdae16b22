// Passkeys: the one thing of the portal that needs a script, for browsers speak of them to
// nothing else. Without it the page says so, and a code does the same.
const place = document.querySelector("[data-passkey]");

if (place) start();

function start() {
  const form = place.closest("form");
  const button = place.querySelector("button");
  const answer = place.querySelector("input[name=passkey]");
  const sayings = [...place.querySelectorAll("[data-say]")];
  const say = (what) => sayings.forEach((s) => { s.hidden = s.dataset.say !== what; });

  if (!window.PublicKeyCredential || !navigator.credentials) {
    say("unsupported");
    return;
  }
  say("");
  place.querySelector("[data-act]").hidden = false;
  button.addEventListener("click", async () => {
    say("");
    button.disabled = true;
    try {
      answer.value = JSON.stringify(place.dataset.passkey === "create" ? await create() : await show());
      form.requestSubmit();
    } catch (wrong) {
      const what = sayingOf(wrong);
      say(sayings.some((s) => s.dataset.say === what) ? what : "failed");
      button.disabled = false;
      button.focus();
    }
  });

  // Whoever comes back to the page begins again: what was answered is used.
  window.addEventListener("pageshow", () => {
    answer.value = "";
    button.disabled = false;
  });

  async function create() {
    const { publicKey } = JSON.parse(place.dataset.asked);
    publicKey.challenge = bytes(publicKey.challenge);
    publicKey.user.id = bytes(publicKey.user.id);
    publicKey.excludeCredentials = (publicKey.excludeCredentials ?? []).map(named);
    const made = await navigator.credentials.create({ publicKey });
    return told(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    });
  }

  async function show() {
    const reply = await fetch(place.dataset.ask, { method: "POST" });
    if (!reply.ok || reply.redirected) throw new Error("nothing was asked");
    const { publicKey } = await reply.json();
    publicKey.challenge = bytes(publicKey.challenge);
    publicKey.allowCredentials = (publicKey.allowCredentials ?? []).map(named);
    const shown = await navigator.credentials.get({ publicKey });
    const response = { authenticatorData: text(shown.response.authenticatorData), signature: text(shown.response.signature) };
    if (shown.response.userHandle) response.userHandle = text(shown.response.userHandle);
    return told(shown, response);
  }
}

// sayingOf names what is said of a failure. A browser does not tell a person who changed
// their mind from one who took too long.
function sayingOf(wrong) {
  const known = { NotAllowedError: "cancelled", AbortError: "cancelled", SecurityError: "address", InvalidStateError: "twice", NotSupportedError: "unsupported" };
  return known[wrong.name] ?? "failed";
}

const told = (credential, response) => ({
  id: credential.id, rawId: text(credential.rawId), type: credential.type,
  response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
});

const named = (credential) => ({ ...credential, id: bytes(credential.id) });

const bytes = (base64) => Uint8Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
