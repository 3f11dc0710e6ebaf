package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/** How well a model tells classes apart on the rows of a table. */
final class ClassSection {
    private static final int MOST_CLASSES = 25;
    private static final int BINS = 20;
    static final String PROBABILITY = "Probability that the model gave the class that was observed";

    private ClassSection() {}

    static void write(Markup page, Engine engine, Predictor predictor, Subject subject, Dataset data) {
        int classes = data.classes().size();
        double[] counts = new double[classes];
        for (double label : data.y()) {
            counts[(int) label]++;
        }
        int common = IntStream.range(0, classes).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
        double entropy = Arrays.stream(counts)
                .map(n -> n / data.rows())
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
        Score score = Score.of(engine, subject.model(), data);
        page.open("section").leaf("h2", "Errors");
        page.leaf(
                "p",
                RowSections.whichRows(data)
                        + " Accuracy is the share of rows whose most probable class is the right one.");
        List<List<String>> lines = new ArrayList<>();
        lines.add(line("network", score.accuracy(), score.logLoss()));
        subject.findings().linear().ifPresent(linear -> {
            Score other = Score.of(engine, linear, data);
            lines.add(line("logistic regression", other.accuracy(), other.logLoss()));
        });
        lines.add(line(
                "always " + data.classes().get(common) + ", the most frequent class",
                counts[common] / data.rows(),
                Double.NaN));
        lines.add(line("frequencies of the classes", Double.NaN, entropy));
        Page.table(page, "Errors", List.of("prediction by", "accuracy", "log loss (nats)"), lines);
        page.close();
        page.open("section").leaf("h2", "Predicted and observed");
        page.open("div", "class", "charts");
        Page.figure(page, PROBABILITY, probability(predictor, data));
        page.close();
        if (classes <= MOST_CLASSES) {
            confusion(page, data, predictor.values(data.x(), data.rows()));
        }
        page.close();
    }

    private static List<String> line(String name, double accuracy, double logLoss) {
        return List.of(
                name,
                Double.isNaN(accuracy) ? "–" : TextLines.shortNumber(accuracy),
                Double.isNaN(logLoss) ? "–" : TextLines.shortNumber(logLoss));
    }

    /** Shares of the rows by the probability that the model gave to the class that was observed. */
    static Chart probability(Predictor predictor, Dataset data) {
        int classes = data.classes().size();
        double[] p = predictor.values(data.x(), data.rows());
        double[] right = IntStream.range(0, data.rows())
                .mapToDouble(r -> p[r * classes + (int) data.y()[r]])
                .toArray();
        Range unit = new Range(0, 1);
        double[] shares = unit.density(right, BINS);
        double highest = Arrays.stream(shares).max().orElse(1);
        return new Chart(
                        PROBABILITY,
                        "probability of the observed class",
                        unit,
                        "share of rows",
                        new Range(0, 1.05 * highest))
                .bars(shares);
    }

    /** How many rows of each class were taken for each class. */
    private static void confusion(Markup page, Dataset data, double[] p) {
        int classes = data.classes().size();
        int[][] counts = new int[classes][classes];
        for (int r = 0; r < data.rows(); r++) {
            int first = r * classes;
            int most = IntStream.range(0, classes).reduce(0, (a, b) -> p[first + b] > p[first + a] ? b : a);
            counts[(int) data.y()[r]][most]++;
        }
        List<String> header = new ArrayList<>(List.of("observed"));
        data.classes().forEach(label -> header.add("as " + label));
        Page.table(
                page,
                "Rows of each class, by the class that they were taken for",
                header,
                IntStream.range(0, classes)
                        .mapToObj(c -> {
                            List<String> line =
                                    new ArrayList<>(List.of(data.classes().get(c)));
                            Arrays.stream(counts[c]).forEach(n -> line.add(Integer.toString(n)));
                            return List.copyOf(line);
                        })
                        .toList());
    }
}
