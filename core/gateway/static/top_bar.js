/** Above GraphiQL: who is signed in, the way out, and the endpoint of each subsystem. */

import { SeeingSwitch } from "./seeing.js";
import { signOut } from "./session.js";

const { React } = window;
const h = React.createElement;

/** A title is Chinese, newline, English; menus show the first, tooltips both. */
export function firstLine(title) {
  return title.split("\n")[0];
}

function english(text) {
  return h("span", { lang: "en" }, text);
}

function Who({ person, ended, onProblems }) {
  if (person === null || ended) {
    return h(
      "div",
      { className: "who" },
      h("span", null, ended ? "登录已失效 " : "公众身份 ", english(ended ? "Session ended" : "As the public")),
      h("a", { className: "action", href: "/" }, "登录 ", english("Sign in")),
    );
  }
  const leave = async () => onProblems(await signOut());
  return h(
    "div",
    { className: "who" },
    h("strong", null, person.name),
    h("span", { className: "roles" }, [person.roles.join("、"), person.place].filter(Boolean).join(" · ")),
    h("a", { className: "action", href: "/" }, "切换 ", english("Switch")),
    h("button", { className: "action", type: "button", id: "sign-out", onClick: leave }, "退出 ", english("Sign out")),
  );
}

function PluginLink({ href, title, current }) {
  const props = { href, title, "aria-current": current ? "page" : undefined };
  return h("li", null, h("a", props, firstLine(title)));
}

export function TopBar({ person, plugins, endpoint, watch, seeing }) {
  const [ended, setEnded] = React.useState(false);
  const [problems, setProblems] = React.useState([]);
  React.useEffect(() => watch.listen(({ signedOut }) => setEnded(signedOut)), [watch]);
  const links = [{ name: null, title: "全部\nEverything" }, ...plugins].map(({ name, title }) => {
    const path = name === null ? "/graphql" : `/graphql/${name}`;
    const href = path.replace("/graphql", "/graphiql");
    return h(PluginLink, { key: path, href, title: `${title}\n${path}`, current: path === endpoint });
  });
  return h(
    "header",
    { className: "top-bar" },
    h(
      "div",
      { className: "top-row" },
      h("a", { className: "home", href: "/" }, h("img", { src: "/static/mark.svg", alt: "", width: 26, height: 26 }), "质监 ", english("Zhijian")),
      h("code", { className: "endpoint" }, endpoint),
      person?.previews ? h(SeeingSwitch, { seeing }) : null,
      h(Who, { person, ended, onProblems: setProblems }),
    ),
    h("nav", { "aria-label": "子系统 Subsystems" }, h("ul", null, links)),
    problems.length > 0 ? h("p", { className: "notice", role: "alert" }, problems.join("\n")) : null,
  );
}
