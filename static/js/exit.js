// Quick exit: the button, or Shift three times within 1.5 seconds, puts another site in this page's place. Leaves nothing of ours behind.
const door = document.querySelector("a[data-exit]");
const LEFT = "left";  // this tab has left: whoever steps back into it is sent on again

const kept = (act) => { try { return act(sessionStorage); } catch { return null; } };  // storage may be forbidden

function leave() {
  kept(() => { localStorage.clear(); sessionStorage.clear(); });
  kept((store) => store.setItem(LEFT, "1"));
  window.dispatchEvent(new Event("quick-exit"));  // other modules stop asking to stay
  document.title = "\u200b";
  document.documentElement.hidden = true;
  document.body.replaceChildren();
  location.replace(door.href);
}

function cameBack() {
  const [entry] = performance.getEntriesByType("navigation");
  return entry && entry.type === "back_forward";
}

if (door) {
  if (kept((store) => store.getItem(LEFT))) cameBack() ? leave() : kept((store) => store.removeItem(LEFT));

  window.addEventListener("pageshow", (event) => {
    if (event.persisted && kept((store) => store.getItem(LEFT))) leave();
  });

  door.addEventListener("click", (event) => { event.preventDefault(); leave(); });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const now = Date.now();
    presses = event.key === "Shift" ? [...presses.filter((then) => now - then < 1500), now] : [];
    if (presses.length >= 3) leave();
  }, true);
}
