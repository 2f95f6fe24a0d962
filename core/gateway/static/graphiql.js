/** GraphiQL for the person who is signed in: own schema, own drafts, examples, no headers to edit. */

import { examplesPlugin } from "./examples.js";
import { PolicyWatch } from "./policy_watch.js";
import { draftsOf, readJson, signedInPerson } from "./session.js";
import { Seeing } from "./seeing.js";
import { TopBar } from "./top_bar.js";

const { React, ReactDOM, GraphiQL, GraphiQLPluginExplorer } = window;
const h = React.createElement;
const { endpoint, plugin } = document.documentElement.dataset;
const watch = new PolicyWatch();
const seeing = new Seeing(watch);

const WELCOME = `# 欢迎。左侧“示例”给出可直接运行的查询，“文档”是您自己的数据目录。
# Welcome. "Examples" on the left holds queries ready to run; the documentation is your own schema.

{
  __typename
}
`;

const [person, plugins, examples] = await Promise.all([
  signedInPerson(),
  readJson("/graphql/plugins.json", []),
  readJson("/graphql/examples.json", []),
]);

const socketUrl = new URL(endpoint, location.href);
socketUrl.protocol = socketUrl.protocol.replace("http", "ws");

const fetcher = GraphiQL.createFetcher({
  url: endpoint,
  subscriptionUrl: socketUrl.href,
  enableIncrementalDelivery: false,
  headers: { Accept: "application/graphql-response+json, application/json" },
  fetch: async (url, options) => {
    const headers = { ...options.headers, ...seeing.headers };
    const response = await fetch(url, { ...options, headers, credentials: "same-origin" });
    watch.saw(response);
    return response;
  },
});

const shown = plugin ? examples.filter((example) => example.plugin === plugin) : examples;
const mine = examplesPlugin(shown, plugins);
const explorer = GraphiQLPluginExplorer.explorerPlugin({ showAttribution: false });

function Workbench() {
  return h(
    React.Fragment,
    null,
    h(TopBar, { person, plugins, endpoint, watch, seeing }),
    h(
      "main",
      { className: "bench" },
      h(
        GraphiQL,
        {
          fetcher: seeing.around(fetcher),
          plugins: [mine, explorer],
          visiblePlugin: shown.length > 0 && innerWidth > 700 ? mine : undefined,
          defaultQuery: WELCOME,
          defaultEditorToolsVisibility: true,
          isHeadersEditorEnabled: false,
          shouldPersistHeaders: false,
          inputValueDeprecation: true,
          schemaDescription: true,
          storage: draftsOf(person),
        },
        h(GraphiQL.Logo, null, "质监 Zhijian"),
        h(GraphiQL.Footer, null, h(watch.Refresher)),
      ),
    ),
  );
}

ReactDOM.createRoot(document.getElementById("workbench")).render(h(Workbench));
