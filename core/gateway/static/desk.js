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

/** Photos travel one by one as they are taken, so that a poor connection loses none of them. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-photos]")) sendPhotos(event.target);
});

async function sendPhotos(input) {
  const name = input.dataset.photos;
  const shelf = document.querySelector(`[data-kept="${name}"]`);
  const files = [...input.files];
  const failed = new DataTransfer();
  input.setAttribute("aria-busy", "true");
  for (const file of files) {
    const kept = await sendPhoto(file);
    if (kept === null) failed.items.add(file);
    else shelf.append(photo(name, kept));
  }
  input.files = failed.files; // what did not arrive goes with the form, which says what is wrong
  input.removeAttribute("aria-busy");
}

async function sendPhoto(file) {
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await fetch("/files", { method: "POST", body, credentials: "same-origin" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function photo(name, kept) {
  const box = document.createElement("span");
  box.className = "photo";
  const image = document.createElement("img");
  Object.assign(image, { src: `/files/${kept.name}?preview`, alt: "照片 Photo", width: 96, height: 96 });
  const token = document.createElement("input");
  Object.assign(token, { type: "hidden", name: `_kept_${name}`, value: `${kept.id}|${kept.name}` });
  box.append(image, token);
  return box;
}

function focusNotice() {
  document.querySelector("[data-focus]")?.focus();
}
document.addEventListener("htmx:afterSettle", focusNotice);
focusNotice();
