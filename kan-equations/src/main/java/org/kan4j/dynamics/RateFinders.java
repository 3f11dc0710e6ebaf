package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;

/** Forms that the finders of formulas see in the rates of splines. */
final class RateFinders {
    private static final int MOST = 6;

    /** The part of the rows at each end of a run where splines tell rates badly. */
    private static final double ENDS = 0.03;

    private RateFinders() {}

    /** Forms of one equation. */
    static List<RateForm> of(SmoothedSeries states, int equation, double seconds, MotionOptions options) {
        int inputs = states.inputs();
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int run = 0; run < states.series().trajectories().size(); run++) {
            double[] times = states.series().trajectories().get(run).times();
            int cut = 1 + (int) (ENDS * times.length);
            for (int r = cut; r < times.length - cut; r++) {
                for (double v : states.at(run, times[r])) {
                    x.add(v);
                }
                y.add(states.rate(run, equation, times[r]));
            }
        }
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        Dataset data = Dataset.of(
                x.stream().mapToDouble(v -> v).toArray(),
                y.stream().mapToDouble(v -> v).toArray(),
                names,
                "rate");
        Discovery found = new Discoverer(Discoverer.Options.defaults()
                        .withTimeLimit(seconds)
                        .withThreads(options.threads())
                        .withInterrupted(options.interrupted()))
                .discover(data);
        List<RateForm> forms =
                new ArrayList<>(List.of(RateForm.free(found.formula().expression(), inputs)));
        found.pareto().stream()
                .sorted(Comparator.comparingDouble(Discovery.Point::validationRmse))
                .limit(MOST)
                .forEach(point -> forms.add(RateForm.free(point.formula().expression(), inputs)));
        return forms;
    }
}
