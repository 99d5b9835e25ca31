/* Counts down to the moment when a vote opens or closes, from the server's own clock: data-countdown says how many
   thousandths of a second were left when the part was written. Nothing here is spoken second by second; the part's own
   announcement says the clock time once. Sentences come from the part: data-one, data-many with {n}, data-moment, data-off. */

const ends = new WeakMap();
const PATIENCE = 3000;
let shown, phase;

function write(part) {
  if (!ends.has(part)) ends.set(part, performance.now() + Number(part.dataset.countdown));
  const left = ends.get(part) - performance.now();
  const seconds = Math.ceil(left / 1000);
  const count = part.querySelector("[data-count]");
  const sentence = seconds <= 0 ? part.dataset.moment : (seconds === 1 ? part.dataset.one : part.dataset.many).replace("{n}", seconds);
  if (count.textContent !== sentence) count.textContent = sentence;
  count.hidden = false;
  /* The stream tells the moment; should it be down, the part looks for itself. */
  if (left < -PATIENCE) {
    ends.set(part, performance.now());
    document.body.dispatchEvent(new CustomEvent(part.dataset.topic, { bubbles: true }));
  }
}

setInterval(() => {
  const part = document.querySelector("[data-countdown]");
  const now = document.getElementById("state")?.dataset.phase;
  if (part) write(part);
  else if (shown && now === phase) document.dispatchEvent(new CustomEvent("say", { detail: shown.dataset.off }));
  shown = part;
  phase = now;
}, 250);
