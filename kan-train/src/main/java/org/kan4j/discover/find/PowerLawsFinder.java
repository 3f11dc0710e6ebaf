package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;

/**
 * Sums of power laws with functions of power laws ({@link PowerLaws}). A law that is exact is proposed at once; the others, which
 * take long to polish, by {@link #rest}, for when cheaper ways have failed.
 */
public final class PowerLawsFinder implements Finder {
    private final List<Expression> rest = new ArrayList<>();

    @Override
    public String name() {
        return "power laws";
    }

    @Override
    public boolean suits(Task task) {
        return task.in() > 1;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        List<PowerLaws.Found> laws = new PowerLaws(
                        task.rawTrain(),
                        context.wishes().vocabulary(),
                        context.seed() + context.round(),
                        context.stop())
                .best(context.parallel());
        rest.clear();
        laws.stream()
                .filter(law -> !law.exact())
                .map(PowerLaws.Found::expression)
                .forEach(rest::add);
        return laws.stream()
                .filter(PowerLaws.Found::exact)
                .limit(1)
                .map(law -> Proposal.of(law.expression()))
                .toList();
    }

    /** A finder that proposes the laws that were found last and are not exact. */
    public Finder rest() {
        return new Finder() {
            @Override
            public String name() {
                return PowerLawsFinder.this.name();
            }

            @Override
            public boolean suits(Task task) {
                return !rest.isEmpty();
            }

            @Override
            public List<Proposal> proposals(Task task, SearchContext context) {
                return Proposal.of(rest);
            }
        };
    }
}
