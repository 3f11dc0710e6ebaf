package org.kan4j.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kan4j.ModelReport;
import org.kan4j.discover.Discovery;
import org.kan4j.edit.Edit;
import org.kan4j.edit.EditScript;
import org.kan4j.export.ExportOptions;
import org.kan4j.export.FormulaExport;
import org.kan4j.export.Language;
import org.kan4j.export.NetworkExport;
import org.kan4j.formula.Formula;
import org.kan4j.io.ModelFile;
import org.kan4j.report.html.Findings;
import org.kan4j.report.html.Subject;

/** What can be taken away, under fixed names. */
final class Downloads {
    private static final Map<String, Language> CODE = Map.of(
            "formula.py", Language.PYTHON,
            "formula.h", Language.C,
            "Formula.java", Language.JAVA,
            "formula.sql", Language.SQL,
            "formula-excel.txt", Language.EXCEL,
            "formula.R", Language.R);

    private Downloads() {}

    /** The bytes of a file by its name. */
    static byte[] of(String name, Work.View view, Step step) throws IOException {
        return switch (name) {
            case "model.kan" -> model(step);
            case "report.html" -> report(view, step).getBytes(StandardCharsets.UTF_8);
            case "edits.json" -> script(view, step).json().getBytes(StandardCharsets.UTF_8);
            case "commands.sh" -> commands(view, step).getBytes(StandardCharsets.UTF_8);
            default -> code(name, step).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] model(Step step) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelFile.write(step.model(), bytes);
        return bytes.toByteArray();
    }

    private static String code(String name, Step step) {
        Language language = CODE.get(name);
        if (language == null) {
            throw new Refusal(404, "a file that the studio makes required");
        }
        ExportOptions options = new ExportOptions(language, Optional.empty(), Optional.empty());
        Optional<Formula> formula = step.formula();
        return formula.isPresent()
                ? FormulaExport.write(formula.get(), options)
                : NetworkExport.write(step.model(), options);
    }

    /** On the rows that may be looked at. */
    private static String report(Work.View view, Step step) {
        Training training = step.training();
        List<Subject.Fact> origin = List.of(
                new Subject.Fact(
                        "rows",
                        view.scored()
                                ? "all of " + training.source().name()
                                : "those of " + training.source().name() + " that were fitted or judged"),
                new Subject.Fact("commands", commands(view, step)));
        return new ModelReport(
                        step.model(),
                        "model",
                        Optional.of(view.scored() ? training.data() : training.seen()),
                        true,
                        origin,
                        findings(view, step))
                .html();
    }

    /** The formula's evidence, and the formulas beside it; nothing where there is no evidence. */
    private static Optional<Findings> findings(Work.View view, Step step) {
        return step.measured().evidence().map(evidence -> {
            List<Discovery.Point> front = view.ofTarget(step.training()).stream()
                    .flatMap(each -> each
                            .formula()
                            .map(formula -> new Discovery.Point(
                                    formula,
                                    each.error() * each.model().outputs().scale(0)))
                            .stream())
                    .sorted(Comparator.comparingInt(point -> point.formula().size()))
                    .toList();
            return new Findings(Optional.of(evidence), front.size() > 1 ? front : List.of(), Optional.empty());
        });
    }

    /** From the model that was trained or opened to a step. */
    private static List<Step> way(Work.View view, Step step) {
        List<Step> way = new ArrayList<>(List.of(step));
        while (way.get(0).from() != 0) {
            int from = way.get(0).from();
            way.add(
                    0,
                    view.steps().stream()
                            .filter(s -> s.id() == from)
                            .findFirst()
                            .orElseThrow());
        }
        return way;
    }

    private static List<Edit> edits(List<Step> way) {
        return way.stream().map(Step::edit).flatMap(Optional::stream).toList();
    }

    private static EditScript script(Work.View view, Step step) {
        return new EditScript(
                "trained.kan",
                step.training().source().name(),
                "model.kan",
                step.training().choice().seed(),
                edits(way(view, step)));
    }

    /** The same in the shell. */
    static String commands(Work.View view, Step step) {
        List<Step> way = way(view, step);
        Choice choice = step.training().choice();
        String table = quoted(step.training().source().name());
        StringBuilder text = new StringBuilder();
        if (way.get(0).label().startsWith("train")) {
            boolean search = choice.shape().equals(Choice.AUTO);
            text.append("kan fit ").append(table);
            text.append(" --target ").append(quoted(choice.target()));
            text.append(" --inputs ")
                    .append(quoted(String.join(",", choice.inputs())))
                    .append(choice.classes() ? " --task classification" : "");
            text.append(search ? "" : " --shape " + choice.shape() + " --intervals " + choice.intervals());
            text.append(" --seed ").append(choice.seed()).append(" --model trained.kan\n");
        }
        if (way.get(0).label().equals(Work.FOUND)) {
            Formula formula = way.get(0).formula().orElseThrow();
            text.append("kan from-formula \"").append(formula.text()).append('"');
            text.append(" --inputs ").append(quoted(String.join(",", formula.symbols())));
            text.append(" --target ").append(quoted(choice.target())).append(" -o trained.kan\n");
        }
        if (way.stream().anyMatch(each -> each.label().equals(Work.TRAIN_ON))) {
            text.append("# Training went on in between, which no command does: model.kan holds the result.\n");
        }
        String changes = edits(way).stream()
                .map(edit -> edit.toString().split(" ", 2))
                .map(words -> " --" + words[0] + " " + words[1])
                .collect(Collectors.joining());
        if (!changes.isEmpty()) {
            text.append("kan edge trained.kan ").append(table).append(changes);
            text.append(" --seed ").append(choice.seed()).append(" -o edited.kan\n");
        }
        if (step.formula().isPresent() && way.size() > 1) {
            text.append("kan formula ")
                    .append(changes.isEmpty() ? "trained.kan " : "edited.kan ")
                    .append(table)
                    .append('\n');
        }
        return text.toString();
    }

    private static String quoted(String word) {
        return word.matches("[\\w.,/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
