// Remembers where one reads: [data-position-url] gets the id of the paragraph at the top of the screen; coming back starts there.
const text = document.querySelector("[data-position-url]");
if (text) {
  const { positionUrl, position, csrf, positionWords } = text.dataset;
  const places = [...text.querySelectorAll("[id]:is(p, h2, h3, figure, blockquote, aside)")];
  const safety = document.querySelector(".safety");
  const bar = () => (safety && safety.getBoundingClientRect().top <= 0 ? safety.offsetHeight : 0);  // along the top on wide screens
  let known = position, timer = 0;

  const here = () => (places.find((place) => place.getBoundingClientRect().bottom > bar() + 24) || {}).id;

  function send(keepalive) {
    clearTimeout(timer);
    timer = 0;
    const place = here();
    if (!place || place === known || document.documentElement.hidden) return;
    known = place;
    fetch(positionUrl, {
      method: "POST", keepalive, credentials: "same-origin", body: JSON.stringify({ position: place }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    }).catch(() => { known = ""; });
  }

  const stopped = position && !location.hash && document.getElementById(position);
  if (stopped && stopped !== places[0]) {
    const mark = Object.assign(document.createElement("span"), { className: "stopped", textContent: positionWords });
    stopped.before(mark);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  window.addEventListener("scroll", () => { timer = timer || setTimeout(send, 5000); }, { passive: true });
  window.addEventListener("pagehide", () => send(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });  // phones tell no more than this
}
