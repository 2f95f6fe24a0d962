/** The panel "示例 Examples": saved queries per subsystem, checked against the person's own schema. */

import { firstLine } from "./top_bar.js";

const { React, GraphiQL } = window;
const h = React.createElement;
const { parse, validate, Kind } = GraphiQL.GraphQL;

/** The document of a query text, null when it does not parse. */
function parsed(query) {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

/** Whether this person's schema allows the example. Without a schema everything is offered. */
function isAllowed(schema, document) {
  return document !== null && (!schema || validate(schema, document).length === 0);
}

/** Put an example in the editors. The editor learns the document now, not after its pause. */
function place(editors, { query, variables }, document) {
  const text = Object.keys(variables ?? {}).length > 0 ? JSON.stringify(variables, null, 2) : "";
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  editors.queryEditor.setValue(query.trim() + "\n");
  editors.variableEditor?.setValue(text);
  Object.assign(editors.queryEditor, {
    documentAST: document,
    operations,
    operationName: operations[0]?.name?.value ?? null,
  });
}

function Example({ example, schema }) {
  const editors = GraphiQL.React.useEditorContext({ nonNull: true });
  const execution = GraphiQL.React.useExecutionContext({ nonNull: true });
  const document = React.useMemo(() => parsed(example.query), [example.query]);
  const allowed = React.useMemo(() => isAllowed(schema, document), [schema, document]);
  const pick = () => place(editors, example, document);
  const run = () => {
    pick();
    execution.run();
  };
  return h(
    "li",
    { className: allowed ? "example" : "example out-of-reach" },
    h("h4", null, example.title),
    h("p", null, example.description),
    allowed
      ? h(
          "div",
          { className: "example-actions" },
          h("button", { type: "button", className: "run", onClick: run, "aria-label": `运行 Run: ${example.title}` }, "▶ 运行 Run"),
          h("button", { type: "button", onClick: pick, "aria-label": `放入编辑器 Edit: ${example.title}` }, "放入编辑器 Edit"),
        )
      : h("small", null, "您的角色看不到其中的内容。\nYour role does not see what this asks for."),
  );
}

function Panel({ examples, plugins }) {
  const { schema } = GraphiQL.React.useSchemaContext({ nonNull: true });
  const titles = new Map(plugins.map(({ name, title }) => [name, firstLine(title)]));
  const names = [...new Set(examples.map(({ plugin }) => plugin))];
  return h(
    "section",
    { className: "examples", "aria-label": "示例 Examples" },
    h("h2", null, "示例 ", h("span", { lang: "en" }, "Examples")),
    names.length === 0 ? h("p", null, "还没有示例。\nNo examples yet.") : null,
    names.map((name) =>
      h(
        "section",
        { key: name },
        h("h3", null, titles.get(name) ?? name, " ", h("code", null, name)),
        h(
          "ul",
          null,
          examples
            .filter(({ plugin }) => plugin === name)
            .map((example) => h(Example, { key: example.title, example, schema })),
        ),
      ),
    ),
  );
}

function Icon() {
  const path = "M5 3h10l4 4v14H5zM9 11l6 3.5L9 18z";
  return h(
    "svg",
    { viewBox: "0 0 24 24", height: "1em", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: path, strokeLinejoin: "round" }),
  );
}

/** The GraphiQL plugin that shows `examples` under the titles of `plugins`. */
export function examplesPlugin(examples, plugins) {
  return { title: "示例 Examples", icon: Icon, content: () => h(Panel, { examples, plugins }) };
}
