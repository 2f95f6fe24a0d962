/** Follows the policy: when it changes, what this person may see has changed, so read the schema again. */

const { React, GraphiQL } = window;
const h = React.createElement;

export class PolicyWatch {
  #version = null;
  #listeners = new Set();

  /** Note a response of the GraphQL endpoint; tells the listeners what changed, if anything. */
  saw(response) {
    const version = response.headers.get("X-Policy-Version");
    const changed = version !== null && this.#version !== null && version !== this.#version;
    this.#version = version ?? this.#version;
    const news = { changed, version: this.#version, signedOut: response.status === 401 };
    this.#listeners.forEach((listener) => listener(news));
  }

  /** What this person sees has changed for another reason: they look as somebody else. */
  moved() {
    const news = { changed: true, version: this.#version, signedOut: false };
    this.#listeners.forEach((listener) => listener(news));
  }

  /** Call `listener` after every response; answers the function that ends it. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lives inside GraphiQL: reads the schema again when the policy changed, and says so. */
  Refresher = () => {
    const { introspect } = GraphiQL.React.useSchemaContext({ nonNull: true });
    const [news, setNews] = React.useState({ version: null, refreshed: false });
    React.useEffect(
      () =>
        this.listen(({ changed, version }) => {
          setNews((old) => ({ version, refreshed: changed || (old.refreshed && old.version === version) }));
          if (changed) introspect();
        }),
      [introspect],
    );
    if (news.version === null) return null;
    return h(
      "p",
      { className: "policy-version", role: "status" },
      `策略版本 Policy version ${news.version}`,
      news.refreshed ? " · 权限已更新，数据目录已重新读取 The policy changed; your schema was read again" : "",
    );
  };
}
