/** One query under two standings, side by side (身份预览). Reads only; the server writes every use down. */

import { StandingPicker, ask, choices } from "./standing.js";

const query = document.getElementById("query");
const panes = [...document.querySelectorAll(".pane")];
const status = document.getElementById("difference");
const FIELDS = "{ __schema { types { name fields { name } } } }";

const offered = await choices();
const pickers = panes.map((pane) => new StandingPicker(pane.querySelector(".standing"), offered));

function show(pane, title, text) {
  pane.querySelector("h2").textContent = title;
  pane.querySelector("pre").textContent = text;
}

/** Every `Type.field` that a standing's schema has. */
async function fieldsOf(standing) {
  const { data } = await ask(FIELDS, {}, standing);
  const types = data.__schema.types.filter(({ name }) => !name.startsWith("__"));
  return new Set(types.flatMap(({ name, fields }) => (fields ?? []).map((field) => `${name}.${field.name}`)));
}

async function look(pane, picker) {
  const standing = await picker.chosen();
  const answer = await ask(query.value, {}, standing);
  show(pane, standing ? standing.title : "本人 Myself", JSON.stringify(answer.data ?? answer, null, 2));
  const told = (answer.errors ?? []).map(({ message }) => message).join("\n");
  pane.querySelector(".errors").textContent = told;
  return { answer: JSON.stringify(answer), fields: await fieldsOf(standing) };
}

function told([left, right]) {
  const only = (one, other) => [...one.fields].filter((field) => !other.fields.has(field)).length;
  const same = left.answer === right.answer ? "结果相同 Same answer" : "结果不同 Different answers";
  return `${same} · 仅左侧可见字段 Fields only left: ${only(left, right)} · 仅右侧 only right: ${only(right, left)}`;
}

document.getElementById("look").addEventListener("submit", async (event) => {
  event.preventDefault();
  status.textContent = "查询中 Reading…";
  try {
    const found = [];
    for (const [n, pane] of panes.entries()) found.push(await look(pane, pickers[n]));
    status.textContent = told(found);
  } catch (error) {
    status.textContent = error.message;
  }
});
document.documentElement.dataset.ready = "yes";
