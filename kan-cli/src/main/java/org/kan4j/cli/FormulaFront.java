package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.DataException;
import org.kan4j.report.html.Pictures;

/** The formulas by size and error that {@code kan discover --json} prints. */
final class FormulaFront {
    private FormulaFront() {}

    /** Reads the member {@code pareto} of a file. */
    static List<Pictures.Point> read(Path file) {
        List<Pictures.Point> points = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean front = json.currentName().equals("pareto");
                    if (json.nextToken() == JsonToken.START_ARRAY && front) {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            Pictures.Point point = point(json);
                            if (Double.isFinite(point.size() + point.error())) {
                                points.add(point);
                            }
                        }
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read as JSON: what kan discover --json prints required");
        }
        if (points.isEmpty()) {
            throw new DataException(file + ": no formulas by size and error: what kan discover --json prints required");
        }
        return points;
    }

    private static Pictures.Point point(JsonParser json) throws IOException {
        String name = "";
        double size = Double.NaN;
        double error = Double.NaN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "formula_sympy" -> name = json.getText();
                case "complexity" -> size = number(json);
                case "validation_rmse" -> error = number(json);
                default -> json.skipChildren();
            }
        }
        return new Pictures.Point(name, size, error);
    }

    private static double number(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : json.getDoubleValue();
    }
}
