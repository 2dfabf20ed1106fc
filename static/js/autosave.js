// Saves answers while one gives them: form[data-autosave-url], one request at a time, in order, nothing lost. Words stand in save.html.
const form = document.querySelector("form[data-autosave-url]");
const line = document.querySelector("[data-save-state]");
if (form && line) keep(form, line);

function keep(form, line) {
  const { autosaveUrl, tokenUrl } = form.dataset;
  const token = form.querySelector("input[name=csrf_token]");
  const status = line.querySelector("[data-words]");
  const waiting = [];            // {item, response, at, body}: when it was given; a body is fixed, with its number, when it first goes out
  const typing = new Map();      // item -> timer of text that is still being written
  const known = new Map();       // item -> what was last taken up, so that leaving a field does not save it twice
  const again = new Set();       // items whose newest answer went out a second time, because another device's clock is ahead
  let seq = Number(form.dataset.seq) || 0;
  let busy = false, stopped = false, handedIn = false, wantsIn = null, pressed = null, tries = 0, retry = 0, freshToken = false;

  // What to save: every field of the item, as the form would send it
  function responseOf(box) {
    const names = new Set([...box.querySelectorAll("[name]")].map((field) => field.name));
    const response = {};
    for (const name of names) response[name] = new FormData(form).getAll(name).map(String);
    return response;
  }

  function enqueue(box) {
    const item = box.dataset.item;
    clearTimeout(typing.get(item));
    typing.delete(item);
    if (line.dataset.state === "closed") return;
    const response = responseOf(box), said = JSON.stringify(response);
    if (known.get(item) === said) return;
    known.set(item, said);
    const older = waiting.findIndex((one) => one.item === item && !one.body);
    if (older >= 0) waiting.splice(older, 1);  // the newer answer stands for both
    waiting.push({ item, response, at: Date.now() });
    send();
  }

  const settle = () => {  // what is still being written goes out now
    for (const item of [...typing.keys()]) enqueue(form.querySelector(`[data-item="${CSS.escape(item)}"]`));
  };

  async function send() {
    if (busy || stopped || !waiting.length) return;
    busy = true;
    clearTimeout(retry);
    retry = 0;
    const one = waiting[0];
    if (!one.body) {
      seq = Math.max(one.at, seq + 1);  // when it was given, not when it goes out: the newer of two tabs or devices wins
      one.body = JSON.stringify({ seq, item: one.item, response: one.response });
    }
    say("saving");
    try {
      const answer = await fetch(autosaveUrl, {
        method: "POST", body: one.body, credentials: "same-origin", redirect: "manual",
        headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token ? token.value : "" },
      });
      await heard(answer);
    } catch { tryLater("gone"); }
    busy = false;
    if (waiting.length && !stopped && !retry) send();
    else if (!waiting.length && wantsIn) handIn();
  }

  async function heard(answer) {
    if (answer.ok) {
      const said = await answer.json().catch(() => ({}));
      const one = waiting.shift();
      tries = 0;
      freshToken = false;
      if (said.kept === false && isOvertaken(one, said.sequence)) return newer();
      if (said.kept !== false) again.delete(one.item);
      if (!waiting.length) {
        say("saved", said.saved_at || clock());
        if (said.kept !== false) line.querySelector(".message")?.remove();
      }
    } else if (answer.status === 401 || answer.type === "opaqueredirect") stop("signed-out");
    else if (answer.status === 409) {
      const said = await answer.json().catch(() => ({}));
      if (said.state === "paused") return stop("paused");
      waiting.length = 0;
      stop("closed", said.location);
    } else if (answer.status === 400 && tokenUrl && !freshToken) {  // perhaps the page stood open too long
      freshToken = true;
      await readToken();
    } else if (answer.status === 429 || answer.status >= 500) tryLater("later", Number(answer.headers.get("Retry-After")));
    else { waiting.shift(); say("refused"); }
  }

  // An answer with a higher number is there. If its number lies in the future, it comes from a device whose clock runs ahead: ours
  // goes out once more, above it. Else it was given after ours (which waited for a network) and counts.
  function isOvertaken(one, sequence) {
    const ahead = sequence > Date.now() && !again.has(one.item);
    if (ahead) {
      again.add(one.item);
      seq = Math.max(seq, sequence);
    }
    if (waiting.some((other) => other.item === one.item)) return false;  // one given later is on its way already
    if (!ahead) return true;
    const body = JSON.stringify({ seq: ++seq, item: one.item, response: one.response });
    waiting.unshift({ ...one, body });
    return false;
  }

  function newer() {
    wantsIn = null;  // she looks first
    say("newer");
    show("newer");
    known.clear();  // the same answer, given once more, is a new one
  }

  function tryLater(words, seconds) {
    wantsIn = null;
    say(words);
    retry = setTimeout(send, 1000 * (seconds || Math.min(30, 2 ** ++tries)));
  }

  async function readToken() {
    const answer = await fetch(tokenUrl, { credentials: "same-origin", headers: { "Accept": "application/json" }, redirect: "manual" });
    if (!answer.ok) return false;
    const fresh = (await answer.json()).token;
    if (token && fresh) token.value = fresh;
    return true;
  }

  // Three reasons to stop: signed out or paused (one can come back), or already handed in (one cannot)
  function stop(reason, location) {
    stopped = true;
    wantsIn = null;
    line.dataset.state = reason;
    status.textContent = "";
    show(reason);
    const result = line.querySelector("[data-result]"), goOn = line.querySelector("[data-go-on]");
    if (result) location ? result.href = location : result.remove();
    if (goOn) goOn.addEventListener("click", goOnSaving);
  }

  function show(reason) {
    line.querySelector(".message")?.remove();
    line.append(line.querySelector(`template[data-when=${reason}]`).content.cloneNode(true));
  }

  async function goOnSaving() {
    if (!await readToken().catch(() => false)) return;
    line.querySelector(".message").remove();
    stopped = false;
    say("");
    send();
  }

  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  function say(state, time) {
    line.dataset.state = state;
    status.textContent = (line.dataset[state] || "").replace("{time}", time || "");
  }

  form.addEventListener("change", ({ target }) => { const box = target.closest("[data-item]"); if (box) enqueue(box); });
  form.addEventListener("input", ({ target }) => {
    const box = target.closest("[data-item]");
    if (!box || !target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
    clearTimeout(typing.get(box.dataset.item));
    typing.set(box.dataset.item, setTimeout(() => enqueue(box), 1000));
  });
  window.addEventListener("online", send);

  // Handing in waits for what is on its way, and happens once
  form.addEventListener("click", ({ target }) => { pressed = target.closest("button, input[type=submit]"); });
  form.addEventListener("submit", (event) => {
    if (handedIn || wantsIn) return event.preventDefault();
    const by = event.submitter || pressed;
    const { state } = line.dataset;
    settle();
    if (state === "signed-out" || state === "paused") { event.preventDefault(); return line.querySelector(".message a").focus(); }
    if (state === "closed" || state === "later" || !waiting.length) { handedIn = true; return; }
    event.preventDefault();
    wantsIn = { by };
    send();
  });

  function handIn() {
    const { by } = wantsIn;
    handedIn = true;
    if (by && by.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
    if (by && by.hasAttribute("formaction")) form.action = by.formAction;
    HTMLFormElement.prototype.submit.call(form);
  }

  window.addEventListener("quick-exit", () => { handedIn = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) handedIn = false; });
  window.addEventListener("beforeunload", (event) => {
    if (handedIn || !(waiting.length || typing.size)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
