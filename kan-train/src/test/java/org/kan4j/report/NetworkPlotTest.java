package org.kan4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.kan4j.function.Functions;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class NetworkPlotTest {

    @Test
    void everyActiveEdgeIsDrawnAndNamesAreEscaped() throws Exception {
        Kan kan = Kan.random(Shape.parse("2,2+1p,1"), 4, 3, 1, 1)
                .withMasked(0, 0, 1)
                .withSymbolic(1, 2, 0, Functions.byName("sin").orElseThrow(), 1, 0, 1, 0);
        KanModel model = new KanModel(
                kan, Normalization.identity(2), Normalization.identity(1), List.of("a<b", "c&d"), List.of("y"), "");
        String svg = NetworkPlot.svg(model);
        Document document = parse(svg);
        assertThat(document.getElementsByTagName("g").getLength())
                .isEqualTo(kan.network().activeEdges())
                .isEqualTo(10);
        assertThat(texts(document)).contains("a<b", "c&d", "y", "sin", "×");
    }

    @Test
    void namesOfAnyLengthAndCharactersStayInsideAnXmlPicture() throws Exception {
        String endless = "n".repeat(5000);
        List<String> names = List.of(
                "a long column name", "another long column name", "tab\t and bell\u0007", "half \uD800", endless);
        String svg = NetworkPlot.svg(new KanModel(
                Kan.random(Shape.parse("5,1,1"), 4, 3, 1, 1),
                Normalization.identity(5),
                Normalization.identity(1),
                names,
                List.of("y"),
                ""));
        Document document = parse(svg);
        assertThat(texts(document))
                .contains("a long column name", "tab\uFFFD and bell\uFFFD", "half \uFFFD", "n".repeat(32) + "…");
        assertThat(Double.parseDouble(document.getDocumentElement().getAttribute("width")))
                .isLessThan(1500);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document) {
        NodeList nodes = document.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}
