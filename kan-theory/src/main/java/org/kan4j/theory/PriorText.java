package org.kan4j.theory;

import java.util.Locale;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/** How a prior looks in texts and in JSON. */
final class PriorText {
    private PriorText() {}

    /** A prior in a line. */
    static String of(Prior prior) {
        BasisSettings settings = prior.basis().settings();
        StringBuilder text = new StringBuilder(name(prior.base()) + " base, " + BasisRegistry.shortName(prior.basis())
                + " " + prior.basis().count());
        if (settings.has(BSpline.ORDER)) {
            text.append(" order ").append(settings.integer(BSpline.ORDER));
        }
        if (settings.has(BasisSettings.EXTRAPOLATION)) {
            text.append(' ').append(name(settings.extrapolation()));
        }
        return text.append(" on [")
                .append(TextLines.brief(prior.basis().grid().lo()))
                .append(", ")
                .append(TextLines.brief(prior.basis().grid().hi()))
                .append("], s_b^2 ")
                .append(TextLines.brief(prior.baseVariance()))
                .append(", s_c^2 ")
                .append(TextLines.brief(prior.basisVariance()))
                .toString();
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The members of a prior. */
    static void json(JsonMembers json, Prior prior) {
        json.string("base", name(prior.base()))
                .string("basis", prior.basis().family())
                .whole("count", prior.basis().count())
                .number("lo", prior.basis().grid().lo())
                .number("hi", prior.basis().grid().hi());
        prior.basis().settings().values().forEach((key, value) -> json.string(key, String.valueOf(value)));
        json.number("s_b2", prior.baseVariance()).number("s_c2", prior.basisVariance());
    }

    /** A number of layers, of which there may be no end. */
    static String layers(double depth) {
        return Double.isInfinite(depth) ? "infinitely many" : String.format(Locale.ROOT, "%.1f", depth);
    }
}
