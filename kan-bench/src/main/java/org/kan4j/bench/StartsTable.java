package org.kan4j.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Trainer;

/**
 * What random parameters trainings should begin with: errors on fresh rows after trainings with the options of {@code kan fit}, from
 * several kinds of start.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp kan-bench/target/benchmarks.jar org.kan4j.bench.StartsTable</pre>
 */
public final class StartsTable {
    private static final int ROWS = 1000;
    private static final int FORMULA_SEEDS = 3;
    private static final int THREADS = 2;

    /** Kinds of start, as standard deviations of an edge's coefficients and of its base weight. */
    private enum Start {
        /** What {@link Kan#random} does. */
        OURS {
            @Override
            double[] deviations(Layer layer) {
                return new double[] {0.3 / Math.sqrt(layer.in()), 1 / Math.sqrt(layer.in())};
            }
        },
        /** pykan 0.2: values of the spline uniform in ±0.15/G, base weights uniform in ±1, both by the root of the inputs. */
        PYKAN {
            @Override
            double[] deviations(Layer layer) {
                double uniform = 1 / Math.sqrt(3 * layer.in());
                return new double[] {0.15 / layer.basis(0).grid().intervals() * uniform, uniform};
            }
        },
        /** arXiv:2509.03417: variances kept forward and backward, for standard normal inputs. */
        GLOROT {
            @Override
            double[] deviations(Layer layer) {
                Random random = new Random(0);
                Basis basis = layer.basis(0);
                BaseActivation base = layer.activation(0);
                int support = basis.support();
                double[] b = new double[2 * support];
                double[] means = new double[4];
                int samples = 10_000;
                for (int s = 0; s < samples; s++) {
                    double x = random.nextGaussian();
                    double h = 1e-5;
                    basis.evaluate(x, 1, b, 0);
                    means[0] += squares(b, 0, support) / basis.size() / samples;
                    means[1] += squares(b, support, 2 * support) / basis.size() / samples;
                    means[2] += Math.pow(base.value(x), 2) / samples;
                    means[3] += Math.pow((base.value(x + h) - base.value(x - h)) / (2 * h), 2) / samples;
                }
                int terms = basis.size() + 1;
                int in = layer.in();
                int out = layer.columns();
                return new double[] {
                    Math.sqrt(2 / (terms * (in * means[0] + out * means[1]))),
                    Math.sqrt(2 / (terms * (in * means[2] + out * means[3])))
                };
            }
        },
        /** arXiv:2509.03417: (in·(G + k + 1)) to the power −1.75 for coefficients and −0.25 for base weights. */
        POWER {
            @Override
            double[] deviations(Layer layer) {
                double terms = (double) layer.in() * (layer.basis(0).size() + 1);
                return new double[] {Math.pow(terms, -1.75), Math.pow(terms, -0.25)};
            }
        };

        /** Of coefficients and of base weights. */
        abstract double[] deviations(Layer layer);

        Kan random(Shape shape, Basis basis, long seed) {
            KanNetwork network = Kan.random(shape, basis, 0).network();
            double[] p = new double[network.parameterCount()];
            Random random = new Random(seed);
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                double[] deviations = deviations(layer);
                for (int i = 0; i < layer.in(); i++) {
                    int from = network.offset(l) + layer.inputOffset(i);
                    int splines = layer.basis(i).size() * layer.columns();
                    for (int j = 0; j < layer.rows(i) * layer.columns(); j++) {
                        p[from + j] = random.nextGaussian() * deviations[j < splines ? 0 : 1];
                    }
                }
            }
            return new Kan(network, p);
        }
    }

    private StartsTable() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        try (CpuEngine engine = new CpuEngine(THREADS)) {
            System.out.println(
                    "# " + engine.description() + ", " + Machine.here().name());
            for (Start start : Start.values()) {
                double[] coarse = new double[TrainingTable.SEEDS];
                double[] fine = new double[TrainingTable.SEEDS];
                for (int seed = 0; seed < TrainingTable.SEEDS; seed++) {
                    Dataset data = TrainingTable.rows("exp(sin(pi*x)+y**2)", "x -1 1, y -1 1", 11 * ROWS, seed);
                    coarse[seed] = error(engine, start, data, List.of(), seed);
                    fine[seed] = error(engine, start, data, List.of(10, 20), seed);
                }
                double logs = 0;
                int below = 0;
                for (String line : TrainingTable.FORMULAS) {
                    String[] cells = line.split("; ");
                    Dataset data = TrainingTable.rows(cells[1], cells[2], 2 * ROWS, 0);
                    for (int seed = 0; seed < FORMULA_SEEDS; seed++) {
                        double ratio = error(engine, start, data, List.of(), seed) / Double.parseDouble(cells[4]);
                        logs += Math.log(ratio);
                        below += ratio <= 1 ? 1 : 0;
                    }
                }
                int trainings = TrainingTable.FORMULAS.length * FORMULA_SEEDS;
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %s | %.2f | %d of %d |%n",
                        start.name().toLowerCase(Locale.ROOT),
                        TrainingTable.summary(coarse),
                        TrainingTable.summary(fine),
                        Math.exp(logs / trainings),
                        below,
                        trainings);
            }
        }
    }

    /** On the rows after the first 1,000, in standard deviations. */
    private static double error(CpuEngine engine, Start start, Dataset data, List<Integer> refinements, long seed) {
        Dataset train = data.subset(TrainingTable.run(0, ROWS));
        Shape shape = Shape.parse(data.inputs() + ",5,1");
        Trainer.Options options = ModelTrainer.suited(
                        train, shape, Trainer.Options.defaults().basis())
                .withIntervals(5, refinements);
        KanModel model = new KanModel(
                start.random(shape, options.basis(), seed),
                Normalization.standardizing(train.x(), ROWS, train.inputs()),
                Normalization.standardizing(train.y(), ROWS, 1),
                train.inputNames(),
                train.targets(),
                "");
        Batch fresh =
                Batch.of(data.subset(TrainingTable.run(ROWS, data.rows()))).normalized(model);
        Batch none = new Batch(new double[0], new double[0], 0);
        Trainer.Result result =
                new Trainer(engine, options).train(model.kan(), Batch.of(train).normalized(model), none);
        return Trainer.rmse(engine, result.kan(), fresh);
    }

    private static double squares(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).map(v -> v * v).sum();
    }
}
