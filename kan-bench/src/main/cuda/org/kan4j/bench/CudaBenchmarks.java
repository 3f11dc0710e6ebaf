package org.kan4j.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.kan4j.basis.Basis;
import org.kan4j.cuda.CudaDevice;

/** The benchmarks on an NVIDIA GPU, timed by events on the device. */
final class CudaBenchmarks implements DeviceBenchmarks {
    private static final int ORDER = 3;

    /** A sample is so many passes that it takes about so long, in ms. */
    private static final double SAMPLE_MILLIS = 5;

    private static final int MOST_PASSES = 1000;

    /** Rows that results are compared with the reference at. */
    private static final int VERIFIED_ROWS = 257;

    private final String device;
    private final List<Row> rows;

    /** A row of the table. */
    record Row(String name, CudaWork.Pass pass, int[] widths, int batch, int intervals) {
        /** The KAN, and MLPs of the same width, of about as many parameters and of about the same arithmetic. */
        List<Side> sides() {
            double kanParameters = Arithmetic.kanParameters(widths, intervals, ORDER);
            double kanForward = Arithmetic.kanForward(widths, ORDER);
            int[] parameters = Arithmetic.closestMlp(widths, kanParameters, Arithmetic::mlpParameters);
            int[] arithmetic = Arithmetic.closestMlp(widths, kanForward, Arithmetic::mlpForward);
            return List.of(
                    new Side("KAN", Dtype.CUDA_FLOAT32, widths, true),
                    new Side("MLP same width", Dtype.CUDA_FLOAT32, widths, false),
                    new Side("MLP same width", Dtype.CUDA_TF32, widths, false),
                    new Side("MLP same parameters", Dtype.CUDA_FLOAT32, parameters, false),
                    new Side("MLP same arithmetic", Dtype.CUDA_FLOAT32, arithmetic, false));
        }
    }

    /** One side of a comparison. */
    private record Side(String label, Dtype precision, int[] widths, boolean kan) {
        String text() {
            return label + ", " + precision.name().substring("CUDA_".length()).toLowerCase(Locale.ROOT);
        }

        Work work(Row row, int batch) {
            return kan
                    ? precision.kan(widths, batch, Bases.splines(row.intervals, ORDER), 1)
                    : precision.blas(new Mlp(widths, row.pass == CudaWork.Pass.GRADIENT), batch, 1);
        }

        double parameters(Row row) {
            return kan ? Arithmetic.kanParameters(widths, row.intervals, ORDER) : Arithmetic.mlpParameters(widths);
        }

        double flops(Row row) {
            double forward = kan ? Arithmetic.kanForward(widths, ORDER) : Arithmetic.mlpForward(widths);
            return forward * row.batch * Arithmetic.PASSES;
        }
    }

    /** The rows of the table. */
    CudaBenchmarks() {
        this(List.of(
                new Row("512→512 gradient", CudaWork.Pass.GRADIENT, new int[] {512, 512}, 4096, 5),
                new Row("512→512 gradient", CudaWork.Pass.GRADIENT, new int[] {512, 512}, 4096, 100),
                new Row("512→512 gradient", CudaWork.Pass.GRADIENT, new int[] {512, 512}, 4096, 200),
                new Row("32→32 gradient", CudaWork.Pass.GRADIENT, new int[] {32, 32}, 1 << 20, 5),
                new Row("[64,64,10] Adam step", CudaWork.Pass.STEP, new int[] {64, 64, 10}, 1024, 5),
                new Row("[2,5,1] Adam step", CudaWork.Pass.STEP, new int[] {2, 5, 1}, 1000, 5)));
    }

    CudaBenchmarks(List<Row> rows) {
        this.rows = rows;
        try (CudaDevice first = CudaDevice.open()) {
            device = first.description() + ", clock up to "
                    + first.context().device().clockKilohertz() / 1000 + " MHz";
        }
    }

    @Override
    public Work kan(int[] widths, int count, Basis basis) {
        return new CudaKanWork(widths, count, basis);
    }

    @Override
    public Work mlp(Mlp mlp, int count, boolean tf32) {
        return new CudaMlpWork(mlp, count, tf32);
    }

    @Override
    public String run(boolean quick, boolean json) throws IOException {
        int samples = quick ? 5 : 21;
        List<double[][]> times = new ArrayList<>();
        for (Row row : rows) {
            System.err.println("kan: " + row.name + ", G=" + row.intervals);
            times.add(measure(row, samples));
        }
        return json ? json(times, samples) : table(times, samples);
    }

    /** Milliseconds of a pass, [side][sample]; the sides take turns. */
    private static double[][] measure(Row row, int samples) {
        List<Side> sides = row.sides();
        List<CudaWork> works = new ArrayList<>();
        try {
            for (Side side : sides) {
                try (Work few = side.work(row, Math.min(row.batch, VERIFIED_ROWS))) {
                    few.verify(side.precision.tolerance());
                }
                works.add((CudaWork) side.work(row, row.batch));
            }
            int[] counts = new int[works.size()];
            for (int s = 0; s < counts.length; s++) {
                works.get(s).millis(row.pass, Work.BATCHES);
                double one = works.get(s).millis(row.pass, Work.BATCHES);
                counts[s] = (int) Math.max(1, Math.min(MOST_PASSES, SAMPLE_MILLIS / one));
            }
            double[][] millis = new double[works.size()][samples];
            for (int sample = 0; sample < samples; sample++) {
                for (int s = 0; s < counts.length; s++) {
                    millis[s][sample] = works.get(s).millis(row.pass, counts[s]);
                }
            }
            return millis;
        } finally {
            works.forEach(Work::close);
        }
    }

    private String table(List<double[][]> times, int samples) {
        StringBuilder text = new StringBuilder(Main.environment());
        text.append("# GPU: ").append(device).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "# %s, k=%d, medians of %d samples by events on the device; ratio = time of the KAN / time of the MLP%n",
                LocalDate.now(ZoneOffset.UTC),
                ORDER,
                samples));
        text.append('\n');
        String line = "%-21s %4s %8s %-28s %-13s %11s %9s %9s  %s%n";
        text.append(
                String.format(line, "pass", "G", "rows", "network", "shape", "parameters", "ms", "GFLOP/s", "ratio"));
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            double[][] millis = times.get(r);
            List<Side> sides = row.sides();
            for (int s = 0; s < sides.size(); s++) {
                Side side = sides.get(s);
                double median = new Median().evaluate(millis[s]);
                text.append(String.format(
                        Locale.ROOT,
                        line,
                        side.kan ? row.name : "",
                        side.kan ? row.intervals : "",
                        side.kan ? row.batch : "",
                        side.text(),
                        Widths.text(side.widths),
                        String.format(Locale.ROOT, "%.0f", side.parameters(row)),
                        String.format(Locale.ROOT, "%.4f", median),
                        String.format(Locale.ROOT, "%.0f", side.flops(row) / median / 1e6),
                        side.kan ? "" : String.format(Locale.ROOT, "%.2f", new Median().evaluate(millis[0]) / median)));
            }
        }
        return text.toString();
    }

    private String json(List<double[][]> times, int samples) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("date", LocalDate.now(ZoneOffset.UTC).toString());
            json.writeStringField("gpu", device);
            json.writeNumberField("order", ORDER);
            json.writeNumberField("samples", samples);
            json.writeArrayFieldStart("rows");
            for (int r = 0; r < rows.size(); r++) {
                Row row = rows.get(r);
                json.writeStartObject();
                json.writeStringField("pass", row.name);
                json.writeNumberField("intervals", row.intervals);
                json.writeNumberField("batch", row.batch);
                json.writeArrayFieldStart("sides");
                for (int s = 0; s < row.sides().size(); s++) {
                    Side side = row.sides().get(s);
                    json.writeStartObject();
                    json.writeStringField("label", side.text());
                    json.writeStringField("shape", Widths.text(side.widths));
                    json.writeNumberField("parameters", (long) side.parameters(row));
                    json.writeNumberField("ms", new Median().evaluate(times.get(r)[s]));
                    json.writeArrayFieldStart("sample_ms");
                    for (double ms : times.get(r)[s]) {
                        json.writeNumber(ms);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }
}
