package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class MathMlPrinterTest {
    private static final String NAMESPACE = "http://www.w3.org/1998/Math/MathML";
    private static final List<String> XY = List.of("x", "y");

    /** What a token means in plain text; others mean themselves. */
    private static final Map<String, String> TOKENS = Map.of(
            "\u2062", "*", "\u22c5", "*", "\u2061", "", "\u2212", "-", "\u03c0", "pi", "\u2147", "E", "\u221e", "inf",
            "arcsin", "asin", "arccos", "acos");

    private static Element parse(String mathml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        return builder.parse(new ByteArrayInputStream(mathml.getBytes(StandardCharsets.US_ASCII)))
                .getDocumentElement();
    }

    /** The plain text of the arguments of an element. */
    private static String inner(Element e) {
        StringBuilder text = new StringBuilder();
        for (Node child = e.getFirstChild(); child != null; child = child.getNextSibling()) {
            text.append(text((Element) child));
        }
        return text.toString();
    }

    /** The plain text of an element, which must be one that the printer is known to write, with as many arguments as it takes. */
    private static String text(Element e) {
        assertThat(e.getNamespaceURI()).isEqualTo(NAMESPACE);
        return switch (e.getLocalName()) {
            case "mi", "mn", "mo" ->
                TOKENS.getOrDefault(e.getTextContent(), e.getTextContent().replace("arctan", "atan"));
            case "math" -> inner(e);
            case "mrow" -> {
                String inner = inner(e);
                yield inner.startsWith("|") ? "abs(" + inner.substring(1, inner.length() - 1) + ")" : inner;
            }
            case "msqrt" -> "sqrt(" + inner(e) + ")";
            case "mfrac" -> pair(e, ")/(");
            case "msup" -> pair(e, ")^(");
            default -> throw new AssertionError("an unknown element: " + e.getLocalName());
        };
    }

    private static String pair(Element e, String between) {
        assertThat(e.getChildNodes().getLength()).isEqualTo(2);
        return "((" + text((Element) e.getFirstChild()) + between + text((Element) e.getLastChild()) + "))";
    }

    @Test
    void everyExpressionIsValidXmlThatMeansTheSame() throws Exception {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(41));
        int compared = 0;
        for (int i = 0; i < 1000; i++) {
            Formula f = Formula.of(random.expression(4), RandomExpressions.SYMBOLS, "f");
            Element math = parse(f.mathml());
            assertThat(math.getLocalName()).isEqualTo("math");
            Expression back = FormulaParser.parse(text(math), f.symbols());
            for (int k = 0; k < 20; k++) {
                double[] x = random.point();
                double value = f.expression().evaluate(x);
                double error = Math.ulp(1.0) * 4 * RandomExpressions.roundingError(f.expression(), x);
                if (Double.isFinite(value) && Double.isFinite(error)) {
                    compared++;
                    assertThat(Math.abs(back.evaluate(x) - value))
                            .as("%s: %s", f.text(), f.mathml())
                            .isLessThanOrEqualTo(error);
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "x^2 @ <msup><mi>x</mi><mn>2</mn></msup>",
                "1-x @ <mn>1</mn><mo>&#x2212;</mo><mi>x</mi>",
                "sin(pi*x) @ <mi>sin</mi><mo>&#x2061;</mo><mrow><mo>(</mo><mi>&#x3C0;</mi><mo>&#x2062;</mo><mi>x</mi><mo>)</mo></mrow>",
                "x/(2*y) @ <mfrac><mi>x</mi><mrow><mn>2</mn><mo>&#x2062;</mo><mi>y</mi></mrow></mfrac>",
                "-sqrt(x+y) @ <mo>&#x2212;</mo><msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt>",
                "3*2^x @ <mn>3</mn><mo>&#x22C5;</mo><msup><mn>2</mn><mi>x</mi></msup>",
                "0.00001*abs(x) @ <mn>1.0</mn><mo>&#x22C5;</mo><msup><mn>10</mn><mrow><mo>&#x2212;</mo><mn>5</mn></mrow></msup>"
                        + "<mo>&#x2062;</mo><mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow>",
            })
    void formulasAreWrittenAsPeopleWriteThem(String from, String elements) {
        Formula f = Formula.of(FormulaParser.parse(from, XY), XY, "f");
        assertThat(f.mathml()).isEqualTo("<math xmlns=\"" + NAMESPACE + "\">" + elements + "</math>");
    }

    @Test
    void symbolsCannotBreakTheMarkup() throws Exception {
        Formula f = new Formula(Expression.variable(0), List.of("a<b>&c"), List.of("a"), "f");
        assertThat(parse(f.mathml()).getTextContent()).isEqualTo("a<b>&c");
    }
}
