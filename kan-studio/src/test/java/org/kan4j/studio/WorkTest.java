package org.kan4j.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.data.Column;
import org.kan4j.data.TableFile;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edit;
import org.kan4j.edit.Editor;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;

class WorkTest {
    private final CpuEngine engine = new CpuEngine(2);
    private final Path folder;
    private final Work work;

    WorkTest(@TempDir Path folder) {
        this.folder = folder;
        this.work = new Work(1, engine, 2, Source.sample("hello", folder));
    }

    @AfterEach
    void close() {
        work.close();
        engine.close();
    }

    /** Waits until nothing is being done, and the model that is looked at is polished. */
    private Work.View done() throws InterruptedException {
        Work.View view = work.view();
        while (!(view.busy() + view.ahead()).isEmpty()
                || view.step().filter(Step::rough).isPresent()) {
            Thread.sleep(5);
            view = work.view();
        }
        return view;
    }

    private Step trained() throws InterruptedException {
        work.train();
        return done().step().orElseThrow();
    }

    private static Message message(String json) {
        return Message.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void trainsWhatTheFrontDoorTrains() throws InterruptedException {
        KanModel model = trained().model();
        KanModel other = Kan4j.fit(Kan4j.read(folder.resolve("hello.csv"), "z"), FitOptions.of("2,1,1"))
                .model();
        assertThat(model.kan().parameters()).isEqualTo(other.kan().parameters());
        assertThat(work.losses().steps()).hasSizeGreaterThan(10);
        assertThat(work.losses().picture().svg()).contains("log10 of the loss");
    }

    @Test
    void theRightFunctionsAndTheFormulaAreFoundAndUndoIsGoingBack() throws InterruptedException {
        Step first = trained();
        work.suggest(EdgePlace.parse("0,0,0"));
        assertThat(done().suggested()
                        .orElseThrow()
                        .functions()
                        .functions()
                        .get(0)
                        .function())
                .isEqualTo("sin");
        for (String edit : List.of("fix 0,0,0=sin", "fix 0,1,0=square", "fix 1,0,0=exp")) {
            work.edit(Edit.parse(edit));
            done();
        }
        assertThat(work.view().step().orElseThrow().error()).isLessThan(1e-9);
        work.formula();
        Step formula = done().step().orElseThrow();
        assertThat(formula.formula().orElseThrow().text()).isEqualTo("exp(y^2 + sin(pi*x))");
        assertThat(formula.measured().hidden())
                .extracting(Scores::name)
                .containsExactly("formula", "network", "mean", "linear", "additive");
        assertThat(WhatIf.json(engine, formula, List.of("0.5", "0"))).startsWith("{\"formula\":2.71828182845904");
        work.go(first.id());
        assertThat(work.view().step()).contains(first);
        assertThat(work.view().steps()).hasSize(5);
    }

    @Test
    void aChangeOfAnEarlierModelLosesNone() throws InterruptedException {
        trained();
        work.edit(Edit.parse("prune 0,1,0"));
        assertThat(done().current()).isEqualTo(2);
        assertThat(work.step(2).error()).isGreaterThan(work.step(1).error());
        work.go(1);
        work.edit(Edit.parse("fix 0,0,0=sin"));
        assertThat(done().steps()).extracting(Step::from).containsExactly(0, 1, 1);
        assertThat(Downloads.commands(work.view(), work.step(3))).isEqualTo("""
                        kan fit hello.csv --target z --inputs x,y --shape 2,1,1 --intervals 5 --seed 0 --model trained.kan
                        kan edge trained.kan hello.csv --fix 0,0,0=sin --seed 0 -o edited.kan
                        """);
    }

    @Test
    void theModelThatIsTakenAwayIsTheOneThatIsLookedAt() throws Exception {
        Step step = trained();
        byte[] file = Downloads.of("model.kan", work.view(), step);
        Path copy = Files.write(folder.resolve("m.kan"), file);
        assertThat(Kan4j.load(copy).kan().parameters())
                .isEqualTo(step.model().kan().parameters());
        assertThat(new String(Downloads.of("formula.py", work.view(), step), StandardCharsets.UTF_8))
                .contains("def predict(");
        assertThat(new String(Downloads.of("report.html", work.view(), step), StandardCharsets.UTF_8))
                .contains("Measured on the 320 rows", "kan fit hello.csv");
        assertThatThrownBy(() -> Downloads.of("../model.kan", work.view(), step))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void hiddenRowsAreDrawnNowhere() throws InterruptedException {
        Step step = trained();
        assertThat(step.training().seen().rows() + step.training().hidden().rows())
                .isEqualTo(400);
        assertThat(ViewJson.of(work.view())).doesNotContain("\"scores\"");
        work.score();
        assertThat(ViewJson.of(work.view())).contains("\"scores\":[{\"name\":\"network\"");
    }

    @Test
    void whatCannotBeDoneIsSaidAndNothingIsLost() throws InterruptedException {
        Step step = trained();
        work.edit(Edit.parse("fix 0,0,0=sine"));
        assertThat(done().problem()).startsWith("function: one of ");
        work.edit(Edit.parse("prune 1,0,0"));
        assertThat(done().problem()).contains("every output requires an edge");
        assertThat(work.view().step()).contains(step);
        work.choose(
                message(
                        "{\"target\":\"z\",\"inputs\":[\"x\"],\"classes\":false,\"shape\":\"2,1\",\"intervals\":5,\"seed\":0}"));
        work.train();
        assertThat(done().problem()).isNotEmpty();
        assertThatThrownBy(
                        () -> work.choose(
                                message(
                                        "{\"target\":\"z\",\"inputs\":[\"q\"],\"classes\":false,\"shape\":\"2,1\",\"intervals\":5,\"seed\":0}")))
                .hasMessage("target, inputs: columns of the table required");
    }

    @Test
    void whatIsBusyIsNotAskedForMoreUnlessItOnlyLooksAhead() throws InterruptedException {
        trained();
        work.suggest(EdgePlace.parse("0,0,0"));
        work.edit(Edit.parse("fix 0,0,0=sin"));
        assertThatThrownBy(() -> work.edit(Edit.parse("prune 0,1,0"))).hasMessageStartingWith("busy: fix 0,0,0=sin");
        work.stop();
        while (!work.view().busy().isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(work.view().steps()).hasSize(2);
    }

    @Test
    void aChangeAnswersWithAQuickRefitThatIsPolishedToWhatTheCommandMakes() throws InterruptedException {
        Step first = trained();
        work.edit(Edit.parse("fix 0,1,0=square"));
        while (work.view().steps().size() < 2) {
            Thread.sleep(1);
        }
        Step quick = work.step(2);
        Step polished = done().step().orElseThrow();
        assertThat(quick.rough()).isTrue();
        assertThat(polished.rough()).isFalse();
        assertThat(polished.version()).isEqualTo(1);
        Training training = first.training();
        KanModel made = new Editor(engine, first.model(), training.data(), 0, () -> false)
                .apply(List.of(Edit.parse("fix 0,1,0=square")))
                .model();
        assertThat(polished.model().kan().parameters()).isEqualTo(made.kan().parameters());
    }

    @Test
    void polishingGivesWayAndGoesOnWhenTheModelIsLookedAtAgain() throws InterruptedException {
        trained();
        work.edit(Edit.parse("fix 0,1,0=square"));
        while (work.view().steps().size() < 2) {
            Thread.sleep(1);
        }
        work.edit(Edit.parse("fix 0,0,0=sin"));
        done();
        work.go(2);
        assertThat(done().steps()).hasSize(3).noneMatch(Step::rough);
        assertThat(work.step(3).error()).isLessThan(1e-3);
    }

    @Test
    void aTableIsThereBeforeItsRowsAreRead() throws InterruptedException {
        Source source = Source.sample("hello", folder);
        assertThat(source.columns()).extracting(Column::name).containsExactly("x", "y", "z");
        assertThat(source.profile().join().rows()).isEqualTo(400);
        assertThat(ViewJson.of(work.view())).contains("\"name\":\"x\"");
    }

    @Test
    void picturesAreOfTheModel() throws InterruptedException {
        Step step = trained();
        for (String what : List.of("network", "effects", "parity", "residuals")) {
            assertThat(Drawings.of(engine, work.view(), step, what, ""))
                    .as(what)
                    .isNotEmpty()
                    .allSatisfy(picture -> assertThat(picture.svg()).startsWith("<svg"));
        }
        assertThat(Drawings.of(engine, work.view(), step, "network", "").get(0).svg())
                .contains("data-edge=\"0,0,0\"", "data-edge=\"0,1,0\"", "data-edge=\"1,0,0\"");
        assertThat(Drawings.of(engine, work.view(), step, "edge", "0,1,0")
                        .get(0)
                        .title())
                .isEqualTo("edge 0,1,0: function of y");
        assertThatThrownBy(() -> Drawings.of(engine, work.view(), step, "edge", "3,0,0"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aSearchFillsAFrontOfWhichOneIsTaken() throws Exception {
        Work planets = new Work(2, engine, 2, Source.sample("planets", folder));
        planets.discover();
        while (!(planets.view().busy()).isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(planets.view().problem()).isEmpty();
        Front.View front = planets.view().front().orElseThrow().view();
        assertThat(front.stage()).isEmpty();
        int chosen = front.found()
                .indexOf(front.found().stream()
                        .filter(Front.Found::chosen)
                        .findFirst()
                        .orElseThrow());
        assertThat(ViewJson.of(planets.view())).contains("\"front\":{\"stage\":\"\"");
        planets.take(chosen);
        while (!(planets.view().busy()).isEmpty()) {
            Thread.sleep(5);
        }
        Step step = planets.view().step().orElseThrow();
        assertThat(step.formula().orElseThrow().text()).contains("semi_major_axis_au^1.5");
        assertThat(step.error()).isLessThan(1);
        assertThat(step.measured().evidence().orElseThrow().constants()).isNotEmpty();
        assertThat(ViewJson.of(planets.view())).contains("\"standard_error\":", "\"margin_95\":");
        assertThat(Downloads.commands(planets.view(), step)).startsWith("kan from-formula \"");
        assertThat(new String(Downloads.of("report.html", planets.view(), step), StandardCharsets.UTF_8))
                .contains("Constants of the formula", "standard error");
        assertThatThrownBy(() -> planets.take(99)).isInstanceOf(Refusal.class);
        planets.close();
    }

    @Test
    void trainingGoesOnFromWhereItWas() throws InterruptedException {
        Step first = trained();
        work.trainOn();
        Step second = done().step().orElseThrow();
        assertThat(second.from()).isEqualTo(first.id());
        assertThat(work.losses().steps()).isNotEmpty();
        assertThat(Downloads.commands(work.view(), second)).contains("# Training went on");
    }

    @Test
    void constantsOfAnEdgeAreShownAndSet() throws InterruptedException {
        trained();
        work.edit(Edit.parse("fix 0,1,0=square"));
        done();
        assertThat(ViewJson.of(work.view())).contains("\"constants\":[");
        work.edit(Edit.parse("set 0,1,0=1,0,0.5,0.25"));
        Step set = done().step().orElseThrow();
        assertThat(set.rough()).isFalse();
        assertThat(ViewJson.of(work.view())).contains("\"constants\":[1.0,0.0,0.5,0.25]");
    }

    @Test
    void ofManyRowsSomeAreDrawnAndFewAnswerAtOnce() throws Exception {
        StringBuilder text = new StringBuilder("x,z\n");
        for (int r = 0; r < 7000; r++) {
            text.append(String.format(Locale.ROOT, "%.4f,%.4f%n", r / 7000.0, Math.sin(r / 1000.0)));
        }
        Path table = Files.writeString(folder.resolve("many.csv"), text);
        Work many = new Work(3, engine, 2, Source.of(TableFile.open(table)));
        many.choose(
                message(
                        "{\"target\":\"z\",\"inputs\":[\"x\"],\"classes\":false,\"shape\":\"1,1\",\"intervals\":5,\"seed\":0}"));
        many.train();
        while (!many.view().busy().isEmpty()) {
            Thread.sleep(5);
        }
        Training training = many.view().step().orElseThrow().training();
        assertThat(training.drawn().rows()).isEqualTo(2000);
        assertThat(training.few().data().rows()).isEqualTo(1250);
        assertThat(training.few().split().validation()).hasSize(250);
        assertThat(ViewJson.of(many.view())).contains("\"drawn\":2000", "\"rows\":7000");
        many.edit(Edit.parse("fix 0,0,0=sin"));
        while (!(many.view().busy() + many.view().ahead()).isEmpty()
                || many.step(2).rough()) {
            Thread.sleep(5);
        }
        assertThat(many.step(2).error()).isLessThan(1e-3);
        many.train();
        while (!many.view().busy().isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(many.step(3).training().data()).isSameAs(training.data());
        many.close();
    }

    @Test
    void twoWorksDoNotMix() throws InterruptedException {
        Work other = new Work(2, engine, 2, Source.sample("planets", folder));
        trained();
        assertThat(other.view().steps()).isEmpty();
        assertThat(other.view().source().name()).isEqualTo("planets.csv");
        assertThat(work.view().step().orElseThrow().error()).isCloseTo(0, within(0.01));
        other.close();
    }
}
