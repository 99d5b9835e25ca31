/* A ballot on a bad network. Casting is sent in the background and sent again, with the same nonce, until an answer
   comes: it counts once however often it arrives. All the while the page says what it knows, and no more. Without this
   file the forms work alone, and pressing the button again does the same.
   The sentences are on the form: data-sending, data-offline, data-unknown, data-in, data-now. */

const WAITS = [1000, 2000, 4000, 8000, 15000];
const PATIENCE = 15000;
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/* The masthead's languages keep what was filled in: they press the form's own button of that language. */
for (const link of document.querySelectorAll(".tongues a[hreflang]")) {
  link.addEventListener("click", (event) => {
    const button = document.querySelector(`[data-tongue="${link.pathname.split("/")[1]}"]`);
    if (!button || link.getAttribute("aria-current")) return;
    event.preventDefault();
    button.click();
  });
}

const form = document.querySelector("form[data-cast]");
if (form) {
  const button = form.querySelector("button");
  const state = document.querySelector("[data-cast-state]");
  const first = button.lastChild;
  const said = form.dataset;
  /* Once something was sent without an answer, only an answer ends the doubt. */
  let busy = false, doubt = false, hurry = () => {};
  said.own = "";

  function tell(sentence, look, loud) {
    if (state.textContent === sentence) return;
    state.className = `not-yet ${look}`;
    state.replaceChildren(Object.assign(document.createElement("strong"), { textContent: sentence }));
    document.dispatchEvent(new CustomEvent(loud ? "alarm" : "say", { detail: sentence }));
  }

  async function attempt() {
    const giveUp = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), signal: giveUp, credentials: "same-origin", headers: { Accept: "text/html" },
    });
    return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
  }

  /* The answer takes this page's place without another request, which could be lost again. */
  function show({ answer, page }) {
    removeEventListener("beforeunload", hold);
    const main = page.querySelector("main");
    if (!main || page.querySelector("[data-ranking], [data-cast]")) return form.submit();
    document.title = page.title;
    document.getElementById("alert").textContent = "";
    document.querySelector(".tongues").replaceWith(page.querySelector(".tongues"));
    document.querySelector("main").replaceWith(main);
    if (answer.redirected) history.pushState({}, "", answer.url);
    main.querySelectorAll("h1").forEach((title) => { title.tabIndex = -1; title.focus(); });
    if (answer.redirected) document.dispatchEvent(new CustomEvent("say", { detail: said.in }));
    return undefined;
  }

  const hold = (event) => { if (doubt) event.preventDefault(); };
  addEventListener("beforeunload", hold);
  addEventListener("popstate", () => location.reload());
  addEventListener("online", () => hurry());

  async function cast() {
    for (let tries = 0; ; tries += 1) {
      if (navigator.onLine) {
        if (!doubt) tell(said.sending, "", false);
        try {
          const got = await attempt();
          if (got.answer.status < 500) { doubt = false; return show(got); }
          doubt = true;
        } catch {
          doubt = true;
        }
      }
      tell(doubt ? said.unknown : said.offline, "not-yet-warn", true);
      first.textContent = said.now;
      await Promise.race([pause(WAITS[Math.min(tries, WAITS.length - 1)]), new Promise((resolve) => { hurry = resolve; })]);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy) return hurry();
    busy = true;
    return cast();
  });
}
