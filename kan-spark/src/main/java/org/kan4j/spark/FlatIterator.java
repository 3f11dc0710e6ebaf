package org.kan4j.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** What a function makes of each element, one after another. */
final class FlatIterator<T, R> implements Iterator<R> {
    private final Iterator<T> from;
    private final Function<T, Iterator<R>> function;
    private Iterator<R> now = Collections.emptyIterator();

    FlatIterator(Iterator<T> from, Function<T, Iterator<R>> function) {
        this.from = from;
        this.function = function;
    }

    @Override
    public boolean hasNext() {
        while (!now.hasNext() && from.hasNext()) {
            now = function.apply(from.next());
        }
        return now.hasNext();
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return now.next();
    }
}
