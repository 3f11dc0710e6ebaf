// Which table, and what its columns are for.
import { brief, button, figures, h, table } from "./dom.js";
import { ask } from "./server.js";

/**
 * What to begin with: the table of the command line, samples, and works that are open.
 * @param {import("./studio.js").Context & {begin: (sample: string, tour?: boolean) => void, goOn: (work: number) => void}} context
 */
export function start({ begin, goOn }) {
  const box = h("div", {});
  ask("works").then(open => {
    box.append(
      open.works.length > 0 && h("section", {},
        h("h2", {}, "Go on"),
        h("ul", { class: "cards" }, ...open.works.map(work => h("li", {},
          button(work.table || `Work ${work.work}`, () => goOn(work.work), { "data-work": work.work }),
          h("p", {}, work.step ? `${work.models} models, now at ${work.step}` : "no model yet"))))) || "",
      open.table && h("section", {},
        h("h2", {}, "Your table"),
        h("ul", { class: "cards" }, h("li", {}, button(`Open ${open.table}`, () => begin(""), { class: "main" })))) || "",
      h("section", {},
        h("h2", {}, "A first tour"),
        h("p", {}, "Find the formula behind a table in six steps, each a click or a key."),
        h("p", {}, button("Begin the tour", () => begin("hello", true), { class: open.table ? "" : "main" }))),
      h("section", {},
        h("h2", {}, "Sample tables"),
        h("ul", { class: "cards" }, ...open.samples.map(sample => h("li", {},
          button(`Open ${sample.name}`, () => begin(sample.name)), h("p", {}, sample.about))))));
  });
  return box;
}

/** What the server calls a search. */
const SEARCHING = "looking for a formula";

/**
 * What the columns are for.
 * @param {import("./studio.js").Context} context
 */
export function data(context) {
  const { state, act, show } = context;
  const { table: rows, choice, busy } = state;
  const choose = changed => act("choose", { ...choice, ...changed });
  const use = (name, used) => choose({
    inputs: rows.columns.map(column => column.name).filter(each => each === name ? used : choice.inputs.includes(each)),
  });
  const aim = name => choose({
    target: name,
    inputs: rows.columns.filter(c => c.name !== name && (choice.inputs.includes(c.name) || c.name === choice.target) && c.readable).map(c => c.name),
    classes: false,
    shape: choice.shape === "auto" || choice.target === name ? choice.shape : "auto",
  });
  return h("div", {},
    rows.reading && h("p", { class: "soft" }, "The rows are being read; the first of them tell what the columns are."),
    ...rows.warnings.concat(rows.notes).map(note => h("p", { class: "note" }, note)),
    h("p", {}, `One column is explained by others. A fifth of the rows stays hidden until you ask for the final score: `
      + "what you change by hand would otherwise be fitted to them too."),
    table("Columns", ["column", "explained", "by", "holds", "from", "to", "gaps", "note"], rows.columns.map((column, k) => [
      column.name || `column ${k + 1}`,
      h("input", {
        type: "radio", name: "target", checked: column.name === choice.target, disabled: Boolean(column.left_out),
        "aria-label": `Explain ${column.name}`, "data-key": `target-${k}`, onchange: () => aim(column.name),
      }),
      h("input", {
        type: "checkbox", checked: choice.inputs.includes(column.name), disabled: !column.readable || column.name === choice.target,
        "aria-label": `Explain by ${column.name}`, "data-key": `input-${k}`, onchange: event => use(column.name, event.target.checked),
      }),
      column.type, column.lowest ?? "…", column.highest ?? "…", column.gaps ? String(column.gaps) : "",
      [column.left_out && `left out: ${column.left_out}`, ...column.suspicions ?? []].filter(Boolean).join("; "),
    ])),
    h("p", {}, h("label", {}, h("input", {
      type: "checkbox", checked: choice.classes, "data-key": "classes", onchange: event => choose({ classes: event.target.checked }),
    }), ` the values of ${choice.target} are classes`)),
    h("p", { class: "buttons" },
      button("Go on to training", () => show("train"), { class: "main", "data-key": "next", disabled: choice.inputs.length === 0 }),
      button("Find a formula", () => act("discover"), { "data-key": "discover", disabled: Boolean(busy) || choice.inputs.length === 0 || choice.classes }),
      busy === SEARCHING && button("Stop", () => act("stop"), { "data-key": "stop" })),
    state.front && front(context));
}

/** What a search has found so far. */
function front({ state, act, show }) {
  const { front: { stage, share, found }, busy, choice } = state;
  const chart = h("div", { class: "loss" });
  ask("pictures", { what: "front" }).then(({ pictures }) => chart.replaceChildren(figures(pictures)));
  return h("section", {},
    h("h3", {}, "Formulas by size and error"),
    h("p", { class: "soft" }, busy === SEARCHING
      ? `${stage || "beginning"} … ${Math.round(100 * share)}% of a minute used. Each formula here was the best for a while.`
      : "The best formula of each size. Take one: it becomes a network that computes it, with a name on every edge."),
    found.length > 0 && table(`Formulas for ${choice.target}`, ["", "formula", "complexity", "RMSE"], found.map((each, k) => [
      button("Take", async () => await act("take", { number: k }) && show("formula"),
        { "data-key": `take-formula-${k}`, "aria-label": `Take formula ${k + 1}`, disabled: Boolean(busy) }),
      each.chosen ? h("strong", {}, each.text) : each.text, String(each.complexity), brief(each.error),
    ])),
    found.length > 1 && chart);
}
