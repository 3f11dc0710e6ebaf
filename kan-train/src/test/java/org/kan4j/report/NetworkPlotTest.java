package org.kan4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("g").getLength())
                .isEqualTo(kan.network().activeEdges())
                .isEqualTo(10);
        NodeList texts = document.getElementsByTagName("text");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            all.append(texts.item(i).getTextContent()).append('|');
        }
        assertThat(all.toString()).contains("a<b|", "c&d|", "y|", "sin|", "×|");
    }
}
