/** The first page: sign in, pick a demonstration account, sign out. */

import { send, signOut } from "./session.js";

const errors = document.getElementById("errors");

function show(messages) {
  errors.replaceChildren(
    ...messages.map((message) => {
      const line = document.createElement("p");
      line.textContent = message;
      return line;
    }),
  );
  errors.hidden = messages.length === 0;
  if (messages.length > 0) errors.focus();
}

/** Run `action` with its button out of reach, so that nothing is sent twice. */
async function once(button, action) {
  button.disabled = true;
  show([]);
  const problems = await action();
  button.disabled = false;
  show(problems);
}

async function enter(url, body) {
  const problems = await send("POST", url, body);
  if (problems.length === 0) location.assign("/");
  return problems;
}

function onSignIn(event) {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  const body = { ...fields, totp: fields.totp || null };
  once(event.target.querySelector("[type=submit]"), () => enter("/session", body));
}

function onPick(event) {
  const button = event.target.closest("[data-demo]");
  if (button) once(button, () => enter("/session/demo", { username: button.dataset.demo }));
}

/** Show the accounts that hold every word typed; open the tiers that have any. */
function onFilter(event) {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const tier of document.querySelectorAll("#demo-accounts details")) {
    const items = [...tier.querySelectorAll("li")];
    items.forEach((item) => {
      const text = `${tier.querySelector("summary").textContent} ${item.textContent}`.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    });
    tier.hidden = items.every((item) => item.hidden);
    if (words.length > 0 && !tier.hidden) tier.open = true;
    any ||= !tier.hidden;
  }
  document.getElementById("demo-none").hidden = any;
}

document.getElementById("sign-in")?.addEventListener("submit", onSignIn);
document.getElementById("sign-out")?.addEventListener("click", (event) => once(event.currentTarget, signOut));
document.getElementById("demo-accounts")?.addEventListener("click", onPick);
document.getElementById("demo-filter")?.addEventListener("input", onFilter);
