/** Choosing a post to look as (身份预览): role, organisation, divisions. The server checks the choice. */

const CHOICES = `{
  roles { name tier chinese english }
  divisions(first: 100) { nodes { id name } }
}`;
const BODIES = `query ($q: String!, $tier: Tier!) {
  organisations(first: 20, where: { name: { contains: $q }, tier: { eq: $tier } }) { nodes { id name } }
}`;
const CHECK = "query ($input: SeeAsInput!) { seeAs(input: $input) { header value title } }";
const WITH_DIVISIONS = ["BRANCH", "STATION", "TOWN"];

let numbers = 0;

/** Ask the whole endpoint as oneself, or, with a checked standing, as the post that it names. */
export async function ask(query, variables = {}, standing = null) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (standing) headers[standing.header] = standing.value;
  const response = await fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers,
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function labelled(chinese, english, control) {
  const told = element("span", { lang: "en", textContent: english });
  return element("label", {}, `${chinese} `, told, control);
}

/** The controls, in `root`. `chosen()` answers the checked standing; null: as oneself. */
export class StandingPicker {
  #bodies = new Map();
  #tier = null;

  constructor(root, { roles, divisions }) {
    const list = `bodies-${(numbers += 1)}`;
    const offered = roles.filter(({ tier }) => tier !== "OFFICER");
    this.roles = new Map(offered.map((role) => [role.name, role]));
    this.role = element("select", { name: "role" }, element("option", { value: "", textContent: "本人 Myself" }));
    for (const { name, chinese, english } of offered) {
      this.role.append(element("option", { value: name, textContent: `${chinese} ${english}` }));
    }
    this.body = element("input", { name: "organisation", type: "search", autocomplete: "off" });
    this.body.setAttribute("list", list);
    this.options = element("datalist", { id: list });
    this.divisions = element("select", { name: "divisions", multiple: true, size: 4 });
    for (const { id, name } of divisions) this.divisions.append(element("option", { value: id, textContent: name }));
    this.bodyLabel = labelled("机构", "Organisation", this.body);
    this.divisionsLabel = labelled("辖区", "Divisions", this.divisions);
    root.append(labelled("岗位", "Post", this.role), this.bodyLabel, this.options, this.divisionsLabel);
    this.role.addEventListener("change", () => this.#fit());
    this.body.addEventListener("input", () => this.#search());
    this.#fit();
  }

  /** What the server makes of the choice. Throws its sentence where it is none. */
  async chosen() {
    const role = this.role.value;
    if (role === "") return null;
    const input = { role };
    if (this.#bodies.has(this.body.value)) input.organisationId = this.#bodies.get(this.body.value);
    const divisions = [...this.divisions.selectedOptions].map(({ value }) => value);
    if (!this.divisionsLabel.hidden) input.divisionIds = divisions;
    const answer = await ask(CHECK, { input });
    if (answer.errors) throw new Error(answer.errors[0].message);
    return answer.data.seeAs;
  }

  #fit() {
    this.#tier = this.roles.get(this.role.value)?.tier ?? null;
    this.bodyLabel.hidden = this.#tier === null || this.#tier === "PUBLIC";
    this.divisionsLabel.hidden = !WITH_DIVISIONS.includes(this.#tier);
    this.body.value = "";
    if (!this.bodyLabel.hidden) this.#search();
  }

  async #search() {
    if (this.#bodies.has(this.body.value)) return;
    const answer = await ask(BODIES, { q: this.body.value, tier: this.#tier });
    const found = answer.data?.organisations.nodes ?? [];
    this.#bodies = new Map(found.map(({ id, name }) => [name, id]));
    this.options.replaceChildren(...found.map(({ name }) => element("option", { value: name })));
  }
}

/** What may be chosen from: the same for every picker of a page. */
export async function choices() {
  const { data } = await ask(CHOICES);
  return { roles: data.roles, divisions: data.divisions.nodes };
}
