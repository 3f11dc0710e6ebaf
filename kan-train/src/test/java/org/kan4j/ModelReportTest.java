package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.report.TextLines;
import org.kan4j.report.html.Subject;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ModelReportTest {
    private static final int ROWS = 60;
    private static final List<String> HOSTILE = List.of("<script>alert(1)</script>", "\"b\" & 'c' \u0007]]>");

    /** Numbers with many digits, so that they are found where they are printed. */
    private static Dataset rows(int rows, List<String> inputs, List<String> targets, List<String> classes) {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = random.doubles((long) rows * inputs.size(), -1, 1).toArray();
        double[] y = IntStream.range(0, rows * targets.size())
                .mapToDouble(
                        i -> classes.isEmpty() ? 10 + 3 * x[i / targets.size() * inputs.size()] : i % classes.size())
                .toArray();
        int[] numbers = IntStream.range(0, rows).toArray();
        return new Dataset(
                x, y, new double[0], false, rows, inputs, targets, classes, numbers, List.of("a <note>"), List.of());
    }

    private static KanModel model(String shape, List<String> inputs, List<String> outputs, List<String> classes) {
        Kan kan = Kan.random(Shape.parse(shape), 4, 3, 1, 1);
        return new KanModel(
                kan,
                Normalization.identity(inputs.size()),
                Normalization.identity(outputs.size()),
                inputs,
                outputs,
                classes,
                "");
    }

    private static KanModel withFormula(KanModel model, String text) {
        Formula names = Formula.of(FormulaParser.parse("0", List.of()), model.inputNames(), "y");
        return model.withFormula(
                names.withExpression(FormulaParser.parse(text, names.symbols())).json());
    }

    private static ModelReport report(KanModel model, Dataset data) {
        return new ModelReport(
                model, "m.kan", Optional.of(data), true, List.of(new Subject.Fact("command", "kan report")));
    }

    private static final List<String> NAMES = List.of("a", "b");
    private static final List<String> Y = List.of("y");
    private static final KanModel NUMBERS = model("2,2+1p,1", NAMES, Y, List.of());

    static List<ModelReport> reports() {
        KanModel formula = withFormula(NUMBERS, "3.25171*a + sqrt(b)");
        KanModel hostile = withFormula(model("2,1,1", HOSTILE, List.of("<b>y</b>"), List.of()), "2.7*v1 + v2^2");
        List<String> labels = List.of("<i>no</i>", "yes & so");
        List<String> three = List.of("k = 0", "k = 1", "k = 2");
        return List.of(
                report(NUMBERS, rows(ROWS, NAMES, Y, List.of())),
                new ModelReport(NUMBERS, "m.kan", Optional.empty(), true, List.of()),
                report(formula, rows(ROWS, NAMES, Y, List.of())),
                new ModelReport(formula, "m.kan", Optional.empty(), true, List.of()),
                new ModelReport(formula, "m.kan", Optional.of(rows(ROWS, NAMES, Y, List.of())), false, List.of()),
                report(hostile, rows(ROWS, HOSTILE, List.of("<b>y</b>"), List.of())),
                report(model("2,1", NAMES, Y, labels), rows(ROWS, NAMES, Y, labels)),
                report(
                        model("2,3", NAMES, three, List.of("0", "1", "2")),
                        rows(ROWS, NAMES, List.of("k"), List.of("0", "1", "2"))),
                report(
                        model("2,2", NAMES, List.of("u", "v"), List.of()),
                        rows(ROWS, NAMES, List.of("u", "v"), List.of())));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everyPageIsWellFormedAndHasItsHeadingsInOrder(ModelReport report) throws Exception {
        Document page = parse(report.html());
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(page.getElementsByTagName("h1").getLength()).isOne();
        assertThat(page.getElementsByTagName("h2").getLength()).isGreaterThanOrEqualTo(3);
        assertThat(page.getElementsByTagName("h3").getLength()).isZero();
        NodeList pictures = page.getElementsByTagName("svg");
        assertThat(pictures.getLength()).isPositive();
        for (int i = 0; i < pictures.getLength(); i++) {
            Element picture = (Element) pictures.item(i);
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
        }
        assertThat(page.getElementsByTagName("math").getLength())
                .isEqualTo(report.model().formula().isEmpty() ? 0 : 1);
    }

    @Test
    void constantsHaveStandardErrorsWhereThereAreRowsAndClassesALinearBaseline() {
        KanModel formula = withFormula(NUMBERS, "3.25171*a + 10.0213");
        assertThat(report(formula, rows(ROWS, NAMES, Y, List.of())).html())
                .contains("standard error", "<td>3.25171</td>", "id=\"edge-0-0-0\"", "id=\"what-if\"");
        assertThat(new ModelReport(formula, "m.kan", Optional.empty(), true, List.of()).html())
                .doesNotContain("standard error");
        List<String> labels = List.of("no", "yes");
        assertThat(report(model("2,1", NAMES, Y, labels), rows(ROWS, NAMES, Y, labels))
                        .html())
                .contains("logistic regression");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingIsLoadedFromElsewhere(ModelReport report) {
        String page = report.html().replaceAll("xmlns=\"[^\"]*\"", "");
        assertThat(page).doesNotContain("http:", "https:", "src=", "href", "url(", "@import", "NaN");
        assertThat(page).contains("default-src 'none'").doesNotContain("style=\"", "onclick");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theSameModelAndRowsGiveTheSameBytes(ModelReport report) {
        assertThat(report.html()).isEqualTo(report.html());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void thePolicyAllowsTheStyleAndTheScriptInsideAlone(ModelReport report) throws Exception {
        Document page = parse(report.html());
        String policy = ((Element) page.getElementsByTagName("meta").item(1)).getAttribute("content");
        for (String name : List.of("style", "script")) {
            NodeList elements = page.getElementsByTagName(name);
            assertThat(elements.getLength()).isOne();
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(elements.item(0).getTextContent().getBytes(StandardCharsets.UTF_8));
            assertThat(policy)
                    .contains(name + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
    }

    @Test
    void namesThatLookLikeMarkupStayText() throws Exception {
        String html = reports().get(5).html();
        assertThat(html).doesNotContain("<script>alert", "<b>y", "<note>").contains("&lt;script&gt;alert(1)");
        String text = parse(html).getDocumentElement().getTextContent();
        assertThat(text).contains("<script>alert(1)</script>", "<b>y</b>", "a <note>", "\"b\" & 'c' \uFFFD]]>");
        assertThat(reports().get(6).html()).doesNotContain("<i>no").contains("&lt;i&gt;no&lt;/i&gt;");
    }

    @Test
    void withoutSingleRowsNoValueOfARowIsInside() {
        ModelReport report = reports().get(4);
        Dataset data = report.rows().orElseThrow();
        String html = report.html();
        String all = reports().get(2).html();
        assertThat(all).contains("Observed against predicted", "Rows with the largest residuals");
        assertThat(html).doesNotContain("Observed against predicted", "largest residuals", "class=\"dots\"");
        double[] values = Arrays.copyOf(data.x(), data.x().length + data.y().length);
        System.arraycopy(data.y(), 0, values, data.x().length, data.y().length);
        for (double value : values) {
            assertThat(html).doesNotContain(TextLines.shortNumber(value));
        }
    }

    @Test
    void ofManyInputsThoseThatMatterMostAreShownAndTheOthersCounted() {
        List<String> names = IntStream.range(0, 200).mapToObj(i -> "column" + i).toList();
        ModelReport report = report(model("200,3,1", names, Y, List.of()), rows(3000, names, Y, List.of()));
        String html = report.html();
        assertThat(html).contains("The 12 inputs that move the prediction most are shown, 188 are not.");
        assertThat(html).contains("Of 603 edges the 39 that matter most are drawn; 564 are not shown.");
        assertThat(html).contains("2,000 of 3,000 rows, evenly spread over the table");
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(400_000);
    }

    @Test
    void errorsStandBesideThoseOfALinearFunctionAndOfTheMean() throws Exception {
        Dataset data = rows(ROWS, NAMES, Y, List.of());
        KanModel model = withFormula(NUMBERS, "10 + 3*a");
        NodeList lines = ((Element) parse(report(model, data).html())
                        .getElementsByTagName("tbody")
                        .item(0))
                .getElementsByTagName("tr");
        List<String> errors = IntStream.range(0, lines.getLength())
                .mapToObj(i -> lines.item(i).getTextContent().strip().replaceAll("\\s+", " "))
                .toList();
        assertThat(errors).hasSize(4);
        assertThat(errors.get(0)).isEqualTo("formula 0.00000 0.00000 1.00000");
        assertThat(errors.get(1)).startsWith("network ");
        assertThat(errors.get(2)).matches("linear least squares \\S+e-1\\d \\S+e-1\\d 1.00000");
        assertThat(errors.get(3)).startsWith("mean 1.").endsWith(" 0.00000");
    }

    @Test
    void aModelThatIsAConstantHasAPageToo() throws Exception {
        Kan kan = NUMBERS.kan();
        for (int l = 0; l < 2; l++) {
            for (int i = 0; i < kan.network().layer(l).in(); i++) {
                for (int c = 0; c < kan.network().layer(l).columns(); c++) {
                    kan = kan.withMasked(l, i, c);
                }
            }
        }
        String html =
                report(NUMBERS.withKan(kan), rows(ROWS, NAMES, Y, List.of())).html();
        assertThat(parse(html).getDocumentElement().getTextContent()).contains("No input changes the prediction.");
    }

    @Test
    void aFormulaOfOtherColumnsIsRefused() {
        Formula other = Formula.of(FormulaParser.parse("q", List.of("q")), List.of("q"), "y");
        ModelReport report =
                new ModelReport(NUMBERS.withFormula(other.json()), "m.kan", Optional.empty(), true, List.of());
        assertThatThrownBy(report::html).isInstanceOf(DataException.class).hasMessageContaining("but it reads q");
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }
}
