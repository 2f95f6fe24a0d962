/** The officer's switch in GraphiQL: schema and answers become those of a post (身份预览). */

import { StandingPicker, choices } from "./standing.js";

const { React } = window;
const h = React.createElement;

/** The standing in force in this page, and who must know when it changes. */
export class Seeing {
  #standing = null;

  constructor(watch) {
    this.watch = watch;
  }

  /** The header of the standing, to be sent with every request; none as oneself. */
  get headers() {
    return this.#standing ? { [this.#standing.header]: this.#standing.value } : {};
  }

  get title() {
    return this.#standing?.title ?? "";
  }

  put(standing) {
    this.#standing = standing;
    this.watch.moved();
  }

  /** A fetcher that follows nothing in a preview: sockets carry no header. */
  around(fetcher) {
    return (asked, options) => {
      if (this.#standing && /^\s*subscription\b/m.test(asked.query)) {
        const message = "身份预览只能查询，不能订阅。\nA preview only reads.";
        return { errors: [{ message, extensions: { code: "PREVIEW_ONLY_READS" } }] };
      }
      return fetcher(asked, options);
    };
  }
}

/** The switch in the top bar, for those who may look. */
export function SeeingSwitch({ seeing }) {
  const place = React.useRef(null);
  const picker = React.useRef(null);
  const [title, setTitle] = React.useState("");
  const [problem, setProblem] = React.useState("");
  const open = async () => {
    if (picker.current === null) {
      picker.current = true;
      picker.current = new StandingPicker(place.current, await choices());
    }
  };
  const put = async (event) => {
    event.preventDefault();
    try {
      seeing.put(await picker.current.chosen());
      setProblem("");
      setTitle(seeing.title);
      place.current.closest("details").open = false;
    } catch (error) {
      setProblem(error.message);
    }
  };
  return h(
    React.Fragment,
    null,
    h(
      "details",
      { className: "seeing", onToggle: open },
      h("summary", null, "身份预览 ", h("span", { lang: "en" }, "See as")),
      h(
        "form",
        { onSubmit: put },
        h("div", { className: "standing", ref: place }),
        problem ? h("p", { className: "notice", role: "alert" }, problem) : null,
        h("button", { id: "see-as" }, "切换 ", h("span", { lang: "en" }, "Switch")),
        " ",
        h("a", { href: "/see-as" }, "两栏对照 ", h("span", { lang: "en" }, "Side by side")),
      ),
    ),
    title ? h("p", { className: "previewing", role: "status" }, `预览中 Previewing: ${title}`) : null,
  );
}
