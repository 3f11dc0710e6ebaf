package org.kan4j.bench.recovery;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.kan4j.bench.recovery.Sym.Named;
import org.kan4j.bench.recovery.Sym.Num;

/**
 * SRBench's rounding of a formula before it is compared: π is a number, and numbers but whole ones get three decimals and three digits,
 * fractions and roots as well; what is below 1e-4 becomes 0.
 */
final class Rounding {
    private static final double PI = 3.1415926535;
    private static final double NOTHING = 1e-4;
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private Rounding() {}

    static Sym rounded(Sym formula) {
        return formula.replaceLeaves(leaf -> leaf == Named.PI ? Num.decimal(PI) : leaf)
                .replaceLeaves(leaf -> leaf instanceof Num n && !n.isWhole() ? decimals(n) : leaf)
                // Numbers that now stand side by side have become one before it is cut to its digits.
                .replaceLeaves(leaf -> leaf instanceof Num n && !n.exact() ? digits(n.value()) : leaf);
    }

    private static Num decimals(Num number) {
        double value = number.value();
        if (!Double.isFinite(value)) {
            return number;
        }
        return Math.abs(value) < NOTHING
                ? Num.ZERO
                : Num.decimal(new BigDecimal(value)
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .doubleValue());
    }

    private static Num digits(double value) {
        return Num.decimal(
                Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value);
    }
}
