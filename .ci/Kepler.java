import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON of {@code kan discover --json} from standard input and checks that its formula is Kepler's third law:
 * {@code factor * semi_major_axis_au^exponent} with factor 1 ± 0.01 and exponent 1.5 ± 0.005.
 */
final class Kepler {
    private static final String NUMBER = "[0-9.]+(?:[eE][-+]?[0-9]+)?";
    private static final Pattern FORMULA = Pattern.compile("\"formula_sympy\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern LAW = Pattern.compile("(?:(?<factor>" + NUMBER + ")\\*)?semi_major_axis_au\\*\\*"
            + "\\(?(?<exponent>" + NUMBER + ")(?:/(?<divisor>" + NUMBER + "))?\\)?");

    public static void main(String[] args) throws IOException {
        String json = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Matcher formula = FORMULA.matcher(json);
        if (!formula.find()) {
            fail("no formula_sympy in: " + json);
        }
        String text = formula.group(1).replaceAll("\\s|Float|Integer|Rational", "");
        Matcher law = LAW.matcher(text);
        if (!law.matches()) {
            fail("not a power of semi_major_axis_au: " + formula.group(1));
        }
        double factor = law.group("factor") == null ? 1 : Double.parseDouble(law.group("factor"));
        double exponent = Double.parseDouble(law.group("exponent"));
        if (law.group("divisor") != null) {
            exponent /= Double.parseDouble(law.group("divisor"));
        }
        if (!(Math.abs(factor - 1) <= 0.01) || !(Math.abs(exponent - 1.5) <= 0.005)) {
            fail("factor 1 ± 0.01 and exponent 1.5 ± 0.005 required, got " + factor + " and " + exponent);
        }
        System.out.println("Kepler's third law: factor " + factor + ", exponent " + exponent);
    }

    private static void fail(String message) {
        System.err.println("Kepler: " + message);
        System.exit(1);
    }
}
