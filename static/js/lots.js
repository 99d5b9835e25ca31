/* A secret number made on this device, and its hash in the field that is sent. Only where the browser can hash. */

const place = document.querySelector("[data-lot]");
const field = document.getElementById("f-commitment");
const DIGITS = 40;

/* Digits of equal chance: bytes from 250 up are thrown away. */
function number() {
  let digits = "";
  while (digits.length < DIGITS) {
    for (const byte of crypto.getRandomValues(new Uint8Array(DIGITS))) {
      if (byte < 250 && digits.length < DIGITS) digits += byte % 10;
    }
  }
  return digits;
}

async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (place && field && globalThis.crypto?.subtle) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    const secret = number();
    field.value = await hash(secret);
    place.querySelector("output").textContent = secret;
    place.querySelector("div").hidden = false;
  });
}
