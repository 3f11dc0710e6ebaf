package org.kan4j.studio;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.kan4j.data.Column;
import org.kan4j.data.ColumnProfile;
import org.kan4j.data.TableProfile;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edges;
import org.kan4j.formula.Formula;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.report.ErrorMeasure;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;
import org.kan4j.symbolic.SymbolicFunction;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.Score;

/** What a page is told of a work. */
final class ViewJson {
    private static final List<String> FUNCTIONS = SymbolicLibrary.standard().functions().stream()
            .map(SymbolicFunction::name)
            .toList();

    private ViewJson() {}

    static String of(Work.View view) {
        return JsonMembers.object(json -> {
            json.whole("work", view.id())
                    .string("busy", view.busy())
                    .string("ahead", view.ahead())
                    .string("problem", view.problem())
                    .whole("trained", view.trained())
                    .strings("functions", FUNCTIONS);
            json.object("table", table -> table(table, view.source()));
            json.object("choice", each -> choice(each, view.choice()));
            view.front().map(Front::view).ifPresent(front -> json.object("front", each -> front(each, front)));
            json.whole("current", view.current()).objects("steps", view.steps(), ViewJson::step);
            view.step().ifPresent(step -> json.object("model", model -> model(model, step, view)));
        });
    }

    private static void table(JsonMembers json, Source source) {
        json.string("name", source.name());
        if (!source.profile().isDone()) {
            json.flag("reading", true)
                    .strings("notes", List.of())
                    .strings("warnings", List.of())
                    .objects("columns", source.columns(), ViewJson::kind);
            return;
        }
        try {
            TableProfile profile = source.profile().join();
            json.whole("rows", profile.rows())
                    .strings("notes", profile.notes())
                    .strings("warnings", profile.warnings())
                    .objects("columns", profile.columns(), ViewJson::column);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            json.strings("notes", List.of())
                    .strings("warnings", List.of(String.valueOf(cause.getMessage())))
                    .objects("columns", source.columns(), ViewJson::kind);
        }
    }

    private static void kind(JsonMembers json, Column column) {
        json.string("name", column.name())
                .string("type", column.type().text())
                .flag("readable", Choice.readable(column))
                .string("left_out", column.leftOut());
    }

    private static void column(JsonMembers json, ColumnProfile column) {
        kind(json, column.column());
        json.whole("gaps", column.gaps())
                .string("lowest", column.lowest())
                .string("highest", column.highest())
                .strings("suspicions", column.suspicions());
    }

    private static void choice(JsonMembers json, Choice choice) {
        json.string("target", choice.target())
                .strings("inputs", choice.inputs())
                .flag("classes", choice.classes())
                .string("shape", choice.shape())
                .whole("intervals", choice.intervals())
                .whole("seed", choice.seed());
    }

    private static void front(JsonMembers json, Front.View front) {
        json.string("stage", front.stage())
                .number("share", front.share())
                .objects(
                        "found",
                        front.found(),
                        (each, found) -> each.string("text", found.formula().text())
                                .whole("complexity", found.formula().size())
                                .number("error", found.error())
                                .flag("chosen", found.chosen()));
    }

    private static void step(JsonMembers json, Step step) {
        ErrorMeasure measure = ErrorMeasure.of(step.model(), step.training().judged());
        json.whole("id", step.id())
                .whole("from", step.from())
                .string("label", step.label())
                .number("error", step.error() * measure.scale())
                .string("measure", measure.text())
                .whole("version", step.version())
                .flag("rough", step.rough())
                .string("note", step.note());
        step.formula().ifPresent(formula -> json.whole("complexity", formula.size()));
    }

    private static void model(JsonMembers json, Step step, Work.View view) {
        Training training = step.training();
        json.string("shape", Shape.of(step.model().kan().network()).toString())
                .string("target", training.choice().target())
                .strings("classes", step.model().classes())
                .whole("parameters", step.model().kan().network().trainable().length)
                .whole("fitted", training.split().train().length)
                .whole("judges", training.split().validation().length)
                .whole("hidden", training.split().test().length)
                .whole("drawn", training.drawn().rows())
                .objects("inputs", training.inputs(), ViewJson::input)
                .objects(
                        "edges",
                        step.edges().edges(),
                        (each, row) -> edge(each, row, step.model().kan()));
        step.formula().ifPresent(formula -> json.object("formula", each -> formula(each, formula)));
        step.measured().evidence().ifPresent(evidence -> json.object("evidence", each -> evidence(each, evidence)));
        view.suggested()
                .filter(suggested -> suggested.step() == step.id())
                .ifPresent(suggested -> json.object("suggested", each -> suggested(each, suggested, training)));
        if (view.scored()) {
            json.objects("scores", step.measured().hidden(), ViewJson::score);
        }
    }

    private static void input(JsonMembers json, Training.Input input) {
        json.string("name", input.name())
                .number("lo", input.lo())
                .number("hi", input.hi())
                .number("middle", input.middle())
                .strings("levels", input.levels());
    }

    private static void edge(JsonMembers json, Edges.Row edge, Kan kan) {
        json.string("edge", edge.place().toString())
                .string("from", edge.from())
                .string("to", edge.to())
                .string("function", edge.function())
                .number("score", edge.score());
        EdgePlace place = edge.place();
        int constants = kan.network().layer(place.layer()).symbolicOffset(place.input(), place.column());
        if (constants >= 0) {
            int at = kan.network().offset(place.layer()) + constants;
            json.numbers("constants", Arrays.copyOfRange(kan.parameters(), at, at + 4));
        }
    }

    private static void evidence(JsonMembers json, Evidence evidence) {
        json.string("named", evidence.named().toString())
                .constants(evidence.constants())
                .objects(
                        "rivals",
                        evidence.rivals(),
                        (each, rival) -> each.string("text", rival.formula().text())
                                .number("error", rival.rmse())
                                .strings(
                                        "where",
                                        rival.where().entrySet().stream()
                                                .map(at -> at.getKey() + " = " + TextLines.brief(at.getValue()))
                                                .toList())
                                .flag("beyond", rival.beyond())
                                .number("prediction", rival.prediction())
                                .number("rival_prediction", rival.rivalPrediction()));
    }

    private static void formula(JsonMembers json, Formula formula) {
        json.string("target", formula.target())
                .string("text", formula.text())
                .string("latex", formula.latex())
                .string("sympy", formula.sympy())
                .string("mathml", formula.mathml())
                .whole("complexity", formula.size());
    }

    private static void suggested(JsonMembers json, Work.Suggested suggested, Training training) {
        ErrorMeasure measure = ErrorMeasure.of(suggested.functions().model(), training.judged());
        json.string("edge", suggested.functions().edge().toString())
                .flag("rough", suggested.rough())
                .number("own", suggested.functions().own() * measure.scale())
                .objects(
                        "functions",
                        suggested.functions().functions(),
                        (each, f) -> each.string("name", f.function())
                                .number("error", f.error() * measure.scale())
                                .number("a", f.a())
                                .number("b", f.b())
                                .number("c", f.c())
                                .number("d", f.d()));
    }

    private static void score(JsonMembers json, Scores line) {
        Score score = line.score();
        json.string("name", line.name());
        if (score.targets().isEmpty()) {
            json.number("accuracy", score.accuracy()).number("log_loss", score.logLoss());
        } else {
            json.number("rmse", score.rmse())
                    .number("r2", score.targets().get(0).r2());
        }
    }

    /** A work in a list of those that are open. */
    static String works(List<Work.View> works, Optional<Source> table) {
        return JsonMembers.object(json -> json.string(
                        "table", table.map(Source::name).orElse(""))
                .objects(
                        "samples",
                        Source.SAMPLES,
                        (each, sample) -> each.string("name", sample.name()).string("about", sample.about()))
                .objects(
                        "works",
                        works,
                        (each, view) -> each.whole("work", view.id())
                                .string("table", view.source().name())
                                .string("step", view.step().map(Step::label).orElse(""))
                                .whole("models", view.steps().size())));
    }

    /** Some pictures. */
    static <T> String pictures(List<T> pictures, Function<T, String> title, Function<T, String> svg) {
        return JsonMembers.object(json -> json.objects(
                "pictures",
                pictures,
                (each, picture) -> each.string("title", title.apply(picture)).string("svg", svg.apply(picture))));
    }
}
