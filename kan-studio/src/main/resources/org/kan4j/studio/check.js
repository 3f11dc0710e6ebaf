// Whether to believe a model: residuals, effects, what if, and in the end the hidden rows.
import { brief, button, figures, h, table } from "./dom.js";
import { act as tell } from "./server.js";

/** @param {import("./studio.js").Context} context */
export function check(context) {
  const { state, act, drawn } = context;
  const { model, busy } = state;
  const shown = what => {
    const box = drawn(what);
    box.addEventListener("pictures", event => box.replaceChildren(figures(/** @type {CustomEvent} */ (event).detail)));
    return box;
  };
  return h("div", {},
    h("p", {}, `Drawn on ${model.drawn < model.fitted + model.judges ? `${model.drawn} rows, evenly spread over the` : "the"} ${model.fitted + model.judges} that were fitted or judge. Predictions are those of the ${model.formula ? "formula" : "network"}.`),
    h("section", {}, h("h3", {}, "Predicted and observed"), h("div", { class: "residuals" }, shown("parity"), shown("residuals"))),
    h("section", {}, h("h3", {}, "Effects of the inputs"), shown("effects")),
    whatIf(context),
    h("section", {}, h("h3", {}, "Final score"),
      model.scores
        ? h("div", {},
          table(`On the ${model.hidden} rows that were hidden`, model.classes.length > 0 ? ["prediction by", "accuracy", "log loss"] : ["prediction by", "RMSE", "R²"],
            model.scores.map(score => model.classes.length > 0
              ? [score.name, brief(score.accuracy), brief(score.log_loss)] : [score.name, brief(score.rmse), brief(score.r2)])),
          h("p", { class: "note" }, "You have seen these rows now: what you choose from here on is fitted to them a little, too."))
        : h("div", {},
          h("p", {}, `${model.hidden} rows played no part so far. Look at them once, when you have decided.`),
          button("Show the final score", () => act("score"), { "data-key": "score", disabled: Boolean(busy) }))));
}

/** A row that the user makes up. */
function whatIf({ state, ui }) {
  const { model, current } = state;
  const values = model.inputs.map(input => ui.values.get(input.name) ?? input.middle);
  const answer = h("output", { class: "answer", "aria-live": "polite" });
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    const given = await tell("predict", { step: current, values }).catch(error => ({ error: error.message }));
    if (number === asked) {
      answer.replaceChildren(given.error ?? (given.classes
        ? given.classes.map(each => `${each.name} ${(100 * each.probability).toFixed(1)}%`).join(", ")
        : [given.formula !== undefined && `formula ${brief(given.formula)}`, `network ${brief(given.network)}`].filter(Boolean).join(", ")));
    }
  };
  ask();
  return h("section", {}, h("h3", {}, `What if: ${model.target}`), h("p", {}, answer),
    h("div", { class: "sliders" }, ...model.inputs.map((input, k) => {
      const set = value => {
        values[k] = value;
        ui.values.set(input.name, value);
        ask();
      };
      if (input.levels.length > 0) {
        return h("label", {}, h("span", {}, input.name), h("select", { "data-key": `if-${k}`, onchange: event => set(Number(event.target.value)) },
          ...input.levels.map((level, place) => h("option", { value: place, selected: place === values[k] }, level))));
      }
      const number = h("input", { type: "number", step: "any", value: Number(values[k].toPrecision(4)), "aria-label": `${input.name}, number` });
      const slider = h("input", { type: "range", min: input.lo, max: input.hi, step: (input.hi - input.lo) / 200 || 1, value: values[k], "data-key": `if-${k}` });
      slider.addEventListener("input", () => {
        /** @type {HTMLInputElement} */ (number).value = brief(Number(/** @type {HTMLInputElement} */ (slider).value));
        set(Number(/** @type {HTMLInputElement} */ (slider).value));
      });
      number.addEventListener("change", () => set(Number(/** @type {HTMLInputElement} */ (number).value)));
      return h("label", {}, h("span", {}, input.name), slider, number);
    })));
}
