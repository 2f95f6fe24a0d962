/** The desk works without scripts; this signs out, keeps focus where it helps, and sends once. */

import { signOut } from "./session.js";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-sign-out]")) signOut();
});

/** A second press while the first is on its way sends nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && form.method === "post") event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

function focusNotice() {
  document.querySelector("[data-focus]")?.focus();
}
document.addEventListener("htmx:afterSettle", focusNotice);
focusNotice();
