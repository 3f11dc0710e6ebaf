package org.kan4j.spark;

import java.util.Iterator;
import java.util.function.Function;

/** What a function makes of each element. */
final class MappedIterator<T, R> implements Iterator<R> {
    private final Iterator<T> from;
    private final Function<T, R> function;

    MappedIterator(Iterator<T> from, Function<T, R> function) {
        this.from = from;
        this.function = function;
    }

    @Override
    public boolean hasNext() {
        return from.hasNext();
    }

    @Override
    public R next() {
        return function.apply(from.next());
    }
}
