package org.kan4j.report.html;

import java.util.List;
import java.util.Optional;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.model.KanModel;

/**
 * What is known of a model beyond itself.
 *
 * @param evidence what rows say about its formula: standard errors of constants, rivals
 * @param front formulas by size and error, of which the model's was chosen; empty where it was not searched for
 * @param linear the linear model of the same classes, fitted to the rows of the page; empty for numbers
 */
public record Findings(Optional<Evidence> evidence, List<Discovery.Point> front, Optional<KanModel> linear) {
    /** Nothing. */
    public static final Findings NONE = new Findings(Optional.empty(), List.of(), Optional.empty());

    /**
     * Copies.
     *
     * @param evidence what rows say about its formula: standard errors of constants, rivals
     * @param front formulas by size and error, of which the model's was chosen; empty where it was not searched for
     * @param linear the linear model of the same classes, fitted to the rows of the page; empty for numbers
     */
    public Findings {
        front = List.copyOf(front);
    }

    /**
     * {@return what a search found}
     *
     * @param found by it
     */
    public static Findings of(Discovery found) {
        return new Findings(Optional.of(found.evidence()), found.pareto(), Optional.empty());
    }
}
