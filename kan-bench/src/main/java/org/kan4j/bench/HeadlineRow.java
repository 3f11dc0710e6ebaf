package org.kan4j.bench;

import java.util.List;

/**
 * A row of the headline table: a KAN and the MLPs that it is compared with.
 *
 * @param name what the table calls it
 * @param kind which pass is timed
 * @param widths of the KAN
 * @param batch rows
 * @param intervals G
 * @param threads that compute
 */
record HeadlineRow(String name, Kind kind, int[] widths, int batch, int intervals, int threads) {
    /** k of every row. */
    static final int ORDER = 3;

    /** Which pass. */
    enum Kind {
        /** Outputs and both gradients of one layer. */
        LAYER("KanLayerBenchmark.forwardBackward", "MlpLayerBenchmark.forwardBackward"),
        /** Outputs and both gradients of a network. */
        NETWORK("KanNetworkBenchmark.gradient", "MlpNetworkBenchmark.gradient"),
        /** Gradient and Adam. */
        STEP("TrainingStepBenchmark.step", "TrainingStepBenchmark.step"),
        /** Outputs of one row. */
        INFERENCE("InferenceBenchmark.row", "InferenceBenchmark.row");

        private final String kan;
        private final String mlp;

        Kind(String kan, String mlp) {
            this.kan = kan;
            this.mlp = mlp;
        }
    }

    /**
     * One side of a comparison.
     *
     * @param label what the table calls it
     * @param opponent what computes
     * @param widths of its network
     * @param flops useful operations of a pass
     * @param parameters of its network
     */
    record Side(String label, Opponent opponent, int[] widths, double flops, double parameters) {}

    /** The rows, in the table's order. Rows on a GPU come after them. */
    static List<HeadlineRow> all() {
        return List.of(
                new HeadlineRow("[2,5,1] gradient", Kind.NETWORK, new int[] {2, 5, 1}, 1000, 5, 1),
                new HeadlineRow("64→64 gradient", Kind.LAYER, new int[] {64, 64}, 1024, 5, 2),
                new HeadlineRow("256→256 gradient", Kind.LAYER, new int[] {256, 256}, 1024, 5, 2),
                new HeadlineRow("256→256 gradient", Kind.LAYER, new int[] {256, 256}, 1024, 20, 2),
                new HeadlineRow("256→256 gradient", Kind.LAYER, new int[] {256, 256}, 1024, 100, 2),
                new HeadlineRow("784→64 gradient", Kind.LAYER, new int[] {784, 64}, 128, 5, 2),
                new HeadlineRow("[2,5,1] inference", Kind.INFERENCE, new int[] {2, 5, 1}, 1, 5, 1),
                new HeadlineRow("[64,64,1] Adam step", Kind.STEP, new int[] {64, 64, 1}, 1024, 5, 2));
    }

    /** The first rows: a small network, and wide layers of few intervals. */
    static List<HeadlineRow> quick() {
        return all().subList(0, 3);
    }

    /** The benchmark that times a side. */
    String benchmark(Side side) {
        return "org.kan4j.bench." + (side.opponent == Opponent.KAN ? kind.kan : kind.mlp);
    }

    /** Whether the benchmark of a side takes the parameter {@code impl}. */
    boolean hasImpl(Side side) {
        return side.opponent != Opponent.KAN || kind == Kind.STEP || kind == Kind.INFERENCE;
    }

    /** The KAN. */
    Side kan() {
        return new Side(
                "KAN",
                Opponent.KAN,
                widths,
                Arithmetic.kanForward(widths, ORDER) * rowsTimesPasses(),
                Arithmetic.kanParameters(widths, intervals, ORDER));
    }

    /** The MLPs: of the same width, of about the same number of parameters, of about the same useful arithmetic. */
    List<Side> mlps() {
        return List.of(
                mlp("same width", Opponent.BLAS, widths),
                mlp(
                        "same parameters",
                        Opponent.BLAS,
                        Arithmetic.closestMlp(widths, kan().parameters, Arithmetic::mlpParameters)),
                mlp(
                        "same arithmetic",
                        Opponent.BLAS,
                        Arithmetic.closestMlp(widths, Arithmetic.kanForward(widths, ORDER), Arithmetic::mlpForward)),
                mlp("same width", Opponent.DL4J_TUNED, widths));
    }

    private Side mlp(String label, Opponent opponent, int[] mlpWidths) {
        return new Side(
                label,
                opponent,
                mlpWidths,
                Arithmetic.mlpForward(mlpWidths) * rowsTimesPasses(),
                Arithmetic.mlpParameters(mlpWidths));
    }

    private double rowsTimesPasses() {
        return batch * (double) (kind == Kind.INFERENCE ? 1 : Arithmetic.PASSES);
    }
}
