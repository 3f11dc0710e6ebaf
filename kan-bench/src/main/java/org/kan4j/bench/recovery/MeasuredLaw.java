package org.kan4j.bench.recovery;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/**
 * Measured data and the law that people settled on.
 *
 * @param file of the rows
 * @param text of the law in SymPy syntax, with the constants b1, b2, …
 * @param constants their least-squares values
 * @param size of the law in SymPy's nodes
 * @param rms what the law leaves on all rows, root mean square
 * @param relativeRms the same of relative residuals under a relative fit; empty where the target comes close to 0
 * @param beyond how far above its highest input, in ranges, the law is still to be trusted
 */
record MeasuredLaw(
        String id,
        String file,
        String target,
        String text,
        List<Double> constants,
        int size,
        double rms,
        OptionalDouble relativeRms,
        double beyond) {
    private static final String FOLDER = "measured/";

    MeasuredLaw {
        constants = List.copyOf(constants);
    }

    /** The laws. */
    static List<MeasuredLaw> all() {
        return Resources.records(FOLDER + "index.csv").stream()
                .map(MeasuredLaw::of)
                .toList();
    }

    private static MeasuredLaw of(NamedCsvRecord line) {
        String relative = line.getField("rms_relative");
        return new MeasuredLaw(
                line.getField("id"),
                line.getField("file"),
                line.getField("target"),
                line.getField("law"),
                Arrays.stream(line.getField("constants").split(" "))
                        .map(Double::valueOf)
                        .toList(),
                Integer.parseInt(line.getField("size")),
                Double.parseDouble(line.getField("rms")),
                relative.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(relative)),
                Double.parseDouble(line.getField("beyond")));
    }

    /** The rows. */
    Dataset data() {
        return Resources.table(FOLDER + file, target);
    }

    /** The law with its constants. */
    Expression law(List<String> inputs) {
        List<String> symbols = new ArrayList<>(inputs);
        for (int i = 1; i <= constants.size(); i++) {
            symbols.add("b" + i);
        }
        return FormulaParser.parse(text, symbols)
                .substitute(i -> i < inputs.size()
                        ? Expression.variable(i)
                        : Expression.constant(constants.get(i - inputs.size())));
    }
}
