package org.kan4j.export;

import org.kan4j.data.DataException;

/** Numbers that languages read back. */
final class Numbers {
    private Numbers() {}

    /**
     * {@return the shortest decimal that reads back as the same double, with a point}
     *
     * @throws DataException if the number is not finite
     */
    static String decimal(double value) {
        if (!Double.isFinite(value)) {
            throw new DataException("export: a formula of finite numbers required, got " + value);
        }
        return Double.toString(value);
    }
}
