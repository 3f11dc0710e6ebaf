package org.kan4j.bench.recovery;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.bench.recovery.Sym.Pow;

/** Powers of numbers: decimals are computed, roots of exact numbers keep what has no exact root, √8 = 2√2 and 1/√2 = √2/2. */
final class SymRoots {
    private static final int LARGEST_PRIME = 1 << 15;
    private static final int LARGEST_EXPONENT = 1000;

    private SymRoots() {}

    static Sym power(Num base, Num exponent) {
        if (!base.exact() || !exponent.exact()) {
            double value = Math.pow(base.value(), exponent.value());
            return Double.isNaN(value) ? new Pow(base, exponent) : Num.decimal(value);
        }
        if (base.equals(Num.ZERO) && exponent.value() > 0) {
            return base;
        } else if (Math.abs(exponent.value()) > LARGEST_EXPONENT || base.value() == 0) {
            return Num.decimal(Math.pow(base.value(), exponent.value()));
        } else if (exponent.value() < 0) {
            return power(Num.ratio(base.below(), base.above()), exponent.negated());
        } else if (exponent.isWhole()) {
            int e = exponent.above().intValueExact();
            return Num.ratio(base.above().pow(e), base.below().pow(e));
        } else if (base.value() < 0) {
            return new Pow(base, exponent);
        } else if (base.isWhole()) {
            return root(base, exponent);
        }
        int next = (int) Math.floor(exponent.value()) + 1;
        Num rest = Num.whole(next).plus(exponent.negated());
        return SymRules.mul(List.of(
                power(Num.whole(base.above()), exponent),
                power(Num.whole(base.below()), rest),
                Num.ratio(BigInteger.ONE, base.below().pow(next))));
    }

    /** n^(p/q) of whole numbers, p and n positive. */
    private static Sym root(Num base, Num exponent) {
        int p = exponent.above().intValueExact();
        int q = exponent.below().intValueExact();
        BigInteger outside = BigInteger.ONE;
        List<Sym> apart = new ArrayList<>();
        Map<BigInteger, Integer> inside = new LinkedHashMap<>();
        for (Map.Entry<BigInteger, Integer> prime : primes(base.above()).entrySet()) {
            int e = prime.getValue() * p;
            outside = outside.multiply(prime.getKey().pow(e / q));
            int left = e % q;
            int divisor = BigInteger.valueOf(left).gcd(BigInteger.valueOf(q)).intValueExact();
            if (left > 0 && divisor > 1) {
                apart.add(new Pow(Num.whole(prime.getKey()), ratio(left, q)));
            } else if (left > 0) {
                inside.put(prime.getKey(), left);
            }
        }
        BigInteger divisor = inside.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::gcd);
        BigInteger radicand = BigInteger.ONE;
        for (Map.Entry<BigInteger, Integer> prime : inside.entrySet()) {
            radicand = radicand.multiply(prime.getKey().pow(prime.getValue() / divisor.intValueExact()));
        }
        if (!radicand.equals(BigInteger.ONE)) {
            apart.add(new Pow(Num.whole(radicand), ratio(divisor.intValueExact(), q)));
        }
        Num number = Num.whole(outside);
        if (apart.isEmpty()) {
            return number;
        }
        if (!number.equals(Num.ONE)) {
            apart.add(number);
        }
        return apart.size() == 1 ? apart.get(0) : new Sym.Mul(Sym.sorted(apart));
    }

    private static Num ratio(int p, int q) {
        return Num.ratio(BigInteger.valueOf(p), BigInteger.valueOf(q));
    }

    private static Map<BigInteger, Integer> primes(BigInteger number) {
        Map<BigInteger, Integer> primes = new LinkedHashMap<>();
        BigInteger left = number;
        for (int d = 2; d < LARGEST_PRIME; d++) {
            BigInteger divisor = BigInteger.valueOf(d);
            if (divisor.multiply(divisor).compareTo(left) > 0) {
                break;
            }
            while (left.mod(divisor).signum() == 0) {
                primes.merge(divisor, 1, Integer::sum);
                left = left.divide(divisor);
            }
        }
        if (!left.equals(BigInteger.ONE)) {
            primes.merge(left, 1, Integer::sum);
        }
        return primes;
    }
}
