package org.kan4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.OptionException;
import org.kan4j.model.Trend;
import picocli.CommandLine.Option;

/** How predictions must go with inputs. */
final class TrendOptions {
    @Option(
            names = "--monotone",
            paramLabel = "A=+,B=-",
            split = ",",
            description = "without --shape: inputs whose functions must not fall (+) or not rise (-)")
    private Map<String, String> monotone = new LinkedHashMap<>();

    @Option(
            names = "--convex",
            paramLabel = "A=+,B=-",
            split = ",",
            description = "without --shape: inputs whose functions must be convex (+) or concave (-)")
    private Map<String, String> convex = new LinkedHashMap<>();

    @Option(
            names = "--bounded",
            paramLabel = "A=3",
            split = ",",
            description =
                    "without --shape: by how much, in the target's units, an input may change a prediction at the most")
    private Map<String, Double> bounded = new LinkedHashMap<>();

    Map<String, Trend> trends() {
        Map<String, Trend> trends = new LinkedHashMap<>();
        monotone.forEach(
                (name, sign) -> trends.put(name, of(trends, name).withDirection(sign("monotone", name, sign))));
        convex.forEach((name, sign) -> trends.put(name, of(trends, name).withCurvature(sign("convex", name, sign))));
        bounded.forEach((name, most) -> {
            if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
                throw new OptionException("bounded", "a number above 0 required for " + name + ", got " + most);
            }
            if (of(trends, name).curvature() != 0) {
                throw new OptionException(
                        "bounded",
                        name + " is to be bent too, but a bounded function stays the same beyond the range of the rows;"
                                + " leave out --convex or --bounded");
            }
            trends.put(name, of(trends, name).withSpread(most));
        });
        return trends;
    }

    private static Trend of(Map<String, Trend> trends, String name) {
        return trends.getOrDefault(name, Trend.FREE);
    }

    private static int sign(String option, String name, String sign) {
        if (!sign.equals("+") && !sign.equals("-")) {
            throw new OptionException(option, "+ or - required for " + name + ", got " + sign);
        }
        return sign.equals("+") ? 1 : -1;
    }
}
