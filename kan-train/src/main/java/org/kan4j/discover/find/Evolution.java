package org.kan4j.discover.find;

import static org.kan4j.formula.Expression.apply;
import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;
import static org.kan4j.formula.Expression.variable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.FormulaProblem;
import org.kan4j.discover.score.Reductions;
import org.kan4j.formula.Apply;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.numeric.DampedGaussNewton;
import org.kan4j.numeric.Parallel;

/**
 * Formulas bred on a table without a network: parts of good formulas are exchanged and changed at random, and the constants of
 * every child are fitted by a few steps of Levenberg–Marquardt, which makes small populations enough (Kommenda et al., Genetic
 * Programming and Evolvable Machines 21, 2020). Each island keeps the best few of every size, so that short formulas are not
 * crowded out by long approximations, and parents of all sizes are chosen alike.
 */
final class Evolution {
    /** Rows that formulas are compared on. */
    private static final int ROWS = 120;

    private static final int ISLANDS = 4;

    /** The largest formula, and how many of each size an island keeps. */
    private static final int LARGEST = 30;

    private static final int KEPT = 16;

    /** Random formulas that an island begins with. */
    private static final int FOUNDERS = 300;

    private static final int CHILDREN = 250;

    /** Formulas of each size that an island hands to the next one. */
    private static final int EMIGRANTS = 2;

    private static final int STEPS = 8;
    private static final int ROWS_PER_CONSTANT = 4;

    /** A formula that leaves a smaller share of the target's variance is taken for exact. */
    private static final double EXACT = 1e-16;

    /** Formulas whose errors agree to this share are the same formula in another form. */
    private static final double SAME = 1e-7;

    private static final List<Fn> FUNCTIONS = List.of(Fn.EXP, Fn.LOG, Fn.SIN, Fn.COS, Fn.EXP, Fn.LOG, Fn.TANH);
    private static final double[] EXPONENTS = {2, -1, 0.5, -1, 2, 3, -2, -0.5};

    private final Batch data;
    private final Wishes wishes;
    private final List<Fn> functions;
    private final double scale;
    private final BooleanSupplier stop;
    private final List<Island> islands = new ArrayList<>();

    /**
     * A formula.
     *
     * @param expression with a factor and a constant of its own
     * @param inner the same without these
     * @param unexplained share of the target's variance
     * @param size of the inner one
     */
    private record Member(Expression expression, Expression inner, double unexplained, int size) {
        Member simplified() {
            Expression simple = inner.simplify();
            return simple.size() < size ? new Member(expression, simple, unexplained, simple.size()) : this;
        }
    }

    private static final Comparator<Member> BEST_FIRST = Comparator.comparingDouble(Member::unexplained);

    /**
     * Begins.
     *
     * @param data one target, in the data's units
     * @param wishes what formulas must be, and one that every island begins with
     * @param seed of the random choices
     * @param stop asked between formulas
     */
    Evolution(Batch data, Wishes wishes, long seed, BooleanSupplier stop) {
        this.data = data.thinned(ROWS);
        this.wishes = wishes;
        this.functions = FUNCTIONS.stream()
                .filter(f -> wishes.vocabulary().allows(f.symbol()))
                .toList();
        double spread = Fit.spread(this.data.y());
        this.scale = spread > 0 ? spread : 1;
        this.stop = stop;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ISLANDS; i++) {
            islands.add(new Island(random.split()));
        }
    }

    /** Breeds so many generations, after each of which the best of every island move on to the next one. */
    void breed(int generations, Parallel parallel) {
        for (int g = 0; g < generations && !exact() && !stop.getAsBoolean(); g++) {
            List<Callable<List<Member>>> tasks = new ArrayList<>();
            for (Island island : islands) {
                tasks.add(island::breed);
            }
            List<List<Member>> emigrants = parallel.all(tasks);
            for (int i = 0; i < ISLANDS; i++) {
                emigrants.get(i).forEach(islands.get((i + 1) % ISLANDS)::keep);
            }
        }
    }

    /** The best formula of each size, where longer ones are better. */
    List<Expression> front() {
        List<Expression> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Member member : members()) {
            if (member.unexplained < 0.9 * least) {
                least = member.unexplained;
                front.add(member.expression);
            }
        }
        return front;
    }

    /** Whether a formula explains the rows to rounding errors. */
    boolean exact() {
        return islands.stream().anyMatch(Island::exact);
    }

    /** The best of every island and size, by size. */
    private List<Member> members() {
        return islands.stream()
                .flatMap(island -> island.bySize.values().stream()
                        .flatMap(alike -> alike.stream()
                                .filter(member -> wishes.complete(member.expression))
                                .limit(1)))
                .sorted(Comparator.comparingInt(Member::size).thenComparing(BEST_FIRST))
                .toList();
    }

    /** A population with a random generator of its own. */
    private final class Island {
        private final SplittableRandom random;
        private final TreeMap<Integer, List<Member>> bySize = new TreeMap<>();

        Island(SplittableRandom random) {
            this.random = random;
        }

        /** One generation. */
        List<Member> breed() {
            int founders = bySize.isEmpty() ? FOUNDERS : 0;
            if (founders > 0) {
                wishes.start().flatMap(Evolution.this::fit).ifPresent(this::keep);
            }
            for (int c = 0; c < CHILDREN + founders && !stop.getAsBoolean() && !exact(); c++) {
                Expression child = c < founders || bySize.isEmpty() ? any(2 + random.nextInt(4)) : child();
                fit(child).ifPresent(this::keep);
            }
            return emigrants();
        }

        boolean exact() {
            return bySize.values().stream().anyMatch(alike -> alike.get(0).unexplained < EXACT);
        }

        private List<Member> emigrants() {
            return bySize.values().stream()
                    .flatMap(alike -> alike.stream().limit(EMIGRANTS))
                    .toList();
        }

        void keep(Member member) {
            if (wanted(member)) {
                Member simple = member.simplified();
                if (simple.size == member.size || wanted(simple)) {
                    List<Member> alike = bySize.computeIfAbsent(simple.size, size -> new ArrayList<>());
                    alike.add(simple);
                    alike.sort(BEST_FIRST);
                    if (alike.size() > KEPT) {
                        alike.remove(KEPT);
                    }
                }
            }
        }

        /** Whether a formula is new, and better than the worst of its size or there are few of these. */
        private boolean wanted(Member member) {
            List<Member> alike = bySize.getOrDefault(member.size, List.of());
            return (alike.size() < KEPT || member.unexplained < alike.get(KEPT - 1).unexplained)
                    && alike.stream()
                            .allMatch(m -> Math.abs(m.unexplained - member.unexplained) > SAME * m.unexplained);
        }

        private Member parent() {
            List<List<Member>> sizes = new ArrayList<>(bySize.values());
            List<Member> alike = sizes.get(random.nextInt(sizes.size()));
            int first = random.nextInt(alike.size());
            return alike.get(Math.min(first, random.nextInt(alike.size())));
        }

        /** A changed formula, or one with a part of another. */
        private Expression child() {
            Expression e = parent().inner;
            int changes = 1 + (random.nextInt(4) == 0 ? 1 : 0);
            for (int c = 0; c < changes; c++) {
                e = changed(e);
            }
            return e;
        }

        private Expression changed(Expression e) {
            int at = random.nextInt(Tree.size(e));
            Expression node = Tree.get(e, at);
            int kind = random.nextInt(100);
            if (kind < 30) {
                Expression other = parent().inner;
                return Tree.replaced(e, at, Tree.get(other, random.nextInt(Tree.size(other))));
            } else if (kind < 45) {
                return Tree.replaced(e, at, any(1 + random.nextInt(2)));
            } else if (kind < 75) {
                return Tree.replaced(e, at, extended(node));
            } else if (kind < 88) {
                List<Expression> smaller = Reductions.smaller(e);
                return smaller.isEmpty() ? e : smaller.get(random.nextInt(smaller.size()));
            }
            return Tree.replaced(e, at, altered(node));
        }

        /** A node within another. */
        private Expression extended(Expression node) {
            return switch (random.nextInt(6)) {
                case 0 -> function(node);
                case 1 -> sum(node, weighted());
                case 2 -> sum(node, any(2));
                case 3 -> product(node, leaf());
                case 4 -> product(node, any(2));
                default -> product(node, power(leaf(), -1));
            };
        }

        /** Another node of the same kind. */
        private Expression altered(Expression node) {
            if (node instanceof Constant c) {
                return random.nextBoolean() ? leaf() : constant(c.value() * (1 + random.nextGaussian()));
            } else if (node instanceof Sum s) {
                return random.nextBoolean() ? product(s.terms()) : sum(s, constant(random.nextGaussian()));
            } else if (node instanceof Product p) {
                return random.nextBoolean() ? sum(p.factors()) : product(constant(random.nextGaussian()), p);
            } else if (node instanceof Power p) {
                return random.nextInt(5) == 0
                        ? power(p.base(), variable(random.nextInt(data.in())))
                        : power(p.base(), exponent());
            } else if (node instanceof Apply a) {
                return function(a.argument());
            }
            return weighted();
        }

        private double exponent() {
            return EXPONENTS[random.nextInt(EXPONENTS.length)];
        }

        private Expression function(Expression argument) {
            return random.nextInt(5) < 2 || functions.isEmpty()
                    ? power(argument, exponent())
                    : apply(functions.get(random.nextInt(functions.size())), argument);
        }

        private Expression leaf() {
            return random.nextInt(6) == 0 ? constant(3 * random.nextGaussian()) : variable(random.nextInt(data.in()));
        }

        private Expression weighted() {
            Expression leaf = leaf();
            return random.nextInt(3) == 0 ? product(constant(2 * random.nextGaussian()), leaf) : leaf;
        }

        private Expression any(int depth) {
            if (depth <= 1) {
                return weighted();
            }
            return switch (random.nextInt(7)) {
                case 0, 1 -> function(any(depth - 1));
                case 2, 3 -> sum(any(depth - 1), any(depth - 1));
                case 4, 5 -> product(any(depth - 1), any(depth - 1));
                default -> product(any(depth - 1), power(any(depth - 1), -1));
            };
        }
    }

    /** A formula with its constants fitted; nothing where it is too large or not defined everywhere. */
    private Optional<Member> fit(Expression inner) {
        if (inner instanceof Constant
                || inner.size() > LARGEST
                || !wishes.vocabulary().leadsTo(inner)) {
            return Optional.empty();
        }
        double[] line = line(Fit.values(inner, data));
        if (!(line[1] != 0) || !Double.isFinite(line[0]) || !Double.isFinite(line[1])) {
            return Optional.empty();
        }
        Expression whole = sum(product(constant(line[1]), inner), constant(line[0]));
        List<Constant> constants = CompiledExpression.constants(whole);
        boolean[] free = CompiledExpression.allButIntegerExponents(whole);
        for (int i = 0; i < free.length; i++) {
            // Square roots stay square roots.
            free[i] &= Math.abs(constants.get(i).value()) != 0.5;
        }
        CompiledExpression compiled = CompiledExpression.of(whole, free);
        if (compiled.parameterCount() * ROWS_PER_CONSTANT > data.rows()) {
            return Optional.empty();
        }
        DampedGaussNewton.Result run = DampedGaussNewton.of(STEPS)
                .withTolerance(1e-3)
                .withTarget(1e-3 * EXACT * data.rows())
                .withStop(stop)
                .minimize(new FormulaProblem(compiled, data, scale), compiled.parameters());
        double unexplained = run.cost() / data.rows();
        if (!(unexplained < 1)) {
            return Optional.empty();
        }
        Expression fitted = Fit.settled(compiled.withParameters(run.unknowns()));
        return Optional.of(new Member(fitted, Tree.withoutLine(fitted), unexplained, inner.size()));
    }

    /** Intercept and slope of the target on some values, by least squares. */
    private double[] line(double[] values) {
        int n = values.length;
        double mean = 0;
        double target = 0;
        for (int r = 0; r < n; r++) {
            mean += values[r] / n;
            target += data.y()[r] / n;
        }
        double products = 0;
        double squares = 0;
        for (int r = 0; r < n; r++) {
            products += (values[r] - mean) * (data.y()[r] - target);
            squares += (values[r] - mean) * (values[r] - mean);
        }
        double slope = products / squares;
        return new double[] {target - slope * mean, slope};
    }
}
