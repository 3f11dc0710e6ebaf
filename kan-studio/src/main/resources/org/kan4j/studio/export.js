// What can be taken away.
import { h } from "./dom.js";
import { work } from "./server.js";

const FILES = [
  ["model.kan", "the model, for kan predict and all other commands"],
  ["report.html", "one page about it, which needs no network and prints well"],
  ["commands.sh", "the same in the shell"],
  ["edits.json", "your changes, for kan replay"],
];
const CODE = [
  ["formula.py", "Python"], ["formula.h", "C"], ["Formula.java", "Java"], ["formula.sql", "SQL"], ["formula-excel.txt", "Excel"], ["formula.R", "R"],
];
/** Languages that a network without a formula has a program in. */
const OF_NETWORKS = ["formula.py", "formula.h", "Formula.java"];

/** @param {import("./studio.js").Context} context */
export function take({ state }) {
  const link = name => h("a", { href: `/download/${name}?work=${work()}&step=${state.current}`, download: name, "data-key": `download-${name}` }, name);
  const step = state.steps.find(each => each.id === state.current);
  return h("div", {},
    h("p", {}, `Of model ${step.id}: ${step.label}.`),
    h("ul", {}, ...FILES.map(([name, about]) => h("li", {}, link(name), `: ${about}`))),
    h("h3", {}, state.model.formula ? "The formula as a program" : "The network as a program"),
    h("ul", {}, ...CODE.filter(([name]) => state.model.formula || OF_NETWORKS.includes(name)).map(([name, about]) => h("li", {}, link(name), `: ${about}`))));
}
