package org.kan4j.edit;

import java.util.List;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * The active edges of a network.
 *
 * @param edges layer by layer
 */
public record Edges(List<Row> edges) implements Report {
    /**
     * An edge.
     *
     * @param place which
     * @param from the name of an input, or of a node of the layer before, as in {@code 1.0}
     * @param to the name of a node, as in {@code 1.0}, or of an output
     * @param function {@code numeric}, or the name of a symbolic edge's function
     * @param score what share of the output's spread goes through it, as pruning counts it
     */
    public record Row(EdgePlace place, String from, String to, String function, double score) {}

    /**
     * Copies.
     *
     * @param edges layer by layer
     */
    public Edges {
        edges = List.copyOf(edges);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format("%-8s %-14s %-12s %-12s %s", "edge", "from", "to", "function", "score");
        edges.forEach(e ->
                text.format("%-8s %-14s %-12s %-12s %s", e.place, e.from, e.to, e.function, TextLines.brief(e.score)));
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.objects(
                "edges",
                edges,
                (each, e) -> each.string("edge", e.place.toString())
                        .string("from", e.from)
                        .string("to", e.to)
                        .string("function", e.function)
                        .number("score", e.score)));
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
